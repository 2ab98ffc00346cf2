"""How a choice is drawn, in step with the address; the sentence of controls, and the row above a table.

What may be chosen is stated in ``pages/views/choices.py`` and by each screen. A choice that a screen keeps but does not
draw is only held, with ``drawn=False``.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from html import escape
from typing import Literal

import streamlit as st

from pages.components import pieces
from pages.shell import address, finding
from pages.views.choices import SHOWN, Choice, Chosen
from pages.words.language import gettext as _


def sentence() -> AbstractContextManager[object]:
    """Give the line in which the controls of a screen stand as a sentence."""
    return st.container(key="keuze", horizontal=True, vertical_alignment="center")


def say(text: str) -> None:
    """Draw words of that sentence."""
    pieces.show(f'<span class="zc-say">{escape(text)}</span>')


def draw(
    choice: Choice,
    chosen: Chosen,
    *,
    width: int | None = None,
    labelled: bool = False,
    label: str = "",
    placeholder: str = "",
    drawn: bool = True,
) -> None:
    """Draw the control of a choice, or only hold it; ``chosen`` takes its value.

    Parameters
    ----------
    width : pixels, None for all there is.
    labelled : whether its label stands above it; else it is part of a sentence.
    label : label in the language in use, where that of the choice says too little here.
    placeholder : what stands there while nothing is chosen.
    """
    address.hold(choice, chosen, drawn=drawn)
    if not drawn:
        return
    options, words = list(choice.options(chosen)), choice.words(chosen)
    label = label or _(choice.label)
    shown: Literal["visible", "collapsed"] = "visible" if labelled else "collapsed"
    if choice.is_list:
        st.multiselect(
            label,
            options,
            format_func=words,
            key=address.key(choice.name),
            on_change=address.touch,
            max_selections=choice.most if choice.most < len(options) else None,
            select_all=choice.most >= len(options),  # else Enter would take all that was found, one by one wanted
            placeholder=placeholder,
            label_visibility=shown,
            width=width or "stretch",
        )
    elif choice.optional:
        st.selectbox(
            label,
            options,
            index=None,
            format_func=words,
            key=address.key(choice.name),
            on_change=address.touch,
            placeholder=placeholder,
            label_visibility=shown,
            width=width or "stretch",
        )
    else:
        st.selectbox(
            label,
            options,
            format_func=words,
            key=address.key(choice.name),
            on_change=address.touch,
            label_visibility=shown,
            width=width or "stretch",
        )


def number(choice: Choice, chosen: Chosen, *, widths: tuple[int, int] = (330, 250), drawn: bool = True) -> None:
    """Choose a number, and which answer or measure of it is shown; with one of those there is nothing to draw.

    The box takes everyday words too; the bar above the screen has the numbers by theme.
    """
    address.hold(choice, chosen, drawn=drawn)
    if drawn:
        finding.box(choice, chosen, width=widths[0])
    draw(SHOWN, chosen, width=widths[1], drawn=drawn and len(SHOWN.options(chosen)) > 1)


def table_row(
    title: str, *, find: str, sorts: Mapping[str, str], keys: tuple[str, str], width: int, on_sort: bool = False
) -> tuple[str, str]:
    """Draw the row above a table: its title, a field to search it and the order of its rows.

    Parameters
    ----------
    find : what the field searches, also its label.
    sorts : code to text of each order, in the language in use; the first is the default.
    keys : state of the field and of the order.
    on_sort : whether the order stands in the address, so that the whole screen is drawn again.

    Returns
    -------
    What was typed, without spaces around it, and the code of the order.
    """
    with st.container(key="tabelkeuze", horizontal=True, vertical_alignment="bottom"):
        pieces.show(f"<h2>{escape(title)}</h2>")
        wanted = st.text_input(find, key=keys[0], placeholder=find, width=230, label_visibility="collapsed")
        order = st.selectbox(
            _("Volgorde"),
            list(sorts),
            format_func=sorts.__getitem__,
            key=keys[1],
            on_change=address.touch if on_sort else None,
            width=width,
            label_visibility="collapsed",
        )
    return wanted.strip(), order
