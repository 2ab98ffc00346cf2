"""The page about releases: what a release would show, what moved, and publish or go back."""

from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from databeheer import facts, jobs, running
from databeheer.parts import lead
from databeheer.words import moment, t
from pages.components import pieces
from pages.words import numbers

_MOST = 60


def draw(home: Path, _incoming: Path | None) -> None:
    """Draw every release, what the newest would change, and what can be done with it."""
    running.button(home, t("Opnieuw tellen en uitgeven", "Count anew and release"), ["refresh"], key="refresh")
    job = jobs.last(home, "refresh")
    if job is not None:
        running.outcome(job, "")
        if job.status:
            pieces.show(f'<pre class="db-said">{escape(chr(10).join(job.progress[-8:]))}</pre>')
    rows = facts.release_rows(home)
    if not rows:
        lead("Er is nog geen uitgave.", "There is no release yet.", quiet=True)
        return
    columns = [
        (t("Uitgave", "Release"), False),
        (t("Gemaakt", "Made"), False),
        (t("Jaren", "Years"), False),
        (t("Stand", "State"), False),
    ]
    shown = [
        (
            "zc-chosen" if row["current"] else "",
            [
                escape(row["release"]),
                moment(row["written_at"]),
                ", ".join(map(str, row["survey_years"])),
                escape(_state(row)),
            ],
        )
        for row in rows
    ]
    pieces.show(pieces.table(t("Uitgaven", "Releases"), columns, shown))
    waiting = [row["release"] for row in rows if row["present"] and not row["current"]]
    if not waiting:
        return
    chosen = st.selectbox(t("Bekijk of toon een andere uitgave", "Look at or show another release"), waiting)
    with st.container(horizontal=True, key="uitgave_doen"):
        running.button(
            home, t("Wat zou veranderen", "What would change"), ["releases", "preview", chosen], key="preview"
        )
        if st.checkbox(t("Ik heb gezien wat verandert", "I have seen what changes")):
            running.button(home, t("Tonen", "Show it"), ["releases", "publish", chosen], key="publish", primary=True)
    _preview(jobs.last(home, "releases", "preview", chosen))
    published = jobs.last(home, "releases", "publish")
    if published is not None and published.status:
        running.outcome(published, "")
        pieces.show(f'<pre class="db-said">{escape(chr(10).join(published.progress[-8:]))}</pre>')


def _state(row: dict[str, Any]) -> str:
    if row["withdrawn_at"]:
        return t(f"ingetrokken: {row['why']}", f"withdrawn: {row['why']}")
    told = [t("wordt getoond", "is shown")] if row["current"] else []
    if not row["published"]:
        told.append(t("nooit getoond", "never shown"))
    waits = sorted({*row["years_kept"], *row["tables_kept"]})
    if waits:
        told.append(t(f"correcties wachten van {', '.join(waits)}", f"corrections wait of {', '.join(waits)}"))
    return "; ".join(told) or t("vroeger getoond", "shown before")


def _preview(job: jobs.Job | None) -> None:
    """Show how much a release shows and withholds, and in sentences what would move."""
    if job is None:
        return
    running.outcome(job, "")
    document = job.document
    if document is None or "sizes" not in document:
        pieces.show(f'<pre class="db-said">{escape(chr(10).join(job.progress[-8:]))}</pre>')
        return
    columns = [
        (t("Jaar", "Year"), False),
        (t("Niveau", "Level"), False),
        (t("Getoond", "Shown"), True),
        (t("Niet getoond", "Not shown"), True),
    ]
    rows = [
        ("", [str(row["year"]), escape(row["level"]), numbers.number(row["shown"]), numbers.number(row["withheld"])])
        for row in document["sizes"]
    ]
    pieces.show(pieces.table(t("Wat ze toont", "What it shows"), columns, rows))
    said = document.get("difference", {}).get("said", [])
    if said:
        more = len(said) - _MOST
        lines = "".join(f"<li>{escape(text)}</li>" for text in said[:_MOST])
        rest = f"<li>{escape(t(f'… en nog {more}.', f'… and {more} more.'))}</li>" if more > 0 else ""
        pieces.show(f'<ul class="db-todo">{lines}{rest}</ul>')
    elif "difference" in document:
        lead("Geen enkel getoond cijfer verandert.", "No shown number changes.")
