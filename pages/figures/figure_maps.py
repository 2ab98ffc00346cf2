"""The maps as figures that stand alone: one number for all areas, and the practices."""

from aggregation.indicators import INDICATORS
from aggregation.shown import practice_view
from data.releases import Release
from data.terms import FLANDERS, Level, UnitCounted
from geo import numbers
from geo.figures.classes import Method, Palette, colours
from geo.figures.drawing import NO_DATA, Drawing, keys, stack
from geo.figures.poster import ROOM, Poster
from geo.figures.poster_map import (
    LEGEND_HEIGHT,
    draw_areas,
    draw_practices,
    ground,
    legend,
    map_drawing,
    near,
    window,
)
from geo.figures.practice_map import answer_colours
from pages.figures.figure_choice import FILTER, Choice
from pages.figures.figure_parts import poster, told
from pages.kaart import map_parts
from pages.praktijken import practice_parts, practice_rows, practice_screen
from pages.shell import shell
from pages.views import choosing, released, views
from pages.words import language, words
from pages.words.language import gettext as _

_NEAR = (ROOM, 560.0)


def area_map(release: Release, choice: Choice, link: str) -> Poster:
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
    many = _(words.LEVEL_MANY[view.level])
    withheld, empty = int(view.rows["withheld"].sum()), int(view.rows["no_data"].sum())
    others = [("url(#h)", f"{withheld}{numbers.NO_BREAK}{_(words.WITHHELD_SHORT)}")] if withheld else []
    others += [(NO_DATA, f"{empty}{numbers.NO_BREAK}{_(words.NO_DATA)}")] if empty else []
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
    why = [f"{_('Niet getoond')}: {_(words.WHY_WITHHELD)}."] if withheld else []
    return poster(
        title=language.pick(indicator.question),
        subtitle=map_parts.subtitle(view),
        figure=map_drawing(parts, where, under, LEGEND_HEIGHT + 6),
        facts=shell.source_parts(release, view),
        link=link,
        lead=told(view, choice.area),
        notes=why,
        described=_("Kaart met {n} van de {N} {levels}.").format(
            n=sum(classes.counts), N=len(view.numbers), levels=many
        ),
    )


def practice_map(release: Release, choice: Choice, link: str) -> Poster:
    """Draw the map of the screen Praktijken."""
    look, area = choice["feit"], choice.area
    tokens = [part for part in choice[FILTER].split(",") if part]
    here = practice_view.within(practice_rows.all_practices(release.id, choice.year), choice.level.value, area)
    rows = practice_view.matching(here, tokens)
    ramp = answer_colours(len(practice_view.answers_of(look)))
    level = choice.level if area else Level.GEMEENTE
    layer, context = released.layer_text(release.id, level.value), released.layer_text(release.id, "context")
    where = ground(layer, context, fine=area is not None)
    if area is None:
        circles = practice_screen.circles(release.id, choice.year, rows, look)
        parts = draw_practices(None, circles, ramp, where=where, chosen=None)
        figure = Drawing(parts=parts, width=ROOM, height=where.height)
    else:
        view, scale, seen = window(where, views.features(release.id, level.value), area, _NEAR)
        points = practice_screen.points(release.id, rows, look)
        parts = draw_practices(points, None, ramp, where=where, chosen=area, scale=scale, seen=seen)
        figure = Drawing(parts=[near(parts, view, _NEAR)], width=_NEAR[0], height=_NEAR[1])
    counts = practice_view.tally(rows, look)
    items = [
        (colour, f"{practice_parts.key_label(look, code)}: {practice_parts.practices(counts[code])}")
        for code, colour in zip(practice_view.answers_of(look), ramp, strict=True)
    ]
    if counts[practice_view.MISSING]:
        none = practice_parts.key_label(look, practice_view.MISSING)
        items.append((NO_DATA, f"{none}: {practice_parts.practices(counts[practice_view.MISSING])}"))
    entry = INDICATORS[practice_view.fact_of(look).id]
    line = [practice_parts.look_label(look), str(choice.year), practice_parts.filter_words(tokens)]
    name = _(words.LEVEL_ONE[Level.VLAANDEREN])
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
        how.append(
            _("{practices} zonder ligging staan er niet bij.").format(practices=practice_parts.practices(unplaced))
        )
    return poster(
        title=language.pick(entry.question),
        subtitle=" · ".join(part for part in line if part),
        figure=stack([figure, keys(items, round_marks=True)], gap=20),
        facts={**practice_screen.sources(release, choice.year), _("Antwoorden"): _answered(release, choice)},
        link=link,
        lead=[f"{name}: {_('{practices} op de kaart').format(practices=practice_parts.practices(len(rows)))}"],
        notes=[" ".join(how)],
        described=" ".join(f"{text}." for _fill, text in items),
    )


def _answered(release: Release, choice: Choice) -> str:
    """Write how many practices answered, of all there are in view."""
    level, area = (choice.level, choice.area) if choice.area else (Level.VLAANDEREN, FLANDERS)
    counted = practice_rows.invited(release.id, choice.year, level, area)
    if counted is None:
        return words.withheld()
    n, whole = map(numbers.number, counted)
    return _("{n} van {N} {units}").format(n=n, N=whole, units=words.units(UnitCounted.PRACTICE, 2))
