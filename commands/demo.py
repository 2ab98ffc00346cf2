"""The commands that invent deliveries: ``synth`` writes them, ``demo`` releases and shows them too."""

from pathlib import Path

import click

from commands.console import Output, in_home, speaking
from commands.refresh import run_refresh
from commands.screens import PORT, show
from data import releases
from data.settings import read_settings
from data.synth import country, write_deliveries
from geo import reference

YEARS = (2024, 2025, 2026)
SEED = 2026

_LAST = 2036
_SYNTHETIC = click.IntRange(min(reference.POPULATION_YEARS), _LAST)


@click.command()
@in_home
@click.option("--port", default=PORT, show_default=True)
@click.option("--no-serve", is_flag=True, help="Stop na de publicatie.")
@speaking
def demo(home: Path, port: int, no_serve: bool, output: Output) -> None:
    """Synthetische leveringen, een uitgave en het dashboard."""
    if releases.current_id(home) is None:
        folder = home.parent / "deliveries"
        with output.step("Synthetische leveringen schrijven", "Writing synthetic deliveries") as part:
            folders = write_deliveries(folder, years=YEARS, seed=SEED, geography=country(reference), progress=part)
        run_refresh(home, folders, publish=True, output=output, settings=read_settings(home=home))
    if not no_serve:
        show(home, port, output)


@click.command()
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--years", multiple=True, type=_SYNTHETIC, help="Herhaalbaar; standaard 2024 2025 2026.")
@click.option("--seed", default=SEED, show_default=True)
@click.option("--scale", default=1.0, show_default=True, type=click.FloatRange(0.01, 10))
@click.argument("more_years", nargs=-1, type=_SYNTHETIC)
@speaking
def synth(
    out: Path,
    years: tuple[int, ...],
    more_years: tuple[int, ...],
    seed: int,
    scale: float,
    output: Output,
) -> None:
    """Schrijf synthetische leveringen, een map per jaar."""
    with output.step("Synthetische leveringen schrijven", "Writing synthetic deliveries") as part:
        drawn = sorted({*years, *more_years} or YEARS)
        folders = write_deliveries(
            out, years=drawn, seed=seed, scale=scale, geography=country(reference), progress=part
        )
    output.report("\n".join(str(folder) for folder in folders), {"deliveries": [str(folder) for folder in folders]})
