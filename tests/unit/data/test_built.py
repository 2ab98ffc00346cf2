"""A year is taken over only when it would be made of the same: deliveries, settings, code, whom the map left out."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import pytest

from data import built, releases
from data.built import TakenOver, take_over
from data.kms import FileKms
from data.settings import Settings, Thresholds
from data.vault import ReleasedMaps, Vault, keep_certificate
from tests.unit.data.release_examples import MANIFEST, tables, unchallenged, write
from tests.unit.data.test_vault_maps import maps_in
from tests.unit.data.vault_examples import contacts, file, frames, manifest, vault_in

YEAR = 2024


@dataclass
class Shown:
    """A home whose release of 2024 is shown."""

    folder: Path
    vault: Vault
    maps: ReleasedMaps
    release: str

    @property
    def home(self) -> Path:
        return self.folder / "home"

    def take(self, settings: Settings | None = None, *published: pd.DataFrame) -> dict[int, TakenOver]:
        maps = {YEAR: published or [tables()["practice"]]}
        return take_over(self.home, self.vault, self.kms, self.maps, settings or Settings(), maps)

    @property
    def kms(self) -> FileKms:
        return FileKms(self.home, self.folder / "keys" / "kek")


def shown(folder: Path, **told: object) -> Shown:
    """Store a delivery, write the release that was made from it, and show it."""
    vault, maps = vault_in(folder), maps_in(folder)
    vault.store(manifest(), frames())
    home = Shown(folder, vault, maps, "")
    made = built.manifest(
        vault,
        home.kms,
        Settings(),
        years=[YEAR],
        kept={},
        kept_tables={},
        published={YEAR: []},
        boundaries={YEAR: ""},
    )
    home.release = write(home.home, manifest={**MANIFEST, **made, **told})
    maps.keep_rows(home.release, pd.DataFrame({"year": [YEAR], "key": ["x"]}))
    keep_certificate(home.home, home.kms, home.release, {"verdict": "safe"})
    releases.publish(home.home, home.release, prove=unchallenged)
    return home


def test_what_would_be_made_of_the_same_is_taken_over(tmp_path: Path) -> None:
    home = shown(tmp_path)
    taken = home.take()
    assert list(taken) == [YEAR]
    assert taken[YEAR].release == home.release
    assert len(taken[YEAR].tables["cell"]) == len(tables()["cell"])


def another_delivery(home: Shown, _patch: pytest.MonkeyPatch) -> dict[int, TakenOver]:
    """Store one table of the year again with other content."""
    home.vault.store(manifest(files={"contacts": file("c")}), {"contacts": contacts(2)})
    return home.take()


def another_setting(home: Shown, _patch: pytest.MonkeyPatch) -> dict[int, TakenOver]:
    return home.take(Settings(thresholds=Thresholds(k_protected=6)))


def another_definition(home: Shown, _patch: pytest.MonkeyPatch) -> dict[int, TakenOver]:
    settings = Settings()
    return home.take(replace(settings, definitions=replace(settings.definitions, fte_hours=40.0)))


def other_code(home: Shown, patch: pytest.MonkeyPatch) -> dict[int, TakenOver]:
    patch.setattr(built, "code_digest", lambda: "of another version")
    return home.take()


def another_companion(home: Shown, _patch: pytest.MonkeyPatch) -> dict[int, TakenOver]:
    """Take into account a map of the year that left out somebody else."""
    other = tables()["practice"].assign(longitude=4.9)
    return home.take(None, tables()["practice"], other)


def rows_gone(home: Shown, _patch: pytest.MonkeyPatch) -> dict[int, TakenOver]:
    home.maps.forget(but=[])
    return home.take()


CHANGES = [another_delivery, another_setting, another_definition, other_code, another_companion, rows_gone]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_would_be_made_of_something_else_is_not(
    change: Callable[[Shown, pytest.MonkeyPatch], dict[int, TakenOver]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = shown(tmp_path)
    assert home.take()
    assert change(home, monkeypatch) == {}


FORGED = {"builds": {"2024": {"made_from": "0" * 64, "maps": []}}}


@pytest.mark.parametrize("told", [{"kept": {"2024": "r"}}, {"kept_tables": {"2024": ["P22"]}}, FORGED])
def test_a_year_of_which_a_correction_waits_or_the_digest_does_not_fit_is_made_again(
    told: dict[str, object], tmp_path: Path
) -> None:
    assert shown(tmp_path, **told).take() == {}


def test_the_code_is_every_source_that_computes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for room in ("aggregation", "data", "geo"):
        (tmp_path / room).mkdir()
    (tmp_path / "data" / "link.sql").write_text("SELECT 1", encoding="utf-8")
    monkeypatch.setattr(built, "_ROOT", tmp_path)
    digests = []
    for text in ("SELECT 1", "SELECT 2"):
        (tmp_path / "data" / "link.sql").write_text(text, encoding="utf-8")
        built.code_digest.cache_clear()
        digests.append(built.code_digest())
    built.code_digest.cache_clear()
    assert digests[0] != digests[1]
