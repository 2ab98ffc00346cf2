"""Screen Regioprofiel: everything that may be shown about one area, beside Flanders, on a page that prints."""

from dataclasses import replace

from pages.components import pieces
from pages.regioprofiel import figure, profile
from pages.shell import address, around, controls, frame, takeaway
from pages.shell.screen import Figure, Screen
from pages.views import choices, choosing, sources
from pages.views.choices import YEAR
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
        "Wat niet getoond wordt, blijft weg om niemand herkenbaar te "
        "maken, of omdat het anders uit andere cijfers af te leiden is."
    ),
)


LEVEL = choices.level(lambda chosen: choosing.fine_levels(chosen.release.id), show=choices.level_name)
AREA = replace(choices.AREA, needed=lambda _chosen: True)


def render() -> None:
    """Draw the screen."""
    chosen = frame.open_page()
    if chosen is None:
        return
    release = chosen.release
    with controls.sentence():
        controls.draw(LEVEL, chosen, width=190)
        asked = _("Kies een {level}").format(level=choices.level_after(chosen.level))
        controls.draw(AREA, chosen, placeholder=asked, width=330)
        controls.draw(YEAR, chosen, width=92)
    frame.keep(chosen)
    level, area, year = chosen.level, chosen.area, chosen.year
    pieces.notices(address.notes())
    if area is None:
        pieces.show(f'<section class="zc-empty"><h1>{_(CHOOSE)}</h1><p>{_(CHOOSE_LEAD)}</p></section>')
        return
    profile.head(release, level, area, AREA.words(chosen)(area), year)
    pieces.show(profile.fiche_link(level, area, year))
    around.draw(SCREEN.address, release.id, level, area, jaar=year)
    pieces.show(profile.profile(release.id, level, area, year))
    pieces.show(pieces.reading(_("Hoe leest u dit?"), [_(text) for text in READING]))
    facts = {
        _("Bron"): _("vragenlijst van het Departement Zorg, lijsten van de huisartsenkringen, IMA"),
        _("Vragenlijst"): str(year),
        _("Grenzen"): _("schematisch"),
        _("Uitgave"): sources.release_words(release),
    }
    pieces.show(pieces.source_line(facts))
    takeaway.draw(release, SCREEN, years=[year])


SCREEN = Screen(
    address="regioprofiel",
    title=mark("Regioprofiel"),
    draw=render,
    choices=(YEAR, LEVEL, AREA),
    figures=(Figure(draw=figure.draw),),
)
