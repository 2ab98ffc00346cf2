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

from fontTools.ttLib import TTFont

from pages.figures import apart, drawn, letters

_NAMED = (1, 16)
_lock = threading.Lock()


def rasterise(svg: str) -> bytes:
    """Draw a poster as PNG.

    Raises
    ------
    BusyError : it took too long.
    """
    with _lock:
        fonts = _fonts()
    return apart.run(drawn.png, svg, fonts, letters.SANS, letters.SERIF)


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
