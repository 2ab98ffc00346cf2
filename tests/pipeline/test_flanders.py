"""In the release of the demo, Flanders itself shows every answer in every year."""

from data.releases import current_id, open_release
from data.terms import Confidentiality, Level
from tests.homes import DemoHome


def test_flanders_shows_every_answer_in_every_year(demo: DemoHome) -> None:
    release_id = current_id(demo.home)
    assert release_id is not None
    with open_release(demo.home, release_id) as release:
        cells = release.cells(level=Level.VLAANDEREN.value).frame
    withheld = cells[cells["confidentiality"].eq(Confidentiality.WITHHELD.value)]
    asked = cells.groupby(["indicator", "year"]).size()
    assert len(asked) > 100
    assert withheld[["indicator", "year", "category"]].to_dict("records") == []
