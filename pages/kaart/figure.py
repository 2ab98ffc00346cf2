"""The map of the screen Kaart as a figure that stands alone."""

from functools import lru_cache

from data.releases import Release
from geo.figures.area_map import describe_map
from geo.figures.classes import Method, Palette, colours
from geo.figures.maps_on_svg import Ground, at_first_sight, draw_areas, ground, map_drawing
from geo.figures.poster import Poster
from pages.figures.sheet import poster, told
from pages.kaart import area_map
from pages.views import released, sources, views
from pages.views.choices import Chosen
from pages.views.views import AreaView
from pages.words import language, phrases
from pages.words.language import gettext as _


def draw(release: Release, choice: Chosen, link: str) -> Poster:
    """Draw the map of the screen Kaart."""
    indicator = choice.indicator
    view = choice.view
    classes = views.class_view(view, Method(choice["methode"]), int(choice["klassen"]))
    ramp = colours(Palette(choice["kleur"]), classes.size)
    where = _ground(view)
    many = _(phrases.LEVEL_MANY[view.level])
    legend = area_map.legend_of(view, classes, ramp, int(choice["klassen"]))
    parts = draw_areas(describe_map(view.cells, classes, ramp), where=where, chosen=choice.area)
    why = [f"{_('Niet getoond')}: {_(phrases.WHY_WITHHELD)}."] if view.rows["withheld"].any() else []
    return poster(
        title=language.pick(indicator.question),
        subtitle=area_map.subtitle(view),
        figure=map_drawing(parts, where, legend),
        facts=sources.source_parts(release, view),
        link=link,
        lead=told(view, choice.area),
        notes=why,
        described=_("Kaart met {n} van de {N} {levels}.").format(
            n=sum(classes.counts), N=len(view.numbers), levels=many
        ),
    )


def first_sight(choice: Chosen) -> str:
    """Draw the areas alone, for the time that the map needs to start."""
    palette, method = Palette(choice["kleur"]), Method(choice["methode"])
    return _first_sight(choice.view, method, int(choice["klassen"]), palette, choice.area)


@lru_cache(maxsize=64)
def _first_sight(view: AreaView, method: Method, size: int, palette: Palette, area: str | None) -> str:
    classes, where = views.class_view(view, method, size), _ground(view)
    ramp = colours(palette, classes.size)
    parts = draw_areas(describe_map(view.cells, classes, ramp), where=where, chosen=area, names=False)
    return at_first_sight(parts, where)


def _ground(view: AreaView) -> Ground:
    release_id = view.release_id
    return ground(released.layer_text(release_id, view.level.value), released.layer_text(release_id, "context"))
