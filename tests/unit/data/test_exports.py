"""Every kind of file, written from cells with every status and opened again by another program."""

import csv
import io
import json
import zipfile
from pathlib import Path

import duckdb
import geopandas
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest

from data import exports
from data.exports import FLAT, Dress
from data.exports.plain import guarded
from data.exports.shapes import Shapes
from data.exports.workbook import COLUMNS, HEADER_ROW
from tests.unit.data.export_samples import FACTS, MARKS, ODD_NAMES, STATES, YEAR, about, cells, labels

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
LAYER = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"area": area},
                "geometry": {"type": "Point", "coordinates": [3.0 + place / 10, 51.0]},
            }
            for place, area in enumerate([*ODD_NAMES, "elz99"])
        ],
    }
).encode()


def read_belgian(content: bytes) -> list[dict[str, str]]:
    """Read a CSV as a spreadsheet in Belgium does."""
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def read_international(content: bytes) -> list[dict[str, str]]:
    assert not content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def test_the_long_table_marks_what_is_not_there() -> None:
    flat = exports.flatten(cells(), labels(), "nl")
    assert tuple(flat.columns) == FLAT
    assert dict(zip(flat["area"], flat["mark"], strict=True)) == MARKS
    assert len(flat) == len(cells())
    assert flat.loc[flat["mark"].isin(["[c]", "[x]"]), ["value", "lower", "upper"]].isna().all(axis=None)
    assert flat.loc[flat["area"].eq("elz4"), "answered"].tolist() == [6, 6, 6]
    assert flat.loc[flat["area"].eq("elz1"), "answered"].isna().all()


def test_only_the_first_number_where_asked() -> None:
    flat = exports.flatten(cells(), labels(), "nl", main_only=True)
    assert set(flat["category"]) == {"-34"}
    assert flat["answered"].notna().sum() == 5


def test_an_area_without_a_name_keeps_its_code() -> None:
    named = labels()
    flat = exports.flatten(cells(), exports.Labels(entries=named.entries, areas=named.areas.iloc[:1]), "nl")
    assert set(flat["area_name"]) == {ODD_NAMES["elz1"], "elz2-1", "elz3", "elz4", "elz5", "elz6"}


@pytest.mark.parametrize("dress", list(Dress))
def test_a_csv_reads_back_to_the_same_numbers(dress: Dress) -> None:
    language = "nl" if dress is Dress.BELGIAN else "en"
    flat = exports.flatten(cells(), labels(), language)
    content = exports.write_csv(flat, about(), dress)
    rows = read_belgian(content) if dress is Dress.BELGIAN else read_international(content)
    names = list(rows[0])
    at = dict(zip(FLAT, names, strict=True))
    assert len(rows) == len(flat)
    for row, expected in zip(rows, flat.to_dict("records"), strict=True):
        for column in ("value", "lower", "upper", "count", "answered"):
            assert ("." if dress is Dress.BELGIAN else ",") not in row[at[column]]
            text = row[at[column]].replace(",", ".")
            if pd.isna(expected[column]):
                assert text == ""
            else:
                assert float(text) == pytest.approx(expected[column])
        assert row[at["mark"]] == expected["mark"]
        assert row[at["category"]].lstrip("'") == expected["category"]
        assert row[at["area_name"]].removeprefix("'") == expected["area_name"]


@pytest.mark.parametrize("dress", list(Dress))
def test_no_text_of_a_csv_can_become_a_formula(dress: Dress) -> None:
    language = "nl" if dress is Dress.BELGIAN else "en"
    content = exports.write_csv(exports.flatten(cells(), labels(), language), about(), dress)
    rows = read_belgian(content) if dress is Dress.BELGIAN else read_international(content)
    numbers = {"value", "lower", "upper", "Waarde", "Ondergrens", "Bovengrens", "category"}
    for row in rows:
        for name, text in row.items():
            assert name in numbers or not text.startswith(DANGEROUS), (name, text)
    assert all("category" not in row or row["category"] in ("total", "-34", "35-44") for row in rows)


@pytest.mark.parametrize(
    ("text", "international", "belgian"),
    [
        ("=1+1", "'=1+1", "'=1+1"),
        ("+32 2", "'+32 2", "'+32 2"),
        ("-34", "-34", "'-34"),
        ("3-4", "3-4", "'3-4"),
        ("5-", "5-", "'5-"),
        ("-2+3", "'-2+3", "'-2+3"),
        ("  =1", "'  =1", "'  =1"),
        ("＝1", "'＝1", "'＝1"),
        ("11002", "11002", "11002"),
        ("4|5", "4|5", "4|5"),
        ("", "", ""),
        ("Aalst", "Aalst", "Aalst"),
    ],
)
def test_a_dangerous_start_gets_an_apostrophe(text: str, international: str, belgian: str) -> None:
    assert guarded(text) == international
    assert guarded(text, Dress.BELGIAN) == belgian


def test_duckdb_reads_the_csv_and_the_parquet_alike(tmp_path: Path) -> None:
    flat = exports.flatten(cells(), labels(), "en")
    (tmp_path / "a.csv").write_bytes(exports.write_csv(flat, about(), Dress.INTERNATIONAL))
    (tmp_path / "a.parquet").write_bytes(exports.write_parquet(flat, about()))
    with duckdb.connect() as connection:
        sql = "SELECT area, category, value, lower, \"count\", mark FROM '{}' ORDER BY area, category"
        text = connection.execute(sql.format(tmp_path / "a.csv")).fetchall()
        typed = connection.execute(sql.format(tmp_path / "a.parquet")).fetchall()
    assert [(*row[:5], row[5] or "") for row in text] == typed
    truth = cells().frame.sort_values(["area", "category"])
    assert [row[2] for row in typed] == [None if pd.isna(value) else value for value in truth["value"]]


def test_parquet_says_what_it_is() -> None:
    file = pq.ParquetFile(io.BytesIO(exports.write_parquet(exports.flatten(cells(), labels(), "nl"), about())))
    metadata = {key.decode(): value.decode() for key, value in file.schema_arrow.metadata.items()}
    assert all(any(fact in text for text in metadata.values()) for fact in FACTS)
    assert str(file.schema_arrow.field("count").type) == "int32"
    assert b"description" in file.schema_arrow.field("value").metadata


def workbook() -> openpyxl.Workbook:
    content = exports.write_workbook(exports.flatten(cells(), labels(), "nl"), labels(), about(), "nl")
    return openpyxl.load_workbook(io.BytesIO(content))


def test_a_workbook_has_one_marked_table_per_sheet_and_no_empty_cell_in_it() -> None:
    book = workbook()
    assert book.sheetnames == ["Uitleg", "Inhoud", "A10"]
    for sheet in book.worksheets:
        assert not sheet.merged_cells.ranges
        assert len(sheet.tables) == 1
        table = next(iter(sheet.tables.values()))
        cells_in_table = list(sheet[table.ref])
        assert cells_in_table[0][0].row == HEADER_ROW
        assert [cell.value for cell in cells_in_table[0]] == [column.name for column in table.tableColumns]
        assert all(cell.value not in (None, "") for row in cells_in_table for cell in row)
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_a_workbook_holds_the_cells_and_marks_in_their_place() -> None:
    sheet = workbook()["A10"]
    rows = list(sheet.iter_rows(min_row=HEADER_ROW + 1, values_only=True))
    at = {name: place for place, name in enumerate(COLUMNS)}
    truth = cells().frame.set_index(["area", "category"])
    assert len(rows) == len(truth)
    for row in rows:
        area, expected = row[at["area"]], truth.loc[(row[at["area"]], row[at["category"]])]
        absent = {"elz1": "[c]", "elz3": "[x]"}.get(area)
        assert row[at["value"]] == (absent or pytest.approx(expected["value"]))
        assert row[at["lower"]] == (
            absent or ("[z]" if pd.isna(expected["lower"]) else pytest.approx(expected["lower"]))
        )
        assert row[at["count"]] == ("[c]" if area == "elz1" else expected["count"])
        assert row[at["mark"]] == (MARKS[area] or "geen")
    assert {row[at["area_name"]] for row in rows} >= {"=cmd|' /C calc'!A0", "Sint-Pieters-Leeuw"}


def test_in_a_workbook_marks_stand_under_numbers_and_no_text_is_wider_than_its_column() -> None:
    sheet = workbook()["A10"]
    at = {name: place for place, name in enumerate(COLUMNS)}
    for row in sheet.iter_rows(min_row=HEADER_ROW + 1):
        for name in ("value", "lower", "count"):
            cell = row[at[name]]
            assert isinstance(cell.value, int | float) or cell.alignment.horizontal == "right"
        decimals = len(row[at["value"]].number_format.partition(".")[2])
        if isinstance(row[at["value"]].value, float):
            assert round(row[at["value"]].value, decimals) == row[at["value"]].value
        for name in ("level", "area_name", "category_label", "measure", "mark", "category"):
            cell = row[at[name]]
            assert len(str(cell.value)) < sheet.column_dimensions[cell.column_letter].width
            assert cell.alignment.indent == (1 if name in ("level", "mark", "category") else 0)


def test_the_cover_breaks_long_lines_and_speaks_of_marks_instead_of_empty_cells() -> None:
    sheet = workbook()["Uitleg"]
    told = [row for row in sheet.iter_rows(min_row=HEADER_ROW + 1) if len(str(row[2].value)) > 110]
    assert told
    assert all(row[2].alignment.wrap_text for row in told)
    assert not any(" leeg" in str(row[2].value) for row in sheet.iter_rows(min_row=HEADER_ROW + 1))


def test_a_workbook_explains_itself() -> None:
    cover = "\n".join(str(v) for row in workbook()["Uitleg"].iter_rows(values_only=True) for v in row if v)
    assert all(fact in cover for fact in FACTS)
    assert all(mark in cover for mark in ("[c]", "[u]", "[x]", "[e]", "[z]"))
    link = workbook()["Inhoud"].cell(HEADER_ROW + 1, 1)
    assert link.hyperlink is not None
    assert link.hyperlink.location == "'A10'!A1"


def shapes() -> Shapes:
    flat = exports.flatten(cells(), labels(), "nl", main_only=True)
    return Shapes(wide=exports.spread(flat), layer=LAYER, summed=frozenset({"elz5"}))


def test_geojson_opens_with_the_numbers_on_their_areas(tmp_path: Path) -> None:
    content = exports.write_geojson(shapes(), labels(), about(), "nl")
    path = tmp_path / "a.geojson"
    path.write_bytes(content)
    frame = geopandas.read_file(path).set_index("area")
    assert set(frame.index) == set(STATES)
    for area, (_status, _confidentiality, count, value) in STATES.items():
        assert (None if pd.isna(frame.loc[area, "A10"]) else frame.loc[area, "A10"]) == value
        assert (None if pd.isna(frame.loc[area, "A10_count"]) else frame.loc[area, "A10_count"]) == count
        assert frame.loc[area, "A10_mark"] == MARKS[area]
    assert frame.loc["elz5", "summed"]
    said = json.dumps(json.loads(content)["about"], ensure_ascii=False)
    assert all(fact in said for fact in (*FACTS, "Schematische grenzen"))
    assert set(json.loads(content)["columns"]) == {*shapes().wide.columns, "area", "summed"}


def test_a_geopackage_opens_with_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    path.write_bytes(exports.write_geopackage({f"elz_{YEAR}": shapes()}, labels(), about(), "nl"))
    frame = geopandas.read_file(path, layer=f"elz_{YEAR}").set_index("area")
    assert frame.crs.to_epsg() == 4326
    for area, (_status, _confidentiality, count, value) in STATES.items():
        assert (None if pd.isna(frame.loc[area, "A10"]) else frame.loc[area, "A10"]) == value
        assert (None if pd.isna(frame.loc[area, "A10_count"]) else frame.loc[area, "A10_count"]) == count
    facts = dict(pyogrio.read_dataframe(path, layer="about").itertuples(index=False, name=None))
    assert all(any(fact in text for text in facts.values()) for fact in FACTS)
    meanings = dict(pyogrio.read_dataframe(path, layer="columns").itertuples(index=False, name=None))
    assert "Jonger dan 35" in meanings["A10"]


def test_the_dictionary_and_the_catalogue_name_every_fact() -> None:
    meaning = exports.dictionary(labels(), about())
    assert meaning["indicators"][0]["categories"]["-34"] == {"nl": "Jonger dan 35", "en": "Under 35"}
    assert set(meaning["columns"]) == set(FLAT)
    described = exports.csv_metadata(about(), "cells.csv")
    assert [column["name"] for column in described["tableSchema"]["columns"]] == list(FLAT)
    file = exports.Distribution(
        address="/a/cells.csv", media="text/csv", file_type="CSV", title=labels().entries["A10"].label
    )
    graph = exports.catalogue(about(), labels().entries["A10"].definition, "/a/", [file])["@graph"]
    dataset = next(node for node in graph if node["@type"] == "dcat:Dataset")
    mandatory = {
        "dct:title",
        "dct:description",
        "dct:publisher",
        "dcat:contactPoint",
        "dcat:distribution",
        "dcat:theme",
    }
    assert mandatory <= set(dataset)
    assert dataset["dcat:distribution"][0]["dcat:downloadURL"] == {"@id": "/a/cells.csv"}


def test_a_bundle_starts_with_its_explanation(tmp_path: Path) -> None:
    exports.write_bundle(tmp_path / "a.zip", iter([("a.csv", b"x"), ("b.parquet", b"y")]), about())
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.namelist() == ["LEESMIJ.txt", "README.txt", "a.csv", "b.parquet"]
        text = archive.read("LEESMIJ.txt").decode("utf-8-sig")
        assert archive.getinfo("a.csv").date_time[:3] == (2026, 11, 22)
    assert all(fact in text for fact in FACTS)


def test_a_citation_carries_every_fact() -> None:
    for language in ("nl", "en"):
        line = about().citation(language)
        assert all(fact in line for fact in FACTS)
        assert "\n" not in line


def test_the_first_row_of_a_csv_carries_the_citation() -> None:
    rows = read_belgian(exports.write_csv(exports.flatten(cells(), labels(), "nl"), about(), Dress.BELGIAN))
    quoted = [row["Zo verwijst u ernaar"] for row in rows]
    assert quoted[0] == about().citation("nl")
    assert set(quoted[1:]) == {""}
