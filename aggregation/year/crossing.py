"""A crossing before the gate: who gave which two answers, and what releases say of each of the questions by itself.

These frames never leave the process that links the deliveries.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from aggregation.indicators.crossings import ALL, OPEN, REST, WITHHELD, Asked, Crossing, Sum
from aggregation.indicators.model import Frame
from aggregation.year.answers import LinkedRows
from data.terms import BAR, FLANDERS, TOTAL, Level


@dataclass(frozen=True, kw_only=True)
class Crossed:
    """A crossing of one year as it is protected.

    Parameters
    ----------
    units : one row per doctor who answered either question [unit, atom, practice, doctors, within, answer]; codes of
        groups, ``rest`` or ``open``.
    published : what releases say of the two questions.
    cells : what the crossing would say, the most important first.
    """

    crossing: Crossing
    units: pd.DataFrame
    membership: pd.DataFrame
    published: tuple[Sum, ...]
    cells: tuple[Sum, ...]

    @property
    def options(self) -> tuple[str, ...]:
        """Every answer that a unit can have to the question that is shown."""
        open_ = () if self.crossing.within.of_practices else (OPEN,)
        return (*(group.code for group in self.crossing.shown.groups), REST, *open_)

    @property
    def guessed(self) -> tuple[str, ...]:
        """Answers within of which nobody else knows where they were given; the main practice of a doctor is known."""
        within = self.crossing.within
        return () if within.of_practices else (*(group.code for group in within.groups), REST, OPEN)


def read_crossing(crossing: Crossing, linked: LinkedRows, shown: Sequence[Mapping[str, pd.DataFrame]]) -> Crossed:
    """Read who answered, and set up the cells of the crossing beside everything that releases showed.

    Parameters
    ----------
    shown : tables of every release that was ever shown.

    Raises
    ------
    ValueError : releases show different counts of one cell: the year was corrected in between.
    """
    units = _units(crossing, linked)
    membership = linked.membership
    year = linked.survey_year
    published: list[Sum] = []
    for asked, axis in ((crossing.shown, "shown"), (crossing.within, "within")):
        if not asked.of_practices:
            published += _published(asked, axis, shown, year)
    if not crossing.within.of_practices:  # nobody is in it who left both open
        published.append(Sum(Level.VLAANDEREN.value, FLANDERS, (OPEN,), (OPEN,), 0))
    return Crossed(
        crossing=crossing,
        units=units,
        membership=membership,
        published=tuple(published),
        cells=tuple(_cells(crossing, units, membership)),
    )


def _units(crossing: Crossing, linked: LinkedRows) -> pd.DataFrame:
    """Read the two answers of every doctor who gave one."""
    both = [crossing.shown, crossing.within]
    rows = _answers(both, linked, crossing.shown.entry.frame)
    return rows.rename(columns={crossing.shown.key: "answer", crossing.within.key: "within"})


def _answers(questions: Sequence[Asked], linked: LinkedRows, frame: Frame) -> pd.DataFrame:
    """Read the answers of every doctor who gave one; that of a practice is the answer of the main practice."""
    people = [one for one in questions if not one.of_practices]
    columns = ", ".join(f'CAST({one.answer} AS VARCHAR) AS "{one.key}"' for one in people)
    rows = linked.read(f"SELECT unit, atom, practice, doctors, {columns} FROM {frame.table} WHERE {frame.who}")  # noqa: S608 -- registry only
    for one in questions:
        if one.of_practices:
            said = linked.read(f'SELECT practice, CAST({one.answer} AS VARCHAR) AS "{one.key}" FROM practice')  # noqa: S608 -- registry only
            rows = rows.merge(said, on="practice", how="left", validate="many_to_one")
    rows = rows.loc[rows[[one.key for one in people]].notna().any(axis=1)].copy()
    for one in questions:
        rows[one.key] = [OPEN if pd.isna(code) else one.group_of(str(code)) for code in rows[one.key]]
    rows = rows.sort_values("unit", ignore_index=True)
    return rows.astype({"unit": "int64", "practice": "int64", "doctors": "int64"})


def _published(asked: Asked, axis: str, shown: Sequence[Mapping[str, pd.DataFrame]], year: int) -> list[Sum]:
    """Give what releases say of one of the questions by itself: its groups, and how many answered."""
    known: dict[tuple[str, str, str], int] = {}
    for tables in shown:
        cell = tables["cell"]
        rows = cell.loc[cell["indicator"].eq(asked.indicator) & cell["year"].eq(year)]
        for level, area, category, count in zip(
            rows["level"].astype(str),
            rows["area"].astype(str),
            rows["category"].astype(str),
            rows["count"],
            strict=True,
        ):
            key = (level, area, category)
            number = WITHHELD if pd.isna(count) else int(count)
            if min(number, known.get(key, number)) >= 0 and known.get(key, number) != number:
                raise ValueError(
                    f"{asked.indicator}, {year}: expected one count of every cell in all releases, found two; the year "
                    "was corrected, and what changed could be told apart"
                )
            known[key] = max(number, known.get(key, WITHHELD))
    found = []
    answered = (*(group.code for group in asked.groups), REST)
    for level, area in dict.fromkeys(key[:2] for key in known):
        place = {category: count for (*where, category), count in known.items() if tuple(where) == (level, area)}
        found.append((level, area, answered, place.get(TOTAL, WITHHELD)))
        if not asked.own:
            continue
        for group in asked.groups:
            count = _group_count(group.codes, asked.entry.codes, place)
            if count is not None:
                found.append((level, area, (group.code,), count))
    return [
        Sum(level, area, *((ALL, codes) if axis == "shown" else (codes, ALL)), count)
        for level, area, codes, count in found
    ]


def _group_count(codes: frozenset[str], every: tuple[str, ...], place: Mapping[str, int]) -> int | None:
    """Add a group up from what a release says of an area; None where it neither says nor withholds it."""
    own, rest = (BAR.join(code for code in every if (code in codes) is inside) for inside in (True, False))
    for joined, of in ((own, codes), (rest, frozenset(every) - codes)):
        parts = [place.get(code, WITHHELD) for code in of]
        whole = place.get(joined, WITHHELD)
        count = whole if whole != WITHHELD else sum(parts) if WITHHELD not in parts else WITHHELD
        if count != WITHHELD and joined == own:
            return count
        if count != WITHHELD and place.get(TOTAL, WITHHELD) != WITHHELD:
            return place[TOTAL] - count
    return WITHHELD if own in place else None


def _cells(crossing: Crossing, units: pd.DataFrame, membership: pd.DataFrame) -> list[Sum]:
    """Count every cell of the crossing, also the empty ones."""
    places = membership.set_index("atom")
    result = []
    for level in crossing.levels:
        whole = level is Level.VLAANDEREN
        area = pd.Series(FLANDERS, index=units.index) if whole else units["atom"].map(places[level.value])
        for name in [FLANDERS] if whole else sorted(set(places[level.value].dropna())):
            here = units.loc[area.eq(name)]
            for within, answer in crossing.categories():
                inside = here["within"].eq(within)
                inside &= True if answer == TOTAL else here["answer"].eq(answer)
                codes = ALL if answer == TOTAL else (answer,)
                result.append(Sum(level.value, str(name), (within,), codes, int(inside.sum())))
    return result
