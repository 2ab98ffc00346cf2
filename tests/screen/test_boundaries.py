"""A release that is drawn with official boundaries says so wherever borders are told of, and draws earlier years."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from streamlit.testing.v1 import AppTest

from cli import cli
from data.terms import Level
from geo.layers import read_layer
from pages.views import downloads, released
from tests.releases import make_release
from tests.unit.geo.test_boundaries import layer, written

SOURCE = "Voorlopig referentiebestand gemeentegrenzen 2025"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a home with the boundaries of 2025, and a release of two years of which the first has other areas."""
    folder = tmp_path_factory.mktemp("grenzen")
    file = written(layer("nis_2025"), folder, ".gpkg")
    words = ["geo", "import", str(file), "--year", "2025", "--source", SOURCE, "--home", str(folder / "home")]
    assert CliRunner().invoke(cli, words).exit_code == 0
    make_release(folder / "home", years=(2024, 2026))
    return folder / "home"


def said(screen: str, **query: str) -> str:
    page = AppTest.from_string(f"import app\nfrom pages.{screen}.screen import render\nrender()", default_timeout=600)
    for name, value in query.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception
    return "\n".join(element.proto.body for element in page.get("html"))


def test_every_screen_and_file_names_who_publishes_the_borders(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(released.HOME_VARIABLE, str(home))
    for screen, query in (("kaart", {"cijfer": "P01"}), ("praktijken", {}), ("over_deze_cijfers", {})):
        text = said(screen, **query)
        assert SOURCE in text, screen
        assert "grenzen op de kaart zijn schematisch" not in text, screen
        assert SOURCE in said(screen, **query, taal="en"), screen
    release = released.current()
    assert release is not None
    chosen = downloads.Selection(indicator=("P01",), year=(2026,), level=("gemeente",))
    file = downloads.FILES["cells.geojson"]
    assert SOURCE in json.loads(file.maker(release, chosen, file.name))["about"]["boundaries"]


def test_an_earlier_year_stands_on_its_own_areas(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(released.HOME_VARIABLE, str(home))
    release = released.current()
    assert release is not None
    assert {"kring", "kring_2024", "gemeente", "gemeente_2024"} <= set(release.layers())
    assert released.layer_of(release.id, Level.KRING, 2024) == "kring_2024"
    assert released.layer_of(release.id, Level.KRING, 2026) == "kring"
    assert released.layer_of(release.id, Level.GEMEENTE, 2024) == "gemeente", "summed to those of today"
    gone = set(read_layer(released.layer_text(release.id, "kring_2024"))[0]) - set(
        read_layer(released.layer_text(release.id, "kring"))[0]
    )
    assert gone
    listed = json.loads(downloads.FILES["layers.json"].maker(release, downloads.Selection(), "layers.json"))
    assert {"level": "gemeente", "year": 2024} in [
        {name: value for name, value in one.items() if name != "address"} for one in listed
    ]
    assert gone <= set(release.cells(level="kring", year=2024).frame["area"])
    chosen = downloads.Selection(indicator=("P01",), year=(2024,), level=("kring",))
    file = downloads.FILES["cells.geojson"]
    drawn = {one["id"] for one in json.loads(file.maker(release, chosen, file.name))["features"]}
    assert gone <= drawn, "what is no more has its number and its shape in the file"
    assert said("kaart", cijfer="P01", niveau="kring", jaar="2024")
