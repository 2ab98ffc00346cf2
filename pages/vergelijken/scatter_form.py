"""The scatter of the screen Vergelijken: two numbers of each area, and cautiously how they go together."""

import math
from functools import lru_cache
from html import escape

from aggregation.indicators import Indicator
from aggregation.shown import comparing
from geo.figures import on_plotly
from geo.figures.chart import Chart, Ends, Marked
from geo.figures.palette import Tone
from geo.figures.scatter import Pair, ScatterWords, describe_scatter
from pages.components.plot import Prepared
from pages.vergelijken import forms, say
from pages.vergelijken.comparison import Compared, Picked
from pages.vergelijken.forms import Form
from pages.vergelijken.sortable import Table, TableRow
from pages.views.views import AreaView
from pages.words import language, numbers, phrases
from pages.words.language import gettext as _


@lru_cache(maxsize=forms.KEPT)
def scatter(first: Compared, second: Compared, picked: Picked, pattern: str, _spoken: str) -> Form:
    """Make the scatter ready; ``pattern`` is the link to a profile, the last parameter the language in use."""
    one, two = first.view, second.view
    chart = describe(first, second, picked)
    alt = _("Elk gebied als punt: {first} en {second}. De tabel eronder geeft dezelfde cijfers.")
    return Form(
        above=(f'<p class="zc-finding">{escape(together(first, second))}</p>',),
        figure=Prepared(on_plotly.draw(chart, separators=numbers.separators())) if chart.points else None,
        described=alt.format(first=one.title, second=two.title),
        left_out=forms.left_out(one, two),
        table=_table(first, second, picked, pattern),
        reading=(language.pick(two.indicator.definition), _(say.READ_SCATTER)),
    )


def pair_title(first: Indicator, second: Indicator) -> str:
    """Name two numbers beside each other."""
    other = language.pick(second.label)
    return _("{first} naast {second}").format(first=language.pick(first.label), second=language.small(other))


def pair_words(first: Compared, second: Compared, area: str | None) -> str:
    """Tell both numbers of the chosen area in words; without a choice, how to make one."""
    if area is None or area not in first.view.numbers:
        return f'<p class="zc-under">{escape(_("Klik op een punt, of zoek een gebied om beide cijfers te lezen."))}</p>'
    facts = []
    for view in (first.view, second.view):
        row = view.numbers.get(area)
        if row is not None:
            interval = view.interval(row)
            value = f"{view.text(row, short=True)}{f' ({interval})' if interval else ''}"
            facts.append(f"<li>{escape(view.title)}: <b>{escape(value)}</b></li>")
    return f'<div class="zc-answer"><h2>{escape(first.view.names[area])}</h2><ul>{"".join(facts)}</ul></div>'


def _both(one: AreaView, two: AreaView) -> list[str]:
    return [area for area, row in one.numbers.items() if row.known and area in two.numbers and two.numbers[area].known]


def together(first: Compared, second: Compared) -> str:
    """Say cautiously how two numbers go together."""
    found = comparing.association(first.view.rows["value"], second.view.rows["value"])
    return association_words(found, first, len(_both(first.view, second.view)))


def describe(first: Compared, second: Compared, picked: Picked) -> Chart:
    """Describe two numbers of all areas that show both."""
    one, two = first.view, second.view
    both = [area for area in _both(one, two) if picked.wants(area)]
    both.sort(key=lambda area: area not in picked.others)  # their names matter most
    called = [escape(view.title) for view in (one, two)]
    hover = {
        area: f"<b>{escape(one.names[area])}</b><br>{called[0]}: {one.text(one.numbers[area], short=True)}"
        f"<br>{called[1]}: {two.text(two.numbers[area], short=True)}"
        for area in both
    }
    names = forms.short_names(one.names)
    ends = set()
    for view in (one, two) if both else ():
        order = sorted(both, key=lambda area, v=view: v.numbers[area].value)  # type: ignore[misc]  # default of a lambda
        ends |= {order[0], order[-1]}
    dressed = [
        Marked(
            area=area,
            name=names[area],
            tone=Tone.CLEAR if area in picked.all or area in ends else Tone.PALE,
            hover=hover[area],
            chosen=area == picked.chosen,
            named=area in picked.others or area in ends,
        )
        for area in both
    ]
    top = [None if view.flanders is None or not view.flanders.known else view.flanders.value for view in (one, two)]
    pairs = [
        Pair(
            mark=mark,
            x=one.numbers[mark.area].value,
            y=two.numbers[mark.area].value,
            x_ends=_ends(one, mark.area),
            y_ends=_ends(two, mark.area),
        )
        for mark in dressed
    ]
    titles = ScatterWords(
        x=_axis(one),
        y=_axis(two),
        benchmark=_("Vlaanderen"),
        described="; ".join(
            f"{pair.mark.name} {forms.told(one, pair.mark.area)}, {forms.told(two, pair.mark.area)}" for pair in pairs
        ),
    )
    return describe_scatter(pairs, (top[0], top[1]), titles, (numbers.tick, numbers.tick))


def _ends(view: AreaView, area: str) -> Ends | None:
    row = view.numbers[area]
    return None if math.isnan(row.lower) or math.isnan(row.upper) else (row.lower, row.upper)


def _axis(view: AreaView) -> str:
    return f"{view.title} ({language.pick(view.indicator.unit)})"


def association_words(found: comparing.Association | None, first: Compared, both: int) -> str:
    """Say cautiously how two numbers go together."""
    many = _(phrases.LEVEL_MANY[first.view.level])
    if found is None:
        return _("{n} {levels} tonen beide cijfers. Dat is te weinig om over samenhang iets te zeggen.").format(
            n=both, levels=many
        )
    ends = _("rangcorrelatie {r}, 95 %-interval {low} tot {high}, {n} {levels}").format(
        r=numbers.number(found.value, 2),
        low=numbers.number(found.lower, 2),
        high=numbers.number(found.upper, 2),
        n=found.areas,
        levels=many,
    )
    if not found.clear:
        return _("Geen duidelijke samenhang tussen de twee cijfers ({ends}).").format(ends=ends)
    if found.value > 0:
        return _("Waar het ene cijfer hoger is, is het andere dat vaker ook ({ends}).").format(ends=ends)
    return _("Waar het ene cijfer hoger is, is het andere vaker lager ({ends}).").format(ends=ends)


def _table(first: Compared, second: Compared, picked: Picked, pattern: str) -> Table:
    one, two = first.view, second.view
    columns = [(language.capital(_(phrases.LEVEL_ONE[one.level])), False)]
    for view in (one, two):
        columns += [(view.title, True), *([(_("95 %-interval"), True)] if view.has_intervals else [])]
    empty = [""] * (2 if two.has_intervals else 1)
    rows = [
        TableRow(
            name=one.names[area],
            css=forms.row_class(area, picked),
            cells=[
                *forms.number_cells(one, area, pattern),
                *(forms.number_cells(two, area, pattern)[1:] if area in two.numbers else empty),
            ],
            keys={
                "een": row.value,
                "twee": two.numbers[area].value if area in two.numbers else math.nan,
            },
        )
        for area, row in one.numbers.items()
        if picked.wants(area)
    ]
    sorts = {
        "een": (_("Eerste cijfer, hoogste eerst"), True),
        "twee": (_("Tweede cijfer, hoogste eerst"), True),
    }
    title = _("Alle {levels}").format(levels=_(phrases.LEVEL_MANY[one.level]))
    return Table(title=title, columns=columns, rows=rows, sorts=sorts)
