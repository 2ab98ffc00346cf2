"""The map of the screen Praktijken as a figure that stands alone."""

from aggregation.indicators import INDICATORS
from aggregation.shown import practice_view
from data.releases import Release
from data.terms import FLANDERS, Level, UnitCounted
from geo.figures.drawing import Drawing, stack
from geo.figures.maps_on_svg import (
    draw_practices,
    ground,
    near,
    window,
)
from geo.figures.poster import ROOM, Poster
from geo.figures.practice_key import key_drawing
from pages.figures.sheet import poster
from pages.praktijken import in_view, sections, written
from pages.praktijken.filters import LOOK
from pages.views import released, views
from pages.views.choices import Chosen
from pages.words import language, numbers, phrases
from pages.words.language import gettext as _

_NEAR = (ROOM, 560.0)


def draw(release: Release, choice: Chosen, link: str) -> Poster:
    """Draw the map of the screen Praktijken."""
    look, area = choice[LOOK.name], choice.area
    sought = in_view.sought_by(choice)
    rows, drawn = in_view.found(sought), sections.described(sought, look)
    level = choice.level if area else Level.GEMEENTE
    layer, context = released.layer_text(release.id, level.value), released.layer_text(release.id, "context")
    where = ground(layer, context, fine=area is not None)
    if area is None:
        parts = draw_practices(drawn, where=where)
        figure = Drawing(parts=parts, width=ROOM, height=where.height)
    else:
        view, scale, seen = window(where, views.features(release.id, level.value), area, _NEAR)
        parts = draw_practices(drawn, where=where, scale=scale, seen=seen)
        figure = Drawing(parts=[near(parts, view, _NEAR)], width=_NEAR[0], height=_NEAR[1])
    key = written.key_of(look, in_view.counts(sought, look), bundled=area is None)
    entry = INDICATORS[practice_view.fact_of(look).id]
    line = [written.look_label(look), str(choice.year), written.filter_words(sought.tokens)]
    name = _(phrases.LEVEL_ONE[Level.VLAANDEREN])
    if area is not None:
        name = views.names_today(release.id, choice.level)[area]
    how = [
        _(
            "Eén cirkel per gemeente; de oppervlakte is het aantal praktijken, de ringen zijn de antwoorden, het "
            "donkerste in het midden."
        )
        if area is None
        else _("Elke punt is een praktijk.")
    ]
    unplaced = int(rows["longitude"].isna().sum())
    if unplaced and area is not None:
        how.append(_("{practices} zonder ligging staan er niet bij.").format(practices=written.practices(unplaced)))
    return poster(
        title=language.pick(entry.question),
        subtitle=" · ".join(part for part in line if part),
        figure=stack([figure, key_drawing(key)], gap=20),
        facts={**sections.facts(release, choice.year), _("Antwoorden"): _answered(release, choice)},
        link=link,
        lead=[f"{name}: {_('{practices} op de kaart').format(practices=written.practices(len(rows)))}"],
        notes=[" ".join(how)],
        described=" ".join(f"{text}: {number}." for _fill, text, number in key.items),
    )


def _answered(release: Release, choice: Chosen) -> str:
    """Write how many practices answered, of all there are in view."""
    level, area = (choice.level, choice.area) if choice.area else (Level.VLAANDEREN, FLANDERS)
    counted = in_view.invited(release.id, choice.year, level, area)
    if counted is None:
        return phrases.withheld()
    n, whole = map(numbers.number, counted)
    return _("{n} van {N} {units}").format(n=n, N=whole, units=phrases.units(UnitCounted.PRACTICE, 2))
