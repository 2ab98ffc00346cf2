"""The register of corrections: what was reported wrong, by which office, what was done, and whether that was in time.

Measures follow within five working days after the report, and the notice to whoever reported within two working days
after the measures (protocol of 19 October 2020, article 7). Weekends and Belgian public holidays do not count. The
register is a trail of its own, ``<home>/corrections.jsonl``; it holds no number or address of anybody.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import holidays

from data import clock
from data.audit import Trail, refuse_identifiers

MEASURES_WITHIN, NOTICE_WITHIN = 5, 2
"""Working days."""

_SATURDAY = 5
_REPORTED, _MEASURED, _TOLD = "reported", "measured", "told"


class CorrectionError(Exception):
    """The register refuses; nothing is added."""


@dataclass(frozen=True, kw_only=True)
class Correction:
    """One report: when it came in and what was done; dates are None where nothing was done yet.

    ``delivery`` is the id of the delivery that corrects it, empty where it was settled otherwise.
    """

    number: str
    reporter: str
    about: str
    reported_on: date
    measured_on: date | None = None
    delivery: str = ""
    outcome: str = ""
    told_on: date | None = None

    @property
    def measures_due(self) -> date:
        """Last day on which measures are in time."""
        return working_day_after(self.reported_on, MEASURES_WITHIN)

    @property
    def notice_due(self) -> date | None:
        """Last day on which the notice is in time; None before the measures."""
        return None if self.measured_on is None else working_day_after(self.measured_on, NOTICE_WITHIN)

    def is_late(self, today: date) -> bool:
        """Whether a term passed, or passes while nothing was done."""
        late_measures = (self.measured_on or today) > self.measures_due
        return late_measures or (self.notice_due is not None and (self.told_on or today) > self.notice_due)


def working_day_after(day: date, count: int) -> date:
    """Give the ``count``-th working day after a day, in Belgium.

    >>> working_day_after(date(2026, 12, 23), 2)  # Christmas, a Friday, and a weekend in between
    datetime.date(2026, 12, 28)
    """
    free = holidays.country_holidays("BE", years=range(day.year, day.year + 2))
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < _SATURDAY and day not in free
    return day


class Register:
    """The corrections of one home folder."""

    def __init__(self, home: Path, *, today: Callable[[], date] = clock.today) -> None:
        self.trail, self._today = Trail(home / "corrections.jsonl"), today

    def all(self) -> list[Correction]:
        """Every correction, the first reported first."""
        found: dict[str, Correction] = {}
        for line in self.trail.entries() if self.trail.path.exists() else []:
            number, day = str(line["number"]), date.fromisoformat(line["on"])
            if line["what"] == _REPORTED:
                found[number] = Correction(
                    number=number, reporter=line["reporter"], about=line["about"], reported_on=day
                )
                continue
            known = found[number]
            measured = line["what"] == _MEASURED
            found[number] = Correction(
                number=number,
                reporter=known.reporter,
                about=known.about,
                reported_on=known.reported_on,
                measured_on=day if measured else known.measured_on,
                delivery=line["delivery"] if measured else known.delivery,
                outcome=line["outcome"] if measured else known.outcome,
                told_on=known.told_on if measured else day,
            )
        return list(found.values())

    def report(self, reporter: str, about: str, on: date | None = None) -> Correction:
        """Note that somebody reported something wrong; returns it with its number."""
        self._check_texts(reporter=reporter, about=about)
        day = self._day(on, None)
        number = f"C{day.year}-{1 + sum(one.number.startswith(f'C{day.year}-') for one in self.all())}"
        self._add(number, _REPORTED, day, reporter=reporter.strip(), about=about.strip())
        return self.one(number)

    def measure(self, number: str, *, delivery: str = "", outcome: str = "", on: date | None = None) -> Correction:
        """Note what was done: the delivery that corrects it, or in words why none is needed."""
        known = self.one(number)
        if bool(delivery) == bool(outcome.strip()):
            raise CorrectionError(
                f"{number}: expected the delivery that corrects it, or what was decided; one of both."
            )
        if known.measured_on is not None:
            raise CorrectionError(f"{number}: measures were noted on {known.measured_on}.")
        if outcome:
            self._check_texts(outcome=outcome)
        day = self._day(on, known.reported_on)
        self._add(number, _MEASURED, day, delivery=delivery, outcome=outcome.strip())
        return self.one(number)

    def tell(self, number: str, on: date | None = None) -> Correction:
        """Note that the reporter was told what was done."""
        known = self.one(number)
        if known.measured_on is None:
            raise CorrectionError(f"{number}: nothing was done yet, so there is nothing to tell.")
        if known.told_on is not None:
            raise CorrectionError(f"{number}: the notice was noted on {known.told_on}.")
        self._add(number, _TOLD, self._day(on, known.measured_on))
        return self.one(number)

    def one(self, number: str) -> Correction:
        """Give one correction.

        Raises
        ------
        CorrectionError : there is none of that number.
        """
        found = next((one for one in self.all() if one.number == number), None)
        if found is None:
            raise CorrectionError("expected the number of a correction in the register, found another. See the list.")
        return found

    def _add(self, number: str, what: str, on: date, **told: str) -> None:
        self.trail.append({"number": number, "what": what, "on": on.isoformat(), **told})

    def _day(self, on: date | None, after: date | None) -> date:
        day, today = on or self._today(), self._today()
        if day > today or (after is not None and day < after):
            raise CorrectionError(f"expected a day from {after or 'the past'} to today ({today}), found {day}.")
        return day

    def _check_texts(self, **texts: str) -> None:
        for name, text in texts.items():
            if not text.strip():
                raise CorrectionError(f"{name}: expected a phrase, found nothing.")
            refuse_identifiers(name, text)
