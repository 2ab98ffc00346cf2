"""The choices of the screen Capaciteit: level, area and year; a municipality leads to its zone."""

import streamlit as st

from data.releases import Release
from data.terms import Level
from pages.capaciteit.measured import LEVELS, capacity
from pages.shell import address, controls
from pages.views import places
from pages.words import phrases
from pages.words.language import gettext as _


def draw(release: Release) -> tuple[int, Level, str | None]:
    """Draw the sentence of controls; give year, level and area."""
    with controls.sentence():
        controls.say(_("Capaciteit per"))
        level = controls.level(LEVELS, show=controls.level_after, width=190)
        names = capacity(release.id, release.years()[-1], level).names
        choose = _("Kies een {level}").format(level=_(phrases.LEVEL_ONE[level]))
        area = controls.area(names, label=_("Gebied"), placeholder=choose, width=330)
        year = controls.year(release)
    return year, level, area


def lift(release_id: str) -> list[str]:
    """Go from a municipality to its zone: three of the four rulers do not exist for a municipality."""
    state = st.session_state
    given = state.get(address.key("niveau")) or st.query_params.get("niveau")
    if given != Level.GEMEENTE.value:
        return []
    town = state.get(address.key("gebied")) or st.query_params.get("gebied")
    place = places.code_of(Level.GEMEENTE, str(town))
    known = place in places.areas(release_id)
    zone = places.at_level(release_id, place, Level.ELZ) if known else None
    state[address.key("niveau")], state[address.key("gebied")] = Level.ELZ.value, zone
    if not known:
        return []
    name = places.areas(release_id)[place]
    text = _("De vier maten bestaan niet per gemeente. U ziet de eerstelijnszone waarin {town} ligt.")
    if zone is None:
        text = _(
            "De vier maten bestaan niet per gemeente, en {town} ligt in meer dan één eerstelijnszone. Kies er een."
        )
    return [text.format(town=name)]
