"""Where an area starts: its situation read from released numbers, what was borrowed or assumed, and what is missing."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from aggregation.shown.capacity import half_width
from aggregation.shown.laboratory.parameters import BANDS, HOURS, Settings
from aggregation.shown.laboratory.situation import Estimate, Situation, borrowed
from aggregation.shown.selection import AreaNumber

OLDER = "55-64|65-"
"""Code of the two oldest bands together, which more areas show than each apart."""


class Origin(StrEnum):
    """Where an input comes from."""

    OWN = "eigen"
    PART = "deels"
    """The share over 55 is the area's own, how it is divided is that of Flanders."""
    FLANDERS = "vlaanderen"
    ASSUMED = "aanname"
    MISSING = "ontbreekt"


@dataclass(frozen=True, kw_only=True)
class Told:
    """One released number: of the area, of Flanders, and the values of the areas of the level that show it."""

    own: AreaNumber | None
    flanders: AreaNumber | None
    others: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Input:
    """What the laboratory works with of one number: ``estimates`` in its unit, empty where it is missing."""

    name: str
    origin: Origin
    estimates: tuple[Estimate, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Heads:
    """Full counts of an area: listed GPs and trainees, and practices; None where not known."""

    gps: int | None
    trainees: int | None
    practices: int | None


@dataclass(frozen=True, kw_only=True)
class Start:
    """The situation of an area, None where a number that nothing can stand for is missing."""

    situation: Situation | None
    inputs: tuple[Input, ...]
    missing: tuple[str, ...]

    def input(self, name: str) -> Input:
        """Give an input by name."""
        return next(each for each in self.inputs if each.name == name)


def number_of(name: str, told: Told | None, *, scale: float = 1.0) -> Input:
    """Take a number of an area; Flanders' widened where its own is withheld or has no interval to go by."""
    own = None if told is None else _estimate(told.own, scale)
    if own is not None:
        return Input(name=name, origin=Origin.OWN, estimates=(own,))
    whole = None if told is None else _estimate(told.flanders, scale)
    if told is None or whole is None:
        return Input(name=name, origin=Origin.MISSING)
    taken = borrowed(whole, [value * scale for value in told.others])
    return Input(name=name, origin=Origin.FLANDERS, estimates=(taken,))


def _estimate(row: AreaNumber | None, scale: float) -> Estimate | None:
    if row is None or not row.known:
        return None
    half = half_width(row)
    return None if half is None else Estimate(value=row.value * scale, half=half * scale)


def ages_of(told: Mapping[str, Told]) -> Input:
    """Take the shares of GPs by age band: the area's own, else its share over 55, else those of Flanders widened.

    Parameters
    ----------
    told : percentages by code of A10, the two oldest bands together among them.
    """
    name = "leeftijd"
    bands = [number_of(name, told.get(band), scale=0.01) for band in BANDS]
    if any(each.origin is Origin.MISSING for each in bands):
        return Input(name=name, origin=Origin.MISSING)
    found = tuple(each.estimates[0] for each in bands)
    if all(each.origin is Origin.OWN for each in bands):
        return Input(name=name, origin=Origin.OWN, estimates=found)
    # One band alone withheld follows from the others: then none is taken as the area's own.
    whole = tuple(number_of(name, _of_flanders(told[band]), scale=0.01).estimates[0] for band in BANDS)
    together = None if OLDER not in told else _estimate(told[OLDER].own, 0.01)
    if together is None:
        return Input(name=name, origin=Origin.FLANDERS, estimates=whole)
    older = sum(each.value for each in whole[-2:])
    parts = (*[(1 - together.value) / (1 - older)] * (len(BANDS) - 2), *[together.value / older] * 2)
    divided = tuple(
        Estimate(value=each.value * part, half=math.hypot(each.half, together.half * each.value / older))
        for each, part in zip(whole, parts, strict=True)
    )
    return Input(name=name, origin=Origin.PART, estimates=divided)


def _of_flanders(told: Told) -> Told:
    return Told(own=None, flanders=told.flanders, others=told.others)


def hours_by_age_of(told: Mapping[str, Told], settings: Settings) -> Input:
    """Take the hours of GPs by age band of Flanders; assumed, within a range, where a reader sets them or none are."""
    name = "uren_leeftijd"
    known = [number_of(name, told.get(band)) for band in BANDS]
    by_hand = any(each in settings.own for each in HOURS)
    if not by_hand and all(each.origin is Origin.OWN for each in known):
        return Input(name=name, origin=Origin.OWN, estimates=tuple(each.estimates[0] for each in known))
    assumed = []
    for each in HOURS:
        low, likely, high = settings.triangle(each)
        assumed.append(Estimate(value=likely, half=(high - low) / 2))
    return Input(name=name, origin=Origin.ASSUMED, estimates=tuple(assumed))


def wish_of(desired: Told | None, actual: Told | None) -> Input:
    """Take desired over actual hours."""
    name = "wens_uren"
    parts = [number_of(name, each) for each in (desired, actual)]
    if any(each.origin is Origin.MISSING for each in parts):
        return Input(name=name, origin=Origin.MISSING)
    if any(each.origin is Origin.FLANDERS for each in parts) and desired is not None and actual is not None:
        # The ratio of one area is never made of a number of its own and one of Flanders.
        parts = [number_of(name, _of_flanders(each)) for each in (desired, actual)]
    above, under = (each.estimates[0] for each in parts)
    ratio = above.value / under.value
    half = ratio * math.hypot(above.half / above.value, under.half / under.value)
    estimate = Estimate(value=ratio, half=half, borrowed=parts[0].origin is Origin.FLANDERS)
    return Input(name=name, origin=parts[0].origin, estimates=(estimate,))


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """Everything released that a situation is made of; ``ages`` and ``hours_by_age`` by code of A10."""

    ages: Mapping[str, Told]
    hours: Told | None
    hours_by_age: Mapping[str, Told]
    desired: Told | None
    outflow: Told | None
    heads: Heads
    flanders: Heads
    reference: float
    need: Mapping[int, float]


def start(numbers: Numbers, *, area: str, year: int, settings: Settings) -> Start:
    """Put together where an area starts.

    Returns
    -------
    Its situation with the origin of every input; without a situation, the names of what is missing.
    """
    age, hours = ages_of(numbers.ages), number_of("uren", numbers.hours)
    by_age = hours_by_age_of(numbers.hours_by_age, settings)
    wish = wish_of(numbers.desired, numbers.hours)
    outflow = number_of("uitstroom", numbers.outflow, scale=0.01)
    inputs = (age, hours, by_age, wish, outflow)
    heads, whole = numbers.heads, numbers.flanders
    missing = [each.name for each in (age, hours, wish) if each.origin is Origin.MISSING]
    counted = {"huisartsen": heads.gps or None, "haios": heads.trainees, "inwoners": numbers.need.get(year)}
    missing += [name for name, told in counted.items() if told is None]
    if missing or not heads.gps or heads.trainees is None:
        return Start(situation=None, inputs=inputs, missing=tuple(missing))
    situation = Situation(
        area=area,
        year=year,
        gps=float(heads.gps),
        trainees=float(heads.trainees),
        practices=float(heads.practices or 0),
        age=age.estimates,
        hours=hours.estimates[0],
        hours_by_age=by_age.estimates,
        wish=wish.estimates[0],
        outflow=outflow.estimates[0] if outflow.estimates else None,
        reference=numbers.reference,
        need=numbers.need,
        part_of_gps=heads.gps / whole.gps if whole.gps else 0.0,
        part_of_trainees=heads.trainees / whole.trainees if whole.trainees else 0.0,
    )
    return Start(situation=situation, inputs=inputs, missing=())
