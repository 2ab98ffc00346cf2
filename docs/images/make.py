"""Draw the pictures of all screens in this folder: ``make pictures`` on a home with a published release.

Usage: ``python docs/images/make.py HOME``. Every screen once at desk and once at phone width, the part a reader sees
first, in few colours so that the repository stays small.
"""

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

import app
from bench.browsing import MAP_DRAWN, PATIENCE, chromium, serving, settle

HERE = Path(__file__).parent
SIZES = {"": (1280, 900), "-smal": (390, 800)}
SCREENS = {
    "overzicht": "/",
    "kaart": "/kaart?cijfer=P01&niveau=elz",
    "regioprofiel": "/regioprofiel?niveau=elz&gebied={zone}",
    "vergelijken": "/vergelijken?cijfer=P01&niveau=elz&gebied={zone}",
    "evolutie": "/evolutie?cijfer=A05&niveau=elz&gebied={zone}",
    "praktijken": "/praktijken",
    "capaciteit": "/capaciteit?niveau=elz&gebied={zone}",
    "wat-als": "/wat-als?niveau=elz&gebied={zone}",
    "tabellen": "/tabellen?cijfers=P01",
    "over-deze-cijfers": "/over-deze-cijfers",
}
MAPS = ("kaart", "praktijken")
ZONE = "elz45"
COLOURS = 96


def picture(page: Page, address: str, file: Path) -> None:
    """Open a screen and keep what stands above the fold."""
    page.goto(address)
    if file.name.startswith(MAPS):
        page.wait_for_function(MAP_DRAWN, timeout=PATIENCE)
    settle(page)
    with Image.open(io.BytesIO(page.screenshot())) as image:
        image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)


def main(home: Path) -> None:
    """Draw all pictures."""
    with serving(home) as server, chromium() as browser:
        for suffix, (width, height) in SIZES.items():
            page = browser.new_page(bypass_csp=True, viewport={"width": width, "height": height})
            for name in (each.address for each in app.SCREENS):
                picture(page, server + SCREENS.get(name, f"/{name}").format(zone=ZONE), HERE / f"{name}{suffix}.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
