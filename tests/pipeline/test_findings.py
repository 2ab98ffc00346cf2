"""The nine ways in which an outsider once told single doctors and practices from releases that were called safe.

Each is made again by undoing just the rule that stops it, is found by the attack (or refused by ``publish``), and the
same deliveries as the product releases them are safe. What is tried at length elsewhere is named beside it.
"""

import json
import shutil
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from aggregation.attack import Kind, Limits, Truth, Verdict, attack, attack_pair, classes
from aggregation.protect import Question, Thresholds
from aggregation.release.certificate import build_certificate, public_certificate
from aggregation.release.prove import prove, vintages
from aggregation.year.nested import nested_counts
from bench.invented.corrected import THRESHOLDS, invent, tabulate
from bench.invented.protected import lay_out, pattern, practice_map, rows_behind
from cli import cli
from data.terms import Disclosure, Level, UnitCounted
from tests.foreign.deliveries import write_island
from tests.pipeline.test_corrections import write_correction
from tests.unit.aggregation.test_nested import published

LEVELS = (Level.VLAANDEREN, Level.KRING, Level.ELZ)
ALL_LEVELS = (*LEVELS, Level.GEMEENTE)

Tables = dict[str, pd.DataFrame]


def country(**places: str) -> pd.DataFrame:
    """Give municipalities, each with its kring and its zone, one letter each."""
    rows = [(atom, atom, *two) for atom, two in places.items()]
    return pd.DataFrame(rows, columns=["atom", "gemeente", "kring", "elz"])


def units(people: dict[str, int], *, doctors: int = 1) -> pd.DataFrame:
    """Give so many units per municipality, every one with a practice of its own."""
    atoms = [atom for atom, number in people.items() for _ in range(number)]
    rows = pd.DataFrame({"unit": range(len(atoms)), "atom": atoms, "practice": range(len(atoms))})
    return rows.assign(doctors=doctors, answer=pd.NA, value=np.nan, hidden=False)


def ask(name: str, rows: pd.DataFrame, **changes: object) -> Question:
    """Ask doctors for a number, or practices for an answer where options are given."""
    practices = "options" in changes or "bands" in changes
    settings: dict[str, object] = {
        "indicator": name,
        "frame": name,
        "unit_counted": UnitCounted.PRACTICE if practices else UnitCounted.DOCTOR,
        "disclosure": Disclosure.PROTECTED,
        "options": (),
        "multiple": False,
        "headline": (),
        "levels": LEVELS,
        "totals_public": practices,
        "units": rows,
    }
    return Question(**(settings | changes))  # type: ignore[arg-type]


def tried(asked: list[Question], places: pd.DataFrame, shown: pd.DataFrame, *, mapped: bool = False) -> Verdict:
    """Attack what a pattern shows, with the unit rows and, where asked, the practice map."""
    tables = lay_out(asked, places, shown)
    if mapped:
        tables["practice"] = practice_map(asked, places)
    return attack(tables, truth=Truth(units=rows_behind(asked)))


@dataclass(frozen=True)
class Case:
    """A leak: the release with one rule undone, the release of the product, and the attacks that see the former."""

    weakened: Callable[[], Verdict]
    product: Callable[[], Verdict]
    kinds: frozenset[Kind]


# 1: the difference of two areas ---------------------------------------------------------------------------------------


def areas_apart() -> tuple[list[Question], pd.DataFrame]:
    """Kring k is X and a, zone z is X and b: two means give the difference of two doctors."""
    rows = units({"x": 60, "a": 1, "b": 1, "y": 60})
    rows["value"] = np.random.default_rng(1).integers(200, 3_000, len(rows)).astype(float)
    return [ask("M01", rows)], country(x="kz", a="ky", b="jz", y="jy")


def means_with_their_counts() -> Verdict:
    """Show a mean wherever its count is, so that only groups of whole areas are looked after."""
    asked, places = areas_apart()
    shown = pattern(asked, places)
    counts = shown.loc[shown["aspect"].eq("count")].assign(aspect="magnitude")
    return tried(asked, places, pd.concat([shown.loc[shown["aspect"].eq("count")], counts]))


def means_as_released() -> Verdict:
    asked, places = areas_apart()
    return tried(asked, places, pattern(asked, places))


# 2: waiting days ------------------------------------------------------------------------------------------------------


def waiting_days() -> tuple[list[Question], pd.DataFrame]:
    """P04 of named practices in classes on the map; the mean of municipality a is at the end of what they allow."""
    days = {"a": [2, 2, 2, 4, 4, 4], "b": [2, 3, 4, 5, 6, 7], "c": [0, 1, 4, 5, 5, 6, 7]}
    rows = units({atom: len(values) for atom, values in days.items()}, doctors=3)
    rows["value"] = [float(value) for values in days.values() for value in values]
    ends = {0: (0, 1), 1: (0, 1), 2: (2, 3), 3: (2, 3)}
    bands = pd.DataFrame([ends.get(int(value), (4, 7)) for value in rows["value"]], columns=["low", "high"])
    bands = bands.astype(float).assign(unit=rows["unit"])
    places = country(a="kz", b="lz", c="jy")
    return [ask("P04", rows, bands=bands, levels=ALL_LEVELS)], places


def days_beside_their_classes() -> Verdict:
    asked, places = waiting_days()
    unaware = [replace(question, bands=None) for question in asked]
    return tried(asked, places, pattern(unaware, places), mapped=True)


def days_as_released() -> Verdict:
    asked, places = waiting_days()
    return tried(asked, places, pattern(asked, places), mapped=True)


# 3: a correction of a few answers in one city -------------------------------------------------------------------------


def corrected_city() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Give a country, its unit rows, and those with two answers to P22 corrected in the largest municipality."""
    membership, rows = invent(np.random.default_rng(5))
    own = rows.loc[rows["indicator"].eq("P22")]
    city = own["atom"].value_counts().index[0]
    later = rows.copy()
    picked = own.index[own["atom"].eq(city)][:2]
    later.loc[picked, "answer"] = later.loc[picked, "answer"].map({"ja": "nee", "nee": "ja"})
    return membership, rows, later


def corrected_by_itself() -> Verdict:
    membership, rows, later = corrected_city()
    pair = (tabulate(membership, one) for one in (rows, later))
    return attack_pair(*pair, limits=Limits(), truth=vintages(rows, later))


def corrected_as_released() -> Verdict:
    membership, rows, later = corrected_city()
    old = tabulate(membership, rows)
    proof = prove(
        tabulate(membership, later),
        {"r0": old},
        units=later.assign(unit=later["key"], practice=later["place"]),
        rows_before={"r0": rows},
        thresholds=THRESHOLDS,
        step=lambda _dutch, _english: nullcontext(),
    )
    assert proof.kept_tables, "the corrected question waits"
    assert not proof.found
    return attack_pair(old, proof.tables, limits=Limits(), truth=vintages(rows, proof.rows))


# 4: one count minus another -------------------------------------------------------------------------------------------


def many_contacts() -> tuple[list[Question], pd.DataFrame, list[object]]:
    """M08 counts all with contacts, D08 those with many: three in kring k have few."""
    whole = {"a": range(40), "b": range(100, 140), "c": range(200, 240)}
    both = [published("M08", whole), published("D08", whole | {"a": range(37)})]
    asked = [ask(one.indicator, one.rows.assign(answer=pd.NA, value=10.0 + one.rows["unit"] % 97)) for one in both]
    return asked, country(a="kz", b="lz", c="my"), list(both)


def counts_one_by_one() -> Verdict:
    asked, places, _ = many_contacts()
    return tried(asked, places, pattern(asked, places))


def counts_as_released() -> Verdict:
    asked, places, counts = many_contacts()
    pairs = nested_counts(counts, places, Thresholds())  # type: ignore[arg-type] # published counts
    shown = pattern(asked, places, differences=pairs)
    assert shown.loc[shown["shown"] & shown["indicator"].eq("D08"), "area"].size, "D08 is shown somewhere"
    return tried(asked, places, shown)


# 5: withheld cells of which few values are left -----------------------------------------------------------------------


def nearly_told() -> tuple[list[Question], pd.DataFrame]:
    """Nobody of municipality a said yes; four sums around it leave it nobody or one."""
    yes = {"a": 0, "b": 5, "c": 0, "d": 9, "e": 1}
    rows = units(dict.fromkeys(yes, 30))
    rows["answer"] = np.where(rows.groupby("atom").cumcount() < rows["atom"].map(yes), "ja", "nee")
    places = [
        ("a", "a", "k", "z"),
        ("b", "b", "k", "y"),
        ("c", "c", "l", "y"),
        ("d", "b", "m", "x"),
        ("e", "e", "m", "w"),
    ]
    asked = ask("A05", rows, options=("ja", "nee"), levels=ALL_LEVELS, totals_public=False)
    return (
        [replace(asked, unit_counted=UnitCounted.DOCTOR)],
        pd.DataFrame(places, columns=["atom", "gemeente", "kring", "elz"]),
    )


def around_the_cell() -> Verdict:
    """Show four sums, each large: the withheld cell that they leave two values is 0."""
    asked, places = nearly_told()
    shown = pattern(asked, places)
    around = shown["area"].isin(["k", "y", "b", "m"]) & shown["category"].eq("ja")
    tables = lay_out(asked, places, shown.assign(shown=around))
    tables["cell"]["value"] = pd.NA
    return attack(tables, truth=Truth(units=rows_behind(asked)))


def wide_as_released() -> Verdict:
    asked, places = nearly_told()
    return tried(asked, places, pattern(asked, places))


def test_what_is_published_of_the_proof_names_no_cell() -> None:
    """5: the list of cells with few values left told what they hold; those are found now, and named inside only."""
    verdict = around_the_cell()
    full = build_certificate(verdict, tables=lay_out(*nearly_told(), None))
    assert any("gemeente:a" in one["areas"] for one in full["found"])
    public = json.dumps(public_certificate(full))
    assert not [level for level in ("gemeente", "kring", "elz") if f"{level}:" in public]


# 6: the release minus the map -----------------------------------------------------------------------------------------


def kept_off() -> tuple[list[Question], pd.DataFrame]:
    """Three practices of zone z are not on the map, one of them with another answer than the others."""
    rows = units({"a": 12, "b": 12, "c": 12}, doctors=3)
    rows["answer"] = np.where(rows["unit"] % 2 == 0, "ja", "nee")
    rows["hidden"] = rows["unit"].isin([0, 2, 13])
    question = ask("P03", rows, options=("ja", "nee"), disclosure=Disclosure.PUBLIC, levels=ALL_LEVELS)
    return [question], country(a="kz", b="lz", c="jy")


def everything_beside_the_map() -> Verdict:
    asked, places = kept_off()
    everybody = [replace(one, units=one.units.assign(hidden=False)) for one in asked]
    return tried(asked, places, pattern(everybody, places), mapped=True)


def map_as_released() -> Verdict:
    asked, places = kept_off()
    return tried(asked, places, pattern(asked, places), mapped=True)


# 7: everybody answers alike -------------------------------------------------------------------------------------------


def no_plans() -> tuple[list[Question], pd.DataFrame]:
    """None of three practices of municipality a plans to expand; who answered is public."""
    rows = units({"a": 3, "b": 20, "c": 20, "d": 20}, doctors=3)
    rows["answer"] = np.where((rows["unit"] % 2 == 0) & rows["atom"].ne("a"), "ja", "nee")
    return [ask("P22", rows, options=("ja", "nee"), levels=ALL_LEVELS)], country(a="kz", b="lz", c="jy", d="jy")


def what_is_not_small() -> Verdict:
    asked, places = no_plans()
    return tried(asked, places, pattern(asked, places).assign(shown=True))


def alike_as_released() -> Verdict:
    asked, places = no_plans()
    return tried(asked, places, pattern(asked, places))


# 8: one practice holds most -------------------------------------------------------------------------------------------


def enrolled_patients() -> tuple[list[Question], pd.DataFrame]:
    """P20: five practices of zone z are paid per head, one of them with nearly all of its patients."""
    rows = units({"a": 5, "b": 30}, doctors=3)
    rows["value"] = [9_000.0, 150.0, 120.0, 90.0, 60.0, *np.linspace(500, 1_500, 30).round()]
    return [replace(ask("P20", rows), unit_counted=UnitCounted.PRACTICE)], country(a="kz", b="jy")


def dominance_allowed() -> Verdict:
    asked, places = enrolled_patients()
    return tried(asked, places, pattern(asked, places, Thresholds(dominance_one=1.0, dominance_two=1.0)))


def dominance_as_released() -> Verdict:
    asked, places = enrolled_patients()
    return tried(asked, places, pattern(asked, places))


FINDINGS = {
    "1, signed differences": Case(means_with_their_counts, means_as_released, frozenset({Kind.MAGNITUDE})),
    "2, waiting days": Case(days_beside_their_classes, days_as_released, frozenset({Kind.CLASSES})),
    "3, a correction": Case(corrected_by_itself, corrected_as_released, frozenset({Kind.OVER_TIME})),
    "4, one count minus another": Case(counts_one_by_one, counts_as_released, frozenset({Kind.DIFFERENCE})),
    "5, few values left": Case(around_the_cell, wide_as_released, frozenset({Kind.INTERVAL})),
    "6, off the map": Case(everything_beside_the_map, map_as_released, frozenset({Kind.HIDDEN})),
    "7, all alike": Case(what_is_not_small, alike_as_released, frozenset({Kind.ALIKE, Kind.PATTERN})),
    "8, dominance": Case(dominance_allowed, dominance_as_released, frozenset({Kind.DOMINANCE})),
}
"""At more length: 1 ``tests/property/test_red_team.py`` and ``test_signed_supports.py``; 2 ``test_protect_bands.py``;
3 ``test_changes.py`` and ``bench.corrections``; 4 ``test_nested.py``; 6 ``test_companions.py`` for its years; all of
``tests/unit/aggregation`` where nothing else is said."""


@pytest.mark.parametrize("case", FINDINGS.values(), ids=FINDINGS)
def test_the_attack_finds_what_one_rule_stops_and_nothing_in_what_is_released(case: Case) -> None:
    leaks = case.weakened()
    assert case.kinds <= {one.kind for one in leaks.found}
    assert case.product().safe


@pytest.mark.slow
def test_of_two_releases_made_before_either_was_shown_the_second_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """9: refresh, refresh a correction of three practices, publish both, either first; see ``test_publishing.py``."""
    home, turned = tmp_path / "var", tmp_path / "turned"
    monkeypatch.setenv("ZORGCAPACITEIT_KMS", str(tmp_path / "outside" / "kek"))
    delivery = write_island(tmp_path / "levering", doctors=80)
    correction = write_correction(tmp_path / "correctie", delivery, "survey_practice", three_plan_otherwise)
    made = [json.loads(told("refresh", str(folder), home=home, ends=0))["release"] for folder in (delivery, correction)]
    shutil.copytree(home, turned)
    for place, order in ((home, made), (turned, made[::-1])):
        told("releases", "publish", order[0], home=place, ends=0)
        told("releases", "publish", order[1], home=place, ends=4)


def told(*arguments: str, home: Path, ends: int) -> str:
    """Run a command in this process; gives its report for machines."""
    done = CliRunner().invoke(cli, [*arguments, "--home", str(home), "--json"])
    assert done.exit_code == ends, done.output[-3000:]
    return done.stdout


def three_plan_otherwise(answers: pd.DataFrame) -> None:
    """Let three practices give the other answer to P22."""
    said = answers["expansion_planned"].isin(["ja", "nee"])
    picked = answers.index[said][:3]
    answers.loc[picked, "expansion_planned"] = answers.loc[picked, "expansion_planned"].map({"ja": "nee", "nee": "ja"})


def test_a_number_in_classes_whose_range_the_attack_does_not_know_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert days_as_released().safe
    monkeypatch.setattr(classes, "LARGEST", {"P12": 60})
    verdict = days_as_released()
    assert {finding.kind for finding in verdict.found} == {Kind.CLASSES}, "what cannot be tried is no proof"
