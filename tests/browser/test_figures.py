"""Figures as files, asked of a real server process: what they hold is compared with the cube."""

import re
import struct
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import duckdb
import pandas as pd
import pytest

from geo.figures.palette import INK
from pages.figures import letters
from tests.browser.test_machine import Answer, ask

pytestmark = pytest.mark.browser
ZONES = "cijfer=A05&jaar=2026&niveau=elz"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def release_id(small_home: Path) -> str:
    return (small_home / "releases" / "current").read_text().strip()


@pytest.fixture(scope="module")
def zones(small_home: Path, release_id: str) -> pd.DataFrame:
    """Give the zones with the main number of A05 and their names, read past the product."""
    path = small_home / "releases" / release_id / "cube.duckdb"
    question = """
        SELECT c.*, a.name FROM cell c JOIN area a USING (level, area, year)
        WHERE indicator = 'A05' AND year = 2026 AND level = 'elz' AND category = '4|5' AND measure = 'share'
    """
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(question).df()


@pytest.fixture(scope="module")
def shown_zone(zones: pd.DataFrame) -> pd.Series:
    return zones[zones["confidentiality"].eq("F") & zones["value"].notna()].sort_values("area").iloc[0]


@pytest.fixture(scope="module")
def hidden_zone(zones: pd.DataFrame) -> pd.Series:
    return zones[zones["confidentiality"].eq("C")].sort_values("area").iloc[0]


UNITS = {
    "overzicht": "per 10.000 inwoners",
    "kaart van gemeenten": "% van de praktijken",
    "rangorde van gemeenten": "% van de praktijken",
    "alles": "naast Vlaanderen",
    "praktijken": "praktijken",
    "praktijken van een zone": "praktijk",
    "vier maten": "VTE per 10.000 inwoners",
    "verschillen": "index, Vlaanderen = 100",
    "artsen": "% van de praktijken",
}
"""What a figure measures in, where that is not a share of doctors."""


def drawn(server: str, screen: str, query: str) -> ElementTree.Element:
    answer = ask(f"{server}/figures/{screen}.svg?{query}")
    assert answer.status == 200, answer.content[:400]
    assert answer.headers["content-type"].startswith("image/svg+xml")
    return ElementTree.fromstring(answer.content)  # noqa: S314 -- our own


def texts(svg: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in svg.iter(f"{SVG}text")]


def written(svg: ElementTree.Element) -> str:
    """Give all words of a figure on one line, ordinary spaces."""
    return " ".join(texts(svg)).replace("\N{NO-BREAK SPACE}", " ")


def every_figure(zone: str) -> dict[str, tuple[str, str]]:
    return {
        "overzicht": ("overzicht", "jaar=2026"),
        "kaart": ("kaart", ZONES),
        "kaart van gemeenten": ("kaart", "cijfer=P01&jaar=2024&niveau=gemeente"),
        "profiel": ("regioprofiel", f"jaar=2026&niveau=elz&gebied={zone}"),
        "rangorde": ("vergelijken", ZONES),
        "rangorde van gemeenten": ("vergelijken", "cijfer=P01&niveau=gemeente"),
        "trechter": ("vergelijken", f"vorm=trechter&{ZONES}"),
        "twee": ("vergelijken", f"vorm=twee&{ZONES}"),
        "gebied": ("vergelijken", f"vorm=gebied&jaar=2026&niveau=elz&gebied={zone}"),
        "alles": ("vergelijken", "vorm=alles&niveau=elz"),
        "lijnen": ("evolutie", f"cijfer=A05&niveau=elz&gebied={zone}"),
        "panelen": ("evolutie", "cijfer=A05&niveau=elz&figuur=panelen"),
        "praktijken": ("praktijken", "jaar=2026"),
        "praktijken van een zone": ("praktijken", f"jaar=2026&niveau=elz&gebied={zone}"),
        "vier maten": ("capaciteit", f"niveau=elz&gebied={zone}"),
        "verschillen": ("capaciteit", "niveau=elz&figuur=verschillen"),
        "artsen": ("capaciteit", f"niveau=elz&figuur=artsen&gebied={zone}"),
        "artsen van Vlaanderen": ("capaciteit", "niveau=kring&figuur=artsen"),
    }


@pytest.mark.parametrize("name", list(every_figure("")))
def test_every_figure_carries_source_release_and_link_and_asks_nothing_outside(
    server: str, release_id: str, shown_zone: pd.Series, name: str
) -> None:
    screen, query = every_figure(str(shown_zone["area"]))[name]
    answer = ask(f"{server}/figures/{screen}.svg?{query}")
    assert answer.status == 200, answer.content[:400]
    svg = ElementTree.fromstring(answer.content)  # noqa: S314 -- our own
    said = written(svg)
    assert len(svg.findtext(f"{SVG}title") or "") > 3
    assert (svg.findtext(f"{SVG}title") or "").split()[0] in said
    assert "Bron" in said
    assert release_id in said
    assert "Modellicentie" in said
    shared = re.sub(r"&?figuur=\w+", "", query)
    assert f"{server}/{screen}?{shared}" in "".join(texts(svg))
    everything = answer.content.decode()
    assert not re.search(r"(href|src)\s*=|url\((?!#|data:font/woff2)|<image|<script|<foreignObject|@import", everything)
    faces = set(re.findall(r"font-family:'([^']+)';font-weight:(\d+)", everything))
    assert faces == {(family, str(weight)) for family, weight in letters.used(everything)}
    assert UNITS.get(name, "% van de huisartsen") in said
    assert re.search(r"\b\d[\d.]* van (de )?\d", said), "no n of N"
    assert "2026" in said or "2024" in query
    assert answer.headers["content-security-policy"]
    image = ask(f"{server}/figures/{screen}.png?{query}").content
    sizes = struct.unpack(">II", image[16:24]) if image.startswith(b"\x89PNG") else ()
    assert sizes == tuple(2 * int(svg.get(side, "0")) for side in ("width", "height"))
    assert 5_000 < len(image) < 2_000_000
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    assert "nan" not in said.lower().split()


def test_the_map_tells_the_number_of_the_chosen_area_as_the_cube_has_it(server: str, shown_zone: pd.Series) -> None:
    svg = drawn(server, "kaart", f"{ZONES}&gebied={shown_zone['area']}")
    said = written(svg).replace("\u00a0", " ")
    value, low, high = (f"{shown_zone[name]:.0f}" for name in ("value", "lower", "upper"))
    assert f"{shown_zone['name']}: {value} % van de huisartsen" in said
    assert f"95 % zeker tussen {low} en {high} %" in said


def test_the_map_draws_an_area_per_row_and_counts_what_it_hatches(server: str, zones: pd.DataFrame) -> None:
    svg = drawn(server, "kaart", ZONES)
    hidden = int(zones["confidentiality"].eq("C").sum())
    fills = [path.get("fill") for path in svg.iter(f"{SVG}path")]
    assert hidden > 0
    assert fills.count("url(#h)") == hidden
    assert f"{hidden} niet getoond" in written(svg)
    shown = zones["confidentiality"].eq("F") & zones["value"].notna()
    middle = [e for e in svg.iter(f"{SVG}text") if e.get("text-anchor") == "middle" and e.get("fill") == INK]
    counts = [int(e.text) for e in middle if (e.text or "").isdigit()]
    assert sum(counts) == int(shown.sum())


def test_the_ranking_names_every_shown_zone_and_no_withheld_one(server: str, zones: pd.DataFrame) -> None:
    svg = drawn(server, "vergelijken", ZONES)
    names = set(texts(svg))
    shown = zones["confidentiality"].eq("F") & zones["value"].notna()
    assert {name[:20] for name in zones.loc[shown, "name"]} <= {name[:20] for name in names}
    assert not set(zones.loc[zones["confidentiality"].eq("C"), "name"]) & names


@pytest.mark.parametrize("screen", ["kaart", "evolutie"])
def test_a_withheld_area_is_told_so_without_a_number(server: str, hidden_zone: pd.Series, screen: str) -> None:
    years = "&jaar=2026" if screen == "kaart" else ""
    svg = drawn(server, screen, f"cijfer=A05&niveau=elz{years}&gebied={hidden_zone['area']}")
    said = written(svg)
    assert "niet getoond" in said
    own = [text for text in texts(svg) if text.startswith(str(hidden_zone["name"]))]
    assert own
    assert not any(re.search(r"\d+.%", text) for text in own)


def test_the_image_opens_and_holds_the_words_of_its_title(server: str) -> None:
    from io import BytesIO

    from PIL import Image

    def ink(query: str) -> tuple[bytes, int]:
        answer = ask(f"{server}/figures/kaart.png?{query}")
        assert answer.status == 200
        assert answer.headers["content-type"] == "image/png"
        assert answer.content[:8] == b"\x89PNG\r\n\x1a\n"
        wide, tall = struct.unpack(">II", answer.content[16:24])
        assert wide == 2400
        assert 1200 < tall < 3000
        with Image.open(BytesIO(answer.content)) as image:
            head = image.convert("L").crop((60, 60, 1500, 140))
        pixels = head.tobytes()
        return pixels, sum(value < 100 for value in pixels)

    first, dark = ink(ZONES)
    second, also_dark = ink("cijfer=P01&jaar=2026&niveau=elz")
    assert dark > 1500
    assert also_dark > 1500
    assert first != second


def test_an_address_with_faults_is_refused_with_all_of_them(server: str) -> None:
    asked = f"cijfer=X99&jaar=1999&niveau=maan&kleur={quote('<script>')}&zomaar=1"
    answer: Answer = ask(f"{server}/figures/kaart.svg?{asked}")
    assert answer.status == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert {fault["parameter"] for fault in answer.json["faults"]} == {"cijfer", "jaar", "niveau", "kleur", "zomaar"}
    assert ask(f"{server}/figures/kaart.svg?jaar=2026&jaar=2025").status == 400
    assert ask(f"{server}/figures/regioprofiel.svg").status == 400
    assert ask(f"{server}/figures/geheim.svg").status == 404
    assert ask(f"{server}/figures/kaart.gif").status == 404


def test_a_figure_that_did_not_change_is_not_sent_again(server: str) -> None:
    answer = ask(f"{server}/figures/kaart.svg?{ZONES}")
    again = ask(f"{server}/figures/kaart.svg?{ZONES}", If_None_Match=answer.headers["etag"])
    assert again.status == 304
    assert ask(f"{server}/figures/kaart.svg?{ZONES}&klassen=4").headers["etag"] != answer.headers["etag"]


def test_a_strange_host_does_not_stand_in_a_figure(server: str) -> None:
    answer = ask(f"{server}/figures/kaart.svg?{ZONES}", Host="a<b>.example")
    assert b"a<b>" not in answer.content
    assert b"a&lt;b&gt;" not in answer.content
