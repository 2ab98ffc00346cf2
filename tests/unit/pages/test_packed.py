"""Streamlit's scripts are sent packed to who can unpack them, and are the same ones."""

import gzip
from pathlib import Path

import pytest
from starlette.responses import Response
from starlette.types import Scope

from pages.web import packed

LARGE = b"export const words = 'huisarts';\n" * 100


def asked(path: str, method: str = "GET", **headers: str) -> Scope:
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http", "method": method, "path": path, "query_string": b"", "headers": named}


@pytest.fixture
def scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    for name, content in {
        "js/large.js": LARGE,
        "js/small.js": b"1",
        "js/PlotlyChart.Ab1_.js": LARGE + b"export{words as default};",
        "css/look.css": LARGE,
        "js/notes.txt": LARGE,
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    monkeypatch.setattr(packed, "_HOME", tmp_path)
    monkeypatch.setattr(packed, "_made", {})
    return packed.prepare()


def test_a_packed_script_is_the_script(scripts: int) -> None:
    found = packed.answer(asked("/static/js/large.js", accept_encoding="gzip, br"))
    assert isinstance(found, Response)
    assert gzip.decompress(bytes(found.body)) == LARGE
    assert found.headers["content-encoding"] == "gzip"
    assert found.headers["vary"] == "Accept-Encoding"
    assert int(found.headers["content-length"]) == len(found.body) < len(LARGE)
    assert scripts < 4 * len(LARGE)
    for address in ("/static/css/look.css", "/static/js/small.js"):
        assert packed.answer(asked(address, accept_encoding="gzip")) is not None


@pytest.mark.usefixtures("scripts")
def test_the_script_of_charts_stands_behind_one_that_waits() -> None:
    first, whole = (
        packed.answer(asked(f"/static/js/PlotlyChart.Ab1_{end}.js", accept_encoding="gzip")) for end in ("", ".whole")
    )
    assert isinstance(first, Response)
    assert isinstance(whole, Response)
    assert gzip.decompress(bytes(whole.body)) == LARGE + b"export{words as default};"
    assert b"PlotlyChart.Ab1_.whole.js" in gzip.decompress(bytes(first.body))
    assert "immutable" in whole.headers["cache-control"]
    assert "immutable" not in first.headers["cache-control"]


@pytest.mark.parametrize(
    "scope",
    [
        asked("/static/js/large.js"),
        asked("/static/js/large.js", accept_encoding="gzip", range="bytes=0-9"),
        asked("/static/js/large.js", "HEAD", accept_encoding="gzip"),
        asked("/static/js/notes.txt", accept_encoding="gzip"),
        asked("/static/js/../js/large.js", accept_encoding="gzip"),
        asked("/kaart", accept_encoding="gzip"),
    ],
)
@pytest.mark.usefixtures("scripts")
def test_what_is_asked_otherwise_is_left_to_streamlit(scope: Scope) -> None:
    assert packed.answer(scope) is None
