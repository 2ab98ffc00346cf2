"""One table of a survey year as it stood each time a release showed it: what it said of every unit, and which cells.

A table is a question of the registry, or the response. What it says of a unit is broken down into *parts*: the answers
of a question of which one option may be given, each option against its absence where several may, the numbers that are
added up. Columns of a part are pairs of atom and option; a shown cell is a row of ones and zeros over them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from aggregation.protect import Thresholds
from aggregation.protect.areas import Areas
from aggregation.year.cube import SUMS
from data.terms import BAR, TOTAL, Confidentiality, Disclosure, Measure, UnitCounted

Tables = Mapping[str, pd.DataFrame]
Matrix = npt.NDArray[np.int64]
Cell = tuple[str, str, str, bool]
"""Level, area, category, and whether it is a number that adds something up; else a count."""

RESPONSE = "response"
_COUNTED = (Measure.COUNT.value, Measure.SHARE.value, Measure.SHARE_WEIGHTED.value)
_SAID = ["key", "atom", "answer", "state", "value", "under"]


@dataclass(frozen=True, kw_only=True)
class Vintage:
    """One table as one or more releases showed it.

    Attributes
    ----------
    rows : unit rows behind it, those of the doctors it adds up included.
    cells : what any of these releases showed of it.
    """

    rows: pd.DataFrame
    cells: frozenset[Cell]


@dataclass(frozen=True, kw_only=True)
class Part:
    """Something that a table counts or adds up, in each vintage.

    Attributes
    ----------
    options : codes that tell units of one atom apart; one for sums and for counts of who answered.
    states : per vintage, by unit: ``column`` (atom × options + option), ``mark`` (another one is another value),
        ``place`` and ``doctors``.
    sums : whether numbers are added up; then a change of value in place counts as well.
    known : whether everybody knows who answered.
    least, fewest : fewest doctors, and fewest practices, behind anything that may be told.
    rate : whether a shown rate gives the count of the first option.
    """

    options: tuple[str, ...]
    states: tuple[pd.DataFrame, ...]
    sums: bool
    known: bool
    least: int
    fewest: int
    rate: bool = False


def shown_cells(tables: Tables, year: int) -> dict[str, frozenset[Cell]]:
    """Give the cells that a release shows of each table of a year."""
    cell = tables["cell"]
    free = cell.loc[cell["year"].eq(year) & cell["confidentiality"].eq(Confidentiality.FREE.value)]
    found: dict[str, set[Cell]] = {}
    columns = ["indicator", "level", "area", "category", "measure"]
    for indicator, level, area, category, measure in free[columns].astype(str).itertuples(index=False):
        cells = found.setdefault(indicator, set())
        cells.add((level, area, category, False))
        if measure not in _COUNTED:
            cells.add((level, area, category, True))
    response = tables.get("response")
    if response is not None and len(response):
        told = response.loc[response["year"].eq(year) & response["answered"].notna()]
        roles = told[["level", "area", "role"]].astype(str).itertuples(index=False)
        found[RESPONSE] = {(level, area, role, False) for level, area, role in roles}
    return {indicator: frozenset(cells) for indicator, cells in found.items()}


def rows_of(rows: pd.DataFrame, indicator: str) -> pd.DataFrame:
    """Give the unit rows of a table, sorted, with every column that says something of a unit."""
    own = rows.loc[rows["indicator"].isin([indicator, indicator + SUMS])].copy()
    for name in ("state", "under"):
        if name not in own.columns:
            own[name] = pd.NA
    return own.sort_values(["indicator", "key"], ignore_index=True)


def says_the_same(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    """Whether two vintages of a table say the same of the same units."""
    if len(one) != len(other):
        return False
    first, second = (
        rows[["indicator", *_SAID]].astype(object).where(rows[["indicator", *_SAID]].notna(), "").astype(str)
        for rows in (one, other)
    )
    return first.equals(second)


def parts_of(
    indicator: str, entry: Mapping[str, object], vintages: Sequence[pd.DataFrame], atoms: pd.Index, least: Thresholds
) -> Iterator[Part]:
    """Break a table down into what it counts and adds up.

    Parameters
    ----------
    entry : what the table ``indicator`` of a release says of it.
    vintages : unit rows of the table, per vintage.
    atoms : atoms of the year, in the order of their columns.
    """
    doctors, practices = _thresholds(entry, least)
    own = [rows.loc[rows["indicator"] == indicator] for rows in vintages]
    if entry["disclosure"] == Disclosure.PUBLIC:
        off = set().union(*(rows.loc[rows["hidden"].astype(bool), "key"] for rows in own))
        own = [rows.loc[rows["key"].isin(off)] for rows in own]
    known = bool(entry["totals_public"])
    text = entry["options"]
    codes = tuple(text.split()) if isinstance(text, str) else ()
    told = codes and any(rows["answer"].notna().any() for rows in own)
    shared = partial(Part, known=known, least=doctors, fewest=practices)
    if told and not entry["multiple"]:
        yield shared(
            options=codes,
            states=tuple(_states(rows, atoms, codes, rows["answer"]) for rows in own),
            sums=False,
        )
    else:
        given = [rows["answer"].fillna(rows["state"]) for rows in own]
        alone = (
            codes if told else sorted({code for texts in given for one in texts.dropna() for code in one.split(BAR)})
        )
        for code in alone:
            pair = (code, f"not {code}")
            answers = [
                texts.fillna("")
                .astype(str)
                .str.split(BAR)
                .map(lambda said, c=code, p=pair: p[0] if c in said else p[1])
                for texts in given
            ]
            states = tuple(_states(rows, atoms, pair, texts) for rows, texts in zip(own, answers, strict=True))
            yield shared(options=pair, states=states, sums=False, rate=not told)
        if not alone and not known:
            states = tuple(_states(rows, atoms, ("",), None) for rows in own)
            yield shared(options=("",), states=states, sums=False)
    if any(rows["value"].notna().any() for rows in own):
        yield shared(options=("",), states=tuple(_values(rows, atoms) for rows in own), sums=True, known=False)
    behind = [rows.loc[rows["indicator"] == indicator + SUMS] for rows in vintages]
    if any(len(rows) for rows in behind):
        sensitive = entry["disclosure"] == Disclosure.SENSITIVE
        yield Part(
            options=("",),
            states=tuple(_values(rows, atoms) for rows in behind),
            sums=True,
            known=False,
            least=least.k_sensitive if sensitive else least.k_protected,
            fewest=least.practices_protected,
        )


def cell_rows(part: Part, cells: Sequence[Cell], areas: Areas) -> Matrix:
    """Write cells as rows over the columns of a part; a cell that says nothing of the part is a row of zeros."""
    places = {(str(level), area): row for row, (level, area) in enumerate(zip(areas.level, areas.area, strict=True))}
    result = np.zeros((len(cells), len(areas.atoms), len(part.options)), dtype=np.int64)
    for number, (level, area, category, sums) in enumerate(cells):
        row = places.get((level, area))
        if row is None or (sums is not part.sums and not (sums and part.rate)):
            continue
        inside = areas.holds[row]
        if part.rate and sums:
            result[number, inside, 0] = 1
        elif category == TOTAL or part.sums:
            result[number, inside] = 1
        else:
            for place, code in enumerate(part.options):
                if code in category.split(BAR):
                    result[number, inside, place] = 1
    return result.reshape(len(cells), len(areas.atoms) * len(part.options))  # also where nothing is shown


def _thresholds(entry: Mapping[str, object], least: Thresholds) -> tuple[int, int]:
    sensitive = entry["disclosure"] == Disclosure.SENSITIVE
    if entry["unit_counted"] == UnitCounted.PRACTICE:
        return least.doctors_in_practices, least.practices_sensitive if sensitive else least.practices_protected
    return least.k_sensitive if sensitive else least.k_protected, least.practices_protected


def _states(rows: pd.DataFrame, atoms: pd.Index, options: Sequence[str], answers: "pd.Series | None") -> pd.DataFrame:
    said = np.zeros(len(rows), dtype=np.intp)
    if answers is not None:
        said = pd.Index(options).get_indexer(pd.Index(answers.astype(object)))
    place = atoms.get_indexer(pd.Index(rows["atom"]))
    frame = pd.DataFrame(
        {
            "column": place * len(options) + said,
            "mark": "",
            "place": rows["place"].astype(str).to_numpy(),
            "doctors": rows["doctors"].to_numpy(dtype=np.int64),
        },
        index=pd.Index(rows["key"].astype(str), name="key"),
    )
    return frame.loc[(said >= 0) & (place >= 0)]


def _values(rows: pd.DataFrame, atoms: pd.Index) -> pd.DataFrame:
    said = rows[["value", "under", "state", "answer"]].astype(object)
    marks = said.where(said.notna(), "").astype(str).agg(BAR.join, axis=1) if len(rows) else ""
    return _states(rows, atoms, ("",), None).assign(mark=np.asarray(marks))
