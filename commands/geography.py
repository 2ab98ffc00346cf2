"""The commands about boundaries: ``geo check`` and ``geo import``."""

import sys
from pathlib import Path

import click
import pandas as pd

from commands.console import REFUSED, Output, Refused, in_home, speaking
from data.audit import Action, Audit
from geo import boundaries, reference
from geo.official import PROJECTIONS, check_official, read_official, read_parts


@click.group("geo")
def geo_group() -> None:
    """Officiële grenzen nakijken en inlezen."""


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


@geo_group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--year", type=int, required=True, help="Eerste vragenlijstjaar waarvoor deze grenzen gelden.")
@click.option("--source", required=True, help="Wie ze uitgeeft en wanneer, zoals lezers het lezen.")
@click.option("--code", default="", help="Veld met de NIS-code, waar het geen bekende naam heeft.")
@click.option("--epsg", type=int, default=0, help="Projectie, waar het bestand er geen noemt.")
@click.option("--layer", default="", help="Laag, in een bestand met meer lagen.")
@click.option(
    "--codes",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV met een kolom nis: de gemeenten van dat jaar, waar het product ze niet kent (een nieuwe fusie).",
)
@click.option(
    "--parts",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Laag van delen van steden per postcode; zonder snijden de schematische grenzen.",
)
@click.option("--postcode", default="", help="Veld met de postcode in de laag van --parts.")
@click.option(
    "--tolerance", type=click.FloatRange(1, 500), default=boundaries.TOLERANCE, show_default=True, help="Meter."
)
@in_home
@speaking
def geo_import(
    file: Path,
    year: int,
    source: str,
    code: str,
    epsg: int,
    layer: str,
    codes: Path | None,
    parts: Path | None,
    postcode: str,
    tolerance: float,
    home: Path,
    output: Output,
) -> None:
    """Lees officiële grenzen in; de volgende refresh tekent ermee, in plaats van met de schematische."""
    known = _codes(codes, output) if codes else set(reference.atom_membership(year)["nis"].astype(str))
    with output.step("De laag nakijken en vereenvoudigen", "Checking and simplifying the layer"):
        frame = read_official(file, code_field=code, projection=epsg, layer=layer)
        flaws = check_official(frame, known)
        if flaws:
            told = "\n".join(output.choose(flaw.text.nl, flaw.text.en) for flaw in flaws)
            raise Refused(
                f"{told}\n"
                + output.choose("Niets is ingelezen. Geef een gave laag.", "Nothing was imported. Give a sound layer.")
            )
        cut = (
            None
            if parts is None
            else read_parts(parts, known, code_field=code, postcode_field=postcode, projection=epsg)
        )
        kept = boundaries.keep(
            home,
            frame[frame["nis"].isin(known)],
            year,
            source=source.strip(),
            files={path.name: path.read_bytes() for path in (file, parts) if path is not None},
            parts=cut,
            tolerance=tolerance,
        )
    Audit(home).record(Action.BOUNDARIES, subject=str(year), why=source.strip())
    split = sorted(set(kept.pieces.loc[kept.pieces["postcode"] != "", "nis"]))
    output.report(
        output.choose(
            f"{len(kept.codes)} gemeenten vanaf {year}, {', '.join(split) or 'geen'} in delen. Voer refresh uit.",
            f"{len(kept.codes)} municipalities from {year} on, {', '.join(split) or 'none'} in parts. Run refresh.",
        ),
        {"year": year, "municipalities": len(kept.codes), "pieces": len(kept.pieces), "in_parts": split},
    )


def _codes(file: Path, output: Output) -> set[str]:
    """Read the municipalities of a year from a column ``nis``."""
    header = file.read_text(encoding="utf-8-sig", errors="replace").partition("\n")[0]
    table = pd.read_csv(file, dtype=str, sep=";" if ";" in header else ",", encoding="utf-8-sig", on_bad_lines="skip")
    if "nis" not in table or not table["nis"].str.fullmatch(r"\d{5}").fillna(value=False).all():
        raise Refused(
            output.choose(
                f"{file.name}: verwacht een kolom nis met codes van vijf cijfers.",
                f"{file.name}: expected a column nis with codes of five digits.",
            )
        )
    return set(table["nis"])
