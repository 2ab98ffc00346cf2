"""The page of what asks for somebody now, and of what is awaited."""

from html import escape
from pathlib import Path

from data import clock
from databeheer import facts, jobs
from databeheer.facts import State
from databeheer.parts import DUE, STATES, lead, part
from databeheer.words import day, t, table_name
from pages.components import pieces


def draw(home: Path, incoming: Path | None) -> None:
    """Draw what asks for somebody now: deliveries to take in, terms, corrections, a release to look at, a back-up."""
    today = clock.today()
    items = [
        (t(f"Levering {one.name} staat klaar", f"Delivery {one.name} is waiting"), t(*STATES[one.state]))
        for one in facts.folders(home, incoming)
        if one.state is not State.STORED
    ]
    items += [
        (f"{t(*DUE[due.kind])}: {due.of}", t(f"sinds {day(due.day)}", f"since {day(due.day)}"))
        for due in facts.calendar(home, today)
        if due.day <= today
    ]
    rows = facts.release_rows(home)
    if rows and rows[0]["present"] and not rows[0]["published"]:
        name = rows[0]["release"]
        items.append(
            (
                t(f"Uitgave {name} is nog niet getoond", f"Release {name} is not shown yet"),
                t("bekijk ze bij Uitgaven", "look at it under Releases"),
            )
        )
    if rows and any(row["current"] and (row["years_kept"] or row["tables_kept"]) for row in rows):
        items.append(
            (
                t("Correcties wachten", "Corrections wait"),
                t("elke refresh probeert ze opnieuw", "every refresh tries them again"),
            )
        )
    copied = facts.last_backup(home)
    if copied is None:
        items.append(
            (t("Er is nog geen back-up gemaakt", "No back-up was ever made"), t("zie Gezondheid", "see Health"))
        )
    looked = jobs.last(home, "verify")
    if looked is not None and looked.status:
        items.append(
            (t("De laatste controle vond iets", "The last check found something"), t("zie Gezondheid", "see Health"))
        )
    if not items:
        lead("Niets vraagt nu iets van u.", "Nothing asks for anything now.")
    else:
        lines = "".join(f"<li><b>{escape(what)}</b><span>{escape(how)}</span></li>" for what, how in items)
        pieces.show(f'<ul class="db-todo">{lines}</ul>')
    part("Wat nog verwacht wordt", "What is awaited")
    _awaited(home)


def _awaited(home: Path) -> None:
    today = clock.today()
    rows = []
    for one in facts.awaited(home, today):
        when = (
            t("kan nu", "any day")
            if one.from_ is None or one.from_ <= today
            else t(f"vanaf {day(one.from_)}", f"from {day(one.from_)}")
        )
        need = t("nodig om te tellen", "needed to count") if one.needed else t("mag later", "may come later")
        rows.append(("", [str(one.year), escape(table_name(one.table)), escape(when), escape(need)]))
    if not rows:
        lead("Alles is binnen.", "Everything is in.")
        return
    columns = [
        (t("Bevraging", "Survey"), False),
        (t("Tabel", "Table"), False),
        (t("Wanneer", "When"), False),
        ("", False),
    ]
    pieces.show(pieces.table(t("Wat verwacht wordt", "What is awaited"), columns, rows))
