"""What earlier releases showed is read from what was shown, and from nothing else."""

from pathlib import Path

import pytest

from data.audit import Audit, Channel
from data.intake import published_maps, shown_before
from data.kms import FileKms
from data.releases import ReleaseError
from data.releases.folder import release_folder
from data.vault import ReleasedMaps
from tests.releases import make_release


def maps_of(home: Path, keys: Path) -> ReleasedMaps:
    return ReleasedMaps(home, FileKms(home, keys / "kek"), Audit(home, channel=Channel.TEST))


def unheard(dutch: str, english: str) -> None:
    pytest.fail(f"nothing is left to tell: {dutch} / {english}")


def damage(home: Path, release_id: str) -> None:
    cube = release_folder(home, release_id) / "cube.duckdb"
    cube.chmod(0o644)
    cube.write_bytes(cube.read_bytes()[:-512])


def test_a_damaged_release_counts_only_when_it_was_shown(tmp_path: Path) -> None:
    home = tmp_path / "home"
    shown, never = make_release(home, years=(2025,)), make_release(home, years=(2026,), shown=False)
    damage(home, never)
    maps = maps_of(home, tmp_path / "keys")
    tables = shown_before(home, maps, unheard)
    assert list(tables) == [shown]
    assert {"cell", "practice"} <= set(tables[shown])
    found = published_maps((2025, 2026), tables)
    assert [len(table) > 0 for table in found[2025]] == [True]
    assert found[2026] == []
    assert not maps.has(never)

    other = make_release(home, years=(2026,))
    damage(home, other)
    with pytest.raises(ReleaseError):
        shown_before(home, maps, unheard)
