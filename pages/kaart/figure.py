"""The map of the screen Kaart as a figure that stands alone."""

from aggregation.indicators import INDICATORS
from data.releases import Release
from geo import numbers
from geo.figures.classes import Method, Palette, colours
from geo.figures.palette import NO_DATA
from geo.figures.poster import Poster
from geo.figures.poster_map import (
    LEGEND_HEIGHT,
    draw_areas,
    ground,
    legend,
    map_drawing,
)
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
    sign = numbers.percent_sign() if view.sign else ""
    many = _(phrases.LEVEL_MANY[view.level])
    withheld, empty = int(view.rows["withheld"].sum()), int(view.rows["no_data"].sum())
    others = [("url(#h)", f"{withheld}{numbers.NO_BREAK}{_(phrases.WITHHELD_SHORT)}")] if withheld else []
    others += [(NO_DATA, f"{empty}{numbers.NO_BREAK}{_(phrases.NO_DATA)}")] if empty else []
    caption = _("Aantal {levels} per klasse").format(levels=many)
    under = legend(
        classes,
        ramp,
        [f"{numbers.number(edge, view.decimals)}{sign}" for edge in classes.edges],
        caption=f"{caption} · {language.pick(indicator.unit)}",
        others=others,
        top=where.height + 6,
    )
    parts = draw_areas(view.cells, classes, ramp, where=where, chosen=choice.area)
    why = [f"{_('Niet getoond')}: {_(phrases.WHY_WITHHELD)}."] if withheld else []
    return poster(
        title=language.pick(indicator.question),
        subtitle=area_map.subtitle(view),
        figure=map_drawing(parts, where, under, LEGEND_HEIGHT + 6),
        facts=frame.source_parts(release, view),
        link=link,
        lead=told(view, choice.area),
        notes=why,
        described=_("Kaart met {n} van de {N} {levels}.").format(
            n=sum(classes.counts), N=len(view.numbers), levels=many
        ),
    )
