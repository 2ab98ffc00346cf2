"""``releases diff`` says what moved in sentences, with the names of areas and both numbers."""

import json
from pathlib import Path

from click.testing import CliRunner

from cli import cli
from tests.unit.data.release_examples import tables, write


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
