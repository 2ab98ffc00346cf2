"""Areas in public totals: nobody is lost between municipalities, zones and kringen."""

import pytest

from data.terms import Level
from geo import reference
from geo.portraits import portraits, same_areas


@pytest.mark.parametrize("level", [Level.KRING, Level.ELZ, Level.GEMEENTE])
def test_every_resident_lives_in_one_area(level: Level) -> None:
    table = portraits(level, 2026)
    assert table is not None
    assert table["residents"].sum() == reference.population(2026)["residents"].sum()
    ages = [column for column in table.columns if column.startswith("age")]
    assert table[ages].sum(axis=1).to_numpy() == pytest.approx(1)
    known = reference.areas(2026)
    assert set(table.index) == set(known.loc[known["level"].eq(level.value), "area_id"])
    assert table["density"].between(20, 10_000).all()


def test_density_of_a_municipality_is_its_residents_on_its_surface() -> None:
    table, known = portraits(Level.GEMEENTE, 2026), reference.areas(2026).set_index("area_id")
    assert table is not None
    for area in ("44021", "11002", "11001"):  # split by postcode, merged, ordinary
        surface = float(known.loc[area, "area_km2"])
        assert table.loc[area, "residents"] / surface == pytest.approx(table.loc[area, "density"], rel=1e-3)


def test_a_year_without_residents_has_no_portraits() -> None:
    assert portraits(Level.ELZ, 2030) is None


def test_other_areas_are_recognised() -> None:
    ours = reference.atom_membership(2026).rename(columns={"nis": "gemeente", "kring_id": "kring", "elz_id": "elz"})
    released = ours.assign(postcode=ours["postcode"].astype("object").where(ours["postcode"].ne(""), None))
    assert same_areas(released, 2026)
    moved = released.assign(elz=released["elz"].where(released["gemeente"].ne("11001"), "elz99"))
    assert not same_areas(moved, 2026)
