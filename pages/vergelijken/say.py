"""What the screen Vergelijken says: forms, benchmarks, verdicts, and how to read each chart."""

import math

from aggregation.indicators import Reading
from aggregation.shown.funnels import NoFunnel
from pages.views.benchmarks import ALIKE, BORDER, FLANDERS
from pages.words import numbers
from pages.words.language import gettext as _
from pages.words.language import mark

RANKING, FUNNEL, SCATTER, SPINE, HEAT = "rangorde", "trechter", "twee", "gebied", "alles"
FORMS = {
    RANKING: mark("Rangorde"),
    FUNNEL: mark("Trechter"),
    SCATTER: mark("Twee cijfers"),
    SPINE: mark("Eén gebied, alle cijfers"),
    HEAT: mark("Alle gebieden, alle cijfers"),
}
NAMES = {FLANDERS: mark("Vlaanderen"), ALIKE: mark("vergelijkbare gebieden"), BORDER: mark("de buren")}
RINGED = {ALIKE: mark("vergelijkbaar gebied"), BORDER: mark("buur")}
LISTED = {ALIKE: mark("Vergelijkbaar met {area}"), BORDER: mark("Buren van {area}")}

NO_FUNNEL = {
    NoFunnel.QUANTILE: mark(
        "Voor een mediaan of een kwart is er geen trechter: de grenzen hangen af van hoe de antwoorden verdeeld zijn, "
        "en dat staat niet in de uitgave. Kies het gemiddelde, of bekijk de rangorde."
    ),
    NoFunnel.RATE: mark(
        "Voor een verhouding, zoals een aantal per inwoner, is er geen trechter: hoe zeker ze is, hangt niet alleen van"
        " het aantal antwoorden af. Bekijk de rangorde."
    ),
    NoFunnel.COMPLETE: mark(
        "Voor dit cijfer is iedereen geteld. Er is dus geen toeval van wie wel of niet antwoordde, en een trechter zou "
        "niets tonen. Bekijk de rangorde."
    ),
    NoFunnel.TOO_FEW: mark("Te weinig gebieden hebben een cijfer dat getoond mag worden om een trechter te tekenen."),
    NoFunnel.NO_TARGET: mark(
        "Het cijfer waarmee vergeleken wordt, wordt zelf niet getoond. Er is dus geen trechter. Bekijk de rangorde."
    ),
}
READ_CHANCE = mark(
    "De rangorde van gebieden is onzeker, want niet iedereen antwoordt. Daarom staat er geen rangnummer, maar de "
    "kans dat een gebied bij het uiterste vijfde hoort: we trekken {draws} keer een mogelijke echte waarde voor elk"
    " gebied, volgens zijn interval, en tellen hoe vaak het bij dat vijfde is. Een kans rond 20 % zegt dus niets "
    "bijzonders."
)
READ_COUNTED = mark("Dit cijfer telt iedereen op de lijst. Het heeft geen interval, dus de plaats is geen schatting.")
READ_NO_CHANCE = mark(
    "Dit cijfer heeft geen interval, of te weinig gebieden worden getoond. Dan is er ook geen eerlijke kans te "
    "berekenen."
)
READ_FUNNEL = mark(
    "Elk gebied staat op zijn aantal antwoorden. Hoe minder antwoorden, hoe meer een cijfer door toeval kan "
    "afwijken: daarom is de trechter links breed. Binnen de volle lijnen (95 %) is een afwijking gewoon; buiten de "
    "streeplijnen (99,8 %) is toeval erg onwaarschijnlijk. De lijnen gelden bij de respons van alle gebieden samen. De "
    "kleur zegt hetzelfde als op elk ander scherm: ze toetst alle gebieden samen, zodat een punt net buiten een lijn "
    "nog toeval kan zijn."
)
READ_SCATTER = mark(
    "Een samenhang tussen gebieden zegt niets over de oorzaak, en ook niets over afzonderlijke artsen of "
    "praktijken. De onzekerheid van de cijfers zelf maakt een samenhang meestal zwakker dan ze is."
)
READ_SPINE = mark(
    "Elke lijn toont alle gebieden van hetzelfde niveau: de lichte balk loopt van het ene uiterste naar het andere,"
    " in de donkere balk ligt de middelste helft. De streep in het midden is de maatstaf. De punt is het gekozen "
    "gebied, met zijn 95 %-interval. Elke lijn is zo uitgerekt dat het verste gebied aan een uiteinde staat; lijnen"
    " vergelijkt u dus op plaats, niet op lengte. Is het belangrijkste cijfer een mediaan, dan staat hier het "
    "gemiddelde, want dat heeft een interval."
)
READ_HEAT = mark(
    "Een vak is gekleurd als het verschil met de maatstaf duidelijk is, en dubbel als het bovendien meer dan één "
    "standaardafwijking tussen gebieden bedraagt. Elk cijfer is getoetst voor alle gebieden samen. Kijk naar patronen, "
    "niet naar één vak. De kleur zegt hoger of lager, niet beter of slechter."
)
READ_ALIKE = mark(
    "Vergelijkbare gebieden zijn de tien gebieden van hetzelfde niveau die het meest lijken op een gebied in aantal"
    " inwoners, leeftijdsopbouw en inwoners per km². Elk van die drie telt voor een derde. Hun gemiddelde weegt elk"
    " gebied naar zijn antwoorden, en cijfers per inwoner naar zijn inwoners. Antwoorden van artsen spelen geen rol"
    " in de keuze."
)
READ_BORDER = mark(
    "Buren zijn de gebieden van hetzelfde niveau die aan een gebied grenzen. Hun gemiddelde weegt elk gebied naar zijn "
    "antwoorden, en cijfers per inwoner naar zijn inwoners. De grenzen op de kaart zijn vereenvoudigd: bij een korte "
    "gemeenschappelijke grens kan dat een buur schelen."
)
READ_BESIDE = {ALIKE: READ_ALIKE, BORDER: READ_BORDER}
CHOOSE = {
    ALIKE: mark("Vergelijkbare gebieden worden bij één gebied gezocht. Kies een gebied; tot dan ziet u Vlaanderen."),
    BORDER: mark("Buren horen bij één gebied. Kies een gebied; tot dan ziet u Vlaanderen."),
}
ALIKE_NONE = mark(
    "Vergelijkbare gebieden zijn niet beschikbaar: de gebieden of de inwoners van deze uitgave zijn niet die van de"
    " meegeleverde geografie, waaruit leeftijd en oppervlakte komen. U ziet Vlaanderen."
)
FEW = {
    ALIKE: mark("Te weinig vergelijkbare gebieden tonen dit cijfer. U ziet Vlaanderen."),
    BORDER: mark("Te weinig buren tonen dit cijfer: het gemiddelde vraagt er minstens vier. U ziet Vlaanderen."),
}


def percent_chance(chance: float) -> str:
    """Write a chance of 0 to 1; a simulated one is never called impossible or certain."""
    if math.isnan(chance):
        return ""
    if chance < 0.01:
        return _("minder dan {p}").format(p=numbers.percent(1))
    return _("meer dan {p}").format(p=numbers.percent(99)) if chance > 0.99 else numbers.percent(100 * chance)


def fifth_words(reading: Reading, *, highest: bool = True) -> str:
    """Name the fifth whose chance is shown."""
    if reading is not Reading.NEITHER:
        return _("slechtste vijfde")
    return _("hoogste vijfde") if highest else _("laagste vijfde")
