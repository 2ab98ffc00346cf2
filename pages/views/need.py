"""Need of the areas of a level, prepared once per release, year, level and set of weights, and kept."""

from collections.abc import Collection, Iterator
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
    residents_of,
    side_of,
    weight_error,
    weighted_residents,
)
from aggregation.shown.need_weights import AGES, BY_ID, DEFAULT_SET, WEIGHT_SETS, WeightSet, set_of
from aggregation.shown.verdicts import Verdict
from data.terms import Level
from pages.views import released
from pages.views.choices import Choice
from pages.views.views import AreaView
from pages.words import language, numbers
from pages.words.language import mark


@dataclass(frozen=True)
class _Sets(Collection[str]):
    """The sets that are offered, and any four weights of a reader; those in use (``own``) are listed too."""

    own: str = ""

    def __contains__(self, given: object) -> bool:
        """Tell whether there is such a set."""
        return _is_set(str(given))

    def __iter__(self) -> Iterator[str]:
        """Give what can be listed."""
        return iter([*BY_ID, *([self.own] if self.own not in BY_ID and _is_set(self.own) else [])])

    def __len__(self) -> int:
        """Count what can be listed."""
        return len(list(iter(self)))


def _is_set(code: str) -> bool:
    try:
        set_of(code)
    except KeyError:
        return False
    return True


def named(chosen: WeightSet) -> str:
    """Name a set; that of a reader with its weights, youngest first."""
    label = language.pick(chosen.label)
    if chosen.id in BY_ID:
        return label
    return f"{label} {' / '.join(numbers.number(weight, 2) for weight in chosen.weights.values())}"


WEIGHTS: Choice = Choice(
    name="gewichten",
    called=mark("de gewichten"),
    label=mark("Gewichten"),
    options=lambda chosen: _Sets(chosen.values.get(WEIGHTS.name, "")),  # noqa: PD011 -- of choices, no frame
    words=lambda _chosen: lambda name: named(set_of(name)),
    default=DEFAULT_SET,
)
"""The set of weights that turns residents into need: one that is offered, or four weights of the reader."""

_NO_WEIGHTS = "geen"


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


@lru_cache(maxsize=128)
def level_need(release_id: str, year: int, level: Level, code: str) -> Need | None:
    """Weigh the residents of a level by a set; None where the release has no residents by age of that year and level.

    Raises
    ------
    KeyError : there is no such set.
    """
    found = residents_of(released.facts(release_id), year, level)
    if found is None:
        return None
    residents, reimbursed_year = found
    chosen, known = set_of(code), weights_known(residents, code)
    weighted = weighted_residents(known, [chosen.weights[age] for age in AGES])
    return Need(
        chosen=chosen,
        people=residents.people.sum(axis=1),
        weighted=weighted,
        half=weight_error(known, chosen),
        index=need_index(known, weighted),
        reimbursed_year=reimbursed_year if known.uses_reimbursement else None,
    )


@lru_cache(maxsize=64)
def said(need: Need, view: AreaView) -> dict[str, Verdict]:
    """Say of every area whether a ruler against need differs from Flanders; all areas of the level are one family.

    Without weights that is the ruler itself, and what every other screen says of it.
    """
    if need.chosen.id == _NO_WEIGHTS:
        return view.verdicts
    return judged({area: need.against(view, area) for area in view.numbers})


def sides(release_id: str, view: AreaView, area: str) -> Sides | None:
    """Tell on which side of Flanders a ruler of an area lies by every set of weights that is offered."""
    needs = [level_need(release_id, view.year, view.level, each.id) for each in WEIGHT_SETS if each.id != _NO_WEIGHTS]
    weighted = [each for each in needs if each is not None]
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
