"""Numbers that a release says it made of others, after the gate: made again here, or else they are a finding.

Such a number counts nobody anew, so no other attack looks at it. That is only so when it follows, to the last digit,
from what the release shows: this is where it is found out. The rule of D03 is that of the form "prioritaire zone"
(Impulseo, 2018): 90 GPs under 65 per 100,000 residents, 120 where fewer than 125 residents live per km². D11 weighs
published residents by age and increased reimbursement, and so knows of nobody who was counted.
"""

import math
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from aggregation.attack.verdict import Finding, Kind
from data.terms import FLANDERS, TOTAL, Level

Release = Mapping[str, pd.DataFrame]
Place = tuple[str, str]
Row = Mapping[Hashable, Any]
_TINY = 5e-7
_HALF_STEP = 0.005 + _TINY
"""The index is released to two decimals."""


def made_of_others(release: Release) -> frozenset[str]:
    """Name the indicators that a release says are made of other numbers it shows."""
    indicator = release["indicator"]
    if "derived" not in indicator:
        return frozenset()
    return frozenset(indicator.loc[indicator["derived"].eq(True).fillna(value=False), "indicator"].astype(str))


def without_derived(release: Release) -> Release:
    """Leave out the cells that are made of others."""
    names = made_of_others(release)
    cell = release["cell"]
    return {**release, "cell": cell.loc[~cell["indicator"].astype(str).isin(names)]} if names else release


def check_derived(release: Release) -> list[Finding]:
    """Make again what a release made of its own numbers, and name everything that does not follow from them."""
    cell = release["cell"]
    found = []
    for name in sorted(made_of_others(release)):
        own = cell.loc[cell["indicator"].astype(str).eq(name)]
        for year, rows in own.groupby("year"):
            follows = _check_of(name, release, int(str(year)))
            for row in rows.to_dict("records"):
                place = str(row["level"]), str(row["area"])
                if not follows(place, row):
                    found.append(_tell(name, int(str(year)), place, str(row["category"])))
    return found


def _check_of(name: str, release: Release, year: int) -> Callable[[Place, Row], bool]:
    """Give what tells whether a cell of a year follows; what nobody can make again may say nothing."""
    if name == "D03":
        known = _Known.of(release, year)
        return lambda place, row: _follows(known, place, row)
    if name == "D11":
        needs = _needs(release, year)
        return lambda place, row: _weighs(needs, place, row)
    return lambda _place, row: _says_nothing(row)


_WEIGHTS = {"residents:0-17": 0.48, "residents:18-64": 0.93, "residents:65-79": 1.45, "residents:80+": 2.30}
_YOUNG = ("residents:0-17", "residents:18-64")
_POORER = 0.43
"""How much more under-65s with increased reimbursement use than the others."""


def _needs(release: Release, year: int) -> dict[Place, float]:
    """Weigh the published residents of every area by age, and under 65 by increased reimbursement."""
    fact = release.get("fact")
    people: dict[Place, dict[str, float]] = {}
    poorer: dict[int, dict[Place, float]] = {}
    for row in [] if fact is None else fact.to_dict("records"):
        place, name = (str(row["level"]), str(row["area"])), str(row["fact"])
        if name in _WEIGHTS and row["year"] == year:
            people.setdefault(place, {})[name] = float(row["value"])
        elif name == "vt_under_65" and row["year"] <= year:
            poorer.setdefault(int(row["year"]), {})[place] = float(row["value"])
    towns = {place for place in people if place[0] == Level.GEMEENTE}
    shares = max(poorer.items(), key=lambda told: (len(towns & told[1].keys()), told[0]), default=(0, {}))[1]
    whole = (str(Level.VLAANDEREN), FLANDERS)
    if whole not in people:
        return {}
    usual = shares.get(whole)

    def weighted(place: Place) -> float:
        own = shares.get(place, usual)
        more = 1.0 if usual is None or own is None else (1 + _POORER * own) / (1 + _POORER * usual)
        return sum(_WEIGHTS[age] * (more if age in _YOUNG else 1.0) * number for age, number in people[place].items())

    scale = sum(people[whole].values()) / weighted(whole)
    full = {place: sum(ages.values()) for place, ages in people.items() if ages.keys() == _WEIGHTS.keys()}
    return {place: 100 * scale * weighted(place) / number for place, number in full.items() if number > 0}


def _weighs(needs: Mapping[Place, float], place: Place, row: Row) -> bool:
    """Whether a cell of D11 is the index of its area, and counts nobody."""
    if not _missing(row["lower"]) or not _missing(row["upper"]) or not _missing(row["frame"]):
        return False
    if _missing(row["value"]):
        return _says_nothing(row)
    own = needs.get(place)
    said = row["measure"] == "rate" and row["category"] == TOTAL and _missing(row["count"])
    return said and own is not None and abs(float(row["value"]) - own) <= _HALF_STEP


@dataclass(frozen=True, kw_only=True)
class _Known:
    """What a release shows of one year that the threshold is held against."""

    gps: Mapping[Place, int]
    shares: Mapping[Place, tuple[float, float, float]]
    residents: Mapping[Place, float]
    km2: Mapping[Place, float]
    krings: Mapping[str, set[str]]

    @classmethod
    def of(cls, release: Release, year: int) -> "_Known":
        gps: dict[Place, int] = {}
        shares: dict[Place, tuple[float, float, float]] = {}
        cell = release["cell"]
        for row in cell.loc[cell["year"].eq(year) & cell["indicator"].isin(["D01", "A10"])].to_dict("records"):
            place, numbers = (str(row["level"]), str(row["area"])), (row["value"], row["lower"], row["upper"])
            kind = row["indicator"], row["category"], row["measure"]
            if kind == ("D01", TOTAL, "count") and not _missing(row["count"]):
                gps[place] = int(row["count"])
            elif kind == ("A10", "65-", "share") and not any(_missing(number) for number in numbers):
                shares[place] = (float(numbers[0]), float(numbers[1]), float(numbers[2]))
        residents: dict[Place, float] = {}
        km2: dict[Place, float] = {}
        fact = release.get("fact")
        for row in [] if fact is None else fact.loc[fact["year"].eq(year)].to_dict("records"):
            place = str(row["level"]), str(row["area"])
            if str(row["fact"]).startswith("residents:"):
                residents[place] = residents.get(place, 0.0) + float(row["value"])
            elif row["fact"] == "area_km2":
                km2[place] = float(row["value"])
        krings: dict[str, set[str]] = {}
        membership = release["membership"]
        for row in membership.loc[membership["year"].eq(year)].to_dict("records"):
            krings.setdefault(str(row["gemeente"]), set()).add(str(row["kring"]))
        return cls(gps=gps, shares=shares, residents=residents, km2=km2, krings=krings)

    def share(self, place: Place) -> tuple[float, float, float] | None:
        """Give the share aged 65 and over that stands for a place: its own, that of its kring, that of Flanders."""
        around = self.krings.get(place[1], set()) if place[0] == Level.GEMEENTE else set()
        kring = (str(Level.KRING), next(iter(around))) if len(around) == 1 else place
        places = (place, kring, (str(Level.VLAANDEREN), FLANDERS))
        return next((self.shares[one] for one in places if one in self.shares), None)

    def limits(self, place: Place) -> tuple[float, float] | None:
        """Give the lowest and the highest number of GPs that the threshold can be; alike where the surface is known."""
        people, surface = self.residents.get(place, 0.0), self.km2.get(place)
        if people <= 0:
            return None
        if surface is None:
            return 90 * people / 1e5, 120 * people / 1e5
        limit = (120 if surface > people / 125 else 90) * people / 1e5
        return limit, limit


def _follows(known: _Known, place: Place, row: Row) -> bool:
    """Whether a cell says what the other numbers say, or nothing."""
    if _says_nothing(row):
        return True
    gps, limits = known.gps.get(place), known.limits(place)
    if gps is None or _missing(row["value"]):
        return False
    value = float(row["value"])
    if row["measure"] == "count":
        return row["category"] == TOTAL and row["count"] == gps and value == gps
    share = known.share(place) if gps else (0.0, 0.0, 0.0)
    if limits is None or share is None:
        return False
    middle, fewest, most = gps * (1 - share[0] / 100), gps * (1 - share[2] / 100), gps * (1 - share[1] / 100)
    if row["measure"] == "gap":
        ends = (math.floor(number - limits[0] + _TINY) for number in (middle, fewest, most))
        shown = (value, row["lower"], row["upper"])
        return limits[0] == limits[1] and row["category"] == TOTAL and row["count"] == gps and shown == tuple(ends)
    below, above = most < limits[0] - _TINY, fewest >= limits[1] - _TINY
    if limits[0] != limits[1] and not (below or above):
        return False
    said = "zeker" if below else "niet" if above else "mogelijk"
    counted = not _missing(row["count"])
    return row["measure"] == "share" and not counted and value == (100.0 if row["category"] == said else 0.0)


def _missing(value: Any) -> bool:
    return bool(pd.isna(value))


def _says_nothing(row: Row) -> bool:
    """Whether a cell is blank: withheld, or an area without a GP or a resident."""
    blank = all(_missing(row[name]) for name in ("value", "lower", "upper"))
    return blank and (_missing(row["count"]) or row["count"] == 0)


def _tell(indicator: str, year: int, place: Place, category: str) -> Finding:
    return Finding(
        kind=Kind.CONSISTENCY,
        indicators=(indicator,),
        year=year,
        areas=(f"{place[0]}:{place[1]}",),
        category=category,
        message="a number that is said to be made of shown numbers does not follow from them",
        message_nl="een getal dat uit getoonde getallen zou volgen, volgt er niet uit",
    )
