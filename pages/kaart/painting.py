"""What a map paints: the number itself, its difference with Flanders, or its change since an earlier year.

A difference or change is painted by the one verdict of the product, all areas of the level as one family; how large it
is stands over the map and in the table. What one of both years withholds is hatched like any withheld number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import pairwise

from aggregation.indicators import Reading
from aggregation.shown import comparing
from aggregation.shown.breaks import breaks_in
from aggregation.shown.evolution import Change, changes
from aggregation.shown.verdicts import CLEAR, Verdict
from geo.figures.area_map import AreaMap, describe_map
from geo.figures.classes import Classes, Method, Palette, colours
from geo.figures.legend import Legend
from geo.figures.palette import Tone
from pages.kaart.choices import CLASSES, METHOD, PALETTE
from pages.views import choosing, views
from pages.views.choices import Choice, Chosen, Show
from pages.views.views import AreaView
from pages.words import differences, language, numbers, phrases
from pages.words.language import gettext as _
from pages.words.language import mark

VALUE, FLANDERS = "waarde", "vlaanderen"
FEWER = mark("(minder klassen dan gevraagd: te weinig verschillende cijfers)")
_SAID = (Verdict.LOWER, Verdict.SAME, Verdict.PERHAPS, Verdict.HIGHER, Verdict.UNJUDGED)
"""Verdicts that are painted, in the order of the legend; equal is no difference."""


def _options(chosen: Chosen) -> list[str]:
    if chosen.shown.is_class:
        return [VALUE]
    earlier = [str(year) for year in chosen.release.years() if year < chosen.year]
    return [VALUE, FLANDERS, *earlier]


def _words(_chosen: Chosen) -> Show:
    named = {VALUE: _("het cijfer zelf"), FLANDERS: _("verschil met Vlaanderen")}
    return lambda code: named.get(code) or _("verandering sinds {year}").format(year=code)


PAINTED = Choice(
    name="als",
    called=mark("wat de kaart kleurt"),
    label=mark("Wat kleurt de kaart?"),
    options=_options,
    words=_words,
)
"""What is painted: a code, or the earlier year of a change."""


@dataclass(frozen=True)
class Look:
    """How a map is painted: what, and the classes and colours of a number itself."""

    what: str
    method: Method
    size: int
    palette: Palette

    @property
    def since(self) -> int | None:
        """Give the earlier year of a change, None where none is painted."""
        return int(self.what) if self.what.isdecimal() else None


@dataclass(frozen=True, kw_only=True, eq=False)
class Painted:
    """A painted map: ``words`` by area say the difference or change that is painted, none for the number itself."""

    areas: AreaMap
    legend: Legend
    words: dict[str, str]
    shown: int


def look_of(chosen: Chosen) -> Look:
    """Read how the map is painted."""
    method, palette = Method(chosen[METHOD.name]), Palette(chosen[PALETTE.name])
    return Look(what=chosen[PAINTED.name], method=method, size=int(chosen[CLASSES.name]), palette=palette)


@lru_cache(maxsize=256)
def painted(view: AreaView, look: Look, spoken: str) -> Painted:
    """Paint a map once per number and look; ``spoken`` is the language in use."""
    if look.what == VALUE:
        return _numbers(view, look)
    if look.what == FLANDERS:
        said = view.verdicts
        words = {area: differences.beside_flanders(verdict) for area, verdict in said.items()}
        return _differences(view, said, words, hidden=[])
    before = earlier(view, look)
    told = changes_of(view, look)
    said = {area: told[area].verdict if area in told else Verdict.HIDDEN for area in view.numbers}
    words = {area: change_words(view, told[area]) for area in view.numbers if area in told}
    hidden = [area for area, row in before.numbers.items() if row.withheld]
    return _differences(view, said, words, hidden=hidden)


def earlier(view: AreaView, look: Look) -> AreaView:
    """Give the same number in the earlier year of a change, on the areas of today."""
    return views.area_view(view.release_id, view.indicator.id, view.shown, look.since or view.year, view.level)


@lru_cache(maxsize=256)
def changes_of(view: AreaView, look: Look) -> dict[str, Change]:
    """Give the change of every area since the earlier year, all of the level as one family."""
    return changes(earlier(view, look).numbers, view.numbers, view.indicator, view.shown)[0]


def change_words(view: AreaView, change: Change) -> str:
    """Write a change with its interval and its verdict; '' where one of both is not shown."""
    if not change.known:
        return ""
    decimals = numbers.decimals_for(view.shown.measure, [change.half]) if change.half is not None else view.decimals
    size = numbers.signed(change.value, decimals)
    if change.low is not None and change.high is not None:
        ends = _("{low} tot {high}").format(
            low=numbers.signed(change.low, decimals), high=numbers.signed(change.high, decimals)
        )
        size = f"{size} ({ends})"
    return f"{size}: {differences.words(change.verdict, _reading(view))}"


def tally_words(view: AreaView, look: Look) -> str:
    """Say how many areas changed clearly, and in how many clear changes the level counts for chance."""
    told, tally = changes(earlier(view, look).numbers, view.numbers, view.indicator, view.shown)
    up = sum(each.verdict is Verdict.HIGHER for each in told.values())
    down = sum(each.verdict is Verdict.LOWER for each in told.values())
    return _("Sinds {year}: {up} duidelijk hoger, {down} duidelijk lager, van {n} getoetste {levels}.").format(
        year=look.what, up=up, down=down, n=tally.tested, levels=_(phrases.LEVEL_MANY[view.level])
    )


def broken(view: AreaView, look: Look) -> list[str]:
    """Say which breaks lie between the two years of a change: it can come from the counting alone."""
    if look.since is None:
        return []
    before = earlier(view, look)
    years = {each.year: max(each.ima_years, default=None) for each in (before, view)}
    found = breaks_in(view.indicator.id, sorted(years), years)
    lead = _("Tussen beide jaren is de telling veranderd; een verandering kan daarvan komen.")
    return [f"{lead} {language.pick(each.cause.text)}" for each in found]


def title(view: AreaView, look: Look) -> str:
    """Say what is painted where it is not the number itself, '' where it is."""
    if look.what == VALUE:
        return ""
    since = _("verandering van {year} tot {now}").format(year=look.what, now=view.year)
    return _("verschil met Vlaanderen") if look.what == FLANDERS else since


def _reading(view: AreaView) -> Reading:
    return comparing.reading_of(view.indicator, view.shown)


def tone_on_map(said: Verdict, reading: Reading) -> Tone:
    """Give the colour of a verdict on a map, where without judgement only the colour can say which side it is on."""
    if said in CLEAR and reading is Reading.NEITHER:
        return Tone.UPWARDS if said is Verdict.HIGHER else Tone.DOWNWARDS
    if said is Verdict.SAME:
        return Tone.SAME
    return Tone.UNSAID if said is Verdict.UNJUDGED else differences.tone_of(said, reading)


def _differences(view: AreaView, said: dict[str, Verdict], words: dict[str, str], *, hidden: Sequence[str]) -> Painted:
    reading, areas = _reading(view), tuple(view.cells.frame["area"].astype(str))
    place = {verdict: i for i, verdict in enumerate(_SAID)} | {Verdict.EQUAL: _SAID.index(Verdict.SAME)}
    empty = len(_SAID)
    members = []
    for area in areas:
        verdict = said.get(area, Verdict.HIDDEN)
        away = empty + 1 if view.numbers[area].withheld or area in hidden else empty
        members.append(place.get(verdict, away))
    counts = tuple(members.count(i) for i in range(len(_SAID)))
    names = tuple(differences.words(verdict, reading) for verdict in _SAID)
    drawing = AreaMap(
        areas=areas, members=tuple(members), colours=tuple(tone_on_map(verdict, reading).value for verdict in _SAID)
    )
    legend = Legend(
        caption=_("Aantal {levels} per oordeel").format(levels=_(phrases.LEVEL_MANY[view.level])),
        colours=drawing.colours,
        counts=counts,
        edges=tuple(float(i) for i in range(len(_SAID) + 1)),
        bounds=names,
        between=names,
        unit="",
        withheld=f"{numbers.number(members.count(empty + 1))}{numbers.NO_BREAK}{_(phrases.WITHHELD_SHORT)}",
        no_data=f"{numbers.number(members.count(empty))}{numbers.NO_BREAK}{_(phrases.NO_DATA)}",
    )
    return Painted(areas=drawing, legend=legend, words=words, shown=sum(counts))


def _numbers(view: AreaView, look: Look) -> Painted:
    classes = views.class_view(view, look.method, look.size)
    ramp = colours(look.palette, classes.size)
    drawing = describe_map(view.cells, classes, ramp)
    return Painted(areas=drawing, legend=_legend(view, classes, ramp, look.size), words={}, shown=sum(classes.counts))


def _legend(view: AreaView, classes: Classes, ramp: Sequence[str], asked: int) -> Legend:
    """Describe the legend of a map of which ``asked`` classes were asked."""
    caption = _("Aantal {levels} per klasse").format(levels=_(phrases.LEVEL_MANY[view.level]))
    bounds = [view.bare(edge) for edge in classes.edges]
    names = tuple(language.pick(one.label) for one in view.indicator.options) if view.shown.is_class else ()
    withheld, no_data = (numbers.number(int(view.rows[name].sum())) for name in ("withheld", "no_data"))
    return Legend(
        caption=caption if names or classes.size in (0, asked) else f"{caption} {_(FEWER)}",
        colours=tuple(ramp)[: len(classes.counts)],
        counts=classes.counts,
        edges=classes.edges,
        bounds=names or bounds,
        between=names or [_("{low} tot {high}").format(low=low, high=high) for low, high in pairwise(bounds)],
        unit=view.sign or choosing.unit_words(view.indicator, view.shown),
        withheld=f"{withheld}{numbers.NO_BREAK}{_(phrases.WITHHELD_SHORT)}",
        no_data=f"{no_data}{numbers.NO_BREAK}{_(phrases.NO_DATA)}",
    )


def hover_texts(view: AreaView, look: Look, spoken: str) -> dict[str, str]:
    """Write what is read over each area: the number, and the difference or change that is painted."""
    own, more = views.hover_texts(view, spoken), painted(view, look, spoken).words
    said = title(view, look)
    return {
        area: f"{text}<br>{escape(said)}: {escape(more[area])}" if more.get(area) else text
        for area, text in own.items()
    }
