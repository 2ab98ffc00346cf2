"""A choice of a reader is stated once: the sources name no parameter and spell no address beside its declaration."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import app
from pages.shell import screen
from pages.views import addresses, choices, selecting
from pages.views.benchmarks import BENCHMARK
from pages.views.choices import AREA, LEVEL, TOGETHER, YEAR, Choice
from pages.words import language

ROOT = Path(app.__file__).parent
STATED = (*choices.EVERYWHERE, choices.FIGURE, choices.NUMBER, *(each for one in app.SCREENS for each in one.choices))
NAMES = {each.name for each in (*STATED, *selecting.CHOICES)}
ELSEWHERE = {
    ("pages/api/answers.py", "parameters"): "a key of an answer in JSON",
    ("pages/feeds/answers.py", "content"): "an element of Atom",
    ("pages/fiche/pdf.py", "lang"): "a field that Typst reads",
    ("pages/over_deze_cijfers/screen.py", "methode"): "a part of the page",
    ("pages/over_deze_cijfers/prose.py", "gebieden"): "what a threshold counts",
    ("pages/vergelijken/comparison.py", "vorm"): "read below the module that states it, which imports this one",
    ("pages/vergelijken/comparison.py", "tweede"): "read below the module that states it, which imports this one",
    ("pages/tabellen/choices.py", "lang"): "a form of the table: long",
    ("pages/vergelijken/number_table.py", "cijfer"): "an order of the table",
    ("pages/vergelijken/say.py", "gebied"): "a form: one area",
    ("pages/wat_als/screen.py", "gebieden"): "a figure of the screen",
    ("pages/wat_als/asked.py", "eigen"): "the norm of the area's own",
    ("pages/wat_als/screen.py", "gewichten"): "a word of the sentence",
    ("pages/capaciteit/screen.py", "gewichten"): "a word of the sentence",
}
"""Texts that are no parameter and are spelled like one."""
COLUMNS = {"indicator", "shown", "year", "level", "area", "category", "measure"}
"""Parameters of machines are named after the columns of a released cell, which every module reads by name."""
ADDRESSES = (addresses.API, addresses.FIGURES, addresses.EMBED, addresses.FICHE, addresses.FEED, addresses.FIRST_SIGHT)
ADDRESS = re.compile(rf"(?:{'|'.join(ADDRESSES)})/|^/(?:{'|'.join(each.address for each in app.SCREENS)})(?:\?|$)")
QUERY = re.compile(rf"(?:^|[?&])(?:{'|'.join(map(re.escape, NAMES - COLUMNS))})=")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def sources() -> list[Path]:
    return [ROOT / "app.py", *sorted((ROOT / "pages").rglob("*.py"))]


def documented(module: ast.AST) -> set[int]:
    """Texts that stand alone explain what is beside them."""
    return {id(each.value) for each in ast.walk(module) if isinstance(each, ast.Expr)}


def of_files(module: ast.AST) -> set[int]:
    """Columns of a file that is written stand for themselves: a parameter may be called otherwise, a column may not."""
    calls = (each for each in ast.walk(module) if isinstance(each, ast.Call))
    written = [each for each in calls if isinstance(each.func, ast.Attribute) and each.func.attr == "writerow"]
    return {id(part) for each in written for part in ast.walk(each)}


def declared(module: ast.AST) -> dict[int, str]:
    """Give the texts that name a parameter where it is stated, by their identity."""
    found = {}
    for call in (each for each in ast.walk(module) if isinstance(each, ast.Call)):
        called = call.func.id if isinstance(call.func, ast.Name) else ""
        for part in call.keywords if called in ("Choice", "replace") else ():
            if part.arg in ("name", "machine") and isinstance(part.value, ast.Constant):
                found[id(part.value)] = str(part.value.value)
    return found


def texts(path: Path) -> Iterator[ast.Constant]:
    """Give the texts of a module that name no parameter where it is stated, and no column of a file."""
    module = tree(path)
    free = documented(module) | of_files(module) | set(declared(module))
    for each in ast.walk(module):
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and id(each) not in free:
            yield each


def literals() -> Iterator[tuple[str, str, int]]:
    for path in sources():
        where = path.relative_to(ROOT).as_posix()
        for each in texts(path):
            if each.value in NAMES - COLUMNS and not (where == "pages/words/language.py" and each.value == "taal"):
                yield where, str(each.value), each.lineno


def test_no_module_names_a_parameter_beside_its_statement():
    found = [each for each in literals() if each[:2] not in ELSEWHERE]
    assert not found, "ask the choice for its name"


def test_what_is_let_through_still_stands_there():
    found = {each[:2] for each in literals()}
    assert set(ELSEWHERE) <= found


def test_no_module_spells_an_address_that_another_one_answers():
    found = [
        (path.relative_to(ROOT).as_posix(), each.lineno, each.value)
        for path in sources()
        if path != ROOT / "pages/views/addresses.py"
        for each in texts(path)
        if ADDRESS.search(each.value) or QUERY.search(each.value)
    ]
    assert not found, "addresses stand in pages/views/addresses.py, those of screens follow from their declaration"


def test_each_parameter_is_named_once():
    named: dict[str, list[str]] = {}
    for path in sources():
        for name in declared(tree(path)).values():
            named.setdefault(name, []).append(path.relative_to(ROOT).as_posix())
    assert not {name: places for name, places in named.items() if len(places) > 1}
    assert NAMES - {language.PARAMETER} <= set(named)


def test_two_statements_of_a_parameter_are_one_choice():
    narrowed = choices.level(lambda _chosen: [])
    assert narrowed == LEVEL
    assert {LEVEL: "elz", narrowed: "kring"} == {LEVEL: "kring"}
    assert LEVEL != AREA


def test_machines_choose_what_screens_choose():
    assert tuple(each.name for each in selecting.CHOICES) == selecting.PARAMETERS
    shared = {each.machine for each in STATED if each.machine}
    assert shared == {each.name for each in selecting.CHOICES} - {"category", "measure", "content"}
    assert selecting.YEARS.options is YEAR.options


@pytest.mark.parametrize("name", [each.address for each in app.SCREENS])
def test_a_link_takes_along_what_the_screen_knows_and_refuses_what_it_does_not(name: str):
    strange = Choice(name="vreemd", options=lambda _chosen: ["1"])
    with pytest.raises(KeyError, match="vreemd"):
        screen.address_of(name, {strange: "1"})
    assert screen.address_of(name, {TOGETHER: "elz:a,b:Samen"}).endswith("?eigen=elz:a,b:Samen")


def test_a_link_to_a_screen_and_a_file_is_the_same_in_any_language():
    level, area, year = "elz", "elz10", 2026
    try:
        language.use("en")
        profile = screen.address_of("regioprofiel", {LEVEL: level, AREA: area, YEAR: year})
        assert profile == "/regioprofiel?jaar=2026&niveau=elz&gebied=elz10&taal=en"
        assert addresses.feed(None) == "/volg/vlaanderen.atom?taal=en"
    finally:
        language.use("nl")
    assert addresses.fiche(choices.Level("elz"), area, "pdf", {YEAR: year}) == "/fiche/elz/elz10.pdf?jaar=2026"
    assert screen.address_of("vergelijken", {BENCHMARK: "omliggend"}) == "/vergelijken?maatstaf=omliggend"
