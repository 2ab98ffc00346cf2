"""Practice maps of releases come back as they were, as long as there is a delivery of their year."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from data.audit import Audit, Channel
from data.kms import FileKms
from data.vault import ReleasedMaps, VaultError
from tests.unit.data.vault_examples import frames, manifest, vault_in

ONE, TWO = "20261122T080000Z-aaaa0000", "20261122T090000Z-bbbb0000"


def practices(*years: int) -> pd.DataFrame:
    """Give three practices in each year; one of them did not answer."""
    rows = [
        (f"{year}-{number}", year, "90001", 4.1 + number / 100, 51.0, answer)
        for year in years
        for number, answer in enumerate(("geen", "volledig", None))
    ]
    names = ["practice", "year", "gemeente", "longitude", "latitude", "P01"]
    return pd.DataFrame(rows, columns=names).astype(
        {"P01": "str", "year": "Int64", "longitude": "Float64", "latitude": "Float64"}
    )


def maps_in(folder: Path, key: str = "kek") -> ReleasedMaps:
    """Open the maps of the home in which ``vault_in`` puts its deliveries, with the same key file."""
    home = folder / "home"
    return ReleasedMaps(home, FileKms(home, folder / "keys" / key), Audit(home, channel=Channel.TEST))


def test_a_map_comes_back_as_it_was_released_and_is_recorded(tmp_path: Path) -> None:
    maps_in(tmp_path).keep(ONE, practices(2024, 2025))
    kept = maps_in(tmp_path).recall(ONE)
    assert kept is not None
    pd.testing.assert_frame_equal(kept, practices(2024, 2025))
    stored, opened = Audit(tmp_path / "home").entries()[-2:]
    assert (stored["what"], opened["what"]) == ("vault_store", "vault_open")
    assert opened["purpose"] == "capaciteitsplanning"
    assert stored["tables"] == opened["tables"] == {"practice": 6}


def test_what_was_kept_first_stays_and_what_was_never_kept_is_none(tmp_path: Path) -> None:
    maps = maps_in(tmp_path)
    maps.keep(ONE, practices(2024))
    maps.keep(ONE, practices(2025))
    kept = maps.recall(ONE)
    assert kept is not None
    assert set(kept["year"]) == {2024}
    assert not maps.has(TWO)
    assert maps.recall(TWO) is None
    maps.keep(TWO, practices())
    assert maps.has(TWO), "a release without a practice on its map is known to have none"
    assert maps.recall(TWO) is None


def test_nothing_of_a_practice_stands_on_disk(tmp_path: Path) -> None:
    maps_in(tmp_path).keep(ONE, practices(2024))
    content = b"".join(path.read_bytes() for path in (tmp_path / "home").rglob("*") if path.is_file())
    assert b"PARE" in content, "the file is Parquet with an encrypted footer"
    for word in (b"volledig", b"longitude", b"2024-0", b"90001"):
        assert word not in content


def test_a_map_of_another_release_or_another_key_is_refused(tmp_path: Path) -> None:
    maps = maps_in(tmp_path)
    maps.keep(ONE, practices(2024))
    maps.keep(TWO, practices(2024))
    folder = tmp_path / "home" / "vault" / "maps"
    shutil.copyfile(folder / TWO / "2024.parquet", folder / ONE / "2024.parquet")
    with pytest.raises(VaultError, match="not what was kept"):
        maps.recall(ONE)
    (folder / TWO / "2024.parquet").write_bytes(b"something else")
    with pytest.raises(VaultError, match="not what was kept"):
        maps.recall(TWO)
    FileKms(tmp_path / "elsewhere", tmp_path / "keys" / "another")  # the key of another home
    with pytest.raises(VaultError, match="maps of 2024"):
        maps_in(tmp_path, "another").recall(ONE)


def test_only_maps_that_somebody_may_have_are_kept(tmp_path: Path) -> None:
    maps = maps_in(tmp_path)
    maps.keep(ONE, practices(2024))
    maps.keep(TWO, practices(2024))
    maps.forget(but={TWO})
    assert (maps.has(ONE), maps.has(TWO)) == (False, True)


def test_the_maps_of_a_year_go_with_its_last_delivery(tmp_path: Path) -> None:
    vault, maps = vault_in(tmp_path), maps_in(tmp_path)
    both = [
        vault.store(manifest(files={table: manifest().files[table]}), {table: frame})
        for table, frame in frames().items()
    ]
    vault.store(manifest(survey_year=2025), frames())
    maps.keep(ONE, practices(2024, 2025))
    vault.destroy(both[0], "term verstreken")
    kept = maps.recall(ONE)
    assert kept is not None
    assert set(kept["year"]) == {2024, 2025}, "one delivery of the year is left"
    vault.destroy(both[1], "term verstreken")
    assert not (tmp_path / "home" / "vault" / "keys" / "maps-2024.json").exists()
    kept = maps.recall(ONE)
    assert kept is not None
    assert set(kept["year"]) == {2025}


def test_who_was_off_a_map_comes_back_by_release_and_goes_with_the_year(tmp_path: Path) -> None:
    maps = maps_in(tmp_path)
    assert maps.recall_off() == {}
    maps.keep_off(ONE, {2024: ["a", "b"], 2025: ["b", "c"]})
    maps.keep_off(TWO, {2025: ["d"]}, taken={2024: ONE})
    both = {(ONE, 2024): {"a", "b"}, (TWO, 2024): {"a", "b"}}
    assert maps_in(tmp_path).recall_off() == {**both, (ONE, 2025): {"b", "c"}, (TWO, 2025): {"d"}}
    maps.destroy_year(2025)
    assert maps_in(tmp_path).recall_off() == both
    maps.forget(but=[TWO])
    assert maps.recall_off() == {(TWO, 2024): {"a", "b"}}, (
        "a year that was taken over is kept with the release that took it"
    )
    maps.forget(but=[])
    assert maps.recall_off() == {}
    for path in (tmp_path / "home" / "vault").rglob("*.parquet"):
        assert b"lasting" not in path.read_bytes()
