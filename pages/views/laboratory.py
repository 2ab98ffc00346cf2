"""The laboratory on a release: where each area starts, and its answers, prepared once per choice and kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

import pandas as pd

from aggregation.shown.laboratory import cascade as spreading
from aggregation.shown.laboratory import one_step, ten_years
from aggregation.shown.laboratory.cascade import Cascade, Stops
from aggregation.shown.laboratory.one_step import Answer, Question
from aggregation.shown.laboratory.parameters import BANDS, Settings
from aggregation.shown.laboratory.starting import (
    OLDER,
    Heads,
    Input,
    Numbers,
    Origin,
    Start,
    Told,
    number_of,
    start,
)
from aggregation.shown.laboratory.ten_years import Future
from aggregation.shown.need import residents_of, weighted_ahead
from aggregation.shown.need_weights import AGES, set_of
from aggregation.shown.selection import Shown
from data.settings import definitions_of
from data.terms import FLANDERS, TOTAL, Level, Measure, Role
from pages.views import choosing, released
from pages.views.need import weights_known
from pages.views.views import AreaView, area_view

Own = tuple[tuple[str, float], ...]
"""A reader's own values, by parameter."""

_PROJECTED = "residents_projected:"


@dataclass(frozen=True, kw_only=True)
class Where:
    """Of what is asked: an area of a level in a year, None for Flanders, under a reader's own parameters."""

    release_id: str
    year: int
    level: Level
    area: str | None
    own: Own

    @property
    def settings(self) -> Settings:
        """Give all parameters, the reader's own among them."""
        return Settings(own=dict(self.own))


def _told(view: AreaView | None, area: str | None) -> Told | None:
    if view is None:
        return None
    own = view.flanders if area is None else view.numbers.get(area)
    others = tuple(row.value for row in view.numbers.values() if row.known)
    return Told(own=own, flanders=view.flanders, others=others)


def _view(release_id: str, indicator: str, shown: Shown, year: int, level: Level) -> AreaView | None:
    if indicator not in choosing.known_indicators(release_id):
        return None
    return area_view(release_id, indicator, shown, year, level)


def _share(release_id: str, indicator: str, category: str, year: int, level: Level) -> AreaView | None:
    return _view(release_id, indicator, Shown(category=category, measure=Measure.SHARE), year, level)


def _measure(release_id: str, indicator: str, measure: Measure, year: int, level: Level) -> AreaView | None:
    return _view(release_id, indicator, Shown(category=TOTAL, measure=measure), year, level)


@lru_cache(maxsize=64)
def _heads(release_id: str, year: int, level: Level) -> Mapping[str, Heads]:
    """Count GPs, trainees and practices of every area of a level and of Flanders."""
    gps = _measure(release_id, "D01", Measure.COUNT, year, level)
    trainees = _share(release_id, "A11", Role.HAIO.value, year, level)
    levels = [level.value, Level.VLAANDEREN.value]
    here = released.opened(release_id).responses(year=year, level=levels, role=Role.PRAKTIJK.value)
    invited = dict(zip(here["area"].astype(str), here["invited"], strict=True))

    def count(view: AreaView | None, area: str) -> int | None:
        row = None if view is None else view.flanders if area == FLANDERS else view.numbers.get(area)
        # Where nobody is listed there is no share of trainees, and the number of them is 0.
        return None if row is None else row.count

    def practices(area: str) -> int | None:
        found = invited.get(area)
        return None if found is None or pd.isna(found) else int(found)

    areas = (FLANDERS, *({} if gps is None else gps.numbers))
    return {
        area: Heads(gps=count(gps, area), trainees=count(trainees, area), practices=practices(area)) for area in areas
    }


@lru_cache(maxsize=64)
def _need(release_id: str, year: int, level: Level, weights: str) -> Mapping[str, Mapping[int, float]]:
    """Weigh residents of a survey year and of the projections after it; years between two of them on the line."""
    facts = released.facts(release_id)
    told = residents_of(facts, year, level)
    if told is None:
        return {}
    today, chosen = weights_known(told[0], weights), set_of(weights)
    by_age = [chosen.weights[age] for age in AGES]
    found = {year: weighted_ahead(today, today.people, by_age)}
    here = facts[facts["level"].isin([level.value, Level.VLAANDEREN.value]) & facts["year"].gt(year)]
    here = here[here["fact"].str.startswith(_PROJECTED)]
    for when, rows in here.groupby("year"):
        ages = rows["fact"].str.removeprefix(_PROJECTED)
        people = rows.assign(age=ages).pivot_table(index="area", columns="age", values="value", aggfunc="sum")
        if set(AGES) <= set(people.columns):
            found[int(str(when))] = weighted_ahead(today, people[list(AGES)].astype(float), by_age)
    return {
        str(area): _every_year({when: float(each[area]) for when, each in found.items()}) for area in found[year].index
    }


def _every_year(known: Mapping[int, float]) -> dict[int, float]:
    told = sorted((year, value) for year, value in known.items() if not pd.isna(value))
    filled = dict(told)
    for (first, low), (last, high) in pairwise(told):
        filled |= {year: low + (high - low) * (year - first) / (last - first) for year in range(first + 1, last)}
    return filled


def _reference(release_id: str) -> float:
    """Hours a week of one full-time GP, as the release was made with."""
    return float(definitions_of(released.opened(release_id).manifest).fte_hours)


@lru_cache(maxsize=1024)
def start_of(where: Where, weights: str = "geen") -> Start:
    """Read where an area starts; ``weights`` play a part over ten years only."""
    release_id, year, level, area = where.release_id, where.year, where.level, where.area
    code = FLANDERS if area is None else area
    heads = _heads(release_id, year, level)
    nobody = Heads(gps=None, trainees=None, practices=None)

    def by_band(find: Mapping[str, AreaView | None], of: str | None) -> dict[str, Told]:
        told = {band: _told(view, of) for band, view in find.items()}
        return {band: each for band, each in told.items() if each is not None}

    ages = {band: _share(release_id, "A10", band, year, level) for band in (*BANDS, OLDER)}
    by_age = {
        band: _view(release_id, "A01L", Shown(category=band, measure=Measure.MEAN), year, Level.VLAANDEREN)
        for band in BANDS
    }
    numbers = Numbers(
        ages=by_band(ages, area),
        hours=_told(_measure(release_id, "A01", Measure.MEAN, year, level), area),
        hours_by_age=by_band(by_age, None),
        desired=_told(_measure(release_id, "A03", Measure.MEAN, year, level), area),
        outflow=_told(_measure(release_id, "D06", Measure.RATE, year, level), area),
        heads=heads.get(code, nobody),
        flanders=heads.get(FLANDERS, nobody),
        reference=_reference(release_id),
        need=_need(release_id, year, level, weights).get(code, {}),
    )
    return start(numbers, area=code, year=year, settings=where.settings)


@lru_cache(maxsize=2048)
def answered(where: Where, question: Question, amount: float) -> Answer | None:
    """Answer a question of one step."""
    begun = start_of(where).situation
    return None if begun is None else one_step.answer(question, begun, amount=amount, settings=where.settings)


@lru_cache(maxsize=256)
def carried_by(where: Where, question: Question, amount: float) -> tuple[tuple[str, float], ...]:
    """Tell what the answer to a question of one step hangs on."""
    begun = start_of(where).situation
    return () if begun is None else one_step.carriers(question, begun, amount=amount, settings=where.settings)


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """Ten years on: the future, which inputs carry its spread, and the starters a year that would keep the ruler."""

    future: Future
    carriers: tuple[tuple[str, float], ...]
    starters: tuple[float, float, float]


def ruler_today(where: Where, weights: str) -> float | None:
    """Give the hours a week per 1,000 weighted residents of Flanders today, the middle of the draws."""
    whole = future(replace(where, level=Level.ELZ, area=None), weights, None)
    return None if whole is None else whole.ruler[0].p50


@lru_cache(maxsize=1024)
def future(where: Where, weights: str, norm: float | None) -> Future | None:
    """Carry an area ten years on; None where there is no situation or no projection."""
    begun = start_of(where, weights).situation
    return None if begun is None else ten_years.ten_years(begun, settings=where.settings, norm=norm)


@lru_cache(maxsize=256)
def ahead(where: Where, weights: str, norm: float | None) -> Ahead | None:
    """Carry an area ten years on, and tell what the result hangs on."""
    found, begun = future(where, weights, norm), start_of(where, weights).situation
    if found is None or begun is None:
        return None
    needed = ten_years.starters_to_stay(begun, settings=where.settings)
    return Ahead(
        future=found,
        carriers=ten_years.carriers(begun, settings=where.settings),
        starters=(0.0, 0.0, 0.0) if needed is None else (needed.p10, needed.p50, needed.p90),
    )


@dataclass(frozen=True, kw_only=True)
class Stopped:
    """A patient stop that spreads: the range, None where something is missing, and the numbers it started from."""

    found: Cascade | None
    inputs: tuple[Input, ...]


@lru_cache(maxsize=512)
def stopped(where: Where) -> Stopped:
    """Let a patient stop spread in an area of a zone or larger."""
    release_id, year, level, area = where.release_id, where.year, where.level, where.area
    begun = start_of(where)
    inputs = (
        begun.input("uitstroom"),
        number_of("patienten", _told(_measure(release_id, "M01", Measure.MEAN, year, level), area)),
        number_of("open", _told(_share(release_id, "P01", "geen", year, level), area), scale=0.01),
        number_of("gedeeltelijk", _told(_share(release_id, "P01", "gedeeltelijk", year, level), area), scale=0.01),
    )
    situation = begun.situation
    if situation is None or not situation.tells or any(each.origin is Origin.MISSING for each in inputs):
        return Stopped(found=None, inputs=inputs)
    leaving, patients, still, partial = (each.estimates[0] for each in inputs)
    stops = Stops(
        area=situation.area,
        gps=situation.gps,
        entrants=ten_years.entrants_likely(situation, where.settings),
        leaving=leaving,
        patients=patients,
        open=still,
        partial=partial,
    )
    return Stopped(found=spreading.cascade(stops, settings=where.settings), inputs=inputs)
