"""Facts of single practices that may stand on the practice map, and nothing else (R13).

Only answers whose registry entry allows it; never a name, a volume, hours or the payment system. A practice that
opted out is not in the table, nor are its companions (``aggregation.year.companions``). Keys are random and differ from
release to release.
"""

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from aggregation.indicators import Indicator, PracticeMap
from aggregation.year.answers import LinkedRows

KEY_CHARACTERS = 12
LETTERS = tuple("abcdefghijklmnopqrstuvwxyz")
"""Keys hold no digit: a run of digits could look like the number of a provider."""
_OTHERS = ("membership.provincie", "membership.regio")


def map_rows(linked: LinkedRows, indicators: Sequence[Indicator]) -> pd.DataFrame:
    """One row per answering practice that did not opt out.

    Returns
    -------
    [unit, longitude, latitude, gemeente, kring, elz, provincie, regio, <indicator id>…]: coordinates in degrees WGS 84
    to four decimals (about 10 m), missing where not delivered; an answer is missing where not given.
    """
    allowed = [entry for entry in indicators if entry.practice_map is not PracticeMap.NO]
    answers = [f"CAST({_map_answer(entry)} AS VARCHAR) AS {entry.id}" for entry in allowed]
    columns = ", ".join(
        [
            "unit",
            "longitude",
            "latitude",
            "membership.gemeente",
            "membership.kring",
            "membership.elz",
            *_OTHERS,
            *answers,
        ]
    )
    table = linked.read(
        f"SELECT {columns} FROM practice JOIN membership USING (atom) WHERE answered AND NOT hidden ORDER BY unit"  # noqa: S608 - registry only
    )
    for column in ("longitude", "latitude"):
        table[column] = table[column].astype("Float64").round(4)
    return table


def practice_table(
    linked: LinkedRows,
    indicators: Sequence[Indicator],
    rng: np.random.Generator,
    *,
    kept_off: Collection[int] = (),
) -> pd.DataFrame:
    """One row per answering practice that did not opt out and is not in ``kept_off``.

    Returns
    -------
    [year, practice, …] and the columns of ``map_rows`` but for the unit, in the order of the random key ``practice``.
    """
    table = map_rows(linked, indicators)
    table = table[~table["unit"].isin(list(kept_off))].drop(columns="unit")
    table.insert(0, "practice", pd.Series(draw_keys(len(table), rng), index=table.index, dtype="str"))
    table.insert(0, "year", linked.survey_year)
    return table.sort_values("practice", ignore_index=True)


def draw_keys(number: int, rng: np.random.Generator) -> list[str]:
    """Draw random keys of practices, which must not repeat from release to release."""
    return ["".join(rng.choice(LETTERS, KEY_CHARACTERS)) for _ in range(number)]


def _map_answer(entry: Indicator) -> str:
    if entry.map_class is None:
        return entry.answer
    return f"CASE WHEN ({entry.answer}) IS NOT NULL THEN {entry.map_class} END"
