"""How a reader takes the table of Tabellen en downloads along: files, a quotation, an address that refreshes."""

from dataclasses import replace

import streamlit as st

from data.releases import Release
from data.terms import Level
from pages.components import pieces
from pages.shell import takeaway
from pages.shell.screen import Screen
from pages.tabellen import listed
from pages.views import downloads, sources, views
from pages.views.filtering import Asked, Rows
from pages.views.selecting import MOST_VALUES, Selection
from pages.words import language
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


def draw_wide(release: Release, screen: Screen, asked: Asked, rows: Rows) -> None:
    """Draw the files of a wide table: the same numbers of the same areas; and the line to quote it by."""
    selection = selection_of(asked, rows)
    if rows.areas and len(rows.areas) <= MOST_VALUES:
        part(_("Neem deze tabel mee"), listed.wide_files(release, selection, len(rows.areas) * len(asked.columns)))
    part(_("Zo verwijst u ernaar"))
    said = sources.about(release, "wide.xlsx", selection, downloads.rows_of(release, replace(selection, area=())))
    takeaway.cite(said, takeaway.view_link(screen))
    takeaway.cite_on_paper(said, takeaway.view_link(screen))


def selection_of(asked: Asked, rows: Rows) -> Selection:
    """Give the numbers of a wide table; the areas are named only where some were left out."""
    every = len(rows.areas) == len(views.names_today(asked.release_id, asked.level))
    return Selection(
        indicator=tuple(dict.fromkeys(column.indicator for column in asked.columns)),
        year=tuple(sorted({column.year for column in asked.columns})),
        level=(asked.level.value,),
        area=() if every else tuple(sorted(rows.areas)),
        shown=tuple(sorted({f"{column.indicator}:{column.shown.code}" for column in asked.columns})),
        content="main",
        lang="en" if language.current() == "en" else "nl",
    )


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
