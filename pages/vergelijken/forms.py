"""What the charts of one or two numbers on the screen Vergelijken share: benchmark, marks, keys, words around them."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from aggregation.shown import verdicts
from aggregation.shown.comparing import Benchmark
from aggregation.shown.verdicts import Verdict
from data.terms import Level, Measure
from geo.figures.chart import Key, KeyItem, Marked, Sign
from pages.components import plot
from pages.components.plot import Prepared
from pages.shell import address, links
from pages.vergelijken import comparison, say
from pages.vergelijken.comparison import Compared, Picked
from pages.vergelijken.sortable import Table
from pages.views import benchmarks, views
from pages.views.choices import AREA, LEVEL, YEAR
from pages.views.views import AreaView
from pages.words import differences, language, numbers, phrases
from pages.words.language import gettext as _

CHART = "vergelijking"
KEPT = 16
"""Finished forms of each kind that are kept; one of all municipalities with its table takes about a megabyte."""


@dataclass(frozen=True, kw_only=True)
class Against:
    """What the areas are held against: its code and value; where it is not Flanders, the areas behind it and whose."""

    beside: str
    benchmark: Benchmark
    others: tuple[str, ...] = ()
    of: str | None = None

    @property
    def name(self) -> str:
        """Name it inside a sentence, in the language in use."""
        return _(say.NAMES[self.beside])


def against_of(compared: Compared, area: str | None, beside: str) -> Against | None:
    """Give the areas that one is held against as a benchmark, None where too few of them show the number."""
    view = compared.view
    if area is None:
        return None
    means = _means(view, beside)
    known = comparison.groups(view.release_id, view.level, beside) or {}
    if area not in means:
        return None
    return Against(beside=beside, benchmark=means[area], others=known[area], of=area)


def against_flanders(view: AreaView) -> Against:
    """Give Flanders as a benchmark."""
    return Against(beside=benchmarks.FLANDERS, benchmark=comparison.flanders_of(view))


@dataclass(frozen=True, kw_only=True)
class Form:
    """A form of one or two numbers, ready to draw.

    ``above`` holds the markup over the chart, piece by piece; ``figure`` is None where nothing can be drawn, and
    ``described`` is what a screen reader hears of it.
    """

    above: tuple[str, ...]
    figure: Prepared | None
    described: str
    left_out: str
    table: Table
    reading: tuple[str, ...]


def subtitle(view: AreaView) -> str:
    """Give measure, unit, year and level."""
    unit = language.pick(view.indicator.unit)
    level = _("per {level}").format(level=_(phrases.LEVEL_ONE[view.level]))
    return " · ".join((view.title, unit, str(view.year), level))


def short_names(names: dict[str, str]) -> dict[str, str]:
    """Leave out the word that all names of a level begin with: it says nothing in a chart of that level."""
    first = {name.split(" ", 1)[0] for name in names.values()}
    if len(first) == 1 and all(" " in name for name in names.values()):
        return {area: name.split(" ", 1)[1] for area, name in names.items()}
    return names


def chart(form: Form) -> None:
    """Draw the figure of a form, whose points choose an area."""
    if form.figure is None:
        return
    with st.container(key="vergelijkvak"):
        plot.draw(form.figure, CHART, form.described, clicked=_take_click)


def _take_click(points: plot.Points) -> None:
    """Choose the clicked area."""
    for point in points:
        given = point.get("customdata")
        area = given[0] if isinstance(given, list) and given else given
        if isinstance(area, str):
            address.put(AREA.name, area)
            return


def marks(
    compared: Compared,
    picked: Picked,
    against: Against,
    said: dict[str, Verdict],
    extra: Sequence[str],
) -> dict[str, Marked]:
    """Dress every shown area for a chart."""
    view = compared.view
    hover = views.hover_texts(view, language.current())
    names = short_names(view.names)
    found = {}
    for area, row in view.numbers.items():
        if row.known and picked.wants(area):
            verdict = said.get(area, Verdict.UNJUDGED)
            line = differences.words(verdict, compared.reading)
            found[area] = Marked(
                area=area,
                name=names[area],
                tone=differences.tone_of(verdict, compared.reading),
                hover=f"{hover[area]}<br>{escape(line)}",
                chosen=area == picked.chosen,
                named=area in picked.others or area in extra,
                ringed=area in against.others,
            )
    return found


def key_of(compared: Compared, said: dict[str, Verdict], against: Against) -> Key:
    """Explain the colours, with how many areas have each."""
    counts = [
        (verdict, sum(1 for found in said.values() if found is verdict))
        for verdict in (Verdict.HIGHER, Verdict.PERHAPS, Verdict.SAME, Verdict.EQUAL, Verdict.LOWER, Verdict.UNJUDGED)
    ]
    items = [
        KeyItem(
            fill=differences.tone_of(verdict, compared.reading).value,
            text=f"{count}{numbers.NO_BREAK}{differences.words(verdict, compared.reading)}",
        )
        for verdict, count in counts
        if count
    ]
    items += [KeyItem(sign=Sign.RING, text=_(say.RINGED[against.beside]))] if against.others else []
    return Key(title=_("Verschil met {benchmark}:").format(benchmark=against.name), items=tuple(items))


def sign_of(view: AreaView) -> str:
    """Give what follows every value of a number."""
    return numbers.percent_sign() if view.sign else ""


def told(view: AreaView, area: str) -> str:
    """Write the number of an area, for the text alternative of a chart."""
    return view.text(view.numbers[area], short=True)


def profiles(level: Level, year: int) -> str:
    """Give the pattern of the links to the profiles of a level."""
    return links.pattern("regioprofiel", {LEVEL: level.value, YEAR: year})


def number_cells(view: AreaView, area: str, pattern: str) -> list[str]:
    """Give the cells name (a link, filled in from ``pattern``), number and, where any area has one, interval."""
    row = view.numbers[area]
    value = f'<span class="zc-remark">{escape(_(phrases.WITHHELD_SHORT))}</span>' if row.withheld else ""
    return [
        links.fill(pattern, area, view.names[area]),
        value or escape(view.text(row, short=True)),
        *([view.interval(row)] if view.has_intervals else []),
    ]


def row_class(area: str, picked: Picked) -> str:
    """Give the CSS class of the row of an area."""
    return "zc-chosen" if area == picked.chosen else "zc-picked" if area in picked.others else ""


def left_out_words(view: AreaView, second: AreaView | None = None) -> list[tuple[str, list[str]]]:
    """Count the areas that no chart places: withheld, and without data, in one of the two numbers; with their names."""
    both = [view] if second is None else [view, second]
    hidden = {area for v in both for area, row in v.numbers.items() if row.withheld}
    empty = {area for v in both for area, row in v.numbers.items() if not row.withheld and not row.known} - hidden
    told = (hidden, f"{_(phrases.WITHHELD_SHORT)}: {_(phrases.WHY_WITHHELD)}"), (empty, _(phrases.NO_DATA))
    many = _(phrases.LEVEL_MANY[view.level])
    return [
        (
            _("{n} van {N} {levels} {why}").format(n=len(areas), N=len(view.numbers), levels=many, why=why),
            sorted((view.names[area] for area in areas), key=language.sort_key),
        )
        for areas, why in told
        if areas
    ]


def left_out(view: AreaView, second: AreaView | None = None) -> str:
    """List the areas that no chart places, as markup."""
    parts = [
        f"<details><summary>{escape(title)}</summary><p>{escape(', '.join(names))}</p></details>"
        for title, names in left_out_words(view, second)
    ]
    return f'<div class="zc-leftout">{"".join(parts)}</div>' if parts else ""


def verdicts_of(compared: Compared, against: Against) -> dict[str, Verdict]:
    """Hold all areas of a number against the benchmark, as one family.

    The area whose neighbours they are is judged as on every form: in the family of all areas, each beside its own.
    """
    view = compared.view
    if against.of is None:
        return view.verdicts
    entry, shown, mean = view.indicator, view.shown, against.benchmark
    share = shown.measure is Measure.SHARE
    own = verdicts.numbers_of(view.rows, entry, shown)
    said = verdicts.family(view.rows.index, own, verdicts.fixed(mean.value, mean.half, share=share))
    judged = comparison.own_group_verdicts(view.rows, entry, shown, _means(view, against.beside))
    return said | {against.of: judged[against.of]}


def _means(view: AreaView, beside: str) -> dict[str, Benchmark]:
    return comparison.group_means(view.release_id, view.level, view.rows, view.indicator, view.shown, beside)


def others_words(names: dict[str, str], area: str, beside: str, others: Sequence[str]) -> str:
    """Name the areas that an area is held against."""
    title = _(say.LISTED[beside]).format(area=names[area])
    listed = ", ".join(names[name] for name in others)
    return f'<p class="zc-alike"><b>{escape(title)}</b>: {escape(listed)}</p>'
