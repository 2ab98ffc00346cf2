"""The key service: keys wrapped in a real token (SoftHSM2), rotation, and a service that is down, slow or refuses."""

import hashlib
import hmac
import itertools
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from data.audit import Audit
from data.hsm import HsmKms, within
from data.intake import check_deliveries, store_deliveries
from data.kms import FileKms, KeyManagement, KmsError, kms_at
from data.reach import KEY_VARIABLE, reachable
from data.vault import Purpose, Vault, VaultError, rotate
from tests.homes import run
from tests.unit.data.delivery_samples import sample_tables, write_delivery

MODULES = [
    Path("/usr/lib") / place / "libsofthsm2.so"
    for place in ("softhsm", "x86_64-linux-gnu/softhsm", "aarch64-linux-gnu/softhsm")
]
DATA_KEY = b"k" * 32
LABEL = "zorg"


@dataclass(frozen=True)
class Token:
    """A token of its own, and how to reach it."""

    folder: Path
    module: Path

    @property
    def environment(self) -> dict[str, str]:
        return {"SOFTHSM2_CONF": str(self.folder / "conf")}

    def uri(self, key: str = "kek-1", *, label: str = "zorg", pin: str = "pin", module: Path | None = None) -> str:
        return f"pkcs11:token={label};object={key}?module-path={module or self.module}&pin-source={self.folder / pin}"


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> Token:
    """Make a token with SoftHSM2; the library reads its settings once per process."""
    module = next((each for each in MODULES if each.exists()), None)
    if module is None:
        pytest.skip("no SoftHSM2 on this machine: apt-get install softhsm2")
    folder = tmp_path_factory.mktemp("hsm")
    (folder / "tokens").mkdir()
    (folder / "conf").write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n", encoding="utf-8")
    for name, pin in (("pin", "123456"), ("wrong", "654321")):
        (folder / name).write_text(f"{pin}\n", encoding="utf-8")
        (folder / name).chmod(0o600)
    made = Token(folder=folder, module=module)
    os.environ.update(made.environment)
    init = ["softhsm2-util", "--init-token", "--free", "--label", "zorg", "--pin", "123456", "--so-pin", "345678"]
    subprocess.run(init, check=True, capture_output=True, env={**os.environ, **made.environment})
    return made


@pytest.fixture
def keys(token: Token) -> HsmKms:
    made = HsmKms(token.uri())
    made.make()
    return made


def test_it_is_key_management_like_any_other(keys: HsmKms) -> None:
    assert isinstance(keys, KeyManagement)
    wrapped = keys.wrap(DATA_KEY, "2024-abc")
    assert DATA_KEY not in wrapped
    assert keys.wrap(DATA_KEY, "2024-abc") != wrapped
    assert keys.unwrap(wrapped, "2024-abc") == DATA_KEY
    for text, context in (
        (wrapped, "2024-abd"),
        (wrapped[:-1] + bytes([wrapped[-1] ^ 1]), "2024-abc"),
        (b"", "x"),
        (b"\x02short", "x"),
    ):
        with pytest.raises(KmsError):
            keys.unwrap(text, context)
    assert keys.keyed_digest(b"a") == keys.keyed_digest(b"a") != keys.keyed_digest(b"b")


def test_another_key_of_the_token_opens_nothing(keys: HsmKms, token: Token) -> None:
    other = HsmKms(token.uri("kek-2"))
    other.make()
    assert other.key_id != keys.key_id
    with pytest.raises(KmsError, match="does not open"):
        other.unwrap(keys.wrap(DATA_KEY, "2024-abc"), "2024-abc")


def test_what_is_made_cannot_leave_the_token(keys: HsmKms, token: Token) -> None:
    import pkcs11

    keys.wrap(DATA_KEY, "x")
    with pkcs11.lib(str(token.module)).get_token(token_label=LABEL).open() as session:
        for found in session.get_objects():
            with pytest.raises(pkcs11.exceptions.PKCS11Error):
                found[pkcs11.Attribute.VALUE]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give a home with one delivery, locked with a key file beside it."""
    home = tmp_path / "home"
    vault = Vault(home, FileKms(home, tmp_path / "kek"), Audit(home))
    store_deliveries(vault, check_deliveries(vault, [write_delivery(tmp_path / "first", sample_tables())]))
    return home


def rows_in(home: Path, kms: KeyManagement) -> int:
    with Vault(home, kms, Audit(home)).open(2024, Purpose.DELIVERY_CHECK) as opened:
        return sum(opened.rows.values())


def test_a_vault_moves_from_a_file_to_the_service_and_to_another_key_of_it(
    home: Path, tmp_path: Path, token: Token
) -> None:
    fresh = Token(folder=token.folder, module=token.module)
    init = ["softhsm2-util", "--init-token", "--free", "--label", "move", "--pin", "123456", "--so-pin", "345678"]
    subprocess.run(init, check=True, capture_output=True, env={**os.environ, **token.environment})
    before = {path: path.read_bytes() for path in (home / "vault" / "deliveries").rglob("*") if path.is_file()}
    rows = rows_in(home, FileKms(home, tmp_path / "kek"))
    places = [str(tmp_path / "kek"), fresh.uri("one", label="move"), fresh.uri("two", label="move")]
    for old, new in itertools.pairwise(places):
        done = run(
            "keys",
            "rotate",
            "--to",
            new,
            "--why",
            "jaarlijks",
            "--home",
            home,
            env={KEY_VARIABLE: old, **token.environment},
        )
        assert done.returncode == 0, done.stderr
        verified = run("verify", "--home", home, env={KEY_VARIABLE: new, **token.environment})
        assert (verified.returncode, verified.stdout.strip()) == (0, "Alles is heel.")
        assert run("verify", "--home", home, env={KEY_VARIABLE: old, **token.environment}).returncode == 1
    assert {path: path.read_bytes() for path in before} == before  # no row was encrypted again
    told = [line for line in Audit(home).entries() if line["what"] == "key_rotate"]
    assert [(line["tables"], line["why"]) for line in told] == [({"keys": 1}, "jaarlijks")] * 2
    assert rows > 0


def test_a_key_file_is_rotated_to_another_and_goes_on_where_it_stopped(home: Path, tmp_path: Path) -> None:
    vault = Vault(home, FileKms(home, tmp_path / "kek"), Audit(home))
    tables = {"contacts": sample_tables()["contacts"]}
    store_deliveries(vault, check_deliveries(vault, [write_delivery(tmp_path / "second", tables)]))
    first = sorted((home / "vault" / "keys").glob("*.json"))[0]
    half = first.read_bytes()
    env = {KEY_VARIABLE: str(tmp_path / "kek")}
    words = ("keys", "rotate", "--to", str(tmp_path / "kek2"), "--why", "proef", "--home", str(home))
    assert run(*words, env=env).returncode == 0
    done = first.read_bytes()
    assert done != half
    first.write_bytes(half)  # as if it had been killed before this one
    assert run(*words, env=env).returncode == 0
    assert json.loads(first.read_bytes())["key_id"] == json.loads(done)["key_id"]
    assert rows_in(home, FileKms(home, tmp_path / "kek2")) > 0
    with pytest.raises(VaultError):
        rows_in(home, FileKms(home, tmp_path / "kek"))


def test_a_key_that_makes_other_digests_is_refused_and_nothing_changes(home: Path, tmp_path: Path) -> None:
    old, other = FileKms(home, tmp_path / "kek"), FileKms(tmp_path / "elsewhere", tmp_path / "other")
    before = {path: path.read_bytes() for path in (home / "vault" / "keys").glob("*")}
    with pytest.raises(VaultError, match="makes other digests"):
        rotate(home, old, other, Audit(home), why="proef")
    assert {path: path.read_bytes() for path in before} == before


def test_digests_stay_the_same_in_the_service(tmp_path: Path, token: Token) -> None:
    init = ["softhsm2-util", "--init-token", "--free", "--label", "digests", "--pin", "123456", "--so-pin", "345678"]
    subprocess.run(init, check=True, capture_output=True, env={**os.environ, **token.environment})
    taken = HsmKms(token.uri(label="digests"))
    uri = token.uri(label="digests")
    script = (
        "import sys; from data.hsm import HsmKms; k = HsmKms(sys.argv[1]); "
        f"k.make({DATA_KEY!r}); print(k.keyed_digest(b'm'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, uri],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **token.environment},
    )
    assert done.stdout.strip() == hmac.new(DATA_KEY, b"m", hashlib.sha256).hexdigest()
    assert taken.key_id == "pkcs11:digests/kek-1"


def told(home: Path, token: Token, place: str, **environment: str) -> str:
    """Refresh with a service that is not well: the message, after seeing that nothing changed and no place is named."""
    before = sorted(home.rglob("*"))
    done = run("refresh", "--home", home, env={KEY_VARIABLE: place, **token.environment, **environment})
    assert done.returncode in (1, 3), done.stderr
    assert "Traceback" not in done.stderr
    assert "123456" not in done.stderr
    assert "654321" not in done.stderr
    assert [path for path in sorted(home.rglob("*")) if path.name != "tmp"] == before
    return done.stderr


def test_a_service_that_is_down_or_refuses_is_told_calmly(
    home: Path, token: Token, keys: HsmKms, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "conf").write_text(f"directories.tokendir = {tmp_path / 'empty'}\n", encoding="utf-8")
    assert "no such token" in told(home, token, token.uri(), SOFTHSM2_CONF=str(tmp_path / "conf"))
    assert "its module cannot be used" in told(home, token, token.uri(module=tmp_path / "gone.so"))
    assert "refuses the PIN" in told(home, token, token.uri(pin="wrong"))
    assert "belongs to another key" in told(home, token, token.uri())  # it never locked this vault
    with pytest.raises(KmsError, match="holds no such key"):
        HsmKms(token.uri("never-made")).wrap(DATA_KEY, "x")
    assert "pin-source cannot be read" in told(home, token, token.uri(pin="absent"))
    assert "expected pin-source" in told(home, token, token.uri().partition("&pin-source")[0])
    shutil.copy(token.folder / "pin", token.folder / "open")
    (token.folder / "open").chmod(0o644)
    assert "others may read the file of the PIN" in told(home, token, token.uri(pin="open"))


def test_a_service_that_does_not_answer_is_left_after_its_time() -> None:
    began = time.monotonic()
    with pytest.raises(KmsError, match=r"does not answer within 0\.2 seconds"):
        within(lambda: threading.Event().wait(30), 0.2)
    assert time.monotonic() - began < 10


def test_who_may_read_the_pin_may_not_show_the_screens(
    token: Token, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv(KEY_VARIABLE, token.uri())
    assert [path.name for path in reachable(tmp_path / "releases")] == ["pin"]
    monkeypatch.setenv(KEY_VARIABLE, token.uri(pin="absent"))
    assert reachable(tmp_path / "releases") == []


def test_a_file_is_still_a_file(tmp_path: Path) -> None:
    assert isinstance(kms_at(tmp_path / "home", str(tmp_path / "kek")), FileKms)
