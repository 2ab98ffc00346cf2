"""Screen Capaciteit: four rulers for one thing, where they disagree, and what stands behind them."""

from pages.capaciteit import capacity_choice, capacity_parts, capacity_people, capacity_screen
from pages.capaciteit.capacity_views import capacity
from pages.components import pieces
from pages.shell import address, shell, takeaway
from pages.words.language import gettext as _
from pages.words.language import mark

READING = (
    mark(
        "Elke maat heeft haar eigen eenheid. Daarom delen we ze door het cijfer van Vlaanderen: 110 betekent tien "
        "procent meer per inwoner dan in heel Vlaanderen. De index zegt niet hoeveel huisartsen er nodig zijn."
    ),
    mark(
        "De maten tellen niet dezelfde mensen. Voltijds gerekend tellen HAIO's mee, voor de helft; bij het aantal "
        "huisartsen niet. Wie geen cijfers van IMA heeft en niet antwoordde, telt als niet actief: dat is een "
        "ondergrens, zonder interval. Contacten en actieve huisartsen komen uit een ouder jaar dan de vragenlijst."
    ),
    mark(
        "Een verschil tussen twee maten noemen we duidelijk als het groter is dan de onzekerheid van beide, rekening "
        "houdend met het aantal vergelijkingen. Een verschil zegt niets over de oorzaak."
    ),
)


def render() -> None:
    """Draw the screen."""
    release = shell.open_page()
    if release is None:
        return
    told = capacity_choice.lift(release.id)
    year, level, area = capacity_choice.draw(release)
    shell.keep(niveau=level.value, gebied=area, jaar=year)
    pieces.notices([*address.notes(), *told])
    view = capacity(release.id, year, level)
    pieces.show(pieces.heading(capacity_parts.title(view, area), capacity_parts.subtitle(view)))
    capacity_screen.rulers(release, view, area)
    capacity_screen.disagreement(view, area)
    pieces.show(capacity_people.behind(release.id, year, level, area))
    capacity_screen.table(view, area)
    pieces.show(pieces.reading(_("Hoe leest u dit?"), [_(text) for text in READING]))
    pieces.show(pieces.source_line(capacity_screen.sources(release, view)))
    figures = {"maten": _("Vier maten"), "verschillen": _("Verschillen"), "artsen": _("Artsen en praktijken")}
    takeaway.draw(release, "capaciteit", years=[year], figures=figures)
