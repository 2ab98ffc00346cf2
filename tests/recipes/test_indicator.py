"""CONTRIBUTING's recipe for an indicator, followed on the registry in memory: one entry, and everything has it."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from aggregation.attack import Limits, attack
from aggregation.indicators import INDICATORS, reference
from aggregation.indicators.practice_question import practice_question
from aggregation.indicators.shared import VKEG, option
from aggregation.year.cube import build_year, combine_years
from data.engine import engine
from data.linkage import Definitions, LinkedYear
from data.releases.checks import check_tables
from data.settings import Thresholds
from data.terms import Disclosure, Text
from pages.views import released
from tests import releases
from tests.recompute.test_full_world import draw_full_world
from tests.recompute.worlds import YEAR, Size

OPEN = practice_question(
    "P99",
    label=Text(nl="Vrij spreekuur of avond", en="Walk-in or evening"),
    question=Text(nl="Kan men terecht zonder afspraak of 's avonds?", en="Can one come unannounced or at night?"),
    definition=Text(nl="Aandeel met een van beide.", en="Share with either."),
    article23="2°g",
    answer="CASE WHEN 'ja' IN (walk_in, evening_surgery) THEN 'ja' "
    "WHEN walk_in = 'nee' AND evening_surgery = 'nee' THEN 'nee' END",
    options=(option("ja", "Een van beide", "Either"), option("nee", "Geen van beide", "Neither")),
    levels=VKEG,
    disclosure=Disclosure.PROTECTED,
)


def by_hand(frames: dict[str, pd.DataFrame]) -> dict[tuple[str, str, str], int]:
    """Count the practices a second way: by level, area and answer, and all who answered."""
    places = frames["practices"].merge(frames["geography"], on=["postcode", "nis"])
    places["provincie"] = places["nis"].str[0].map({"1": "10000", "3": "30000", "7": "70000"})
    rows = frames["survey_practice"].merge(places.drop(columns="map_opt_out"), on="practice_id")
    levels = {"kring": "kring_id", "elz": "elz_id", "gemeente": "nis", "provincie": "provincie", "regio": "regio_id"}
    counted: dict[tuple[str, str, str], int] = {}
    for row in rows.to_dict("records"):
        given = {row["walk_in"], row["evening_surgery"]}
        answer = "ja" if "ja" in given else "nee" if given == {"nee"} else None
        for level, area in (("vlaanderen", "VL"), *((level, row[column]) for level, column in levels.items())):
            for category in ("total", answer) if answer else ():
                counted[level, str(area), str(category)] = counted.get((level, str(area), str(category)), 0) + 1
    return counted


def test_one_entry_is_counted_protected_attacked_and_described() -> None:
    frames = draw_full_world(5, Size(municipalities=6, practices=90, people=260, response=0.9))
    entries = (INDICATORS["P01"], OPEN)
    with engine() as connection:
        for name, frame in frames.items():
            connection.register(name, frame)
        linked = LinkedYear(connection, survey_year=YEAR, definitions=Definitions(), tables=frames)
        year = build_year(linked, entries, Thresholds(), rng=np.random.default_rng(1))
    tables = combine_years([year], entries, Thresholds())
    assert check_tables(tables)
    cells = tables["cell"].query("indicator == 'P99' and measure in ('count', 'share')")
    shown, second = cells[cells["confidentiality"].eq("F")], by_hand(frames)
    assert {"vlaanderen", "kring"} <= set(shown["level"])
    assert len(cells) > len(shown) > 20
    for row in shown.to_dict("records"):
        assert row["count"] == second.get((row["level"], row["area"], row["category"]), 0), row
    assert attack(tables, limits=Limits()).safe
    assert tables["indicator"].set_index("indicator").loc["P99", "disclosure"] == "protected"
    assert "Vrij spreekuur of avond" in reference.render([OPEN])


def test_screens_show_it_in_both_languages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(INDICATORS, "P99", OPEN)
    monkeypatch.setattr(releases, "USED", ("P01", "A05", "A01", "D01", "P99"))
    releases.make_release(tmp_path, years=(2026,))
    monkeypatch.setenv(released.HOME_VARIABLE, str(tmp_path))
    for screen, query in (("kaart", {"cijfer": "P99", "niveau": "elz"}), ("tabellen", {"cijfers": "P99"})):
        for spoken, label in (("nl", "Vrij spreekuur of avond"), ("en", "Walk-in or evening")):
            script = f"import app\nfrom pages.{screen}.screen import render\nrender()"
            page = AppTest.from_string(script, default_timeout=600)
            for name, value in {**query, "taal": spoken}.items():
                page.query_params[name] = value
            page.run()
            assert not page.exception
            assert label in "\n".join(element.proto.body for element in page.get("html")), (screen, spoken)
