"""The figures of the screen Evolutie that stand alone: the lines, and a panel for every area."""

from data.releases import Release
from geo.figures import lines, panels
from geo.figures.poster import Poster
from pages.evolutie import cards as parts
from pages.evolutie import charts as figures
from pages.evolutie import policy
from pages.evolutie.evolution import Evolution, evolution, order, title
from pages.figures.sheet import poster
from pages.views.choices import FIGURE, Chosen


def draw(release: Release, choice: Chosen, link: str) -> Poster:
    """Draw the lines or the panels."""
    whole = evolution(release.id, choice.indicator.id, choice.shown, choice.level)
    area = choice.area if choice.area in whole.whole else None
    if choice[FIGURE] == "panelen":
        return _panels(release, whole, choice, area, link)
    series, left = figures.drawn_series(release.id, whole, area, choice.basket)
    if not series:
        return _panels(release, whole, choice, area, link)
    heading = parts.subtitle(whole)
    chart = figures.describe_lines(series, area, heading, left)
    return poster(
        title=title(whole, area),
        subtitle=heading,
        figure=lines.drawing(chart),
        facts=parts.source(release, whole),
        link=link,
        notes=[*parts.break_notes(whole), *policy.notes(whole), *chart.notes],
        described=chart.described,
    )


def _panels(release: Release, whole: Evolution, choice: Chosen, area: str | None, link: str) -> Poster:
    """Set the panels of all areas side by side, in the order of the screen."""
    every = order(release.id, whole.indicator.id, whole.shown, whole.level, choice["volgorde"])
    chart = figures.describe_panels(release.id, whole, every, figures.own_areas(whole, area, choice.basket))
    return poster(
        title=title(whole, None),
        subtitle=parts.subtitle(whole),
        figure=panels.drawing(chart),
        facts=parts.source(release, whole),
        link=link,
        notes=[chart.scale, *([chart.empty] if chart.empty else []), *parts.break_notes(whole)],
        described=chart.described,
    )
