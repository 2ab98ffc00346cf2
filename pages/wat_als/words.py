"""What the laboratory says: titles, the answer in words, and what each input is called."""

from collections.abc import Mapping

from aggregation.shown.laboratory.draws import Band
from aggregation.shown.laboratory.parameters import BY_ID
from aggregation.shown.laboratory.starting import Origin
from aggregation.shown.need_weights import set_of
from pages.views import views
from pages.views.need import named
from pages.wat_als.asked import QUESTIONS, TEN_YEARS, Query, amount_words
from pages.words import language, numbers, phrases
from pages.words.language import gettext as _
from pages.words.language import mark, pick

INPUTS: Mapping[str, str] = {
    "leeftijd": mark("Leeftijd van de huisartsen"),
    "uren": mark("Werkuren"),
    "uren_leeftijd": mark("Werkuren per leeftijd (Vlaanderen)"),
    "wens_uren": mark("Gewenste tegenover gewerkte uren"),
    "uitstroom": mark("Plannen om te stoppen"),
    "patienten": mark("Patiënten per huisarts"),
    "open": mark("Praktijken zonder patiëntenstop"),
    "gedeeltelijk": mark("Praktijken met een gedeeltelijke stop"),
}
COUNTED: Mapping[str, str] = {
    "huisartsen": mark("huisartsen"),
    "haios": mark("HAIO's"),
    "inwoners": mark("inwoners per leeftijd"),
}
ORIGINS: Mapping[Origin, str] = {
    Origin.OWN: mark("vrijgegeven cijfer"),
    Origin.PART: mark("aandeel 55-plussers van het gebied, verder verdeeld zoals in Vlaanderen, met meer onzekerheid"),
    Origin.FLANDERS: mark("niet getoond voor dit gebied: Vlaanderen, met meer onzekerheid"),
    Origin.ASSUMED: mark("aanname: nog niet vrijgegeven"),
    Origin.MISSING: mark("ontbreekt"),
}
LEAD = mark(
    "Een rekenoefening met de vrijgegeven cijfers en met aannames, geen voorspelling. Elke invoer wordt 4.000 keer "
    "getrokken binnen zijn onzekerheid."
)


def name_of(query: Query) -> str:
    """Name the area, or Flanders."""
    if query.area is None:
        return _("Vlaanderen")
    return views.names_today(query.release_id, query.level)[query.area]


def title(query: Query) -> str:
    """Ask the question in full."""
    if query.code == TEN_YEARS:
        return _("Wat als we tien jaar verder zijn?")
    asked = _(QUESTIONS[query.code])
    if query.code in ("haios", "verpleegkundigen"):
        return _("Wat als {asked}: {n}?").format(asked=asked, n=amount_words(query.code, f"{query.amount:g}"))
    return _("Wat als {asked}?").format(asked=asked)


def subtitle(query: Query) -> str:
    """Name the area, its level and the year, and what this is."""
    parts = [name_of(query)]
    if query.area is not None:
        parts.append(_(phrases.LEVEL_ONE[query.level]))
    if query.code == TEN_YEARS:
        parts.append(_("gewichten: {name}").format(name=language.small(named(set_of(query.weights)))))
    parts += [_("vragenlijst van {year}").format(year=query.year), _("rekenoefening, geen voorspelling")]
    return " · ".join(parts)


def percent(value: float, decimals: int = 0) -> str:
    """Write a change in percent with its sign."""
    return f"{numbers.signed(value, decimals)}{numbers.percent_sign()}"


def decimals_of(band: Band) -> int:
    """Tell how many decimals a range deserves: one only where the whole range is narrower than two."""
    return 1 if band.p90 - band.p10 < 2 else 0


def range_of(band: Band, decimals: int = 0) -> str:
    """Write the range of the draws."""
    return _("{low} tot {high}").format(low=numbers.number(band.p10, decimals), high=numbers.number(band.p90, decimals))


def signed_range(band: Band, decimals: int = 0) -> str:
    """Write the range of a change in percent."""
    ends = _("{low} tot {high}").format(low=numbers.signed(band.p10, decimals), high=numbers.signed(band.p90, decimals))
    return f"{ends}{numbers.percent_sign()}"


def called(name: str) -> str:
    """Name an input, released or a parameter."""
    return _(INPUTS[name]) if name in INPUTS else pick(BY_ID[name].label)


def carriers(found: tuple[tuple[str, float], ...]) -> str:
    """Say which input carries most of the spread; '' where nothing varies."""
    if not found:
        return ""
    name, part = found[0]
    if len(found) == 1:
        return _("De spreiding komt van: {name}.").format(name=language.small(called(name)))
    if part < 0.1:
        return _("Geen enkele invoer draagt de spreiding alleen; het meest nog: {name}.").format(
            name=language.small(called(name))
        )
    text = _("Het meest draagt: {name}. Lag dat vast, dan was het bereik {part} smaller.")
    return text.format(name=language.small(called(name)), part=numbers.percent(100 * part))


def no_result(missing: tuple[str, ...], taken: tuple[str, ...], *, needs: str = "") -> str:
    """Say why there is no result."""
    if missing:
        names = ", ".join(language.small(_(INPUTS.get(name) or COUNTED[name])) for name in missing)
        return _("Deze uitgave toont niet wat hiervoor nodig is: {names}.").format(names=names)
    if len(taken) > 1:
        names = _(" en ").join(language.small(_(INPUTS[name])) for name in taken)
        text = _(
            "Voor dit gebied worden {names} niet getoond. Met de cijfers van Vlaanderen in de plaats zou dit een "
            "uitkomst van Vlaanderen zijn onder een andere naam. Kies een groter gebied."
        )
        return text.format(names=names)
    return needs or _("Voor dit gebied is hierop geen antwoord te geven.")
