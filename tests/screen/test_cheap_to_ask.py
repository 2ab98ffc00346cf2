"""What a stranger asks costs little, whatever it is: length, number of parameters and faults told have an end."""

import asyncio
import json
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import InvalidStatus, WebSocketException

from bench.browsing import serving
from bench.sessions import Visitor
from pages.views.choices import MOST_TOLD
from pages.web import full
from pages.web.server import LONGEST_QUERY, MOST_PARAMETERS


@pytest.fixture(scope="module")
def port(small_home: Path) -> Iterator[int]:
    with serving(small_home) as address:
        yield urlsplit(address).port or 0


def ask(port: int, address: str) -> tuple[int, bytes]:
    line = HTTPConnection("127.0.0.1", port, timeout=120)
    line.request("GET", address)
    answer = line.getresponse()
    body = answer.read()
    line.close()
    return answer.status, body


FILES = ("/figures/overzicht.svg", "/api/v1/releases", "/insluiten/overzicht", "/", "/kaart", "/health")


@pytest.mark.parametrize("address", FILES)
def test_a_query_that_is_too_long_or_asks_too_much_is_refused_unread(address: str, port: int) -> None:
    many = "&".join(f"x{number}=1" for number in range(MOST_PARAMETERS + 1))
    for query in ("x=" + "a" * LONGEST_QUERY, many, f"lang=en&{many}"):
        status, body = ask(port, f"{address}?{query}")
        assert status == 414
        assert len(body) < 200
        assert b"x1=" not in body


def test_faults_are_told_up_to_an_end(port: int) -> None:
    names = [f"onbekend{number}" for number in range(MOST_PARAMETERS - 1)]
    status, body = ask(port, "/figures/overzicht.svg?" + "&".join(f"{name}=1" for name in names))
    told = json.loads(body)
    assert status == 400
    assert len(told["faults"]) == MOST_TOLD
    assert told["more_faults"] == len(names) - MOST_TOLD


def test_the_server_answers_while_fifty_pictures_are_asked_for_at_once(port: int) -> None:
    codes = [line.split(",")[:2] for line in ask(port, "/api/v1/releases/current/areas.csv")[1].decode().splitlines()]
    areas = sorted({area for level, area in codes if level == "gemeente"})
    assert areas
    kinds = [f"/figures/regioprofiel.png?niveau=gemeente&gebied={areas[n % len(areas)]}&lang=en" for n in range(25)]
    kinds += [f"/figures/vergelijken.png?niveau=gemeente&gebied={areas[n % len(areas)]}" for n in range(25)]
    with ThreadPoolExecutor(len(kinds)) as pool:
        asked = [pool.submit(ask, port, address) for address in kinds]
        waits = []
        while not all(each.done() for each in asked):
            began = time.monotonic()
            assert ask(port, "/health")[0] == 200
            waits.append(time.monotonic() - began)
            time.sleep(0.05)
        answered = {each.result()[0] for each in asked}
    assert 200 in answered
    assert answered <= {200, 400, 503}
    assert statistics.median(waits) < 1.0  # with pictures made in the server itself: seconds


def test_a_choice_with_every_municipality_of_ones_own_still_fits() -> None:
    own = "eigen=Alles:" + ",".join(str(11001 + number) for number in range(300))
    assert len(own) < LONGEST_QUERY


def test_who_comes_where_all_places_are_taken_gets_a_calm_page_and_who_is_inside_goes_on(small_home: Path) -> None:
    def page(port: int, lang: str) -> tuple[int, str, str | None]:
        line = HTTPConnection("127.0.0.1", port, timeout=120)
        line.request("GET", f"/kaart?taal={lang}", headers={"accept": "text/html"})
        answer = line.getresponse()
        body = answer.read().decode()
        line.close()
        return answer.status, body, answer.getheader("retry-after")

    async def come(port: int) -> None:
        inside = [await Visitor.arrive(f"127.0.0.1:{port}", "", "") for _each in range(2)]
        status, body, later = await asyncio.to_thread(page, port, "nl")
        assert (status, later) == (503, "20")
        assert "te veel mensen" in body
        assert "Too many people" in (await asyncio.to_thread(page, port, "en"))[1]
        with pytest.raises((InvalidStatus, WebSocketException)):
            await Visitor.arrive(f"127.0.0.1:{port}", "", "")
        assert (await asyncio.to_thread(ask, port, "/health"))[0] == 200
        assert (await asyncio.to_thread(ask, port, "/api/v1/releases"))[0] == 200
        await inside[0].run()
        await inside[1].leave()
        end = time.monotonic() + 30
        while (await asyncio.to_thread(page, port, "nl"))[0] != 200:
            assert time.monotonic() < end
        await inside[0].leave()

    with serving(small_home, **{full.VARIABLE: "2"}) as address, ThreadPoolExecutor(1) as loop:
        loop.submit(asyncio.run, come(urlsplit(address).port or 0)).result()
