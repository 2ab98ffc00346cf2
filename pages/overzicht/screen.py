"""Screen Overzicht: four rulers for one thing, what doctors and practices answer, where, and what changed."""

import streamlit as st

from pages.components import pieces
from pages.overzicht import figure, sections
from pages.shell import address, controls, frame, takeaway
from pages.shell.screen import Figure, Screen
from pages.views import choosing, places, sources
from pages.views.choices import AREA, LEVEL, OWN, YEAR, Chosen
from pages.views.remarks import full_time_words
from pages.words.language import gettext as _
from pages.words.language import mark


def render() -> None:
    """Draw the screen."""
    chosen = frame.open_page()
    if chosen is None:
        return
    release = chosen.release
    with controls.sentence():
        controls.say(_("Vlaanderen in"))
        controls.draw(YEAR, chosen, width=92)
    frame.keep(chosen)
    year = chosen.year
    pieces.notices(address.notes())
    known = choosing.known_indicators(release.id)
    shown = {name: sections.flanders_view(release, name, year) for name in known}
    pieces.show(pieces.heading(_("Hoeveel huisartsenzorg is er in Vlaanderen?"), sections.subtitle(shown, year)))
    _own(chosen)
    sections.draw(release, shown, year)
    sections.changes(release, known, year)
    if told := full_time_words(release.id):
        pieces.show(pieces.reading(_("Hoe leest u dit?"), told))
    facts = {
        _("Bron"): _("vragenlijst van het Departement Zorg, lijsten van de huisartsenkringen, IMA"),
        _("Grenzen"): sources.borders(release, short=True),
        _("Uitgave"): sources.release_words(release),
    }
    pieces.show(pieces.source_line(facts))
    takeaway.draw(release, SCREEN, years=[year])


def _own(chosen: Chosen) -> None:
    """Lead on to the area that was looked for: this screen is about Flanders alone."""
    code, release_id = chosen[OWN.name], chosen.release.id
    if not code:
        return
    place = places.postcodes(release_id).get(code, code)
    level, area = places.area_of(place)
    label = _("Profiel van {name}").format(name=places.areas(release_id)[place])
    with st.container(key="zoek"):
        frame.link_to("regioprofiel", label, {AREA: area, LEVEL: level.value})


SCREEN = Screen(
    address="overzicht",
    title=mark("Overzicht"),
    draw=render,
    choices=(YEAR,),
    figures=(Figure(draw=figure.draw),),
)
