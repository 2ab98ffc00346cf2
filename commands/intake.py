"""The command ``validate``, and what ``refresh`` takes in."""

import sys
from collections.abc import Callable, Collection, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from commands.console import REFUSED, Output, Refused, speaking
from data.audit import Action, Audit, AuditError, Outcome, refuse_identifiers
from data.contracts import NEEDED, DeliveryReport, check_delivery
from data.contracts.sealed import Opener, is_sealed, no_key
from data.inbox import InboxError, clear
from data.intake import Places, check_deliveries, municipalities, store_deliveries, to_confirm
from data.kms import keys_of
from data.receiving import Receiving
from data.vault import Vault
from geo.boundaries import read_boundaries
from geo.layers import unknown_codes
from geo.places import far_away

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


def places_of(home: Path | None) -> Places:
    """Give what the map of a home knows of places: the schematic one, and official boundaries that were imported."""
    known = [] if home is None else read_boundaries(home)
    return Places(unknown=partial(unknown_codes, known=known), far_away=partial(far_away, known=known))


@click.command()
@click.argument("deliveries", nargs=-1, required=True, type=FOLDER)
@click.option(
    "--home",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Controleer naast wat in deze map al bewaard is: voor een correctie of een late IMA-levering.",
)
@speaking
def validate(deliveries: tuple[Path, ...], home: Path | None, output: Output) -> None:
    """Controleer leveringen en meld alle fouten; niets wordt bewaard."""
    with output.step("Leveringen controleren", "Checking deliveries") as part:
        if home is None:
            reports = [check_delivery(folder, far_away=places_of(None).far_away) for folder in deliveries]
        else:
            audit = Audit(home)
            keys = keys_of(home, audit)
            vault = Vault(home, keys, audit)
            reports = check_deliveries(
                vault, deliveries, part, far_away=places_of(home).far_away, opens=Receiving(home, keys, audit).opens
            )
            trace_refused(audit, reports)
    _tell(reports, output)
    if not all(report.accepted for report in reports):
        sys.exit(REFUSED)


def accepting(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options ``accept`` and ``why``: warnings that a person confirms, and the reason."""
    command = click.option("--why", default="", help="Waarom het zo klopt; zonder nummers of namen.")(command)
    return click.option(
        "--accept",
        multiple=True,
        help="Code van een waarschuwing die klopt; herhaalbaar, met --why. Het spoor bewaart ze.",
    )(command)


def take_in(
    vault: Vault,
    folders: Sequence[Path],
    output: Output,
    *,
    places: Places,
    audit: Audit,
    opens: Opener = no_key,
    accepted: Collection[str] = (),
    why: str = "",
    inbox: bool = False,
) -> list[DeliveryReport]:
    """Check all deliveries and store them when none has a fault, or a warning that nobody confirmed.

    Where the folders are no ``inbox``, it is said that their files still lie there readable, unless they are encrypted;
    ``opens`` opens those in memory.

    Raises
    ------
    Refused : there is a fault, a warning to confirm, or a municipality that the map does not know; nothing is stored.
    click.UsageError : warnings are accepted without a reason, or with one that a trail may not hold.
    """
    _check_reason(accepted, why)
    if not folders:
        return []
    with output.step("Leveringen controleren", "Checking deliveries") as part:
        reports = check_deliveries(vault, folders, part, far_away=places.far_away, opens=opens)
    nothing = output.choose("Niets is bewaard of veranderd.", "Nothing was stored or changed.")
    if not all(report.accepted for report in reports):
        trace_refused(audit, reports)
        _tell(reports, output)
        raise Refused(output.choose(f"Geweigerd. {nothing}", f"Refused. {nothing}"))
    for report in reports:
        if codes := places.unknown(municipalities(report)):
            said, year = ", ".join(codes), report.manifest.survey_year
            raise Refused(
                output.choose(
                    f"Geweigerd: de kaart kent deze gemeenten van {year} niet: {said}. Verbeter geography, of laad "
                    f"eerst grenzen waarin ze voorkomen. {nothing}",
                    f"Refused: the map does not know these municipalities of {year}: {said}. Correct geography, or "
                    f"load boundaries that have them first. {nothing}",
                )
            )
    if waiting := to_confirm(vault, reports, accepted):
        _tell(reports, output)
        codes = sorted({remark.code for remarks in waiting.values() for remark in remarks})
        options = " ".join(f"--accept {code}" for code in codes)
        raise Refused(
            output.choose(
                f"Eerst te bevestigen. Klopt het, voer dan hetzelfde uit met {options} --why REDEN. Klopt het niet, "
                f"verbeter de levering. {nothing}",
                f"To be confirmed first. If it is right, run the same with {options} --why REASON. If not, correct "
                f"the delivery. {nothing}",
            )
        )
    for report in reports:
        if report.warnings:
            output.say(report.to_text("nl"), report.to_text("en"))
    with output.step("Opslaan in de kluis", "Storing in the vault"):
        store_deliveries(vault, reports, audit, why=why)
    plain = [one.folder for one in reports if not all(is_sealed(file.path) for file in one.manifest.files.values())]
    if inbox or not plain:
        return reports
    named = ", ".join(plain)
    output.say(
        f"Let op: de bestanden van {named} staan nog leesbaar waar ze binnenkwamen. Verwijder ze daar, ook uit "
        "kopieën, zodra de uitgave klopt (deliveries clear, of voortaan --inbox); in de kluis liggen ze versleuteld.",
        f"Mind: the files of {named} still lie readable where they came in. Remove them there, from copies too, once "
        "the release is right (deliveries clear, or --inbox next time); in the vault they are encrypted.",
    )
    return reports


def cleared(home: Path, vault: Vault, folders: Sequence[Path], output: Output) -> None:
    """Remove the files as they came in, and say which, and what is out of reach.

    Raises
    ------
    Refused : one of them is not in the vault, or not in what is shown; nothing is removed.
    """
    try:
        removed = clear(home, vault, folders, Audit(home))
    except InboxError as error:
        raise Refused(f"{error}.") from None
    count = sum(map(len, removed.values()))
    said = output.choose(
        f"{count} bestanden overschreven en verwijderd; delivery.toml blijft. Kopieën, momentopnamen en wat een schijf "
        "zelf bewaart, bereikt dit niet.",
        f"{count} files overwritten and removed; delivery.toml stays. Copies, snapshots and what a disk keeps by "
        "itself are out of reach.",
    )
    output.say(said, said)


def trace_refused(audit: Audit, reports: Sequence[DeliveryReport]) -> None:
    """Say in the trail which deliveries were refused, by survey year and number of faults."""
    for report in reports:
        if not report.accepted:
            year = "" if report.manifest is None else str(report.manifest.survey_year)
            faults = {"faults": len(report.faults)}
            audit.record(Action.DELIVERY_REFUSE, subject=year, tables=faults, outcome=Outcome.REFUSED)


def _tell(reports: Sequence[DeliveryReport], output: Output) -> None:
    output.report(
        "\n\n".join(report.to_text(output.lang) for report in reports),
        {"deliveries": [report.to_dict(output.lang) for report in reports]},
    )


def _check_reason(accepted: Collection[str], why: str) -> None:
    if bool(accepted) != bool(why.strip()):
        raise click.UsageError("--accept en --why horen samen. / --accept and --why belong together.")
    try:
        refuse_identifiers("why", why)
    except AuditError as error:
        raise click.UsageError(str(error)) from None


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
