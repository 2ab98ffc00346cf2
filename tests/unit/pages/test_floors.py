"""The floors of the pages, for every screen there is: none imports another, and nothing under them imports one."""

from functools import cache

import grimp

import app

ABOVE = ("api", "fiche", "web")
"""Rooms over the screens."""


@cache
def graph() -> grimp.ImportGraph:
    """Read the imports of the pages once."""
    return grimp.build_graph("pages")


def screens() -> set[str]:
    return {screen.draw.__module__.split(".")[1] for screen in app.SCREENS}


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def test_no_screen_is_imported_but_from_above() -> None:
    assert len(screens()) >= 9
    wrong = {
        (importer, module)
        for module in graph().modules
        if room(module) in screens()
        for importer in graph().find_modules_that_directly_import(module)
        if room(importer) != room(module) and room(importer) not in ABOVE
    }
    assert wrong == set()
