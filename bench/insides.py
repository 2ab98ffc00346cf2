"""What each module that leans on an inside buys of a cold load, in milliseconds.

``python bench/insides.py --home var`` serves the same release once with everything on, once without each module, and
once with all off, and loads pages with an empty cache, the servers in another order in each
round. Printed: median and quartiles of the load, and of the difference to the load of the same round with everything
on. A module whose median difference stays under 100 ms is to be deleted. Needs a quiet machine: look at the quartiles.
"""

import argparse
import random
import statistics
import sys
from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.browsing import chromium, running, serve_command
from bench.screens import DRAWN, MAP_LOADED, PICTURE_SEEN, cold
from pages.shell import insides

FIRST_PORT = 8660
SPEED = ("charts_after", "first_picture")
NUMBERS = f"({DRAWN})('.zc-source')"
PAGES = {
    "overzicht": ("/", NUMBERS),
    "kaart": ("/kaart", NUMBERS),
    "kaart, first sight of a map": ("/kaart", f"({PICTURE_SEEN}) || ({MAP_LOADED})"),
    "vergelijken": ("/vergelijken", NUMBERS),
}


def settings() -> dict[str, str]:
    """Give what is compared: a name to the value of the setting; the first has everything on."""
    every = set(insides.NAMES)
    without = {f"without {name}": ",".join(sorted(every - {name})) for name in SPEED}
    return {"all on": ",".join(sorted(every)), **without, "all off": "off"}


def quartiles(times: list[float]) -> str:
    """Write the median and the quartiles."""
    low, middle, high = statistics.quantiles(times, n=4) if len(times) > 1 else (times[0],) * 3
    return f"{middle:6.0f} ms ({low:.0f} to {high:.0f})"


def main() -> None:
    """Start the servers, load in turn, print, stop them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, default=Path("var"))
    parser.add_argument("--rounds", type=int, default=12)
    given = parser.parse_args()
    ports = {name: FIRST_PORT + place for place, name in enumerate(settings())}
    spent: dict[tuple[str, str], list[float]] = defaultdict(list)
    with ExitStack() as stack:
        for name, value in settings().items():
            command = serve_command(given.home, ports[name])
            stack.enter_context(running(command, ports[name], **{insides.VARIABLE: value}))
        browser = stack.enter_context(chromium())
        for turn in range(given.rounds + 1):
            for page, (address, until) in PAGES.items():
                for name in random.sample(list(ports), len(ports)):
                    took = cold(browser, f"http://127.0.0.1:{ports[name]}{address}", until)
                    if turn:  # the first round warms the servers
                        spent[page, name].append(took)
    for page in PAGES:
        first = spent[page, "all on"]
        for name in ports:
            bought = [off - on for off, on in zip(spent[page, name], first, strict=True)]
            beside = "" if name == "all on" else f"   buys {quartiles(bought)}"
            print(f"{page:28} {name:24} {quartiles(spent[page, name])}{beside}", flush=True)


if __name__ == "__main__":
    main()
