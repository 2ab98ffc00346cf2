"""Questions of an invented country as a release shows them: what a pattern lets through, and nothing else."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from aggregation.protect import Question, Thresholds, protect
from data.terms import BAR, FLANDERS, TOTAL, Disclosure, Level, UnitCounted

Tables = dict[str, pd.DataFrame]
_PATTERN = ["indicator", "level", "area", "category", "aspect"]


def pattern(
    questions: Sequence[Question], membership: pd.DataFrame, thresholds: Thresholds | None = None, **more: object
) -> pd.DataFrame:
    """Give the pattern of the product: [indicator, level, area, category, aspect, shown]."""
    return protect(questions, membership, thresholds or Thresholds(), **more).shown  # type: ignore[arg-type]


def regions(membership: pd.DataFrame, levels: Sequence[Level]) -> Iterator[tuple[str, str, set[str]]]:
    """Give the areas of some levels with their atoms: level, area, atoms."""
    for level in levels:
        if level is Level.VLAANDEREN:
            yield level.value, FLANDERS, set(membership["atom"])
        elif level.value in membership:
            for area, rows in membership.groupby(level.value):
                yield level.value, str(area), set(rows["atom"])


def lay_out(
    questions: Sequence[Question], membership: pd.DataFrame, shown: pd.DataFrame | None, *, year: int = 2024
) -> Tables:
    """Lay out the tables of a release: counts, shares in percent and means in the areas where they are shown.

    Parameters
    ----------
    shown : the pattern; None shows every number of everybody.
    """
    free = None
    if shown is not None:
        free = set(shown.loc[shown["shown"], _PATTERN].astype(str).itertuples(index=False, name=None))
    cells = [row for question in questions for row in _cells(question, membership, free, year=year)]
    columns = {"count": "Int64", "value": "Float64", "lower": "Float64", "upper": "Float64"}
    return {
        "cell": pd.DataFrame(cells).astype(columns),
        "membership": membership.assign(year=year, postcode=membership.get("postcode", "")),
        "indicator": pd.DataFrame([_entry(question) for question in questions]),
        "response": pd.DataFrame({"year": [], "level": [], "area": [], "role": [], "answered": []}),
    }


def rows_behind(questions: Sequence[Question], *, year: int = 2024) -> pd.DataFrame:
    """Give the unit rows behind the tables, as an attack with the truth reads them."""
    return pd.concat(
        [question.units.assign(indicator=question.indicator, year=year) for question in questions], ignore_index=True
    )


def practice_map(questions: Sequence[Question], membership: pd.DataFrame, *, year: int = 2024) -> pd.DataFrame:
    """Give the practice map: a row per practice that is not kept off it, with its public answers and its classes."""
    places = membership.set_index("atom")[["gemeente", "kring", "elz"]]
    rows = pd.concat([question.units for question in questions]).drop_duplicates("unit")
    rows = rows.loc[~rows["hidden"].astype(bool)].set_index("unit")
    where = [name for name in ("longitude", "latitude") if name in rows]
    table = rows[["atom", *where]].join(places, on="atom").drop(columns="atom").assign(year=year)
    for question in questions:
        if question.bands is not None:
            ends = question.bands.set_index("unit").reindex(table.index)
            low = ends["low"].map("{:.0f}".format)
            high = ends["high"].map(lambda end: "" if np.isinf(end) else f"{end:.0f}")
            table[question.indicator] = low.where(low == high, low + "-" + high)
        elif question.disclosure is Disclosure.PUBLIC:
            table[question.indicator] = question.units.set_index("unit")["answer"].reindex(table.index)
    return table.reset_index(drop=True)


def threshold_of(question: Question, thresholds: Thresholds | None = None) -> int:
    """Give the least units of a cell of a question."""
    least = thresholds or Thresholds()
    sensitive = question.disclosure is Disclosure.SENSITIVE
    if question.unit_counted is UnitCounted.PRACTICE:
        return least.practices_sensitive if sensitive else least.practices_protected
    return least.k_sensitive if sensitive else least.k_protected


def _cells(
    question: Question, membership: pd.DataFrame, free: set[tuple[str, ...]] | None, *, year: int
) -> Iterator[dict[str, object]]:
    units = question.units
    given = units["answer"].astype(object).where(units["answer"].notna(), "").astype(str).str.split(BAR)
    headline = [question.headline_code] if question.headline_code and len(question.headline) > 1 else []
    for level, area, inside in regions(membership, question.levels):
        here = units["atom"].isin(inside)
        count = int(here.sum())
        place = {"indicator": question.indicator, "year": year, "level": level, "area": area, "frame": count}
        for category in (TOTAL, *question.options, *headline):
            wanted = set(category.split(BAR))
            number = count if category == TOTAL else int((given[here].map(wanted.isdisjoint).eq(False)).sum())
            told = _is_free(free, question, level, area, category, "count")
            measure = "count" if category == TOTAL else "share"
            value = float(count) if category == TOTAL else round(100 * number / max(count, 1), 1)
            yield {**place, "category": category, "measure": measure, **_number(told, number, value)}
        if not question.options and count:
            told = _is_free(free, question, level, area, TOTAL, "magnitude")
            mean = round(float(units.loc[here, "value"].mean()), 1)
            yield {**place, "category": TOTAL, "measure": "mean", **_number(told, count, mean)}


def _is_free(
    free: set[tuple[str, ...]] | None, question: Question, level: str, area: str, category: str, aspect: str
) -> bool:
    return free is None or (question.indicator, level, area, category, aspect) in free


def _number(free: bool, count: int, value: float) -> dict[str, object]:
    return {
        "count": count if free else pd.NA,
        "value": value if free else pd.NA,
        "lower": pd.NA,
        "upper": pd.NA,
        "status": "A",
        "confidentiality": "F" if free else "C",
    }


def _entry(question: Question) -> dict[str, object]:
    mapped = "class" if question.bands is not None else "yes" if question.disclosure is Disclosure.PUBLIC else "no"
    return {
        "indicator": question.indicator,
        "unit_counted": question.unit_counted.value,
        "disclosure": question.disclosure.value,
        "threshold": threshold_of(question),
        "practice_map": mapped,
        "frame": question.frame,
        "options": " ".join(question.options),
        "multiple": question.multiple,
        "headline": question.headline_code,
        "totals_public": question.totals_public,
        "asked": False,
        "alike": " ".join(level.value for level in question.alike),
    }
