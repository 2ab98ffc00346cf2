"""Names what a screen will ask of Streamlit's own scripts, so that the browser fetches it while the page still starts.

Streamlit loads the script of an element when the first such element arrives, and then what that script needs: two
rounds more after the numbers are there, and the script of charts weighs almost five megabytes. Without this module, or
where Streamlit keeps its scripts elsewhere, it does just that.
"""

import re
from functools import cache
from pathlib import Path

import streamlit

from pages.shell import insides
from pages.shell.screen import known
from pages.web import charts_after

_HOME = Path(streamlit.__file__).parent / "static"
_SCRIPTS = _HOME / "static" / "js"
_CHART = "PlotlyChart"
_EVERY = ("Html", "Selectbox", "Multiselect", "PageLink")
_ASKS = re.compile(r'(?:\bfrom|\bimport)\s*"\./([\w.-]+\.js)"')


@cache
def links(screen: str) -> bytes:
    """Give the links that belong in the head of the page of a screen; none where Streamlit has no such scripts."""
    declared = known()[screen].scripts if screen in known() else ()
    soon = _closure(_EVERY)
    later = [name for name in _closure(tuple(each for each in declared if each != _CHART)) if name not in soon]
    links = [
        f'<link rel="modulepreload" crossorigin fetchpriority="{haste}" href="./static/js/{name}">'
        for haste, names in (("auto", soon), ("low", later))
        for name in names
    ]
    waiting = [path.name for path in _SCRIPTS.glob("*.js") if charts_after.FIRST.fullmatch(path.name)]
    if _CHART in declared and "charts_after" in insides.used():  # fetched last, and read when it is asked for
        links += [
            f'<link rel="prefetch" as="script" crossorigin href="./static/js/{charts_after.address_of(name)}">'
            for name in waiting
        ]
    return "".join(links).encode()


def _closure(parts: tuple[str, ...]) -> list[str]:
    """Give the scripts of elements and all they import, without those that the page names already."""
    page = (_HOME / "index.html").read_text(encoding="utf-8")
    found: list[str] = []
    wanted = [path.name for part in parts for path in sorted(_SCRIPTS.glob(f"{part}.*.js"))]
    while wanted:
        name = wanted.pop(0)
        if name in found or name in page or not (_SCRIPTS / name).is_file():
            continue
        found.append(name)
        wanted += _ASKS.findall((_SCRIPTS / name).read_text(encoding="utf-8"))
    return found
