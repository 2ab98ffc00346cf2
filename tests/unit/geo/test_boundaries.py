"""Official boundaries imported in every format: a coverage that keeps its shape, cut by postcode, drawn per year."""

import json
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from click.testing import CliRunner

from cli import cli
from geo import reference
from geo.boundaries import BoundaryError, boundaries_for, brussels_in, read_boundaries
from geo.layers import build_context, build_every_year, read_layer, unknown_codes
from geo.places import far_away

ANTWERPEN = "11002"


def layer(code: str, *, crs: int = 3812) -> gpd.GeoDataFrame:
    """Give a layer that is not the schematic one: the same municipalities, every corner moved in the same way."""
    atoms = reference.load_atoms().to_crs(3812)
    names = sorted(set(atoms[code]))
    whole = [shapely.coverage_union_all(atoms.geometry[atoms[code] == nis].to_numpy()) for nis in names]

    def waved(at: np.ndarray) -> np.ndarray:
        return at + 300 * np.column_stack([np.sin(at[:, 1] / 4_000), np.sin(at[:, 0] / 4_000)])

    shapes = [shapely.transform(shapely.segmentize(shape, 500), waved) for shape in whole]
    return gpd.GeoDataFrame({"nis": names}, geometry=shapes, crs=3812).to_crs(crs)


def parts() -> gpd.GeoDataFrame:
    """Give two parts of Antwerpen, west and east of its middle, that reach far over its border."""
    city = layer("nis_2025").set_index("nis").geometry[ANTWERPEN]
    west, south, east, north = city.bounds
    middle = (west + east) / 2
    boxes = [shapely.box(west - 9e3, south - 9e3, middle, north + 9e3), shapely.box(middle, south, east + 9e3, north)]
    return gpd.GeoDataFrame({"NISCODE": [ANTWERPEN] * 2, "postcode": ["2000", "2018"]}, geometry=boxes, crs=3812)


def written(frame: gpd.GeoDataFrame, folder: Path, ending: str) -> Path:
    path = folder / f"laag{'.shp' if ending == '.zip' else ending}"
    frame.to_file(path)
    if ending != ".zip":
        return path
    with zipfile.ZipFile(folder / "laag.zip", "w") as archive:
        for part in folder.glob("laag.*"):
            if part.suffix != ".zip":
                archive.write(part, part.name)
    return folder / "laag.zip"


def run(*words: object, status: int = 0) -> str:
    done = CliRunner().invoke(cli, [str(word) for word in words])
    assert done.exit_code == status, f"{done.output}\n{done.exception!r}"
    return done.output


def lines(year: int) -> pd.DataFrame:
    names = {"nis": "gemeente", "kring_id": "kring", "elz_id": "elz", "regio_id": "regio"}
    return reference.atom_membership(year).rename(columns=names).assign(year=year)


@pytest.mark.parametrize(
    ("ending", "projection"), [(".zip", 31370), (".shp", 3812), (".gpkg", 3812), (".geojson", 4326), (".gml", 31370)]
)
def test_every_format_becomes_a_coverage_close_to_what_was_given(ending: str, projection: int, tmp_path: Path) -> None:
    given = layer("nis_2025", crs=projection)
    file = written(given.rename(columns={"nis": "NISCODE"}), tmp_path, ending)
    said = run("geo", "import", file, "--year", 2025, "--source", "VRBG 2025", "--home", tmp_path / "home")
    assert "285 gemeenten vanaf 2025" in said
    (kept,) = read_boundaries(tmp_path / "home")
    shapes = kept.pieces.geometry.to_numpy()
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    assert brussels_in(kept.pieces) is not None
    official = given.to_crs(3812).set_index("nis").geometry
    ours = kept.pieces.to_crs(3812).dissolve("nis").geometry
    near = ours.intersection(official[ours.index]).area / ours.union(official[ours.index]).area
    assert near.min() > 0.95
    assert near.mean() > 0.99
    assert kept.source == "VRBG 2025"
    assert set(kept.pieces.loc[kept.pieces["postcode"] != "", "nis"]) == {ANTWERPEN, "44021"}
    facts = json.loads((tmp_path / "home" / "boundaries" / "2025.json").read_text())
    assert list(facts["files"]) == [file.name]


def test_official_parts_cut_a_city_and_the_other_keeps_the_schematic_ones(tmp_path: Path) -> None:
    file = written(layer("nis_2025"), tmp_path, ".gpkg")
    (tmp_path / "in").mkdir()
    cut = written(parts(), tmp_path / "in", ".gpkg")
    run("geo", "import", file, "--year", 2025, "--source", "x", "--parts", cut, "--home", tmp_path / "home")
    (kept,) = read_boundaries(tmp_path / "home")
    by = kept.pieces[kept.pieces["nis"] == ANTWERPEN].set_index("postcode").to_crs(3812).geometry
    assert set(by.index) == {"2000", "2018"}
    assert by["2000"].centroid.x < by["2018"].centroid.x
    whole = layer("nis_2025").set_index("nis").geometry[ANTWERPEN]
    assert abs(by.area.sum() / whole.area - 1) < 0.01
    assert len(kept.pieces[kept.pieces["nis"] == "44021"]) > 1
    assert shapely.coverage_is_valid(kept.pieces.geometry.to_numpy())


def test_each_year_is_drawn_with_its_own_and_what_is_no_more_keeps_a_shape(tmp_path: Path) -> None:
    home = tmp_path / "home"
    for code, year in (("nis_2019", 2024), ("nis_2025", 2025)):
        (tmp_path / code).mkdir()
        run("geo", "import", written(layer(code), tmp_path / code, ".gpkg"), "--year", year, "--source", f"S{year}",
            "--home", home)  # fmt: skip
    known = read_boundaries(home)
    both = pd.concat([lines(2024), lines(2026)], ignore_index=True)
    layers, sources = build_every_year(both, known)
    assert sources == {2024: "S2024", 2026: "S2025"}
    old = set(read_layer(layers.geojson["gemeente_2024"])[0])
    assert old == set(lines(2024)["gemeente"])
    assert len(old - set(read_layer(layers.geojson["gemeente"])[0])) == 27
    assert set(read_layer(layers.geojson["kring_2024"])[0]) == set(lines(2024)["kring"])
    shapes = read_layer(layers.geojson["gemeente"])[1]
    schematic = dict(zip(*read_layer(build_every_year(both)[0].geojson["gemeente"]), strict=True))
    moved = [not one.equals(schematic[name]) for name, one in zip(*read_layer(layers.geojson["gemeente"]), strict=True)]
    assert sum(moved) > 280
    assert shapely.coverage_is_valid(shapes)
    names = [one["properties"]["name"] for one in json.loads(build_context(known[1]))["features"]]
    assert len(names) == 6
    assert build_every_year(both)[1] == {2024: "", 2026: ""}


def test_a_municipality_that_merges_later_is_known_once_its_boundaries_are(tmp_path: Path) -> None:
    frame = layer("nis_2025")
    one, other = "31003", "31004"
    merged = frame.assign(nis=frame["nis"].replace({one: "39999", other: "39999"})).dissolve("nis").reset_index()
    file = written(merged, tmp_path, ".gpkg")
    words = ("geo", "import", file, "--year", 2028, "--source", "VRBG 2028", "--home", tmp_path / "home")
    assert "39999" in run(*words, status=1)
    assert not (tmp_path / "home" / "boundaries").exists()
    merged[["nis"]].to_csv(tmp_path / "codes.csv", index=False)
    run(*words, "--codes", tmp_path / "codes.csv")
    known = read_boundaries(tmp_path / "home")
    codes = set(merged["nis"])
    assert unknown_codes(codes) == ["39999"]
    assert unknown_codes(codes, known) == []
    later = lines(2026)
    later["gemeente"] = later["gemeente"].replace({one: "39999", other: "39999"})
    layers, sources = build_every_year(later.assign(year=2028), known)
    assert sources == {2028: "VRBG 2028"}
    assert "39999" in read_layer(layers.geojson["gemeente"])[0]
    assert boundaries_for(known, set(lines(2026)["gemeente"]), 2026) is None, "the two do not fit together"
    at = merged.to_crs(4326).set_index("nis").geometry["39999"].representative_point()
    place = pd.DataFrame({"nis": ["39999", "39999"], "longitude": [at.x, 5.5], "latitude": [at.y, 51.0]})
    assert far_away(place, known).tolist() == [False, True]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--postcode", "nergens"), "expected a field with the postcode"),
        (("--code", "nergens"), "expected a field with the NIS code"),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_kept(
    options: tuple[str, str], says: str, tmp_path: Path
) -> None:
    file = written(layer("nis_2025"), tmp_path, ".gpkg")
    (tmp_path / "in").mkdir()
    cut = written(parts(), tmp_path / "in", ".gpkg")
    words = ("geo", "import", file, "--year", 2025, "--source", "x", "--parts", cut, "--home", tmp_path / "home")
    assert says in str(CliRunner().invoke(cli, [str(word) for word in (*words, *options)]).exception)
    assert not (tmp_path / "home" / "boundaries").exists()


def test_damaged_boundaries_are_told_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "boundaries"
    folder.mkdir()
    (folder / "2025.geojson").write_text("{", encoding="utf-8")
    with pytest.raises(BoundaryError, match=r"2025\.geojson"):
        read_boundaries(tmp_path)
