"""The four rulers of all areas of a level as markup: where they disagree, and a table that sorts and searches."""

from functools import lru_cache
from html import escape

from aggregation.shown.capacity import RULERS, Disagreement
from geo.figures.capacity import gaps
from geo.figures.gaps import Gap, Gaps, markup
from pages.capaciteit.cards import TITLES, as_mark, axis_values, cell, columns, index_plain
from pages.capaciteit.measured import Capacity
from pages.components import pieces
from pages.shell import links
from pages.views.choices import LEVEL, YEAR
from pages.words import language, numbers, phrases
from pages.words.language import gettext as _
from pages.words.language import mark

FIRST = 20
"""Areas in the figure before the reader asks for all."""
LEAST_GAP = 10.0
"""Index points that the axis of differences shows on each side at least."""
_HEADS = (
    mark("Gebied"),
    mark("Index geteld"),
    mark("Verschil"),
    mark("minder dan het aantal huisartsen"),
    mark("meer dan het aantal huisartsen"),
)
LEAD = mark(
    "Elke rij is een gebied. De nullijn is het aantal huisartsen (index, Vlaanderen = 100); de andere tekens tonen "
    "hoeveel punten een maat daarvan afwijkt. De streep achter een teken is het 95 %-interval. Lichtgrijs: dat kan "
    "toeval zijn. Gerangschikt van groot naar klein verschil; met ≥ waar een maat niet getoond wordt."
)
ALONE = mark("Van {n} {areas} wordt alleen het aantal huisartsen getoond; daar valt niets te vergelijken.")
SORTS = {
    "naam": mark("Naam"),
    "verschil": mark("Grootste verschil eerst"),
    "D01": mark("Meeste huisartsen eerst"),
    "D08": mark("Meeste actieve huisartsen eerst"),
    "D02": mark("Meeste VTE eerst"),
    "D09": mark("Meeste contacten eerst"),
}


def figure(view: Capacity, area: str | None, *, whole: bool) -> str:
    """Draw where the rulers disagree: the first areas, or all; the chosen area always."""
    if not view.order:
        return ""
    pattern = links.pattern("capaciteit", {LEVEL: view.level.value, YEAR: view.year})
    return _figure(view, area, whole, pattern, language.current())


@lru_cache(maxsize=24)
def _figure(view: Capacity, area: str | None, whole: bool, pattern: str, _spoken: str) -> str:
    return markup(describe(view, area, whole=whole), lambda row: links.fill(pattern, row.area, row.name))


def describe(view: Capacity, area: str | None, *, whole: bool) -> Gaps:
    """Describe where the rulers disagree: in the first areas, or in all; in the chosen area always."""
    order = view.order if whole else view.order[:FIRST]
    if area in view.order and area not in order:
        order = (*order, area)
    ends = gap_ends(view)
    alone = [view.names[each] for each in view.names if each not in view.order]
    told = ""
    if alone:
        told = _(ALONE).format(n=len(alone), areas=_(phrases.LEVEL_MANY[view.level]))
        told += f" {', '.join(alone)}." if whole else ""
    name, heads, apart, fewer, more = (_(text) for text in _HEADS)
    rows = (_gap(view, each, ends, chosen=each == area) for each in order)
    return Gaps(
        rows=tuple(row for row in rows if row is not None),
        rulers=tuple((ruler, _(TITLES[ruler])) for ruler in RULERS if ruler in view.rulers),
        ticks=axis_values(ends, signed=True),
        ends=ends,
        heads=(name, heads, apart),
        sides=(fewer, more),
        alone=told,
    )


def headline(view: Capacity) -> str:
    """Say in how many areas the rulers clearly disagree."""
    clear = sum(each is not None and each.clear for each in view.found.values())
    if not clear:
        return _("Nergens zeggen de vier maten duidelijk iets anders")
    return _("In {n} van de {N} {areas} zeggen de maten duidelijk iets anders").format(
        n=clear, N=len(view.order), areas=_(phrases.LEVEL_MANY[view.level])
    )


def gap_ends(view: Capacity) -> tuple[float, float]:
    """Give the ends of the axis of differences from the heads, in index points."""
    found = [LEAST_GAP]
    for area in view.order:
        heads = view.indices[area].get("D01")
        if heads is not None:
            others = [index for index in view.indices[area].values() if index is not None]
            found += [abs(index.value - heads.value) + (index.half or 0.0) for index in others]
    end = 5.0 * -(-max(found) // 5)
    return -end, end


def _gap(view: Capacity, area: str, ends: tuple[float, float], *, chosen: bool) -> Gap | None:
    """Describe one area: name, index of the heads, the other rulers as differences from it, how far they lie apart."""
    indices, found = view.indices[area], view.found[area]
    heads = indices.get("D01")
    if found is None or heads is None:
        return None
    marks = [m for name, index in indices.items() if (m := as_mark(name, index, less=heads.value)) is not None]
    said = "; ".join(f"{_(TITLES[name])} {index_plain(index)}" for name, index in indices.items())
    doubt, few = doubts(found, len(view.rulers))
    return Gap(
        area=area,
        name=view.names[area][_without_shared(view) :],
        first=numbers.number(heads.value),
        marks=gaps(marks, ends=ends, clear=found.clear, described=f"{view.names[area]}: {said}"),
        apart=points(found, len(view.rulers)),
        doubt=doubt,
        few=few,
        own=chosen,
    )


def points(found: Disagreement, whole: int) -> str:
    """Write how far the rulers lie apart; at least so far, where one is not shown."""
    text = numbers.number(found.spread)
    return f"≥{numbers.NO_BREAK}{text}" if found.shown < whole else text


def doubts(found: Disagreement, whole: int) -> tuple[str, str]:
    """Say why a difference is not clear, and how many rulers are shown where some are not; '' for neither."""
    doubt = "" if found.clear else _("kan toeval zijn") if found.testable else _("niet te zeggen")
    return doubt, _("{n} van {N} maten").format(n=found.shown, N=whole) if found.shown < whole else ""


def remark(found: Disagreement, whole: int) -> str:
    """Write how much a difference can be trusted, as markup."""
    doubt, few = map(escape, doubts(found, whole))
    parts = (doubt, f'<span class="zc-few">{few}</span>' if few else "")
    return f'<span class="zc-remark">{"<i>, </i>".join(part for part in parts if part)}</span>'


def _without_shared(view: Capacity) -> int:
    """Count the letters of a first word that all names share ("Huisartsenkring"), which a figure can leave out."""
    first = {name.partition(" ")[0] for name in view.names.values()}
    return len(first.pop()) + 1 if len(first) == 1 and len(view.names) > 1 else 0


def table(view: Capacity, area: str | None, *, wanted: str, order: str) -> str:
    """Draw all rulers of all areas; '' where no name holds what is looked for."""
    pattern = links.pattern("regioprofiel", {LEVEL: view.level.value, YEAR: view.year})
    return _table(view, area, wanted.strip().casefold(), order, pattern, language.current())


@lru_cache(maxsize=24)
def _table(view: Capacity, area: str | None, wanted: str, order: str, pattern: str, _spoken: str) -> str:
    areas = [each for each, name in view.names.items() if wanted in name.casefold()]
    if order != "naam":
        areas.sort(key=lambda each: _sorted_by(view, each, order))
    whole = len(view.rulers)
    rows = []
    for each in areas:
        found = view.found[each]
        last = ["", ""] if found is None else [points(found, whole), remark(found, whole)]
        cells = [links.fill(pattern, each, view.names[each]), *(cell(view, name, each) for name in view.rulers), *last]
        rows.append(("zc-chosen" if each == area else "", cells))
    if not rows:
        return ""
    heads = [*columns(view), (_("Verschil (punten)"), True), (_("Opmerking"), False)]
    drawn = pieces.table(_("De vier maten van alle gebieden, met hun index tussen haakjes"), heads, rows)
    return f'<div class="zc-cap-table">{drawn}</div>'


def _sorted_by(view: Capacity, area: str, order: str) -> float:
    """Largest first, what is not shown last."""
    if order == "verschil":
        found = view.found[area]
        return 1.0 if found is None else -found.spread
    row = view.number(order, area)
    return 1.0 if row is None or not row.known else -row.value
