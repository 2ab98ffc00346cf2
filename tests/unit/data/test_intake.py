"""Deliveries on their way from the check into the vault: what is kept, and beside what they are judged."""

from pathlib import Path

import pandas as pd

from data.audit import Audit, Channel
from data.contracts import check_delivery
from data.intake import check_deliveries, store_deliveries
from data.kms import FileKms
from data.vault import Purpose, Vault
from tests.unit.data.delivery_samples import sample_tables, write_delivery

UNNEEDED = {"name", "street", "house_number"}


def vault_of(folder: Path) -> Vault:
    home = folder / "home"
    return Vault(home, FileKms(home, folder / "keys" / "kek"), Audit(home, channel=Channel.TEST))


def stored(vault: Vault, year: int = 2024) -> dict[str, pd.DataFrame]:
    with vault.open(year, Purpose.DELIVERY_CHECK) as opened:
        return opened.frames()


def test_names_and_streets_of_practices_are_checked_and_never_stored(tmp_path: Path) -> None:
    vault, folder = vault_of(tmp_path), write_delivery(tmp_path / "2024")
    store_deliveries(vault, check_deliveries(vault, [folder]))
    assert not UNNEEDED & set(stored(vault)["practices"])
    tables = sample_tables()
    tables["practices"].loc[3, "street"] = "45410299809"
    (report,) = check_deliveries(vault, [write_delivery(tmp_path / "again", tables)])
    assert [(fault.code, fault.column, fault.rows) for fault in report.faults] == [("national_number", "street", (5,))]


def test_a_home_that_still_holds_names_takes_corrections_without_migration(tmp_path: Path) -> None:
    vault, folder = vault_of(tmp_path), write_delivery(tmp_path / "2024")
    report = check_delivery(folder)
    named = report.frames["practices"].assign(name="Praktijk De Linde", street="Lindelaan", house_number="1")
    vault.store(report.manifest, {**report.frames, "practices": named})
    assert set(stored(vault)["practices"]) >= UNNEEDED
    late = {"survey_practice": sample_tables()["survey_practice"].assign(walk_in="ja")}
    store_deliveries(vault, check_deliveries(vault, [write_delivery(tmp_path / "late", late)]))
    assert stored(vault)["survey_practice"]["walk_in"].eq("ja").all()
    whole = write_delivery(tmp_path / "practices", {"practices": sample_tables()["practices"].assign(map_opt_out="ja")})
    store_deliveries(vault, check_deliveries(vault, [whole]))
    assert not UNNEEDED & set(stored(vault)["practices"])
