"""What every screen says of every area beside Flanders, gathered from what it draws: one verdict for one number."""

import re
from collections.abc import Collection, Iterator

import pandas as pd

from aggregation.indicators import INDICATORS
from aggregation.shown.selection import Shown, choices
from data.terms import Level, Measure
from pages.capaciteit import cards, people
from pages.capaciteit.measured import LEVELS, capacity
from pages.regioprofiel import profile, summary
from pages.vergelijken import comparison, funnel_form, heat_form, ranking_form, spine_form
from pages.vergelijken.comparison import Picked
from pages.vergelijken.forms import against_flanders
from pages.views import benchmarks, choosing, views

Told = tuple[str, str, Shown, str, str]
"""Screen, indicator, what of it, area, and what is said."""
_TAGS = re.compile(r"<[^>]+>")


def walk(release_id: str, year: int, level: Level, areas: Collection[str]) -> tuple[list[Told], dict[tuple, set[str]]]:
    """Gather what all screens say of the areas of a level.

    Returns
    -------
    Everything told, and what is told of each (indicator, what of it, area) in more than one way: the contradictions.
    """
    told = [
        *_compared(release_id, year, level, areas),
        *_whole(release_id, year, level, areas),
        *_profiles(release_id, year, level, areas),
        *_capacity(release_id, year, level, areas),
    ]
    said: dict[tuple, set[str]] = {}
    for _screen, name, shown, area, text in told:
        said.setdefault((name, shown, area), set()).add(plain(text))
    return told, {key: words for key, words in said.items() if len(words) > 1}


def plain(text: str) -> str:
    """Take away markup, direction and the name of Flanders: what is left is the verdict."""
    bare = _TAGS.sub("", text).strip()
    return next((word for word in ("hoger", "lager") if bare.startswith(word)), bare)


def _compared(release_id: str, year: int, level: Level, areas: Collection[str]) -> Iterator[Told]:
    """Read the last column of the table under ranking and funnel."""
    nobody, names = Picked(chosen=None, others=()), views.names_today(release_id, level)
    for name, entry in comparison.comparable_indicators(release_id).items():
        if level not in entry.levels:
            continue
        for shown in dict.fromkeys((choices(entry)[0], comparison.comparing.comparable(entry))):
            found = comparison.compared(views.area_view(release_id, name, shown, year, level))
            against = against_flanders(found.view)
            for screen, make in (("rangorde", ranking_form.ranking), ("trechter", funnel_form.funnel)):
                rows = {row.name: row.cells[-1] for row in make(found, nobody, against, "", "nl").table.rows}
                for area in areas:
                    if area in found.view.numbers:
                        yield screen, name, shown, area, rows[names[area]]


def _whole(release_id: str, year: int, level: Level, areas: Collection[str]) -> Iterator[Told]:
    """Read every number of an area in spine and heat map."""
    beside = comparison.Beside(release_id=release_id, level=level, year=year, what=benchmarks.FLANDERS)
    every, cells = beside.wholes, heat_form.all_cells(beside, "nl")
    for area in areas:
        for whole, (_shade, text) in zip(every, cells[area], strict=True):
            if whole.rows["value"].notna().get(area, False):
                yield "alles", whole.indicator.id, whole.shown, area, text.rsplit(", ", 1)[1]
        rows = spine_form.spine_rows(beside, area)
        drawn = spine_form.describe(rows, "Vlaanderen")
        lines = {line.name: line.verdict for group in drawn.groups for line in group.lines}
        for whole, row, _benchmark, _said in rows:
            yield "gebied", whole.indicator.id, whole.shown, area, lines[whole.title] if row.known else ""


def _profiles(release_id: str, year: int, level: Level, areas: Collection[str]) -> Iterator[Told]:
    """Read the profile, and with it the fiche, which is made of the same rows."""
    for area in areas:
        for group in profile.describe(release_id, level, area, year).groups:
            for row in group.rows:
                entry = INDICATORS[row.name]
                yield "regioprofiel", row.name, choices(entry)[0], area, row.verdict
        told = summary.summary(release_id, level, area, year).rows
        names = {choosing.full_label(entry, choices(entry)[0]): entry for entry in INDICATORS.values()}
        for line in told[1:]:
            yield "samenvatting", names[line[0]].id, choices(names[line[0]])[0], area, line[5]


def _capacity(release_id: str, year: int, level: Level, areas: Collection[str]) -> Iterator[Told]:
    """Read the four rulers, and the bars of what stands behind them."""
    if level not in LEVELS:
        return
    view = capacity(release_id, year, level)
    for area in areas:
        for card in cards.cards(view, area):
            if card.beside is not None:
                entry = INDICATORS[str(card.ruler)]
                yield "capaciteit", entry.id, choices(entry)[0], area, card.beside[1]
        for wanted in (*people.DOCTORS, *people.OPEN):
            found = people.bars_of(release_id, wanted, year, level, area)
            for each in () if found is None else found.shown:
                text = people.beside_words(each, area)
                said = re.search(r"\(([^()]*)\)$", text)
                yield "balken", wanted.name, each.shown, area, said[1] if said else ""


def judged_by_hand(release_id: str, year: int, level: Level, name: str, shown: Shown) -> dict[str, str]:
    """Judge a share of all areas beside Flanders from the cells alone, by the method as it is written down."""
    from scipy import stats

    from pages.views import released

    release = released.opened(release_id)
    asked = {"indicator": name, "year": year, "category": shown.category, "measure": Measure.SHARE.value}
    total = {"indicator": name, "year": year, "category": "total", "measure": Measure.COUNT.value}
    answered = release.cells(**total).frame.set_index(["level", "area"])["count"]
    top = release.cells(**asked, level="vlaanderen").frame.iloc[0]
    chances, sides = {}, {}
    for row in release.cells(**asked, level=level.value).frame.to_dict("records"):
        if row["confidentiality"] == "C" or pd.isna(row["value"]):
            continue
        apart = round(row["value"] - top["value"], 6)
        arms = [
            (row["value"] - row["lower"], top["upper"] - top["value"]),
            (row["upper"] - row["value"], top["value"] - top["lower"]),
        ][int(apart <= 0)]
        n = [float(answered[(level.value, row["area"])]), float(answered[("vlaanderen", "VL")])]
        both = (n[0] * row["value"] + n[1] * top["value"]) / sum(n) / 100
        free = [max(min(both, 1 - both) * (each - 1), 1.0) for each in n]
        wide = [arm + 0.05 for arm in arms]
        errors = [(arm / stats.t.ppf(0.975, each)) ** 2 for arm, each in zip(wide, free, strict=True)]
        joined = sum(errors) ** 2 / sum(error**2 / each for error, each in zip(errors, free, strict=True))
        half = (wide[0] ** 2 + wide[1] ** 2) ** 0.5
        chances[row["area"]] = 2 * stats.t.sf(max(abs(apart) - 0.1, 0) / half * stats.t.ppf(0.975, joined), joined)
        sides[row["area"]] = ("geen duidelijk verschil" if abs(apart) <= half + 0.1 else
                              "hoger" if apart > 0 else "lager")  # fmt: skip
    ranked = sorted(chances, key=lambda area: chances[area])
    most = max((k for k, area in enumerate(ranked, 1) if chances[area] <= k / len(ranked) * 0.05), default=0)
    kept = set(ranked[:most])
    return {
        area: side if side.startswith("geen") or area in kept else "kan toeval zijn" for area, side in sides.items()
    }
