"""A manifest for a folder that has none: each file told by its name, each with its checksum."""

import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data.contracts.layout import TABLES
from data.contracts.manifest import MANIFEST, sha256_of
from data.contracts.report import safe_name
from data.contracts.sealed import is_sealed, kind_of
from data.terms import Text

_KINDS = (".csv", ".xlsx", ".parquet")
_IMA = "ima"


class DraftError(Exception):
    """A manifest cannot be written; ``problems`` says everything that stands in the way."""

    def __init__(self, problems: list[Text]) -> None:
        super().__init__("; ".join(problem.en for problem in problems))
        self.problems = problems


@dataclass(frozen=True, kw_only=True)
class Origin:
    """From whom a file came, and on which day."""

    sender: str
    received_on: date


def draft_manifest(
    folder: Path, *, survey_year: int, layout: str, origin: Origin, ima: Origin | None = None, replace: bool = False
) -> dict[str, str]:
    """Write ``delivery.toml`` for the files of a folder.

    A file belongs to the table whose name its own name begins with: ``ima_2022.csv`` is ``ima``. Who sent the IMA file
    and when decides whether it may be received at all: that is said (``ima``), never guessed.

    Returns
    -------
    Name of the file per table, in the order of the tables.

    Raises
    ------
    DraftError : a manifest is there already, no file is that of a table, several are that of one, a file has no table,
        or the IMA file has no origin; all of it at once. Nothing is written.
    """
    problems: list[Text] = []
    path = folder / MANIFEST
    if path.exists() and not replace:
        nl = f"{MANIFEST} bestaat al: verwijder het, of vraag om het te vervangen"
        problems.append(Text(nl=nl, en=f"{MANIFEST} exists: remove it, or ask to replace it"))
    files: dict[str, list[Path]] = {}
    for file in sorted(one for one in folder.iterdir() if one.is_file() and one.name != MANIFEST):
        table = _table_of(file)
        if table is None:
            shown = safe_name(file.name)
            problems.append(
                Text(
                    nl=f"{shown}: geen tabel van deze naam ({', '.join(TABLES)}); hernoem het of haal het uit de map",
                    en=f"{shown}: no table of this name ({', '.join(TABLES)}); rename it or take it out of the folder",
                )
            )
        else:
            files.setdefault(table, []).append(file)
    for table, several in files.items():
        if len(several) > 1:
            shown = ", ".join(safe_name(file.name) for file in several)
            problems.append(Text(nl=f"{table}: meer dan één bestand ({shown})", en=f"{table}: several files ({shown})"))
    if not files:
        problems.append(Text(nl="geen bestand van een levering in de map", en="no file of a delivery in the folder"))
    if _IMA in files and ima is None:
        problems.append(
            Text(
                nl="ima: zeg wie het zond en wanneer het ontvangen is (--ima-sender, --ima-received-on)",
                en="ima: say who sent it and when it was received (--ima-sender, --ima-received-on)",
            )
        )
    if problems:
        raise DraftError(problems)
    chosen = {table: files[table][0] for table in TABLES if table in files}
    path.write_text(_toml(chosen, survey_year, layout, origin, ima), encoding="utf-8")
    return {table: file.name for table, file in chosen.items()}


def _table_of(file: Path) -> str | None:
    """Table that a file is of: the longest name that its own begins with, up to a mark or a year."""
    if kind_of(file) not in _KINDS:
        return None
    own = Path(file.stem) if is_sealed(file) else file
    stem = own.stem.lower().replace("-", "_").replace(" ", "_")
    fitting = [table for table in TABLES if re.fullmatch(rf"{table}(?:[_.]?\d{{4}})?(?:_.*)?", stem)]
    return max(fitting, key=len, default=None)


def _toml(files: dict[str, Path], survey_year: int, layout: str, origin: Origin, ima: Origin | None) -> str:
    lines = [
        f"survey_year = {survey_year}",
        f"received_on = {origin.received_on.isoformat()}",
        f"sender = {_quoted(origin.sender)}",
        f"layout = {_quoted(layout)}",
    ]
    for table, file in files.items():
        lines += ["", f"[files.{table}]", f"path = {_quoted(file.name)}", f'sha256 = "{sha256_of(file)}"']
        if table == _IMA and ima is not None:
            lines += [f"sender = {_quoted(ima.sender)}", f"received_on = {ima.received_on.isoformat()}"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
