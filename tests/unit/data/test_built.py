"""What a year is made from: its deliveries, settings, code and the maps that were shown, and nothing of chance."""

from dataclasses import replace
from pathlib import Path

import pandas as pd

from data.built import code_digest, made_from, map_digests
from data.kms import FileKms
from data.settings import Settings, Thresholds
from tests.unit.data.vault_examples import frames, manifest, vault_in


def test_another_delivery_or_setting_makes_another_digest_and_the_same_ones_the_same(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    kms = FileKms(tmp_path / "elsewhere", tmp_path / "keys" / "digests")
    whole = manifest()
    table, *rest = frames()
    vault.store(replace(whole, files={table: whole.files[table]}), {table: frames()[table]})
    first = made_from(vault, kms, 2024, Settings())
    assert made_from(vault, kms, 2024, Settings()) == first
    assert made_from(vault, kms, 2024, Settings(thresholds=Thresholds(k_protected=6))) != first
    vault.store(replace(whole, files={name: whole.files[name] for name in rest}), {n: frames()[n] for n in rest})
    assert made_from(vault, kms, 2024, Settings()) != first
    assert len(code_digest()) == 64


def test_a_map_is_known_whatever_its_random_keys_and_order(tmp_path: Path) -> None:
    kms = FileKms(tmp_path / "elsewhere", tmp_path / "keys" / "digests")
    rows = pd.DataFrame({"year": 2024, "practice": ["x", "y"], "gemeente": ["11002", "12025"], "P01": ["geen", None]})
    moved = rows.iloc[::-1].assign(practice=["q", "r"])
    assert map_digests(kms, [rows, moved]) == map_digests(kms, [rows])
    assert map_digests(kms, [rows.assign(P01="geen")]) != map_digests(kms, [rows])
