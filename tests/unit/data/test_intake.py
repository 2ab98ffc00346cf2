"""Deliveries on their way from the check into the vault: what is kept, and beside what they are judged."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data.audit import Audit, Channel
from data.contracts import check_delivery
from data.intake import check_deliveries, store_deliveries, to_confirm
from data.kms import FileKms
from data.vault import Purpose, Vault, VaultError
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


def test_a_layout_of_the_home_serves_beside_the_shipped_ones(tmp_path: Path) -> None:
    vault = vault_of(tmp_path)
    vault.layouts.mkdir(parents=True)
    (vault.layouts / "2025-9.toml").write_text(
        'layout = "2025-9"\nbase = "2024-1"\n[tables.contacts.columns]\nrole = { header = "rol" }\n', encoding="utf-8"
    )
    tables = sample_tables(2025)
    tables["contacts"] = tables["contacts"].rename(columns={"role": "rol"})
    folder = write_delivery(tmp_path / "2025", tables, year=2025, layout="2025-9")
    (report,) = check_deliveries(vault, [folder])
    assert report.accepted, report.to_text()
    assert set(report.frames["contacts"]["role"]) == {"huisarts", "haio"}
    assert [fault.code for fault in check_delivery(folder).faults] == ["layout_unknown"]


def test_a_warning_to_confirm_is_asked_once_and_kept_in_the_trail(tmp_path: Path) -> None:
    vault = vault_of(tmp_path)
    audit = Audit(tmp_path / "home", channel=Channel.TEST)
    tables = sample_tables()
    tables["survey_individual"]["pressure"] = ""
    folder = write_delivery(tmp_path / "2024", tables)
    reports = check_deliveries(vault, [folder])
    assert [remark.code for remark in to_confirm(vault, reports)["2024"]] == ["question_empty"]
    assert not to_confirm(vault, reports, ["question_empty"])
    store_deliveries(vault, reports, audit, why="niet gevraagd dit jaar")
    told = [entry for entry in audit.entries() if entry["what"] == "warning_accept"]
    assert [(entry["subject"], entry["why"]) for entry in told] == [("2024", "question_empty: niet gevraagd dit jaar")]
    assert not to_confirm(vault, check_deliveries(vault, [folder]))
    store_deliveries(vault, check_deliveries(vault, [folder]), audit)
    assert sum(entry["what"] == "warning_accept" for entry in audit.entries()) == 1


def test_a_clock_that_went_back_stores_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    days = [date(2026, 11, 30)]
    vault = Vault(
        home, FileKms(home, tmp_path / "keys" / "kek"), Audit(home, channel=Channel.TEST), today=lambda: days[0]
    )
    store_deliveries(vault, check_deliveries(vault, [write_delivery(tmp_path / "2024")]))
    days[0] = date(2026, 11, 29)
    late = write_delivery(tmp_path / "late", {"ima": sample_tables()["ima"]})
    with pytest.raises(VaultError, match="the clock says 2026-11-29, but a delivery was accepted on 2026-11-30"):
        store_deliveries(vault, check_deliveries(vault, [late]))
    assert len(vault.deliveries()) == 1
