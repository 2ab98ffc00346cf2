"""Screen Overzicht: four rulers for one thing, what doctors and practices answer, where, and what changed."""

from html import escape

import streamlit as st

from aggregation.indicators import INDICATORS, Indicator
from aggregation.selection import Shown, difference
from data.releases import Release
from data.terms import FLANDERS, Level
from geo import numbers
from geo.classes import Method, Palette, colours
from geo.figures_bar import share_bar
from geo.figures_small import small_map
from pages.components import address, choosing, pieces, released, shell, views
from pages.components.views import AreaView

RULERS = {
    "D01": ("Geteld", "Alle erkende huisartsen op de lijsten, ook wie deeltijds werkt of bijna stopt."),
    "D08": ("Aan het werk", "Huisartsen met minstens 1.250 contacten per jaar."),
    "D02": ("In voltijdse tijd", "Werkuren samen, omgerekend naar voltijds: 38 uur per week."),
    "D09": ("In geleverde zorg", "Contacten van huisartsen met patiënten in één jaar."),
}
HEADLINES = ("P01", "P22", "A05", "A06", "A08", "A10")
MAPS = ("D01", "P01", "A05")
CHANGES = ("D01", "D08", "D02", "D09", "P01", "P22", "A05", "A06", "A08", "A01")
MAP_CLASSES = 5
RULERS_TITLE = "Vier maten voor één vraag"
RULERS_LEAD = (
    "Hoofden tellen is het eenvoudigst, maar dan telt ook wie halftijds werkt of bijna stopt voluit "
    "mee. Lees daarom de vier maten samen."
)
ANSWERS_TITLE = "Wat praktijken en artsen antwoorden"
MAPS_TITLE = "Waar?"
CHANGES_TITLE = "Wat veranderde er sinds {year}?"
CHANGES_LEAD = (
    "Een verschil noemen we duidelijk als het groter is dan zijn onzekerheid (±): dan verklaart "
    "toeval in de antwoorden het niet."
)


def render() -> None:
    """Draw the screen."""
    release = shell.open_page()
    if release is None:
        return
    years = [str(year) for year in reversed(release.years())]
    with st.container(key="keuze", horizontal=True, vertical_alignment="center"):
        pieces.show('<span class="zc-say">Vlaanderen in</span>')
        year = int(address.choose("jaar", years, years[0], called="het jaar", label="Jaar", show=str, width=92))
    shell.keep(jaar=year)
    pieces.notices(address.notes())
    known = choosing.known_indicators(release.id)
    shown = {name: _flanders_view(release, name, year) for name in known}
    pieces.show(pieces.heading("Hoeveel huisartsenzorg is er in Vlaanderen?", _subtitle(shown, year)))
    _rulers(shown)
    _answers(release, shown, year)
    _maps(release, year)
    _changes(release, known, year)
    facts = {
        "Bron": "vragenlijst van het Departement Zorg, lijsten van de huisartsenkringen, IMA",
        "Grenzen": "schematisch",
        "Uitgave": shell.release_words(release),
    }
    pieces.show(pieces.source_line(facts))


def _flanders_view(release: Release, name: str, year: int) -> AreaView:
    return views.area_view(release.id, name, _main(INDICATORS[name]), year, Level.VLAANDEREN)


def _main(indicator: Indicator) -> Shown:
    return next(iter(choosing.shown_by_code(indicator).values()))


def _subtitle(shown: dict[str, AreaView], year: int) -> str:
    used = {int(v) for view in shown.values() for v in view.rows["ima_year"].dropna()}
    ima = f" · cijfers van IMA over {max(used)}" if used else ""
    return f"Vragenlijst van {year}{ima}"


def _rulers(shown: dict[str, AreaView]) -> None:
    items = []
    for name, (title, words) in RULERS.items():
        view = shown.get(name)
        if view is None or view.flanders is None:
            continue
        row = view.flanders
        interval = view.interval(row, between=" en ")
        items.append(
            "</h3><span class='zc-value'>"