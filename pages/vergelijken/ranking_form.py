"""The ranking of the screen Vergelijken: areas in the order of a number, never by a bare rank."""

import math
from functools import lru_cache

from aggregation.indicators import Reading
from aggregation.shown import comparing
from geo.figures import on_page, on_plotly
from geo.figures.chart import Chart
from geo.figures.ranking import MOST_NAMED, Ranked, RankingWords, describe_ranking
from pages.components.plot import Prepared
from pages.vergelijken import forms, number_table, say
from pages.vergelijken.comparison import Compared, Picked
from pages.vergelijken.forms import Against, Form
from pages.views.views import AreaView
from pages.words import language, numbers
from pages.words.language import gettext as _


@lru_cache(maxsize=forms.KEPT)
def ranking(compared: Compared, picked: Picked, against: Against, pattern: str, _spoken: str) -> Form:
    """Make the ranking ready; ``pattern`` is the link to a profile, the last parameter the language in use."""
    view, said = compared.view, forms.verdicts_of(compared, against)
    chart = describe(compared, picked, against)
    described = _("Rangorde met intervallen: {what}. De tabel eronder geeft dezelfde cijfers.")
    return Form(
        above=(on_page.key_markup(chart.key),),
        figure=Prepared(on_plotly.draw(chart, separators=numbers.separators())) if chart.points else None,
        described=described.format(what=view.title),
        left_out=forms.left_out(view),
        table=number_table.table(compared, picked, against, said, pattern),
        reading=_reading(compared),
    )


def describe(compared: Compared, picked: Picked, against: Against) -> Chart:
    """Describe the ranking of a number."""
    view = compared.view
    said = forms.verdicts_of(compared, against)
    dressed = forms.marks(compared, picked, against, said, _extremes(compared))
    chance = compared.top if compared.worst is None else compared.worst
    downward = compared.reading is not Reading.HIGHER_BETTER
    sign = -1 if downward else 1

    def place(area: str) -> tuple[float, float, str]:
        row = view.numbers[area]  # equal values stand by the middle of their intervals
        middle = (row.lower + row.upper) / 2 if row.has_interval else row.value
        return sign * row.value, sign * middle, view.names[area]

    order = sorted(dressed, key=place)
    rows = [
        Ranked(
            mark=dressed[area],
            value=view.numbers[area].value,
            lower=view.numbers[area].lower if view.numbers[area].has_interval else math.nan,
            upper=view.numbers[area].upper if view.numbers[area].has_interval else math.nan,
            chance=math.nan if compared.counted else 100 * float(chance.get(area, math.nan)),
        )
        for area in order
    ]
    title = _("Kans op het<br>{fifth}").format(fifth=say.fifth_words(compared.reading))
    titles = RankingWords(
        unit=language.pick(view.indicator.unit),
        chance=title.replace("<br>", "\n"),
        described="; ".join(f"{row.mark.name} {forms.told(view, row.mark.area)}" for row in rows),
        percent=numbers.percent,
    )
    key = forms.key_of(compared, {area: said[area] for area in order}, against)
    return describe_ranking(rows, _lines(view, against), titles, numbers.tick, key)


def _extremes(compared: Compared) -> tuple[str, ...]:
    """Give the areas to name along the foot where there are too many for all names; none otherwise."""
    known = compared.view.rows["value"].dropna().sort_values(kind="stable")
    return () if len(known) <= MOST_NAMED else (str(known.index[0]), str(known.index[-1]))


def _lines(view: AreaView, against: Against) -> list[tuple[float, str]]:
    known = [(_("Vlaanderen"), math.nan if view.flanders is None else view.flanders.value)]
    if against.others:
        known.append((against.name, against.benchmark.value))
    return [
        (value, f"{name} {numbers.number(value, view.decimals)}{forms.sign_of(view)}")
        for name, value in known
        if not math.isnan(value)
    ]


def _reading(compared: Compared) -> tuple[str, ...]:
    if compared.counted:
        return (_(say.READ_COUNTED),)
    if compared.top.isna().all():
        return (_(say.READ_NO_CHANCE),)
    return (_(say.READ_CHANCE).format(draws=numbers.number(comparing.DRAWS)),)
