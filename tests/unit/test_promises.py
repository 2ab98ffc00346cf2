"""What doctors are told stands on a test or says who holds it: the notice by sentence, the page by paragraph."""

import re
import tomllib
from pathlib import Path

from aggregation.indicators import INDICATORS
from aggregation.indicators.model import PracticeMap, Subject
from data.authorisation import AUTHORISATION
from data.contracts.layout import CANONICAL, load_layout
from pages.over_deze_cijfers.prose import NOTICE
from tests.unit.test_rules import check_test_exists

TREE = Path(__file__).parents[2]
PROMISES = tomllib.loads((TREE / "docs" / "promises.toml").read_text(encoding="utf-8"))
PERSONAL = ("contacts", "practices", "survey_practice", "survey_individual", "ima")
SEX = {"sex", "gender", "geslacht", "sexe", "birth_date", "birthdate"}


def sentences() -> list[str]:
    """Sentences of the notice, as they stand there."""
    return [each for _, text in NOTICE for each in re.split(r"(?<=[.?!]) (?=[A-Z])", text)]


def paragraphs() -> list[str]:
    """Paragraphs and points of the page on data protection."""
    text = (TREE / "docs" / "data-protection.md").read_text(encoding="utf-8")
    return re.findall(r"^(?:\*\*|- \*).+?(?=\n\n|\n- \*|\n\*\*|\Z)", text, re.DOTALL | re.MULTILINE)


def test_every_sentence_of_the_notice_is_held() -> None:
    assert [one["says"] for one in PROMISES["notice"]] == sentences()


def test_every_paragraph_of_the_page_is_held() -> None:
    begins = [one["begins"] for one in PROMISES["page"]]
    assert len(begins) == len(paragraphs())
    for start, paragraph in zip(begins, paragraphs(), strict=True):
        assert paragraph.startswith(start)


def test_what_holds_a_promise_exists() -> None:
    for one in (*PROMISES["notice"], *PROMISES["page"]):
        said = one.get("says", one.get("begins"))
        assert bool(one.get("tests")) != bool(one.get("people", "").strip()), said
        for test in one.get("tests", ()):
            check_test_exists(test, said)


def test_every_column_that_is_kept_of_a_doctor_is_named_in_the_notice() -> None:
    notice = " ".join(text for _, text in NOTICE)
    tables, words = load_layout(CANONICAL).tables, dict(PROMISES["words"])
    for table in PERSONAL:
        for name, column in tables[table].columns.items():
            if column.stored:
                word = words.get(f"{table}.{name}", words.get(f"{table}.*"))
                assert word is not None, f"{table}.{name} is kept and the notice does not name it"
                assert word in notice, f"{table}.{name}: {word}"
    known = {f"{table}.{name}" for table in PERSONAL for name in tables[table].columns}
    assert {key for key in words if not key.endswith(".*")} <= known


def test_the_ground_that_is_told_is_the_permission_that_the_code_asks() -> None:
    ground = dict(NOTICE)["Op welke grond?"]
    assert AUTHORISATION.permission.removeprefix("beraadslaging ") in ground.removeprefix("beraadslaging nr. ")
    assert "decreet van 26 april 2019, artikel 23" in ground
    assert any("26 April 2019, art. 23" in basis for basis in AUTHORISATION.legal_basis)


def test_what_may_be_received_holds_no_sex_and_nothing_per_patient() -> None:
    tables = load_layout(CANONICAL).tables
    named = {name.lower() for table in tables.values() for name in table.columns}
    assert not named & SEX
    assert set(tables["ima"].columns) == set(AUTHORISATION.variables)
    assert tables["ima"].key == ("YEAR", "RIZIV_ID", "RIZIV_SPEC", "RIZIV_HCI"), (
        "one row per doctor and practice number"
    )


def test_nothing_of_a_doctor_and_no_payment_system_is_on_the_practice_map() -> None:
    mapped = {one.id: one for one in INDICATORS.values() if one.practice_map is not PracticeMap.NO}
    assert mapped
    assert all(one.subject is Subject.PRACTICE for one in mapped.values())
    assert not {"P11", "P11S", *(f"P{number}" for number in range(21, 26))} & set(mapped)
