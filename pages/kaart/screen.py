"""Screen Kaart: one number for all areas, the chosen one in words, the same numbers in a table."""

import streamlit as st

from aggregation.indicators import INDICATORS
from data.terms import Level
from pages.components import pieces
from pages.kaart import area_map, figure, painting, reach
from pages.kaart.area_table import area_table
from pages.kaart.choices import CLASSES, LEVEL, METHOD, NUMBER, PALETTE
from pages.kaart.painting import PAINTED
from pages.shell import address, around, controls, frame, takeaway
from pages.shell.screen import Carried, Figure, Screen, Sheet, below_flanders
from pages.views import sources
from pages.views.choices import AREA, SHOWN, YEAR, Along, Chosen
from pages.views.reach import ALONE, HEADS, REACH, Reach, reach_of
from pages.views.remarks import remarks
from pages.views.views import AreaView
from pages.words import language
from pages.words.language import gettext as _
from pages.words.language import mark

_NO_REACH = mark(
    "Binnen bereik is voor dit jaar niet te berekenen: niet van elke gemeente staan huisartsen en inwoners er. U ziet "
    "elke gemeente alleen."
)


def render() -> None:
    """Draw the screen."""
    chosen = frame.open_page()
    if chosen is None:
        return
    with controls.sentence():
        controls.number(NUMBER, chosen, widths=(285, 230))
        controls.draw(YEAR, chosen, width=84)
        controls.draw(LEVEL, chosen, width=198)
        controls.draw(REACH, chosen, width=225, drawn=len(REACH.options(chosen)) > 1)
        controls.draw(PAINTED, chosen, width=206, drawn=len(PAINTED.options(chosen)) > 1)
    above = st.container(key="kaartdeel")
    with (
        st.container(key="kaartklassen"),
        st.popover(_("Klassen en kleuren")),
    ):  # under the legend that they are of; few readers need them
        for choice in (METHOD, CLASSES, PALETTE):
            controls.draw(choice, chosen, labelled=True)
    address.hold(AREA, chosen)
    frame.keep(chosen)
    area, view, within = chosen.area, chosen.view, reach_of(chosen)
    look = painting.look_of(chosen)
    asked = [_(_NO_REACH)] if within is None and chosen[REACH.name] != ALONE else []
    title = area_map.subtitle(view, look) if within is None else reach.subtitle(within)
    with above:
        pieces.notices([*address.notes(), *asked, *([] if within is not None else painting.broken(view, look))])
        pieces.show(pieces.heading(language.pick(chosen.indicator.question), title))
        area_map.answer(chosen, view, within)
        if within is None:
            area_map.little_shown(view)
            area_map.area_map(SCREEN, chosen, view)
        else:
            area_map.reach_map(SCREEN, chosen, within)
    if within is None:
        reach.offer(chosen.indicator.id, view.level)
        area_table(view, look, area, title)
    else:
        reach.table(within, area)
        reach.download(within, chosen.release, takeaway.view_link(SCREEN))
    _under(chosen, view, within)


def _under(chosen: Chosen, view: AreaView, within: Reach | None) -> None:
    """Draw what stands under the table: the areas around, source, files, how to read."""
    indicator, release = chosen.indicator, chosen.release
    if chosen.area is not None:
        along: Along = {NUMBER: indicator.id, SHOWN: view.shown.code, YEAR: view.year}
        around.draw(SCREEN.address, release.id, view.level, chosen.area, along)
    pieces.show(pieces.source_line(sources.source_parts(release, view)))
    takeaway.draw(release, SCREEN, shown=[view])
    texts = [language.pick(text) for text in (indicator.definition, *remarks(release.id, indicator))]
    last = [area_map.interval_words(view)] if within is None else [*(_(text) for text in reach.READING), *reach.notes()]
    pieces.show(pieces.reading(_("Hoe leest u dit?"), [*texts, *last]))


def _on_map(carried: Carried) -> Carried:
    """Let go of an area on a level that a number does not have, and of the reach of what has none."""
    if (carried.get(NUMBER.name), carried.get(LEVEL.name)) != (HEADS, Level.GEMEENTE):
        carried = {**carried, REACH.name: None}
    entry, level = INDICATORS.get(str(carried.get(NUMBER.name))), carried.get(LEVEL.name)
    if entry is not None and level not in {each.value for each in entry.levels}:
        return {**carried, LEVEL.name: None, AREA.name: None}
    return below_flanders(carried)


SCREEN = Screen(
    address="kaart",
    title=mark("Kaart"),
    draw=render,
    choices=(NUMBER, SHOWN, YEAR, LEVEL, REACH, AREA, PAINTED, CLASSES, METHOD, PALETTE),
    link=_on_map,
    figures=(Figure(draw=figure.draw),),
    sheet=Sheet.WIDE,
    first_sight=figure.first_sight,
)
