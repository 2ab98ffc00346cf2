"""The bar above every screen: find your area, and gather areas to compare."""

import streamlit as st

from pages.shell import address, controls
from pages.views import places
from pages.views.choices import AREA, BASKET, OWN, Chosen
from pages.words.language import gettext as _


def draw(chosen: Chosen) -> None:
    """Draw the bar; called by every screen once its release is open. ``chosen`` takes the own area and the basket."""
    with st.container(key="gebiedbalk", horizontal=True, vertical_alignment="center"):
        _search(chosen)
        _basket(chosen)


def _search(chosen: Chosen) -> None:
    address.hold(OWN, chosen, drawn=True)
    st.selectbox(
        _(OWN.label),
        list(OWN.options(chosen)),
        index=None,
        format_func=OWN.words(chosen),
        key=address.key(OWN.name),
        on_change=_go_there,
        args=(chosen.release.id,),
        placeholder=_("Zoek gemeente, postcode, zone of kring"),
        label_visibility="collapsed",
        width=330,
    )


def _go_there(release_id: str) -> None:
    """Take the found place as the own area and as the chosen area of the screen."""
    found = code = st.session_state.get(address.key(OWN.name))
    if code is not None:
        code = places.postcodes(release_id).get(code, code)
        level, area = places.area_of(code)
        address.put("niveau", level.value)
        address.put(AREA.name, area)
    if code == found:
        address.touch()  # the control holds it: set, it would be drawn twice, and it is the longest list there is
    else:
        address.put(OWN.name, code)


def _basket(chosen: Chosen) -> None:
    address.hold(BASKET, chosen, drawn=True)
    title = _("Te vergelijken")
    number = len(chosen.basket)
    with st.popover(f"{title} ({number})" if number else title):
        controls.draw(BASKET, chosen, labelled=True, placeholder=_("Kies tot zes gebieden"))
