"""What a reader meets on a drawn screen, as bare texts: markup, controls with their options, figures, tooltips."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

_TAG = re.compile(r"<[^>]*>")
_SAID = re.compile(r"""\b(?:aria-label|title|alt|placeholder|label|summary)=(?:"([^"]*)"|'([^']*)')""")
_UNSEEN = re.compile(r"<style>.*?</style>|data:image/[^\"')]*", re.DOTALL)
_CODES = frozenset(
    {"id", "key", "user_key", "form_id", "element_id", "url_path", "page", "query_string", "page_script_hash", "anchor"}
)
"""Fields of a Streamlit element that nobody reads."""
_DATA = frozenset({"geojson", "locations", "customdata", "ids", "featureidkey", "source", "uirevision", "meta"})
"""Parts of a Plotly figure that nobody reads."""


def texts_of(screen: AppTest) -> set[str]:
    """Give the texts between tags, the spoken ones in attributes, the options of controls and the words of figures."""
    found: set[str] = set()
    for node in (*screen.main, *screen.sidebar):
        proto = getattr(node, "proto", None)
        if isinstance(proto, Message):
            for name, text in _strings(proto):
                found.update(_of_figure(json.loads(text)) if name == "spec" else _of_markup(text))
    return {text for text in (text.strip() for text in found) if text}


def _strings(message: Message) -> Iterator[tuple[str, str]]:
    for field, value in message.ListFields():
        several = value if not isinstance(value, str | bytes | Message) and hasattr(value, "__iter__") else [value]
        if field.type == FieldDescriptor.TYPE_MESSAGE:
            for part in several:
                if isinstance(part, Message):
                    yield from _strings(part)
        elif field.type == FieldDescriptor.TYPE_STRING and field.name not in _CODES:
            for part in several:
                yield field.name, str(part)


def _of_markup(text: str) -> Iterator[str]:
    text = _UNSEEN.sub("", text)
    for double, single in _SAID.findall(text):
        yield unescape(double or single)
    for part in _TAG.split(text):
        yield unescape(part)


def _of_figure(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for name, value in part.items():
            if name not in _DATA:
                yield from _of_figure(value)
    elif isinstance(part, list):
        for value in part:
            yield from _of_figure(value)
    elif isinstance(part, str):
        yield from _of_markup(part)
