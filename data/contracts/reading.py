"""Files as they are: CSV, XLSX and Parquet read into one form, with every cell as text and its row number kept."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.contracts.limits import UnreadableError, check_cells, check_size, too_much
from data.contracts.report import Findings
from data.contracts.sealed import Content
from data.terms import Text

Texts = NDArray[Any]
Flags = NDArray[np.bool_]

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_OTHER_FORMATS = (b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0", b"%PDF")


@dataclass(frozen=True, kw_only=True)
class RawColumn:
    """One column of a file: its header, its place from 0, and its cells as trimmed text ("" is empty).

    ``numeric`` marks cells that the file holds as numbers (never in CSV), ``dated`` those it holds as dates.
    """

    header: str
    position: int
    cells: Texts
    numeric: Flags
    dated: Flags


@dataclass(frozen=True, kw_only=True)
class RawTable:
    """A file as read. ``rows`` is the row number of every row, as a spreadsheet shows it; the header is row 1."""

    columns: tuple[RawColumn, ...]
    rows: NDArray[np.int64]


def read_csv(content: Content, headers: Iterable[str], findings: Findings, *, file: str) -> RawTable | None:
    """CSV in UTF-8 or Windows-1252, separated by ``,`` or ``;``; None, with faults, when it is no table.

    Parameters
    ----------
    content : the file, or what was in it.
    headers : column names of the layout, by which the separator is told.
    findings : where faults go.
    file : name of the file in the report.

    Raises
    ------
    UnreadableError : the file is damaged or is not text.
    """
    text = _decode(content.read_bytes() if isinstance(content, Path) else content)
    if not text.strip():
        findings.fault("empty_file", file=file)
        return None
    check_size(text.count("\n"), 1)
    try:
        separator = _separator(text, set(headers))
        lines = _lines(text, separator)
    except csv.Error as error:
        if "field larger" in str(error):
            raise too_much("een cel van meer dan 100.000 tekens", "a cell of over 100,000 characters") from error
        raise UnreadableError(
            "aanhalingstekens die niet sluiten of niet rond een hele cel staan",
            "quotes that do not close or do not stand around a whole cell",
        ) from error
    return _table(lines, findings, file=file)


def _lines(text: str, separator: str) -> list[list[str]]:
    lines, cells = [], 0
    for line in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
        cells += len(line)
        check_size(1, len(line))
        check_cells(cells)
        lines.append(line)
    return lines


def _decode(content: bytes) -> str:
    if content.startswith(_OTHER_FORMATS):
        raise UnreadableError("een ander bestandstype met de naam van een CSV", "another file type named as CSV")
    if content.startswith(_UTF16) or b"\0" in content[:4096]:
        raise UnreadableError("UTF-16 of geen tekst; verwacht UTF-8 of Windows-1252", "UTF-16 or no text")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError as error:
            raise UnreadableError("geen UTF-8 en geen Windows-1252", "neither UTF-8 nor Windows-1252") from error
    if any(ord(character) < 32 and character not in "\t\r\n" for character in set(text)):
        raise UnreadableError("stuurtekens: het bestand is beschadigd", "control characters: the file is damaged")
    return text


def _separator(text: str, headers: set[str]) -> str:
    """Return the mark that gives most known column names, else the most columns."""

    def score(separator: str) -> tuple[int, int]:
        first = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])
        return sum(cell.strip() in headers for cell in first), len(first)

    return max(",;", key=score)


def _table(lines: Sequence[Sequence[str]], findings: Findings, *, file: str) -> RawTable | None:
    """Table of the lines of a CSV; blank lines count for row numbers and are otherwise left out."""
    width = len(lines[0])
    filled = [(number, line) for number, line in enumerate(lines[1:], start=2) if any(map(str.strip, line))]
    ragged = [(number, len(line)) for number, line in filled if len(line) != width]
    if ragged:
        counts = ", ".join(map(str, sorted({count for _, count in ragged})[:5]))
        detail = Text(nl=f"{counts} cellen", en=f"{counts} cells")
        findings.fault("ragged", file=file, rows=[number for number, _ in ragged], wanted=width, detail=detail)
    cells = np.empty((len(filled), width), dtype=object)
    for place, (_, line) in enumerate(filled):
        cells[place] = [cell.strip() for cell in (*line, *[""] * (width - len(line)))[:width]]
    flags = np.zeros(len(filled), dtype=bool)
    columns = tuple(
        RawColumn(header=header.strip(), position=place, cells=cells[:, place], numeric=flags, dated=flags)
        for place, header in enumerate(lines[0])
    )
    return RawTable(columns=columns, rows=np.array([number for number, _ in filled], dtype=np.int64))
