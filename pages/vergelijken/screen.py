"""Screen Vergelijken: areas beside one another, never by a bare rank; five charts, one choice in the address."""

from pages.components import pieces
from pages.shell import address, controls, shell
from pages.vergelijken import compare_choice, compare_screen, compare_views
from pages.vergelijken import compare_words as say
from pages.vergelijken.compare_screen import Asked
from pages.views import views


def render() -> None:
    """Draw the screen."""
    release = shell.open_page()
    if release is None:
        return
    choice = compare_choice.draw(release)
    names = views.names_today(release.id, choice.level)
    area = controls.held_area(names)
    choice.keep(area)
    pieces.notices(address.notes())
    asked = Asked(
        release=release,
        choice=choice,
        names=names,
        picked=compare_views.picked(release.id, choice.level, area, names),
        alike=compare_screen.alike_possible(release, choice, area),
    )
    if choice.form in compare_choice.WHOLE:
        compare_screen.whole(asked)
    elif choice.form == say.SCATTER:
        compare_screen.pair(asked)
    else:
        compare_screen.one(asked)
