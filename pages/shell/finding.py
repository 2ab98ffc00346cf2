"""Find a number: a box that takes everyday words, and the numbers by theme beside it."""

import streamlit as st

from aggregation.indicators import INDICATORS, themes
from pages.shell import address
from pages.shell.screen import known
from pages.views import finding
from pages.views.choices import NUMBER, NUMBERS, Choice, Chosen
from pages.words import language
from pages.words.language import gettext as _
from pages.words.language import mark

_THEME, _NUMBER = "_thema", "_thema_cijfer"
_SHOWN, _MOST_NAMED = 40, 6
"""Signs of what was typed that are repeated, and other numbers that a note names."""
NOTHING = mark("Geen cijfer heet of gaat over “{words}”. Kijk bij de thema's, of typ een ander woord.")
OTHERS = mark("“{words}” past bij meer cijfers. U ziet {this}; kies anders: {others}.")


def box(choice: Choice, chosen: Chosen, *, width: int) -> None:
    """Draw the choice of a number; ``chosen`` holds it already."""
    st.selectbox(
        _(choice.label),
        list(choice.options(chosen)),
        format_func=choice.words(chosen),
        key=address.key(choice.name),
        on_change=_take,
        args=(choice.name, tuple(choice.options(chosen))),
        label_visibility="collapsed",
        width=width,
        accept_new_options=True,  # what no label says reaches us: pensioen, burn-out
        filter_mode="contains",
    )


def by_theme(chosen: Chosen) -> None:
    """Draw the numbers by theme, one theme at a time, on a screen that shows a number or several."""
    screen = known().get(str(st.session_state.get(address.SCREEN, "")))
    choice = next((each for each in screen.choices if each in (NUMBER, NUMBERS)), None) if screen else None
    if choice is None:
        return
    options = list(choice.options(chosen))
    held = st.session_state.get(address.key(choice.name), st.query_params.get(choice.name, ""))
    now = [name for name in (held if isinstance(held, list) else str(held).split(",")) if name in options]
    found = {theme.code: (theme, names) for theme, names in themes.of(options).items()}
    own = next((code for code, (_theme, names) in found.items() if {*now} & {*names}), next(iter(found)))
    with st.popover(_("Thema's")):
        theme = st.pills(
            _("Thema"),
            list(found),
            format_func=lambda code: language.pick(found[code][0].label),
            key=f"{_THEME}_{own}",  # another number brings its own theme along
            default=own,
            required=True,
        )
        names = found[str(theme)][1]
        key = f"{_NUMBER}_{theme}_{'_'.join(now)}"
        st.pills(
            _("Cijfer"),
            names,
            format_func=lambda name: language.pick(INDICATORS[name].label),
            key=key,
            default=next((name for name in now if name in names), None),
            on_change=_pick,
            args=(choice.name, key, now if choice.is_list else None),
        )


def _pick(name: str, key: str, beside: list[str] | None) -> None:
    """Take the number that was pressed, or put it with those that are there; pressed twice it stays."""
    pressed = st.session_state[key]
    if pressed is None or pressed in (beside or ()):
        return
    address.put(name, pressed if beside is None else [*beside, pressed])


def _take(name: str, known: tuple[str, ...]) -> None:
    """Take the number that was picked or meant; where nothing is meant the former one stays."""
    typed = st.session_state[address.key(name)]
    if typed in known:
        address.touch()
        return
    meant = finding.look_up(typed or "", known)
    words = (typed or "")[:_SHOWN]
    if not meant:
        address.put(name, st.query_params.get(name))
        if words:
            address.tell(_(NOTHING).format(words=words))
        return
    address.put(name, meant[0])
    if len(meant) > 1:
        labels = [language.pick(INDICATORS[code].label) for code in meant]
        others = "; ".join(labels[1 : _MOST_NAMED + 1])
        address.tell(_(OTHERS).format(words=words, this=labels[0], others=others))
