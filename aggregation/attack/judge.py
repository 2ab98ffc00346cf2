"""Judging with the truth: the unit rows say what a blind attacker cannot know.

Only inside the environment of the vault: how many practices stand behind a count of doctors, how many doctors behind
a count of practices, who dominates a mean, and whether a withheld cell with few possible values is small at all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from aggregation.attack.algebra import Ints, Mask
from aggregation.attack.phrases import ALL_EQUAL, DOMINATED, FEW_FOR_QUANTILE
from aggregation.attack.reading import NOT, Areas, Place, Table
from aggregation.attack.verdict import Finding, Kind, Limits
from data.terms import BAR, Measure

Floats = NDArray[np.float64]

QUANTILES = (str(Measure.MEDIAN), str(Measure.P25), str(Measure.P75))


@dataclass(frozen=True, kw_only=True)
class Truth:
    """The unit rows behind a release.

    Attributes
    ----------
    units
        One row per unit that answered a question: indicator, year, unit (the same key in all questions and years that
        count the same units), atom, practice (any key), doctors (in the
        practice; 1 for a doctor), answer (code, codes joined by a bar, missing for magnitudes), value (number,
        missing unless a magnitude), hidden (practice kept off the map). ``response`` is the indicator of who sent in
        the personal questionnaire, with the role as answer.
    years
        Survey years that the rows are the truth of; a year that a release repeats from an earlier one is not among
        them, and is attacked blind. None: all.
    """

    units: pd.DataFrame
    years: frozenset[int] | None = None

    def covers(self, year: int) -> bool:
        """Whether these rows are the truth behind a year of the release."""
        return self.years is None or year in self.years

    def of(self, indicator: str, year: int) -> pd.DataFrame:
        """Rows of one question in one year."""
        rows = self.units
        return rows.loc[(rows["indicator"] == indicator) & (rows["year"] == year)]


@dataclass(frozen=True, kw_only=True)
class Weights:
    """True numbers per atom and option of one table: arrays of atoms × options.

    Attributes
    ----------
    units
        Units: what the table counts.
    practices
        Different practices among them; a practice lies in one atom.
    doctors
        Doctors behind them.
    """

    units: Ints
    practices: Ints
    doctors: Ints

    def atom_totals(self) -> Ints:
        """Respondents per atom."""
        return np.asarray(self.units.sum(axis=1), dtype=np.int64)

    def true_totals(self, known: Mapping[Place, int], areas: Areas) -> dict[Place, int]:
        """Leave out numbers of respondents that another table lent and that are not those of this one.

        Two tables can look like the same respondents although a few differ where only one of them shows a number.
        What is concluded from that is about nobody.
        """
        totals = self.atom_totals()
        true = {place: int(totals[mask].sum()) for place, mask in areas.members.items()}
        return {place: n for place, n in known.items() if true.get(place) == n}


def weigh(table: Table, areas: Areas, truth: Truth, *, hidden_only: bool) -> Weights:
    """Count units, practices and doctors per atom and option from the unit rows.

    Raises
    ------
    ValueError
        A unit lies in an atom that the membership lacks, or gave an answer that the table lacks.
    """
    rows = truth.of(table.indicator, table.year)
    if hidden_only:
        rows = rows.loc[rows["hidden"].astype(bool)]
    position = pd.Series(range(len(areas.atoms)), index=list(areas.atoms))
    atom = rows["atom"].astype(str).map(position)
    option = _options(table, rows["answer"])
    if atom.isna().any() or option.isna().any():
        raise ValueError(
            f"unit rows of {table.indicator}, {table.year}: {int(atom.isna().sum())} rows in an atom that the "
            f"membership lacks, {int(option.isna().sum())} with an answer that is no option; truth and release "
            "must come from the same run"
        )
    shape = (len(areas.atoms), max(len(table.options), 1))
    placed = pd.DataFrame(
        {
            "slot": atom.to_numpy(dtype=np.int64) * shape[1] + option.to_numpy(dtype=np.int64),
            "practice": rows["practice"].to_numpy(),
            "doctors": rows["doctors"].to_numpy(dtype=float),
        }
    )

    def spread(slots: pd.Series, doctors: pd.Series | None = None) -> Ints:
        counts = np.bincount(slots.to_numpy(), weights=doctors, minlength=shape[0] * shape[1])
        return counts.astype(np.int64).reshape(shape)

    return Weights(
        units=spread(placed["slot"]),
        practices=spread(placed.drop_duplicates(["slot", "practice"])["slot"]),
        doctors=spread(placed["slot"], placed["doctors"]),
    )


def _options(table: Table, answer: pd.Series) -> pd.Series:
    """Position of each answer among the options of the table."""
    if not table.options:
        return pd.Series(0, index=answer.index)
    if len(table.options) == 2 and table.options[1] == NOT + table.options[0]:
        given = answer.astype(str).str.split(BAR)
        return given.map(lambda codes: 0 if table.options[0] in codes else 1).astype(float)
    return answer.map({code: index for index, code in enumerate(table.options)}).astype(float)


def few_behind(table: Table, limits: Limits, weights: Weights, mask: Mask, positions: Iterable[int]) -> bool:
    """Whether the units of an area and some options are too few by the number that the table does not count."""
    pick = list(positions)
    units = int(weights.units[mask][:, pick].sum())
    if table.practices:
        return units > 0 and int(weights.doctors[mask][:, pick].sum()) < limits.doctors_in_practices
    return units > 0 and int(weights.practices[mask][:, pick].sum()) < limits.practices_protected


def judge_magnitudes(cell: pd.DataFrame, areas: Areas, year: int, truth: Truth | None, limits: Limits) -> list[Finding]:
    """Quantiles of too few units; with the truth, means that one or two practices dominate or where all are equal."""
    rows = cell.loc[(cell["year"] == year) & cell["value"].notna()]
    found = []
    few = rows.loc[rows["measure"].isin(QUANTILES) & (pd.to_numeric(rows["count"]) < limits.quantile_units)]
    for indicator, level, area in zip(few["indicator"], few["level"], few["area"], strict=True):
        found.append(_tell(str(indicator), year, f"{level}:{area}", FEW_FOR_QUANTILE))
    if truth is None:
        return found
    means = rows.loc[rows["measure"] == str(Measure.MEAN)]
    position = {atom: number for number, atom in enumerate(areas.atoms)}
    for indicator, shown in means.groupby("indicator"):
        units = truth.of(str(indicator), year)
        atom = units["atom"].astype(str).map(position).to_numpy(dtype=np.int64)
        values = pd.to_numeric(units["value"]).to_numpy(dtype=float, na_value=np.nan)
        practice = np.unique(units["practice"].to_numpy(), return_inverse=True)[1]
        for level, area in zip(shown["level"].astype(str), shown["area"].astype(str), strict=True):
            inside = areas.members[level, area][atom]
            message = _dominated(values[inside], practice[inside], limits)
            if message is not None:
                found.append(_tell(str(indicator), year, f"{level}:{area}", message))
    return found


def largest_values(cell: pd.DataFrame, areas: Areas, year: int, truth: Truth) -> dict[tuple[str, Place], float]:
    """Largest true value behind every shown mean, by question and area."""
    rows = cell.loc[(cell["year"] == year) & (cell["measure"] == str(Measure.MEAN)) & cell["value"].notna()]
    position = {atom: number for number, atom in enumerate(areas.atoms)}
    found: dict[tuple[str, Place], float] = {}
    for indicator, shown in rows.groupby("indicator"):
        units = truth.of(str(indicator), year)
        top = np.full(len(areas.atoms), -np.inf)
        places = units["atom"].astype(str).map(position).to_numpy(dtype=np.int64)
        np.maximum.at(top, places, pd.to_numeric(units["value"]).to_numpy(dtype=float, na_value=-np.inf))
        for place in zip(shown["level"].astype(str), shown["area"].astype(str), strict=True):
            if place in areas.members:
                found[str(indicator), place] = float(top[areas.members[place]].max())
    return found


def _dominated(values: Floats, practice: Ints, limits: Limits) -> tuple[str, str] | None:
    if len(values) and values.min() == values.max():
        return ALL_EQUAL
    largest = np.sort(np.bincount(practice, weights=np.abs(values)))[::-1]
    total = float(largest.sum())
    if total > 0 and (largest[0] > limits.dominance_one * total or largest[:2].sum() > limits.dominance_two * total):
        return DOMINATED
    return None


def _tell(indicator: str, year: int, area: str, message: tuple[str, str]) -> Finding:
    return Finding(
        kind=Kind.DOMINANCE,
        indicators=(indicator,),
        year=year,
        areas=(area,),
        category="total",
        message=message[0],
        message_nl=message[1],
    )
