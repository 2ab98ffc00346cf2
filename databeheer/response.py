"""The page of who answered so far, by kring."""

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from databeheer import facts, jobs, running
from databeheer.facts import State
from databeheer.parts import lead
from databeheer.words import t
from pages.components import pieces
from pages.words import numbers


def draw(home: Path, incoming: Path | None) -> None:
    """Draw who answered so far by kring, the one to chase first on top."""
    lead(
        "Hoeveel er per kring geantwoord is. Bovenaan staat waar de onzekerheid het grootst is: daar helpt een "
        "antwoord meer het meest.",
        "How many answered, by kring. On top is where uncertainty is largest: there one more answer helps most.",
    )
    choices = [one for one in facts.folders(home, incoming) if one.state is State.NEW]
    names = ["", *(str(one.path) for one in choices)]
    with st.container(horizontal=True, vertical_alignment="bottom", key="respons_doen"):
        chosen = st.selectbox(
            t("Naast de kluis ook lezen", "Read beside the vault"),
            names,
            format_func=lambda name: Path(name).name if name else t("niets: zoals bewaard", "nothing: as stored"),
        )
        running.button(home, t("Tellen", "Count"), ["response", *([chosen] if chosen else [])], key="tel", primary=True)
    job = jobs.last(home, "response")
    running.outcome(job, t("Nog niet geteld.", "Not counted yet."))
    document = job.document if job else None
    if document is None or "kringen" not in document:
        if job is not None and job.status:
            pieces.show(f'<pre class="db-said">{escape(chr(10).join(job.progress[-8:]))}</pre>')
        return
    rows = [("", _response_row(row)) for row in document["kringen"]]
    columns = [
        (t("Kring", "Kring"), False),
        (t("Artsen", "Doctors"), True),
        (t("Praktijken", "Practices"), True),
        (t("Marge", "Margin"), True),
        (t("Met tien antwoorden meer", "With ten answers more"), True),
    ]
    pieces.show(pieces.table(t("Respons per kring", "Response by kring"), columns, rows))
    lead(
        "De marge is de halve breedte van het 95 %-interval van een aandeel rond de helft. Aantallen van 1 tot 4 "
        "artsen staan er niet bij (…). Deze lijst is alleen voor het datateam.",
        "The margin is half the width of the 95 % interval of a share near a half. Numbers of 1 to 4 doctors are left "
        "out (…). This list is for the data team alone.",
        quiet=True,
    )


def _response_row(row: Mapping[str, Any]) -> list[str]:
    answered = "…" if row["persons_answered"] is None else numbers.number(row["persons_answered"])
    of = t("van", "of")
    margin = "…" if row["margin"] is None else f"± {numbers.number(row['margin'], 1)}"
    gain = "…" if row["gain"] is None else f"−{numbers.number(row['gain'], 1)}"
    return [
        escape(str(row["kring"])),
        f"{answered} {of} {numbers.number(row['persons'])}",
        f"{numbers.number(row['practices_answered'])} {of} {numbers.number(row['practices'])}",
        margin,
        gain,
    ]
