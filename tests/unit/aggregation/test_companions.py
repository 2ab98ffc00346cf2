"""Practices off the map never stand alone with an answer in Flanders, where there are companions to be had."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest

from aggregation.indicators import INDICATORS
from aggregation.year.answers import Answers
from aggregation.year.companions import MOST, choose_companions, still_off

MEMBERSHIP = pd.DataFrame(
    [{"atom": f"a{i}", "gemeente": f"G{i}", "kring": f"K{i // 4}", "elz": f"Z{i // 3}"} for i in range(24)]
)


def answers(asked: set[int], *, size: int = 900, seed: int = 1) -> list[Answers]:
    """Practices 0 … size-1 with a patient stop and disciplines; those in ``asked`` opted out."""
    rng = np.random.default_rng(seed)
    units = pd.DataFrame({"unit": np.arange(size), "practice": np.arange(size), "role": None, "value": np.nan})
    units["atom"] = rng.choice(MEMBERSHIP["atom"], size)
    units["doctors"] = rng.integers(1, 6, size)
    units["hidden"] = units["unit"].isin(asked)
    stop = units.assign(answer=rng.choice(["geen", "gedeeltelijk", "volledig"], size, p=[0.3, 0.55, 0.15]))
    many = ["verpleegkundige", "verpleegkundige|psycholoog", "podoloog", "psycholoog"]
    team = units.assign(answer=rng.choice(many, size, p=[0.5, 0.3, 0.05, 0.15]))
    return [
        Answers(indicator=INDICATORS[name], units=rows, frame_counts=pd.DataFrame())
        for name, rows in (("P01", stop), ("P14", team))
    ]


def off_the_map(given: list[Answers]) -> list[pd.DataFrame]:
    chosen = choose_companions(given, MEMBERSHIP, practices=3, doctors=5)
    return [entry.units[entry.units["hidden"] | entry.units["unit"].isin(chosen)] for entry in given]


def test_nobody_needs_companions_where_nobody_opted_out() -> None:
    assert choose_companions(answers(set()), MEMBERSHIP, practices=3, doctors=5) == frozenset()


@pytest.mark.parametrize("seed", range(5))
def test_every_answer_of_flanders_has_company(seed: int) -> None:
    stop, team = off_the_map(answers({3, 500}, seed=seed))
    for code, count in Counter(stop["answer"]).items():
        assert count >= 3, code
        assert stop.loc[stop["answer"].eq(code), "doctors"].sum() >= 5
    assert set(stop["answer"]) == {"geen", "gedeeltelijk", "volledig"}  # a zero would tell what none of them said
    for code in ("verpleegkundige", "psycholoog", "podoloog"):
        has = team["answer"].str.split("|").map(lambda given, code=code: code in given)
        assert has.sum() >= 3
        assert (~has).sum() >= 3


def test_companions_are_few_and_were_on_the_map() -> None:
    given = answers({3, 500})
    chosen = choose_companions(given, MEMBERSHIP, practices=3, doctors=5)
    assert 0 < len(chosen) <= MOST * 900
    assert not chosen & {3, 500}


def test_the_choice_does_not_hang_on_the_order_of_the_rows() -> None:
    given = answers({3, 500})
    turned = [Answers(indicator=e.indicator, units=e.units[::-1], frame_counts=e.frame_counts) for e in given]
    assert choose_companions(given, MEMBERSHIP, practices=3, doctors=5) == choose_companions(
        turned, MEMBERSHIP, practices=3, doctors=5
    )


def test_the_last_places_are_kept_for_a_rare_answer_that_only_another_region_gives() -> None:
    given = answers({3}, size=240)
    stop, team = (entry.units for entry in given)
    rare = stop["unit"].isin([40, 41, 42, 43])
    atoms = stop["atom"].mask(stop["unit"] == 3, "a0").mask(rare, "a20")
    stop = stop.assign(atom=atoms, answer=stop["answer"].replace("volledig", "geen").mask(rare, "volledig"))
    team = team.assign(atom=atoms)
    given = [
        Answers(indicator=entry.indicator, units=units, frame_counts=entry.frame_counts)
        for entry, units in zip(given, (stop, team), strict=True)
    ]
    off, *_ = off_the_map([given[0], *[given[1]] * 12])  # many questions make the first practice of an area dear
    assert Counter(off["answer"])["volledig"] >= 3


def could_show(given: list[Answers]) -> pd.DataFrame:
    """Give each practice that did not opt out a place of its own, but for every tenth."""
    stop, team = (entry.units.set_index("unit")["answer"] for entry in given)
    rows = given[0].units.loc[~given[0].units["hidden"], ["unit", "atom"]].rename(columns={"atom": "gemeente"})
    return rows.assign(
        longitude=3 + rows["unit"].where(rows["unit"] % 10 > 0, 0) / 1000,
        latitude=51.0,
        P01=rows["unit"].map(stop),
        P14=rows["unit"].map(team),
    )


def test_companions_of_a_published_map_stay_and_one_more_that_opts_out_gets_company() -> None:
    before, after = answers({3, 500}), answers({3, 500, 77})
    first = choose_companions(before, MEMBERSHIP, practices=3, doctors=5)
    assert first
    everybody = could_show(before)
    published = everybody[~everybody["unit"].isin(first)].drop(columns="unit").sample(frac=1, random_state=3)
    now = could_show(after)
    changed = now["P01"].mask(now["unit"].eq(401), "geen").mask(now["unit"].eq(402), "volledig")
    stay = still_off(now.assign(P01=changed), [published])
    twins = everybody.drop(columns="unit").duplicated(keep=False)  # of practices that look alike any may be the one
    assert stay - set(everybody.loc[twins, "unit"]) == first - {77} - set(everybody.loc[twins, "unit"])
    assert len(stay) == len(first - {77})
    second = choose_companions(after, MEMBERSHIP, practices=3, doctors=5, stay=stay)
    assert stay <= second
    assert not second & {3, 500, 77}


def test_the_map_of_other_answers_keeps_nobody_off() -> None:
    everybody = could_show(answers({3}))
    assert still_off(everybody, [everybody.drop(columns="unit").head(600)]) == frozenset()
