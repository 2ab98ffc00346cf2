"""A correction of a published year: seen when it singles people out, remedied, not forgotten by withdrawing."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner

from cli import cli
from data import releases
from tests.foreign.deliveries import write_island
from tests.homes import run

YEAR = 2026


def write_correction(folder: Path, delivery: Path, table: str, change: Callable[[pd.DataFrame], None]) -> Path:
    """Deliver one table again, with a change."""
    path = f"{table} {YEAR}.xlsx"
    answers = pd.read_excel(delivery / path, dtype=object)
    change(answers)
    folder.mkdir()
    answers.to_excel(folder / path, index=False, engine="openpyxl")
    digest = hashlib.sha256((folder / path).read_bytes()).hexdigest()
    (folder / "delivery.toml").write_text(
        f'survey_year = {YEAR}\nreceived_on = {YEAR}-11-28\nsender = "Departement Zorg"\nlayout = "2024-1"\n'
        f'[files.{table}]\npath = "{path}"\nsha256 = "{digest}"\n',
        encoding="utf-8",
    )
    return folder


def answer_otherwise(answers: pd.DataFrame) -> None:
    """Let one person give another answer and work fewer hours."""
    last = answers.index[-1]
    answers.loc[last, "pressure"] = "1" if str(answers.loc[last, "pressure"]) == "5" else "5"
    answers.loc[last, "hours_week"] = 20.0


def opt_out(practices: pd.DataFrame) -> None:
    """Let one practice more stay off the map."""
    practices.loc[practices.index[practices["map_opt_out"].eq("nee")][0], "map_opt_out"] = "ja"


def cells(home: Path, release_id: str) -> pd.DataFrame:
    with releases.open_release(home, release_id) as release:
        return release.table("cell")


def work_more(answers: pd.DataFrame) -> None:
    """Let one person answer otherwise, as before, and everybody work two hours more."""
    answer_otherwise(answers)
    hours = pd.to_numeric(answers["hours_week"])
    answers["hours_week"] = hours.where(hours.isna(), (hours + 2).clip(upper=90))


def refreshed(home: Path, delivery: Path) -> dict[str, Any]:
    """Publish what a delivery brings, in this process: the report for machines."""
    done = CliRunner().invoke(cli, ["refresh", str(delivery), "--home", str(home), "--publish", "--json"])
    assert done.exit_code == 0, done.output[-3000:]
    return dict(json.loads(done.stdout))


@pytest.mark.slow
def test_a_small_correction_waits_table_by_table_and_a_bulk_one_goes_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "var"
    monkeypatch.setenv("ZORGCAPACITEIT_KMS", str(tmp_path / "outside" / "kek"))
    delivery = write_island(tmp_path / "levering", doctors=80)
    old = refreshed(home, delivery)["release"]

    correction = write_correction(tmp_path / "correctie", delivery, "survey_individual", answer_otherwise)
    answer = refreshed(home, correction)
    assert answer["kept"] == []
    waiting = set(answer["kept_tables"][str(YEAR)])
    assert {"A01", "A05"} <= waiting
    assert "P22" not in waiting
    key = ["indicator", "year", "level", "area", "category", "measure"]
    before, after = (
        cells(home, release_id).sort_values(key, ignore_index=True) for release_id in (old, answer["release"])
    )
    pd.testing.assert_frame_equal(before, after)
    certificate = json.loads((home / "releases" / answer["release"] / "certificate.json").read_text(encoding="utf-8"))
    assert certificate["kept_tables"] == answer["kept_tables"]
    assert (certificate["verdict"], certificate["with_truth"]) == ("safe", True)
    assert [pair["release"] for pair in certificate["over_time"]] == [old]
    listed = CliRunner().invoke(cli, ["releases", "list", "--home", str(home)]).output
    assert f"{YEAR}: correcties wachten van" in listed

    bulk = write_correction(tmp_path / "bulk", delivery, "survey_individual", work_more)
    told = refreshed(home, bulk)
    waiting = set(told["kept_tables"][str(YEAR)])
    assert "A05" in waiting
    assert "A01" not in waiting
    mean = "indicator == 'A01' and area == 'VL' and measure == 'mean'"
    hours = [cells(home, release_id).query(mean)["value"].iloc[0] for release_id in (old, told["release"])]
    assert 1 < hours[1] - hours[0] <= 2, "two hours more for everybody, less what one person gave up"


def hold_back(delivery: Path, table: str, later: Path) -> Path:
    """Move one table out of a delivery, to be delivered later by itself."""
    manifest = (delivery / "delivery.toml").read_text(encoding="utf-8")
    first, _, rest = manifest.partition(f"[files.{table}]")
    own, mark, others = rest.partition("[files.")
    (delivery / "delivery.toml").write_text(first + mark + others, encoding="utf-8")
    later.mkdir()
    head = first.partition("[files.")[0]
    (later / "delivery.toml").write_text(f"{head}[files.{table}]{own}", encoding="utf-8")
    (delivery / f"{table} {YEAR}.xlsx").rename(later / f"{table} {YEAR}.xlsx")
    return later


@pytest.mark.slow
def test_a_late_ima_set_of_a_published_year_goes_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A year is published without IMA, as it is when the survey comes in; then its IMA set arrives."""
    home = tmp_path / "var"
    monkeypatch.setenv("ZORGCAPACITEIT_KMS", str(tmp_path / "outside" / "kek"))
    delivery = write_island(tmp_path / "levering", doctors=200, with_ima=True)
    late = hold_back(delivery, "ima", tmp_path / "ima")
    told = [refreshed(home, folder) for folder in (delivery, late)]
    assert [one["kept"] for one in told] == [[], []]
    assert not {"M01", "M08", "P22", "P12", "P04", "A01", "A05"} & set(told[1]["kept_tables"].get(str(YEAR), ()))
    shown = [cells(home, one["release"]) for one in told]
    contacts = [one.query("indicator == 'M08' and area == 'VL' and measure == 'mean'").iloc[0] for one in shown]
    assert contacts[1]["count"] > contacts[0]["count"] + 40, "who did not answer has contacts at IMA"
    assert contacts[1]["value"] != contacts[0]["value"]
    model = [one.query("indicator == 'A04' and area == 'VL' and measure == 'rate'")["count"].iloc[0] for one in shown]
    assert model[0] == 0, "minutes per contact need contacts of IMA"
    assert model[1] > 50
    key = ["level", "area", "category", "measure"]
    plans = [one.query("indicator == 'P22'").sort_values(key, ignore_index=True) for one in shown]
    pd.testing.assert_frame_equal(plans[0], plans[1])


def opt_in(practices: pd.DataFrame) -> None:
    """Let one practice less stay off the map."""
    practices.loc[practices.index[practices["map_opt_out"].eq("ja")][0], "map_opt_out"] = "nee"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "withdrawn"), [(opt_out, False), (opt_in, True)], ids=["leaves", "comes back after a withdrawal"]
)
def test_who_was_off_a_published_map_stays_off_and_the_same_delivery_changes_nothing(
    tmp_path: Path, change: Callable[[pd.DataFrame], None], withdrawn: bool
) -> None:
    home = tmp_path / "var"
    (tmp_path / "outside").mkdir()
    environment = {"ZORGCAPACITEIT_KMS": str(tmp_path / "outside" / "kek")}
    delivery = write_island(tmp_path / "levering", doctors=160)
    correction = write_correction(tmp_path / "correctie", delivery, "practices", change)
    on_map = []
    for folder in (delivery, delivery, correction):
        done = run("refresh", folder, "--home", home, "--publish", "--json", env=environment)
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1500:]
        assert json.loads(done.stdout)["kept"] == []
        with releases.open_release(home) as release:
            on_map.append(release.table("practice").drop(columns="practice"))
            published = release.id
        if withdrawn:
            assert run("releases", "withdraw", published, "--why", "proef", "--home", home).returncode == 0
    first, again, last = (
        set(table.astype(object).where(table.notna(), "").astype(str).itertuples(index=False, name=None))
        for table in on_map
    )
    assert again == first, "who is on the map does not hang on the day"
    assert last <= first, "who was off a map that somebody may have stays off"
    assert (last < first) is (change is opt_out)
