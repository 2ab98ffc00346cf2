"""What is new, changed and gone between two deliveries of a table: counts only, by column and by kring."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from data.contracts import CANONICAL, load_layout

Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True, kw_only=True)
class TableDelta:
    """Rows of one table, told by their key: in the new one only, in the old one only, in both with other answers.

    ``columns`` is in how many rows of both each column differs, ``kringen`` added, removed and changed rows per kring
    of the main practice (persons), of the practice or of the line; a table without a place has none.
    """

    table: str
    before: int
    after: int
    added: int
    removed: int
    changed: int
    columns: Mapping[str, int]
    kringen: Mapping[str, tuple[int, int, int]]


def deltas(before: Tables, after: Tables, *, placed: Tables) -> list[TableDelta]:
    """Compare every table that both have.

    Parameters
    ----------
    before, after : canonical frames by table, as the vault gives them.
    placed : ``practices``, ``geography`` and ``contacts`` by which rows are placed in a kring; fewer place fewer.
    """
    layout = load_layout(CANONICAL)
    kringen = kring_of(placed)
    return [
        _delta(name, layout.tables[name].key, before[name], after[name], kringen)
        for name in layout.tables
        if name in before and name in after
    ]


def _delta(
    name: str, key: Sequence[str], before: pd.DataFrame, after: pd.DataFrame, kringen: Mapping[str, pd.Series]
) -> TableDelta:
    old, new = _keyed(before, key), _keyed(after, key)
    columns = [column for column in new.columns if column in old.columns and column not in key]
    both = new.index.intersection(old.index)
    differs = pd.DataFrame(
        {column: _differs(old.loc[both, column], new.loc[both, column]) for column in columns}, index=both
    )
    moved = differs.any(axis=1) if columns else pd.Series(data=False, index=both)
    added, removed, changed = new.index.difference(old.index), old.index.difference(new.index), both[moved]
    place = pd.concat([_placed(old, kringen), _placed(new, kringen)])
    place = place[~place.index.duplicated(keep="last")]
    counts = [place.reindex(rows).dropna().value_counts() for rows in (added, removed, changed)]
    named = sorted(set().union(*(set(count.index) for count in counts)))
    return TableDelta(
        table=name,
        before=len(before),
        after=len(after),
        added=len(added),
        removed=len(removed),
        changed=len(changed),
        columns={column: int(differs[column].sum()) for column in columns if differs[column].any()},
        kringen={str(k): (int(counts[0].get(k, 0)), int(counts[1].get(k, 0)), int(counts[2].get(k, 0))) for k in named},
    )


def _keyed(frame: pd.DataFrame, key: Sequence[str]) -> pd.DataFrame:
    """Rows by their key; a person counts by the first eight digits."""
    parts = [frame[column].astype("string").fillna("") for column in key if column in frame]
    parts = [part.str.slice(0, 8) if part.name == "riziv" else part for part in parts]
    joined = parts[0]
    for part in parts[1:]:
        joined = joined + "\t" + part
    keyed = frame.set_axis(pd.Index(joined, name="key"), axis=0)
    return keyed[~keyed.index.duplicated(keep="last")]


def _differs(old: pd.Series, new: pd.Series) -> pd.Series:
    if pd.api.types.is_numeric_dtype(old.dtype) and pd.api.types.is_numeric_dtype(new.dtype):
        old, new = old.astype("Float64"), new.astype("Float64")
    else:
        old, new = old.astype("string"), new.astype("string")
    same = (old == new).fillna(value=False) | (old.isna() & new.isna())
    return ~same.astype(bool)


def kring_of(placed: Tables) -> dict[str, pd.Series]:
    """Give the kring of every practice (``practice_id``), and of every person by the main practice (``person``)."""
    if not {"practices", "geography"} <= set(placed):
        return {}
    lookup = placed["geography"].drop_duplicates(["postcode", "nis"])[["postcode", "nis", "kring_id"]]
    places = placed["practices"][["practice_id", "postcode", "nis"]].merge(lookup, on=["postcode", "nis"], how="left")
    of_practice = places.drop_duplicates("practice_id").set_index("practice_id")["kring_id"]
    found = {"practice_id": of_practice}
    if "contacts" in placed:
        contacts = placed["contacts"].assign(person=placed["contacts"]["riziv"].str.slice(0, 8))
        main = contacts.sort_values(["share", "practice_id"], ascending=[False, True]).drop_duplicates("person")
        found["person"] = main.set_index("person")["practice_id"].map(of_practice)
    return found


def _placed(keyed: pd.DataFrame, kringen: Mapping[str, pd.Series]) -> pd.Series:
    """Kring of every row, missing where the table has no place or the place is not known."""
    if "riziv" in keyed or "RIZIV_ID" in keyed:
        person = keyed["riziv"].str.slice(0, 8) if "riziv" in keyed else keyed["RIZIV_ID"]
        if "person" in kringen:
            return person.map(kringen["person"])
    elif "practice_id" in keyed and "practice_id" in kringen:
        return keyed["practice_id"].map(kringen["practice_id"])
    elif "kring_id" in keyed:
        return keyed["kring_id"]
    return pd.Series(pd.NA, index=keyed.index, dtype="string")
