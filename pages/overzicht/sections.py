"""Pieces of the overview: four rulers, answers, small maps, and what changed since the year before."""

from functools import lru_cache
from html import escape

from aggregation.indicators import INDICATORS, Indicator
from aggregation.shown.evolution import change_between
from aggregation.shown.verdicts import CLEAR, Verdict
from data.releases import Release
from data.terms import FLANDERS, Level, Status
from geo.figures import shares, stamps
from geo.figures.bar import share_bar
from geo.figures.classes import Classes, Method, Palette, colours
from geo.figures.ruler_cards import Card, cards_markup
from geo.figures.shares import Share
from geo.figures.small_map import WIDTH as SMALL_WIDTH
from geo.figures.small_map import area_paths, small_map
from geo.figures.stamps import Stamp
from pages.components import pieces
from pages.shell import frame
from pages.views import choosing, released, sources, views
from pages.views.besides import besides
from pages.views.choices import AREA, LEVEL, NUMBER, SHOWN, YEAR
from pages.views.remarks import definition_words
from pages.views.views import AreaView
from pages.words import differences, language, numbers, phrases
from pages.words.language import gettext as _
from pages.words.language import mark

HEADLINES = ("P01", "P22", "A05", "A06", "A08", "A10")
MAPS = ("D01", "P01", "A05")
CHANGES = ("D01", "D08", "D02", "D09", "P01", "P22", "A05", "A06", "A08", "A01")
MAP_CLASSES = 5
COMPLETE = mark("volledige telling")
RULERS_TITLE = mark("Vier maten voor één vraag")
RULERS_LEAD = mark(
    "Hoofden tellen is het eenvoudigst, maar dan telt ook wie halftijds werkt of bijna stopt voluit "
    "mee. Lees daarom de vier maten samen."
)
ANSWERS_TITLE = mark("Wat praktijken en artsen antwoorden")
MAPS_TITLE = mark("Waar?")
CHANGES_TITLE = mark("Wat veranderde er sinds {year}?")
CHANGES_LEAD = mark(
    "Een verschil noemen we duidelijk als het groter is dan zijn onzekerheid (±): dan verklaart "
    "toeval in de antwoorden het niet."
)


def flanders_view(release: Release, name: str, year: int) -> AreaView:
    """Give the main number of an indicator for Flanders."""
    return views.main_view(release.id, name, year, Level.VLAANDEREN)


def subtitle(shown: dict[str, AreaView], year: int) -> str:
    """Tell which years the page is about."""
    used = frozenset[int]().union(*(view.ima_years for view in shown.values()))
    asked = _("Vragenlijst van {year}").format(year=year)
    return asked + (" · " + _("cijfers van IMA over {year}").format(year=max(used)) if used else "")


def rulers(shown: dict[str, AreaView]) -> tuple[Card, ...]:
    """Describe the four rulers of Flanders."""
    items = []
    for name, (title, told) in phrases.RULERS.items():
        view = shown.get(name)
        if view is None or view.flanders is None:
            continue
        row = view.flanders
        interval = view.interval(row, between=_(" en "))
        sure = _("geraamd") if row.status is Status.ESTIMATED else _(COMPLETE)
        items.append(
            Card(
                title=_(title),
                value=view.text(row, short=True),
                known=row.known,
                lines=(
                    language.pick(view.indicator.unit),
                    _("tussen {interval}").format(interval=interval) if interval else sure,
                    *besides(view, None),
                ),
                text=_(told).format(**definition_words(released.opened(view.release_id).manifest)),
            )
        )
    return tuple(items)


def answers(release: Release, shown: dict[str, AreaView], year: int) -> tuple[Share, ...]:
    """Describe the headline shares with interval and response."""
    found = []
    for name in HEADLINES:
        view = shown.get(name)
        if view is None or view.flanders is None:
            continue
        row = view.flanders
        label, value = choosing.full_label(view.indicator, view.shown), view.text(row, short=True)
        said = f"{label}: {value}, {view.interval(row)}"
        response = sources.response_words(release.id, view.indicator, year).partition(" (")[0]
        found.append(
            Share(
                name=name,
                code=view.shown.code,
                label=label,
                what=f"{language.pick(view.indicator.label)}, {language.pick(view.indicator.unit)}",
                value=value,
                bar=share_bar(row.value, row.lower, row.upper, described=said) if row.known else "",
                interval="; ".join(text for text in (view.interval(row), *besides(view, None)) if text),
                response=_("respons {share}").format(share=response) if response else "",
            )
        )
    return tuple(found)


def maps(release: Release, year: int) -> tuple[Stamp, ...]:
    """Describe the small maps."""
    return tuple(_stamp(release.id, INDICATORS[name], year) for name in MAPS if name in choosing.mappable(release.id))


def _stamp(release_id: str, indicator: Indicator, year: int) -> Stamp:
    levels = choosing.levels_of(release_id, indicator)
    level = Level.ELZ if Level.ELZ in levels else levels[0]
    view = views.main_view(release_id, indicator.id, year, level)
    classes = views.class_view(view, Method.QUANTILES, MAP_CLASSES)
    _paths, tall = area_paths(released.layer_text(release_id, level.value))
    return Stamp(
        name=indicator.id,
        code=view.shown.code,
        level=level.value,
        label=choosing.full_label(indicator, view.shown),
        unit=language.pick(indicator.unit),
        image=_drawn_stamp(view, language.current()),
        shape=tall / SMALL_WIDTH,
        ends=(end_words(view, classes.edges[0]), end_words(view, classes.edges[-1])) if classes.size else None,
        colours=colours(Palette.TEAL, classes.size),
        hidden=hidden_words(view),
    )


def draw(release: Release, shown: dict[str, AreaView], year: int) -> None:
    """Draw the rulers, the answers and the small maps; their names lead to the large map."""

    def link(what: Share | Stamp) -> str:
        level = what.level if isinstance(what, Stamp) else None
        return frame.anchor(
            "kaart", what.label, {NUMBER: what.name, SHOWN: what.code, YEAR: year, LEVEL: level, AREA: None}
        )

    cards = cards_markup(rulers(shown), css="zc-rulers")
    pieces.show(
        f'<section class="zc-part"><h2>{escape(_(RULERS_TITLE))}</h2>'
        f'<p class="zc-lead">{escape(_(RULERS_LEAD))}</p>{cards}</section>'
    )
    pieces.show(shares.markup(_(ANSWERS_TITLE), answers(release, shown, year), link))
    pieces.show(stamps.markup(_(MAPS_TITLE), maps(release, year), link))


@lru_cache(maxsize=64)
def _drawn_stamp(view: AreaView, spoken: str) -> str:
    """Draw the image of a small map once per language; ``spoken`` is the one in use."""
    classes = views.class_view(view, Method.QUANTILES, MAP_CLASSES)
    return small_map(
        view.cells,
        classes,
        colours(Palette.TEAL, classes.size),
        layer=released.layer_text(view.release_id, view.level.value),
        described=_stamp_words(view, classes),
    )


def _stamp_words(view: AreaView, classes: Classes) -> str:
    """Tell a small map in words: what, per which areas, from where to where, and how many are not there."""
    facts = [f"{choosing.full_label(view.indicator, view.shown)} {_(phrases.PER_LEVEL[view.level])}, {view.year}"]
    if classes.size:
        low, high = (end_words(view, edge) for edge in (classes.edges[0], classes.edges[-1]))
        facts.append(_("{low} tot {high}").format(low=low, high=high))
    if view.flanders is not None:
        facts.append(f"{_('Vlaanderen')} {view.text(view.flanders, short=True)}")
    if hidden := hidden_words(view):
        facts.append(hidden)
    return "; ".join(facts)


def hidden_words(view: AreaView) -> str:
    """Tell how many areas of a small map are not shown, '' where all are."""
    withheld = int(view.rows["withheld"].sum())
    return _("{n} niet getoond").format(n=numbers.number(withheld)) if withheld else ""


def end_words(view: AreaView, edge: float) -> str:
    """Write an end of the classes of a small map."""
    sign = numbers.percent_sign() if view.sign else ""
    return f"{numbers.number(edge, view.decimals)}{sign}"


def changes(release: Release, known: dict[str, Indicator], year: int) -> None:
    """Draw what changed since the year before; nothing in the first year."""
    earlier = [other for other in release.years() if other < year]
    if not earlier:
        return
    before = earlier[-1]
    rows = []
    for name in CHANGES:
        if name not in known:
            continue
        now, then = flanders_view(release, name, year), flanders_view(release, name, before)
        if now.flanders is None or then.flanders is None:
            continue
        label = choosing.full_label(known[name], now.shown)
        rows.append(
            (
                "",
                [
                    escape(label),
                    *_both(then, now),
                    *_change(now, then),
                ],
            )
        )
    columns = [("", False), (str(before), True), (str(year), True), (_("Verschil"), True), ("", False)]
    title = _(CHANGES_TITLE).format(year=before)
    pieces.show(
        f'<section class="zc-part zc-changes"><h2>{title}</h2><p class="zc-lead">{_(CHANGES_LEAD)}</p>'
        f"{pieces.table(title, columns, rows, tall=False)}</section>"
    )


def _both(then: AreaView, now: AreaView) -> list[str]:
    """Write the number of two years side by side, with as many decimals as the one that needs most."""
    pairs = [(view, view.numbers[FLANDERS]) for view in (then, now)]
    digits = max(view.digits(row) for view, row in pairs)
    return [
        choosing.written(view.indicator, view.shown.measure, row.value, digits)
        if row.known
        else view.text(row, short=True)
        for view, row in pairs
    ]


def _change(now: AreaView, then: AreaView) -> list[str]:
    """Write the difference between two years and what it means, in neutral words."""
    first = now.numbers[FLANDERS]
    change = change_between(then.numbers[FLANDERS], first, now.indicator, now.shown)
    if not change.known:
        return [f'<span class="zc-remark">{escape(_("niet te vergelijken"))}</span>', ""]
    decimals = max(now.decimals, 1)
    if change.half is not None and round(change.half, decimals) == 0:
        decimals += 1
    text = numbers.signed(change.value, decimals)
    if change.half is not None:
        text += f" ± {numbers.number(change.half, decimals)}"
    if change.exact:
        meaning = _(COMPLETE)
    elif change.verdict is Verdict.UNJUDGED:
        meaning = _("niet te zeggen, want zonder interval")
    else:
        meaning = _("duidelijk verschil") if change.verdict in CLEAR else differences.words(change.verdict)
    unit = f' <span class="zc-unit">{escape(_("procentpunten"))}</span>' if now.sign else ""
    return [escape(text) + unit, escape(meaning)]
