"""Layers follow the membership of a delivery and form a coverage at every level."""

import json

import pandas as pd
import pytest
import shapely

from geo import reference
from geo.layers import (
    LayerError,
    build_context,
    build_layers,
    hatch_lines,
    read_layer,
)


def membership(year: int) -> pd.DataFrame:
    """Lines as a release has them: ``postcode`` missing where it does not split."""
    lines = reference.atom_membership(year)
    lines["postcode"] = lines["postcode"].replace("", pd.NA)
    lines.insert(0, "atom", [f"a{i}" for i in range(len(lines))])
    return lines.rename(columns={"nis": "gemeente", "kring_id": "kring", "elz_id": "elz"})


def square_layer() -> str:
    """Two areas side by side, each 0.1 degree wide."""
    features = [
        {"type": "Feature", "properties": {"area": name}, "geometry": json.loads(shapely.to_geojson(shapely.box(*box)))}
        for name, box in {"W": (4.0, 51.0, 4.1, 51.1), "E": (4.1, 51.0, 4.2, 51.1)}.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


@pytest.mark.parametrize("year", [2024, 2026])
def test_each_level_is_a_coverage_of_all_its_areas(year):
    lines = membership(year)
    layers = build_layers(lines)
    assert layers.warnings == ()
    flanders = read_layer(layers.geojson["vlaanderen"])[1][0]
    for level in ("kring", "elz", "gemeente"):
        areas, shapes = read_layer(layers.geojson[level])
        assert set(areas) == set(lines[level])
        assert len(areas) == len(set(areas))
        assert shapely.is_valid(shapes).all()
        assert shapely.coverage_is_valid(shapes)
        assert shapely.area(shapes).sum() == pytest.approx(flanders.area)
        assert shapely.symmetric_difference(shapely.coverage_union_all(shapes), flanders).area < 1e-9


def test_the_layer_that_travels_most_stays_small():
    assert len(build_layers(membership(2026)).geojson["gemeente"].encode()) < 350_000


def test_parts_of_a_city_follow_their_postcode():
    lines = membership(2026)
    layers = build_layers(lines)
    names, shapes = read_layer(layers.geojson["kring"])
    hoboken = lines.loc[lines["postcode"] == "2660", "kring"].item()
    berendrecht = lines.loc[lines["postcode"] == "2040", "kring"].item()
    assert hoboken != berendrecht
    assert shapes[names.index(hoboken)].contains(shapely.Point(4.348, 51.176))
    assert shapes[names.index(berendrecht)].contains(shapely.Point(4.313, 51.342))


def test_unknown_municipalities_are_all_named():
    lines = membership(2026)
    lines.loc[[0, 5], "gemeente"] = ["99998", "99999"]
    with pytest.raises(LayerError, match=r"\['99998', '99999'\]"):
        build_layers(lines)


def test_codes_of_two_boundary_years_do_not_mix():
    lines = membership(2026)
    lines.loc[lines["gemeente"] == "23106", "gemeente"] = "23024"
    with pytest.raises(LayerError, match=r"2025 and later.*\['23024'\] belong to the other boundary year"):
        build_layers(lines)


def test_a_municipality_we_cannot_cut_goes_whole_to_its_first_area_and_is_told():
    lines = membership(2026)
    row = lines[lines["gemeente"] == "31005"]
    parts = pd.concat([row.assign(postcode="8000"), row.assign(postcode="8310", kring="K01", elz="elz1")])
    layers = build_layers(pd.concat([lines[lines["gemeente"] != "31005"], parts.iloc[::-1]], ignore_index=True))
    assert len(layers.warnings) == 1
    assert all("31005" in words for words in layers.warnings[0])
    whole = build_layers(lines)
    assert layers.geojson == whole.geojson


def test_a_part_that_the_delivery_forgets_is_told():
    lines = membership(2026)
    layers = build_layers(lines[lines["postcode"] != "2040"])
    assert any("11002 2040" in dutch for dutch, _ in layers.warnings)


def test_a_whole_city_in_one_line_needs_no_postcodes():
    lines = membership(2026)
    gent = lines[lines["gemeente"] == "44021"].head(1).assign(postcode=pd.NA)
    layers = build_layers(pd.concat([lines[lines["gemeente"] != "44021"], gent], ignore_index=True))
    assert not any("niet verdeeld" in dutch.lower() for dutch, _ in layers.warnings)


def test_a_delivery_of_three_municipalities_draws_three_and_tells_the_rest():
    lines = membership(2026)
    layers = build_layers(lines[lines["gemeente"].isin(["31004", "31006", "31043"])])
    assert read_layer(layers.geojson["gemeente"])[0] == ["31004", "31006", "31043"]
    assert read_layer(layers.geojson["vlaanderen"])[0] == ["VL"]
    assert "11001" in layers.warnings[0][0]
    assert layers.warnings[0][1].endswith(f"… ({lines['gemeente'].nunique() - 3})")
    assert max(len(words) for told in layers.warnings for words in told) < 200


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t.drop(columns="elz"), "none named"),
        (lambda t: t.head(0), "found none"),
        (lambda t: t.assign(kring=t["kring"].where(t["gemeente"] != "31005")), "31005"),
    ],
)
def test_a_membership_that_is_not_whole_is_refused(change, message):
    with pytest.raises(LayerError, match=message):
        build_layers(change(membership(2026)))


def test_line_order_changes_nothing():
    lines = membership(2026)
    assert build_layers(lines.iloc[::-1]) == build_layers(lines)


def test_context_has_five_provinces_and_brussels():
    features = json.loads(build_context())["features"]
    kinds = [(f["properties"]["kind"], f["properties"]["name"]) for f in features]
    assert [name for kind, name in kinds if kind == "province"] == [
        "Antwerpen",
        "Limburg",
        "Oost-Vlaanderen",
        "Vlaams-Brabant",
        "West-Vlaanderen",
    ]
    assert kinds[-1] == ("brussels", "Brussel")


def test_hatching_stays_inside_the_chosen_areas():
    lines = json.loads(hatch_lines(square_layer(), ["W"]))["features"][0]["geometry"]["coordinates"]
    xs = [x for line in lines for x, _y in line]
    assert min(xs) == pytest.approx(4.0)
    assert max(xs) == pytest.approx(4.1)


def test_hatching_of_neighbours_runs_on():
    apart = json.loads(hatch_lines(square_layer(), ["W"]))["features"][0]["geometry"]["coordinates"]
    together = json.loads(hatch_lines(square_layer()))["features"][0]["geometry"]["coordinates"]
    starts = {tuple(line[0]) for line in together}
    assert {tuple(line[0]) for line in apart} <= starts
    assert any(line[0][0] < 4.1 < line[1][0] for line in together)


def test_hatches_of_areas_that_begin_at_another_latitude_run_on():
    features = [
        {"type": "Feature", "properties": {"area": name}, "geometry": json.loads(shapely.to_geojson(shapely.box(*box)))}
        for name, box in {"N": (4.0, 51.037, 4.1, 51.1), "S": (4.0, 51.0, 4.1, 51.037)}.items()
    ]
    geojson = json.dumps({"type": "FeatureCollection", "features": features})

    for area in "NS":
        lines = json.loads(hatch_lines(geojson, [area]))["features"][0]["geometry"]["coordinates"]
        number = [(x - 1.59 * y) / 0.016 for (x, y), _ in lines]
        assert max(abs(n - round(n)) for n in number) < 0.02


def test_nothing_to_hatch_is_no_line():
    assert json.loads(hatch_lines(square_layer(), []))["features"] == []


def test_hatching_an_unknown_area_is_refused():
    with pytest.raises(LayerError, match=r"\['X', 'Y'\]"):
        hatch_lines(square_layer(), ["Y", "W", "X"])
