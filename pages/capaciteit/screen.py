"""Screen Capaciteit: four rulers for one thing, where they disagree, and what stands behind them."""

import streamlit as st

from data.terms import Level
from pages.capaciteit import against_need, cards, figure, people, sections
from pages.capaciteit.measured import capacity, levels
from pages.components import pieces
from pages.shell import address, controls, frame, takeaway, weights
from pages.shell.screen import Figure, Screen
from pages.views import choices, places
from pages.views.choices import AREA, YEAR
from pages.views.need import WEIGHTS
from pages.views.remarks import full_time_words
from pages.words.language import gettext as _
from pages.words.language import mark

READING = (
    mark(
        "Elke maat heeft haar eigen eenheid. Daarom delen we ze door het cijfer van Vlaanderen: 110 betekent tien "
        "procent meer per inwoner dan in heel Vlaanderen. De index zegt niet hoeveel huisartsen er nodig zijn."
    ),
    mark(
        "De maten tellen niet hetzelfde. Bij de contacten tellen ook die van HAIO's, bij de andere maten alleen "
        "huisartsen. Het aantal actieve huisartsen is een raming zonder interval: van wie geen cijfers van IMA heeft "
        "en niet antwoordde, weten we het niet. Contacten en actieve huisartsen komen uit een ouder jaar dan de "
        "vragenlijst; medische huizen rekenen geen contacten aan."
    ),
    mark(
        "Een verschil tussen twee maten noemen we duidelijk als het groter is dan de onzekerheid van beide, rekening "
        "houdend met het aantal vergelijkingen. Een verschil zegt niets over de oorzaak."
    ),
    mark(
        "Zorgnood: de gewichten zijn deels berekend en deels aanname, en staan onder de tabel. Wat één reeks gewichten "
        "zegt, is een keuze; de laatste kolom zegt waarin alle reeksen overeenkomen."
    ),
)


LEVEL = choices.level(lambda chosen: levels(chosen.release.id), show=choices.level_after)


def render() -> None:
    """Draw the screen."""
    chosen = frame.open_page()
    if chosen is None:
        return
    release = chosen.release
    told = lift(release.id)
    with controls.sentence():
        controls.say(_("Capaciteit per"))
        controls.draw(LEVEL, chosen, width=190)
        ask = _("Kies een {level}").format(level=choices.level_after(chosen.level))
        controls.draw(AREA, chosen, placeholder=ask, width=330)
        controls.draw(YEAR, chosen, width=92)
        controls.say(_("gewichten"))
        weights.draw(chosen)
    frame.keep(chosen)
    pieces.notices([*address.notes(), *told])
    year, level, area = chosen.year, chosen.level, chosen.area
    view = capacity(release.id, year, level)
    pieces.show(pieces.heading(cards.title(view, area), cards.subtitle(view)))
    sections.rulers(chosen, view)
    sections.disagreement(view, area)
    against_need.section(release.id, view, area, chosen[WEIGHTS.name])
    against_need.download(release, view, chosen[WEIGHTS.name], takeaway.view_link(SCREEN))
    pieces.show(people.behind(release.id, year, level, area))
    onward = _("Wat als hun plannen uitkomen, of iedereen van 65 en ouder stopt? Reken het na")
    along = {LEVEL: level.value, AREA: area, YEAR: year}
    pieces.show(f'<p class="zc-onward">{frame.anchor("wat-als", onward, along)}</p>')
    sections.table(view, area)
    pieces.show(pieces.reading(_("Hoe leest u dit?"), [*(_(text) for text in READING), *full_time_words(release.id)]))
    pieces.show(pieces.source_line(sections.facts(release, view)))
    takeaway.draw(release, SCREEN, years=[year])


def lift(release_id: str) -> list[str]:
    """Go from a municipality to its zone: three of the four rulers do not exist for a municipality."""
    state = st.session_state
    given = state.get(address.key(LEVEL.name)) or st.query_params.get(LEVEL.name)
    if given != Level.GEMEENTE.value:
        return []
    town = state.get(address.key(AREA.name)) or st.query_params.get(AREA.name)
    place = places.code_of(Level.GEMEENTE, str(town))
    known = place in places.areas(release_id)
    zone = places.at_level(release_id, place, Level.ELZ) if known else None
    state[address.key(LEVEL.name)], state[address.key(AREA.name)] = Level.ELZ.value, zone
    if not known:
        return []
    name = places.areas(release_id)[place]
    text = _("De vier maten bestaan niet per gemeente. U ziet de eerstelijnszone waarin {town} ligt.")
    if zone is None:
        text = _(
            "De vier maten bestaan niet per gemeente, en {town} ligt in meer dan één eerstelijnszone. Kies er een."
        )
    return [text.format(town=name)]


SCREEN = Screen(
    address="capaciteit",
    title=mark("Capaciteit"),
    draw=render,
    choices=(YEAR, LEVEL, AREA, WEIGHTS),
    figures=(
        Figure(name="maten", title=mark("Vier maten"), draw=figure.rulers),
        Figure(name="verschillen", title=mark("Verschillen"), draw=figure.differing),
        Figure(name="artsen", title=mark("Artsen en praktijken"), draw=figure.behind),
    ),
)
