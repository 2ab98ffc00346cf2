"""The funnel of the screen Vergelijken: a number against its answers, with the limits of chance."""

from functools import lru_cache
from html import escape

import plotly.graph_objects as go

from aggregation.shown import funnels
from aggregation.shown.comparing import Floats, Verdict
from aggregation.shown.funnels import Funnel, NoFunnel
from geo import numbers
from geo.figures.funnel import FunnelCurves, FunnelWords, draw_funnel
from geo.figures.on_plotly import Marked
from pages.components.prepared import Prepared
from pages.vergelijken import forms, number_table, say
from pages.vergelijken.comparison import Compared, Picked
from pages.vergelijken.forms import Against, Form
from pages.words import language, phrases
from pages.words.language import gettext as _


def verdicts_of(compared: Compared, against: Against) -> dict[str, Verdict]:
    """Hold all areas against the limits of the funnel; against the benchmark alone where there is no funnel."""
    said = forms.verdicts_of(compared, against)
    made = funnels.funnel(compared.view.rows, compared.view.indicator, compared.view.shown, against.benchmark.value)
    return said if isinstance(made, NoFunnel) else {**dict.fromkeys(said, Verdict.HIDDEN), **made.verdicts}


@lru_cache(maxsize=forms.KEPT)
def funnel(release_id: str, compared: Compared, picked: Picked, against: Against, pattern: str, _spoken: str) -> Form:
    """Make the funnel ready, or say why there is none; the parameters are those of a ranking."""
    view, said = compared.view, verdicts_of(compared, against)
    made = funnels.funnel(view.rows, view.indicator, view.shown, against.benchmark.value)
    figure = None
    above: tuple[str, ...] = ()
    if isinstance(made, NoFunnel):
        above = (f'<p class="zc-note">{escape(_(say.NO_FUNNEL[made]))}</p>',)
    else:
        keys = forms.keys(compared, made.verdicts, against)
        above = (keys, f'<p class="zc-under">{escape(beyond_words(made))}</p>')
        figure = Prepared(_drawn(release_id, compared, picked, against, made))
    described = _("Trechter: {what}. De tabel eronder geeft dezelfde cijfers.")
    return Form(
        above=above,
        figure=figure,
        described=described.format(what=forms.what(view)),
        left_out=forms.left_out(view),
        table=number_table.table(compared, picked, against, said, pattern),
        reading=(_(say.READ_FUNNEL),),
    )


def _drawn(release_id: str, compared: Compared, picked: Picked, against: Against, made: Funnel) -> go.Figure:
    rows = compared.view.numbers
    shown, curves, titles = funnel_parts(release_id, compared, picked, against, made)
    answers = [float(rows[area].answered or 0) for area in shown]
    return draw_funnel(list(shown.values()), answers, [rows[area].value for area in shown], curves, titles)


def funnel_parts(
    release_id: str, compared: Compared, picked: Picked, against: Against, made: Funnel
) -> tuple[dict[str, Marked], FunnelCurves, FunnelWords]:
    """Give the dressed areas of a funnel by id, those to compare first, its limits and its titles."""
    view = compared.view
    far = _apart(made, {area: row.value for area, row in view.numbers.items() if row.known})
    dressed = forms.marks(release_id, compared, picked, against, made.verdicts, far)
    units = phrases.units(view.indicator.unit_counted, 2)
    value = numbers.number(made.target, view.decimals) + (numbers.percent_sign() if view.sign else "")
    mine_first = sorted(made.verdicts, key=lambda area: area not in picked.others)
    return (
        {area: dressed[area] for area in mine_first if area in dressed},
        FunnelCurves(
            answers=list(made.answers), inner=_curve(made.inner), outer=_curve(made.outer), target=made.target
        ),
        FunnelWords(
            x=_("Antwoorden ({units})").format(units=units),
            y=language.pick(view.indicator.unit),
            target=f"{against.name.replace(' ', '<br>')}<br>{value}",
            inner=_("95 %"),
            outer=_("99,8 %"),
        ),
    )


def beyond_words(made: Funnel) -> str:
    """Say how many areas lie beyond the outer limit."""
    return _("{n} van {N} gebieden liggen buiten de grens van 99,8 %.").format(n=len(made.beyond), N=len(made.verdicts))


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
