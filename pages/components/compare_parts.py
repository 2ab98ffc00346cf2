"""The charts of one or two numbers on the screen Vergelijken: ranking, funnel and scatter, with words and table."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import streamlit as st

from aggregation import comparing
from aggregation.comparing import Benchmark, Funnel, NoFunnel, Verdict
from aggregation.indicators import Indicator, Kind, Reading
from data.terms import Status
from geo import numbers
from geo.figures_funnel import FunnelCurves, FunnelWords, draw_funnel
from geo.figures_plain import Marked, Tone
from geo.figures_ranking import Line, Ranked, RankingWords, draw_ranking
from geo.figures_scatter import ScatterWords, draw_scatter
from pages.components import address, choosing, compare_views, language, pieces, shell, views, words
from pages.components import compare_words as say
from pages.components.compare_table import TableRow, sortable
from pages.components.compare_views import Compared, Picked
from pages.components.language import gettext as _
from pages.components.views import AreaView

CHART = "vergelijking"


@dataclass(frozen=True, kw_only=True)
class Against:
    """What the areas are held against: its name, its value, and the areas behind it where they are neighbours."""

    name: str
    benchmark: Benchmark
    alike: tuple[str, ...] = ()


def against_of(release_id: str, compared: Compared, area: str | None) -> Against | None:
    """Give the areas alike to one as a benchmark, None where too few of them show the number."""
    view = compared.view
    if area is None:
        return None
    means = compare_views.neighbour_means(release_id, view.level, view.rows, view.indicator)
    known = compare_views.all_neighbours(release_id, view.level) or {}
    if area not in means:
        return None
    return Against(name=_("vergelijkbare gebieden"), benchmark=means[area], alike=known[area])


def pair_title(first: Indicator, second: Indicator) -> str:
    """Name two numbers beside each other."""
    other = language.pick(second.label)
    return _("{first} naast {second}").format(first=language.pick(first.label), second=language.small(other))


def what(view: AreaView) -> str:
    """Name a number in full, with its measure where that is not plain."""
    name = choosing.full_label(view.indicator, view.shown)
    if view.shown.measure in words.SPREAD:
        return f"{name}: {language.small(_(words.MEASURE[view.shown.measure]))}"
    return name


def subtitle(view: AreaView) -> str:
    """Give measure, unit, year and level."""
    unit = language.pick(view.indicator.unit)
    level = _("per {level}").format(level=_(words.LEVEL_ONE[view.level]))
    return " · ".join((what(view), unit, str(view.year), level))


def short_names(names: dict[str, str]) -> dict[str, str]:
    """Leave out the word that all names of a level begin with: it says nothing in a chart of that level."""
    first = {name.split(" ", 1)[0] for name in names.values()}
    if len(first) == 1 and all(" " in name for name in names.values()):
        return {area: name.split(" ", 1)[1] for area, name in names.items()}
    return names


def chart(figure: Any, alt: str) -> None:
    """Draw a figure whose points choose an area."""
    with st.container(key="vergelijkvak"):
        st.plotly_chart(
            figure,
            key=CHART,
            on_select=_take_click,
            selection_mode="points",
            theme=None,
            config={"displayModeBar": False, "doubleClick": False},
            alt=alt,
        )


def _take_click() -> None:
    """Choose the clicked area."""
    event: Any = st.session_state.get(CHART)
    for point in event.selection.points if event else []:
        given = point.get("customdata")
        area = given[0] if isinstance(given, list) and given else given
        if isinstance(area, str):
            address.put("gebied", area)
            return


def marks(
    release_id: str,
    compared: Compared,
    picked: Picked,
    against: Against,
    said: dict[str, Verdict],
    extra: Sequence[str],
) -> dict[str, Marked]:
    """Dress every shown area for a chart."""
    view = compared.view
    hover = views.hover_texts(release_id, view.indicator.id, view.shown, view.year, view.level, language.current())
    names = short_names(view.names)
    found = {}
    for area, row in view.numbers.items():
        if row.known:
            verdict = said.get(area, Verdict.UNJUDGED)
            line = say.verdict_words(verdict, compared.reading)
            found[area] = Marked(
                area=area,
                name=names[area],
                tone=say.tone_of(verdict, compared.reading),
                hover=f"{hover[area]}<br>{escape(line)}",
                chosen=area == picked.chosen,
                named=area in picked.others or area in extra,
                ringed=area in against.alike,
            )
    return found


def keys(compared: Compared, said: dict[str, Verdict], against: Against) -> str:
    """Explain the colours, with how many areas have each."""
    counts = [
        (verdict, sum(1 for found in said.values() if found is verdict))
        for verdict in (Verdict.HIGHER, Verdict.SAME, Verdict.LOWER, Verdict.UNJUDGED)
    ]
    items = [
        f'<span class="zc-key"><i class="zc-dot" style="background:{say.tone_of(verdict, compared.reading).value}"></i>'
        f"{count}{numbers.NO_BREAK}{escape(say.verdict_words(verdict, compared.reading))}</span>"
        for verdict, count in counts
        if count
    ]
    if against.alike:
        items.append(f'<span class="zc-key"><i class="zc-dot zc-ring"></i>{escape(_("vergelijkbaar gebied"))}</span>')
    title = _("Verschil met {benchmark}:").format(benchmark=against.name)
    return f'<div class="zc-keys zc-dots-key"><span>{escape(title)}</span>{"".join(items)}</div>'


def answer(compared: Compared, picked: Picked, against: Against, said: dict[str, Verdict]) -> str:
    """Tell the chosen area in words; without a choice: how many areas differ clearly."""
    view = compared.view
    if picked.chosen is not None and picked.chosen in view.numbers:
        return _chosen_words(compared, picked.chosen, against, said)
    shown = [verdict for verdict in said.values() if verdict is not Verdict.HIDDEN]
    higher, lower = (sum(1 for v in shown if v is wanted) for wanted in (Verdict.HIGHER, Verdict.LOWER))
    text = _(
        "Van de {n} getoonde {levels} liggen er {higher} duidelijk hoger dan {benchmark} en {lower} duidelijk lager."
    ).format(n=len(shown), levels=_(words.LEVEL_MANY[view.level]), higher=higher, lower=lower, benchmark=against.name)
    if not shown:
        text = _("Voor dit cijfer wordt geen enkel gebied getoond.")
    elif math.isnan(against.benchmark.value):
        text = _("Het cijfer van {benchmark} wordt niet getoond; er is dus geen vergelijking.").format(
            benchmark=against.name
        )
    return f'<p class="zc-finding">{escape(text)}</p>'


def _chosen_words(compared: Compared, area: str, against: Against, said: dict[str, Verdict]) -> str:
    view, row = compared.view, compared.view.numbers[area]
    name = f"<h2>{escape(view.names[area])}</h2>"
    if row.withheld:
        why = escape(language.capital(_(words.WHY_WITHHELD)))
        hidden = escape(language.capital(_(words.WITHHELD_SHORT)))
        return (
            f'<div class="zc-answer">{name}<span class="zc-value zc-muted">{hidden}</span>'
            f'<p class="zc-why">{why}.</p></div>'
        )
    facts = []
    if interval := view.interval(row, between=_(" en ")):
        facts.append(_("95 % zeker tussen {interval}").format(interval=interval))
    if based := view.based_on(row):
        facts.append(based)
    if row.known and not math.isnan(against.benchmark.value):
        beside = numbers.number(against.benchmark.value, view.decimals) + (numbers.percent_sign() if view.sign else "")
        verdict = say.verdict_words(said[area], compared.reading)
        facts.append(f"{language.capital(against.name)}: {beside} ({verdict})")
    facts += [text for text in (_chance_words(compared, area),) if text]
    if row.status is Status.LOW_RELIABILITY:
        facts.append(_(words.LOW_RELIABILITY))
    listed = "".join(f"<li>{escape(fact)}</li>" for fact in facts)
    value = escape(view.text(row, short=True))
    return f'<div class="zc-answer">{name}<span class="zc-value">{value}</span><ul>{listed}</ul></div>'


def _chance_words(compared: Compared, area: str) -> str:
    if compared.counted:
        return ""
    worst = compared.worst
    shown = worst if worst is not None else compared.top
    chance = float(shown.get(area, math.nan))
    if math.isnan(chance):
        return ""
    fifth = say.fifth_words(compared.reading)
    size = comparing.fifth_of(int(compared.errors.notna().sum()))
    text = _("Kans om bij het {fifth} te horen ({k} van {n}): {p}").format(
        fifth=fifth, k=size, n=int(compared.errors.notna().sum()), p=say.percent_chance(chance)
    )
    if worst is None:
        low = say.percent_chance(float(compared.bottom[area]))
        text = _("{text}; bij het laagste vijfde: {p}").format(text=text, p=low)
    return text


def ranking(release_id: str, compared: Compared, picked: Picked, against: Against) -> None:
    """Draw the ranking."""
    view = compared.view
    pieces.show(keys(compared, verdicts_of(compared, against), against))
    rows, lines, titles = ranking_parts(release_id, compared, picked, against)
    if rows:
        chart(
            draw_ranking(rows, lines, titles),
            _("Rangorde met intervallen: {what}. De tabel eronder geeft dezelfde cijfers.").format(what=what(view)),
        )


def ranking_parts(
    release_id: str, compared: Compared, picked: Picked, against: Against
) -> tuple[list[Ranked], list[Line], RankingWords]:
    """Give the rows of a ranking in the order of drawing, its benchmarks and its titles."""
    view = compared.view
    said = verdicts_of(compared, against)
    dressed = marks(release_id, compared, picked, against, said, _extremes(compared))
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
    axis = language.pick(view.indicator.unit)
    return rows, _lines(view, against), RankingWords(axis=axis, chance=title, percent=numbers.percent_sign())


def _extremes(compared: Compared) -> tuple[str, ...]:
    """Give the areas to name along the foot where there are too many for all names; none otherwise."""
    known = compared.view.rows["value"].dropna().sort_values(kind="stable")
    return () if len(known) <= 75 else (str(known.index[0]), str(known.index[-1]))


def _lines(view: AreaView, against: Against) -> list[Line]:
    known = [(_("Vlaanderen"), math.nan if view.flanders is None else view.flanders.value)]
    if against.alike:
        known.append((against.name, against.benchmark.value))
    sign = numbers.percent_sign() if view.sign else ""
    return [
        Line(value=value, label=f"{name} {numbers.number(value, view.decimals)}{sign}", dashed=i > 0)
        for i, (name, value) in enumerate(known)
        if not math.isnan(value)
    ]


def funnel(release_id: str, compared: Compared, picked: Picked, against: Against) -> None:
    """Draw the funnel, or say why there is none."""
    view = compared.view
    made = comparing.funnel(view.rows, view.indicator, view.shown, against.benchmark.value)
    if isinstance(made, NoFunnel):
        pieces.show(f'<p class="zc-note">{escape(_(say.NO_FUNNEL[made]))}</p>')
        return
    pieces.show(keys(compared, made.verdicts, against))
    shown, curves, titles = funnel_parts(release_id, compared, picked, against, made)
    figure = draw_funnel(
        list(shown.values()),
        [float(view.numbers[area].answered or 0) for area in shown],
        [view.numbers[area].value for area in shown],
        curves,
        titles,
    )
    pieces.show(f'<p class="zc-under">{escape(beyond_words(made))}</p>')
    chart(figure, _("Trechter: {what}. De tabel eronder geeft dezelfde cijfers.").format(what=what(view)))


def funnel_parts(
    release_id: str, compared: Compared, picked: Picked, against: Against, made: Funnel
) -> tuple[dict[str, Marked], FunnelCurves, FunnelWords]:
    """Give the dressed areas of a funnel by id, its limits and its titles."""
    view = compared.view
    far = _apart(made, {area: row.value for area, row in view.numbers.items() if row.known})
    dressed = marks(release_id, compared, picked, against, made.verdicts, far)
    units = words.units(view.indicator.unit_counted, 2)
    value = numbers.number(made.target, view.decimals) + (numbers.percent_sign() if view.sign else "")
    return (
        {area: mark for area, mark in dressed.items() if area in made.verdicts},
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


def _curve(ends: tuple[comparing.Floats, comparing.Floats]) -> tuple[list[float], list[float]]:
    return ends[0].tolist(), ends[1].tolist()


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
            facts.append(f"<li>{escape(what(view))}: <b>{escape(value)}</b></li>")
    return f'<div class="zc-answer"><h2>{escape(first.view.names[area])}</h2><ul>{"".join(facts)}</ul></div>'


@dataclass(frozen=True, kw_only=True)
class Pair:
    """What a scatter draws: an entry per area that shows both numbers."""

    areas: list[str]
    dressed: list[Marked]
    benchmark: tuple[float | None, float | None]
    titles: ScatterWords


def scatter(first: Compared, second: Compared, picked: Picked) -> None:
    """Draw two numbers against each other."""
    one, two = first.view, second.view
    pair = scatter_parts(first, second, picked)
    pieces.show(f'<p class="zc-finding">{escape(together(first, second))}</p>')
    if not pair.areas:
        return
    figure = draw_scatter(
        pair.dressed,
        [one.numbers[area].value for area in pair.areas],
        [two.numbers[area].value for area in pair.areas],
        x_ends=[(one.numbers[area].lower, one.numbers[area].upper) for area in pair.areas],
        y_ends=[(two.numbers[area].lower, two.numbers[area].upper) for area in pair.areas],
        benchmark=pair.benchmark,
        words=pair.titles,
    )
    alt = _("Elk gebied als punt: {first} en {second}. De tabel eronder geeft dezelfde cijfers.")
    chart(figure, alt.format(first=what(one), second=what(two)))


def _both(one: AreaView, two: AreaView) -> list[str]:
    return [area for area, row in one.numbers.items() if row.known and area in two.numbers and two.numbers[area].known]


def together(first: Compared, second: Compared) -> str:
    """Say cautiously how two numbers go together."""
    found = comparing.association(first.view.rows["value"], second.view.rows["value"])
    return association_words(found, first, second, len(_both(first.view, second.view)))


def scatter_parts(first: Compared, second: Compared, picked: Picked) -> Pair:
    """Dress the areas of a scatter."""
    one, two = first.view, second.view
    both = _both(one, two)
    hover = {
        area: f"<b>{escape(one.names[area])}</b><br>{escape(what(one))}: {one.text(one.numbers[area], short=True)}"
        f"<br>{escape(what(two))}: {two.text(two.numbers[area], short=True)}"
        for area in both
    }
    names = short_names(one.names)
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
    return Pair(
        areas=both,
        dressed=dressed,
        benchmark=(top[0], top[1]),
        titles=ScatterWords(x=_axis(one), y=_axis(two), benchmark=_("Vlaanderen")),
    )


def _axis(view: AreaView) -> str:
    return f"{what(view)} ({language.pick(view.indicator.unit)})"


def association_words(found: comparing.Association | None, first: Compared, second: Compared, both: int) -> str:
    """Say cautiously how two numbers go together."""
    many = _(words.LEVEL_MANY[first.view.level])
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


def table(form: str, compared: Compared, picked: Picked, against: Against) -> None:
    """Draw the numbers of a ranking or funnel."""
    view = compared.view
    said = comparing.verdicts(view.rows, compared.errors, against.benchmark)
    if form == say.FUNNEL:
        made = comparing.funnel(view.rows, view.indicator, view.shown, against.benchmark.value)
        said = {**dict.fromkeys(said, Verdict.HIDDEN), **(made.verdicts if isinstance(made, Funnel) else said)}
    directed = compared.worst is not None
    chances = [compared.worst] if compared.worst is not None else [compared.top, compared.bottom]
    titles = [say.fifth_words(compared.reading, highest=i == 0) for i in range(len(chances))]
    columns = [
        (language.capital(_(words.LEVEL_ONE[view.level])), False),
        (choosing.label_of(view.indicator, view.shown), True),
        (_("95 %-interval"), True),
        (_("Antwoorden"), True),
        (_("Van"), True),
        *((_("Kans op {fifth}").format(fifth=title), True) for title in titles),
        (_("Naast {benchmark}").format(benchmark=against.name), False),
    ]
    rows = [
        TableRow(
            name=view.names[area],
            css="zc-chosen" if area == picked.chosen else "zc-picked" if area in picked.others else "",
            cells=[
                *number_cells(view, area),
                "" if row.answered is None else numbers.number(row.answered),
                "" if row.frame is None else numbers.number(row.frame),
                *("" if compared.counted else say.percent_chance(float(c.get(area, math.nan))) for c in chances),
                f'<span class="zc-said">{escape(say.verdict_words(said[area], compared.reading))}</span>',
            ],
            keys={
                "cijfer": row.value,
                "kans": float(chances[0].get(area, math.nan)),
                "n": math.nan if row.answered is None else float(row.answered),
            },
        )
        for area, row in view.numbers.items()
    ]
    sorts = {
        "cijfer": (_("Cijfer, hoogste eerst"), True),
        "kans": (_("Kans, hoogste eerst"), True),
        "n": (_("Antwoorden, meeste eerst"), True),
    }
    if view.indicator.kind is Kind.RATE and not directed and compared.counted:
        del sorts["kans"]
    sortable(form, _("Alle {levels}").format(levels=_(words.LEVEL_MANY[view.level])), columns, rows, sorts)


def number_cells(view: AreaView, area: str) -> list[str]:
    """Give the cells name (a link to the profile), number and interval."""
    row = view.numbers[area]
    value = f'<span class="zc-remark">{escape(_(words.WITHHELD_SHORT))}</span>' if row.withheld else ""
    return [
        shell.anchor("regioprofiel", view.names[area], gebied=area, niveau=view.level.value, jaar=view.year),
        value or escape(view.text(row, short=True)),
        view.interval(row),
    ]


def pair_table(first: Compared, second: Compared, picked: Picked) -> None:
    """Draw the numbers of a scatter."""
    one, two = first.view, second.view
    columns = [(language.capital(_(words.LEVEL_ONE[one.level])), False)]
    for view in (one, two):
        columns += [(what(view), True), (_("95 %-interval"), True)]
    rows = [
        TableRow(
            name=one.names[area],
            css="zc-chosen" if area == picked.chosen else "zc-picked" if area in picked.others else "",
            cells=[*number_cells(one, area), *(number_cells(two, area)[1:] if area in two.numbers else ["", ""])],
            keys={
                "een": row.value,
                "twee": two.numbers[area].value if area in two.numbers else math.nan,
            },
        )
        for area, row in one.numbers.items()
    ]
    sorts = {
        "een": (_("Eerste cijfer, hoogste eerst"), True),
        "twee": (_("Tweede cijfer, hoogste eerst"), True),
    }
    sortable(say.SCATTER, _("Alle {levels}").format(levels=_(words.LEVEL_MANY[one.level])), columns, rows, sorts)


def left_out(view: AreaView, second: AreaView | None = None) -> str:
    """List and count the areas that no chart places: withheld, and without data, in one of the two numbers."""
    both = [view] if second is None else [view, second]
    hidden = {area for v in both for area, row in v.numbers.items() if row.withheld}
    empty = {area for v in both for area, row in v.numbers.items() if not row.withheld and not row.known} - hidden
    parts = []
    for areas, why in (
        (hidden, f"{_(words.WITHHELD_SHORT)}: {_(words.WHY_WITHHELD)}"),
        (empty, _(words.NO_DATA)),
    ):
        if areas:
            names = ", ".join(sorted((view.names[area] for area in areas), key=language.sort_key))
            title = _("{n} van {N} {levels} {why}").format(
                n=len(areas), N=len(view.numbers), levels=_(words.LEVEL_MANY[view.level]), why=why
            )
            parts.append(f"<details><summary>{escape(title)}</summary><p>{escape(names)}</p></details>")
    return f'<div class="zc-leftout">{"".join(parts)}</div>' if parts else ""


def verdicts_of(compared: Compared, against: Against) -> dict[str, Verdict]:
    """Hold all areas of a number against the benchmark."""
    return comparing.verdicts(compared.view.rows, compared.errors, against.benchmark)


def reading_words(form: str, compared: Compared) -> list[str]:
    """Tell how to read a ranking or a funnel."""
    if form == say.FUNNEL:
        return [_(say.READ_FUNNEL)]
    if compared.counted:
        return [_(say.READ_COUNTED)]
    if compared.top.isna().all():
        return [_(say.READ_NO_CHANCE)]
    return [_(say.READ_CHANCE).format(draws=numbers.number(comparing.DRAWS))]


def neighbour_words(names: dict[str, str], area: str, alike: Sequence[str]) -> str:
    """Name the neighbours of an area."""
    title = _("Vergelijkbaar met {area}").format(area=names[area])
    listed = ", ".join(names[name] for name in alike)
    return f'<p class="zc-alike"><b>{escape(title)}</b>: {escape(listed)}</p>'
