"""Puts a still picture over the map of a screen, once in a visit, until the map has drawn; the server draws it."""

from html import escape
from urllib.parse import urlencode

import streamlit as st

from pages.components import pieces
from pages.shell import insides
from pages.shell.screen import Screen
from pages.views import addresses
from pages.views.choices import Chosen
from pages.views.own import base_id

_FIRST = "_vooraf"


def show(screen: Screen, chosen: Chosen) -> None:
    """Put the picture of what is chosen over the map: later maps of a visit start at once.

    Call it after the choice stands in the address, in the box of the map.
    """
    names = {choice.name for choice in screen.choices}
    given = {name: value for name, value in st.query_params.to_dict().items() if name in names}
    address = f"{addresses.FIRST_SIGHT}/{chosen.release.id}/{screen.address}.svg?{urlencode(given)}"
    if st.session_state.setdefault(_FIRST, address) != address:
        st.session_state[_FIRST] = ""
    own = base_id(chosen.release.id) != chosen.release.id  # pictures are made beforehand of the release alone
    first = (
        not own and st.session_state[_FIRST] == address and {"first_picture", "kept_view", "styles"} <= insides.used()
    )
    image = f'<img class="zc-vooraf" alt="" aria-hidden="true" src="{escape(address, quote=True)}">'
    pieces.show(image if first else '<i class="zc-vooraf" hidden></i>')  # the map keeps its place under it
