"""Synthetic deliveries: one folder per survey year in the format that real deliveries have."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from data.synth import files
from data.synth.area_facts import area_facts, residents
from data.synth.arrays import Texts, stream
from data.synth.careers import simulate
from data.synth.files import BELGIAN, BELGIAN_BOM, PARQUET, PLAIN, SPREADSHEET, Style
from data.synth.geography import Addresses, Places, SynthGeography, YearGeography, locate, prepare_places
from data.synth.identifiers import punctuate
from data.synth.ima import ima_rows, numbers
from data.synth.people import HAIO, NONE
from data.synth.survey import practice_ids, survey_individual, survey_practice
from data.synth.words import house_numbers, practice_names, streets
from data.synth.workload import work
from data.synth.world import Snapshot, forms

SENDER = "Departement Zorg"
IMA_SENDER = "TTP VI (KSZ)"
IMA_LAG = 2
_FOUNDED = 2022
NEW_DEAL_ASKED = 2026
"""First survey year whose question on the payment system has the answer New Deal: layout 2026-1."""
_IMA_WINDOW_OPENED = date(2025, 11, 3)

_STYLES: tuple[dict[str, Style], ...] = (
    {"areas": SPREADSHEET},
    {
        "contacts": BELGIAN,
        "practices": BELGIAN,
        "survey_practice": BELGIAN,
        "survey_individual": BELGIAN_BOM,
        "ima": BELGIAN_BOM,
        "geography": SPREADSHEET,
        "areas": BELGIAN,
    },
    {
        "contacts": PARQUET,
        "practices": BELGIAN_BOM,
        "survey_practice": PARQUET,
        "survey_individual": PLAIN,
        "ima": PARQUET,
        "areas": SPREADSHEET,
        "population": BELGIAN_BOM,
    },
)
"""File formats by table, a different mix each year; what is not named is CSV with commas in UTF-8."""

_MARKS = ("", "-", ".")


def write_deliveries(
    out: Path,
    *,
    years: Sequence[int],
    seed: int,
    geography: SynthGeography,
    scale: float = 1.0,
    progress: Callable[[str], None] | None = None,
) -> list[Path]:
    """Write ``out/<year>/`` for every survey year and return these folders in ascending order.

    The same arguments give the same bytes. All years show one world: people age, move, finish training and retire
    from one year to the next. ``scale`` 1 holds about 6,900 people in 2024. ``progress`` is told what is being
    written, in a few words.

    Raises
    ------
    ValueError : no years, a scale of zero or less or so large that serial numbers run out.
    GeographyError : settlements and geography that do not fit together.
    """
    folders = []
    for year, tables in draw_deliveries(years=years, seed=seed, scale=scale, geography=geography):
        if progress:
            progress(f"levering {year}")
        folder = out / str(year)
        _write(folder, year, tables)
        folders.append(folder)
    return folders


def draw_deliveries(
    *, years: Sequence[int], seed: int, scale: float, geography: SynthGeography
) -> Iterator[tuple[int, dict[str, pd.DataFrame]]]:
    """Give (survey year, tables by name) in ascending order, with the columns of the contract, unwritten.

    Arguments and errors are those of ``write_deliveries``.
    """
    wanted = sorted(set(years))
    if not wanted or scale <= 0:
        raise ValueError(f"expected at least one year and a scale above 0, found {len(wanted)} years, scale {scale}")
    base = geography(wanted[0])
    places = prepare_places(base, wanted[0], seed)
    start = min(_FOUNDED, wanted[0] - IMA_LAG)
    snapshots = simulate(places, seed, scale, range(start, wanted[-1] + 1))
    for year in wanted:
        here = base if year == wanted[0] else geography(year)
        practices = snapshots[year].practices
        at = locate(places, practices.settlement, practices.chance, (wanted[0], base), (year, here))
        yield year, _tables(snapshots, year, places, here, at, seed)


def _tables(
    snapshots: Mapping[int, Snapshot], year: int, places: Places, here: YearGeography, at: Addresses, seed: int
) -> dict[str, pd.DataFrame]:
    snapshot = snapshots[year]
    busy = work(snapshot, places, seed)
    kring = np.empty(len(snapshot.everything), dtype=object)
    kring[snapshot.practices.row] = at.kring
    before = snapshots[year - IMA_LAG]
    return {
        "contacts": _contacts(snapshot, kring, seed),
        "practices": _practices(snapshot, places, at),
        "survey_practice": survey_practice(snapshot, busy, places, at, seed),
        "survey_individual": survey_individual(
            snapshot, busy, kring[snapshot.people.practice], seed, new_deal_asked=year >= NEW_DEAL_ASKED
        ),
        "ima": ima_rows(before, work(before, places, seed), seed),
        "geography": here.geography,
        "areas": here.areas,
        "population": residents(here.population, year, year - IMA_LAG),
        "area_facts": area_facts(here.population, year, seed),
    }


def _contacts(snapshot: Snapshot, kring: Texts, seed: int) -> pd.DataFrame:
    """One row per person and practice; a few kringen list somebody whose practice lies in another kring."""
    rng = stream(seed, "contacts", snapshot.year)
    people = snapshot.people
    two = np.flatnonzero(people.second != NONE)
    person = np.concatenate([np.arange(len(people)), two])
    practice = np.concatenate([people.practice, people.second[two]])
    share = np.concatenate([people.share, np.round(1 - people.share[two], 2)])
    basis = rng.choice(
        np.array(["aangesloten", "vrijwillig", "publiek"], dtype=object), len(people), p=(0.86, 0.08, 0.06)
    )
    listed = kring[practice].copy()
    wrong = np.flatnonzero(rng.random(len(listed)) < 0.003)
    listed[wrong] = listed[rng.integers(0, len(listed), len(wrong))]
    frame = pd.DataFrame(
        {
            "riziv": numbers(people)[person],
            "role": np.where(people.role == HAIO, "haio", "huisarts")[person],
            "basis": basis[person],
            "kring_id": listed,
            "practice_id": practice_ids(practice),
            "share": share,
        }
    )
    return frame.sort_values(["kring_id", "practice_id", "riziv"], kind="stable", ignore_index=True)


def _practices(snapshot: Snapshot, places: Places, at: Addresses) -> pd.DataFrame:
    practices = snapshot.practices
    longitude = places.longitude[practices.settlement] + practices.east
    latitude = places.latitude[practices.settlement] + practices.north
    return pd.DataFrame(
        {
            "practice_id": practice_ids(practices.row),
            "name": practice_names(forms(snapshot)[practices.row], practices.words),
            "street": streets(practices.words),
            "house_number": house_numbers(practices.words),
            "postcode": at.postcode,
            "nis": at.nis,
            "longitude": np.where(practices.unplaced, np.nan, np.round(longitude, 5)),
            "latitude": np.where(practices.unplaced, np.nan, np.round(latitude, 5)),
            "map_opt_out": np.where(practices.opt_out, "ja", "nee"),
        }
    )


def _write(folder: Path, year: int, tables: Mapping[str, pd.DataFrame]) -> None:
    """Write the tables and the manifest that names them."""
    folder.mkdir(parents=True, exist_ok=True)
    received = date(year, 11, 4)
    lines = [
        "# Synthetic delivery: nobody in it exists",
        f"survey_year = {year}",
        f"received_on = {received.isoformat()}",
        f'sender = "{SENDER}"',
        f'layout = "{"2026-1" if year >= NEW_DEAL_ASKED else "2024-1"}"',
    ]
    styles = _STYLES[(year - 2024) % len(_STYLES)]
    mark = _MARKS[(year - 2024) % len(_MARKS)]
    for name, table in tables.items():
        style = styles.get(name, PLAIN)
        stem = f"ima_{year - IMA_LAG}" if name == "ima" else name
        path = folder / f"{stem}.{style.kind}"
        if mark and "riziv" in table.columns:
            table = table.assign(riziv=punctuate(table["riziv"].to_numpy(dtype=object), mark))
        digest = files.write_table(table, path, style)
        lines += ["", f"[files.{name}]", f'path = "{path.name}"', f'sha256 = "{digest}"']
        if name == "ima":
            arrived = max(_IMA_WINDOW_OPENED, date(year, 11, 2))
            lines += [f'sender = "{IMA_SENDER}"', f"received_on = {arrived.isoformat()}"]
    (folder / "delivery.toml").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
