"""Selections in an address, the cache of made files, and the list of files in the documentation."""

import contextlib
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from pages.views import downloads, kept, released, selecting, sources
from pages.views.kept import Bundles, BusyError, Cache, Made
from pages.views.selecting import Selection
from tests.releases import make_release
from tests.serving import serving_file

DOCS = Path(__file__).parents[3] / "docs" / "downloads.md"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a home with one published release of one year."""
    folder = tmp_path_factory.mktemp("machine")
    make_release(folder, years=(2026,))
    return folder


@pytest.fixture(autouse=True)
def at_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(released.HOME_VARIABLE, str(home))


def test_who_would_wait_behind_too_many_is_sent_away_at_once() -> None:
    cache, hold, inside = Cache(), threading.Event(), threading.Semaphore(0)

    def slow() -> bytes:
        inside.release()
        hold.wait(60)
        return b"x"

    def ask(name: str) -> None:
        with contextlib.suppress(BusyError):
            cache.get(name, slow, packed=True, turn=60.0)

    count = kept.MOST_AT_ONCE + kept.MOST_WAITING
    waiting = [threading.Thread(target=ask, args=(str(number),)) for number in range(count)]
    for thread in waiting:
        thread.start()
    for _each in range(kept.MOST_AT_ONCE):
        assert inside.acquire(timeout=60)
    while cache._inside < count:
        assert any(thread.is_alive() for thread in waiting)
    began = time.monotonic()
    with pytest.raises(BusyError):
        cache.get("late", lambda: b"x", packed=True, turn=60.0)
    assert time.monotonic() - began < 20
    hold.set()
    for thread in waiting:
        thread.join(60)
    assert cache.get("late", lambda: b"x", packed=True).content == b"x"
    assert cache._inside == 0


def test_a_selection_written_and_read_is_the_same() -> None:
    release = released.current()
    assert release is not None
    choice = Selection(
        indicator=("A05", "P01"), year=(2026,), level=("elz",), category=("4|5",), content="main", lang="en"
    )
    found, faults = selecting.read(release, parse_qs(choice.query()))
    assert (found, faults) == (choice, [])
    assert selecting.read(release, {}) == (Selection(), [])
    assert Selection().query() == ""


def test_order_and_repetition_make_no_other_selection() -> None:
    release = released.current()
    assert release is not None
    first, _faults = selecting.read(release, {"indicator": ["P01,A05", "P01"]})
    second, _faults = selecting.read(release, {"indicator": ["A05", "P01"]})
    assert first == second


def test_who_waits_for_another_that_waits_gives_up_in_time() -> None:
    """The wait for the file that another makes, and that for a turn, are one wait."""
    begun, done = threading.Event(), threading.Event()

    class Told(Cache):
        def _make(self, key: str, make: Callable[[], bytes], *, packed: bool, turn: float) -> Made:
            if key == "same":
                begun.set()
            return super()._make(key, make, packed=packed, turn=turn)

    cache = Told()

    def busy() -> bytes:
        done.wait(20)
        return b"x"

    def first() -> None:
        with pytest.raises(BusyError):
            cache.get("same", busy, packed=True, turn=1.0)

    others = [
        threading.Thread(target=cache.get, args=(f"other {n}", busy), kwargs={"packed": True})
        for n in range(kept.MOST_AT_ONCE)
    ]
    for thread in others:
        thread.start()
    waiting = threading.Thread(target=first)
    waiting.start()
    assert begun.wait(20)
    asked = time.monotonic()
    with pytest.raises(BusyError):
        cache.get("same", busy, packed=True, turn=1.5)
    waited = time.monotonic() - asked
    done.set()
    for thread in (*others, waiting):
        thread.join()
    assert waited < 2.1, "it waited for the other, and then a whole turn of its own"


def test_a_made_file_is_made_once_however_many_ask() -> None:
    made, looked, many = [], threading.Semaphore(0), 6

    class Counted(Cache):
        def _look(self, key: str) -> Made | None:
            looked.release()
            return super()._look(key)

    cache = Counted()

    def slow() -> bytes:
        made.append(1)
        assert all(looked.acquire(timeout=20) for _ in range(many + 1))  # all have asked, and the maker once more
        return b"x"

    threads = [threading.Thread(target=cache.get, args=("a", slow), kwargs={"packed": False}) for _ in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]
    assert cache.get("a", lambda: b"never", packed=False).length == 1


def test_the_cache_is_bounded_and_keeps_what_was_asked_last() -> None:
    cache = Cache(most=25)
    for name in "abc":
        cache.get(name, lambda: b"0123456789", packed=True)
    assert cache.size() <= 25
    assert cache.get("c", lambda: b"other", packed=True).content == b"0123456789"
    assert cache.get("a", lambda: b"again", packed=True).content == b"again"


def test_without_a_turn_a_request_is_sent_away() -> None:
    cache, hold, busy = Cache(), threading.Event(), threading.Barrier(kept.MOST_AT_ONCE + 1)

    def slow() -> bytes:
        busy.wait(5)
        hold.wait(5)
        return b"x"

    threads = [
        threading.Thread(target=cache.get, args=(name, slow), kwargs={"packed": True})
        for name in map(str, range(kept.MOST_AT_ONCE))
    ]
    for thread in threads:
        thread.start()
    busy.wait(5)
    with pytest.raises(BusyError):
        cache.get("late", lambda: b"x", packed=True, turn=0.01)
    hold.set()
    for thread in threads:
        thread.join()


def test_the_zip_is_made_beforehand_in_a_server_only(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    monkeypatch.setattr(Bundles, "_try", lambda _self, release_id: made.append(release_id))
    bundles = Bundles()
    bundles.begin("x")
    assert made == []
    bundles.serving = True
    bundles.begin("x")
    assert made == ["x"]


def test_every_file_and_parameter_is_documented() -> None:
    text = DOCS.read_text(encoding="utf-8")
    for name in (*downloads.FILES, downloads.EVERYTHING.name, *selecting.PARAMETERS):
        assert f"`{name}`" in text, name
    assert sources.LICENSE.name in text


def test_every_file_says_where_it_comes_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served = serving_file(tmp_path / "serving.toml", address="https://zorg.test/", contact="loket@zorg.test")
    monkeypatch.setenv(sources.SERVING_VARIABLE, str(served))
    release = released.current()
    assert release is not None
    choice = Selection(indicator=("P01",), year=(2026,), level=("elz",))
    said = sources.about(release, "cells.csv", choice, downloads.rows_of(release, choice))
    line = said.citation("nl")
    assert f"https://zorg.test/api/v1/releases/{release.id}/cells.csv?indicator=P01&year=2026&level=elz" in line
    assert "loket@zorg.test" in line
