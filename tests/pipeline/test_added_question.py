"""A home adds whole questions by data files alone: from delivery to cube, screen and practice map."""

import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from streamlit.testing.v1 import AppTest

from aggregation.indicators import INDICATORS, PracticeMap
from aggregation.shown.breaks import breaks_in
from cli import cli
from data import releases
from data.terms import Disclosure, Level
from pages.views import released
from tests.foreign.deliveries import draw_valley, write_tables

LAYOUT = """layout = "2025-9"
base = "2024-1"
[tables.survey_practice.columns.q_interpreter]
header = "tolk"
codes = { "1" = "ja", "0" = "nee", "9" = "" }
[tables.survey_practice.columns.walk_in]
asked = false
[tables.survey_individual.columns]
q_peers = {}
hours_week = { changed = { nl = "Voortaan met pauzes.", en = "Breaks included from now on." } }
"""
INTERPRETER = """id = "P26"
table = "survey_practice"
column = "q_interpreter"
kind = "code"
since = 2025
article23 = "2°g"
class = "public"
levels = "gemeente"
map = true
label = { nl = "Tolk mogelijk", en = "Interpreter possible" }
question = { nl = "Kan er een tolk bij zijn?", en = "Can an interpreter join?" }
definition = { nl = "Aandeel van de praktijken met een tolk.", en = "Share of practices with an interpreter." }
[options]
ja = { nl = "Ja", en = "Yes" }
nee = { nl = "Nee", en = "No" }
"""
PEERS = """id = "A12"
table = "survey_individual"
column = "q_peers"
kind = "integer"
min = 0
max = 40
number = "hours"
unit = { nl = "uur per maand", en = "hours a month" }
since = 2025
article23 = "5°"
label = { nl = "Overleg met collega's", en = "Time with peers" }
question = { nl = "Hoeveel uur overlegt u?", en = "How many hours with peers?" }
definition = { nl = "Uren overleg per maand.", en = "Hours with peers a month." }
"""


@pytest.fixture
def registry() -> Iterator[dict[str, object]]:
    """Give the registry as the product ships it, and put it back."""
    before = dict(INDICATORS)
    yield dict(before)
    INDICATORS.clear()
    INDICATORS.update(before)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a home with the layout and its two questions, in which nothing came in yet."""
    monkeypatch.setenv("ZORGCAPACITEIT_KMS", str(tmp_path / "outside" / "kek"))
    monkeypatch.setenv(released.HOME_VARIABLE, str(tmp_path / "home"))
    questions = tmp_path / "home" / "layouts" / "questions"
    questions.mkdir(parents=True)
    (questions.parent / "2025-9.toml").write_text(LAYOUT, encoding="utf-8")
    (questions / "interpreter.toml").write_text(INTERPRETER, encoding="utf-8")
    (questions / "peers.toml").write_text(PEERS, encoding="utf-8")
    return tmp_path / "home"


def run(*words: object, status: int = 0) -> str:
    done = CliRunner().invoke(cli, [str(word) for word in words])
    assert done.exit_code == status, f"{done.output[-3000:]}\n{done.exception!r}"
    return done.output


def deliver(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Write two years, of which only the second asks; gives its answers of practices and of persons."""
    write_tables(folder / "2024", draw_valley(2024), 2024, received_on="2024-11-20")
    tables = draw_valley(2025)
    practices = tables["survey_practice"].drop(columns="walk_in").reset_index(drop=True)
    practices["tolk"] = [("1", "0", "1", "9", "0", "1", "")[place % 7] for place in range(len(practices))]
    persons = tables["survey_individual"].reset_index(drop=True)
    persons["q_peers"] = [str(place % 9) for place in range(len(persons))]
    tables |= {"survey_practice": practices, "survey_individual": persons}
    written = write_tables(folder / "2025", tables, 2025, received_on="2025-11-20")
    manifest = written / "delivery.toml"
    manifest.write_text(manifest.read_text().replace('"2024-1"', '"2025-9"'))
    places = tables["practices"].merge(tables["geography"], on=["postcode", "nis"])
    role = tables["contacts"].drop_duplicates("riziv").set_index("riziv")["role"]
    gps = persons[persons["riziv"].map(role).eq("huisarts")]
    return practices.merge(places, on="practice_id"), gps


@pytest.mark.slow
def test_a_question_goes_from_delivery_to_screen_and_map_without_code(
    home: Path, tmp_path: Path, registry: dict[str, object]
) -> None:
    said = run("layout", "check", "--home", home)
    assert "P26 Tolk mogelijk: public" in said
    assert "A12 Overleg met collega's: protected; vlaanderen, provincie, regio, kring, elz; niet op de" in said
    practices, gps = deliver(tmp_path)
    run("refresh", tmp_path / "2024", tmp_path / "2025", "--home", home, "--publish")
    with releases.open_release(home) as release:
        cells, shown = release.table("cell"), release.table("practice")
    cells = cells[cells["indicator"].isin(["P26", "A12"])]
    assert cells.loc[cells["year"].eq(2024) & cells["measure"].eq("count"), "count"].dropna().eq(0).all()

    own = cells[cells["year"].eq(2025) & cells["confidentiality"].eq("F")]
    given = practices[practices["tolk"].isin(["0", "1"])]
    by_hand = {
        ("gemeente", str(area)): (len(rows), round(100 * rows["tolk"].eq("1").mean(), 1))
        for area, rows in given.groupby(given["nis"].astype(str))
    } | {("vlaanderen", "VL"): (len(given), round(100 * given["tolk"].eq("1").mean(), 1))}
    shares = own[own["indicator"].eq("P26") & own["category"].eq("ja") & own["measure"].eq("share")]
    assert "gemeente" in set(shares["level"])
    for row in shares[shares["level"].isin(["gemeente", "vlaanderen"])].to_dict("records"):
        assert row["value"] == by_hand[row["level"], row["area"]][1], row
    whole = own[own["level"].eq("vlaanderen")].set_index(["indicator", "category", "measure"])
    assert whole.loc[("P26", "total", "count"), "value"] == by_hand["vlaanderen", "VL"][0]
    assert whole.loc[("A12", "total", "mean"), "value"] == round(gps["q_peers"].astype(int).mean(), 1)
    assert "gemeente" not in set(cells.loc[cells["indicator"].eq("A12"), "level"])
    of_2025 = shown[shown["year"].eq(2025)]
    assert "A12" not in shown
    assert set(of_2025["P26"].dropna()) == {"ja", "nee"}
    run("attack", home / "releases" / str(releases.current_id(home)))

    INDICATORS.clear()  # the process of the screens knows no layout of the home: it learns from the release
    INDICATORS.update(registry)  # type: ignore[arg-type]
    for screen, query, language, label in (
        ("kaart", {"cijfer": "P26", "niveau": "gemeente"}, "nl", "Tolk mogelijk"),
        ("kaart", {"cijfer": "A12", "niveau": "kring"}, "en", "Time with peers"),
        ("praktijken", {"feit": "P26"}, "nl", "Kan er een tolk bij zijn?"),
    ):
        page = AppTest.from_string(
            f"import app\nfrom pages.{screen}.screen import render\nrender()", default_timeout=600
        )
        for name, value in {**query, "taal": language, "jaar": "2025"}.items():
            page.query_params[name] = value
        page.run()
        assert not page.exception
        assert label in "\n".join(element.proto.body for element in page.get("html")), (screen, language)
    assert [name for name in INDICATORS if name not in registry] == ["P26", "A12"]
    broken = breaks_in("A01", [2024, 2025], {2024: None, 2025: None})
    assert [(one.before, one.after, one.cause.text.en) for one in broken] == [
        (2024, 2025, "Breaks included from now on.")
    ]
    assert breaks_in("A05", [2024, 2025], {2024: None, 2025: None}) == ()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("P26", "P01"), "of an indicator of the product"),
        (("q_interpreter", "interpreter"), "column: verwacht"),
        (("q_interpreter", "q_geslacht"), "column: verwacht"),
        (('class = "public"', ""), "map: alleen een publieke vraag"),
        (('class = "public"', 'class = "open"'), "class: verwacht een van public, protected, sensitive"),
        (('levels = "gemeente"', 'levels = "straat"'), "levels: verwacht het fijnste"),
        (('nee = { nl = "Nee", en = "No" }', ""), "options: verwacht minstens twee"),
        (("since = 2025", 'since = "nu"'), "since: verwacht"),
        (("article23", "article24"), "onbekende sleutel 'article24'"),
        (('"2°g"', '"9°"'), "unknown article 23 category"),
        (("since = 2025", "since = "), "geen leesbare TOML"),
    ],
)
def test_a_wrong_question_says_what_is_wrong(home: Path, change: tuple[str, str], says: str, registry: object) -> None:
    (home / "layouts" / "questions" / "interpreter.toml").write_text(INTERPRETER.replace(*change), encoding="utf-8")
    assert says in run("layout", "check", "--home", home, status=1)


def test_all_faults_are_told_at_once_and_two_files_are_not_one_question(home: Path, registry: object) -> None:
    questions = home / "layouts" / "questions"
    (questions / "again.toml").write_text(INTERPRETER, encoding="utf-8")
    (questions / "peers.toml").write_text('id = "A12"\nlevels = "gemeente"\ntable = "survey_individual"\n')
    told = json.loads(run("layout", "check", "--home", home, "--json", "--lang", "en", status=1))["faults"]
    assert "id P26 stands in two files" in told
    assert "column q_interpreter stands in two files" in told
    assert sum(one.startswith("peers.toml: ") for one in told) >= 8
    (questions / "again.toml").unlink()
    (questions / "peers.toml").write_text(PEERS, encoding="utf-8")
    assert run("layout", "check", "--home", home).endswith("Alles klopt.\n")


def test_what_is_not_said_is_the_careful_choice(home: Path, registry: object) -> None:
    bare = "".join(
        f"{line}\n" for line in INTERPRETER.splitlines() if line.split(" =")[0] not in ("class", "levels", "map")
    )
    (home / "layouts" / "questions" / "interpreter.toml").write_text(bare, encoding="utf-8")
    run("layout", "check", "--home", home)
    entry = INDICATORS["P26"]
    assert (entry.disclosure, entry.practice_map) == (Disclosure.PROTECTED, PracticeMap.NO)
    assert Level.GEMEENTE not in entry.levels
