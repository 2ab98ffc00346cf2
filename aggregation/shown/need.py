"""Need: residents weighted by how much GP care their age, and low income under 65, go with; in residents still.

Need-weighted residents of Flanders equal its residents, so every ruler per 10,000 keeps its unit. Only published area
totals go in; nothing here knows a doctor. Formulas, sources and what was assumed: ``docs/methods/need.md``.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from aggregation.estimate import CONFIDENCE
from aggregation.shown.capacity import BASE, Index, half_width
from aggregation.shown.need_weights import AGES, DEPRIVATION, UNDER_65, Deprivation, WeightSet
from aggregation.shown.selection import AreaNumber
from aggregation.shown.verdicts import Verdict, family, fixed
from data.terms import FLANDERS, Level

Floats = npt.NDArray[np.float64]

RESIDENTS, REIMBURSED = "residents:", "vt_under_65"
"""Facts that residents by age, and the share of under-65s with increased reimbursement, stand under."""
DRAWS = 2_000
SEED = 2026
_Z = float(stats.norm.ppf(0.5 + CONFIDENCE / 2))


class NeedError(ValueError):
    """Residents that cannot be weighted; the message names the areas and the cure."""


@dataclass(frozen=True, kw_only=True)
class Residents:
    """Published totals of the areas of one level and of Flanders in one year.

    ``people`` has one row per area id (``VL`` among them) and one column per age class, in persons. ``reimbursed`` is
    the share (0-1) of under-65s with increased reimbursement by area, missing where not delivered; None where no area
    has it.
    """

    people: pd.DataFrame
    reimbursed: pd.Series | None = None

    def __post_init__(self) -> None:
        """Refuse totals without Flanders, without an age class or below zero: need would be a guess."""
        if tuple(self.people.columns) != AGES:
            raise NeedError(f"Expected residents by {AGES}, found {tuple(self.people.columns)}. Deliver each class.")
        if FLANDERS not in self.people.index:
            raise NeedError(f"Expected the residents of {FLANDERS} among the areas; without them nothing is relative.")
        if faulty := [str(area) for area in self.people.index[self.people.min(axis=1).lt(0)]]:
            raise NeedError(f"Expected residents of 0 or more, found less in {', '.join(faulty)}.")
        if self.reimbursed is not None and not self.reimbursed.dropna().between(0, 1).all():
            raise NeedError("Expected the share with increased reimbursement between 0 and 1.")

    @property
    def uses_reimbursement(self) -> bool:
        """True where increased reimbursement is known of Flanders: an area's share means nothing without it."""
        return self.reimbursed is not None and bool(pd.notna(self.reimbursed.get(FLANDERS)))


def weighted_residents(
    residents: Residents, weights: Sequence[float], *, deprivation: float = DEPRIVATION.likely
) -> pd.Series:
    """Weigh the residents of every area, so that those of Flanders keep their number.

    Parameters
    ----------
    residents : published totals of a level and of Flanders.
    weights : one per age class, youngest first; only their proportions matter.
    deprivation : use of under-65s with increased reimbursement, in times that of the others; 1 leaves it out.

    Returns
    -------
    Need-weighted residents per area, in persons; missing where an age class is missing or nobody lives there. An area
    of which the increased reimbursement is not delivered is taken as average.
    """
    by_age = np.asarray(weights, dtype=float)
    people = residents.people.to_numpy(dtype=float)
    factor = _deprived(residents, np.array([deprivation]))[0]
    weighted = (people * by_age * factor).sum(axis=1)
    whole = residents.people.index.get_loc(FLANDERS)
    scale = people[whole].sum() / weighted[whole]
    result = pd.Series(weighted * scale, index=residents.people.index)
    return result.where(residents.people.sum(axis=1) > 0)


def weighted_ahead(
    today: Residents, ahead: pd.DataFrame, weights: Sequence[float], *, deprivation: float = DEPRIVATION.likely
) -> pd.Series:
    """Weigh projected residents as those of today, in the same unit: need of Flanders may grow.

    Parameters
    ----------
    today : residents of the survey year, which set the unit (weighted residents of Flanders equal its residents).
    ahead : projected residents in the form of ``Residents.people``.

    Returns
    -------
    Need-weighted residents per area, in persons; missing where today's or the projected ones are.
    """
    base = weighted_residents(today, weights, deprivation=deprivation)
    factor = _deprived(today, np.array([deprivation]))[0]
    by_age = np.asarray(weights, dtype=float)

    def loose(people: pd.DataFrame) -> Floats:
        summed: Floats = (people.reindex(today.people.index).to_numpy(dtype=float) * by_age * factor).sum(axis=1)
        return summed

    grown = loose(ahead) / loose(today.people)
    return base * pd.Series(grown, index=today.people.index)


def _deprived(residents: Residents, deltas: Floats) -> Floats:
    """Give the factor of each draw, area and age class: 1 over 65 and where nothing is known."""
    factor = np.ones((len(deltas), len(residents.people), len(AGES)))
    if not residents.uses_reimbursement or residents.reimbursed is None:
        return factor
    share = residents.reimbursed.reindex(residents.people.index).to_numpy(dtype=float)
    flanders = float(residents.reimbursed[FLANDERS])
    share = np.where(np.isnan(share), flanders, share)
    more = deltas[:, None] - 1
    under_65 = (1 + more * share[None, :]) / (1 + more * flanders)
    for age in UNDER_65:
        factor[:, :, AGES.index(age)] = under_65
    return factor


def need_index(residents: Residents, weighted: pd.Series) -> pd.Series:
    """Express need-weighted residents per resident, Flanders at 100; missing where nobody lives."""
    return BASE * weighted / residents.people.sum(axis=1).where(residents.people.sum(axis=1) > 0)


def weight_error(residents: Residents, chosen: WeightSet, *, deprivation: Deprivation = DEPRIVATION) -> pd.Series:
    """Give half the 95 % interval of need-weighted residents that the spread of one set of weights makes.

    Weights are drawn lognormal around the set and increased reimbursement from a triangle, the same draw for all
    areas: what all areas share cancels between them, and Flanders has no error at all.

    Returns
    -------
    Half-width in persons per area; 0 where the set states no spread and no reimbursement is known.
    """
    rng = np.random.default_rng(SEED)
    centre = np.array([chosen.weights[age] for age in AGES])
    spread = np.array([chosen.spread[age] for age in AGES])
    sigma = np.sqrt(np.log1p(spread**2))
    drawn = centre * np.exp(rng.standard_normal((DRAWS, len(AGES))) * sigma - sigma**2 / 2)
    deltas = rng.triangular(deprivation.low, deprivation.likely, deprivation.high, DRAWS)
    people = residents.people.to_numpy(dtype=float)
    factor = _deprived(residents, deltas)
    weighted = np.einsum("ac,dc,dac->da", people, drawn, factor)
    whole = residents.people.index.get_loc(FLANDERS)
    weighted *= (people[whole].sum() / weighted[:, whole])[:, None]
    return pd.Series(_Z * weighted.std(axis=0), index=residents.people.index)


def against_need(
    row: AreaNumber | None,
    flanders: AreaNumber | None,
    *,
    residents: float,
    weighted: float,
    weighted_half: float = 0.0,
) -> Index | None:
    """Express a ruler per resident as an index per need-weighted resident, Flanders at 100.

    Parameters
    ----------
    row, flanders : the same ruler (a number per resident) of the area and of Flanders.
    residents, weighted, weighted_half : residents, need-weighted residents and half their interval, in persons.

    Returns
    -------
    The index; its half-width joins those of the two numbers and of the weights (delta method). None where one of the
    numbers is withheld or has no data, or where the residents cannot be weighted.
    """
    if row is None or flanders is None or not row.known or not flanders.known or flanders.value <= 0:
        return None
    if not (residents > 0 and weighted > 0):
        return None
    scale = BASE / flanders.value * residents / weighted
    own, whole = half_width(row), half_width(flanders)
    half = None
    if own is not None and whole is not None:
        half = scale * math.hypot(own, row.value * whole / flanders.value, row.value * weighted_half / weighted)
    return Index(value=scale * row.value, half=half)


@dataclass(frozen=True, kw_only=True)
class Sides:
    """On which side of Flanders an index lies under several sets of weights, and how far the choice moves it.

    ``low`` and ``high`` are the ends over the sets: a choice, not chance, so never an interval. ``side`` is that of
    ``side_of`` where all sets agree, else None: *in sommige*.
    """

    low: float
    high: float
    side: int | None


def side_of(said: Verdict) -> int:
    """Say on which side of Flanders a verdict puts an area: 1 above, -1 below, 0 where that is not clear."""
    return {Verdict.HIGHER: 1, Verdict.LOWER: -1}.get(said, 0)


def judged(indices: Mapping[str, Index | None]) -> dict[str, Verdict]:
    """Hold the indices of all areas of a level against Flanders, as one family."""
    values = [math.nan if index is None else index.value for index in indices.values()]
    halves = [math.nan if index is None or index.half is None else index.half for index in indices.values()]
    return family(pd.Index(list(indices)), fixed(values, halves), fixed(BASE, 0.0))


def over_sets(each: Iterable[tuple[Index | None, Verdict]]) -> Sides | None:
    """Compare the indices of one area over all sets of weights, with what is said of each.

    Returns
    -------
    None where one of them is not known.
    """
    found = [(index, side_of(said)) for index, said in each]
    values = [index.value for index, _side in found if index is not None]
    if not values or len(values) < len(found):
        return None
    sides = {side for _index, side in found}
    return Sides(low=min(values), high=max(values), side=sides.pop() if len(sides) == 1 else None)


def residents_of(facts: pd.DataFrame, year: int, level: Level) -> tuple[Residents, int | None] | None:
    """Read the residents of a level from the published totals of a release.

    Parameters
    ----------
    facts : table ``fact``.

    Returns
    -------
    Residents by age class on 1 January of the year with the shares with increased reimbursement, and the year of those,
    None without any. None where residents by age are not there for Flanders and the level.
    """
    here = facts[facts["level"].isin([level.value, Level.VLAANDEREN.value])]
    told = here[here["year"].eq(year) & here["fact"].str.startswith(RESIDENTS)]
    if told.empty:
        return None
    ages = told["fact"].str.removeprefix(RESIDENTS)
    people = told.assign(age=ages).pivot_table(index="area", columns="age", values="value", aggfunc="sum", min_count=1)
    if not set(AGES) <= set(people.columns) or FLANDERS not in people.index:
        return None
    known = reimbursed_year(facts, year)
    reimbursed = None
    if known is not None:
        shares = here[here["fact"].eq(REIMBURSED) & here["year"].eq(known)]
        reimbursed = shares.set_index("area")["value"].astype(float)
    return Residents(people=people[list(AGES)].astype(float), reimbursed=reimbursed), known


def reimbursed_year(facts: pd.DataFrame, year: int) -> int | None:
    """Choose the year of the shares with increased reimbursement that go with the residents of a year.

    That of which most municipalities of the year have a share, for areas change when municipalities merge; of those the
    newest, never after the year itself. None where nothing is known by then.
    """
    of_towns = facts[facts["level"].eq(Level.GEMEENTE.value)]
    towns = of_towns.loc[of_towns["year"].eq(year) & of_towns["fact"].str.startswith(RESIDENTS), "area"]
    shares = facts[facts["fact"].eq(REIMBURSED) & facts["year"].le(year)]
    if shares.empty:
        return None
    known = shares[shares["level"].eq(Level.GEMEENTE.value) & shares["area"].isin(set(towns))]
    covered = known.groupby("year")["area"].nunique()
    return max((int(covered.get(each, 0)), int(each)) for each in shares["year"].unique())[1]
