"""The funnel of the screen Vergelijken: a number against its answers, with the limits of chance."""

from functools import lru_cache
from html import escape

from aggregation.shown import funnels
from aggregation.shown.funnels import Funnel, NoFunnel
from aggregation.shown.verdicts import Floats
from geo.figures import on_page, on_plotly
from geo.figures.chart import Chart
from geo.figures.funnel import FunnelCurves, FunnelWords, describe_funnel
from pages.components.plot import Prepared
from pages.vergelijken import forms, number_table, say
from pages.vergelijken.comparison import Compared, Picked
from pages.vergelijken.forms import Against, Form
from pages.words import language, numbers, phrases
from pages.words.language import gettext as _


@lru_cache(maxsize=forms.KEPT)
def funnel(compared: Compared, picked: Picked, against: Against, pattern: str, _spoken: str) -> Form:
    """Make the funnel ready, or say why there is none; the parameters are those of a ranking."""
    view, said = compared.view, forms.verdicts_of(compared, against)
    made = funnels.funnel(view.rows, view.indicator, view.shown, against.benchmark.value)
    figure = None
    above: tuple[str, ...] = ()
    if isinstance(made, NoFunnel):
        above = (f'<p class="zc-note">{escape(_(say.NO_FUNNEL[made]))}</p>',)
    else:
        chart = describe(compared, picked, against, made)
        above = (on_page.key_markup(chart.key), f'<p class="zc-under">{escape(beyond_words(made))}</p>')
        figure = Prepared(on_plotly.draw(chart, separators=numbers.separators()))
    described = _("Trechter: {what}. De tabel eronder geeft dezelfde cijfers.")
    return Form(
        above=above,
        figure=figure,
        described=described.format(what=view.title),
        left_out=forms.left_out(view),
        table=number_table.table(compared, picked, against, said, pattern),
        reading=(_(say.READ_FUNNEL),),
    )


def describe(compared: Compared, picked: Picked, against: Against, made: Funnel) -> Chart:
    """Describe the funnel of a number, the areas to compare first."""
    view = compared.view
    rows = view.numbers
    far = _apart(made, {area: row.value for area, row in rows.items() if row.known})
    said = forms.verdicts_of(compared, against)
    dressed = forms.marks(compared, picked, against, said, far)
    shown = [area for area in sorted(made.areas, key=lambda area: area not in picked.others) if area in dressed]
    value = f"{numbers.number(made.target, view.decimals)}{forms.sign_of(view)}"
    units = phrases.units(view.indicator.unit_counted, 2)
    return describe_funnel(
        [dressed[area] for area in shown],
        [float(rows[area].answered or 0) for area in shown],
        [rows[area].value for area in shown],
        FunnelCurves(
            answers=list(made.answers), inner=_curve(made.inner), outer=_curve(made.outer), target=made.target
        ),
        FunnelWords(
            x=_("Antwoorden ({units})").format(units=units),
            y=language.pick(view.indicator.unit),
            target="\n".join([*against.name.split(" "), value]),
            inner=_("95 %"),
            outer=_("99,8 %"),
            described="; ".join(f"{dressed[area].name} {forms.told(view, area)}" for area in shown),
        ),
        (numbers.number, numbers.tick),
        forms.key_of(compared, {area: said[area] for area in shown}, against),
    )


def beyond_words(made: Funnel) -> str:
    """Say how many areas lie beyond the outer limit."""
    return _("{n} van {N} gebieden liggen buiten de grens van 99,8 %.").format(n=len(made.beyond), N=len(made.areas))


def _apart(made: Funnel, values: dict[str, float], most: int = 4) -> list[str]:
    """Pick the farthest areas beyond the outer limit whose names do not stand on one another."""
    reach = max(values.values()) - min(values.values())
    found: list[str] = []
    for area in sorted(made.beyond, key=lambda a: (-abs(values[a] - made.target), a)):
        if len(found) < most and all(abs(values[area] - values[other]) > 0.06 * reach for other in found):
            found.append(area)
    return found


def _curve(ends: tuple[Floats, Floats]) -> tuple[list[float], list[float]]:
    return ends[0].tolist(), ends[1].tolist()
