"""What every screen has around it: the look, the navigation that carries the choice along, source and empty states."""

from datetime import date
from functools import cache, lru_cache
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import streamlit as st
from babel.dates import format_date

from aggregation.indicators import INDICATORS, Indicator
from data.releases import Release, ReleaseError
from data.terms import FLANDERS, Level, Role, UnitCounted
from geo import numbers
from pages.components import pieces
from pages.shell import address, areabar
from pages.views import released
from pages.views.views import AreaView
from pages.words import language, phrases
from pages.words.language import gettext as _
from pages.words.language import mark

TITLES = {
    "overzicht": mark("Overzicht"),
    "kaart": mark("Kaart"),
    "regioprofiel": mark("Regioprofiel"),
    "vergelijken": mark("Vergelijken"),
    "evolutie": mark("Evolutie"),
    "praktijken": mark("Praktijken"),
    "capaciteit": mark("Capaciteit"),
    "tabellen": mark("Tabellen en downloads"),
    "over-deze-cijfers": mark("Over deze cijfers"),
}
"""Screens in the order of the navigation: address and name."""

PRODUCT = mark("Zorgcapaciteit huisartsen")
_TAKES = {
    "overzicht": ("jaar",),
    "kaart": ("cijfer", "toon", "jaar", "niveau", "gebied", "klassen", "methode", "kleur"),
    "regioprofiel": ("jaar", "niveau", "gebied"),
    "vergelijken": ("cijfer", "toon", "jaar", "niveau", "gebied", "vorm", "tweede", "maatstaf"),
    "evolutie": ("cijfer", "toon", "niveau", "gebied", "volgorde"),
    "praktijken": ("feit", "jaar", "niveau", "gebied", "filter"),
    "capaciteit": ("jaar", "niveau", "gebied"),
    "tabellen": ("cijfers", "jaren", "inhoud", "gebieden", "cijfer", "jaar", "niveau"),
    "over-deze-cijfers": (),
}
"""Choices that a screen understands, so that a link to it takes them along."""
_EVERYWHERE = ("mijn", "mand", language.PARAMETER)
"""Choices that every screen keeps: the reader's own area, the basket of areas to compare, the language."""
_CARRIED = "_meegenomen"
_PAGES = "_paginas"
_HERE = Path(__file__).parent
STYLES = (
    *sorted(_HERE.glob("style*.css")),
    *sorted(path for path in _HERE.parent.glob("*/style.css") if path.parent != _HERE),
    *sorted(_HERE.glob("after*.css")),
)
"""Style sheets in the order in which they are read: of every screen, of each screen, and what goes over all of them."""


def product() -> str:
    """Name the product in the language in use."""
    return _(PRODUCT)


def title(name: str) -> str:
    """Name a screen in the language in use."""
    return _(TITLES[name])


def dress() -> None:
    """Put on the look; called once per run, before anything is drawn."""
    st.html(_look())


@cache
def _look() -> str:
    return f"<style>{''.join(path.read_text(encoding='utf-8') for path in STYLES)}</style>"


def register(pages: dict[str, Any]) -> None:
    """Remember the pages of this run, so that screens can link to one another."""
    st.session_state[_PAGES] = pages


def navigation(current: str) -> None:
    """Draw the links to all screens; each takes the choice along as far as it understands it."""
    pieces.show(f'<p class="zc-brand">{escape(_(PRODUCT))}<span>{escape(_("Vlaanderen"))}</span></p>')
    pages = st.session_state.get(_PAGES, {})
    names = list(pages)
    here = names.index(current) if current in pages else len(names)
    # A box around each link would be drawn anew with every choice; only the link to this screen needs one.
    for part, group in {"voor": names[:here], "hier_": names[here : here + 1], "na": names[here + 1 :]}.items():
        if group:
            with st.container(key=f"nav_{part}"):
                for name in group:
                    st.page_link(pages[name], label=title(name), query_params=_carried(name))


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


def open_page() -> Release | None:
    """Begin a screen: take over the address and give the published release, or draw why there is none."""
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
    areabar.draw(release.id)
    return release


def keep(**choice: str | int | None) -> None:
    """Put the whole choice of this screen in the address and carry it along to the others."""
    whole = {**choice, **areabar.kept(), language.PARAMETER: None if language.current() == "nl" else language.current()}
    address.write(whole)
    st.session_state[_CARRIED] = {**st.session_state.get(_CARRIED, {}), **whole}


def link_to(name: str, label: str, **choice: str | int | None) -> None:
    """Draw a link to another screen with a choice."""
    pages = st.session_state.get(_PAGES, {})
    if name in pages:
        st.page_link(pages[name], label=label, query_params=_carried(name, **choice))
    else:
        pieces.show(f"<p>{anchor(name, label, **choice)}</p>")


def anchor(name: str, label: str, **choice: str | int | None) -> str:
    """Give a link as markup, for tables and running text."""
    query = urlencode(_carried(name, **choice))
    return f'<a href="/{name}?{escape(query, quote=True)}" target="_self">{escape(label)}</a>'


def _carried(name: str, **choice: str | int | None) -> dict[str, str]:
    known = {**st.session_state.get(_CARRIED, {}), **choice}
    if name == "kaart" and known.get("cijfer") in INDICATORS:
        levels = {level.value for level in INDICATORS[str(known["cijfer"])].levels}
        if known.get("niveau") not in levels:
            known = {**known, "niveau": None, "gebied": None}
    if name != "tabellen" and known.get("niveau") == Level.VLAANDEREN:
        known = {**known, "niveau": None}
    return {key: str(known[key]) for key in (*_TAKES[name], *_EVERYWHERE) if known.get(key) is not None}


def source_parts(release: Release, view: AreaView) -> dict[str, str]:
    """Facts under a figure: source, years, n of N, response, boundaries, release."""
    ima = view.rows["ima_year"].dropna()
    based = "" if view.flanders is None else view.based_on(view.flanders)
    return {
        _("Bron"): language.pick(view.indicator.source.label),
        _("Vragenlijst"): str(view.year),
        "IMA": str(int(ima.iloc[0])) if len(ima) else "",
        _("Antwoorden in Vlaanderen"): based,
        _("Respons"): response_words(release.id, view.indicator, view.year),
        _("Grenzen"): _("schematisch, niet geschikt om afstanden of ligging te bepalen"),
        _("Uitgave"): release_words(release),
    }


def response_words(
    release_id: str, indicator: Indicator, year: int, level: Level = Level.VLAANDEREN, area: str = FLANDERS
) -> str:
    """Write the response behind an indicator in an area, '' where it is not shown."""
    practices = indicator.unit_counted is UnitCounted.PRACTICE
    counted = response_of(release_id, (Role.PRAKTIJK,) if practices else (Role.HUISARTS, Role.HAIO), year, level, area)
    if counted is None or counted[1] == 0:
        return ""
    answered, invited = counted
    return _("{share} van de {units} ({n} van {N})").format(
        share=numbers.percent(100 * answered / invited),
        units=phrases.units(indicator.unit_counted, 2),
        n=numbers.number(answered),
        N=numbers.number(invited),
    )


@lru_cache(maxsize=1024)
def response_of(release_id: str, roles: tuple[Role, ...], year: int, level: Level, area: str) -> tuple[int, int] | None:
    """Give how many answered and were invited in an area, None where that is not shown."""
    table = released.all_responses(release_id)
    rows = table[
        table["year"].eq(year)
        & table["level"].eq(level.value)
        & table["area"].eq(area)
        & table["role"].isin([role.value for role in roles])
    ]
    if rows.empty or bool(rows[["invited", "answered"]].isna().any(axis=None)):
        return None
    return int(rows["answered"].sum()), int(rows["invited"].sum())


def release_words(release: Release) -> str:
    """Name a release by the day it was made and its id."""
    made = day_words(str(release.manifest.get("created_at", "")))
    return f"{made} ({release.id})" if made else release.id


def day_words(moment: str) -> str:
    """Write the day of an ISO 8601 moment in the language in use, '' where it is none."""
    try:
        return str(format_date(date.fromisoformat(moment[:10]), format="d MMMM y", locale=numbers.locale()))
    except ValueError:
        return ""
