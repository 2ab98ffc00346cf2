"""What is stored can be opened again, whatever its size and types; what cannot is not stored."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from data.contracts import check_delivery
from data.kms import FileKms
from data.synth import country, write_deliveries
from data.vault import Purpose, VaultError
from data.vault.files import read_encrypted
from geo import reference
from tests.unit.data.vault_examples import contacts, file, frames, manifest, vault_in

PLANNING = Purpose.CAPACITY_PLANNING
CONTACTS = manifest(files={"contacts": file("a")})


def rows(count: int) -> pd.DataFrame:
    """Columns of every type that a canonical table or a practice map has, each with gaps; every text differs."""
    random = np.random.default_rng(count)
    gaps = random.random(count) < 0.1
    whole = pd.Series(random.integers(-(2**53), 2**53, count), dtype="Int64").mask(gaps)
    return pd.DataFrame(
        {
            "text": pd.Series([f"rij {n} é" for n in range(count)], dtype="str"),
            "option": pd.Series(random.choice(["ja", "nee"], count), dtype="str").mask(gaps),
            "whole": whole,
            "number": pd.Series(random.normal(size=count), dtype="Float64").mask(gaps),
            "flag": pd.Series(random.random(count) < 0.5, dtype="boolean").mask(gaps),
            "empty": pd.Series([None] * count, dtype="str"),
        }
    )


@pytest.mark.parametrize("count", [1, 2, 19_999, 20_001, 131_073, 1_000_000])
def test_a_table_of_any_size_and_every_type_comes_back_row_by_row(tmp_path: Path, count: int) -> None:
    given = rows(count)
    vault = vault_in(tmp_path)
    vault.store(CONTACTS, {"contacts": given})
    with vault.open(2024, PLANNING) as year:
        pd.testing.assert_frame_equal(year.frame("contacts"), given)
        total = year.engine.query("SELECT count(*) AS n, count(whole) AS whole FROM contacts").iloc[0]
    assert (total["n"], total["whole"]) == (count, given["whole"].notna().sum())


def test_many_pages_a_column_are_read_like_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = pq.write_table
    monkeypatch.setattr(
        pq, "write_table", lambda *given, **named: written(*given, **named, data_page_size=64, write_batch_size=16)
    )
    given = rows(5000)
    vault = vault_in(tmp_path)
    vault.store(CONTACTS, {"contacts": given})
    with vault.open(2024, PLANNING) as year:
        pd.testing.assert_frame_equal(year.frame("contacts"), given)


@pytest.mark.parametrize("fault", ["changed", "cut", "other rows"])
def test_what_does_not_come_back_as_it_went_in_is_not_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    vault = vault_in(tmp_path)
    first = vault.store(manifest(), frames())
    before = sorted(path.name for path in (tmp_path / "home" / "vault").rglob("*"))
    written = pq.write_table

    def faulty(table, path, **named):  # type: ignore[no-untyped-def]
        written(table.slice(0, 1) if fault == "other rows" else table, path, **named)
        content = bytearray(path.read_bytes())
        if fault == "changed":
            content[20] ^= 1
        if fault != "other rows":
            path.write_bytes(content[:-9] if fault == "cut" else content)

    monkeypatch.setattr(pq, "write_table", faulty)
    with pytest.raises(VaultError, match="does not read back as it was written"):
        vault.store(CONTACTS, {"contacts": contacts(100)})
    assert sorted(path.name for path in (tmp_path / "home" / "vault").rglob("*")) == before
    assert [delivery.delivery_id for delivery in vault.deliveries()] == [first]


def test_a_key_that_does_not_open_again_stores_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = vault_in(tmp_path)
    wrap = FileKms.wrap
    monkeypatch.setattr(FileKms, "wrap", lambda self, key, context: wrap(self, key, f"{context} of another"))
    with pytest.raises(VaultError, match="does not open"):
        vault.store(CONTACTS, {"contacts": contacts()})
    assert vault.deliveries() == []
    assert not list((tmp_path / "home" / "vault").rglob("*.json"))


def test_an_encrypted_table_opens_with_its_own_key_alone(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    delivery = vault.store(CONTACTS, {"contacts": contacts()})
    path = tmp_path / "home" / "vault" / "deliveries" / delivery / "contacts.parquet"
    with pytest.raises(VaultError, match="table contacts: cannot be opened") as caught:
        read_encrypted(path, b"k" * 32)
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("scale", [0.01, 1.0, 3.0])
def test_a_whole_synthetic_delivery_goes_through_the_vault(tmp_path: Path, scale: float) -> None:
    (folder,) = write_deliveries(tmp_path / "in", years=[2024], seed=1, scale=scale, geography=country(reference))
    report = check_delivery(folder)
    assert report.accepted
    assert len(report.frames["contacts"]) > 6000 * scale
    vault = vault_in(tmp_path)
    vault.store(report.manifest, report.frames)
    with vault.open(2024, PLANNING) as year:
        for table, given in report.frames.items():
            stored = year.frame(table)
            assert list(stored) == list(given)
            for column in given:
                pd.testing.assert_series_equal(stored[column], given[column], check_dtype=False)
