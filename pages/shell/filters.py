"""How conditions on numbers are made and taken away: the same row on every screen that filters its areas."""

from collections.abc import Callable, Sequence

import streamlit as st

from pages.shell import address, controls
from pages.views import filtering
from pages.views.choices import Choice, Chosen
from pages.words.language import gettext as _

_COLUMN, _SIDE, _BOUND = "_voorwaarde_cijfer", "_voorwaarde_kant", "_voorwaarde_grens"
Columns = Callable[[Chosen], Sequence[filtering.Column]]


def conditions(choice: Choice, columns_of: Columns, chosen: Chosen, *, drawn: bool = True) -> None:
    """Draw the conditions that hold, each of which can be taken away, and a row to make one more."""
    held, columns = address.hold(choice, chosen, drawn=drawn), columns_of(chosen)
    if not drawn or not columns:
        return
    words = {each.key: f"{each.label} {each.year}" for each in columns}
    with st.container(horizontal=True, vertical_alignment="bottom", key="voorwaarde"):
        st.selectbox(_("Alleen gebieden met"), list(words), format_func=words.__getitem__, key=_COLUMN, width=330)
        sides = {filtering.ABOVE: _("boven"), filtering.BELOW: _("onder")}
        st.selectbox(_("boven of onder"), list(sides), format_func=sides.__getitem__, key=_SIDE, width=110)
        st.number_input(_("deze grens"), key=_BOUND, value=0.0, step=1.0, format="%g", width=130)
        st.button(_("Voeg de voorwaarde toe"), on_click=_add, args=(choice, held), disabled=len(held) >= choice.most)
    if held:
        controls.draw(choice, chosen, labelled=True)


def folded(only: Choice, choice: Choice, columns_of: Columns, chosen: Chosen, *, drawn: bool = True) -> None:
    """Draw which areas are wanted, and the conditions, behind one button that tells whether any are left out."""
    address.hold(only, chosen, drawn=drawn)
    address.hold(choice, chosen, drawn=drawn)
    if not drawn:
        return
    some = bool(chosen.many(choice.name)) or chosen[only.name] != filtering.EVERY
    with st.popover(_("Welke gebieden? (gefilterd)") if some else _("Welke gebieden?")):
        controls.draw(only, chosen, labelled=True)
        conditions(choice, columns_of, chosen)


def _add(choice: Choice, held: list[str]) -> None:
    address.touch()
    text = f"{st.session_state[_COLUMN]}{st.session_state[_SIDE]}{st.session_state[_BOUND]:g}"
    st.session_state[address.key(choice.name)] = [*held, *([] if text in held else [text])]
