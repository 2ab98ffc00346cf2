"""CONTRIBUTING's recipe "a threshold": one file is touched; protector, attacker, certificate and manifest follow."""

import json
from pathlib import Path

import pytest

from data import releases
from tests.foreign.deliveries import write_island
from tests.homes import run


@pytest.mark.slow
def test_a_threshold_is_changed_in_one_file_and_the_year_made_again_without_a_delivery(tmp_path: Path) -> None:
    home = tmp_path / "var"
    (tmp_path / "outside").mkdir()
    environment = {"ZORGCAPACITEIT_KMS": str(tmp_path / "outside" / "kek")}
    delivery = write_island(tmp_path / "levering", doctors=160)
    first = run("refresh", delivery, "--home", home, "--publish", "--json", env=environment)
    assert first.returncode == 0, first.stdout[-2000:] + first.stderr[-1500:]
    same = run("refresh", "--home", home, "--json", env=environment)
    assert same.returncode == 0, same.stdout[-2000:] + same.stderr[-1500:]
    assert json.loads(same.stdout)["taken_over"] == [2026]
    pages = [home / "releases" / json.loads(done.stdout)["release"] for done in (first, same)]
    one, other = (json.loads((page / "certificate.json").read_text(encoding="utf-8")) for page in pages)
    assert other["taken_over"] == {"2026": pages[0].name}
    assert [one[name] for name in ("tables", "cells", "verdict")] == [
        other[name] for name in ("tables", "cells", "verdict")
    ]
    assert one["digests"]["cell"] == other["digests"]["cell"]
    assert one["digests"]["practice"] != other["digests"]["practice"], "keys of practices are drawn anew"
    (home / "settings.toml").write_text("[thresholds]\nk_protected = 12\nk_sensitive = 20\n", encoding="utf-8")
    second = run("refresh", "--home", home, "--json", env=environment)
    assert second.returncode == 0, second.stdout[-2000:] + second.stderr[-1500:]
    smallest = []
    for done, k in ((first, 5), (second, 12)):
        folder = home / "releases" / json.loads(done.stdout)["release"]
        for name in ("manifest", "certificate"):
            document = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
            entries = document["thresholds" if name == "manifest" else "thresholds_and_limits"]
            assert entries["k_protected"] == k
        with releases.open_release(home, folder.name) as release:
            cells = release.table("cell")
        shown = cells.loc[cells["indicator"].eq("M08") & cells["count"].gt(0), "count"]
        smallest.append(int(shown.min()))
        assert run("attack", folder).returncode == 0, "the attack reads the thresholds of the release"
    assert 5 <= smallest[0] < 12 <= smallest[1]


def test_a_setting_that_cannot_be_meant_is_refused_before_anything_happens(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("[thresholds]\nk_protekted = 8\n", encoding="utf-8")
    result = run("refresh", tmp_path, "--home", tmp_path / "var", "--settings", wrong)
    assert result.returncode == 1
    assert "k_protekted" in result.stderr
    assert not (tmp_path / "var").exists()
