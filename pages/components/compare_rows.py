"""The charts over all numbers on the screen Vergelijken: the spine chart of one area, and the heat map."""

import math
from functools import lru_cache
from html import escape

import streamlit as st

from aggregation import comparing
from aggregation.comparing import Benchmark, Verdict
from aggregation.indicators import Reading
from aggregation.selection import AreaNumber, numbers_by_area
from data.terms import Level
from geo import numbers
from geo.figures_heat import HeatRow, Shade, heat_table
from geo.figures_spine import spine_row
from pages.components import choosing, compare_views, language, pieces, shell, views, words
from pages.components import compare_words as say
from pages.components.compare_table import TableRow, sortable
from pages.components.compare_views import Picked, Whole
from pages.components.language import gettext as _
from pages.components.language import mark

SUBJECTS = {"P": mark("Praktijken"), "M": mark("Het werk"), "A": mark("De artsen"), "D": mark("Het gebied")}
FIRST_AREAS = 75
"""Rows of a heat map before the reader asks for all."""
_SHADES = {Verdict.HIGHER: (Shade.HIGHER, Shade.FAR_HIGHER), Verdict.LOWER: (Shade.LOWER, Shade.FAR_LOWER)}
_PLAIN = {Verdict.SAME: Shade.SAME, Verdict.UNJUDGED: Shade.UNJUDGED}
_NOTHING = Benchmark(value=math.nan, half=0.0)


def label(whole: Whole) -> str:
    """Name a number in full."""
    name = choosing.full_label(whole.indicator, whole.shown)
    return (
        f"{name}: {language.small(_(words.MEASURE[whole.shown.measure]))}"
        if whole.shown.measure in words.SPREAD
        else name
    )


def write(whole: Whole, value: float) -> str:
    """Write a value of a number, with its sign."""
    if math.isnan(value):
        return "–"
    return numbers.with_unit(
        value, whole.shown.measure, language.pick(whole.indicator.unit), whole.decimals, short=True
    )


def ends(whole: Whole, row: AreaNumber) -> str:
    """Write the interval of a number, '' where it has none."""
    if not row.has_interval:
        return ""
    sign = "%" if whole.indicator.unit.nl.startswith("%") else ""
    narrow = numbers.number(row.lower, whole.decimals) == numbers.number(row.upper, whole.decimals)
    return numbers.interval(row.lower, row.upper, whole.decimals + narrow, sign=sign)  # "5 to 5" tells nothing


def spine(release_id: str, level: Level, year: int, area: str, *, alike: bool, against: str) -> None:
    """Draw the spine chart of an area: first the numbers with a direction, worst on the left, then the others."""
    parts: dict[bool, list[str]] = {True: [], False: []}
    lines, withheld = [], 0
    for whole, row, benchmark, said in spine_rows(release_id, level, year, area, alike=alike):
        withheld += int(row.withheld)
        directed = whole.reading is not Reading.NEITHER
        parts[directed].append(_line(whole, row, benchmark, said, against))
        lines.append(_table_row(whole, row, benchmark, said))
    heads = spine_heads()
    for directed, body in parts.items():
        if body:
            title, left, right = heads[directed]
            pieces.show(
                f'<section class="zc-part zc-spines"><h2>{escape(title)}</h2><div class="zc-srow zc-scols">'
                f'<span></span><span></span><span class="zc-sends"><i>← {escape(left)}</i><b>{escape(against)}</b>'
                f"<i>{escape(right)} →</i></span><span>{escape(against)}</span><span></span></div>"
                f"{''.join(body)}</section>"
            )
    text = _("{n} van {N} cijfers worden in dit gebied niet getoond: {why}.").format(
        n=withheld, N=len(lines), why=_(words.WHY_WITHHELD)
    )
    pieces.show(f'<p class="zc-under">{escape(text)}</p>')
    columns = [
        (_("Cijfer"), False),
        (_("Dit gebied"), True),
        (_("95 %-interval"), True),
        (against, True),
        (_("Laagste"), True),
        (_("Middelste helft"), True),
        (_("Hoogste"), True),
        (_("Verschil"), False),
    ]
    sorts = {"afstand": (_("Grootste afstand eerst"), True)}
    sortable(say.SPINE, _("Alle cijfers van dit gebied"), columns, lines, sorts)


def spine_heads() -> dict[bool, tuple[str, str, str]]:
    """Give title, left and right end of the numbers with and without a direction."""
    return {
        True: (_("Cijfers met een richting"), _("slechter"), _("beter")),
        False: (_("Cijfers zonder richting"), _("lager"), _("hoger")),
    }


def spine_rows(
    release_id: str, level: Level, year: int, area: str, *, alike: bool
) -> list[tuple[Whole, AreaNumber, Benchmark, Verdict]]:
    """Hold every number of an area against its benchmark."""
    known = compare_views.benchmarks(release_id, level, year, alike=alike)
    found = []
    for whole in compare_views.whole_level(release_id, level, year):
        if area in whole.rows.index:
            row = numbers_by_area(whole.rows.loc[[area]])[area]
            benchmark = known[whole.indicator.id].get(area, _NOTHING)
            said = comparing.verdict(row.value, (row.lower, row.upper), float(whole.errors[area]), benchmark)
            found.append((whole, row, benchmark, said))
    return found


def _line(whole: Whole, row: AreaNumber, benchmark: Benchmark, said: Verdict, against: str) -> str:
    name = escape(label(whole))
    unit = escape(language.pick(whole.indicator.unit))
    verdict = say.verdict_words(said, whole.reading)
    if row.withheld:
        value, verdict = f'<em class="zc-hide">{escape(_(words.WITHHELD_SHORT))}</em>', ""
    elif not row.known:
        value, verdict = f"<em>{escape(_(words.NO_DATA))}</em>", ""
    else:
        value = f"<b>{escape(write(whole, row.value))}</b><span>{escape(ends(whole, row))}</span>"
    drawing = spine_picture(whole, row, benchmark, said, against)
    if not drawing:
        drawing = f'<span class="zc-remark">{escape(_("te weinig gebieden worden getoond"))}</span>'
    colour = (
        f' style="color:{say.tone_of(said, whole.reading).value}"' if said in (Verdict.HIGHER, Verdict.LOWER) else ""
    )
    return (
        f'<div class="zc-srow"><span class="zc-sname">{name}<small>{unit}</small></span>'
        f'<span class="zc-sval">{value}</span><span class="zc-sdraw">{drawing}</span>'
        f'<span class="zc-svl">{escape(write(whole, benchmark.value))}</span>'
        f'<span class="zc-ssaid"{colour}>{escape(verdict)}</span></div>'
    )


def spine_picture(whole: Whole, row: AreaNumber, benchmark: Benchmark, said: Verdict, against: str) -> str:
    """Draw the place of an area among all others on one number, '' where too few are shown."""
    if whole.spread is None:
        return ""
    spread = whole.spread
    centre = spread.middle if math.isnan(benchmark.value) else benchmark.value
    described = _("{what}: dit gebied {value}, {against} {benchmark}, alle gebieden van {low} tot {high}").format(
        what=label(whole),
        value=_(words.WITHHELD_SHORT) if row.withheld else write(whole, row.value),
        against=against,
        benchmark=write(whole, benchmark.value),
        low=write(whole, spread.lowest),
        high=write(whole, spread.highest),
    )
    return spine_row(
        (spread.lowest, spread.quarter, spread.three_quarters, spread.highest),
        described=described,
        benchmark=centre,
        value=row.value,
        lower=row.lower,
        upper=row.upper,
        colour="#7a8f98" if said in (Verdict.SAME, Verdict.UNJUDGED) else say.tone_of(said, whole.reading).value,
        mirrored=whole.reading is Reading.HIGHER_WORSE,
        marked=not math.isnan(benchmark.value),
    )


def _table_row(whole: Whole, row: AreaNumber, benchmark: Benchmark, said: Verdict) -> TableRow:
    spread = whole.spread
    middle = "" if spread is None else f"{write(whole, spread.quarter)} – {write(whole, spread.three_quarters)}"
    far = math.nan
    if spread is not None and spread.deviation > 0:
        far = abs(row.value - benchmark.value) / spread.deviation
    why = _(words.WITHHELD_SHORT) if row.withheld else _(words.NO_DATA)
    hidden = f'<span class="zc-remark">{escape(why)}</span>'
    return TableRow(
        name=label(whole),
        cells=[
            f'{escape(label(whole))} <span class="zc-remark">{escape(language.pick(whole.indicator.unit))}</span>',
            escape(write(whole, row.value)) if row.known else hidden,
            escape(ends(whole, row)),
            escape(write(whole, benchmark.value)),
            "" if spread is None else escape(write(whole, spread.lowest)),
            escape(middle),
            "" if spread is None else escape(write(whole, spread.highest)),
            f'<span class="zc-said">{escape(say.verdict_words(said, whole.reading))}</span>',
        ],
        keys={"afstand": far},
    )


def heat(
    release_id: str, level: Level, year: int, names: dict[str, str], picked: Picked, *, alike: bool, against: str
) -> None:
    """Draw the heat map: the areas that stand out on top, then all others by name."""
    every = compare_views.whole_level(release_id, level, year)
    cells = all_cells(release_id, level, year, alike, language.current())
    rest = sorted((area for area in names if area not in picked.all), key=lambda area: language.sort_key(names[area]))
    order = [*picked.all, *rest]
    if len(order) > FIRST_AREAS:
        text = _("Toon alle {n} {levels}").format(n=len(order), levels=_(words.LEVEL_MANY[level]))
        if not st.toggle(text, key="vergelijk_alle_gebieden"):
            order = order[:FIRST_AREAS]
    columns = [(language.pick(whole.indicator.label), _(SUBJECTS[whole.indicator.id[0]])) for whole in every]
    rows = [
        HeatRow(
            name=shell.anchor("vergelijken", names[area], vorm=say.SPINE, gebied=area, niveau=level.value, jaar=year),
            css="zc-chosen" if area == picked.chosen else "zc-picked" if area in picked.others else "",
            cells=cells[area],
        )
        for area in order
    ]
    pieces.show(_heat_key(against))
    caption = _("Verschil van elk gebied met {benchmark}, voor elk cijfer").format(benchmark=against)
    pieces.show(heat_table(caption, language.capital(_(words.LEVEL_ONE[level])), columns, rows))
    _heat_summary(level, names, picked, _counts(release_id, level, year, alike))


@lru_cache(maxsize=8)
def all_cells(
    release_id: str, level: Level, year: int, alike: bool, spoken: str
) -> dict[str, tuple[tuple[Shade, str], ...]]:
    """Prepare the cells of every area; ``spoken`` is the language in use."""
    every = compare_views.whole_level(release_id, level, year)
    found = compare_views.heat_verdicts(release_id, level, year, alike=alike)
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
        for area in views.names_today(release_id, level)
    }


@lru_cache(maxsize=8)
def _counts(release_id: str, level: Level, year: int, alike: bool) -> dict[str, dict[str, int]]:
    """Count per area how many numbers differ clearly, and how many are withheld."""
    every = compare_views.whole_level(release_id, level, year)
    found = compare_views.heat_verdicts(release_id, level, year, alike=alike)
    hidden = [whole.rows["withheld"].to_dict() for whole in every]
    counts = {}
    for area in views.names_today(release_id, level):
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
    name = label(whole)
    if found is None:
        return Shade.NO_DATA, f"{name}: {_(words.NO_DATA)}"
    said, far = found
    if said is Verdict.HIDDEN:
        if withheld:
            return Shade.WITHHELD, f"{name}: {_(words.WITHHELD_SHORT)}"
        return Shade.NO_DATA, f"{name}: {_(words.NO_DATA)}"
    near, strong = _SHADES.get(said, (_PLAIN.get(said, Shade.SAME), _PLAIN.get(said, Shade.SAME)))
    plain = say.verdict_words(said, Reading.NEITHER)  # the colours of this chart say higher or lower, no more
    return (strong if abs(far) >= 1 else near), f"{name}: {write(whole, value)}, {plain}"


def heat_keys(against: str) -> tuple[tuple[Shade, str, str], ...]:
    """Give shade, meaning and sign of every kind of cell."""
    return (
        (Shade.FAR_LOWER, _("veel lager dan {benchmark}").format(benchmark=against), "−−"),
        (Shade.LOWER, _("lager"), "−"),
        (Shade.SAME, _("geen duidelijk verschil"), ""),
        (Shade.HIGHER, _("hoger"), "+"),
        (Shade.FAR_HIGHER, _("veel hoger"), "++"),
        (Shade.UNJUDGED, _("geen interval of geen maatstaf"), "·"),
        (Shade.WITHHELD, _(words.WITHHELD_SHORT), ""),
        (Shade.NO_DATA, _(words.NO_DATA), ""),
    )


def _heat_key(against: str) -> str:
    keys = "".join(
        f'<span class="zc-key"><i class="{shade.value}">{sign}</i>{escape(text)}</span>'
        for shade, text, sign in heat_keys(against)
    )
    return f'<div class="zc-keys zc-heatkey">{keys}</div>'


def _heat_summary(level: Level, names: dict[str, str], picked: Picked, counted: dict[str, dict[str, int]]) -> None:
    """Draw per area how many numbers differ clearly, and how many are withheld."""
    rows = []
    for area, name in names.items():
        counts = counted[area]
        rows.append(
            TableRow(
                name=name,
                css="zc-chosen" if area == picked.chosen else "zc-picked" if area in picked.others else "",
                cells=[
                    shell.anchor("vergelijken", name, vorm=say.SPINE, gebied=area, niveau=level.value),
                    *map(numbers.number, counts.values()),
                ],
                keys={key: float(n) for key, n in counts.items()},
            )
        )
    columns = [
        (language.capital(_(words.LEVEL_ONE[level])), False),
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
    title = _("Hoeveel cijfers verschillen?")
    sortable(say.HEAT, title, columns, rows, sorts)
