"""What the other screens and files say beside Flanders and over the years: map, tables, fiche, sentences, messages."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from aggregation.indicators import INDICATORS, Indicator
from aggregation.shown.selection import Shown, choices
from aggregation.shown.verdicts import CLEAR
from data.releases import Release
from data.terms import Level
from geo.figures.classes import Method, Palette
from pages.evolutie import cards, tables
from pages.evolutie.evolution import Evolution, evolution
from pages.feeds import entries
from pages.fiche import answers
from pages.fiche.document import Table
from pages.kaart.painting import FLANDERS, Look, painted
from pages.regioprofiel import profile, summary
from pages.tabellen import wide_table
from pages.views import choosing, filtering, need, views
from pages.words import differences
from tests.screen.walk import Told, plain

_CELL = re.compile(r"<td[^>]*>(.*?)</td>", re.DOTALL)
_NO_CLEAR = "niet duidelijk"
_CLEAR = "duidelijk"
"""What a screen says that marks the clear differences alone, or that a filter keeps them."""


MARKS = {"kleur", "tabellen", "filter"}
"""Screens that mark the clear differences alone: the colour of a map takes equal and no clear difference together."""


def contradictions(told: Collection[Told]) -> list[tuple[tuple[str, Shown, str], dict[str, set[str]]]]:
    """Give every (indicator, what of it, area) of which two screens do not say the same, with who says what."""
    said: dict[tuple[str, Shown, str], dict[str, set[str]]] = {}
    for screen, name, shown, area, text in told:
        bare = plain(text).partition(" (")[0].partition(",")[0]
        said.setdefault((name, shown, area), {}).setdefault(bare, set()).add(screen)
    return [(key, words) for key, words in said.items() if _contradict(words)]


def _contradict(words: dict[str, set[str]]) -> bool:
    in_full = {text for text, screens in words.items() if screens - MARKS}
    sides = {clear(text) for text in words} - {_CLEAR}
    unnamed = _CLEAR in words and sides.isdisjoint({"hoger", "lager"})
    return len(in_full) > 1 or len(sides) > 1 or unnamed


def clear(text: str) -> str:
    """Reduce a verdict to what a screen that marks clear differences alone can say."""
    bare = plain(text)
    return bare if bare in ("hoger", "lager", _CLEAR) else _NO_CLEAR


def numbers_of(release_id: str, level: Level) -> Iterator[tuple[str, Indicator, Shown]]:
    """Give every number of a level that has a value; classes have no difference."""
    for name, entry in choosing.known_indicators(release_id).items():
        if level in entry.levels:
            yield from ((name, entry, shown) for shown in choices(entry) if not shown.is_class)


def beside_flanders(release: Release, year: int, level: Level, areas: Collection[str]) -> list[Told]:
    """Read the map of differences, the wide table and its filter, need without weights, sentences, fiche."""
    told: list[Told] = []
    for name, _entry, shown in numbers_of(release.id, level):
        view = views.area_view(release.id, name, shown, year, level)
        drawn = painted(view, _look(FLANDERS), "nl")
        legend = dict(zip(drawn.areas.areas, drawn.areas.members, strict=True))
        asked = filtering.Asked(
            release_id=release.id, level=level, columns=(filtering.Column(indicator=name, shown=shown, year=year),)
        )
        for area in areas:
            if area in view.numbers and view.numbers[area].known:
                told.append(("kaart", name, shown, area, drawn.words[area]))
                colour = drawn.legend.bounds[legend[area]] if legend[area] < len(drawn.legend.bounds) else ""
                told.append(("kleur", name, shown, area, colour.partition(",")[0]))
                told.append(("tabellen", name, shown, area, _marked(wide_table.table(asked, [area], [], ""))))
        known = {area for area, row in view.numbers.items() if row.known}
        told += _filtered(asked, name, shown, known.intersection(areas), filtering.DIFFERS)
    raw = need.level_need(release.id, year, level, "geen")
    heads = views.main_view(release.id, "D01", year, level)
    if raw is not None:
        said = need.said(raw, heads)
        told += [("nood", "D01", heads.shown, area, differences.words(said[area])) for area in areas if area in said]
    for area in areas:
        told += _sentences(release.id, level, area, year)
        told += _fiche(release, level, area, year)
    return told


def over_years(release_id: str, level: Level, areas: Collection[str]) -> list[Told]:
    """Read the change between the two newest years on Evolutie, the map, the filter of the table and the messages."""
    told: list[Told] = []
    for name, _entry, shown in numbers_of(release_id, level):
        whole = evolution(release_id, name, shown, level)
        if len(whole.years) < 2:
            continue
        first, last = whole.years[0], whole.years[-1]
        drawn = painted(whole.views[-1], _look(str(first)), "nl").words
        for area in areas:
            if area not in whole.whole or not whole.whole[area].known:
                continue
            told.append(("evolutie", name, shown, area, whole.verdict(whole.whole[area])))
            told.append(("evolutietabel", name, shown, area, _CELL.findall(tables.table(whole, [area], [], ""))[4]))
            told.append(("kaart", name, shown, area, drawn[area].rsplit(": ", 1)[1]))
            if not whole.breaks:
                told.append(("evolutiekaart", name, shown, area, _card(whole, area)))
        if not whole.breaks:
            columns = tuple(filtering.Column(indicator=name, shown=shown, year=year) for year in (first, last))
            asked = filtering.Asked(release_id=release_id, level=level, columns=columns)
            known = {area for area, change in whole.whole.items() if change.known}
            told += _filtered(asked, name, shown, known.intersection(areas), filtering.CHANGED)
    return told


def stepwise(
    release_id: str, level: Level, areas: Collection[str]
) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Give what the messages name as clearly changed between the two newest years, and what Evolutie says of it."""
    named, by_title = set(), {}
    expected = set()
    for name, entry, _shown in numbers_of(release_id, level):
        shown = choices(entry)[0]
        whole = evolution(release_id, name, shown, level)
        if shown.is_class or len(whole.years) < 2:
            continue
        by_title[whole.views[-1].title] = name
        if any(mark.after == whole.years[-1] for mark in whole.breaks):
            continue
        step = whole.steps[-1][0]
        expected |= {(area, name) for area in areas if area in step and step[area].verdict in CLEAR}
    for area in areas:
        for line in next(each for each in entries.entries(level, area) if each.told).told:
            titles = [title for title in by_title if line.startswith(f"{title}: ")]
            if "→" in line and titles:
                named.add((area, by_title[max(titles, key=len)]))
    return named, expected


def _look(what: str) -> Look:
    return Look(what=what, method=Method.QUANTILES, size=5, palette=next(iter(Palette)))


def _marked(table: str) -> str:
    """Read the mark of the last row: its sign and the words for who hears it."""
    found = re.findall(r'<span class="zc-read">([^<]*)</span>', table.rsplit("<tr", 1)[1])
    return found[0] if found else _NO_CLEAR


def _filtered(asked: filtering.Asked, name: str, shown: Shown, areas: Collection[str], only: str) -> Iterator[Told]:
    """Say of areas whether a filter of the wide table keeps them."""
    kept = filtering.rows_of(replace(asked, only=only), "nl").areas
    for area in areas:
        yield "filter", name, shown, area, _CLEAR if area in kept else _NO_CLEAR


def _sentences(release_id: str, level: Level, area: str, year: int) -> Iterator[Told]:
    """Read the sentences that begin a profile: each belongs to the row of the same number."""
    found = summary.summary(release_id, level, area, year)
    titles = {choosing.full_label(entry, choices(entry)[0]): entry for entry in INDICATORS.values()}
    said = {
        "duidelijk meer": "hoger", "duidelijk minder": "lager", "niet duidelijk van": "geen duidelijk verschil",
        "evenveel": "gelijk", "kan toeval": "kan toeval zijn", "niet te zeggen": "niet te zeggen",
    }  # fmt: skip
    rest = list(found.sentences)
    for row in found.rows[1:]:
        sentence = next(each for each in rest if row[1] in each and "Vlaanderen" in each)
        rest = rest[rest.index(sentence) + 1 :]
        verdict = next(word for part, word in said.items() if part in sentence)
        yield "zinnen", titles[row[0]].id, choices(titles[row[0]])[0], area, verdict


def _fiche(release: Release, level: Level, area: str, year: int) -> Iterator[Told]:
    """Read the tables of a fiche, whatever file it becomes."""
    document = answers.describe(release, level, area, year, "")
    rows = [row for group in profile.describe(release.id, level, area, year).groups for row in group.rows]
    tables_of = [block for section in document.sections for block in section.blocks if isinstance(block, Table)]
    written = [cells for table in tables_of for cells in table.rows if len(cells) >= 4 and cells[2].picture is not None]
    by_label: dict[str, list[str]] = {}
    for cells in written:
        by_label.setdefault(cells[0].text, []).append(cells[3].under)
    for row in rows:
        if row.known and row.label in by_label and len(by_label[row.label]) == 1:
            yield "fiche", row.name, choices(INDICATORS[row.name])[0], area, by_label[row.label][0]


def _card(whole: Evolution, area: str) -> str:
    """Read the verdict of the card of an area."""
    text = cards.cards(whole, area)
    own = text.split("</section>")[0] if "</section>" in text else text
    bare = re.sub(r"<[^>]+>", " ", own)
    for part, word in (
        (" hoger", "hoger"), (" lager", "lager"), ("kan toeval zijn", "kan toeval zijn"),
        ("een duidelijk verschil", "geen duidelijk verschil"), ("iet te zeggen", "niet te zeggen"),
        ("elijk", "gelijk"),
    ):  # fmt: skip
        if part in bare:
            return word
    return bare
