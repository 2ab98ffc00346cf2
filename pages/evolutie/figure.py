"""The figures of the screen Evolutie that stand alone: the lines, and a panel for every area."""

from data.releases import Release
from geo.figures import lines, panels
from geo.figures.poster import Poster
from pages.evolutie import cards as parts
from pages.evolutie import charts as figures
from pages.evolutie import policy
from pages.evolutie.evolution import ORDER, Evolution, evolution, order, title
from pages.figures.sheet import poster
from pages.views.choices import Chosen


def over_years(release: Release, choice: Chosen, link: str) -> Poster:
    """Draw the lines, or the panels of all areas where there are none."""
    whole, area = _asked(release, choice)
    series, left = figures.drawn_series(release.id, whole, area, choice.basket)
    if not series:
        return every_area(release, choice, link)
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


def _asked(release: Release, choice: Chosen) -> tuple[Evolution, str | None]:
    """Give the number over the years, and the chosen area where it has one."""
    whole = evolution(release.id, choice.indicator.id, choice.shown, choice.level)
    return whole, choice.area if choice.area in whole.whole else None


def every_area(release: Release, choice: Chosen, link: str) -> Poster:
    """Set the panels of all areas side by side, in the order of the screen."""
    whole, area = _asked(release, choice)
    every = order(release.id, whole.indicator.id, whole.shown, whole.level, choice[ORDER.name])
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
