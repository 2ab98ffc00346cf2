"""Who changed between two vintages of one survey year, as one more table that is protected like any other.

What two releases of a year tell together beyond each alone is their difference, and the difference is about the units
that changed: who answered otherwise, came, left or moved. So the units that changed are counted per area, protected
with the thresholds of the question, and a cell of the corrected year is shown only in areas where that count might be
shown. A combination of new minus old cells then rests on k changed units, or on none.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from aggregation.protect import Limits, Question, Thresholds, protect
from aggregation.protect.areas import Areas
from aggregation.protect.totals import frame_totals
from data.terms import BAR, FLANDERS, Confidentiality, Disclosure, Level, Status, UnitCounted

Tables = Mapping[str, pd.DataFrame]

RESPONSE = "response"
CHANGED = "changed"
EVERY = "*"
"""Stands for all categories of a question whose answers exclude each other."""

_SUBSETS = 5
"""Up to so many options every set of options is looked at together."""
_NUMBERS = ["count", "value", "lower", "upper"]
_CELL = ["indicator", "level", "area", "category", "measure"]
_ANSWERED = ["level", "area", "role"]


@dataclass(frozen=True, kw_only=True)
class Held:
    """Cells of one year that stay withheld because too few changed.

    Attributes
    ----------
    areas : [indicator, category, level, area] where the cells may not be shown; category ``*``: all of them.
    flanders : indicators that would lose their number for Flanders.
    local : questions with options that changed in fewer than half of their atoms: a reader may know where.
    """

    areas: pd.DataFrame
    flanders: tuple[str, ...]
    local: tuple[str, ...]


def hold_changes(year: int, tables: Tables, before: pd.DataFrame, after: pd.DataFrame, thresholds: Thresholds) -> Held:
    """Find the cells of a corrected year that would tell of too few changed units.

    Parameters
    ----------
    tables : tables of the new release; ``indicator`` and ``membership`` are read, and the levels of ``cell``.
    before, after : unit rows of the year behind the release that was shown, and behind the new one
        (``aggregation.year.cube.unit_rows``, with ``key`` and ``place``).
    """
    cell = tables["cell"].loc[tables["cell"]["year"] == year]
    membership = tables["membership"].loc[tables["membership"]["year"] == year]
    entries = tables["indicator"].set_index("indicator")
    decided: dict[tuple[object, ...], list[tuple[str, str]]] = {}
    held: set[tuple[str, str, str, str]] = set()
    local: list[str] = []
    for indicator in sorted(set(before["indicator"]) | set(after["indicator"])):
        entry = _entry(indicator, entries)
        if entry is None:
            continue
        levels = _levels(indicator, cell)
        one, other = (rows.loc[rows["indicator"] == indicator] for rows in (before, after))
        if entry["disclosure"] == Disclosure.PUBLIC:
            off = set(one.loc[one["hidden"].astype(bool), "key"]) | set(other.loc[other["hidden"].astype(bool), "key"])
            one, other = (rows.loc[rows["key"].isin(off)] for rows in (one, other))
        touched: set[str] = set()
        for category, changed in _changed_sets(one, other, entry):
            if changed.empty:
                continue
            touched |= set(changed["atom"])
            same = (
                tuple(sorted(zip(changed["key"], changed["atom"], strict=True))),
                entry["unit_counted"],
                entry["disclosure"],
                levels,
            )
            if same not in decided:
                decided[same] = _unsafe(_question(entry, levels, changed), membership, thresholds)
            held |= {(indicator, category, level, area) for level, area in decided[same]}
        if entry["options"] and touched and 2 * len(touched) < len(set(one["atom"]) | set(other["atom"])):
            local.append(indicator)
    rows = pd.DataFrame(sorted(held), columns=["indicator", "category", "level", "area"])
    return Held(areas=rows, flanders=_lost(rows, cell), local=tuple(local))


def _unsafe(question: Question, membership: pd.DataFrame, thresholds: Thresholds) -> list[tuple[str, str]]:
    """Find the areas that may not show how many changed."""
    areas = Areas.of(membership)
    shown, _ = frame_totals([question], areas, thresholds, Limits(), None)
    if question.units["value"].notna().all():  # old minus new sum: nor may they show the sum of these units
        pattern = protect([question], membership, thresholds).shown
        sums = pattern.loc[pattern["aspect"].eq("magnitude") & pattern["shown"].astype(bool)]
        free = {(str(level), str(area)) for level, area in sums[["level", "area"]].itertuples(index=False)}
        places = zip(areas.level, areas.area, strict=True)
        shown = shown & np.array([(str(level), area) in free for level, area in places])
    allowed = areas.of_levels(question.levels)
    return [(str(areas.level[row]), areas.area[row]) for row in np.flatnonzero(allowed & ~shown)]


def withhold(tables: Tables, year: int, held: Held) -> dict[str, pd.DataFrame]:
    """Withhold the cells of a year that would tell of too few changed units."""
    cell, response = tables["cell"].copy(), tables["response"].copy()
    every = held.areas.loc[held.areas["category"] == EVERY]
    single = held.areas.loc[held.areas["category"] != EVERY]
    rows = (cell["year"] == year) & (
        among(cell, every, ["indicator", "level", "area"])
        | among(cell, single, ["indicator", "category", "level", "area"])
    )
    blank(cell, rows)
    silent = held.areas.loc[held.areas["indicator"] == RESPONSE]
    response.loc[(response["year"] == year) & among(response, silent, ["level", "area"]), "answered"] = pd.NA
    return {**tables, "cell": cell, "response": response}


def blank(cell: pd.DataFrame, rows: "pd.Series[bool]") -> None:
    """Withhold rows of table ``cell``, in place."""
    cell.loc[rows, _NUMBERS] = pd.NA
    cell.loc[rows, "status"] = Status.NORMAL.value
    cell.loc[rows, "confidentiality"] = Confidentiality.WITHHELD.value


def among(rows: pd.DataFrame, others: pd.DataFrame, columns: Sequence[str]) -> "pd.Series[bool]":
    """Tell which rows have the same values in some columns as one of the others."""
    one, other = (pd.MultiIndex.from_frame(table[list(columns)].astype(str)) for table in (rows, others))
    return pd.Series(one.isin(other), index=rows.index)


def _entry(indicator: str, entries: pd.DataFrame) -> dict[str, object] | None:
    """Give what the registry says of a question, or None where nothing of it can be secret."""
    if indicator == RESPONSE:
        return {
            "unit_counted": UnitCounted.DOCTOR.value,
            "disclosure": Disclosure.PROTECTED.value,
            "options": "",
            "multiple": False,
        }
    if indicator not in entries.index:
        return None
    entry = {str(name): value for name, value in entries.loc[indicator].to_dict().items()}
    public = entry["disclosure"] == Disclosure.PUBLIC
    return None if public and entry["unit_counted"] == UnitCounted.DOCTOR else entry


def _levels(indicator: str, cell: pd.DataFrame) -> tuple[Level, ...]:
    found = set(cell.loc[cell["indicator"] == indicator, "level"].astype(str))
    return tuple(
        level for level in Level if level.value in found or (indicator == RESPONSE and level is not Level.GEMEENTE)
    )


def _changed_sets(
    before: pd.DataFrame, after: pd.DataFrame, entry: Mapping[str, object]
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Give, per set of options that a reader can add up, the units that came into it, left it or moved."""
    both = before.merge(after, on="key", how="outer", suffixes=("_before", "_after"))
    there = both["atom_before"].notna(), both["atom_after"].notna()
    yield EVERY, _crossing(both, *there)
    yield EVERY, _crossing(both, *there, values=True)
    text = entry["options"]
    options = text.split() if isinstance(text, str) else []
    answers = [both[f"answer_{when}"].astype("object") for when in ("before", "after")]
    if not options or not any(answer.notna().any() for answer in answers):
        return
    if entry["multiple"]:
        for option in options:
            has = [
                answer.fillna("").astype(str).str.split(BAR).map(lambda codes, o=option: o in codes)
                for answer in answers
            ]
            yield option, _crossing(both, has[0], has[1])
        return
    sizes = range(1, max(len(options) // 2, 1) + 1) if len(options) <= _SUBSETS else (1, 2)
    for size in sizes:
        for chosen in combinations(options, size):
            yield EVERY, _crossing(both, *(answer.isin(chosen) for answer in answers))


def _crossing(
    both: pd.DataFrame, inside: "pd.Series[bool]", then: "pd.Series[bool]", *, values: bool = False
) -> pd.DataFrame:
    """Give the units that are in a set at one moment only, or at both in another place (or with another value).

    Returns
    -------
    [key, atom, place, doctors, valued]; a unit that moved stands in both places, ``valued`` tells of a magnitude.
    """
    inside, then = inside.astype(bool), then.astype(bool)
    moved = both["atom_before"].ne(both["atom_after"])
    if values:
        one, other = (both[f"value_{when}"].astype(float) for when in ("before", "after"))
        moved = moved | (one.ne(other) & ~(one.isna() & other.isna()))
    differs = (inside ^ then) | (inside & then & moved)
    parts = [
        both.loc[differs & there, ["key", f"atom_{when}", f"place_{when}", f"doctors_{when}"]].set_axis(
            ["key", "atom", "place", "doctors"], axis=1
        )
        for when, there in (("before", inside), ("after", then))
    ]
    valued = values and bool(both[["value_before", "value_after"]].notna().any(axis=None))
    return pd.concat(parts, ignore_index=True).drop_duplicates(["key", "atom"], ignore_index=True).assign(valued=valued)


def _question(entry: Mapping[str, object], levels: tuple[Level, ...], changed: pd.DataFrame) -> Question:
    """Ask for the table of the units that changed."""
    disclosure = Disclosure(str(entry["disclosure"]))
    units = pd.DataFrame(
        {
            "unit": np.arange(len(changed)),
            "atom": changed["atom"].astype(str).to_numpy(),
            "practice": pd.factorize(changed["place"])[0],
            "doctors": changed["doctors"].to_numpy(dtype=np.int64),
            "answer": pd.Series(pd.NA, index=range(len(changed)), dtype="str"),
            # Of a magnitude the sum may be told as well; how large each change was plays no part.
            "value": 1.0 + np.arange(len(changed)) % 3 if changed["valued"].any() else np.nan,
            "hidden": False,
        }
    )
    return Question(
        indicator=CHANGED,
        frame=CHANGED,
        unit_counted=UnitCounted(str(entry["unit_counted"])),
        disclosure=Disclosure.PROTECTED if disclosure is Disclosure.PUBLIC else disclosure,
        options=(),
        multiple=False,
        headline=(),
        levels=levels,
        totals_public=False,
        units=units,
    )


def _lost(areas: pd.DataFrame, cell: pd.DataFrame) -> tuple[str, ...]:
    """Name the indicators whose shown number for Flanders would go."""
    held = areas.loc[areas["area"] == FLANDERS]
    shown = cell.loc[cell["area"].eq(FLANDERS) & cell["confidentiality"].eq(Confidentiality.FREE.value)]
    lost = shown.loc[
        among(shown, held.loc[held["category"] == EVERY], ["indicator"])
        | among(shown, held.loc[held["category"] != EVERY], ["indicator", "category"]),
        "indicator",
    ]
    response = [RESPONSE] if held["indicator"].eq(RESPONSE).any() else []
    return tuple(sorted({*map(str, lost), *response}))
