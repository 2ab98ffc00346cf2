"""Words inside files, in both languages: a file may be opened far from any screen."""

from data.terms import Level, Measure, Text

TITLE = Text(nl="Zorgcapaciteit huisartsen", en="Capacity of general practice")
PUBLISHER = Text(nl="Departement Zorg (Vlaamse overheid)", en="Department of Care (Flemish Government)")
NONE = Text(nl="geen", en="none")
CITATION = Text(
    nl="{publisher} ({year}). {title}, uitgave {release}. Bron: {sources}. Vragenlijst: {years}. IMA: {ima}. "
    "Licentie: {license}. Contact: {contact}. {link}",
    en="{publisher} ({year}). {title}, release {release}. Source: {sources}. Survey: {years}. IMA: {ima}. "
    "Licence: {license}. Contact: {contact}. {link}",
)
FACTS = {
    "title": Text(nl="Titel", en="Title"),
    "publisher": Text(nl="Uitgever", en="Publisher"),
    "source": Text(nl="Bron", en="Source"),
    "survey_years": Text(nl="Jaren van de vragenlijst", en="Survey years"),
    "ima_years": Text(nl="Jaren van IMA", en="IMA years"),
    "release": Text(nl="Uitgave", en="Release"),
    "license": Text(nl="Licentie", en="Licence"),
    "contact": Text(nl="Contact", en="Contact"),
    "link": Text(nl="Link naar deze cijfers", en="Link to these numbers"),
    "citation": Text(nl="Zo verwijst u ernaar", en="How to quote"),
}
COLUMNS = {
    "indicator": (
        Text(nl="Cijfer", en="Indicator"),
        Text(nl="code van het cijfer, zoals P01", en="id of the indicator, such as P01"),
    ),
    "indicator_label": (Text(nl="Naam", en="Name"), Text(nl="naam van het cijfer", en="name of the indicator")),
    "year": (Text(nl="Jaar", en="Year"), Text(nl="jaar van de vragenlijst", en="survey year")),
    "level": (
        Text(nl="Niveau", en="Level"),
        Text(
            nl="soort gebied: vlaanderen, kring, elz of gemeente",
            en="kind of area: vlaanderen, kring, elz (primary care zone) or gemeente (municipality)",
        ),
    ),
    "area": (
        Text(nl="Gebiedscode", en="Area code"),
        Text(
            nl="code van het gebied; NIS-code voor een gemeente, VL voor Vlaanderen",
            en="code of the area; NIS code for a municipality, VL for Flanders",
        ),
    ),
    "area_name": (
        Text(nl="Gebied", en="Area"),
        Text(nl="naam van het gebied in dat jaar", en="name of the area in that year"),
    ),
    "category": (
        Text(nl="Antwoordcode", en="Answer code"),
        Text(
            nl="code van het antwoord; total voor allen die antwoordden; een streep (4|5) telt antwoorden samen",
            en="code of the answer; total for all who answered; a bar (4|5) adds answers up",
        ),
    ),
    "category_label": (Text(nl="Antwoord", en="Answer"), Text(nl="het antwoord in woorden", en="the answer in words")),
    "measure": (
        Text(nl="Maat", en="Measure"),
        Text(
            nl="wat het getal is: count (aantal), share (%), mean, median, p25, p75, rate; _weighted is gewogen",
            en="what the number is: count, share (%), mean, median, p25, p75, rate; _weighted is weighted",
        ),
    ),
    "value": (
        Text(nl="Waarde", en="Value"),
        Text(
            nl="het getal; leeg als het niet getoond wordt of er geen gegevens zijn",
            en="the number; empty where it is withheld or there is no data",
        ),
    ),
    "lower": (
        Text(nl="Ondergrens", en="Lower bound"),
        Text(nl="95 %-interval, ondergrens", en="95 % interval, lower end"),
    ),
    "upper": (
        Text(nl="Bovengrens", en="Upper bound"),
        Text(nl="95 %-interval, bovengrens", en="95 % interval, upper end"),
    ),
    "count": (
        Text(nl="Aantal achter het getal", en="Count behind the number"),
        Text(
            nl="hoeveel artsen of praktijken achter het getal staan; bij een antwoord: hoeveel dat antwoord gaven",
            en="doctors or practices behind the number; for an answer: how many gave it",
        ),
    ),
    "answered": (
        Text(nl="Antwoorden", en="Answered"),
        Text(nl="hoeveel artsen of praktijken antwoordden (n)", en="doctors or practices that answered (n)"),
    ),
    "frame": (
        Text(nl="Van", en="Of"),
        Text(nl="hoeveel artsen of praktijken konden antwoorden (N)", en="doctors or practices that could answer (N)"),
    ),
    "mark": (
        Text(nl="Markering", en="Mark"),
        Text(
            nl="[c] niet getoond, [x] geen gegevens, [u] weinig antwoorden, [e] geraamd, leeg: gewoon",
            en="[c] withheld, [x] no data, [u] low reliability, [e] estimated, empty: ordinary",
        ),
    ),
    "status": (
        Text(nl="Status", en="Status"),
        Text(
            nl="SDMX: A gewoon, E geraamd, U weinig antwoorden, O geen gegevens",
            en="SDMX: A normal, E estimated, U low reliability, O no data",
        ),
    ),
    "confidentiality": (
        Text(nl="Vertrouwelijkheid", en="Confidentiality"),
        Text(nl="SDMX: F vrij, C niet getoond", en="SDMX: F free, C withheld"),
    ),
    "ima_year": (
        Text(nl="IMA-jaar", en="IMA year"),
        Text(nl="jaar van de gegevens van IMA; leeg waar geen", en="year of the IMA data; empty where none"),
    ),
    "source": (Text(nl="Bron", en="Source"), Text(nl="waar het cijfer vandaan komt", en="where the number comes from")),
    "release": (Text(nl="Uitgave", en="Release"), Text(nl="code van de uitgave", en="id of the release")),
    "citation": (
        Text(nl="Zo verwijst u ernaar", en="How to quote"),
        Text(
            nl="op de eerste rij: jaren, licentie, contact en link van het bestand; verder leeg",
            en="on the first row: years, licence, contact and link of the file; empty below",
        ),
    ),
}
"""Column of the long table to its heading and its meaning."""
IN_WORKBOOK = {
    "level": Text(nl="soort gebied", en="kind of area"),
    "measure": Text(nl="wat het getal is", en="what the number is"),
    "value": Text(
        nl="het getal, of een teken waar het niet getoond wordt of er geen gegevens zijn",
        en="the number, or a mark where it is withheld or there is no data",
    ),
    "mark": Text(
        nl="[c] niet getoond, [x] geen gegevens, [u] weinig antwoorden, [e] geraamd, geen: gewoon",
        en="[c] withheld, [x] no data, [u] low reliability, [e] estimated, none: ordinary",
    ),
    "ima_year": Text(
        nl="jaar van de gegevens van IMA, [z] waar er geen zijn", en="year of the IMA data, [z] where there are none"
    ),
}
"""Meaning of a column where a workbook has words for codes, and a mark for an empty cell."""
LEVELS = {
    Level.VLAANDEREN.value: Text(nl="Vlaanderen", en="Flanders"),
    Level.PROVINCIE.value: Text(nl="provincie", en="province"),
    Level.REGIO.value: Text(nl="regionale zorgzone", en="regional care zone (regionale zorgzone)"),
    Level.KRING.value: Text(nl="huisartsenkring", en="GP circle (huisartsenkring)"),
    Level.ELZ.value: Text(nl="eerstelijnszone", en="primary care zone (eerstelijnszone)"),
    Level.GEMEENTE.value: Text(nl="gemeente", en="municipality"),
}
MEASURES = {
    Measure.COUNT.value: Text(nl="aantal", en="count"),
    Measure.SHARE.value: Text(nl="aandeel (%)", en="share (%)"),
    Measure.MEAN.value: Text(nl="gemiddelde", en="mean"),
    Measure.MEDIAN.value: Text(nl="mediaan", en="median"),
    Measure.P25.value: Text(nl="een kwart ligt onder", en="lower quartile"),
    Measure.P75.value: Text(nl="drie kwart ligt onder", en="upper quartile"),
    Measure.RATE.value: Text(nl="verhouding", en="rate"),
    Measure.LOW.value: Text(nl="laag, volgens de definitie", en="low, by the definition"),
    Measure.HIGH.value: Text(nl="hoog, volgens de definitie", en="high, by the definition"),
    Measure.COVERAGE.value: Text(nl="dekking (%)", en="coverage (%)"),
    Measure.GAP.value: Text(nl="afstand tot de drempel", en="distance from the threshold"),
    Measure.SHARE_WEIGHTED.value: Text(nl="aandeel (%), gewogen", en="share (%), weighted"),
    Measure.MEAN_WEIGHTED.value: Text(nl="gemiddelde, gewogen", en="mean, weighted"),
}
MARKS = {
    "[c]": Text(
        nl="niet getoond, om niemand herkenbaar te maken; nooit nul",
        en="withheld, to keep everybody unrecognisable; never zero",
    ),
    "[x]": Text(nl="geen gegevens: niemand antwoordde", en="no data: nobody answered"),
    "[u]": Text(nl="weinig antwoorden: voorzichtig lezen", en="few answers: read with care"),
    "[e]": Text(nl="geraamd", en="estimated"),
    "[z]": Text(nl="bestaat niet voor dit getal, zoals een interval", en="not applicable, such as an interval"),
}
SHEET_COVER = Text(nl="Uitleg", en="Notes")
SHEET_CONTENTS = Text(nl="Inhoud", en="Contents")
COVER_LEAD = Text(
    nl="Dit werkboek heeft één tabel per blad. Geen cel is samengevoegd en geen cel in een tabel is leeg.",
    en="This workbook has one table per sheet. No cell is merged and no cell of a table is empty.",
)
COVER_MARKS = Text(nl="Tekens in de tabellen", en="Marks in the tables")
COVER_COLUMNS = Text(nl="Kolommen", en="Columns")
COVER_FACTS = Text(nl="Over deze cijfers", en="About these numbers")
CONTENTS_LEAD = Text(nl="Eén rij per blad met cijfers.", en="One row per sheet with numbers.")
CONTENTS_COLUMNS = (
    Text(nl="Blad", en="Sheet"),
    Text(nl="Cijfer", en="Indicator"),
    Text(nl="Eenheid", en="Unit"),
    Text(nl="Rijen", en="Rows"),
)
SHEET_LEAD = Text(
    nl="Dit blad heeft één tabel van {rows} rijen. De tekens zijn uitgelegd op het blad {cover}.",
    en="This sheet has one table of {rows} rows. The marks are explained on the sheet {cover}.",
)
SHEET_WIDE = Text(nl="Cijfers", en="Numbers")
WIDE_LEAD = Text(
    nl="Eén rij per gebied. Eerst de getallen, daarna in dezelfde volgorde hun interval en waarop ze steunen.",
    en="One row per area. First the numbers, then in the same order their interval and what they rest on.",
)
HEAD_MEANING = Text(nl="Betekenis", en="Meaning")
HEAD_SUBJECT = Text(nl="Onderwerp", en="Subject")
HEAD_FACT = Text(nl="Gegeven", en="Fact")
BOUNDARIES = Text(
    nl="Schematische grenzen, niet geschikt om afstanden of ligging te bepalen. Bevat gegevens van het Nationaal "
    "Geografisch Instituut, Statbel en GeoNames (CC BY 4.0), gewijzigd.",
    en="Schematic boundaries, not fit to measure distance or position. Contains data of the National Geographic "
    "Institute, Statbel and GeoNames (CC BY 4.0), changed.",
)
OFFICIAL = Text(
    nl="Grenzen van {source}, vereenvoudigd: niet geschikt om te bepalen waar een grens precies loopt.",
    en="Boundaries of {source}, simplified: not fit to tell where a border runs exactly.",
)
SUMMED = Text(
    nl="waar als het gebied is opgeteld uit gemeenten die later fuseerden",
    en="true where the area was added up from municipalities that merged later",
)
README = Text(
    nl="""{title}: alle cijfers van uitgave {release}

{citation}

cijfers.csv                 alle cijfers, voor Excel in België (puntkomma, decimale komma)
cells.xlsx                  alle cijfers als werkboek, een blad per cijfer
cells.csv, cells.parquet    dezelfde cijfers voor programma's
zorgcapaciteit.gpkg         gebieden met het eerste getal van elk cijfer, een laag per niveau en jaar
layers/                     de gebieden alleen (GeoJSON)
areas.csv                   namen van de gebieden per jaar
membership.csv              welke gemeente in welke kring en zone ligt
responses.csv               respons per gebied en beroepsgroep
indicators.json             wat elk cijfer betekent
cells.csv-metadata.json     wat elke kolom betekent (CSVW)
catalog.jsonld              beschrijving voor catalogi (DCAT-AP)
certificate.json            wat geprobeerd werd om verborgen cijfers terug te vinden

[c] niet getoond, [x] geen gegevens, [u] weinig antwoorden, [e] geraamd. Een niet getoond cijfer is nooit nul.
""",
    en="""{title}: all numbers of release {release}

{citation}

cijfers.csv                 all numbers, Dutch, for Excel in Belgium (semicolons, decimal commas)
cells.xlsx                  all numbers as a workbook in Dutch, one sheet per indicator
cells.csv, cells.parquet    the same numbers for programs
zorgcapaciteit.gpkg         areas with the first number of each indicator, one layer per level and year
layers/                     the areas alone (GeoJSON)
areas.csv                   names of the areas per year
membership.csv              which municipality lies in which kring and zone
responses.csv               response per area and role
indicators.json             what each indicator means
cells.csv-metadata.json     what each column means (CSVW)
catalog.jsonld              description for catalogues (DCAT-AP)
certificate.json            what was tried to find withheld numbers again

[c] withheld, [x] no data, [u] low reliability, [e] estimated. A withheld number is never zero.
""",
)


def say(text: Text, language: str) -> str:
    """Give a text in a language."""
    return text.en if language == "en" else text.nl
