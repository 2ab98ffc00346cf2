"""Pieces of a screen as HTML text: legend, table, source line, notices. Everything that is not ours is escaped."""

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from pages.words.numbers import NO_BREAK

Row = Sequence[str]


def show(markup: str) -> None:
    """Draw a piece; nothing where there is nothing to draw, which Streamlit would refuse."""
    if markup:
        st.html(markup)


def heading(title: str, subtitle: str = "", *, level: int = 1) -> str:
    """Title of a page or figure, with the line under it."""
    parts = escape(subtitle).replace(" · ", f"{NO_BREAK}· ")  # no line begins with the sign between two parts
    under = f'<p class="zc-sub">{parts}</p>' if subtitle else ""
    return f'<header class="zc-head"><h{level}>{escape(title)}</h{level}>{under}</header>'


def notices(texts: Sequence[str]) -> None:
    """Tell calmly what was adjusted."""
    if texts:
        lines = "".join(f"<p>{escape(text)}</p>" for text in dict.fromkeys(texts))
        show(f'<div class="zc-note" role="status">{lines}</div>')


def empty_state(title: str, *lines: str) -> None:
    """Draw a whole page that has nothing to show: what is going on, and what to do next."""
    body = "".join(f"<p>{line}</p>" for line in lines)
    show(f'<section class="zc-empty"><h1>{escape(title)}</h1>{body}</section>')


def table(
    caption: str,
    columns: Sequence[tuple[str, bool]],
    rows: Sequence[tuple[str, Row]],
    *,
    tall: bool = True,
) -> str:
    """Draw a table whose cells are ready markup.

    Parameters
    ----------
    columns : heading and whether its cells are numbers (right-aligned).
    rows : CSS class of the row ("" for none) and its cells; the first cell is the row's heading.
    tall : let it scroll inside a window of its own.
    """
    head = "".join(f'<th scope="col"{_numeric(is_number)}>{escape(title)}</th>' for title, is_number in columns)
    body = "".join(
        f"<tr{f' class={chr(34)}{css}{chr(34)}' if css else ''}>"
        + "".join(
            f'<th scope="row">{cell}</th>' if i == 0 else f"<td{_numeric(columns[i][1])}>{cell}</td>"
            for i, cell in enumerate(cells)
        )
        + "</tr>"
        for css, cells in rows
    )
    window = ' tabindex="0" role="region"' if tall else ""
    label = f' aria-label="{escape(caption, quote=True)}"' if tall else ""
    return (
        f'<div class="zc-window{" zc-tall" if tall else ""}"{window}{label}><table class="zc-table">'
        f'<caption class="zc-read">{escape(caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _numeric(is_number: bool) -> str:
    return ' class="zc-num"' if is_number else ""


def source_line(parts: Mapping[str, str]) -> str:
    """Footer of a figure: source, years, n of N, response, release."""
    items = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(text)}</dd></div>" for name, text in parts.items() if text
    )
    return f'<dl class="zc-source">{items}</dl>'


def reading(title: str, paragraphs: Sequence[str]) -> str:
    """Paragraph that tells how to read a figure."""
    body = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    return f'<section class="zc-reading"><h2>{escape(title)}</h2>{body}</section>'
