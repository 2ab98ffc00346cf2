"""What all earlier releases showed, laid together: who keeps every one of them knows more than any two tell."""

from collections.abc import Mapping, Sequence

import pandas as pd

from aggregation.attack.reading import levels_of
from aggregation.attack.two_maps import complete_maps

Release = Mapping[str, pd.DataFrame]

_CELL = ["indicator", "year", "level", "area", "category", "measure"]
_RESPONSE = ["year", "level", "area", "role"]


def lay_together(releases: Sequence[Release]) -> Release | None:
    """Lay releases over each other as one that shows every number that one of them shows.

    A question of a year is taken over from an older release where all numbers agree that both show, and the areas of
    that year are the same: its answers are then taken for the same. A question that was corrected stays as the newest
    release has it; the older one is compared on its own.

    Parameters
    ----------
    releases
        Tables of releases as for :func:`aggregation.attack.attack_pair`, the newest first.

    Returns
    -------
    Tables for that function; None where no older release adds anything to the newest.
    """
    if len(releases) < 2:
        return None
    together = dict(releases[0])
    added = False
    for older in releases[1:]:
        years = [year for year in sorted(set(older["cell"]["year"])) if _same_areas(together, older, int(year))]
        rows = older["cell"].loc[older["cell"]["year"].isin(years)]
        together["cell"], more = _fill(together["cell"], rows, _CELL, ["count", "value"], ["indicator", "year"])
        added |= more
        if "response" in together and "response" in older:
            rows = older["response"].loc[older["response"]["year"].isin(years)]
            together["response"], more = _fill(together["response"], rows, _RESPONSE, ["answered"], ["year"])
            added |= more
        if "practice" in together and "practice" in older:
            maps = together["practice"]
            both = [complete_maps(maps, older["practice"], int(year))[0] for year in sorted(set(maps["year"]))]
            together["practice"] = pd.concat(both, ignore_index=True) if both else maps
            added |= len(together["practice"]) > len(maps)
    return together if added else None


def _same_areas(one: Release, other: Release, year: int) -> bool:
    """Whether two releases draw the areas of a year alike."""
    told = [levels_of(table.loc[table["year"] == year]) for table in (one["membership"], other["membership"])]
    if told[0] != told[1]:
        return False
    columns = ["atom", *told[0]]
    first, second = (
        table.loc[table["year"] == year, columns].astype(str).drop_duplicates().sort_values(columns, ignore_index=True)
        for table in (one["membership"], other["membership"])
    )
    return bool(len(first)) and first.equals(second)


def _fill(
    rows: pd.DataFrame, older: pd.DataFrame, key: list[str], numbers: list[str], whole: list[str]
) -> tuple[pd.DataFrame, bool]:
    """Take over numbers that only the older rows show, per table (``whole``) in which no shown number differs.

    Returns
    -------
    The rows, and whether anything was taken over.
    """
    beside = older[[*key, *numbers]]
    both = rows[key].merge(beside, on=key, how="left", validate="one_to_one").set_axis(rows.index)
    differ = pd.Series(False, index=rows.index)
    for name in numbers:
        shown = rows[name].notna() & both[name].notna()
        differ |= shown & (rows[name].astype("Float64") != both[name].astype("Float64")).fillna(False)
    tables = pd.MultiIndex.from_frame(rows[whole])
    agree = ~tables.isin(tables[differ.to_numpy(dtype=bool)])
    filled, added = rows.copy(), False
    for name in numbers:
        take = agree & filled[name].isna() & both[name].notna()
        filled.loc[take, name] = both.loc[take, name]
        added |= bool(take.any())
    return filled, added
