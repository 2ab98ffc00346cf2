"""Parquet of the long table, typed, with what the file says of itself in its own metadata."""

import io
import json

import pandas as pd
import pyarrow as pa
from pyarrow import parquet

from data.exports import wording
from data.exports.about import About

_WHOLE = ("year", "count", "answered", "frame", "ima_year")
_NUMBERS = ("value", "lower", "upper")


def write_parquet(flat: pd.DataFrame, about: About) -> bytes:
    """Write the long table of ``flatten`` (without ``citation``, which stands in the metadata).

    Returns
    -------
    One Parquet file: texts ``string``, whole numbers ``int32``, numbers ``double``, null where there is no number.
    File metadata holds the facts of ``About.machine_facts``; every column holds its meaning as ``description``.
    """
    names = [name for name in flat.columns if name != "citation"]
    schema = pa.schema(
        [pa.field(name, _kind(name), metadata={"description": wording.COLUMNS[name][1].en}) for name in names],
        metadata={**about.machine_facts(), "zorgcapaciteit": json.dumps(about.machine_facts(), ensure_ascii=False)},
    )
    table = pa.Table.from_pandas(flat[names], schema=schema, preserve_index=False)
    out = io.BytesIO()
    parquet.write_table(table.replace_schema_metadata(schema.metadata), out, compression="zstd")
    return out.getvalue()


def _kind(name: str) -> pa.DataType:
    if name in _WHOLE:
        return pa.int32()
    return pa.float64() if name in _NUMBERS else pa.string()
