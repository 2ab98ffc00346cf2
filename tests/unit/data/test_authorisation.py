"""The permission is one record, and every term of it is asked where it matters; a refusal says where it stands."""

from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest

from data.audit import Audit
from data.authorisation import AUTHORISATION, TERMS, Authorisation
from data.contracts import check_delivery, load_layout
from data.contracts.layout import CANONICAL, LayoutError
from data.kms import FileKms
from data.vault import Purpose, Vault, VaultError
from data.vault.deliveries import RETENTION_YEARS, keep_until
from tests.unit.data.delivery_samples import write_delivery
from tests.unit.data.vault_examples import TODAY, contacts, file, frames, manifest, vault_in

REVOKED = replace(AUTHORISATION, revoked_on=date(2026, 1, 1))


def ima_faults(folder: Path, day: str, authorisation: Authorisation, today: date) -> dict[str, str]:
    """Faults of the IMA file of survey year 2024, received on a day: the code and what was expected."""
    delivery = write_delivery(folder)
    told = delivery / "delivery.toml"
    told.write_text(told.read_text(encoding="utf-8").replace("2025-11-03", day), encoding="utf-8")
    report = check_delivery(delivery, authorisation=authorisation, today=today)
    return {fault.code: fault.expected.nl for fault in report.faults}


@pytest.mark.parametrize(
    ("day", "authorisation", "code", "paragraph"),
    [
        ("2025-10-21", AUTHORISATION, "ima_window", "§30-32"),
        ("2035-10-07", AUTHORISATION, "ima_window", "§30-32"),
        ("2025-12-31", replace(AUTHORISATION, senders=("een ander",)), "ima_sender", "annex 1"),
        ("2026-01-01", REVOKED, "ima_revoked", "GKB 11"),
        ("2024-06-30", replace(AUTHORISATION, received_from=date(2024, 1, 1)), "ima_early", "§33"),
    ],
)
def test_a_file_outside_the_permission_is_refused_with_its_paragraph(
    day: str, authorisation: Authorisation, code: str, paragraph: str, tmp_path: Path
) -> None:
    found = ima_faults(tmp_path, day, authorisation, date(2035, 12, 1))
    assert list(found) == [code]
    assert f"beraadslaging 25/200 van 7 oktober 2025, {paragraph}" in found[code]


@pytest.mark.parametrize(
    ("day", "authorisation"),
    [("2025-12-31", REVOKED), ("2024-07-01", replace(AUTHORISATION, received_from=date(2024, 1, 1)))],
)
def test_the_last_day_before_a_term_is_inside_it(day: str, authorisation: Authorisation, tmp_path: Path) -> None:
    assert not ima_faults(tmp_path, day, authorisation, date(2035, 12, 1))


def of(folder: Path, authorisation: Authorisation) -> Vault:
    home = folder / "home"
    return Vault(
        home, FileKms(home, folder / "keys" / "kek"), Audit(home), today=lambda: TODAY, authorisation=authorisation
    )


def test_a_purpose_that_the_permission_does_not_give_opens_nothing(tmp_path: Path) -> None:
    delivery = vault_in(tmp_path).store(manifest(), frames())
    narrow = of(tmp_path, replace(AUTHORISATION, purposes=(Purpose.PRIMARY_CARE_POLICY.value,)))
    for opening in (
        lambda: narrow.open(2024, Purpose.CAPACITY_PLANNING).__enter__(),
        lambda: narrow.beside(delivery, None, Purpose.CAPACITY_PLANNING),
    ):
        with pytest.raises(VaultError, match=r"capaciteitsplanning.*§13-14"):
            opening()
    with narrow.open(2024, Purpose.DELIVERY_CHECK) as opened:
        assert set(opened.frames()) == {"contacts", "ima"}
    assert set(AUTHORISATION.purposes) == {Purpose.CAPACITY_PLANNING.value, Purpose.PRIMARY_CARE_POLICY.value}


def test_once_it_is_revoked_a_year_that_rests_on_ima_is_closed_and_another_is_not(tmp_path: Path) -> None:
    whole = vault_in(tmp_path)
    delivery = whole.store(manifest(), frames())
    whole.store(manifest(survey_year=2025, files={"contacts": file("c")}), {"contacts": contacts()})
    assert whole.closed(("contacts",)) == {}
    revoked = of(tmp_path, REVOKED)
    assert list(revoked.closed(("contacts",))) == [2024]
    with pytest.raises(VaultError, match=r"revoked on 2026-01-01 .*GKB 11"):
        revoked.open(2024, Purpose.CAPACITY_PLANNING).__enter__()
    with pytest.raises(VaultError, match="revoked"):
        revoked.beside(delivery, None, Purpose.DELIVERY_CHECK)
    with revoked.open(2025, Purpose.CAPACITY_PLANNING) as opened:
        assert opened.rows == {"contacts": 3}


def test_the_term_and_the_columns_and_the_years_are_those_of_the_permission(tmp_path: Path) -> None:
    assert AUTHORISATION.retention_years == RETENTION_YEARS
    assert keep_until(date(2024, 11, 4)) == date(2024 + AUTHORISATION.retention_years, 11, 4)
    (tmp_path / "later.toml").write_text(
        f'layout = "later"\nbase = "{CANONICAL}"\n[tables.ima.columns]\nYEAR = {{ min = "Y-3", max = "Y-3" }}\n',
        encoding="utf-8",
    )
    with pytest.raises(LayoutError) as refused:
        load_layout("later", tmp_path)
    assert "§33" in " ".join(problem.nl for problem in refused.value.problems)


def test_every_term_has_its_place(tmp_path: Path) -> None:
    assert set(AUTHORISATION.paragraphs) == set(TERMS)
    assert len(fields(Authorisation)) == 12, "a term that is added is one that code asks: name its paragraph"
    with pytest.raises(ValueError, match="paragraphs"):
        replace(AUTHORISATION, paragraphs={})
