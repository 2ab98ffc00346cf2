"""A poster as an image for slides and mail: the same drawing as points, in the type of the screens.

The letters come from the files in ``fonts/``; nothing of the machine is used, so that every
server draws the same image.
"""

import atexit
import shutil
import tempfile
import threading
from functools import cache
from pathlib import Path

import resvg_py
from fontTools.ttLib import TTFont

from pages.figures import letters

ZOOM = 2.0
"""Points of the image per pixel of the poster: 2400 wide, sharp in print at A4."""

_NAMED = (1, 16)
_lock = threading.Lock()


def rasterise(svg: str) -> bytes:
    """Draw a poster as PNG."""
    with _lock:
        fonts = _fonts()
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        zoom=ZOOM,
        skip_system_fonts=True,
        font_files=list(fonts),
        sans_serif_family=letters.SANS,
        serif_family=letters.SERIF,
        background="#ffffff",
    )


@cache
def _fonts() -> tuple[str, ...]:
    """Unpack the web fonts once per process, under the name by which a poster asks for them."""
    folder = Path(tempfile.mkdtemp(prefix="zorgcapaciteit-type-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = []
    for family, file in letters.FILES.items():
        with TTFont(file) as font:
            font.flavor = None
            for record in font["name"].names:
                if record.nameID in _NAMED:
                    record.string = family
            path = folder / f"{file.stem}.ttf"
            font.save(path)
        made.append(str(path))
    return tuple(made)
