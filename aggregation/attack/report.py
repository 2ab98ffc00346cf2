"""The verdict in words, for a terminal: what was tried, with which limits, and what came out."""

from collections import Counter
from collections.abc import Iterable
from typing import Literal

from aggregation.attack.verdict import Finding, Kind, Verdict

Language = Literal["nl", "en"]
MOST_LINES = 40
MOST_AREAS = 6

_KINDS: dict[Kind, tuple[str, str]] = {
    Kind.CONSISTENCY: ("samenhang van de getoonde cijfers", "consistency of what is shown"),
    Kind.SHOWN: ("kleine aantallen die er gewoon staan", "small counts in plain sight"),
    Kind.EXACT: ("weggelaten cellen exact terugrekenen", "exact recovery of withheld cells"),
    Kind.GROUP: ("kleine afgeleide groepen (onafhankelijke blokken)", "small derived groups (independent blocks)"),
    Kind.INTERVAL: ("te smalle intervallen", "intervals that are too narrow"),
    Kind.ALIKE: ("iedereen antwoordt hetzelfde", "everybody answers alike"),
    Kind.WITHHELD: ("weggelaten cellen die niet klein zijn", "withheld cells that are not small"),
    Kind.LINKED: ("aantallen die een andere tabel geeft", "counts that another table gives"),
    Kind.HIDDEN: ("praktijken die niet op de kaart staan", "practices kept off the map"),
    Kind.MAGNITUDE: ("sommen van weinig waarden, met elk teken", "sums of few values, of any sign"),
    Kind.DOMINANCE: ("één of twee praktijken overheersen", "one or two practices dominate"),
    Kind.OVER_TIME: ("twee uitgaven van hetzelfde jaar", "two releases of the same year"),
    Kind.DIFFERENCE: ("het ene aantal min het andere", "one count minus another"),
    Kind.PATTERN: ("wat weglaten zelf zegt", "what withholding itself says"),
    Kind.CLASSES: ("waarden die per klasse op de kaart staan", "values that stand on the map in classes"),
    Kind.INSIDER: ("wie het eigen antwoord kent", "somebody who knows the own answer"),
}
_WORDS = {
    "safe": ("Veilig: geen enkele aanval vond iets.", "Safe: no attack found anything."),
    "unsafe": ("Niet veilig: {found} lekken, {gave_up} opgegeven.", "Not safe: {found} leaks, {gave_up} given up."),
    "blind": ("Gewerkt met de uitgave alleen.", "Worked from the release alone."),
    "truth": ("Beoordeeld met de echte antwoorden.", "Judged with the true answers."),
    "tables": (
        "{tables} tabellen, {cells} cellen, {withheld} weggelaten, {seconds:.0f} s.",
        "{tables} tables, {cells} cells, {withheld} withheld, {seconds:.0f} s.",
    ),
    "attacks": ("Aanvallen (opgeloste problemen):", "Attacks (problems solved):"),
    "found": ("Gevonden:", "Found:"),
    "gave_up": ("Opgegeven aan de grens (telt als gevonden):", "Given up at the limit (counts as found):"),
    "reported": ("Ter kennisname, telt niet als lek:", "For information, not counted as a leak:"),
    "linked": ("Voor hetzelfde gehouden:", "Taken for the same respondents or answer:"),
    "more": ("… en nog {number}", "… and {number} more"),
    "nowhere": ("hele tabel", "whole table"),
}


def render(verdict: Verdict, lang: Language = "nl") -> str:
    """Write the verdict as readable text, Dutch or English; names areas and questions, never a count that leaks."""
    cells = sum(sum(table.cells.values()) for table in verdict.tables)
    withheld = sum(sum(table.withheld.values()) for table in verdict.tables)
    lines = [
        _say("safe" if verdict.safe else "unsafe", lang, found=len(verdict.found), gave_up=len(verdict.gave_up)),
        _say("truth" if verdict.with_truth else "blind", lang),
        _say(
            "tables",
            lang,
            tables=len(verdict.tables),
            cells=cells,
            withheld=withheld,
            seconds=verdict.seconds.get("total", 0.0),
        ),
        "",
        _say("attacks", lang),
    ]
    lines += [
        f"  {_KINDS[Kind(kind)][lang == 'en']}: {number}" for kind, number in verdict.problems().items() if number
    ]
    for name, findings in (("found", verdict.found), ("gave_up", verdict.gave_up)):
        if findings:
            lines += ["", _say(name, lang), *_list(findings, lang)]
    if verdict.reported:
        number = Counter((finding.kind, finding.message, finding.message_nl) for finding in verdict.reported)
        lines += ["", _say("reported", lang)]
        lines += [f"  {count} × {message if lang == 'en' else dutch}" for (_, message, dutch), count in number.items()]
    if verdict.linked:
        lines += ["", _say("linked", lang), *(f"  {words}" for words in verdict.linked)]
    return "\n".join(lines)


def _list(findings: Iterable[Finding], lang: Language) -> list[str]:
    """One line per finding, the first so many."""
    every = list(findings)
    lines = []
    for finding in every[:MOST_LINES]:
        areas = ", ".join(finding.areas[:MOST_AREAS]) or _say("nowhere", lang)
        if len(finding.areas) > MOST_AREAS:
            areas += " " + _say("more", lang, number=len(finding.areas) - MOST_AREAS)
        message = finding.message if lang == "en" else finding.message_nl
        lines.append(f"  [{finding.kind}] {'+'.join(finding.indicators)} {finding.year}, {finding.category}: {areas}")
        lines.append(f"      {message}")
    if len(every) > MOST_LINES:
        lines.append("  " + _say("more", lang, number=len(every) - MOST_LINES))
    return lines


def _say(name: str, lang: Language, **numbers: float) -> str:
    return _WORDS[name][lang == "en"].format(**numbers)
