"""Which practices stay off the map in every year: a companion is one as long as the practice exists.

Who keeps the maps of all years knows every practice that is off one of them and on another: it was a companion, or came
back, and its answers may be read there. So a companion of one year that is on the map of another hides nobody. Years
that are made together choose together; a year that joins others starts from everybody who is off the map in those; one
that was shown keeps whom it left off.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from aggregation.indicators import Indicator, PracticeMap
from aggregation.year.answers import Answers, LinkedRows, read_answers
from aggregation.year.companions import choose_companions, still_off
from aggregation.year.practice_map import map_rows
from data.settings import Thresholds


@dataclass(frozen=True, kw_only=True)
class OffMap:
    """What the choice of companions in one survey year rests on.

    Attributes
    ----------
    answers : answers that stand on the practice map, of every practice that gave one.
    membership : [atom, gemeente, kring, elz …].
    lasting : key that a practice has in all years, by unit.
    left_off : practices that a published map of the year left out, as it was kept or as the map lacks them; None where
        there is none.
    """

    survey_year: int
    answers: Sequence[Answers]
    membership: pd.DataFrame
    lasting: "pd.Series[str]"
    left_off: frozenset[int] | None

    def asked(self) -> frozenset[int]:
        """Practices that asked to be left off and gave an answer."""
        return frozenset(int(unit) for one in self.answers for unit in one.units.loc[one.units["hidden"], "unit"])

    def keys_of(self, units: Collection[int]) -> frozenset[str]:
        """Keys that practices have in all years."""
        return frozenset(self.lasting.loc[sorted(units)])

    def choose(self, off: Collection[str], thresholds: Thresholds) -> frozenset[int]:
        """Choose the companions of the year, beside the practices that are ``off`` the map in other years."""
        stay = self.left_off
        if stay is None:
            stay = frozenset(int(unit) for unit in self.lasting.index[self.lasting.isin(list(off))])
        return choose_companions(
            self.answers,
            self.membership,
            practices=thresholds.practices_protected,
            doctors=thresholds.doctors_in_practices,
            stay=stay,
        )


def read_off_map(
    linked: LinkedRows,
    indicators: Iterable[Indicator],
    published: Sequence[pd.DataFrame],
    left: Collection[str] = (),
) -> OffMap:
    """Read what the choice of companions rests on.

    Parameters
    ----------
    published : the maps of the year that were ever shown.
    left : practices that those left out, by the keys that last, where it was kept.
    """
    shown = [entry for entry in indicators if entry.practice_map is not PracticeMap.NO]
    lasting = linked.read("SELECT unit, lasting FROM practice ORDER BY unit").set_index("unit")["lasting"].astype(str)
    known = frozenset(int(unit) for unit in lasting.index[lasting.isin(list(left))])
    return OffMap(
        survey_year=linked.survey_year,
        answers=[read_answers(entry, linked) for entry in shown],
        membership=linked.membership,
        lasting=lasting,
        left_off=still_off(map_rows(linked, shown), published) | known if len(published) else None,
    )


def choose_together(
    years: Sequence[OffMap], off: Collection[str], thresholds: Thresholds
) -> Mapping[int, frozenset[int]]:
    """Choose the companions of years that are made together, so that each is one in all of them.

    Parameters
    ----------
    off : keys of the practices that are off the map in other years.

    Returns
    -------
    Units of the companions by survey year.
    """
    known = frozenset(off)
    while True:
        chosen: dict[int, frozenset[int]] = {}
        before = known
        for year in years:
            chosen[year.survey_year] = year.choose(known, thresholds)
            known |= year.keys_of(chosen[year.survey_year] | year.asked())
        if known == before:
            return chosen
