"""The commands ``corrections``: the register of what was reported wrong, and its terms."""

from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from commands.console import Output, Refused, in_home, speaking
from data import clock
from data.audit import Action, Audit, AuditError
from data.corrections import Correction, CorrectionError, Register
from data.kms import keys_of
from data.vault import Vault

_DAY = click.DateTime(["%Y-%m-%d"])


def _dated(command: Any) -> Any:
    return click.option("--on", type=_DAY, help="Dag, JJJJ-MM-DD; standaard vandaag.")(command)


@click.group("corrections")
def corrections_group() -> None:
    """Wat als fout gemeld is: maatregelen binnen vijf werkdagen, bericht aan de melder binnen twee."""


@corrections_group.command("report")
@click.option("--from", "reporter", required=True, help="Welke dienst of kring het meldde; nooit een persoon.")
@click.option("--about", required=True, help="Wat er fout is, zonder nummers of namen.")
@_dated
@in_home
@speaking
def corrections_report(reporter: str, about: str, on: datetime | None, home: Path, output: Output) -> None:
    """Schrijf een melding in; toont haar nummer en de termijn."""
    _done(home, output, lambda register: register.report(reporter, about, _day(on)))


@corrections_group.command("measure")
@click.argument("number")
@click.option("--delivery", default="", help="De levering die het verbetert (zie deliveries list).")
@click.option("--outcome", default="", help="Of wat er beslist is, in woorden.")
@_dated
@in_home
@speaking
def corrections_measure(
    number: str, delivery: str, outcome: str, on: datetime | None, home: Path, output: Output
) -> None:
    """Schrijf in wat er gedaan is."""
    if delivery and delivery not in {one.delivery_id for one in Vault(home, keys_of(home), Audit(home)).deliveries()}:
        raise Refused(
            output.choose(
                "Geen levering met dat nummer; zie deliveries list.", "No such delivery; see deliveries list."
            )
        )
    _done(home, output, lambda register: register.measure(number, delivery=delivery, outcome=outcome, on=_day(on)))


@corrections_group.command("told")
@click.argument("number")
@_dated
@in_home
@speaking
def corrections_told(number: str, on: datetime | None, home: Path, output: Output) -> None:
    """Schrijf in dat de melder bericht kreeg."""
    _done(home, output, lambda register: register.tell(number, _day(on)))


@corrections_group.command("list")
@click.option("--open", "only_open", is_flag=True, help="Alleen wat nog niet af is.")
@in_home
@speaking
def corrections_list(only_open: bool, home: Path, output: Output) -> None:
    """Alle meldingen, met hun termijnen en wat te laat is."""
    found = [one for one in Register(home).all() if not (only_open and one.told_on)]
    none = output.choose("Geen meldingen.", "No reports.")
    document = {"corrections": [_facts(one) for one in found]}
    output.report("\n".join(_line(one, output) for one in found) or none, document)


def _done(home: Path, output: Output, act: Any) -> None:
    home.mkdir(parents=True, exist_ok=True)
    try:
        one: Correction = act(Register(home))
    except (CorrectionError, AuditError) as error:
        raise Refused(str(error)) from None
    Audit(home).record(Action.CORRECTION, subject=one.number)
    output.report(_line(one, output), _facts(one))


def _line(one: Correction, output: Output) -> str:
    if one.measured_on is None:
        state = output.choose(f"maatregelen tegen {one.measures_due}", f"measures by {one.measures_due}")
    elif one.told_on is None:
        state = output.choose(f"bericht aan de melder tegen {one.notice_due}", f"notice by {one.notice_due}")
    else:
        state = output.choose(f"afgerond op {one.told_on}", f"closed on {one.told_on}")
    late = output.choose("  TE LAAT", "  LATE") if one.is_late(clock.today()) else ""
    answer = f"  [{one.delivery or one.outcome}]" if one.measured_on else ""
    return f"{one.number}  {one.reported_on}  {one.reporter}: {one.about}{answer}  {state}{late}"


def _facts(one: Correction) -> dict[str, Any]:
    due = {"measures_due": one.measures_due, "notice_due": one.notice_due, "late": one.is_late(clock.today())}
    return {key: str(value) if isinstance(value, date) else value for key, value in {**asdict(one), **due}.items()}


def _day(on: datetime | None) -> date | None:
    return None if on is None else on.date()
