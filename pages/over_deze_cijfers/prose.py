"""The texts of the screen Over deze cijfers, in plain words; ``mark`` makes them translatable."""

from data.terms import Disclosure
from pages.words.language import mark

SOURCES = (
    mark(
        "Elk jaar nodigt het Departement Zorg alle huisartsen en huisartsen in opleiding (HAIO's) in het "
        "Nederlandse taalgebied uit voor een vragenlijst: een deel over de praktijk en een deel over de arts "
        "zelf. De huisartsenkringen leveren de lijsten van artsen en praktijken."
    ),
    mark(
        "Cijfers over contacten, patiënten en het vergoedingssysteem komen van het Intermutualistisch Agentschap "
        "(IMA), dat de gegevens van de ziekenfondsen samenbrengt. Waar IMA een cijfer heeft, vervangt het het "
        "antwoord uit de vragenlijst. Die gegevens zijn twee jaar ouder dan de vragenlijst."
    ),
    mark("Aantallen inwoners zijn gepubliceerde totalen op 1 januari. Personen worden nooit aan inwoners gekoppeld."),
    mark("Gemeenten die intussen fuseerden, tellen we voor vroegere jaren op tot de gemeente van vandaag."),
)
SCHEMATIC = mark(
    "De grenzen op de kaart zijn schematisch: goed om te herkennen en te vergelijken, niet om afstanden te meten."
)
OFFICIAL = mark("De grenzen op de kaart zijn die van {source}, vereenvoudigd tot wat een scherm toont.")

METHODS = (
    (
        mark("Aandelen en hun zekerheid"),
        mark(
            "Van wie antwoordt, tellen we hoeveel er een antwoord gaven. Niet iedereen antwoordt: daarom staat bij "
            "elk aandeel een interval (Wilson, 95 %). Het wordt smaller naarmate een groter deel van de groep "
            "antwoordde. Antwoordde iedereen, dan is er geen interval."
        ),
    ),
    (
        mark("Gemiddelden en medianen"),
        mark(
            "Een gemiddelde heeft een interval van Student (95 %), op dezelfde manier versmald. Een mediaan of "
            "kwartiel berekenen we pas vanaf tien artsen of praktijken, als het gemiddelde van minstens drie buren in"
            " de rij, afgerond op twee cijfers."
        ),
    ),
    (
        mark("Wie niet antwoordt"),
        mark(
            "Voor Vlaanderen staat er ook een gewogen cijfer, bij het ongewogen: huisartsen uit provincies "
            "waar minder artsen antwoorden, tellen dan iets meer mee. Het ongewogen cijfer staat er altijd naast. Bij "
            "praktijken tonen we ook tussen welke grenzen het aandeel zeker ligt, wat de andere praktijken ook zouden "
            "antwoorden."
        ),
    ),
    (
        mark("Voltijds equivalent (VTE)"),
        mark(
            "Eén VTE is het aantal werkuren per week van de middelste Vlaamse huisarts van 45 tot 54 jaar in het "
            "eerste jaar, afgerond op een uur en daarna bevroren; bij elk cijfer in VTE staat hoeveel uur dat is. We "
            "rekenen het gemiddelde van wie antwoordde om naar alle huisartsen op de lijst. Zo'n cijfer heet geraamd. "
            "HAIO's tellen apart: een uur van hen weegt {trainee}."
        ),
    ),
    (
        mark("Aan het werk"),
        mark(
            "Een huisarts telt als aan het werk vanaf {active} contacten in het jaar van IMA, of met forfaitair werk. "
            "Heeft IMA geen cijfer, dan telt wie meer dan nul uren per week opgaf. Van wie niets bekend is, nemen we "
            "aan dat even veel werken als van de anderen."
        ),
    ),
    (
        mark("Weinig antwoorden"),
        mark(
            "Bij minder dan tien antwoorden, of als minder dan één op de vijf antwoordde, staat er dat u het cijfer "
            "voorzichtig moet lezen."
        ),
    ),
    (
        mark("Verschillen"),
        mark(
            "We noemen een verschil alleen duidelijk als het groter is dan zijn onzekerheid. Een verschil zegt nooit "
            "iets over de oorzaak."
        ),
    ),
)

PROTECTION = (
    mark(
        "Achter een cijfer staan soms maar enkele artsen of praktijken. Dan zou wie de streek kent, iemand kunnen"
        " herkennen. Zulke cijfers tonen we niet. We tonen ook niet wat u door aftrekken uit andere cijfers kunt "
        "afleiden. Waarom één bepaald cijfer niet getoond wordt, zeggen we niet: ook dat zou iets verraden."
    ),
    mark(
        "Een niet getoond gebied is gearceerd op de kaart. Een effen grijs gebied heeft geen gegevens: daar "
        "antwoordde niemand of bestaat het cijfer niet."
    ),
)

CLASSES = {
    Disclosure.PUBLIC: mark("openbaar"),
    Disclosure.PROTECTED: mark("beschermd"),
    Disclosure.SENSITIVE: mark("gevoelig"),
}

THRESHOLDS = (
    (mark("Kleinste groep artsen, beschermde cijfers"), "k_protected", mark("artsen")),
    (
        mark("Kleinste groep artsen, gevoelige cijfers (wachtdienst, werkdruk, welzijn, plannen)"),
        "k_sensitive",
        mark("artsen"),
    ),
    (mark("Kleinste groep praktijken, beschermde cijfers"), "practices_protected", mark("praktijken")),
    (mark("Kleinste groep praktijken, gevoelige cijfers"), "practices_sensitive", mark("praktijken")),
    (mark("Artsen die minstens in die praktijken werken"), "doctors_in_practices", mark("artsen")),
    (mark("Kleinste groep achter een mediaan of kwartiel"), "quantile_units", mark("eenheden")),
    (mark("Kleinste groep achter het interval van een gemiddelde"), "interval_units", mark("eenheden")),
    (
        mark("Praktijken die minstens antwoordden, bij vragen die niet op de praktijkkaart staan"),
        "practices_answering",
        mark("praktijken"),
    ),
    (mark("Hetzelfde, bij gevoelige vragen"), "practices_answering_sensitive", mark("praktijken")),
    (mark("Een niet getoond aantal houdt minstens zoveel mogelijke waarden"), "interval_width", mark("waarden")),
    (
        mark("Gebieden waarin twee aantallen gelijk zijn, vanaf wanneer we ze voor hetzelfde aantal nemen"),
        "linking_areas",
        mark("gebieden"),
    ),
)

DOMINANCE = (
    ("dominance_one", mark("Een totaal waarin één praktijk meer weegt dan dit deel, tonen we niet")),
    ("dominance_two", mark("Een totaal waarin twee praktijken meer wegen dan dit deel, tonen we niet")),
    ("left_open", mark("Hoogstens dit deel van wie een vraag beantwoordde, mag een andere opengelaten hebben")),
)

PROVEN = mark(
    "Voor de publicatie probeerde een apart programma, dat de bescherming niet kent, uit deze uitgave alleen "
    "niet getoonde cijfers terug te rekenen. Het vond niets."
)

ATTACKS = {
    "consistency": mark("Nagaan of alle getoonde cijfers bij elkaar passen"),
    "shown": mark("Zoeken naar kleine aantallen die er gewoon staan"),
    "exact": mark("Niet getoonde aantallen terugrekenen uit getoonde"),
    "interval": mark("Niet getoonde aantallen insluiten tussen grenzen"),
    "group": mark("Kleine groepen maken door gebieden op te tellen en af te trekken"),
    "magnitude": mark("Gebieden optellen en aftrekken tot een som van weinig artsen of praktijken overblijft"),
    "dominance": mark("Een som waarin één of twee praktijken bijna alles uitmaken"),
    "difference": mark("Het ene aantal van het andere aftrekken"),
    "linked": mark("Een aantal in een andere tabel opzoeken"),
    "alike": mark("Groepen zoeken waarin iedereen hetzelfde antwoordt"),
    "hidden": mark("Praktijken vinden die niet op de kaart staan"),
    "classes": mark("Gemiddelden naast de klassen op de praktijkkaart leggen"),
    "pattern": mark("Lezen wat het weglaten zelf verraadt"),
    "withheld": mark("Niet getoonde aantallen vinden die niet klein zijn"),
    "over_time": mark("Deze uitgave naast eerdere leggen"),
    "insider": mark("Rekenen als iemand die het eigen antwoord kent"),
}
"""What each attack of a certificate is, by the name it has there."""

UNPROVEN = mark("Bij deze uitgave hoort geen geslaagd bewijs. Meld dit aan de beheerder.")

PROOF_LIMITS = mark(
    "Dit bewijs zegt niets over wat mensen uit andere bronnen weten, en niet over wie tussen twee jaren komt of gaat."
)

REVISIONS = (
    mark(
        "Een uitgave verandert nooit meer. Vinden we een fout, of komt er een jaar bij, dan verschijnt een nieuwe"
        " uitgave; oude links tonen dan de nieuwe cijfers. Hieronder staan alle uitgaven die ooit getoond werden."
    ),
    mark(
        "De volgende vragenlijst is die van {next}. De cijfers van IMA die erbij horen (over {ima}) zijn er vanaf "
        "juli {next}; vroeger verwachten we geen uitgave met dat jaar."
    ),
)

TERMS = (
    (mark("HAIO"), mark("huisarts in opleiding")),
    (
        mark("Huisartsenkring"),
        mark(
            "erkende vereniging van huisartsen, met een eigen werkgebied. Het werkgebied volgt gemeenten; alleen "
            "Antwerpen en Gent zijn verdeeld"
        ),
    ),
    (mark("Eerstelijnszone"), mark("gebied waarin zorgverleners samenwerken, met een eigen zorgraad")),
    (mark("IMA"), mark("Intermutualistisch Agentschap: brengt de gegevens van de ziekenfondsen samen")),
    (mark("RIZIV-nummer"), mark("nummer waarmee een zorgverlener bij de ziekteverzekering bekend is")),
    (mark("GMD"), mark("globaal medisch dossier: elke patiënt kan er één hebben, bij één huisarts")),
    (
        mark("Patiëntenstop"),
        mark("een praktijk neemt geen nieuwe patiënten meer aan (volledig), of alleen sommige (gedeeltelijk)"),
    ),
    (mark("Forfait"), mark("betaling per ingeschreven patiënt, zoals in een medisch huis (wijkgezondheidscentrum)")),
    (mark("Wachtdienst"), mark("zorg buiten de gewone uren: 's avonds, 's nachts, in het weekend en op feestdagen")),
    (mark("VTE"), mark("voltijds equivalent: hoeveel voltijdse artsen de gewerkte uren samen waard zijn")),
    (
        mark("95 %-interval"),
        mark(
            "de grenzen waartussen het echte cijfer met 95 % zekerheid ligt, als wie niet antwoordde niet anders is "
            "dan wie antwoordde; selectieve respons zit er niet in"
        ),
    ),
    (mark("n en N"), mark("hoeveel er antwoordden (n), van hoeveel die konden antwoorden (N)")),
    (mark("Respons"), mark("het deel van wie de vragenlijst kreeg, dat ze invulde")),
    (mark("Uitgave"), mark("alle cijfers die samen gepubliceerd werden, met hun bewijs en hun datum")),
)

ACCESSIBILITY = (
    mark(
        "Deze website wil voldoen aan WCAG 2.1, niveau AA. Elke versie wordt automatisch getest met axe, op elk "
        "scherm, in beide talen en op twee breedtes, en met het toetsenbord alleen."
    ),
    mark(
        "Bij elke figuur staat een tabel met dezelfde cijfers. De kaarten zelf kunt u niet met het toetsenbord "
        "bedienen: kies een gebied met de zoekvelden of in de tabel. Zet uw toestel op minder beweging, dan "
        "beweegt er niets."
    ),
    mark(
        "Werkt iets niet voor u, of hebt u een cijfer in een andere vorm nodig? Neem contact op: {contact}. Bent "
        "u niet tevreden met het antwoord, dan kunt u terecht bij de Vlaamse Ombudsdienst."
    ),
)

NOTICE = (
    (
        mark("Wie is verantwoordelijk?"),
        mark(
            "Verwerkingsverantwoordelijke is {controller}. Twee teams van het Departement Zorg werken met de "
            "gegevens: team Eerste Lijn en de afdeling Beleidsinformatie en Data. Contact: {contact}"
        ),
    ),
    (
        mark("Waarvoor dienen de gegevens?"),
        mark(
            "Alleen voor beleid dat de eerstelijnszorg versterkt: weten hoeveel huisartsenzorg er is, waar die onder "
            "druk staat, en de capaciteit plannen. Ze dienen nooit om één arts te beoordelen of te controleren."
        ),
    ),
    (
        mark("Welke gegevens?"),
        mark(
            "Van u: RIZIV-nummer, huisarts of HAIO, aansluiting, kring, praktijken en het deel van uw tijd per "
            "praktijk. Uw antwoorden op de vragenlijst over uzelf: geboortejaar, statuut, werkuren en gewenste "
            "werkuren, wachtdienst, werkdruk, uitputting, tevredenheid, plannen, betalingssysteem, en uw eigen aantal"
            " dossiers, raadplegingen, huisbezoeken en contacten op afstand. Van IMA, per RIZIV-nummer en "
            "praktijknummer: soort praktijk, werk in een medisch huis, en aantallen dossiers, forfaits, patiënten en "
            "contacten. Van uw praktijk: postcode en gemeente, ligging, en de antwoorden op de vragenlijst. Naam en "
            "straat van een praktijk bewaren we niet. Een levering met een rijksregisternummer, een geboortedatum of "
            "een mailadres weigeren we. Geslacht en gegevens per patiënt staan niet op de lijst van wat we mogen "
            "krijgen."
        ),
    ),
    (
        mark("Waar komen ze vandaan?"),
        mark(
            "Van uw huisartsenkring (via het e-loket), van uzelf (de vragenlijst) en van IMA, geleverd door de "
            "vertrouwde derde partij van de ziekenfondsen bij de Kruispuntbank van de Sociale Zekerheid."
        ),
    ),
    (
        mark("Op welke grond?"),
        mark(
            "Het decreet van 26 april 2019, artikel 23, en beraadslaging nr. 25/200 van 7 oktober 2025 van het "
            "Informatieveiligheidscomité."
        ),
    ),
    (
        mark("Wie krijgt ze te zien?"),
        mark(
            "Alleen de twee teams. De gegevens liggen versleuteld, en wie ze opent, laat een spoor na: wie, wanneer, "
            "waarvoor. Op deze website staan samengetelde cijfers. Voor ze verschijnen, probeert een apart programma "
            "er artsen uit af te leiden; vindt het iets, dan verschijnen ze niet. Op de praktijkkaart staat per "
            "praktijk wat ze meedeelt over haar toegankelijkheid, en niets over een arts. Werkt u alleen, dan is wat "
            "daar over uw praktijk staat, wel over de praktijk van één arts. Het betalingssysteem staat niet op die "
            "kaart; per gebied tonen we het alleen samengeteld. Een praktijk kan vragen om niet op de kaart te staan."
        ),
    ),
    (
        mark("Hoe lang bewaren we ze?"),
        mark(
            "Hoogstens 10 jaar vanaf de ontvangst van een levering: daarna gaat ze niet meer open, en wordt haar "
            "sleutel vernietigd. Uit de reservekopieën verdwijnt die sleutel dertig dagen later, bij de eerstvolgende"
            " back-up."
        ),
    ),
    (
        mark("Welke rechten hebt u?"),
        mark(
            "U mag uw gegevens inkijken en laten verbeteren. Vraagt u om ze te wissen of niet meer te gebruiken, of "
            "maakt u bezwaar, dan beslist de functionaris voor gegevensbescherming; is het antwoord ja, dan gaan ze "
            "uit elke levering en blijven ze uit latere. Cijfers die al gepubliceerd zijn, blijven staan. Antwoorden "
            "op de vragenlijst is vrij. Meldt u een fout, dan hoort daar binnen vijf werkdagen een maatregel bij, en "
            "binnen twee werkdagen daarna bericht; een register houdt die termijnen bij. U kunt ook klacht indienen "
            "bij de Vlaamse Toezichtcommissie voor de verwerking van persoonsgegevens of bij de "
            "Gegevensbeschermingsautoriteit."
        ),
    ),
    (
        mark("Met wie neemt u contact op?"),
        mark("Met de functionaris voor gegevensbescherming van het Departement Zorg: {dpo}"),
    ),
)
