"""The commands ``backup`` and ``restore``."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click

from commands.attack import attacked
from commands.console import FAULT, REFUSED, Output, in_home, speaking
from data import releases
from data.audit import Action, Audit
from data.backup import DATA, BackupError, Places, back_up, check, restore, snapshots
from data.verify import verify_home


def _placed(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the places of the back-ups: ``to``, ``keys_to``, ``password_file``."""
    command = click.option(
        "--password-file",
        required=True,
        envvar="ZORGCAPACITEIT_BACKUP_PASSWORD_FILE",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="Bestand met het wachtwoord van de back-ups; bewaar een kopie in de kluis van de dienst.",
    )(command)
    command = click.option(
        "--keys-to",
        required=True,
        envvar="ZORGCAPACITEIT_BACKUP_KEYS",
        help="Plaats voor de sleutels, apart; 30 dagen.",
    )(command)
    return click.option(
        "--to", required=True, envvar="ZORGCAPACITEIT_BACKUP", help="Plaats voor de gegevens: map, sftp:… of s3:…"
    )(command)


@click.command()
@_placed
@click.option("--check", "check_", is_flag=True, help="Bewijs dat de back-up terug te zetten is; maakt er geen.")
@in_home
@speaking
def backup(to: str, keys_to: str, password_file: Path, check_: bool, home: Path, output: Output) -> None:
    """Maak een back-up met restic: gegevens en sleutels elk op hun plaats; of bewijs dat ze terug te zetten is."""
    places = Places(data=to, keys=keys_to, password=password_file)
    try:
        if check_:
            _prove(places, output)
            return
        with output.step("Back-up maken", "Backing up"):
            made = back_up(home, places)
    except BackupError as error:
        _end(error)
    Audit(home).record(Action.BACKUP, why=f"data {made['data'][:7]}, keys {made['keys'][:7]}")
    said = output.choose(
        f"Back-up gemaakt: gegevens {made['data'][:8]}, sleutels {made['keys'][:8]}.",
        f"Backed up: data {made['data'][:8]}, keys {made['keys'][:8]}.",
    )
    output.report(said, {"snapshots": made})


@click.command("restore")
@_placed
@in_home
@speaking
def restore_command(to: str, keys_to: str, password_file: Path, home: Path, output: Output) -> None:
    """Zet de laatste back-up terug in een lege map; het sleutelbestand van de dienst legt u zelf op zijn plaats."""
    try:
        with output.step("Terugzetten", "Restoring"):
            restore(home, Places(data=to, keys=keys_to, password=password_file))
    except BackupError as error:
        _end(error)
    problems = verify_home(home)
    whole = output.choose("Teruggezet, en alles is heel.", "Restored, and everything is whole.")
    if not problems:
        Audit(home).record(Action.RESTORE)
    output.report("\n".join(problems) or whole, {"problems": problems})
    if problems:
        sys.exit(REFUSED)


def _prove(places: Places, output: Output) -> None:
    """Restore in a folder that goes afterwards; look at everything, and attack the release that would be shown."""
    with output.step("Back-up nalezen", "Reading the back-up"):
        check(places)
    taken = snapshots(places, DATA)
    if not taken:
        raise BackupError("expected a back-up, found none. Make one first.")
    with tempfile.TemporaryDirectory(prefix="zorgcapaciteit-restore-") as folder:
        home = Path(folder) / "home"
        with output.step("Terugzetten op een lege plaats", "Restoring in an empty place"):
            restore(home, places)
        problems = verify_home(home)
        current = None if problems else releases.current_id(home)
        if current is not None and not attacked(home / "releases" / current, output).safe:
            problems.append(f"release {current}: the attack on the restored release found something.")
    when = str(taken[-1]["time"])[:16].replace("T", " ")
    said = output.choose(
        f"De back-up van {when} is terug te zetten: kluis, sporen en uitgave {current or '(nog geen)'} zijn heel.",
        f"The back-up of {when} can be restored: vault, trails and release {current or '(none yet)'} are whole.",
    )
    output.report("\n".join(problems) or said, {"taken": when, "release": current, "problems": problems})
    if problems:
        sys.exit(REFUSED)


def _end(error: BackupError) -> NoReturn:
    click.echo(str(error), err=True)
    sys.exit(FAULT)
