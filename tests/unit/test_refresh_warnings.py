"""What a delivery is warned of is told while it is taken in, and it is taken in all the same."""

from pathlib import Path

import pytest

from commands.console import Output
from commands.intake import take_in
from data.audit import Audit, Channel
from data.intake import Places
from tests.unit.data.delivery_samples import sample_tables, write_delivery
from tests.unit.data.vault_examples import vault_in


def test_warnings_of_an_accepted_delivery_are_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tables = sample_tables()
    tables["survey_individual"].loc[1, "hours_week"] = "81"
    (tmp_path / "in").mkdir()
    folder = write_delivery(tmp_path / "in", tables)
    vault = vault_in(tmp_path)
    everywhere = Places(unknown=lambda _codes: [], far_away=lambda rows: rows["nis"].isna())
    audit = Audit(tmp_path / "home", channel=Channel.TEST)
    reports = take_in(vault, [folder], Output(as_json=True, lang="nl"), places=everywhere, audit=audit)
    assert "unusual" in [warning.code for warning in reports[0].warnings]
    told = capsys.readouterr().err
    assert "Opgelet" in told
    assert reports[0].warnings[0].text.nl in told
    assert len(vault.deliveries()) == 1
