"""The places where synthetic practices lie: what a caller hands in, checked and made ready to draw from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
import pandas as pd

from data.synth.arrays import Floats, Ints, Texts, standardise, stream

BOUNDARY_YEAR = 2025
"""From 1 January of this year settlements carry the codes of ``nis_2025``, before that those of ``nis_2019``."""

PINNED_DOCTORS = (0, 1, 4)
"""Three small municipalities hold exactly so many huisartsen in every year: the cases that test protection."""


_GROWTH = 1.004
"""By how much residents grow in a year of which the reference has none."""


class GeographyError(ValueError):
    """The geography that was handed in does not hang together."""


@dataclass(frozen=True)
class YearGeography:
    """Geography of one survey year, as the delivery will hold it, with the places where practices can lie.

    ``geography`` (postcode, nis, kring_id, elz_id), ``areas`` (level, area_id, name, area_km2) and ``population``
    (nis, postcode, age_class, residents) are written as they are. ``settlements`` has one row per place:
    nis_2019, nis_2025, postcode (empty where the municipality is not split), longitude, latitude (WGS 84) and
    weight (share of the people of its municipality part, any positive scale); the same rows in every year.
    """

    geography: pd.DataFrame
    areas: pd.DataFrame
    population: pd.DataFrame
    settlements: pd.DataFrame


SynthGeography: TypeAlias = Callable[[int], YearGeography]


class Reference(Protocol):
    """Reference geography of a whole country: tables as in ``YearGeography``."""

    @property
    def POPULATION_YEARS(self) -> Sequence[int]:  # noqa: N802 -- a constant of the module that stands for it
        """Years of which it has residents."""

    def geography(self, year: int) -> pd.DataFrame:
        """Lines of the geography of a survey year."""

    def areas(self, year: int) -> pd.DataFrame:
        """Names of its areas."""

    def population(self, year: int) -> pd.DataFrame:
        """Residents on its first day."""

    def settlements(self) -> pd.DataFrame:
        """Places, the same in every year."""


def country(reference: Reference) -> SynthGeography:
    """Draw practices all over the country of a reference geography.

    Of a year after the last of which it has residents, those are taken and grown.
    """
    settlements, last = reference.settlements(), max(reference.POPULATION_YEARS)

    def residents(year: int) -> pd.DataFrame:
        known = reference.population(min(year, last))
        return known.assign(residents=(known["residents"] * _GROWTH ** max(year - last, 0)).round().astype("int64"))

    def of(year: int) -> YearGeography:
        return YearGeography(
            geography=reference.geography(year),
            areas=reference.areas(year),
            population=residents(year),
            settlements=settlements,
        )

    return of


@dataclass(frozen=True)
class Places:
    """Settlements as arrays of n values.

    ``residents`` are expected people per settlement; ``capacity`` is a smooth regional field with mean 0 and
    standard deviation 1: where it is low there are fewer doctors, who are busier and stop new patients sooner.
    ``pull`` is what draws practices: people, the field, and something of each municipality's own; zero where pinned.
    ``pinned`` gives the number of doctors a settlement's municipality must hold, or -1.
    """

    longitude: Floats
    latitude: Floats
    nis_2019: Texts
    nis_2025: Texts
    postcode: Texts
    residents: Floats
    capacity: Floats
    pull: Floats
    pinned: Ints

    def nis(self, year: int) -> Texts:
        """Municipality code of every settlement in ``year``."""
        return self.nis_2019 if year < BOUNDARY_YEAR else self.nis_2025


def texts(values: pd.Series) -> Texts:
    """Give a column as text, missing as the empty string."""
    return values.astype(object).where(values.notna(), "").astype(str).to_numpy(dtype=object)


def prepare_places(base: YearGeography, year: int, seed: int) -> Places:
    """Settlements of the first year with expected residents, the regional field and the pinned municipalities.

    Raises
    ------
    GeographyError : settlements without residents, or a municipality that ``geography`` does not know.
    """
    frame = base.settlements
    nis_2019, nis_2025 = texts(frame["nis_2019"]), texts(frame["nis_2025"])
    nis = nis_2019 if year < BOUNDARY_YEAR else nis_2025
    postcode = texts(frame["postcode"])
    unknown = sorted(set(nis) - set(texts(base.geography["nis"])))
    if unknown:
        raise GeographyError(
            f"expected every settlement in a municipality of the geography of {year}, found {len(unknown)} codes "
            f"that it does not hold ({', '.join(unknown[:5])}); add them to geography or drop the settlements"
        )
    residents = _residents(base.population, nis, postcode, frame["weight"].to_numpy(dtype=np.float64))
    if residents.sum() <= 0:
        raise GeographyError(f"expected residents in the municipalities of the settlements in {year}, found none")
    longitude = frame["longitude"].to_numpy(dtype=np.float64)
    latitude = frame["latitude"].to_numpy(dtype=np.float64)
    capacity = _regional_field(longitude, latitude, residents, seed)
    pinned = _pinned(nis_2019, nis_2025, residents)
    towns, town = np.unique(nis_2025.astype(str), return_inverse=True)
    own = stream(seed, "municipalities").normal(0.0, 0.2, len(towns))[town]
    return Places(
        longitude=longitude,
        latitude=latitude,
        nis_2019=nis_2019,
        nis_2025=nis_2025,
        postcode=postcode,
        residents=residents,
        capacity=capacity,
        pull=np.where(pinned >= 0, 0.0, residents * np.exp(0.16 * capacity + own)),
        pinned=pinned,
    )


def _residents(population: pd.DataFrame, nis: Texts, postcode: Texts, weight: Floats) -> Floats:
    """Residents of each municipality part, divided over its settlements by weight."""
    part = pd.DataFrame({"nis": texts(population["nis"]), "postcode": texts(population["postcode"])})
    part["residents"] = population["residents"].to_numpy(dtype=np.float64)
    total = part.groupby(["nis", "postcode"])["residents"].sum()
    split = set(part.loc[part["postcode"] != "", "nis"])
    within = np.where(np.isin(nis, list(split)), postcode, "")
    keys = pd.MultiIndex.from_arrays([nis, within])
    people = total.reindex(keys).fillna(0.0).to_numpy(dtype=np.float64)
    shares = pd.Series(weight).groupby([nis, within]).transform("sum").to_numpy(dtype=np.float64)
    return people * weight / np.where(shares > 0, shares, 1.0)


def _regional_field(longitude: Floats, latitude: Floats, weight: Floats, seed: int) -> Floats:
    """Lay a few long waves over the map: neighbours resemble each other, regions differ."""
    rng = stream(seed, "field")
    x, y = standardise(longitude), standardise(latitude)
    waves = rng.normal(0.0, 1.0, size=(6, 2))
    phases = rng.uniform(0.0, 2 * np.pi, size=6)
    field = np.cos(np.outer(x, waves[:, 0]) + np.outer(y, waves[:, 1]) + phases).sum(axis=1)
    mean = float(np.average(field, weights=weight))
    spread = float(np.sqrt(np.average((field - mean) ** 2, weights=weight)))
    return np.asarray(np.clip((field - mean) / (spread or 1.0), -2.2, 2.2), dtype=np.float64)


def _pinned(nis_2019: Texts, nis_2025: Texts, residents: Floats) -> Ints:
    """Give the smallest municipalities that keep their code over the years their fixed number of doctors."""
    frame = pd.DataFrame({"nis": nis_2025, "stable": nis_2019 == nis_2025, "residents": residents})
    totals = frame.groupby("nis").agg(stable=("stable", "all"), residents=("residents", "sum"))
    small = totals[totals["stable"]].sort_values("residents", kind="stable").index[: len(PINNED_DOCTORS)]
    pinned = np.full(len(nis_2019), -1, dtype=np.int64)
    for code, doctors in zip(small, PINNED_DOCTORS, strict=False):
        pinned[nis_2025 == code] = doctors
    return pinned


@dataclass(frozen=True)
class Addresses:
    """Where n practices lie in one year: postcode, municipality and kring (text)."""

    postcode: Texts
    nis: Texts
    kring: Texts


def locate(
    places: Places, settlement: Ints, chance: Floats, base: tuple[int, YearGeography], now: tuple[int, YearGeography]
) -> Addresses:
    """Addresses of practices in a year: the postcode of the base year as long as it is valid there.

    ``chance`` (0-1) chooses among the postcodes of a municipality that is not split.
    """
    first = _postcode(places.nis(base[0])[settlement], places.postcode[settlement], chance, base[1].geography)
    nis = places.nis(now[0])[settlement]
    postcode = _postcode(nis, first, chance, now[1].geography)
    lines = now[1].geography
    kring = pd.Series(texts(lines["kring_id"]), index=_line(texts(lines["postcode"]), texts(lines["nis"])))
    return Addresses(postcode, nis, kring.reindex(_line(postcode, nis)).to_numpy(dtype=object))


def _line(postcode: Texts, nis: Texts) -> Texts:
    line: Texts = postcode + "/" + nis
    return line


def _postcode(nis: Texts, wanted: Texts, chance: Floats, lines: pd.DataFrame) -> Texts:
    """``wanted`` where (postcode, nis) is a line of the geography, else one of the municipality's postcodes."""
    line_nis, line_postcode = texts(lines["nis"]), texts(lines["postcode"])
    order = np.lexsort((line_postcode, line_nis))
    line_nis, line_postcode = line_nis[order], line_postcode[order]
    missing = sorted(set(nis) - set(line_nis))
    if missing:
        raise GeographyError(
            f"expected every municipality with a practice in the geography, found none for {', '.join(missing[:5])}; "
            "hand in the codes that are valid in the survey year"
        )
    start = np.searchsorted(line_nis, nis, side="left")
    count = np.searchsorted(line_nis, nis, side="right") - start
    drawn = line_postcode[start + np.floor(chance * count).astype(np.int64)]
    valid = np.isin(_line(wanted, nis).astype(str), _line(line_postcode, line_nis).astype(str))
    chosen: Texts = np.where(valid, wanted, drawn)
    return chosen
