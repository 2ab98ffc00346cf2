"""The choice of a reader in the address: a link reopens exactly what was seen.

What stands in an address comes from strangers. Every value is held against the closed list of what exists; anything
else becomes the default, and the reader is told. Codes stand in the address, not labels, so that links survive another
wording or language.
"""

from collections.abc import Collection, Mapping
from typing import Any

import streamlit as st

from pages.views.choices import Choice, Chosen, Show
from pages.words.language import gettext as _

_PREFIX = "keuze_"
_WRITTEN = "_adres_geschreven"
_TOUCHED = "_adres_bediend"
_NOTES = "_adres_meldingen"
_TOLD = "_adres_straks"
_DRAWING = "_adres_tekent"
_DRAWN = "_adres_getekend"
_HELD = "_adres_vast"
_ABSENT = object()
SCREEN = "_scherm"
"""In the state of a session: which screen is drawn now, written before it is."""


def key(name: str) -> str:
    """Widget key of the choice with that name in the address."""
    return _PREFIX + name


def begin() -> None:
    """Take over the address where it changed by a link, a page switch or the back button; call it first on a page.

    After a touch of a control the controls are right and the address follows; else the address is right.
    """
    touched = st.session_state.pop(_TOUCHED, False)
    st.session_state[_NOTES] = st.session_state.pop(_TOLD, [])
    # Setting a control makes the browser draw it twice, lists of a thousand places too. A touch proves that the page
    # stands there; the controls that its last complete run drew hold their values, and the browser sends them along.
    screen, shown = st.session_state.pop(_DRAWN, ("", {}))
    st.session_state[_HELD] = shown if touched and screen == _screen() else {}
    st.session_state[_DRAWING] = {}
    if not touched and st.query_params.to_dict() != st.session_state.get(_WRITTEN):
        for name in [name for name in st.session_state if str(name).startswith(_PREFIX)]:
            del st.session_state[name]


def _screen() -> str:
    """Tell which screen is drawn: the controls of another screen are other controls."""
    return str(st.session_state.get(SCREEN, ""))


def touch() -> None:
    """Remember that the reader used a control; the callback of every control."""
    st.session_state[_TOUCHED] = True


def put(name: str, value: str | list[str] | None) -> None:
    """Set a choice from a callback, such as a click on the map."""
    touch()
    st.session_state[key(name)] = value


def _set(name: str, now: Any, value: Any, drawn: Show | None) -> None:
    """Put a value in the state of a control, unless the control is there, holds it and calls it the same.

    Set again even where it stays the same: another screen with the same address draws another control, and a control
    that nobody sets begins at its first option. What is only held is always set: with its control its value goes.
    """
    if drawn is not None:
        st.session_state.setdefault(_DRAWING, {})[name] = drawn
        before = st.session_state.get(_HELD, {}).get(name)
        chosen = value if isinstance(value, list) else [value]
        if now == value and before and all(each is None or _alike(before, drawn, each) for each in chosen):
            return
    st.session_state[key(name)] = value


def _alike(before: Show, after: Show, option: str) -> bool:
    """Tell whether an option is still called what it was: the browser holds what it reads."""
    try:
        return before(option) == after(option)
    except KeyError:  # it was no option then
        return False


def hold(choice: Choice, chosen: Chosen, *, drawn: bool = False) -> Any:
    """Fill the state of a control before it is drawn, and take over its value in ``chosen``.

    Parameters
    ----------
    choice : the choice, with everything that may be chosen now.
    drawn : whether its control is drawn in this run; else the choice is only held.

    Returns
    -------
    What the control holds: an option, None where nothing is chosen, a list for a choice of several.
    """
    options, state = choice.options(chosen), key(choice.name)
    show = choice.words(chosen) if drawn else None
    now: Any = _ABSENT
    if state in st.session_state:
        now = st.session_state[state]
        value = _known(choice, options, list(now) if choice.is_list else [now])
    else:
        given = st.query_params.get(choice.name, "")
        parts = list(dict.fromkeys(part for part in given.split(",") if part)) if choice.is_list else [given]
        value = _known(choice, options, parts)
        if given and (value != parts if choice.is_list else given not in options):
            _note(_adjusted(choice).format(what=_(choice.called)))
    _set(choice.name, now, value, show)
    chosen.values[choice.name] = ",".join(value) if choice.is_list else value or ""
    return value


def _known(choice: Choice, options: Collection[str], given: list[Any]) -> Any:
    """Keep what exists of a choice, in the form in which its control holds it."""
    known = [each for each in given if each in options]
    if choice.is_list:
        return known[: choice.most]
    return known[0] if known else choice.without(options) or None


def _adjusted(choice: Choice) -> str:
    """Say what became of a value that does not exist; ``{what}`` is to be filled in."""
    if choice.is_list:
        return _("In de link stonden voor {what} te veel waarden, of die hier niet bestaan. Die zijn weggelaten.")
    if choice.optional:
        return _("In de link stond voor {what} een waarde die hier niet bestaat. Er is nu niets gekozen.")
    return _("In de link stond voor {what} een waarde die hier niet bestaat. U ziet de standaardkeuze.")


def write(choice: Mapping[str, str | int | None]) -> None:
    """Put the whole choice in the address; call it once, when all controls are known."""
    wanted = {name: str(value) for name, value in choice.items() if value is not None}
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)
    st.session_state[_WRITTEN] = wanted
    st.session_state[_DRAWN] = (_screen(), dict(st.session_state.get(_DRAWING, {})))


def notes() -> list[str]:
    """Tell what was adjusted in the address, and what a callback had to say, in words for the reader."""
    return list(st.session_state.get(_NOTES, []))


def tell(text: str) -> None:
    """Have the next run tell something with its notes; for a callback, which draws nothing itself."""
    st.session_state[_TOLD] = [*st.session_state.get(_TOLD, []), text]


def _note(text: str) -> None:
    st.session_state[_NOTES] = [*st.session_state.get(_NOTES, []), text]
