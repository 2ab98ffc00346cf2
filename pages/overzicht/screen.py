"""Screen Overzicht: four rulers for one thing, what doctors and practices answer, where, and what changed."""

import streamlit as st

from pages.components import pieces
from pages.overzicht import sections
from pages.shell import address, areabar, controls, frame, takeaway
from pages.views import choosing, places
from pages.words.language import gettext as _


def render() -> None:
    """Draw the screen."""
    release = frame.open_page()
    if release is None:
        return
    with controls.sentence():
        controls.say(_("Vlaanderen in"))
        year = controls.year(release)
    frame.keep(jaar=year)
    pieces.notices(address.notes())
    known = choosing.known_indicators(release.id)
    shown = {name: sections.flanders_view(release, name, year) for name in known}
    pieces.show(pieces.heading(_("Hoeveel huisartsenzorg is er in Vlaanderen?"), sections.subtitle(shown, year)))
    _own(release.id)
    sections.draw(release, shown, year)
    sections.changes(release, known, year)
    facts = {
        _("Bron"): _("vragenlijst van het Departement Zorg, lijsten van de huisartsenkringen, IMA"),
        _("Grenzen"): _("schematisch"),
        _("Uitgave"): frame.release_words(release),
    }
    pieces.show(pieces.source_line(facts))
    takeaway.draw(release, "overzicht", years=[year])


def _own(release_id: str) -> None:
    """Lead on to the area that was looked for: this screen is about Flanders alone."""
    code = areabar.own()
    if code is None:
        return
    place = places.postcodes(release_id).get(code, code)
    level, area = places.area_of(place)
    label = _("Profiel van {name}").format(name=places.areas(release_id)[place])
    with st.container(key="zoek"):
        frame.link_to("regioprofiel", label, gebied=area, niveau=level.value)
