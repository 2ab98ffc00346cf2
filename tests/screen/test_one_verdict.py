"""What differs, and in which direction, is decided once: no two screens judge the same pair of numbers differently."""

import math
import re
from pathlib import Path

from data.terms import FLANDERS
from pages.views import released
from tests.screen.conftest import Open, text_of

SAID = {1: "hoger dan Vlaanderen", -1: "lager dan Vlaanderen", 0: "geen duidelijk verschil"}


def judged_by_hand() -> dict[str, int]:
    """Hold the patient stop of every zone against Flanders, straight from the cells: 1, -1, or 0 where unclear."""
    release = released.current()
    assert release is not None
    asked = {"indicator": "P01", "year": 2026, "category": "gedeeltelijk|volledig", "measure": "share"}
    top = release.cells(**asked, level="vlaanderen", area=FLANDERS).frame.iloc[0]
    margin = (top["upper"] - top["lower"]) / 2
    found = {}
    for row in release.cells(**asked, level="elz").frame.to_dict("records"):
        if row["confidentiality"] == "C" or row["value"] is None:
            continue
        apart = row["value"] - top["value"]
        arm = row["value"] - row["lower"] if apart > 0 else row["upper"] - row["value"]
        found[str(row["area"])] = 0 if abs(apart) <= math.hypot(arm, margin) else int(math.copysign(1, apart))
    return found


def test_profile_and_comparison_give_one_verdict(at_home: Path, open_screen: Open) -> None:
    truth = judged_by_hand()
    table = text_of(open_screen("vergelijken", cijfer="P01", jaar="2026", niveau="elz"))
    for side, word in ((1, "hoger"), (-1, "lager")):
        assert f"{sum(each == side for each in truth.values())}\u00a0{word}" in table
    for side in (1, -1, 0):
        area = next(area for area, each in truth.items() if each == side)
        text = text_of(open_screen("regioprofiel", jaar="2026", niveau="elz", gebied=area))
        row = next(row for row in text.split('<div class="zc-row">') if "cijfer=P01" in row)
        assert re.findall("|".join(SAID.values()), row) == [SAID[side]], area


def test_overview_and_evolution_give_one_margin(at_home: Path, open_screen: Open) -> None:
    overview = text_of(open_screen("overzicht", jaar="2026"))
    row = next(row for row in overview.split("zc-changes")[1].split("<tr") if "atiëntenstop" in row or "stop" in row)
    moved = re.search(r"([+−]?)([\d,]+) ± ([\d,]+)", row)
    assert moved is not None
    release = released.current()
    assert release is not None
    asked = {"indicator": "P01", "level": "vlaanderen", "category": "gedeeltelijk|volledig", "measure": "share"}
    then, now = (release.cells(**asked, year=year).frame.iloc[0] for year in (2025, 2026))
    halves = [(each["upper"] - each["lower"]) / 2 + 0.05 for each in (then, now)]  # each number was rounded to 0.1
    half = math.hypot(*halves) + 0.1
    assert moved[3] == f"{half:.1f}".replace(".", ",")
    clear = bool(abs(now["value"] - then["value"]) > half)
    assert ("duidelijk verschil" in row) is clear
    assert ("kan toeval zijn" in row) is not clear
