"""Work that was started from a page: how far it is, and what it ended with."""

import shlex
from collections.abc import Sequence
from html import escape
from pathlib import Path

import streamlit as st

from databeheer import jobs
from databeheer.words import ended, moment, t
from pages.components import pieces

_TAIL = 12
_EVERY = 2.0


def button(home: Path, label: str, words: Sequence[str], *, key: str, primary: bool = False) -> None:
    """Draw a button that starts a command; it rests while another one runs."""
    busy = jobs.running(home) is not None
    if st.button(label, key=key, disabled=busy, type="primary" if primary else "secondary"):
        begin(home, words)


def begin(home: Path, words: Sequence[str]) -> None:
    """Start a command and draw the page anew; says why where it cannot."""
    try:
        jobs.start(home, words)
    except jobs.JobError as error:
        pieces.notices([t("Er loopt al iets. Wacht tot het klaar is.", str(error))])
        return
    st.rerun()


def named(job: jobs.Job) -> str:
    """Write a job as one would type it, folders by their last name."""
    return shlex.join(Path(word).name if "/" in word else word for word in job.words)


@st.fragment(run_every=_EVERY)
def _strip(home: Path, known: str) -> None:
    """Show what runs, again and again; when it has ended the whole page is drawn anew."""
    job = jobs.running(home)
    if job is None or job.id != known:
        st.rerun()
    said = escape("\n".join(job.progress[-_TAIL:]) or "…")
    pieces.show(
        f'<section class="zc-part" role="status"><h2>{escape(t("Loopt nu", "Running now"))}: {escape(named(job))}</h2>'
        f'<p class="zc-sub">{escape(t("sinds", "since"))} {escape(moment(job.started))}</p>'
        f'<pre class="db-said">{said}</pre></section>'
    )


def strip(home: Path) -> None:
    """Show under a page what runs, if anything does."""
    job = jobs.running(home)
    if job is not None:
        _strip(home, job.id)


def outcome(job: jobs.Job | None, never: str) -> None:
    """Say how a job ended, with what it reported; ``never`` where none was run."""
    if job is None:
        pieces.show(f'<p class="zc-lead zc-quiet">{escape(never)}</p>')
        return
    css = "db-good" if job.status == 0 else "db-warn"
    pieces.show(
        f'<p class="zc-lead"><b class="{css}">{escape(ended(job.status))}</b> · {escape(named(job))} · '
        f"{escape(moment(job.started))}</p>"
    )


def draw(home: Path, _incoming: Path | None) -> None:
    """Draw the page with all work that is kept, the newest first."""
    done = [job for job in jobs.jobs(home) if job.status is not None]
    if not done:
        pieces.show(f'<p class="zc-lead zc-quiet">{escape(t("Nog niets gestart.", "Nothing was started yet."))}</p>')
    for job in done:
        with st.expander(f"{moment(job.started)} · {named(job)} · {ended(job.status)}"):
            said = escape("\n".join(job.progress[-40:]))
            pieces.show(f'<pre class="db-said">{said}\n\n{escape(job.report[:20_000])}</pre>')
