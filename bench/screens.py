"""Every screen against a bare Streamlit page of the same kind, and a cold load against hello-world, in one run.

``python bench/screens.py --home var`` reads what each screen sends (``bench/sessions.py``), lets a bare Streamlit
script send exactly that again without computing anything, and changes one choice back and forth in both, in
alternating blocks in Chromium. Time runs from the click to the last change of the page. Bars: interaction 1.5 times the
bare page, cold load 2 times hello-world. The map screen is measured until its map is drawn, by
``bench/map_interaction.py``.
"""

import argparse
import asyncio
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.load import server_command, wait
from bench.sessions import Visitor

OURS, BARE = 8654, 8655
ROUNDS, CHANGES, LOADS = 2, 4, 4
FLAGS = ("--headless=new", "--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
SCREENS = {
    "overzicht": ("", "jaar"),
    "regioprofiel": ("niveau=elz&gebied=elz2-1", "jaar"),
    "vergelijken": ("", "jaar"),
    "evolutie": ("", "cijfer"),
    "praktijken": ("", "jaar"),
    "capaciteit": ("", "jaar"),
}
"""Screen to the address it begins with and the choice that is changed."""

_STATIC = "/app/static"
"""Where Streamlit serves the files beside the bare script."""

BARE_PAGE = """
import json
import streamlit as st
st.set_page_config(layout="wide")
@st.cache_data
def recorded(name):
    return json.load(open({folder!r} + "/" + name + ".json"))
name = st.query_params.get("screen", "hello")
if name == "hello":
    st.write("Hello world")
else:
    page = recorded(name)
    choice = st.selectbox("Keuze", page["options"])
    for kind, content in page["pages"][page["options"].index(choice)]:
        if kind == "html":
            st.html(content)
        elif kind == "plotly_chart":
            st.plotly_chart(content, theme=None)
        else:
            st.selectbox(content[0], content[1], key=content[2], index=None)
"""
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


async def record(address: str, folder: Path) -> dict[str, tuple[str, list[str]]]:
    """Write down what each screen sends for two options of its choice; give label and options per screen."""
    found = {}
    for name, (query, control) in SCREENS.items():
        visitor = await Visitor.arrive(address, name, query)
        held = visitor.controls[control]
        now = visitor.chosen[held.id]
        options = [now, next(option for option in held.options if option != now)]
        pages = [_contents(visitor)]
        await visitor.choose(control, options[1])
        pages.append(_contents(visitor))
        text = json.dumps({"options": options, "pages": pages}).replace('"/layers/', f'"{_STATIC}/')
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
        found[name] = (held.label, options)
        await visitor.leave()
    return found


def _contents(visitor: Visitor) -> list[tuple[str, Any]]:
    contents: list[tuple[str, Any]] = []
    for element in visitor.elements:
        kind = element.WhichOneof("type")
        if kind == "html":
            contents.append((kind, element.html.body))
        elif kind == "plotly_chart":
            contents.append((kind, json.loads(element.plotly_chart.spec)))
        elif kind == "selectbox" and element.selectbox.options:
            control = element.selectbox
            contents.append((kind, (control.label or "-", list(control.options), control.id.removeprefix("$$"))))
    return contents


def copy_layers(address: str, folder: Path, pages: Path) -> None:
    """Put the layers that the recorded charts draw beside the bare page."""
    for path in pages.glob("*.json"):
        for piece in path.read_text(encoding="utf-8").split(f'"{_STATIC}/')[1:]:
            name = piece.partition('"')[0]
            target = folder / "static" / name
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                with urlopen(f"http://{address}/layers/{quote(name)}") as answer:
                    target.write_bytes(answer.read())


def changes(page: Page, address: str, label: str, options: list[str]) -> list[float]:
    """Change a choice back and forth; milliseconds from the click to the last change, the first left out."""
    page.goto(address)
    page.wait_for_function(DRAWN, arg=".zc-source", timeout=60_000)
    page.wait_for_timeout(2500)
    spent = []
    for turn in range(CHANGES + 1):
        page.keyboard.press("Escape")
        page.get_by_role("combobox", name=label, exact=True).first.click()
        option = page.get_by_role("option", name=options[(turn + 1) % 2], exact=True).first
        option.wait_for()
        page.evaluate(WATCH)
        option.click()
        page.wait_for_function("window.result !== null", timeout=30_000)
        spent.append(float(page.evaluate("window.result")))
    return spent[1:]


def cold(browser: Browser, address: str, mark: str) -> float:
    """Load a page with an empty cache and give the milliseconds until it is complete."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(address, wait_until="commit")
    page.wait_for_function(DRAWN, arg=mark, timeout=60_000)
    spent = float(page.evaluate("performance.now()"))
    context.close()
    return spent


def measure(ours: str, bare: str, found: dict[str, tuple[str, list[str]]]) -> None:
    """Alternate between both servers, so that a busy machine slows both."""
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        loads: dict[str, list[float]] = {"hello-world": [], "overzicht": [], "kaart": []}
        for _round in range(LOADS + 1):
            loads["hello-world"].append(cold(browser, f"http://{bare}/?screen=hello", "[data-testid=stMarkdown]"))
            for name in ("overzicht", "kaart"):
                loads[name].append(cold(browser, f"http://{ours}/{name}", ".zc-source"))
        hello = statistics.median(loads["hello-world"][1:])
        for name, times in loads.items():
            middle = statistics.median(times[1:])
            print(f"cold load  {name:13} median {middle:6.0f} ms  ratio {middle / hello:.2f}", flush=True)
        for name, (label, options) in found.items():
            spent: dict[str, list[float]] = {"ours": [], "bare": []}
            for _round in range(ROUNDS):
                for whose in spent:
                    context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
                    address = f"http://{ours}/{name}?{SCREENS[name][0]}"
                    if whose == "bare":
                        address, label_now = f"http://{bare}/?screen={name}", "Keuze"
                    else:
                        label_now = label
                    spent[whose] += changes(context.new_page(), address, label_now, options)
                    context.close()
            middle, beside = statistics.median(spent["ours"]), statistics.median(spent["bare"])
            print(
                f"interaction {name:13} {middle:6.0f} ms, bare page {beside:6.0f} ms  ratio {middle / beside:.2f}",
                flush=True,
            )
        browser.close()


def main() -> None:
    """Start both servers, record, measure, stop them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, default=Path("var"))
    home = parser.parse_args().home.resolve()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": {**os.environ}}
    servers = [subprocess.Popen(server_command(home, OURS), **quiet)]  # type: ignore[call-overload] # as keywords
    try:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            wait(OURS)
            found = asyncio.run(record(f"127.0.0.1:{OURS}", folder))
            copy_layers(f"127.0.0.1:{OURS}", folder, folder)
            (folder / "bare.py").write_text(BARE_PAGE.format(folder=name), encoding="utf-8")
            flags = ["--server.headless=true", "--server.enableStaticServing=true", f"--server.port={BARE}"]
            command = [sys.executable, "-m", "streamlit", "run", str(folder / "bare.py"), *flags]
            servers.append(subprocess.Popen(command, **quiet))  # type: ignore[call-overload] # as keywords
            wait(BARE)
            measure(f"127.0.0.1:{OURS}", f"127.0.0.1:{BARE}", found)
    finally:
        for server in servers:
            server.terminate()


if __name__ == "__main__":
    main()
