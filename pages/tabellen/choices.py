"""The choice of Tabellen en downloads: numbers, years, level, areas, how much of each number, and the page."""

from dataclasses import replace

import streamlit as st

from aggregation.shown.selection import Shown
from data.terms import Level
from pages.shell import address, controls, filters
from pages.tabellen import listed
from pages.views import choices, choosing, filtering, places, views
from pages.views.choices import AREA, NUMBER, NUMBERS, YEAR, Choice, Chosen
from pages.views.selecting import Selection
from pages.words import language, phrases
from pages.words.language import gettext as _
from pages.words.language import mark

MOST_AREAS = 40
CONTENTS = {"hoofd": mark("alleen het eerste getal"), "alles": mark("alle antwoorden en maten")}


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


LONG, WIDE = "lang", "breed"
FORMS = {LONG: mark("één getal per rij"), WIDE: mark("één gebied per rij, cijfers naast elkaar")}
FORM = Choice(
    name="opmaak",
    called=mark("de opmaak"),
    label=mark("Opmaak"),
    options=lambda _chosen: list(FORMS),
    words=lambda _chosen: lambda form: _(FORMS[form]),
)
MOST_COLUMNS = 24
"""Columns of a wide table: more cannot be read, and a file holds them all."""


def _answers(chosen: Chosen) -> dict[str, str]:
    """Give every answer and measure of the chosen numbers: ``P01:geen`` to its name."""
    known = choosing.known_indicators(chosen.release.id)
    return {
        f"{name}:{code}": f"{choosing.full_label(known[name], shown)}{_measured(shown)}"
        for name in known
        if name in chosen.many(NUMBERS.name)
        for code, shown in choosing.shown_by_code(known[name]).items()
    }


def _measured(shown: Shown) -> str:
    """Name the measure where the label of a number leaves it open."""
    return f" ({language.small(_(phrases.MEASURE[shown.measure]))})" if shown.measure in phrases.SPREAD else ""


ANSWERS = Choice(
    name="antwoorden",
    called=mark("de antwoorden"),
    label=mark("Antwoorden of maten (anders het eerste getal van elk cijfer)"),
    options=_answers,
    words=lambda chosen: _answers(chosen).__getitem__,
    most=MOST_COLUMNS,
)


def columns_of(chosen: Chosen) -> tuple[filtering.Column, ...]:
    """Give the columns of the wide table: each number with the answers that were picked, years side by side."""
    known, picked = choosing.known_indicators(chosen.release.id), chosen.many(ANSWERS.name)
    found = []
    for name in known:
        if name not in chosen.many(NUMBERS.name) or chosen.level not in known[name].levels:
            continue
        codes = choosing.shown_by_code(known[name])
        own = [code for code in codes if f"{name}:{code}" in picked] or [next(iter(codes))]
        found += [
            filtering.Column(indicator=name, shown=codes[code], year=year)
            for code in own
            for year in sorted(int(year) for year in chosen.many(YEARS.name))
        ]
    return tuple(found[:MOST_COLUMNS])


ONLY, CONDITIONS = filtering.only(), filtering.conditions(columns_of)
ORDER = Choice(
    name="orde",
    called=mark("de volgorde"),
    options=lambda chosen: [
        f"{sign}{key}" for key in (filtering.NAME, *(each.key for each in columns_of(chosen))) for sign in ("", "-")
    ],
)


def left_out(chosen: Chosen) -> list[str]:
    """Tell which chosen numbers are no column, in words: those of other levels, and what is more than fits."""
    known, columns = choosing.known_indicators(chosen.release.id), columns_of(chosen)
    absent = [
        language.pick(known[name].label)
        for name in known
        if name in chosen.many(NUMBERS.name) and chosen.level not in known[name].levels
    ]
    told = []
    if absent:
        text = _("Niet {per_level}: {names}.")
        told.append(text.format(per_level=_(phrases.PER_LEVEL[chosen.level]), names="; ".join(absent)))
    if len(columns) == MOST_COLUMNS:
        told.append(_("Een brede tabel toont hoogstens {n} kolommen.").format(n=MOST_COLUMNS))
    return told


def asked_of(chosen: Chosen) -> filtering.Asked:
    """Give the wide table that is wanted; call it when every choice is held."""
    return filtering.asked(
        chosen, columns_of(chosen), areas=tuple(sorted(chosen.many(AREAS.name))), order=chosen[ORDER.name]
    )


def is_wide(chosen: Chosen) -> bool:
    """Tell whether the wide form is wanted, and there are areas to put under one another."""
    return chosen[FORM.name] == WIDE and chosen.level is not Level.VLAANDEREN


def _pages(chosen: Chosen) -> list[str]:
    if is_wide(chosen):
        left = filtering.rows_of(asked_of(chosen), language.current()).areas
        return [str(n) for n in range(1, listed.pages(len(left)) + 1)]
    selection = selection_of(chosen)
    if not selection.indicator or not selection.year:
        return ["1"]
    rows = len(listed.prepared(chosen.release.id, selection))
    return [str(n) for n in range(1, listed.pages(rows) + 1)]


PAGE = Choice(name="bladzijde", called=mark("de bladzijde"), options=_pages)


def draw(chosen: Chosen) -> None:
    """Draw the controls: the form, numbers, years, level, areas, and what of each number."""
    _take_over(NUMBERS, NUMBER, next(iter(NUMBERS.options(chosen))))
    _take_over(YEARS, YEAR, next(iter(YEARS.options(chosen))))
    address.hold(NUMBERS, chosen, drawn=True)
    picked = address.hold(YEARS, chosen, drawn=True)
    if picked != sorted(picked):  # however they were picked or linked, years read in the order of time
        st.session_state[address.key(YEARS.name)] = sorted(picked)
    with st.container(key="tabelbouw"):
        controls.draw(NUMBERS, chosen, labelled=True, placeholder=_("Kies cijfers"))
        address.hold(FORM, chosen, drawn=True)
        with st.container(horizontal=True, key="tabelbouw_rij"):
            controls.draw(YEARS, chosen, labelled=True, placeholder=_("Kies jaren"), width=260)
            controls.draw(LEVEL, chosen, labelled=True, width=200)
            controls.draw(FORM, chosen, labelled=True, width=300)
            in_rows = not is_wide(chosen)
            controls.draw(CONTENT, chosen, labelled=True, width=240, drawn=in_rows)
            controls.draw(ONLY, chosen, labelled=True, width=240, drawn=not in_rows)
        controls.draw(ANSWERS, chosen, labelled=True, placeholder=_("Kies antwoorden of maten"), drawn=not in_rows)
        _areas(chosen)
        filters.conditions(CONDITIONS, columns_of, chosen, drawn=not in_rows)
        address.hold(ORDER, chosen)


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


def _take_over(choice: Choice, single: Choice, default: str) -> None:
    """Begin with the one number or year that a link from another screen brought along."""
    name = choice.name
    if address.key(name) not in st.session_state and name not in st.query_params:
        st.session_state[address.key(name)] = [st.query_params.get(single.name, default)]


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
    whole = (selection, asked_of(chosen) if is_wide(chosen) else None)
    before = st.session_state.get("_tabel_keuze", whole)
    st.session_state["_tabel_keuze"] = whole
    if before != whole and st.session_state.get(address.key(PAGE.name)) is not None:
        st.session_state[address.key(PAGE.name)] = "1"
    page = int(address.hold(PAGE, chosen))
    if page == 1:
        chosen.values[PAGE.name] = ""
    return page


def pinned(chosen: Chosen) -> tuple[str, ...]:
    """Give the own area and those to compare that are areas of the chosen level, for the top of a wide table."""
    release_id = chosen.release.id
    codes = [places.postcodes(release_id).get(code, code) for code in chosen.places]
    found = (places.at_level(release_id, code, chosen.level) for code in codes)
    names = views.names_today(release_id, chosen.level)
    return tuple(dict.fromkeys(area for area in found if area in names))
