"""What figure an address asks for: the parameters of its screen, held against the same statements.

A screen replaces what it does not know by its default and says so. A file cannot say anything once it is mailed on, so
here every fault is refused, and all of them are told at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from data.releases import Release
from pages.shell.screen import Figure, Screen
from pages.views import released
from pages.views.addresses import SAFE
from pages.views.choices import BASKET, FIGURE, LANGUAGE, OWN, TOGETHER, Choice, Chosen, Fault, read, unknown
from pages.words import language


@dataclass(kw_only=True, eq=False)
class Asked(Chosen):
    """A figure of a screen: ``given`` is what stands in the address, ``values`` what that means with its defaults."""

    screen: Screen
    given: tuple[tuple[str, str], ...] = ()

    @property
    def figure(self) -> Figure:
        """Give which of the figures of the screen is asked for."""
        name = self.values.get(FIGURE.name, "")
        return next(figure for figure in self.screen.figures if figure.name == name)

    def query(self) -> str:
        """Write the address of the screen that shows this figure; the same choice is always the same text."""
        return urlencode([pair for pair in self.given if pair[0] != FIGURE.name], safe=SAFE)

    def key(self) -> str:
        """Tell this figure from every other one."""
        return f"{self.screen.address}?{urlencode(self.given)}"


def ask(release: Release, screen: Screen, query: Mapping[str, Sequence[str]]) -> tuple[Asked, list[Fault]]:
    """Hold the address of a figure against what its screen knows.

    Parameters
    ----------
    query : parameter to its values.

    Returns
    -------
    The choice, and everything that is wrong with it; with a fault the choice is not to be used.
    """
    asked = Asked(release=release, screen=screen)
    faults = read(asked, (LANGUAGE,), query)
    language.use(asked[LANGUAGE.name])
    faults += read(asked, (TOGETHER,), query)
    asked.release = released.with_own(release, asked[TOGETHER.name])
    choices = (*screen.choices, *_which(screen), OWN, BASKET)
    faults += read(asked, choices, query) + unknown((LANGUAGE, TOGETHER, *choices), query)
    asked.given = tuple((name, value) for name, value in asked.values.items() if value and name in query)
    return asked, faults


def _which(screen: Screen) -> tuple[Choice, ...]:
    """State the choice between the figures of a screen, where it has several."""
    if len(screen.figures) < 2:
        return ()
    names = [figure.name for figure in screen.figures]
    return (replace(FIGURE, options=lambda _chosen: names),)
