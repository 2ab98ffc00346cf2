"""The commands that show the published release: ``serve`` in a browser, ``fiches`` on paper.

The screens are imported where they are asked for: no other command waits for them.
"""

import os
import sys
from pathlib import Path

import click

from commands.console import Output, in_home, speaking
from data.serving import NAME, read_serving
from data.terms import BELOW_FLANDERS as FINE
from data.terms import Level

PORT = 8501


@click.command()
@in_home
@click.option("--port", default=PORT, show_default=True)
@click.option(
    "--serving",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help="Wie dit aan anderen toont; standaard serving.toml in de map van --home.",
)
@speaking
def serve(home: Path, port: int, serving: Path | None, output: Output) -> None:
    """Toon de gepubliceerde uitgave; aan anderen pas als serving.toml zegt van wie."""
    show(home, port, output, serving)


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


def show(home: Path, port: int, output: Output, serving: Path | None = None) -> None:
    """Serve the screens until somebody stops them.

    Raises
    ------
    SettingsError : the file that says who shows them to others is not as it should be.
    """
    from app import serve as serve_screens
    from pages.views import sources

    file = home.resolve() / NAME if serving is None else serving.resolve()
    said = read_serving(file)
    os.environ[sources.SERVING_VARIABLE] = str(file)
    if said.to_others:
        output.say(f"Voor anderen: {said.address}", f"To others: {said.address}")
    else:
        output.say(
            f"Alleen voor deze machine: zonder {NAME} krijgt niemand anders antwoord (docs/operations.md).",
            f"For this machine alone: without {NAME} nobody else is answered (docs/operations.md).",
        )
    output.say(
        f"Dashboard op http://localhost:{port} (stoppen met Ctrl+C)",
        f"Dashboard at http://localhost:{port} (stop with Ctrl+C)",
    )
    sys.exit(serve_screens(home, port))
