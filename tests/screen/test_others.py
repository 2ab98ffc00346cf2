"""What others get: nothing until it is told who shows it; then the screens, and a figure in pages that are named."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from aggregation.attack.verdict import Kind
from bench.browsing import serving
from data.settings import Thresholds
from pages.over_deze_cijfers import prose
from pages.shell.takeaway import EMBED
from pages.views import released, remarks, sources
from pages.words import phrases
from tests.screen.conftest import Open, text_of
from tests.serving import serving_file

ATLAS = "https://atlas.test"


@dataclass(frozen=True)
class Answer:
    """What a visitor gets."""

    status: int
    headers: Mapping[str, str]
    text: str


def ask(port: int, address: str, headers: Mapping[str, str] | None = None) -> Answer:
    """Ask a server on this machine, by whatever name."""
    line = HTTPConnection("127.0.0.1", port, timeout=60)
    line.putrequest("GET", quote(address, safe="/?&=%:,~"), skip_host=True)
    for name, value in {"host": "localhost:8501", **(headers or {})}.items():
        line.putheader(name, value)
    line.endheaders()
    answer = line.getresponse()
    found = Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read().decode())
    line.close()
    return found


@pytest.fixture(scope="module")
def alone(small_home: Path) -> Iterator[int]:
    """Serve a home that does not say who shows it; give the port."""
    with serving(small_home) as address:
        yield urlsplit(address).port or 0


@pytest.fixture(scope="module")
def told(small_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Serve the same, with who shows it filled in and one page that may frame its figures; give the port."""
    file = serving_file(tmp_path_factory.mktemp("told") / "serving.toml", frame_ancestors=[ATLAS])
    with serving(small_home, **{sources.SERVING_VARIABLE: str(file)}) as address:
        yield urlsplit(address).port or 0


@pytest.mark.parametrize("host", ["zorg.test", "192.0.2.7:8501", "localhost.zorg.test", "zorg.test:80", "", "[::2]:80"])
def test_nobody_else_is_answered_before_it_is_told_who_shows_it(host: str, alone: int) -> None:
    answer = ask(alone, "/health", {"host": host})
    assert answer.status == 421
    assert "serving.toml" in answer.text
    assert not host or host not in answer.text
    for address in ("/", "/figures/overzicht.svg", "/api/v1", "/_stcore/health", "/layers/x/elz.geojson"):
        assert ask(alone, address, {"host": host}).status == 421


@pytest.mark.parametrize("name", ["x-forwarded-for", "forwarded", "via", "x-real-ip", "x-forwarded-host"])
def test_a_proxy_is_not_answered_before_it_is_told_who_shows_it(name: str, alone: int) -> None:
    assert ask(alone, "/health", {name: "192.0.2.7"}).status == 421


@pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1", "[::1]:8501", "LOCALHOST"])
def test_the_machine_itself_is_answered(host: str, alone: int) -> None:
    assert ask(alone, "/health", {"host": host}).status == 200


UPGRADE = {
    "upgrade": "websocket", "connection": "Upgrade", "sec-websocket-version": "13",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
}  # fmt: skip


def test_a_socket_without_its_page_is_no_way_round(alone: int) -> None:
    assert ask(alone, "/_stcore/stream", {**UPGRADE, "host": "zorg.test"}).status == 403


def test_readers_of_the_public_address_are_answered_and_no_other_name_is(told: int) -> None:
    assert ask(told, "/health", {"host": "zorg.test", "x-forwarded-for": "192.0.2.7"}).status == 200
    assert ask(told, "/health", {"host": "other.test"}).status == 421


def test_links_are_made_with_the_public_address_whatever_the_request_says(told: int) -> None:
    drawn = unescape(ask(told, "/figures/overzicht.svg").text)
    assert "https://zorg.test/overzicht" in drawn
    assert "localhost" not in drawn


@pytest.mark.usefixtures("at_home")
def test_no_figure_can_be_framed_where_nobody_is_named(open_screen: Open, alone: int) -> None:
    assert ask(alone, f"{EMBED}/overzicht").status == 404
    assert ask(alone, "/figures/overzicht.svg").headers["x-frame-options"] == "DENY"
    assert not any("<iframe" in code.value for code in open_screen("kaart").code)


@pytest.mark.usefixtures("at_home")
def test_a_figure_is_framed_by_the_pages_that_are_named_and_no_others(
    open_screen: Open, told: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = serving_file(tmp_path / "serving.toml", frame_ancestors=[ATLAS])
    monkeypatch.setenv(sources.SERVING_VARIABLE, str(file))
    codes = [code.value for code in open_screen("kaart", cijfer="P01", jaar="2026").code]
    markup = next(code for code in codes if "<iframe" in code)
    address = unescape(re.findall(r'src="https://zorg\.test([^"]+)"', markup)[0])
    assert address.startswith(f"{EMBED}/kaart?")
    page = ask(told, address)
    assert page.status == 200
    assert page.headers["content-security-policy"].endswith(f"frame-ancestors {ATLAS}")
    assert "x-frame-options" not in page.headers
    assert "<script" not in page.text
    drawn = ask(told, unescape(re.findall(r'<img [^>]*src="([^"]+)"', page.text)[0]))
    assert drawn.status == 200
    assert "<svg" in drawn.text
    assert 'href="https://zorg.test/kaart?' in page.text
    assert "frame-ancestors 'none'" in ask(told, "/health").headers["content-security-policy"]


def test_what_cannot_be_framed_is_refused_with_what_is_wrong(told: int) -> None:
    assert ask(told, f"{EMBED}/niets").status == 404
    wrong = ask(told, f"{EMBED}/kaart?jaar=1800&cijfer=<script>")
    assert wrong.status == 400
    assert wrong.headers["content-type"].startswith("text/plain")


@pytest.mark.usefixtures("at_home")
def test_the_proof_stands_in_words_with_its_certificate_one_click_away(open_screen: Open, alone: int) -> None:
    release = released.current()
    assert release is not None
    text = unescape(text_of(open_screen("over_deze_cijfers")))
    for said in release.certificate["in_words"]["nl"]:
        assert said in text
    assert prose.ATTACKS["exact"] in text
    assert prose.ATTACKS["over_time"] not in text  # nothing was tried
    address = f"/api/v1/releases/{release.id}/certificate.json"
    assert f'href="{address}"' in text
    assert '"verdict": "safe"' in ask(alone, address).text


def test_every_attack_has_words_for_readers() -> None:
    assert set(prose.ATTACKS) == {kind.value for kind in Kind}


def test_every_threshold_of_a_release_has_words_for_readers() -> None:
    told = {name for _said, name, _noun in prose.THRESHOLDS} | {name for name, _said in prose.DOMINANCE}
    assert told == {field.name for field in fields(Thresholds)}


@pytest.mark.usefixtures("at_home")
@pytest.mark.parametrize(("contacts", "written"), [(1250, "1.250"), (900, "900")])
def test_texts_say_the_definition_that_the_release_was_made_with(contacts: int, written: str) -> None:
    words = remarks.definition_words({"settings": {"active_contacts": contacts, "trainee_weight": 0.4}})
    assert words == {"active": written, "trainee": "0,4"}
    method = next(text for title, text in prose.METHODS if title == "Aan het werk")
    assert f"vanaf {written} contacten" in method.format(**words)
    assert f"minstens {written} contacten" in phrases.RULERS["D08"][1].format(**words)
