"""Keeps where a reader moved the map to when another choice draws it anew.

Streamlit takes the old map away and puts a new one in its place (decision 18). A script in the page notes the view
that the reader left and gives it to the next map of the same screen; the numbers and colours are the new ones. It
reaches the map through what Plotly keeps on its element, and does nothing where that is not there; without it a new
map shows all of Flanders. The picture that stands in for the first map of a visit (``first_picture``) goes when the map
has drawn, or is moved.
"""

import json

from starlette.requests import Request
from starlette.responses import Response

from geo.figures.area_map import MIDDLE
from pages.shell.screen import known

ADDRESS = "/kept-view.js"
TAG = f'<script src="{ADDRESS}" defer></script>'.encode()

_SCRIPT = """(() => {
const screens = SCREENS;
let kept = null, entered = false;
const mapOf = (plot) => plot._fullLayout?.map?._subplot?.map;
const uncover = () => {
  for (const picture of document.querySelectorAll('img.zc-vooraf')) picture.classList.add('zc-weg');
};
const follow = (plot, tries) => {
  const map = mapOf(plot);
  if (!map || !plot.isConnected) {
    if (tries > 0 && plot.isConnected) setTimeout(() => follow(plot, tries - 1), 50);
    return;
  }
  const screen = location.pathname;
  let moved = false;
  if (kept && kept.screen === screen) {
    // Plotly sets its own view while the map starts, before or after this: the last word comes when the map rests.
    const view = kept.view;
    const place = () => { if (!moved && plot.isConnected) map.jumpTo(view) };
    const away = () => Math.abs(map.getZoom() - view.zoom) > 1e-4
      || Math.abs(map.getCenter().lng - view.center.lng) > 1e-5
      || Math.abs(map.getCenter().lat - view.center.lat) > 1e-5;
    let left = 40;
    place();
    map.once('load', place);
    map.once('idle', place);
    // Plotly fits its own bounds again at every change of size while the page settles, also after the map rested.
    map.on('moveend', () => { if (!moved && left > 0 && away()) { left -= 1; place() } });
  } else kept = null;
  if (kept) uncover();
  else map.once('idle', uncover);
  for (const name of ['pointerdown', 'touchstart', 'dblclick']) {
    plot.addEventListener(name, () => { moved = true; uncover() }, {capture: true, passive: true});
  }
  // The wheel is the page's until a reader enters the map on purpose, and again once the pointer has left it. Plotly
  // takes the wheel also where it does nothing with it, and turns it off again whenever it lays the map out.
  plot.addEventListener('wheel', (event) => {
    if (entered) map.scrollZoom.enable(); else event.stopPropagation();
  }, {capture: true, passive: true});
  plot.addEventListener('pointerdown', () => { entered = true }, {capture: true, passive: true});
  document.addEventListener('pointermove', function leave(event) {
    if (!plot.isConnected) document.removeEventListener('pointermove', leave);
    else if (entered && !event.target.closest?.('.js-plotly-plot')) entered = false;
  }, {passive: true});
  // Plotly's buttons count from the view that it believes in, which is not the one that the bounds made of it.
  plot.addEventListener('click', (event) => {
    const button = event.target.closest?.('.modebar-btn');
    if (!button) return;
    event.stopPropagation();
    const which = [...button.parentNode.children].indexOf(button);
    if (which === 2) { kept = null; map.jumpTo({center: MIDDLE, zoom: 5}) }
    else map.zoomTo(map.getZoom() + (which === 0 ? 0.5 : -0.5));
  }, {capture: true});
  map.on('moveend', () => {
    if (moved && plot.isConnected) kept = {screen, view: {center: map.getCenter(), zoom: map.getZoom()}};
  });
};
const seen = new WeakSet();
new MutationObserver(() => {
  if (!screens.includes(location.pathname)) { kept = null; return }
  for (const plot of document.querySelectorAll('.js-plotly-plot')) {
    if (!seen.has(plot)) { seen.add(plot); follow(plot, 200) }
  }
}).observe(document.documentElement, {subtree: true, childList: true});
})();
"""


def answer(_request: Request) -> Response:
    """Answer with the script, for the screens whose map has a picture before it."""
    screens = json.dumps([f"/{address}" for address, screen in known().items() if screen.first_sight])
    script = _SCRIPT.replace("SCREENS", screens, 1).replace("MIDDLE", json.dumps(MIDDLE), 1)
    return Response(script, media_type="text/javascript", headers={"cache-control": "public, max-age=3600"})
