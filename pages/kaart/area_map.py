"""The answer above a map in words, the map itself, and its legend."""

from functools import lru_cache
from html import escape

import streamlit as st

from aggregation.shown import verdicts
from aggregation.shown.selection import AreaNumber
from data.terms import Measure, Status
from geo.figures.area_map import AreaMap, MapSources, draw_map
from geo.figures.classes import Method
from geo.figures.legend import Legend, markup
from geo.figures.strip import dot_strip
from pages.components import pieces, plot
from pages.components.plot import Prepared
from pages.kaart import painting, reach
from pages.kaart.painting import Look
from pages.shell import address, controls, first_sight, frame
from pages.shell.screen import Screen
from pages.views import choosing, instead, released, views
from pages.views.besides import besides
from pages.views.bounds import bounds_words
from pages.views.choices import AREA, LEVEL, YEAR, Chosen
from pages.views.reach import Reach
from pages.views.released import layer_address
from pages.views.views import AreaView
from pages.words import differences, language, numbers, phrases
from pages.words.language import gettext as _
from pages.words.language import mark

CHART = "kaart"
_LAST_CLICK = "_laatste_klik"
INTERVAL = mark(
    "Niet iedereen antwoordt. Het interval geeft aan waar het echte cijfer met 95 % zekerheid ligt, als wie niet "
    "antwoordde niet anders is dan wie antwoordde: selectieve respons zit er niet in."
)
BOUNDED = mark(
    "Niet van iedereen is dit gekend. De grenzen zijn geen steekproefinterval: ze houden in wat de anderen ook zouden "
    "zijn."
)
KNOWN_TO_IMA = mark(
    "Niet iedereen staat bij IMA. Het interval telt alleen toeval; wie ontbreekt omdat hij pas begon, toen HAIO was of "
    "in een medisch huis werkt, zit er niet in."
)
COUNTED = mark("Dit cijfer telt iedereen op de lijst; het heeft geen interval.")
NO_INTERVAL = mark("Hoe zeker dit cijfer is, is niet berekend: er staat geen interval bij, en geen oordeel.")
FEW_SHOWN = 1 / 3
"""Part of the areas up to which a map leads to levels that show more of theirs."""


def subtitle(view: AreaView, look: Look) -> str:
    """Tell what a map shows: answer or measure, unit, what of it is painted, year and level."""
    what = view.title
    unit = choosing.unit_words(view.indicator, view.shown)
    if unit in what:
        unit = ""
    year = str(view.year) if look.since is None else ""
    parts = [what, unit, painting.title(view, look), year, _(phrases.PER_LEVEL[view.level])]
    return " · ".join(part for part in parts if part)


def answer(chosen: Chosen, view: AreaView, within: Reach | None = None) -> None:
    """Tell the chosen area in words, Flanders beside it; without a choice: Flanders and the spread."""
    area = chosen.area
    one = _(phrases.LEVEL_ONE[view.level])
    with st.container(key="antwoord", horizontal=True, vertical_alignment="bottom"):
        look = painting.look_of(chosen)
        if within is not None:
            pieces.show(reach.answer(within, area))
        else:
            pieces.show(_area_words(view, look, area) if area is not None else _flanders_words(view, look))
        with st.container(key="zoek", width=290):
            label, placeholder = _("Zoek een {level}"), _("Zoek of klik een {level}")
            controls.draw(AREA, chosen, label=label.format(level=one), placeholder=placeholder.format(level=one))
            if area is not None:
                label = _("Profiel van {name}").format(name=view.names[area])
                frame.link_to("regioprofiel", label, {AREA: area, LEVEL: view.level.value})


def _area_words(view: AreaView, look: Look, area: str) -> str:
    row = view.numbers[area]
    value = f'<span class="zc-value">{escape(view.text(row, short=True))}</span>'
    if row.withheld:
        value = f'<span class="zc-value zc-muted">{_("Niet getoond")}</span>'
    rest = [
        f"{language.capital(_(phrases.WHY_WITHHELD))}." if row.withheld else "",
        _between(view, row),
        _painted_words(view, look, area),
        *besides(view, area),
        _answered(view, row),
        bounds_words(view, row),
        instead.around_words(view, area),
        instead.bounds_words(view, area),
    ]
    if row.status is Status.LOW_RELIABILITY:
        rest.append(_(phrases.LOW_RELIABILITY))
    if area in view.broken:
        rest.append(_("opgeteld uit gemeenten die intussen fuseerden"))
    facts = "".join(f"<li>{escape(text)}</li>" for text in rest if text)
    name = view.names[area]
    return (
        f'<div class="zc-answer"><h2>{escape(name)}</h2>{value}<ul>{facts}</ul>'
        f'<div class="zc-beside">{_flanders_short(view)}{_verdict(view, area)}</div>{_strip(view, row, name)}</div>'
    )


def _painted_words(view: AreaView, look: Look, area: str) -> str:
    """Say the change that the map paints; the difference with Flanders stands below in any case."""
    if look.since is None:
        return ""
    said = painting.painted(view, look, language.current()).words.get(area, "")
    return f"{language.capital(painting.title(view, look))}: {said or _(phrases.WITHHELD_SHORT)}"


def _between(view: AreaView, row: AreaNumber) -> str:
    interval = view.interval(row, between=_(" en "))
    return _("95 % zeker tussen {interval}").format(interval=interval) if interval else ""


def _answered(view: AreaView, row: AreaNumber) -> str:
    based = view.based_on(row)
    if not based:
        return ""
    return based if row.answered == row.frame else _("{n_of_N} met een antwoord").format(n_of_N=based)


def _strip(view: AreaView, row: AreaNumber, name: str) -> str:
    if view.shown.is_class:
        return ""
    said = _("{name}: {value}, tussen de andere {levels} en Vlaanderen").format(
        name=name, value=view.text(row, short=True), levels=_(phrases.LEVEL_MANY[view.level])
    )
    return dot_strip(
        view.rows["value"].dropna().tolist(),
        described=said,
        value=row.value,
        lower=row.lower,
        upper=row.upper,
        flanders=None if view.flanders is None else view.flanders.value,
    )


def _flanders_short(view: AreaView) -> str:
    if view.flanders is None:
        return ""
    interval = view.interval(view.flanders)
    value = escape(view.text(view.flanders, short=True))
    return f"{_('Vlaanderen')} <b>{value}</b>" + (f" ({interval})" if interval else "")


def _verdict(view: AreaView, area: str) -> str:
    said = differences.beside_flanders(view.verdicts[area])
    return f' <span class="zc-remark">{escape(said)}</span>' if said and view.flanders is not None else ""


def _flanders_words(view: AreaView, look: Look) -> str:
    values = view.rows["value"].dropna()
    spread = ""
    if view.shown.is_class:
        counts = views.class_view(view, Method.QUANTILES, 0).counts
        pairs = zip(counts, view.indicator.options, strict=True)
        told = "; ".join(f"{language.pick(one.label)}: {numbers.number(count)}" for count, one in pairs)
        spread = f"<li>{escape(told)}</li>"
    elif look.since is not None:
        told = painting.tally_words(view, look)
        spread = f"<li>{escape(told)}</li>"
    elif not values.empty:
        low, high = view.bare(values.min()), view.bare(values.max())
        sign = numbers.percent_sign() if view.sign else ""
        told = _("{Per_level} van {low} tot {high}.").format(
            Per_level=language.capital(_(phrases.PER_LEVEL[view.level])), low=f"{low}{sign}", high=f"{high}{sign}"
        )
        spread = f"<li>{escape(told)}</li>"
    if view.flanders is None:
        return f'<div class="zc-answer"><ul>{spread}</ul></div>'
    row = view.flanders
    lines = (_between(view, row), *besides(view, None), _answered(view, row))
    facts = "".join(f"<li>{escape(text)}</li>" for text in lines if text)
    value = escape(view.text(row, short=True))
    return (
        f'<div class="zc-answer"><h2>{_("Vlaanderen")}</h2><span class="zc-value">{value}</span>'
        f"<ul>{facts}{spread}</ul></div>"
    )


def little_shown(view: AreaView) -> None:
    """Say that few areas of a level show the number, or none, and lead to the levels that show more of theirs."""
    if view.part_known > FEW_SHOWN:
        return
    links = []
    for level in choosing.levels_of(view.release_id, view.indicator):
        other = views.area_view(view.release_id, view.indicator.id, view.shown, view.year, level)
        if other.part_known > max(view.part_known, FEW_SHOWN):
            label = _("{per_level} ({n} van {N})").format(
                per_level=_(phrases.PER_LEVEL[level]), n=len(other.known_values), N=len(other.rows)
            )
            links.append(frame.anchor("kaart", label, {LEVEL: level.value, AREA: None}))
    years = [year for year in released.opened(view.release_id).years() if year != view.year]
    for year in years if not links and not view.known_values else []:
        other = views.area_view(view.release_id, view.indicator.id, view.shown, year, view.level)
        if other.known_values:
            links.append(frame.anchor("kaart", str(year), {YEAR: year}))
    none, few = (
        _("Geen enkel gebied van dit niveau toont dit cijfer in dit jaar."),
        _("Weinig gebieden van dit niveau tonen dit cijfer: {n} van {N}.").format(
            n=len(view.known_values), N=len(view.rows)
        ),
    )
    told = escape(few if view.known_values else none)
    more = f" {escape(_('Meer getoond'))}: {' · '.join(links)}." if links else ""
    pieces.show(f'<div class="zc-note" role="status"><p>{told}{more}</p></div>')


def area_map(screen: Screen, chosen: Chosen, view: AreaView) -> None:
    """Draw the map with its legend; a click on an area chooses it."""
    look, spoken = painting.look_of(chosen), language.current()
    legend = painting.painted(view, look, spoken).legend
    _stage(screen, chosen, _figure(view, look, chosen.area, spoken), subtitle(view, look), legend)


def reach_map(screen: Screen, chosen: Chosen, within: Reach) -> None:
    """Draw what lies within reach in the same place and way."""
    look = painting.look_of(chosen)
    figure = _reach_figure(within, look, chosen.area, language.current())
    _stage(screen, chosen, figure, reach.subtitle(within), reach.legend(within, look))


def _stage(screen: Screen, chosen: Chosen, figure: Prepared, what: str, legend: Legend) -> None:
    with st.container(key="kaartvak"):  # style.css crops it to the shape of Flanders
        first_sight.show(screen, chosen)
        said = _("Kaart: {what}. De tabel onder de kaart geeft dezelfde cijfers.").format(what=what)
        plot.draw(figure, CHART, said, clicked=_take_click, a_map=True)
    pieces.show(markup(legend))


@lru_cache(maxsize=256)
def _figure(view: AreaView, look: Look, area: str | None, spoken: str) -> Prepared:
    """Draw the map once per choice; ``spoken`` is the language in use."""
    described = painting.painted(view, look, spoken).areas
    return _drawn(view, described, painting.hover_texts(view, look, spoken), area)


@lru_cache(maxsize=64)
def _reach_figure(within: Reach, look: Look, area: str | None, spoken: str) -> Prepared:
    return _drawn(within.view, reach.described(within, look), reach.hover(within, spoken), area)


def _drawn(view: AreaView, described: AreaMap, hover: dict[str, str], area: str | None) -> Prepared:
    release_id, level = view.release_id, view.level
    figure = draw_map(
        described,
        sources=MapSources(
            areas=layer_address(release_id, level.value),
            context=layer_address(release_id, "context"),
            hatch=layer_address(release_id, "hatch"),
            wide=layer_address(release_id, "hatchwide"),
        ),
        hover=hover,
        chosen=views.features(release_id, level.value).get(area) if area else None,
    )
    return Prepared(figure)


def _take_click(points: plot.Points) -> None:
    """Choose the clicked area; a second click on it lets it go."""
    if points:
        address.put(AREA.name, str(points[0]["location"]))
        st.session_state[_LAST_CLICK] = str(points[0]["location"])
        return
    last = st.session_state.get(_LAST_CLICK)
    if last is not None:
        now = st.session_state.get(address.key(AREA.name))
        address.put(AREA.name, None if now == last else last)


def interval_words(view: AreaView) -> str:
    """Tell what the interval of a number means, or why it has none."""
    known = [row for row in (*view.numbers.values(), view.flanders) if row is not None and row.known]
    if any(row.has_interval for row in known):
        of_ima = BOUNDED if view.shown.measure is Measure.SHARE else KNOWN_TO_IMA
        return f"{_(INTERVAL if view.indicator.frame.sampled else of_ima)} {_(differences.READ)}"
    counted = verdicts.side_by_side(known, view.indicator, view.shown).counted
    return _(COUNTED) if len(counted) and bool(counted.all()) else _(NO_INTERVAL)
