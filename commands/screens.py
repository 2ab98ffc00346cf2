"""The commands that show the published release: ``serve`` in a browser, ``fiches`` on paper.

The screens are imported where they are asked for: no other command waits for them.
"""

import os
import sys
from pathlib import Path

import click

from commands.console import Output, in_home, speaking
from data.terms import BELOW_FLANDERS as FINE
from data.terms import Level

PORT = 8501


@click.command()
@in_home
@click.option("--port", default=PORT, show_default=True)
@speaking
def serve(home: Path, port: int, output: Output) -> None:
    """Toon de gepubliceerde uitgave."""
    show(home, port, output)


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


def show(home: Path, port: int, output: Output) -> None:
    """Serve the screens until somebody stops them."""
    from app import serve as serve_screens

    output.say(
        f"Dashboard op http://localhost:{port} (stoppen met Ctrl+C)",
        f"Dashboard at http://localhost:{port} (stop with Ctrl+C)",
    )
    sys.exit(serve_screens(home, port))
