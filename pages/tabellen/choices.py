"""The choice of Tabellen en downloads: numbers, years, level, areas, how much of each number, and the page."""

from dataclasses import replace

import streamlit as st

from data.terms import Level
from pages.shell import address, controls
from pages.tabellen import listed
from pages.views import choices, choosing, places
from pages.views.choices import AREA, YEAR, Choice, Chosen
from pages.views.selecting import Selection
from pages.words import language, phrases
from pages.words.language import gettext as _
from pages.words.language import mark

MOST_INDICATORS = 12
MOST_AREAS = 40
CONTENTS = {"hoofd": mark("alleen het eerste getal"), "alles": mark("alle antwoorden en maten")}


NUMBERS = Choice(
    name="cijfers",
    called=mark("de cijfers"),
    label=mark("Cijfers"),
    options=lambda chosen: choosing.known_indicators(chosen.release.id),
    words=choices.number(choosing.known_indicators).words,
    most=MOST_INDICATORS,
)
YEARS = replace(YEAR, name="jaren", called=mark("de jaren"), label=mark("Jaren"), most=99)
LEVEL = replace(
    choices.level(
        lambda chosen: (Level.VLAANDEREN, *choosing.fine_levels(chosen.release.id)), show=choices.level_after
    ),
    label=mark("Per"),
)
CONTENT = Choice(
    name="inhoud",
    called=mark("de inhoud"),
    label=mark("Van elk cijfer"),
    options=lambda _chosen: list(CONTENTS),
    words=lambda _chosen: lambda content: _(CONTENTS[content]),
)
AREAS = replace(
    AREA, name="gebieden", called=mark("de gebieden"), label=mark("Gebieden"), optional=False, most=MOST_AREAS
)


def _pages(chosen: Chosen) -> list[str]:
    selection = selection_of(chosen)
    if not selection.indicator or not selection.year:
        return ["1"]
    rows = len(listed.prepared(chosen.release.id, selection))
    return [str(n) for n in range(1, listed.pages(rows) + 1)]


PAGE = Choice(name="bladzijde", called=mark("de bladzijde"), options=_pages)


def draw(chosen: Chosen) -> None:
    """Draw the controls: numbers, years, level, areas, and how much of each number."""
    _take_over(NUMBERS, "cijfer", next(iter(NUMBERS.options(chosen))))
    _take_over(YEARS, YEAR.name, next(iter(YEARS.options(chosen))))
    address.hold(NUMBERS, chosen, drawn=True)
    picked = address.hold(YEARS, chosen, drawn=True)
    if picked != sorted(picked):  # however they were picked or linked, years read in the order of time
        st.session_state[address.key(YEARS.name)] = sorted(picked)
    with st.container(key="tabelbouw"):
        controls.draw(NUMBERS, chosen, labelled=True, placeholder=_("Kies cijfers"))
        with st.container(horizontal=True, key="tabelbouw_rij"):
            controls.draw(YEARS, chosen, labelled=True, placeholder=_("Kies jaren"), width=260)
            controls.draw(LEVEL, chosen, labelled=True, width=200)
            controls.draw(CONTENT, chosen, labelled=True, width=240)
        _areas(chosen)


def selection_of(chosen: Chosen) -> Selection:
    """Give the cells that are chosen."""
    picked = chosen.many(NUMBERS.name)
    return Selection(
        indicator=tuple(name for name in NUMBERS.options(chosen) if name in picked),
        year=tuple(sorted(int(year) for year in chosen.many(YEARS.name))),
        level=(chosen.level.value,),
        area=tuple(sorted(chosen.many(AREAS.name))),
        content="main" if chosen[CONTENT.name] == "hoofd" else "all",
        lang="en" if language.current() == "en" else "nl",
    )


def _take_over(choice: Choice, single: str, default: str) -> None:
    """Begin with the one number or year that a link from another screen brought along."""
    name = choice.name
    if address.key(name) not in st.session_state and name not in st.query_params:
        st.session_state[address.key(name)] = [st.query_params.get(single, default)]


def _areas(chosen: Chosen) -> None:
    """Choose areas; none chosen means all of them. The basket is one click away."""
    level = chosen.level
    if level is Level.VLAANDEREN:
        return
    every = _("Alle {areas}").format(areas=_(phrases.LEVEL_MANY[level]))
    controls.draw(AREAS, chosen, labelled=True, placeholder=every)
    names = AREAS.options(chosen)
    basket = [area for own, area in map(places.area_of, chosen.basket) if own is level and area in names]
    if basket and set(basket) != set(chosen.many(AREAS.name)):
        told = _("Neem de gebieden die u wilt vergelijken ({n})").format(n=len(basket))
        st.button(told, on_click=_take_basket, args=(basket,), type="tertiary")


def _take_basket(basket: list[str]) -> None:
    address.touch()
    st.session_state[address.key(AREAS.name)] = basket


def turn(chosen: Chosen, selection: Selection) -> int:
    """Keep the page within the table; another choice begins at its first page."""
    if not selection.indicator or not selection.year:
        return 1
    before = st.session_state.get("_tabel_keuze", selection)
    st.session_state["_tabel_keuze"] = selection
    if before != selection and st.session_state.get(address.key(PAGE.name)) is not None:
        st.session_state[address.key(PAGE.name)] = "1"
    page = int(address.hold(PAGE, chosen))
    if page == 1:
        chosen.values[PAGE.name] = ""
    return page
