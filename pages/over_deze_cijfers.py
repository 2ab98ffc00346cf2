"""Screen Over deze cijfers: definitions, sources, thresholds, proof, and the notice to doctors in plain words."""

import os
from html import escape
from typing import Any

from aggregation.indicators import FRAMES, Indicator, PracticeMap
from data.releases import Release
from data.terms import Disclosure, Level
from geo import numbers
from pages.components import choosing, pieces, shell, words

CONTACT_VARIABLE = "ZORGCAPACITEIT_CONTACT"
DPO_VARIABLE = "ZORGCAPACITEIT_DPO"
TO_FILL_IN = "[instelling {name}: in te vullen door de beheerder]"

TITLE = "Over deze cijfers"
SUBTITLE = "Waar ze vandaan komen, wat ze betekenen en hoe niemand herkenbaar wordt"
CONTENTS = (
    ("bronnen", "Bronnen en jaren"),
    ("bescherming", "Waarom u soms geen cijfer ziet"),
    ("bewijs", "Het bewijs bij deze uitgave"),
    ("begrippen", "Alle cijfers, met hun definitie"),
    ("artsen", "Voor artsen: wat gebeurt er met uw gegevens?"),
)
SOURCES = (
    (
        "Elk jaar nodigt het Departement Zorg alle huisartsen en huisartsen in opleiding (HAIO's) in het "
        "Nederlandse taalgebied uit voor een vragenlijst: een deel over de praktijk en een deel over de "
        "arts zelf. De huisartsenkringen leveren de lijsten van artsen en praktijken."
    ),
    (
        "Cijfers over contacten, patiënten en het vergoedingssysteem komen van het Intermutualistisch "
        "Agentschap (IMA), dat de gegevens van de ziekenfondsen samenbrengt. Waar IMA een cijfer heeft, "
        "vervangt het het antwoord uit de vragenlijst. Die gegevens zijn twee jaar ouder dan de "
        "vragenlijst."
    ),
    "Aantallen inwoners zijn gepubliceerde totalen op 1 januari. Personen worden nooit aan inwoners gekoppeld.",
    (
        "De grenzen op de kaart zijn schematisch: goed om te herkennen en te vergelijken, niet om "
        "afstanden te meten. Gemeenten die intussen fuseerden, tellen we voor vroegere jaren op tot de "
        "gemeente van vandaag."
    ),
)
PROTECTION = (
    (
        "Achter een cijfer staan soms maar enkele artsen of praktijken. Dan zou wie de streek kent, "
        "iemand kunnen herkennen. Zulke cijfers tonen we niet. We tonen ook niet wat u door aftrekken uit"
        " andere cijfers kunt afleiden. Waarom één bepaald cijfer niet getoond wordt, zeggen we niet: ook"
        " dat zou iets verraden."
    ),
    (
        "Een niet getoond gebied is gearceerd op de kaart. Een effen grijs gebied heeft geen gegevens: "
        "daar antwoordde niemand of bestaat het cijfer niet."
    ),
)
CLASSES = {
    Disclosure.PUBLIC: "openbaar",
    Disclosure.PROTECTED: "beschermd",
    Disclosure.SENSITIVE: "gevoelig",
}
PROOF_LIMITS = (
    "Dit bewijs zegt niets over wat mensen uit andere bronnen weten, en niet over wie tussen twee jaren komt of gaat."
)
NOTICE = (
    (
        "Wie is verantwoordelijk?",
        (
            "Het Departement Zorg van de Vlaamse overheid is de verwerkingsverantwoordelijke. Twee teams "
            "werken met de gegevens: team Eerste Lijn en de afdeling Beleidsinformatie en Data. Contact: "
            "{contact}"
        ),
    ),
    (
        "Waarvoor dienen de gegevens?",
        (
            "Alleen voor beleid dat de eerstelijnszorg versterkt: weten hoeveel huisartsenzorg er is, waar "
            "die onder druk staat, en de capaciteit plannen. Ze dienen nooit om één arts te beoordelen of te "
            "controleren."
        ),
    ),
    (
        "Welke gegevens?",
        (
            "Uw RIZIV-nummer, beroepsgroep, kring en praktijk; uw antwoorden op de vragenlijst (praktijk, "
            "geboortejaar, statuut, werkuren, werkdruk, welzijn en plannen); en van IMA per RIZIV-nummer het "
            "aantal dossiers, patiënten en contacten. Geen rijksregisternummer, geen geslacht, geen "
            "geboortedatum, niets over uw patiënten."
        ),
    ),
    (
        "Waar komen ze vandaan?",
        (
            "Van uw huisartsenkring (via het e-loket), van uzelf (de vragenlijst) en van IMA, geleverd door "
            "de vertrouwde derde partij van de ziekenfondsen bij de Kruispuntbank van de Sociale Zekerheid."
        ),
    ),
    (
        "Op welke grond?",
        (
            "Het decreet van 26 april 2019, artikel 23, en beraadslaging nr. 25/200 van 7 oktober 2025 van "
            "het Informatieveiligheidscomité."
        ),
    ),
    (
        "Wie krijgt ze te zien?",
        (
            "Alleen de twee teams, met toegangscontrole en een register van elke raadpleging. Wat op deze "
            "website staat, is samengevoegd en nagekeken: niemand is erin herkenbaar. Op de praktijkkaart "
            "staat alleen wat praktijken over hun toegankelijkheid meedelen, nooit iets over een arts. Een "
            "praktijk kan vragen om er niet op te staan."
        ),
    ),
    (
        "Hoe lang bewaren we ze?",
        (
            "Hoogstens 10 jaar vanaf de ontvangst van een levering. Daarna wordt de sleutel vernietigd "
            "waarmee de levering versleuteld is, ook voor de reservekopieën."
        ),
    ),
    (
        "Welke rechten hebt u?",
        (
            "U mag uw gegevens inkijken, laten verbeteren, laten wissen of de verwerking laten beperken, en u"
            " mag bezwaar maken. Antwoorden op de vragenlijst is vrij. Meldt u een fout, dan volgt binnen "
            "vijf werkdagen een maatregel en binnen twee werkdagen daarna bericht. U kunt ook klacht indienen"
            " bij de Vlaamse Toezichtcommissie voor de verwerking van persoonsgegevens of bij de "
            "Gegevensbeschermingsautoriteit."
        ),
    ),
    (
        "Met wie neemt u contact op?",
        "Met de functionaris voor gegevensbescherming van het Departement Zorg: {dpo}",
    ),
)


def render() -> None:
    """Draw the screen."""
    release = shell.open_page()
    if release is not None:
        shell.keep()
        pieces.show(pieces.heading(TITLE, SUBTITLE))
        links = "".join(f'<li><a href="#{anchor}">{title}</a></li>' for anchor, title in CONTENTS)
        pieces.show(f'<nav class="zc-contents" aria-label="Op deze pagina"><ul>{links}</ul></nav>')
        titles = dict(CONTENTS)
        pieces.show(_part("bronnen", titles["bronnen"], _paragraphs(SOURCES) + _years(release)))
        pieces.show(_part("bescherming", titles["bescherming"], _paragraphs(PROTECTION) + _thresholds(release)))
        pieces.show(_part("bewijs", titles["bewijs"], _proof(release)))
        pieces.show(_part("begrippen", titles["begrippen"], _glossary(release)))
    else:
        titles = dict(CONTENTS)
    pieces.show(_part("artsen", titles["artsen"], _notice()))
    if release is not None:
        pieces.show(pieces.source_line({"Uitgave": shell.release_words(release)}))


def _part(anchor: str, title: str, body: str) -> str:
    return f'<section class="zc-part zc-prose" id="{anchor}"><h2>{escape(title)}</h2>{body}</section>'


def _paragraphs(texts: tuple[str, ...]) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in texts)


def _years(release: Release) -> str:
    years = ", ".join(str(year) for year in release.years())
    return f"<p>Deze uitgave bevat de vragenlijsten van <b>{years}</b>, gemaakt op {shell.release_words(release)}.</p>"


def _thresholds(release: Release) -> str:
    """Thresholds of this release, from its manifest."""
    known: dict[str, Any] = release.manifest.get("thresholds", {})
    lines = (
        ("Kleinste groep artsen, beschermde cijfers", "k_protected", "artsen"),
        ("Kleinste groep artsen, gevoelige cijfers (wachtdienst, werkdruk, welzijn, plannen)", "k_sensitive", "artsen"),
        ("Kleinste groep praktijken, beschermde cijfers", "practices_protected", "praktijken"),
        ("Kleinste groep praktijken, gevoelige cijfers", "practices_sensitive", "praktijken"),
        ("Artsen die minstens in die praktijken werken", "doctors_in_practices", "artsen"),
        ("Kleinste groep achter een mediaan of kwartiel", "quantile_units", "eenheden"),
        ("Een niet getoond klein aantal houdt minstens zoveel mogelijke waarden", "interval_width", "waarden"),
    )
    rows = [("", [escape(said), f"{numbers.number(known[key])} {noun}"]) for said, key, noun in lines if key in known]
    for key, said in (("dominance_one", "één praktijk"), ("dominance_two", "twee praktijken")):
        if key in known:
            share = numbers.percent(100 * known[key])
            rows.append(("", [f"Een totaal waarin {said} meer weegt dan dit deel, tonen we niet", share]))
    return pieces.table("Drempels van deze uitgave", [("Drempel", False), ("Waarde", True)], rows, tall=False)


def _proof(release: Release) -> str:
    """Summary of the certificate."""
    certificate = release.certificate
    safe = certificate.get("verdict") == "safe"
    outcome = (
        "Voor de publicatie probeerde een apart programma, dat de bescherming niet kent, uit deze uitgave alleen "
        "niet getoonde cijfers terug te rekenen. Het vond niets."
        if safe
        else "Bij deze uitgave hoort geen geslaagd bewijs. Meld dit aan de beheerder."
    )
    rows = []
    cells, withheld = certificate.get("cells", {}), certificate.get("withheld", {})
    for level in Level:
        if cells.get(level.value):
            hidden = int(withheld.get(level.value, 0))
            share = numbers.percent(100 * hidden / int(cells[level.value]))
            name = words.LEVEL_MANY[level]
            rows.append(
                ("", [name[0].upper() + name[1:], numbers.number(cells[level.value]), numbers.number(hidden), share])
            )
    columns = [("Niveau", False), ("Cijfers", True), ("Niet getoond", True), ("Deel", True)]
    table = pieces.table("Getoonde en niet getoonde cijfers", columns, rows, tall=False) if rows else ""
    return f"<p>{outcome}</p>{table}<p>{PROOF_LIMITS}</p>"


def _glossary(release: Release) -> str:
    return "".join(_entry(indicator) for indicator in choosing.known_indicators(release.id).values())


def _entry(indicator: Indicator) -> str:
    levels = ", ".join(words.LEVEL_MANY[level] for level in indicator.levels)
    facts = {
        "Eenheid": indicator.unit.nl,
        "Over": FRAMES[indicator.frame.id].label.nl,
        "Getoond voor": levels,
        "Bescherming": CLASSES[indicator.disclosure],
        "Op de praktijkkaart": "ja" if indicator.practice_map is not PracticeMap.NO else "nee",
        "Decreet, art. 23": indicator.article23 if "°" in indicator.article23 else "over de vragenlijst zelf",
    }
    answers = ", ".join(option.label.nl for option in indicator.options)
    if answers:
        facts = {"Antwoorden": answers, **facts}
    items = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(text)}</dd></div>" for name, text in facts.items())
    caveats = "".join(f"<p class='zc-caveat'>{escape(text.nl)}</p>" for text in indicator.caveats)
    return (
        f"<details class='zc-entry'><summary>{escape(indicator.label.nl)} <span>{indicator.id}</span></summary>"
        f"<p>{escape(indicator.definition.nl)}</p>{caveats}<dl class='zc-facts'>{items}</dl></details>"
    )


def _notice() -> str:
    contact = os.environ.get(CONTACT_VARIABLE) or TO_FILL_IN.format(name=CONTACT_VARIABLE)
    dpo = os.environ.get(DPO_VARIABLE) or TO_FILL_IN.format(name=DPO_VARIABLE)
    return "".join(
        f"<h3>{escape(title)}</h3><p>{escape(text.format(contact=contact, dpo=dpo))}</p>" for title, text in NOTICE
    )
