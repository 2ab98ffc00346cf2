"""Tables of the screen Evolutie: the drawn series from year to year, and every area of the level."""

from collections.abc import Sequence
from functools import lru_cache
from html import escape

from aggregation.shown.evolution import Change
from aggregation.shown.selection import AreaNumber
from data.terms import Status
from pages.components import pieces
from pages.evolutie.charts import Drawn, name_of
from pages.evolutie.evolution import ARROW, Evolution
from pages.shell import links
from pages.views.choices import LEVEL
from pages.words import language, phrases
from pages.words.language import gettext as _


def steps(series: Sequence[Drawn]) -> str:
    """Table of the drawn series: every year, and the tested change between consecutive years."""
    whole = series[0][0]
    columns: list[tuple[str, bool]] = [(_("Gebied"), False)]
    for i, year in enumerate(whole.years):
        if i:
            columns.append((f"{whole.years[i - 1]} {ARROW} {year}", False))
        columns.append((str(year), True))
    rows = []
    for position, (there, area) in enumerate(series):
        flanders = area is None
        cells = [escape(name_of((there, area)))]
        for i, row in enumerate(there.series(area)):
            if i:
                cells.append(_step(there, there.stepwise(area)[i - 1], flanders=flanders))
            cells.append(_cell(there, row, flanders=flanders))
        rows.append(("zc-chosen" if position == 0 and area is not None else "", cells))
    drawn = pieces.table(_("Van jaar tot jaar"), columns, rows, tall=False)
    return f'<section class="zc-part zc-ev-steps"><h2>{escape(_("Van jaar tot jaar"))}</h2>{drawn}</section>'


def _cell(whole: Evolution, row: AreaNumber | None, *, flanders: bool = False) -> str:
    if row is None or not row.known:
        return f'<span class="zc-remark">{escape(whole.text(row))}</span>'
    sign = f' <abbr title="{escape(_(phrases.LOW_RELIABILITY))}">°</abbr>'
    low = sign if row.status is Status.LOW_RELIABILITY else ""
    return f"{escape(whole.text(row, flanders=flanders))}{low}"


def _step(whole: Evolution, change: Change, *, flanders: bool) -> str:
    if not change.known:
        return f'<span class="zc-remark">{escape(whole.verdict(change))}</span>'
    ends = whole.change_interval(change, flanders=flanders)
    between = f" ({ends[0]} {_('tot')} {ends[1]})" if ends else ""
    verdict = f"{_('volledige telling')}: {whole.verdict(change)}" if change.exact else whole.verdict(change)
    return (
        f"<b>{escape(whole.change_text(change, flanders=flanders))}</b>{escape(between)}"
        f'<span class="zc-remark">{escape(verdict)}</span>'
    )


def table(whole: Evolution, areas: Sequence[str], marked: Sequence[str | None], caption: str) -> str:
    """Table of all areas: first, last, change, interval and what may be said of it."""
    pattern = links.pattern("regioprofiel", {LEVEL: whole.level.value})
    return _table(whole, tuple(areas), frozenset(marked), caption, pattern, language.current())


@lru_cache(maxsize=24)
def _table(
    whole: Evolution, areas: tuple[str, ...], marked: frozenset[str | None], caption: str, pattern: str, _spoken: str
) -> str:
    unit = f" ({_('procentpunten')})" if whole.is_percentage else ""
    columns = [
        (language.capital(_(phrases.LEVEL_ONE[whole.level])), False),
        (str(whole.years[0]), True),
        (str(whole.years[-1]), True),
        (_("Verschil") + unit, True),
        (_("95 %-interval van het verschil"), True),
        (_("Wat kunt u zeggen?"), False),
        (_("Opmerking"), False),
    ]
    rows = []
    for area in areas:
        change, series = whole.whole[area], whole.series(area)
        ends = whole.change_interval(change)
        remarks = []
        if change.exact:
            remarks.append(_("volledige telling"))
        if any(row is not None and row.status is Status.LOW_RELIABILITY for row in (series[0], series[-1])):
            remarks.append(_(phrases.LOW_RELIABILITY))
        if whole.breaks and change.known:
            remarks.append(_("over een breuk in de reeks"))
        if whole.summed(area):
            remarks.append(_("opgeteld uit gefuseerde gemeenten"))
        cells = [
            links.fill(pattern, area, whole.names[area]),
            _cell(whole, series[0]),
            _cell(whole, series[-1]),
            escape(whole.change_text(change)),
            f"{ends[0]} {_('tot')} {ends[1]}" if ends else "",
            escape(whole.verdict(change)),
            f'<span class="zc-remark">{escape(", ".join(remarks))}</span>',
        ]
        rows.append(("zc-chosen" if area in marked else "", cells))
    return pieces.table(caption, columns, rows)
