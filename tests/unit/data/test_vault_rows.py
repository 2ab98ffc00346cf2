"""Unit rows behind releases come back as they were, serve a release that took a year over, and go with a delivery."""

from pathlib import Path

import pandas as pd
import pytest

from data.vault import VaultError
from tests.unit.data.test_vault_maps import maps_in
from tests.unit.data.vault_examples import frames, manifest, vault_in

ONE, TWO = "20261122T080000Z-0123abcd", "20261122T080000Z-4567abcd"


def rows(*years: int) -> pd.DataFrame:
    one = pd.DataFrame(
        {
            "indicator": ["P22", "M01"],
            "key": ["kx", "ky"],
            "answer": pd.array(["ja", None], dtype="str"),
            "value": [float("nan"), 3.5],
        }
    )
    return pd.concat([one.assign(year=year) for year in years], ignore_index=True)


def test_rows_come_back_by_year_and_a_year_taken_over_is_shared(tmp_path: Path) -> None:
    maps = maps_in(tmp_path)
    maps.keep_rows(ONE, rows(2024, 2025))
    maps.keep_rows(TWO, rows(2025), taken={2024: ONE})
    assert maps.has_rows(TWO)
    for release_id in (ONE, TWO):
        found = maps.recall_rows(release_id, [2024, 2025])
        assert found is not None
        pd.testing.assert_frame_equal(
            found.astype({"value": float}).sort_values(["year", "indicator"], ignore_index=True),
            rows(2024, 2025).sort_values(["year", "indicator"], ignore_index=True),
            check_dtype=False,
        )
    only = maps.recall_rows(TWO, [2024])
    assert only is not None
    assert set(only["year"]) == {2024}
    assert maps.recall_rows(ONE, []) is None
    assert not [path for path in (tmp_path / "home").rglob("*.parquet") if b"P22" in path.read_bytes()]
    (tmp_path / "home" / "vault" / "rows" / ONE / "2025.parquet").write_bytes(b"something else")
    with pytest.raises(VaultError, match="not what was kept"):
        maps.recall_rows(ONE, [2025])


def test_rows_and_their_key_go_with_any_delivery_of_the_year(tmp_path: Path) -> None:
    vault, maps = vault_in(tmp_path), maps_in(tmp_path)
    both = [
        vault.store(manifest(files={table: manifest().files[table]}), {table: frame})
        for table, frame in frames().items()
    ]
    maps.keep_rows(ONE, rows(2024, 2025))
    vault.destroy(both[0], "ten years have passed")
    assert maps.recall_rows(ONE, [2024]) is None
    kept = maps.recall_rows(ONE, [2024, 2025])
    assert kept is not None
    assert set(kept["year"]) == {2025}
    keys = {path.name for path in (tmp_path / "home" / "vault" / "keys").glob("rows-*")}
    assert keys == {"rows-2025.json"}


def test_rows_of_releases_that_nobody_has_are_forgotten(tmp_path: Path) -> None:
    maps = maps_in(tmp_path)
    maps.keep_rows(ONE, rows(2024))
    maps.keep_rows(TWO, rows(2024))
    maps.forget(but={TWO})
    assert (maps.has_rows(ONE), maps.has_rows(TWO)) == (False, True)
