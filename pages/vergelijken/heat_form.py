"""The heat map of the screen Vergelijken: every area of a level against every number."""

import math
from functools import lru_cache

import streamlit as st

from aggregation.indicators import Reading
from aggregation.shown.verdicts import Verdict
from geo.figures.heat import Heat, HeatRow, Shade, key_markup, markup
from pages.components import pieces
from pages.shell import links
from pages.vergelijken import comparison, say
from pages.vergelijken.choices import FORM
from pages.vergelijken.comparison import Beside, Picked, Whole
from pages.vergelijken.forms import row_class
from pages.vergelijken.sortable import Table, TableRow, sortable
from pages.vergelijken.spine_form import write
from pages.views.choices import LEVEL, YEAR
from pages.words import differences, language, numbers, phrases
from pages.words.language import gettext as _
from pages.words.language import mark

SUBJECTS = {"P": mark("Praktijken"), "M": mark("Het werk"), "A": mark("De artsen"), "D": mark("Het gebied")}
FIRST_AREAS = 75
"""Rows of a heat map before the reader asks for all."""
_SHADES = {Verdict.HIGHER: (Shade.HIGHER, Shade.FAR_HIGHER), Verdict.LOWER: (Shade.LOWER, Shade.FAR_LOWER)}
_PLAIN = {Verdict.SAME: Shade.SAME, Verdict.UNJUDGED: Shade.UNJUDGED}


def heat(beside: Beside, picked: Picked) -> None:
    """Draw the heat map: the areas that stand out on top, then all others by name."""
    order = order_of(beside.names, picked)
    if len(order) > FIRST_AREAS:
        text = _("Toon alle {n} {levels}").format(n=len(order), levels=_(phrases.LEVEL_MANY[beside.level]))
        if not st.toggle(text, key="vergelijk_alle_gebieden"):
            order = order[:FIRST_AREAS]
    pattern = links.pattern("vergelijken", {FORM: say.SPINE, LEVEL: beside.level.value, YEAR: beside.year})
    for piece in _drawn(beside, order, picked, pattern, language.current()):
        pieces.show(piece)
    pattern = links.pattern("vergelijken", {FORM: say.SPINE, LEVEL: beside.level.value})
    sortable(say.HEAT, _summary(beside, picked, pattern, language.current()))


def order_of(names: dict[str, str], picked: Picked) -> tuple[str, ...]:
    """Put the areas that stand out on top, then all others by name."""
    rest = sorted((area for area in names if area not in picked.all), key=lambda area: language.sort_key(names[area]))
    return (*picked.all, *rest)


@lru_cache(maxsize=12)
def _drawn(beside: Beside, order: tuple[str, ...], picked: Picked, pattern: str, _spoken: str) -> tuple[str, str]:
    chart = describe(beside, order, picked)
    return key_markup(chart), markup(chart, lambda row: links.fill(pattern, row.area, row.name))


def describe(beside: Beside, order: tuple[str, ...], picked: Picked) -> Heat:
    """Describe the heat map of some areas."""
    cells, names = all_cells(beside, language.current()), beside.names
    shared = phrases.shared_start(names.values())  # the corner of the table says it
    return Heat(
        caption=_("Verschil van elk gebied met {benchmark}, voor elk cijfer").format(benchmark=beside.against),
        corner=language.capital(_(phrases.LEVEL_ONE[beside.level])),
        columns=[(language.pick(whole.indicator.label), _(SUBJECTS[whole.indicator.id[0]])) for whole in beside.wholes],
        rows=[
            HeatRow(
                area=area,
                name=names[area].removeprefix(shared),
                cells=cells[area],
                chosen=area == picked.chosen,
                picked=area in picked.others,
            )
            for area in order
        ],
        key=_key(beside.against),
    )


@lru_cache(maxsize=8)
def all_cells(beside: Beside, spoken: str) -> dict[str, tuple[tuple[Shade, str], ...]]:
    """Prepare the cells of every area; ``spoken`` is the language in use."""
    every, found = beside.wholes, comparison.heat_verdicts(beside)
    hidden = {whole.indicator.id: whole.rows["withheld"].to_dict() for whole in every}
    values = {whole.indicator.id: whole.rows["value"].to_dict() for whole in every}
    return {
        area: tuple(
            _cell(
                whole,
                found.get((whole.indicator.id, area)),
                withheld=bool(hidden[whole.indicator.id].get(area, False)),
                value=float(values[whole.indicator.id].get(area, math.nan)),
            )
            for whole in every
        )
        for area in beside.names
    }


@lru_cache(maxsize=8)
def _counts(beside: Beside) -> dict[str, dict[str, int]]:
    """Count per area how many numbers differ clearly, and how many are withheld."""
    every, found = beside.wholes, comparison.heat_verdicts(beside)
    hidden = [whole.rows["withheld"].to_dict() for whole in every]
    counts = {}
    for area in beside.names:
        said = [found[(whole.indicator.id, area)][0] for whole in every if (whole.indicator.id, area) in found]
        counts[area] = {
            "hoger": said.count(Verdict.HIGHER),
            "lager": said.count(Verdict.LOWER),
            "zelfde": said.count(Verdict.SAME),
            "open": said.count(Verdict.UNJUDGED),
            "weg": sum(bool(rows.get(area, False)) for rows in hidden),
        }
    return counts


def _cell(whole: Whole, found: tuple[Verdict, float] | None, *, withheld: bool, value: float) -> tuple[Shade, str]:
    name = whole.title
    if found is None:
        return Shade.NO_DATA, f"{name}: {_(phrases.NO_DATA)}"
    said, far = found
    if said is Verdict.HIDDEN:
        if withheld:
            return Shade.WITHHELD, f"{name}: {_(phrases.WITHHELD_SHORT)}"
        return Shade.NO_DATA, f"{name}: {_(phrases.NO_DATA)}"
    near, strong = _SHADES.get(said, (_PLAIN.get(said, Shade.SAME), _PLAIN.get(said, Shade.SAME)))
    plain = differences.words(said, Reading.NEITHER)  # the colours of this chart say higher or lower, no more
    return (strong if abs(far) >= 1 else near), f"{name}: {write(whole, value)}, {plain}"


def _key(against: str) -> tuple[tuple[Shade, str], ...]:
    """Say what each kind of cell means."""
    return (
        (Shade.FAR_LOWER, _("veel lager dan {benchmark}").format(benchmark=against)),
        (Shade.LOWER, _("lager")),
        (Shade.SAME, _("geen duidelijk verschil")),
        (Shade.HIGHER, _("hoger")),
        (Shade.FAR_HIGHER, _("veel hoger")),
        (Shade.UNJUDGED, _("geen interval of geen maatstaf")),
        (Shade.WITHHELD, _(phrases.WITHHELD_SHORT)),
        (Shade.NO_DATA, _(phrases.NO_DATA)),
    )


@lru_cache(maxsize=12)
def _summary(beside: Beside, picked: Picked, pattern: str, _spoken: str) -> Table:
    """Count per area how many numbers differ clearly, and how many are withheld."""
    counted = _counts(beside)
    rows = [
        TableRow(
            name=name,
            css=row_class(area, picked),
            cells=[links.fill(pattern, area, name), *map(numbers.number, counted[area].values())],
            keys={key: float(n) for key, n in counted[area].items()},
        )
        for area, name in beside.names.items()
    ]
    columns = [
        (language.capital(_(phrases.LEVEL_ONE[beside.level])), False),
        (_("Duidelijk hoger"), True),
        (_("Duidelijk lager"), True),
        (_("Geen duidelijk verschil"), True),
        (_("Niet te beoordelen"), True),
        (_("Niet getoond"), True),
    ]
    sorts = {
        "hoger": (_("Meest hoger eerst"), True),
        "lager": (_("Meest lager eerst"), True),
        "weg": (_("Meest niet getoond eerst"), True),
    }
    return Table(title=_("Hoeveel cijfers verschillen?"), columns=columns, rows=rows, sorts=sorts)
