"""The figures of the screen Evolutie that stand alone: the lines, and a panel for every area."""

from aggregation.indicators import INDICATORS
from data.releases import Release
from geo.figures.drawing import keys, stack
from geo.figures.palette import ACCENT
from geo.figures.poster import Poster
from geo.figures.poster_lines import Panel, line_drawing, panel_grid
from pages.evolutie import cards as parts
from pages.evolutie import charts as figures
from pages.evolutie.evolution import Evolution, evolution, order, title
from pages.figures.asked import FIGURE, Choice
from pages.figures.sheet import poster
from pages.views import choosing
from pages.words import language, phrases
from pages.words.language import gettext as _

_WIDE, _MANY = 6, 8
"""Panels beside one another: for tens of areas, and for hundreds."""


def draw(release: Release, choice: Choice, link: str) -> Poster:
    """Draw the lines or the panels."""
    indicator = INDICATORS[choice["cijfer"]]
    whole = evolution(release.id, indicator.id, choosing.shown_by_code(indicator)[choice["toon"]], choice.level)
    area = choice.area if choice.area in whole.whole else None
    if choice[FIGURE] == "panelen":
        return _panels(release, whole, choice, area, link)
    series, left = figures.drawn_series(release.id, whole, area, choice.basket)
    if not series:
        return _panels(release, whole, choice, area, link)
    heading = parts.subtitle(whole)
    chart = figures.chart_parts(series, area, heading)
    drawing = line_drawing(
        chart.lines,
        years=chart.years,
        scale=chart.scale,
        tick=lambda value: figures.tick(whole, value),
        breaks=chart.breaks,
        interrupted=chart.interrupted,
    )
    rows = [row for there, each in series for row in there.series(each)]
    key = [("#c9dadb", _("95 %-interval"))] if any(row is not None and row.has_interval for row in rows) else []
    key += [("url(#h)", phrases.withheld())] if any(row is not None and row.withheld for row in rows) else []
    key += [("#ffffff", _(phrases.NO_DATA))] if any(row is None or row.no_data for row in rows) else []
    notes = parts.break_notes(whole)
    if whole.is_counted:
        notes.append(_("Volledige telling: dit cijfer heeft geen interval."))
    if left:
        notes.append(_("Te vergelijken gebieden zonder dit cijfer op hun niveau: {n}").format(n=left))
    return poster(
        title=title(whole, area),
        subtitle=heading,
        figure=stack([drawing, keys(key)]) if key else drawing,
        facts=parts.source(release, whole),
        link=link,
        notes=notes,
        described=chart.described,
    )


def _panels(release: Release, whole: Evolution, choice: Choice, area: str | None, link: str) -> Poster:
    """Set the panels of all areas side by side, in the order of the screen; those without a number are counted."""
    pictures = figures.panel_pictures(release.id, whole.indicator.id, whole.shown, whole.level, language.current())
    every = order(release.id, whole.indicator.id, whole.shown, whole.level, choice["volgorde"])
    shown = [each for each in every if any(row is not None and row.known for row in whole.series(each))]
    shared = figures.shared_start(whole.names.values())
    panels = []
    for each in shown:
        said, end, sure = figures.panel_words(whole, each)
        name = whole.names[each].removeprefix(shared)
        panels.append(Panel(name=name, picture=pictures[each], under=said, change=end, own=each == area, sure=sure))
    scale = figures.panel_scale(whole)
    notes = [
        _("Alle figuren hebben dezelfde schaal, van {low} tot {high}.").format(
            low=whole.written(scale.low, whole.decimals), high=whole.written(scale.high, whole.decimals)
        )
        + " "
        + _("Dunne lijn: Vlaanderen. Gearceerd: niet getoond.")
    ]
    if len(shown) < len(every):
        many = _(phrases.LEVEL_MANY[whole.level])
        left = len(every) - len(shown)
        notes.append(_("{n} van {N} {areas} zonder getoond cijfer.").format(n=left, N=len(every), areas=many))
    return poster(
        title=title(whole, None),
        subtitle=parts.subtitle(whole),
        figure=panel_grid(panels, columns=_WIDE if len(panels) <= 100 else _MANY, accent=ACCENT),
        facts=parts.source(release, whole),
        link=link,
        notes=[*notes, *parts.break_notes(whole)],
        described="; ".join(figures.told((whole, each)) for each in shown),
    )
