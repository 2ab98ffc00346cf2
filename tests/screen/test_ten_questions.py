"""The ten questions that are really asked, each walked to its answer: in few steps, and with the released number."""

import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from aggregation.indicators import INDICATORS
from data.releases import open_release
from pages.views import released
from tests import releases
from tests.screen.conftest import Open, text_of

FEWEST, MOST = 1, 3
ZONE, TOWN = "elz", "gemeente"


@dataclass(frozen=True, kw_only=True)
class Walk:
    """A question, the screen and the choices that answer it, and where the released number stands in what is read."""

    asked: str
    screen: str
    chosen: dict[str, str]
    cell: tuple[str, str, str]
    """Indicator, category and measure of Flanders, newest year."""
    digits: int
    told: str
    """What stands around the number, as a pattern with ``{v}``."""

    @property
    def steps(self) -> int:
        """One to open the screen, one for every choice."""
        return 1 + len(self.chosen)


WALKS = (
    Walk(
        asked="How large is the shortage, and where?", screen="capaciteit", chosen={"niveau": ZONE},
        cell=("D01", "total", "rate"), digits=1, told=r"Geteld {v} per 10\.000 inwoners",
    ),
    Walk(
        asked="Can a newcomer find a GP here?", screen="kaart", chosen={"cijfer": "P01"},
        cell=("P01", "gedeeltelijk|volledig", "share"), digits=0, told=r"Vlaanderen {v} %",
    ),
    Walk(
        asked="Who stops?", screen="kaart", chosen={"cijfer": "D06"},
        cell=("D06", "total", "rate"), digits=0, told=r"Vlaanderen {v} %",
    ),
    Walk(
        asked="Too few, or badly spread?", screen="kaart", chosen={"cijfer": "D01", "niveau": TOWN},
        cell=("D01", "total", "rate"), digits=1, told=r"Vlaanderen {v} ",
    ),
    Walk(
        asked="Where is need higher?", screen="kaart", chosen={"cijfer": "D11"},
        cell=("D11", "total", "rate"), digits=1, told=r"Vlaanderen {v} ",
    ),
    Walk(
        asked="How many juniors replace one senior?", screen="wat_als", chosen={"vraag": "jong-voor-oud"},
        cell=("A01", "total", "mean"), digits=1, told=r"Werkuren {v} ",
    ),
    Walk(
        asked="Are the quotas enough?", screen="wat_als", chosen={"vraag": "tien-jaar"},
        cell=("D01", "total", "count"), digits=0, told=r"Huisartsen in 2026 {v} ",
    ),
    Walk(
        asked="Does a measure work?", screen="evolutie", chosen={"cijfer": "P01"},
        cell=("P01", "gedeeltelijk|volledig", "share"), digits=0, told=r"→ {v} %",
    ),
    Walk(
        asked="How much time is administration?", screen="tabellen", chosen={"cijfer": "A04", "niveau": "vlaanderen"},
        cell=("A04", "total", "rate"), digits=1, told=r"\(rekenmodel\) 2026 {v} %",
    ),
    Walk(
        asked="How fast does capitation grow?", screen="evolutie", chosen={"cijfer": "P11S"},
        cell=("P11S", INDICATORS["P11S"].headline_category, "share"), digits=0, told=r"→ {v} %",
    ),
)  # fmt: skip


def plain(screen: AppTest) -> str:
    """Give what is read on a screen, without markup."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text_of(screen)))).replace("\u2060", "")


@pytest.fixture(scope="module")
def asked_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a release with every number that the ten questions need."""
    home = tmp_path_factory.mktemp("questions")
    more = {"D06": 25.0, "A04": 27.0}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(releases, "USED", (*releases.USED, "A03", "A04", "A11", "D06", "M01", "P11S"))
        patch.setattr(releases, "_RATES", {**releases._RATES, **more})
        patch.setattr(releases, "_TILTS", {**releases._TILTS, "D06": 0.0})
        releases.make_release(home, years=(2025, 2026))
    return home


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.asked)
def test_a_question_is_answered_with_the_released_number(
    walk: Walk, asked_home: Path, monkeypatch: pytest.MonkeyPatch, open_screen: Open
) -> None:
    monkeypatch.setenv(released.HOME_VARIABLE, str(asked_home))
    screen = open_screen(walk.screen, **walk.chosen)
    assert not screen.exception
    read = plain(screen)
    name, category, measure = walk.cell
    keys = {"indicator": name, "year": 2026, "level": "vlaanderen", "category": category, "measure": measure}
    value = float(open_release(asked_home).cells(**keys).frame["value"].iloc[0])
    number = f"{value:,.{walk.digits}f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    assert "niet bestaat" not in read  # every choice of the walk is one that the screen knows
    assert re.search(walk.told.format(v=rf"(?<![\d,.]){re.escape(number)}(?![\d,])"), read), (number, read[:3000])
    assert FEWEST <= walk.steps <= MOST


def test_there_are_ten() -> None:
    assert len({walk.asked for walk in WALKS}) == 10


def test_one_young_for_one_old_is_what_the_ages_and_hours_give(
    asked_home: Path, monkeypatch: pytest.MonkeyPatch, open_screen: Open
) -> None:
    monkeypatch.setenv(released.HOME_VARIABLE, str(asked_home))
    ages = open_release(asked_home).cells(indicator="A10", year=2026, level="vlaanderen", measure="share").frame
    share = ages.set_index("category")["value"].astype(float) / 100
    hours = {"-34": 49, "35-44": 52, "45-54": 57, "55-64": 59, "65-": 42}
    today = sum(share[band] * hours[band] for band in hours)
    lost = sum(share[band] * (hours["-34"] - hours[band]) for band in ("55-64", "65-"))
    read = plain(open_screen("wat_als", vraag="jong-voor-oud"))
    assert f"Verandering van de werkuren {100 * lost / today:.0f} %".replace("-", "\u2212") in read
