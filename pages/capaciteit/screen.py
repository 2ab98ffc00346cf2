"""Screen Capaciteit: four rulers for one thing, where they disagree, and what stands behind them."""

from pages.capaciteit import cards, choices, people, sections
from pages.capaciteit.measured import capacity
from pages.components import pieces
from pages.shell import address, frame, takeaway
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
    release = frame.open_page()
    if release is None:
        return
    told = choices.lift(release.id)
    year, level, area = choices.draw(release)
    frame.keep(niveau=level.value, gebied=area, jaar=year)
    pieces.notices([*address.notes(), *told])
    view = capacity(release.id, year, level)
    pieces.show(pieces.heading(cards.title(view, area), cards.subtitle(view)))
    sections.rulers(release, view, area)
    sections.disagreement(view, area)
    pieces.show(people.behind(release.id, year, level, area))
    sections.table(view, area)
    pieces.show(pieces.reading(_("Hoe leest u dit?"), [_(text) for text in READING]))
    pieces.show(pieces.source_line(sections.sources(release, view)))
    figures = {"maten": _("Vier maten"), "verschillen": _("Verschillen"), "artsen": _("Artsen en praktijken")}
    takeaway.draw(release, "capaciteit", years=[year], figures=figures)
