"""The pages about what comes in, who answered, what is due, corrections and health."""

from collections.abc import Mapping
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from data import clock
from data.corrections import CorrectionError, Register
from data.faults import FaultError
from databeheer import facts, jobs, running
from databeheer.facts import State
from databeheer.words import day, moment, t, table_name
from pages.components import pieces
from pages.words import numbers

_DUE = {
    "retention": ("bewaartermijn: vernietigen", "retention: destroy"),
    "measures": ("correctie: maatregel", "correction: measures"),
    "notice": ("correctie: melder inlichten", "correction: tell the reporter"),
    "ima": ("IMA kan komen, van bevraging", "IMA can come, of survey"),
    "permission": ("einde van de toestemming", "end of the permission"),
}
_STATES = {
    State.NEW: ("nog niet ingenomen", "not taken in"),
    State.STORED: ("in de kluis", "in the vault"),
    State.UNREADABLE: ("manifest klopt niet", "manifest is wrong"),
}


def lead(dutch: str, english: str, *, quiet: bool = False) -> None:
    """Draw a line of running text."""
    pieces.show(f'<p class="zc-lead{" zc-quiet" if quiet else ""}">{escape(t(dutch, english))}</p>')


def part(dutch: str, english: str) -> None:
    """Draw the title of a part."""
    pieces.show(f'<section class="zc-part"><h2>{escape(t(dutch, english))}</h2></section>')


def todo(home: Path, incoming: Path | None) -> None:
    """Draw what asks for somebody now: deliveries to take in, terms, corrections, a release to look at, a back-up."""
    today = clock.today()
    items = [
        (t(f"Levering {one.name} staat klaar", f"Delivery {one.name} is waiting"), t(*_STATES[one.state]))
        for one in facts.folders(home, incoming)
        if one.state is not State.STORED
    ]
    items += [
        (f"{t(*_DUE[due.kind])}: {due.of}", t(f"sinds {day(due.day)}", f"since {day(due.day)}"))
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


def deliveries(home: Path, incoming: Path | None) -> None:
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
        state = escape(t(*_STATES[one.state]))
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


def responses(home: Path, incoming: Path | None) -> None:
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


def calendar(home: Path, _incoming: Path | None) -> None:
    """Draw what is due in the coming two years."""
    today = clock.today()
    rows = [
        (
            "",
            [
                f"<b class='db-warn'>{day(due.day)}</b>" if due.day <= today else day(due.day),
                escape(t(*_DUE[due.kind])),
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


def corrections(home: Path, _incoming: Path | None) -> None:
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


def health(home: Path, _incoming: Path | None) -> None:
    """Draw whether vault, keys, trails and releases are whole, and of when the last back-up is."""
    running.button(home, t("Alles nakijken", "Check everything"), ["verify"], key="verify", primary=True)
    job = jobs.last(home, "verify")
    running.outcome(job, t("Nog niet nagekeken.", "Not checked yet."))
    problems = (job.document or {}).get("problems", []) if job else []
    if problems:
        pieces.show('<ul class="db-todo">' + "".join(f"<li>{escape(text)}</li>" for text in problems) + "</ul>")
    elif job is not None and job.status == 0:
        lead("Kluis, sleutels, sporen en uitgaven zijn heel.", "Vault, keys, trails and releases are whole.")
    part("Back-up", "Back-up")
    copied = facts.last_backup(home)
    if copied is None:
        lead("Er is nog geen back-up gemaakt.", "No back-up was ever made.")
    else:
        lead(f"De laatste is van {moment(copied['at'])}.", f"The last one is of {moment(copied['at'])}.")
    with st.container(horizontal=True, key="backup_doen"):
        running.button(home, t("Back-up maken", "Back up"), ["backup"], key="backup")
        running.button(home, t("Terugzetten bewijzen", "Prove a restore"), ["backup", "--check"], key="backup_check")
    done = jobs.last(home, "backup")
    if done is not None:
        running.outcome(done, "")
        if done.status:
            pieces.show(f'<pre class="db-said">{escape(chr(10).join(done.progress[-6:]))}</pre>')
