"""The commands about the trail: whether it is whole, what it says, what stands out in it, and its anchor outside."""

import csv
import io
import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from commands.console import REFUSED, Output, Refused, in_home, speaking
from data.audit import Audit, Outcome, Trail
from data.corrections import Register
from data.notices import Notices
from data.releases import Shelf
from data.watch import PLACE, read_rules, watch

_DAY = click.DateTime(["%Y-%m-%d"])
_FIELDS = ("n", "at", "who", "where", "channel", "what", "outcome", "subject", "purpose", "tables", "why", "statement")


@click.group("trail")
def trail_group() -> None:
    """Wie wat wanneer en waarom deed: nazien, opvragen, uitvoeren, bewaken."""


@trail_group.command("verify")
@click.option(
    "--anchor",
    "anchors",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Bestand met wat trail anchor schreef, bewaard waar wie het spoor schrijft niet kan schrijven.",
)
@in_home
@speaking
def trail_verify(anchors: Path | None, home: Path, output: Output) -> None:
    """Of elke regel van elk spoor er nog staat zoals ze geschreven werd; met --anchor ook of niets herschreven is."""
    kept = [] if anchors is None else _read_anchors(anchors)
    problems, counts = [], {}
    for trail in _trails(home):
        counts[trail.path.name] = len(trail.path.read_bytes().splitlines()) if trail.path.exists() else 0
        problems += trail.verify() + trail.differs_from(kept)
    told = ", ".join(f"{name}: {count}" for name, count in counts.items())
    whole = output.choose(f"Elk spoor is heel ({told} regels).", f"Every trail is whole ({told} lines).")
    output.report("\n".join(problems) or whole, {"problems": problems, "lines": counts, "anchors": len(kept)})
    if problems:
        sys.exit(REFUSED)


@trail_group.command("anchor")
@click.option(
    "--to",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Schrijf erbij in dit bestand; anders op het scherm, voor het journaal van een andere machine.",
)
@in_home
@speaking
def trail_anchor(to: Path | None, home: Path, output: Output) -> None:
    """Nummer en digest van de laatste regel van elk spoor, om buiten deze map te bewaren."""
    if to is not None and to.resolve().is_relative_to(home.resolve()):
        raise Refused(
            output.choose(
                "Een anker in de map van --home bewijst niets: wie het spoor herschrijft, herschrijft het mee.",
                "An anchor under --home proves nothing: who rewrites the trail rewrites it too.",
            )
        )
    at = datetime.now(UTC).isoformat(timespec="seconds")
    lines = [{"at": at, **anchor} for trail in _trails(home) if (anchor := trail.anchor()) is not None]
    text = "".join(json.dumps(line) + "\n" for line in lines)
    if to is None:
        click.echo(text, nl=False)
        return
    with to.open("a", encoding="utf-8") as file:
        file.write(text)
    output.report(output.choose(f"{len(lines)} ankers", f"{len(lines)} anchors"), {"anchors": lines})


@trail_group.command("show")
@click.option("--delivery", help="Id van een levering: alles wat ermee gebeurde.")
@click.option("--release", help="Id van een uitgave.")
@click.option("--who", help="Account.")
@click.option("--what", help="Handeling, zoals vault_open.")
@click.option("--since", type=_DAY, help="Vanaf deze dag, JJJJ-MM-DD.")
@click.option("--until", type=_DAY, help="Tot en met deze dag.")
@in_home
@speaking
def trail_show(
    delivery: str | None,
    release: str | None,
    who: str | None,
    what: str | None,
    since: datetime | None,
    until: datetime | None,
    home: Path,
    output: Output,
) -> None:
    """De regels van het spoor over een levering, een uitgave, een account of een tijd."""
    lines = _chosen(home, subject=delivery or release, who=who, what=what, since=since, until=until)
    none = output.choose("Geen regel daarover.", "No line about that.")
    output.report("\n".join(map(_said, lines)) or none, {"lines": lines})


@trail_group.command("export")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--since", type=_DAY, help="Vanaf deze dag, JJJJ-MM-DD.")
@click.option("--until", type=_DAY, help="Tot en met deze dag.")
@in_home
@speaking
def trail_export(out: Path, since: datetime | None, until: datetime | None, home: Path, output: Output) -> None:
    """Het spoor als CSV voor de DPO; een gebroken spoor wordt niet uitgevoerd."""
    lines = _chosen(home, since=since, until=until)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(_FIELDS)
    writer.writerows([_plain(line, name) for name in _FIELDS] for line in lines)
    out.write_text(text.getvalue(), encoding="utf-8-sig")
    output.report(output.choose(f"{len(lines)} regels: {out}", f"{len(lines)} lines: {out}"), {"lines": len(lines)})


@trail_group.command("watch")
@click.option("--days", default=1, show_default=True, type=click.IntRange(1, 3660), help="Zoveel dagen terug.")
@in_home
@speaking
def trail_watch(days: int, home: Path, output: Output) -> None:
    """Wat opvalt, volgens de regels van watch.toml; eindigt met 1 als er iets is."""
    rules = read_rules(home)
    found = watch(Audit(home).entries(), rules, since=datetime.now(UTC) - timedelta(days=days))
    lines = [f"{output.choose(one.rule.says.nl, one.rule.says.en)}: {_said(one.line)}" for one in found]
    none = output.choose(f"Niets valt op ({len(rules)} regels).", f"Nothing stands out ({len(rules)} rules).")
    output.report(
        "\n".join(lines) or none, {"found": [{"rule": one.rule.name, "line": dict(one.line)} for one in found]}
    )
    if found:
        sys.exit(REFUSED)


def _trails(home: Path) -> tuple[Trail, ...]:
    return (Audit(home).trail, Shelf(home).trail, Register(home).trail, Notices(home).trail)


def _read_anchors(file: Path) -> list[dict[str, Any]]:
    try:
        lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        return [{"trail": str(line["trail"]), "n": int(line["n"]), "hash": str(line["hash"])} for line in lines]
    except (OSError, ValueError, KeyError, TypeError):
        raise Refused("--anchor: verwacht regels van trail anchor. / Expected lines of trail anchor.") from None


def _chosen(
    home: Path,
    *,
    subject: str | None = None,
    who: str | None = None,
    what: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[dict[str, Any]]:
    """Give the lines of the trail that fit all of it, oldest first; days are those of Brussels."""

    def fits(line: Mapping[str, Any]) -> bool:
        day = datetime.fromisoformat(line["at"]).astimezone(PLACE).date()
        return (
            (subject is None or subject in line["subject"])
            and (who is None or line["who"] == who)
            and (what is None or line["what"] == what)
            and (since is None or day >= since.date())
            and (until is None or day <= until.date())
        )

    return [line for line in Audit(home).entries() if fits(line)]


def _said(line: Mapping[str, Any]) -> str:
    at = datetime.fromisoformat(line["at"]).astimezone(PLACE)
    rows = ", ".join(f"{name} {count}" for name, count in line["tables"].items())
    parts = (line["what"], line["subject"], line["purpose"], rows, line["why"], line.get("statement"))
    outcome = line.get("outcome", Outcome.DONE)
    told = "  ".join(str(part) for part in parts if part) + ("" if outcome == Outcome.DONE else f"  [{outcome}]")
    return f"{at:%Y-%m-%d %H:%M}  {line['who']}  {told}"


def _plain(line: Mapping[str, Any], name: str) -> str:
    value = line.get(name, "")
    text = json.dumps(value) if isinstance(value, dict) else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text  # a spreadsheet would run it
