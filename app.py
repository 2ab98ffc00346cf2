"""The screens: look, navigation and the calm page for what goes wrong; ``serve`` starts the server around them.

Streamlit runs this file as a script for every interaction. It holds no number and no rule: screens read the published
release and nothing else.
"""

import gc
import logging
import os
from pathlib import Path

import streamlit as st

from pages.capaciteit import screen as capaciteit
from pages.components import pieces
from pages.evolutie import screen as evolutie
from pages.kaart import screen as kaart
from pages.over_deze_cijfers import screen as over_deze_cijfers
from pages.overzicht import screen as overzicht
from pages.praktijken import screen as praktijken
from pages.regioprofiel import screen as regioprofiel
from pages.shell import frame
from pages.tabellen import screen as tabellen
from pages.vergelijken import screen as vergelijken
from pages.views import released
from pages.words import language
from pages.words.language import gettext as _

SCREENS = {
    "overzicht": overzicht.render,
    "kaart": kaart.render,
    "regioprofiel": regioprofiel.render,
    "vergelijken": vergelijken.render,
    "evolutie": evolutie.render,
    "praktijken": praktijken.render,
    "capaciteit": capaciteit.render,
    "tabellen": tabellen.render,
    "over-deze-cijfers": over_deze_cijfers.render,
}
"""Address of a screen to the function that draws it; the first is where a visitor lands."""

_log = logging.getLogger("zorgcapaciteit.screens")


@st.cache_resource(show_spinner=False)
def freeze_heap() -> bool:
    """Take everything imported so far out of the collector's sight, once.

    Going through pandas and plotly time and again costs more than a page does.
    """
    gc.collect()
    gc.freeze()
    return True


def main() -> None:
    """Draw the screen that the address names, with the navigation around it."""
    language.begin()
    freeze_heap()
    screens = {
        name: st.Page(draw, title=frame.title(name), url_path=name, default=place == 0)
        for place, (name, draw) in enumerate(SCREENS.items())
    }
    frame.register(screens)
    page = st.navigation(list(screens.values()), position="hidden")
    current = next(name for name, screen in screens.items() if screen == page)
    st.set_page_config(
        page_title=f"{frame.title(current)} · {frame.product()}", layout="wide", initial_sidebar_state="auto"
    )
    frame.dress()
    sidebar = st.sidebar.container()
    corner = st.container(key="taalkeuze")
    try:
        page.run()
    except Exception:
        _log.exception("screen %s failed", current)
        pieces.empty_state(
            _("Deze pagina kan nu niet getoond worden"),
            _("Er liep iets mis bij ons. Laad de pagina opnieuw, of kies links een andere pagina."),
            _("Blijft het misgaan? Meld dan aan de beheerder welke pagina u opende en wanneer."),
        )
    with sidebar:
        frame.navigation(current)
    with corner:
        frame.languages()


def serve(home: Path, port: int) -> int:
    """Serve the screens of an installation until stopped.

    Parameters
    ----------
    home : folder of the installation; only ``releases/`` in it is read.
    port : port on this machine; a reverse proxy with TLS stands in front.

    Returns
    -------
    Exit status: 0 after an ordinary stop.
    """
    from pages.web import server, warm

    os.environ[released.HOME_VARIABLE] = str(home.resolve())
    root = Path(__file__).resolve().parent
    warm.begin()
    server.build_app(root / "app.py").run(config=server.settings(root, port=port))
    return 0


if __name__ == "__main__":
    main()
