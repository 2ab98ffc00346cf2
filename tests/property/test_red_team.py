"""The outside statistician against the protection, on country after country: overlapping areas made to leave one GP.

Kringen and zones are redrawn so that one is the other but for one small municipality each way, which is what gave
single values back before sums were decided together. What the protection then shows is attacked with the truth.
"""

import numpy as np
import pandas as pd
import pytest

from aggregation.attack import Kind, Truth, attack
from aggregation.protect import Question, Thresholds, protect
from bench.invented.countries import invent_country
from bench.invented.released import Asked, release
from data.terms import Disclosure, Level, UnitCounted

QUESTIONS = {"M01": 0.97, "A01": 0.6}
"""Questions, and which part of the GPs has a value."""

LEVELS = (Level.VLAANDEREN, Level.KRING, Level.ELZ)


def crossed(seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Invent a country in which zone and kring differ by one GP in one municipality each way, wherever that fits.

    Returns
    -------
    Membership per atom, and the GPs (atom, practice, unit).
    """
    country = invent_country(seed, columns=8, rows=6, doctors=700)
    rng = np.random.default_rng(seed)
    places = country.membership.copy()
    places["kring"] = places["elz"].str.replace("e", "k")
    zones = sorted(set(places["elz"]))
    few = []
    for zone, next_zone in zip(zones[::2], zones[1::2], strict=False):
        inside, outside = (places.index[places["elz"] == one] for one in (zone, next_zone))
        if len(inside) < 3 or len(outside) < 3:
            continue
        gone, taken = rng.choice(inside), rng.choice(outside)
        places.loc[[gone, taken], "kring"] = ["k" + next_zone[1:], "k" + zone[1:]]
        few += [places.loc[gone, "atom"], places.loc[taken, "atom"]]
    doctors = country.doctors
    return places, doctors.loc[~(doctors["atom"].isin(few) & doctors.duplicated("atom"))]


def question(indicator: str, doctors: pd.DataFrame, seed: int, part: float) -> Question:
    """Ask a magnitude of part of the GPs."""
    rng = np.random.default_rng(seed)
    units = doctors.loc[rng.random(len(doctors)) < part].reset_index(drop=True)
    values = rng.lognormal(7, 0.8, len(units)).round()
    return Question(
        indicator=indicator,
        frame=indicator,
        unit_counted=UnitCounted.DOCTOR,
        disclosure=Disclosure.PROTECTED,
        options=(),
        multiple=False,
        headline=(),
        levels=LEVELS,
        totals_public=False,
        units=units.assign(doctors=1, answer=pd.NA, value=values, hidden=False),
    )


def laid_out(asked: list[Question], places: pd.DataFrame, shown: pd.DataFrame | None) -> dict[str, pd.DataFrame]:
    """Lay out counts and means as the pattern shows them; everything without a pattern."""
    atoms = {atom: number for number, atom in enumerate(places["atom"])}
    free: set[tuple[str, ...]] = set()
    if shown is not None:
        free = set(
            shown.loc[shown["shown"], ["indicator", "aspect", "level", "area"]].itertuples(index=False, name=None)
        )
    tables = []
    for one in asked:
        counts = np.bincount(one.units["atom"].map(atoms), minlength=len(atoms))[:, None]
        tables.append(
            Asked(
                counts=counts,
                options=(),
                shows=lambda level, area, *_, name=one.indicator: shown is None or (name, "count", level, area) in free,
                indicator=one.indicator,
                frame=one.indicator,
                levels=[level.value for level in LEVELS],
            )
        )
    made = release(places.sort_values("atom", ignore_index=True).assign(year=2024, postcode=""), tables)
    means = []
    for one in asked:
        units = one.units.merge(places, on="atom")
        for level in LEVELS:
            areas = {"VL": units} if level is Level.VLAANDEREN else dict(tuple(units.groupby(level.value)))
            for area, part in areas.items():
                if shown is None or (one.indicator, "magnitude", level.value, area) in free:
                    means.append((one.indicator, level.value, area, len(part), round(part["value"].mean(), 1)))
    rows = pd.DataFrame(means, columns=["indicator", "level", "area", "count", "value"])
    rows = rows.assign(category="total", measure="mean", frame=rows["count"], confidentiality="F", year=2024)
    made["cell"] = pd.concat([made["cell"], rows], ignore_index=True)
    return made


def found(made: dict[str, pd.DataFrame], asked: list[Question]) -> list:
    units = pd.concat([one.units.assign(indicator=one.indicator, year=2024) for one in asked], ignore_index=True)
    verdict = attack(made, truth=Truth(units=units))
    assert not [one for one in verdict.gave_up if one.kind is Kind.MAGNITUDE]
    return [one for one in verdict.found if one.kind is Kind.MAGNITUDE]


@pytest.mark.parametrize("seed", range(8))
def test_no_combination_of_shown_means_rests_on_few_gps(seed: int) -> None:
    places, doctors = crossed(seed)
    asked = [question(name, doctors, seed + number, part) for number, (name, part) in enumerate(QUESTIONS.items())]
    everything = laid_out(asked, places, None)
    assert found(everything, asked), "the geography leaves single GPs when every mean is shown"
    shown = protect(asked, places, Thresholds()).shown
    kept = shown.loc[shown["shown"] & shown["aspect"].eq("magnitude") & shown["level"].isin(["kring", "elz"])]
    assert len(kept) > 10, "a pattern that shows nothing proves nothing"
    assert not found(laid_out(asked, places, shown), asked)
