"""A poster as an image for slides and mail: the same drawing as points, in the type of the screens.

The letters come from the files that Streamlit ships for the browser; nothing of the machine is used, so that every
server draws the same image.
"""

import atexit
import shutil
import tempfile
import threading
from functools import cache
from pathlib import Path

import resvg_py
import streamlit
from fontTools.ttLib import TTFont

ZOOM = 2.0
"""Points of the image per pixel of the poster: 2400 wide, sharp in print at A4."""

_FAMILIES = {"SourceSansVF-Upright": "Source Sans 3", "SourceSerifVariable-Roman": "Source Serif 4"}
"""Start of the name of a font file to the family that a poster asks for."""
_NAMED = (1, 16)
_lock = threading.Lock()


class FontError(RuntimeError):
    """A font file that posters need is not where the screens have it."""


def rasterise(svg: str) -> bytes:
    """Draw a poster as PNG.

    Raises
    ------
    FontError : Streamlit no longer ships the type of the screens; an image without words is not sent.
    """
    with _lock:
        fonts = _fonts()
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        zoom=ZOOM,
        skip_system_fonts=True,
        font_files=list(fonts),
        sans_serif_family="Source Sans 3",
        serif_family="Source Serif 4",
        background="#ffffff",
    )


@cache
def _fonts() -> tuple[str, ...]:
    """Unpack the web fonts once per process, under the name by which a poster asks for them."""
    shipped = Path(streamlit.__file__).parent / "static" / "static" / "media"
    folder = Path(tempfile.mkdtemp(prefix="zorgcapaciteit-type-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = []
    for start, family in _FAMILIES.items():
        found = sorted(shipped.glob(f"{start}*.woff2"))
        if not found:
            raise FontError(
                f"expected a file {start}*.woff2 in {shipped.name} of Streamlit, found none: pin its version"
            )
        with TTFont(found[0]) as font:
            font.flavor = None
            for record in font["name"].names:
                if record.nameID in _NAMED:
                    record.string = family
            path = folder / f"{start}.ttf"
            font.save(path)
        made.append(str(path))
    return tuple(made)
