"""A profile as a figure that stands alone: rows of words, numbers and small figures."""

from data.releases import Release
from geo.figures import profile_rows
from geo.figures.poster import Poster
from pages.figures.sheet import poster, whole_facts
from pages.regioprofiel import profile
from pages.views import views
from pages.views.choices import Chosen
from pages.words import language, phrases
from pages.words.language import gettext as _
from pages.words.language import mark

READING = mark(
    "Elke lichte punt is een gebied van hetzelfde niveau; de dunne streep is Vlaanderen. De gekleurde punt is dit "
    "gebied, de dikke lijn eromheen het 95 %-interval."
)


def draw(release: Release, choice: Chosen, link: str) -> Poster:
    """Draw every number of one area beside Flanders, in the groups of the screen."""
    level, area, year = choice.level, str(choice.area), choice.year
    return poster(
        title=views.names_today(release.id, level)[area],
        subtitle=f"{language.capital(_(phrases.LEVEL_ONE[level]))} · {year}",
        figure=profile_rows.drawing(profile.describe(release.id, level, area, year)),
        facts=whole_facts(release, year),
        link=link,
        notes=[_(READING), f"{_('Niet getoond')}: {_(phrases.WHY_WITHHELD)}."],
    )
