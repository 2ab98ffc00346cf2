"""The commands about what is kept: ``deliveries``, ``retention`` and ``verify``."""

import sys
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from commands.console import REFUSED, Output, Refused, in_home, speaking
from commands.intake import FOLDER, cleared
from data import clock
from data.audit import Audit
from data.contracts import CANONICAL
from data.contracts.draft import DraftError, Origin, draft_manifest
from data.contracts.manifest import FIRST_YEAR, LAST_YEAR
from data.delta import TableDelta, deltas
from data.kms import keys_of
from data.vault import Delivery, Purpose, Vault
from data.verify import verify_home

_DAY = click.DateTime(["%Y-%m-%d"])


@click.group("deliveries")
def deliveries_group() -> None:
    """Leveringen in de kluis bekijken, of terugnemen."""


@deliveries_group.command("list")
@in_home
@speaking
def deliveries_list(home: Path, output: Output) -> None:
    """Alle leveringen die ooit aanvaard zijn, in volgorde."""
    rows = [_facts(delivery) for delivery in _vault(home).deliveries()]
    lines = [
        f"{row['delivery']}  {row['survey_year']}  {row['received_on']}  {', '.join(row['tables'])}"
        + (output.choose("  vernietigd", "  destroyed") if row["destroyed"] else "")
        for row in rows
    ]
    none = output.choose("De kluis is leeg.", "The vault is empty.")
    output.report("\n".join(lines) or none, {"deliveries": rows})


@deliveries_group.command("take-back")
@click.argument("delivery_id")
@click.option("--why", required=True, help="Reden, zonder nummers of namen; het spoor bewaart ze.")
@in_home
@speaking
def deliveries_take_back(delivery_id: str, why: str, home: Path, output: Output) -> None:
    """Vernietig een levering die er niet had mogen zijn; daarna geldt de vorige versie van elke tabel."""
    _vault(home).destroy(delivery_id, why)
    said = output.choose(
        f"{delivery_id} is vernietigd. Voer refresh uit om zonder die levering uit te geven.",
        f"{delivery_id} is destroyed. Run refresh to release without it.",
    )
    output.report(said, {"destroyed": delivery_id})


@deliveries_group.command("clear")
@click.argument("folders", nargs=-1, required=True, type=FOLDER)
@in_home
@speaking
def deliveries_clear(folders: tuple[Path, ...], home: Path, output: Output) -> None:
    """Verwijder de bestanden van leveringen die in de kluis liggen en in de getoonde uitgave zitten."""
    cleared(home, _vault(home), folders, output)


@deliveries_group.command("diff")
@click.argument("new")
@click.argument("old", required=False)
@in_home
@speaking
def deliveries_diff(new: str, old: str | None, home: Path, output: Output) -> None:
    """Wat nieuw, veranderd en verdwenen is: aantallen per tabel, kolom en kring, nooit wie.

    Zonder OUD: naast wat van dat jaar gold voor deze levering kwam.
    """
    vault = _vault(home)
    after, before, placed = vault.beside(new, old, Purpose.DELIVERY_CHECK)
    found = deltas(before, after, placed=placed)
    only = sorted(set(after) - set(before))
    lines = [line for one in found for line in _delta_lines(one, output)]
    lines += [output.choose(f"{name}: nieuw, er was geen eerdere", f"{name}: new, there was none") for name in only]
    document = {"new": new, "old": old, "tables": [asdict(one) for one in found], "without_earlier": only}
    output.report("\n".join(lines), document)


@click.group("delivery")
def delivery_group() -> None:
    """Een levering voorbereiden voor ze gecontroleerd wordt."""


@delivery_group.command("manifest")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--year", "survey_year", required=True, type=click.IntRange(FIRST_YEAR, LAST_YEAR), help="Bevragingsjaar."
)
@click.option("--received-on", required=True, type=_DAY, help="Dag van ontvangst, JJJJ-MM-DD.")
@click.option("--sender", default="Departement Zorg", show_default=True)
@click.option("--ima-received-on", type=_DAY, help="Dag waarop het IMA-bestand ontvangen is.")
@click.option("--ima-sender", help="Wie het IMA-bestand zond.")
@click.option("--layout", default=CANONICAL, show_default=True)
@click.option("--replace", is_flag=True, help="Vervang een manifest dat er al is.")
@speaking
def delivery_manifest(
    folder: Path,
    survey_year: int,
    received_on: datetime,
    sender: str,
    ima_received_on: datetime | None,
    ima_sender: str | None,
    layout: str,
    replace: bool,
    output: Output,
) -> None:
    """Schrijf delivery.toml voor een map met bestanden, elk met zijn controlesom."""
    if (ima_received_on is None) != (ima_sender is None):
        raise click.UsageError("--ima-sender en --ima-received-on horen samen. / They belong together.")
    ima = None
    if ima_received_on is not None and ima_sender is not None:
        ima = Origin(sender=ima_sender, received_on=ima_received_on.date())
    origin = Origin(sender=sender, received_on=received_on.date())
    try:
        files = draft_manifest(folder, survey_year=survey_year, layout=layout, origin=origin, ima=ima, replace=replace)
    except DraftError as error:
        raise Refused("\n".join(output.choose(problem.nl, problem.en) for problem in error.problems)) from None
    said = output.choose("geschreven; controleer nu met validate", "written; now check it with validate")
    output.report("\n".join([*(f"{table}  {name}" for table, name in files.items()), f"delivery.toml {said}"]), files)


@click.command()
@click.option("--apply", "apply_", is_flag=True, help="Vernietig wat over zijn termijn is.")
@in_home
@speaking
def retention(home: Path, apply_: bool, output: Output) -> None:
    """Wat tien jaar bewaard is en weg moet, en wat de komende twee jaar volgt."""
    vault = _vault(home)
    today = clock.today()
    horizon = date(today.year + 2, today.month, min(today.day, 28))
    due = vault.expired()
    coming = [d for d in vault.deliveries() if not d.destroyed and today < d.keep_until <= horizon]
    if apply_:
        for delivery in due:
            vault.destroy(delivery.delivery_id, "bewaartermijn verstreken")
    word = output.choose("vernietigd", "destroyed") if apply_ else output.choose("te vernietigen", "to destroy")
    lines = [f"{d.keep_until}  {d.delivery_id}  {d.survey_year}  {word}" for d in due]
    lines += [f"{d.keep_until}  {d.delivery_id}  {d.survey_year}" for d in sorted(coming, key=lambda d: d.keep_until)]
    none = output.choose("Niets is over zijn termijn, ook niet binnen twee jaar.", "Nothing is due within two years.")
    document = {"due": [_facts(d) for d in due], "coming": [_facts(d) for d in coming], "applied": apply_}
    output.report("\n".join(lines) or none, document)


@click.command()
@in_home
@speaking
def verify(home: Path, output: Output) -> None:
    """Controleer kluis, sleutels, sporen, uitgaven en rechten, en zeg wat te doen."""
    problems = verify_home(home)
    whole = output.choose("Alles is heel.", "Everything is whole.")
    output.report("\n".join(problems) or whole, {"problems": problems})
    if problems:
        sys.exit(REFUSED)


def _vault(home: Path) -> Vault:
    return Vault(home, keys_of(home), Audit(home))


def _delta_lines(one: TableDelta, output: Output) -> list[str]:
    """Tell one table: its rows, its columns, its kringen."""
    words = output.choose("nieuw|weg|veranderd", "new|gone|changed").split("|")
    counts = ", ".join(
        f"{count} {word}" for count, word in zip((one.added, one.removed, one.changed), words, strict=True)
    )
    rows = output.choose("rijen", "rows")
    lines = [f"{one.table}: {one.before} -> {one.after} {rows}; {counts}"]
    lines += [f"    {column}: {count} {words[2]}" for column, count in one.columns.items()]
    for kring, parts in one.kringen.items():
        told = ", ".join(f"{count} {word}" for count, word in zip(parts, words, strict=True) if count)
        lines.append(f"    kring {kring}: {told}")
    return lines


def _facts(delivery: Delivery) -> dict[str, Any]:
    return {
        "delivery": delivery.delivery_id,
        "survey_year": delivery.survey_year,
        "received_on": delivery.received_on.isoformat(),
        "keep_until": delivery.keep_until.isoformat(),
        "sender": delivery.sender,
        "tables": dict(delivery.tables),
        "destroyed": delivery.destroyed,
    }
