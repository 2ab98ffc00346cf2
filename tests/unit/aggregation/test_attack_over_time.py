"""What two releases of one year show together: corrections of a few, means that moved, areas that were redrawn."""

import numpy as np
import pandas as pd
import pytest

from aggregation.attack import Kind, attack, attack_pair, lay_together
from aggregation.attack.phrases import DERIVED
from bench.invented.released import Asked, leaks, release, shown_at, tiny_map

YES_NO = ("ja", "nee")
MAP = tiny_map([("g1", "k1", "e1"), ("g2", "k1", "e2"), ("g3", "k2", "e2"), ("g4", "k2", "e1"), ("g5", "k3", "e3")])
COUNTS = np.array([[20, 30], [25, 35], [30, 40], [22, 28], [40, 40]])
AT_KRING = shown_at("kring")


def table(counts: np.ndarray = COUNTS, membership: pd.DataFrame = MAP, shows=AT_KRING, **asked) -> dict:
    return release(membership, [Asked(counts=counts, options=YES_NO, shows=shows, **asked)])


def told(old: dict, new: dict) -> set[tuple[str, str]]:
    verdict = attack_pair(old, new)
    assert {finding.kind for finding in verdict.found} <= {Kind.OVER_TIME}
    # The instances show so little that large totals can be added up in each release alone.
    found = [finding for finding in verdict.found if finding.message != DERIVED[0]]
    return {(area, finding.category) for finding in found for area in finding.areas}


def with_mean(tables: dict, values: dict[str, float]) -> dict:
    """Add a mean beside the count of each area."""
    rows = tables["cell"].query("category == 'total' and confidentiality == 'F'")
    means = rows.loc[rows["area"].isin(values)].assign(measure="mean")
    means["value"] = means["area"].map(values)
    return tables | {"cell": pd.concat([tables["cell"], means.astype(tables["cell"].dtypes.to_dict())])}


def test_nothing_new_is_told_by_the_same_numbers_or_fewer_of_them() -> None:
    old = table(shows=shown_at("vlaanderen", "kring"))
    assert attack_pair(old, table(shows=shown_at("kring"))).safe
    assert attack_pair(old, old).safe


@pytest.mark.parametrize("change", [[3, 0], [-4, 0], [1, -1], [0, 2]])
def test_a_change_of_a_few_is_told(change: list[int]) -> None:
    corrected = COUNTS.copy()
    corrected[0] += change
    assert ("kring:k1", "ja" if change[0] else "nee") in told(table(), table(corrected))


def test_a_change_of_many_is_not() -> None:
    corrected = COUNTS.copy()
    corrected[0] += [12, 9]
    assert not told(table(), table(corrected))


def test_changes_of_many_that_leave_a_few_by_subtraction_are_told() -> None:
    corrected = COUNTS.copy()
    corrected[2] += [9, 9]
    corrected[3] += [2, 9]

    def shows(_level: str, area: str, *_: object) -> bool:
        return area in {"k2", "g3"}

    found = told(table(shows=shows), table(corrected, shows=shows))
    assert found == {("gemeente:g4", "ja")}


def test_a_mean_that_moved_while_hardly_anybody_came_is_told() -> None:
    asked = {"options": (), "indicator": "A01"}
    tables = release(MAP, [Asked(counts=COUNTS[:, :1] + 20, shows=shown_at("kring"), **asked)])
    old = with_mean(tables, {"k1": 40.0, "k2": 41.0, "k3": 44.2})
    assert told(old, with_mean(tables, {"k1": 40.0, "k2": 41.1, "k3": 43.2})) == {("kring:k3", "total")}
    many = COUNTS[:, :1] + np.array([[20], [20], [20], [20], [40]])
    more = release(MAP, [Asked(counts=many, shows=shown_at("kring"), **asked)])
    assert not told(old, with_mean(more, {"k1": 40.0, "k2": 41.0, "k3": 43.2}))


def test_the_response_by_role_is_compared_as_well() -> None:
    tables = table()
    rows = [("kring", "k1", "huisarts", 90, 60), ("kring", "k1", "haio", 30, 20)]
    response = pd.DataFrame(rows, columns=["level", "area", "role", "invited", "answered"]).assign(year=2024)
    later = response.assign(answered=[60, 22])
    assert ("kring:k1", "haio") in told(tables | {"response": response}, tables | {"response": later})
    assert not told(tables | {"response": response}, tables | {"response": response})


def test_an_answer_of_a_practice_off_the_map_that_changed_is_told() -> None:
    asked = {"unit": "practice", "disclosure": "public", "totals_public": True, "indicator": "P03"}
    corrected = COUNTS.copy()
    corrected[4] += [1, -1]  # the map stays as it was: it was one of those that are not on it
    mapped = [(atom, YES_NO[option]) for (atom, option), count in np.ndenumerate(COUNTS) for _ in range(int(count) - 9)]
    practice = MAP.iloc[[atom for atom, _ in mapped]].assign(P03=[answer for _, answer in mapped])
    old, new = (
        table(counts, shows=lambda *_: True, **asked) | {"practice": practice} for counts in (COUNTS, corrected)
    )
    assert attack(old).safe
    assert attack(new).safe
    assert ("gemeente:g5", "ja") in told(old, new)


def with_map(hidden: dict[tuple[int, str], set[int]]) -> dict:
    """Ask a public question of practices: those numbered in ``hidden``, per atom and answer, are kept off the map."""
    asked = {"unit": "practice", "disclosure": "public", "totals_public": True, "indicator": "P03"}
    rows = [
        MAP.iloc[atom].to_dict() | {"P03": YES_NO[option], "longitude": 4 + number / 100, "latitude": 51.0}
        for (atom, option), count in np.ndenumerate(COUNTS)
        for number in range(int(count))
        if number not in hidden[atom, YES_NO[option]]
    ]
    return table(shows=lambda *_: True, **asked) | {"practice": pd.DataFrame(rows)}


NINE_OFF = {(atom, answer): set(range(9)) for atom in range(5) for answer in YES_NO}


def test_a_practice_that_leaves_the_map_isolates_nobody_but_was_known() -> None:
    later = NINE_OFF | {(0, "ja"): set(range(10))}
    assert not told(with_map(NINE_OFF), with_map(later))
    assert not told(with_map(later), with_map(NINE_OFF))


def test_companions_that_change_places_leave_whom_they_hid_alone() -> None:
    # Either map hides six, and the numbers are the same; one of the six is on neither map.
    old, new = (with_map(NINE_OFF | {(0, "ja"): {0, *others}}) for others in (range(1, 6), range(6, 11)))
    assert attack(old).safe
    assert attack(new).safe
    assert ("gemeente:g1", "ja") in told(old, new)


def test_an_area_that_lost_a_municipality_shows_that_municipality() -> None:
    counts = COUNTS.copy()
    counts[1] = [3, 30]
    moved = MAP.assign(kring=["k1", "k3", "k2", "k2", "k3"])
    old, new = table(counts), table(counts, moved)
    assert not leaks(attack(old))
    assert not leaks(attack(new))
    found = attack_pair(old, new)
    assert {finding.kind for finding in found.found} == {Kind.OVER_TIME}
    assert "gemeente:g2" in {area for finding in found.found for area in finding.areas}


def test_maps_that_do_not_fit_are_no_proof() -> None:
    other = MAP.assign(gemeente=["g1", "g2", "g3", "g4", "g9"])
    assert not attack_pair(table(), table(membership=other)).safe
    split = MAP.assign(postcode=["9000", "", "", "", ""])
    assert attack_pair(table(), table(membership=split)).safe


def showing(*areas: str, counts: np.ndarray = COUNTS, **changes: object) -> dict:
    return table(counts, shows=lambda _level, area, *_: area in areas) | changes


def test_what_three_releases_show_together_is_told() -> None:
    counts = COUNTS.copy()
    counts[0] = [2, 30]
    g1 = [("gemeente", "g1"), ("gemeente", "g2")]
    first, second, third = (showing(area, counts=counts) for area in ("k1", "e2", "g3"))
    for old, new in ((first, second), (first, third), (second, third)):
        assert ("gemeente:g1", "ja") not in told(old, new)
    together = lay_together([second, first])  # k1 - (e2 - g3) leaves g1
    assert together is not None
    assert told(together, third) >= {(f"{level}:{area}", "ja") for level, area in g1[:1]}


def test_a_corrected_question_is_not_mixed_with_its_older_numbers() -> None:
    corrected = COUNTS.copy()
    corrected[2] += [12, 9]
    older, newest = showing("k1", "k2"), showing("k2", "k3", counts=corrected)
    assert lay_together([newest, older]) is None
    assert lay_together([newest]) is None
    assert lay_together([older, older]) is None
    other_year = {name: frame.assign(year=2025) if "year" in frame else frame for name, frame in older.items()}
    assert lay_together([newest, other_year]) is None
    moved = older | {"membership": MAP.assign(kring=MAP["kring"].replace("k3", "k2"))}
    assert lay_together([showing("k2"), moved]) is None


def test_response_and_maps_of_all_releases_are_laid_together() -> None:
    rows = [("kring", "k1", "huisarts", 90, 60), ("kring", "k2", "huisarts", 30, 20)]
    response = pd.DataFrame(rows, columns=["level", "area", "role", "invited", "answered"]).assign(year=2024)
    response["answered"] = response["answered"].astype("Int64")
    practice = MAP.assign(practice=MAP["atom"], longitude=4.0, latitude=51.0, P01="geen").drop(columns="atom")
    older = table() | {"response": response, "practice": practice.iloc[:4]}
    blank_response = response.assign(answered=response["answered"].mask([True, False]))
    newest = table() | {"response": blank_response, "practice": practice.iloc[1:]}
    together = lay_together([newest, older])
    assert together is not None
    assert together["response"]["answered"].tolist() == [60, 20]
    assert len(together["practice"]) == 5


def test_what_a_correction_left_alone_is_laid_together() -> None:
    counts = COUNTS.copy()
    counts[0] = [2, 30]
    corrected = counts.copy()
    corrected[4] += [12, 9]  # in g5, far from g1
    old, new = showing("k1", "k2", "k3", "e1", counts=counts), showing("k1", "k2", "k3", "g4", counts=corrected)
    assert not leaks(attack(old))
    assert not leaks(attack(new))
    assert ("gemeente:g1", "ja") in told(old, new)  # e1 of the old one less g4 of the new one


def test_where_the_corrected_municipality_is_known_the_rest_of_its_areas_is_laid_together() -> None:
    counts = COUNTS.copy()
    counts[0] = [2, 30]
    corrected = counts.copy()
    corrected[1] += [12, 9]  # in g2, which shares k1 with g1
    old, new = showing("k1", "k2", "e1", counts=counts), showing("k1", "k2", "g4", counts=corrected)
    assert not leaks(attack(old))
    assert not leaks(attack(new))
    assert ("gemeente:g1", "ja") in told(old, new)


def test_a_correction_in_the_same_place_as_what_is_withheld_tells_nothing() -> None:
    counts = COUNTS.copy()
    corrected = counts.copy()
    corrected[0] += [12, 9]
    old, new = showing("vlaanderen", "VL", counts=counts), showing("VL", counts=corrected)
    assert ("gemeente:g1", "ja") not in told(old, new)
