"""The commands ``zorgcapaciteit releases …``: look at releases, publish, roll back, withdraw."""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from aggregation.attack import SECOND_EDITION, Limits, render
from aggregation.release.certificate import ATTACKED
from aggregation.release.prove import prove_beside
from console import Language, NotSafe, Output, in_home, speaking
from data import releases
from data.audit import Action, Audit
from data.intake import shown_before
from data.kms import FileKms
from data.settings import thresholds_of
from data.vault import Purpose, ReleasedMaps, read_certificate


def proving(home: Path, output: Output, *, compared: Collection[str] | None = None) -> Callable[[str], None]:
    """Make the proof that a release needs to be shown: attacked together with everything that was shown by then.

    ``compared`` are the releases that it was compared with just now; when no other was shown since, that stands.

    Raises
    ------
    NotSafe : by what is returned, when the release and an earlier one together single people out.
    """

    def prove(release_id: str) -> None:
        ever = set(releases.list_shown(home)) - {release_id}
        if compared is not None and ever == set(compared) - {release_id}:
            return
        maps = ReleasedMaps(home, FileKms(home), Audit(home))
        shown = {name: tables for name, tables in shown_before(home, maps, output.say).items() if name != release_id}
        with releases.open_release(home, release_id) as opened:
            tables = {name: opened.table(name) for name in ATTACKED}
            limits = Limits(**asdict(thresholds_of(opened.manifest)), second_edition=SECOND_EDITION)
        found = prove_beside(tables, shown, limits=limits, step=output.step)
        if not found:
            return
        output.report(
            "\n\n".join(render(one, output.lang) for one in found.values()),
            {"verdicts": {name: one.to_dict() for name, one in found.items()}},
        )
        raise NotSafe(
            output.choose(
                f"Niet veilig: {release_id} en wat intussen getoond is, zouden samen mensen herkenbaar maken. Wat "
                "getoond wordt, is niet veranderd. Maak de uitgave opnieuw: zorgcapaciteit refresh.",
                f"Not safe: {release_id} and what was shown by now would together single people out. What is shown has "
                "not changed. Make the release again: zorgcapaciteit refresh.",
            )
        )

    return prove


@click.group("releases")
def releases_group() -> None:
    """Uitgaven bekijken, publiceren, terugdraaien en intrekken."""


@releases_group.command("list")
@in_home
@speaking
def releases_list(home: Path, as_json: bool, lang: Language) -> None:
    """Alle uitgaven, de nieuwste eerst."""
    rows = releases.list_releases(home)
    lines = [_release_line(row) for row in rows]
    output = Output(as_json, lang)
    output.report(
        "\n".join(lines) or output.choose("Er is nog geen uitgave.", "There is no release yet."), {"releases": rows}
    )


def _release_line(row: Mapping[str, Any]) -> str:
    mark = "→" if row["current"] else " "
    years = ", ".join(str(year) for year in row["survey_years"])
    gone = f"  ingetrokken: {row['why']}" if row["withdrawn_at"] else ""
    return f"{mark} {row['release']}  {years}{gone}"


@releases_group.command("show")
@click.argument("release_id")
@in_home
@speaking
def releases_show(release_id: str, home: Path, as_json: bool, lang: Language) -> None:
    """Wat een uitgave is: manifest en oordeel."""
    document = releases.show(home, release_id)
    Output(as_json, lang).report(json.dumps(document, ensure_ascii=False, indent=2, default=str), document)


@releases_group.command("certificate")
@click.argument("release_id")
@in_home
@speaking
def releases_certificate(release_id: str, home: Path, as_json: bool, lang: Language) -> None:
    """Het volledige certificaat uit de kluis, met de cellen waarover het gaat; niet voor buiten."""
    document = read_certificate(home, FileKms(home), release_id)
    Audit(home).record(Action.VAULT_OPEN, subject=release_id, purpose=Purpose.CAPACITY_PLANNING.value)
    Output(as_json, lang).report(json.dumps(document, ensure_ascii=False, indent=2), document)


@releases_group.command("publish")
@click.argument("release_id")
@in_home
@speaking
def releases_publish(release_id: str, home: Path, as_json: bool, lang: Language) -> None:
    """Laat de schermen deze uitgave tonen."""
    output = Output(as_json, lang)
    releases.publish(home, release_id, prove=proving(home, output))
    output.report(
        output.choose(f"Getoond wordt nu {release_id}.", f"Shown from now on: {release_id}."), {"current": release_id}
    )


@releases_group.command("rollback")
@in_home
@speaking
def releases_rollback(home: Path, as_json: bool, lang: Language) -> None:
    """Toon weer de vorige uitgave."""
    output = Output(as_json, lang)
    current = releases.rollback(home, prove=proving(home, output))
    output.report(output.choose(f"Getoond wordt nu {current}.", f"Shown from now on: {current}."), {"current": current})


@releases_group.command("withdraw")
@click.argument("release_id")
@click.option("--why", required=True)
@in_home
@speaking
def releases_withdraw(release_id: str, why: str, home: Path, as_json: bool, lang: Language) -> None:
    """Verwijder een uitgave; het register bewaart de reden."""
    current = releases.withdraw(home, release_id, why=why)
    shown = f"getoond wordt nu {current}" if current else "er wordt niets meer getoond"
    Output(as_json, lang).report(
        f"{release_id} is ingetrokken; {shown}.", {"withdrawn": release_id, "current": current}
    )


@releases_group.command("diff")
@click.argument("old")
@click.argument("new")
@in_home
@speaking
def releases_diff(old: str, new: str, home: Path, as_json: bool, lang: Language) -> None:
    """Wat er tussen twee uitgaven veranderde."""
    difference = releases.diff(home, old, new)
    summary = difference.summary()
    lines = [f"{old} → {new}", *(f"{count:8d}  {change}" for change, count in summary["cells"].items())]
    if not difference.counts.empty:
        changed = difference.counts[difference.counts["change"] != "same"]
        lines += ["", changed.to_string(index=False)]
    Output(as_json, lang).report("\n".join(lines), summary)
