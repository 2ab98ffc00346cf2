"""The commands ``notices``: who was told what happens with their data, when, by which list, and with which text."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from commands.console import Output, Refused, in_home, speaking
from data.audit import AuditError
from data.notices import Notice, NoticeError, Notices, digest_of

_DAY = click.DateTime(["%Y-%m-%d"])


@click.group("notices")
def notices_group() -> None:
    """Wie bericht kreeg over de verwerking, wanneer, volgens welke lijst en met welke tekst."""


@notices_group.command("add")
@click.option("--list", "listed", required=True, help="Welke lijst, bijvoorbeeld e-loket 2026-11; nooit een persoon.")
@click.option("--how", required=True, help="Hoe: brief, uitnodiging van de vragenlijst, eHealthBox.")
@click.option("--count", required=True, type=click.IntRange(1, 1_000_000), help="Hoeveel er bericht kregen.")
@click.option("--on", type=_DAY, help="Dag, JJJJ-MM-DD; standaard vandaag.")
@in_home
@speaking
def notices_add(listed: str, how: str, count: int, on: datetime | None, home: Path, output: Output) -> None:
    """Schrijf in dat iedereen op een lijst bericht kreeg, met de tekst van nu."""
    home.mkdir(parents=True, exist_ok=True)
    try:
        one = Notices(home).add(listed, how, count, _text(), None if on is None else on.date())
    except (NoticeError, AuditError) as error:
        raise Refused(str(error)) from None
    output.report(_line(one, output), {**asdict(one), "current": True})


@notices_group.command("list")
@in_home
@speaking
def notices_list(home: Path, output: Output) -> None:
    """Alle berichten; wie een oudere tekst kreeg dan die van nu, staat erbij."""
    found = Notices(home).all()
    none = output.choose("Nog niemand kreeg bericht.", "Nobody was told yet.")
    document = {"text": _text(), "notices": [{**asdict(one), "current": one.text == _text()} for one in found]}
    output.report("\n".join(_line(one, output) for one in found) or none, document)


def _text() -> str:
    """Name the notice to doctors as *Over deze cijfers* shows it now."""
    from pages.over_deze_cijfers.prose import NOTICE

    return digest_of(part for pair in NOTICE for part in pair)


def _line(one: Notice, output: Output) -> str:
    told = output.choose(f"{one.count} artsen", f"{one.count} doctors")
    changed = output.choose("  de tekst is sindsdien veranderd", "  the text has changed since")
    return f"{one.on}  {one.listed}: {told}, {one.how}" + ("" if one.text == _text() else changed)
