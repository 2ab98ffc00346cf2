"""Streamlit's own scripts and style sheets, sent from memory and compressed once.

Streamlit sends them as they are, and reads each of some eighty that a screen asks for from its file. The script of
charts is 4.7 MB, and 1.4 MB packed. What is not packed yet, or asked for in part, is left to Streamlit.
"""

import gzip
from pathlib import Path

import streamlit
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from pages.shell.screen import known
from pages.web import charts_after, preloads

_HOME = Path(streamlit.__file__).parent / "static" / "static"
_KINDS = {"js": "text/javascript", "css": "text/css"}
_HEADERS = {
    "cache-control": "public, immutable, max-age=31536000",  # as Streamlit says: the name changes with the content
    "content-encoding": "gzip",
    "vary": "Accept-Encoding",
}
_OWN = {**_HEADERS, "cache-control": "public, max-age=3600"}
_made: dict[str, Response] = {}


def prepare() -> int:
    """Pack every script and style sheet, those of the screens first; give the bytes that are kept."""
    first = b"".join(preloads.links(screen) for screen in known()).decode()
    paths = [path for kind in _KINDS for path in (_HOME / kind).glob(f"*.{kind}")]
    for path in sorted(paths, key=lambda path: (path.name not in first, path.name)):
        place, content = f"/static/{path.parent.name}", path.read_bytes()
        if f"{place}/{path.name}" in _made:
            continue
        waiting = charts_after.waiting(path.name, content.decode()) if path.suffix == ".js" else None
        _made[f"{place}/{path.name if waiting is None else charts_after.address_of(path.name)}"] = _answer(
            content, path.parent.name, _HEADERS
        )
        if waiting is not None:
            _made[f"{place}/{path.name}"] = _answer(waiting.encode(), path.parent.name, _OWN)
    return sum(len(answer.body) for answer in _made.values())


def _answer(content: bytes, kind: str, headers: dict[str, str]) -> Response:
    return Response(gzip.compress(content, compresslevel=6, mtime=0), media_type=_KINDS[kind], headers=headers)


def answer(scope: Scope) -> Response | None:
    """Give the packed file that a request asks for, None where it is not there or is to be sent otherwise."""
    found = _made.get(scope["path"])
    if found is None or scope["method"] != "GET":
        return None
    given = Request(scope).headers
    return found if "gzip" in given.get("accept-encoding", "") and "range" not in given else None
