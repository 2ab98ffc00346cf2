"""Small files that unpack to gigabytes, and other things that no delivery is: refused soon, in words, in little memory.

Each runs in a process of its own, whose peak of memory is measured; the time is that of its processor.
"""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.unit.data.delivery_samples import refresh_checksums, sample_tables, write_delivery

TREE = Path(__file__).resolve().parents[3]
SECONDS, MEGABYTES = 10, 1000
CHECK = """
import json, sys, time
from pathlib import Path
from data.contracts import check_delivery
before = time.process_time()
report = check_delivery(Path(sys.argv[1]))
print(json.dumps({
    "faults": [[fault.code, fault.file, fault.found.nl] for fault in report.faults],
    "seconds": time.process_time() - before,
    "megabytes": int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024,
}))
"""


def replace_file(folder: Path, name: str, write: Callable[[Path], None]) -> None:
    """Put another file in the place of ``contacts.csv``."""
    (folder / "contacts.csv").unlink()
    write(folder / name)
    manifest = folder / "delivery.toml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("contacts.csv", name), encoding="utf-8")
    refresh_checksums(folder)


def book(path: Path, sheet: bytes, *, times: int, start: bytes = b"", end: bytes = b"</sheetData></worksheet>") -> None:
    """Workbook of which the first sheet repeats a piece of XML."""
    openpyxl.Workbook().save(path)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            if name != "xl/worksheets/sheet1.xml":
                package.writestr(name, content)
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as stream:
            stream.write(head + start)
            for _ in range(times):
                stream.write(sheet)
            stream.write(end)


def many_cells(folder: Path) -> None:
    row = b"<row>" + b"<c><v>1</v></c>" * 10_000 + b"</row>"
    replace_file(folder, "contacts.xlsx", lambda path: book(path, row, times=1500))


def far_cells(folder: Path) -> None:
    rows = b"".join(b'<row><c r="XFD%d"><v>1</v></c></row>' % n for n in range(1, 20_001))
    replace_file(folder, "contacts.xlsx", lambda path: book(path, rows, times=1))


def last_row(folder: Path) -> None:
    row = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    replace_file(folder, "contacts.xlsx", lambda path: book(path, row, times=1))


def huge_part(folder: Path) -> None:
    replace_file(folder, "contacts.xlsx", lambda path: book(path, b" " * 1_000_000, times=2000))


def many_rows(folder: Path) -> None:
    places = pa.array(np.zeros(30_000_000, dtype=np.int8))
    table = pa.table({"riziv": pa.DictionaryArray.from_arrays(places, ["1"])})
    replace_file(folder, "contacts.parquet", lambda path: pq.write_table(table, path, compression="zstd"))


def long_dictionary(folder: Path) -> None:
    places = pa.array(np.zeros(100_000, dtype=np.int32))
    table = pa.table({"riziv": pa.DictionaryArray.from_arrays(places, ["x" * 1_000_000])})
    replace_file(
        folder, "contacts.parquet", lambda path: pq.write_table(table, path, dictionary_pagesize_limit=4_000_000)
    )


def many_columns(folder: Path) -> None:
    replace_file(folder, "contacts.csv", lambda path: path.write_text("," * 5_000_000 + "\n1\n", encoding="utf-8"))


def many_lines(folder: Path) -> None:
    replace_file(folder, "contacts.csv", lambda path: path.write_text("riziv\n" + "1\n" * 4_000_000, encoding="utf-8"))


def long_cell(folder: Path, length: int = 100_000) -> None:
    (folder / "practices.csv").unlink()
    tables = sample_tables()
    tables["practices"]["name"] = "at" + "a" * length
    tables["practices"].to_csv(folder / "practices.csv", index=False)
    refresh_checksums(folder)


def long_code(folder: Path) -> None:
    tables = sample_tables()
    tables["contacts"]["role"] = [f"huisarts{n}" + "huisarts" * 200 for n in range(len(tables["contacts"]))]
    tables["contacts"].to_csv(folder / "contacts.csv", index=False)
    refresh_checksums(folder)


def manifest(text: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / "delivery.toml"
        path.write_text(text + path.read_text(encoding="utf-8"), encoding="utf-8")

    return change


def long_path(folder: Path) -> None:
    path = folder / "delivery.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("contacts.csv", "a/" * 2500 + "c.csv"), encoding="utf-8")


def link_loop(folder: Path) -> None:
    (folder / "contacts.csv").unlink()
    (folder / "contacts.csv").symlink_to(folder / "other.csv")
    (folder / "other.csv").symlink_to(folder / "contacts.csv")


BOMBS: dict[str, tuple[Callable[[Path], None], str]] = {
    "many cells in a workbook": (many_cells, "unreadable"),
    "cells at the far right of a sheet": (far_cells, "unreadable"),
    "one cell in the last corner": (last_row, "no_header"),
    "a part of two gigabytes": (huge_part, "unreadable"),
    "thirty million rows": (many_rows, "unreadable"),
    "one long text a hundred thousand times": (long_dictionary, "long_cell"),
    "five million columns": (many_columns, "unreadable"),
    "four million lines": (many_lines, "unreadable"),
    "a long cell": (long_cell, "long_cell"),
    "a cell longer than any": (partial(long_cell, length=400_000), "unreadable"),
    "long codes": (long_code, "unknown_code"),
    "nested tables": (manifest("x = " + "[" * 40_000 + "\n"), "manifest_unreadable"),
    "nested keys": (manifest(".".join("a" * 40_000) + " = 1\n"), "manifest_unreadable"),
    "a number of 5000 digits": (manifest("x = " + "9" * 5000 + "\n"), "manifest_unreadable"),
    "a manifest of megabytes": (manifest("# " + "x" * 5_000_000 + "\n"), "manifest_unreadable"),
    "a long path": (long_path, "file_missing"),
    "a loop of links": (link_loop, "file_missing"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_by_name_in_ten_seconds_and_a_gigabyte(tmp_path: Path, name: str) -> None:
    plant, code = BOMBS[name]
    folder = write_delivery(tmp_path / "2024")
    plant(folder)
    environment = {**os.environ, "PYTHONPATH": str(TREE)}
    command = [sys.executable, "-c", CHECK, str(folder)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert code in {fault[0] for fault in told["faults"]}, told["faults"]
    if code == "unreadable":
        assert any(found.startswith("te groot") for fault, _, found in told["faults"] if fault == code)
    assert told["seconds"] < SECONDS
    assert told["megabytes"] < MEGABYTES
    if os.environ.get("SHOW_MEASURES"):
        print(f"{name}: {told['seconds']:.1f} s, {told['megabytes']:.0f} MB")  # noqa: T201 -- for the record of a release
