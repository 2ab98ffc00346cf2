"""What changed between two releases, from what both show; about what is withheld nothing is concluded."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
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


class Why(StrEnum):
    """By what numbers may have moved between two releases."""

    INPUT = "input"
    SETTING = "setting"
    DEFINITION = "definition"
    CODE = "code"
    KEPT = "kept"


@dataclass(frozen=True, kw_only=True)
class Cause:
    """One thing that differs in what two releases were made from.

    ``year`` is the survey year, None where it concerns all; ``name`` the setting or the tables that wait; ``before``
    and ``after`` its values: of the input how many deliveries only one of the two rests on.
    """

    why: Why
    year: int | None = None
    name: str = ""
    before: Any = None
    after: Any = None


@dataclass(frozen=True, kw_only=True)
class Difference:
    """The difference between two releases.

    Attributes
    ----------
    earlier, later : the two ids.
    cells : one row per cell that differs: its key, count and value in both (NA where withheld or absent), ``change``,
        and ``beyond``: whether the later value lies outside the interval of the earlier one (False where it had none).
    causes : what differs in what they were made from.
    counts : [indicator, year, level, change, cells], also for what stayed the same.
    years_with_other_pattern : survey years in both of which other cells are withheld than before.
    """

    earlier: str
    later: str
    cells: pd.DataFrame
    counts: pd.DataFrame
    years_with_other_pattern: tuple[int, ...]
    causes: tuple[Cause, ...]

    def summary(self) -> dict[str, Any]:
        """Totals per kind of change, for people and machines."""
        totals = self.counts.groupby("change")["cells"].sum()
        return {
            "earlier": self.earlier,
            "later": self.later,
            "cells": {change.value: int(totals.get(change.value, 0)) for change in Change},
            "years_with_other_pattern": list(self.years_with_other_pattern),
            "beyond": int(self.cells["beyond"].sum()),
            "causes": [asdict(cause) for cause in self.causes],
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
        found = tuple(causes(a.manifest, b.manifest))
    counts = pairs.groupby(["indicator", "year", "level", "change"]).size().rename("cells").reset_index()
    return Difference(
        earlier=earlier,
        later=later,
        cells=pairs[~pairs["change"].isin(_SILENT)].reset_index(drop=True),
        counts=counts,
        years_with_other_pattern=tuple(
            sorted(int(year) for year in set(before) & set(after) if before[year] != after[year])
        ),
        causes=found,
    )


def causes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Cause]:
    """Say what differs in what two releases were made from, by their manifests.

    That a year was made by other code is concluded where what it was made from differs (``builds``) and neither its
    deliveries nor a setting do.
    """
    old, new = _by_year(before), _by_year(after)
    moved = set()
    for year in sorted({*old, *new}):
        gone, come = (len(one.get(year, set()) - other.get(year, set())) for one, other in ((old, new), (new, old)))
        if gone or come:
            moved.add(year)
            yield Cause(why=Why.INPUT, year=year, before=gone, after=come)
    other_settings = False
    for section, why in (("thresholds", Why.SETTING), ("settings", Why.DEFINITION)):
        one, two = dict(before.get(section, {})), dict(after.get(section, {}))
        for name in sorted({*one, *two}):
            if one.get(name) != two.get(name):
                other_settings = True
                yield Cause(why=why, name=name, before=one.get(name), after=two.get(name))
    built = {int(year): facts["made_from"] for year, facts in before.get("builds", {}).items()}
    for year, facts in after.get("builds", {}).items():
        same = built.get(int(year), facts["made_from"]) == facts["made_from"]
        if not same and not other_settings and int(year) not in moved:
            yield Cause(why=Why.CODE, year=int(year), before=before["code_version"], after=after["code_version"])
    for year, release in after.get("kept", {}).items():
        yield Cause(why=Why.KEPT, year=int(year), after=release)
    for year, names in after.get("kept_tables", {}).items():
        yield Cause(why=Why.KEPT, year=int(year), name=", ".join(names))


def _by_year(manifest: Mapping[str, Any]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for entry in manifest.get("deliveries", ()):
        found.setdefault(int(entry["survey_year"]), set()).add(str(entry["digest"]))
    return found
