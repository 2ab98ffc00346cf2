"""The page of deliveries: what came in with its faults, and what the vault holds."""

from collections.abc import Mapping
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from databeheer import facts, jobs, running
from databeheer.facts import State
from databeheer.parts import STATES, lead, part
from databeheer.words import day, t, table_name
from pages.components import pieces
from pages.words import numbers


def draw(home: Path, incoming: Path | None) -> None:
    """Draw deliveries as they came in, with their faults, and those in the vault."""
    found = facts.folders(home, incoming)
    if incoming is None:
        lead(
            "Start Databeheer met --deliveries MAP om te zien wat er binnenkomt.",
            "Start with --deliveries FOLDER to see what comes in.",
            quiet=True,
        )
    elif not found:
        lead(f"In {incoming.name} staat geen levering.", f"There is no delivery in {incoming.name}.", quiet=True)
    for one in found:
        tables = ", ".join(table_name(name) for name in one.tables) or "–"
        css = {State.NEW: "db-warn", State.STORED: "db-good", State.UNREADABLE: "db-warn"}[one.state]
        state = escape(t(*STATES[one.state]))
        pieces.show(
            f'<section class="zc-part"><h3>{escape(one.name)} <span class="db-state {css}">{state}</span></h3>'
            f'<p class="zc-sub">{one.year or "?"} · {escape(tables)}</p></section>'
        )
        if one.state is State.STORED:
            continue
        _take_in(home, one)
        _faults(home, one)
    _stored(home)


def _take_in(home: Path, one: facts.Folder) -> None:
    with st.container(horizontal=True, key=f"doen_{one.name}"):
        running.button(home, t("Controleren", "Check"), ["validate", str(one.path)], key=f"check_{one.name}")
        running.button(
            home,
            t("Innemen en uitgeven", "Take in and release"),
            ["refresh", str(one.path)],
            key=f"in_{one.name}",
            primary=True,
        )
    job = jobs.last(home, "refresh", str(one.path))
    if job is not None and job.status == 1:
        with st.form(f"aanvaard_{one.name}"):
            codes = st.text_input(
                t(
                    "Waarschuwingen die kloppen (codes, met een spatie ertussen)",
                    "Warnings that are right (codes, a space between)",
                )
            )
            why = st.text_input(t("Waarom, zonder namen of nummers", "Why, without names or numbers"))
            if (
                st.form_submit_button(t("Innemen met deze waarschuwingen", "Take in with these warnings"))
                and codes
                and why
            ):
                accepted = [word for code in codes.split() for word in ("--accept", code)]
                running.begin(home, ["refresh", str(one.path), *accepted, "--why", why])


def _faults(home: Path, one: facts.Folder) -> None:
    """Show what the last check or intake of a folder said: every fault, with its file, column and rows."""
    checked = [
        job for job in (jobs.last(home, "validate", str(one.path)), jobs.last(home, "refresh", str(one.path))) if job
    ]
    if not checked:
        return
    job = max(checked, key=lambda job: job.started)
    running.outcome(job, "")
    told = (job.document or {}).get("deliveries", [job.document] if job.document else [])
    rows = [
        (
            "",
            [
                escape(str(fault.get("file", ""))),
                escape(str(fault.get("column", ""))),
                escape(_rows(fault)),
                escape(str(fault.get("text", ""))),
            ],
        )
        for report in told
        for kind in ("faults", "warnings")
        for fault in report.get(kind, [])
    ]
    if rows:
        columns = [
            (t("Bestand", "File"), False),
            (t("Kolom", "Column"), False),
            (t("Rijen", "Rows"), True),
            (t("Wat", "What"), False),
        ]
        pieces.show(pieces.table(t("Fouten en waarschuwingen", "Faults and warnings"), columns, rows))
    elif job.status:
        pieces.show(f'<pre class="db-said">{escape(chr(10).join(job.progress[-8:]))}</pre>')


def _rows(fault: Mapping[str, Any]) -> str:
    rows = fault.get("rows") or []
    more = "" if len(rows) <= 3 else " …"
    return ", ".join(map(str, rows[:3])) + more


def _day(value: date) -> str:
    """Write a day that does not break in a table."""
    return f'<span class="db-day">{day(value)}</span>'


def _stored(home: Path) -> None:
    part("In de kluis", "In the vault")
    rows = []
    for one in facts.deliveries(home):
        state = escape(t("vernietigd", "destroyed")) if one.destroyed else _day(one.keep_until)
        tables = ", ".join(f"{table_name(name)} {numbers.number(count)}" for name, count in one.tables.items())
        rows.append(("", [escape(one.delivery_id), str(one.survey_year), _day(one.received_on), escape(tables), state]))
    if not rows:
        lead("De kluis is leeg.", "The vault is empty.", quiet=True)
        return
    columns = [
        (t("Levering", "Delivery"), False),
        (t("Bevraging", "Survey"), False),
        (t("Ontvangen", "Received"), False),
        (t("Rijen per tabel", "Rows per table"), False),
        (t("Bewaard tot", "Kept until"), False),
    ]
    pieces.show(pieces.table(t("Leveringen in de kluis", "Deliveries in the vault"), columns, rows))
