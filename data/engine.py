"""The one place that opens DuckDB to compute with: in memory, cut off from files and network, never plain on disk.

Personal rows pass through here. So a connection reads no file, installs and loads nothing, cannot be reconfigured, and
may spill to disk only encrypted. The DuckDB that we install has no cryptography that its makers call safe for writing;
it then refuses to spill and the query stops with ``EngineError``. That is meant: rather no answer than rows of persons
on a disk.
"""

import contextlib
import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from data.faults import FaultError

MEMORY_VARIABLE = "ZORGCAPACITEIT_MEMORY"
"""Environment variable with the memory one computation may use, as DuckDB writes it (``4GB``)."""

Parameters = Sequence[Any] | Mapping[str, Any] | None

_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_VALUES = re.compile(r"'[^']*'|\d{5,}")
_ARROW_TO_PANDAS = {
    pa.string(): pd.StringDtype(na_value=float("nan")),
    pa.large_string(): pd.StringDtype(na_value=float("nan")),
    **dict.fromkeys((pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.uint8(), pa.uint32()), pd.Int64Dtype()),
    **dict.fromkeys((pa.float32(), pa.float64()), pd.Float64Dtype()),
    pa.bool_(): pd.BooleanDtype(),
}


class EngineError(FaultError):
    """A query failed. The message names the query and the cause, with every value blanked."""


class Engine:
    """A hardened connection; made by ``engine`` only. Frames come back as text, Int64, Float64 and boolean."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def register(self, name: str, frame: pd.DataFrame) -> None:
        """Make a frame known to SQL as a view; its index is left out. An earlier view of that name is replaced."""
        self._connection.register(_checked(name), pa.Table.from_pandas(frame, preserve_index=False))

    def query(self, sql: str, params: Parameters = None, *, label: str = "query") -> pd.DataFrame:
        """Rows of a query as a frame: text ``str``, whole numbers ``Int64``, numbers ``Float64``, flags ``boolean``.

        Parameters
        ----------
        params : values for ``?`` (a sequence) or ``$name`` (a mapping); never put values into the SQL text.
        label : what an error message calls this query.

        Raises
        ------
        EngineError : DuckDB refused; the cause is told without any value.
        """
        with _blanked(label):
            # Not through execute: that one copies the rows on their way to Arrow.
            table: pa.Table = self._connection.sql(sql, params=params).to_arrow_table()
        return to_pandas(table)

    def query_file(self, name: str, params: Parameters = None) -> pd.DataFrame:
        """Rows of the query in ``data/sql/<name>.sql``; that file states purpose, grain and inputs."""
        return self.query(read_sql(name), params, label=f"{name}.sql")

    def execute(self, sql: str, params: Parameters = None, *, label: str = "statement") -> None:
        """Run a statement that gives no rows, such as ``CREATE TABLE … AS``."""
        with _blanked(label):
            self._connection.execute(sql, params).fetchall()  # an unread result blocks the connection

    def load(self, name: str, rows: pa.Table) -> int:
        """Copy rows into a table in memory and return their number."""
        table, given = _checked(name), f"{_checked(name)}_given"
        with _blanked(f"loading table {name}"):
            self._connection.register(given, rows)
            self._connection.execute(f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM {given}").fetchall()  # noqa: S608 -- checked names
            self._connection.unregister(given)
        return self.count(name)

    def count(self, name: str) -> int:
        """Return the number of rows of a table or view."""
        with _blanked(f"counting {name}"):
            rows = self._connection.execute(f"SELECT count(*) FROM {_checked(name)}").fetchall()  # noqa: S608 -- a checked name
        return int(rows[0][0])

    def table(self, name: str) -> pd.DataFrame:
        """All rows of a table or view, in the order in which they were stored."""
        return self.query(f"SELECT * FROM {_checked(name)}", label=f"table {name}")  # noqa: S608 -- a checked name


@contextmanager
def engine(home: Path | None = None, *, memory: str | None = None, threads: int | None = None) -> Iterator[Engine]:
    """Open a connection in memory, and close and wipe it on leaving.

    Parameters
    ----------
    home : where an encrypted temporary file may be put (``<home>/tmp``); without it nothing is ever spilled.
    memory : limit as DuckDB writes it; default ``$ZORGCAPACITEIT_MEMORY``, else 4GB.
    threads : default the number of processors.
    """
    with contextlib.ExitStack() as stack:
        folder = "" if home is None else str(stack.enter_context(_temporary_folder(home)))
        connection = duckdb.connect(
            ":memory:",
            config={
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "allow_community_extensions": "false",
                "allow_persistent_secrets": "false",
                "python_enable_replacements": "false",
                "temp_file_encryption": "true",
                "temp_directory": folder,
                "memory_limit": memory or os.environ.get(MEMORY_VARIABLE, "4GB"),
                "threads": threads or os.cpu_count() or 1,
            },
        )
        stack.callback(connection.close)
        # After these two lines nothing can be changed any more.
        connection.execute("SET enable_external_access = false").fetchall()
        connection.execute("SET lock_configuration = true").fetchall()
        yield Engine(connection)


def read_sql(name: str) -> str:
    """Text of ``data/sql/<name>.sql``."""
    return resources.files("data").joinpath("sql", f"{_checked(name)}.sql").read_text(encoding="utf-8")


def to_pandas(table: pa.Table) -> pd.DataFrame:
    """Give the frame of an Arrow table in the dtypes that all rooms use; NA where a value is missing."""
    for position, field in enumerate(table.schema):
        if pa.types.is_decimal(field.type):  # sums of BIGINT and literals such as 0.5
            kind = pa.int64() if field.type.scale == 0 else pa.float64()
            table = table.set_column(position, field.name, table.column(position).cast(kind))
    frame: pd.DataFrame = table.to_pandas(types_mapper=_ARROW_TO_PANDAS.get)
    return frame


def _checked(name: str) -> str:
    """Let plain names pass only: identifiers cannot be parameters."""
    if not _NAME.fullmatch(name):
        raise EngineError(
            f"expected a name of small letters, digits and underscores, found {len(name)} other characters"
        )
    return name


@contextmanager
def _blanked(label: str) -> Iterator[None]:
    """Turn an error of DuckDB into ours without its values: they may be those of a person."""
    try:
        yield
    except duckdb.Error as error:
        cause = _VALUES.sub("…", str(error).split("\n\nLINE", 1)[0])
        if isinstance(error, duckdb.OutOfMemoryException) or "crypto module" in cause:
            cause = (
                "it needs more memory than allowed, and nothing is spilled to disk. "
                f"Give it more with {MEMORY_VARIABLE} (for example 8GB)."
            )
        raise EngineError(f"{label}: {cause}") from None


@contextmanager
def _temporary_folder(home: Path) -> Iterator[Path]:
    """Give a folder of our own under ``<home>/tmp``; leftovers of killed processes are swept."""
    parent = home / "tmp"
    parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    for old in parent.iterdir():
        with _lock(old / ".lock") as free:
            if free:
                shutil.rmtree(old, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(dir=parent))
    with _lock(folder / ".lock", create=True):
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _lock(path: Path, *, create: bool = False) -> Iterator[bool]:
    """Hold a lock file; gives False when another process holds it or has not made it yet."""
    try:
        descriptor = os.open(path, os.O_RDWR | (os.O_CREAT if create else 0), 0o600)
    except OSError:
        yield False
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        yield False
    else:
        yield True
    finally:
        os.close(descriptor)
