"""Layouts: the default one, another as one more file, and every problem of a wrong one at once."""

from pathlib import Path

import pytest

from data.added import added_codes
from data.contracts import AUTHORISATION, CANONICAL, TABLES, LayoutError, check_delivery, load_layout
from data.contracts.layout import LAYOUTS
from data.contracts.layout_checks import _COLUMN_KEYS
from tests.unit.data.delivery_samples import sample_tables, write_delivery

OTHER = """
layout = "2025-1"
base = "2024-1"

[tables.contacts.columns]
role = { header = "rol", codes = { arts = "huisarts", "in opleiding" = "haio" } }

[tables.survey_practice.columns]
patient_stop = { header = "patientenstop", codes = { "0" = "geen", "1" = "gedeeltelijk", "2" = "volledig", "9" = "" } }
disciplines = { separator = ";" }
waiting_days = { max = 365 }

[tables.survey_individual.columns]
gmd_count = { required = false }
"""


def write_layout(folder: Path, text: str, name: str = "2025-1") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def test_default_layout_has_every_table_and_the_contract_limits() -> None:
    layout = load_layout(CANONICAL)
    assert tuple(layout.tables) == TABLES
    individual = layout.tables["survey_individual"].columns
    assert individual["birth_year"].limits(2024) == (1935, 2002)
    assert layout.tables["ima"].columns["YEAR"].limits(2026) == (2024, 2024)
    assert [len(layout.tables[name].columns) for name in TABLES] == [6, 9, 20, 16, 15, 5, 4, 5, 6]
    assert layout.role_of("003") == "huisarts"
    assert layout.role_of("006") == "haio"
    assert layout.role_of("010") is None


def test_every_shipped_layout_loads() -> None:
    for path in LAYOUTS.glob("*.toml"):
        assert load_layout(path.stem).version == path.stem


def test_another_layout_is_one_more_file(tmp_path: Path) -> None:
    layouts = write_layout(tmp_path / "layouts", OTHER)
    tables = sample_tables(2025)
    tables["contacts"] = tables["contacts"].rename(columns={"role": "rol"})
    tables["contacts"]["rol"] = tables["contacts"]["rol"].map({"huisarts": "arts", "haio": "in opleiding"})
    practice = tables["survey_practice"].rename(columns={"patient_stop": "patientenstop"})
    practice["patientenstop"] = practice["patientenstop"].map(
        {"geen": "0", "gedeeltelijk": "1", "volledig": "2", "": "9"}
    )
    practice["disciplines"] = practice["disciplines"].str.replace("|", ";")
    practice.loc[0, "disciplines"] = "andere; psycholoog ;verpleegkundige"
    practice.loc[0, "waiting_days"] = "300"
    tables["survey_practice"] = practice
    del tables["survey_individual"]["gmd_count"]
    folder = write_delivery(tmp_path / "2025", tables, year=2025, layout="2025-1")

    report = check_delivery(folder, layouts=layouts)

    assert report.accepted, report.to_text("en")
    frames = report.frames
    assert set(frames["contacts"]["role"]) == {"huisarts", "haio"}
    assert frames["survey_practice"]["patient_stop"].tolist()[:3] == ["geen", "gedeeltelijk", "volledig"]
    assert frames["survey_practice"]["patient_stop"].isna().sum() == 2
    assert frames["survey_practice"]["disciplines"][0] == "verpleegkundige|psycholoog|andere"
    assert frames["survey_practice"]["waiting_days"][0] == 300
    assert frames["survey_individual"]["gmd_count"].isna().all()
    assert list(frames["survey_individual"]) == list(load_layout(CANONICAL).tables["survey_individual"].columns)


def test_faults_name_the_column_as_the_file_calls_it(tmp_path: Path) -> None:
    layouts = write_layout(tmp_path / "layouts", OTHER)
    folder = write_delivery(tmp_path / "2025", year=2025, layout="2025-1")
    report = check_delivery(folder, layouts=layouts)
    named = {(fault.code, fault.file, fault.column) for fault in report.faults}
    assert ("missing_column", "contacts.csv", "rol") in named
    assert ("unlisted_column", "contacts.csv", "role") in named


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("[tables.doctors.columns]\nx = { kind = 'text' }", "unknown key 'doctors'"),
        ("[tables.contacts.columns]\nsex = { kind = 'text' }", "unknown key 'sex'"),
        ("[tables.contacts.columns]\nrole = { header = 'geslacht' }", "may never hold"),
        ("[tables.contacts.columns]\nrole = { header = 'basis' }", "already used by"),
        ("[tables.contacts.columns]\nrole = { kind = 'text' }", 'kind must be "code"'),
        ("[tables.contacts.columns]\nrole = { codes = { v = 'specialist' } }", "unknown target code"),
        ("[tables.contacts.columns]\nrole = { codes = { v = '' } }", "unknown target code"),
        ("[tables.contacts.columns]\nrole = { filled = false }", "filled = true is required"),
        ("[tables.contacts.columns]\nrole = { colour = 1 }", "unknown key 'colour'"),
        ("[tables.practices.columns]\nname = { stored = true }", "stored is fixed"),
        ("[tables.contacts.columns]\nshare = { min = 2 }", "min exceeds max"),
        ("[tables.contacts.columns]\nshare = { max = 'X' }", "expected a number"),
        ("[tables.contacts.columns]\nshare = { required = 'ja' }", "wrong kind of value"),
        ("[tables.contacts.columns]\nrole = 'rol'", "expected { kind"),
        ("[tables.contacts]\nkey = ['riziv']", "key is fixed"),
        ("[tables.survey_practice.columns]\ndisciplines = { separator = 'e' }", "part of a code"),
        ("[riziv]\nmoduli = [1]", "whole numbers 2-99"),
        ("[riziv]\nqualifications = { huisarts = ['3'] }", "three digits"),
        ("[riziv]\nqualifications = { haio = ['003'] }", "each in one role"),
        ("[brussels]\npostcodes = [1000]", "brussels"),
    ],
)
def test_a_wrong_layout_says_what_is_wrong(change: str, says: str, tmp_path: Path) -> None:
    folder = write_layout(tmp_path / "layouts", f'layout = "2025-1"\nbase = "2024-1"\n{change}\n')
    with pytest.raises(LayoutError) as caught:
        load_layout("2025-1", folder)
    assert says in str(caught.value)


def test_all_problems_of_a_layout_come_together_and_refuse_the_delivery(tmp_path: Path) -> None:
    text = """
layout = "2025-1"
base = "2024-1"
[tables.contacts.columns]
role = { kind = "text" }
share = { min = 2 }
"""
    layouts = write_layout(tmp_path / "layouts", text)
    folder = write_delivery(tmp_path / "2025", year=2025, layout="2025-1")
    report = check_delivery(folder, layouts=layouts)
    assert [(fault.code, fault.file) for fault in report.faults] == [("layout_wrong", "2025-1.toml")] * 2
    assert "min exceeds max" in report.to_text("en")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("layout = ", "not readable TOML"),
        ('layout = "2026-1"', "expected layout"),
        ('layout = "2025-1"\nbase = "1999-1"', "unknown; known layouts: 2024-1, 2025-1, 2026-1"),
        ('layout = "2025-1"\nbase = "2025-1"', "circle"),
        ('layout = "2025-1"', "[tables] is missing"),
        ('layout = "2025-1"\ntables = { contacts = {} }', "[tables.practices.columns] is missing"),
    ],
)
def test_a_layout_that_is_none_is_refused(text: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(LayoutError) as caught:
        load_layout("2025-1", write_layout(tmp_path / "layouts", text))
    assert says in str(caught.value)


def test_permission_covers_every_ima_column_and_nothing_else() -> None:
    assert set(load_layout(CANONICAL).tables["ima"].columns) == set(AUTHORISATION.variables)
    assert AUTHORISATION.retention_years == 10


def test_the_documented_layout_and_settings_are_true(tmp_path: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "deliveries.md").read_text(encoding="utf-8")
    example = next(block.split("```")[0] for block in page.split("```toml\n") if block.startswith('layout = "2025-1"'))
    layout = load_layout("2025-1", write_layout(tmp_path / "layouts", example))
    assert layout.tables["contacts"].columns["role"].codes["arts"] == "huisarts"
    for setting in _COLUMN_KEYS:
        assert f"`{setting}`" in page
    kinds = {column.kind for table in layout.tables.values() for column in table.columns.values()}
    for kind in kinds:
        assert f"`{kind}`" in page


def test_a_layout_adds_an_answer_with_its_label_in_both_languages(tmp_path: Path) -> None:
    more = """
layout = "2025-1"
base = "2024-1"
[tables.survey_individual.columns.payment_system]
codes = { fee = "prestatie", list = "forfait", both = "gemengd", deal = "new_deal" }
labels = { new_deal = { nl = "New Deal", en = "New Deal" } }
"""
    column = load_layout("2025-1", write_layout(tmp_path / "layouts", more)).tables["survey_individual"].columns
    assert column["payment_system"].codes["deal"] == "new_deal"
    assert column["payment_system"].order == ("prestatie", "forfait", "gemengd", "new_deal")
    assert load_layout("2026-1").tables["survey_individual"].columns["payment_system"].codes["new_deal"] == "new_deal"
    assert list(added_codes()["survey_individual", "payment_system"]) == ["new_deal"]


@pytest.mark.parametrize(
    "labels",
    [
        'new_deal = { nl = "New Deal" }',
        'new_deal = { nl = "New Deal", en = " " }',
        'prestatie = { nl = "Prestatie", en = "Fee" }',
        'total = { nl = "Totaal", en = "Total" }',
        '"New Deal" = { nl = "New Deal", en = "New Deal" }',
    ],
)
def test_an_added_answer_without_two_labels_or_with_a_known_code_is_refused(labels: str, tmp_path: Path) -> None:
    text = f"""
layout = "2025-1"
base = "2024-1"
[tables.survey_individual.columns.payment_system]
codes = ["prestatie", "forfait", "gemengd"]
labels = {{ {labels} }}
"""
    with pytest.raises(LayoutError, match="expected a new code"):
        load_layout("2025-1", write_layout(tmp_path / "layouts", text))
