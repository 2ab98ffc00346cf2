"""The control of the weights that turn residents into need: a set that is offered, or four weights of the reader."""

from collections.abc import Callable
from html import escape

import streamlit as st

from aggregation.shown.need_weights import AGES, LEAST, MOST, set_of, written
from pages.components import pieces
from pages.shell import address, controls
from pages.views.choices import Chosen
from pages.views.need import WEIGHTS
from pages.words.language import gettext as _
from pages.words.language import mark

LEAD = mark(
    "Hoe zwaar telt een inwoner van elke leeftijd? Alleen de verhouding telt. Uw gewichten staan in het adres en in "
    "elk bestand; ze zijn een aanname van uzelf."
)


def draw(chosen: Chosen, *, drawn: bool = True) -> None:
    """Draw the choice of a set with a field per age class beside it; ``chosen`` takes its value."""
    controls.draw(WEIGHTS, chosen, width=190, drawn=drawn)
    if not drawn:
        return
    known = set_of(chosen[WEIGHTS.name])
    with st.popover(_("Zelf wegen")):
        pieces.show(f'<p class="zc-quiet">{escape(_(LEAD))}</p>')
        for age in AGES:
            state = f"gewicht_{age}"
            st.session_state[state] = known.weights[age]
            st.number_input(
                _("{age} jaar").format(age=age),
                min_value=LEAST,
                max_value=MOST,
                step=0.05,
                format="%.2f",
                key=state,
                on_change=_set(known.weights[age], age, chosen[WEIGHTS.name]),
            )


def _set(before: float, age: str, code: str) -> Callable[[], None]:
    def put() -> None:
        value = float(st.session_state[f"gewicht_{age}"])
        if value != before:
            weights = {**set_of(code).weights, age: value}
            address.put(WEIGHTS.name, written(list(weights.values())))

    return put
