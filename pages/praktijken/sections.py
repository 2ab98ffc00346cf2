"""The parts of the screen Praktijken that read a release: what is in view, the map, the table, the sources."""

from dataclasses import replace
from functools import lru_cache
from html import escape

import numpy as np
import pandas as pd
import streamlit as st

from aggregation.shown import practice_view
from aggregation.shown.practice_view import STOP
from data.releases import Release
from data.terms import FLANDERS, Level
from geo.figures.area_map import MapSources
from geo.figures.practice_map import Marks, PracticeMap, answer_colours, draw_practices
from pages.components import pieces, plot
from pages.components.plot import Prepared
from pages.praktijken import in_view, written
from pages.praktijken.in_view import Sought
from pages.shell import address, controls, frame, links
from pages.views import sources, views
from pages.views.choices import AREA, LEVEL, Chosen
from pages.views.released import layer_address
from pages.words import language, numbers, phrases
from pages.words.language import gettext as _
from pages.words.language import mark

CHART = "praktijkkaart"
FIRST_ROWS = 60
"""Rows of the table before the reader asks for all."""
ORDERS = {"gemeente": mark("Per gemeente"), "open": mark("Open praktijken eerst")}
READING = (
    mark(
        "Elk antwoord komt van de praktijk zelf, uit de vragenlijst van dat jaar; het aantal huisartsen komt uit de "
        "lijsten van de kringen. Intussen kan het veranderd zijn: bel de praktijk als u patiënt wilt worden."
    ),
    mark(
        "In een cirkel staan de antwoorden als ringen, het donkerste in het midden. De oppervlakte van een ring is het "
        "aantal praktijken met dat antwoord. Kies een gebied en u ziet elke praktijk als een punt."
    ),
    mark(
        "U ziet alleen wat een praktijk aan patiënten vertelt. Namen, aantallen patiënten, werkuren en het "
        "betalingssysteem staan er niet bij. Een praktijk mag vragen om niet op de kaart te staan; dan staat ze ook "
        "niet in de tabel en telt ze hier niet mee. Om haar antwoorden te beschermen, laten we ook enkele andere "
        "praktijken weg. Waar zulke praktijken liggen, zeggen we niet."
    ),
)


def answer(chosen: Chosen, sought: Sought) -> None:
    """Tell what is in view; who asked to stay off the map is told for Flanders alone, never where."""
    level, area, rows = sought.level, sought.area, in_view.found(sought)
    names = views.names_today(sought.release_id, level)
    on_map = len(in_view.found(replace(sought, tokens=())))
    with st.container(key="antwoord", horizontal=True, vertical_alignment="bottom"):
        fits = ""
        if sought.tokens:
            fits = _("Zoveel voldoen aan uw filters, van {practices} op de kaart.").format(
                practices=written.practices(on_map)
            )
        rest = _response(sought.release_id, sought.year, level, area, on_map)
        name = _(phrases.LEVEL_ONE[Level.VLAANDEREN]) if area is None else names[area]
        pieces.show(written.in_view(name, rows, [fits, *rest]))
        with st.container(key="zoek", width=290):
            find = _("Zoek een {level}").format(level=_(phrases.LEVEL_ONE[level]))
            controls.draw(AREA, chosen, label=find, placeholder=find)
            if area is not None:
                label = _("Profiel van {area}").format(area=names[area])
                frame.link_to("regioprofiel", label, {AREA: area, LEVEL: level.value})
    if not rows.empty:
        pieces.show(written.stop_bar(in_view.counts(sought, STOP)))


def _response(release_id: str, year: int, level: Level, area: str | None, on_map: int) -> list[str]:
    whole = area is None
    counted = in_view.invited(release_id, year, Level.VLAANDEREN if whole else level, area or FLANDERS)
    if counted is None:
        return [_("Hoeveel praktijken er zijn: {withheld}.").format(withheld=phrases.withheld())]
    answered, asked = counted
    if not whole:
        return [
            _("{n} van de {N} praktijken in dit gebied staan op de kaart.").format(
                n=numbers.number(on_map), N=numbers.number(asked)
            ),
            _("De andere antwoordden niet, of staan niet op de kaart en in de tabel."),
        ]
    return [
        _("{n} van de {N} praktijken antwoordden ({share}).").format(
            n=numbers.number(answered),
            N=numbers.number(asked),
            share=numbers.percent(100 * answered / max(asked, 1)),
        ),
        _("Daarvan staan er {n} niet op de kaart en in de tabel: op hun vraag, of om die te beschermen.").format(
            n=numbers.number(answered - on_map)
        ),
    ]


def practice_map(sought: Sought, look: str, subtitle: str) -> None:
    """Draw circles per municipality for all of Flanders, and every practice of a chosen area."""
    with st.container(key="praktijkvak"):
        said = _("Kaart: {what}. De tabel onder de kaart geeft dezelfde feiten.").format(what=subtitle)
        plot.draw(_figure(sought, look, language.current()), CHART, said, clicked=_take_click, a_map=True)
    rows = in_view.found(sought)
    pieces.show(
        written.key_of_screen(
            look,
            in_view.counts(sought, look),
            bundled=sought.area is None,
            unplaced=int(rows["longitude"].isna().sum()),
        )
    )


@lru_cache(maxsize=16)
def _figure(sought: Sought, look: str, _spoken: str) -> Prepared:
    release_id, level, area = sought.release_id, sought.level.value, sought.area
    return Prepared(
        draw_practices(
            described(sought, look),
            sources=MapSources(
                areas=layer_address(release_id, level),
                context=layer_address(release_id, "context"),
                hatch=layer_address(release_id, "hatch"),
                wide=layer_address(release_id, "hatchwide"),
            ),
            outline=None if area is None else views.features(release_id, level).get(area),
            view=f"{level} {area}",
        )
    )


def described(sought: Sought, look: str) -> PracticeMap:
    """Describe the map of the practices asked for: circles for all of Flanders, every practice of an area."""
    rows = in_view.found(sought)
    return PracticeMap(
        points=_points(sought.release_id, rows, look, told=sought.area is not None),
        circles=_circles(sought.release_id, sought.year, rows, look) if sought.area is None else None,
        colours=answer_colours(len(practice_view.answers_of(look))),
        chosen=sought.area,
    )


def _circles(release_id: str, year: int, rows: pd.DataFrame, look: str) -> Marks:
    """Give a mark per municipality with practices."""
    counts = practice_view.bundles(rows, look)
    places = in_view.circle_places(release_id, year).reindex(counts.index).dropna()
    counts = counts.loc[places.index]
    names = views.names_today(release_id, Level.GEMEENTE)
    texts = [
        written.circle_text(names.get(str(area), str(area)), dict(zip(counts.columns, numbers_, strict=True)), look)
        for area, numbers_ in zip(counts.index, counts.to_numpy().tolist(), strict=True)
    ]
    return Marks(
        longitude=places["longitude"].tolist(),
        latitude=places["latitude"].tolist(),
        counts=counts.to_numpy(),
        texts=texts,
        keys=[str(area) for area in counts.index],
    )


def _points(release_id: str, rows: pd.DataFrame, look: str, *, told: bool) -> Marks:
    """Give a mark per practice that has coordinates; ``told`` writes what is read over it."""
    placed = rows[rows["longitude"].notna() & rows["latitude"].notna()]
    answers = practice_view.seen(placed, look)
    texts = [""] * len(placed)
    if told:
        names = views.names_today(release_id, Level.GEMEENTE)
        texts = [
            written.point_text(names.get(row["gemeente"], row["gemeente"]), row, look, code)
            for row, code in zip(placed.to_dict("records"), answers, strict=True)
        ]
    codes = [practice_view.MISSING, *practice_view.answers_of(look)]
    return Marks(
        longitude=placed["longitude"].tolist(),
        latitude=placed["latitude"].tolist(),
        counts=np.column_stack([answers.eq(code).to_numpy(dtype=int) for code in codes]),
        texts=texts,
        keys=[""] * len(placed),
    )


def _take_click(points: plot.Points) -> None:
    """Choose the municipality of the clicked circle; a point of one practice chooses nothing."""
    area = points[0]["customdata"][1] if points else ""
    if area:
        address.put(LEVEL.name, Level.GEMEENTE.value)
        address.put(AREA.name, str(area))


@st.fragment
def table(sought: Sought, caption: str) -> None:
    """Draw the practices in view; searching and sorting redraws nothing else."""
    if in_view.found(sought).empty:
        return
    wanted, order = controls.table_row(
        _("Alle praktijken in beeld"),
        find=_("Zoek een gemeente in de tabel"),
        sorts={key: _(text) for key, text in ORDERS.items()},
        keys=("praktijken_zoek", "praktijken_volgorde"),
        width=210,
    )
    pattern = links.pattern("praktijken", {LEVEL: Level.GEMEENTE.value})
    every = bool(st.session_state.get("praktijken_alles"))
    markup, number = _markup(sought, wanted.casefold(), order, every, caption, pattern, language.current())
    if not number:
        nothing = _("Geen praktijken in een gemeente met die naam. Maak het zoekveld leeg om alles te zien.")
        pieces.show(f'<p class="zc-quiet">{escape(nothing)}</p>')
        return
    pieces.show(markup)
    if number > FIRST_ROWS:
        text = _("Toon alle {practices}").format(practices=written.practices(number))
        st.toggle(text, key="praktijken_alles")


@lru_cache(maxsize=16)
def _markup(
    sought: Sought, wanted: str, order: str, every: bool, caption: str, pattern: str, _spoken: str
) -> tuple[str, int]:
    """Write the practices of the municipalities that are looked for, the first or all; give how many there are."""
    names = views.names_today(sought.release_id, Level.GEMEENTE)
    rows = in_view.found(sought)
    rows = rows.assign(name=rows["gemeente"].map(lambda area: names.get(area, area)))
    if wanted:
        rows = rows[rows["name"].str.contains(wanted, case=False, regex=False)]
    by = ["name"]
    if order == "open":
        place = {code: at for at, code in enumerate((*practice_view.answers_of(STOP), practice_view.MISSING))}
        rows, by = rows.assign(place=rows[STOP].map(place)), ["place", "name"]
    rows = rows.sort_values(by, kind="stable", key=language.sort_keys)
    shown = rows if every else rows.head(FIRST_ROWS)
    return written.practice_table(caption, shown, names, pattern), len(rows)


def facts(release: Release, year: int) -> dict[str, str]:
    """Give the facts under the table: source, year, boundaries, release."""
    return {
        _("Bron"): _("Vragenlijst van het Departement Zorg; lijsten van de huisartsenkringen"),
        _("Vragenlijst"): str(year),
        _("Grenzen"): sources.borders(release),
        _("Uitgave"): sources.release_words(release),
    }
