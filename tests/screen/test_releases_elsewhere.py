"""Releases from an address: a server that speaks S3, what may be wrong with it, and what is shown meanwhile."""

import json
import os
import shutil
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from bench.browsing import free_port, running, running_at
from data.reach import KEY_VARIABLE
from data.releases import ReleaseError, current_id, open_release, publish, withdraw
from data.releases.remote import Source
from tests.homes import COMMAND, run
from tests.releases import make_release
from tests.unit.data.release_examples import unchallenged

ACCOUNT = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "eu-west-1"}
SERVER = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p"]


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with running_at(f"{address}/moto-api/", [*SERVER, str(port)]):
        yield address


@pytest.fixture(scope="module")
def sources_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a home with a published release and a later one that is not published yet."""
    home = tmp_path_factory.mktemp("elsewhere")
    make_release(home, years=(2026,))
    make_release(home, years=(2026,), shift=3.0, shown=False)
    return home


@pytest.fixture
def told(sources_home: Path, tmp_path: Path) -> tuple[Path, str, str]:
    """Give a copy of that home, the id of the release that is shown and that of the later one."""
    home = tmp_path / "made"
    shutil.copytree(sources_home, home)
    now = str(current_id(home))
    ids = [path.name for path in (home / "releases").glob("2*-*")]
    return home, now, next(each for each in ids if each != now)


@pytest.fixture
def address(endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    for name, value in {**ACCOUNT, "AWS_ENDPOINT_URL": endpoint}.items():
        monkeypatch.setenv(name, value)
    bucket = f"zorg-{abs(hash(str(tmp_path))):x}"[:40]
    with urlopen(Request(f"{endpoint}/{bucket}", method="PUT"), timeout=60) as answer:  # noqa: S310
        assert answer.status == 200
    return f"s3://{bucket}/releases"


def put(address: str, name: str, content: bytes | None) -> None:
    """Change a file at the address behind everybody's back; None takes it away."""
    store = Source(address)._store
    store.delete(name) if content is None else store.put(name, content)


def published(home: Path, release_id: str) -> None:
    publish(home, release_id, prove=unchallenged)


def test_what_is_sent_is_brought_checked_and_may_not_be_changed(
    told: tuple[Path, str, str], address: str, tmp_path: Path
) -> None:
    home, first, second = told
    cache = tmp_path / "cache"
    assert Source(address).send(home) > 5
    assert Source(address).fetch(cache) == first == current_id(cache)
    with open_release(cache) as release:
        assert len(release.cells()) > 100
    files = [path for path in (cache / "releases" / first).rglob("*") if path.is_file()]
    assert {path.stat().st_mode & 0o222 for path in files} == {0}
    published(home, second)
    Source(address).send(home)
    assert Source(address).fetch(cache) == second
    assert (cache / "releases" / first).is_dir()  # somebody may be reading it
    withdraw(home, second, why="proef")
    Source(address).send(home)
    assert Source(address).fetch(cache) == first
    assert not (cache / "releases" / second).exists()


def ledger_cut(home: Path) -> bytes:
    return b"".join((home / "releases" / "ledger.jsonl").read_bytes().splitlines(keepends=True)[:-1])


def test_whatever_is_wrong_at_the_address_the_last_good_release_stays(
    told: tuple[Path, str, str], address: str, tmp_path: Path
) -> None:
    home, first, second = told
    cache = tmp_path / "cache"
    Source(address).send(home)
    Source(address).fetch(cache)
    published(home, second)
    Source(address).send(home)
    right = {
        name: (home / "releases" / name).read_bytes() for name in (f"{second}/cube.duckdb", f"{second}/manifest.json")
    }
    right |= {name: (home / "releases" / name).read_bytes() for name in ("current", "ledger.jsonl", "ledger.head")}
    cube, manifest = f"{second}/cube.duckdb", f"{second}/manifest.json"
    other = json.loads(right[manifest])
    other["layout"] = "another"
    cases: dict[str, tuple[str, bytes | None, str]] = {
        "a file was changed": (cube, right[cube][:-1] + b"x", "cube.duckdb differs from its digest"),
        "half a file": (cube, right[cube][:1000], "cube.duckdb differs from its digest"),
        "a file is not there yet": (cube, None, "cube.duckdb is not at the address yet"),
        "the manifest is not there yet": (manifest, None, "manifest.json is not at the address yet"),
        "the manifest was changed": (manifest, json.dumps(other).encode(), "differs from what the ledger recorded"),
        "the ledger was cut": ("ledger.jsonl", ledger_cut(home), "the end was cut off"),
        "the ledger is gone": ("ledger.jsonl", None, "expected ledger.jsonl"),
        "the pointer names another": ("current", b"20200101T000000Z-00000000\n", "names no release"),
        "the pointer is no id": ("current", b"../../etc\n", "names no release"),
    }
    for case, (name, content, said) in cases.items():
        put(address, name, content)
        with pytest.raises(ReleaseError, match="stays shown") as caught:
            Source(address).fetch(cache)
        assert said in str(caught.value), case
        assert current_id(cache) == first, case
        with open_release(cache) as release:
            assert release.id == first
        assert not list((cache / "releases").glob(".building*")), case
        put(address, name, right[name])
    assert Source(address).fetch(cache) == second
    assert len(cases) == 9


def test_a_ledger_of_another_history_is_refused(told: tuple[Path, str, str], address: str, tmp_path: Path) -> None:
    home, first, _second = told
    cache = tmp_path / "cache"
    Source(address).send(home)
    Source(address).fetch(cache)
    rewritten = tmp_path / "rewritten"
    make_release(rewritten, years=(2026,))
    for name in ("ledger.jsonl", "ledger.head", "current"):
        put(address, name, (rewritten / "releases" / name).read_bytes())
    with pytest.raises(ReleaseError, match="does not go on where"):
        Source(address).fetch(cache)
    assert current_id(cache) == first


def test_an_address_that_is_down_or_none_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**ACCOUNT, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{free_port()}"}.items():
        monkeypatch.setenv(name, value)
    done = run("serve", "--releases", "s3://emmer/releases", "--cache", tmp_path / "cache", "--port", str(free_port()))
    assert done.returncode == 1
    assert "does not answer" in done.stderr
    assert "127.0.0.1" not in done.stderr
    assert "Traceback" not in done.stderr
    for wrong in ("http://emmer/releases", "s3://x", "s3://emmer/../releases"):
        done = run("serve", "--releases", wrong, "--cache", tmp_path / "cache")
        assert done.returncode == 1
        assert "expected an address such as s3://" in done.stderr


def health(port: int) -> tuple[int, dict[str, str]]:
    line = HTTPConnection("127.0.0.1", port, timeout=60)
    line.request("GET", "/health")
    answer = line.getresponse()
    told = json.loads(answer.read())
    line.close()
    return answer.status, told


def until(port: int, name: str, wanted: str) -> dict[str, str]:
    end = time.monotonic() + 120
    while True:
        status, found = health(port)
        assert status == 200, found
        if wanted in found[name]:
            return found
        assert time.monotonic() < end, found
        time.sleep(0.2)


def test_screens_follow_the_address_and_stay_when_it_goes(
    told: tuple[Path, str, str], address: str, tmp_path: Path
) -> None:
    home, first, second = told
    assert run("releases", "send", address, "--home", home).returncode == 0
    port = free_port()
    command = [str(COMMAND), "serve", "--releases", address, "--cache", str(tmp_path / "cache"), "--every", "0.3"]
    with running([*command, "--port", str(port)], port, **{KEY_VARIABLE: str(tmp_path / "none")}):
        assert health(port)[1]["release"] == first
        published(home, second)
        assert run("releases", "send", address, "--home", home).returncode == 0
        assert until(port, "release", second)["source"] == "ok"
        put(address, "ledger.head", None)
        found = until(port, "source", "stays shown")
        assert found["release"] == second
    assert os.environ["AWS_ENDPOINT_URL"] not in json.dumps(found)
