"""The screens: look, navigation and the calm page for what goes wrong; ``serve`` starts the server around them.

Streamlit runs this file as a script for every interaction. It holds no number and no rule: screens read the published
release and nothing else.
"""

import gc
import logging
import os
from pathlib import Path

import streamlit as st

from data.releases import ReleaseError
from pages.components import pieces
from pages.shell import address, frame, screen
from pages.views import released
from pages.words import language, phrases
from pages.words.language import gettext as _

SCREENS = screen.declared(
    "overzicht",
    "kaart",
    "regioprofiel",
    "vergelijken",
    "evolutie",
    "praktijken",
    "capaciteit",
    "wat_als",
    "tabellen",
    "over_deze_cijfers",
)
"""Folders of the screens in the order of the menu, the only list of them; a visitor lands on the first."""

screen.register(SCREENS)

_log = logging.getLogger("zorgcapaciteit.screens")


@st.cache_resource(show_spinner=False)
def freeze_heap() -> bool:
    """Take everything imported so far out of the collector's sight, once.

    Going through pandas and plotly time and again costs more than a page does.
    """
    freeze()
    return True


def freeze() -> None:
    """Take what is there out of the collector's sight."""
    gc.collect()
    gc.freeze()


def main() -> None:
    """Draw the screen that the address names, with the navigation around it."""
    language.begin()
    freeze_heap()
    screens = {
        each.address: st.Page(each.draw, title=_(each.title), url_path=each.address, default=place == 0)
        for place, each in enumerate(SCREENS)
    }
    frame.register(screens)
    page = st.navigation(list(screens.values()), position="hidden")
    current = next(each for each in SCREENS if screens[each.address] == page)
    st.set_page_config(
        page_title=f"{_(current.title)} · {_(phrases.PRODUCT)}", layout="wide", initial_sidebar_state="auto"
    )
    frame.dress()
    st.session_state[address.SCREEN] = current.address
    sidebar = st.sidebar.container()
    corner = st.container(key="taalkeuze")
    try:
        page.run()
    except Exception:
        _log.exception("screen %s failed", current.address)
        pieces.empty_state(
            _("Deze pagina kan nu niet getoond worden"),
            _("Er liep iets mis bij ons. Laad de pagina opnieuw, of kies links een andere pagina."),
            _("Blijft het misgaan? Meld dan aan de beheerder welke pagina u opende en wanneer."),
        )
    with sidebar:
        frame.navigation(current.address)
        frame.person()
    with corner:
        frame.languages()


def makers_ready() -> None:
    """Make a process beside the server ready: by now the screens are known to it; the release is opened and kept."""
    try:
        released.current()
    except ReleaseError:
        _log.warning("a process beside the server begins without a release")
    freeze()


def serve(home: Path, port: int, makers: int = 2) -> int:
    """Serve the screens of an installation until stopped.

    Parameters
    ----------
    home : folder of the installation; only ``releases/`` in it is read.
    port : port on this machine; a reverse proxy with TLS stands in front.
    makers : processes beside it that make pictures and files.

    Returns
    -------
    Exit status: 0 after an ordinary stop.
    """
    from pages.figures import apart
    from pages.web import headers, server, warm

    os.environ[released.HOME_VARIABLE] = str(home.resolve())
    root = Path(__file__).resolve().parent
    warm.begin()
    apart.begin(makers_ready, makers)
    server.build_app(port).run(config=headers.settings(root, port=port))
    return 0


if __name__ == "__main__":
    main()
