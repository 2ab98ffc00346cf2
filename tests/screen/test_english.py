"""Every screen in English: no text of it stays Dutch, whatever is chosen."""

import re
from functools import cache
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import app
from aggregation.indicators import FRAMES, INDICATORS
from geo import reference
from pages.locale import gather
from pages.vergelijken import say
from pages.views import released
from pages.words import language
from tests.releases import YEARS
from tests.screen.conftest import Open
from tests.screen.drawn import texts_of

APP = Path(__file__).parents[2] / "app.py"
DUTCH = re.compile(
    r"\b(aantal|antwoord(?:en|de)?|artsen|bij|bron|cijfers?|deel|deze|dit|een|eerste|eerstelijns\w*|gebied(?:en)?|geen"
    r"|gemeenten?|gemiddelde?|getoond|hebben|het|hoe|hoger|huisarts\w*|inwoners|jaar|jaren|kaart|kies|kring(?:en)?|lager"
    r"|meer|minder|naar|naast|niet|niveau|praktijk\w*|respons|tabel|tot|tussen|uitgave|uren|van|vlaanderen|voor|vraag"
    r"|vragenlijst|wat|welke|wie|worden|wordt|zijn|zoek|zonder|zwaar)\b",
    re.IGNORECASE,
)
NAMES = (
    "huisartsenkring",
    "huisarts in opleiding",
    "team Eerste Lijn",
    "globaal medisch dossier",
    "Modellicentie Gratis Hergebruik Vlaanderen v1.0",
)
"""Dutch names that stand beside their English one."""
ADDRESS = re.compile(r"(?:https?:/)?/\S+|\?\S+|\b[a-z]+\.(?:csv|xlsx|json)\b|taal=\w+|\bgemeente \d{5}\b")

ZONE, WITHHELD = 2, 1
"""Places of a zone whose numbers are shown, and of one whose numbers are mostly withheld."""


def zone(position: int) -> str:
    """Give the zone at a place of the reference table."""
    table = reference.areas(YEARS[-1])
    return str(table.loc[table["level"].eq("elz"), "area_id"].iloc[position])


@cache
def area_names() -> re.Pattern[str]:
    """Match every name of an area: those stay Dutch."""
    areas = released.opened(released.current_id() or "").areas(level=["provincie", "regio", "kring", "elz", "gemeente"])
    found = set(areas["name"].astype(str))
    short = {name.removeprefix("Huisartsenkring ") for name in found}
    return re.compile("|".join(map(re.escape, sorted(found | short, key=len, reverse=True))))


@cache
def dutch_texts() -> tuple[frozenset[str], re.Pattern[str]]:
    """Give the Dutch sources: those to compare whole, and a pattern for those with something filled in."""
    pairs = {str(m.id): str(m.string) for m in gather.catalogue("en") if m.id and m.id != m.string}
    for label in (*(entry.label for entry in INDICATORS.values()), *(frame.label for frame in FRAMES.values())):
        pairs[label.nl] = label.en
    for entry in INDICATORS.values():
        pairs |= {text.nl: text.en for text in (entry.question, entry.definition, entry.unit, *entry.caveats)}
        pairs |= {text.nl: text.en for text in map(entry.label_of, entry.categories)}
    wanted = [text for text, said in pairs.items() if text != said and len(re.findall(r"[^\W\d_]", text)) > 3]
    english = frozenset(pairs.values())
    filled = [
        ".+?".join(map(re.escape, re.split(r"\{[^}]*\}", text)))
        for text in wanted
        if "{" in text and max(len(part.strip()) for part in re.split(r"\{[^}]*\}", text)) > 5
    ]
    return frozenset(text.strip() for text in wanted if "{" not in text) - english, re.compile("|".join(filled))


def dutch_in(found: set[str]) -> list[str]:
    """Name the texts that are Dutch."""
    return sorted(text for text in found if is_dutch(text))


@cache
def is_dutch(text: str) -> bool:
    """Tell whether a text, but for its proper names, is Dutch."""
    whole, filled = dutch_texts()
    plain = ADDRESS.sub(" ", area_names().sub(" ", text))
    for name in NAMES:
        plain = plain.replace(name, " ")
    return text in whole or bool(DUTCH.search(plain)) or (bool(plain.strip()) and bool(filled.fullmatch(text)))


TRIED: dict[str, list[dict[str, str]]] = {
    "overzicht": [{}, {"jaar": "2024"}],
    "kaart": [
        {},
        {"cijfer": "A05", "niveau": "elz", "gebied": zone(ZONE)},
        {"cijfer": "A05", "niveau": "elz", "gebied": zone(WITHHELD)},
        {"cijfer": "A01", "toon": "mean", "niveau": "kring", "jaar": "2024"},
        {"cijfer": "D01", "niveau": "gemeente", "gebied": "44021"},
        {"cijfer": "??", "jaar": "1999", "gebied": "nergens", "mand": "elz:nergens"},
    ],
    "regioprofiel": [
        {},
        {"niveau": "elz", "gebied": zone(ZONE)},
        {"niveau": "elz", "gebied": zone(WITHHELD)},
        {"niveau": "gemeente", "gebied": "44021", "jaar": "2024"},
    ],
    "vergelijken": [
        {"vorm": form, **chosen}
        for form in say.FORMS
        for chosen in (
            {},
            {"niveau": "elz", "gebied": zone(ZONE), "maatstaf": "buren"},
            {"niveau": "elz", "gebied": zone(WITHHELD), "cijfer": "A05"},
        )
    ]
    + [
        {"vorm": "rangorde", "niveau": "gemeente", "maatstaf": "buren"},
        {"vorm": "trechter", "cijfer": "A01", "toon": "median"},
        {"vorm": "trechter", "cijfer": "D01"},
        {"vorm": "rangorde", "cijfer": "D01"},
    ],
    "evolutie": [
        {},
        {"niveau": "elz", "gebied": zone(ZONE), "volgorde": "stijging"},
        {"niveau": "elz", "gebied": zone(WITHHELD), "cijfer": "A05"},
        {"niveau": "gemeente", "cijfer": "D01", "gebied": "44021"},
        {"niveau": "kring", "cijfer": "D08"},
    ],
    "praktijken": [
        {},
        {"niveau": "gemeente", "gebied": "44021", "feit": "P04"},
        {"filter": "P01=geen"},
        {"filter": "P01=geen,P01=volledig,P05=ja", "niveau": "elz", "gebied": zone(WITHHELD)},
    ],
    "capaciteit": [
        {},
        {"niveau": "elz", "gebied": zone(ZONE), "mand": f"elz:{zone(4)},elz:{zone(5)}"},
        {"niveau": "elz", "gebied": zone(WITHHELD)},
        {"niveau": "kring"},
        {"mijn": "gemeente:44021"},
    ],
    "wat-als": [
        {},
        {"vraag": "tien-jaar", "norm": "vlaanderen"},
        {"vraag": "stop-spreidt", "niveau": "elz", "gebied": zone(WITHHELD)},
        {"vraag": "haios", "aantal": "20", "parameters": "haio:0.4"},
    ],
    "tabellen": [
        {},
        {"cijfers": "A05,P01,D01", "inhoud": "alles", "jaren": "2024,2025"},
        {"cijfers": "A01", "niveau": "vlaanderen", "inhoud": "alles"},
        {"cijfers": "A05", "niveau": "gemeente"},
    ],
    "over-deze-cijfers": [{}],
}
"""Per screen the choices to try."""
STATES = {each.address: TRIED.get(each.address, [{}]) for each in app.SCREENS}
"""The same of every screen; one that is not described more closely is tried as it opens."""


def test_what_is_tried_are_screens() -> None:
    assert set(TRIED) <= {screen.address for screen in app.SCREENS}


@pytest.mark.parametrize(
    ("name", "query"),
    [
        pytest.param(name, query, id=f"{name}-{place}")
        for name, several in STATES.items()
        for place, query in enumerate(several)
    ],
)
def test_a_screen_is_english_throughout(name: str, query: dict[str, str], at_home: Path, open_screen: Open) -> None:
    screen = open_screen(name.replace("-", "_"), taal="en", **query)
    assert not screen.exception
    found = texts_of(screen)
    assert len(found) > 12
    assert dutch_in(found) == []


@pytest.mark.parametrize("name", list(STATES))
def test_without_a_release_a_screen_is_english(
    name: str, at_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_screen: Open
) -> None:
    area_names()
    monkeypatch.setenv(released.HOME_VARIABLE, str(tmp_path))
    screen = open_screen(name.replace("-", "_"), taal="en")
    assert not screen.exception
    found = texts_of(screen)
    assert "No numbers have been published yet" in found
    assert dutch_in(found) == []


def test_what_stands_around_a_screen_is_english(at_home: Path) -> None:
    screen = AppTest.from_file(APP, default_timeout=60)
    screen.query_params["taal"] = "en"
    screen.run()
    assert not screen.exception
    found = texts_of(screen)
    assert {"Capacity of general practice", "Flanders", "Overview", "About these numbers"} <= found
    assert dutch_in(found) == []


@pytest.mark.parametrize(
    "text",
    [
        "Kies een gebied",
        "Toon alle 60 eerstelijnszones",
        "Hoe zwaar vinden huisartsen hun werkdruk?",
        "Jaar",
        "naast Gent",
    ],
)
def test_dutch_is_noticed(text: str, at_home: Path) -> None:
    assert dutch_in({text, "Choose an area", "De Panne"}) == [text]


def test_in_dutch_the_same_screen_is_all_but_english(at_home: Path, open_screen: Open) -> None:
    assert len(dutch_in(texts_of(open_screen("kaart")))) > 40
    assert language.current() == "nl"


@pytest.mark.parametrize("name", list(STATES))
def test_the_switch_keeps_the_whole_choice(name: str, at_home: Path) -> None:
    query = STATES[name][-1]
    screen = AppTest.from_string(
        "from importlib import import_module\n"
        f"import_module('pages.{name.replace('-', '_')}.screen').render()\n"
        "from pages.shell import frame\nframe.languages()\n",
        default_timeout=60,
    )
    for key, value in query.items():
        screen.query_params[key] = value
    screen.run()
    markup = next(e.proto.body for e in screen.get("html") if "zc-languages" in e.proto.body)
    kept = screen.query_params
    link = re.search(r'href="\?([^"]*)"', markup)
    assert link is not None
    for key, values in kept.items():
        value = values[-1] if isinstance(values, list) else values
        assert f"{key}=" in link.group(1), f"{key}={value}"
    assert "taal=en" in link.group(1)
    assert 'hreflang="en"' in markup
