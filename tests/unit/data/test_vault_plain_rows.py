"""No plain row on disk: not after storing and reading, not when killed halfway, not when memory runs out."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from data.engine import EngineError, engine
from data.vault import Purpose
from tests.unit.data.vault_examples import NUMBERS, frames, manifest, vault_in

TREE = Path(__file__).resolve().parents[3]

STORE_AND_DIE = """
import os, signal, sys
from pathlib import Path
import pyarrow.parquet
from tests.unit.data.vault_examples import contacts, ima, manifest, vault_in
from data.vault import Purpose

def work(folder, step):
    # A process of its own: the bomb goes off at the given call that writes, renames or flushes.
    passed = 0
    def dying(function):
        def call(*arguments, **named):
            nonlocal passed
            passed += 1
            if passed == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*arguments, **named)
        return call
    vault = vault_in(folder)
    vault.store(manifest(survey_year=2023), {"contacts": contacts()})
    os.fsync, os.rename, os.replace, os.unlink = map(dying, (os.fsync, os.rename, os.replace, os.unlink))
    pyarrow.parquet.write_table = dying(pyarrow.parquet.write_table)
    vault.store(manifest(), {"contacts": contacts(1000), "ima": ima()})
    with vault.open(2024, Purpose.CAPACITY_PLANNING) as year:
        assert year.rows == {"contacts": 3000, "ima": 2}

step, status = -2, signal.SIGKILL
while status == signal.SIGKILL:
    step += 3
    child = os.fork()
    if child == 0:
        work(Path(sys.argv[1]) / str(step), step)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
print(step, status)
"""

SPILL_AND_WAIT = """
import signal, sys
from pathlib import Path
from tests.unit.data.vault_examples import NUMBERS
from data.engine import EngineError, engine

with engine(Path(sys.argv[1]), memory="60MB") as computing:
    try:
        computing.execute(
            "CREATE TABLE big AS SELECT $n || '-' || i::VARCHAR || repeat($n, 5) AS riziv FROM range(3000000) AS r(i)",
            {"n": NUMBERS[0]},
        )
    except EngineError:
        pass
    print("ready", flush=True)
    signal.pause()
"""


def plain_rows(folder: Path) -> list[str]:
    """Files that hold a known number in plain, in UTF-16 or cut to eight digits."""
    needles = [form for n in NUMBERS for form in (n[:8].encode(), n[:8].encode("utf-16-le"), n[:8].encode("utf-16-be"))]
    return sorted(
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and any(needle in path.read_bytes() for needle in needles)
    )


def run(script: str, *arguments: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.run(command, cwd=TREE, capture_output=True, text=True, check=False, timeout=120)


def test_the_search_itself_finds_a_plain_row(tmp_path: Path) -> None:
    pd.DataFrame({"riziv": NUMBERS}).to_csv(tmp_path / "a.csv")
    (tmp_path / "b.bin").write_bytes(NUMBERS[1].encode("utf-16"))
    assert plain_rows(tmp_path) == ["a.csv", "b.bin"]


def test_after_storing_and_reading_there_is_none(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    vault.store(manifest(), frames())
    with vault.open(2024, Purpose.CAPACITY_PLANNING) as year:
        assert year.frame("contacts")["riziv"].tolist() == NUMBERS
        assert plain_rows(tmp_path) == []
    assert plain_rows(tmp_path) == []
    assert list((tmp_path / "home" / "tmp").iterdir()) == []


def test_killed_at_any_step_there_is_none_and_the_vault_is_whole(tmp_path: Path) -> None:
    done = run(STORE_AND_DIE, tmp_path)
    last, status = map(int, done.stdout.split())
    assert status == 0, done.stderr  # the last run had more steps than it needed, and came to its end
    assert last > 10
    assert plain_rows(tmp_path) == []
    for step in range(1, last, 3):
        vault = vault_in(tmp_path / str(step))
        assert vault.years() in ([2023], [2023, 2024])
        stored = vault.store(manifest(), frames())
        assert vault.latest(2024)["contacts"] == stored
        with vault.open(2023, Purpose.CAPACITY_PLANNING) as year:
            assert year.rows == {"contacts": 3}


def test_killed_while_memory_ran_out_there_is_none(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SPILL_AND_WAIT, str(tmp_path)]
    with subprocess.Popen(command, cwd=TREE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        assert plain_rows(tmp_path) == []
        os.kill(process.pid, signal.SIGKILL)
    assert plain_rows(tmp_path) == []
    with engine(tmp_path):
        assert len(list((tmp_path / "tmp").iterdir())) == 1  # what the killed process left is swept


def test_out_of_memory_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with engine(tmp_path, memory="60MB") as computing, pytest.raises(EngineError, match="ZORGCAPACITEIT_MEMORY"):
        computing.execute("CREATE TABLE big AS SELECT repeat(i::VARCHAR, 20) AS t FROM range(3000000) AS r(i)")
