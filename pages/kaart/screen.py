"""Screen Kaart: one number for all areas, the chosen one in words, the same numbers in a table."""

import streamlit as st

from aggregation.indicators import INDICATORS
from geo.figures.classes import FEWEST, MOST, Method, Palette
from pages.components import pieces
from pages.kaart import area_map, figure
from pages.kaart.area_table import area_table
from pages.shell import address, around, controls, frame, takeaway
from pages.shell.screen import Carried, Figure, Screen, Sheet, below_flanders
from pages.views import choices, choosing, sources
from pages.views.choices import AREA, SHOWN, YEAR, Choice
from pages.views.remarks import remarks
from pages.words import language
from pages.words.language import gettext as _
from pages.words.language import mark

METHODS = {
    Method.QUANTILES: mark("Kwantielen (evenveel gebieden)"),
    Method.EQUAL: mark("Gelijke intervallen"),
    Method.NATURAL: mark("Natuurlijke klassen"),
}
PALETTES = {Palette.TEAL: mark("Groenblauw"), Palette.BLUE: mark("Blauw"), Palette.EMBER: mark("Geel-bruin")}


NUMBER = choices.number(choosing.mappable)
LEVEL = choices.level(lambda chosen: choosing.levels_of(chosen.release.id, chosen.indicator))
CLASSES = Choice(
    name="klassen",
    called=mark("het aantal klassen"),
    label=mark("Aantal klassen"),
    options=lambda _chosen: [str(n) for n in range(FEWEST, MOST + 1)],
    default="5",
)
METHOD = Choice(
    name="methode",
    called=mark("de klassen"),
    label=mark("Hoe worden klassen gemaakt?"),
    options=lambda _chosen: list(METHODS),
    words=lambda _chosen: lambda method: _(METHODS[Method(method)]),
)
PALETTE = Choice(
    name="kleur",
    called=mark("de kleuren"),
    label=mark("Kleuren"),
    options=lambda _chosen: list(PALETTES),
    words=lambda _chosen: lambda palette: _(PALETTES[Palette(palette)]),
)


def render() -> None:
    """Draw the screen."""
    chosen = frame.open_page()
    if chosen is None:
        return
    release = chosen.release
    with controls.sentence():
        controls.number(NUMBER, chosen)
        controls.draw(YEAR, chosen, width=92)
        controls.draw(LEVEL, chosen, width=205)
        with st.popover(_("Klassen en kleuren")):  # few readers need them
            for choice in (METHOD, CLASSES, PALETTE):
                controls.draw(choice, chosen, labelled=True)
    address.hold(AREA, chosen)
    frame.keep(chosen)
    indicator, area = chosen.indicator, chosen.area
    view = chosen.view
    pieces.notices(address.notes())
    title = area_map.subtitle(view)
    pieces.show(pieces.heading(language.pick(indicator.question), title))
    area_map.answer(chosen, view)
    area_map.little_shown(view)
    area_map.area_map(SCREEN, chosen, view)
    area_table(view, area, title)
    if area is not None:
        along = {NUMBER.name: indicator.id, SHOWN.name: view.shown.code, YEAR.name: str(view.year)}
        around.draw(SCREEN.address, release.id, view.level, area, **along)
    pieces.show(pieces.source_line(sources.source_parts(release, view)))
    takeaway.draw(release, SCREEN, shown=[view])
    texts = [language.pick(text) for text in (indicator.definition, *remarks(release.id, indicator))]
    pieces.show(pieces.reading(_("Hoe leest u dit?"), [*texts, area_map.interval_words(view)]))


def _on_map(carried: Carried) -> Carried:
    """Let go of an area on a level that a number does not have."""
    entry, level = INDICATORS.get(str(carried.get(NUMBER.name))), carried.get(LEVEL.name)
    if entry is not None and level not in {each.value for each in entry.levels}:
        return {**carried, LEVEL.name: None, AREA.name: None}
    return below_flanders(carried)


SCREEN = Screen(
    address="kaart",
    title=mark("Kaart"),
    draw=render,
    choices=(NUMBER, SHOWN, YEAR, LEVEL, AREA, CLASSES, METHOD, PALETTE),
    link=_on_map,
    figures=(Figure(draw=figure.draw),),
    sheet=Sheet.WIDE,
    first_sight=figure.first_sight,
)
