"""Streamlit's own scripts and style sheets, compressed once: Streamlit sends them as they are.

The script of charts is 4.7 MB, and 1.4 MB packed. What is not packed yet, or asked for in part, is left to Streamlit.
"""

import gzip
from pathlib import Path

import streamlit
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from pages.components import preloads

_HOME = Path(streamlit.__file__).parent / "static" / "static"
_KINDS = {"js": "text/javascript", "css": "text/css"}
_LEAST = 1024
"""Bytes below which packing gains nothing."""

_HEADERS = {
    "cache-control": "public, immutable, max-age=31536000",  # as Streamlit says: the name changes with the content
    "content-encoding": "gzip",
    "vary": "Accept-Encoding",
}
_made: dict[str, Response] = {}


def prepare() -> int:
    """Pack every script and style sheet, those of the screens first; give the bytes that are kept."""
    first = preloads.links("kaart").decode()
    paths = [path for kind in _KINDS for path in (_HOME / kind).glob(f"*.{kind}") if path.stat().st_size >= _LEAST]
    for path in sorted(paths, key=lambda path: (path.name not in first, path.name)):
        address = f"/static/{path.parent.name}/{path.name}"
        if address not in _made:
            packed = gzip.compress(path.read_bytes(), compresslevel=6, mtime=0)
            _made[address] = Response(packed, media_type=_KINDS[path.parent.name], headers=_HEADERS)
    return sum(len(answer.body) for answer in _made.values())


def answer(scope: Scope) -> Response | None:
    """Give the packed file that a request asks for, None where it is not there or is to be sent otherwise."""
    found = _made.get(scope["path"])
    if found is None or scope["method"] != "GET":
        return None
    given = Request(scope).headers
    return found if "gzip" in given.get("accept-encoding", "") and "range" not in given else None
