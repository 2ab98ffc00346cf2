"""The choices that screens draw alike: number, answer, year, level, area, and the row above a table.

Each is in step with the address under its own name (``pages/shell/address.py``). A choice that a screen keeps but
does not draw is only held, with ``drawn=False``.
"""

from collections.abc import Callable, Mapping, Sequence
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from aggregation.indicators import Indicator
from data.releases import Release
from data.terms import Level
from pages.components import pieces
from pages.shell import address
from pages.views import choosing
from pages.words import language, phrases
from pages.words.language import gettext as _


def sentence() -> DeltaGenerator:
    """Give the line in which the controls of a screen stand as a sentence."""
    return st.container(key="keuze", horizontal=True, vertical_alignment="center")


def say(text: str) -> None:
    """Draw words of that sentence."""
    pieces.show(f'<span class="zc-say">{escape(text)}</span>')


def pick(
    name: str,
    options: Sequence[str],
    default: str,
    *,
    called: str,
    label: str,
    show: Callable[[str], str],
    width: int,
    drawn: bool = True,
) -> str:
    """Draw a choice, or only hold it; the parameters are those of ``address.choose``."""
    if drawn:
        return address.choose(name, options, default, called=called, label=label, show=show, width=width)
    return address.seed(name, options, default, called=called)


def indicator(known: Mapping[str, Indicator], *, width: int = 330, drawn: bool = True) -> Indicator:
    """Choose one of the numbers in ``known``; the first is the default."""
    name = pick(
        "cijfer",
        list(known),
        next(iter(known)),
        called=_("het cijfer"),
        label=_("Cijfer"),
        show=lambda key: language.pick(known[key].label),
        width=width,
        drawn=drawn,
    )
    return known[name]


def answer(entry: Indicator, *, width: int = 250, drawn: bool = True) -> str:
    """Choose which answer or measure of a number is shown; give its code. With one there is nothing to draw."""
    codes = choosing.shown_by_code(entry)
    return pick(
        "toon",
        list(codes),
        next(iter(codes)),
        called=_("het antwoord"),
        label=_("Antwoord of maat"),
        show=lambda key: choosing.label_of(entry, codes[key]),
        width=width,
        drawn=drawn and len(codes) > 1,
    )


def year(release: Release, *, width: int = 92) -> int:
    """Choose a survey year of a release; the newest is the default."""
    years = [str(each) for each in reversed(release.years())]
    return int(pick("jaar", years, years[0], called=_("het jaar"), label=_("Jaar"), show=str, width=width))


def level_name(level: Level) -> str:
    """Name a level where it begins a sentence: ``Eerstelijnszone``."""
    return language.capital(_(phrases.LEVEL_ONE[level]))


def level_after(level: Level) -> str:
    """Name a level inside a sentence: ``eerstelijnszone``."""
    return _(phrases.LEVEL_ONE[level])


def per_level(level: Level) -> str:
    """Name a level after a number: ``per eerstelijnszone``."""
    return _(phrases.PER_LEVEL[level])


def level(levels: Sequence[Level], *, show: Callable[[Level], str] = per_level, width: int = 205) -> Level:
    """Choose a level; zones are the default where they are among ``levels``, else the first is."""
    default = Level.ELZ if Level.ELZ in levels else levels[0]
    chosen = pick(
        "niveau",
        [each.value for each in levels],
        default.value,
        called=_("het niveau"),
        label=_("Niveau"),
        show=lambda key: show(Level(key)),
        width=width,
    )
    return Level(chosen)


def held_area(names: Mapping[str, str]) -> str | None:
    """Give the chosen area without drawing its control, None without one; ``names`` holds what may be chosen."""
    return address.seed_optional("gebied", names, called=_("het gebied"))


def area(names: Mapping[str, str], *, label: str, placeholder: str, width: int | None = None) -> str | None:
    """Choose an area, None without one.

    Parameters
    ----------
    names : area id to name, in the order of the list.
    width : pixels, None for all there is.
    """
    chosen = address.seed_optional("gebied", names, called=_("het gebied"), drawn=names.__getitem__)
    st.selectbox(
        label,
        list(names),
        index=None,
        format_func=names.__getitem__,
        key=address.key("gebied"),
        on_change=address.touch,
        placeholder=placeholder,
        label_visibility="collapsed",
        width=width or "stretch",
    )
    return chosen


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
