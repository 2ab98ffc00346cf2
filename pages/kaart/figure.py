"""The map of the screen Kaart as a figure that stands alone."""

from aggregation.indicators import INDICATORS
from data.releases import Release
from geo.figures.area_map import describe_map
from geo.figures.classes import Method, Palette, colours
from geo.figures.poster import Poster
from geo.figures.poster_map import draw_areas, ground, map_drawing
from pages.figures.asked import Choice
from pages.figures.sheet import poster, told
from pages.kaart import area_map
from pages.shell import frame
from pages.views import choosing, released, views
from pages.words import language, phrases
from pages.words.language import gettext as _


def draw(release: Release, choice: Choice, link: str) -> Poster:
    """Draw the map of the screen Kaart."""
    indicator = INDICATORS[choice["cijfer"]]
    shown = choosing.shown_by_code(indicator)[choice["toon"]]
    view = views.area_view(release.id, indicator.id, shown, choice.year, choice.level)
    classes = views.class_view(
        release.id, indicator.id, shown, choice.year, choice.level, Method(choice["methode"]), int(choice["klassen"])
    )
    ramp = colours(Palette(choice["kleur"]), classes.size)
    where = ground(released.layer_text(release.id, choice.level.value), released.layer_text(release.id, "context"))
    many = _(phrases.LEVEL_MANY[view.level])
    legend = area_map.legend_of(view, classes, ramp, int(choice["klassen"]))
    parts = draw_areas(describe_map(view.cells, classes, ramp), where=where, chosen=choice.area)
    why = [f"{_('Niet getoond')}: {_(phrases.WHY_WITHHELD)}."] if view.rows["withheld"].any() else []
    return poster(
        title=language.pick(indicator.question),
        subtitle=area_map.subtitle(view),
        figure=map_drawing(parts, where, legend),
        facts=frame.source_parts(release, view),
        link=link,
        lead=told(view, choice.area),
        notes=why,
        described=_("Kaart met {n} van de {N} {levels}.").format(
            n=sum(classes.counts), N=len(view.numbers), levels=many
        ),
    )
