"""The page of what is due in the coming two years."""

from html import escape
from pathlib import Path

import streamlit as st

from data import clock
from databeheer import facts, running
from databeheer.parts import DUE, lead
from databeheer.words import day, t
from pages.components import pieces


def draw(home: Path, _incoming: Path | None) -> None:
    """Draw what is due in the coming two years."""
    today = clock.today()
    rows = [
        (
            "",
            [
                f"<b class='db-warn'>{day(due.day)}</b>" if due.day <= today else day(due.day),
                escape(t(*DUE[due.kind])),
                escape(due.of),
            ],
        )
        for due in facts.calendar(home, today)
    ]
    if rows:
        columns = [(t("Dag", "Day"), False), (t("Wat", "What"), False), (t("Van", "Of"), False)]
        pieces.show(pieces.table(t("Kalender", "Calendar"), columns, rows))
    else:
        lead("De komende twee jaar is er niets te doen.", "Nothing is due in the coming two years.")
    with st.container(key="vernietigen"):
        sure = st.checkbox(t("Ja, vernietig wat over zijn termijn is", "Yes, destroy what is past its term"))
        if sure:
            running.button(home, t("Vernietigen", "Destroy"), ["retention", "--apply"], key="retention")
