"""Measures of policy beside the numbers: what was decided when, when it can first be seen, and what may be compared.

The register is data, reviewed as such: indicator and direction are written down before the numbers are known, and where
they were not, it says so. The word *effect* is not used: nothing here tells what caused a change. Grounds and what is
not offered: ``docs/methods/measures.md``.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy import stats

from aggregation.estimate import CONFIDENCE
from aggregation.shown.need_weights import Mark
from aggregation.shown.selection import AreaNumber
from data.terms import Level, Text

LEAST_AREAS = 8
"""Areas that each side of a comparison needs at least."""

_Z = float(stats.norm.ppf(0.5 + CONFIDENCE / 2))
_POWER = float(stats.norm.ppf(0.8))


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One measure. ``first_survey`` and ``first_ima_survey`` are the first survey years that can show it.

    ``indicators`` are those it is said to move, with the direction (1 up, -1 down) its authority expects; both were
    written on ``written_on``. Empty where it is a mark on the time line alone. ``areas`` are those of ``level`` that it
    holds for; without a level it holds in all of Flanders.
    """

    id: str
    label: Text
    authority: Text
    begins: date
    first_survey: int
    first_ima_survey: int
    indicators: Mapping[str, int]
    written_on: date
    mark: Mark
    source: Text
    level: Level | None = None
    areas: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Refuse a measure that would be visible before it exists."""
        if not self.begins.year <= self.first_survey <= self.first_ima_survey:
            raise ValueError(f"measure {self.id}: expected begin ≤ first survey ≤ first survey with IMA of that year")
        if set(self.indicators.values()) - {-1, 1}:
            raise ValueError(f"measure {self.id}: expected a direction of 1 or -1")
        if (self.level is None) != (not self.areas):
            raise ValueError(f"measure {self.id}: expected a level with areas, or neither where it holds everywhere")

    def written_before(self, survey_year: int) -> bool:
        """Tell whether indicator and direction stood here before the survey of a year began (1 September)."""
        return self.written_on < date(survey_year, 9, 1)


_FEDERAL = Text(nl="federale overheid (RIZIV)", en="federal government (NIHDI)")
_FLEMISH = Text(nl="Vlaamse overheid", en="Flemish government")
_WRITTEN = date(2026, 11, 30)

MEASURES = (
    Measure(
        id="impulseo-einde",
        label=Text(nl="Einde van de Impulseo-premie", en="End of the Impulseo premium"),
        authority=_FLEMISH,
        begins=date(2020, 7, 1),
        first_survey=2024,
        first_ima_survey=2024,
        indicators={},
        written_on=_WRITTEN,
        mark=Mark.FOUND,
        source=Text(
            nl="Agentschap Zorg en Gezondheid, 25 november 2021: een evaluatie vond geen extra vestigingen.",
            en="Agency for Care and Health, 25 November 2021: an evaluation found no extra settlements.",
        ),
    ),
    Measure(
        id="steun-2022",
        label=Text(nl="Nieuwe regels voor praktijkondersteuning", en="New rules for support of practices"),
        authority=_FLEMISH,
        begins=date(2022, 1, 1),
        first_survey=2024,
        first_ima_survey=2024,
        indicators={},
        written_on=_WRITTEN,
        mark=Mark.FOUND,
        source=Text(nl="Agentschap Zorg en Gezondheid, 2021.", en="Agency for Care and Health, 2021."),
    ),
    Measure(
        id="steun-2023",
        label=Text(nl="Aangepaste regels voor praktijkondersteuning", en="Changed rules for support of practices"),
        authority=_FLEMISH,
        begins=date(2023, 1, 1),
        first_survey=2024,
        first_ima_survey=2025,
        indicators={},
        written_on=_WRITTEN,
        mark=Mark.FOUND,
        source=Text(nl="Artsenkrant 65097.", en="Artsenkrant 65097."),
    ),
    Measure(
        id="new-deal",
        label=Text(nl="Start van de New Deal", en="Start of the New Deal"),
        authority=_FEDERAL,
        begins=date(2024, 4, 1),
        first_survey=2025,
        first_ima_survey=2027,
        indicators={"P01": -1, "P15": 1},
        written_on=_WRITTEN,
        mark=Mark.FOUND,
        source=Text(
            nl="Artsenkrant 69813 en 69925: 48 praktijken bij de start, 34 Vlaamse, 158 huisartsen. Op heel "
            "Vlaanderen is dat te weinig om te zien.",
            en="Artsenkrant 69813 and 69925: 48 practices at the start, 34 Flemish, 158 GPs. Too few to be seen in "
            "Flanders as a whole.",
        ),
    ),
    Measure(
        id="telefoon-2025",
        label=Text(
            nl="Terugbetaling van telefonisch advies geschorst", en="Reimbursement of telephone advice suspended"
        ),
        authority=_FEDERAL,
        begins=date(2025, 2, 1),
        first_survey=2025,
        first_ima_survey=2027,
        indicators={"M07": -1},
        written_on=_WRITTEN,
        mark=Mark.FOUND,
        source=Text(nl="Knack, februari 2025.", en="Knack, February 2025."),
    ),
    Measure(
        id="quota-2028",
        label=Text(nl="Hogere quota voor de opleiding tot huisarts", en="Higher quotas for GP training"),
        authority=_FLEMISH,
        begins=date(2028, 1, 1),
        first_survey=2031,
        first_ima_survey=2033,
        indicators={"D01": 1},
        written_on=_WRITTEN,
        mark=Mark.FOUND,
        source=Text(
            nl="Vier op tien van het quotum van 2028-2029; de opleiding duurt drie jaar.",
            en="Four in ten of the quota of 2028-2029; training takes three years.",
        ),
    ),
)


@dataclass(frozen=True, kw_only=True)
class EvolutionDifference:
    """How differently two groups of areas evolved, in the unit of the number.

    ``value`` is the mean change with less the mean change without; ``half`` half its 95 % interval, the wider of what
    the released intervals say and of how far the areas themselves differ. ``placebo`` is the same between two years
    before, with ``placebo_half``. ``detectable`` is the smallest difference that would be seen four times in five.
    """

    value: float
    half: float
    placebo: float
    placebo_half: float
    detectable: float
    areas_with: int
    areas_without: int


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why a comparison is not made."""

    reason: Text


Numbers = Mapping[str, AreaNumber]


@dataclass(frozen=True, kw_only=True)
class Years:
    """The survey years of a comparison: two before the measure can be seen, and the newest after."""

    before: int
    start: int
    after: int


def years_of(years: Collection[int], breaks: Collection[int], first_visible: int) -> Years | Refusal:
    """Choose the years of a comparison: nobody chooses them after seeing the numbers.

    Parameters
    ----------
    years : survey years with the number.
    breaks : those that cannot be compared with the year before.
    """
    earlier = sorted(year for year in years if year < first_visible)[-2:]
    later = [year for year in years if year >= first_visible]
    if len(earlier) < 2 or not later:
        return Refusal(
            reason=Text(
                nl=f"Er zijn twee jaren nodig voor {first_visible}, het eerste waarin de maatregel te zien kan zijn, "
                f"en één daarna; het zijn er {len(earlier)} en {len(later)}.",
                en=f"Two years are needed before {first_visible}, the first that can show the measure, and one after; "
                f"there are {len(earlier)} and {len(later)}.",
            )
        )
    found = Years(before=earlier[0], start=earlier[1], after=max(later))
    if any(found.before < year <= found.after for year in breaks):
        return Refusal(
            reason=Text(
                nl="Tussen deze jaren veranderde wat er geteld wordt: een verschil zou daarvan kunnen komen.",
                en="What is counted changed between these years: a difference could come from that.",
            )
        )
    return found


def evolution_difference(
    before: Numbers, start: Numbers, after: Numbers, *, areas_with: Collection[str]
) -> EvolutionDifference | Refusal:
    """Compare how a number evolved in areas with a measure and in the others.

    Parameters
    ----------
    before, start, after : the number by area in two years before the measure is visible and in one after, all of one
        definition; the areas of every year alike.
    areas_with : areas the measure holds for.

    Returns
    -------
    The difference; a refusal where fewer than eight areas of a side show the number with an interval in all years.
    """
    usable = [area for area in start if all(_usable(numbers.get(area)) for numbers in (before, start, after))]
    inside = [area for area in usable if area in areas_with]
    outside = [area for area in usable if area not in areas_with]
    if min(len(inside), len(outside)) < LEAST_AREAS:
        return Refusal(
            reason=Text(
                nl=f"Minstens {LEAST_AREAS} gebieden met en {LEAST_AREAS} zonder de maatregel moeten dit cijfer in "
                f"drie jaren tonen; het zijn er {len(inside)} en {len(outside)}.",
                en=f"At least {LEAST_AREAS} areas with and {LEAST_AREAS} without the measure must show this number "
                f"in three years; there are {len(inside)} and {len(outside)}.",
            )
        )
    value, half = _compared(start, after, inside, outside)
    placebo, placebo_half = _compared(before, start, inside, outside)
    return EvolutionDifference(
        value=value,
        half=half,
        placebo=placebo,
        placebo_half=placebo_half,
        detectable=half * (_Z + _POWER) / _Z,
        areas_with=len(inside),
        areas_without=len(outside),
    )


def _usable(number: AreaNumber | None) -> bool:
    return number is not None and number.known and not (math.isnan(number.lower) or math.isnan(number.upper))


def _compared(first: Numbers, second: Numbers, inside: list[str], outside: list[str]) -> tuple[float, float]:
    """Give the difference of the mean changes, and half its interval."""
    means, released, spread = [], 0.0, 0.0
    for group in (inside, outside):
        changes = np.array([second[area].value - first[area].value for area in group])
        halves = [(numbers[area].upper - numbers[area].lower) / 2 for area in group for numbers in (first, second)]
        means.append(float(changes.mean()))
        released += float(np.square(halves).sum()) / len(group) ** 2
        spread += float(changes.var(ddof=1)) / len(group)
    freedom = min(len(inside), len(outside)) - 1
    between = float(stats.t.ppf(0.5 + CONFIDENCE / 2, freedom)) * math.sqrt(spread)
    return means[0] - means[1], max(math.sqrt(released), between)
