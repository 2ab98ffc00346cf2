"""The screens run where neither vault nor key can be read, from releases that nobody may change, or do not start."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from bench.browsing import free_port, running
from data.reach import KEY_VARIABLE
from tests.homes import COMMAND, run
from tests.serving import serving_file

FORBIDDEN = (
    "data.vault",
    "data.kms",
    "data.linkage",
    "data.contracts",
    "data.synth",
    "data.intake",
    "commands.refresh",
)


@pytest.fixture
def apart(small_home: Path, tmp_path: Path) -> Iterator[Path]:
    """Give releases as they were published, which nobody may change, beside a vault and a key that nobody may read."""
    folder = tmp_path / "srv" / "releases"
    shutil.copytree(small_home / "releases", folder)
    (tmp_path / "srv" / "vault").mkdir(mode=0)
    (tmp_path / "kek").touch(mode=0)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield folder
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755)
    (tmp_path / "srv" / "vault").chmod(0o700)


def unprivileged(*arguments: object) -> list[str]:
    """Give a command for which modes hold, whoever runs the tests."""
    as_root = ["setpriv", "--inh-caps=-all", "--bounding-set=-all", "--"] if os.geteuid() == 0 else []
    return [*as_root, str(COMMAND), *map(str, arguments)]


def refused(folder: Path, key: Path) -> str:
    done = subprocess.run(
        unprivileged("serve", "--releases", folder, "--port", free_port(), "--lang", "en"),
        env={**os.environ, KEY_VARIABLE: str(key)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1, done.stderr[-1000:]
    return done.stderr


def test_the_screens_load_nothing_of_the_vault_and_change_nothing(apart: Path, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in apart.rglob("*")}
    port, told = free_port(), tmp_path / "told"
    command = ["sh", "-c", 'exec "$@" 2>"$TOLD"', "sh", *unprivileged("serve", "--releases", apart, "--port", port)]
    given = {KEY_VARIABLE: str(tmp_path / "kek"), "PYTHONPROFILEIMPORTTIME": "1", "TOLD": str(told)}
    with running(command, port, **given):
        for address in ("/health", "/figures/overzicht.svg", "/api/v1/releases", "/kaart"):
            line = HTTPConnection("127.0.0.1", port, timeout=120)
            line.request("GET", address)
            assert line.getresponse().status == 200, address
            line.close()
    loaded = {line.rpartition("|")[2].strip() for line in told.read_text(encoding="utf-8").splitlines()}
    assert "pages.web.server" in loaded
    assert "data.releases.read" in loaded
    assert not [name for name in loaded if name.startswith(FORBIDDEN)]
    assert {path: path.stat().st_mtime_ns for path in apart.rglob("*")} == before


def test_a_vault_or_a_key_in_reach_stops_the_server(apart: Path, tmp_path: Path) -> None:
    (tmp_path / "srv" / "vault").chmod(0o700)
    assert "can read the vault or the key (vault)" in refused(apart, tmp_path / "kek")
    (tmp_path / "srv" / "vault").chmod(0)
    (tmp_path / "kek").chmod(0o400)
    assert "can read the vault or the key (kek)" in refused(apart, tmp_path / "kek")
    (tmp_path / "kek").chmod(0)
    apart.chmod(0o755)
    (apart / "deeper").mkdir()
    (apart / "deeper" / "vault").mkdir()
    assert "can read the vault or the key (vault)" in refused(apart, tmp_path / "kek")


def test_for_others_a_home_with_its_vault_is_not_served(small_home: Path, tmp_path: Path) -> None:
    (tmp_path / "vault").mkdir()
    shutil.copytree(small_home / "releases", tmp_path / "releases")
    done = run("serve", "--home", tmp_path, "--serving", serving_file(tmp_path / "s.toml"), "--port", str(free_port()))
    assert done.returncode == 1
    assert "kluis of sleutel lezen" in done.stderr
    assert str(tmp_path) not in done.stderr


def test_only_a_folder_of_releases_is_served(tmp_path: Path) -> None:
    assert run("serve", "--releases", tmp_path).returncode == 2
