"""How much a delivery may hold: far above ten times Flanders, far below what one machine can take.

What is larger is refused before it is unpacked, because a file of half a megabyte can unpack to gigabytes.
"""

import re
import zipfile
from typing import Any

from data.terms import Text

FILE_BYTES = 100_000_000
"""Size of one file as delivered."""

MANIFEST_BYTES = 100_000
ROWS = 1_000_000
COLUMNS = 200
CELLS = 20_000_000
"""Cells of one table, empty ones included."""

BOOK_CELLS = 3_000_000
"""Cells that a workbook may hold in all its sheets: reading them takes seconds per million."""

UNPACKED_BYTES = 400_000_000
"""Size of all parts of a workbook, or of all columns of a Parquet file, once unpacked."""

CELL_CHARACTERS = 2_000
_CELL = re.compile(rb"<(?:\w+:)?c[ />]")
_CHUNK = 1 << 20


class UnreadableError(Exception):
    """A file cannot be read at all; ``detail`` says why without repeating anything from it."""

    def __init__(self, nl: str, en: str) -> None:
        super().__init__(en)
        self.detail = Text(nl=nl, en=en)


def too_much(nl: str, en: str) -> UnreadableError:
    """Give the refusal of a file that holds more than fits, with what it holds too much of."""
    return UnreadableError(f"te groot: {nl}", f"too large: {en}")


def check_size(rows: int, columns: int) -> None:
    """Refuse a table of more rows, columns or cells than any delivery has."""
    if columns > COLUMNS:
        raise too_much(f"meer dan {COLUMNS} kolommen", f"more than {COLUMNS} columns")
    if rows > ROWS:
        raise too_much(f"meer dan {ROWS} rijen", f"more than {ROWS} rows")
    check_cells(rows * columns)


def check_cells(count: int) -> None:
    """Refuse more cells than any table has."""
    if count > CELLS:
        raise too_much(f"meer dan {CELLS} cellen", f"more than {CELLS} cells")


def check_package(package: zipfile.ZipFile) -> None:
    """Refuse a workbook that unpacks to more than fits; its parts are unpacked once, piece by piece, and counted.

    What the package says about the size of its parts is not believed.
    """
    unpacked = cells = 0
    for part in package.infolist():
        sheet = part.filename.startswith("xl/worksheets/")
        with package.open(part) as stream:  # the last read compares the checksum of the part
            edge = b""
            while piece := stream.read(_CHUNK):
                unpacked += len(piece)
                if sheet:
                    cells += len(_CELL.findall(edge + piece))
                    edge = piece[piece.rfind(b"<") :] if b"<" in piece[-64:] else b""
                    cells -= len(_CELL.findall(edge))
                if unpacked > UNPACKED_BYTES:
                    raise too_much("uitgepakt meer dan 400 MB", "more than 400 MB once unpacked")
                if cells > BOOK_CELLS:
                    raise too_much(f"meer dan {BOOK_CELLS} cellen", f"more than {BOOK_CELLS} cells")


class Budget:
    """Cells that the sheets of one workbook may still give, gaps that the reader fills included."""

    def __init__(self) -> None:
        self._left = CELLS

    def take(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        """Count a row, and give it back without the empty cells at its end."""
        self._left -= 1 + len(row)
        check_cells(CELLS - self._left)
        end = len(row)
        while end and row[end - 1] is None:
            end -= 1
        return row[:end]
