"""The command ``databeheer``: the pages of the data team, on this machine alone."""

import sys
from pathlib import Path

import click

from commands.console import Output, Refused, in_home, speaking

PORT = 8601


@click.command("databeheer")
@in_home
@click.option(
    "--deliveries",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Map waarin leveringen binnenkomen, elk in een eigen map.",
)
@click.option("--port", default=PORT, show_default=True)
@speaking
def databeheer(home: Path, deliveries: Path | None, port: int, output: Output) -> None:
    """Leveringen, respons, uitgaven, kalender, correcties en gezondheid; alleen op deze machine."""
    from databeheer import server

    if deliveries is not None and home.resolve().is_relative_to(deliveries.resolve()):
        raise Refused(output.choose("De leveringen horen niet rond --home.", "Deliveries may not lie around --home."))
    key = server.new_key()
    address = f"http://localhost:{port}/?{server.PARAMETER}={key}"
    output.say(
        f"Databeheer op {address} (alleen met dit adres; stoppen met Ctrl+C)",
        f"Databeheer at {address} (with this address alone; stop with Ctrl+C)",
    )
    sys.exit(server.serve(home, port, deliveries, key))
