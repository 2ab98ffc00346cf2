"""Holds the tables of a release against the format, and lists every problem at once."""

import re
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from data.faults import RefusalError
from data.identifiers import PERSON_NUMBER
from data.releases.schema import (
    CELL,
    QUALITY,
    QUALITY_STEP,
    REQUIRED,
    TABLES,
    Column,
    Kind,
    Table,
)
from data.terms import BELOW_FLANDERS, FLANDERS, TOTAL, Confidentiality, Level, Measure, Status

Frames = dict[str, pd.DataFrame]

_EXAMPLES = 3
_OPAQUE = re.compile(r"[0-9a-f]{12,}")
_TEXT, _COUNT, _NUMBER = pd.StringDtype(na_value=np.nan), pd.Int64Dtype(), pd.Float64Dtype()
_TEXTS = ("string", "empty")
_SHARES = (Measure.SHARE.value, Measure.SHARE_WEIGHTED.value)


class ReleaseError(RefusalError):
    """A release was refused, is damaged or does not exist; ``problems`` lists everything that was found."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def check_tables(tables: Mapping[str, pd.DataFrame]) -> Frames:
    """Give the tables in the declared types and column order.

    Raises
    ------
    ReleaseError : lists every table, column and kind of row that does not fit the format, with counts and the keys
        of up to three rows.
    """
    frames, problems = examine(tables)
    if problems:
        raise ReleaseError(*problems)
    return frames


def examine(tables: Mapping[str, pd.DataFrame]) -> tuple[Frames, list[str]]:
    """Give the tables that have the declared columns and types, and every problem of all of them."""
    problems = [f"{name}: expected a table of the format ({', '.join(TABLES)})" for name in set(tables) - set(TABLES)]
    problems += [f"{name}: expected this table, found none" for name in set(REQUIRED) - set(tables)]
    frames: Frames = {}
    for name, table in TABLES.items():
        if name not in tables:
            continue
        frame, found = _typed(table, tables[name])
        problems += found
        if frame is not None:
            frames[name] = frame
            problems += _key_problems(table, frame)
            problems += _content_problems(table, frame)
    if "cell" in frames:
        problems += _cell_problems(frames["cell"], _derived(frames.get("indicator")))
    if "quality" in frames:
        problems += _quality_problems(frames["quality"])
    if set(REQUIRED) <= set(frames):
        problems += _between_tables(frames)
    return frames, problems


def _typed(table: Table, given: pd.DataFrame) -> tuple[pd.DataFrame | None, list[str]]:
    problems = []
    declared = [column.name for column in table.columns]
    missing = [c.name for c in table.columns if c.required and c.name not in given.columns]
    extra = [str(name) for name in given.columns if name not in declared]
    if missing:
        problems.append(f"{table.name}: expected the columns {', '.join(missing)}, found none of that name")
    if extra and not table.open_ended:
        problems.append(f"{table.name}: expected no other columns than the declared ones, found {', '.join(extra)}")
    if not given.columns.is_unique:
        problems.append(f"{table.name}: expected every column once, found a name twice")
    if problems:
        return None, problems
    typed = {}
    for name in [n for n in declared if n in given.columns] + extra:
        column = table.column(name) or Column(name=name, kind=_kind_of(given[name]), meaning="", nullable=True)
        try:
            typed[name] = _convert(given[name], column.kind)
        except (TypeError, ValueError):
            problems.append(
                f"{table.name}.{name}: expected {column.kind.value}, found {given[name].dtype} that does not fit it"
            )
    if problems:
        return None, problems
    return pd.DataFrame(typed).reset_index(drop=True), []


def _kind_of(values: pd.Series) -> Kind:
    """Type of a column that the format leaves open."""
    if pd.api.types.is_bool_dtype(values.dtype):
        return Kind.FLAG
    if pd.api.types.is_integer_dtype(values.dtype):
        return Kind.INTEGER
    return Kind.NUMBER if pd.api.types.is_float_dtype(values.dtype) else Kind.TEXT


def _convert(values: pd.Series, kind: Kind) -> pd.Series:
    values = values.reset_index(drop=True)
    if kind is Kind.TEXT:
        if not isinstance(values.dtype, pd.StringDtype) and pd.api.types.infer_dtype(values, skipna=True) not in _TEXTS:
            raise TypeError
        return values.astype(object).where(values.notna(), np.nan).astype(_TEXT)
    if pd.api.types.is_bool_dtype(values.dtype) != (kind is Kind.FLAG) and values.notna().any():
        raise TypeError
    if kind is Kind.FLAG:
        return values.astype(pd.BooleanDtype())
    if not pd.api.types.is_numeric_dtype(values.dtype):
        values = pd.to_numeric(values.astype(object).where(values.notna(), np.nan))
    numbers = values.astype(_NUMBER).astype("float64")
    if np.isinf(numbers).any():
        raise ValueError
    return numbers.astype(_COUNT if kind is Kind.INTEGER else _NUMBER)


def _key_problems(table: Table, frame: pd.DataFrame) -> Iterator[str]:
    for column in table.columns:
        if column.name not in frame:
            continue
        values = frame[column.name]
        if not column.nullable:
            yield from _report(table, frame, values.isna(), f"{column.name} is empty")
        if column.name in table.key and column.kind is Kind.TEXT:
            yield from _report(table, frame, values.eq(""), f"{column.name} is an empty text")
        if column.allowed:
            outside = values.notna() & ~values.isin(column.allowed)
            yield from _report(table, frame, outside, f"{column.name} is not one of {', '.join(column.allowed)}")
        if column.at_least is not None:
            yield from _report(table, frame, values.lt(column.at_least), f"{column.name} is below {column.at_least:g}")
        if column.at_most is not None:
            yield from _report(table, frame, values.gt(column.at_most), f"{column.name} is above {column.at_most:g}")
    yield from _report(
        table, frame, frame.duplicated(list(table.key)), f"the key ({', '.join(table.key)}) occurs twice"
    )


def _content_problems(table: Table, frame: pd.DataFrame) -> Iterator[str]:
    """Last net: nothing that looks like the number or address of a person may stand in any text."""
    for name in frame.columns:
        if frame[name].dtype != _TEXT:
            continue
        found = pd.Series(frame[name].dropna().unique(), dtype=_TEXT)
        found = found[found.str.contains(PERSON_NUMBER.pattern, regex=True)]
        if name == "practice":
            found = found[~found.str.fullmatch(_OPAQUE.pattern) | found.str.fullmatch(r"\d{11}")]
        if len(found):
            yield (
                f"{table.name}.{name}: {len(found)} texts look like a RIZIV or national number or a mail address "
                "(not repeated here); a release holds none"
            )


def _derived(indicator: pd.DataFrame | None) -> frozenset[str]:
    """Name the indicators of which a number may stand without a count: it is nobody's answer."""
    if indicator is None or "derived" not in indicator:
        return frozenset()
    return frozenset(indicator.loc[indicator["derived"].fillna(value=False), "indicator"].astype(str))


def _cell_problems(cell: pd.DataFrame, derived: frozenset[str]) -> Iterator[str]:
    withheld = cell["confidentiality"].eq(Confidentiality.WITHHELD.value)
    numbers = ["count", "value", "lower", "upper"]
    free, no_data = ~withheld, cell["status"].eq(Status.NO_DATA.value)
    total, share = cell["category"].eq(TOTAL), cell["measure"].isin(_SHARES)
    is_count = cell["measure"].eq(Measure.COUNT.value)
    outside = cell[numbers[1:]].lt(0) | cell[numbers[1:]].gt(100)
    mean = cell["measure"].eq(Measure.MEAN.value)
    shown = free & ~no_data
    made = cell["indicator"].isin(derived)
    rules = {
        "withheld, yet count, value, lower or upper is filled": withheld & cell[numbers].notna().any(axis=1),
        "withheld, yet status is not A": withheld & cell["status"].ne(Status.NORMAL.value),
        "free, yet count is empty": free & cell["count"].isna() & ~made,
        "free with data, yet value is empty": shown & cell["value"].isna() & ~(made & is_count & cell["count"].isna()),
        "no data (O), yet count is not 0": free & no_data & cell["count"].ne(0).fillna(value=False),
        "no data (O), yet value, lower or upper is filled": no_data & cell[numbers[1:]].notna().any(axis=1),
        "count is above frame": cell["count"].gt(cell["frame"]).fillna(value=False),
        "only one end of the interval is given": cell["lower"].isna() ^ cell["upper"].isna(),
        "lower is above upper": cell["lower"].gt(cell["upper"]).fillna(value=False),
        "measure count stands on a category other than total": is_count & ~total,
        "a share stands on total": share & total,
        "median, quartile or rate stands on a category other than total": ~share & ~is_count & ~mean & ~total,
        "a share or its interval is outside 0-100": share & outside.any(axis=1),
        "a value lies outside its interval": (cell["value"].lt(cell["lower"]) | cell["value"].gt(cell["upper"])).fillna(
            value=False
        ),
        "measure count has a value that is not its count": shown & is_count & cell["value"].ne(cell["count"]),
        "level vlaanderen has an area other than VL": (cell["level"].eq(Level.VLAANDEREN) ^ cell["area"].eq(FLANDERS)),
    }
    for words, broken in rules.items():
        yield from _report(CELL, cell, broken, words)


def _quality_problems(quality: pd.DataFrame) -> Iterator[str]:
    """Numbers on the answers count in steps, and every one follows from its rounded counts."""
    withheld = quality["confidentiality"].eq(Confidentiality.WITHHELD.value)
    numbers, share = ["base", "count", "value"], quality["measure"].eq("share")
    free = ~withheld
    follows = (100 * quality["count"].astype("Float64") / quality["base"].astype("Float64")).round(1)
    steps = quality[["base", "count"]].mod(QUALITY_STEP).ne(0).fillna(value=False).any(axis=1)
    rules = {
        "withheld, yet base, count or value is filled": withheld & quality[numbers].notna().any(axis=1),
        "free, yet base or value is empty": free & quality[["base", "value"]].isna().any(axis=1),
        f"base or count is not a multiple of {QUALITY_STEP}": steps,
        "a share without count, or a count without share": free & (share ^ quality["count"].notna()),
        "count is above base": quality["count"].gt(quality["base"]).fillna(value=False),
        "a share says more than its rounded counts": free & share & quality["value"].ne(follows).fillna(value=True),
    }
    for words, broken in rules.items():
        yield from _report(QUALITY, quality, broken, words)


def _between_tables(frames: Frames) -> Iterator[str]:
    area, cell, membership = frames["area"], frames["cell"], frames["membership"]
    known = pd.MultiIndex.from_frame(area[["year", "level", "area"]])
    for name in ("cell", "response"):
        keys = pd.MultiIndex.from_frame(frames[name][["year", "level", "area"]])
        unknown = pd.Series(~keys.isin(known))
        yield from _report(TABLES[name], frames[name], unknown, "area is not in table area for that year and level")
    for name in ("membership", "practice"):
        for level in BELOW_FLANDERS:
            frame = frames[name]
            if level.value not in frame:
                continue
            frame = frame.loc[frame[level.value].notna()].reset_index(drop=True)
            keys = pd.MultiIndex.from_arrays([frame["year"], [level.value] * len(frame), frame[level.value]])
            yield from _report(TABLES[name], frame, pd.Series(~keys.isin(known)), f"{level} is not in table area")
    unknown = ~cell["indicator"].isin(frames["indicator"]["indicator"])
    yield from _report(CELL, cell, unknown, "indicator is not in table indicator")
    for year in sorted(set(cell["year"].dropna()) - set(membership["year"].dropna())):
        yield f"membership: expected the atoms of {year}, because cell has numbers of that year; found none"
    tables = cell.groupby(["indicator", "year", "level"])["measure"]
    for key in [key for key, measures in tables if Measure.COUNT not in set(measures)][:_EXAMPLES]:
        yield f"cell: expected the measure count on total for {' '.join(map(str, key))}, found none"
    sizes = area.groupby(["year", "level"]).size().rename("areas")
    grid = cell.groupby(["indicator", "year", "level", "category", "measure"]).size().rename("rows").reset_index()
    grid = grid.join(sizes, on=["year", "level"])
    for line in grid[grid["rows"] < grid["areas"]].head(_EXAMPLES).itertuples():
        yield (
            f"cell: expected a row for every area: {line.indicator} {line.year} {line.level} {line.category} "
            f"{line.measure} has {line.rows} of {line.areas}"
        )


def _report(table: Table, frame: pd.DataFrame, broken: pd.Series, words: str) -> Iterator[str]:
    """One line for all rows that break one rule; keys of cells are public, keys of practices are not repeated."""
    broken = broken.fillna(value=False).astype(bool)
    if not broken.any():
        return
    line = f"{table.name}: {int(broken.sum())} rows: {words}"
    if table.name != "practice":
        rows = frame.loc[broken, list(table.key)].head(_EXAMPLES).astype(str)
        examples = "; ".join(" ".join(row) for row in rows.itertuples(index=False))
        line += "" if PERSON_NUMBER.search(examples) else f" (first: {examples})"
    yield line
