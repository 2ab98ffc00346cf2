"""Screen Vergelijken: areas beside one another, never by a bare rank; five charts, one choice in the address."""

from pages.components import pieces
from pages.shell import address, controls, frame
from pages.vergelijken import choices, comparison, say, sections
from pages.vergelijken.sections import Asked
from pages.views import views


def render() -> None:
    """Draw the screen."""
    release = frame.open_page()
    if release is None:
        return
    choice = choices.draw(release)
    names = views.names_today(release.id, choice.level)
    area = controls.held_area(names)
    choice.keep(area)
    pieces.notices(address.notes())
    asked = Asked(
        release=release,
        choice=choice,
        names=names,
        picked=comparison.picked(release.id, choice.level, area, names),
        alike=sections.alike_possible(release, choice, area),
    )
    if choice.form in choices.WHOLE:
        sections.whole(asked)
    elif choice.form == say.SCATTER:
        sections.pair(asked)
    else:
        sections.one(asked)
