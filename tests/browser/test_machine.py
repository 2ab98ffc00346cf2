"""Addresses for machines, asked of a real server process; what comes back is compared with the cube."""

import csv
import gzip
import io
import json
import re
import zipfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import duckdb
import geopandas
import openpyxl
import pandas as pd
import pytest

from aggregation.indicators import INDICATORS
from data.exports.workbook import HEADER_ROW
from data.releases import open_release
from tests.releases import USED, make_release

pytestmark = pytest.mark.browser
KEY = ["indicator", "year", "level", "area", "category", "measure"]
CHOICE = "indicator=P01,A05&level=elz&year=2026"


class Answer:
    """What a server gave: status, headers with small names, content as it came."""

    def __init__(self, status: int, headers: Mapping[str, str], content: bytes) -> None:
        self.status = status
        self.headers = {name.lower(): value for name, value in headers.items()}
        self.content = content

    @property
    def json(self) -> Any:
        return json.loads(self.content)


def ask(address: str, method: str = "GET", **headers: str) -> Answer:
    """Ask and give the answer, also a refusal."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    request = Request(address, method=method, headers=sent)  # noqa: S310 -- our own address
    try:
        with urlopen(request, timeout=120) as answer:  # noqa: S310
            return Answer(answer.status, dict(answer.headers), answer.read())
    except HTTPError as refused:
        with refused:
            return Answer(refused.code, dict(refused.headers), refused.read())


@pytest.fixture(scope="module")
def api(server: str) -> str:
    return f"{server}/api/v1/releases/current"


@pytest.fixture(scope="module")
def cube(small_home: Path) -> pd.DataFrame:
    """Give all cells, read past the product: straight from the file of the release."""
    release_id = (small_home / "releases" / "current").read_text().strip()
    path = small_home / "releases" / release_id / "cube.duckdb"
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute("SELECT * FROM cell").df()


def chosen(cube: pd.DataFrame) -> pd.DataFrame:
    rows = cube[cube["indicator"].isin(["P01", "A05"]) & cube["level"].eq("elz") & cube["year"].eq(2026)]
    return rows.sort_values(KEY).reset_index(drop=True)


def same_numbers(found: pd.DataFrame, truth: pd.DataFrame) -> None:
    """Compare numbers, and that nothing withheld carries one."""
    found = found.sort_values(KEY).reset_index(drop=True)
    assert len(found) == len(truth)
    for name in ("value", "lower", "upper", "count", "frame"):
        pd.testing.assert_series_equal(
            pd.to_numeric(found[name]).astype(float), truth[name].astype(float), check_names=False, check_dtype=False
        )
    hidden = found["mark"].eq("[c]")
    assert hidden.tolist() == truth["confidentiality"].eq("C").tolist()
    assert hidden.any()
    assert found.loc[hidden, ["value", "lower", "upper", "count"]].isna().all(axis=None)


def test_the_international_csv_is_the_cube(api: str, cube: pd.DataFrame) -> None:
    answer = ask(f"{api}/cells.csv?{CHOICE}")
    assert answer.status == 200
    found = pd.read_csv(io.BytesIO(answer.content), dtype={"area": str, "category": str}, keep_default_na=True)
    same_numbers(found.assign(mark=found["mark"].fillna("")), chosen(cube))


def test_the_belgian_csv_is_the_cube(api: str, cube: pd.DataFrame) -> None:
    answer = ask(f"{api}/cijfers.csv?{CHOICE}")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=";"))
    names = {
        "Cijfer": "indicator",
        "Jaar": "year",
        "Niveau": "level",
        "Gebiedscode": "area",
        "Antwoordcode": "category",
    }
    names |= {"Maat": "measure", "Waarde": "value", "Ondergrens": "lower", "Bovengrens": "upper", "Van": "frame"}
    names |= {"Aantal achter het getal": "count", "Markering": "mark"}
    found = pd.DataFrame(rows).rename(columns=names)
    for name in ("value", "lower", "upper", "count", "frame"):
        found[name] = pd.to_numeric(found[name].str.replace(",", ".").replace("", None))
    same_numbers(found.assign(category=found["category"].str.removeprefix("'")), chosen(cube))


def test_the_parquet_is_the_cube(api: str, cube: pd.DataFrame, tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(ask(f"{api}/cells.parquet?{CHOICE}").content)
    with duckdb.connect() as connection:
        found = connection.read_parquet(str(tmp_path / "a.parquet")).df()
    same_numbers(found, chosen(cube))


def test_the_workbook_is_the_cube(api: str, cube: pd.DataFrame) -> None:
    book = openpyxl.load_workbook(io.BytesIO(ask(f"{api}/cells.xlsx?{CHOICE}").content))
    truth = chosen(cube).set_index(["indicator", "area", "category"])["value"]
    seen = 0
    for name in ("P01", "A05"):
        rows = list(book[name].iter_rows(min_row=4, values_only=True))
        at = {heading: place for place, heading in enumerate(rows[0])}
        for row in rows[1:]:
            expected = truth[(name, row[at["Gebiedscode"]], row[at["Antwoordcode"]])]
            given = row[at["Waarde"]]
            assert given in ("[c]", "[x]") if pd.isna(expected) else given == pytest.approx(expected)
            seen += 1
    assert seen == len(truth)


@pytest.mark.parametrize("name", ["cells.geojson", "cells.gpkg"])
def test_the_shapes_carry_the_cube(name: str, api: str, cube: pd.DataFrame, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(ask(f"{api}/{name}?{CHOICE}").content)
    frame = geopandas.read_file(path, layer="elz_2026" if name == "cells.gpkg" else None).set_index("area")
    category, measure = INDICATORS["P01"].main
    truth = chosen(cube)
    truth = truth[truth["indicator"].eq("P01") & truth["category"].eq(category) & truth["measure"].eq(measure.value)]
    assert set(frame.index) == set(truth["area"])
    expected = truth.set_index("area")["value"].reindex(frame.index).astype(float)
    pd.testing.assert_series_equal(frame["P01"].astype(float), expected, check_names=False)
    hidden = set(truth.loc[truth["confidentiality"].eq("C"), "area"])
    assert set(frame.index[frame["P01_mark"].eq("[c]")]) == hidden
    assert frame.loc[list(hidden), ["P01", "P01_lower", "P01_upper", "P01_count"]].isna().all(axis=None)


def test_everything_in_one_file_holds_every_cell(api: str, cube: pd.DataFrame, tmp_path: Path) -> None:
    answer = ask(f"{api}/everything.zip")
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path)
        names = archive.namelist()
    for readme in ("LEESMIJ.txt", "README.txt"):
        said = (tmp_path / readme).read_text(encoding="utf-8")
        unsaid = [
            name for name in names if name.partition("/")[0] not in said and name not in {"LEESMIJ.txt", "README.txt"}
        ]
        assert unsaid == []
    found = pd.read_csv(tmp_path / "cells.csv", dtype={"area": str, "category": str}, low_memory=False)
    same_numbers(found.assign(mark=found["mark"].fillna("")), cube.sort_values(KEY).reset_index(drop=True))
    layers = set(geopandas.list_layers(tmp_path / "zorgcapaciteit.gpkg")["name"])
    assert {"elz_2026", "gemeente_2024", "kring_2025", "about", "columns"} <= layers
    book = openpyxl.load_workbook(tmp_path / "cells.xlsx", read_only=True)
    assert set(book.sheetnames) == {"Uitleg", "Inhoud", *USED}
    held = {row[0]: row[-1] for row in book["Inhoud"].iter_rows(min_row=HEADER_ROW + 1, values_only=True)}
    assert held == cube.groupby("indicator").size().to_dict()


def test_an_unchanged_file_is_not_sent_again(api: str) -> None:
    first = ask(f"{api}/cells.csv?{CHOICE}")
    again = ask(f"{api}/cells.csv?year=2026&level=elz&indicator=A05&indicator=P01", If_None_Match=first.headers["etag"])
    assert again.status == 304
    assert again.content == b""
    assert ask(f"{api}/cells.csv?indicator=P01", If_None_Match=first.headers["etag"]).status == 200


def test_gzip_holds_the_same_bytes(api: str) -> None:
    plain = ask(f"{api}/cells.csv?{CHOICE}")
    packed = ask(f"{api}/cells.csv?{CHOICE}", Accept_Encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed.headers["etag"] != plain.headers["etag"]
    assert int(plain.headers["content-length"]) == len(plain.content)


def test_head_gives_headers_only(api: str) -> None:
    for name in (f"cells.csv?{CHOICE}", f"cells.xlsx?{CHOICE}", "layers/elz.geojson", "indicators", ""):
        answer, whole = ask(f"{api}/{name}", "HEAD"), ask(f"{api}/{name}")
        assert answer.status == 200
        assert answer.content == b""
        assert answer.headers["content-length"] == whole.headers["content-length"]


def test_any_page_may_read_and_nobody_may_write(api: str) -> None:
    answer = ask(f"{api}/cells.csv?{CHOICE}", Origin="https://example.org")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert "set-cookie" not in answer.headers
    assert ask(f"{api}/cells.csv", "OPTIONS").status == 204
    for method in ("POST", "PUT", "DELETE"):
        assert ask(f"{api}/cells.csv", method).status == 405


def test_every_fault_is_told_at_once(api: str) -> None:
    answer = ask(f"{api}/cells.csv?indicator=P99,P01&level=wijk&year=1999&area=zz&kleur=rood&content=half&lang=nl,en")
    assert answer.status == 400
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.headers["cache-control"] == "no-store"
    assert {fault["parameter"] for fault in answer.json["faults"]} == {
        "indicator", "level", "year", "area", "kleur", "content", "lang",
    }  # fmt: skip
    assert all(fault["expected"] for fault in answer.json["faults"])


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("cells.csv?indicator=P99", 400),
        ("cells.csv?indicator=A05&level=gemeente", 404),
        ("cells.geojson?indicator=P01", 400),
        ("cells.geojson?level=vlaanderen&year=2026", 400),
        ("cells.gpkg?level=elz&year=2026&category=geen", 400),
        ("areas.csv?year=2026", 400),
        ("cells.csv?area=" + ",".join(str(n) for n in range(500)), 400),
        ("cube.duckdb", 404),
        ("manifest.json", 404),
        ("practices.csv", 404),
        ("layers/hatch.geojson", 404),
        ("Layers/elz.geojson", 404),
    ],
)
def test_what_does_not_exist_is_refused(address: str, status: int, api: str) -> None:
    answer = ask(f"{api}/{address}")
    assert answer.status == status
    assert answer.json["title"]


@pytest.mark.parametrize("address", ["layers/..%2F..%2Fcurrent", "layers/../../current", "../../../../etc/passwd"])
def test_no_address_leads_out_of_the_release(address: str, api: str) -> None:
    assert ask(f"{api}/{address}").status in (400, 404)


def test_a_release_that_is_not_published_is_not_served(api: str) -> None:
    answer = ask(f"{api.removesuffix('current')}20200101T000000Z-00000000/cells.csv")
    assert answer.status == 404
    assert "gepubliceerd" in answer.json["title"]


def test_what_a_stranger_writes_comes_back_harmless(api: str) -> None:
    answer = ask(f"{api}/cells.csv?indicator=%3Cscript%3Ealert(1)%3C/script%3E{'x' * 3000}")
    assert answer.status == 400
    assert "json" in answer.headers["content-type"]
    assert len(answer.json["faults"][0]["given"]) <= 40


def test_a_release_has_an_address_of_its_own(api: str, small_home: Path) -> None:
    release_id = (small_home / "releases" / "current").read_text().strip()
    own = ask(f"{api.removesuffix('current')}{release_id}/cells.csv?{CHOICE}")
    assert own.content == ask(f"{api}/cells.csv?{CHOICE}").content
    assert own.headers["x-release"] == release_id
    assert "max-age" in own.headers["cache-control"]
    assert ask(f"{api.split('/releases')[0]}").json["releases"]["current"].endswith("/current/")


def test_a_new_release_follows_at_once(tmp_path: Path) -> None:
    from bench.browsing import serving

    first = make_release(tmp_path, years=(2026,))
    with serving(tmp_path) as address:
        path = f"{address}/api/v1/releases/current/cells.csv?{CHOICE}"
        before = ask(path)
        second = make_release(tmp_path, years=(2026,), shift=1.0)
        after = ask(path, If_None_Match=before.headers["etag"])
        assert (before.headers["x-release"], after.headers["x-release"]) == (first, second)
        assert after.status == 200
        assert after.content != before.content
        assert ask(path.replace("current", first)).status == 404


def test_a_home_without_a_release_says_so(tmp_path: Path) -> None:
    from bench.browsing import serving

    with serving(tmp_path) as address:
        answer = ask(f"{address}/api/v1/releases/current/cells.csv")
        assert answer.status == 503
        assert "retry-after" in answer.headers


def test_the_list_of_files_holds_what_is_there(api: str, server: str) -> None:
    listed = ask(api).json["files"]
    for file in listed:
        if file["name"] == "everything.zip":
            continue
        query = "?indicator=D01&level=elz&year=2026" if file["takes_parameters"] else ""
        answer = ask(server + file["current"] + query)
        assert answer.status == 200, file["name"]
        assert answer.headers["content-type"].startswith(file["media_type"].split(";")[0])
        assert re.fullmatch(r'attachment; filename="[A-Za-z0-9.-]+"', answer.headers["content-disposition"])


def test_the_catalogue_names_addresses_that_work(api: str, server: str) -> None:
    graph = ask(f"{api}/catalog.jsonld").json["@graph"]
    dataset = next(node for node in graph if node["@type"] == "dcat:Dataset")
    for file in dataset["dcat:distribution"]:
        address = file["dcat:downloadURL"]["@id"]
        if not address.endswith(".zip"):
            assert ask(server + address, "HEAD").status == 200


def test_many_at_once_get_the_same(api: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _n: ask(f"{api}/cells.xlsx?indicator=D01"), range(8)))
    assert {answer.status for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1


def test_the_screens_and_the_files_hold_the_same_release(small_home: Path, api: str) -> None:
    with open_release(small_home) as release:
        assert ask(api).json["release"] == release.id
