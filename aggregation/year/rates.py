"""Numbers of an area that are no share and no mean of answers: the indicators of kind ``rate``.

Every function takes the answering units with their ``area``, the counts per area and the residents per area, and gives
a ``Rate`` on the index of ``base``; bounds are missing where a complete count has none.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from aggregation.estimate import CONFIDENCE, mean_interval, rate_per
from aggregation.year.answers import LinkedRows, by_level
from data.terms import Level


@dataclass(frozen=True, kw_only=True)
class Rate:
    """A rate per area with its interval; ``low`` and ``high`` are the ends that a definition gives, no interval."""

    value: pd.Series
    lower: pd.Series | float = np.nan
    upper: pd.Series | float = np.nan
    low: pd.Series | None = None
    high: pd.Series | None = None


def _heads_rate(
    units: pd.DataFrame, base: pd.DataFrame, residents: pd.Series, linked: LinkedRows, level: Level
) -> Rate:
    """D01: listed GPs per 10,000 residents, a complete count."""
    return Rate(value=rate_per(base["count"], residents, per=10_000))


def _active_rate(
    units: pd.DataFrame, base: pd.DataFrame, residents: pd.Series, linked: LinkedRows, level: Level
) -> Rate:
    """D08: the active share of the GPs of whom it is known, times everybody listed, per 10,000 residents.

    ``low`` counts those surely active, ``high`` also those of whom nothing is known.
    """
    active = units.loc[units["answer"] == "actief", "area"].value_counts().reindex(base.index).fillna(0)
    share = active / base["count"].where(base["count"] > 0)
    unknown = base["frame"] - base["count"]
    return Rate(
        value=rate_per(share * base["frame"], residents, per=10_000),
        low=rate_per(active.where(base["count"] > 0), residents, per=10_000),
        high=rate_per((active + unknown).where(base["count"] > 0), residents, per=10_000),
    )


def _hours(
    units: pd.DataFrame, base: pd.DataFrame, residents: pd.Series, linked: LinkedRows, per: int, by: float
) -> Rate:
    """Give the hours of everybody listed per so many residents: how many are listed times the mean of who answered.

    Ages of people who did not answer are not known; giving them the age bands of those who did within the area yields
    the same sum. An area of which nobody answered takes the Flemish mean, as one answer.
    """
    grouped = units.groupby("area")["value"]
    answered = base["count"]
    # Where nobody in Flanders gave hours they are unknown, not zero; where nobody is listed there are none.
    mean = grouped.mean().reindex(base.index).fillna(units["value"].mean())
    deviation = grouped.std().reindex(base.index).fillna(units["value"].std())
    people = base["frame"].astype(float)
    total = (people * mean).where(people > 0)
    silent = ((people - answered) / (people - 1).where(people > 1)).clip(0, 1).fillna(0)
    variance = people**2 * deviation**2 / answered.clip(lower=1) * silent
    half = stats.t.ppf(0.5 + CONFIDENCE / 2, (answered - 1).clip(lower=1)) * np.sqrt(variance)
    return Rate(
        value=rate_per(total * by, residents, per=per),
        lower=rate_per((total - half).clip(lower=0) * by, residents, per=per),
        upper=rate_per((total + half) * by, residents, per=per),
    )


def _fte_rate(units: pd.DataFrame, base: pd.DataFrame, residents: pd.Series, linked: LinkedRows, level: Level) -> Rate:
    """D02: full-time equivalents of the listed GPs per 10,000 residents."""
    return _hours(units, base, residents, linked, 10_000, 1 / linked.definitions.fte_hours)


def _trainee_fte_rate(
    units: pd.DataFrame, base: pd.DataFrame, residents: pd.Series, linked: LinkedRows, level: Level
) -> Rate:
    """D02T: the same of listed trainees, at their weight."""
    return _hours(
        units, base, residents, linked, 10_000, linked.definitions.trainee_weight / linked.definitions.fte_hours
    )


def _hours_rate(
    units: pd.DataFrame, base: pd.DataFrame, residents: pd.Series, linked: LinkedRows, level: Level
) -> Rate:
    """D02U: weekly hours of the listed GPs per 1,000 residents."""
    return _hours(units, base, residents, linked, 1_000, 1.0)


def _open_capacity(
    units: pd.DataFrame, base: pd.DataFrame, residents: pd.Series, linked: LinkedRows, level: Level
) -> Rate:
    """D04: registered patients of practices without a stop, in percent of those of all with a known answer."""
    share = ratio_of_sums(units["value"].where(units["answer"] == "open", 0.0), units["value"], units["area"], base)
    return _percent(share)


def _contacts_rate(
    units: pd.DataFrame, base: pd.DataFrame, residents: pd.Series, linked: LinkedRows, level: Level
) -> Rate:
    """D09: contacts that IMA knows of the doctors of the area, per resident of that year; a count, not grossed up."""
    contacts = units.groupby("area")["value"].sum().reindex(base.index)
    then = linked.residents_at_ima
    people = then.loc[then["level"] == level.value].set_index("area")["residents"].reindex(base.index)
    return Rate(value=rate_per(contacts, people, per=1))


def _reach(units: pd.DataFrame, base: pd.DataFrame, residents: pd.Series, linked: LinkedRows, level: Level) -> Rate:
    """D10: attributed patients of the practices of the area, per resident."""
    patients = units.groupby("area")["value"].sum().reindex(base.index)
    return Rate(value=rate_per(patients, residents, per=1))


def _patients_per_fte(
    units: pd.DataFrame, base: pd.DataFrame, residents: pd.Series, linked: LinkedRows, level: Level
) -> Rate:
    """D05: registered patients of complete practices over the full-time equivalents of their doctors.

    GPs count at the mean hours of the answering GPs of the area, trainees at the Flemish mean and at their weight; the
    interval is that of the mean hours.
    """
    people = linked.read("SELECT practice, atom, role, hours_week, practice_complete FROM person ORDER BY unit")
    people["area"] = by_level(people, linked.membership, level)
    hours = people["hours_week"].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    people["hours"] = hours
    gps, trainees = people[people["role"] == "huisarts"], people[people["role"] == "haio"]
    grouped = gps.groupby("area")["hours"]
    mean = grouped.mean().reindex(base.index).fillna(gps["hours"].mean())
    listed = grouped.size().reindex(base.index).fillna(0)
    answered = grouped.count().reindex(base.index).fillna(0)
    lower, upper = mean_interval(mean, grouped.std().reindex(base.index), answered, listed)
    there = people[people["practice"].isin(units["practice"])]
    here = pd.crosstab(there["area"], there["role"]).reindex(
        index=base.index, columns=["huisarts", "haio"], fill_value=0
    )
    definitions = linked.definitions
    weight = trainees["hours"].mean() * definitions.trainee_weight
    training = (here["haio"] * weight).where(here["haio"] > 0, 0.0)
    patients = units.groupby("area")["value"].sum().reindex(base.index)

    def per_fte(hours_of_gps: pd.Series) -> pd.Series:
        own = (here["huisarts"] * hours_of_gps).where(here["huisarts"] > 0, 0.0)
        fte = (own + training) / definitions.fte_hours
        return patients / fte.where(fte > 0)

    bounds = pd.DataFrame({"lower": np.maximum(lower, 0), "upper": upper}, index=base.index)
    return Rate(value=per_fte(mean), lower=per_fte(bounds["upper"]), upper=per_fte(bounds["lower"]))


def _outflow(units: pd.DataFrame, base: pd.DataFrame, residents: pd.Series, linked: LinkedRows, level: Level) -> Rate:
    """D06: hours of GPs who plan to stop, in percent: low, middle and high, as the definition says."""
    plans = linked.read(
        "SELECT sum(desired_hours_week) AS wished, sum(hours_week) AS worked FROM person WHERE role = 'huisarts' "
        "AND career_5y = 'verminderen' AND hours_week IS NOT NULL AND desired_hours_week IS NOT NULL"
    )
    wished, worked = (float(number) if pd.notna(number) else np.nan for number in plans.iloc[0])
    cut = max(1 - wished / worked, 0.0) if worked > 0 else 0.0
    answer, hours = units["answer"], units["value"]
    part = answer.map({"stoppen": 1.0, "verminderen": cut}).fillna(0.0).astype(float)
    known = hours.where(answer != "weet_niet", 0.0)
    middle = _percent(ratio_of_sums(hours * part, known, units["area"], base))
    low = ratio_of_sums(hours.where(answer == "stoppen", 0.0), hours, units["area"], base)
    high = ratio_of_sums(hours.where(answer.isin(["stoppen", "weet_niet"]), 0.0), hours, units["area"], base)
    return Rate(value=middle.value, lower=middle.lower, upper=middle.upper, low=100 * low.value, high=100 * high.value)


def _share_of_contacts(
    units: pd.DataFrame, base: pd.DataFrame, residents: pd.Series, linked: LinkedRows, level: Level
) -> Rate:
    """M09, M09H: one kind of contact in percent of all contacts of the same GPs."""
    total = linked.read("SELECT unit, contacts_total FROM person WHERE contacts_total IS NOT NULL")
    contacts = units["unit"].map(total.set_index("unit")["contacts_total"].astype(float))
    return _percent(ratio_of_sums(units["value"], contacts, units["area"], base))


def _contact_hours(
    units: pd.DataFrame, base: pd.DataFrame, residents: pd.Series, linked: LinkedRows, level: Level
) -> Rate:
    """M10: mean hours a week with patients, by the middle set of minutes; the ends by the other two."""
    hours = _model_hours(units, linked)
    means = hours.groupby(units["area"]).mean().reindex(base.index)
    return Rate(value=means["contact_hours"], low=means["contact_hours_low"], high=means["contact_hours_high"])


def _without_patients(
    units: pd.DataFrame, base: pd.DataFrame, residents: pd.Series, linked: LinkedRows, level: Level
) -> Rate:
    """A04: what the hours with patients (M10) leave of all hours of the same GPs, in percent.

    More minutes per contact leave less: the low end is that of the most minutes.
    """
    hours = _model_hours(units, linked).groupby(units["area"]).sum().reindex(base.index)
    worked = units.groupby("area")["value"].sum().reindex(base.index)
    left = 100 * (1 - hours.div(worked.where(worked > 0), axis=0))
    left = left.where(base["count"] > 0)
    return Rate(value=left["contact_hours"], low=left["contact_hours_high"], high=left["contact_hours_low"])


def _model_hours(units: pd.DataFrame, linked: LinkedRows) -> pd.DataFrame:
    columns = ["contact_hours_low", "contact_hours", "contact_hours_high"]
    table = linked.read(f"SELECT unit, {', '.join(columns)} FROM person WHERE contact_hours IS NOT NULL")  # noqa: S608 - names above
    return table.set_index("unit").astype(float).reindex(units["unit"]).set_axis(units.index)


def _percent(part: Rate) -> Rate:
    return Rate(
        value=100 * part.value,
        lower=100 * pd.Series(part.lower),
        upper=(100 * pd.Series(part.upper)).clip(upper=100),
    )


def ratio_of_sums(numerator: pd.Series, denominator: pd.Series, area: pd.Series, base: pd.DataFrame) -> Rate:
    """Give the ratio of two sums over the same units per area, with its 95 % t interval for a finite population.

    The variance is that of the residuals, numerator minus ratio times denominator (Cochran, Sampling Techniques,
    1977, chapter 6).

    Parameters
    ----------
    numerator, denominator, area : one value per unit.
    base : per area ``count`` (units) and ``frame``.

    Returns
    -------
    The ratio with its bounds on the index of ``base``; the lower bound stops at zero. Missing where the denominator
    is zero or nobody answered, bounds below two answers.
    """
    sums = (
        pd.DataFrame({"over": numerator, "under": denominator, "area": area}).groupby("area")[["over", "under"]].sum()
    )
    sums = sums.reindex(base.index)
    ratio = sums["over"] / sums["under"].where(sums["under"] > 0)
    residual = numerator - area.map(ratio).astype(float) * denominator
    spread = residual.groupby(area).std().reindex(base.index) * base["count"] / sums["under"].where(sums["under"] > 0)
    lower, upper = mean_interval(ratio, spread, base["count"], base["frame"])
    bounds = pd.DataFrame({"lower": np.maximum(lower, 0), "upper": upper}, index=base.index)
    return Rate(value=ratio, lower=bounds["lower"], upper=bounds["upper"])


RATES: dict[str, Callable[[pd.DataFrame, pd.DataFrame, pd.Series, LinkedRows, Level], Rate]] = {
    "D01": _heads_rate,
    "D02": _fte_rate,
    "D02T": _trainee_fte_rate,
    "D02U": _hours_rate,
    "D04": _open_capacity,
    "D05": _patients_per_fte,
    "D06": _outflow,
    "D08": _active_rate,
    "D09": _contacts_rate,
    "D10": _reach,
    "M09": _share_of_contacts,
    "M09H": _share_of_contacts,
    "M10": _contact_hours,
    "A04": _without_patients,
}
