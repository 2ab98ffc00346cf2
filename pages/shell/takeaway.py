"""The quiet line under a figure: the figure as a file, the link that reopens the view, and how to quote it."""

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from urllib.parse import urlencode, urlsplit

import streamlit as st

from data.exports import About
from data.releases import Release
from pages.components import pieces
from pages.shell.screen import Screen, Sheet
from pages.views import sources
from pages.views.addresses import EMBED, FIGURES, SAFE, asked
from pages.views.choices import FIGURE
from pages.views.selecting import Selection
from pages.views.views import AreaView
from pages.words import language, phrases
from pages.words.language import gettext as _

FRAME_HEIGHT = 640
"""Pixels of the frame in a snippet; the figure fits whatever height it gets."""


def base() -> str:
    """Address of this dashboard: as set, else as the reader opened it."""
    here = urlsplit(st.context.url or "")
    return sources.public_address() or (f"{here.scheme}://{here.netloc}" if here.netloc else "")


def view_link(screen: Screen) -> str:
    """Give the link that reopens what is on screen now; call it after the choice stands in the address."""
    query = urlencode(st.query_params.to_dict(), safe=SAFE)
    return base() + asked(f"/{screen.address}", query)


def quoted(release: Release, screen: Screen, years: Sequence[int]) -> str:
    """Give the line to quote what is on screen by; call it after the choice stands in the address."""
    return sources.cited(about_of(release, (), years), view_link(screen), language.current())


def cite(said: About, link: str) -> None:
    """Draw the line to quote numbers by, with a button to copy it."""
    st.code(sources.cited(said, link, language.current()), language=None, wrap_lines=True)


def cite_on_paper(said: About, link: str) -> None:
    """Draw the line that only paper shows: where the table is that was left out, and how to quote what is printed."""
    quoted = escape(sources.cited(said, link, language.current()))
    pieces.show(
        f'<p class="zc-take-print" aria-hidden="true"><span class="zc-take-few">{_few()} </span>'
        f'<span class="zc-take-left">{_left_out()} </span>{quoted}</p>'
    )


def _few() -> str:
    return escape(_("Op papier passen niet alle gebieden; de andere staan op het scherm."))


def _left_out() -> str:
    return escape(_("De tabel met alle cijfers staat op het scherm, en als bestand bij Tabellen en downloads."))


def _on_screen() -> str:
    """Say of a sheet that holds a figure alone where its numbers stand: a sheet is also of what no file holds."""
    return escape(_("Alle cijfers van deze figuur staan op het scherm."))


def draw(
    release: Release,
    screen: Screen,
    *,
    shown: Sequence[AreaView] = (),
    years: Sequence[int] = (),
    sheet: Sheet | None = None,
) -> None:
    """Draw the line.

    Parameters
    ----------
    shown : the numbers in the figure; their sources and years stand in the citation.
    years : survey years of a figure over many numbers.
    sheet : what is printed; None for what the screen prints.
    """
    sheet = screen.sheet if sheet is None else sheet
    link = view_link(screen)
    said = about_of(release, shown, years)
    with st.container(key="meenemen", horizontal=True, vertical_alignment="center"):
        pieces.show(_links(screen, link))
        with st.popover(_("Kopieer link of verwijzing")):
            pieces.show(f'<p class="zc-take-head">{escape(_("Link naar deze weergave"))}</p>')
            st.code(link, language=None, wrap_lines=True)
            pieces.show(f'<p class="zc-take-head">{escape(_("Zo verwijst u ernaar"))}</p>')
            cite(said, link)
            _snippets(screen)
    if sheet is Sheet.SCREEN:
        cite_on_paper(said, link)
        return
    quoted = escape(sources.cited(said, link, language.current()))
    said_alt = escape(_("De figuur van dit scherm; ze kon niet geladen worden."), quote=True)
    late = escape(_("De figuur was nog niet klaar. Druk nog eens af."))
    # A lazy image that is not displayed is fetched only when somebody prints.
    pieces.show(
        f'<div class="zc-sheet {sheet}" aria-hidden="true"><em>{late}</em><img loading="lazy" alt="{said_alt}" '
        f'src="{escape(_file(screen, "svg", ""), quote=True)}"><p>{_on_screen()} {quoted}</p></div>'
    )


def _snippets(screen: Screen) -> None:
    """Draw the markup that shows each figure in a page of somebody else, where the installation lets them."""
    for figure in screen.figures:
        query = _query(figure.name)
        if markup := snippet(screen, _(figure.title), query):
            head = _("{figure} op uw eigen website").format(figure=_(figure.title))
            pieces.show(f'<p class="zc-take-head">{escape(head)}</p>')
            st.code(markup, language=None, wrap_lines=True)


def snippet(screen: Screen, figure: str, query: str) -> str:
    """Write the markup that shows a figure in another page, '' where nobody may; ``query`` is that of the figure."""
    said = sources.serving()
    if not said.frame_ancestors:
        return ""
    address = escape(said.address + asked(f"{EMBED}/{screen.address}", query), quote=True)
    title = escape(f"{figure} · {_(phrases.PRODUCT)}", quote=True)
    return f'<iframe src="{address}" title="{title}" width="100%" height="{FRAME_HEIGHT}" loading="lazy"></iframe>'


def _links(screen: Screen, link: str) -> str:
    parts = []
    for figure in screen.figures:
        name, title = figure.name, _(figure.title)
        files = " ".join(
            f'<a href="{escape(_file(screen, kind, name), quote=True)}" target="_self" download '
            f'aria-label="{escape(_("{figure} als {kind}").format(figure=title, kind=kind.upper()), quote=True)}">'
            f"{kind.upper()}</a>"
            for kind in ("svg", "png", "pptx")
        )
        parts.append(f"<span>{escape(title)}: {files}</span>")
    again = f'<a href="{escape(link, quote=True)}" target="_self">{escape(_("Link naar deze weergave"))}</a>'
    return f'<div class="zc-take">{"".join(parts)}{again}</div>'


def _file(screen: Screen, kind: str, figure: str) -> str:
    """Give the address of a figure of what is on screen now."""
    return asked(f"{FIGURES}/{screen.address}.{kind}", _query(figure))


def _query(figure: str) -> str:
    """Write what is on screen now, and which of its figures is meant."""
    return urlencode({**st.query_params.to_dict(), **({FIGURE.name: figure} if figure else {})}, safe=SAFE)


def about_of(release: Release, shown: Sequence[AreaView], years: Sequence[int] = ()) -> About:
    """Tell what the figure is made of: the numbers in it, else the whole release in the years of the figure."""
    said = sources.about(release, "", Selection(lang="en" if language.current() == "en" else "nl"))
    if not shown:
        return replace(said, survey_years=tuple(sorted(years)) or said.survey_years)
    used = {year for view in shown for year in view.ima_years}
    named = (language.pick(view.indicator.source.label) for view in shown)
    return replace(
        said,
        survey_years=tuple(sorted({view.year for view in shown})),
        ima_years=tuple(sorted(used)),
        sources=tuple(dict.fromkeys(named)),
    )
