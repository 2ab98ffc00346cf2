"""Screen Praktijken: what single practices told patients may know, on a map, counted and in a table."""

from aggregation.indicators import INDICATORS
from aggregation.shown import practice_view
from aggregation.shown.practice_view import LOOKS, STOP
from data.releases import Release
from pages.components import pieces
from pages.praktijken import filters, in_view, sections, written
from pages.praktijken.in_view import Sought
from pages.shell import address, controls, frame, takeaway
from pages.views import views
from pages.words import language
from pages.words.language import gettext as _


def render() -> None:
    """Draw the screen."""
    release = frame.open_page()
    if release is None:
        return
    look, sought = _choose(release)
    frame.keep(
        feit=look,
        jaar=sought.year,
        niveau=sought.level.value,
        gebied=sought.area,
        filter=",".join(sought.tokens) or None,
    )
    pieces.notices(address.notes())
    entry = INDICATORS[practice_view.fact_of(look).id]
    line = [written.look_label(look), str(sought.year), written.filter_words(sought.tokens)]
    subtitle = " · ".join(part for part in line if part)
    pieces.show(pieces.heading(language.pick(entry.question), subtitle))
    sections.answer(sought)
    if in_view.found(sought).empty:
        filters.nothing(filtered=bool(sought.tokens))
    sections.practice_map(sought, look, subtitle)
    sections.table(sought, subtitle)
    pieces.show(pieces.source_line(sections.sources(release, sought.year)))
    takeaway.draw(release, "praktijken", years=[sought.year], sheet=takeaway.Sheet.WIDE)
    reading = [language.pick(entry.definition), *(_(text) for text in sections.READING)]
    pieces.show(pieces.reading(_("Hoe leest u dit?"), reading))


def _choose(release: Release) -> tuple[str, Sought]:
    """Draw the sentence of controls; give the fact that colours the map, and which practices are asked for."""
    with controls.sentence():
        look = controls.pick(
            "feit", LOOKS, STOP, called=_("het feit"), label=_("Feit"), show=written.look_label, width=330
        )
        year = controls.year(release)
        level = controls.level(in_view.MAP_LEVELS)
        tokens = filters.draw()
    area = controls.held_area(views.names_today(release.id, level))
    return look, Sought(release_id=release.id, year=year, level=level, area=area, tokens=tokens)
