"""From deliveries to a release by the command itself, and every way it can end."""

import hashlib
import json
import re
import shutil
import tomllib
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from aggregation.indicators import INDICATORS
from data import releases
from data.terms import Level
from tests.homes import DemoHome, run
from tests.unit.data.delivery_samples import sample_tables, write_delivery


def tree_digest(folder: Path) -> str:
    """Digest of every name and byte below a folder."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        total.update(str(path.relative_to(folder)).encode())
        if path.is_file():
            total.update(path.read_bytes())
    return total.hexdigest()


@pytest.fixture(scope="module")
def cells(demo: DemoHome) -> pd.DataFrame:
    with releases.open_release(demo.home) as release:
        return release.table("cell")


def test_the_release_folder_is_what_the_contract_says(demo: DemoHome, tmp_path: Path) -> None:
    current = (demo.home / "releases" / "current").read_text().strip()
    assert re.fullmatch(r"\d{8}T\d{6}Z-[0-9a-f]{8}", current)
    folder = demo.home / "releases" / current
    assert {path.name for path in folder.iterdir()} == {"cube.duckdb", "layers", "certificate.json", "manifest.json"}
    assert {"vlaanderen.geojson", "kring.geojson", "elz.geojson", "gemeente.geojson"} <= {
        path.name for path in (folder / "layers").iterdir()
    }
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["survey_years"] == [2024, 2025, 2026]
    assert manifest["thresholds"]["k_protected"] == 5
    copy = shutil.copy(folder / "cube.duckdb", tmp_path)  # the release itself may be open in this process
    with duckdb.connect(copy, read_only=True) as cube:
        tables = {row[0] for row in cube.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    assert tables == {"cell", "area", "membership", "indicator", "response", "practice", "quality", "fact", "release"}


def test_every_area_has_every_row_of_every_indicator(demo: DemoHome, cells: pd.DataFrame) -> None:
    with releases.open_release(demo.home) as release:
        areas = release.table("area")
    for (_year, level), names in areas.groupby(["year", "level"]):
        for indicator in INDICATORS.values():
            got = cells.query("indicator == @indicator.id and year == @_year and level == @level")
            if level not in indicator.levels:
                assert got.empty
                continue
            kinds = got[["category", "measure"]].drop_duplicates()
            only_coarse = set() if level in (Level.VLAANDEREN, Level.PROVINCIE) else set(indicator.coarse_only)
            assert {"total", *indicator.categories} - only_coarse <= set(kinds["category"])
            assert {measure.value for measure in indicator.measures} - only_coarse <= set(kinds["measure"])
            assert not only_coarse & {*kinds["category"], *kinds["measure"]}
            assert len(got) == len(kinds) * len(names)
            assert set(got["area"]) == set(names["area"])
    assert not cells.duplicated(["indicator", "year", "level", "area", "category", "measure"]).any()


def test_withheld_numbers_are_not_in_the_file(cells: pd.DataFrame) -> None:
    withheld = cells[cells["confidentiality"] == "C"]
    assert len(withheld) > 1000
    assert withheld[["count", "value", "lower", "upper"]].isna().all(axis=None)
    assert set(withheld["status"]) == {"A"}


def test_no_small_number_of_doctors_is_shown(cells: pd.DataFrame) -> None:
    shown = cells[cells["confidentiality"] == "F"]
    k = {"P11": 5, "A01": 5, "A09": 5, "A10": 5, "M01": 5, "M08": 5, "A02": 10, "A05": 10, "A06": 10, "A08": 10}
    for indicator, threshold in k.items():
        counts = shown.loc[shown["indicator"] == indicator, "count"]
        assert len(counts) > 50
        assert not counts.between(1, threshold - 1).any(), indicator


def test_no_riziv_number_is_anywhere_under_the_home(demo: DemoHome) -> None:
    numbers = pd.read_csv(demo.deliveries / "2024" / "contacts.csv", dtype=str)["riziv"].str.replace(
        r"\D", "", regex=True
    )
    wanted = set(numbers.str.slice(0, 8))
    assert len(wanted) > 6000
    for path in demo.home.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            runs = {text.decode() for text in re.findall(rb"(?<!\d)\d{8}(?:\d{3})?(?!\d)", content)}
            assert not {run[:8] for run in runs} & wanted, path.name


def test_a_faulty_delivery_is_refused_and_nothing_changes(demo: DemoHome, tmp_path: Path) -> None:
    home, bad = tmp_path / "var", tmp_path / "2026"
    shutil.copytree(demo.home, home)
    shutil.copytree(demo.deliveries / "2026", bad)
    manifest = bad / "delivery.toml"
    manifest.write_text(re.sub(r'sha256 = "[0-9a-f]{4}', 'sha256 = "0000', manifest.read_text()))
    (bad / "extra.txt").write_text("not in the manifest")
    audit = home / "audit.jsonl"
    before = tree_digest(home / "releases"), tree_digest(home / "vault")
    result = run("refresh", bad, "--home", home, "--publish", env=demo.environment)
    assert result.returncode == 1
    faults, _, notes = result.stdout.partition("\nOpgelet\n")
    named = set(tomllib.loads(manifest.read_text())["files"])
    assert set(re.findall(r"kolom files\.(\w+)\.sha256", faults)) == named
    assert "extra.txt: staat in de map maar niet in delivery.toml: niet gelezen" in notes
    assert (tree_digest(home / "releases"), tree_digest(home / "vault")) == before
    assert audit.exists()


def test_the_release_stands_an_attack_of_its_own_tables_and_a_weakened_one_does_not(
    demo: DemoHome, tmp_path: Path
) -> None:
    current = (demo.home / "releases" / "current").read_text().strip()
    folder = demo.home / "releases" / current
    result = run("attack", folder, "--json")
    assert result.returncode == 0, result.stdout[-2000:]
    assert json.loads(result.stdout)["safe"] is True
    weak = tmp_path / current
    shutil.copytree(folder, weak)
    for path in (weak, *weak.rglob("*")):
        path.chmod(0o700)
    _fill_in_one_withheld_total(weak)
    result = run("attack", weak, "--json")
    assert result.returncode == 4, result.stderr[-2000:]
    assert json.loads(result.stdout)["safe"] is False


def _fill_in_one_withheld_total(folder: Path) -> None:
    """Show one small total that the release withholds: what a careless hand could do."""
    with duckdb.connect(folder / "cube.duckdb") as cube:
        key = cube.execute(
            "SELECT area FROM cell WHERE indicator = 'A01' AND year = 2026 AND level = 'kring' AND measure = 'count' "
            "AND confidentiality = 'C' ORDER BY area LIMIT 1"
        ).fetchone()
        assert key is not None
        cube.execute(
            "UPDATE cell SET confidentiality = 'F', count = 3, value = 3 WHERE indicator = 'A01' AND year = 2026 "
            "AND level = 'kring' AND measure = 'count' AND area = ?",
            key,
        )
    manifest = json.loads((folder / "manifest.json").read_text())
    cube_file = folder / "cube.duckdb"
    manifest["files"]["cube.duckdb"] = {
        "sha256": hashlib.sha256(cube_file.read_bytes()).hexdigest(),
        "bytes": cube_file.stat().st_size,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))


def test_wrong_usage_ends_with_two(tmp_path: Path) -> None:
    assert run("refresh").returncode == 2
    assert run("refresh", tmp_path / "nowhere").returncode == 2
    assert run("synth", "--out", tmp_path, "--years", "1999").returncode == 2
    assert run("nonsense").returncode == 2


def test_releases_can_be_listed_shown_rolled_back_and_withdrawn(demo: DemoHome, tmp_path: Path) -> None:
    home = tmp_path / "var"
    shutil.copytree(demo.home, home)
    first = (home / "releases" / "current").read_text().strip()
    again = run("refresh", demo.deliveries / "2026", "--home", home, "--publish", "--json", env=demo.environment)
    assert again.returncode == 0, again.stderr[-2000:]
    second = json.loads(again.stdout)["release"]
    assert (home / "releases" / "current").read_text().strip() == second != first
    listed = json.loads(run("releases", "list", "--home", home, "--json").stdout)["releases"]
    assert {row["release"] for row in listed} == {first, second}
    assert run("releases", "show", second, "--home", home).returncode == 0
    assert run("releases", "diff", first, second, "--home", home).returncode == 0
    assert run("releases", "rollback", "--home", home, env=demo.environment).returncode == 0
    assert (home / "releases" / "current").read_text().strip() == first
    assert run("releases", "publish", second, "--home", home, env=demo.environment).returncode == 0
    assert run("releases", "withdraw", second, "--why", "proef", "--home", home).returncode == 0
    assert not (home / "releases" / second).exists()
    assert (home / "releases" / "current").read_text().strip() == first
    assert run("releases", "publish", second, "--home", home).returncode == 1


def test_a_municipality_that_no_map_knows_is_refused_before_anything_is_stored(tmp_path: Path) -> None:
    tables = sample_tables()
    for name in ("practices", "geography", "population", "area_facts"):
        tables[name]["nis"] = tables[name]["nis"].replace("45035", "99001")
    tables["areas"]["area_id"] = tables["areas"]["area_id"].replace("45035", "99001")
    delivery, home = write_delivery(tmp_path / "2024", tables), tmp_path / "var"
    (tmp_path / "outside").mkdir()
    result = run("refresh", delivery, "--home", home, env={"ZORGCAPACITEIT_KMS": str(tmp_path / "outside" / "kek")})
    assert result.returncode == 1, result.stderr
    assert "99001" in result.stderr
    assert not list((home / "vault").rglob("*.parquet*"))
    assert not (home / "releases").exists()
