"""The map of the screen Kaart as a figure that stands alone."""

from functools import lru_cache

from data.releases import Release
from geo.figures.maps_on_svg import Ground, at_first_sight, draw_areas, ground, map_drawing
from geo.figures.poster import Poster
from pages.figures.sheet import poster, told
from pages.kaart import area_map, painting, reach
from pages.kaart.painting import Look
from pages.views import released, sources
from pages.views.choices import Chosen
from pages.views.reach import Reach, reach_of
from pages.views.views import AreaView
from pages.words import language, phrases
from pages.words.language import gettext as _


def draw(release: Release, choice: Chosen, link: str) -> Poster:
    """Draw the map of the screen Kaart."""
    indicator = choice.indicator
    view = choice.view
    within = reach_of(choice)
    if within is not None:
        return _within_reach(release, choice, link, within)
    look = painting.look_of(choice)
    made = painting.painted(view, look, language.current())
    where = _ground(view)
    many = _(phrases.LEVEL_MANY[view.level])
    parts = draw_areas(made.areas, where=where, chosen=choice.area)
    why = [f"{_('Niet getoond')}: {_(phrases.WHY_WITHHELD)}."] if view.rows["withheld"].any() else []
    return poster(
        title=language.pick(indicator.question),
        subtitle=area_map.subtitle(view, look),
        figure=map_drawing(parts, where, made.legend),
        facts=sources.source_parts(release, view),
        link=link,
        lead=told(view, choice.area),
        notes=[*why, *painting.broken(view, look)],
        described=_("Kaart met {n} van de {N} {levels}.").format(n=made.shown, N=len(view.numbers), levels=many),
    )


def _within_reach(release: Release, choice: Chosen, link: str, within: Reach) -> Poster:
    look, view = painting.look_of(choice), within.view
    where = _ground(view)
    legend = reach.legend(within, look)
    parts = draw_areas(reach.described(within, look), where=where, chosen=choice.area)
    area = choice.area
    if area is None:
        lead = [f"{_('Vlaanderen')}: {reach.number(within.whole)}", *reach.whole_lines(within)]
    else:
        lead = [f"{view.names[area]}: {reach.value_words(within.places[area])}", *reach.area_lines(within.places[area])]
    return poster(
        title=language.pick(view.indicator.question),
        subtitle=reach.subtitle(within),
        figure=map_drawing(parts, where, legend),
        facts=sources.source_parts(release, view),
        link=link,
        lead=[" · ".join(lead)],
        notes=[_(reach.READING[1])],
        described=_("Kaart met {n} van de {N} {levels}.").format(
            n=sum(legend.counts), N=len(view.numbers), levels=_(phrases.LEVEL_MANY[view.level])
        ),
    )


def first_sight(choice: Chosen) -> str:
    """Draw the areas alone, for the time that the map needs to start."""
    within = reach_of(choice)
    if within is not None:
        where = _ground(within.view)
        described = reach.described(within, painting.look_of(choice))
        return at_first_sight(draw_areas(described, where=where, chosen=choice.area, names=False), where)
    return _first_sight(choice.view, painting.look_of(choice), choice.area)


@lru_cache(maxsize=64)
def _first_sight(view: AreaView, look: Look, area: str | None) -> str:
    where = _ground(view)
    parts = draw_areas(painting.painted(view, look, language.current()).areas, where=where, chosen=area, names=False)
    return at_first_sight(parts, where)


def _ground(view: AreaView) -> Ground:
    release_id = view.release_id
    return ground(released.layer_text(release_id, view.level.value), released.layer_text(release_id, "context"))
