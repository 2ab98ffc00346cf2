"""The page of the register of corrections."""

from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from data import clock
from data.corrections import CorrectionError, Register
from data.faults import FaultError
from databeheer.parts import lead
from databeheer.words import day, t
from pages.components import pieces


def draw(home: Path, _incoming: Path | None) -> None:
    """Draw the register: what was reported, what is late, and what was done."""
    register, today = Register(home), clock.today()
    rows = []
    for one in reversed(register.all()):
        if one.told_on is not None:
            state = t(f"afgehandeld {day(one.told_on)}", f"settled {day(one.told_on)}")
        elif one.measured_on is not None and one.notice_due is not None:
            state = t(f"inlichten tegen {day(one.notice_due)}", f"tell by {day(one.notice_due)}")
        else:
            state = t(f"maatregel tegen {day(one.measures_due)}", f"measures by {day(one.measures_due)}")
        late = '<b class="db-warn">' + escape(t("te laat", "late")) + "</b> · " if one.is_late(today) else ""
        rows.append(
            ("", [one.number, day(one.reported_on), escape(one.reporter), escape(one.about), late + escape(state)])
        )
    if rows:
        columns = [
            ("", False),
            (t("Gemeld", "Reported"), False),
            (t("Door", "By"), False),
            (t("Wat", "What"), False),
            (t("Stand", "State"), False),
        ]
        pieces.show(pieces.table(t("Correcties", "Corrections"), columns, rows))
    else:
        lead("Er is niets gemeld.", "Nothing was reported.", quiet=True)
    _report(register)
    _settle(register)


def _report(register: Register) -> None:
    with st.form("melden", clear_on_submit=True):
        reporter = st.text_input(t("Door welke dienst of kring gemeld", "Reported by which office or kring"))
        about = st.text_input(
            t("Wat klopt er niet, zonder namen of nummers", "What is wrong, without names or numbers")
        )
        if st.form_submit_button(t("Melding noteren", "Note the report")):
            _noted(lambda: register.report(reporter, about))


def _settle(register: Register) -> None:
    waiting = [one for one in register.all() if one.told_on is None]
    if not waiting:
        return
    with st.form("afhandelen", clear_on_submit=True):
        number = st.selectbox(t("Correctie", "Correction"), [one.number for one in waiting])
        delivery = st.text_input(t("Levering die verbetert (of leeg)", "Delivery that corrects it (or empty)"))
        outcome = st.text_input(t("Of wat beslist werd", "Or what was decided"))
        done, told = (
            st.form_submit_button(t("Maatregel noteren", "Note the measures")),
            st.form_submit_button(t("Melder is ingelicht", "The reporter was told")),
        )
    if done:
        _noted(lambda: register.measure(number, delivery=delivery.strip(), outcome=outcome))
    if told:
        _noted(lambda: register.tell(number))


def _noted(act: Any) -> None:
    try:
        act()
    except (CorrectionError, FaultError) as error:
        pieces.notices([str(error)])
        return
    st.rerun()
