"""The commands about boundaries: ``geo check``."""

import sys
from pathlib import Path

import click

from commands.console import REFUSED, Output, speaking
from geo import reference
from geo.official import PROJECTIONS, check_official, read_official


@click.group("geo")
def geo_group() -> None:
    """Officiële grenzen nakijken."""


@geo_group.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--year", type=int, default=2026, show_default=True, help="Vragenlijstjaar waarvan de gemeenten gelden.")
@click.option("--code", default="", help="Veld met de NIS-code, waar het geen bekende naam heeft.")
@click.option(
    "--epsg", type=int, default=0, help=f"Projectie, een van {sorted(PROJECTIONS)}, waar het bestand er geen noemt."
)
@click.option("--layer", default="", help="Laag, in een bestand met meer lagen.")
@speaking
def geo_check(file: Path, year: int, code: str, epsg: int, layer: str, output: Output) -> None:
    """Kijk een laag van gemeenten na: gaten, overlap, onbekende en ontbrekende gemeenten, ringen, projectie."""
    known = set(reference.atom_membership(year)["nis"].astype(str))
    with output.step("De laag nakijken", "Checking the layer"):
        frame = read_official(file, code_field=code, projection=epsg, layer=layer)
        flaws = check_official(frame, known)
    lines = [output.choose(flaw.text.nl, flaw.text.en) for flaw in flaws]
    good = output.choose(
        f"{file.name}: {len(known)} gemeenten van {year}, zonder gat of overlap.",
        f"{file.name}: {len(known)} municipalities of {year}, without gap or overlap.",
    )
    output.report(
        "\n".join(lines) or good,
        {
            "file": file.name,
            "year": year,
            "municipalities": len(known),
            "flaws": [
                {"kind": one.kind, "places": list(one.places), "square_metres": round(one.square_metres), "text": text}
                for one, text in zip(flaws, lines, strict=True)
            ],
        },
    )
    if flaws:
        sys.exit(REFUSED)
