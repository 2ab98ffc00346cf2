"""The filters of the screen Praktijken: behind a button, within a fact any answer fits, and every fact must."""

from html import escape

import streamlit as st

from aggregation.indicators import INDICATORS
from aggregation.shown import practice_view
from aggregation.shown.practice_view import STOP
from pages.components import pieces
from pages.praktijken import written
from pages.praktijken.in_view import FILTER
from pages.shell import address
from pages.views.choices import Choice, Chosen
from pages.words import language
from pages.words.language import gettext as _
from pages.words.language import mark

LOOK = Choice(
    name="feit",
    called=mark("het feit"),
    label=mark("Feit"),
    options=lambda _chosen: practice_view.looks(),
    words=lambda _chosen: written.look_label,
    default=STOP,
)
"""Which fact colours the practices."""


def draw(held: Chosen) -> None:
    """Draw the filters; ``held`` takes the tokens that are chosen."""
    given = address.hold(FILTER, held)
    for name, fact in practice_view.facts().items():
        if _filter_key(name) not in st.session_state:
            st.session_state[_filter_key(name)] = [token for token in given if token in fact.tokens]
    number = sum(len(st.session_state[_filter_key(name)]) for name in practice_view.facts())
    title = _("Filters")
    chosen: list[str] = []
    with st.popover(f"{title} ({number})" if number else title), st.container(key="filtervak"):
        for name, fact in practice_view.facts().items():
            chosen += st.pills(
                language.pick(INDICATORS[name].label),
                fact.tokens,
                selection_mode="multi",
                format_func=lambda token: written.answer_label(*token.split(practice_view.IS)),
                key=_filter_key(name),
                on_change=address.touch,
            )
        st.button(_("Wis alle filters"), on_click=_clear, disabled=not number, type="tertiary")
    tokens = [token for token in practice_view.tokens() if token in chosen]
    st.session_state[address.key(FILTER.name)] = tokens
    held.values[FILTER.name] = ",".join(tokens)


def _filter_key(name: str) -> str:
    return address.key(f"{FILTER.name}_{name}")


def _clear() -> None:
    address.touch()
    for name in practice_view.facts():
        st.session_state[_filter_key(name)] = []


def nothing(*, filtered: bool) -> None:
    """Say why nothing is in view and what to do next."""
    if filtered:
        st.button(_("Geen enkele praktijk voldoet: wis alle filters"), key="wis_leeg", on_click=_clear, type="tertiary")
        return
    why = _("Geen enkele praktijk hier antwoordde en wil op de kaart staan. Kies een ander gebied of een ander jaar.")
    pieces.show(f'<p class="zc-quiet">{escape(why)}</p>')
