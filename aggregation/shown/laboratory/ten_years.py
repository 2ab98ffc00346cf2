"""Ten years on: heads, hours and need in two steps of five years, drawn 4,000 times with a fixed seed.

Estimates of areas are drawn apart from each other, parameters once for all areas. Formulas:
``docs/methods/laboratory.md``.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from aggregation.shown.laboratory.draws import DRAWS, Band, Draws, band_of, carried
from aggregation.shown.laboratory.parameters import DEFAULTS, STAYS, Settings
from aggregation.shown.laboratory.situation import Floats, Situation, hours_by_band

STEP = 5
STEPS = 2
TURN = 2031
"""First year whose new GPs are those of ``starters_2031``."""

AREA_INPUTS = ("leeftijd", "uren", "uren_leeftijd", "wens_uren", "uitstroom")
"""Released numbers that are drawn, beside the parameters."""

USED = (*STAYS, "plannen", "starters", "starters_2031", "hier", "nabij", "wens", "haio", "vraag")
"""Parameters that play a part in ten years."""


@dataclass(frozen=True, kw_only=True)
class Future:
    """What ten years bring: each by the years 0, 5 and 10 after the survey.

    ``heads`` are listed GPs; ``hours`` work in hours a week, trainees at their part of full-time among it; ``need`` the
    need-weighted residents with the growth of demand; ``ruler`` hours per 1,000 of them; ``missing`` the GP FTE that
    lack to keep the ruler that is the norm (negative: to spare). ``grown`` holds the first four with today at 100 in
    every draw. ``until`` is the year in which the ruler of the middle
    draw falls under the norm, None where it does not within ten years.
    """

    years: tuple[int, ...]
    heads: tuple[Band, ...]
    hours: tuple[Band, ...]
    need: tuple[Band, ...]
    ruler: tuple[Band, ...]
    missing: tuple[Band, ...]
    grown: Mapping[str, tuple[Band, ...]]
    change: Band
    until: float | None


def ten_years(
    situation: Situation, *, settings: Settings = DEFAULTS, norm: float | None = None, draws: int = DRAWS
) -> Future | None:
    """Carry an area ten years on.

    Parameters
    ----------
    norm : hours a week per 1,000 need-weighted residents to hold; None holds the area's own of today.

    Returns
    -------
    The future; None where two key inputs are borrowed, or need-weighted residents of the years ahead are not known.
    """
    if not situation.tells or not _sees_ahead(situation):
        return None
    paths = _simulate(situation, settings, draws)
    target = paths["ruler"][0] if norm is None else np.full(draws, float(norm))
    missing = (target * paths["need"] / 1000 - paths["hours"]) / situation.reference
    middle = [float(value) for value in np.median(paths["ruler"], axis=1)]
    return Future(
        years=tuple(situation.year + STEP * step for step in range(STEPS + 1)),
        heads=_bands(paths["heads"]),
        hours=_bands(paths["hours"]),
        need=_bands(paths["need"]),
        ruler=_bands(paths["ruler"]),
        missing=_bands(missing),
        grown={name: _bands(100 * path / path[0]) for name, path in paths.items()},
        change=band_of(100 * (paths["ruler"][-1] / paths["ruler"][0] - 1)),
        until=_falls_under(middle, float(np.median(target)), situation.year),
    )


def starters_to_stay(situation: Situation, *, settings: Settings = DEFAULTS, draws: int = DRAWS) -> Band | None:
    """Give how many GPs must start each year in Flanders for the hours per weighted resident of this area to last.

    The hours of ten years on are a straight line in the starters of a year, so two runs of the same draws give it.
    """
    if not situation.tells or not _sees_ahead(situation):
        return None
    ends = []
    for number in (0.0, 1000.0):
        own = {**settings.own, "starters": number, "starters_2031": number}
        paths = _simulate(situation, Settings(own=own), draws)
        ends.append((paths["ruler"][-1], paths["ruler"][0]))
    (none, today), (thousand, _) = ends
    slope = (thousand - none) / 1000
    needed: Floats = np.divide(today - none, slope, out=np.full_like(none, np.inf), where=slope > 0)
    return band_of(np.maximum(needed, 0))


def entrants_likely(situation: Situation, settings: Settings) -> float:
    """Give the GPs who start in this area in five years, every parameter at its likely value."""
    near = settings.likely("nabij")
    part = near * situation.part_of_trainees + (1 - near) * situation.part_of_gps
    return settings.likely("hier") * part * STEP * settings.likely("starters")


def _sees_ahead(situation: Situation) -> bool:
    return all(situation.year + STEP * step in situation.need for step in range(STEPS + 1))


def _simulate(situation: Situation, settings: Settings, draws: int, fixed: Iterable[str] = ()) -> dict[str, Floats]:
    """Draw every input that is not fixed, and run it; each result is (steps + 1, draws)."""
    drawn = Draws(draws=draws, settings=settings, fixed=frozenset(fixed))
    age = drawn.shares(situation.area, situation.age)
    by_age = drawn.means("uren_leeftijd", "VL", situation.hours_by_age)
    mean = drawn.means("uren", situation.area, (situation.hours,))[:, 0]
    wish = drawn.means("wens_uren", situation.area, (situation.wish,))[:, 0]
    hours = hours_by_band(age, by_age, mean)
    stay = np.column_stack([drawn.parameter(name) for name in STAYS])
    if situation.outflow is not None:
        planned = drawn.means("uitstroom", situation.area, (situation.outflow,))[:, 0] * drawn.parameter("plannen")
        outflow = (age * (1 - stay)).sum(axis=1)
        stay = np.clip(1 - (1 - stay) * (planned / outflow)[:, None], 0, 1)
    near = drawn.parameter("nabij")
    part = near * situation.part_of_trainees + (1 - near) * situation.part_of_gps
    trainees = drawn.parameter("haio") * situation.reference * situation.trainees
    wished = drawn.parameter("wens") * (1 - wish)
    growth = 1 + drawn.parameter("vraag") / 100
    heads = situation.gps * age
    stock, work = [heads.sum(axis=1)], [(heads * hours).sum(axis=1) + trainees]
    for step in range(1, STEPS + 1):
        entrants = drawn.parameter("hier") * part * _started(drawn, situation.year + STEP * (step - 1))
        heads = _five_years(heads, stay, entrants)
        # Wishes come true bit by bit: none today, the whole part in ten years.
        shorter = 1 - wished * step / STEPS
        stock.append(heads.sum(axis=1))
        work.append((heads * hours).sum(axis=1) * shorter + trainees)
    work_all = np.array(work)
    need = np.array(
        [situation.need[situation.year + ahead] * growth**ahead for ahead in range(0, STEP * STEPS + 1, STEP)]
    )
    return {"heads": np.array(stock), "hours": work_all, "need": need, "ruler": 1000 * work_all / need}


def _five_years(heads: Floats, stay: Floats, entrants: Floats) -> Floats:
    """Let those who stay age five years: half of each band but the last moves up; starters enter the youngest."""
    staying = heads * stay
    up = staying[:, :-1] / 2
    after = staying.copy()
    after[:, :-1] -= up
    after[:, 1:] += up
    after[:, 0] += entrants
    return after


def _started(drawn: Draws, after: int) -> Floats:
    """Give the GPs who start in Flanders in the five years after ``after``."""
    later = sum(year >= TURN for year in range(after + 1, after + STEP + 1))
    started: Floats = (STEP - later) * drawn.parameter("starters") + later * drawn.parameter("starters_2031")
    return started


def carriers(
    situation: Situation, *, settings: Settings = DEFAULTS, draws: int = DRAWS
) -> tuple[tuple[str, float], ...]:
    """Tell which inputs carry most of the spread of the ruler ten years on.

    Returns
    -------
    Names of ``AREA_INPUTS`` and of parameters, the largest first, each with the part of the P10-P90 width that goes
    when it alone is fixed; those that narrow nothing are left out. Empty where there is no future to tell.
    """
    if not situation.tells or not _sees_ahead(situation):
        return ()
    names = [name for name in USED if settings.triangle(name)[0] < settings.triangle(name)[2]]
    return carried(
        _simulate(situation, settings, draws)["ruler"][-1],
        {name: _simulate(situation, settings, draws, fixed=(name,))["ruler"][-1] for name in (*AREA_INPUTS, *names)},
    )


def _bands(rows: Floats) -> tuple[Band, ...]:
    return tuple(band_of(row) for row in rows)


def _falls_under(middle: list[float], norm: float, year: int) -> float | None:
    """Give the year in which a line through the three points falls under the norm: now where it is under it today."""
    tolerance = 1e-9 * max(abs(norm), 1)
    if middle[0] < norm - tolerance:
        return float(year)
    for step in range(STEPS):
        before, after = middle[step], middle[step + 1]
        if after < norm - tolerance:
            passed = 0.0 if math.isclose(before, after) else (before - norm) / (before - after)
            return year + STEP * (step + max(passed, 0.0))
    return None
