"""``releases diff`` and ``preview`` say what moves in sentences, with the names of areas and both numbers."""

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from cli import cli
from data import releases
from tests.unit.data.release_examples import MANIFEST, tables, unchallenged, write


def test_it_names_area_question_and_both_numbers(tmp_path: Path) -> None:
    first = write(tmp_path)
    changed = tables(withheld=("K1",))
    cell = changed["cell"]
    moved = cell["area"].eq("VL") & cell["category"].eq("geen")
    cell.loc[moved, ["count", "value"]] = [12, 60.0]
    second = write(tmp_path, tables=changed)
    told = CliRunner().invoke(cli, ["releases", "diff", first, second, "--home", str(tmp_path)])
    assert told.exit_code == 0, told.output
    assert "2024, vlaanderen Gebied VL: Patiëntenstop (geen), share: van 50 naar 60." in told.output
    assert "2024, kring Gebied K1: Patiëntenstop, count: was 20, niet meer getoond." in told.output
    assert "2024, kring Gebied K2: Patiëntenstop (geen), share: nu getoond: 50." in told.output
    english = CliRunner().invoke(
        cli, ["releases", "diff", first, second, "--home", str(tmp_path), "--json", "--lang", "en"]
    )
    said = json.loads(english.output)["said"]
    assert "2024, vlaanderen Gebied VL: Patient stop (geen), share: from 50 to 60." in said
    assert len(said) == 5


def test_a_preview_tells_what_would_be_shown_withheld_and_changed_and_shows_nothing(tmp_path: Path) -> None:
    first = write(tmp_path)
    changed = tables(withheld=("K1",))
    moved = changed["cell"]["area"].eq("VL") & changed["cell"]["category"].eq("geen")
    changed["cell"].loc[moved, ["count", "value"]] = [12, 60.0]
    second = write(tmp_path, tables=changed)
    alone = CliRunner().invoke(cli, ["releases", "preview", second, "--home", str(tmp_path)])
    assert "Er wordt nog niets getoond." in alone.output
    releases.publish(tmp_path, first, prove=unchallenged)
    told = CliRunner().invoke(cli, ["releases", "preview", second, "--home", str(tmp_path), "--json"])
    assert told.exit_code == 0, told.output
    document = json.loads(told.output)
    kring = changed["cell"].query("level == 'kring'")["confidentiality"].value_counts()
    assert {"year": 2024, "level": "kring", "shown": kring["F"], "withheld": kring["C"]} in document["sizes"]
    assert document["current"] == first
    assert "2024, vlaanderen Gebied VL: Patiëntenstop (geen), share: van 50 naar 60." in document["difference"]["said"]
    assert releases.current_id(tmp_path) == first


def made(digests: dict[int, list[str]], build: str, **more: Any) -> dict[str, Any]:
    """Give the manifest of a release of two years made from deliveries."""
    deliveries = [{"survey_year": year, "digest": digest} for year, all_ in digests.items() for digest in all_]
    builds = {str(year): {"made_from": f"{build} {year} {digests[year]}", "maps": []} for year in digests}
    return {**MANIFEST, "settings": {"active": 1250}, "deliveries": deliveries, "builds": builds, **more}


def test_it_says_by_what_numbers_can_have_moved(tmp_path: Path) -> None:
    base = {2024: ["a"], 2025: ["b"]}
    first = write(tmp_path, manifest=made(base, "one"))
    expected = {
        "2025: 1 leveringen erbij, 0 eraf.": made({2024: ["a"], 2025: ["b", "c"]}, "one"),
        "2024: 0 leveringen erbij, 1 eraf.": made({2024: [], 2025: ["b"]}, "one"),
        "alle jaren: drempel k_protected van 5 naar 8.": made(base, "two", thresholds={"k_protected": 8}),
        "alle jaren: werkdefinitie active van 1250 naar 1000.": made(base, "two", settings={"active": 1000}),
        "2025: correcties wachten van A01, A05.": made(base, "one", kept_tables={"2025": ["A01", "A05"]}),
        f"2024: staat zoals {first} het toonde.": made(base, "one", kept={"2024": first}),
    }
    code = "dezelfde leveringen, met ander programma geteld"
    for sentence, manifest in expected.items():
        told = CliRunner().invoke(
            cli, ["releases", "diff", first, write(tmp_path, manifest=manifest), "--home", str(tmp_path)]
        )
        assert told.exit_code == 0, told.output
        assert sentence in told.output
        assert code not in told.output, "what a delivery or a setting explains is not laid on the code"
    other = write(tmp_path, manifest=made(base, "two"))
    told = CliRunner().invoke(cli, ["releases", "diff", first, other, "--home", str(tmp_path)])
    assert [line for line in told.output.splitlines() if code in line] == [f"{year}: {code}." for year in (2024, 2025)]


def test_what_left_its_interval_stands_first_and_says_so(tmp_path: Path) -> None:
    first = write(tmp_path)
    changed = tables()
    share = changed["cell"]["category"].eq("geen")
    for area, value in (("VL", 69.0), ("K1", 71.0)):  # it was 50, between 30 and 70
        changed["cell"].loc[share & changed["cell"]["area"].eq(area), ["value", "upper"]] = [value, 90.0]
    told = CliRunner().invoke(
        cli, ["releases", "diff", first, write(tmp_path, tables=changed), "--home", str(tmp_path)]
    )
    said = [line for line in told.output.splitlines() if "van 50 naar" in line]
    assert said == [
        "2024, kring Gebied K1: Patiëntenstop (geen), share: van 50 naar 71, buiten het vorige interval.",
        "2024, vlaanderen Gebied VL: Patiëntenstop (geen), share: van 50 naar 69.",
    ]
