"""How a reader takes the table of Tabellen en downloads along: files, a quotation, an address that refreshes."""

import streamlit as st

from data.releases import Release
from data.terms import Level
from pages.components import pieces
from pages.shell import takeaway
from pages.shell.screen import Screen
from pages.tabellen import listed
from pages.views import sources
from pages.views.selecting import Selection
from pages.words.language import gettext as _
from pages.words.language import mark

ADDRESS_LEAD = mark(
    "Deze adressen geven dezelfde tabel uit de nieuwste uitgave: het eerste voor Excel en Power BI in België "
    "(decimale komma), het tweede voor R en andere programma's."
)
REFRESH = {
    mark("Excel"): mark(
        "Gegevens → Gegevens ophalen → Van web, en plak het eerste adres. Later volstaat Alles vernieuwen."
    ),
    mark("Power BI"): mark("Gegevens ophalen → Web, en plak het eerste adres. Het rapport ververst zichzelf."),
    mark("R"): mark('read.csv("…") met het tweede adres tussen de aanhalingstekens.'),
}


def part(title: str, body: str = "") -> None:
    """Draw a part of the screen under its title."""
    pieces.show(f'<section class="zc-part"><h2>{title}</h2>{body}</section>')


def draw(release: Release, screen: Screen, chosen: Selection, level: Level) -> None:
    """Draw the files of this table, the line to quote it by, and the address that gives it again."""
    part(_("Neem deze tabel mee"), listed.files(release, chosen, level))
    part(_("Zo verwijst u ernaar"))
    flat = listed.prepared(release.id, chosen)
    said = sources.about(release, "cells.csv", chosen, flat)
    takeaway.cite(said, takeaway.view_link(screen))
    takeaway.cite_on_paper(said, takeaway.view_link(screen))
    part(_("Een adres dat ververst"), f'<p class="zc-lead">{_(ADDRESS_LEAD)}</p>')
    for name in ("cijfers.csv", "cells.csv"):
        st.code(takeaway.base() + sources.address_of("current", name, chosen.query()), language=None, wrap_lines=True)
    steps = "".join(f"<div><dt>{_(name)}</dt><dd>{_(text)}</dd></div>" for name, text in REFRESH.items())
    pieces.show(f'<dl class="zc-facts">{steps}</dl>')
