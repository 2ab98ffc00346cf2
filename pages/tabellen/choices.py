"""The choice of Tabellen en downloads: numbers, years, level, areas, how much of each number, and the page."""

import streamlit as st

from data.releases import Release
from data.terms import Level
from pages.shell import address, areabar
from pages.tabellen import listed
from pages.views import choosing, places, views
from pages.views.selecting import Selection
from pages.words import language, phrases
from pages.words.language import gettext as _
from pages.words.language import mark

MOST_INDICATORS = 12
MOST_AREAS = 40
CONTENTS = {"hoofd": mark("alleen het eerste getal"), "alles": mark("alle antwoorden en maten")}


def choose(release: Release) -> tuple[Selection, Level, str]:
    """Draw the controls: numbers, years, level, areas, and how much of each number."""
    known = choosing.known_indicators(release.id)
    _take_over("cijfers", "cijfer", next(iter(known)))
    years = [str(year) for year in reversed(release.years())]
    _take_over("jaren", "jaar", years[0])

    def show(indicator: str) -> str:
        return language.pick(known[indicator].label)

    address.seed_many("cijfers", list(known), called=_("de cijfers"), most=MOST_INDICATORS, drawn=show)
    chosen = address.seed_many("jaren", years, called=_("de jaren"), most=len(years), drawn=str)
    if chosen != sorted(chosen):  # however they were picked or linked, years read in the order of time
        st.session_state[address.key("jaren")] = sorted(chosen)
    with st.container(key="tabelbouw"):
        indicators = st.multiselect(
            _("Cijfers"), list(known), key=address.key("cijfers"), on_change=address.touch,
            format_func=show, max_selections=MOST_INDICATORS,
            placeholder=_("Kies cijfers"),
        )  # fmt: skip
        with st.container(horizontal=True, key="tabelbouw_rij"):
            picked = st.multiselect(
                _("Jaren"),
                years,
                key=address.key("jaren"),
                on_change=address.touch,
                placeholder=_("Kies jaren"),
                width=260,
            )
            levels = [level.value for level in (Level.VLAANDEREN, *choosing.FINE_LEVELS)]
            level = Level(
                address.choose(
                    "niveau", levels, Level.ELZ.value, called=_("het niveau"), label=_("Per"),
                    show=lambda key: _(phrases.LEVEL_ONE[Level(key)]), width=200, labelled=True,
                )
            )  # fmt: skip
            content = address.choose(
                "inhoud", list(CONTENTS), "hoofd", called=_("de inhoud"), label=_("Van elk cijfer"),
                show=lambda key: _(CONTENTS[key]), width=240, labelled=True,
            )  # fmt: skip
        areas = _areas(release, level)
    return (
        Selection(
            indicator=tuple(name for name in known if name in indicators),
            year=tuple(sorted(int(year) for year in picked)),
            level=(level.value,),
            area=tuple(sorted(areas)),
            content="main" if content == "hoofd" else "all",
            lang="en" if language.current() == "en" else "nl",
        ),
        level,
        content,
    )


def _take_over(name: str, single: str, default: str) -> None:
    """Begin with the one number or year that a link from another screen brought along."""
    if address.key(name) not in st.session_state and name not in st.query_params:
        st.session_state[address.key(name)] = [st.query_params.get(single, default)]


def _areas(release: Release, level: Level) -> list[str]:
    """Choose areas; none chosen means all of them. The basket is one click away."""
    if level is Level.VLAANDEREN:
        return []
    names = views.names_today(release.id, level)
    address.seed_many("gebieden", list(names), called=_("de gebieden"), most=MOST_AREAS, drawn=names.__getitem__)
    areas = st.multiselect(
        _("Gebieden"), list(names), format_func=names.__getitem__, key=address.key("gebieden"),
        on_change=address.touch, max_selections=MOST_AREAS,
        placeholder=_("Alle {areas}").format(areas=_(phrases.LEVEL_MANY[level])),
    )  # fmt: skip
    basket = [area for own, area in map(places.area_of, areabar.basket()) if own is level and area in names]
    if basket and set(basket) != set(areas):
        told = _("Neem de gebieden die u wilt vergelijken ({n})").format(n=len(basket))
        st.button(told, on_click=_take_basket, args=(basket,), type="tertiary")
    return areas


def _take_basket(basket: list[str]) -> None:
    address.touch()
    st.session_state[address.key("gebieden")] = basket


def page_of(release: Release, chosen: Selection) -> int:
    """Keep the page within the table; another choice begins at its first page."""
    if not chosen.indicator or not chosen.year:
        return 1
    last = listed.pages(len(listed.prepared(release.id, chosen)))
    before = st.session_state.get("_tabel_keuze", chosen)
    st.session_state["_tabel_keuze"] = chosen
    if before != chosen and st.session_state.get(address.key("bladzijde")) is not None:
        st.session_state[address.key("bladzijde")] = "1"
    return int(address.seed("bladzijde", [str(n) for n in range(1, last + 1)], "1", called=_("de bladzijde")))
