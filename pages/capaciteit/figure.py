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
from pages.views.choices import FIGURE, Chosen
from pages.words import phrases
from pages.words.language import gettext as _


def draw(release: Release, choice: Chosen, link: str) -> Poster:
    """Draw the four rulers of an area or of Flanders, how far they differ in all areas, or what stands behind them."""
    view = capacity(release.id, choice.year, choice.level)
    area = choice.area
    facts = whole_facts(release, choice.year, "" if view.ima_year is None else str(view.ima_year))
    if choice[FIGURE] == "verschillen":
        chart = differences.describe(view, area, whole=True)
        return poster(
            title=differences.headline(view),
            subtitle=cards.subtitle(view),
            figure=gaps.drawing(chart),
            facts=facts,
            link=link,
            notes=[_(differences.LEAD), *([chart.alone] if chart.alone else [])],
        )
    if choice[FIGURE] == "artsen":
        name = _(phrases.LEVEL_ONE[Level.VLAANDEREN]) if area is None else view.names[area]
        return poster(
            title=_("{area}: artsen en praktijken").format(area=name),
            subtitle=cards.subtitle(view),
            figure=bar_blocks.drawing(people.sections(release.id, choice.year, choice.level, area)),
            facts=facts,
            link=link,
        )
    return poster(
        title=cards.title(view, area),
        subtitle=cards.subtitle(view),
        figure=_rulers(view, area),
        facts=facts,
        link=link,
        lead=[] if area is None else [cards.finding(view, area)],
    )


def _rulers(view: Capacity, area: str | None) -> Drawing:
    """Draw the rulers as cards, and those of an area in lanes under them."""
    drawn = cards_drawing(cards.cards(view, area))
    return drawn if area is None else stack([drawn, lanes_drawing(cards.lanes_of(view, area))], gap=16)
