"""Where a series is broken: from which year on a number is counted or asked in another way.

A change over a break can come from the counting alone. Screens mark the break and claim no finding over it. Merged
municipalities are no entry here: ``aggregation.shown.history`` sums them back, and says which areas it summed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from aggregation.indicators import INDICATORS, Indicator
from aggregation.indicators.model import FIRST_YEAR
from data.terms import Text


class Clock(StrEnum):
    """Which year a break is told in; the IMA year lies two years before the survey year that shows it."""

    SURVEY = "survey"
    IMA = "ima"


@dataclass(frozen=True, kw_only=True)
class Break:
    """One break: ``year`` is the first, on its ``clock``, that is counted or asked in the new way."""

    id: str
    clock: Clock
    year: int
    indicators: tuple[str, ...]
    text: Text
    source: Text


REMOTE_CONTACTS = ("M07", "M08", "M09", "M09H", "M10", "A04", "D08", "D09", "P17")
"""Indicators that count contacts by telephone or video, alone or within all contacts."""

BREAKS: tuple[Break, ...] = (
    Break(
        id="covid_codes",
        clock=Clock.IMA,
        year=2023,
        indicators=REMOTE_CONTACTS,
        text=Text(
            nl="Tot in 2022 telden de tijdelijke codes voor contact op afstand uit de coronajaren mee; sinds augustus "
            "2022 geldt de vaste code, en 2023 is het eerste volledige jaar daarmee.",
            en="Until 2022 the temporary codes for remote contacts of the covid years counted; the permanent code "
            "holds since August 2022, and 2023 is the first full year with it.",
        ),
        source=Text(
            nl="RIZIV, nomenclatuur: 101990 en 101835 (tot 2022), 101135 (sinds augustus 2022)",
            en="RIZIV, billing codes: 101990 and 101835 (until 2022), 101135 (since August 2022)",
        ),
    ),
    Break(
        id="telephone_suspended",
        clock=Clock.IMA,
        year=2025,
        indicators=REMOTE_CONTACTS,
        text=Text(
            nl="Sinds februari 2025 is de terugbetaling van telefonische raadplegingen opgeschort.",
            en="Since February 2025 the reimbursement of telephone consultations is suspended.",
        ),
        source=Text(
            nl="RIZIV, nomenclatuur: 101135 (februari 2025)", en="RIZIV, billing codes: 101135 (February 2025)"
        ),
    ),
)
"""Every known break. A question that changes between two questionnaires is one more entry, on the survey clock."""


def definition_break(entry: Indicator) -> tuple[Break, ...]:
    """Give the breaks of one number: its question became another one, or a newer edition of its definition holds."""
    asked = tuple(
        Break(
            id=f"question_{entry.id}_{year}",
            clock=Clock.SURVEY,
            year=year,
            indicators=(entry.id,),
            text=text,
            source=Text(nl="Vragenlijst van het Departement Zorg", en="Survey of the Department of Care"),
        )
        for year, text in entry.changed
    )
    if entry.since <= FIRST_YEAR or entry.version == 1:  # before its first edition there is no series to break
        return asked
    text = Text(
        nl=f"Vanaf {entry.since} geldt uitgave {entry.version} van de definitie.",
        en=f"Edition {entry.version} of the definition holds from {entry.since} on.",
    )
    return (
        *asked,
        Break(
            id=f"definition_{entry.id}_{entry.version}",
            clock=Clock.SURVEY,
            year=entry.since,
            indicators=(entry.id,),
            text=text,
            source=Text(nl="Over deze cijfers, definities", en="About these numbers, definitions"),
        ),
    )


@dataclass(frozen=True, kw_only=True)
class Marked:
    """A break as it falls in a series: between survey years ``before`` and ``after``."""

    before: int
    after: int
    cause: Break


def breaks_in(
    indicator: str,
    years: Sequence[int],
    ima_years: Mapping[int, int | None],
    known: Sequence[Break] | None = None,
) -> tuple[Marked, ...]:
    """Give the breaks that fall between the years of a series, oldest first.

    Parameters
    ----------
    years : survey years of the series, oldest first.
    ima_years : IMA year behind each survey year, None where none is used; a break on the IMA clock then does not touch
        it.
    known : the breaks to look at, by default ``BREAKS`` and that of the definition of the number.
    """
    found: list[Marked] = []
    own = definition_break(INDICATORS[indicator]) if indicator in INDICATORS else ()
    for entry in (*BREAKS, *own) if known is None else known:
        if indicator not in entry.indicators:
            continue
        clock = {year: year if entry.clock is Clock.SURVEY else ima_years.get(year) for year in years}
        timed = [(year, at) for year in years if (at := clock[year]) is not None]
        for (before, old), (after, new) in pairwise(timed):
            if old < entry.year <= new:
                found.append(Marked(before=before, after=after, cause=entry))
    return tuple(sorted(found, key=lambda mark: mark.after))
