"""One number over the survey years for all areas of a level, prepared once per release and choice and kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from aggregation.indicators import INDICATORS, Indicator
from aggregation.shown import verdicts
from aggregation.shown.breaks import Marked, breaks_in
from aggregation.shown.comparing import reading_of
from aggregation.shown.evolution import Change, Tally, change_between, changes
from aggregation.shown.selection import AreaNumber, Shown
from aggregation.shown.verdicts import CLEAR, Verdict
from data.terms import Level
from pages.views import choosing, released, views
from pages.views.choices import Choice
from pages.views.views import AreaView
from pages.words import language, numbers, phrases
from pages.words.differences import WORDS
from pages.words.language import gettext as _
from pages.words.language import mark

MINUS = "−"
ARROW = "→"
VERDICTS = {
    **WORDS,
    Verdict.UNJUDGED: mark("niet te zeggen, want zonder interval"),
    Verdict.HIDDEN: mark("niet te vergelijken"),
}
BETTER, WORSE = mark("beter"), mark("slechter")
POINT, POINTS = mark("procentpunt"), mark("procentpunten")
_JOIN = "\u2060"


@dataclass(frozen=True, kw_only=True, eq=False)
class Evolution:
    """A number over the years: ``views`` holds one prepared view per year, oldest first.

    One stands for itself alone, so that what is drawn from it can be kept by it.

    ``whole`` compares the last year with the first for every area, ``steps`` each year with the one before; each round
    has its own tally. ``flanders`` and ``flanders_steps`` are the same for Flanders, tested alone.
    """

    indicator: Indicator
    shown: Shown
    level: Level
    years: tuple[int, ...]
    views: tuple[AreaView, ...]
    names: dict[str, str]
    whole: dict[str, Change]
    tally: Tally
    steps: tuple[tuple[dict[str, Change], Tally], ...]
    flanders: Change
    flanders_steps: tuple[Change, ...]
    ima_years: dict[int, int | None]
    breaks: tuple[Marked, ...]
    decimals: int
    flanders_decimals: int

    @property
    def is_percentage(self) -> bool:
        """True where the number is a percentage."""
        return self.indicator.in_percent(self.shown.measure)

    @property
    def is_counted(self) -> bool:
        """True where every number shown counts everybody."""
        rows = [
            row for i in range(len(self.years)) for row in (*self.views[i].numbers.values(), self.views[i].flanders)
        ]
        known = [row for row in rows if row is not None and row.known]
        return bool(known) and bool(verdicts.side_by_side(known, self.indicator, self.shown).counted.all())

    def series(self, area: str | None) -> tuple[AreaNumber | None, ...]:
        """Give the number of an area in every year, of Flanders for None."""
        return tuple(view.flanders if area is None else view.numbers.get(area) for view in self.views)

    def change(self, area: str | None) -> Change:
        """Give the change from the first to the last year."""
        return self.flanders if area is None else self.whole[area]

    def stepwise(self, area: str | None) -> tuple[Change, ...]:
        """Give the change of each year from the year before."""
        return self.flanders_steps if area is None else tuple(step[area] for step, _tally in self.steps)

    def text(self, row: AreaNumber | None, *, flanders: bool = False) -> str:
        """Write a number short, or why there is none."""
        if row is None or (not row.known and not row.withheld):
            return _(phrases.NO_DATA)
        if row.withheld:
            return _(phrases.WITHHELD_SHORT)
        decimals = self.flanders_decimals if flanders else self.decimals
        return self.written(row.value, decimals)

    def written(self, value: float, decimals: int) -> str:
        """Write a value of this number short, as on an axis: ``62 %``, ``50``, ``−3``."""
        return choosing.written(self.indicator, self.shown.measure, value, decimals)

    def change_text(self, change: Change, *, flanders: bool = False, unit: bool = False) -> str:
        """Write a change with its sign: ``+9``, with ``unit`` ``+9 procentpunten``; '' where there is none."""
        if not change.known:
            return ""
        decimals = self._decimals(change, flanders=flanders)
        text = numbers.signed(change.value, decimals)
        if unit and self.is_percentage:
            return f"{text} {_(POINT) if text.strip('+' + MINUS) in ('1', '0') else _(POINTS)}"
        return text

    def change_interval(self, change: Change, *, flanders: bool = False) -> tuple[str, str] | None:
        """Write both ends of the interval of a change, None where it has none."""
        if change.low is None or change.high is None:
            return None
        decimals = self._decimals(change, flanders=flanders)
        return numbers.signed(change.low, decimals), numbers.signed(change.high, decimals)

    def _decimals(self, change: Change, *, flanders: bool) -> int:
        if change.half is not None:
            return numbers.decimals_for(self.shown.measure, [change.half])
        return self.flanders_decimals if flanders else self.decimals

    def verdict(self, change: Change) -> str:
        """Write what may be said of a change; better or worse only where the registry declares a direction."""
        text = _(VERDICTS[change.verdict])
        good = self.judged(change)
        return text if good is None else f"{text} ({_(BETTER) if good else _(WORSE)})"

    def judged(self, change: Change) -> bool | None:
        """Tell whether a clear change is for the better, None where that cannot be said."""
        if change.verdict not in CLEAR:
            return None
        return reading_of(self.indicator, self.shown).better(higher=change.verdict is Verdict.HIGHER)

    def summed(self, area: str | None) -> tuple[int, ...]:
        """Give the years in which an area is the sum of municipalities that have merged since."""
        return tuple(year for year, view in zip(self.years, self.views, strict=True) if area in view.broken)


def span(years: Sequence[int]) -> str:
    """Write the first and the last year so that they stay on one line."""
    return f"{years[0]}{_JOIN}–{_JOIN}{years[-1]}"


@lru_cache(maxsize=48)
def evolution(release_id: str, indicator: str, shown: Shown, level: Level) -> Evolution:
    """Prepare one number over the years for all areas of a level."""
    entry = INDICATORS[indicator]
    held = set(views.on_today(release_id, indicator)[0].frame["year"].unique())
    years = tuple(year for year in released.opened(release_id).years() if year in held)
    prepared = tuple(views.area_view(release_id, indicator, shown, year, level) for year in years)
    first, last = prepared[0], prepared[-1]
    whole, tally = changes(first.numbers, last.numbers, entry, shown)
    ima_years = {year: _ima_year(view) for year, view in zip(years, prepared, strict=True)}
    return Evolution(
        indicator=entry,
        shown=shown,
        level=level,
        years=years,
        views=prepared,
        names=first.names,
        whole=whole,
        tally=tally,
        steps=tuple(changes(old.numbers, new.numbers, entry, shown) for old, new in pairwise(prepared)),
        flanders=change_between(first.flanders, last.flanders, entry, shown),
        flanders_steps=tuple(
            change_between(old.flanders, new.flanders, entry, shown) for old, new in pairwise(prepared)
        ),
        ima_years=ima_years,
        breaks=breaks_in(indicator, years, ima_years),
        decimals=numbers.decimals_for(
            shown.measure, _halves([row for view in prepared for row in view.numbers.values()])
        ),
        flanders_decimals=numbers.decimals_for(shown.measure, _halves([view.flanders for view in prepared])),
    )


def _halves(rows: Sequence[AreaNumber | None]) -> list[float]:
    return [(row.upper - row.lower) / 2 for row in rows if row is not None and row.has_interval]


def _ima_year(view: AreaView) -> int | None:
    if view.flanders is not None and view.flanders.ima_year is not None:
        return view.flanders.ima_year
    known = view.rows["ima_year"].dropna()
    return int(known.iloc[0]) if len(known) else None


def title(whole: Evolution, area: str | None) -> str:
    """Say what is seen, where the interval carries it and no break lies between; else name the number and the years."""
    name = _("Vlaanderen") if area is None else whole.names[area]
    label = choosing.full_label(whole.indicator, whole.shown)
    first, last = whole.years[0], whole.years[-1]
    change = whole.change(area)
    if whole.breaks or change.verdict not in CLEAR:
        return _("{label} in {name}, {years}").format(label=label, name=name, years=span(whole.years))
    said = {
        Verdict.HIGHER: _("{label} in {name}: hoger in {last} dan in {first}"),
        Verdict.LOWER: _("{label} in {name}: lager in {last} dan in {first}"),
    }[change.verdict]
    return said.format(label=label, name=name, first=first, last=last)


@lru_cache(maxsize=16)
def order(release_id: str, indicator: str, shown: Shown, level: Level, by: str) -> tuple[str, ...]:
    """Give the areas by name, by rise or by fall; those without a change come last, by name."""
    whole = evolution(release_id, indicator, shown, level)
    with_number = (area for area in whole.names if area in whole.whole)
    named = sorted(with_number, key=lambda area: language.sort_key(whole.names[area]))
    if by == BY_NAME:
        return tuple(named)
    sign = -1.0 if by == BY_RISE else 1.0
    known = [area for area in named if whole.whole[area].known]
    return (*sorted(known, key=lambda area: sign * whole.whole[area].value), *(a for a in named if a not in known))


BY_NAME, BY_RISE, BY_FALL = "naam", "stijging", "daling"
ORDERS = {
    BY_NAME: mark("Op naam"),
    BY_RISE: mark("Grootste stijging eerst"),
    BY_FALL: mark("Grootste daling eerst"),
}
ORDER = Choice(
    name="volgorde",
    called=mark("de volgorde"),
    options=lambda _chosen: list(ORDERS),
    words=lambda _chosen: lambda order: _(ORDERS[order]),
)
