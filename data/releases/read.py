"""Reads a release: the only door through which numbers reach a screen, a figure or a download.

No key, no vault and no personal row is needed or reachable from here. The database file is opened read-only, cut off
from files and network, and only after every file of the release was compared with its digest.
"""

import json
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import numpy as np
import pandas as pd

from data.engine import to_pandas
from data.releases.checks import ReleaseError
from data.releases.folder import CERTIFICATE, CUBE, LAYERS, check_folder, release_folder
from data.releases.ledger import Shelf, current_id
from data.releases.schema import CELL, FACT, QUALITY, TABLES, Kind, Table
from data.terms import Confidentiality

Choice = str | int | Sequence[str] | Sequence[int] | None
"""One value, several, or None for all."""

_KEPT_OPEN = 2
"""Databases kept open without a reader: opening one costs more than a query."""

_NUMBERS = ["count", "value", "lower", "upper"]


@dataclass(frozen=True, kw_only=True)
class ReleasedCells:
    """Numbers that may be shown; the only type that figures, tables and downloads accept.

    Attributes
    ----------
    release_id : where they come from.
    frame : one row per number, the columns of table ``cell`` (``docs/release-format.md``): text ``str``, whole
        numbers Int64, numbers Float64. A withheld row (``confidentiality`` C) holds NA in count, value, lower and
        upper; no data is status O. Treat it as read-only.
    """

    release_id: str
    frame: pd.DataFrame = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse a frame that is not one of released cells, or in which a withheld row carries a number."""
        expected = [column.name for column in CELL.columns]
        if list(self.frame.columns) != expected:
            raise ReleaseError(f"released cells: expected the columns {', '.join(expected)}, found others")
        if self.frame[_NUMBERS].notna().to_numpy()[self.withheld.to_numpy()].any():
            raise ReleaseError("released cells: a withheld row carries a number; it is not shown")

    def __len__(self) -> int:
        return len(self.frame)

    @property
    def withheld(self) -> "pd.Series[bool]":
        """True where the number is withheld, on the index of ``frame``."""
        return self.frame["confidentiality"].eq(Confidentiality.WITHHELD.value).astype(bool)

    def where(self, **choices: Choice) -> "ReleasedCells":
        """Keep the rows with the given values, such as ``where(area=["11002", "VL"], category="total")``."""
        kept = np.ones(len(self.frame), dtype=bool)
        for name, choice in choices.items():
            if choice is not None:
                values = [choice] if isinstance(choice, str | int) else list(choice)
                kept &= self.frame[name].isin(values).to_numpy(dtype=bool)
        return ReleasedCells(release_id=self.release_id, frame=self.frame[kept].reset_index(drop=True))


class _Cube:
    """One open database file, shared by all readers of this process."""

    def __init__(self, path: Path) -> None:
        self.readers = 0
        self.connection = duckdb.connect(
            path,
            read_only=True,
            config={
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "python_enable_replacements": "false",
                "memory_limit": "1GB",
                "temp_directory": "",
                "threads": 1,  # sessions run side by side; a second thread slows each of them
            },
        )
        self.connection.execute("SET enable_external_access = false").fetchall()
        self.connection.execute("SET lock_configuration = true").fetchall()


_cubes: OrderedDict[tuple[Path, int], _Cube] = OrderedDict()
_lock = threading.Lock()


def _take(path: Path) -> _Cube:
    """Give the open cube of a path, opening it where needed; the inode tells a restored file from the one held open."""
    key = (path, path.stat().st_ino)
    with _lock:
        cube = _cubes.get(key)
        if cube is None:
            cube = _cubes[key] = _Cube(path)
        cube.readers += 1
        _cubes.move_to_end(key)
        return cube


def _give_back(cube: _Cube) -> None:
    with _lock:
        cube.readers -= 1
        idle = [key for key, held in _cubes.items() if held.readers == 0]
        gone = [key for key in idle if not key[0].exists()]
        for key in {*gone, *idle[: len(idle) - _KEPT_OPEN]}:
            _cubes.pop(key).connection.close()


class Release:
    """An open release, read-only and usable from several threads; made by ``open_release`` or ``open_folder``."""

    def __init__(self, folder: Path, manifest: dict[str, Any]) -> None:
        self.folder = folder
        self.id = str(manifest["release_id"])
        self.manifest = manifest
        self.certificate: dict[str, Any] = json.loads((folder / CERTIFICATE).read_bytes())
        self._cube: _Cube | None = _take(folder / CUBE)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the database back; closing twice does no harm."""
        if self._cube is not None:
            cube, self._cube = self._cube, None
            _give_back(cube)

    def cells(
        self,
        *,
        indicator: Choice = None,
        year: Choice = None,
        level: Choice = None,
        area: Choice = None,
        category: Choice = None,
        measure: Choice = None,
    ) -> ReleasedCells:
        """Cells with the given values, in the order of their key; no row where nothing fits."""
        frame = self._rows(
            "cell",
            order=CELL.key,
            indicator=indicator,
            year=year,
            level=level,
            area=area,
            category=category,
            measure=measure,
        )
        return ReleasedCells(release_id=self.id, frame=frame)

    def areas(self, level: Choice = None, year: Choice = None) -> pd.DataFrame:
        """Areas [level, area, name, year], by year, level and name."""
        return self._rows("area", order=("year", "level", "name", "area"), level=level, year=year)

    def membership(self, year: Choice = None) -> pd.DataFrame:
        """Atoms [year, atom, gemeente, postcode, kring, elz]; ``postcode`` is NA where it does not split."""
        return self._rows("membership", order=("year", "atom"), year=year)

    def indicator_table(self) -> pd.DataFrame:
        """Give the indicators of this release, one row each, with the columns of the format."""
        return self._rows("indicator", order=("indicator",))

    def responses(
        self, *, year: Choice = None, level: Choice = None, area: Choice = None, role: Choice = None
    ) -> pd.DataFrame:
        """Response [year, level, area, role, invited, answered]; NA where withheld."""
        return self._rows(
            "response", order=("year", "level", "area", "role"), year=year, level=level, area=area, role=role
        )

    def practices(self, year: Choice = None) -> pd.DataFrame:
        """Practices on the map, with only the answers that the registry allows there; keys are random per release."""
        return self._rows("practice", order=("year", "practice"), year=year)

    def quality(self) -> pd.DataFrame:
        """Numbers on the answers themselves, by year, topic and item; no row in a release of before they were made."""
        return self._optional(QUALITY)

    def facts(self) -> pd.DataFrame:
        """Give published totals of areas, by year, level, area and fact; no row where a release has none."""
        return self._optional(FACT)

    def _optional(self, table: Table) -> pd.DataFrame:
        if table.name not in self._names():
            kinds = {Kind.TEXT: "str", Kind.INTEGER: "Int64", Kind.NUMBER: "Float64", Kind.FLAG: "boolean"}
            return pd.DataFrame({column.name: pd.Series(dtype=kinds[column.kind]) for column in table.columns})
        return self._rows(table.name, order=table.key)

    def _names(self) -> set[str]:
        return set(self._query("SELECT table_name FROM duckdb_tables()", [], "release")["table_name"])

    def table(self, name: str) -> pd.DataFrame:
        """Give a whole table of the release, as the attack reads it: cell, area, membership, indicator, ….

        One that older releases lack has no row there.
        """
        if name in TABLES and not TABLES[name].required:
            return self._optional(TABLES[name])
        orders = {"cell": CELL.key, "release": ("release_id",)}
        return self._rows(name, order=orders.get(name, ()))

    def years(self) -> list[int]:
        """Survey years of this release, oldest first."""
        return sorted(int(year) for year in self.manifest["survey_years"])

    def layers(self) -> list[str]:
        """Names of the layers: levels, and context to draw."""
        return sorted(path.stem for path in (self.folder / LAYERS).glob("*.geojson"))

    def layer_path(self, level: str) -> Path:
        """File of a layer.

        Raises
        ------
        ReleaseError : this release has no layer of that name.
        """
        if level not in self.layers():
            raise ReleaseError(
                f"release {self.id}: expected one of the layers {', '.join(self.layers())}, found another"
            )
        return self.folder / LAYERS / f"{level}.geojson"

    def layer(self, level: str) -> bytes:
        """GeoJSON of a layer in UTF-8, feature property ``area``, EPSG:4326."""
        return self.layer_path(level).read_bytes()

    def _rows(self, table: str, *, order: Sequence[str], **choices: Choice) -> pd.DataFrame:
        """Rows of one table; names come from this module and from the format, values go in as parameters."""
        conditions: list[str] = []
        values: list[object] = []
        for column, choice in choices.items():
            if choice is None:
                continue
            wanted = [choice] if isinstance(choice, str | int) else list(choice)
            conditions.append(f"{column} IN ({', '.join('?' * len(wanted))})" if wanted else "false")
            values += wanted
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        by = f" ORDER BY {', '.join(order)}" if order else ""
        return self._query(f'SELECT * FROM "{table}"{where}{by}', values, table)  # noqa: S608 -- names from the format

    def _query(self, sql: str, values: Sequence[object], table: str) -> pd.DataFrame:
        if self._cube is None:
            raise ReleaseError(f"release {self.id} was closed; open it again")
        with self._cube.connection.cursor() as cursor:
            try:
                return to_pandas(cursor.sql(sql, params=values).to_arrow_table())
            except duckdb.Error as error:
                raise ReleaseError(f"release {self.id}, table {table}: {type(error).__name__}") from None


def open_release(home: Path, release_id: str | None = None) -> Release:
    """Open a release of a home, by default the one that is published.

    Raises
    ------
    ReleaseError : nothing is published, there is no such release, or it differs from what was written.
    """
    release_id = release_id or current_id(home)
    if release_id is None:
        raise ReleaseError("no release is published yet. Run: zorgcapaciteit refresh DELIVERY --publish")
    folder = release_folder(home, release_id)
    return Release(folder, check_folder(folder, manifest_digest=Shelf(home).manifest_digest(release_id)))


def open_folder(folder: Path) -> Release:
    """Open a release folder wherever it lies, without a ledger: files are compared with its own manifest only."""
    if not folder.is_dir():
        raise ReleaseError("expected the folder of a release, found none at that path")
    return Release(folder, check_folder(folder))
