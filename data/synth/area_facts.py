"""Invented published totals per municipality: projected residents, increased reimbursement, places in care homes."""

import numpy as np
import pandas as pd

from data.synth.arrays import stream

AHEAD = (5, 10, 15)
"""Years after the survey that are projected."""

GROWTH = {"0-17": 0.000, "18-64": 0.001, "65-79": 0.012, "80+": 0.022}
"""Yearly growth by age class: about 4 % more heads in ten years, and a fifth more of the oldest."""

REIMBURSED = 0.115
"""Share of Flemish under-65s with increased reimbursement; municipalities run from about 5 to 25 %."""

_SPREAD = 0.4
_PLACES_PER_OLDEST = 0.2
_COLUMNS = ["nis", "postcode", "year", "fact", "value", "source"]


def residents(population: pd.DataFrame, year: int, earlier: int) -> pd.DataFrame:
    """Give the residents of a delivery: those of its survey year, and those of an earlier year beside them.

    Parameters
    ----------
    population : [nis, postcode, age_class, residents] of the survey year.
    earlier : the year of IMA, by whose residents D09 divides.
    """
    since = (1 + population["age_class"].map(GROWTH)) ** (year - earlier)
    before = population.assign(year=earlier, residents=(population["residents"] / since).round().astype("int64"))
    return pd.concat([population.assign(year=year), before], ignore_index=True)


def area_facts(population: pd.DataFrame, year: int, seed: int) -> pd.DataFrame:
    """Give the facts of one delivery, in the columns of the contract.

    Parameters
    ----------
    population : [nis, postcode, age_class, residents] of the survey year.
    """
    parts = population[["nis", "postcode"]].drop_duplicates().reset_index(drop=True)
    rng = stream(seed, "area_facts", 0)
    poorer = pd.Series(np.exp(rng.normal(0, _SPREAD, len(parts)) - _SPREAD**2 / 2), index=parts.index)
    growing = pd.Series(rng.normal(0, 0.003, len(parts)), index=parts.index)
    share = (REIMBURSED * poorer).clip(0.03, 0.30).round(4)
    told = [parts.assign(year=year - 1, fact="vt_under_65", value=share, source="Fictief register")]
    oldest = population[population["age_class"] == "80+"].merge(parts, on=["nis", "postcode"], how="right")
    places = (oldest["residents"].fillna(0) * _PLACES_PER_OLDEST).round()
    told.append(parts.assign(year=year, fact="care_home_places", value=places, source="Fictieve lijst"))
    everybody = population.merge(parts.assign(growing=growing), on=["nis", "postcode"])
    for ahead in AHEAD:
        rate = 1 + everybody["age_class"].map(GROWTH) + everybody["growing"]
        told.append(
            everybody.assign(
                year=year + ahead,
                fact="residents_projected:" + everybody["age_class"].astype(str),
                value=(everybody["residents"] * rate**ahead).round(),
                source="Fictieve vooruitzichten",
            )
        )
    return pd.concat(told, ignore_index=True)[_COLUMNS]
