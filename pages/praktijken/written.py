"""Markup of the screen Praktijken: what is in view in words and numbers, the key of the map, the table of practices."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

from aggregation.indicators import INDICATORS
from aggregation.shown import practice_view
from aggregation.shown.practice_view import MISSING, STOP, YES
from data.terms import BAR, UnitCounted
from geo.figures.palette import NO_DATA
from geo.figures.practice_key import KEY_SIZES, PracticeKey, key_markup, ring_key
from geo.figures.practice_map import answer_colours
from pages.components import pieces
from pages.shell import links
from pages.words import language, numbers, phrases
from pages.words.language import gettext as _
from pages.words.language import mark

WAITING = {
    "0-1": mark("0 of 1 werkdag"),
    "2-3": mark("2 of 3 werkdagen"),
    "4-7": mark("4 tot 7 werkdagen"),
    "8-": mark("8 werkdagen of meer"),
}
ACCESS = {
    "P05": mark("dringend dezelfde dag"),
    "P06": mark("huisbezoek"),
    "P07": mark("op afstand"),
    "P08": mark("zonder afspraak"),
    "P09": mark("’s avonds"),
}
"""Facts that the table names in one column, by what a practice offers."""
OPEN = {
    "geen": mark("open voor nieuwe patiënten"),
    "gedeeltelijk": mark("gedeeltelijk open"),
    "volledig": mark("gesloten voor nieuwe patiënten"),
}
NOT_GIVEN = mark("niet ingevuld")


def practices(number: int) -> str:
    """Write a number of practices."""
    return f"{numbers.number(number)}{numbers.NO_BREAK}{phrases.units(UnitCounted.PRACTICE, number)}"


def look_label(look: str) -> str:
    """Name what colours the map: a fact, or one answer of it."""
    fact = practice_view.fact_of(look)
    label = language.pick(INDICATORS[fact.id].label)
    code = look.partition(practice_view.IS)[2]
    return f"{label}: {language.small(answer_label(fact.id, code))}" if code else label


def answer_label(name: str, code: str) -> str:
    """Name an answer of a fact."""
    if code == MISSING:
        return _(NOT_GIVEN)
    if name == "P04":
        return _(WAITING[code])
    return language.pick(INDICATORS[name].label_of(code))


def seen_label(look: str, code: str) -> str:
    """Name an answer as a look tells it apart: yes or no where it is about one answer of several."""
    fact = practice_view.fact_of(look)
    if fact.many and code != MISSING:
        return _("ja") if code == YES else _("nee")
    return answer_label(fact.id, code)


def key_label(look: str, code: str) -> str:
    """Name an answer in the key of a figure, which is also read far from the screen: with a capital."""
    is_stop = practice_view.fact_of(look).id == STOP
    return language.capital(_(OPEN[code]) if is_stop and code in OPEN else seen_label(look, code))


def filter_words(tokens: Sequence[str]) -> str:
    """Tell the filters in words: several answers of one fact joined by "of"."""
    parts = []
    for name in practice_view.facts():
        codes = [token.partition(practice_view.IS)[2] for token in tokens if token.startswith(name)]
        if codes:
            either = f" {_('of')} ".join(language.small(answer_label(name, code)) for code in codes)
            parts.append(f"{language.pick(INDICATORS[name].label)}: {either}")
    return " · ".join(parts)


def in_view(name: str, rows: pd.DataFrame, facts: Sequence[str]) -> str:
    """Tell how many practices are in view.

    Parameters
    ----------
    rows : the practices in view.
    facts : sentences about where that number comes from.
    """
    lines = " ".join(escape(text) for text in facts if text)
    return (
        f'<div class="zc-inbeeld"><h2>{escape(name)}</h2><span class="zc-value">{escape(practices(len(rows)))}</span>'
        f"<p>{lines}</p></div>"
    )


def stop_bar(counts: Mapping[str, int]) -> str:
    """Tell how many of the practices in view are open, partly open and closed; there is at least one."""
    colours = dict(zip(OPEN, answer_colours(len(OPEN)), strict=True)) | {MISSING: NO_DATA}
    total = sum(counts.values())
    shown = {code: number for code, number in counts.items() if number or code != MISSING}
    bar = "".join(
        f'<i style="flex-grow:{number};background:{colours[code]}"></i>' for code, number in shown.items() if number
    )
    items = "".join(
        f'<li><i style="background:{colours[code]}"></i><b>{numbers.number(number)}</b>'
        f"<span>{escape(_(OPEN[code]) if code else _('zonder antwoord hierover'))}"
        f" <em>{numbers.percent(100 * number / total)}</em></span></li>"
        for code, number in shown.items()
    )
    return f'<div class="zc-stop"><div class="zc-stopbar" aria-hidden="true">{bar}</div><ol>{items}</ol></div>'


def key_of(look: str, counts: Mapping[str, int], *, bundled: bool) -> PracticeKey:
    """Describe the key of the map: the colour of every answer with its number of practices, and how large circles are.

    Parameters
    ----------
    bundled : practices stand in circles, one per municipality.
    """
    colours = answer_colours(len(practice_view.answers_of(look)))
    shades = dict(zip(practice_view.answers_of(look), colours, strict=True))
    shades |= {MISSING: NO_DATA} if counts[MISSING] else {}
    items = tuple((shade, key_label(look, code), numbers.number(counts[code])) for code, shade in shades.items())
    caption = _("{what}, aantal praktijken").format(what=look_label(look))
    if not bundled:
        return PracticeKey(caption=caption, items=items)
    small, middle, large = KEY_SIZES
    sizes = _("{small}, {middle} en {large} praktijken").format(small=small, middle=middle, large=large)
    said = _("Voorbeeld van drie cirkels: {sizes}").format(sizes=sizes)
    circles = ring_key(colours, KEY_SIZES, described=said)
    return PracticeKey(caption=caption, items=items, circles=circles, sizes=f"{_('Eén cirkel per gemeente:')} {sizes}.")


def key_of_screen(look: str, counts: Mapping[str, int], *, bundled: bool, unplaced: int) -> str:
    """Draw that key under the map; the bar above the map is the key of the answers on a patient stop."""
    after = _("Klik op een cirkel om elke praktijk te zien.") if bundled else ""
    if unplaced and not bundled:
        after = _("{practices} zonder ligging: alleen in de tabel.").format(practices=practices(unplaced))
    return key_markup(key_of(look, counts, bundled=bundled), told=look == STOP, after=after)


def circle_text(name: str, counts: Mapping[str, int], look: str) -> str:
    """Write what is read over the circle of a municipality, HTML of Plotly."""
    lines = [f"<b>{escape(name)}</b>", practices(sum(counts.values()))]
    lines += [
        f"{numbers.number(number)}  {escape(language.small(seen_label(look, code)))}"
        for code, number in counts.items()
        if number
    ]
    return "<br>".join(lines)


def point_text(name: str, row: Mapping[Any, Any], look: str, code: str) -> str:
    """Write what is read over a practice, HTML of Plotly: municipality and the facts that matter most."""
    lines = [f"<b>{escape(name)}</b>"]
    if practice_view.fact_of(look).id not in (STOP, "P10", "P12"):
        lines.append(f"{escape(look_label(look))}: {escape(language.small(seen_label(look, code)))}")
    if row[STOP]:
        lines.append(escape(answer_label(STOP, row[STOP])))
    kind = [answer_label(fact, row[fact]) for fact in ("P10", "P12") if row[fact]]
    if kind:
        lines.append(escape(" · ".join(kind)))
    return "<br>".join(lines)


COLUMNS = (
    mark("Gemeente"),
    mark("Patiëntenstop"),
    mark("Voorwaarden"),
    mark("Wachttijd"),
    mark("Toegang"),
    mark("Vorm"),
    mark("Huisartsen"),
    mark("Andere zorgverleners"),
)


def practice_table(caption: str, rows: pd.DataFrame, names: Mapping[str, str], pattern: str) -> str:
    """Draw the practices as a table; a practice has no name and no key in it.

    Parameters
    ----------
    pattern : link to the practices of a municipality (``pages/shell/links.py``).
    """
    return pieces.table(
        caption,
        [(_(title), False) for title in COLUMNS],
        [("", _cells(row, names, pattern)) for row in rows.to_dict("records")],
    )


def _cells(row: Mapping[Any, Any], names: Mapping[str, str], pattern: str) -> list[str]:
    area = row["gemeente"]
    place = links.fill(pattern, area, names.get(area, area))
    if pd.isna(row["longitude"]):
        place += f' <span class="zc-remark">{escape(_("zonder ligging"))}</span>'
    return [
        place,
        _stop(row[STOP]),
        _text([*_answers(row, "P02"), *([_("afgebakend werkgebied")] if row["P03"] == YES else [])]),
        _text(_answers(row, "P04")),
        _access(row),
        _text(_answers(row, "P10")),
        _text([language.pick(INDICATORS["P12"].label_of(row["P12"]))] if row["P12"] else []),
        _text(_answers(row, "P14")),
    ]


def _answers(row: Mapping[Any, Any], name: str) -> list[str]:
    return [answer_label(name, code) for code in row[name].split(BAR) if code]


def _text(parts: Sequence[str]) -> str:
    if not parts:
        return f'<span class="zc-remark">{escape(_(NOT_GIVEN))}</span>'
    first, *rest = parts
    return escape(", ".join([first, *(language.small(part) for part in rest)]))


def _stop(code: str) -> str:
    if code == MISSING:
        return _text([])
    colour = dict(zip(OPEN, answer_colours(len(OPEN)), strict=True))[code]
    return f'<span class="zc-stip"><i style="background:{colour}"></i>{escape(answer_label(STOP, code))}</span>'


def _access(row: Mapping[Any, Any]) -> str:
    given = [_(text) for name, text in ACCESS.items() if row[name] == YES]
    unknown = [_(text) for name, text in ACCESS.items() if row[name] == MISSING]
    if len(unknown) == len(ACCESS):
        return _text([])
    text = escape(", ".join(given) if given else _("geen van de vijf"))
    if unknown:
        what = escape(", ".join(unknown))
        text += f' <span class="zc-remark">({escape(_(NOT_GIVEN))}: {what})</span>'
    return text
