"""Bare Streamlit pages of the same kind as a screen: what the screen sends, sent again without computing anything.

``record`` writes down what a screen sends for two options of one choice; ``SCRIPT`` sends it again, in two ways.

``same``
    Every element of the screen in its place: the same containers, popovers, buttons, page links, code boxes, charts,
    markup and controls, each made by the ordinary Streamlit call with nothing but its content. Of Streamlit's own
    options only those stay that make it another element: a horizontal container, a pill instead of a segment, a chart
    that can be clicked, a label that is read, and what is chosen to begin with. Left out are our style sheet, the
    alignment, gap and width of containers, what stands in the address, setting controls, and translating, counting or
    drawing of whatever kind. A page link leads to a fixed address.
``plain``
    Only markup, charts and selectboxes, one under the other, our style sheet among the markup.

Both answer the changed choice from what was recorded, read from disk once. Nothing in them waits.
"""

import json
from pathlib import Path
from typing import Any

from streamlit.proto.Block_pb2 import Block
from streamlit.proto.ButtonGroup_pb2 import ButtonGroup
from streamlit.proto.Checkbox_pb2 import Checkbox
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.LabelVisibility_pb2 import LabelVisibility

from bench.sessions import Visitor

CHOICE = "Keuze"
"""What the changed choice is called on a bare page."""

STATIC = "/app/static"
"""Where Streamlit serves the files beside the bare script."""

SCRIPT = """
import json
import streamlit as st
st.set_page_config(layout="wide")
@st.cache_resource
def recorded(name):
    return json.load(open({folder!r} + "/" + name + ".json"))
def draw(parent, kind, content):
    if kind == "block":
        make, options, children = content
        block = getattr(parent, make)(**options)
        for child in children:
            draw(block, *child)
    else:
        parts, options = content
        getattr(parent, kind)(*parts, **options)
name = st.query_params.get("screen", "hello")
if name == "hello":
    st.write("Hello world")
else:
    page = recorded(name)
    way = page[st.query_params["way"]]
    state = st.session_state.get("choice", page["options"][0])
    if st.query_params["way"] == "plain":
        state = st.selectbox("Keuze", page["options"])
    now = way[page["options"].index(state)]
    for child in now["main"]:
        draw(st, *child)
    for child in now["sidebar"]:
        draw(st.sidebar, *child)
"""

Drawn = tuple[str, Any]
"""Name of a Streamlit call and its arguments."""


async def record(address: str, name: str, query: str, control: str, folder: Path) -> tuple[str, list[str], str]:
    """Write what a screen sends for two options of a choice to ``folder/NAME.json``.

    Returns
    -------
    Label of the choice, the two options, and the kinds of elements that are sent, with how many of each.
    """
    visitor = await Visitor.arrive(address, name, query)
    held = visitor.controls[control]
    now = visitor.chosen.get(held.id, held.options[0])
    options = [now, next(option for option in held.options if option != now)]
    if held.id not in visitor.chosen:
        await visitor.choose(control, now)
    pages = [visitor.drawn]
    await visitor.choose(control, options[1])
    pages.append(visitor.drawn)
    await visitor.leave()
    whole = {
        "options": options,
        "same": [_same(page, held.id, options, _chosen(pages[0])) for page in pages],
        "plain": [_plain(page) for page in pages],
    }
    text = json.dumps(whole).replace('"/layers/', f'"{STATIC}/')
    (folder / f"{name}.json").write_text(text, encoding="utf-8")
    counts: dict[str, int] = {}
    for part in pages[1].values():
        kind = str(part.WhichOneof("type")) if isinstance(part, Element) else "block"
        counts[kind] = counts.get(kind, 0) + 1
    return held.label, options, ", ".join(f"{number} {kind}" for kind, number in sorted(counts.items()))


def _chosen(page: dict[tuple[int, ...], Element | Block]) -> dict[str, list[str]]:
    """Give what each control of a first page begins with; later pages need not say it again."""
    held: dict[str, list[str]] = {}
    for part in page.values():
        kind = part.WhichOneof("type") if isinstance(part, Element) else None
        if kind == "multiselect":
            held[part.multiselect.id] = list(part.multiselect.raw_values)
        elif kind == "selectbox" and part.selectbox.raw_value:
            held[part.selectbox.id] = [part.selectbox.raw_value]
    return held


def _same(
    page: dict[tuple[int, ...], Element | Block], changed: str, options: list[str], chosen: dict[str, list[str]]
) -> dict[str, list[Drawn]]:
    """Give the calls that draw a page again, nested as its blocks are."""
    top: dict[str, list[Drawn]] = {"main": [], "sidebar": []}
    inside: dict[tuple[int, ...], list[Drawn]] = {(0,): top["main"], (1,): top["sidebar"]}
    for path in sorted(page):
        part = page[path]
        if path[:-1] not in inside:
            continue  # beside the page: our style sheet
        if isinstance(part, Element):
            inside[path[:-1]].append(_element(part, changed, options, chosen))
        else:
            make, given = _block(part)
            inside[path] = []
            inside[path[:-1]].append(("block", (make, given, inside[path])))
    return top


def _block(block: Block) -> tuple[str, dict[str, Any]]:
    kind = block.WhichOneof("type")
    if kind == "popover":
        return "popover", {"label": block.popover.label}
    if kind != "flex_container":
        raise ValueError(f"a screen sends a block that the bare page does not know: {kind}")
    lies = block.flex_container.direction == Block.FlexContainer.Direction.HORIZONTAL
    return "container", {"horizontal": lies}


def _element(element: Element, changed: str, options: list[str], chosen: dict[str, list[str]]) -> Drawn:
    """Give the call that draws an element again."""
    kind = str(element.WhichOneof("type"))
    sent = getattr(element, kind)
    key = str(getattr(sent, "id", "")).removeprefix("$$")
    if kind == "html":
        return kind, ([sent.body], {})
    if kind == "plotly_chart":
        clicks = {"key": key, "on_select": "rerun", "selection_mode": "points"} if sent.id else {}
        return kind, ([json.loads(sent.spec)], {"theme": None, "config": json.loads(sent.config or "{}"), **clicks})
    if kind == "code":
        return kind, ([sent.code_text], {"language": None, "wrap_lines": True})
    if kind == "page_link":
        return kind, (["https://example.invalid/"], {"label": sent.label})
    if kind == "selectbox" and sent.id == changed:
        whole = list(sent.options)
        return kind, ([CHOICE, whole], {"key": "choice", "index": whole.index(options[0])})
    if kind in ("selectbox", "multiselect"):
        begins: dict[str, Any] = {} if kind == "multiselect" or sent.HasField("default") else {"index": None}
        held = [option for option in chosen.get(sent.id, []) if option in sent.options]
        if held:
            begins = {"default": held} if kind == "multiselect" else {"index": list(sent.options).index(held[0])}
        read = sent.label_visibility.value == LabelVisibility.LabelVisibilityOptions.VISIBLE
        begins["label_visibility"] = "visible" if read else "collapsed"
        return kind, ([sent.label, list(sent.options)], {"key": key, **begins})
    if kind == "button_group":
        make = "pills" if sent.style == ButtonGroup.Style.PILLS else "segmented_control"
        return make, ([sent.label, [option.content for option in sent.options]], {"key": key})
    if kind == "checkbox":
        make = "toggle" if sent.type == Checkbox.StyleType.TOGGLE else "checkbox"
        return make, ([sent.label], {"key": key})
    if kind == "download_button":
        return kind, ([sent.label, ""], {"key": key})
    if kind in ("text_input", "button", "number_input"):
        return kind, ([sent.label], {"key": key})
    raise ValueError(f"a screen sends an element that the bare page does not know: {kind}")


def _plain(page: dict[tuple[int, ...], Element | Block]) -> dict[str, list[Drawn]]:
    """Give the calls that draw only markup, charts and selectboxes."""
    calls: list[Drawn] = []
    for path in sorted(page):
        part = page[path]
        if not isinstance(part, Element):
            continue
        kind = part.WhichOneof("type")
        if kind == "html":
            calls.append((kind, ([part.html.body], {})))
        elif kind == "plotly_chart":
            calls.append((kind, ([json.loads(part.plotly_chart.spec)], {"theme": None})))
        elif kind == "selectbox" and part.selectbox.options:
            control = part.selectbox
            given = {"key": control.id.removeprefix("$$"), "index": None}
            calls.append((kind, ([control.label or "-", list(control.options)], given)))
    return {"main": calls, "sidebar": []}
