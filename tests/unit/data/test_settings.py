"""Settings of a release stand in one file, may be replaced one by one, and are refused when they cannot be meant."""

from dataclasses import asdict, fields
from pathlib import Path

import pytest

from aggregation.attack import Limits
from aggregation.protect import Thresholds
from data.settings import SHIPPED, Settings, SettingsError, read_settings, thresholds_of


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_protector_and_attacker_start_from_the_shipped_file() -> None:
    shipped = asdict(Thresholds())
    assert {name: getattr(Limits(), name) for name in shipped} == shipped
    assert read_settings() == Settings()
    text = SHIPPED.read_text(encoding="utf-8")
    assert all(f"\n{field.name} = " in text for field in fields(Thresholds))


def test_a_home_replaces_single_values_and_a_named_file_goes_before_it(tmp_path: Path) -> None:
    write(tmp_path / "settings.toml", "[thresholds]\nk_protected = 8\n\n[definitions]\nfte_hours = 40\n")
    given = read_settings(home=tmp_path)
    assert (given.thresholds.k_protected, given.thresholds.k_sensitive) == (8, Thresholds().k_sensitive)
    assert given.definitions.fte_hours == 40
    other = write(tmp_path / "other.toml", "[thresholds]\npractices_protected = 4\n")
    named = read_settings(home=tmp_path, file=other)
    assert (named.thresholds.k_protected, named.thresholds.practices_protected) == (Thresholds().k_protected, 4)


def test_every_entry_that_cannot_be_meant_is_named_at_once(tmp_path: Path) -> None:
    wrong = write(
        tmp_path / "wrong.toml",
        "[thresholds]\nk_protected = 0\nk_sensitve = 12\nquantile_units = 2.5\ndominance_one = 50.0\n\n"
        "[definitions]\nfte_hours = true\n\n[colours]\nred = 1\n",
    )
    with pytest.raises(SettingsError) as refused:
        read_settings(file=wrong)
    for name in ("k_protected", "k_sensitve", "quantile_units", "dominance_one", "fte_hours", "colours"):
        assert name in str(refused.value)
    with pytest.raises(SettingsError, match=r"broken\.toml"):
        read_settings(file=write(tmp_path / "broken.toml", "k = ["))


def test_a_release_is_judged_by_its_own_thresholds() -> None:
    manifest = Settings(thresholds=Thresholds(k_protected=7)).to_manifest()
    assert thresholds_of(manifest).k_protected == 7
    del manifest["thresholds"]["k_sensitive"]
    assert thresholds_of(manifest).k_sensitive == Thresholds().k_sensitive, "a release older than the threshold"
