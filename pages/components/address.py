"""The choice of a reader in the address: a link reopens exactly what was seen.

What stands in an address comes from strangers. Every value is held against the closed list of what exists; anything
else becomes the default, and the reader is told. Codes stand in the address, not labels, so that links survive another
wording or language.
"""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from pages.components.language import gettext as _

_PREFIX = "keuze_"
_WRITTEN = "_adres_geschreven"
_TOUCHED = "_adres_bediend"
_NOTES = "_adres_meldingen"


def key(name: str) -> str:
    """Widget key of the choice with that name in the address."""
    return _PREFIX + name


def begin() -> None:
    """Take over the address where it changed by a link, a page switch or the back button; call it first on a page.

    After a touch of a control the controls are right and the address follows; else the address is right.
    """
    touched = st.session_state.pop(_TOUCHED, False)
    st.session_state[_NOTES] = []
    if not touched and st.query_params.to_dict() != st.session_state.get(_WRITTEN):
        for name in [name for name in st.session_state if str(name).startswith(_PREFIX)]:
            del st.session_state[name]


def touch() -> None:
    """Remember that the reader used a control; the callback of every control."""
    st.session_state[_TOUCHED] = True


def put(name: str, value: str | None) -> None:
    """Set a choice from a callback, such as a click on the map."""
    touch()
    st.session_state[key(name)] = value


def seed(name: str, options: Sequence[str], default: str, *, called: str) -> str:
    """Fill the state of a control before it is drawn, and give its value.

    Parameters
    ----------
    name : parameter in the address.
    options : everything that may be chosen now.
    default : what an absent or impossible value becomes.
    called : what the reader calls it, for the note ("het jaar").
    """
    state = key(name)
    if state not in st.session_state:
        given = st.query_params.get(name, "")
        if given and given not in options:
            text = _("In de link stond voor {what} een waarde die hier niet bestaat. U ziet de standaardkeuze.")
            _note(text.format(what=called))
        st.session_state[state] = given if given in options else default
    else:
        # Set again even where it stays the same: another screen with the same address draws another control, and a
        # control that nobody sets begins at its first option.
        now = st.session_state[state]
        st.session_state[state] = now if now in options else default
    return str(st.session_state[state])


def seed_optional(name: str, options: Mapping[str, str] | Sequence[str], *, called: str) -> str | None:
    """Like ``seed`` for a choice that may be empty."""
    state = key(name)
    if state not in st.session_state:
        given = st.query_params.get(name, "")
        if given and given not in options:
            text = _("In de link stond voor {what} een waarde die hier niet bestaat. Er is nu niets gekozen.")
            _note(text.format(what=called))
        st.session_state[state] = given if given in options else None
    else:
        now = st.session_state[state]
        st.session_state[state] = now if now in options else None
    value = st.session_state[state]
    return None if value is None else str(value)


def seed_many(name: str, options: Mapping[str, str] | Sequence[str], *, called: str, most: int) -> list[str]:
    """Like ``seed`` for a list of at most ``most`` choices; in the address they stand with commas between them."""
    state = key(name)
    if state not in st.session_state:
        given = list(dict.fromkeys(part for part in st.query_params.get(name, "").split(",") if part))
        known = [part for part in given if part in options][:most]
        if known != given:
            _note(
                _(
                    "In de link stonden voor {what} te veel waarden, of die hier niet bestaan. Die zijn weggelaten."
                ).format(what=called)
            )
        st.session_state[state] = known
    else:
        st.session_state[state] = [part for part in st.session_state[state] if part in options][:most]
    return list(st.session_state[state])


def choose(
    name: str,
    options: Sequence[str],
    default: str,
    *,
    called: str,
    label: str,
    show: Callable[[str], str],
    width: int | None = None,
    labelled: bool = False,
) -> str:
    """Draw one control in step with the address: part of a sentence, or with its label above (``labelled``)."""
    seed(name, options, default, called=called)
    return str(
        st.selectbox(
            label,
            options,
            format_func=show,
            key=key(name),
            on_change=touch,
            label_visibility="visible" if labelled else "collapsed",
            width=width or "stretch",
        )
    )


def write(choice: Mapping[str, str | int | None]) -> None:
    """Put the whole choice in the address; call it once, when all controls are known."""
    wanted = {name: str(value) for name, value in choice.items() if value is not None}
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)
    st.session_state[_WRITTEN] = wanted


def notes() -> list[str]:
    """Tell what was adjusted in the address, in words for the reader."""
    return list(st.session_state.get(_NOTES, []))


def _note(text: str) -> None:
    st.session_state[_NOTES] = [*st.session_state.get(_NOTES, []), text]
