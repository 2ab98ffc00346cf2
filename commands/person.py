"""The commands ``person``: what is kept about one doctor, and removing it where that was decided."""

from pathlib import Path
from typing import Any

import click

from commands.console import Output, Refused, in_home, speaking
from data.audit import Audit, AuditError
from data.identifiers import is_riziv_person, plain, strip_separators
from data.kms import keys_of
from data.vault import Persons

_PERSON = 8


def _of_person(command: Any) -> Any:
    command = click.option(
        "--why", required=True, help="Grond en verzoek, zonder nummers of namen; het spoor bewaart ze."
    )(command)
    return click.option(
        "--riziv",
        prompt="RIZIV-nummer",
        hide_input=True,
        help="Weggelaten wordt het gevraagd, zodat het niet in de geschiedenis van de terminal komt.",
    )(command)


@click.group("person")
def person_group() -> None:
    """De rechten van één arts: inzage, en verwijderen waar de DPO dat besliste. Verbeteren gaat met een correctie."""


@person_group.command("show")
@_of_person
@in_home
@speaking
def person_show(riziv: str, why: str, home: Path, output: Output) -> None:
    """Alles wat over deze persoon bewaard is, per levering en tabel; het spoor bewaart dat het gevraagd is."""
    person = _person(riziv, output)
    found = _acting(lambda persons: persons.about(person, why), home)
    lines = []
    for delivery, table, rows in found:
        for row in rows.astype(object).where(rows.notna(), None).to_dict(orient="records"):
            lines.append(f"{delivery}  {table}")
            lines += [f"    {column}: {value}" for column, value in row.items() if value is not None]
    none = output.choose("Over deze persoon is niets bewaard.", "Nothing is kept about this person.")
    document = [
        {"delivery": delivery, "table": table, "rows": rows.astype(object).where(rows.notna(), None).to_dict("records")}
        for delivery, table, rows in found
    ]
    output.report("\n".join(lines) or none, {"found": document})


@person_group.command("remove")
@_of_person
@in_home
@speaking
def person_remove(riziv: str, why: str, home: Path, output: Output) -> None:
    """Verwijder deze persoon uit elke levering, onder een nieuwe sleutel, en houd die uit wat later komt."""
    person = _person(riziv, output)
    removed = _acting(lambda persons: persons.remove(person, why), home)
    said = output.choose(
        f"Uit {len(removed)} leveringen verwijderd, en uit latere gehouden. Wat gepubliceerd is, blijft staan.",
        f"Removed from {len(removed)} deliveries, and kept out of later ones. What is published stays.",
    )
    output.report(said, {"rewritten": removed})


def _person(riziv: str, output: Output) -> str:
    person = strip_separators(plain(riziv))[:_PERSON]
    if not is_riziv_person(person):
        raise Refused(
            output.choose(
                "Verwacht een RIZIV-nummer van een arts (8 of 11 cijfers) met juiste controlecijfers; dit is er geen.",
                "Expected a RIZIV number of a physician (8 or 11 digits) with right check digits; this is none.",
            )
        )
    return person


def _acting(act: Any, home: Path) -> Any:
    try:
        return act(Persons(home, keys_of(home), Audit(home)))
    except AuditError as error:
        raise Refused(str(error)) from None
