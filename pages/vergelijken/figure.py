"""The forms of the screen Vergelijken as figures that stand alone."""

from aggregation.indicators import INDICATORS
from aggregation.shown import funnels
from aggregation.shown.funnels import NoFunnel
from data.releases import Release
from geo.figures import heat, on_svg, spine
from geo.figures.chart import Chart
from geo.figures.drawing import Drawing, wrap, write
from geo.figures.poster import ROOM, Poster
from pages.figures.sheet import poster, told, whole_facts
from pages.vergelijken import comparison, forms, funnel_form, heat_form, ranking_form, say, scatter_form, spine_form
from pages.vergelijken.choices import FORM, SECOND
from pages.vergelijken.comparison import Beside, Compared, Picked
from pages.vergelijken.forms import Against
from pages.views import benchmarks, sources, views
from pages.views.benchmarks import BENCHMARK
from pages.views.choices import Chosen
from pages.views.views import AreaView
from pages.words import language, phrases
from pages.words.language import gettext as _


def draw(release: Release, choice: Chosen, link: str) -> Poster:
    """Draw the form that is asked for."""
    form, level = choice[FORM.name], choice.level
    picked = comparison.picked(choice)
    known = form != say.SCATTER and (picked.chosen is not None or form == say.HEAT)
    known = known and comparison.groups(release.id, level, choice[BENCHMARK.name]) is not None
    what = choice[BENCHMARK.name] if known else benchmarks.FLANDERS
    beside = Beside(release_id=release.id, level=level, year=choice.year, what=what)
    if form == say.SPINE:
        return _spine(release, choice, link, beside=beside)
    if form == say.HEAT:
        return _heat(release, choice, picked, link, beside=beside)
    compared = comparison.compared(choice.view)
    if form == say.SCATTER:
        return _scatter(release, choice, compared, picked, link)
    against = _against(compared, picked.chosen, what)
    if form == say.FUNNEL:
        return _funnel(release, compared, picked, against, link)
    return _ranking(release, compared, picked, against, link)


def _against(compared: Compared, area: str | None, beside: str) -> Against:
    return forms.against_of(compared, area, beside) or forms.against_flanders(compared.view)


def _left_out(view: AreaView, second: AreaView | None = None) -> list[str]:
    """Count the areas that the chart does not place."""
    return [f"{text}." for text, _names in forms.left_out_words(view, second)]


def _facts(release: Release, view: AreaView) -> dict[str, str]:
    """Give the footer of a chart; only a map has boundaries."""
    return {name: text for name, text in sources.source_parts(release, view).items() if name != _("Grenzen")}


def _about_one(compared: Compared, picked: Picked) -> list[str]:
    area = picked.chosen if picked.chosen in compared.view.numbers else None
    return told(compared.view, area)


def _ranking(release: Release, compared: Compared, picked: Picked, against: Against, link: str) -> Poster:
    view = compared.view
    chart = ranking_form.describe(compared, picked, against)
    return poster(
        title=language.pick(view.indicator.question),
        subtitle=forms.subtitle(view),
        figure=on_svg.draw(chart) if chart.points else _nothing(),
        facts=_facts(release, view),
        link=link,
        lead=_about_one(compared, picked),
        notes=[*_intervals(chart), *_left_out(view)],
        described=chart.described,
    )


def _intervals(chart: Chart) -> list[str]:
    """Say what the strokes through the marks are, where there are any."""
    some = any(point.across or point.upward for point in chart.points)
    return [_("De streep door een punt is het 95 %-interval.")] if some else []


def _nothing(why: str = "") -> Drawing:
    text = why or _("Voor dit cijfer wordt geen enkel gebied getoond.")
    lines = [write(0, 24 + 24 * i, line, size=16) for i, line in enumerate(wrap(text, 16, ROOM))]
    return Drawing(parts=lines, width=ROOM, height=24 * len(lines) + 24)


def _funnel(release: Release, compared: Compared, picked: Picked, against: Against, link: str) -> Poster:
    view = compared.view
    made = funnels.funnel(view.rows, view.indicator, view.shown, against.benchmark.value)
    lead, described = _about_one(compared, picked), ""
    if isinstance(made, NoFunnel):
        figure = _nothing(_(say.NO_FUNNEL[made]))
    else:
        chart = funnel_form.describe(compared, picked, against, made)
        figure, described = on_svg.draw(chart), chart.described
        lead = [*lead, funnel_form.beyond_words(made)]
    return poster(
        title=language.pick(view.indicator.question),
        subtitle=forms.subtitle(view),
        figure=figure,
        facts=_facts(release, view),
        link=link,
        lead=lead,
        notes=_left_out(view),
        described=described,
    )


def _scatter(release: Release, choice: Chosen, first: Compared, picked: Picked, link: str) -> Poster:
    entry = INDICATORS[choice[SECOND.name]]
    second = comparison.compared(views.main_view(release.id, entry.id, choice.year, choice.level))
    one, two = first.view, second.view
    chart = scatter_form.describe(first, second, picked)
    lead = [scatter_form.together(first, second)]
    if picked.chosen is not None:
        lead += [f"{view.title} · {told(view, picked.chosen)[0]}" for view in (one, two)]
    return poster(
        title=scatter_form.pair_title(one.indicator, two.indicator),
        subtitle=forms.subtitle(one),
        figure=on_svg.draw(chart) if chart.points else _nothing(),
        facts=_facts(release, one),
        link=link,
        lead=lead,
        notes=[*_left_out(one, two), _(say.READ_SCATTER)],
        described=chart.described,
    )


def _level_words(beside: Beside) -> str:
    """Tell level, year and what an area stands beside."""
    level = language.capital(_(phrases.LEVEL_ONE[beside.level]))
    return f"{level} · {beside.year} · {_(benchmarks.BENCHMARKS[beside.what])}"


def _spine(release: Release, choice: Chosen, link: str, *, beside: Beside) -> Poster:
    area = str(choice.area)
    chart = spine_form.describe(spine_form.spine_rows(beside, area), beside.against)
    return poster(
        title=beside.names[area],
        subtitle=_level_words(beside),
        figure=spine.drawing(chart),
        facts=whole_facts(release, choice.year),
        link=link,
        notes=[chart.note, _(say.READ_SPINE)],
    )


def _heat(release: Release, choice: Chosen, picked: Picked, link: str, *, beside: Beside) -> Poster:
    chart = heat_form.describe(beside, heat_form.order_of(beside.names, picked), picked)
    return poster(
        title=_("Waar verschillen de {levels} duidelijk?").format(levels=_(phrases.LEVEL_MANY[beside.level])),
        subtitle=_level_words(beside),
        figure=heat.drawing(chart),
        facts=whole_facts(release, beside.year),
        link=link,
        notes=[_(say.READ_HEAT)],
    )
