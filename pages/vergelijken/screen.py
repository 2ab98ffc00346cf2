"""Screen Vergelijken: areas beside one another, never by a bare rank; five charts, one choice in the address."""

from pages.components import pieces
from pages.shell import address, frame
from pages.shell.screen import Figure, Screen
from pages.vergelijken import choices, comparison, figure, say, sections
from pages.vergelijken.choices import AREA, CONDITIONS, FORM, LEVEL, NUMBER, ONLY, SECOND
from pages.vergelijken.sections import Asked
from pages.views import views
from pages.views.benchmarks import BENCHMARK
from pages.views.choices import NUMBERS_SHOWN, YEAR
from pages.words.language import mark


def render() -> None:
    """Draw the screen."""
    chosen = frame.open_page()
    if chosen is None:
        return
    choices.draw(chosen)
    frame.keep(chosen)
    pieces.notices(address.notes())
    asked = Asked(
        chosen=chosen,
        names=views.names_today(chosen.release.id, chosen.level),
        picked=comparison.picked(chosen),
        beside=sections.beside_of(chosen),
    )
    if chosen[FORM.name] in choices.WHOLE:
        sections.whole(asked, SCREEN)
    elif chosen[FORM.name] == say.SCATTER:
        sections.pair(asked, SCREEN)
    else:
        sections.one(asked, SCREEN)


SCREEN = Screen(
    address="vergelijken",
    title=mark("Vergelijken"),
    draw=render,
    choices=(FORM, NUMBER, NUMBERS_SHOWN, SECOND, YEAR, LEVEL, ONLY, CONDITIONS, AREA, BENCHMARK),
    figures=(Figure(draw=figure.draw),),
)
