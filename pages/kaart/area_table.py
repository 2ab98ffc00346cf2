"""The numbers of a map as a table: sorted, searched, and each row a link to the profile of its area."""

from html import escape

import streamlit as st

from data.terms import Status
from pages.components import pieces
from pages.kaart import painting
from pages.kaart.painting import Look
from pages.shell import controls, links
from pages.views import choosing
from pages.views.choices import LEVEL, YEAR
from pages.views.views import AreaView
from pages.words import language, phrases
from pages.words.language import gettext as _
from pages.words.language import mark

SORTS = {"naam": mark("Naam"), "hoog": mark("Hoogste eerst"), "laag": mark("Laagste eerst")}
FIRST_ROWS = 80
"""Rows of the table before the reader asks for all: every zone and kring, not every municipality."""


@st.fragment
def area_table(view: AreaView, look: Look, area: str | None, title: str) -> None:
    """Draw the numbers of the map; sorting and searching redraws nothing else."""
    many = _(phrases.LEVEL_MANY[view.level])
    wanted, order = controls.table_row(
        _("Alle {levels}").format(levels=many),
        find=_("Zoek in de tabel"),
        sorts={key: _(text) for key, text in SORTS.items()},
        keys=("tabel_zoek", "tabel_volgorde"),
        width=190,
    )
    rows = view.rows.assign(name=[view.names[str(key)] for key in view.rows.index])
    if wanted:
        rows = rows[rows["name"].str.contains(wanted, case=False, regex=False)]
    if order == "naam":
        rows = rows.sort_values("name", key=language.sort_keys)
    else:
        rows = rows.sort_values(
            ["value", "name"], ascending=[order == "laag", True], na_position="last", key=language.sort_keys
        )
    said, words = painting.title(view, look), painting.painted(view, look, language.current()).words
    columns = [
        (language.capital(_(phrases.LEVEL_ONE[view.level])), False),
        (choosing.label_of(view.indicator, view.shown), True),
        *([(_("95 %-interval"), True)] if view.has_intervals else []),
        *([(_("Antwoorden"), True), (_("Van"), True)] if view.has_counts else []),
        *([(language.capital(said), False)] if said else []),
        (_("Opmerking"), False),
    ]
    whole = len(rows)
    if whole > FIRST_ROWS:
        rows = rows if st.session_state.get("tabel_alles") else rows.head(FIRST_ROWS)
    if rows.empty:
        nothing = _("Geen gebied met die naam. Maak het zoekveld leeg om alles te zien.")
        pieces.show(f'<p class="zc-quiet">{escape(nothing)}</p>')
        return
    pattern = links.pattern("regioprofiel", {LEVEL: view.level.value, YEAR: view.year})
    body = []
    for key in map(str, rows.index):
        *cells, remark = _cells(view, key, pattern)
        more = [escape(words.get(key, ""))] if said else []
        body.append(("zc-chosen" if key == area else "", [*cells, *more, remark]))
    pieces.show(pieces.table(title, columns, body))
    if whole > FIRST_ROWS:
        st.toggle(_("Toon alle {n} {levels}").format(n=whole, levels=many), key="tabel_alles")


def _cells(view: AreaView, area: str, pattern: str) -> list[str]:
    row, remark = view.numbers[area], ""
    if row.withheld:
        remark = _(phrases.WHY_WITHHELD)
    elif row.status is Status.LOW_RELIABILITY:
        remark = _(phrases.LOW_RELIABILITY)
    elif area in view.broken:
        remark = _("opgeteld uit gefuseerde gemeenten")
    return [
        links.fill(pattern, area, view.names[area]),
        phrases.said(view.text(row, short=True)) if row.withheld else escape(view.text(row, short=True)),
        *([view.interval(row)] if view.has_intervals else []),
        *view.counts(row),
        f'<span class="zc-remark">{escape(remark)}</span>',
    ]
