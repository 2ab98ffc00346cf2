"""What a check of a delivery gives back: every fault with its place and cure, and the frames when there is none.

Nothing in a report repeats free text or a value with eight or more digits: whoever reads it may not be allowed to
see the delivery.
"""

import re
import string
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import pandas as pd
from openpyxl.utils import get_column_letter

from data.terms import Text

Language = Literal["nl", "en"]
ROWS_KEPT = 1000
"""Row numbers kept per fault; the total is always given."""

ROWS_SHOWN = 20
"""Row numbers that the report for people lists per fault."""

SET_ASIDE = "survey_duplicates"
"""Code of the warning that earlier answers of a respondent were set aside."""

_CODE_LIKE = re.compile(r"[A-Za-z]{0,6}[-_ ]?\d{1,7}")
_NAME_LIKE = re.compile(r"[A-Za-z_][\w-]{0,39}", re.ASCII)
_LONG_DIGITS = 8
_MASK = str.maketrans(dict.fromkeys(string.digits, "#"))


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What one kind of fault says, with ``{…}`` to be filled in."""

    expected: Text
    found: Text
    cure: Text


def _load_wording() -> dict[str, Wording]:
    document = tomllib.loads(Path(__file__).with_name("wording.toml").read_text(encoding="utf-8"))
    return {
        code: Wording(**{part: Text(nl=phrase[0], en=phrase[1]) for part, phrase in phrases.items()})
        for code, phrases in document.items()
    }


WORDING: Mapping[str, Wording] = _load_wording()
"""Every kind of fault by its code."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One reason to refuse a delivery.

    ``rows`` are row numbers as a spreadsheet shows them (the header is row 1), at most 1000; ``row_count`` is how many
    there are in all, 0 where the fault is not about rows. ``code`` names the rule for machines.
    """

    code: str
    file: str
    column: str
    rows: tuple[int, ...]
    row_count: int
    expected: Text
    found: Text
    cure: Text


@dataclass(frozen=True, kw_only=True)
class Remark:
    """Something to know about a delivery that does not refuse it: a warning or a note.

    What wants to be confirmed (``confirm``) is stored only when somebody accepts its code and says why.
    """

    code: str
    file: str
    column: str
    rows: tuple[int, ...]
    row_count: int
    text: Text
    confirm: bool = False


@dataclass(frozen=True, kw_only=True)
class DeliveryReport:
    """Outcome of one check.

    ``frames`` holds the delivered tables in canonical form and is empty when there is any fault; ``manifest`` is None
    when the manifest itself cannot be read; ``row_counts`` is how many rows each readable file held.
    """

    folder: str
    manifest: Any
    faults: tuple[Fault, ...]
    warnings: tuple[Remark, ...]
    notes: tuple[Remark, ...]
    frames: dict[str, pd.DataFrame] = field(repr=False)
    row_counts: Mapping[str, int]

    @property
    def accepted(self) -> bool:
        """Whether the delivery holds no fault at all."""
        return not self.faults

    def to_confirm(self, accepted: Collection[str] = ()) -> tuple[Remark, ...]:
        """Warnings that somebody has to confirm, without those of the codes that were."""
        return tuple(remark for remark in self.warnings if remark.confirm and remark.code not in accepted)

    @property
    def set_aside(self) -> dict[str, int]:
        """How many earlier answers gave way to the last one of the same respondent, per accepted table."""
        names = {table: self.manifest.files[table].name for table in self.frames}
        return {
            table: sum(note.row_count for note in self.warnings if (note.code, note.file) == (SET_ASIDE, name))
            for table, name in names.items()
        }

    def to_text(self, lang: Language = "nl") -> str:
        """Report for people: verdict, then faults by file, then warnings and notes."""
        lines = [self._verdict(lang)]
        for file in dict.fromkeys(fault.file for fault in self.faults):
            lines += ["", file]
            lines += [line for fault in self.faults if fault.file == file for line in _fault_lines(fault, lang)]
        titles = (
            ("Te bevestigen: --accept CODE --why REDEN", "To confirm: --accept CODE --why REASON", self.to_confirm()),
            ("Opgelet", "Warnings", [remark for remark in self.warnings if not remark.confirm]),
            ("Ter info", "Notes", self.notes),
        )
        for dutch, english, remarks in titles:
            if remarks:
                lines += ["", dutch if lang == "nl" else english]
                lines += [_remark_line(remark, lang) for remark in remarks]
        return "\n".join(lines)

    def to_dict(self, lang: Language = "nl") -> dict[str, Any]:
        """Report for machines, ready for JSON."""
        return {
            "accepted": self.accepted,
            "survey_year": self.manifest.survey_year if self.manifest is not None else None,
            "row_counts": dict(self.row_counts),
            "faults": [
                _placed(fault) | {part: getattr(getattr(fault, part), lang) for part in ("expected", "found", "cure")}
                for fault in self.faults
            ],
            "warnings": [
                _placed(remark) | {"text": getattr(remark.text, lang), "confirm": remark.confirm}
                for remark in self.warnings
            ],
            "notes": [_placed(remark) | {"text": getattr(remark.text, lang)} for remark in self.notes],
        }

    def _verdict(self, lang: Language) -> str:
        count = len(self.faults)
        if lang == "nl":
            if self.accepted:
                return f"Levering {self.folder}: in orde."
            return f"Levering {self.folder}: geweigerd, {count} {'fout' if count == 1 else 'fouten'}. Niets is bewaard."
        if self.accepted:
            return f"Delivery {self.folder}: in order."
        return f"Delivery {self.folder}: refused, {count} {'fault' if count == 1 else 'faults'}. Nothing was stored."


class Findings:
    """Collects faults, warnings and notes during one check."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.warnings: list[Remark] = []
        self.notes: list[Remark] = []

    def fault(self, code: str, *, file: str, column: str = "", rows: Iterable[int] = (), **details: object) -> None:
        """Add a fault of a kind that ``wording.toml`` describes; ``details`` fill its ``{…}``."""
        numbers = sorted({int(row) for row in rows})
        wording = WORDING[code]
        self.faults.append(
            Fault(
                code=code,
                file=file,
                column=column,
                rows=tuple(numbers[:ROWS_KEPT]),
                row_count=len(numbers),
                expected=fill(wording.expected, details),
                found=fill(wording.found, details),
                cure=fill(wording.cure, details),
            )
        )

    def warn(
        self, code: str, text: Text, *, file: str, column: str = "", rows: Iterable[int] = (), confirm: bool = False
    ) -> None:
        """Add a warning, with ``confirm`` one that a person has to accept before the delivery is stored."""
        self.warnings.append(replace(_remark(code, text, file, column, rows), confirm=confirm))

    def note(self, code: str, text: Text, *, file: str, column: str = "", rows: Iterable[int] = ()) -> None:
        """Add a note."""
        self.notes.append(_remark(code, text, file, column, rows))


def fill(phrase: Text, details: Mapping[str, object]) -> Text:
    """Fill in the ``{…}`` of a phrase; details that are a Text go in by language."""
    return Text(
        nl=phrase.nl.format(**{name: _said(detail, "nl") for name, detail in details.items()}),
        en=phrase.en.format(**{name: _said(detail, "en") for name, detail in details.items()}),
    )


def safe_name(name: str) -> str:
    """Name of a file or column as a report may show it: with eight or more digits, every digit masked.

    >>> safe_name("ima_2022.csv"), safe_name("lijst_45010299721.csv")
    ('ima_2022.csv', 'lijst_###########.csv')
    """
    shown = "".join(character if character.isprintable() else "?" for character in name)[:80]
    return shown.translate(_MASK) if sum(map(str.isdigit, shown)) >= _LONG_DIGITS or "@" in shown else shown


def safe_header(header: str, position: int) -> str:
    """Column name as a report may show it: plain names as they are, anything else by its place, as ``[C]``."""
    if _NAME_LIKE.fullmatch(header) and sum(map(str.isdigit, header)) < _LONG_DIGITS:
        return header
    return f"[{get_column_letter(position + 1)}]"


def safe_codes(codes: Iterable[object]) -> str:
    """First few area codes between brackets, or nothing where they do not look like codes."""
    listed = sorted({str(code) for code in codes})
    if not listed or not all(_CODE_LIKE.fullmatch(code) for code in listed):
        return ""
    more = " …" if len(listed) > 5 else ""
    return f" ({', '.join(listed[:5])}{more})"


def _said(detail: object, lang: Language) -> object:
    return getattr(detail, lang) if isinstance(detail, Text) else detail


def _remark(code: str, text: Text, file: str, column: str, rows: Iterable[int]) -> Remark:
    numbers = sorted({int(row) for row in rows})
    kept = tuple(numbers[:ROWS_KEPT])
    return Remark(code=code, file=file, column=column, rows=kept, row_count=len(numbers), text=text)


def _remark_line(remark: Remark, lang: Language) -> str:
    code = f"[{remark.code}] " if remark.confirm else ""
    return f"  - {code}{_place(remark, lang)}: {getattr(remark.text, lang)}"


def _placed(entry: Fault | Remark) -> dict[str, Any]:
    return {
        "code": entry.code,
        "file": entry.file,
        "column": entry.column,
        "rows": list(entry.rows),
        "row_count": entry.row_count,
    }


def _fault_lines(fault: Fault, lang: Language) -> list[str]:
    words = ("verwacht", "gevonden", "te doen") if lang == "nl" else ("expected", "found", "to do")
    parts = (fault.expected, fault.found, fault.cure)
    place = _place(fault, lang, with_file=False)
    return [f"  - {place}"] + [f"      {word}: {getattr(part, lang)}" for word, part in zip(words, parts, strict=True)]


def _place(entry: Fault | Remark, lang: Language, *, with_file: bool = True) -> str:
    parts = [entry.file] if with_file and entry.file else []
    if entry.column:
        parts.append(("kolom " if lang == "nl" else "column ") + entry.column)
    if entry.row_count:
        word = ("rij" if entry.row_count == 1 else "rijen") if lang == "nl" else "row" + "s" * (entry.row_count > 1)
        listed = ", ".join(map(str, entry.rows[:ROWS_SHOWN]))
        rest = entry.row_count - min(len(entry.rows), ROWS_SHOWN)
        more = (f" … en nog {rest}" if lang == "nl" else f" … and {rest} more") if rest else ""
        parts.append(f"{word} {listed}{more}")
    return ", ".join(parts) or ("het bestand" if lang == "nl" else "the file")
