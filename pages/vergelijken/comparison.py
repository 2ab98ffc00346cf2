"""What the screen Vergelijken draws, prepared once per release: chances, verdicts, benchmarks, neighbours."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import pandas as pd

from aggregation.indicators import Indicator, Kind, Reading
from aggregation.shown import comparing, neighbours, verdicts
from aggregation.shown.comparing import Benchmark, Spread
from aggregation.shown.history import on_todays_map
from aggregation.shown.selection import AreaNumber, Shown, numbers_by_area
from aggregation.shown.selection import choices as main_shown
from aggregation.shown.verdicts import Verdict
from data.releases import ReleasedCells
from data.terms import FLANDERS, TOTAL, Confidentiality, Level, Measure, Status
from geo.reference import municipality_history
from pages.vergelijken import say
from pages.views import alike, choosing, filtering, places, released, views
from pages.views.around import bordering
from pages.views.benchmarks import ALIKE, BORDER
from pages.views.benchmarks import FLANDERS as BESIDE_FLANDERS
from pages.views.choices import Chosen
from pages.views.views import AreaView
from pages.words import numbers
from pages.words.language import gettext as _


@dataclass(frozen=True, kw_only=True, eq=False)
class Compared:
    """One number of all areas of a level with what comparing adds.

    One stands for itself alone, so that what is drawn from it can be kept by it.

    ``errors`` standard errors, ``top`` and ``bottom`` the chance (0-1) to be in the highest and lowest fifth, on the
    index of ``view.rows``; missing where there is none.
    """

    view: AreaView
    reading: Reading
    errors: "pd.Series[float]"
    top: "pd.Series[float]"
    bottom: "pd.Series[float]"

    @cached_property
    def counted(self) -> bool:
        """True where everybody was counted, so that no number has an interval."""
        known = self.errors.dropna()
        return len(known) > 0 and bool(known.eq(0).all())

    @property
    def worst(self) -> "pd.Series[float] | None":
        """Chance to be in the worst fifth; None where the registry declares no direction."""
        if self.reading is Reading.NEITHER:
            return None
        return self.top if self.reading is Reading.HIGHER_WORSE else self.bottom


@dataclass(frozen=True, kw_only=True)
class Whole:
    """One indicator of a whole level, for charts over all indicators; ``rows`` is the frame of ``pick``."""

    indicator: Indicator
    shown: Shown
    reading: Reading
    rows: pd.DataFrame
    spread: Spread | None
    flanders: AreaNumber | None
    decimals: int

    @property
    def title(self) -> str:
        """Name the number in full, in the language in use."""
        return choosing.measured_label(self.indicator, self.shown)


@dataclass(frozen=True, kw_only=True)
class Picked:
    """Areas of the level that stand out: the chosen one, and the reader's own with those of the basket.

    ``left`` holds the areas that are wanted, None for all; chart and table leave the others out, verdicts and chances
    stay those of the whole level.
    """

    chosen: str | None
    others: tuple[str, ...]
    left: frozenset[str] | None = None

    def wants(self, area: str) -> bool:
        """Tell whether an area is drawn and listed."""
        return self.left is None or area in self.left

    @property
    def all(self) -> tuple[str, ...]:
        """Give all of them, the chosen one first."""
        return ((self.chosen,) if self.chosen else ()) + self.others


@dataclass(frozen=True, kw_only=True)
class Beside:
    """All numbers of a level in one year, beside ``what``: the code of a benchmark of ``say``."""

    release_id: str
    level: Level
    year: int
    what: str

    @property
    def against(self) -> str:
        """Name what an area stands beside, in the language in use."""
        return _(say.NAMES[self.what])

    @property
    def wholes(self) -> "tuple[Whole, ...]":
        """Give every comparable number."""
        return whole_level(self.release_id, self.level, self.year)

    @property
    def names(self) -> dict[str, str]:
        """Give the names of the areas."""
        return views.names_today(self.release_id, self.level)


def comparable_indicators(release_id: str) -> dict[str, Indicator]:
    """Give the indicators that can be compared between areas."""
    return choosing.mappable(release_id)


def picked(chosen: Chosen) -> Picked:
    """Gather the areas of a level that stand out."""
    release_id, level, area = chosen.release.id, chosen.level, chosen.area
    codes = [places.postcodes(release_id).get(code, code) for code in chosen.places]
    found = [places.at_level(release_id, code, level) for code in codes]
    names = views.names_today(release_id, level)
    others = dict.fromkeys(each for each in found if each is not None and each in names and each != area)
    left = filtering.left(chosen, columns_of(chosen))
    return Picked(chosen=area, others=tuple(others), left=None if left is None else frozenset(left.areas))


def columns_of(chosen: Chosen) -> list[filtering.Column]:
    """Give what conditions are about: the number, and the second one where two are drawn; none over all numbers."""
    form = chosen["vorm"]
    if form in (say.SPINE, say.HEAT):
        return []
    found = [filtering.Column(indicator=chosen.indicator.id, shown=chosen.shown, year=chosen.year)]
    if form == say.SCATTER:
        entry = comparable_indicators(chosen.release.id)[chosen["tweede"]]
        found.append(filtering.Column(indicator=entry.id, shown=main_shown(entry)[0], year=chosen.year))
    return found


@lru_cache(maxsize=64)
def compared(view: AreaView) -> Compared:
    """Prepare the comparison of one number."""
    return Compared(
        view=view,
        reading=comparing.reading_of(view.indicator, view.shown),
        errors=view.errors,
        top=comparing.chance_of_fifth(view.rows, view.errors, highest=True),
        bottom=comparing.chance_of_fifth(view.rows, view.errors, highest=False),
    )


def flanders_of(view: AreaView) -> Benchmark:
    """Give Flanders as a benchmark; its value is missing where Flanders is not shown."""
    return comparing.benchmark_of(view.flanders)


def groups(release_id: str, level: Level, beside: str) -> dict[str, tuple[str, ...]] | None:
    """Give for each area those it is held against: the areas alike, or its neighbours; None where they are not known.

    Parameters
    ----------
    beside : code of a benchmark of ``say``; Flanders has no such areas.
    """
    if beside == BORDER:
        return bordering(release_id, level)
    return alike.all_neighbours(release_id, level) if beside == ALIKE else None


def group_means(
    release_id: str, level: Level, rows: pd.DataFrame, entry: Indicator, shown: Shown, beside: str
) -> dict[str, Benchmark]:
    """Give by area the mean of those it is held against; an area with too few shown ones is left out."""
    known = groups(release_id, level, beside)
    if known is None:
        return {}
    counted = verdicts.numbers_of(rows, entry, shown).counted
    return neighbours.pooled(
        rows, known, alike.residents_by_area(release_id, level) if entry.kind is Kind.RATE else None, counted=counted
    )


@lru_cache(maxsize=6)
def whole_level(release_id: str, level: Level, year: int) -> tuple[Whole, ...]:
    """Prepare every comparable indicator of a level in one year, in the order of the registry."""
    cells = released.level_cells(release_id, level.value, year)
    if level is Level.GEMEENTE:
        cells, _pairs = on_todays_map(cells, municipality_history())
    above = released.level_cells(release_id, Level.VLAANDEREN.value, year)
    entries = {name: entry for name, entry in comparable_indicators(release_id).items() if level in entry.levels}
    fine, coarse = pick_all(cells, entries), pick_all(above, entries)
    names = set(views.names_today(release_id, level))
    found = []
    for name, entry in entries.items():
        if name not in fine:
            continue
        shown = comparing.comparable(entry)
        rows = fine[name][fine[name].index.isin(names)]
        top = numbers_by_area(coarse[name]).get(FLANDERS) if name in coarse else None
        half = (rows["upper"] - rows["lower"]) / 2
        found.append(
            Whole(
                indicator=entry,
                shown=shown,
                reading=comparing.reading_of(entry, shown),
                rows=rows,
                spread=comparing.spread_of(rows["value"]),
                flanders=top,
                decimals=numbers.decimals_for(shown.measure, half.dropna()),
            )
        )
    return tuple(found)


def pick_all(cells: ReleasedCells, entries: Mapping[str, Indicator]) -> dict[str, pd.DataFrame]:
    """Do what ``aggregation.shown.selection.pick`` does, for the comparable number of many indicators at once.

    Parameters
    ----------
    cells : one level and year.

    Returns
    -------
    Indicator to a frame as ``pick`` gives it; an indicator without cells is left out.
    """
    frame = cells.frame
    wanted = {name: comparing.comparable(entry) for name, entry in entries.items()}
    category = frame["indicator"].map({name: shown.category for name, shown in wanted.items()})
    measure = frame["indicator"].map({name: shown.measure.value for name, shown in wanted.items()})
    rows = frame[frame["category"].eq(category) & frame["measure"].eq(measure)]
    totals = frame[frame["category"].eq(TOTAL) & frame["measure"].eq(Measure.COUNT.value)]
    answered = totals.set_index(["indicator", "area"])["count"].astype("Int64")
    ready = pd.DataFrame(
        {
            "indicator": rows["indicator"].astype(str),
            "area": rows["area"],
            "value": rows["value"].astype(float),
            "lower": rows["lower"].astype(float),
            "upper": rows["upper"].astype(float),
            "count": rows["count"].astype("Int64"),
            "answered": answered.reindex(pd.MultiIndex.from_frame(rows[["indicator", "area"]])).array,
            "frame": rows["frame"].astype("Int64"),
            "status": rows["status"].astype(str),
            "ima_year": rows["ima_year"].astype("Int64"),
            "withheld": rows["confidentiality"].eq(Confidentiality.WITHHELD.value).astype(bool),
            "no_data": rows["status"].eq(Status.NO_DATA.value).astype(bool),
        }
    )
    return {
        str(name): part.drop(columns="indicator").set_index("area")
        for name, part in ready.groupby("indicator", sort=False)
    }


@lru_cache(maxsize=12)
def benchmarks(beside: Beside) -> dict[str, dict[str, Benchmark]]:
    """Give by indicator and area what an area is held against, Flanders or others; missing where not shown."""
    nothing = Benchmark(value=math.nan, half=0.0)
    found: dict[str, dict[str, Benchmark]] = {}
    for whole in beside.wholes:
        areas = [str(area) for area in whole.rows.index]
        if beside.what == BESIDE_FLANDERS:
            found[whole.indicator.id] = dict.fromkeys(areas, comparing.benchmark_of(whole.flanders))
            continue
        means = group_means(beside.release_id, beside.level, whole.rows, whole.indicator, whole.shown, beside.what)
        found[whole.indicator.id] = {area: means.get(area, nothing) for area in areas}
    return found


@lru_cache(maxsize=12)
def heat_verdicts(beside: Beside) -> dict[tuple[str, str], tuple[Verdict, float]]:
    """Hold every area against its benchmark on every indicator; the areas of a level are one family per indicator.

    Returns
    -------
    (indicator, area) to the verdict and the distance in standard deviations between areas (0 where unknown).
    """
    found: dict[tuple[str, str], tuple[Verdict, float]] = {}
    held = benchmarks(beside)
    for whole in beside.wholes:
        deviation = whole.spread.deviation if whole.spread else 0.0
        entry, shown, against = whole.indicator, whole.shown, held[whole.indicator.id]
        if beside.what != BESIDE_FLANDERS:
            judged = own_group_verdicts(whole.rows, entry, shown, against)
        else:
            own, above = verdicts.numbers_of(whole.rows, entry, shown), verdicts.number_of(whole.flanders, entry, shown)
            judged = verdicts.family(whole.rows.index, own, above)
        for area, value in zip(whole.rows.index, whole.rows["value"], strict=True):
            said = judged[str(area)]
            known = deviation > 0 and said is not Verdict.HIDDEN
            far = (value - against[str(area)].value) / deviation if known else 0.0
            found[(entry.id, str(area))] = (said, 0.0 if math.isnan(far) else float(far))
    return found


def own_group_verdicts(
    rows: pd.DataFrame, entry: Indicator, shown: Shown, means: Mapping[str, Benchmark]
) -> dict[str, Verdict]:
    """Hold every area against the mean of those it is held against itself, as one family."""
    nothing = Benchmark(value=math.nan, half=math.nan)
    each = [means.get(str(area), nothing) for area in rows.index]
    held = verdicts.fixed([one.value for one in each], [one.half for one in each], share=shown.measure is Measure.SHARE)
    return verdicts.family(rows.index, verdicts.numbers_of(rows, entry, shown), held)
