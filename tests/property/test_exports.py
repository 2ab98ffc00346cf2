"""Laws of what leaves: no text becomes a formula, and no number of a withheld cell is in any file."""

import csv
import io

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from data import exports
from data.exports import Dress, Labels
from data.exports.plain import guarded
from data.releases import ReleasedCells
from tests.unit.data.export_samples import about, cells, labels

TEXTS = st.text(st.characters(codec="utf-8"), max_size=30) | st.sampled_from("=+-@\t").flatmap(
    lambda start: st.text(max_size=10).map(lambda rest: start + rest)
)


@given(TEXTS, st.sampled_from(list(Dress)))
def test_no_text_starts_a_formula_unless_it_is_only_digits(text: str, dress: Dress) -> None:
    out = guarded(text, dress)
    assert out in (text, f"'{text}")
    if out.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n")):
        assert dress is Dress.INTERNATIONAL
        assert all(character in "0123456789.-+" for character in out)


@given(st.lists(TEXTS, min_size=6, max_size=6))
def test_any_names_survive_a_csv_and_a_workbook(names: list[str]) -> None:
    said = labels()
    areas = said.areas.assign(name=names)
    flat = exports.flatten(cells(), Labels(entries=said.entries, areas=areas), "nl")
    text = exports.write_csv(flat, about(), Dress.BELGIAN).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert len(rows) == len(flat) + 1
    assert {len(row) for row in rows} == {len(exports.FLAT)}
    book = openpyxl.load_workbook(io.BytesIO(exports.write_workbook(flat, said, about(), "nl")))
    assert all(cell.data_type != "f" for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)


@given(st.lists(st.booleans(), min_size=6, max_size=6))
def test_a_withheld_area_has_no_number_in_any_file(hidden: list[bool]) -> None:
    frame = cells().frame.copy()
    areas = sorted(frame["area"].unique())
    away = frame["area"].isin([area for area, gone in zip(areas, hidden, strict=True) if gone])
    frame.loc[away, ["count", "value", "lower", "upper"]] = None
    frame.loc[away, ["status", "confidentiality"]] = ["A", "C"]
    blanked = ReleasedCells(release_id=cells().release_id, frame=frame)
    flat = exports.flatten(blanked, labels(), "nl")
    gone = flat["confidentiality"].eq("C")
    assert flat.loc[gone, "mark"].eq("[c]").all()
    assert flat.loc[gone, ["value", "lower", "upper", "count", "answered"]].isna().all(axis=None)
    wide = exports.spread(exports.flatten(blanked, labels(), "nl", main_only=True))
    lost = wide[wide["A10_mark"].eq("[c]")]
    assert lost[["A10", "A10_lower", "A10_upper", "A10_count", "A10_answered"]].isna().all(axis=None)
