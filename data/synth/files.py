"""Writes tables so that the same content gives the same bytes, in the file formats that deliveries come in."""

import hashlib
import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

_EPOCH = (1980, 1, 1, 0, 0, 0)
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


@dataclass(frozen=True)
class Style:
    """How a file is written: its kind and, for CSV, separator, decimal mark and encoding."""

    kind: Literal["csv", "xlsx", "parquet"] = "csv"
    separator: str = ","
    decimal: str = "."
    encoding: str = "utf-8"


PLAIN = Style()
BELGIAN = Style(separator=";", decimal=",", encoding="cp1252")
BELGIAN_BOM = Style(separator=";", decimal=",", encoding="utf-8-sig")
PARQUET = Style(kind="parquet")
SPREADSHEET = Style(kind="xlsx")


def write_table(frame: pd.DataFrame, path: Path, style: Style) -> str:
    """Write ``frame`` to ``path`` (overwriting) and return the SHA-256 of the file as hexadecimal text.

    Missing values become empty cells. Writing is deterministic: no clock, no host, no library timestamps.
    """
    content = {"csv": _csv, "xlsx": _xlsx, "parquet": _parquet}[style.kind](frame, style)
    path.write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def _csv(frame: pd.DataFrame, style: Style) -> bytes:
    text = frame.to_csv(index=False, sep=style.separator, decimal=style.decimal, lineterminator="\n")
    return text.encode(style.encoding)


def _parquet(frame: pd.DataFrame, _style: Style) -> bytes:
    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()


def _xlsx(frame: pd.DataFrame, _style: Style) -> bytes:
    """One sheet with a header; the archive is packed again with fixed dates."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("gegevens")
    sheet.append(list(frame.columns))
    plain = frame.astype(object).where(frame.notna(), None)
    for row in plain.itertuples(index=False, name=None):
        sheet.append(row)
    loose = io.BytesIO()
    book.save(loose)
    packed = io.BytesIO()
    with zipfile.ZipFile(loose) as before, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after:
        for name in sorted(before.namelist()):
            part = _STAMP.sub(rb"\g<1>2020-01-01T00:00:00Z\g<2>", before.read(name))
            after.writestr(zipfile.ZipInfo(name, _EPOCH), part, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
