"""What a reader must know beside a number: its caveats, how long a full-time equivalent is, and its edition."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from aggregation.indicators import INDICATORS, Indicator
from data.settings import definitions_of
from data.terms import FLANDERS, Text
from pages.views import released
from pages.words import language, numbers

_IN_FULL_TIME = "D02"

_FULL_TIME = Text(
    nl="Eén VTE is {hours} uur per week: de mediaan van de werkuren van Vlaamse huisartsen van 45 tot 54 jaar in het "
    "eerste jaar, daarna bevroren.",
    en="One FTE is {hours} hours a week: the median working hours of Flemish GPs aged 45 to 54 in the first year, "
    "fixed from then on.",
)
_BY_RESIDENTS_THEN = "D09"
_RESIDENTS_THEN = Text(
    nl="Gedeeld door de inwoners op 1 januari van {years}.",
    en="Divided by the residents on 1 January of {years}.",
)
_EDITION = Text(
    nl="Uitgave {version} van de definitie, geldig vanaf {since}.",
    en="Edition {version} of the definition, holding from {since} on.",
)


@lru_cache(maxsize=400)
def remarks(release_id: str, indicator: Indicator) -> tuple[Text, ...]:
    """Give the remarks that belong to a number of a release, the edition of its definition last."""
    own = (*_full_time(release_id, indicator), *_residents_then(release_id, indicator))
    return (*indicator.caveats, *own, _edition(indicator))


def full_time(release_id: str) -> float | None:
    """Give the hours a week of one full-time equivalent of doctors in a release, None where it does not say."""
    hours = released.opened(release_id).manifest.get("settings", {}).get("fte_hours")
    return None if hours is None else float(hours)


def definition_words(manifest: Mapping[str, Any]) -> dict[str, str]:
    """Write the working definitions of a release as texts name them, by the name that they leave open."""
    made = definitions_of(manifest)
    return {"active": numbers.number(made.active_contacts), "trainee": numbers.number(made.trainee_weight, 1)}


def full_time_words(release_id: str) -> list[str]:
    """Say how long one full-time equivalent is and by which edition, in the language in use.

    For screens that show many numbers at once, one of them in full-time equivalents; nothing where a release does not
    say how long it is.
    """
    entry = INDICATORS[_IN_FULL_TIME]
    said = _full_time(release_id, entry)
    return [language.pick(text) for text in (*said, _edition(entry))] if said else []


def _full_time(release_id: str, indicator: Indicator) -> tuple[Text, ...]:
    hours = full_time(release_id)
    if not indicator.in_full_time or hours is None:
        return ()
    return (Text(nl=_FULL_TIME.nl.format(hours=numbers.number(hours)), en=_FULL_TIME.en.format(hours=f"{hours:g}")),)


def _residents_then(release_id: str, indicator: Indicator) -> tuple[Text, ...]:
    """Say of which 1 January the residents are, by survey year: as near to the year of IMA as they were delivered."""
    if indicator.id != _BY_RESIDENTS_THEN:
        return ()
    facts = released.facts(release_id)
    told = facts[facts["fact"].eq("residents_at_ima") & facts["area"].eq(FLANDERS)].sort_values("year")
    if told.empty:
        return ()
    years = [(str(row.source).rpartition(" ")[2], row.year) for row in told.itertuples()]
    return (
        Text(
            nl=_RESIDENTS_THEN.nl.format(years=", ".join(f"{then} (vragenlijst {year})" for then, year in years)),
            en=_RESIDENTS_THEN.en.format(years=", ".join(f"{then} (survey {year})" for then, year in years)),
        ),
    )


def _edition(indicator: Indicator) -> Text:
    return _filled(_EDITION, version=str(indicator.version), since=str(indicator.since))


def _filled(text: Text, **names: str) -> Text:
    return Text(nl=text.nl.format(**names), en=text.en.format(**names))
