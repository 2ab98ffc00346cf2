"""Screen Praktijken: what single practices told patients may know, on a map, counted and in a table."""

from html import escape

import streamlit as st

from aggregation import practice_view
from aggregation.indicators import INDICATORS
from aggregation.practice_view import FACTS, LOOKS, STOP, TOKENS
from data.releases import Release
from data.terms import Level
from pages.components import (
    address,
    language,
    pieces,
    practice_parts,
    practice_rows,
    practice_screen,
    shell,
    takeaway,
    views,
    words,
)
from pages.components.language import gettext as _

FILTER = "filter"


def render() -> None:
    """Draw the screen."""
    release = shell.open_page()
    if release is None:
        return
    with st.container(key="keuze", horizontal=True, vertical_alignment="center"):
        look, year, level = _choose(release)
        tokens = _filters()
    names = views.names_today(release.id, level)
    area = address.seed_optional("gebied", list(names), called=_("het gebied"))
    shell.keep(feit=look, jaar=year, niveau=level.value, gebied=area, filter=",".join(tokens) or None)
    pieces.notices(address.notes())
    entry = INDICATORS[practice_view.fact_of(look).id]
    line = [practice_parts.look_label(look), str(year), practice_parts.filter_words(tokens)]
    subtitle = " · ".join(part for part in line if part)
    pieces.show(pieces.heading(language.pick(entry.question), subtitle))
    here = practice_view.within(practice_rows.all_practices(release.id, year), level.value, area)
    rows = practice_view.matching(here, tokens)
    practice_screen.answer(release, year, level, area, len(here), rows, filtered=bool(tokens))
    if rows.empty:
        _nothing(bool(tokens))
    practice_screen.practice_map(release, year, level, area, rows, look, subtitle)
    practice_screen.table(rows, views.names_today(release.id, Level.GEMEENTE), subtitle)
    pieces.show(pieces.source_line(practice_screen.sources(release, year)))
    takeaway.draw(release, "praktijken", years=[year], sheet=takeaway.Sheet.WIDE)
    reading = [language.pick(entry.definition), *(_(text) for text in practice_screen.READING)]
    pieces.show(pieces.reading(_("Hoe leest u dit?"), reading))


def _nothing(filtered: bool) -> None:
    """Say why nothing is in view and what to do next."""
    if filtered:
        st.button(_("Geen enkele praktijk voldoet: wis alle filters"), key="wis_leeg", on_click=_clear, type="tertiary")
        return
    why = _("Geen enkele praktijk hier antwoordde en wil op de kaart staan. Kies een ander gebied of een ander jaar.")
    pieces.show(f'<p class="zc-quiet">{escape(why)}</p>')


def _choose(release: Release) -> tuple[str, int, Level]:
    look = address.choose(
        "feit", LOOKS, STOP, called=_("het feit"), label=_("Feit"), show=practice_parts.look_label, width=330
    )
    years = [str(year) for year in reversed(release.years())]
    year = address.choose("jaar", years, years[0], called=_("het jaar"), label=_("Jaar"), show=str, width=92)
    level = address.choose(
        "niveau",
        [level.value for level in practice_rows.MAP_LEVELS],
        Level.ELZ.value,
        called=_("het niveau"),
        label=_("Niveau"),
        show=lambda key: _(words.PER_LEVEL[Level(key)]),
        width=205,
    )
    return look, int(year), Level(level)


def _filters() -> list[str]:
    """Draw the filters behind a button and give their tokens; within a fact any answer fits, and every fact must."""
    given = address.seed_many(FILTER, TOKENS, called=_("de filters"), most=len(TOKENS))
    for name, fact in FACTS.items():
        if _filter_key(name) not in st.session_state:
            st.session_state[_filter_key(name)] = [token for token in given if token in fact.tokens]
    number = sum(len(st.session_state[_filter_key(name)]) for name in FACTS)
    title = _("Filters")
    chosen: list[str] = []
    with st.popover(f"{title} ({number})" if number else title), st.container(key="filtervak"):
        for name, fact in FACTS.items():
            chosen += st.pills(
                language.pick(INDICATORS[name].label),
                fact.tokens,
                selection_mode="multi",
                format_func=lambda token: practice_parts.answer_label(*token.split(practice_view.IS)),
                key=_filter_key(name),
                on_change=address.touch,
            )
        st.button(_("Wis alle filters"), on_click=_clear, disabled=not number, type="tertiary")
    tokens = [token for token in TOKENS if token in chosen]
    st.session_state[address.key(FILTER)] = tokens
    return tokens


def _filter_key(name: str) -> str:
    return address.key(f"{FILTER}_{name}")


def _clear() -> None:
    address.touch()
    for name in FACTS:
        st.session_state[_filter_key(name)] = []
