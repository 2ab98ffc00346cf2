"""Redraw of the map screen against a bare Streamlit page that redraws the same areas.

``python bench/map_interaction.py --home var`` starts both on loopback, changes the year in each a few times in
alternating blocks, and prints the ratio of the median times from the choice to the drawn map.
"""

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.browsing import chromium, running, serve_command, settle
from data import releases

MAP = ".js-plotly-plot"
OURS, BARE = 8651, 8652
ROUNDS, CHANGES = 3, 7
BARE_PAGE = """
import json
import plotly.graph_objects as go
import streamlit as st
st.set_page_config(layout="wide")
@st.cache_data
def layer():
    return json.load(open({path!r}))
areas = [feature["properties"]["area"] for feature in layer()["features"]]
year = st.selectbox("Jaar", ["2024", "2025", "2026"])
values = [(number * 37 + int(year)) % 97 for number in range(len(areas))]
figure = go.Figure(go.Choroplethmap(geojson=layer(), featureidkey="properties.area", locations=areas, z=values))
figure.update_layout(map={{"style": "white-bg", "center": {{"lon": 4.23, "lat": 51.07}}, "zoom": 7}}, height=520)
st.plotly_chart(figure, key="map", on_select="rerun", selection_mode="points")
"""
WATCH = """() => {
  window.result = null;
  const old = document.querySelector('.js-plotly-plot')._fullLayout.map._subplot;
  let start = performance.now();
  document.addEventListener('pointerdown', () => { start = performance.now() }, {once: true, capture: true});
  const tick = () => {
    const plot = document.querySelector('.js-plotly-plot');
    const map = plot && plot._fullLayout && plot._fullLayout.map && plot._fullLayout.map._subplot;
    const drawn = map && map !== old && map.map && map.map.loaded()
      && map.map.getStyle().layers.some(layer => layer.id.startsWith('plotly-trace'));
    if (drawn || performance.now() - start > 20000) { window.result = performance.now() - start; return }
    requestAnimationFrame(tick)
  };
  tick()
}"""


def changes(page: Page, address: str) -> list[float]:
    """Change the year back and forth and give the milliseconds of each redraw, the first two left out."""
    page.goto(address)
    page.wait_for_function(
        "document.querySelector('.js-plotly-plot')?._fullLayout?.map?._subplot?.map?.loaded()", timeout=60_000
    )
    settle(page, MAP)
    spent = []
    for turn in range(CHANGES + 2):
        page.get_by_role("combobox", name="Jaar").first.click()
        option = page.get_by_role("option", name=("2026", "2025")[turn % 2])
        option.wait_for()
        page.evaluate(WATCH)
        option.click()
        page.wait_for_function("window.result !== null", timeout=30_000)
        spent.append(float(page.evaluate("window.result")))
        settle(page, MAP)
    return spent[2:]


def main() -> None:
    """Start both servers, measure, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, default=Path("var"))
    home = parser.parse_args().home.resolve()
    with releases.open_release(home) as release:
        layer = str(release.layer_path("gemeente"))
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE_PAGE.format(path=layer), encoding="utf-8")
        flags = [f"--server.port={BARE}", "--server.headless=true"]
        command = [sys.executable, "-m", "streamlit", "run", str(bare), *flags]
        with running(command, BARE), running(serve_command(home, OURS), OURS):
            measure()


def measure() -> None:
    """Alternate between both pages, so that a busy machine slows both."""
    addresses = {
        "bare page": f"http://127.0.0.1:{BARE}",
        "map screen": f"http://127.0.0.1:{OURS}/kaart?cijfer=P01&niveau=gemeente&jaar=2025",
    }
    spent: dict[str, list[float]] = {name: [] for name in addresses}
    with chromium() as browser:
        for _ in range(ROUNDS):
            for name, address in addresses.items():
                context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
                spent[name] += changes(context.new_page(), address)
                context.close()
    for name, times in spent.items():
        print(f"{name:12} median {statistics.median(times):6.0f} ms, fastest {min(times):6.0f} ms")
    print(f"ratio of medians {statistics.median(spent['map screen']) / statistics.median(spent['bare page']):.2f}")


if __name__ == "__main__":
    main()
