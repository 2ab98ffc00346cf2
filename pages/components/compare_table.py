"""The table beside every chart of the screen Vergelijken: sorted and searched without redrawing the chart."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

import streamlit as st

from pages.components import language, pieces
from pages.components.language import gettext as _

FIRST_ROWS = 80
"""Rows before the reader asks for all."""
NAME = "naam"


@dataclass(frozen=True, kw_only=True)
class TableRow:
    """One row: ``cells`` is ready markup, ``keys`` the numbers it can be sorted by (NaN stands last)."""

    name: str
    cells: Sequence[str]
    css: str = ""
    keys: dict[str, float] = field(default_factory=dict)


@st.fragment
def sortable(
    form: str,
    title: str,
    columns: Sequence[tuple[str, bool]],
    rows: Sequence[TableRow],
    sorts: dict[str, tuple[str, bool]],
) -> None:
    """Draw a table with a search field and a choice of order.

    Parameters
    ----------
    form : names the widgets.
    title : heading and caption.
    columns : heading and whether its cells are numbers.
    sorts : key of ``TableRow.keys`` to its label and whether the highest stands first; by name always exists.
    """
    labels = {NAME: _("Naam"), **{key: label for key, (label, _highest) in sorts.items()}}
    with st.container(key="tabelkeuze", horizontal=True, vertical_alignment="bottom"):
        pieces.show(f"<h2>{escape(title)}</h2>")
        wanted = st.text_input(
            _("Zoek in de tabel"),
            key=f"vergelijk_zoek_{form}",
            placeholder=_("Zoek in de tabel"),
            width=230,
            label_visibility="collapsed",
        )
        order = st.selectbox(
            _("Volgorde"),
            list(labels),
            format_func=labels.__getitem__,
            key=f"vergelijk_volgorde_{form}",
            width=210,
            label_visibility="collapsed",
        )
    found = [row for row in rows if wanted.strip().casefold() in row.name.casefold()]
    found = in_order(found, order, highest=sorts[order][1] if order in sorts else False)
    if not found:
        pieces.show(
            f'<p class="zc-quiet">{escape(_("Niets met die naam. Maak het zoekveld leeg om alles te zien."))}</p>'
        )
        return
    whole = st.session_state.get(f"vergelijk_alles_{form}", False)
    pieces.show(
        pieces.table(title, columns, [(row.css, row.cells) for row in (found if whole else found[:FIRST_ROWS])])
    )
    if len(found) > FIRST_ROWS:
        st.toggle(_("Toon alle {n} rijen").format(n=len(found)), key=f"vergelijk_alles_{form}")


def in_order(rows: Sequence[TableRow], order: str, *, highest: bool) -> list[TableRow]:
    """Sort rows by name, or by a number with the rows that lack it last."""
    if order == NAME:
        return sorted(rows, key=lambda row: language.sort_key(row.name))

    def place(row: TableRow) -> tuple[bool, float, str]:
        number = row.keys.get(order, float("nan"))
        missing = number != number  # NaN is not itself
        return missing, 0.0 if missing else -number if highest else number, language.sort_key(row.name)

    return sorted(rows, key=place)
