"""Screen Evolutie: one number over the survey years, what changed and what may be chance."""

import streamlit as st

from data.releases import Release
from geo.figures import lines
from pages.components import pieces
from pages.evolutie import cards as parts
from pages.evolutie import charts as figures
from pages.evolutie import tables
from pages.evolutie.evolution import BY_NAME, ORDERS, Evolution, evolution, order, title
from pages.shell import address, areabar, controls, frame, takeaway
from pages.views import choosing
from pages.words import phrases
from pages.words.language import gettext as _

FIRST = 60
"""Areas drawn and listed before the reader asks for all: every zone, most kringen, not every municipality."""


def render() -> None:
    """Draw the screen."""
    release = frame.open_page()
    if release is None:
        return
    with controls.sentence():
        indicator = controls.indicator(choosing.mappable(release.id))
        code = controls.answer(indicator)
        level = controls.level(choosing.levels_of(indicator))
        whole = evolution(release.id, indicator.id, choosing.shown_by_code(indicator)[code], level)
        area = controls.area(whole.names, label=_("Gebied"), placeholder=_("Kies een gebied"), width=230)
    by = address.seed("volgorde", list(ORDERS), BY_NAME, called=_("de volgorde"))
    frame.keep(cijfer=indicator.id, toon=code, niveau=level.value, gebied=area, volgorde=by)
    pieces.notices(address.notes())
    if len(whole.years) < 2:
        pieces.empty_state(
            _("Voor een evolutie zijn twee jaren nodig"),
            _("Van dit cijfer is er nog maar één jaar. Zodra een tweede jaar gepubliceerd is, staat het hier."),
        )
        return
    _answer(release, whole, area if area in whole.whole else None, by)


def _answer(release: Release, whole: Evolution, area: str | None, by: str) -> None:
    """Draw a number of two years or more: of the chosen area, then of all areas."""
    pieces.show(pieces.heading(title(whole, area), parts.subtitle(whole)))
    pieces.show(parts.cards(whole, area))
    series, left = figures.drawn_series(release.id, whole, area, areabar.basket())
    layouts = release.manifest.get("layout", [])
    under = parts.broken(whole, area, layouts=len(layouts) if isinstance(layouts, list) else 1)
    if series:
        under = lines.markup(figures.describe_lines(series, area, parts.subtitle(whole), left)) + under
    pieces.show(under)
    pieces.show(pieces.source_line(parts.source(release, whole)))
    names = {"lijnen": _("Lijnen"), "panelen": _("Alle gebieden")}
    takeaway.draw(release, "evolutie", shown=whole.views, figures=names)
    if series:
        pieces.show(tables.steps(series))
    _all_areas(release, whole, area, by)
    pieces.show(pieces.reading(_("Hoe leest u dit?"), parts.reading(whole)))


def _all_areas(release: Release, whole: Evolution, area: str | None, by: str) -> None:
    """Draw the panels and the table of every area of the level."""
    many = _(phrases.LEVEL_MANY[whole.level])
    wanted, _by = controls.table_row(
        _("Alle {areas}").format(areas=many),
        find=_("Zoek een gebied"),
        sorts={key: _(text) for key, text in ORDERS.items()},
        keys=("evolutie_zoek", address.key("volgorde")),
        width=230,
        on_sort=True,
    )
    areas = order(release.id, whole.indicator.id, whole.shown, whole.level, by)
    found = [key for key in areas if wanted.lower() in whole.names[key].lower()]
    if not found:
        pieces.show(
            f'<p class="zc-quiet">{_("Geen gebied met die naam. Maak het zoekveld leeg om alles te zien.")}</p>'
        )
        return
    some = found if st.session_state.get("evolutie_alles") or len(found) <= FIRST * 1.2 else found[:FIRST]
    marked = figures.own_areas(whole, area, areabar.basket())
    pieces.show(figures.panels(release.id, whole, some, marked))
    pieces.show(f'<h2 class="zc-ev-tabletitle">{_("Dezelfde cijfers in een tabel")}</h2>')
    pieces.show(tables.table(whole, some, marked, parts.subtitle(whole)))
    if len(found) > FIRST * 1.2:
        st.toggle(_("Toon alle {n} {areas}").format(n=len(found), areas=many), key="evolutie_alles")
