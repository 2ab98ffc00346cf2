"""The table beside every chart of the screen Vergelijken: sorted and searched without redrawing the chart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape

import streamlit as st

from pages.components import pieces
from pages.shell import controls
from pages.words import language
from pages.words.language import gettext as _

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


@dataclass(frozen=True, kw_only=True, eq=False)
class Table:
    """A table to draw; one stands for itself alone, so that its markup can be kept by it.

    Parameters
    ----------
    title : heading and caption.
    columns : heading and whether its cells are numbers.
    sorts : key of ``TableRow.keys`` to its label and whether the highest stands first; by name always exists.
    """

    title: str
    columns: Sequence[tuple[str, bool]]
    rows: Sequence[TableRow]
    sorts: Mapping[str, tuple[str, bool]]


@st.fragment
def sortable(form: str, table: Table) -> None:
    """Draw a table with a search field and a choice of order; ``form`` names the widgets."""
    wanted, order = controls.table_row(
        table.title,
        find=_("Zoek in de tabel"),
        sorts={NAME: _("Naam"), **{key: label for key, (label, _highest) in table.sorts.items()}},
        keys=(f"vergelijk_zoek_{form}", f"vergelijk_volgorde_{form}"),
        width=210,
    )
    markup, found = _markup(table, wanted.casefold(), order, bool(st.session_state.get(f"vergelijk_alles_{form}")))
    if not found:
        nothing = _("Niets met die naam. Maak het zoekveld leeg om alles te zien.")
        pieces.show(f'<p class="zc-quiet">{escape(nothing)}</p>')
        return
    pieces.show(markup)
    if found > FIRST_ROWS:
        st.toggle(_("Toon alle {n} rijen").format(n=found), key=f"vergelijk_alles_{form}")


@lru_cache(maxsize=32)
def _markup(table: Table, wanted: str, order: str, whole: bool) -> tuple[str, int]:
    """Write the rows that are looked for, the first or all; give how many there are."""
    found = [row for row in table.rows if wanted in row.name.casefold()]
    found = in_order(found, order, highest=order in table.sorts and table.sorts[order][1])
    rows = found if whole else found[:FIRST_ROWS]
    return pieces.table(table.title, table.columns, [(row.css, row.cells) for row in rows]), len(found)


def in_order(rows: Sequence[TableRow], order: str, *, highest: bool) -> list[TableRow]:
    """Sort rows by name, or by a number with the rows that lack it last."""
    if order == NAME:
        return sorted(rows, key=lambda row: language.sort_key(row.name))

    def place(row: TableRow) -> tuple[bool, float, str]:
        number = row.keys.get(order, float("nan"))
        missing = number != number  # NaN is not itself
        return missing, 0.0 if missing else -number if highest else number, language.sort_key(row.name)

    return sorted(rows, key=place)
