"""Encrypted tables on disk: AES-256-GCM, footer and column names included; plain rows stay in memory."""

import hashlib
import os
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow.parquet.encryption import create_encryption_properties

from data.vault.deliveries import VaultError


def write_encrypted(path: Path, frame: pd.DataFrame, data_key: bytes) -> str:
    """Write a table with one data key and return the SHA-256 of the file.

    Raises
    ------
    VaultError : a column mixes types; no value is repeated.
    """
    try:
        table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    except pa.ArrowException:
        raise VaultError(
            f"table {path.stem}: expected one type per column, found a mixture. Check the layout."
        ) from None
    for position, field in enumerate(table.schema):
        if pa.types.is_null(field.type):  # a column without any answer is a column of text
            table = table.set_column(position, field.name, table.column(position).cast(pa.string()))
    pq.write_table(table, path, compression="zstd", encryption_properties=create_encryption_properties(data_key))
    path.chmod(0o600)
    with path.open("rb") as file:
        os.fsync(file.fileno())
    return file_sha256(path)


def file_sha256(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
