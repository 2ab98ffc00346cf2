"""Screen Praktijken: what single practices told patients may know, on a map, counted and in a table."""

from aggregation.indicators import INDICATORS
from aggregation.shown import practice_view
from aggregation.shown.practice_view import LOOKS, STOP
from data.releases import Release
from pages.components import pieces
from pages.praktijken import practice_filters, practice_parts, practice_rows, practice_screen
from pages.praktijken.practice_rows import Sought
from pages.shell import address, controls, shell, takeaway
from pages.views import views
from pages.words import language
from pages.words.language import gettext as _


def render() -> None:
    """Draw the screen."""
    release = shell.open_page()
    if release is None:
        return
    look, sought = _choose(release)
    shell.keep(
        feit=look,
        jaar=sought.year,
        niveau=sought.level.value,
        gebied=sought.area,
        filter=",".join(sought.tokens) or None,
    )
    pieces.notices(address.notes())
    entry = INDICATORS[practice_view.fact_of(look).id]
    line = [practice_parts.look_label(look), str(sought.year), practice_parts.filter_words(sought.tokens)]
    subtitle = " · ".join(part for part in line if part)
    pieces.show(pieces.heading(language.pick(entry.question), subtitle))
    practice_screen.answer(sought)
    if practice_rows.found(sought).empty:
        practice_filters.nothing(filtered=bool(sought.tokens))
    practice_screen.practice_map(sought, look, subtitle)
    practice_screen.table(sought, subtitle)
    pieces.show(pieces.source_line(practice_screen.sources(release, sought.year)))
    takeaway.draw(release, "praktijken", years=[sought.year], sheet=takeaway.Sheet.WIDE)
    reading = [language.pick(entry.definition), *(_(text) for text in practice_screen.READING)]
    pieces.show(pieces.reading(_("Hoe leest u dit?"), reading))


def _choose(release: Release) -> tuple[str, Sought]:
    """Draw the sentence of controls; give the fact that colours the map, and which practices are asked for."""
    with controls.sentence():
        look = controls.pick(
            "feit", LOOKS, STOP, called=_("het feit"), label=_("Feit"), show=practice_parts.look_label, width=330
        )
        year = controls.year(release)
        level = controls.level(practice_rows.MAP_LEVELS)
        tokens = practice_filters.draw()
    area = controls.held_area(views.names_today(release.id, level))
    return look, Sought(release_id=release.id, year=year, level=level, area=area, tokens=tokens)
