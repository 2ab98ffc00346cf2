"""The page about the format says what the code holds releases to."""

from pathlib import Path

import pytest

from data.releases.schema import CELL, TABLES, describe

PAGE = Path(__file__).resolve().parents[3] / "docs" / "release-format.md"


@pytest.mark.parametrize("name", TABLES)
def test_every_table_stands_on_the_page_as_the_code_has_it(name: str) -> None:
    assert describe(TABLES[name]) in PAGE.read_text(encoding="utf-8")


def test_the_page_describes_no_other_table() -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    described = [line.split("`")[1] for line in lines if line.startswith("`") and ": one row" in line]
    assert described == [*TABLES, "release"]


def test_the_columns_of_cell_are_those_that_other_programs_read() -> None:
    assert [(column.name, column.kind.value) for column in CELL.columns] == [
        ("indicator", "VARCHAR"),
        ("year", "INTEGER"),
        ("level", "VARCHAR"),
        ("area", "VARCHAR"),
        ("category", "VARCHAR"),
        ("measure", "VARCHAR"),
        ("count", "INTEGER"),
        ("frame", "INTEGER"),
        ("value", "DOUBLE"),
        ("lower", "DOUBLE"),
        ("upper", "DOUBLE"),
        ("status", "VARCHAR"),
        ("confidentiality", "VARCHAR"),
        ("ima_year", "INTEGER"),
    ]
