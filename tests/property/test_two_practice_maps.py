"""Two releases with different practice maps: either the attack on the pair objects, or nobody follows from both."""

import random

import numpy as np
import pandas as pd
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from aggregation.attack import Limits, attack, attack_pair
from aggregation.protect import Question, Thresholds, protect
from bench.invented.released import Asked, release, tiny_map
from data.terms import Disclosure, Level, UnitCounted
from tests.property.test_attack_brute_force import cell_vector, small_groups

LEVELS = (Level.VLAANDEREN, Level.ELZ, Level.KRING, Level.GEMEENTE)
LIMITS = Limits(practices_protected=3, doctors_in_practices=1, findings_per_table=1000)
THRESHOLDS = Thresholds(practices_protected=3, doctors_in_practices=1)
ANSWERS = ("ja", "nee")


class World:
    """Some practices in three or four municipalities, and who of them stays off the map of a release."""

    def __init__(self, rng: random.Random) -> None:
        atoms = rng.choice([3, 4])
        places = [(f"g{index}", f"k{rng.randrange(2)}", f"e{rng.randrange(2)}") for index in range(atoms)]
        self.membership = tiny_map(places)
        self.counts = np.array([[rng.choice([0, 1, 3, 4]) for _ in ANSWERS] for _ in range(atoms)])
        cells = [(atom, option) for atom, option in np.ndindex(*self.counts.shape)]
        self.practices = pd.DataFrame(
            [cell for cell in cells for _ in range(int(self.counts[cell]))], columns=["atom", "option"]
        )

    def release(self, off: set[int]) -> dict[str, pd.DataFrame]:
        """Protect and lay out what is shown while these practices stay off the map."""
        units = pd.DataFrame(
            {
                "unit": self.practices.index,
                "atom": self.membership["atom"].to_numpy()[self.practices["atom"]],
                "practice": self.practices.index,
                "doctors": 1,
                "answer": np.array(ANSWERS)[self.practices["option"]],
                "value": np.nan,
                "hidden": self.practices.index.isin(off),
            }
        )
        question = Question(
            indicator="P03",
            frame="f",
            unit_counted=UnitCounted.PRACTICE,
            disclosure=Disclosure.PUBLIC,
            options=ANSWERS,
            multiple=False,
            headline=(),
            levels=LEVELS,
            totals_public=True,
            units=units,
        )
        shown = protect([question], self.membership, THRESHOLDS).shown
        flags = shown.loc[shown["aspect"] == "count"].set_index(["level", "area", "category"])["shown"].to_dict()
        asked = Asked(
            counts=self.counts,
            options=ANSWERS,
            shows=lambda level, area, category, *_: category == "total" or flags[level, area, category],
            indicator="P03",
            unit="practice",
            disclosure="public",
            totals_public=True,
        )
        rows = units.loc[~units["hidden"], ["unit", "atom", "answer"]].merge(self.membership, on="atom")
        practice = rows.assign(longitude=3 + rows["unit"] / 100, latitude=51.0, P03=rows["answer"])
        return release(self.membership, [asked]) | {"practice": practice.drop(columns=["unit", "answer", "atom"])}

    def gives_away(self, releases: list[dict[str, pd.DataFrame]], off: set[int]) -> bool:
        """Whether all that fits the shown cells and every map agrees on a few practices that are on none of them."""
        mapped = np.zeros_like(self.counts)
        known = self.practices.loc[~self.practices.index.isin(off)]
        np.add.at(mapped, (known["atom"], known["option"]), 1)
        equations = []
        for tables in releases:
            free = tables["cell"].loc[tables["cell"]["count"].notna()]
            for row in free.rename(columns={"count": "count_"}).itertuples(index=False):
                vector = cell_vector(tables, row.level, row.area, row.category)
                equations.append((vector, int(row.count_) - int(vector @ mapped.ravel())))
        # The total of each municipality is shown: what is open is how many of its practices said yes.
        totals = (self.counts - mapped).sum(axis=1)
        yes = np.stack(np.meshgrid(*(np.arange(total + 1) for total in totals), indexing="ij"), axis=-1)
        yes = yes.reshape(-1, len(totals))
        every = np.stack([yes, totals - yes], axis=-1).reshape(len(yes), -1)
        for vector, count in equations:
            every = every[every @ vector == count]
        return small_groups(every, mapped.size, public=True)


@given(st.integers(min_value=0, max_value=10**6), st.booleans())
@settings(max_examples=25, deadline=None)
def test_a_pair_of_maps_holds_or_is_refused(seed: int, companions_change: bool) -> None:
    rng = random.Random(seed)  # noqa: S311 - repeatable instances
    world = World(rng)
    everybody = list(world.practices.index)
    assume(everybody)
    first = {number for number in everybody if rng.random() < 0.5}
    back = {number for number in first if rng.random() < 0.4} if companions_change else set()
    later = (first - back) | {number for number in everybody if rng.random() < 0.2}
    old, new = world.release(first), world.release(later)
    for tables, off in ((old, first), (new, later)):
        assert attack(tables, limits=LIMITS).safe
        assert not world.gives_away([tables], off)
    if attack_pair(old, new, limits=LIMITS).safe:
        assert not world.gives_away([old, new], first & later)
