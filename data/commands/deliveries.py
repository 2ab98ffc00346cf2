"""The commands about what is kept: ``deliveries``, ``retention`` and ``verify``."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from data.audit import Audit
from data.commands.console import REFUSED, Output, in_home, speaking
from data.kms import FileKms
from data.vault import Delivery, Vault
from data.verify import verify_home


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


@click.command()
@click.option("--apply", "apply_", is_flag=True, help="Vernietig wat over zijn termijn is.")
@in_home
@speaking
def retention(home: Path, apply_: bool, output: Output) -> None:
    """Wat tien jaar bewaard is en weg moet, en wat de komende twee jaar volgt."""
    vault = _vault(home)
    today = datetime.now(UTC).date()
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
    return Vault(home, FileKms(home), Audit(home))


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
