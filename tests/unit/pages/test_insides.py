"""Everything that leans on an inside is switched off by one setting, and then the page is Streamlit's own."""

import ast
import asyncio
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import streamlit
from starlette.responses import HTMLResponse
from starlette.types import Message, Scope

from pages.shell import frame, insides
from pages.web import server
from pages.web.callers import Callers
from pages.web.charts_after import FIRST, ChartsAfter, address_of
from pages.web.page import Page

INDEX = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
ROOT = Path(__file__).parents[3]
ROOMS = ("pages", "geo", "aggregation", "data", "commands")
INSIDE = re.compile(
    r"data-testid|react-aria|\.st[A-Z]\w+\b|\bemotion-|js-plotly|annotation-text|maplibregl|_fullLayout|_subplot"
    r"|\[(?:role|kind|data-key)[$^*~|]?=|aria-checked|data-selected"
)
"""Names that Streamlit, its controls or Plotly give to parts of a page; not ``st-key-``, which Streamlit promises."""
SCRIPTS = Path(streamlit.__file__).parent / "static" / "static" / "js"


def answered(app: object, path: str, query: str = "") -> tuple[dict[str, str], bytes]:
    """Ask an application; give its headers and its body."""
    sent: list[Message] = []
    scope: Scope = {
        "type": "http", "method": "GET", "path": path, "query_string": query.encode(),
        "headers": [(b"accept-encoding", b"gzip"), (b"host", b"localhost:8501")],
    }  # fmt: skip

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    # In a thread of its own: a browser test before this one leaves its loop running.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, app(scope, receive, send)).result()  # type: ignore[operator] # an ASGI application
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return headers, b"".join(message.get("body", b"") for message in sent[1:])


@pytest.mark.parametrize("name", [*insides.NAMES, "off", ""])
def test_the_setting_names_what_stays_on(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(insides.VARIABLE, name)
    wanted = {"off": set(), "": set(insides.NAMES)}.get(name, {name})
    assert insides.used() == wanted
    passed = [each.cls for each in server.layers_of(insides.used())]
    assert passed == [
        server.Guard,
        Callers,
        server.Full,
        *([Page] if wanted else []),
        *([ChartsAfter] if "charts_after" in wanted else []),
    ]


def test_an_unknown_name_stops_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(insides.VARIABLE, "labels,packed")
    with pytest.raises(insides.SettingError, match="found packed"):
        server.build_app()


def test_every_module_that_is_on_changes_the_page_and_its_length_is_right() -> None:
    plain = HTMLResponse(INDEX)
    headers, whole = answered(Page(plain, frozenset(insides.NAMES)), "/kaart", "taal=nl")
    assert int(headers["content-length"]) == len(whole)
    assert b'<html lang="nl">' in whole
    assert whole.count(b"zc-skip") == 1
    for name, mark in (
        ("kept_view", b"/kept-view.js"),
        ("labels", b"/labels.js"),
        ("opening", b"zc-skip"),
        ("opening", b"/opening.js"),
    ):
        assert mark in whole
        without = answered(Page(plain, frozenset(insides.NAMES) - {name}), "/kaart", "taal=nl")[1]
        assert mark not in without
    assert answered(Page(plain, frozenset()), "/kaart")[1] == INDEX.encode()


@pytest.mark.parametrize("page", ["<html><body>een andere pagina</body></html>", ""])
def test_another_page_stays_as_it_is(page: str) -> None:
    assert answered(Page(HTMLResponse(page), frozenset(insides.NAMES)), "/kaart")[1] == page.encode()


def test_the_script_of_charts_is_given_by_its_other_address() -> None:
    asked: list[str] = []

    async def behind(scope: Scope, receive: object, send: object) -> None:
        asked.append(scope["path"])
        await HTMLResponse("x")(scope, receive, send)  # type: ignore[arg-type] # passed on

    name = next(path.name for path in SCRIPTS.iterdir() if FIRST.fullmatch(path.name))
    app = ChartsAfter(behind)
    assert b"await import" in answered(app, f"/static/js/{name}")[1]
    assert asked == []
    for path in (f"/static/js/{address_of(name)}", "/static/js/other.js", "/kaart"):
        answered(app, path)
    assert asked == [f"/static/js/{name}", "/static/js/other.js", "/kaart"]


def sources() -> Iterator[Path]:
    """Give every file of ours that a page may be made of, without those of ``pages/web``."""
    for path in (*ROOT.glob("*.py"), *(path for room in ROOMS for path in (ROOT / room).rglob("*"))):
        if path.suffix in {".py", ".css", ".js", ".html"} and ROOT / "pages" / "web" not in path.parents:
            yield path


def test_only_pages_web_names_a_part_of_streamlit_or_plotly() -> None:
    named = {
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in sources()
        for found in INSIDE.finditer(path.read_text(encoding="utf-8"))
    }
    assert named == set()
    assert len(list(sources())) > 100
    web = (ROOT / "pages" / "web").glob("*.*")
    assert sum(len(INSIDE.findall(path.read_text(encoding="utf-8"))) for path in web) > 50, "the pattern finds nothing"


def imports_of(path: Path) -> Iterator[str]:
    """Give every module that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_only_pages_web_imports_what_lies_inside_streamlit() -> None:
    inside = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in sources()
        if path.suffix == ".py"
        for name in imports_of(path)
        if name.startswith("streamlit.")
    }
    assert inside == set()
    web = [name for path in (ROOT / "pages" / "web").glob("*.py") for name in imports_of(path)]
    assert any(name.startswith("streamlit.") for name in web), "the walk finds nothing"


@pytest.mark.parametrize("name", ["", "off", "styles"])
def test_the_look_leaves_out_what_names_a_part_of_streamlit(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(insides.VARIABLE, name)
    look = frame.look.__wrapped__()
    assert ".zc-source" in look
    assert bool(INSIDE.search(look)) is (name != "off")
