"""The room of analysis: who may enter, what can be asked there, and that every question stands in the trail."""

import grp
import json
import os
import pty
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from data.analysis import NAME, AnalysisError, Room, analysis_room, check_member
from data.audit import Audit
from data.engine import EngineError
from data.intake import check_deliveries, store_deliveries
from data.kms import keys_of
from data.settings import read_settings
from data.vault import Vault
from tests.homes import COMMAND
from tests.unit.data.delivery_samples import person, sample_tables, write_delivery

WHY = "vergelijking voor het kwartaalverslag"


def own_group() -> str:
    return grp.getgrgid(os.getgid()).gr_name


def let_in(home: Path, group: str) -> None:
    (home / NAME).write_text(f"group = {json.dumps(group)}\n", encoding="utf-8")
    (home / NAME).chmod(0o600)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a home with one delivery of 2024, whose group is that of this account."""
    monkeypatch.setenv("ZORGCAPACITEIT_KMS", str(tmp_path / "keys" / "kek"))
    home = tmp_path / "home"
    vault = Vault(home, keys_of(home), Audit(home))
    store_deliveries(vault, check_deliveries(vault, [write_delivery(tmp_path / "first", sample_tables())]))
    let_in(home, own_group())
    return home


@pytest.fixture
def room(home: Path) -> Iterator[Room]:
    with analysis_room(home, 2024, read_settings().definitions, why=WHY) as opened:
        yield opened


def only(room: Room, sql: str) -> pd.DataFrame:
    (rows,) = room.ask(sql)
    return rows


def test_nobody_enters_without_a_group_or_from_another_one(home: Path) -> None:
    assert check_member(home) == own_group()
    mine = {own_group(), *(grp.getgrgid(number).gr_name for number in os.getgroups())}
    let_in(home, next(each.gr_name for each in grp.getgrall() if each.gr_name not in mine))
    with pytest.raises(AnalysisError, match="not in the group"):
        check_member(home)
    let_in(home, own_group())
    (home / NAME).chmod(0o620)
    with pytest.raises(AnalysisError, match="no writing by others"):
        check_member(home)
    (home / NAME).unlink()
    with pytest.raises(AnalysisError, match="Nobody may"):
        check_member(home)
    with (
        pytest.raises(AnalysisError, match="Nobody may"),
        analysis_room(home, 2024, read_settings().definitions, why=WHY),
    ):
        pass
    assert not [line for line in Audit(home).entries() if line["what"] == "vault_open" and line["why"] == WHY]


def test_without_a_reason_it_stays_closed(home: Path) -> None:
    with (
        pytest.raises(AnalysisError, match="expected a reason"),
        analysis_room(home, 2024, read_settings().definitions, why=" "),
    ):
        pass


def test_rows_are_those_that_were_delivered(room: Room) -> None:
    tables = sample_tables()
    counted = only(room, "SELECT role, count(*) AS n FROM person GROUP BY role ORDER BY role")
    delivered = tables["contacts"].drop_duplicates("riziv")["role"].value_counts().sort_index()
    assert counted["role"].tolist() == delivered.index.tolist()
    assert counted["n"].tolist() == delivered.tolist()


def test_no_number_of_a_person_is_there_in_any_table(room: Room) -> None:
    tables = room.tables()
    assert set(tables) == {"person", "practice", "membership", "area", "residents"}
    assert not {"riziv", "key", "unit", "lasting"} & {column for columns in tables.values() for column in columns}
    told = "".join(only(room, f"FROM {table}").to_csv() for table in tables)
    assert not [number for number in range(40) if person(number)[:8] in told]


def test_numbers_are_there_with_a_reason_of_their_own_and_belong_to_their_rows(home: Path) -> None:
    definitions = read_settings().definitions
    with analysis_room(home, 2024, definitions, why=WHY, numbers="koppeling nazien") as room:
        named = only(room, "SELECT riziv, role, hours_week FROM person ORDER BY riziv")
    answers = sample_tables()["survey_individual"].assign(
        riziv=lambda frame: frame["riziv"].str.replace(r"\D", "", regex=True).str[:8]
    )
    hours = named.dropna(subset="hours_week").set_index("riziv")["hours_week"]
    wanted = pd.to_numeric(answers.set_index("riziv")["hours_week"]).dropna()
    assert hours.to_dict() == wanted[wanted.index.isin(hours.index)].to_dict()
    assert len(hours) >= 10
    opened = [line for line in Audit(home).entries() if line["what"] == "vault_open"][-1]
    assert opened["why"] == f"{WHY}; RIZIV: koppeling nazien"


LEAVING = [
    "COPY person TO 'out.csv'",
    "COPY (SELECT 1) TO 'out.parquet' (FORMAT parquet)",
    "ATTACH 'other.duckdb'",
    "ATTACH ':memory:' AS other",
    "EXPORT DATABASE 'out'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true",
    "RESET lock_configuration",
    "PRAGMA database_list",
    "CALL pragma_version()",
    "PREPARE p AS COPY person TO 'out.csv'",
    "CREATE SECRET s (TYPE s3)",
]
READING_FILES = [
    "SELECT * FROM read_csv('{file}')",
    "SELECT * FROM '{file}'",
    "SELECT * FROM read_text('{file}')",
    "SELECT * FROM glob('*')",
    "CREATE TABLE t AS SELECT * FROM read_csv('https://zorg.test/x.csv')",
    "SELECT content FROM read_blob('{file}')",
]


@pytest.mark.parametrize("sql", [*LEAVING, *READING_FILES])
def test_nothing_goes_out_or_comes_in(sql: str, room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.csv").write_text("a\n1\n", encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    with pytest.raises((AnalysisError, EngineError)):
        list(room.ask(sql.format(file=tmp_path / "in.csv")))
    assert sorted(tmp_path.iterdir()) == before


def test_no_python_name_is_a_table(room: Room) -> None:
    secret = pd.DataFrame({"a": [1]})  # noqa: F841 -- it must not be found
    with pytest.raises(EngineError):
        list(room.ask("SELECT * FROM secret"))


def test_tables_in_memory_can_be_made(room: Room) -> None:
    answers = list(room.ask("CREATE TABLE t AS SELECT role FROM person; SELECT count(*) AS n FROM t;"))
    assert answers[-1]["n"].tolist() == [only(room, "SELECT count(*) AS n FROM person")["n"].iloc[0]]


def test_each_statement_stands_in_the_trail_before_it_is_run(room: Room, home: Path) -> None:
    list(room.ask("SELECT 1 AS a;\n SELECT\n 2 AS b;"))
    with pytest.raises(EngineError):
        list(room.ask("SELECT nothing FROM person"))
    told = [
        (line["why"], line["statement"].rstrip("; ")) for line in Audit(home).entries() if line["what"] == "analyse"
    ]
    assert told == [(WHY, "SELECT 1 AS a"), (WHY, "SELECT 2 AS b"), (WHY, "SELECT nothing FROM person")]


TOO_MUCH = (f"FROM person WHERE riziv = '{person(1)[:8]}'", "SELECT 'a@b.test'", "SELECT " + "1," * 6000 + "1")


@pytest.mark.parametrize("sql", TOO_MUCH)
def test_a_statement_that_the_trail_may_not_hold_is_not_run(sql: str, room: Room, home: Path) -> None:
    with pytest.raises(AnalysisError) as caught:
        list(room.ask(sql))
    assert person(1)[:8] not in str(caught.value)
    assert not [line for line in Audit(home).entries() if line["what"] == "analyse"]


def test_a_fault_of_the_engine_repeats_no_value(room: Room) -> None:
    with pytest.raises(EngineError) as caught:
        list(room.ask("SELECT CAST(role AS INTEGER) FROM person"))
    assert "huisarts" not in str(caught.value)


def test_answers_go_to_a_screen_and_not_to_a_file(home: Path, tmp_path: Path) -> None:
    (tmp_path / "ask.sql").write_text("SELECT 40 + 2 AS answer;", encoding="utf-8")
    words = [str(COMMAND), "analyse", "--year", "2024", "--why", WHY, "--home", str(home)]
    filed = subprocess.run([*words, "--sql", tmp_path / "ask.sql"], capture_output=True, text=True, check=False)
    assert (filed.returncode, filed.stdout) == (1, "")
    shown = on_a_screen([*words, "--sql", str(tmp_path / "ask.sql")])
    assert "answer" in shown
    assert "42" in shown
    typed = on_a_screen(words, "SELECT 40\n + 3 AS answer;\nCOPY person TO 'x';\n")
    assert "43" in typed
    assert "COPY: expected a statement that reads" in typed


def on_a_screen(words: list[str], typed: str = "") -> str:
    """Run a command whose output is a terminal; give what stands on it."""
    screen, side = pty.openpty()
    done = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=side, stderr=side)
    os.close(side)
    assert done.stdin is not None
    done.stdin.write(typed.encode())
    done.stdin.close()
    shown = b""
    try:
        while part := os.read(screen, 4096):
            shown += part
    except OSError:  # the other side is closed: the command ended
        pass
    assert done.wait(timeout=60) == 0, shown.decode()
    os.close(screen)
    return shown.decode()
