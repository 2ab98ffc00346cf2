"""Every text and figure value of every screen, in a file: two versions of the code on one release must give the same.

``python tests/values.py --home var --out after.txt`` draws each screen at the addresses below, in both languages, and
reads what a visitor meets: texts, what a screen reader hears, the options of controls, the points of charts. It asks
for the figures as files and for tables by address too. With ``--tree`` it reads another checkout, so that a change that
means to change nothing is shown to:

    python tests/values.py --home var --tree ../before --out before.txt
    python tests/values.py --home var --out after.txt && diff before.txt after.txt

One line holds one thing: the address, what it is, what it says. Parameters of a link stand in the order of the
alphabet, colours and places in a drawing are left out; ``--whole`` keeps the markup as it is sent.
"""

import argparse
import asyncio
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
MAPS = ("D01", "P01", "A05", "A01", "P22", "M01")
ADDRESSES: dict[str, list[dict[str, str]]] = {
    "overzicht": [{}, {"jaar": "2024"}, {"mijn": "postcode:9000:44021"}],
    "kaart": [
        {},
        *({"cijfer": name, "niveau": "elz", "gebied": "@2"} for name in MAPS),
        {"cijfer": "A05", "gebied": "@1"},
        {"cijfer": "A01", "toon": "mean", "niveau": "kring", "jaar": "2024", "klassen": "4", "methode": "gelijk"},
        {"cijfer": "D01", "niveau": "gemeente", "gebied": "44021", "kleur": "blauw", "mijn": "gemeente:44021"},
        {"cijfer": "??", "jaar": "1999", "gebied": "nergens", "mand": "elz:nergens", "klassen": "99"},
    ],
    "regioprofiel": [
        {},
        {"niveau": "elz", "gebied": "@2"},
        {"niveau": "elz", "gebied": "@1", "jaar": "2024"},
        {"niveau": "gemeente", "gebied": "44021"},
    ],
    "vergelijken": [
        {"vorm": form, **chosen}
        for form in ("rangorde", "trechter", "twee", "gebied", "alles")
        for chosen in (
            {},
            {"niveau": "elz", "gebied": "@2", "maatstaf": "buren", "mand": "elz:@4,elz:@5", "mijn": "gemeente:44021"},
            {"niveau": "gemeente", "gebied": "44021", "cijfer": "A05", "tweede": "P01"},
            {"niveau": "kring", "cijfer": "D01", "jaar": "2024"},
        )
    ],
    "evolutie": [
        {},
        {"niveau": "elz", "gebied": "@2", "volgorde": "stijging", "mand": "elz:@4,elz:@5"},
        {"niveau": "elz", "gebied": "@1", "cijfer": "A05"},
        {"niveau": "gemeente", "cijfer": "D01", "gebied": "44021"},
        {"cijfer": "P22", "niveau": "kring", "figuur": "panelen"},
    ],
    "praktijken": [
        {},
        {"niveau": "gemeente", "gebied": "44021", "feit": "P04"},
        {"filter": "P01=geen,P05=ja", "niveau": "elz", "gebied": "@2", "jaar": "2024"},
    ],
    "capaciteit": [
        {},
        {"niveau": "elz", "gebied": "@2", "mand": "elz:@4,elz:@5"},
        {"niveau": "kring", "jaar": "2024", "figuur": "verschillen"},
        {"niveau": "gemeente", "gebied": "44021"},
        {"niveau": "elz", "gebied": "@2", "figuur": "artsen"},
    ],
    "wat-als": [
        {},
        {"niveau": "elz", "gebied": "@2", "figuur": "antwoord"},
        {"niveau": "kring", "figuur": "gebieden"},
    ],
    "tabellen": [
        {},
        {"cijfers": "A05,P01,D01", "inhoud": "alles", "jaren": "2024,2025", "bladzijde": "2"},
        {"cijfers": "A01", "niveau": "vlaanderen", "inhoud": "alles"},
        {"cijfers": "A05", "niveau": "gemeente", "gebieden": "44021"},
        {"cijfer": "P22", "jaar": "2024", "niveau": "kring"},
    ],
    "over-deze-cijfers": [{}],
}
"""Screen to the addresses at which it is read; ``@n`` stands for the zone at a place of the list of the release."""

LONGEST = 600
TABLES = (
    "?",
    "cells.csv?indicator=A05,D01&level=elz",
    "cijfers.csv?indicator=P01&content=main",
    "cells.csv?area=44021&year=2025",
    "cells.csv?indicator=XX&level=street",
    "areas.csv",
    "indicators.json",
)

_SAID = re.compile(r"""\b(?:aria-label|title|alt|placeholder|href|src)=(?:"([^"]*)"|'([^']*)')""")
_UNSEEN = re.compile(r'<style>.*?</style>|data:image/[^">]*|data:font/[^")]*', re.DOTALL)
_QUERY = re.compile(r"\?([^\s\"'<>]+=[^\s\"'<>]*)")
_CODES = frozenset({"id", "key", "user_key", "form_id", "element_id", "page", "page_script_hash", "anchor"})
_MARKS = ("x", "y", "z", "lat", "lon", "locations", "text", "hovertext", "customdata", "name", "base", "width")


def main() -> None:
    """Write the values of this checkout, or of ``--tree`` in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--tree", type=Path, default=ROOT)
    parser.add_argument("--screen", action="append", help="only this screen")
    parser.add_argument("--whole", action="store_true", help="markup as it is sent")
    given = parser.parse_args()
    environment = {
        **os.environ,
        "PYTHONPATH": str(given.tree.resolve()),
        "ZORGCAPACITEIT_HOME": str(given.home.resolve()),
        "PYTHONHASHSEED": "0",
    }
    if os.environ.get("PYTHONPATH") != environment["PYTHONPATH"] or os.environ.get("PYTHONHASHSEED") != "0":
        again = [sys.executable, "-W", "ignore", str(Path(__file__).resolve()), *sys.argv[1:]]
        sys.exit(subprocess.run(again, env=environment, check=False).returncode)
    sys.path.remove(str(ROOT / "tests"))
    # An editable install would fill in from its own tree what another one does not have.
    sys.meta_path[:] = [finder for finder in sys.meta_path if "__editable__" not in getattr(finder, "__module__", "")]
    count = 0
    with given.out.open("w", encoding="utf-8") as out:
        for line in _every_line(given.screen or _screens(), whole=given.whole):
            print(line, file=out, flush=True)
            count += 1
    print(f"{count} lines from {given.tree}")


def _screens() -> list[str]:
    """Give every screen of the tree; an old one has no list of them."""
    return [each.address for each in getattr(import_module("app"), "SCREENS", ())] or list(ADDRESSES)


def _every_line(screens: list[str], *, whole: bool) -> Iterator[str]:
    zones = _zones()
    for screen in screens:
        for query in ADDRESSES.get(screen, [{}]):
            filled = {name: re.sub(r"@(\d)", lambda found: zones[int(found[1])], v) for name, v in query.items()}
            for spoken in ("nl", "en"):
                asked = filled | ({} if spoken == "nl" else {"taal": "en"})
                where = f"{screen}?{urlencode(asked, safe=':,=')}"
                for line in _screen_lines(screen, asked, whole=whole):
                    yield f"{where}\t{_short(line)}"
    for path in _files(screens, zones):
        for line in _file_lines(path, whole=whole):
            yield f"{path}\t{_short(line)}"


def _short(line: str) -> str:
    """Keep a line readable: of a list of a thousand places its beginning and a digest of the whole."""
    if len(line) <= LONGEST:
        return line
    return f"{line[:LONGEST]}… {len(line)} signs, {hashlib.sha256(line.encode()).hexdigest()[:16]}"


def _zones() -> list[str]:
    from geo import reference

    table = reference.areas(2025)
    return [str(area) for area in table.loc[table["level"].eq("elz"), "area_id"]]


def _screen_lines(screen: str, query: dict[str, str], *, whole: bool) -> Iterator[str]:
    """Draw a screen as a visitor who follows a link, and give a line per thing on it."""
    from streamlit.testing.v1 import AppTest

    module = screen.replace("-", "_")
    drawn = AppTest.from_string(
        "from importlib import import_module\nimport app\n"
        f"found = import_module('pages.{module}')\n"
        f"(found if hasattr(found, 'render') else import_module('pages.{module}.screen')).render()\n",
        default_timeout=1800,
    )
    for name, value in query.items():
        if name != "figuur":
            drawn.query_params[name] = value
    drawn.run()
    for error in drawn.exception:
        yield f"exception\t{error.message}"
    yield f"address\t{urlencode(sorted((k, str(v)) for k, v in drawn.query_params.items()), safe=':,=')}"
    for node in (*drawn.main, *drawn.sidebar):
        proto = getattr(node, "proto", None)
        if proto is None or isinstance(proto, str):
            continue
        kind = type(proto).__name__
        for name, text in _strings(proto):
            parts = _of_figure(json.loads(text)) if name == "spec" else _of_markup(text, whole=whole)
            for part in parts:
                yield f"{kind}.{name}\t{part}"


def _strings(message: Any) -> Iterator[tuple[str, str]]:
    """Give every text of a message of Streamlit by the name of its field."""
    from google.protobuf.descriptor import FieldDescriptor

    for field, value in message.ListFields():
        several = value if not isinstance(value, str | bytes) and hasattr(value, "__iter__") else [value]
        for part in several:
            if field.type == FieldDescriptor.TYPE_MESSAGE:
                if hasattr(part, "ListFields"):
                    yield from _strings(part)
            elif field.type in (FieldDescriptor.TYPE_STRING, FieldDescriptor.TYPE_INT32) and field.name not in _CODES:
                yield field.name, str(part)


def _of_markup(text: str, *, whole: bool) -> Iterator[str]:
    """Give what is read and heard in markup, in order; addresses with their parameters sorted."""
    text = _UNSEEN.sub("", text)
    pieces = [text] if whole else re.split(r"(<[^>]*>)", text)
    for piece in pieces:
        said = [piece] if whole or not piece.startswith("<") else [a or b for a, b in _SAID.findall(piece)]
        for part in said:
            plain = " ".join(_QUERY.sub(_sorted, unescape(part)).split())
            if plain:
                yield plain


def _sorted(found: re.Match[str]) -> str:
    return "?" + "&".join(sorted(found[1].split("&")))


def _of_figure(figure: dict[str, Any]) -> Iterator[str]:
    """Give the points of a chart by trace, and the words around it."""
    for place, trace in enumerate(figure.get("data", [])):
        for name in _MARKS:
            if name in trace and trace[name] is not None:
                yield f"{place} {trace.get('type', '')} {name}: {json.dumps(trace[name], ensure_ascii=False)}"
    layout = figure.get("layout", {})
    for note in layout.get("annotations", []):
        yield f"annotation: {note.get('text')}"
    for name in sorted(name for name in layout if re.match(r"[xy]axis", name)):
        axis = layout[name]
        yield f"{name}: {json.dumps({k: axis.get(k) for k in ('title', 'ticktext', 'tickvals', 'range')}, default=str)}"


def _files(screens: list[str], zones: list[str]) -> Iterator[str]:
    """Give the addresses of figures and tables that are read."""
    for screen in screens:
        if screen in ("tabellen", "over-deze-cijfers"):
            continue
        for query in ADDRESSES.get(screen, [{}]):
            filled = {name: re.sub(r"@(\d)", lambda found: zones[int(found[1])], v) for name, v in query.items()}
            for spoken in ({}, {"taal": "en"}):
                yield f"/figures/{screen}.svg?{urlencode(filled | spoken, safe=':,=')}"
    if "kaart" in screens:
        yield "/figures/nergens.svg"
    if "tabellen" in screens:
        yield from (f"/api/v1/releases/current/{table}" for table in TABLES)


def _file_lines(path: str, *, whole: bool) -> Iterator[str]:
    """Ask for a file by its address and give a line per thing in it."""
    status, headers, text = asyncio.run(_asked(path))
    kind = headers.get("content-type", "").partition(";")[0]
    yield f"status\t{status} {kind} {headers.get('content-disposition', '')}"
    if "svg" in kind:
        for part in _of_markup(text, whole=whole):
            yield f"svg\t{part}"
    else:
        for part in text.splitlines():
            yield f"text\t{part}"


def _routed(kept: list[Any] = []) -> Any:  # noqa: B006 -- kept on purpose: one router for all files
    """Give the routes of the addresses that are no screen, in whichever rooms this checkout has them."""
    if not kept:
        from importlib import import_module
        from importlib.util import find_spec

        from starlette.applications import Starlette

        import_module("app")  # makes the screens known
        routes = []
        for names in (("pages.figures.files", "pages.figures.answers", "pages.components.figure_files"),
                      ("pages.api.answers", "pages.components.machine")):  # fmt: skip
            name = next(name for name in names if find_spec(name.rpartition(".")[0]) and find_spec(name))
            routes += import_module(name).routes()
        kept.append(Starlette(routes=routes))
    return kept[0]


async def _asked(path: str) -> tuple[int, dict[str, str], str]:
    """Ask the routes for an address, as a browser would; give status, headers and text."""
    place, _question, query = path.partition("?")
    scope = {
        "type": "http", "method": "GET", "path": place, "raw_path": place.encode(), "query_string": query.encode(),
        "headers": [(b"host", b"dashboard.example")], "scheme": "https", "server": ("dashboard.example", 443),
        "http_version": "1.1", "root_path": "",
    }  # fmt: skip
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        await asyncio.Event().wait()  # nobody hangs up before the answer is there
        raise RuntimeError("expected no message after the question")

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await _routed()(scope, receive, send)
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(part.get("body", b"") for part in sent[1:]).decode()


if __name__ == "__main__":
    main()
