"""A number that was shown is never shown otherwise; what is withheld or new moves nothing."""

import pandas as pd

from aggregation.release.prove import moved_beside
from aggregation.release.years import moved_numbers

KEY = {"indicator": "P01", "year": 2026, "level": "elz", "measure": "share"}


def _release(rows: list[tuple[str, str, float | None]], answered: int | None = 7) -> dict[str, pd.DataFrame]:
    cell = pd.DataFrame(
        [{**KEY, "area": a, "category": c, "value": v, "count": None, "frame": 20, "lower": None, "upper": None}
         for a, c, v in rows]
    )  # fmt: skip
    response = pd.DataFrame(
        [{"year": 2026, "level": "elz", "area": "E1", "role": "haio", "invited": 9, "answered": answered}]
    )
    return {"cell": cell, "response": response}


SHOWN = [("E1", "geen", 40.0), ("E2", "geen", None)]


def test_another_number_in_the_same_place_has_moved() -> None:
    assert moved_numbers(_release(SHOWN), _release([("E1", "geen", 40.1)]), 2026)
    assert moved_numbers(_release(SHOWN), _release(SHOWN, answered=8), 2026)


def test_what_is_withheld_new_or_of_another_year_has_not() -> None:
    assert not moved_numbers(_release(SHOWN), _release(SHOWN), 2026)
    assert not moved_numbers(
        _release(SHOWN), _release([("E1", "geen", None), ("E2", "geen", 3.0)], answered=None), 2026
    )
    assert not moved_numbers(_release(SHOWN), _release([("E3", "geen", 5.0)]), 2026)
    assert not moved_numbers(_release(SHOWN), _release([("E1", "geen", 41.0)]), 2025)


def test_a_release_is_held_beside_all_that_was_shown() -> None:
    shown = {"first": _release(SHOWN), "second": _release([("E1", "geen", None)])}
    assert moved_beside(_release([("E1", "geen", 39.0)]), shown) == [2026]
    assert moved_beside(_release(SHOWN), shown) == []
