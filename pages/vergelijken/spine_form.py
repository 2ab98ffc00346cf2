"""The spine chart of the screen Vergelijken: all numbers of one area, each among those of all other areas."""

import math
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from aggregation.indicators import Reading
from aggregation.shown import comparing
from aggregation.shown.comparing import Benchmark, Verdict
from aggregation.shown.selection import AreaNumber, numbers_by_area
from data.terms import Level
from geo import numbers
from geo.figures.spine import spine_row
from pages.components import pieces
from pages.vergelijken import comparison, say
from pages.vergelijken.comparison import Whole
from pages.vergelijken.sortable import Table, TableRow, sortable
from pages.views import choosing
from pages.words import language, phrases
from pages.words.language import gettext as _

_NOTHING = Benchmark(value=math.nan, half=0.0)


def label(whole: Whole) -> str:
    """Name a number in full."""
    name = choosing.full_label(whole.indicator, whole.shown)
    return (
        f"{name}: {language.small(_(phrases.MEASURE[whole.shown.measure]))}"
        if whole.shown.measure in phrases.SPREAD
        else name
    )


def write(whole: Whole, value: float) -> str:
    """Write a value of a number, with its sign."""
    if math.isnan(value):
        return "–"
    return choosing.written(whole.indicator, whole.shown.measure, value, whole.decimals)


def ends(whole: Whole, row: AreaNumber) -> str:
    """Write the interval of a number, '' where it has none."""
    if not row.has_interval:
        return ""
    sign = "%" if whole.indicator.in_percent(whole.shown.measure) else ""
    narrow = numbers.number(row.lower, whole.decimals) == numbers.number(row.upper, whole.decimals)
    return numbers.interval(row.lower, row.upper, whole.decimals + narrow, sign=sign)  # "5 to 5" tells nothing


def spine(release_id: str, level: Level, year: int, area: str, *, alike: bool, against: str) -> None:
    """Draw the spine chart of an area: first the numbers with a direction, worst on the left, then the others."""
    made = _spine(release_id, level, year, area, alike, against, language.current())
    for markup in made.markup:
        pieces.show(markup)
    sortable(say.SPINE, made.table)


@dataclass(frozen=True, kw_only=True)
class Spine:
    """The spine chart of an area, ready to draw: its pieces of markup, and its table."""

    markup: tuple[str, ...]
    table: Table


@lru_cache(maxsize=32)
def _spine(release_id: str, level: Level, year: int, area: str, alike: bool, against: str, _spoken: str) -> Spine:
    parts: dict[bool, list[str]] = {True: [], False: []}
    lines, withheld = [], 0
    for whole, row, benchmark, said in spine_rows(release_id, level, year, area, alike=alike):
        withheld += int(row.withheld)
        directed = whole.reading is not Reading.NEITHER
        parts[directed].append(_line(whole, row, benchmark, said, against))
        lines.append(_table_row(whole, row, benchmark, said))
    heads = spine_heads()
    markup = [_section(heads[directed], against, body) for directed, body in parts.items() if body]
    text = _("{n} van {N} cijfers worden in dit gebied niet getoond: {why}.").format(
        n=withheld, N=len(lines), why=_(phrases.WHY_WITHHELD)
    )
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
    return Spine(
        markup=(*markup, f'<p class="zc-under">{escape(text)}</p>'),
        table=Table(title=_("Alle cijfers van dit gebied"), columns=columns, rows=lines, sorts=sorts),
    )


def _section(heads: tuple[str, str, str], against: str, body: list[str]) -> str:
    title, left, right = heads
    return (
        f'<section class="zc-part zc-spines"><h2>{escape(title)}</h2><div class="zc-srow zc-scols">'
        f'<span></span><span></span><span class="zc-sends"><i>← {escape(left)}</i><b>{escape(against)}</b>'
        f"<i>{escape(right)} →</i></span><span>{escape(against)}</span><span></span></div>"
        f"{''.join(body)}</section>"
    )


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
    known = comparison.benchmarks(release_id, level, year, alike=alike)
    found = []
    for whole in comparison.whole_level(release_id, level, year):
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
        value, verdict = f'<em class="zc-hide">{escape(_(phrases.WITHHELD_SHORT))}</em>', ""
    elif not row.known:
        value, verdict = f"<em>{escape(_(phrases.NO_DATA))}</em>", ""
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
        f'<span class="zc-svl"><span class="zc-vlname">{escape(against)} </span>'
        f"{escape(write(whole, benchmark.value))}</span>"
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
        value=_(phrases.WITHHELD_SHORT) if row.withheld else write(whole, row.value),
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
    why = _(phrases.WITHHELD_SHORT) if row.withheld else _(phrases.NO_DATA)
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
