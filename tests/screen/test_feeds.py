"""Feeds tell each publication once, and of the shown one what the screens say too."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from starlette.requests import Request

from data.releases import withdraw
from data.terms import Level
from pages.evolutie.evolution import evolution
from pages.feeds import answers, entries
from pages.views import released
from pages.words import language
from tests.releases import make_release

ATOM = "{http://www.w3.org/2005/Atom}"


def asked(level: str = "", area: str = "", query: str = "") -> tuple[int, ET.Element | None]:
    """Ask for a feed as the server does."""
    parameters = {"level": level, "area": area} if level else {}
    scope = {
        "type": "http", "method": "GET", "path": "/volg", "query_string": query.encode(), "path_params": parameters,
        "headers": [(b"host", b"localhost:8501")], "scheme": "http", "server": ("localhost", 8501),
    }  # fmt: skip
    answer = answers.answer(Request(scope))
    body = bytes(answer.body)
    return answer.status_code, ET.fromstring(body) if answer.status_code == 200 else None  # noqa: S314 -- ours


@pytest.fixture
def twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """Publish two releases of other numbers in one home."""
    ids = (make_release(tmp_path, years=(2024, 2025)), make_release(tmp_path, years=(2024, 2025, 2026), shift=3.0))
    monkeypatch.setenv(released.HOME_VARIABLE, str(tmp_path))
    language.use("nl")
    return ids


def test_every_publication_is_one_entry_newest_first(twice: tuple[str, str]) -> None:
    for level, area in (("", ""), ("elz", "elz10")):
        status, root = asked(level, area)
        assert status == 200
        assert root is not None
        ids = [found.findtext(f"{ATOM}id", "").rpartition(":")[2] for found in root.iter(f"{ATOM}entry")]
        assert ids == list(reversed(twice))
        for name in ("id", "title", "updated"):
            assert all(found.findtext(f"{ATOM}{name}") for found in (root, *root.iter(f"{ATOM}entry")))
        links = {found.get("rel"): found.get("href", "") for found in root.findall(f"{ATOM}link")}
        assert links["self"].startswith("http://localhost:8501/volg/")
        assert links["alternate"].startswith("http://localhost:8501/")


def test_what_changed_is_what_evolution_says(twice: tuple[str, str]) -> None:
    newest = entries.entries(Level.ELZ, "elz10")[0]
    named = [line for line in newest.told if " → " in line]
    assert f"Duidelijk veranderd van 2025 tot 2026: {len(named)}." in newest.told
    for line in named:
        label = line.partition(":")[0]
        assert label
    whole = evolution(
        twice[1], "P01", entries.choices(entries.choosing.known_indicators(twice[1])["P01"])[0], Level.ELZ
    )
    last = whole.stepwise("elz10")[-1]
    said = any(line.startswith(f"{whole.views[-1].title}:") for line in named)
    assert said == (last.verdict in entries.CLEAR)


def test_what_the_publication_before_showed_otherwise_is_told_by_year(twice: tuple[str, str]) -> None:
    told = "\n".join(entries.entries(Level.ELZ, "elz10")[0].told)
    assert "Gecorrigeerd voor 2025: " in told
    assert "voor 2026: " not in told.replace("van 2025 tot 2026: ", ""), "expected a new year not to be a correction"
    assert entries.entries(Level.ELZ, "elz10")[1].told == ("Deze uitgave is intussen vervangen.",)


def test_a_withdrawn_publication_says_so_and_nothing_of_why(twice: tuple[str, str], tmp_path: Path) -> None:
    withdraw(tmp_path, twice[0], why="een reden die intern blijft")
    told = entries.entries(*entries.ALL)[1]
    assert told.title.startswith("Ingetrokken: ")
    assert "gebruik haar cijfers niet meer" in " ".join(told.told)
    assert "intern" not in told.title + " ".join(told.told)


def test_what_does_not_exist_is_refused_and_english_is_english(twice: tuple[str, str]) -> None:
    assert asked("elz", "nergens")[0] == 404
    assert asked("postcode", "9000")[0] == 404
    status, root = asked("elz", "elz10", "taal=en")
    assert status == 200
    assert root is not None
    text = "".join(root.itertext())
    assert "is shown now" in text
    assert "Deze uitgave" not in text
