"""The bar above every screen: find your area, gather areas to compare, and see which numbers there are."""

from html import escape
from urllib.parse import urlencode

import streamlit as st

from pages.components import pieces
from pages.shell import address, controls, finding, together
from pages.views import places
from pages.views.choices import AREA, BASKET, LEVEL, OWN, Chosen
from pages.words.language import gettext as _
from pages.words.language import mark

_ANSWER = "_zoek_antwoord"
_SHOWN = 40
"""Signs of what was typed that are repeated."""
OUTSIDE = {
    "brussel": mark(
        "“{words}” ligt in het Brussels Hoofdstedelijk Gewest. De vragenlijst en deze cijfers gaan over het Vlaams "
        "Gewest: over praktijken in Brussel wordt hier niets verzameld, en er wordt dus ook niets getoond."
    ),
    "wallonie": mark(
        "“{words}” ligt in Wallonië. De vragenlijst en deze cijfers gaan over het Vlaams Gewest: over praktijken "
        "daarbuiten wordt hier niets verzameld, en er wordt dus ook niets getoond."
    ),
}
UNKNOWN = mark(
    "Geen gemeente, postcode, eerstelijnszone, huisartsenkring, regio of provincie heet “{words}”. Kijk de "
    "schrijfwijze na, of typ een postcode."
)


def draw(chosen: Chosen) -> None:
    """Draw the bar; called by every screen once its release is open. ``chosen`` takes the own area and the basket."""
    with st.container(key="gebiedbalk", horizontal=True, vertical_alignment="center"):
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
            accept_new_options=True,  # what is typed in another spelling than the list reaches us
            filter_mode="contains",
        )
        _basket(chosen)
        together.draw(chosen)
        finding.by_theme(chosen)
    _answer(chosen)
    together.say(chosen)


def _go_there(release_id: str) -> None:
    """Take the found place as the own area and as the chosen area of the screen."""
    found = code = st.session_state.get(address.key(OWN.name))
    if code is not None and code not in places.names(release_id):
        known = places.look_up(release_id, code)
        st.session_state[_ANSWER] = (code[:_SHOWN], known)
        code = known.place or None
    if code is not None:
        code = places.postcodes(release_id).get(code, code)
        level, area = places.area_of(code)
        address.put(LEVEL.name, level.value)
        address.put(AREA.name, area)
    if code == found:
        address.touch()  # the control holds it: set, it would be drawn twice, and it is the longest list there is
    else:
        address.put(OWN.name, code)


def _answer(chosen: Chosen) -> None:
    """Say what became of words that are no place in the list: places to choose from, or why nothing is shown."""
    words, found = st.session_state.pop(_ANSWER, ("", places.Found()))
    if not words or found.place:
        return
    if found.several:
        names = places.names(chosen.release.id)
        links = " · ".join(_link(code, names[code]) for code in found.several)
        body = f"{escape(_('Bedoelt u'))}: {links}?"
    else:
        told = OUTSIDE.get(found.outside, UNKNOWN)
        body = escape(_(told).format(words=words))
    pieces.show(f'<div class="zc-note" role="status"><p>{body}</p></div>')


def _link(code: str, name: str) -> str:
    """Give the link to this very view for a place that was found."""
    level, area = places.area_of(code)
    query = {**st.query_params.to_dict(), OWN.name: code, LEVEL.name: level.value, AREA.name: area}
    return f'<a href="?{escape(urlencode(query), quote=True)}" target="_self">{escape(name)}</a>'


def _basket(chosen: Chosen) -> None:
    address.hold(BASKET, chosen, drawn=True)
    title = _("Te vergelijken")
    number = len(chosen.basket)
    with st.popover(f"{title} ({number})" if number else title):
        controls.draw(BASKET, chosen, labelled=True, placeholder=_("Kies tot zes gebieden"))
