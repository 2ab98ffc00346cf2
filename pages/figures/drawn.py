"""The task of drawing an image, for a process that loads this module and no other of ours."""

import resvg_py

ZOOM = 2.0
"""Points of the image per pixel of the poster: 2400 wide, sharp in print at A4."""


def png(svg: str, fonts: tuple[str, ...], sans: str, serif: str) -> bytes:
    """Draw SVG as PNG with the letters of these font files and of no other."""
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        zoom=ZOOM,
        skip_system_fonts=True,
        font_files=list(fonts),
        sans_serif_family=sans,
        serif_family=serif,
        background="#ffffff",
    )
