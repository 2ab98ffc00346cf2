"""A profile as a figure that stands alone: rows of words, numbers and small figures."""

from aggregation.indicators import Indicator
from aggregation.shown.selection import Shown
from data.releases import Release
from data.terms import TOTAL
from geo.figures.drawing import wrap
from geo.figures.palette import SECONDARY
from geo.figures.poster import Poster
from geo.figures.rows import Cell, Column, Row, row_drawing
from pages.figures.asked import Choice
from pages.figures.sheet import number_words, poster, whole_facts
from pages.regioprofiel import profile
from pages.views import choosing, views
from pages.words import language, phrases
from pages.words.language import gettext as _
from pages.words.language import mark

_PROFILE = (
    Column(x=0, width=330),
    Column(x=345, width=215),
    Column(x=575, width=260),
    Column(x=850, width=110, right=True),
    Column(x=985, width=135),
)
READING = mark(
    "Elke lichte punt is een gebied van hetzelfde niveau; de dunne streep is Vlaanderen. De gekleurde punt is dit "
    "gebied, de dikke lijn eromheen het 95 %-interval."
)


def draw(release: Release, choice: Choice, link: str) -> Poster:
    """Draw every number of one area beside Flanders, in the groups of the screen."""
    level, area, year = choice.level, str(choice.area), choice.year
    known = choosing.known_indicators(release.id)
    years = release.years()
    rows: list[Row] = []
    for title, wanted in profile.GROUPS.items():
        members = [indicator for start in wanted for name, indicator in known.items() if name.startswith(start)]
        body = [_profile_row(release.id, each, choice) for each in members if level in each.levels]
        shown = [row for row in body if row is not None]
        rows += [Row(title=_(title)), *shown] if shown else []
    among = _("Tussen alle {levels}").format(levels=_(phrases.LEVEL_MANY[level]))
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])
    heads = ("", _("Dit gebied"), among, _("Vlaanderen"), span)
    columns = [
        Column(x=c.x, width=c.width, right=c.right, heading=head) for c, head in zip(_PROFILE, heads, strict=True)
    ]
    return poster(
        title=views.names_today(release.id, level)[area],
        subtitle=f"{language.capital(_(phrases.LEVEL_ONE[level]))} · {year}",
        figure=row_drawing(columns, rows, tall=56, picture=34),
        facts=whole_facts(release, year),
        link=link,
        notes=[_(READING), f"{_('Niet getoond')}: {_(phrases.WHY_WITHHELD)}."],
    )


def _profile_row(release_id: str, indicator: Indicator, choice: Choice) -> Row | None:
    shown: Shown = next(iter(choosing.shown_by_code(indicator).values()))
    view = views.area_view(release_id, indicator.id, shown, choice.year, choice.level)
    row = view.numbers.get(str(choice.area))
    if row is None:
        return None
    label = choosing.full_label(indicator, shown)
    named = shown.category == TOTAL or label.startswith(language.pick(indicator.label))
    unit = choosing.unit_words(indicator)
    flanders = "" if view.flanders is None else view.text(view.flanders, short=True)
    drawing = profile.trend_of(release_id, indicator, shown, choice.level, str(choice.area), label)
    few = Cell(lines=wrap(_(profile.TOO_FEW_YEARS), 12.5, 135), fill=SECONDARY, small=True)
    return Row(
        cells=(
            Cell(lines=(label, unit if named else f"{language.pick(indicator.label)}, {unit}"), bold=True),
            number_words(view, row),
            Cell(picture=profile.dots_of(view, row, label)),
            Cell(lines=(flanders,)),
            Cell(picture=drawing) if "data:image" in drawing else few,
        )
    )
