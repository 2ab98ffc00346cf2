"""Laws of the check: whatever a delivery holds, the report repeats no long number and nothing raises."""

import json
import re
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from data.contracts import TABLES, check_delivery
from tests.unit.data.delivery_samples import refresh_checksums, sample_tables, write_delivery

COLUMNS = [(table, column) for table, frame in sample_tables().items() for column in frame.columns]
long_digits = st.text(alphabet="0123456789", min_size=8, max_size=13)
marks = st.sampled_from(["", ".", "-", " ", "/"])


@st.composite
def cells_with_long_numbers(draw: st.DrawFn) -> str:
    digits = draw(long_digits)
    mark, step = draw(marks), draw(st.integers(2, 5))
    written = mark.join(digits[place : place + step] for place in range(0, len(digits), step))
    return (
        draw(st.sampled_from(["", "tel ", "mevr. Fictief ", "x"]))
        + written
        + draw(st.sampled_from(["", " a", "|geen"]))
    )


def reports(folder: Path) -> str:
    report = check_delivery(folder)
    texts = [report.to_text("nl"), report.to_text("en"), json.dumps([report.to_dict("nl"), report.to_dict("en")])]
    return "\n".join(texts)


def digits_of(text: str) -> str:
    return re.sub(r"\D", "", text)


@settings(max_examples=25)
@given(changes=st.lists(st.tuples(st.sampled_from(COLUMNS), cells_with_long_numbers()), min_size=1, max_size=12))
def test_no_long_number_of_a_file_is_ever_repeated(changes: list[tuple[tuple[str, str], str]]) -> None:
    tables = sample_tables()
    for place, ((table, column), text) in enumerate(changes):
        tables[table].loc[place % len(tables[table]), column] = text
    with tempfile.TemporaryDirectory() as folder:
        said = reports(write_delivery(Path(folder), tables))
    for _, text in changes:
        assert text not in said
        assert digits_of(text) not in said
    values = {str(cell) for frame in tables.values() for column in frame for cell in frame[column]}
    for value in values:
        if len(digits_of(value)) >= 8:
            assert value not in said


@settings(max_examples=25)
@given(header=cells_with_long_numbers(), table=st.sampled_from(TABLES), place=st.integers(0, 3))
def test_no_long_number_in_a_header_is_ever_repeated(header: str, table: str, place: int) -> None:
    tables = sample_tables()
    tables[table].columns = [header if n == place else name for n, name in enumerate(tables[table].columns)]
    with tempfile.TemporaryDirectory() as folder:
        said = reports(write_delivery(Path(folder), tables))
    assert header not in said
    assert digits_of(header) not in said


@settings(max_examples=30)
@given(
    content=st.binary(max_size=200),
    start=st.sampled_from([b"", b"level,area_id,name,area_km2\n", b"PK\x03\x04", b"PAR1"]),
    name=st.sampled_from(["areas.csv", "areas.xlsx", "areas.parquet", "delivery.toml"]),
)
def test_any_bytes_are_a_fault_and_never_an_error(content: bytes, start: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = write_delivery(Path(place))
        if name != "delivery.toml":
            manifest = folder / "delivery.toml"
            manifest.write_text(manifest.read_text(encoding="utf-8").replace("areas.csv", name), encoding="utf-8")
        (folder / name).write_bytes(start + content)
        if name != "delivery.toml":
            refresh_checksums(folder)
        report = check_delivery(folder)
    assert report.faults
    assert report.frames == {}


@settings(max_examples=25)
@given(cells=st.lists(st.tuples(st.sampled_from(COLUMNS), st.text(max_size=20)), min_size=1, max_size=8))
def test_any_text_in_any_cell_never_raises(cells: list[tuple[tuple[str, str], str]]) -> None:
    tables = sample_tables()
    for place, ((table, column), text) in enumerate(cells):
        tables[table].loc[place % len(tables[table]), column] = text.encode("utf-8", "ignore").decode()
    with tempfile.TemporaryDirectory() as folder:
        report = check_delivery(write_delivery(Path(folder), tables))
    assert report.accepted == (not report.faults) == bool(report.frames)
