"""What changed between two releases, from what both show; about what is withheld nothing is concluded."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import pandas as pd

from data.engine import engine
from data.releases.read import open_release

_SILENT = ("same", "both_withheld")


class Change(StrEnum):
    """What became of a cell; values as in ``compare_cells.sql``."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    NOW_WITHHELD = "now_withheld"
    NOW_SHOWN = "now_shown"
    SAME = "same"
    BOTH_WITHHELD = "both_withheld"


@dataclass(frozen=True, kw_only=True)
class Difference:
    """The difference between two releases.

    Attributes
    ----------
    earlier, later : the two ids.
    cells : one row per cell that differs: its key, count and value in both (NA where withheld or absent), ``change``.
    counts : [indicator, year, level, change, cells], also for what stayed the same.
    years_with_other_pattern : survey years in both of which other cells are withheld than before.
    """

    earlier: str
    later: str
    cells: pd.DataFrame
    counts: pd.DataFrame
    years_with_other_pattern: tuple[int, ...]

    def summary(self) -> dict[str, Any]:
        """Totals per kind of change, for people and machines."""
        totals = self.counts.groupby("change")["cells"].sum()
        return {
            "earlier": self.earlier,
            "later": self.later,
            "cells": {change.value: int(totals.get(change.value, 0)) for change in Change},
            "years_with_other_pattern": list(self.years_with_other_pattern),
        }


def diff(home: Path, earlier: str, later: str) -> Difference:
    """Compare two releases cell by cell.

    Raises
    ------
    ReleaseError : one of them does not exist or differs from what was written.
    """
    with open_release(home, earlier) as a, open_release(home, later) as b, engine() as computing:
        computing.register("earlier", a.table("cell"))
        computing.register("later", b.table("cell"))
        pairs = computing.query_file("compare_cells")
        before, after = a.manifest["patterns"], b.manifest["patterns"]
    counts = pairs.groupby(["indicator", "year", "level", "change"]).size().rename("cells").reset_index()
    return Difference(
        earlier=earlier,
        later=later,
        cells=pairs[~pairs["change"].isin(_SILENT)].reset_index(drop=True),
        counts=counts,
        years_with_other_pattern=tuple(
            sorted(int(year) for year in set(before) & set(after) if before[year] != after[year])
        ),
    )
