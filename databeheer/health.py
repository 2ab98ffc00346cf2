"""The page of health: whether everything is whole, and of when the last back-up is."""

import os
from html import escape
from pathlib import Path

import streamlit as st

from databeheer import facts, jobs, running
from databeheer.parts import lead, part
from databeheer.words import moment, t
from pages.components import pieces

PLACES = ("ZORGCAPACITEIT_BACKUP", "ZORGCAPACITEIT_BACKUP_KEYS", "ZORGCAPACITEIT_BACKUP_PASSWORD_FILE")
"""What has to be known of a back-up: where the data go, where the keys, and the file of the password."""


def draw(home: Path, _incoming: Path | None) -> None:
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
    if missing := [name for name in PLACES if not os.environ.get(name)]:
        named = ", ".join(missing)
        lead(
            f"Een back-up kan hier niet gestart worden: {named} ontbreekt. Die staan in backup.env van de nachtelijke "
            "back-up; start Databeheer met dezelfde instellingen, of wacht op de nacht.",
            f"No back-up can be started here: {named} is missing. They stand in backup.env of the nightly "
            "back-up; start Databeheer with the same settings, or wait for the night.",
        )
    else:
        with st.container(horizontal=True, key="backup_doen"):
            running.button(home, t("Back-up maken", "Back up"), ["backup"], key="backup")
            running.button(
                home, t("Terugzetten bewijzen", "Prove a restore"), ["backup", "--check"], key="backup_check"
            )
    done = jobs.last(home, "backup")
    if done is not None:
        running.outcome(done, "")
        if done.status:
            pieces.show(f'<pre class="db-said">{escape(chr(10).join(done.progress[-6:]))}</pre>')
