"""Screen Regioprofiel: everything that may be shown about one area, beside Flanders, on a page that prints."""

from dataclasses import replace
from html import escape

import streamlit as st

from data.terms import Level
from pages.components import pieces
from pages.regioprofiel import figure, profile, summary
from pages.shell import address, around, controls, frame, takeaway
from pages.shell.screen import Figure, Screen
from pages.views import choices, choosing, places, sources, views
from pages.views.choices import TOGETHER, YEAR, Chosen
from pages.views.remarks import full_time_words
from pages.words.differences import READ
from pages.words.language import gettext as _
from pages.words.language import mark

CHOOSE = mark("Kies een gebied om het profiel te zien")
CHOOSE_LEAD = mark(
    "Een profiel zet alle cijfers van één gemeente, huisartsenkring, eerstelijnszone, regio of provincie naast "
    "Vlaanderen, met de onzekerheid en de evolutie. Zoek hierboven uw gemeente, postcode of zone."
)
READING = (
    mark(
        "De punten op de lijn zijn alle gebieden van hetzelfde niveau; de dunne streep is Vlaanderen. De "
        "gekleurde punt is dit gebied, de dikke lijn eromheen het 95 %-interval: daarin ligt het echte "
        "cijfer met 95 % zekerheid, als wie niet antwoordde niet anders is dan wie antwoordde."
    ),
    READ,
    mark(
        "“Hoe dan ook” staat er bij aandelen van praktijken. Niet elke praktijk antwoordde. Zouden alle praktijken "
        "die niet antwoordden hetzelfde zeggen, dan nog blijft het aandeel tussen die twee grenzen."
    ),
    mark(
        "Wat niet getoond wordt, blijft weg om niemand herkenbaar te "
        "maken, of omdat het anders uit andere cijfers af te leiden is."
    ),
)


LEVEL = choices.level(lambda chosen: choosing.fine_levels(chosen.release.id), show=choices.level_name)
AREA = replace(choices.AREA, needed=lambda _chosen: True)


def render() -> None:
    """Draw the screen."""
    chosen = frame.open_page()
    if chosen is None:
        return
    release = chosen.release
    with controls.sentence():
        controls.draw(LEVEL, chosen, width=190)
        asked = _("Kies een {level}").format(level=choices.level_after(chosen.level))
        controls.draw(AREA, chosen, placeholder=asked, width=330)
        controls.draw(YEAR, chosen, width=92)
    frame.keep(chosen)
    level, area, year = chosen.level, chosen.area, chosen.year
    pieces.notices(address.notes())
    if area is None:
        _nothing_chosen(chosen)
        return
    profile.head(release, level, area, AREA.words(chosen)(area), year)
    _summary(chosen, area)
    pieces.show(profile.contents(release.id, level, area, year))
    around.draw(SCREEN.address, release.id, level, area, {YEAR: year})
    pieces.show(profile.profile(release.id, level, area, year))
    pieces.show(pieces.reading(_("Hoe leest u dit?"), [*(_(text) for text in READING), *full_time_words(release.id)]))
    facts = {
        _("Bron"): _("vragenlijst van het Departement Zorg, lijsten van de huisartsenkringen, IMA"),
        _("Vragenlijst"): str(year),
        _("Grenzen"): sources.borders(release, short=True),
        _("Uitgave"): sources.release_words(release),
    }
    pieces.show(pieces.source_line(facts))
    takeaway.draw(release, SCREEN, years=[year])


def _nothing_chosen(chosen: Chosen) -> None:
    """Say what a profile is, and where a reader may begin: the own area, else a province."""
    names = places.names(chosen.release.id)
    codes = [places.postcodes(chosen.release.id).get(code, code) for code in chosen.places]
    title, found = _("Uw gebied en die om te vergelijken"), list(dict.fromkeys(codes))
    if not found:
        title = _("Begin bijvoorbeeld bij een provincie, en ga van daar naar haar zones en gemeenten")
        found = [code for code in places.areas(chosen.release.id) if places.area_of(code)[0] is Level.PROVINCIE]
    links = []
    for code in found:
        level, area = places.area_of(code)
        links.append(f"<li>{frame.anchor(SCREEN.address, names[code], {LEVEL: level.value, AREA: area})}</li>")
    listed = f'<p>{escape(title)}:</p><ul class="zc-begin">{"".join(links)}</ul>' if links else ""
    pieces.show(f'<section class="zc-empty"><h1>{_(CHOOSE)}</h1><p>{_(CHOOSE_LEAD)}</p>{listed}</section>')


def _summary(chosen: Chosen, area: str) -> None:
    """Draw the area in a few sentences, and the same as text to paste in a report."""
    release, level, year = chosen.release, chosen.level, chosen.year
    found = summary.summary(release.id, level, area, year)
    pieces.show(summary.markup(found))
    name = views.names_today(release.id, level)[area]
    with st.container(key="samenvatting", horizontal=True, vertical_alignment="center"):
        pieces.show(profile.fiche_link(level, area, year, chosen[TOGETHER.name]))
        with st.popover(_("Kopieer deze tekst of een tabel")):
            quoted = takeaway.quoted(release, SCREEN, [year])
            pieces.show(f'<p class="zc-take-head">{escape(_("Tekst voor een verslag"))}</p>')
            st.code(summary.as_text(found, name, level, year, quoted), language=None, wrap_lines=True)
            pieces.show(f'<p class="zc-take-head">{escape(_("Dezelfde cijfers als tabel, voor Word of Excel"))}</p>')
            st.code(found.table, language=None)


SCREEN = Screen(
    address="regioprofiel",
    title=mark("Regioprofiel"),
    draw=render,
    choices=(YEAR, LEVEL, AREA),
    figures=(Figure(draw=figure.draw),),
)
