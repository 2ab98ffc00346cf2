"""The full certificate stays inside, encrypted, and opens for its own release only."""

from pathlib import Path

import pytest

from data.kms import FileKms
from data.vault import VaultError, keep_certificate, read_certificate

ONE, OTHER = "20261122T080000Z-0123abcd", "20261122T080000Z-4567abcd"


def test_it_comes_back_whole_and_its_cells_are_not_on_disk(tmp_path: Path) -> None:
    home, kms = tmp_path / "home", FileKms(tmp_path / "home", tmp_path / "outside" / "kek")
    certificate = {"reported": [{"areas": ["gemeente:11002"], "category": "ja"}]}
    keep_certificate(home, kms, ONE, certificate)
    assert read_certificate(home, kms, ONE) == certificate
    path = home / "vault" / "certificates" / ONE
    assert b"11002" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    path.rename(path.with_name(OTHER))
    with pytest.raises(VaultError, match=r"20261122T080000Z-4567abcd"):
        read_certificate(home, kms, OTHER)
    with pytest.raises(VaultError, match="no full certificate"):
        read_certificate(home, kms, ONE)
    with pytest.raises(VaultError):
        read_certificate(home, kms, "../kek")
