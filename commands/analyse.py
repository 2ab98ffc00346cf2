"""The command ``analyse``: a prompt over linked rows of one year, for accounts of the group that may."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pandas as pd

from commands.console import Output, Refused, in_home, speaking
from commands.crossing import release_crossing
from data.analysis import AnalysisError, Room, analysis_room
from data.engine import EngineError
from data.settings import read_settings

ROWS = 1000
"""Rows of an answer that are shown: the screen is for reading, not for taking along."""


@click.command()
@click.option("--year", required=True, type=int, help="Bevragingsjaar.")
@click.option("--why", required=True, help="Waarvoor, zonder nummers of namen; het spoor bewaart het bij elke vraag.")
@click.option(
    "--sql", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Bestand met vragen; anders een prompt."
)
@click.option("--numbers", default="", help="Waarom RIZIV-nummers nodig zijn; zonder reden staan ze er niet.")
@click.option("--release", "crossing", help="Kruising die beschermd naar buiten gaat, als bestand met certificaat.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Map voor dat bestand; anders de huidige."
)
@in_home
@speaking
def analyse(
    year: int,
    why: str,
    sql: Path | None,
    numbers: str,
    crossing: str | None,
    out: Path | None,
    home: Path,
    output: Output,
) -> None:
    """Analyseer gekoppelde rijen van één jaar met SQL, in het geheugen; wat getoond wordt, blijft op het scherm."""
    if crossing is not None:
        release_crossing(crossing, year=year, why=why, out=out, home=home, output=output)
        return
    if not sys.stdout.isatty() or output.as_json:
        raise Refused(
            output.choose(
                "Antwoorden gaan alleen naar een scherm, niet naar een bestand of een ander programma.",
                "Answers go to a screen alone, not to a file or another program.",
            )
        )
    definitions = read_settings(home=home).definitions
    with analysis_room(home, year, definitions, why=why, numbers=numbers) as room:
        if sql is not None:
            _answer(room, sql.read_text(encoding="utf-8"), output)
            return
        for table, columns in room.tables().items():
            output.say(f"{table}: {', '.join(columns)}", f"{table}: {', '.join(columns)}")
        output.say(
            "Een vraag eindigt met ; en het gesprek met Ctrl+D.", "A question ends with ; and the session with Ctrl+D."
        )
        for text in _questions():
            try:
                _answer(room, text, output)
            except (AnalysisError, EngineError) as error:
                click.echo(str(error), err=True)


def _questions() -> Iterator[str]:
    """Give what is typed, up to each semicolon at the end of a line."""
    typed: list[str] = []
    while True:
        click.echo("  … " if typed else "sql> ", nl=False, err=True)
        line = sys.stdin.readline()
        if not line:
            return
        typed.append(line)
        if line.rstrip().endswith(";"):
            yield "".join(typed)
            typed = []


def _answer(room: Room, text: str, output: Output) -> None:
    for rows in room.ask(text):
        click.echo(_table(rows))
        if len(rows) > ROWS:
            output.say(f"De eerste {ROWS} van {len(rows)} rijen.", f"The first {ROWS} of {len(rows)} rows.")


def _table(rows: pd.DataFrame) -> str:
    return rows.head(ROWS).to_string(index=False, na_rep="")
