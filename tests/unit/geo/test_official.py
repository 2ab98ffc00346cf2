"""Official layers in every format they come in, each fault found by name; made from our own schematic borders."""

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from click.testing import CliRunner
from shapely.affinity import translate

from cli import cli
from geo import reference
from geo.official import CODE_FIELDS, OfficialError, check_official, read_official

NO_GML = "GML" not in __import__("pyogrio").list_drivers(write=True)


@pytest.fixture(scope="module")
def layer() -> gpd.GeoDataFrame:
    """Give a flawless layer of the municipalities of 2026, in Lambert 2008."""
    atoms = reference.load_atoms()
    whole = gpd.GeoDataFrame(
        {"nis": [nis for nis, _ in atoms.groupby("nis_2025")]},
        geometry=[shapely.coverage_union_all(part.geometry.to_numpy()) for _, part in atoms.groupby("nis_2025")],
        crs=4326,
    )
    return whole.to_crs(3812)


@pytest.fixture(scope="module")
def known(layer: gpd.GeoDataFrame) -> set[str]:
    return set(layer["nis"])


def zipped(frame: gpd.GeoDataFrame, folder: Path) -> Path:
    """Write a Shapefile as it is downloaded: its parts in one zip."""
    frame.to_file(folder / "laag.shp")
    with zipfile.ZipFile(folder / "laag.zip", "w") as archive:
        for part in folder.glob("laag.*"):
            if part.suffix != ".zip":
                archive.write(part, part.name)
    return folder / "laag.zip"


def written(frame: gpd.GeoDataFrame, folder: Path, ending: str) -> Path:
    if ending == ".zip":
        return zipped(frame, folder)
    path = folder / f"laag{ending}"
    frame.to_file(path)
    return path


@pytest.mark.parametrize("field", CODE_FIELDS[:4])
@pytest.mark.parametrize(
    ("ending", "projection"), [(".shp", 31370), (".zip", 3812), (".gpkg", 31370), (".geojson", 4326), (".gml", 31370)]
)
def test_a_sound_layer_is_read_and_passes(
    field: str, ending: str, projection: int, layer: gpd.GeoDataFrame, known: set[str], tmp_path: Path
) -> None:
    if ending == ".gml" and NO_GML:
        pytest.fail("expected this GDAL to write GML: the reader could not be tried")
    if len(field) > 10 and ending in {".shp", ".zip"}:
        field = field[:10]  # a Shapefile has no longer names
    path = written(layer.rename(columns={"nis": field}).to_crs(projection), tmp_path, ending)
    read = read_official(path, code_field=field if field not in CODE_FIELDS else "")
    assert set(read["nis"]) == known
    assert read.crs.to_epsg() == 3812
    assert check_official(read, known) == []


Change = Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame]


def moved(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    geometry = frame.geometry.copy()
    geometry[frame["nis"] == "31005"] = translate(geometry[frame["nis"] == "31005"].iloc[0], 400, 0)
    return frame.set_geometry(geometry)


def crossed(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    geometry = frame.geometry.copy()
    bowtie = shapely.Polygon([(5e5, 6.9e5), (5.1e5, 7.0e5), (5.1e5, 6.9e5), (5e5, 7.0e5)])
    geometry[frame["nis"] == "44021"] = bowtie
    return frame.set_geometry(geometry)


FLAWED: dict[str, tuple[Change, str, str]] = {
    "one is missing": (lambda f: f[f["nis"] != "44021"], "missing", "44021"),
    "one is unknown": (lambda f: f.assign(nis=f["nis"].replace("44021", "44999")), "unknown", "44999"),
    "one twice": (lambda f: f.loc[[*f.index, f.index[f["nis"] == "44021"][0]]], "twice", "44021"),
    "one moved over its neighbours": (moved, "overlap", "31005"),
    "a ring that crosses itself": (crossed, "ring", "44021"),
    "one without surface": (
        lambda f: f.set_geometry(f.geometry.where(f["nis"] != "44021", shapely.Polygon())),
        "empty",
        "44021",
    ),
}


@pytest.mark.parametrize("name", FLAWED)
def test_each_flaw_is_named(name: str, layer: gpd.GeoDataFrame, known: set[str]) -> None:
    change, kind, place = FLAWED[name]
    found = check_official(change(layer), known)
    assert any(flaw.kind == kind and place in flaw.places for flaw in found), found


def test_a_hole_inside_flanders_is_a_gap_and_brussels_is_none(layer: gpd.GeoDataFrame, known: set[str]) -> None:
    inland = layer[layer["nis"] == "44021"].geometry.iloc[0].representative_point().buffer(300)
    punched = layer.set_geometry(layer.geometry.difference(inland))
    gaps = [flaw for flaw in check_official(punched, known) if flaw.kind == "gap"]
    assert [flaw.places for flaw in gaps] == [("44021",)]
    assert gaps[0].square_metres == pytest.approx(inland.area, rel=0.01)


def test_what_lies_in_the_other_regions_is_left_out(layer: gpd.GeoDataFrame, known: set[str]) -> None:
    brussels = layer.iloc[[0]].assign(nis="21004").set_geometry([shapely.box(6.4e5, 6.6e5, 6.5e5, 6.7e5)])
    national = gpd.GeoDataFrame(
        {"nis": [*layer["nis"], *brussels["nis"]]}, geometry=[*layer.geometry, *brussels.geometry], crs=3812
    )
    assert check_official(national, known) == []


def test_what_cannot_be_read_says_what_was_expected(layer: gpd.GeoDataFrame, tmp_path: Path) -> None:
    text = tmp_path / "laag.txt"
    text.write_text("geen kaart", encoding="utf-8")
    with pytest.raises(OfficialError, match=r"expected a file that ends in"):
        read_official(text)
    broken = tmp_path / "stuk.gpkg"
    broken.write_bytes(b"SQLite format 3\x00 en dan niets")
    with pytest.raises(OfficialError, match="cannot be read"):
        read_official(broken)
    layer.rename(columns={"nis": "gemeentecode"}).to_file(tmp_path / "veld.gpkg")
    with pytest.raises(OfficialError, match="found gemeentecode"):
        read_official(tmp_path / "veld.gpkg")
    assert len(read_official(tmp_path / "veld.gpkg", code_field="gemeentecode")) == len(layer)
    layer.to_file(tmp_path / "veld.gpkg", layer="tweede")
    with pytest.raises(OfficialError, match="expected one layer of polygons, found 2"):
        read_official(tmp_path / "veld.gpkg", code_field="gemeentecode")
    zipped(layer, tmp_path)
    for part in ("laag.prj", "laag.cpg"):
        (tmp_path / part).unlink(missing_ok=True)
    with pytest.raises(OfficialError, match="does not tell its projection"):
        read_official(tmp_path / "laag.shp")
    assert len(read_official(tmp_path / "laag.shp", projection=3812)) == len(layer)
    with pytest.raises(OfficialError, match="outside Flanders"):
        read_official(tmp_path / "laag.shp", projection=31370)


def test_the_command_reports_every_flaw_at_once_with_its_status(layer: gpd.GeoDataFrame, tmp_path: Path) -> None:
    good = tmp_path / "goed.gpkg"
    layer.to_file(good)
    told = CliRunner().invoke(cli, ["geo", "check", str(good), "--json"])
    assert told.exit_code == 0
    assert json.loads(told.stdout)["flaws"] == []
    bad = tmp_path / "fout.gpkg"
    moved(layer[layer["nis"] != "44021"]).to_file(bad)
    told = CliRunner().invoke(cli, ["geo", "check", str(bad), "--json"])
    assert told.exit_code == 1
    kinds = {flaw["kind"] for flaw in json.loads(told.stdout)["flaws"]}
    assert {"missing", "overlap"} <= kinds
    shutil.rmtree(tmp_path)
