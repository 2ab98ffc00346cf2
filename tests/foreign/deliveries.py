"""Three strange senders: what makes each of them strange, and its files in a format of its own."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from geo import reference
from tests.foreign.country import Country, draw_tables

IDENTIFIERS = ("riziv", "RIZIV_ID", "RIZIV_HCI", "nis", "postcode")


def write_island(folder: Path, *, doctors: int = 300, with_ima: bool = False) -> Path:
    """Forty municipalities of one province, zones nested in kringen, a kring equal to a zone, IMA if asked; XLSX.

    Everybody in the first kring gives the same answers, and all practices of another stay off the map.
    """
    places = _places(2026, province_prefix="7").head(60)
    nis = sorted(set(places["nis"]))[:40]
    places = places.loc[places["nis"].isin(nis)].drop_duplicates("nis").reset_index(drop=True)
    order = places["nis"].map({code: position for position, code in enumerate(nis)})
    places["elz_id"] = "zone " + (order // 5).astype(str)
    places["kring_id"] = np.where(order < 5, "Bos", np.where(order < 20, "Hei & Ven", "Maas"))

    def habit(people: pd.DataFrame) -> pd.DataFrame:
        same = people["kring_id"] == "Bos"
        alike = {"pressure": "5", "exhaustion": "1", "status": "zelfstandig", "career_5y": "stoppen"}
        return people.assign(**{name: people[name].mask(same, value) for name, value in alike.items()})

    country = Country(
        places=places,
        year=2026,
        practice_sizes=_sizes(doctors, (1, 2, 2, 3, 5)),
        practice_response=0.8,
        person_response=0.75,
        names=lambda level, area: f"{level.title()} {area}",
        seed=71,
        opt_out=lambda practices: practices["kring_id"].eq("Hei & Ven"),
        habit=habit,
        with_ima=with_ima,
    )
    return _write(folder, draw_tables(country), country.year, ".xlsx")


def draw_valley(year: int, *, doctors: int = 100) -> dict[str, pd.DataFrame]:
    """Six municipalities of one province in two kringen and three zones: the same people in every year, with IMA.

    Small, so that many refreshes fit in a test; each year a tenth does not answer, and answers go round.
    """
    lasting = set(_places(2024, "7")["nis"]) & set(_places(2026, "7")["nis"])
    nis = sorted(lasting)[:6]
    places = _places(year, "7")
    places = places[places["nis"].isin(nis)].drop_duplicates("nis").reset_index(drop=True)
    order = pd.Series(range(len(places)))
    places["kring_id"] = np.where(order < 3, "Bron", "Delta")
    places["elz_id"] = "zone " + (order // 2).astype(str)

    def habit(people: pd.DataFrame) -> pd.DataFrame:
        answers = ["hours_week", "pressure", "exhaustion", "satisfaction", "career_5y"]
        turned = people[answers].apply(lambda column: np.roll(column.to_numpy(), 7 * (year - 2024)))
        return people.assign(**turned).sample(frac=0.9, random_state=year).reset_index(drop=True)

    country = Country(
        places=places,
        year=year,
        practice_sizes=_sizes(doctors, (1, 2, 3, 4)),
        practice_response=0.85,
        person_response=0.85,
        names=lambda level, area: f"{level.title()} {area}",
        seed=74,
        opt_out=lambda practices: practices["size"].eq(1) & (practices.index.to_series() % 5 == 0),
        habit=habit,
    )
    return draw_tables(country)


def write_sprawl(folder: Path, *, doctors: int = 8000) -> Path:
    """All of Flanders in nine large kringen, zones that cut across them, one huge practice; CSV as Excel writes it.

    Semicolons, decimal commas, Windows-1252, numbers of doctors with dashes. Two in three practices are solo.
    """
    places = _places(2024)
    places["kring_id"] = "kring-" + _strips(places["longitude"], 9)
    places["elz_id"] = "ELZ." + _strips(places["latitude"], 6) + _strips(places["longitude"] + places["latitude"], 8)
    sizes = [110, *_sizes(doctors - 110, (1, 1, 1, 1, 6, 2))]
    country = Country(
        places=places,
        year=2024,
        practice_sizes=sizes,
        practice_response=0.66,
        person_response=0.62,
        names=lambda level, area: f"Gebied «{area}» – café ({level})",
        seed=72,
        opt_out=lambda practices: practices["size"].eq(1) & (practices.index.to_series() % 11 == 0),
    )
    tables = draw_tables(country)
    for name in ("contacts", "survey_individual"):
        digits = tables[name]["riziv"]
        tables[name]["riziv"] = digits.str[0] + "-" + digits.str[1:6] + "-" + digits.str[6:8] + "-" + digits.str[8:]
    return _write(folder, tables, country.year, ".csv")


def write_silence(folder: Path, *, doctors: int = 2500) -> Path:
    """Few answer: three in a hundred doctors. Kringen are the zones; three municipalities are split; Parquet."""
    places = _places(2025)
    places = places.loc[places["nis"].str[0].isin(["3", "4"])].reset_index(drop=True)
    area = _strips(places["longitude"] * 3 + places["latitude"], 40)
    first = places.groupby("nis").cumcount() == 0
    cut = places["nis"].isin(sorted(set(places.loc[~first, "nis"]))[:3]) & ~first
    whole = area.groupby(places["nis"]).transform("first")
    area = whole.where(~cut, area.groupby(places["nis"]).transform("last") + "b")
    places["kring_id"] = "7" + area
    places["elz_id"] = "8" + area
    country = Country(
        places=places,
        year=2025,
        practice_sizes=_sizes(doctors, (1, 3, 4)),
        practice_response=0.12,
        person_response=0.03,
        names=lambda level, area: f"Gebied {area} {level}",
        seed=73,
        opt_out=lambda practices: practices["nis"].str.endswith("1"),
    )
    tables = draw_tables(country)
    for frame in tables.values():
        for column in frame.columns.intersection(list(IDENTIFIERS)):
            frame[column] = pd.to_numeric(frame[column]).astype("Int64")
    return _write(folder, tables, country.year, ".parquet")


def _places(year: int, province_prefix: str = "") -> pd.DataFrame:
    """Postcodes and codes of municipalities of a year, each with a point; the areas above them are the sender's own."""
    points = reference.settlements().rename(columns={"nis_2025" if year >= 2025 else "nis_2019": "nis"})
    known = reference.geography(year)[["postcode", "nis"]]
    at = points.groupby("nis")[["longitude", "latitude"]].mean()
    places = known.loc[known["nis"].str.startswith(province_prefix)].merge(at, left_on="nis", right_index=True)
    return places.astype({"postcode": str, "nis": str}).sort_values(["nis", "postcode"], ignore_index=True)


def _strips(coordinate: pd.Series, count: int) -> pd.Series:
    """Equal strips across the country, numbered."""
    return pd.qcut(coordinate.rank(method="first"), count, labels=False).astype(str).str.zfill(2)


def _sizes(doctors: int, pattern: tuple[int, ...]) -> list[int]:
    """Repeat a pattern of practice sizes until all doctors have a place."""
    sizes: list[int] = []
    while sum(sizes) < doctors:
        sizes.append(min(pattern[len(sizes) % len(pattern)], doctors - sum(sizes)))
    return sizes


def _write(folder: Path, tables: Mapping[str, pd.DataFrame], year: int, suffix: str) -> Path:
    return write_tables(folder, tables, year, suffix=suffix, received_on=f"{year}-11-20")


def write_tables(
    folder: Path, tables: Mapping[str, pd.DataFrame], year: int, *, received_on: str, suffix: str = ".csv"
) -> Path:
    """Write tables as a delivery with its manifest; the IMA file is never received before its window opened."""
    folder.mkdir(parents=True)
    lines = [
        f"survey_year = {year}",
        f"received_on = {received_on}",
        'sender = "Departement Zorg"',
        'layout = "2024-1"',
    ]
    for name, frame in tables.items():
        path = folder / f"{name} {year}{suffix}"
        if suffix == ".csv":
            path.write_bytes(frame.to_csv(index=False, sep=";", decimal=",", lineterminator="\r\n").encode("cp1252"))
        elif suffix == ".xlsx":
            frame.to_excel(path, index=False, engine="openpyxl")
        else:
            frame.to_parquet(path, index=False)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        lines += [f"[files.{name}]", f'path = "{path.name}"', f'sha256 = "{digest}"']
        if name == "ima":
            lines += ['sender = "TTP VI (KSZ)"', f"received_on = {max(received_on, '2025-11-20')}"]
    (folder / "delivery.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder
