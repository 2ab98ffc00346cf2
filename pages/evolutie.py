"""Screen Evolutie: one number over the survey years, what changed and what may be chance."""

import streamlit as st

from aggregation.indicators import Indicator
from data.releases import Release
from data.terms import Level
from pages.components import address, areabar, choosing, language, pieces, shell, takeaway, words
from pages.components import evolution_figures as figures
from pages.components import evolution_parts as parts
from pages.components import evolution_tables as tables
from pages.components.evolution import BY_NAME, ORDERS, Evolution, evolution, order, title
from pages.components.language import gettext as _

FIRST = 60
"""Areas drawn and listed before the reader asks for all: every zone, most kringen, not every municipality."""


def render() -> None:
    """Draw the screen."""
    release = shell.open_page()
    if release is None:
        return
    with st.container(key="keuze", horizontal=True, vertical_alignment="center"):
        indicator, code, level = _choose(release)
        whole = evolution(release.id, indicator.id, choosing.shown_by_code(indicator)[code], level)
        area = _area(whole)
    by = address.seed("volgorde", list(ORDERS), BY_NAME, called=_("de volgorde"))
    shell.keep(cijfer=indicator.id, toon=code, niveau=level.value, gebied=area, volgorde=by)
    pieces.notices(address.notes())
    if len(whole.years) < 2:
        pieces.empty_state(
            _("Voor een evolutie zijn twee jaren nodig"),
            _("Van dit cijfer is er nog maar één jaar. Zodra een tweede jaar gepubliceerd is, staat het hier."),
        )
        return
    area = area if area in whole.whole else None
    pieces.show(pieces.heading(title(whole, area), parts.subtitle(whole)))
    pieces.show(parts.cards(whole, area))
    series, left = figures.drawn_series(release.id, whole, area, areabar.basket())
    layouts = release.manifest.get("layout", [])
    under = parts.broken(whole, area, layouts=len(layouts) if isinstance(layouts, list) else 1)
    if series:
        under = figures.chart(series, area, parts.subtitle(whole)) + figures.signs(whole, series, left) + under
    if under:
        pieces.show(under)
    pieces.show(pieces.source_line(parts.source(release, whole)))
    names = {"lijnen": _("Lijnen"), "panelen": _("Alle gebieden")}
    takeaway.draw(release, "evolutie", shown=whole.views, figures=names)
    if series:
        pieces.show(tables.steps(series))
    _all_areas(release, whole, area, by)
    pieces.show(pieces.reading(_("Hoe leest u dit?"), parts.reading(whole)))


def _choose(release: Release) -> tuple[Indicator, str, Level]:
    """Draw the sentence of controls; later ones follow from earlier ones."""
    known = choosing.mappable(release.id)
    name = address.choose(
        "cijfer",
        list(known),
        next(iter(known)),
        called=_("het cijfer"),
        label=_("Cijfer"),
        show=lambda key: language.pick(known[key].label),
        width=330,
    )
    codes = choosing.shown_by_code(known[name])
    code = next(iter(codes))
    if len(codes) > 1:
        code = address.choose(
            "toon",
            list(codes),
            code,
            called=_("het antwoord"),
            label=_("Antwoord of maat"),
            show=lambda key: choosing.label_of(known[name], codes[key]),
            width=250,
        )
    else:
        address.seed("toon", list(codes), code, called=_("het antwoord"))
    levels = [level.value for level in choosing.levels_of(known[name])]
    level = address.choose(
        "niveau",
        levels,
        Level.ELZ.value if Level.ELZ.value in levels else levels[0],
        called=_("het niveau"),
        label=_("Niveau"),
        show=lambda key: _(words.PER_LEVEL[Level(key)]),
        width=205,
    )
    return known[name], code, Level(level)


def _area(whole: Evolution) -> str | None:
    area = address.seed_optional("gebied", list(whole.names), called=_("het gebied"))
    st.selectbox(
        _("Gebied"),
        list(whole.names),
        index=None,
        format_func=lambda key: whole.names[key],
        key=address.key("gebied"),
        on_change=address.touch,
        placeholder=_("Kies een gebied"),
        label_visibility="collapsed",
        width=230,
    )
    return area


def _all_areas(release: Release, whole: Evolution, area: str | None, by: str) -> None:
    """Draw the panels and the table of every area of the level."""
    many = _(words.LEVEL_MANY[whole.level])
    with st.container(key="tabelkeuze", horizontal=True, vertical_alignment="bottom"):
        pieces.show(f"<h2>{_('Alle {areas}').format(areas=many)}</h2>")
        wanted = st.text_input(
            _("Zoek een gebied"),
            key="evolutie_zoek",
            placeholder=_("Zoek een gebied"),
            width=230,
            label_visibility="collapsed",
        )
        st.selectbox(
            _("Volgorde"),
            list(ORDERS),
            format_func=lambda key: _(ORDERS[key]),
            key=address.key("volgorde"),
            on_change=address.touch,
            width=230,
            label_visibility="collapsed",
        )
    found = [
        key
        for key in order(release.id, whole.indicator.id, whole.shown, whole.level, by)
        if wanted.strip().lower() in whole.names[key].lower()
    ]
    if not found:
        pieces.show(
            f'<p class="zc-quiet">{_("Geen gebied met die naam. Maak het zoekveld leeg om alles te zien.")}</p>'
        )
        return
    some = found if st.session_state.get("evolutie_alles") or len(found) <= FIRST * 1.2 else found[:FIRST]
    marked = [area, *(key.partition(":")[2] for key in areabar.basket() if key.startswith(f"{whole.level.value}:"))]
    pieces.show(figures.panels(release.id, whole, some, marked))
    pieces.show(f'<h2 class="zc-ev-tabletitle">{_("Dezelfde cijfers in een tabel")}</h2>')
    pieces.show(tables.table(whole, some, marked, parts.subtitle(whole)))
    if len(found) > FIRST * 1.2:
        st.toggle(_("Toon alle {n} {areas}").format(n=len(found), areas=many), key="evolutie_alles")
