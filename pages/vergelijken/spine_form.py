"""The spine chart of the screen Vergelijken: all numbers of one area, each among those of all other areas."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from aggregation.indicators import Reading
from aggregation.shown.comparing import Benchmark
from aggregation.shown.selection import AreaNumber, numbers_by_area
from aggregation.shown.verdicts import CLEAR, Verdict
from geo.figures.spine import Spine, SpineGroup, SpineLine, markup, stretched
from pages.components import pieces
from pages.vergelijken import comparison, say
from pages.vergelijken.comparison import Beside, Whole
from pages.vergelijken.sortable import Table, TableRow, sortable
from pages.views import choosing
from pages.words import differences, language, numbers, phrases
from pages.words.language import gettext as _

Held = tuple[Whole, AreaNumber, Benchmark, Verdict]
"""A number of an area, held against its benchmark."""
_NOTHING = Benchmark(value=math.nan, half=0.0)


def write(whole: Whole, value: float, row: AreaNumber | None = None) -> str:
    """Write a value of a number, with its sign; that of an area as finely as its interval."""
    if math.isnan(value):
        return "–"
    places = whole.decimals if row is None else numbers.digits_of(whole.decimals, row.lower, row.upper)
    return choosing.written(whole.indicator, whole.shown.measure, value, places)


def ends(whole: Whole, row: AreaNumber) -> str:
    """Write the interval of a number, '' where it has none."""
    if not row.has_interval:
        return ""
    sign = "%" if whole.indicator.in_percent(whole.shown.measure) else ""
    return numbers.interval(row.lower, row.upper, numbers.digits_of(whole.decimals, row.lower, row.upper), sign=sign)


def spine(beside: Beside, area: str) -> None:
    """Draw the spine chart of an area: first the numbers with a direction, worst on the left, then the others."""
    made = _spine(beside, area, language.current())
    for piece in made.markup:
        pieces.show(piece)
    sortable(say.SPINE, made.table)


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """The spine chart of an area, ready to draw: its pieces of markup, and its table."""

    markup: tuple[str, ...]
    table: Table


@lru_cache(maxsize=32)
def _spine(beside: Beside, area: str, _spoken: str) -> Drawn:
    rows = spine_rows(beside, area)
    columns = [
        (_("Cijfer"), False),
        (_("Dit gebied"), True),
        (_("95 %-interval"), True),
        (beside.against, True),
        (_("Laagste"), True),
        (_("Middelste helft"), True),
        (_("Hoogste"), True),
        (_("Verschil"), False),
    ]
    sorts = {"afstand": (_("Grootste afstand eerst"), True)}
    return Drawn(
        markup=tuple(markup(describe(rows, beside.against))),
        table=Table(
            title=_("Alle cijfers van dit gebied"),
            columns=columns,
            rows=[_table_row(*row) for row in rows],
            sorts=sorts,
        ),
    )


def describe(rows: Sequence[Held], against: str) -> Spine:
    """Describe the spine chart of an area: first the numbers with a direction, worst on the left, then the others."""
    heads = {
        True: (_("Cijfers met een richting"), _("slechter"), _("beter")),
        False: (_("Cijfers zonder richting"), _("lager"), _("hoger")),
    }
    groups = []
    for directed, (title, left, right) in heads.items():
        lines = [_line(*row, against) for row in rows if (row[0].reading is not Reading.NEITHER) is directed]
        if lines:
            groups.append(SpineGroup(title=title, left=left, right=right, lines=tuple(lines)))
    note = _("{n} van {N} cijfers worden in dit gebied niet getoond: {why}.").format(
        n=sum(row.withheld for _whole, row, _benchmark, _said in rows), N=len(rows), why=_(phrases.WHY_WITHHELD)
    )
    return Spine(groups=tuple(groups), own=_("Dit gebied"), against=against, note=note)


def spine_rows(beside: Beside, area: str) -> list[Held]:
    """Hold every number of an area against its benchmark."""
    known, judged = comparison.benchmarks(beside), comparison.heat_verdicts(beside)
    found = []
    for whole in beside.wholes:
        if area in whole.rows.index:
            row = numbers_by_area(whole.rows.loc[[area]])[area]
            benchmark = known[whole.indicator.id].get(area, _NOTHING)
            found.append((whole, row, benchmark, judged[(whole.indicator.id, area)][0]))
    return found


def _line(whole: Whole, row: AreaNumber, benchmark: Benchmark, said: Verdict, against: str) -> SpineLine:
    known = row.known and not math.isnan(row.value)
    value = write(whole, row.value, row) if known else _(phrases.WITHHELD_SHORT) if row.withheld else _(phrases.NO_DATA)
    return SpineLine(
        name=whole.title,
        unit=language.pick(whole.indicator.unit),
        marks=_marks(whole, row, benchmark, said, against),
        remark=_("te weinig gebieden worden getoond"),
        value=value,
        interval=ends(whole, row) if known else "",
        known=known,
        withheld=row.withheld,
        benchmark=write(whole, benchmark.value),
        verdict=differences.words(said, whole.reading) if known else "",
        colour=differences.tone_of(said, whole.reading).value if said in CLEAR else "",
    )


def _marks(whole: Whole, row: AreaNumber, benchmark: Benchmark, said: Verdict, against: str) -> str:
    """Draw the place of an area among all others on one number, '' where too few are shown."""
    if whole.spread is None:
        return ""
    spread = whole.spread
    centre = spread.middle if math.isnan(benchmark.value) else benchmark.value
    described = _("{what}: dit gebied {value}, {against} {benchmark}, alle gebieden van {low} tot {high}").format(
        what=whole.title,
        value=_(phrases.WITHHELD_SHORT) if row.withheld else write(whole, row.value, row),
        against=against,
        benchmark=write(whole, benchmark.value),
        low=write(whole, spread.lowest),
        high=write(whole, spread.highest),
    )
    return stretched(
        (spread.lowest, spread.quarter, spread.three_quarters, spread.highest),
        described=described,
        benchmark=centre,
        value=row.value,
        lower=row.lower,
        upper=row.upper,
        colour=differences.tone_of(said, whole.reading).value if said in CLEAR else "#7a8f98",
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
        name=whole.title,
        cells=[
            f'{escape(whole.title)} <span class="zc-remark">{escape(language.pick(whole.indicator.unit))}</span>',
            escape(write(whole, row.value, row)) if row.known else hidden,
            escape(ends(whole, row)),
            escape(write(whole, benchmark.value)),
            "" if spread is None else escape(write(whole, spread.lowest)),
            escape(middle),
            "" if spread is None else escape(write(whole, spread.highest)),
            f'<span class="zc-said">{escape(differences.words(said, whole.reading))}</span>',
        ],
        keys={"afstand": far},
    )
