"""The words that Streamlit and the map bring along in English, said in Dutch: names of buttons for a screen reader.

Neither offers translations, so a small script in the page renames them as they appear. It is sent with a Dutch page
only; without it those words stay English. Words that a reader sees in a list that is empty are replaced by style
sheets (``streamlit_2_controls.css``).
"""

import json

from starlette.requests import Request
from starlette.responses import Response

from pages.words import language
from pages.words.language import gettext as _
from pages.words.language import mark

ADDRESS = "/labels.js"
WORDS = {
    "Sidebar": mark("Menu met schermen"),
    "Collapse sidebar": mark("Menu sluiten"),
    "Expand sidebar": mark("Menu openen"),
    "Main menu": mark("Instellingen"),
    "Choose an option": mark("Kies"),
    "Map": mark("Kaart met gebieden"),
    "Toggle attribution": mark("Bronvermelding van de kaart"),
    "Selected values": mark("Gekozen"),
    "Clear all": mark("Alles wissen"),
    "Clear value": mark("Wissen"),
    "Copy to clipboard": mark("Kopieer"),
    "Close": mark("Sluiten"),
    "Zoom in": mark("Groter"),
    "Zoom out": mark("Kleiner"),
    "Reset view": mark("Heel Vlaanderen"),
}
BUTTON_WORDS = {"Open": mark("Lijst openen")}
"""Words that may also be ours elsewhere: renamed on buttons only."""
REMOVE = ("Remove ", mark("Verwijder {what}"))
"""The start of the name of a button that takes a choice away, and ours with the choice in it."""

_SCRIPT = """(() => {
const words = %s, buttons = %s, [start, remove] = %s;
const names = ['aria-label', 'title', 'placeholder', 'data-title'];
const rename = (element) => {
  for (const name of names) {
    const now = element.getAttribute(name);
    if (now === null) continue;
    const button = element.tagName === 'BUTTON';
    const next = words[now] ?? (button ? buttons[now] : undefined)
      ?? (now.startsWith(start) ? remove.replace('{what}', () => now.slice(start.length)) : undefined);
    if (next !== undefined && next !== now) element.setAttribute(name, next);
  }
};
const all = (node) => {
  if (node.nodeType !== 1) return;
  rename(node);
  node.querySelectorAll('[aria-label],[title],[placeholder],[data-title]').forEach(rename);
};
new MutationObserver((records) => {
  for (const record of records) {
    if (record.type === 'attributes') rename(record.target); else record.addedNodes.forEach(all);
  }
}).observe(document.documentElement, {subtree: true, childList: true, attributes: true, attributeFilter: names});
all(document.documentElement);
})();
"""


def tag(spoken: str) -> str:
    """Write the element that loads the script; nothing in English, where every word is right as it comes."""
    return "" if spoken == "en" else f'<script src="{ADDRESS}" defer></script>'


def answer(_request: Request) -> Response:
    """Answer with the script, in Dutch."""
    language.use("nl")
    told = [
        {word: _(text) for word, text in WORDS.items()},
        {word: _(text) for word, text in BUTTON_WORDS.items()},
        [REMOVE[0], _(REMOVE[1])],
    ]
    text = _SCRIPT % tuple(json.dumps(part, ensure_ascii=False) for part in told)
    return Response(text, media_type="text/javascript", headers={"cache-control": "public, max-age=3600"})
