"""What stands beside a number: which residents D09 divides by, read from the release itself."""

from pathlib import Path

import pytest

from aggregation.indicators import INDICATORS
from pages.views import released
from pages.views.remarks import remarks
from tests.releases import make_release


def test_contacts_per_resident_say_of_which_years_the_residents_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_release(tmp_path, years=(2025, 2026))
    monkeypatch.setenv(released.HOME_VARIABLE, str(tmp_path))
    release = released.current_id() or ""
    said = [text.nl for text in remarks(release, INDICATORS["D09"])]
    assert "Gedeeld door de inwoners op 1 januari van 2023 (vragenlijst 2025), 2024 (vragenlijst 2026)." in said
    assert not any("1 januari van" in text.nl for text in remarks(release, INDICATORS["D01"]))
