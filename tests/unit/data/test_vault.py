"""The vault keeps deliveries whole, opens them for a purpose, and lets them go after ten years."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data.audit import Audit
from data.contracts.manifest import DeliveredFile
from data.kms import FileKms
from data.vault import Purpose, Vault, VaultError, keep_until
from data.vault.stored import Stored
from tests.unit.data.vault_examples import TODAY, contacts, file, frames, ima, manifest, vault_in

PLANNING = Purpose.CAPACITY_PLANNING


def trail(folder: Path) -> list[dict[str, object]]:
    return Audit(folder / "home").entries()


def test_what_is_stored_comes_back_in_the_same_columns_types_and_order(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    delivery = vault.store(manifest(), {**frames(), "ima": ima().assign(ADVIES=None)})
    with vault.open(2024, PLANNING) as year:
        pd.testing.assert_frame_equal(year.frame("contacts"), contacts())
        expected = ima().assign(ADVIES=pd.array([None, None], dtype="str"))
        pd.testing.assert_frame_equal(year.frames()["ima"], expected)
        assert year.rows == {"contacts": 3, "ima": 2}
        assert dict(year.deliveries) == {"contacts": delivery, "ima": delivery}
        gmd = year.engine.query("SELECT sum(PAT_GMD) AS total FROM contacts JOIN ima ON left(riziv, 8) = RIZIV_ID")
    assert gmd["total"].tolist() == [970]


def test_every_opening_is_recorded_with_purpose_tables_and_counts(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    delivery = vault.store(manifest(), frames())
    with vault.open(2024, Purpose.PRIMARY_CARE_POLICY, why="jaarlijkse verwerking"):
        last = trail(tmp_path)[-1]
    assert last["what"] == "vault_open"
    assert last["purpose"] == "versterking_eerstelijnszorg"
    assert last["tables"] == {"contacts": 3, "ima": 2}
    assert last["subject"] == delivery
    assert last["why"] == "jaarlijkse verwerking"
    assert last["who"]
    assert last["where"]
    assert last["at"]
    assert last["channel"] == "test"


def test_a_purpose_outside_the_closed_list_opens_nothing(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    vault.store(manifest(), frames())
    with pytest.raises(VaultError, match="closed list"), vault.open(2024, "capaciteitsplanning"):  # type: ignore[arg-type]
        pass


def test_the_last_accepted_version_of_every_table_counts(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    first = vault.store(manifest(), frames())
    late = manifest(received_on=date(2024, 10, 1), files={"ima": file("c")})
    second = vault.store(late, {"ima": ima().head(1)})
    assert vault.latest(2024) == {"contacts": first, "ima": second}
    with vault.open(2024, PLANNING) as year:
        assert year.rows == {"contacts": 3, "ima": 1}


def test_how_many_earlier_answers_gave_way_is_kept_with_the_table(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    vault.store(manifest(), frames(), set_aside={"contacts": 2})
    with vault.open(2024, PLANNING) as year:
        assert year.set_aside == {"contacts": 2}
    vault.store(manifest(files={"contacts": file("c")}), {"contacts": contacts()})
    with vault.open(2024, PLANNING) as year:
        assert year.set_aside == {}


def test_the_same_delivery_is_recognised_and_changes_nothing(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    first = vault.store(manifest(), frames())
    correction = vault.store(manifest(files={"ima": file("c")}), {"ima": ima().head(1)})
    assert vault.find(manifest()) == first
    assert vault.store(manifest(), frames()) == first
    assert len(vault.deliveries()) == 2
    assert vault.latest(2024)["ima"] == correction
    assert trail(tmp_path)[-1]["what"] == "vault_recognise"


def test_another_layout_or_year_is_another_delivery(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    stored = {vault.store(m, frames()) for m in (manifest(), manifest(layout="2026-1"), manifest(survey_year=2025))}
    assert len(stored) == 3
    assert vault.years() == [2024, 2025]


@pytest.mark.parametrize(
    ("received", "last_day_closed"),
    [(date(2024, 11, 4), date(2034, 11, 4)), (date(2024, 2, 29), date(2034, 2, 28))],
)
def test_ten_years_after_receipt_the_vault_refuses(tmp_path: Path, received: date, last_day_closed: date) -> None:
    assert keep_until(received) == last_day_closed
    now = TODAY
    vault = vault_in(tmp_path, today=lambda: now)
    files = {"contacts": file("a", received_on=received)}
    delivery = vault.store(manifest(received_on=received, files=files), {"contacts": contacts()})
    now = last_day_closed.replace(day=last_day_closed.day - 1)
    assert vault.expired() == []
    with vault.open(2024, PLANNING):
        pass
    now = last_day_closed
    assert [d.delivery_id for d in vault.expired()] == [delivery]
    with pytest.raises(VaultError, match="term of 10 years"), vault.open(2024, PLANNING):
        pass
    assert trail(tmp_path)[-1]["what"] == "vault_refuse"
    with pytest.raises(VaultError, match="not stored"):
        vault.store(manifest(received_on=received, files=files), {"contacts": contacts()})


def test_the_earliest_file_of_a_delivery_starts_the_term(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    files = {"contacts": file("a"), "ima": file("b", received_on=date(2023, 1, 5))}
    vault.store(manifest(files=files), frames())
    assert vault.deliveries()[0].keep_until == date(2033, 1, 5)


def test_a_destroyed_delivery_is_gone_and_only_its_facts_stay(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    first = vault.store(manifest(), frames())
    second = vault.store(manifest(files={"ima": file("c")}), {"ima": ima().head(1)})
    vault.destroy(second, "verkeerde levering")
    assert vault.latest(2024) == {"contacts": first, "ima": first}
    assert not list((tmp_path / "home" / "vault" / "deliveries" / second).glob("*.parquet"))
    assert not (tmp_path / "home" / "vault" / "keys" / f"{second}.json").exists()
    assert [(d.destroyed, dict(d.tables)) for d in vault.deliveries()] == [
        (False, {"contacts": 3, "ima": 2}),
        (True, {"ima": 1}),
    ]
    assert trail(tmp_path)[-1]["why"] == "verkeerde levering"
    vault.destroy(first, "verkeerde levering")
    with pytest.raises(VaultError, match="found none"), vault.open(2024, PLANNING):
        pass


def test_a_copy_of_the_files_is_unreadable_once_the_key_is_destroyed(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    delivery = vault.store(manifest(), frames())
    folder = tmp_path / "home" / "vault" / "deliveries" / delivery
    backup = {path.name: path.read_bytes() for path in folder.iterdir()}
    vault.destroy(delivery, "bewaartermijn verstreken")
    (folder / "destroyed").unlink()
    for name, content in backup.items():
        (folder / name).write_bytes(content)
    with pytest.raises(VaultError, match="key is missing"), vault.open(2024, PLANNING):
        pass


def test_a_destruction_that_was_cut_short_is_finished_by_the_next_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = vault_in(tmp_path)
    first = vault.store(manifest(), frames())
    key = tmp_path / "home" / "vault" / "keys" / f"{first}.json"
    with monkeypatch.context() as killed:
        killed.setattr(Stored, "_erase", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            vault.destroy(first, "verkeerde levering")
    assert key.exists()
    vault.store(manifest(survey_year=2025), frames())
    assert not key.exists()
    assert vault.years() == [2025]


@pytest.mark.parametrize("forged", ["empty", "of another delivery", "with a made-up seal"])
def test_a_mark_of_destruction_that_the_vault_did_not_make_erases_nothing(tmp_path: Path, forged: str) -> None:
    vault = vault_in(tmp_path)
    first, other = vault.store(manifest(), frames()), vault.store(manifest(survey_year=2025), frames())
    vault.destroy(other, "verkeerde levering")
    folder = tmp_path / "home" / "vault" / "deliveries"
    real = (folder / other / "destroyed").read_text(encoding="utf-8")
    mark = {"empty": "", "of another delivery": real, "with a made-up seal": real.replace(other, first)}[forged]
    (folder / first / "destroyed").write_text(mark, encoding="utf-8")
    vault.store(manifest(survey_year=2026), frames())
    assert vault.years() == [2024, 2026]
    with vault.open(2024, PLANNING) as year:
        assert year.rows == {"contacts": 3, "ima": 2}


def test_a_changed_file_fact_or_key_is_refused(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    delivery = vault.store(manifest(), frames())
    other = vault.store(manifest(survey_year=2025), frames())
    folder = tmp_path / "home" / "vault" / "deliveries"
    keys = tmp_path / "home" / "vault" / "keys"

    table = folder / delivery / "contacts.parquet"
    good = table.read_bytes()
    table.write_bytes((folder / other / "contacts.parquet").read_bytes())
    with pytest.raises(VaultError, match="contacts is missing or was changed"), vault.open(2024, PLANNING):
        pass
    table.write_bytes(good)

    key = keys / f"{delivery}.json"
    good = key.read_bytes()
    key.write_bytes((keys / f"{other}.json").read_bytes())
    with pytest.raises(VaultError, match="does not open"), vault.open(2024, PLANNING):
        pass
    key.write_bytes(good)

    facts = folder / delivery / "delivery.json"
    changed = {**json.loads(facts.read_bytes()), "received_on": "2025-11-04"}
    facts.write_text(json.dumps(changed), encoding="utf-8")
    with pytest.raises(VaultError, match="was changed"), vault.open(2024, PLANNING):
        pass


def test_another_key_encryption_key_opens_nothing(tmp_path: Path) -> None:
    vault_in(tmp_path).store(manifest(), frames())
    home = tmp_path / "home"
    FileKms(tmp_path / "another home", tmp_path / "other" / "kek")  # makes the key
    stranger = Vault(home, FileKms(home, tmp_path / "other" / "kek"), Audit(home))
    with pytest.raises(VaultError, match="another key"), stranger.open(2024, PLANNING):
        pass


def test_tables_outside_the_manifest_are_refused(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    with pytest.raises(VaultError, match="manifest lists"):
        vault.store(manifest(files={"ima": file("c")}), frames())
    with pytest.raises(VaultError, match="manifest lists"):
        vault.store(manifest(), {})
    assert vault.deliveries() == []


def test_a_failing_table_leaves_nothing_and_repeats_no_value(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    mixed = contacts().astype({"riziv": object})
    mixed.loc[0, "riziv"] = 3.5
    with pytest.raises(VaultError) as caught:
        vault.store(manifest(), {"ima": ima(), "contacts": mixed})
    assert "1999" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert not list((tmp_path / "home" / "vault").rglob("*.parquet"))
    assert not list((tmp_path / "home" / "vault" / "keys").iterdir())


def test_facts_hold_no_row(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    delivery = vault.store(manifest(), frames())
    facts = json.loads((tmp_path / "home" / "vault" / "deliveries" / delivery / "delivery.json").read_text())
    assert set(facts) == {
        "delivery_id", "accepted", "accepted_at", "survey_year", "received_on", "sender", "layout", "digest",
        "tables", "seal",
    }  # fmt: skip
    assert set(facts["tables"]["contacts"]) == {"rows", "sha256", "sender", "received_on"}
    assert "a" * 64 not in json.dumps(facts)  # plain digests of deliveries are never kept


def test_the_digest_of_a_delivery_does_not_depend_on_its_day_of_receipt(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    stored = vault.store(manifest(), frames())
    assert vault.find(replace(manifest(), received_on=date(2026, 1, 1))) == stored


NEEDS = ("contacts", "ima")


def test_a_year_is_closed_when_what_it_rests_on_is_gone_due_or_damaged_and_the_others_stay_open(tmp_path: Path) -> None:
    now = TODAY
    vault = vault_in(tmp_path, today=lambda: now)
    first = vault.store(manifest(), frames())
    second = vault.store(manifest(files={"ima": file("c")}), {"ima": ima().head(1)})
    later = vault.store(manifest(survey_year=2025, received_on=date(2025, 11, 4), files=late_files()), frames())
    assert vault.closed(NEEDS) == {}
    vault.destroy(second, "verkeerde levering")
    assert vault.closed(NEEDS) == {}
    with vault.open(2024, PLANNING) as year:
        assert year.rows == {"contacts": 3, "ima": 2}
    key = tmp_path / "home" / "vault" / "keys" / f"{later}.json"
    kept = key.read_bytes()
    key.unlink()
    assert list(vault.closed(NEEDS)) == [2025]
    key.write_bytes(kept)
    now = date(2034, 11, 4)
    assert list(vault.closed(NEEDS)) == [2024]
    vault.destroy(first, "bewaartermijn verstreken")
    assert list(vault.closed(NEEDS)) == [2024]
    now = TODAY
    assert "no delivery of it holds contacts, ima any more" in vault.closed(NEEDS)[2024]


def late_files() -> dict[str, DeliveredFile]:
    day = date(2025, 11, 4)
    return {"contacts": file("d", received_on=day), "ima": file("e", received_on=day)}


def test_a_year_does_not_fall_back_to_older_rows_when_the_term_of_the_newest_has_passed(tmp_path: Path) -> None:
    now = TODAY
    vault = vault_in(tmp_path, today=lambda: now)
    newest = vault.store(manifest(files={"ima": file("c")}), {"ima": ima().head(1)})
    vault.store(
        manifest(received_on=date(2026, 1, 1), files={"contacts": file("f", received_on=date(2026, 1, 1))}),
        {"contacts": contacts()},
    )
    assert vault.closed(NEEDS) == {}
    now = keep_until(date(2024, 11, 4))
    vault.destroy(newest, "bewaartermijn verstreken")
    assert "its term of 10 years ended" in vault.closed(NEEDS)[2024]
