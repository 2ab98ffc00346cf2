"""Areas in public totals: residents, age structure and density, from the geography that the product ships.

Invented residents on schematic boundaries, as ``docs/geography.md`` says; the screens repeat it.
"""

import pandas as pd

from data.terms import PROVINCES, Level
from geo import reference

_METRES = 3812  # Belgian Lambert 2008
_ATOM = ["gemeente", "postcode"]


def portraits(level: Level, year: int) -> pd.DataFrame | None:
    """Describe each area of a level.

    Parameters
    ----------
    level : any below Flanders.
    year : year of boundaries and of residents on 1 January.

    Returns
    -------
    Frame indexed by area id with ``residents`` (persons), ``density`` (residents per km², schematic boundaries) and one
    column per age class, ``age 0-17`` and so on (share of residents, 0-1). None where no residents of that year are
    shipped.
    """
    if year not in reference.POPULATION_YEARS:
        return None
    member = reference.atom_membership(year).rename(
        columns={
            "nis": "gemeente",
            "kring_id": Level.KRING.value,
            "elz_id": Level.ELZ.value,
            "regio_id": Level.REGIO.value,
        }
    )
    member[Level.PROVINCIE.value] = member["gemeente"].str[0].map({key: area for key, (area, _) in PROVINCES.items()})
    people = reference.population(year).rename(columns={"nis": "gemeente"})
    people = people.merge(member, on=_ATOM, how="left", validate="m:1")
    by_age = people.pivot_table(index=level.value, columns="age_class", values="residents", aggfunc="sum").astype(float)
    residents = by_age.sum(axis=1)
    frame = by_age.div(residents, axis=0).add_prefix("age ").rename_axis(index="area", columns=None)
    surface = _surfaces(year).merge(member, on=_ATOM, how="left", validate="m:1").groupby(level.value)["km2"].sum()
    return frame.assign(residents=residents, density=residents / surface.reindex(residents.index))


def same_areas(membership: pd.DataFrame, year: int) -> bool:
    """Tell whether a release (its membership of one year) is cut into the very areas of the shipped geography."""
    columns = [*_ATOM, Level.KRING.value, Level.ELZ.value]
    ours = reference.atom_membership(year).rename(
        columns={
            "nis": "gemeente",
            "kring_id": Level.KRING.value,
            "elz_id": Level.ELZ.value,
            "regio_id": Level.REGIO.value,
        }
    )
    theirs = membership.assign(
        postcode=membership["postcode"].astype("object").where(membership["postcode"].notna(), "")
    )
    return _lines(ours[columns]) == _lines(theirs[columns])


def _lines(table: pd.DataFrame) -> set[tuple[str, ...]]:
    return {tuple(map(str, line)) for line in table.itertuples(index=False, name=None)}


def _surfaces(year: int) -> pd.DataFrame:
    """Return ``gemeente``, ``postcode``, ``km2``: one row per piece of the year."""
    atoms = reference.load_atoms()
    code = "nis_2025" if year >= reference.FIRST_YEAR_OF_285 else "nis_2019"
    pieces = pd.DataFrame(
        {"gemeente": atoms[code], "postcode": atoms["postcode"], "km2": atoms.to_crs(_METRES).area / 1e6}
    )
    split = set(reference.atom_membership(year).query("postcode != ''")["nis"])
    pieces["postcode"] = pieces["postcode"].where(pieces["gemeente"].isin(split), "")
    return pieces.groupby(_ATOM)["km2"].sum().reset_index()
