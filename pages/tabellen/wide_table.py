"""The wide table as it stands on the screen: headings that sort, Flanders and the own areas on top, marks in words."""

from collections.abc import Sequence
from html import escape
from urllib.parse import urlencode

import streamlit as st

from aggregation.shown.verdicts import CLEAR, Verdict
from data.terms import Status
from pages.shell import links
from pages.tabellen.choices import ORDER, PAGE
from pages.views import choosing, views
from pages.views.choices import LEVEL, YEAR
from pages.views.filtering import NAME, Asked, Column
from pages.views.views import AreaView
from pages.words import differences, language, phrases
from pages.words.language import gettext as _

SIGNS = {Verdict.HIGHER: "▲", Verdict.LOWER: "▼"}


def table(asked: Asked, areas: Sequence[str], pinned: Sequence[str], caption: str) -> str:
    """Write the rows of one page, with Flanders and the own areas above them.

    Parameters
    ----------
    pinned : own area and those to compare, on top of every page.
    """
    found = [(column, column.view(asked.release_id, asked.level)) for column in asked.columns]
    newest = max(column.year for column in asked.columns)
    pattern = links.pattern("regioprofiel", {LEVEL: asked.level.value, YEAR: newest})
    names = views.names_today(asked.release_id, asked.level)
    head = _head(asked, NAME, language.capital(_(phrases.LEVEL_ONE[asked.level])), "")
    head += "".join(
        _head(asked, column.key, column.label, f"{choosing.unit_words(view.indicator)} · {column.year}".strip(" ·"))
        for column, view in found
    )
    top = "".join(_flanders(view) for _column, view in found)
    body = f'<tr class="zc-top"><th scope="row">{escape(_("Vlaanderen"))}</th>{top}</tr>'
    for area in pinned:
        body += _row("zc-chosen", links.fill(pattern, area, names[area]), area, found)
    for area in areas:
        if area not in pinned:
            body += _row("", links.fill(pattern, area, names[area]), area, found)
    return (
        f'<div class="zc-window zc-breed" tabindex="0" role="region" aria-label="{escape(caption, quote=True)}">'
        f'<table class="zc-table"><caption class="zc-read">{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _head(asked: Asked, key: str, title: str, under: str) -> str:
    """Write a heading as a link that sorts by it: numbers from high to low first, names from A to Z."""
    now, backward = asked.order.removeprefix("-"), asked.order.startswith("-")
    wanted = (key if backward else f"-{key}") if now == key else (NAME if key == NAME else f"-{key}")
    query = {name: text for name, text in st.query_params.to_dict().items() if name != PAGE.name}
    href = escape(f"?{urlencode({**query, ORDER.name: wanted})}", quote=True)
    state, sign = ("descending", "↓") if backward else ("ascending", "↑")
    sort = f' aria-sort="{state}"' if now == key else ""
    sign = f' <span aria-hidden="true">{sign}</span>' if now == key else ""
    css = "" if key == NAME else ' class="zc-num"'
    below = f"<span>{escape(under)}</span>" if under else ""
    return f'<th scope="col"{css}{sort}><a href="{href}" target="_self">{escape(title)}{sign}</a>{below}</th>'


def _row(css: str, name: str, area: str, found: Sequence[tuple[Column, AreaView]]) -> str:
    cells = "".join(_cell(view, area) for _column, view in found)
    return f'<tr{f" class={chr(34)}{css}{chr(34)}" if css else ""}><th scope="row">{name}</th>{cells}</tr>'


def _flanders(view: AreaView) -> str:
    row = view.flanders
    text = "" if row is None else view.text(row, short=True)
    return f'<td class="zc-num">{escape(text)}</td>'


def _cell(view: AreaView, area: str) -> str:
    """Write a number with its interval and its verdict, or in words why there is none."""
    row = view.numbers.get(area)
    if row is None or not row.known:
        reason = _(phrases.WITHHELD_SHORT) if row is not None and row.withheld else _(phrases.NO_DATA)
        return f'<td class="zc-num">{phrases.said(reason)}</td>'
    said, told = view.verdicts[area], ""
    if said in CLEAR:
        words = escape(differences.beside_flanders(said))
        told = f'<i aria-hidden="true">{SIGNS[said]}</i><span class="zc-read">{words}</span>'
    few = f"<em>{escape(_('weinig antwoorden'))}</em>" if row.status is Status.LOW_RELIABILITY else ""
    interval = view.interval(row)
    under = f"<span>{escape(interval)}</span>" if interval else ""
    return f'<td class="zc-num"><b>{escape(view.text(row, short=True))}</b>{told}{under}{few}</td>'
