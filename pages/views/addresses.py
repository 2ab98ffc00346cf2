"""Addresses of what is answered besides the screens, each stated once: routes and links both read them.

Those of the screens follow from what each declares (``pages.shell.screen.address_of``).
"""

from urllib.parse import quote, urlencode

from data.terms import FLANDERS, Level
from pages.views.choices import Along, spoken

API = "/api"
RELEASES = f"{API}/v1/releases"
FIGURES = "/figures"
EMBED = "/insluiten"
FICHE = "/fiche"
FEED = "/volg"
FIRST_SIGHT = "/vooraf"
PACK = "/aangemeld/uw-gebieden.zip"
"""What somebody of a region takes along."""

SAFE = ",:="
"""Signs that stand in a query as they are: a link with a list of areas stays readable."""


def asked(path: str, query: str) -> str:
    """Put a query behind a path, where there is one."""
    return f"{path}{'?' if query else ''}{query}"


def with_choice(path: str, along: Along) -> str:
    """Put a choice behind a path, and the language in use with it."""
    whole = {**along, **spoken()}
    return asked(path, urlencode({each.name: value for each, value in whole.items() if value is not None}, safe=SAFE))


def place(level: Level | None, area: str) -> str:
    """Name an area in a path; None is all of Flanders."""
    return Level.VLAANDEREN.value if level is None else f"{level.value}/{quote(area)}"


def fiche(level: Level, area: str, kind: str, along: Along) -> str:
    """Give the address of the fiche of an area as a file of a kind, with a choice."""
    return with_choice(f"{FICHE}/{place(level, area)}.{kind}", along)


def feed(level: Level | None, area: str = FLANDERS) -> str:
    """Give the address of the feed of an area, or of all releases."""
    return with_choice(f"{FEED}/{place(level, area)}.atom", {})


def pack() -> str:
    """Give the address of what somebody of a region takes along."""
    return with_choice(PACK, {})
