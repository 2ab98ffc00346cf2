"""A corrected year beside what was published of it: table by table it goes on, loses cells, or stays as it was shown.

What people copied of a published release cannot be taken back. A table that is repeated exactly adds nothing to it, so
nobody can subtract one from the other; corrections of it pile up in the vault and come through together, once what
moved rests on enough people (``aggregation.release.changes``). Every table of a year decides for itself; those that
tell of the same sums, and those on the practice map, decide together.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from aggregation.protect import Thresholds
from aggregation.protect.relations import relations
from aggregation.release.changes import Judged, judge
from aggregation.release.differences import small_differences
from aggregation.release.tables import RESPONSE, Cell, Vintage, rows_of, says_the_same, shown_cells
from aggregation.release.years import is_same_map, is_same_year, of_year, years_of
from aggregation.year.cube import SUMS
from data.terms import TOTAL, Confidentiality, Disclosure, Role, Status, UnitCounted

Tables = Mapping[str, pd.DataFrame]

_CELL = ["indicator", "level", "area", "category", "measure"]
_ANSWERED = ["level", "area", "role"]
_NUMBERS = ["count", "value", "lower", "upper"]
_PERSONS = (Role.HUISARTS.value, Role.HAIO.value)
_MAP, _KEY = "practice", "practice"
_FACT = "fact"  # published totals: nobody's answers, so the newest stand where there are any
_RESPONSE_ENTRY: Mapping[str, object] = {
    "unit_counted": UnitCounted.DOCTOR.value,
    "disclosure": Disclosure.PROTECTED.value,
    "options": " ".join(_PERSONS),
    "multiple": False,
    "totals_public": False,
}


@dataclass(frozen=True, kw_only=True)
class Settled:
    """A corrected year as it may be shown, for all that the rule of corrections says.

    Attributes
    ----------
    tables : the tables of the release; cells that stand in the way are withheld, nothing is put back yet.
    kept : tables of the year that have to stay as they were shown; ``None`` where that is the whole year.
    narrowed : whether cells are withheld that the protection alone would show.
    """

    tables: Tables
    kept: frozenset[str] | None
    narrowed: bool


def settle(
    tables: Tables,
    year: int,
    shown: Mapping[str, Tables],
    units: pd.DataFrame,
    rows: Mapping[str, pd.DataFrame],
    thresholds: Thresholds,
) -> Settled:
    """Decide, table by table, what of a corrected year can be shown beside all that was shown of it.

    Parameters
    ----------
    shown : tables of releases by id, the last written first.
    units : unit rows behind the new tables; ``rows`` those behind the releases, where they are still kept.
    """
    earlier = {name: one for name, one in shown.items() if year in years_of(one)}
    if all(is_same_year(one, tables, year) for one in earlier.values()):
        return Settled(tables=tables, kept=frozenset(), narrowed=False)
    before = tables["cell"]["confidentiality"]
    inherited = inherit_patterns(tables, year, list(earlier.values()))
    if not _comparable(inherited, year, earlier, rows):
        return Settled(tables=inherited, kept=None, narrowed=True)
    changed = _changed(inherited, year, earlier, of_year(units, year), rows)
    fresh, after = shown_cells(tables, year), shown_cells(inherited, year)
    membership = tables["membership"].loc[tables["membership"]["year"] == year]
    judged: dict[str, Judged] = {}
    refused: dict[str, set[Cell]] = {}
    for group in _linked(of_year(units, year), changed):
        sums = frozenset(cell for name in group for cell in after.get(name, frozenset()) if cell[3])
        for name in group:
            entry, vintages, newest = changed[name]
            judged[name] = judge(
                name,
                entry,
                vintages,
                Vintage(rows=newest, cells=after.get(name, frozenset())),
                fresh.get(name, frozenset()),
                membership,
                thresholds,
                linked=sums if len(group) > 1 else frozenset(),
            )
        together = {cell for name in group for cell in judged[name].refused if cell[3]}
        refused |= {name: {*judged[name].refused, *together} for name in group}
    known = {name: of_year(behind, year) for name, behind in rows.items() if name in earlier}
    told = {name: shown_cells(earlier[name], year) for name in known}
    small = small_differences(
        changed, _entries(tables), known, of_year(units, year), (told, after), membership, thresholds
    )
    for name, cells in small.items():
        refused[name] |= cells
    kept = {
        name
        for name, one in judged.items()
        if not Judged(frozenset(refused[name]), one.whole).may_go(after.get(name, frozenset()))
    }
    narrowed = withhold(inherited, year, {name: cells for name, cells in refused.items() if name not in kept})
    return Settled(
        tables=narrowed,
        kept=with_map(kept, changed, tables),
        narrowed=not before.equals(narrowed["cell"]["confidentiality"]),
    )


_UNDER = " (under)"
_ADDED = {"value": "", "under": _UNDER}
"""Columns with numbers that are added up, and how the second is told from the first."""

Changed = tuple[Mapping[str, object], list[Vintage], pd.DataFrame]
"""Entry of the registry, vintages that were shown (the oldest first), and the unit rows behind the new one."""


def _comparable(tables: Tables, year: int, earlier: Mapping[str, Tables], rows: Mapping[str, pd.DataFrame]) -> bool:
    """Whether the areas are the same in all releases, and the unit rows behind what they show are at hand."""
    known = [one for name, one in earlier.items() if name in rows and len(of_year(rows[name], year))]
    for name, one in earlier.items():
        if not is_same_map(one, tables, year):
            return False
        unknown = name not in rows or not len(of_year(rows[name], year))
        if unknown and not any(is_same_year(one, other, year) for other in (tables, *known)):
            return False
    return True


def _entries(tables: Tables) -> dict[str, Mapping[str, object]]:
    """Give what the registry says of each table, the response included."""
    lines = tables["indicator"].set_index("indicator").to_dict("index")
    entries = {str(name): {str(column): value for column, value in line.items()} for name, line in lines.items()}
    return {**entries, RESPONSE: _RESPONSE_ENTRY}


def _changed(
    tables: Tables, year: int, earlier: Mapping[str, Tables], units: pd.DataFrame, rows: Mapping[str, pd.DataFrame]
) -> dict[str, Changed]:
    """Find the tables of which a unit says something else than in any vintage that was shown."""
    entries = _entries(tables)
    cells = {name: shown_cells(one, year) for name, one in earlier.items()}
    found: dict[str, Changed] = {}
    for indicator, entry in entries.items():
        if entry["disclosure"] == Disclosure.PUBLIC and entry["unit_counted"] == UnitCounted.DOCTOR:
            continue
        vintages: list[Vintage] = []
        for name in reversed(list(earlier)):
            if name not in rows or indicator not in cells[name]:
                continue
            own = rows_of(of_year(rows[name], year), indicator)
            same = next((place for place, one in enumerate(vintages) if says_the_same(one.rows, own)), None)
            if same is None:
                vintages.append(Vintage(rows=own, cells=cells[name][indicator]))
            else:
                vintages[same] = Vintage(rows=vintages[same].rows, cells=vintages[same].cells | cells[name][indicator])
        newest = rows_of(units, indicator)
        if vintages and not any(says_the_same(one.rows, newest) for one in vintages):
            found[indicator] = entry, vintages, newest
    return found


def _linked(units: pd.DataFrame, names: Collection[str]) -> list[list[str]]:
    """Group tables of which the numbers of one follow from those of others; the others stand alone.

    Found in the numbers themselves: doctor by doctor, and practice by practice for the sums of their doctors.
    """
    label = {name: name for name in names}
    if len(label) < 2:
        return [[name] for name in label]
    parts = []
    for part, end in _ADDED.items():
        if part in units:
            rows = units.loc[units[part].notna(), ["key", "place", "indicator", part]]
            parts.append(rows.rename(columns={part: "value"}).assign(indicator=rows["indicator"] + end))
    valued = pd.concat(parts)
    for column in ("key", "place"):
        wide = valued.pivot_table(index=column, columns="indicator", values="value", aggfunc="sum")
        columns = [str(name).removesuffix(_UNDER).removesuffix(SUMS) for name in wide.columns]
        values = wide.to_numpy(dtype=float)
        groups = [tuple(line) for line in ~np.isnan(values)]
        for per in relations(values, groups).values():
            for place, relation in per.items():
                joined = [columns[place], *(columns[other] for other in relation)]
                among_names = [label[name] for name in joined if name in label]
                if len(among_names) > 1:
                    label = {name: among_names[0] if one in among_names else one for name, one in label.items()}
    return [[name for name in sorted(names) if label[name] == one] for one in sorted(set(label.values()))]


def with_map(kept: Collection[str], changed: Collection[str], tables: Tables) -> frozenset[str]:
    """Keep what stands on the practice map together: a map of other answers would be subtracted from the table."""
    mapped = set(map(str, tables[_MAP].columns)) if _MAP in tables else set()
    return frozenset({*kept, *(name for name in changed if name in mapped and mapped.intersection(kept))})


def inherit_patterns(tables: Tables, year: int, shown: Sequence[Tables]) -> dict[str, pd.DataFrame]:
    """Withhold in a year what a release that showed it withheld: fewer cells than a safe pattern are safe as well.

    Cells that such a release did not have (a new question, a new level) stay as they are.
    """
    cell, response = tables["cell"].copy(), tables["response"].copy()
    for old in shown:
        before, answered = old["cell"], old.get("response", response.iloc[:0])
        withheld = before.loc[(before["year"] == year) & before["confidentiality"].eq(Confidentiality.WITHHELD.value)]
        _blank(cell, (cell["year"] == year) & _among(cell, withheld, _CELL))
        silent = answered.loc[(answered["year"] == year) & answered["answered"].isna()]
        response.loc[(response["year"] == year) & _among(response, silent, _ANSWERED), "answered"] = pd.NA
    return {**tables, "cell": cell, "response": response}


def withhold(tables: Tables, year: int, refused: Mapping[str, Iterable[Cell]]) -> dict[str, pd.DataFrame]:
    """Withhold cells of a year. A count that goes takes with it every number of its area that gives it away."""
    gone = pd.DataFrame(
        [
            (name, level, area, category, sums)
            for name, cells in refused.items()
            for level, area, category, sums in cells
        ],
        columns=["indicator", "level", "area", "category", "sums"],
    )
    cell, response = tables["cell"].copy(), tables["response"].copy()
    place = ["indicator", "level", "area"]
    whole = gone.loc[gone["category"].eq(TOTAL) & ~gone["sums"].astype(bool)]
    options = gone.loc[~gone["category"].eq(TOTAL)]
    numbers = cell["measure"].isin(["count", "share", "share_weighted"])
    sums = gone.loc[gone["sums"].astype(bool)]
    rows = _among(cell, whole, place) | _among(cell, options, [*place, "category"])
    rows |= ~numbers & _among(cell, sums, place)
    _blank(cell, cell["year"].eq(year) & rows)
    silent = gone.loc[gone["indicator"].eq(RESPONSE)].rename(columns={"category": "role"})
    response.loc[response["year"].eq(year) & _among(response, silent, _ANSWERED), "answered"] = pd.NA
    return {**tables, "cell": cell, "response": response}


def _blank(cell: pd.DataFrame, rows: "pd.Series[bool]") -> None:
    """Withhold rows of table ``cell``, in place."""
    cell.loc[rows, _NUMBERS] = pd.NA
    cell.loc[rows, "status"] = Status.NORMAL.value
    cell.loc[rows, "confidentiality"] = Confidentiality.WITHHELD.value


def _among(rows: pd.DataFrame, others: pd.DataFrame, columns: Sequence[str]) -> "pd.Series[bool]":
    """Tell which rows have the same values in some columns as one of the others."""
    one, other = (pd.MultiIndex.from_frame(table[list(columns)].astype(str)) for table in (rows, others))
    return pd.Series(one.isin(other), index=rows.index)


def keep_tables(
    tables: Tables, units: pd.DataFrame, year: int, kept: Mapping[str, tuple[Tables, pd.DataFrame]]
) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """Put single tables of a year back as a release showed them.

    Parameters
    ----------
    kept : per table the tables of the release that shows it, and the unit rows behind that release.

    Returns
    -------
    The tables, and the unit rows behind them with units and practices numbered by their keys, as vintages number them
    differently. The practice map of the year stays only where no table on it is kept, or where it is the same.
    """
    put: dict[str, pd.DataFrame] = dict(tables)
    own = units["year"].eq(year)
    names = [name for indicator in kept for name in (indicator, indicator + SUMS)]
    behind = [units.loc[~own], units.loc[own & ~units["indicator"].isin(names)]]
    for indicator, (old, rows) in kept.items():
        if indicator == RESPONSE:
            put[RESPONSE] = _replaced(put[RESPONSE], old[RESPONSE], year, "role", _PERSONS)
        else:
            put["cell"] = _replaced(put["cell"], old["cell"], year, "indicator", (indicator,))
        if _MAP in put and indicator in put[_MAP].columns:
            mine = put[_MAP]["year"].eq(year)
            if _MAP not in old or not _same_map(put[_MAP].loc[mine], old[_MAP], year):
                put[_MAP] = put[_MAP].loc[~mine]
        past = of_year(rows, year)
        behind.append(past.loc[past["indicator"].isin([indicator, indicator + SUMS])])
    joined = pd.concat([part for part in behind if len(part)], ignore_index=True)
    numbers = {"unit": pd.factorize(joined["key"])[0], "practice": pd.factorize(joined["place"])[0]}
    return put, joined.assign(**numbers)


def _replaced(frame: pd.DataFrame, old: pd.DataFrame, year: int, column: str, values: Collection[str]) -> pd.DataFrame:
    """Put the rows of a year with some values in a column in the place of those that stand there."""
    rest = frame.loc[~(frame["year"].eq(year) & frame[column].isin(list(values)))]
    put = old.loc[old["year"].eq(year) & old[column].isin(list(values))].reindex(columns=frame.columns)
    return pd.concat([part for part in (rest, put) if len(part)], ignore_index=True)


def keep_years(tables: Tables, published: Mapping[int, Tables]) -> dict[str, pd.DataFrame]:
    """Put years back as they were published.

    Parameters
    ----------
    tables : the tables of a new release, by name.
    published : per year to keep, the tables of the release that published it; ``indicator`` is not read.

    Returns
    -------
    The tables of the new release with the rows of those years replaced. Indicators that no longer exist stay out. The
    practice map of a kept year stays only when it is the same in both: it has no row of a practice that asked to be
    left off since, and none whose answer changed.
    """
    known = set(tables["indicator"]["indicator"].astype(str))
    kept: dict[str, pd.DataFrame] = dict(tables)
    for year, old in published.items():
        for name, frame in kept.items():
            if "year" not in frame.columns or (name == _FACT and (frame["year"] == year).any()):
                continue
            rest, own = frame.loc[frame["year"] != year], frame.loc[frame["year"] == year]
            if name == _MAP:
                put = own if _MAP in old and _same_map(own, old[_MAP], year) else own.iloc[:0]
            elif name in old:
                put = old[name].loc[old[name]["year"] == year]
                put = put.loc[put["indicator"].astype(str).isin(known)] if name == "cell" else put
                put = put.reindex(columns=frame.columns)
            else:
                put = own.iloc[:0]
            kept[name] = pd.concat([part for part in (rest, put) if len(part)] or [rest], ignore_index=True)
    return kept


def _same_map(one: pd.DataFrame, other: pd.DataFrame, year: int) -> bool:
    """Whether two practice maps hold the same rows, whatever their random keys."""
    columns = [column for column in one.columns if column != _KEY]
    if set(columns) != set(other.columns) - {_KEY}:
        return False
    lines = [
        sorted(map(tuple, frame.loc[frame["year"] == year, columns].astype(object).fillna("").astype(str).to_numpy()))
        for frame in (one, other)
    ]
    return lines[0] == lines[1]


def newest_with(year: int, shown: Mapping[str, Tables], indicator: str = "") -> str | None:
    """Id of the release, the last written first, that published a year, or one table of it; None when none did."""
    for release_id, tables in shown.items():
        cell = tables["cell"].loc[tables["cell"]["year"] == year]
        if len(cell) and (indicator in ("", RESPONSE) or cell["indicator"].eq(indicator).any()):
            return release_id
    return None
