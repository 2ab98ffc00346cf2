"""``releases diff`` and ``preview`` say what moves in sentences, with the names of areas and both numbers."""

import json
from pathlib import Path

from click.testing import CliRunner

from cli import cli
from data import releases
from tests.unit.data.release_examples import tables, unchallenged, write


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
