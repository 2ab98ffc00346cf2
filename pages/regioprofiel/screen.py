"""Screen Regioprofiel: everything that may be shown about one area, beside Flanders, on a page that prints."""

from pages.components import pieces
from pages.regioprofiel import profile
from pages.shell import address, controls, frame, takeaway
from pages.views import choosing, views
from pages.words.language import gettext as _
from pages.words.language import mark

CHOOSE = mark("Kies een gebied om het profiel te zien")
CHOOSE_LEAD = mark(
    "Een profiel zet alle cijfers van één huisartsenkring, eerstelijnszone of gemeente naast "
    "Vlaanderen, met de onzekerheid en de evolutie. U kunt het afdrukken."
)
READING = (
    mark(
        "De punten op de lijn zijn alle gebieden van hetzelfde niveau; de dunne streep is Vlaanderen. De "
        "gekleurde punt is dit gebied, de dikke lijn eromheen het 95 %-interval: daarin ligt het echte "
        "cijfer met 95 % zekerheid."
    ),
    mark(
        "“Hoger” of “lager” staat er alleen als het verschil met Vlaanderen groter is dan toeval kan "
        "verklaren. Een verschil zegt niets over de oorzaak."
    ),
    mark(
        "“Hoe dan ook” staat er bij aandelen van praktijken. Niet elke praktijk antwoordde. Zouden alle zwijgende "
        "praktijken hetzelfde antwoorden, dan nog blijft het aandeel tussen die twee grenzen."
    ),
    mark(
        "Wat niet getoond wordt, blijft weg omdat er te weinig antwoorden zijn om niemand herkenbaar te "
        "maken, of omdat het anders uit andere cijfers af te leiden is."
    ),
)


def render() -> None:
    """Draw the screen."""
    release = frame.open_page()
    if release is None:
        return
    with controls.sentence():
        level = controls.level(choosing.FINE_LEVELS, show=controls.level_name, width=190)
        names = views.names_today(release.id, level)
        asked = _("Kies een {level}").format(level=controls.level_after(level))
        area = controls.area(names, label=_("Gebied"), placeholder=asked, width=330)
        year = controls.year(release)
    frame.keep(niveau=level.value, gebied=area, jaar=year)
    pieces.notices(address.notes())
    if area is None:
        pieces.show(f'<section class="zc-empty zc-klaar"><h1>{_(CHOOSE)}</h1><p>{_(CHOOSE_LEAD)}</p></section>')
        return
    profile.head(release, level, area, names[area], year)
    pieces.show(profile.profile(release.id, level, area, year))
    pieces.show(pieces.reading(_("Hoe leest u dit?"), [_(text) for text in READING]))
    facts = {
        _("Bron"): _("vragenlijst van het Departement Zorg, lijsten van de huisartsenkringen, IMA"),
        _("Vragenlijst"): str(year),
        _("Grenzen"): _("schematisch"),
        _("Uitgave"): frame.release_words(release),
    }
    pieces.show(pieces.source_line(facts))
    takeaway.draw(release, "regioprofiel", years=[year])
