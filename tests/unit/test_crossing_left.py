"""After a crossing left, no release is shown that says otherwise of its questions."""

from pathlib import Path

import pandas as pd
import pytest

from commands.attack import proving
from commands.console import NotSafe, Output
from commands.crossing import check_beside_crossings
from data.crossings import keep_crossing
from tests.releases import make_release

YEAR = 2026


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a home with a shown release, one that says the same, and one that does not."""
    folder = tmp_path_factory.mktemp("left")
    shown = make_release(folder, years=(YEAR,))
    cells = pd.DataFrame({"crossing": ["X01"], "level": ["elz"], "count": [12], "value": [12.0]})
    said = {"crossing": "X01", "questions": ["P01", "A10"], "from_map": False, "releases": [shown]}
    keep_crossing(folder, YEAR, cells, said)
    return folder


def test_another_number_of_its_questions_is_not_shown(home: Path) -> None:
    moved = make_release(home, years=(YEAR,), shift=3.0, shown=False)
    output = Output(as_json=False, lang="nl")
    with pytest.raises(NotSafe, match=r"kruising X01 van 2026 ging naar buiten"):
        check_beside_crossings(moved, home, output)
    with pytest.raises(NotSafe, match="kruising X01"):
        proving(home, output)(moved)


def test_the_same_numbers_may_be_shown(home: Path) -> None:
    same = make_release(home, years=(YEAR,), shown=False)
    check_beside_crossings(same, home, Output(as_json=False, lang="nl"))


def test_without_a_crossing_nothing_is_asked(tmp_path: Path) -> None:
    check_beside_crossings("a release that is not there", tmp_path, Output(as_json=False, lang="nl"))
