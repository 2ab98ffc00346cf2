"""Numbers per resident, per full-time doctor or per hour, from the rows of everybody who is asked.

Rules: domain section 5, second edition. Each gives the number, its interval, and the low and high end if it has them.
"""

import math
import statistics
from collections.abc import Callable

from scipy import stats

from tests.recompute.rows import Row
from tests.recompute.shapes import NO_BOUNDS, Bounds, mean_bounds
from tests.recompute.year import Year

ROLES = ("huisarts", "haio")
FTE_HOURS, TRAINEE_WEIGHT = 54.0, 0.5
Ends = tuple[float | None, float | None]
Answer = tuple[float | None, Bounds, Ends | None]


def _per_resident(number: float, year: Year, place: tuple[str, str]) -> float | None:
    people = year.residents.get(place)
    return number / people if people else None


def _heads(asked: list[Row], year: Year, place: tuple[str, str]) -> Answer:
    return _per_resident(10_000 * len(asked), year, place), NO_BOUNDS, None


def _active(asked: list[Row], year: Year, place: tuple[str, str]) -> Answer:
    known = [unit["activity"] for unit in asked if unit["activity"] is not None]
    if not known:
        return None, NO_BOUNDS, (None, None)
    active, unknown = known.count("actief"), len(asked) - len(known)
    ends = tuple(_per_resident(10_000 * number, year, place) for number in (active, active + unknown))
    return _per_resident(10_000 * len(asked) * active / len(known), year, place), NO_BOUNDS, (ends[0], ends[1])


def _worked(role: str, per: float, by: float) -> Callable[[list[Row], Year, tuple[str, str]], Answer]:
    def rate(asked: list[Row], year: Year, place: tuple[str, str]) -> Answer:
        here = [unit["hours"] for unit in asked if unit["hours"] is not None]
        everywhere = [unit["hours"] for unit in year.people if unit["role"] == role and unit["hours"] is not None]
        known = here or everywhere
        if not asked or not known:
            return None, NO_BOUNDS, None
        total = len(asked) * math.fsum(known) / len(known) * by
        return _per_resident(per * total, year, place), NO_BOUNDS, None

    return rate


def _billed(asked: list[Row], year: Year, place: tuple[str, str]) -> Answer:
    """Contacts per resident of the year in which they were billed."""
    known = [float(unit["contacts_known"]) for unit in asked if unit["contacts_known"] is not None]
    people = year.residents_at_ima.get(place)
    return (math.fsum(known) / people if known and people else None), NO_BOUNDS, None


def _sum(entry: str) -> Callable[[list[Row], Year, tuple[str, str]], Answer]:
    def rate(asked: list[Row], year: Year, place: tuple[str, str]) -> Answer:
        known = [float(unit[entry]) for unit in asked if unit[entry] is not None]
        return (_per_resident(math.fsum(known), year, place) if known else None), NO_BOUNDS, None

    return rate


def ratio_bounds(over: list[float], under: list[float], asked: int) -> Bounds:
    """95 % t bounds of a ratio of two sums over the same units, from the residuals; the lower stops at zero."""
    n, whole = len(over), math.fsum(under)
    if n < 2 or whole <= 0:
        return NO_BOUNDS
    ratio = math.fsum(over) / whole
    residuals = [y - ratio * x for y, x in zip(over, under, strict=True)]
    correction = math.sqrt((asked - n) / (asked - 1))
    half = float(stats.t.ppf(0.975, n - 1)) * statistics.stdev(residuals) * math.sqrt(n) / whole * correction
    return max(0.0, ratio - half), ratio + half


def _percent(over: list[float], under: list[float], asked: int) -> tuple[float | None, Bounds]:
    whole = math.fsum(under)
    if not whole > 0:
        return None, NO_BOUNDS
    low, high = ratio_bounds(over, under, asked)
    bounds = NO_BOUNDS if low is None or high is None else (100 * low, min(100.0, 100 * high))
    return 100 * math.fsum(over) / whole, bounds


def _open(asked: list[Row], year: Year, place: tuple[str, str]) -> Answer:
    here = [unit for unit in asked if unit["registered_with_stop"] is not None]
    patients = [float(unit["registered_with_stop"]) for unit in here]
    taken = [number * (unit["open"] == "open") for number, unit in zip(patients, here, strict=True)]
    return *_percent(taken, patients, len(asked)), None


def _patients_per_fte(asked: list[Row], year: Year, place: tuple[str, str]) -> Answer:
    known = [unit for unit in asked if unit["registered"] is not None]
    level, area = place
    there = {unit["practice"] for unit in known}
    gps = [one for one in year.people if one["role"] == "huisarts" and one[level] == area]
    here = [one["hours"] for one in gps if one["hours"] is not None]
    everywhere = {
        role: [one["hours"] for one in year.people if one["role"] == role and one["hours"] is not None]
        for role in ROLES
    }
    pool = here or everywhere["huisarts"]
    heads = sum(one["practice"] in there for one in gps)
    training = sum(one["role"] == "haio" and one["practice"] in there and one[level] == area for one in year.people)
    if not known or (heads and not pool) or (training and not everywhere["haio"]):
        return None, NO_BOUNDS, None
    extra = training * statistics.fmean(everywhere["haio"]) * TRAINEE_WEIGHT if training else 0.0
    patients = math.fsum(unit["registered"] for unit in known)

    def per_fte(hours: float) -> float | None:
        fte = (heads * hours + extra) / FTE_HOURS
        return patients / fte if fte > 0 else None

    if not pool:
        return per_fte(0.0), NO_BOUNDS, None
    low, high = mean_bounds(here, len(gps)) if len(here) > 1 else NO_BOUNDS
    bounds = NO_BOUNDS if low is None or high is None else (per_fte(high), per_fte(low))
    return per_fte(statistics.fmean(pool)), bounds, None


def _outflow(asked: list[Row], year: Year, place: tuple[str, str]) -> Answer:
    cutting = [
        one
        for one in year.people
        if one["role"] == "huisarts" and one["career"] == "verminderen" and None not in (one["hours"], one["desired"])
    ]
    worked = math.fsum(one["hours"] for one in cutting)
    cut = max(0.0, 1 - math.fsum(one["desired"] for one in cutting) / worked) if worked else 0.0
    here = [unit for unit in asked if unit["hours_with_plans"] is not None]
    hours = [float(unit["hours"]) for unit in here]
    plans = [unit["career"] for unit in here]
    weight = {"stoppen": 1.0, "verminderen": cut}
    going = [weight.get(plan, 0.0) * one for plan, one in zip(plans, hours, strict=True)]
    sure = [0.0 if plan == "weet_niet" else one for plan, one in zip(plans, hours, strict=True)]
    whole = math.fsum(hours)
    stop = math.fsum(one for plan, one in zip(plans, hours, strict=True) if plan == "stoppen")
    unsure = math.fsum(one for plan, one in zip(plans, hours, strict=True) if plan == "weet_niet")
    ends = (100 * stop / whole, 100 * (stop + unsure) / whole) if whole else (None, None)
    return *_percent(going, sure, len(asked)), ends


def _of_contacts(entry: str) -> Callable[[list[Row], Year, tuple[str, str]], Answer]:
    def share(asked: list[Row], year: Year, place: tuple[str, str]) -> Answer:
        here = [unit for unit in asked if unit[entry] is not None]
        part, whole = [float(unit[entry]) for unit in here], [float(unit["contacts"]) for unit in here]
        return *_percent(part, whole, len(asked)), None

    return share


def _contact_hours(asked: list[Row], year: Year, place: tuple[str, str]) -> Answer:
    here = [unit["minutes"] for unit in asked if unit["minutes"]]
    means = [statistics.fmean(one[name] for one in here) if here else None for name in ("middle", "fewest", "most")]
    return means[0], NO_BOUNDS, (means[1], means[2])


def _without_patients(asked: list[Row], year: Year, place: tuple[str, str]) -> Answer:
    here = [unit for unit in asked if unit["worked"] is not None]
    worked = math.fsum(unit["worked"] for unit in here)
    left = [
        100 - 100 * math.fsum(unit["minutes"][name] for unit in here) / worked if here else None
        for name in ("middle", "most", "fewest")
    ]
    return left[0], NO_BOUNDS, (left[1], left[2])


RATES: dict[str, Callable[[list[Row], Year, tuple[str, str]], Answer]] = {
    "D01": _heads,
    "D02": _worked("huisarts", 10_000, 1 / FTE_HOURS),
    "D02T": _worked("haio", 10_000, TRAINEE_WEIGHT / FTE_HOURS),
    "D02U": _worked("huisarts", 1_000, 1.0),
    "D04": _open,
    "D05": _patients_per_fte,
    "D06": _outflow,
    "D08": _active,
    "D09": _billed,
    "D10": _sum("attributed"),
    "M09": _of_contacts("remote_of"),
    "M09H": _of_contacts("visits_of"),
    "M10": _contact_hours,
    "A04": _without_patients,
}
