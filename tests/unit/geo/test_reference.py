"""The shipped geography is complete and consistent, under both boundary years."""

import pandas as pd
import pytest
import shapely

from geo import reference

YEARS = pytest.mark.parametrize("year", [2024, 2025, 2026])
COUNTS = {2024: (300, 70, 59), 2025: (285, 69, 59), 2026: (285, 69, 59)}


def test_pieces_form_a_coverage_without_slivers():
    atoms = reference.load_atoms()
    geometry = atoms.geometry.to_numpy()
    assert shapely.is_valid(geometry).all()
    assert shapely.coverage_is_valid(geometry)
    parts = shapely.get_parts(geometry)
    thickness = 4 * 3.1416 * shapely.area(parts) / shapely.length(parts) ** 2
    assert thickness.min() > 0.1


def test_pieces_leave_one_hole_and_that_is_brussels():
    flanders = shapely.coverage_union_all(reference.load_atoms().geometry.to_numpy())
    holes = [shapely.Polygon(ring) for part in shapely.get_parts(flanders) for ring in part.interiors]
    brussels = reference.load_brussels().geometry.iloc[0]
    large = [h for h in holes if h.area > 1e-4]
    assert len(large) == 1
    assert large[0].intersection(brussels).area / large[0].union(brussels).area > 0.97


def test_pieces_hold_every_code_once():
    atoms = reference.load_atoms()
    assert len(atoms) == 322
    assert not atoms.duplicated(["nis_2019", "postcode"]).any()
    assert atoms["nis_2019"].nunique() == 300
    assert atoms["nis_2025"].nunique() == 285
    split = atoms[atoms["postcode"] != ""].groupby("nis_2025")["postcode"].nunique().to_dict()
    assert split == {"11002": 15, "44021": 10}


@YEARS
def test_every_municipality_has_a_postcode_one_kring_and_one_zone_per_line(year):
    lines = reference.geography(year)
    municipalities, kringen, zones = COUNTS[year]
    assert not lines.isna().any(axis=None)
    assert not lines.eq("").any(axis=None)
    assert not lines.duplicated(["postcode", "nis"]).any()
    assert lines["nis"].nunique() == municipalities
    assert lines["kring_id"].nunique() == kringen
    assert lines["elz_id"].nunique() == zones
    assert lines["postcode"].str.fullmatch(r"[1-9]\d{3}").all()


def test_only_antwerpen_and_gent_are_split_between_kringen():
    lines = reference.geography(2026)
    kringen = lines.groupby("nis")["kring_id"].nunique()
    assert set(kringen[kringen > 1].index) == {"11002", "44021"}
    assert len(set(lines.loc[lines["nis"] == "11002", "elz_id"])) == 4
    assert len(set(lines.loc[lines["nis"] == "44021", "elz_id"])) == 1


def test_kringen_do_not_nest_in_zones_yet_some_coincide():
    member = reference.atom_membership(2026)
    of_kring = member.groupby("kring_id")[["nis", "postcode"]].apply(lambda t: frozenset(map(tuple, t.to_numpy())))
    of_zone = member.groupby("elz_id")[["nis", "postcode"]].apply(lambda t: frozenset(map(tuple, t.to_numpy())))
    same = set(of_kring) & set(of_zone)
    crossing = [k for k in of_kring if not any(k <= z for z in of_zone)]
    assert len(same) >= 5
    assert len(crossing) >= 20


@YEARS
def test_a_kring_is_one_piece_of_land(year):
    """Voeren lies apart by nature, and Baarle-Hertog is a scatter of enclaves; nothing else may."""
    atoms = reference.load_atoms()
    code = "nis_2025" if year >= 2025 else "nis_2019"
    member = reference.atom_membership(year)
    split = set(member.loc[member["postcode"] != "", "nis"])
    key = pd.DataFrame({"nis": atoms[code], "postcode": atoms["postcode"].where(atoms[code].isin(split), "")})
    kring = key.merge(member, on=["nis", "postcode"], how="left", validate="m:1")["kring_id"]
    loose = {}
    for name, index in kring.groupby(kring).indices.items():
        area = shapely.coverage_union_all(atoms.geometry.to_numpy()[index])
        parts = [p for p in shapely.get_parts(area) if p.area > 5e-4]
        loose[name] = len(parts)
    voeren = member.loc[member["nis"] == "73109", "kring_id"].item()
    assert {k for k, n in loose.items() if n > 1} == {voeren}


@YEARS
def test_a_kring_has_a_realistic_number_of_residents(year):
    people = reference.population(year).groupby(["nis", "postcode"], as_index=False)["residents"].sum()
    joined = people.merge(reference.atom_membership(year), on=["nis", "postcode"], validate="1:1")
    residents = joined.groupby("kring_id")["residents"].sum()
    assert residents.min() > 35_000
    assert residents.max() < 250_000


@YEARS
def test_areas_name_every_area_of_the_geography(year):
    names = reference.areas(year)
    lines = reference.geography(year)
    for level, column in {"gemeente": "nis", "kring": "kring_id", "elz": "elz_id", "regio": "regio_id"}.items():
        named = names[names["level"] == level]
        assert set(named["area_id"]) == set(lines[column])
        assert named["name"].str.len().gt(1).all()
        assert named["name"].is_unique
    assert names.loc[names["level"] == "gemeente", "area_km2"].between(1, 220).all()
    assert names.loc[names["level"] != "gemeente", "area_km2"].isna().all()


@YEARS
def test_residents_are_given_for_every_piece_and_age_class(year):
    people = reference.population(year)
    assert set(people["age_class"]) == {"0-17", "18-64", "65-79", "80+"}
    keys = set(zip(people["nis"], people["postcode"], strict=True))
    member = reference.atom_membership(year)
    assert keys == set(zip(member["nis"], member["postcode"], strict=True))
    assert len(people) == 4 * len(keys)
    assert people["residents"].min() > 0
    assert 6_700_000 < people["residents"].sum() < 6_900_000


@YEARS
def test_ages_are_as_uneven_as_those_of_real_municipalities(year):
    """65 and over: from 15 to 44 % by municipality, Koksijde the highest; and Flanders as a whole stays as it is."""
    people = reference.population(year).pivot_table(index="nis", columns="age_class", values="residents", aggfunc="sum")
    old = people[["65-79", "80+"]].sum(axis=1) / people.sum(axis=1)
    assert 0.145 < old.min() < 0.16
    assert 0.43 < old.max() < 0.45
    assert old.idxmax() == "38014"
    whole = people.sum() / people.sum().sum()
    assert whole["65-79"] + whole["80+"] == pytest.approx(0.21, abs=0.005)
    assert whole["0-17"] == pytest.approx(0.195, abs=0.005)


def test_residents_of_another_year_are_refused():
    with pytest.raises(reference.ReferenceGeographyError, match="found 2019"):
        reference.population(2019)


def test_mergers_lead_from_the_300_to_the_285():
    history = reference.municipality_history()
    old = set(reference.geography(2024)["nis"])
    new = dict(zip(history["old_nis"], history["new_nis"], strict=True))
    assert {new.get(nis, nis) for nis in old} == set(reference.geography(2025)["nis"])
    assert new["11002"] == "11002"
    assert new["11007"] == "11002"
    assert new["23024"] == "23106"
    assert set(history["valid_from"]) == {"2025-01-01"}


def test_merging_moves_residents_whole():
    before = reference.population(2024).groupby("nis")["residents"].sum()
    after = reference.population(2025).groupby("nis")["residents"].sum()
    history = reference.municipality_history()
    moved = before.groupby(
        lambda nis: dict(zip(history["old_nis"], history["new_nis"], strict=True)).get(nis, nis)
    ).sum()
    assert (after / moved).between(0.97, 1.04).all()


def test_a_settlement_lies_in_its_own_piece():
    places = reference.settlements()
    atoms = reference.load_atoms().set_index(["nis_2019", "postcode"]).geometry
    for row in places.itertuples():
        assert atoms[(row.nis_2019, row.postcode)].contains(shapely.Point(row.longitude, row.latitude))
    assert len(places.drop_duplicates(["nis_2019", "postcode"])) == len(atoms)
    assert places["weight"].min() >= 300


def test_zones_of_antwerpen_go_by_postcode():
    lines = reference.geography(2025).set_index(["nis", "postcode"])["elz_id"]
    names = reference.areas(2025).set_index("area_id")["name"]
    assert names[lines["11002", "2000"]] == "Antwerpen Centrum"
    assert names[lines["11002", "2140"]] == "Antwerpen Oost"
    assert names[lines["11002", "2660"]] == "Antwerpen Zuid"
    assert names[lines["11002", "2180"]] == "Noord Antwerpen"


def test_what_is_handed_out_may_be_changed_by_the_caller():
    atoms, provinces = reference.load_atoms(), reference.provinces()
    atoms["postcode"] = "0000"
    provinces["province"] = "elders"
    assert "0000" not in set(reference.load_atoms()["postcode"])
    assert "elders" not in set(reference.provinces()["province"])
