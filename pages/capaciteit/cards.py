"""The four rulers: of one area, of the areas to compare, and of all areas of a level."""

from html import escape

from aggregation.shown.capacity import BASE, Index, ends_of
from aggregation.shown.selection import AreaNumber
from aggregation.shown.verdicts import Verdict
from data.terms import Level, Status
from geo.figures.capacity import Mark, lanes, ticks_of
from geo.figures.chart import Tick
from geo.figures.gaps import axis_markup
from geo.figures.ruler_cards import LANE, Card, Lane, Lanes
from pages.capaciteit.measured import Capacity
from pages.components import pieces
from pages.views import released
from pages.views.besides import besides
from pages.views.remarks import definition_words
from pages.words import differences, language, numbers, phrases
from pages.words.language import gettext as _
from pages.words.language import mark, pick

TITLES = {name: texts[0] for name, texts in phrases.RULERS.items()}
EXPLAINED = {name: texts[1] for name, texts in phrases.RULERS.items()}
NOUNS = {
    "D01": mark("huisartsen"),
    "D08": mark("actieve huisartsen"),
    "D02": mark("voltijdse equivalenten (VTE)"),
    "D09": mark("geleverde contacten"),
}
YEARS = {
    "D01": mark("lijsten van {year}"),
    "D08": mark("IMA {ima}, anders vragenlijst {year}"),
    "D02": mark("vragenlijst van {year}"),
    "D09": mark("IMA {ima}, inwoners van {year}"),
}
FOUND = mark(
    "Met Vlaanderen als 100 staat dit gebied op {a} voor {high} en op {b} voor {low}. Dat verschil is groter dan de "
    "onzekerheid van beide cijfers."
)
CHANCE = mark("Met Vlaanderen als 100 liggen de getoonde maten {points} uit elkaar. Dat kan toeval zijn.")
UNTESTED = mark(
    "Met Vlaanderen als 100 liggen de getoonde maten {points} uit elkaar. Of dat toeval is, valt niet te "
    "zeggen: een van beide heeft geen interval."
)
LANES_TITLE = mark("Maat per maat naast Vlaanderen")
LANES_LEAD = mark("Index: Vlaanderen = 100. Loopt de lijn recht naar beneden, dan zeggen de maten hetzelfde.")
COMPARED_TITLE = mark("Uw te vergelijken gebieden")
COMPARED_LEAD = mark(
    "Elke tekening heeft dezelfde as; de donkere streep is Vlaanderen. Van boven naar onder: geteld, aan het werk, "
    "voltijds gerekend, in geleverde zorg."
)
SMALL_LANE = 24
LEAST_AROUND = 12
"""Index points that an axis shows on each side of Flanders at least: small differences must look small."""


def title(view: Capacity, area: str | None) -> str:
    """Say what the rulers disagree about, where their intervals carry it; else name the screen."""
    if area is None:
        return _("Hoeveel capaciteit is er, en zeggen vier maten hetzelfde?")
    found, name = view.found[area], view.names[area]
    if found is None or not found.clear or found.high is None or found.low is None:
        return _("{area}: vier maten voor één vraag").format(area=name)
    text = _("{area}: naar verhouding meer {high} dan {low}")
    if view.said(found.high, area) is Verdict.HIGHER and view.said(found.low, area) is Verdict.LOWER:
        text = _("{area}: meer {high} dan gemiddeld in Vlaanderen, maar minder {low}")
    return text.format(area=name, high=_(NOUNS[found.high]), low=_(NOUNS[found.low]))


def subtitle(view: Capacity) -> str:
    """Name level and years; survey and IMA are two years apart."""
    parts = [language.capital(_(phrases.LEVEL_ONE[view.level])), _("vragenlijst van {year}").format(year=view.year)]
    if view.ima_year is not None:
        parts.append(_("cijfers van IMA over {year}").format(year=view.ima_year))
    return " · ".join(parts)


def finding(view: Capacity, area: str) -> str:
    """Write how far the rulers of an area lie apart, and whether that can be chance."""
    found = view.found[area]
    if found is None:
        only = _("Voor dit gebied wordt alleen het aantal huisartsen getoond: {why}.")
        return only.format(why=_(phrases.WHY_WITHHELD))
    texts = []
    if found.clear and found.high is not None and found.low is not None:
        high, low = view.indices[area][found.high], view.indices[area][found.low]
        if high is not None and low is not None:
            decimals = 0 if round(high.value) != round(low.value) else 1
            texts.append(
                _(FOUND).format(
                    a=numbers.number(high.value, decimals),
                    b=numbers.number(low.value, decimals),
                    high=_(NOUNS[found.high]),
                    low=_(NOUNS[found.low]),
                )
            )
    else:
        many = numbers.number(found.spread, 0 if found.spread >= 1 else 1)
        points = _("1 punt") if many == "1" else _("{n} punten").format(n=many)
        text = _(CHANCE) if found.testable else _(UNTESTED)
        texts.append(text.format(points=points))
    if found.shown < len(view.rulers):
        text = _("Hier worden {n} van de {N} maten getoond: met alle maten kan het verschil groter zijn.")
        texts.append(text.format(n=found.shown, N=len(view.rulers)))
    return " ".join(texts)


def cards(view: Capacity, area: str | None) -> tuple[Card, ...]:
    """Describe the four rulers of an area with Flanders beside each; of Flanders itself without an area."""
    items = []
    for name, ruler in view.rulers.items():
        row = ruler.flanders if area is None else ruler.numbers.get(area)
        if row is None:
            continue
        beside = None
        if area is not None and ruler.flanders is not None:
            whole = _("Vlaanderen {value}").format(value=ruler.text(ruler.flanders, short=True))
            beside = whole, differences.beside_flanders(view.said(name, area))
        items.append(
            Card(
                ruler=name,
                title=_(TITLES[name]),
                value=ruler.text(row, short=True),
                known=row.known,
                lines=(pick(ruler.indicator.unit), *_sure(view, name, row, area)),
                beside=beside,
                text=_(EXPLAINED[name]).format(**definition_words(released.opened(ruler.release_id).manifest)),
            )
        )
    return tuple(items)


def _sure(view: Capacity, name: str, row: AreaNumber, area: str | None) -> list[str]:
    """Interval, what it rests on, and the years it comes from."""
    ruler, texts = view.rulers[name], []
    if row.withheld:
        texts.append(_(phrases.WHY_WITHHELD))
    elif row.known:
        interval = ruler.interval(row, between=_(" en "))
        if interval:
            texts.append(_("95 % zeker tussen {interval}").format(interval=interval))
        else:
            texts.append(_("volledige telling") if row.status is Status.NORMAL else _("geraamd, zonder interval"))
        texts += [*besides(ruler, area), ruler.based_on(row)]
    if row.status is Status.LOW_RELIABILITY:
        texts.append(_(phrases.LOW_RELIABILITY))
    years = _(YEARS[name]).format(year=view.year, ima=row.ima_year or view.ima_year or "")
    return [*texts, years]


def lanes_of(view: Capacity, area: str) -> Lanes:
    """Describe the rulers of one area in lanes on one axis, Flanders at 100."""
    ends = ends_of(list(view.indices[area].values()), least=LEAST_AROUND)
    lanes_ = []
    for name in view.rulers:
        index = view.indices[area][name]
        value, _space, interval = index_plain(index).partition(" ")
        known = index is not None
        lanes_.append(
            Lane(
                ruler=name,
                title=_(TITLES[name]),
                index=value if known else index_plain(index),
                interval=interval if known else "",
                known=known,
            )
        )
    return Lanes(
        title=_(LANES_TITLE),
        lead=_(LANES_LEAD),
        lanes=tuple(lanes_),
        marks=drawn(view, area, ends, LANE),
        ticks=axis_values(ends),
        ends=ends,
        middle=BASE,
    )


def drawn(view: Capacity, area: str, ends: tuple[float, float], lane: float) -> str:
    """Draw the rulers of one area in lanes of ``lane`` pixels."""
    marks = {name: as_mark(name, index) for name, index in view.indices[area].items()}
    said = f"{view.names[area]}: " + "; ".join(
        f"{_(TITLES[name])} {index_plain(index)}" for name, index in view.indices[area].items()
    )
    return lanes(marks, ends=ends, middle=BASE, lane=lane, described=said)


def as_mark(name: str, index: Index | None, *, less: float = 0.0) -> Mark | None:
    """Place a ruler on an axis, ``less`` so many points; None where it is not shown."""
    if index is None:
        return None
    return Mark(ruler=name, value=index.value - less, lower=index.lower - less, upper=index.upper - less)


def index_plain(index: Index | None) -> str:
    """Write an index with its interval, or that it is not shown."""
    if index is None:
        return _(phrases.WITHHELD_SHORT)
    text = numbers.number(index.value)
    if index.half:
        text += f" ({numbers.interval(index.lower, index.upper)})"
    return text


def axis_values(ends: tuple[float, float], *, signed: bool = False) -> tuple[Tick, ...]:
    """Write the values of an axis of indices, or of differences between them with their sign."""
    write = numbers.signed if signed else numbers.number
    return tuple(Tick(value=value, text=write(value)) for value in ticks_of(ends, most=9 if signed else 7))


def comparison(own: Capacity, area: str | None, others: list[tuple[Capacity, str]]) -> str:
    """Set the areas to compare beside each other: a small figure each on one axis, and the numbers in a table."""
    whole = [*([(own, area)] if area is not None else []), *others]
    ends = ends_of([index for view, each in whole for index in view.indices[each].values()], least=LEAST_AROUND)
    small = "".join(
        f"<li><h3>{escape(view.names[each])}</h3><span class='zc-of'>{escape(_(phrases.LEVEL_ONE[view.level]))}</span>"
        f"{_small(view, each, ends)}</li>"
        for view, each in whole
    )
    return (
        f'<section class="zc-part"><h2>{escape(_(COMPARED_TITLE))}</h2>'
        f'<p class="zc-lead">{escape(_(COMPARED_LEAD))}</p>'
        f'<ul class="zc-cap-small">{small}</ul>{_compared(own, whole)}</section>'
    )


def _small(view: Capacity, area: str, ends: tuple[float, float]) -> str:
    if view.level is not Level.GEMEENTE:
        return f"<div>{drawn(view, area, ends, SMALL_LANE)}{axis_markup(axis_values(ends), ends, BASE)}</div>"
    text = _("Per gemeente bestaat alleen het aantal huisartsen: index {index}.")
    index = index_plain(view.indices[area].get("D01"))
    return f'<p class="zc-of">{escape(text.format(index=index))}</p>'


def _compared(own: Capacity, whole: list[tuple[Capacity, str]]) -> str:
    cells = [
        escape("" if each.flanders is None else each.text(each.flanders, short=True)) for each in own.rulers.values()
    ]
    rows = [("", [escape(_(phrases.LEVEL_ONE[Level.VLAANDEREN])), *cells])]
    rows += [("", [escape(view.names[area]), *(cell(view, name, area) for name in own.rulers)]) for view, area in whole]
    drawn = pieces.table(_("De vier maten van de gekozen gebieden"), columns(own), rows, tall=False)
    return f'<div class="zc-cap-table">{drawn}</div>'


def columns(view: Capacity) -> list[tuple[str, bool]]:
    """Head a table of the rulers: what each is and its unit."""
    return [
        (_("Gebied"), False),
        *((f"{_(TITLES[name])}, {pick(each.indicator.unit)}", True) for name, each in view.rulers.items()),
    ]


def cell(view: Capacity, name: str, area: str) -> str:
    """Write a ruler of an area with its index, or why there is none."""
    row = view.number(name, area)
    if row is None:
        text = _("bestaat niet per {level}").format(level=_(phrases.LEVEL_ONE[view.level]))
        return f'<span class="zc-remark">{escape(text)}</span>'
    text = escape(view.rulers[name].text(row, short=True))
    index = view.indices[area][name]
    if index is None:
        return f'<span class="zc-remark">{text}</span>'
    return f'{text} <span class="zc-remark">({numbers.number(index.value)})</span>'
