"""Computing happens cut off from files and network, and errors repeat no value."""

from pathlib import Path

import pandas as pd
import pytest

from data.engine import EngineError, engine, read_sql


def example() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "riziv": pd.array(["19999816003", None], dtype="str"),
            "count": pd.array([1, None], dtype="Int64"),
            "share": pd.array([0.5, None], dtype="Float64"),
            "open": pd.array([True, None], dtype="boolean"),
        }
    )


def test_frames_come_back_in_the_dtypes_of_the_rooms() -> None:
    with engine() as computing:
        computing.register("given", example())
        pd.testing.assert_frame_equal(computing.query("SELECT * FROM given"), example())
        computing.execute("CREATE TABLE kept AS SELECT * FROM given")
        pd.testing.assert_frame_equal(computing.table("kept"), example())
        assert computing.count("kept") == 2
        sums = computing.query("SELECT sum(count) AS total, 0.5 AS half, count(*) AS n FROM given")
    assert sums.dtypes.astype(str).to_dict() == {"total": "Int64", "half": "Float64", "n": "Int64"}
    assert sums.iloc[0].tolist() == [1, 0.5, 2]


def test_parameters_go_in_by_place_and_by_name() -> None:
    with engine() as computing:
        assert computing.query("SELECT ? AS a, ? AS b", [1, "x"]).iloc[0].tolist() == [1, "x"]
        assert computing.query("SELECT $b AS b", {"b": "'; DROP"}).iloc[0].tolist() == ["'; DROP"]


def test_a_named_query_is_read_from_its_file() -> None:
    with engine() as computing:
        columns = "indicator, year, level, area, category, measure, confidentiality, count, frame, value, lower, upper"
        empty = "SELECT " + ", ".join(f"NULL AS {name}" for name in [*columns.split(", "), "status", "ima_year"])
        for name in ("earlier", "later"):
            computing.execute(f"CREATE TABLE {name} AS {empty} LIMIT 0")
        assert computing.query_file("compare_cells").empty
    assert "Grain:" in read_sql("compare_cells")
    with pytest.raises(EngineError, match="small letters"):
        read_sql("../terms")


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_text('{outside}')",
        "SELECT * FROM read_csv('{outside}')",
        "SELECT * FROM glob('{folder}/*')",
        "COPY (SELECT 1) TO '{folder}/copy.csv'",
        "EXPORT DATABASE '{folder}/all'",
        "ATTACH '{folder}/other.duckdb'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET temp_file_encryption = false",
        "SET force_mbedtls_unsafe = true",
        "SET memory_limit = '99GB'",
    ],
)
def test_nothing_else_can_be_read_written_loaded_or_set(tmp_path: Path, statement: str) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_text("riziv\n1", encoding="utf-8")
    (tmp_path / "home").mkdir()
    with engine(tmp_path / "home") as computing, pytest.raises(EngineError):
        computing.execute(statement.format(outside=outside, folder=tmp_path))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "outside.csv"]


def test_sql_does_not_see_the_variables_of_the_program() -> None:
    frame = example()
    with engine() as computing, pytest.raises(EngineError):
        computing.query("SELECT * FROM frame")
    assert len(frame) == 2


def test_an_error_tells_the_cause_without_the_value() -> None:
    with engine() as computing:
        computing.register("given", example())
        with pytest.raises(EngineError) as caught:
            computing.query("SELECT CAST(riziv || 'x' AS BIGINT) FROM given", label="link_persons.sql")
    assert "link_persons.sql: Conversion Error" in str(caught.value)
    assert "1999" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_names_are_plain_names() -> None:
    with engine() as computing, pytest.raises(EngineError, match="small letters"):
        computing.register('x"; DROP TABLE y; --', example())
