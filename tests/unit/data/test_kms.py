"""Data keys open only with their key-encryption key and for their own delivery."""

from pathlib import Path

import pytest

from data import kms
from data.kms import FileKms, KeyManagement, KmsError
from data.reach import default_key_path

DATA_KEY = bytes(range(32))


def file_kms(folder: Path, name: str = "kek") -> FileKms:
    return FileKms(folder / "home", folder / "keys" / name)


def test_a_wrapped_key_opens_again_and_hides_the_key(tmp_path: Path) -> None:
    keys = file_kms(tmp_path)
    wrapped = keys.wrap(DATA_KEY, "2024-abc")
    assert DATA_KEY not in wrapped
    assert keys.unwrap(wrapped, "2024-abc") == DATA_KEY
    assert keys.wrap(DATA_KEY, "2024-abc") != wrapped
    assert isinstance(keys, KeyManagement)


def test_another_delivery_key_or_text_does_not_open(tmp_path: Path) -> None:
    keys = file_kms(tmp_path)
    wrapped = keys.wrap(DATA_KEY, "2024-abc")
    changed = wrapped[:-1] + bytes([wrapped[-1] ^ 1])
    for other, text, context in [
        (keys, wrapped, "2024-xyz"),
        (keys, changed, "2024-abc"),
        (keys, wrapped[:9], "2024-abc"),
        (keys, b"\x07" + wrapped[1:], "2024-abc"),
        (file_kms(tmp_path, "other"), wrapped, "2024-abc"),
    ]:
        with pytest.raises(KmsError):
            other.unwrap(text, context)


def test_the_key_file_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    first, second = file_kms(tmp_path), file_kms(tmp_path)
    assert (first.created, second.created) == (True, False)
    assert first.key_id == second.key_id != file_kms(tmp_path, "other").key_id
    assert first.path.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in sorted(first.path.parent.iterdir())] == ["kek", "other"]
    assert first.keyed_digest(b"x") == second.keyed_digest(b"x") != file_kms(tmp_path, "other").keyed_digest(b"x")


def test_a_key_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    path = file_kms(tmp_path).path
    path.chmod(0o640)
    with pytest.raises(KmsError, match="chmod 600"):
        file_kms(tmp_path)


def test_a_file_that_holds_no_key_is_refused(tmp_path: Path) -> None:
    path = file_kms(tmp_path).path
    path.write_text("te kort\n", encoding="utf-8")
    with pytest.raises(KmsError, match="32 bytes"):
        file_kms(tmp_path)


def test_a_key_inside_the_home_or_the_source_tree_is_refused(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with pytest.raises(KmsError, match="home folder"):
        FileKms(home, home / "sub" / "kek")
    (tmp_path / "link").symlink_to(home)
    with pytest.raises(KmsError, match="home folder"):
        FileKms(home, tmp_path / "link" / "kek")
    with pytest.raises(KmsError, match="source tree"):
        FileKms(home, Path(kms.__file__).parent / "kek")
    assert not home.exists()


def test_the_default_place_follows_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZORGCAPACITEIT_KMS", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    assert default_key_path() == tmp_path / "xdg" / "zorgcapaciteit" / "kek"
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_key_path() == tmp_path / ".config" / "zorgcapaciteit" / "kek"
    monkeypatch.setenv("ZORGCAPACITEIT_KMS", str(tmp_path / "mine"))
    assert FileKms(tmp_path / "home").path == tmp_path / "mine"


def test_a_missing_key_is_never_silently_made_anew(tmp_path: Path) -> None:
    path = file_kms(tmp_path).path
    wrapped = tmp_path / "home" / "vault" / "keys" / "2024-abcdefgh.json"
    wrapped.parent.mkdir(parents=True)
    wrapped.write_text("{}", encoding="utf-8")
    path.unlink()
    with pytest.raises(KmsError, match="opens the vault of this home"):
        file_kms(tmp_path)
    assert not path.exists()
