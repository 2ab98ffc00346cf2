"""What the pages share: lines and titles, and what a state or a term is called."""

from html import escape

from databeheer.facts import State
from databeheer.words import t
from pages.components import pieces

DUE = {
    "retention": ("bewaartermijn: vernietigen", "retention: destroy"),
    "measures": ("correctie: maatregel", "correction: measures"),
    "notice": ("correctie: melder inlichten", "correction: tell the reporter"),
    "ima": ("IMA kan komen, van bevraging", "IMA can come, of survey"),
    "permission": ("einde van de toestemming", "end of the permission"),
}
"""What a term is of, by kind."""

STATES = {
    State.NEW: ("nog niet ingenomen", "not taken in"),
    State.STORED: ("in de kluis", "in the vault"),
    State.UNREADABLE: ("manifest klopt niet", "manifest is wrong"),
}
"""How far a delivery is."""


def lead(dutch: str, english: str, *, quiet: bool = False) -> None:
    """Draw a line of running text."""
    pieces.show(f'<p class="zc-lead{" zc-quiet" if quiet else ""}">{escape(t(dutch, english))}</p>')


def part(dutch: str, english: str) -> None:
    """Draw the title of a part."""
    pieces.show(f'<section class="zc-part"><h2>{escape(t(dutch, english))}</h2></section>')
