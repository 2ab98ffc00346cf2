"""In the release of the demo, Flanders itself shows its answers: a withheld national figure is a rare exception."""

from aggregation.indicators import INDICATORS
from data.releases import current_id, open_release
from data.terms import Confidentiality, Level
from tests.homes import DemoHome

RARE = 0.01
ALWAYS = ("P01", "P22", "A05", "A06", "A08", "D01", "D02", "D08", "D09")
"""What the overview opens with."""
WITHHELD = ("P04", "P11S", "P12")
"""Withheld in part for Flanders: with nearly nested counts, or the classes on the map, they would tell of few."""
FEW = tuple(f"A{number:02}T" for number in (5, 6, 7, 10))
"""Answers of trainees: of some options there are fewer than ten in all of Flanders."""


def test_flanders_shows_its_answers_in_every_year(demo: DemoHome) -> None:
    release_id = current_id(demo.home)
    assert release_id is not None
    with open_release(demo.home, release_id) as release:
        cells = release.cells(level=Level.VLAANDEREN.value).frame
    asked = cells.groupby(["indicator", "year"]).size()
    assert len(asked) == 3 * sum(Level.VLAANDEREN in entry.levels for entry in INDICATORS.values())
    weighted = cells["measure"].str.endswith("_weighted")
    hidden = cells["confidentiality"].eq(Confidentiality.WITHHELD.value)
    questions = cells[hidden & ~weighted].groupby(["indicator", "year"]).size()
    others = questions[~questions.index.get_level_values("indicator").isin((*WITHHELD, *FEW))]
    assert len(others) <= RARE * len(asked), questions
    assert not cells.loc[hidden & ~weighted, "indicator"].isin(ALWAYS).any()
    beside = cells[weighted & ~hidden & cells["indicator"].isin(ALWAYS)]
    assert set(beside["indicator"]) == set(cells.loc[weighted & cells["indicator"].isin(ALWAYS), "indicator"])
