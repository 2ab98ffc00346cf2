"""What every screen has around it: the look, the navigation that carries the choice along, source and empty states."""

from functools import cache
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from data.releases import ReleaseError
from data.signin import PROVIDER, Role
from pages.components import pieces
from pages.shell import address, areabar, insides
from pages.shell.screen import known
from pages.views import addresses, persons, places, released
from pages.views.choices import AREA, BASKET, LEVEL, OWN, TOGETHER, Along, Chosen, spoken
from pages.words import language, phrases
from pages.words.language import gettext as _
from pages.words.language import mark

_ARRIVED = "_aangekomen"
_CARRIED = "_meegenomen"
_PAGES = "_paginas"
_HERE = Path(__file__).parent
ROLES = {Role.REGION: mark("regio"), Role.ANALYST: mark("analist"), Role.DATA_TEAM: mark("dataploeg")}
STYLES = (
    *sorted(_HERE.glob("style*.css")),
    *sorted(path for path in _HERE.parent.glob("*/style.css") if path.parent != _HERE),
    *sorted(_HERE.glob("after*.css")),
    *sorted(path for path in _HERE.parent.glob("*/paper.css") if path.parent != _HERE),
)
"""Style sheets in the order in which they are read: of every screen, of each, what goes over all, and each on paper."""
STYLES_OF_INSIDES = tuple(sorted((_HERE.parent / "web").glob("*.css")))
"""Style sheets of what Streamlit itself draws, read last; the setting of ``insides`` leaves them out."""


def dress() -> None:
    """Put on the look; called once per run, before anything is drawn."""
    st.html(look())


@cache
def look() -> str:
    """Give all style sheets as one element."""
    paths = (*STYLES, *(STYLES_OF_INSIDES if "styles" in insides.used() else ()))
    return f"<style>{''.join(path.read_text(encoding='utf-8') for path in paths)}</style>"


def register(pages: dict[str, Any]) -> None:
    """Remember the pages of this run, so that screens can link to one another."""
    st.session_state[_PAGES] = pages


def navigation(current: str) -> None:
    """Draw the links to all screens; each takes the choice along as far as it understands it."""
    pieces.show(f'<p class="zc-brand">{escape(_(phrases.PRODUCT))}<span>{escape(_("Vlaanderen"))}</span></p>')
    pages = st.session_state.get(_PAGES, {})
    names = list(pages)
    here = names.index(current) if current in pages else len(names)
    # A box around each link would be drawn anew with every choice; only the link to this screen needs one.
    for part, group in {"voor": names[:here], "hier_": names[here : here + 1], "na": names[here + 1 :]}.items():
        if group:
            with st.container(key=f"nav_{part}"):
                for name in group:
                    st.page_link(pages[name], label=_(known()[name].title), query_params=_carried(name, {}))


def languages() -> None:
    """Draw links to this very view in the other language: a fresh page, so that its language is right throughout."""
    links = []
    for code in language.LANGUAGES:
        if code == language.current():
            links.append(f'<b aria-current="true" lang="{code}">{code.upper()}</b>')
        else:
            query = {**st.query_params.to_dict(), language.PARAMETER: code}
            links.append(
                f'<a href="?{escape(urlencode(query), quote=True)}" target="_self" lang="{code}" hreflang="{code}">'
                f"{code.upper()}</a>"
            )
    pieces.show(f'<nav class="zc-languages" aria-label="{escape(_("Taal"))}">{" ".join(links)}</nav>')


def person() -> None:
    """Draw who signed in and the way out, or the way in; nothing where nobody signs in."""
    if persons.settings() is None:
        return
    found = persons.current()
    with st.container(key="aanmelding"):
        if found is None:
            st.button(_("Aanmelden"), key="aanmelden", on_click=st.login, args=(PROVIDER,), type="tertiary")
        else:
            pieces.show(
                f'<p class="zc-person">{escape(_("Aangemeld als {role}").format(role=_(ROLES[found.role])))}</p>'
            )
            if found.areas:
                pieces.show(
                    f'<p><a href="{escape(addresses.pack(), quote=True)}" target="_self" download>'
                    f"{escape(_('Fiches en cijfers van uw gebieden'))}</a></p>"
                )
            st.button(_("Afmelden"), key="afmelden", on_click=st.logout, type="tertiary")


def open_page() -> Chosen | None:
    """Begin a screen: take over the address and open the published release, or draw why there is none."""
    language.begin()
    address.begin()
    try:
        release = released.current()
    except ReleaseError:
        pieces.empty_state(
            _("De cijfers worden niet getoond"),
            _("De bestanden van deze uitgave zijn niet meer wat er geschreven werd. Daarom tonen we ze niet."),
            _(
                "Beheerder: zet de map van de uitgave terug uit de back-up, of trek ze in met "
                "<code>zorgcapaciteit releases withdraw</code>."
            ),
        )
        return None
    if release is None:
        pieces.empty_state(
            _("Er zijn nog geen cijfers gepubliceerd"),
            _("Zodra een eerste uitgave klaar en veilig bevonden is, verschijnt ze hier vanzelf."),
            _(
                "Beheerder: <code>zorgcapaciteit refresh LEVERING --publish</code> maakt een uitgave uit een levering; "
                "<code>zorgcapaciteit demo</code> doet dat met verzonnen gegevens."
            ),
        )
        return None
    if released.is_preview():
        pieces.notices([_("Voorbeeld: deze uitgave is niet gepubliceerd. Alleen deze machine ziet ze.")])
    chosen = Chosen(release=release)
    _arrive(release.id)
    address.hold(TOGETHER, chosen)
    chosen.release = released.with_own(release, chosen[TOGETHER.name])
    areabar.draw(chosen)
    return chosen


def _arrive(release_id: str) -> None:
    """Choose the areas of who signed in for a region, once, where the address chose none."""
    if persons.settings() is None or st.session_state.get(_ARRIVED):
        return
    st.session_state[_ARRIVED] = True
    found = persons.current()
    mine = [] if found is None else [each for each in found.areas if each in places.areas(release_id)]
    if not mine or {OWN.name, BASKET.name, AREA.name, LEVEL.name} & set(st.query_params):
        return
    level, area = places.area_of(mine[0])
    own = {OWN.name: mine[0], BASKET.name: mine[: BASKET.most], LEVEL.name: level.value, AREA.name: area}
    for name, value in own.items():
        st.session_state[address.key(name)] = value


def keep(chosen: Chosen) -> None:
    """Put the whole choice of this screen in the address and carry it along to the others."""
    everywhere = {choice.name: chosen.values.pop(choice.name, "") for choice in (OWN, BASKET, TOGETHER)}
    chosen.values |= everywhere  # after what is of this screen alone
    whole: dict[str, str | int | None] = {name: value or None for name, value in chosen.values.items()}
    whole |= {each.name: value for each, value in spoken().items()}
    address.write(whole)
    st.session_state[_CARRIED] = {**st.session_state.get(_CARRIED, {}), **whole}


def link_to(name: str, label: str, along: Along) -> None:
    """Draw a link to another screen with a choice."""
    pages = st.session_state.get(_PAGES, {})
    if name in pages:
        st.page_link(pages[name], label=label, query_params=_carried(name, along))
    else:
        pieces.show(f"<p>{anchor(name, label, along)}</p>")


def anchor(name: str, label: str, along: Along) -> str:
    """Give a link as markup, for tables and running text."""
    query = urlencode(_carried(name, along))
    return f'<a href="/{name}?{escape(query, quote=True)}" target="_self">{escape(label)}</a>'


def _carried(name: str, along: Along) -> dict[str, str]:
    return known()[name].carried(st.session_state.get(_CARRIED, {}), along)
