"""Screen Praktijken: what single practices told patients may know, on a map, counted and in a table."""

from aggregation.indicators import INDICATORS
from aggregation.shown import practice_view
from pages.components import pieces
from pages.praktijken import figure, filters, in_view, sections, written
from pages.praktijken.filters import LOOK
from pages.praktijken.in_view import FILTER, sought_by
from pages.shell import address, controls, frame, takeaway
from pages.shell.screen import Figure, Screen, Sheet
from pages.views import choices
from pages.views.choices import AREA, YEAR
from pages.words import language
from pages.words.language import gettext as _
from pages.words.language import mark

LEVEL = choices.level(lambda _chosen: in_view.MAP_LEVELS)


def render() -> None:
    """Draw the screen."""
    chosen = frame.open_page()
    if chosen is None:
        return
    release = chosen.release
    with controls.sentence():
        controls.draw(LOOK, chosen, width=330)
        controls.draw(YEAR, chosen, width=92)
        controls.draw(LEVEL, chosen, width=205)
        filters.draw(chosen)
    address.hold(AREA, chosen)
    frame.keep(chosen)
    look, sought = chosen[LOOK.name], sought_by(chosen)
    pieces.notices(address.notes())
    entry = INDICATORS[practice_view.fact_of(look).id]
    line = [written.look_label(look), str(sought.year), written.filter_words(sought.tokens)]
    subtitle = " · ".join(part for part in line if part)
    pieces.show(pieces.heading(language.pick(entry.question), subtitle))
    sections.answer(chosen, sought)
    if in_view.found(sought).empty:
        filters.nothing(filtered=bool(sought.tokens))
    sections.practice_map(sought, look, subtitle)
    sections.table(sought, subtitle)
    pieces.show(pieces.source_line(sections.facts(release, sought.year)))
    takeaway.draw(release, SCREEN, years=[sought.year])
    reading = [language.pick(entry.definition), *(_(text) for text in sections.READING)]
    pieces.show(pieces.reading(_("Hoe leest u dit?"), reading))


SCREEN = Screen(
    address="praktijken",
    title=mark("Praktijken"),
    draw=render,
    choices=(LOOK, YEAR, LEVEL, AREA, FILTER),
    figures=(Figure(draw=figure.draw),),
    sheet=Sheet.WIDE,
)
