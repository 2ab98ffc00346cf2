"""The overview as a figure that stands alone: rows of words, numbers and small figures."""

from aggregation.indicators import INDICATORS
from aggregation.shown.capacity import RULERS
from data.releases import Release
from data.terms import Status
from geo.figures.bar import share_bar
from geo.figures.drawing import BOLD, Drawing, box, inset, rule, stack, text_width, wrap, write
from geo.figures.palette import INK, RULE, SECONDARY
from geo.figures.poster import ROOM, Poster
from geo.figures.rows import Cell, Column, Row, row_drawing
from geo.figures.small_map import area_paths
from pages.figures.asked import Choice
from pages.figures.sheet import poster, whole_facts
from pages.overzicht import sections
from pages.shell import frame
from pages.views import choosing, released
from pages.views.views import AreaView
from pages.words import language
from pages.words.language import gettext as _

_SHARES = (
    Column(x=0, width=400),
    Column(x=410, width=90, right=True),
    Column(x=530, width=390),
    Column(x=940, width=180),
)
STAMP_WIDTH = 350.0
"""Points across a small map."""


def draw(release: Release, choice: Choice, link: str) -> Poster:
    """Draw the four rulers, the headline answers and the small maps of the overview."""
    year = choice.year
    known = choosing.known_indicators(release.id)
    shown = {name: sections.flanders_view(release, name, year) for name in known}
    parts = [_four(shown), _answers(release, shown, year), _stamps(release, year)]
    return poster(
        title=_("Hoeveel huisartsenzorg is er in Vlaanderen?"),
        subtitle=sections.subtitle(shown, year),
        figure=stack(parts, gap=16),
        facts=whole_facts(release, year),
        link=link,
        described="; ".join(
            f"{choosing.full_label(view.indicator, view.shown)}: {view.text(view.flanders)}"
            for name, view in shown.items()
            if name in (*RULERS, *sections.HEADLINES) and view.flanders is not None
        ),
    )


def _four(shown: dict[str, AreaView]) -> Drawing:
    """Set the four rulers side by side."""
    parts = [write(0, 24, _(sections.RULERS_TITLE), size=19, weight=BOLD, serif=True), rule(0, 34, ROOM, 34)]
    wide, deepest = ROOM / 4, 0.0
    for i, (name, (title, told)) in enumerate(sections.RULERS.items()):
        view = shown.get(name)
        if view is None or view.flanders is None:
            continue
        row, x, room = view.flanders, i * wide, wide - 24
        interval = view.interval(row, between=_(" en "))
        sure = _("tussen {interval}").format(interval=interval) if interval else ""
        sure = sure or (_("geraamd") if row.status is Status.ESTIMATED else _(sections.COMPLETE))
        parts.append(write(x, 60, _(title), size=15, weight=BOLD))
        parts.append(write(x, 96, view.text(row, short=True), size=30, serif=True, weight=BOLD))
        y = 98.0
        texts = [(language.pick(view.indicator.unit), SECONDARY), (sure, SECONDARY), (_(told), INK)]
        for text, fill in texts:
            for line in wrap(text, 13.5, room):
                y += 19
                parts.append(write(x, y, line, size=13.5, fill=fill))
            y += 3
        deepest = max(deepest, y)
    return Drawing(parts=parts, width=ROOM, height=deepest + 8)


def _answers(release: Release, shown: dict[str, AreaView], year: int) -> Drawing:
    rows = [Row(title=_(sections.ANSWERS_TITLE))]
    for name in sections.HEADLINES:
        view = shown.get(name)
        if view is None or view.flanders is None:
            continue
        row = view.flanders
        label = choosing.full_label(view.indicator, view.shown)
        what = f"{language.pick(view.indicator.label)}, {language.pick(view.indicator.unit)}"
        response = frame.response_words(release.id, view.indicator, year).partition(" (")[0]
        bar = share_bar(row.value, row.lower, row.upper, described=label) if row.known else ""
        answered = _("respons {share}").format(share=response) if response else ""
        rows.append(
            Row(
                cells=(
                    Cell(lines=(label, what), bold=True),
                    Cell(lines=(view.text(row, short=True),), bold=True),
                    Cell(picture=bar),
                    Cell(lines=(view.interval(row), answered)),
                )
            )
        )
    return row_drawing(_SHARES, rows, tall=44, picture=18)


def _stamps(release: Release, year: int) -> Drawing:
    """Draw the small maps."""
    parts = [write(0, 24, _(sections.MAPS_TITLE), size=19, weight=BOLD, serif=True), rule(0, 34, ROOM, 34)]
    known = [name for name in sections.MAPS if name in choosing.mappable(release.id)]
    wide, gap, tall = STAMP_WIDTH, 35.0, 0.0
    for i, name in enumerate(known):
        x = i * (wide + gap)
        view, classes, ramp, drawing = sections.stamp(release.id, INDICATORS[name], year)
        _paths, height = area_paths(released.layer_text(release.id, view.level.value))
        tall = height * wide / 320
        label = choosing.full_label(view.indicator, view.shown)
        parts.append(write(x, 58, label, size=14.5, weight=BOLD))
        parts.append(write(x, 77, language.pick(view.indicator.unit), size=13, fill=SECONDARY))
        parts.append(inset(drawing, x, 86, wide, tall))
        parts += _ends(view, classes.edges, ramp, x, 104 + tall)
    return Drawing(parts=parts, width=ROOM, height=114 + tall)


def _ends(view: AreaView, edges: tuple[float, ...], ramp: tuple[str, ...], x: float, y: float) -> list[str]:
    if not edges:
        return []
    low, high = (sections.end_words(view, edge) for edge in (edges[0], edges[-1]))
    start = x + 46
    parts = [write(start - 8, y, low, size=13, fill=SECONDARY, anchor="end")]
    parts += [box(start + 26 * i, y - 10, 26, 11, colour) for i, colour in enumerate(ramp)]
    parts.append(write(start + 26 * len(ramp) + 8, y, high, size=13, fill=SECONDARY))
    if hidden := sections.hidden_words(view):
        x += STAMP_WIDTH
        parts.append(write(x, y, hidden, size=13, fill=SECONDARY, anchor="end"))
        parts.append(box(x - text_width(hidden, 13) - 34, y - 11, 26, 13, "url(#h)", edge=RULE))
    return parts
