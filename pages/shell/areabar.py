"""The bar above every screen: find your area, and gather areas to compare."""

import streamlit as st

from pages.shell import address
from pages.views import places
from pages.words.language import gettext as _

MOST_COMPARED = 6
"""Areas in the basket: more lines in one chart cannot be told apart."""

_OWN, _BASKET = "mijn", "mand"


def draw(release_id: str) -> None:
    """Draw the bar; called by every screen once its release is open."""
    with st.container(key="gebiedbalk", horizontal=True, vertical_alignment="center"):
        _search(release_id)
        _basket(release_id)


def own() -> str | None:
    """Give the place that the reader calls the own area, None without one."""
    found = st.session_state.get(address.key(_OWN))
    return None if found is None else str(found)


def basket() -> list[str]:
    """Give the places to compare, in the order in which they were gathered."""
    return list(st.session_state.get(address.key(_BASKET), []))


def kept() -> dict[str, str | None]:
    """Give what of this bar belongs in the address."""
    return {_OWN: own(), _BASKET: ",".join(basket()) or None}


def _search(release_id: str) -> None:
    named = places.names(release_id)
    address.seed_optional(_OWN, named, called=_("uw gebied"), drawn=named.__getitem__)
    st.selectbox(
        _("Zoek uw gebied"),
        list(named),
        index=None,
        format_func=named.__getitem__,
        key=address.key(_OWN),
        on_change=_go_there,
        args=(release_id,),
        placeholder=_("Zoek gemeente, postcode, zone of kring"),
        label_visibility="collapsed",
        width=330,
    )


def _go_there(release_id: str) -> None:
    """Take the found place as the own area and as the chosen area of the screen."""
    code = own()
    if code is not None:
        code = places.postcodes(release_id).get(code, code)
        level, area = places.area_of(code)
        address.put("niveau", level.value)
        address.put("gebied", area)
    if code == own():
        address.touch()  # the control holds it: set, it would be drawn twice, and it is the longest list there is
    else:
        address.put(_OWN, code)


def _basket(release_id: str) -> None:
    known = places.areas(release_id)
    named = places.names(release_id).__getitem__
    chosen = address.seed_many(
        _BASKET, known, called=_("de gebieden om te vergelijken"), most=MOST_COMPARED, drawn=named
    )
    title = _("Te vergelijken")
    with st.popover(f"{title} ({len(chosen)})" if chosen else title):
        st.multiselect(
            _("Gebieden om naast elkaar te zetten"),
            list(known),
            format_func=named,
            key=address.key(_BASKET),
            on_change=address.touch,
            max_selections=MOST_COMPARED,
            placeholder=_("Kies tot zes gebieden"),
        )
