"""A real year corrected: every table of the registry decides for itself, as its linked rows say."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from aggregation.indicators import INDICATORS
from aggregation.protect import Thresholds
from aggregation.release.corrections import settle
from aggregation.year.cube import SUMS, build_year, combine_years, unit_rows
from data.engine import engine
from data.linkage import Definitions, LinkedYear
from tests import tiny
from tests.made import riziv

YEAR = 2026
ALL = tuple(INDICATORS.values())
COPIES = 25
KEYED = "of this test"


def many() -> dict[str, pd.DataFrame]:
    """Give the tiny year twenty-five times over: the same three municipalities with 225 people."""
    tables = tiny.tables()
    people = sorted(set(tables["contacts"]["riziv"]))
    parts: dict[str, list[pd.DataFrame]] = {}
    for copy in range(COPIES):
        number = {old: riziv(1000 + copy * 20 + place, qualification=old[8:]) for place, old in enumerate(people)}
        provider = {old[:8]: new[:8] for old, new in number.items()}
        for name in ("contacts", "survey_individual", "practices", "survey_practice", "ima"):
            rows = tables[name].copy()
            for column in {"practice_id", "RIZIV_HCI"} & set(rows):
                rows[column] = rows[column] + f"-{copy}"
            if "riziv" in rows:
                rows["riziv"] = rows["riziv"].map(number)
            if "RIZIV_ID" in rows:
                rows["RIZIV_ID"] = rows["RIZIV_ID"].map(provider)
            parts.setdefault(name, []).append(rows)
    return tables | {name: pd.concat(rows, ignore_index=True) for name, rows in parts.items()}


Made = tuple[dict[str, pd.DataFrame], pd.DataFrame]


def made(change: Callable[[dict[str, pd.DataFrame]], None] = lambda _tables: None) -> Made:
    tables = many()
    change(tables)
    with engine() as connection:
        for name, frame in tables.items():
            connection.register(name, frame)
        linked = LinkedYear(connection, survey_year=YEAR, definitions=Definitions(), tables=tables, secret=KEYED)
        year = build_year(linked, ALL, Thresholds(), rng=np.random.default_rng(3))
        return combine_years([year], ALL, Thresholds()), unit_rows([year])


def one_person(tables: dict[str, pd.DataFrame]) -> None:
    """Let one person work fewer hours, and one practice plan otherwise."""
    tables["survey_individual"].loc[0, "hours_week"] = 20.0
    tables["survey_practice"].loc[0, "expansion_planned"] = "nee"


def everybody(tables: dict[str, pd.DataFrame]) -> None:
    """Let everybody who works at all work two hours more, and one practice plan otherwise."""
    one_person(tables)
    hours = tables["survey_individual"]["hours_week"]
    tables["survey_individual"]["hours_week"] = hours.where(hours.eq(0), hours + 2)


def moved(old: dict[str, pd.DataFrame], new: dict[str, pd.DataFrame]) -> set[str]:
    """Name the indicators of which a number that both show is another one."""
    keys = ["indicator", "level", "area", "category", "measure"]
    both = old["cell"].merge(new["cell"], on=keys, suffixes=("_old", "_new"))
    both = both[both["confidentiality_old"].eq("F") & both["confidentiality_new"].eq("F")]
    sizes, values = (both[[f"{name}_old", f"{name}_new"]].astype(float).fillna(-1) for name in ("count", "value"))
    other = sizes.nunique(axis=1).gt(1) | values.nunique(axis=1).gt(1)
    return set(both.loc[other, "indicator"])


def test_what_hangs_on_few_waits_and_what_moved_for_many_goes() -> None:
    first, rows = made()
    free = first["cell"].loc[first["cell"]["confidentiality"].eq("F"), "indicator"].value_counts()
    assert {"A01", "D02", "P22", "M08", "P17"} <= set(free.index), "the year shows what is corrected"
    assert set(rows.loc[rows["indicator"].str.endswith(SUMS), "indicator"]), "sums of doctors stand behind practices"
    shown, before = {"r0": first}, {"r0": rows}

    small, behind = made(one_person)
    settled = settle(small, YEAR, shown, behind, before, Thresholds())
    assert settled.kept is not None
    assert {"A01", "D02"} <= settled.kept, "one doctor's hours, in their mean and in equivalents"
    assert "P22" not in moved(first, settled.tables) - settled.kept, "nor does the plan of one practice show"
    assert not {"M08", "P17", "A05", "P15"} & settled.kept, "nobody's files, pressure or team changed"

    large, behind = made(everybody)
    settled = settle(large, YEAR, shown, behind, before, Thresholds())
    assert settled.kept is not None
    assert "P22" not in moved(first, settled.tables) - settled.kept
    assert "A01" in moved(first, settled.tables) - settled.kept
    mean = "indicator == 'A01' and area == 'VL' and measure == 'mean'"
    told = [tables["cell"].query(mean)["value"].iloc[0] for tables in (first, settled.tables)]
    assert told[1] > told[0]
