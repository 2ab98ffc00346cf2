"""Every screen against a bare Streamlit page of the same kind, and a cold load against hello-world, in one run.

``python bench/screens.py --home var`` reads what each screen sends (``bench/sessions.py``), lets a bare Streamlit
script send that again without computing anything (``bench/bare.py``), and changes one choice back and forth in both, in
alternating blocks in Chromium. Time runs from the click to the last change of the page; ``work`` is the processor time
of the page's main thread, which a busy machine hardly changes. Bars: interaction 1.5 times the bare page of the same
kind, cold load 2 times hello-world. The last column is the plain page: only markup, charts and selectboxes. The map
screen is measured until its map is drawn by ``bench/map_interaction.py``.

What the server makes once after a start is awaited before anything is timed: the zip of everything, which the first
visit to the tables begins, keeps a core busy for half a minute and more, and did so during only one of the pages.
"""

import argparse
import asyncio
import re
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

from playwright.sync_api import Browser, Page

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import app
from bench import bare
from bench.browsing import chromium, running, serve_command
from pages.views import downloads, sources
from pages.views.choices import OWN

OURS, BARE = 8654, 8655
EVERYTHING = sources.address_of("current", downloads.EVERYTHING.name)
ROUNDS, CHANGES, LOADS = 2, 4, 4
CHANGED = {
    "overzicht": ("", "jaar"),
    "kaart": ("", "jaar"),
    "regioprofiel": ("niveau=elz&gebied=elz2-1", "jaar"),
    "vergelijken": ("", "jaar"),
    "evolutie": ("", "cijfer"),
    "praktijken": ("", "jaar"),
    "capaciteit": ("", "jaar"),
    "wat-als": ("", "niveau"),
    "tabellen": ("", "niveau"),
    "over-deze-cijfers": ("", "mijn"),
}
"""Screen to the address it begins with and the choice that is changed."""
SCREENS = {
    each.address: CHANGED.get(each.address) or ("", next((choice.name for choice in each.choices), OWN.name))
    for each in app.SCREENS
}
"""The same of every screen; of one that is not described more closely the first choice is changed."""

WATCH = """() => {
  window.result = null;
  let start = performance.now(), last = start, ran = false;
  const app = document.querySelector('[data-testid=stApp]');
  document.addEventListener('pointerdown', () => { start = last = performance.now() }, {once: true, capture: true});
  const look = new MutationObserver((records) => {
    last = performance.now();
    if (records.some((record) => record.attributeName === 'data-test-script-state')) { ran = true }
  });
  look.observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
  const tick = () => {
    const idle = app.getAttribute('data-test-script-state') === 'notRunning';
    const now = performance.now();
    if ((idle && ran && now - last > 500) || now - start > 20000) {
      look.disconnect(); window.result = last - start; return
    }
    setTimeout(tick, 20)
  };
  tick()
}"""
DRAWN = """(mark) => document.querySelector(mark)
  && document.querySelector('[data-testid=stApp]').getAttribute('data-test-script-state') === 'notRunning'"""

QUIET = """() => new Promise((done) => {
  let last = performance.now();
  const look = new MutationObserver(() => { last = performance.now() });
  look.observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
  const tick = () => {
    if (performance.now() - last > 1000) { look.disconnect(); done() } else { setTimeout(tick, 50) }
  };
  tick()
})"""
"""Until nothing of a page has changed for a second: a bare page has no last line of ours to wait for."""

PICTURE_SEEN = "document.querySelector('.zc-source') && document.querySelector('img.zc-vooraf')?.naturalWidth > 0"
MAP_LOADED = "document.querySelector('.js-plotly-plot')?._fullLayout?.map?._subplot?.map?.loaded()"


async def record(address: str, folder: Path, names: Sequence[str]) -> dict[str, tuple[str, list[str]]]:
    """Write down what each screen sends for two options of its choice; give label and options per screen."""
    found = {}
    for name in names:
        query, control = SCREENS[name]
        label, options, kinds = await bare.record(address, name, query, control, folder)
        print(f"sent       {name:17} {kinds}", flush=True)
        found[name] = (label, options)
    return found


def copy_layers(address: str, folder: Path, pages: Path) -> None:
    """Put the layers that the recorded charts draw beside the bare page."""
    for path in pages.glob("*.json"):
        for piece in path.read_text(encoding="utf-8").split(f"{bare.STATIC}/")[1:]:
            name = re.split(r'[\\"]', piece, maxsplit=1)[0]
            target = folder / "static" / name
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                with urlopen(f"http://{address}/layers/{quote(name)}") as answer:
                    target.write_bytes(answer.read())


def changes(page: Page, address: str, label: str, options: list[str]) -> list[tuple[float, float]]:
    """Change a choice back and forth; milliseconds to the last change and of work, the first left out."""
    tool = page.context.new_cdp_session(page)
    tool.send("Performance.enable", {"timeDomain": "threadTicks"})

    def work() -> float:
        found = tool.send("Performance.getMetrics")["metrics"]
        return float(next(1000 * metric["value"] for metric in found if metric["name"] == "TaskDuration"))

    page.goto(address)
    page.wait_for_function(DRAWN, arg=".zc-source", timeout=60_000)
    page.evaluate(QUIET)
    spent = []
    for turn in range(CHANGES + 1):
        page.keyboard.press("Escape")
        page.get_by_role("combobox", name=label, exact=True).first.click()
        option = page.get_by_role("option", name=options[(turn + 1) % 2], exact=True).first
        option.wait_for()
        page.evaluate(WATCH)
        before = work()
        option.click()
        page.wait_for_function("window.result !== null", timeout=30_000)
        spent.append((float(page.evaluate("window.result")), work() - before))
    return spent[1:]


def cold(browser: Browser, address: str, until: str) -> float:
    """Load a page with an empty cache and give the milliseconds until ``until`` holds, by the clock of the page."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    page = context.new_page()
    # The page looks for itself, every few milliseconds: a frame may be late where a map is drawn by the processor.
    page.add_init_script(
        f"(() => {{ const look = setInterval(() => {{ if ({until}) {{"
        " window.complete = performance.now(); clearInterval(look) } }, 5) })()"
    )
    page.goto(address, wait_until="commit")
    page.wait_for_function("window.complete > 0", polling=50, timeout=60_000)
    spent = float(page.evaluate("window.complete"))
    context.close()
    return spent


def measure(ours: str, bare_page: str, found: dict[str, tuple[str, list[str]]], *, loads: int, rounds: int) -> None:
    """Alternate between both servers, so that a busy machine slows both."""
    with chromium() as browser:
        if loads:
            _cold_loads(browser, ours, bare_page, list(found), loads)
        for name, (label, options) in found.items():
            pages = {
                "ours": (f"http://{ours}/{name}?{SCREENS[name][0]}", label),
                "same": (f"http://{bare_page}/?screen={name}&way=same", bare.CHOICE),
                "plain": (f"http://{bare_page}/?screen={name}&way=plain", bare.CHOICE),
            }
            spent: dict[str, list[tuple[float, float]]] = {whose: [] for whose in pages}
            for _round in range(rounds):
                for whose, (address, label_now) in pages.items():
                    context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
                    spent[whose] += changes(context.new_page(), address, label_now, options)
                    context.close()
            (took, work), *others = [
                [statistics.median(column) for column in zip(*times, strict=True)] for times in spent.values()
            ]
            beside = "".join(
                f"   {whose} {time:5.0f} ms, ratio {took / time:.2f} (work {work / other:.2f})"
                for whose, (time, other) in zip(("bare", "plain"), others, strict=True)
            )
            print(f"interaction {name:17} {took:5.0f} ms, work {work:4.0f} ms{beside}", flush=True)


def _cold_loads(browser: Browser, ours: str, bare_page: str, names: Sequence[str], loads: int) -> None:
    """Load pages with an empty cache, the first round left out.

    The map counts with its picture, and again when it is drawn: beside that stands the bare page that draws the same
    map, which is what Streamlit and Plotly take by themselves.
    """
    pages = {"hello-world": (f"http://{bare_page}/?screen=hello", f"({DRAWN})('[data-testid=stMarkdown]')")}
    for name in names:
        pages[name] = (f"http://{ours}/{name}?{SCREENS[name][0]}", f"({DRAWN})('.zc-source')")
    if "kaart" in names:
        pages["kaart, picture"] = (f"http://{ours}/kaart", PICTURE_SEEN)
        pages["kaart, map drawn"] = (f"http://{ours}/kaart", MAP_LOADED)
        pages["bare page, map drawn"] = (f"http://{bare_page}/?screen=kaart&way=same", MAP_LOADED)
    spent: dict[str, list[float]] = {name: [] for name in pages}
    for _round in range(loads + 1):
        for name, (address, until) in pages.items():
            spent[name].append(cold(browser, address, until))
    hello = statistics.median(spent["hello-world"][1:])
    for name, times in spent.items():
        middle = statistics.median(times[1:])
        print(f"cold load   {name:20} {middle:5.0f} ms, ratio {middle / hello:.2f}", flush=True)


def main() -> None:
    """Start both servers, record, measure, stop them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, default=Path("var"))
    parser.add_argument("--screens", nargs="+", choices=list(SCREENS), default=list(SCREENS))
    parser.add_argument("--loads", type=int, default=LOADS, help="cold loads of each page; 0 leaves them out")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="pages of each kind that are opened and changed")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, running(serve_command(given.home, OURS), OURS):
        folder = Path(name)
        if "tabellen" in given.screens:
            print("the zip of everything is made first, minutes on a busy machine", flush=True)
            with urlopen(f"http://127.0.0.1:{OURS}{EVERYTHING}") as answer:
                answer.read()
        found = asyncio.run(record(f"127.0.0.1:{OURS}", folder, given.screens))
        copy_layers(f"127.0.0.1:{OURS}", folder, folder)
        (folder / "bare.py").write_text(bare.SCRIPT.format(folder=name), encoding="utf-8")
        flags = ["--server.headless=true", "--server.enableStaticServing=true", f"--server.port={BARE}"]
        with running([sys.executable, "-m", "streamlit", "run", str(folder / "bare.py"), *flags], BARE):
            measure(f"127.0.0.1:{OURS}", f"127.0.0.1:{BARE}", found, loads=given.loads, rounds=given.rounds)


if __name__ == "__main__":
    main()
