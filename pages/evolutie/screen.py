"""Screen Evolutie: one number over the survey years, what changed and what may be chance."""

from html import escape

import streamlit as st

from geo.figures import lines
from pages.components import pieces
from pages.evolutie import cards as parts
from pages.evolutie import charts as figures
from pages.evolutie import figure, policy, tables
from pages.evolutie.evolution import ORDER, Evolution, evolution, order, title
from pages.shell import address, controls, filters, frame, takeaway
from pages.shell.screen import Figure, Screen
from pages.views import choices, choosing, filtering
from pages.views.choices import AREA, NUMBERS_SHOWN, Chosen
from pages.words import phrases
from pages.words.language import gettext as _
from pages.words.language import mark

FIRST = 60
"""Areas drawn and listed before the reader asks for all: every zone, most kringen, not every municipality."""


NUMBER = choices.number(choosing.mappable)
LEVEL = choices.level(lambda chosen: choosing.levels_of(chosen.release.id, chosen.indicator))


def columns_of(chosen: Chosen) -> list[filtering.Column]:
    """Give what conditions are about: the number in each of its years, the last first."""
    whole = evolution(chosen.release.id, chosen.indicator.id, chosen.shown, chosen.level)
    return [filtering.Column(indicator=whole.indicator.id, shown=whole.shown, year=year) for year in whole.years[::-1]]


ONLY, CONDITIONS = filtering.only(), filtering.conditions(columns_of)


def render() -> None:
    """Draw the screen."""
    chosen = frame.open_page()
    if chosen is None:
        return
    with controls.sentence():
        controls.number(NUMBER, chosen)
        controls.draw(LEVEL, chosen, width=205)
        controls.draw(AREA, chosen, placeholder=_("Kies een gebied"), width=230)
        filters.folded(ONLY, CONDITIONS, columns_of, chosen)
    address.hold(ORDER, chosen)
    frame.keep(chosen)
    whole = evolution(chosen.release.id, chosen.indicator.id, chosen.shown, chosen.level)
    pieces.notices(address.notes())
    if len(whole.years) < 2:
        pieces.empty_state(
            _("Voor een evolutie zijn twee jaren nodig"),
            _("Van dit cijfer is er nog maar één jaar. Zodra een tweede jaar gepubliceerd is, staat het hier."),
        )
        return
    _answer(chosen, whole, chosen.area if chosen.area in whole.whole else None)


def _answer(chosen: Chosen, whole: Evolution, area: str | None) -> None:
    """Draw a number of two years or more: of the chosen area, then of all areas."""
    release = chosen.release
    pieces.show(pieces.heading(title(whole, area), parts.subtitle(whole)))
    pieces.show(parts.cards(whole, area))
    series, left = figures.drawn_series(release.id, whole, area, chosen.basket)
    layouts = release.manifest.get("layout", [])
    under = parts.broken(whole, area, layouts=len(layouts) if isinstance(layouts, list) else 1)
    if series:
        under = lines.markup(figures.describe_lines(series, area, parts.subtitle(whole), left)) + under
    pieces.show(under)
    pieces.show(pieces.source_line(parts.source(release, whole)))
    takeaway.draw(release, SCREEN, shown=whole.views)
    if series:
        pieces.show(tables.steps(series))
        _measures(whole)
    _all_areas(chosen, whole, area)
    pieces.show(pieces.reading(_("Hoe leest u dit?"), parts.reading(whole)))


def _measures(whole: Evolution) -> None:
    """Draw the measures of these years under the chart they are marked in, and the register as a file."""
    pieces.show(policy.section(whole))
    st.download_button(
        _("Register van maatregelen als CSV"),
        policy.file(),
        file_name="maatregelen.csv",
        mime="text/csv",
        on_click="ignore",
    )
    if policy.compared(whole):
        st.download_button(
            _("Verschil in evolutie als CSV"),
            policy.evaluators(whole),
            file_name=f"verschil-in-evolutie-{whole.indicator.id}-{whole.level.value}.csv",
            mime="text/csv",
            on_click="ignore",
        )


def _all_areas(chosen: Chosen, whole: Evolution, area: str | None) -> None:
    """Draw the panels and the table of every area of the level."""
    many = _(phrases.LEVEL_MANY[whole.level])
    wanted, _by = controls.table_row(
        _("Alle {areas}").format(areas=many),
        find=_("Zoek een gebied"),
        sorts={key: ORDER.words(chosen)(key) for key in ORDER.options(chosen)},
        keys=("evolutie_zoek", address.key(ORDER.name)),
        width=230,
        on_sort=True,
    )
    areas = order(chosen.release.id, whole.indicator.id, whole.shown, whole.level, chosen[ORDER.name])
    left = filtering.left(chosen, columns_of(chosen))
    if left is not None:
        pieces.show(f'<p class="zc-quiet">{escape(filtering.tally_words(chosen.release.id, chosen.level, left))}</p>')
    if left is not None and not left.areas:
        return
    areas = areas if left is None else tuple(key for key in areas if key in left.areas)
    found = [key for key in areas if wanted.lower() in whole.names[key].lower()]
    if not found:
        pieces.show(
            f'<p class="zc-quiet">{_("Geen gebied met die naam. Maak het zoekveld leeg om alles te zien.")}</p>'
        )
        return
    some = found if st.session_state.get("evolutie_alles") or len(found) <= FIRST * 1.2 else found[:FIRST]
    marked = figures.own_areas(whole, area, chosen.basket)
    pieces.show(figures.panels(chosen.release.id, whole, some, marked))
    pieces.show(f'<h2 class="zc-ev-tabletitle">{_("Dezelfde cijfers in een tabel")}</h2>')
    pieces.show(tables.table(whole, some, marked, parts.subtitle(whole)))
    if len(found) > FIRST * 1.2:
        st.toggle(_("Toon alle {n} {areas}").format(n=len(found), areas=many), key="evolutie_alles")


SCREEN = Screen(
    address="evolutie",
    title=mark("Evolutie"),
    draw=render,
    choices=(NUMBER, NUMBERS_SHOWN, LEVEL, AREA, ONLY, CONDITIONS, ORDER),
    figures=(
        Figure(name="lijnen", title=mark("Lijnen"), draw=figure.over_years),
        Figure(name="panelen", title=mark("Alle gebieden"), draw=figure.every_area),
    ),
)
