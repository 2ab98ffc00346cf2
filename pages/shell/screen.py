"""What a screen declares of itself; the menu, links, files, first requests and paper all follow from it.

``app.py`` lists the screens and makes them known here; nothing else keeps a list of them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from urllib.parse import urlencode

from data.releases import Release
from data.terms import Level
from geo.figures.poster import Poster
from pages.views import addresses
from pages.views.choices import EVERYWHERE, LEVEL, Along, Choice, Chosen, spoken
from pages.words.language import mark

Carried = Mapping[str, str | int | None]
"""Parameter to what a reader has chosen so far, on this and other screens; None for nothing."""


class Sheet(StrEnum):
    """What a screen prints: itself, or the file of a figure that a script draws, on a sheet that suits its shape.

    A full sheet has no room to tell how to read the figure.
    """

    SCREEN = ""
    WIDE = "zc-wide"
    UPRIGHT = "zc-upright"
    FULL = "zc-full"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A figure of a screen as a file: how the screen calls it, and the function that draws it with a link back."""

    draw: Callable[[Release, Chosen, str], Poster]
    title: str = mark("Deze figuur")
    name: str = ""


def below_flanders(carried: Carried) -> Carried:
    """Leave out the level of all of Flanders: most screens are about areas in it."""
    return {**carried, LEVEL.name: None} if carried.get(LEVEL.name) == Level.VLAANDEREN else carried


@dataclass(frozen=True, kw_only=True)
class Screen:
    """One screen.

    Parameters
    ----------
    address : its place in the address.
    title : its name in the menu.
    draw : draws it.
    choices : what may be chosen on it, in the order in which options depend on one another.
    takes : choices that a link to it brings along; by default its own.
    link : adapts what is brought along to what exists on this screen.
    figures : its figures as files, the default first.
    sheet : what it prints.
    first_sight : draws a still picture of its map, which stands there until the map has drawn; such a map also keeps
        where the reader moved it.
    """

    address: str
    title: str
    draw: Callable[[], None]
    choices: Sequence[Choice] = ()
    takes: Sequence[Choice] | None = None
    link: Callable[[Carried], Carried] = below_flanders
    figures: Sequence[Figure] = ()
    sheet: Sheet = Sheet.SCREEN
    first_sight: Callable[[Chosen], str] | None = None

    def carried(self, kept: Carried, along: Along) -> dict[str, str]:
        """Give the parameters of a link to this screen.

        Parameters
        ----------
        kept : what was chosen so far; the link takes what this screen understands.
        along : what this link adds.

        Raises
        ------
        KeyError : ``along`` holds a choice that this screen does not have.
        """
        takes = (*(self.choices if self.takes is None else self.takes), *EVERYWHERE)
        if strange := [each.name for each in along if each not in takes]:
            raise KeyError(f"screen {self.address}: expected a choice of its own, found {', '.join(strange)}")
        known = self.link({**kept, **{each.name: value for each, value in along.items()}})
        return {each.name: str(known[each.name]) for each in takes if known.get(each.name) is not None}


def declared(*folders: str) -> tuple[Screen, ...]:
    """Give what the screens in these folders of ``pages`` declare."""
    return tuple(import_module(f"pages.{folder}.screen").SCREEN for folder in folders)


_known: dict[str, Screen] = {}


def register(screens: Sequence[Screen]) -> None:
    """Make the screens known, in the order of the menu; a visitor lands on the first."""
    _known.clear()
    _known.update({screen.address: screen for screen in screens})


def known() -> Mapping[str, Screen]:
    """Give the screens by address, in the order of the menu; a command that draws none reads the list first."""
    if not _known:
        import_module("app")
    return _known


def address_of(name: str, along: Along) -> str:
    """Give the address of a screen with a choice, without the host, in the language in use; nothing else is kept."""
    return addresses.asked(f"/{name}", urlencode(known()[name].carried({}, {**along, **spoken()}), safe=addresses.SAFE))
