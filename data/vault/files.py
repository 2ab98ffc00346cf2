"""Encrypted tables on disk: AES-256-GCM, footer and column names included; plain rows stay in memory.

One library writes and reads them. DuckDB reads encrypted Parquet as well, but only the first page of a column, and a
column of more than some 20,000 values has several.
"""

import hashlib
import os
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow.parquet.encryption import create_decryption_properties, create_encryption_properties

from data.vault.deliveries import VaultError


class DamagedTableError(VaultError):
    """An encrypted table cannot be opened."""


def write_encrypted(path: Path, frame: pd.DataFrame, data_key: bytes) -> str:
    """Write a table with one data key, open it again, compare, and return the SHA-256 of the file.

    Raises
    ------
    VaultError : a column mixes types, or what was written does not read back the same; no value is repeated.
    """
    table = _as_stored(path.stem, frame)
    pq.write_table(table, path, compression="zstd", encryption_properties=create_encryption_properties(data_key))
    path.chmod(0o600)
    with path.open("rb") as file:
        os.fsync(file.fileno())
    try:
        same = _same(table, read_encrypted(path, data_key))
    except DamagedTableError:
        same = False
    if not same:
        raise VaultError(
            f"table {path.stem}: it does not read back as it was written. Nothing is stored. Check the disk, then "
            "try again."
        )
    return file_sha256(path)


def read_encrypted(path: Path, data_key: bytes) -> pa.Table:
    """Give the rows of an encrypted table, in the order in which they were stored.

    Raises
    ------
    DamagedTableError : another key, or the file is missing, damaged or was changed.
    """
    try:
        return pq.read_table(path, decryption_properties=create_decryption_properties(data_key))
    except (OSError, ValueError, pa.ArrowException):
        raise DamagedTableError(f"table {path.stem}: cannot be opened: another key, or a damaged file") from None


def file_sha256(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _as_stored(name: str, frame: pd.DataFrame) -> pa.Table:
    try:
        table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    except pa.ArrowException:
        raise VaultError(f"table {name}: expected one type per column, found a mixture. Check the layout.") from None
    for position, field in enumerate(table.schema):
        if pa.types.is_null(field.type):  # a column without any answer is a column of text
            table = table.set_column(position, field.name, table.column(position).cast(pa.string()))
    return table


def _same(written: pa.Table, read: pa.Table) -> bool:
    """Whether two tables hold the same bits; a number that is no number counts as equal to itself."""

    def bits(table: pa.Table) -> pa.Table:
        for place, field in enumerate(table.schema):
            if pa.types.is_float64(field.type):
                column = table.column(place).combine_chunks().view(pa.int64())
                table = table.set_column(place, field.name, column)
        return table

    return bool(bits(written).equals(bits(read)))
