"""Answers of one indicator in one survey year, unit by unit, read from the linked rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from aggregation.indicators import Indicator, Kind, RegistryError
from data.settings import Definitions
from data.terms import BAR, FLANDERS, Level


class LinkedRows(Protocol):
    """What this room needs of the linked rows; ``data.linkage.LinkedYear`` is one."""

    survey_year: int
    definitions: Definitions
    ima_year: int | None
    membership: pd.DataFrame
    areas: pd.DataFrame
    residents: pd.DataFrame
    residents_at_ima: pd.DataFrame
    residents_year: int
    surface: pd.DataFrame
    resolved: pd.DataFrame

    def read(self, sql: str, parameters: Mapping[str, object] | None = None) -> pd.DataFrame:
        """Run a query over the linked rows."""


@dataclass(frozen=True, kw_only=True)
class Answers:
    """Answers of one indicator.

    units : one row per unit that answered [unit, atom, practice, doctors, hidden, role, answer, value];
        ``answer`` an option code (codes joined by a bar where several are allowed; the partition code of a rate),
        ``value`` a number in the unit of the indicator, missing for options.
    frame_counts : [atom, role, frame], units that could have answered; ``role`` empty for practices.
    """

    indicator: Indicator
    units: pd.DataFrame
    frame_counts: pd.DataFrame


def read_answers(indicator: Indicator, linked: LinkedRows) -> Answers:
    """Read who answered an indicator, what, and who could have.

    The SQL is assembled from the registry only, never from input.
    """
    frame = indicator.frame
    is_number = indicator.kind in (Kind.MAGNITUDE, Kind.RATE) and not indicator.options
    answer = f"CAST({indicator.partition} AS VARCHAR)" if indicator.partition else "NULL::VARCHAR"
    if indicator.classes:
        is_number, answer = True, f"CAST({indicator.classes} AS VARCHAR)"
    value = f"CAST({indicator.answer} AS DOUBLE)" if is_number else "NULL::DOUBLE"
    if not is_number:
        answer = f"CAST({indicator.answer} AS VARCHAR)"
    role = "role" if frame.table == "person" else "NULL::VARCHAR"
    # S608: every part comes from the registry in this repository, none from input.
    units = linked.read(
        f"SELECT unit, atom, practice, doctors, hidden, {role} AS role, {answer} AS answer, {value} AS value "  # noqa: S608
        f"FROM {frame.table} WHERE ({frame.who}) AND ({indicator.answer}) IS NOT NULL ORDER BY unit"
    )
    counts = linked.read(
        f"SELECT atom, coalesce({role}, '') AS role, count(*) AS frame FROM {frame.table} "  # noqa: S608
        f"WHERE {frame.who} GROUP BY ALL"
    )
    if indicator.asks is not None and indicator.options:
        _known(units["answer"], indicator)
    plain = {"unit": "int64", "practice": "int64", "doctors": "int64", "hidden": "bool", "value": "float64"}
    units["value"] = units["value"].astype("Float64").to_numpy(dtype=float, na_value=float("nan"))
    units, counts = (
        units.astype(plain),
        counts.sort_values(["atom", "role"], ignore_index=True).astype({"frame": "int64"}),
    )
    return Answers(indicator=indicator, units=units, frame_counts=counts)


def _known(given: pd.Series, indicator: Indicator) -> None:
    """Refuse answers that the registry has no option for: they would be left out of every share in silence.

    Raises
    ------
    RegistryError : a layout that added them is not at hand any more.
    """
    strange = sorted(set(given.dropna().str.split(BAR).explode()) - set(indicator.codes))
    if strange:
        raise RegistryError(
            f"{indicator.id}: expected the answers {', '.join(indicator.codes)}, found also {', '.join(strange)}. Put "
            "the layout that added them back in the folder layouts of the home."
        )


def read_sums(indicator: Indicator, linked: LinkedRows) -> pd.DataFrame | None:
    """Read what a shown number of an area adds up, doctor by doctor; None where that is the answer itself.

    Returns
    -------
    [unit, atom, practice, doctors, value], for a ratio of two sums also ``under``; ``group`` is the partition.
    """
    if indicator.states is None:
        return None
    numbers = f"CAST({indicator.states} AS DOUBLE) AS value"
    numbers += f", CAST({indicator.over} AS DOUBLE) AS under" if indicator.over else ""
    numbers += f', CAST({indicator.partition} AS VARCHAR) AS "group"' if indicator.partition else ""
    units = linked.read(
        f"SELECT unit, atom, practice, doctors, {numbers} FROM {indicator.states_of} "  # noqa: S608 - registry only
        f"WHERE ({indicator.states}) IS NOT NULL ORDER BY unit"
    )
    return units.astype({"unit": "int64", "practice": "int64", "doctors": "int64", "value": "float64"})


def read_bands(indicator: Indicator, linked: LinkedRows) -> pd.DataFrame | None:
    """Read the ends of the class in which the practice map shows a number; None where it shows no classes.

    Returns
    -------
    [unit, low, high]: the codes of bands are ``3``, ``4-7`` or, open above, ``8-``.
    """
    if indicator.map_class is None:
        return None
    table = linked.read(
        f"SELECT unit, CAST({indicator.map_class} AS VARCHAR) AS band FROM {indicator.frame.table} "  # noqa: S608 - registry only
        f"WHERE ({indicator.answer}) IS NOT NULL ORDER BY unit"
    )
    ends = table["band"].str.partition("-").reindex(columns=range(3), fill_value="")  # nobody answered: no columns
    high = ends[2].where(ends[1] == "-", ends[0]).replace("", "inf")
    return pd.DataFrame(
        {"unit": table["unit"].astype("int64"), "low": ends[0].astype(float), "high": high.astype(float)}
    )


def by_level(rows: pd.DataFrame, membership: pd.DataFrame, level: Level) -> pd.Series:
    """Give the area of one level that each row's atom lies in, on the index of ``rows``; missing where it has none."""
    if level is Level.VLAANDEREN:
        return pd.Series(FLANDERS, index=rows.index, dtype="str")
    if level.value not in membership:
        return pd.Series(pd.NA, index=rows.index, dtype="str")
    return rows["atom"].map(membership.set_index("atom")[level.value])


def areas_of(linked: LinkedRows, level: Level) -> pd.Index:
    """List the areas of a level that the geography of the year has, sorted."""
    if level is Level.VLAANDEREN:
        return pd.Index([FLANDERS], name="area")
    known = linked.membership.get(level.value, pd.Series(dtype="str"))
    areas: list[str] = sorted(set(known.dropna()))
    return pd.Index(areas, name="area")
