"""CONTRIBUTING's recipe for a screen, followed on a copy of the tree: one folder, one line, and everything has it."""

import re
from pathlib import Path

import pytest

import app
from bench.screens import SCREENS as MEASURED
from pages.views import released
from tests.browser import test_access, test_print
from tests.recipes.tree import ROOT, follow, told
from tests.releases import make_release
from tests.screen import test_english

SCREEN = '''"""Screen Proef: the year that is chosen, written large."""

from data.releases import Release
from geo.figures.drawing import Drawing, write
from geo.figures.poster import Poster
from pages.components import pieces
from pages.figures.sheet import poster
from pages.shell import address, controls, frame, takeaway
from pages.shell.screen import Figure, Screen
from pages.views.choices import YEAR, Choice, Chosen

COLOUR = Choice(name="tint", called="de tint", label="Tint", options=lambda _chosen: ["rood", "blauw"])


def render() -> None:
    """Draw the screen."""
    chosen = frame.open_page()
    if chosen is None:
        return
    with controls.sentence():
        controls.draw(YEAR, chosen, width=92)
        controls.draw(COLOUR, chosen)
    frame.keep(chosen)
    pieces.notices(address.notes())
    pieces.show(pieces.heading("Proef", f"{chosen.year} {chosen[COLOUR.name]}"))
    takeaway.draw(chosen.release, SCREEN, years=[chosen.year])


def draw(_release: Release, choice: Chosen, link: str) -> Poster:
    """Draw the year."""
    figure = Drawing(parts=[write(0, 40, f"{choice.year} {choice[COLOUR.name]}", size=30)], width=400, height=60)
    return poster(title="Proef", subtitle=str(choice.year), figure=figure, facts={}, link=link)


SCREEN = Screen(
    address="proef", title="Proef", draw=render, choices=(YEAR, COLOUR), figures=(Figure(draw=draw),),
)
'''

PROBE = """
import app
from data.releases import Release
from pages.figures import answers
from pages.figures.asked import ask
from pages.shell import frame
from pages.shell.screen import known
from pages.views import released
from pages.web import lost
from streamlit.testing.v1 import AppTest

def drawn(script, **query):
    page = AppTest.from_string(script, default_timeout=60)
    for name, value in query.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception, page.exception
    return page

markup = lambda page: "\\n".join(element.proto.body for element in page.get("html"))
whole = drawn(open("app.py").read())
menu = [element.proto.label for element in whole.sidebar if type(element.proto).__name__ == "PageLink"]
print("menu", "Proef" in menu, menu.index("Proef") == len(menu) - 2)
page = drawn("import app\\nfrom pages.proef import screen\\nscreen.render()", jaar="2024", tint="paars")
print("note", "de tint" in markup(page), "2024 rood" in markup(page))
print("link", "/figures/proef.svg?jaar=2024&amp;tint=rood" in markup(page))
asked, faults = ask(released.current(), known()["proef"], {"jaar": ["2024"], "tint": ["blauw"]})
print("file", not faults, "2024 blauw" in answers.svg(asked, "https://example.org"))
asked, faults = ask(released.current(), known()["proef"], {"tint": ["paars"], "vorm": ["rond"]})
print("faults", [fault.parameter for fault in faults])
print("carried", known()["proef"].carried({"jaar": 2024, "tint": "rood", "cijfer": "A05", "mand": "elz:x"}, {}))
print("lost", b"/proef" in lost.answer("nl").body)
print("style", any(path.parent.name == "proef" for path in frame.STYLES))
"""


def test_a_folder_and_a_line_make_a_screen(tmp_path: Path) -> None:
    make_release(tmp_path / "home")
    new = {
        "pages/proef/__init__.py": '"""The screen Proef."""\n',
        "pages/proef/screen.py": SCREEN,
        "pages/proef/style.css": ".zc-proef { color: #1d2b34; }\n",
    }
    tree = follow(tmp_path / "tree", [("app.py", '    "tabellen",\n', '    "proef",\n')], new=new)
    assert told(tree, PROBE, **{released.HOME_VARIABLE: str(tmp_path / "home")}) == [
        "menu True True",
        "note True True",
        "link True",
        "file True True",
        "faults ['tint', 'vorm']",
        "carried {'jaar': '2024', 'tint': 'rood', 'mand': 'elz:x'}",
        "lost True",
        "style True",
    ]


def test_no_other_module_lists_the_screens() -> None:
    """A name of a screen in quotes is a link to it; nowhere else do five of them stand together."""
    names = {screen.address for screen in app.SCREENS} | {
        screen.draw.__module__.split(".")[1] for screen in app.SCREENS
    }
    listed = {
        path.relative_to(ROOT).as_posix()
        for path in [ROOT / "app.py", *(ROOT / "pages").rglob("*.py")]
        if sum(f'"{name}"' in path.read_text(encoding="utf-8") for name in names) >= 5
    }
    assert listed == {"app.py"}


@pytest.mark.parametrize("file", ["pyproject.toml", "docs/downloads.md"])
def test_what_must_name_a_screen_names_every_one(file: str) -> None:
    """The floors name each folder, and the page of downloads each screen with a figure: the recipe says so."""
    text = (ROOT / file).read_text(encoding="utf-8")
    named = [screen for screen in app.SCREENS if file == "pyproject.toml" or screen.figures]
    assert [
        screen.address
        for screen in named
        if not re.search(rf"\b({screen.address}|{screen.address.replace('-', '_')})\b", text)
    ] == []
    assert f"`{file}`" in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_what_goes_through_all_screens_takes_them_from_the_one_list() -> None:
    every = [screen.address for screen in app.SCREENS]
    assert list(MEASURED) == list(test_access.STATES) == list(test_english.STATES) == every
    printed = {address.partition("?")[0] for address in (*test_print.SCREENS, *test_print.SHEETS)}
    assert printed == set(every)
