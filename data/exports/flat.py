"""The long table: one row per released number, with names beside the codes, ready for any file."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from data.exports import wording
from data.exports.about import Language
from data.releases import ReleasedCells
from data.terms import TOTAL, Confidentiality, Measure, Status, Text

FLAT = tuple(wording.COLUMNS)
"""Columns of the long table, in order; ``citation`` is filled by the CSV writer."""

WITHHELD_MARK, NO_DATA_MARK = "[c]", "[x]"
_MARKS = {Status.NO_DATA: NO_DATA_MARK, Status.LOW_RELIABILITY: "[u]", Status.ESTIMATED: "[e]"}
_PLACE = ["indicator", "year", "level", "area"]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What a file says about one indicator: phrases of the registry, in both languages."""

    id: str
    label: Text
    definition: Text
    unit: Text
    source: Text
    unit_counted: str
    disclosure: str
    levels: tuple[str, ...]
    categories: Mapping[str, Text]
    """Answer code to its words, ``total`` included."""
    main: tuple[str, str]
    """Category and measure that a map shows first."""
    caveats: tuple[Text, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Labels:
    """Names for the codes of a release: entries by id, and the areas [level, area, name, year]."""

    entries: Mapping[str, Entry]
    areas: pd.DataFrame


def flatten(cells: ReleasedCells, labels: Labels, language: Language, *, main_only: bool = False) -> pd.DataFrame:
    """Put names beside the codes of released cells.

    Parameters
    ----------
    cells : numbers to write; with their ``count`` on ``total``, else ``answered`` is missing.
    main_only : keep the number that a map shows first, per indicator.

    Returns
    -------
    Frame with the columns ``FLAT``, one row per cell, sorted by indicator, level, area name, year, category and
    measure. Numbers are float or Int64, missing where withheld, without data or not defined; texts are never missing.
    ``mark`` tells why a value is missing or to be read with care.
    """
    frame = cells.frame
    totals = frame[frame["category"].eq(TOTAL) & frame["measure"].eq(Measure.COUNT.value)]
    totals = totals[[*_PLACE, "count"]].rename(columns={"count": "answered"})
    rows = frame.merge(totals, on=_PLACE, how="left")
    if main_only:
        pairs = {f"{name}\n{entry.main[0]}\n{entry.main[1]}" for name, entry in labels.entries.items()}
        rows = rows[(rows["indicator"] + "\n" + rows["category"] + "\n" + rows["measure"]).isin(pairs)]
    names = labels.areas.rename(columns={"name": "area_name"})[["level", "area", "year", "area_name"]]
    rows = rows.merge(names, on=["level", "area", "year"], how="left")
    spoken = {
        f"{name}\n{category}": wording.say(text, language)
        for name, entry in labels.entries.items()
        for category, text in entry.categories.items()
    }
    rows = rows.assign(
        area_name=rows["area_name"].fillna(rows["area"]),
        indicator_label=rows["indicator"].map({n: wording.say(e.label, language) for n, e in labels.entries.items()}),
        category_label=(rows["indicator"] + "\n" + rows["category"]).map(spoken),
        source=rows["indicator"].map({n: wording.say(e.source, language) for n, e in labels.entries.items()}),
        mark=_marks(rows),
        release=cells.release_id,
        citation="",
    )
    for name in ("indicator_label", "category_label"):
        rows[name] = rows[name].fillna(rows[name.removesuffix("_label")])
    rows["source"] = rows["source"].fillna("")
    for name in ("value", "lower", "upper"):
        rows[name] = rows[name].astype(float)
    order = {name: place for place, name in enumerate(labels.entries)}
    rows = rows.assign(_place=rows["indicator"].map(order).fillna(len(order)))
    rows = rows.sort_values(["_place", "level", "area_name", "area", "year", "category", "measure"], ignore_index=True)
    return rows[list(FLAT)]


def _marks(rows: pd.DataFrame) -> "pd.Series[str]":
    """Mark of every row; a number that is not there always has one."""
    marks = rows["status"].map({status.value: mark for status, mark in _MARKS.items()}).fillna("").astype(str)
    marks = marks.mask(rows["value"].isna(), NO_DATA_MARK)
    return marks.mask(rows["confidentiality"].eq(Confidentiality.WITHHELD.value), WITHHELD_MARK)
