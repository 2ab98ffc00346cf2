"""The figures of the screen Capaciteit that stand alone: four rulers, where they differ, what stands behind them."""

from data.releases import Release
from data.terms import Level
from geo.figures import bar_blocks, gaps
from geo.figures.drawing import Drawing, stack
from geo.figures.poster import Poster
from geo.figures.ruler_cards import cards_drawing, lanes_drawing
from pages.capaciteit import cards, differences, people
from pages.capaciteit.measured import Capacity, capacity
from pages.figures.sheet import poster, whole_facts
from pages.views.choices import Chosen
from pages.words import phrases
from pages.words.language import gettext as _


def rulers(release: Release, choice: Chosen, link: str) -> Poster:
    """Draw the four rulers of an area or of Flanders."""
    view, area = capacity(release.id, choice.year, choice.level), choice.area
    return poster(
        title=cards.title(view, area),
        subtitle=cards.subtitle(view),
        figure=_rulers(view, area),
        facts=_facts(release, view),
        link=link,
        lead=[] if area is None else [cards.finding(view, area)],
    )


def differing(release: Release, choice: Chosen, link: str) -> Poster:
    """Draw how far the rulers differ in all areas."""
    view = capacity(release.id, choice.year, choice.level)
    chart = differences.describe(view, choice.area, whole=True)
    return poster(
        title=differences.headline(view),
        subtitle=cards.subtitle(view),
        figure=gaps.drawing(chart),
        facts=_facts(release, view),
        link=link,
        notes=[_(differences.LEAD), *([chart.alone] if chart.alone else [])],
    )


def behind(release: Release, choice: Chosen, link: str) -> Poster:
    """Draw the GPs and practices that stand behind the rulers."""
    view, area = capacity(release.id, choice.year, choice.level), choice.area
    name = _(phrases.LEVEL_ONE[Level.VLAANDEREN]) if area is None else view.names[area]
    return poster(
        title=_("{area}: artsen en praktijken").format(area=name),
        subtitle=cards.subtitle(view),
        figure=bar_blocks.drawing(people.sections(release.id, choice.year, choice.level, area)),
        facts=_facts(release, view),
        link=link,
    )


def _facts(release: Release, view: Capacity) -> dict[str, str]:
    return whole_facts(release, view.year, "" if view.ima_year is None else str(view.ima_year))


def _rulers(view: Capacity, area: str | None) -> Drawing:
    """Draw the rulers as cards, and those of an area in lanes under them."""
    drawn = cards_drawing(cards.cards(view, area))
    return drawn if area is None else stack([drawn, lanes_drawing(cards.lanes_of(view, area))], gap=16)
