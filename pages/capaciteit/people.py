"""What stands behind the rulers as markup: age and plans of the doctors, open practices, expansion, the norm."""

import math
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from aggregation.indicators import INDICATORS
from aggregation.indicators.norms import GP_POOR_RATE, GP_POOR_RATE_SPARSE, SPARSE_DENSITY
from aggregation.shown.selection import CLASS, AreaNumber, Shown
from data.terms import TOTAL, Level, Measure, Status
from geo.figures.bar_blocks import Block, Section, ShareBar, markup
from geo.figures.capacity import bar_beside
from pages.capaciteit.measured import share_view
from pages.shell import frame
from pages.views import choosing, released
from pages.views import views as area_views
from pages.views.besides import besides
from pages.views.choices import AREA, LEVEL, NUMBER, SHOWN, YEAR
from pages.views.views import AreaView
from pages.words import differences, language, numbers, phrases
from pages.words.language import gettext as _
from pages.words.language import mark, pick

DOCTORS_TITLE = mark("De artsen: leeftijd en plannen")
OPEN_TITLE = mark("Open capaciteit en plannen om uit te breiden")
BARS_LEAD = mark("De dunne donkere streep is Vlaanderen, de lijn in de balk het 95 %-interval.")
THRESHOLD = "D03"
NORM_TITLE = mark("Onder de vroegere Impulseo-drempel")
BESIDE = mark("Vlaanderen {value} ({verdict})")
NORM = mark(
    "De drempel was: minder dan {rate} huisartsen jonger dan 65 jaar per 100.000 inwoners, of minder dan {sparse} waar "
    "minder dan {density} inwoners per km² wonen. HAIO's tellen niet mee. Het deel van 65 jaar en ouder is geraamd uit "
    "de antwoorden (A10). Bron: formulier prioritaire zone (Impulseo), 2018. De "
    "premie eindigde op 1 juli 2020, nadat een evaluatie geen extra vestigingen vond. De drempel kijkt niet naar uren "
    "of zorgnood: hij zegt niet of er te weinig huisartsen zijn."
)
MIXED = mark("dossiers van IMA over {ima}, werkuren van {year}")
CLASSES_HIDDEN = mark("De antwoorden apart worden niet getoond: {why}.")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One indicator as bars: which answers, one after another; none for a single number."""

    name: str
    answers: tuple[str, ...] = ()
    together: str = ""
    """Answers taken together, shown first: they can be shown where the separate ones are not."""


DOCTORS = (
    Wanted(name="A10", answers=("-34", "35-44", "45-54", "55-64", "65-"), together="55-64|65-"),
    Wanted(
        name="A08",
        answers=("blijven", "verminderen", "stoppen", "weet_niet"),
        together="verminderen|stoppen",
    ),
    Wanted(name="D06"),
)
OPEN = (
    Wanted(name="D04"),
    Wanted(name="P01", answers=("gedeeltelijk", "volledig")),
    Wanted(name="P22", answers=("ja",)),
    Wanted(name="P21", answers=("ja",)),
    Wanted(name="D05"),
)


def behind(release_id: str, year: int, level: Level, area: str | None) -> str:
    """Draw what stands behind the rulers; '' where the release has none of it."""
    carried = frame.anchor("kaart", "", {NUMBER: THRESHOLD, SHOWN: "", YEAR: year, LEVEL: level.value, AREA: area})
    return _behind(release_id, year, level, area, carried, language.current())


@lru_cache(maxsize=64)
def _behind(release_id: str, year: int, level: Level, area: str | None, _carried: str, _spoken: str) -> str:
    """Do so; as long as one link to the map takes the same along, all links here do."""

    def link(block: Block) -> str:
        return frame.anchor(
            "kaart",
            block.title,
            {NUMBER: block.name, SHOWN: block.code, YEAR: year, LEVEL: level.value, AREA: area},
        )

    drawn = [markup(part, link) for part in sections(release_id, year, level, area)]
    return "".join((*drawn, norm(release_id, year, level, area)))


def section(
    release_id: str, title: str, wanted: tuple[Wanted, ...], year: int, level: Level, area: str | None
) -> Section | None:
    """Describe a part of the page: a few indicators as bars with Flanders beside; None where there are none."""
    known = choosing.known_indicators(release_id)
    found = (bars_of(release_id, each, year, level, area) for each in wanted if each.name in known)
    blocks = tuple(_block(bars, area) for bars in found if bars is not None)
    if not blocks:
        return None
    return Section(title=_(title), lead=_(BARS_LEAD) if area is not None else "", blocks=blocks)


def sections(release_id: str, year: int, level: Level, area: str | None) -> list[Section]:
    """Describe the bars of the doctors and of the open practices."""
    parts = ((DOCTORS_TITLE, DOCTORS), (OPEN_TITLE, OPEN))
    made = (section(release_id, title, wanted, year, level, area) for title, wanted in parts)
    return [each for each in made if each is not None]


@dataclass(frozen=True, kw_only=True)
class Bars:
    """One indicator of an area, or of Flanders: the views whose bars are drawn, on one axis up to ``most``."""

    wanted: Wanted
    first: AreaView
    row: AreaNumber
    shown: tuple[AreaView, ...]
    most: float
    apart_hidden: bool
    """None of the separate answers can be shown."""
    also: tuple[str, ...] = ()
    """What belongs beside a number that stands alone: its ends, its coverage."""

    @property
    def based(self) -> str:
        """Unit, n of N and years of the numbers."""
        parts = (
            pick(self.first.indicator.unit),
            *self.also,
            self.first.based_on(self.row),
            _years(self.first, self.row),
        )
        return " · ".join(text for text in parts if text)


def bars_of(release_id: str, block: Wanted, year: int, level: Level, area: str | None) -> Bars | None:
    """Gather what the bars of a block show; None where the area has no such number."""
    first = (
        share_view(release_id, block.name, block.together or block.answers[0], year, level)
        if block.answers
        else area_views.main_view(release_id, block.name, year, level)
    )
    views = [share_view(release_id, block.name, each, year, level) for each in block.answers]
    row = row_of(first, area)
    if row is None:
        return None
    shown = [first] if block.together or not views else []
    apart = [row_of(view, area) for view in views]
    hidden = bool(block.together) and all(each is not None and each.withheld for each in apart)
    shown += [] if hidden else views
    also = besides(first, area) if not views and row.known else ()
    most = _most(shown, area)
    return Bars(wanted=block, first=first, row=row, shown=tuple(shown), most=most, apart_hidden=hidden, also=also)


def _block(found: Bars, area: str | None) -> Block:
    together = bool(found.wanted.together)
    bars = (_bar(view, area, found.most, strong=view is found.first and together) for view in found.shown)
    return Block(
        name=found.wanted.name,
        code=found.first.shown.code,
        title=pick(found.first.indicator.label),
        based=found.based,
        bars=tuple(bar for bar in bars if bar is not None),
        hidden=_(CLASSES_HIDDEN).format(why=_(phrases.WHY_WITHHELD)) if found.apart_hidden else "",
    )


def _years(view: AreaView, row: AreaNumber) -> str:
    """Name both years where survey and IMA meet in one number."""
    ima = row.ima_year or (view.flanders.ima_year if view.flanders is not None else None)
    if ima is None:
        return ""
    return _(MIXED).format(ima=ima, year=view.year) if view.indicator.mixed_years else f"IMA {ima}"


def row_of(view: AreaView, area: str | None) -> AreaNumber | None:
    """Give the number of an area, of Flanders without one."""
    return view.flanders if area is None else view.numbers.get(area)


def _most(views: list[AreaView], area: str | None) -> float:
    """Give the right end of the axis that a block of bars shares: a round number above all of them."""
    if views and views[0].sign:
        return 100.0  # shares stand on one axis everywhere
    values = [0.0]
    for view in views:
        for row in (row_of(view, area), view.flanders):
            if row is not None:
                values += [v for v in (row.value, row.upper) if not math.isnan(v)]
    steps = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
    return float(next((step for step in steps if step >= max(values)), max(values)))


def _bar(view: AreaView, area: str | None, most: float, *, strong: bool) -> ShareBar | None:
    row = row_of(view, area)
    if row is None:
        return None
    return ShareBar(
        label=answer_of(view),
        marks=bar_of(view, row, area, most),
        value=view.text(row, short=True),
        known=row.known,
        withheld=row.withheld,
        interval=view.interval(row),
        low=_(phrases.LOW_RELIABILITY) if row.status is Status.LOW_RELIABILITY else "",
        beside=beside_words(view, area),
        strong=strong,
    )


def answer_of(view: AreaView) -> str:
    """Name the answer of a bar; '' where the heading says it."""
    if view.indicator.id in ("P21", "P22") or view.shown.category not in view.indicator.categories:
        return ""
    return choosing.label_of(view.indicator, view.shown)


def bar_of(view: AreaView, row: AreaNumber, area: str | None, most: float) -> str:
    """Draw the bar of one number, Flanders beside it where it is of an area."""
    whole = view.flanders if area is not None else None
    value, interval = view.text(row, short=True), view.interval(row)
    said = f"{answer_of(view) or pick(view.indicator.label)}: {value} {interval}".strip()
    if whole is not None:
        said += f"; {_(phrases.LEVEL_ONE[Level.VLAANDEREN])} {view.text(whole, short=True)}"
    return bar_beside(
        row.value,
        row.lower,
        row.upper,
        flanders=math.nan if whole is None else whole.value,
        most=most,
        described=said,
        hidden=row.withheld,
    )


def beside_words(view: AreaView, area: str | None) -> str:
    """Tell Flanders beside the number of an area, and whether it is clearly another; '' for Flanders itself."""
    if area is None or view.flanders is None:
        return ""
    whole, verdict = view.text(view.flanders, short=True), differences.words(view.verdicts[area])
    return _(BESIDE).format(value=whole, verdict=verdict) if verdict else _("Vlaanderen {value}").format(value=whole)


def norm(release_id: str, year: int, level: Level, area: str | None) -> str:
    """Say on which side of the former threshold of Impulseo the area lies, or how many areas; with its source."""
    if THRESHOLD not in choosing.known_indicators(release_id):
        return ""
    text = _own_norm(release_id, year, level, area) if area is not None else ""
    if not text:
        on = level if area is None and level in INDICATORS[THRESHOLD].levels else Level.GEMEENTE
        text = _count_norm(release_id, year, on, _towns(release_id, level, area) if area is not None else None)
    link = frame.anchor(
        "kaart",
        _("Bekijk op de kaart"),
        {NUMBER: THRESHOLD, SHOWN: CLASS, YEAR: year, LEVEL: Level.GEMEENTE.value, AREA: None},
    )
    rates = {"rate": GP_POOR_RATE, "sparse": GP_POOR_RATE_SPARSE, "density": SPARSE_DENSITY}
    said = _(NORM).format(**{name: numbers.number(value) for name, value in rates.items()})
    rest = " ".join((said, *(pick(each) for each in INDICATORS[THRESHOLD].caveats)))
    return (
        f'<section class="zc-part zc-cap-norm"><h2>{escape(_(NORM_TITLE))}</h2>'
        f'<p class="zc-lead"><b>{escape(text)}</b></p>'
        f'<p class="zc-lead">{escape(rest)} {link}.</p></section>'
    )


def _own_norm(release_id: str, year: int, level: Level, area: str) -> str:
    """Say by how many GPs an area differs from the threshold, and of which class that makes it; '' where not known."""
    if level not in INDICATORS[THRESHOLD].levels:
        return ""
    view = area_views.main_view(release_id, THRESHOLD, year, level)
    row = view.numbers.get(area)
    if row is None or not row.known:
        return ""
    interval = view.interval(row, between=_(" en "))
    sure = _("95 % zeker tussen {interval}").format(interval=interval) if interval else ""
    parts = (view.text(row), sure, *besides(view, area))
    return f"{'; '.join(part for part in parts if part)}."


def _count_norm(release_id: str, year: int, level: Level, among: set[str] | None) -> str:
    view = area_views.area_view(release_id, THRESHOLD, Shown(category=TOTAL, measure=Measure.SHARE), year, level)
    known = [row.value for area, row in view.numbers.items() if row.known and (among is None or area in among)]
    counted = [sum(value == place for value in known) for place in range(len(view.indicator.options))]
    surely, perhaps = (numbers.number(number) for number in (counted[2], counted[1]))
    whole, areas = numbers.number(len(known)), _(phrases.LEVEL_MANY[level])
    if among is None:
        return _("Zeker onder de vroegere drempel: {n} van de {N} {areas} in Vlaanderen; mogelijk: {perhaps}.").format(
            n=surely, N=whole, areas=areas, perhaps=perhaps
        )
    return _(
        "Zeker onder de vroegere drempel: {n} van de {N} gemeenten die geheel of voor een deel in dit gebied liggen; "
        "mogelijk: {perhaps}."
    ).format(n=surely, N=whole, perhaps=perhaps)


@lru_cache(maxsize=256)
def _towns(release_id: str, level: Level, area: str) -> set[str]:
    release = released.opened(release_id)
    rows = release.membership(year=release.years()[-1])
    return set(rows.loc[rows[level.value].astype(str).eq(area), "gemeente"].astype(str))
