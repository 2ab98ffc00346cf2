"""The command ``validate``, and what ``refresh`` takes in."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from data.commands.console import REFUSED, Output, Refused, speaking
from data.contracts import NEEDED, DeliveryReport, check_delivery
from data.intake import check_deliveries, municipalities, store_deliveries
from data.vault import Vault

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.argument("deliveries", nargs=-1, required=True, type=FOLDER)
@speaking
def validate(deliveries: tuple[Path, ...], output: Output) -> None:
    """Controleer leveringen en meld alle fouten; niets wordt bewaard."""
    with output.step("Leveringen controleren", "Checking deliveries"):
        reports = [check_delivery(folder) for folder in deliveries]
    output.report(
        "\n\n".join(report.to_text(output.lang) for report in reports),
        {"deliveries": [report.to_dict(output.lang) for report in reports]},
    )
    if not all(report.accepted for report in reports):
        sys.exit(REFUSED)


def take_in(
    vault: Vault, folders: Sequence[Path], output: Output, *, unknown: Callable[[set[str]], list[str]]
) -> list[DeliveryReport]:
    """Check all deliveries and store them when none has a fault.

    ``unknown`` gives the codes among some municipalities that the map does not know.

    Raises
    ------
    Refused : there is a fault, or a municipality that the map does not know; nothing is stored.
    """
    if not folders:
        return []
    with output.step("Leveringen controleren", "Checking deliveries") as part:
        reports = check_deliveries(vault, folders, part)
    if not all(report.accepted for report in reports):
        output.report(
            "\n\n".join(report.to_text(output.lang) for report in reports),
            {"deliveries": [report.to_dict(output.lang) for report in reports]},
        )
        raise Refused(
            output.choose("Geweigerd: niets is bewaard of veranderd.", "Refused: nothing was stored or changed.")
        )
    for report in reports:
        if codes := unknown(municipalities(report)):
            said, year = ", ".join(codes), report.manifest.survey_year
            raise Refused(
                output.choose(
                    f"Geweigerd: de kaart kent deze gemeenten van {year} niet: {said}. Verbeter geography, of laad "
                    "eerst grenzen waarin ze voorkomen. Niets is bewaard of veranderd.",
                    f"Refused: the map does not know these municipalities of {year}: {said}. Correct geography, or "
                    "load boundaries that have them first. Nothing was stored or changed.",
                )
            )
    with output.step("Opslaan in de kluis", "Storing in the vault"):
        store_deliveries(vault, reports)
    return reports


def years_to_count(vault: Vault, output: Output) -> list[int]:
    """Give the years that can be counted, and say of the others why they cannot; those stay as published.

    Raises
    ------
    click.UsageError : there is no delivery, neither given nor stored.
    Refused : no year can be counted any more.
    """
    if not vault.deliveries():
        raise click.UsageError(
            "Geen levering gegeven, en in de kluis ligt er nog geen. / No delivery, given or stored."
        )
    closed = vault.closed(NEEDED)
    for year, reason in closed.items():
        output.say(
            f"{year} kan niet meer geteld worden en blijft zoals laatst gepubliceerd ({reason}).",
            f"{year} cannot be counted any more and stays as last published ({reason}).",
        )
    years = [year for year in vault.years() if year not in closed]
    if not years:
        raise Refused(
            output.choose(
                "Geen enkel jaar kan nog geteld worden: wat gepubliceerd is, blijft staan.",
                "No year can be counted any more: what is published stays.",
            )
        )
    return years
