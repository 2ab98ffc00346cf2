"""Need of the areas of a level, prepared once per release, year, level and set of weights, and kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from aggregation.shown.capacity import Index
from aggregation.shown.need import (
    Residents,
    Sides,
    against_need,
    judged,
    need_index,
    over_sets,
    side_of,
    weight_error,
    weighted_residents,
)
from aggregation.shown.need_weights import AGES, BY_ID, DEFAULT_SET, WEIGHT_SETS, WeightSet
from aggregation.shown.verdicts import Verdict
from data.terms import FLANDERS, Level
from pages.views import released
from pages.views.choices import Choice
from pages.views.views import AreaView
from pages.words import language
from pages.words.language import mark

WEIGHTS = Choice(
    name="gewichten",
    called=mark("de gewichten"),
    label=mark("Gewichten"),
    options=lambda _chosen: [each.id for each in WEIGHT_SETS],
    words=lambda _chosen: lambda name: language.pick(BY_ID[name].label),
    default=DEFAULT_SET,
)
"""The set of weights that turns residents into need."""

_NO_WEIGHTS = "geen"
_RESIDENTS = "residents:"
_REIMBURSED = "vt_under_65"


@dataclass(frozen=True, kw_only=True, eq=False)
class Need:
    """Need of all areas of a level in one year, by one set of weights; it stands for itself alone.

    ``people``, ``weighted`` and ``half`` are residents, need-weighted residents and half the interval of those that the
    spread of the set makes, in persons; ``index`` is weighted per resident, Flanders at 100: all by area id.
    ``reimbursed_year`` is the year of the shares with increased reimbursement, None where they play no part.
    """

    chosen: WeightSet
    people: pd.Series
    weighted: pd.Series
    half: pd.Series
    index: pd.Series
    reimbursed_year: int | None

    def against(self, view: AreaView, area: str) -> Index | None:
        """Express a ruler of an area per need-weighted resident, Flanders at 100."""
        if area not in self.weighted.index:
            return None
        return against_need(
            view.numbers.get(area),
            view.flanders,
            residents=float(self.people[area]),
            weighted=float(self.weighted[area]),
            weighted_half=float(self.half[area]),
        )


def level_need(release_id: str, year: int, level: Level, chosen: str) -> Need | None:
    """Weigh the residents of a level; None where the release has no residents by age of that year and level."""
    return _needs(release_id, year, level).get(chosen)


@lru_cache(maxsize=16)
def _needs(release_id: str, year: int, level: Level) -> Mapping[str, Need]:
    """Weigh the residents of a level by every set."""
    found = residents_of(released.facts(release_id), year, level)
    if found is None:
        return {}
    residents, reimbursed_year = found
    people = residents.people.sum(axis=1)
    needs = {}
    for chosen in WEIGHT_SETS:
        known = weights_known(residents, chosen.id)
        weighted = weighted_residents(known, [chosen.weights[age] for age in AGES])
        needs[chosen.id] = Need(
            chosen=chosen,
            people=people,
            weighted=weighted,
            half=weight_error(known, chosen),
            index=need_index(known, weighted),
            reimbursed_year=reimbursed_year if known.uses_reimbursement else None,
        )
    return needs


@lru_cache(maxsize=64)
def said(need: Need, view: AreaView) -> dict[str, Verdict]:
    """Say of every area whether a ruler against need differs from Flanders; all areas of the level are one family.

    Without weights that is the ruler itself, and what every other screen says of it.
    """
    if need.chosen.id == _NO_WEIGHTS:
        return view.verdicts
    return judged({area: need.against(view, area) for area in view.numbers})


def sides(release_id: str, view: AreaView, area: str) -> Sides | None:
    """Tell on which side of Flanders a ruler of an area lies by every set of weights."""
    needs = _needs(release_id, view.year, view.level)
    weighted = [each for name, each in needs.items() if name != _NO_WEIGHTS]
    return over_sets((each.against(view, area), said(each, view).get(area, Verdict.HIDDEN)) for each in weighted)


def turned(view: AreaView, need: Need) -> list[str]:
    """Name the areas that need puts clearly on another side of Flanders than the ruler alone does."""
    weighed = said(need, view)
    return [
        area
        for area, alone in view.verdicts.items()
        if Verdict.HIDDEN not in (alone, weighed[area]) and side_of(alone) != side_of(weighed[area])
    ]


def weights_known(residents: Residents, chosen: str) -> Residents:
    """Leave increased reimbursement out where nothing is weighted: it is a weight too."""
    return residents if chosen != _NO_WEIGHTS else Residents(people=residents.people)


def residents_of(facts: pd.DataFrame, year: int, level: Level) -> tuple[Residents, int | None] | None:
    """Read residents by age of a year, and the newest shares of reimbursement known by then."""
    here = facts[facts["level"].isin([level.value, Level.VLAANDEREN.value])]
    told = here[here["year"].eq(year) & here["fact"].str.startswith(_RESIDENTS)]
    if told.empty:
        return None
    ages = told["fact"].str.removeprefix(_RESIDENTS)
    people = told.assign(age=ages).pivot_table(index="area", columns="age", values="value", aggfunc="sum", min_count=1)
    if not set(AGES) <= set(people.columns) or FLANDERS not in people.index:
        return None
    shares = here[here["fact"].eq(_REIMBURSED) & here["year"].le(year)]
    newest = None if shares.empty else int(shares["year"].max())
    reimbursed = None
    if newest is not None:
        reimbursed = shares[shares["year"].eq(newest)].set_index("area")["value"].astype(float)
    return Residents(people=people[list(AGES)].astype(float), reimbursed=reimbursed), newest
