"""The commands that show the published release: ``serve`` in a browser, ``fiches`` on paper.

The screens are imported where they are asked for: no other command waits for them.
"""

import os
import sys
import threading
import time
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from commands.console import Output, Refused, in_home, speaking
from data.reach import reachable
from data.releases import ReleaseError, current_id, releases_folder
from data.releases.remote import Source
from data.serving import NAME, read_serving
from data.signin import NAME as SIGNIN
from data.signin import read_signin
from data.terms import BELOW_FLANDERS as FINE
from data.terms import Level

PORT = 8501


class _Releases(click.Path):
    """A folder of releases, or the address of one elsewhere as it was given."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Take an address as it is, and a folder only where there is one."""
        return value if isinstance(value, str) and "://" in value else super().convert(value, param, ctx)


def _usual_cache() -> Path:
    """Folder for what is brought from elsewhere: that of the service, else that of the account."""
    given = os.environ.get("CACHE_DIRECTORY") or os.environ.get("XDG_CACHE_HOME")
    return (Path(given) if given else Path.home() / ".cache") / "zorgcapaciteit"


@click.command()
@in_home
@click.option(
    "--releases",
    "folder",
    type=_Releases(exists=True, file_okay=False, path_type=Path),
    help="Map releases, of een adres zoals s3://emmer/releases, onder een account dat kluis en sleutel niet kan lezen; "
    "in plaats van --home.",
)
@click.option(
    "--cache",
    type=click.Path(file_okay=False, path_type=Path),
    help="Map waarin de uitgaven van een adres gecontroleerd klaarstaan; standaard die van de dienst of het account.",
)
@click.option(
    "--every",
    default=20.0,
    show_default=True,
    type=click.FloatRange(0.1, 86400),
    help="Seconden tussen twee blikken op een adres.",
)
@click.option("--port", default=PORT, show_default=True)
@click.option(
    "--serving",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help="Wie dit aan anderen toont; standaard serving.toml naast de map releases.",
)
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Zoveel processen, elk op een eigen poort vanaf --port, achter een proxy die ze verdeelt.",
)
@speaking
def serve(
    home: Path,
    folder: Path | str | None,
    cache: Path | None,
    every: float,
    port: int,
    serving: Path | None,
    workers: int,
    output: Output,
) -> None:
    """Toon de gepubliceerde uitgave; aan anderen pas als serving.toml zegt van wie, en waar de kluis ver weg is."""
    if isinstance(folder, str):
        home = (cache or _usual_cache()).resolve()
        _follow(folder, home, every, output)
    elif folder is not None:
        home = folder.resolve().parent
        if folder.resolve() != releases_folder(home):
            raise click.UsageError(
                output.choose(
                    f"De map van --releases heet {releases_folder(home).name}, zoals refresh ze schrijft.",
                    f"The folder of --releases is named {releases_folder(home).name}, as refresh writes it.",
                )
            )
    show(home, port, output, serving, apart=folder is not None, workers=workers)


def _follow(address: str, home: Path, every: float, output: Output) -> None:
    """Bring what is published at an address, and look again time and again while the screens are shown.

    Raises
    ------
    Refused : nothing can be brought from there, and nothing was before.
    """
    source = Source(address)
    home.mkdir(parents=True, exist_ok=True)
    try:
        with output.step("Uitgave ophalen", "Fetching the release"):
            source.fetch(home)
    except ReleaseError as error:
        if not releases_folder(home).is_dir() or current_id(home) is None:
            raise
        click.echo(str(error), err=True)

    def again() -> None:
        told = ""
        while True:
            time.sleep(every)
            try:
                source.fetch(home)
                told = ""
            except (ReleaseError, OSError) as error:
                if str(error) != told:  # once, however long it lasts
                    told = str(error)
                    click.echo(told, err=True)

    threading.Thread(target=again, name="follow", daemon=True).start()


@click.command()
@in_home
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--level", default=Level.ELZ.value, show_default=True, type=click.Choice([each.value for each in FINE]))
@click.option("--year", type=int, help="Jaar van de vragenlijst; standaard het nieuwste.")
@speaking
def fiches(home: Path, out: Path, level: str, year: int | None, output: Output) -> None:
    """Schrijf van elk gebied een fiche als PDF, met een index en alles samen in een zip."""
    from pages.fiche import every
    from pages.views import released, sources

    os.environ[released.HOME_VARIABLE] = str(home.resolve())
    release = released.current()
    if release is None:
        raise click.ClickException(output.choose("Er is niets gepubliceerd.", "Nothing is published."))
    if year is not None and year not in release.years():
        held = ", ".join(map(str, release.years()))
        raise click.UsageError(
            output.choose(f"Jaar {year} staat niet in de uitgave: {held}.", f"Not in the release: {year}; {held} are.")
        )
    if level not in release.layers():
        raise click.UsageError(
            output.choose(f"De uitgave heeft geen gebieden per {level}.", f"The release has no areas of {level}.")
        )
    with output.step("Fiches schrijven", "Writing fiches") as part:
        done = every.write(
            release,
            out,
            level=Level(level),
            year=release.years()[-1] if year is None else year,
            lang=output.lang,
            base=sources.public_address(),
            progress=part,
        )
    output.report(
        f"{len(done.files)} fiches: {done.index}, {done.zip}",
        {"fiches": [str(path) for path in done.files], "index": str(done.index), "zip": str(done.zip)},
    )


def show(
    home: Path, port: int, output: Output, serving: Path | None = None, *, apart: bool = False, workers: int = 1
) -> None:
    """Serve the screens until somebody stops them, in one process or in several on consecutive ports.

    ``apart`` says that they are served from the releases alone; nothing of the vault may then be in reach.

    Raises
    ------
    SettingsError : the file that says who shows them to others, or the register of measures, is not as it should be.
    Refused : they are for others, or apart, and this account can read a vault or the key.
    """
    from app import serve as serve_screens
    from pages.views import register, sources
    from pages.web import many

    file = home.resolve() / NAME if serving is None else serving.resolve()
    said = read_serving(file)
    register.of_home(home.resolve())  # a register that is not right is told before anybody sees it
    os.environ[sources.SERVING_VARIABLE] = str(file)
    signing = read_signin(file.with_name(SIGNIN))
    if signing is not None and not (signing.trail.is_dir() and os.access(signing.trail, os.W_OK | os.X_OK)):
        raise Refused(
            output.choose(
                f"{SIGNIN}, trail: verwacht een map waarin dit account schrijft; zonder spoor meldt niemand zich aan.",
                f"{SIGNIN}, trail: expected a folder that this account writes; without a trail nobody signs in.",
            )
        )
    if signing is not None and find_spec("authlib") is None:
        raise Refused(
            output.choose(
                f"{SIGNIN} staat er, en wat aanmeldt is niet geïnstalleerd: pip install 'zorgcapaciteit[signin]'.",
                f"{SIGNIN} is there, and what signs in is not installed: pip install 'zorgcapaciteit[signin]'.",
            )
        )
    found = ", ".join(sorted({path.name for path in reachable(releases_folder(home))}))
    if found and (apart or said.to_others):
        raise Refused(
            output.choose(
                f"Dit account kan kluis of sleutel lezen ({found}); zo worden de schermen niet getoond. Gebruik serve "
                "--releases onder een ander account, met de map releases apart van de kluis (docs/operations.md).",
                f"This account can read the vault or the key ({found}); the screens are not shown this way. Use serve "
                "--releases under another account, with the folder of releases apart from the vault "
                "(docs/operations.md).",
            )
        )
    if said.to_others:
        output.say(f"Voor anderen: {said.address}", f"To others: {said.address}")
    else:
        output.say(
            f"Alleen voor deze machine: zonder {NAME} krijgt niemand anders antwoord (docs/operations.md).",
            f"For this machine alone: without {NAME} nobody else is answered (docs/operations.md).",
        )
    if found:
        output.say(
            f"Dit account kan ook kluis of sleutel lezen ({found}): goed voor een demonstratie, niet voor anderen.",
            f"This account can read the vault or the key too ({found}): good for a demonstration, not for others.",
        )
    output.say(
        f"Dashboard op http://localhost:{port} (stoppen met Ctrl+C)",
        f"Dashboard at http://localhost:{port} (stop with Ctrl+C)",
    )
    one = partial(serve_screens, makers=1)  # of several processes each has one beside it
    sys.exit(serve_screens(home, port) if workers == 1 else many.serve(one, home, port, workers))
