"""A year put back as it was published is that year, cell for cell, and shows nobody who left the map since."""

import numpy as np
import pandas as pd

from aggregation.attack import Truth, attack, attack_pair
from aggregation.release.certificate import build_certificate
from aggregation.release.corrections import inherit_patterns, keep_years, newest_with
from bench.invented.released import Asked, leaks, release, shown_at, tiny_map

MAP = tiny_map([("g1", "k1", "e1"), ("g2", "k1", "e2"), ("g3", "k2", "e2")])
COUNTS = np.array([[20, 30], [25, 35], [30, 40]])
PRACTICE = pd.DataFrame({"year": 2024, "practice": ["x", "y"], "gemeente": ["g1", "g2"], "P01": ["geen", "volledig"]})


def year_of(year: int, counts: np.ndarray = COUNTS, practice: pd.DataFrame = PRACTICE) -> dict[str, pd.DataFrame]:
    asked = [Asked(counts=counts, options=("ja", "nee"), shows=shown_at("kring"))]
    tables = release(MAP, asked) | {"practice": practice}
    return {name: frame.assign(year=year) if "year" in frame else frame for name, frame in tables.items()}


def both(one: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    two = {name: pd.concat([one[name], other[name]], ignore_index=True) for name in one}
    return two | {"indicator": one["indicator"]}


def of(frame: pd.DataFrame, year: int) -> list[tuple[object, ...]]:
    return sorted(map(tuple, frame.loc[frame["year"] == year].astype(str).to_numpy()))


CORRECTED = COUNTS + np.array([[1, 0], [0, 0], [0, 0]])


def test_a_kept_year_is_what_was_published_and_other_years_are_new() -> None:
    old = both(year_of(2024), year_of(2025))
    new = both(year_of(2024, CORRECTED), year_of(2025, COUNTS + 50))
    assert {finding.year for finding in attack_pair(old, new).found} == {2024}
    kept = keep_years(new, {2024: old})
    assert attack_pair(old, kept).safe
    for name in ("cell", "membership"):
        assert of(kept[name], 2024) == of(old[name], 2024)
        assert of(kept[name], 2025) == of(new[name], 2025)


def test_the_map_of_a_kept_year_stays_only_when_nothing_on_it_changed() -> None:
    new_keys = PRACTICE.assign(practice=["q", "r"])
    for map_now, left in ((new_keys, 2), (new_keys.iloc[:1], 0), (new_keys.assign(P01="geen"), 0)):
        kept = keep_years(year_of(2024, CORRECTED, map_now), {2024: year_of(2024)})
        assert len(kept["practice"]) == left
    withdrawn = {name: frame for name, frame in year_of(2024).items() if name != "practice"}
    assert keep_years(year_of(2024, CORRECTED), {2024: withdrawn})["practice"].empty


def test_what_the_registry_no_longer_knows_stays_out() -> None:
    old = year_of(2024)
    old["cell"] = pd.concat([old["cell"], old["cell"].assign(indicator="X99")], ignore_index=True)
    kept = keep_years(year_of(2024, CORRECTED), {2024: old})
    assert set(kept["cell"]["indicator"]) == {"A05"}


def test_the_last_release_that_published_the_year_is_taken() -> None:
    shown = {"c": year_of(2025), "b": year_of(2024, CORRECTED), "a": year_of(2024)}
    assert newest_with(2024, shown) == "b"
    assert newest_with(2023, shown) is None


def test_a_kept_year_is_attacked_without_the_truth_of_its_correction() -> None:
    rows = [
        {"atom": f"a{atom:04d}", "answer": ("ja", "nee")[option], "practice": f"{atom}-{option}-{number}"}
        for (atom, option), count in np.ndenumerate(CORRECTED)
        for number in range(count)
    ]
    units = pd.DataFrame(rows).assign(indicator="A05", year=2024, doctors=1, value=np.nan, hidden=False)
    units["unit"] = np.arange(len(units))
    kept = year_of(2024)
    assert not attack(kept, truth=Truth(units=units)).safe
    verdict = attack(kept, truth=Truth(units=units, years=frozenset()))
    assert not leaks(verdict)
    assert not verdict.with_truth


def test_the_certificate_names_the_releases_it_was_attacked_with_and_the_years_kept() -> None:
    old, new = year_of(2024), year_of(2024, CORRECTED)
    pair = attack_pair(old, new)
    certificate = build_certificate(attack(new), tables=new, beside={"r1": pair}, kept={2024: "r1"})
    assert certificate["verdict"] == "unsafe"
    assert [entry["release"] for entry in certificate["over_time"]] == ["r1"]
    assert certificate["over_time"][0]["verdict"] == "unsafe"
    assert certificate["over_time"][0]["attacks"]["over_time"] > 0
    assert certificate["kept"] == {"2024": "r1"}
    assert {"exact", "group", "interval", "zeros", "reading", "total"} <= set(certificate["seconds"])


def test_a_narrowed_year_shows_nothing_that_was_withheld_and_leaves_other_years_alone() -> None:
    old = both(year_of(2024), year_of(2025))
    response = pd.DataFrame(
        {"year": [2024, 2025], "level": "kring", "area": "k1", "role": "huisarts", "answered": pd.array([None, 9])}
    )
    asked = [Asked(counts=COUNTS, options=("ja", "nee"), shows=shown_at("elz", "kring"))]
    wide = release(MAP, asked) | {"practice": PRACTICE}
    wide = {name: frame.assign(year=2024) if "year" in frame else frame for name, frame in wide.items()}
    now = response.assign(answered=[7, 9])
    new = both(wide, year_of(2025)) | {"response": now}
    narrowed = inherit_patterns(new, 2024, [old | {"response": response}])
    assert of(narrowed["cell"], 2024) == of(old["cell"], 2024)
    assert of(narrowed["cell"], 2025) == of(new["cell"], 2025)
    assert narrowed["response"]["answered"].isna().tolist() == [True, False]
    assert of(new["cell"], 2024) != of(old["cell"], 2024)
    assert now["answered"].tolist() == [7, 9]
