"""What a fiche says of an area: summary, four rulers against need, answers, years, neighbours, what is withheld."""

import re
from collections.abc import Sequence

from aggregation.shown.need_weights import BY_ID, DEFAULT_SET, MARKS
from data.releases import Release
from data.terms import Level
from geo.figures.profile_rows import ProfileRow
from geo.figures.ruler_cards import lanes_drawing
from pages.capaciteit import cards
from pages.capaciteit.measured import Capacity, capacity
from pages.fiche.document import Block, Cell, Document, Section, Table, picture_of, small_picture
from pages.figures.sheet import whole_facts
from pages.regioprofiel import profile
from pages.views import alike, choosing, released, sources, views
from pages.views.need import Need, level_need, sides
from pages.views.remarks import full_time_words
from pages.words import differences, language, numbers, phrases
from pages.words.language import gettext as _
from pages.words.language import mark

YEARS = ("D01", "D08", "D02", "D09", "P01", "P04", "A05", "A01", "D06")
"""Numbers whose years stand in a table of their own, where an area shows them in two years at least."""

_ROOM = 640.0
"""Width of a figure, pixels: its letters are then as large as those of the page."""

NEIGHBOURS = 5
"""Areas alike that are named."""

NEED = mark(
    "Zorgnood weegt inwoners naar leeftijd, en onder 65 jaar naar verhoogde tegemoetkoming waar die geleverd is. "
    "Gewichten meten gebruik, niet wat mensen nodig hebben."
)
_TAGS = re.compile(r"<[^>]+>")


def fiche(release: Release, level: Level, area: str, year: int, link: str) -> Document:
    """Describe an area in the language in use.

    Parameters
    ----------
    link : address that reopens the profile on screen.
    """
    name = views.names_today(release.id, level)[area]
    view = capacity(release.id, year, level)
    need = level_need(release.id, year, level, DEFAULT_SET)
    groups = profile.describe(release.id, level, area, year)
    rows = [row for group in groups.groups for row in group.rows]
    answers = [Section(title=group.title, blocks=(_numbers(group.rows, groups.heads),)) for group in groups.groups]
    said = _("Ligging van {name} in Vlaanderen").format(name=name)
    cover = small_picture(profile.locator(release.id, level, area, name, year), said, 520, 260)
    if cover is None:
        raise ValueError(f"expected a map of {level.value} {area}: the release draws every area of every level")
    sections = [
        Section(title=_("Vier maten, zonder en met zorgnood"), blocks=tuple(_rulers(release.id, view, need, area))),
        *answers,
        *_years(release.id, level, area),
        *_alike(release.id, level, area, view),
        Section(title=_("Wat niet getoond wordt"), blocks=tuple(_withheld(rows))),
        Section(
            title=_("Hoe leest u dit?"),
            blocks=(_(differences.READ), *full_time_words(release.id), _(NEED), *_weights()),
        ),
    ]
    return Document(
        title=name,
        subtitle=f"{language.capital(_(phrases.LEVEL_ONE[level]))} · {year}",
        brand=f"{_(phrases.PRODUCT)}, {_('Vlaanderen')}",
        lang=language.current(),
        made=str(release.manifest.get("created_at", "")),
        cover=cover,
        summary=tuple(_summary(release.id, view, need, level, area, name)),
        sections=tuple(section for section in sections if section.blocks),
        facts={
            **whole_facts(release, year, "" if view.ima_year is None else str(view.ima_year)),
            _("Licentie"): sources.LICENSE.name,
        },
        link=link,
    )


def _summary(release_id: str, view: Capacity, need: Need | None, level: Level, area: str, name: str) -> Sequence[str]:
    """Say what it comes down to: heads, need, what the rulers disagree on, who answered."""
    found = []
    heads = view.rulers.get("D01")
    row = None if heads is None else heads.numbers.get(area)
    if heads is not None and row is not None and row.known and row.count is not None:
        text = _("{name} telt {n} huisartsen: {rate} per 10.000 inwoners. Vlaanderen: {whole}.")
        whole = "" if heads.flanders is None else heads.text(heads.flanders, short=True)
        found.append(text.format(name=name, n=numbers.number(row.count), rate=heads.text(row, short=True), whole=whole))
    if need is not None and area in need.index.index:
        text = _("De zorgnood van de inwoners is {index} (Vlaanderen = 100, gewichten {weights}).")
        weights = language.pick(need.chosen.label)
        found.append(text.format(index=numbers.number(float(need.index[area]), 1), weights=weights))
        over = None if heads is None else sides(release_id, heads, area)
        if over is not None:
            low, high = numbers.number(over.low), numbers.number(over.high)
            one = _("Tegenover die nood is het aantal huisartsen {low}, met alle gewichten (Vlaanderen = 100).")
            span = _(
                "Tegenover die nood is het aantal huisartsen {low} tot {high}, naargelang de gewichten "
                "(Vlaanderen = 100)."
            )
            found.append((one if low == high else span).format(low=low, high=high))
    if level is not Level.GEMEENTE:
        found.append(cards.finding(view, area))
    found += _clear(release_id, level, area, view.year)
    found.append(_TAGS.sub("", profile.response(release_id, level, area, view.year)))
    return found


def _clear(release_id: str, level: Level, area: str, year: int) -> list[str]:
    """Tell of the practices and of outflow, where it is shown, and whether it differs clearly from Flanders."""
    found = []
    for name in ("P01", "D06"):
        entry = choosing.known_indicators(release_id).get(name)
        if entry is None or level not in entry.levels:
            continue
        view = views.main_view(release_id, name, year, level)
        row = view.numbers.get(area)
        if row is None or not row.known or view.flanders is None:
            continue
        verdict = differences.beside_flanders(view.verdicts[area])
        text = _("{label}: {value}; Vlaanderen {whole} ({verdict}).")
        interval = view.interval(row)
        value = view.text(row, short=True) + (f" ({interval})" if interval else "")
        label = choosing.full_label(entry, view.shown)
        found.append(text.format(label=label, value=value, whole=view.text(view.flanders, short=True), verdict=verdict))
    return found


def _rulers(release_id: str, view: Capacity, need: Need | None, area: str) -> list[Block]:
    rows = []
    for name, ruler in view.rulers.items():
        row = ruler.numbers.get(area)
        if row is None:
            continue
        raw = view.indices[area][name]
        against = None if need is None else need.against(ruler, area)
        over = sides(release_id, ruler, area)
        rows.append(
            (
                Cell(text=_(cards.TITLES[name]), under=language.pick(ruler.indicator.unit)),
                Cell(
                    text=ruler.text(row, short=True),
                    under=ruler.interval(row) if row.known else "",
                    number=True,
                    strong=row.known,
                ),
                Cell(text="" if ruler.flanders is None else ruler.text(ruler.flanders, short=True), number=True),
                Cell(text="" if raw is None else cards.index_plain(raw), number=True),
                Cell(text="" if against is None else cards.index_plain(against), number=True),
                Cell(text="" if over is None else _span(over.low, over.high), number=True),
            )
        )
    table = Table(
        caption=_("Elke maat in haar eenheid en als index; Vlaanderen is 100"),
        heads=(
            _("Maat"), _("Dit gebied"), _("Vlaanderen"), _("Index"), _("Index tegenover nood"), _("In alle sets"),
        ),
        rows=tuple(rows),
        widths=(4, 2.2, 1.6, 2.2, 2.2, 1.8),
    )  # fmt: skip
    blocks: list[Block] = []
    if view.level is not Level.GEMEENTE and any(each is not None for each in view.indices[area].values()):
        said = "; ".join(f"{_(cards.TITLES[n])} {cards.index_plain(i)}" for n, i in view.indices[area].items())
        blocks.append(
            picture_of(lanes_drawing(cards.lanes_of(view, area), room=_ROOM), f"{_(cards.LANES_TITLE)}: {said}")
        )
    return [*blocks, table]


def _span(low: float, high: float) -> str:
    """Write what all sets of weights say: one number where they agree."""
    return numbers.number(low) if numbers.number(low) == numbers.number(high) else numbers.interval(low, high)


def _numbers(rows: Sequence[ProfileRow], heads: tuple[str, str, str, str]) -> Table:
    """Set the numbers of a group: value with interval, place among all areas, Flanders, the years."""
    years = any(row.trend for row in rows)
    return Table(
        heads=(_("Cijfer"), *heads[: 4 if years else 3]),
        rows=tuple(_number(row, years=years) for row in rows),
        widths=(4.6, 3.0, 2.4, 2.2, *([1.6] if years else [])),
    )


def _number(row: ProfileRow, *, years: bool) -> tuple[Cell, ...]:
    details = " · ".join(text for text in (*row.details, row.low) if text)
    where = _("{label}: plaats tussen alle gebieden").format(label=row.label)
    over = _("{label}: over de jaren").format(label=row.label)
    return (
        Cell(text=row.label, under=row.under),
        Cell(text=row.value, under=details, strong=row.known),
        Cell(picture=small_picture(row.dots, where, 150, 34)),
        Cell(text=row.flanders, under=row.verdict),
        *([Cell(picture=small_picture(row.trend, over, 150, 46))] if years else []),
    )


def _years(release_id: str, level: Level, area: str) -> list[Section]:
    years = released.opened(release_id).years()
    rows = []
    for name, entry in choosing.known_indicators(release_id).items():
        if name not in YEARS or level not in entry.levels or len(years) < 2:
            continue
        shown = [views.main_view(release_id, name, year, level) for year in years]
        found = [view.numbers.get(area) for view in shown]
        if sum(row is not None and row.known for row in found) < 2:
            continue
        cells = [
            Cell(
                text=_(phrases.NO_DATA) if row is None else view.text(row, short=True),
                under="" if row is None or not row.known else view.interval(row),
                number=True,
            )
            for view, row in zip(shown, found, strict=True)
        ]
        label = choosing.full_label(entry, shown[0].shown)
        rows.append((Cell(text=label, under=choosing.unit_words(entry)), *cells))
    if not rows:
        return []
    table = Table(
        caption=_("De jaren naast elkaar"),
        heads=(_("Cijfer"), *map(str, years)),
        rows=tuple(rows),
        widths=(4, *[2.0] * len(years)),
    )
    return [Section(title=_("Evolutie"), blocks=(table,))]


def _alike(release_id: str, level: Level, area: str, view: Capacity) -> list[Section]:
    known = alike.all_neighbours(release_id, level)
    if known is None or area not in known:
        return []
    rows = []
    for each in (area, *known[area][:NEIGHBOURS]):
        cells = []
        for name, ruler in view.rulers.items():
            row = ruler.numbers.get(each)
            index = view.indices[each][name]
            text = "" if row is None else ruler.text(row, short=True)
            cells.append(Cell(text=text, under="" if index is None else numbers.number(index.value), number=True))
        rows.append((Cell(text=view.names[each], strong=each == area), *cells))
    table = Table(
        caption=_("De maten van vergelijkbare gebieden, met de index eronder (Vlaanderen is 100)"),
        heads=(_("Gebied"), *(_(cards.TITLES[name]) for name in view.rulers)),
        rows=tuple(rows),
        widths=(4, *[2.0] * len(view.rulers)),
    )
    return [Section(title=_("Vergelijkbare gebieden"), blocks=(table,))]


def _withheld(rows: Sequence[ProfileRow]) -> list[Block]:
    hidden = [row.label for row in rows if row.why]
    empty = [row.label for row in rows if not row.known and not row.why]
    found: list[Block] = []
    if hidden:
        text = _("{n} van de {N} cijfers worden niet getoond ({why}): {names}.")
        names = "; ".join(hidden)
        why = _(phrases.WHY_WITHHELD)
        found.append(text.format(n=len(hidden), N=len(rows), why=why, names=names))
    else:
        found.append(_("Alle {N} cijfers worden getoond.").format(N=len(rows)))
    if empty:
        found.append(_("Zonder gegevens: {names}.").format(names="; ".join(empty)))
    return found


def _weights() -> list[Block]:
    chosen = BY_ID[DEFAULT_SET]
    told = "; ".join(f"{age}: {numbers.number(weight, 2)}" for age, weight in chosen.weights.items())
    text = _("Gewichten {name} ({year}; {quality}): {weights}.")
    name, quality = language.pick(chosen.label), language.pick(MARKS[chosen.mark])
    return [text.format(name=name, year=chosen.year, quality=quality, weights=told), language.pick(chosen.source)]
