"""The pages of Databeheer and the frame around them."""

import logging
import os
from collections.abc import Callable
from functools import cache
from html import escape
from pathlib import Path

import streamlit as st

from databeheer import calendar, corrections, deliveries, health, releasing, response, running, todo
from databeheer.words import PARAMETER, language, t
from pages import shell, web
from pages.components import pieces

HOME, DELIVERIES = "ZORGCAPACITEIT_HOME", "ZORGCAPACITEIT_DELIVERIES"
_SHELL, _WEB = Path(shell.__file__).parent, Path(web.__file__).parent
_STYLES = (
    _SHELL / "style.css",
    _SHELL / "after_1_phone.css",
    *sorted(_WEB.glob("streamlit_[123]*.css")),
    Path(__file__).with_name("style.css"),
)
Draw = Callable[[Path, Path | None], None]
PAGES: dict[str, tuple[tuple[str, str], Draw]] = {
    "te_doen": (("Te doen", "To do"), todo.draw),
    "leveringen": (("Leveringen", "Deliveries"), deliveries.draw),
    "respons": (("Respons", "Response"), response.draw),
    "uitgaven": (("Uitgaven", "Releases"), releasing.draw),
    "kalender": (("Kalender", "Calendar"), calendar.draw),
    "correcties": (("Correcties", "Corrections"), corrections.draw),
    "gezondheid": (("Gezondheid", "Health"), health.draw),
    "werk": (("Werk", "Work"), running.draw),
}
"""Address of each page to its title and what draws it, in the order of the menu."""
_log = logging.getLogger("zorgcapaciteit.databeheer")


@cache
def _look() -> str:
    return f"<style>{''.join(path.read_text(encoding='utf-8') for path in _STYLES)}</style>"


def home() -> Path:
    """Folder of the installation."""
    return Path(os.environ[HOME])


def incoming() -> Path | None:
    """Folder in which deliveries come in, None where none was named."""
    named = os.environ.get(DELIVERIES)
    return Path(named) if named else None


def main() -> None:
    """Draw the page that the address names."""
    spoken = {PARAMETER: "en"} if language() == "en" else {}
    made = {
        name: st.Page(lambda: None, title=t(*title), url_path=name, default=place == 0)
        for place, (name, (title, _draw)) in enumerate(PAGES.items())
    }
    current = st.navigation(list(made.values()), position="hidden")
    name = next(name for name, page in made.items() if page == current)
    title, draw = PAGES[name]
    st.set_page_config(page_title=f"{t(*title)} · Databeheer", layout="wide", initial_sidebar_state="auto")
    st.html(_look())
    with st.sidebar:
        pieces.show(f'<p class="zc-brand">Databeheer<span>{escape(t("Zorgcapaciteit", "Care capacity"))}</span></p>')
        for each, page in made.items():
            with st.container(key=f"nav_{'hier_' if each == name else 'na_'}{each}"):
                st.page_link(page, label=t(*PAGES[each][0]), query_params=spoken)
        other, label = ("", "Nederlands") if spoken else (f"?{PARAMETER}=en", "English")
        pieces.show(f'<p><a class="zc-remark" href="{other or "?"}" target="_self">{label}</a></p>')
    pieces.show(pieces.heading(t(*title)))
    try:
        draw(home(), incoming())
    except Exception as error:
        _log.exception("page %s failed", name)
        told = str(error) if getattr(error, "problems", None) is not None else type(error).__name__
        pieces.notices(
            [
                t(
                    f"Deze pagina kan nu niet getoond worden ({told}). Kijk bij Gezondheid, of voer verify uit.",
                    f"This page cannot be shown now ({told}). Look at Health, or run zorgcapaciteit verify.",
                )
            ]
        )
    running.strip(home())
