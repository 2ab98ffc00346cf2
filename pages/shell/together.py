"""An own area: put areas together under a name, see what it is made of, and let it go again."""

from html import escape

import streamlit as st

from aggregation.shown.own_area import AREA as OWN_AREA
from aggregation.shown.own_area import LONGEST_NAME, MOST_PARTS, OwnArea
from data.terms import Level
from pages.components import pieces
from pages.shell import address
from pages.views import own, released, views
from pages.views.choices import AREA, LEVEL, TOGETHER, Chosen, level_after
from pages.views.own import WithOwnArea
from pages.words.language import gettext as _
from pages.words.language import mark

_LEVEL, _PARTS, _NAME, _FAULT = "eigen_niveau", "eigen_delen", "eigen_naam", "_eigen_fout"
WRONG = mark(
    "Kies {n} tot {most} gebieden, en een naam van hoogstens {long} letters, cijfers en gewone leestekens (geen lange "
    "rij cijfers)."
)
HOW = mark(
    "Gebieden van één niveau worden samen één gebied: zo telt niemand dubbel. De cijfers zijn sommen van getoonde "
    "cijfers; is een deel niet getoond, dan is de som het ook niet. Wat niet op te tellen is (medianen, drempels), "
    "krijgt geen gegevens."
)


def draw(chosen: Chosen) -> None:
    """Draw the control; ``chosen`` holds the release as it is seen now."""
    release = chosen.release
    base = released.opened(own.base_id(release.id))
    with st.popover(_("Eigen gebied")):
        pieces.show(f"<p>{escape(_(HOW))}</p>")
        levels = own.levels_of(base)
        level = st.selectbox(_("Niveau"), levels, format_func=level_after, key=_LEVEL, index=min(1, len(levels) - 1))
        names = views.names_today(base.id, Level(level))
        st.multiselect(
            _("Gebieden"),
            list(names),
            format_func=lambda area: names.get(area, area),
            key=f"{_PARTS}_{level}",
            max_selections=MOST_PARTS,
            select_all=False,
            placeholder=_("Kies de delen"),
        )
        st.text_input(_("Naam"), key=_NAME, max_chars=LONGEST_NAME, placeholder=_("Bijvoorbeeld: platform Noord"))
        if st.session_state.pop(_FAULT, False):
            pieces.notices([_(WRONG).format(n=2, most=MOST_PARTS, long=LONGEST_NAME)])
        st.button(_("Voeg samen"), on_click=_take, args=(base.id,), type="primary")


def say(chosen: Chosen) -> None:
    """Say that an own area is in use, what it is made of, and how to let it go."""
    release = chosen.release
    if not isinstance(release, WithOwnArea):
        return
    told = _(
        "{name} is hier één {level}, in de plaats van: {parts}. Medianen en drempels zijn niet op te tellen."
    ).format(name=release.own.name, level=level_after(release.own.level), parts=", ".join(release.part_names()))
    with st.container(key="eigengebied", horizontal=True, vertical_alignment="center"):
        pieces.show(f'<p class="zc-own" role="status">{escape(told)}</p>')
        st.button(_("Laat los"), on_click=_let_go, type="tertiary")


def _take(base: str) -> None:
    """Put the chosen areas together, and choose what they become."""
    level = st.session_state[_LEVEL]
    text = f"{level.value}:{','.join(st.session_state.get(f'{_PARTS}_{level}', []))}:{st.session_state[_NAME].strip()}"
    try:
        found = OwnArea.read(text)
        released.opened(own.id_with(base, found))
    except ValueError:
        st.session_state[_FAULT] = True
        address.touch()
        return
    address.put(TOGETHER.name, str(found))
    address.put(LEVEL.name, level.value)
    address.put(AREA.name, OWN_AREA)


def _let_go() -> None:
    """Give the parts back."""
    address.put(TOGETHER.name, None)
    address.put(AREA.name, None)
