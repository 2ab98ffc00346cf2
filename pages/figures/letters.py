"""The letters of a figure, in the figure itself: without them it would look different on every machine.

Three faces are cut once per process from the Source Sans and Source Serif of Adobe (SIL Open Font License) that stand
in ``fonts/``, down to European letters and one weight each. A figure takes only the letters it writes.
"""

import re
from base64 import b64encode
from functools import cache, lru_cache
from html import unescape
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

SANS, SERIF = "Source Sans 3", "Source Serif 4"
"""Families as figures name them."""
FACES = ((SANS, 400), (SANS, 600), (SERIF, 600))
"""Family and weight of the faces that figures use."""
LETTERS = (
    *range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2015), 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026,
    0x2030, 0x2032, 0x2033, 0x20AC, 0x2190, 0x2192, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265,
)  # fmt: skip
"""Code points of the faces; a figure that writes another one leaves it to the machine."""
FOLDER = Path(__file__).parent / "fonts"
FILES = {family: FOLDER / name for family, name in ((SANS, "SourceSans3.woff2"), (SERIF, "SourceSerif4.woff2"))}
"""The file of a family, in all weights; ``fonts/OFL.txt`` is its licence."""

_WRITTEN = re.compile(r"<text([^>]*)>([^<]*)</text>")
_FAMILY = re.compile(r"font-family=\"'([^']+)'")
_WEIGHT = re.compile(r'font-weight="(\d+)"')
_KEPT_NAMES = [0, 13, 14]  # the copyright and the license; the reserved name of the family goes


def embedded(svg: str) -> str:
    """Put the letters that a figure writes into it.

    Parameters
    ----------
    svg : a figure of ``geo.figures.poster.frame``.

    Returns
    -------
    The same figure, with a style element before everything that is drawn.
    """
    # Swapped: who prints before the letters are read gets others, not none.
    rules = "".join(
        f"@font-face{{font-family:'{family}';font-weight:{weight};src:url(data:font/woff2;base64,"
        f"{_letters(family, weight, signs)}) format('woff2');font-display:swap}}"
        for (family, weight), signs in sorted(used(svg).items())
        if (family, weight) in FACES
    )
    return svg.replace("<defs>", f"<style>{rules}</style><defs>", 1)


def used(svg: str) -> dict[tuple[str, int], str]:
    """Give the signs that a figure writes in each family and weight, sorted."""
    found: dict[tuple[str, int], set[str]] = {}
    for given, text in _WRITTEN.findall(svg):
        family, weight = _FAMILY.search(given), _WEIGHT.search(given)
        if family is not None:
            face = family[1], int(weight[1]) if weight else 400
            found.setdefault(face, set()).update(unescape(text))
    return {face: "".join(sorted(signs)) for face, signs in found.items()}


@lru_cache(maxsize=256)
def _letters(family: str, weight: int, signs: str) -> str:
    """Cut a face down to some signs; base64 of WOFF2."""
    with TTFont(BytesIO(face(family, weight)), recalcTimestamp=False) as font:
        cutter = Subsetter(_options())
        cutter.populate(text=signs)
        cutter.subset(font)
        return b64encode(_packed(font)).decode()


def _options() -> Options:
    options = Options()
    options.name_IDs = _KEPT_NAMES
    options.layout_features = ["kern", "ccmp", "mark", "mkmk"]
    options.hinting = False
    options.bidi_closure = False
    options.notdef_outline = True
    return options


def _packed(font: TTFont) -> bytes:
    font.flavor = "woff2"
    out = BytesIO()
    font.save(out)
    return out.getvalue()


@cache
def face(family: str, weight: int) -> bytes:
    """Cut one weight of a family down to European letters; WOFF2. Takes about a second, once per process."""
    with TTFont(FILES[family], recalcTimestamp=False) as font:
        cutter = Subsetter(_options())
        cutter.populate(unicodes=LETTERS)
        cutter.subset(font)
        axes = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
        still = instancer.instantiateVariableFont(font, axes | {"wght": weight})
        still["name"].names = [each for each in still["name"].names if each.nameID in _KEPT_NAMES]
        del still["STAT"]
        return _packed(still)
