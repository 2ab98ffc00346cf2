"""Measures of some areas: from the file of a home to the sentence and the CSV, recomputed from released cells."""

import csv
import io
import math
import re
import shutil
from html import unescape
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from aggregation.shown.selection import choices
from data.settings import SettingsError
from data.terms import Level
from pages.evolutie import policy
from pages.evolutie.evolution import Evolution, evolution
from pages.views import register, released
from tests.screen.conftest import Open, text_of

ENTRY = """
[[measure]]
id = "proef"
label_nl = "Proef met een onthaalpunt"
label_en = "Trial of a reception point"
authority_nl = "Vlaamse overheid"
authority_en = "Flemish government"
source_nl = "Besluit"
source_en = "Decision"
begins = {begins}
written_on = 2024-01-01
indicators = {{ P01 = -1 }}
level = "elz"
areas = [{areas}]
"""


@pytest.fixture
def home(small_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copy the home, so that a register may stand in it."""
    copied = tmp_path / "home"
    shutil.copytree(small_home, copied)
    monkeypatch.setenv(released.HOME_VARIABLE, str(copied))
    return copied


def write(home: Path, areas: list[str], begins: str = "2025-10-01") -> None:
    named = ", ".join(f'"{area}"' for area in areas)
    (home / register.NAME).write_text(ENTRY.format(begins=begins, areas=named), encoding="utf-8")


def zones() -> list[str]:
    cells = released.opened(released.current_id() or "").cells(indicator="P01", level="elz").frame
    return sorted(cells["area"].astype(str).unique())


def series() -> Evolution:
    from aggregation.indicators import INDICATORS

    shown = choices(INDICATORS["P01"])[0]
    return evolution(released.current_id() or "", "P01", shown, Level.ELZ)


def rows(category: str) -> dict[tuple[str, int], tuple[float, float]]:
    """Read share and half-width of every zone and year straight from the released cells."""
    frame = released.opened(released.current_id() or "").cells(indicator="P01", level="elz").frame
    frame = frame[frame["category"].eq(category) & frame["measure"].eq("share") & frame["lower"].notna()]
    return {
        (str(row.area), int(row.year)): (float(row.value), float(row.upper - row.lower) / 2)
        for row in frame.itertuples()
    }


def test_the_difference_is_recomputed_from_cells(home: Path, open_screen: Open) -> None:
    inside = zones()[::2]
    write(home, inside)
    whole = series()
    told = policy.compared(whole)
    assert len(told) == 1
    known = rows(whole.shown.category)
    usable = [area for area in zones() if all((area, year) in known for year in (2024, 2025, 2026))]
    groups = [[a for a in usable if a in inside], [a for a in usable if a not in inside]]
    assert min(map(len, groups)) >= 8

    def between(first: int, second: int) -> tuple[float, float]:
        changes = [np.array([known[a, second][0] - known[a, first][0] for a in group]) for group in groups]
        squares = [sum(known[a, y][1] ** 2 for a in g for y in (first, second)) / len(g) ** 2 for g in groups]
        spread = sum(float(c.var(ddof=1)) / len(c) for c in changes)
        t = stats.t.ppf(0.975, min(map(len, groups)) - 1)
        return float(changes[0].mean() - changes[1].mean()), max(math.sqrt(sum(squares)), t * math.sqrt(spread))

    found = told[0].found
    assert isinstance(found, policy.EvolutionDifference)
    assert (found.value, found.half) == pytest.approx(between(2025, 2026))
    assert (found.placebo, found.placebo_half) == pytest.approx(between(2024, 2025))
    assert (found.areas_with, found.areas_without) == tuple(map(len, groups))
    text = unescape(text_of(open_screen("evolutie", cijfer="P01", niveau="elz")))
    assert policy.sentence(whole, told[0]) in text
    assert "Proef met een onthaalpunt: van 2025 tot 2026" in text
    assert not re.search(r"\beffect", text)
    written = list(csv.DictReader(io.StringIO(policy.evaluators(whole).decode("utf-8-sig")), delimiter=";"))
    assert {(row["gebied"], int(row["jaar"])) for row in written if row["laag"]} == set(known)
    assert {row["gebied"] for row in written if row["met"] == "1"} == set(inside)


@pytest.mark.parametrize(
    ("count", "begins", "why"),
    [(3, "2025-10-01", "Minstens 8 gebieden met"), (20, "2024-10-01", "twee jaren nodig voor 2025")],
)
def test_a_refusal_is_said_in_words(count: int, begins: str, why: str, home: Path, open_screen: Open) -> None:
    write(home, zones()[:count], begins)
    text = unescape(text_of(open_screen("evolutie", cijfer="P01", niveau="elz")))
    assert "geen vergelijking" in text
    assert why in text
    assert policy.compared(series())


def test_a_measure_of_all_of_flanders_has_no_comparison(home: Path, open_screen: Open) -> None:
    assert policy.compared(series()) == []
    text = unescape(text_of(open_screen("evolutie", cijfer="P01", niveau="elz")))
    assert "heeft geen groep zonder" in text
    assert "met en zonder de maatregel</h3>" not in text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[measure]]\nid = 'new-deal'\n", "id is taken"),
        ("[[measure]]\nid = 'x'\n", "expected label_nl"),
        ("measure = ", "readable TOML"),
        (ENTRY.format(begins="2025-10-01", areas=""), "a level with areas"),
        (ENTRY.format(begins="2025-10-01", areas='"1"').replace("P01", "P99"), "P99 is not in the registry"),
        (ENTRY.format(begins="2025-10-01", areas='"1"').replace("elz", "straat"), "level: expected one of"),
    ],
)
def test_a_faulty_register_is_refused_and_said(text: str, said: str, home: Path, open_screen: Open) -> None:
    (home / register.NAME).write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=said):
        register.of_home(home)
    screen = open_screen("evolutie", cijfer="P01", niveau="elz")
    assert not screen.exception
    assert "is niet goed geschreven" in unescape(text_of(screen))
