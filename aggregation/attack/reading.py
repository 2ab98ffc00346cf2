"""From the tables of a release to one additive table per question, the way an outsider would set them up."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from aggregation.attack.verdict import Finding, Kind, Limits
from data.terms import BAR, FLANDERS, TOTAL, Disclosure, Level, UnitCounted

Mask = NDArray[np.bool_]
Place = tuple[str, str]
"""A level and an area id."""

RESPONSE = "response"
"""The table of who answered, as one more question."""

NOT = "¬"
"""Marks the complement of an option where several answers are allowed."""


@dataclass(frozen=True, kw_only=True)
class Areas:
    """Which atoms make up which area, in one survey year.

    Attributes
    ----------
    atoms
        Atom ids in order.
    members
        For every (level, area) the mask over ``atoms``.
    lookup
        Index: the atom position; one column per level.
    """

    atoms: tuple[str, ...]
    members: Mapping[Place, Mask]
    lookup: pd.DataFrame

    def municipalities(self, inside: Mask) -> list[Place]:
        """Municipalities in which some atoms lie."""
        return [(str(Level.GEMEENTE), nis) for nis in sorted(set(self.lookup.loc[inside, str(Level.GEMEENTE)]))]


@dataclass(frozen=True, kw_only=True)
class Table:
    """The counts of one question in one year as one set of linear equations.

    A question that allows several answers gives one table per option: the option and its complement.

    Attributes
    ----------
    indicator, year, frame
        What it is; tables with the same frame have the same respondents.
    options
        Codes that partition all who answered; empty when only the total is counted.
    categories
        Category code to positions in ``options`` (``total``: all of them).
    counts
        (level, area, category) to shown count, or None where it is withheld.
    k
        Counts of 1 to k−1 are small.
    k_total
        The same for numbers of respondents; the smallest k of the questions that share them.
    practices
        True when practices are counted, else doctors.
    sensitive
        True when an area where all gave the same answer must be withheld.
    public
        True when only practices kept off the map are protected (nobody, when doctors are counted).
    totals_public
        True when the number of respondents of every atom counts as known.
    on_map
        True when the answers of single practices may stand on the practice map, as they are or in classes.
    asked
        True when the release says that who is missing only left a question open: the agreed exemption of differences.
    alike
        Levels on which the release says that it shows an answer that all gave, by agreement.
    """

    indicator: str
    year: int
    frame: str
    options: tuple[str, ...]
    categories: Mapping[str, tuple[int, ...]]
    counts: Mapping[tuple[str, str, str], int | None]
    k: int
    k_total: int
    practices: bool
    sensitive: bool
    public: bool
    totals_public: bool
    on_map: bool = False
    asked: bool = False
    alike: frozenset[str] = frozenset()

    def shown_totals(self) -> dict[Place, int]:
        """Numbers of respondents that this table shows, as a total or as all of its options."""
        totals: dict[Place, int] = {}
        parts: dict[Place, list[int]] = {}
        single = {category for category, positions in self.categories.items() if len(positions) == 1}
        for (level, area, category), count in self.counts.items():
            if count is None:
                continue
            if category == TOTAL:
                totals[level, area] = count
            elif category in single:
                parts.setdefault((level, area), []).append(count)
        sums = {place: sum(counts) for place, counts in parts.items() if len(counts) == len(self.options)}
        return sums | totals


@dataclass(kw_only=True)
class Reading:
    """A release as the attacker reads it."""

    areas: dict[int, Areas] = field(default_factory=dict)
    tables: list[Table] = field(default_factory=list)
    found: list[Finding] = field(default_factory=list)


def levels_of(membership: pd.DataFrame) -> list[str]:
    """Levels that a membership tells the areas of: a column that is there and filled; Flanders has none."""
    return [str(level) for level in Level if str(level) in membership and membership[str(level)].notna().all()]


def read_areas(membership: pd.DataFrame, year: int) -> Areas:
    """Areas of one year from the ``membership`` table."""
    of_year = membership.loc[membership["year"] == year]
    levels = levels_of(of_year)
    rows = of_year[["atom", *levels]].drop_duplicates("atom").astype(str).sort_values("atom").reset_index(drop=True)
    members: dict[Place, Mask] = {(str(Level.VLAANDEREN), FLANDERS): np.ones(len(rows), dtype=bool)}
    for level in levels:
        codes = rows[level].to_numpy(dtype=object)
        members.update({(level, str(area)): codes == area for area in sorted(set(codes))})
    return Areas(atoms=tuple(rows["atom"]), members=members, lookup=rows.drop(columns="atom"))


def _threshold(row: Mapping[str, object], limits: Limits) -> int:
    """K of a question: the stricter of its own threshold (doctors) and that of its class."""
    sensitive = row["disclosure"] == Disclosure.SENSITIVE
    if row["unit_counted"] == UnitCounted.PRACTICE:
        return limits.practices_sensitive if sensitive else limits.practices_protected
    least = limits.k_sensitive if sensitive else limits.k_protected
    own = pd.to_numeric(pd.Series([row.get("threshold")]), errors="coerce").iloc[0]
    return least if pd.isna(own) else max(least, int(own))


def _truth_of(value: object) -> bool:
    """Read a flag of the indicator table; missing means no."""
    return bool(value) and not pd.isna(value)  # type: ignore[call-overload] # a cell of any type


def _text_of(value: object) -> str:
    """Read a text of the indicator table; missing means empty."""
    return "" if value is None or value is pd.NA or value != value else str(value)


def read_release(release: Mapping[str, pd.DataFrame], limits: Limits) -> Reading:
    """Set up every table of every year; tells of numbers that cannot be right or lack their count.

    Parameters
    ----------
    release
        Tables ``cell``, ``membership`` and ``indicator`` of a release.
    limits
        Thresholds per class.
    """
    reading = Reading()
    indicators = release["indicator"].set_index("indicator", drop=False)
    cell = release["cell"].astype({"year": int})
    years = sorted({int(year) for year in release["membership"]["year"].unique()})
    reading.areas = {year: read_areas(release["membership"], year) for year in years}
    for key, rows in cell.groupby(["indicator", "year"], sort=True):
        indicator, year = str(key[0]), int(str(key[1]))
        if indicator not in indicators.index:
            raise ValueError(
                f"table cell has indicator {indicator}, which table indicator lacks: a release lists every indicator"
            )
        entry = {str(key): value for key, value in indicators.loc[indicator].to_dict().items()}
        counts = _read_counts(rows, indicator, year, reading)
        reading.tables.extend(_set_up(entry, year, counts, limits))
    return reading


def _read_counts(
    rows: pd.DataFrame, indicator: str, year: int, reading: Reading
) -> dict[tuple[str, str, str], int | None]:
    """Count per (level, area, category) from whatever row shows it, and from shares that give a count back.

    A withheld row that still holds a number is read like any other: the number is there.
    """
    known: dict[tuple[str, str, str], int | None] = {}
    loose: list[tuple[str, str, str, float]] = []
    beside: list[tuple[str, str, str, float, float]] = []
    for level, area, category, measure, count, value in zip(
        rows["level"].astype(str),
        rows["area"].astype(str),
        rows["category"].astype(str),
        rows["measure"].astype(str),
        pd.to_numeric(rows["count"]).to_numpy(dtype=float, na_value=np.nan),
        pd.to_numeric(rows["value"]).to_numpy(dtype=float, na_value=np.nan),
        strict=True,
    ):
        key = (level, area, category)
        known.setdefault(key, None)
        if not np.isnan(count):
            if known[key] is not None and known[key] != int(count):
                reading.found.append(_disagree(indicator, year, key))
            known[key] = int(count)
            if measure == "share" and value > 0:
                beside.append((level, area, category, count, value))
        elif not np.isnan(value):
            reading.found.append(_without_count(indicator, year, key, measure))
            if measure == "share":
                loose.append((level, area, category, value))
    _recover(known, loose)
    for level, area, category, count, share in beside:
        if known.get((level, area, TOTAL), 0) is None:
            reading.found.append(_beside_total(indicator, year, (level, area, category)))
            low, high = np.ceil(100 * count / (share + 0.05) - 1e-9), np.floor(100 * count / (share - 0.05) + 1e-9)
            if low == high:
                known[level, area, TOTAL] = int(low)
    return known


def _recover(known: dict[tuple[str, str, str], int | None], loose: list[tuple[str, str, str, float]]) -> None:
    """Give counts back from shares that lost theirs, where the total leaves one possibility."""
    for level, area, category, value in loose:
        total = known.get((level, area, TOTAL))
        if total:
            low, high = np.ceil(total * (value - 0.05) / 100 - 1e-9), np.floor(total * (value + 0.05) / 100 + 1e-9)
            if low == high:
                known[level, area, category] = int(low)


def _disagree(indicator: str, year: int, key: tuple[str, str, str]) -> Finding:
    level, area, category = key
    return Finding(
        kind=Kind.CONSISTENCY,
        indicators=(indicator,),
        year=year,
        areas=(f"{level}:{area}",),
        category=category,
        message="two rows of one cell show different counts",
        message_nl="twee rijen van één cel tonen een verschillend aantal",
    )


def _without_count(indicator: str, year: int, key: tuple[str, str, str], measure: str) -> Finding:
    level, area, category = key
    return Finding(
        kind=Kind.CONSISTENCY,
        indicators=(indicator,),
        year=year,
        areas=(f"{level}:{area}",),
        category=category,
        message=f"the {measure} is shown without the count behind it",
        message_nl=f"{measure} staat er zonder het aantal waarop het steunt",
    )


def _beside_total(indicator: str, year: int, key: tuple[str, str, str]) -> Finding:
    level, area, category = key
    return Finding(
        kind=Kind.CONSISTENCY,
        indicators=(indicator,),
        year=year,
        areas=(f"{level}:{area}",),
        category=category,
        message="a share and its count are shown where the total is withheld: their quotient is that total",
        message_nl="aandeel en aantal staan er terwijl het totaal is weggelaten: hun verhouding is dat totaal",
    )


def _set_up(
    entry: Mapping[str, object], year: int, counts: dict[tuple[str, str, str], int | None], limits: Limits
) -> list[Table]:
    """Tables of one question: one, or one per option where several answers are allowed."""
    options = tuple(_text_of(entry.get("options")).split())
    k = _threshold(entry, limits)
    base = Table(
        indicator=str(entry["indicator"]),
        year=year,
        frame=_text_of(entry.get("frame")) or str(entry["indicator"]),
        options=options,
        categories={},
        counts=counts,
        k=k,
        k_total=k,
        practices=entry["unit_counted"] == UnitCounted.PRACTICE,
        sensitive=entry["disclosure"] == Disclosure.SENSITIVE,
        public=entry["disclosure"] == Disclosure.PUBLIC,
        totals_public=_truth_of(entry.get("totals_public")),
        on_map=_text_of(entry.get("practice_map")) in ("yes", "class"),
        asked=_truth_of(entry.get("asked")),
        alike=frozenset(_text_of(entry.get("alike")).split()),
    )
    categories = sorted({category for _, _, category in counts} - {TOTAL})
    if not _truth_of(entry.get("multiple")):
        unknown = [code for code in categories if not set(code.split(BAR)) <= set(options)]
        if unknown:
            raise ValueError(
                f"indicator {base.indicator}, {year}: categories {unknown} are no options ({options}) or bars of them; "
                "column options of table indicator lists every code, joined by a space"
            )
        positions = {code: tuple(options.index(part) for part in code.split(BAR)) for code in categories}
        return [replace(base, categories={TOTAL: tuple(range(max(len(options), 1))), **positions})]
    return [
        replace(
            base,
            options=(option, NOT + option),
            categories={TOTAL: (0, 1), option: (0,)},
            counts={key: count for key, count in counts.items() if key[2] in (TOTAL, option)},
        )
        for option in categories
    ] or [replace(base, options=(), categories={TOTAL: (0,)})]
