"""The command ``response``: who answered so far, by kring."""

from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any

import click
import pandas as pd

from commands.console import Output, Refused, in_home, speaking
from commands.intake import FOLDER
from data.audit import Audit
from data.intake import check_deliveries
from data.kms import keys_of
from data.receiving import Receiving
from data.responding import response
from data.vault import Purpose, Vault

_NEEDED = ("contacts", "practices", "geography")


@click.command("response")
@click.argument("delivery", required=False, type=FOLDER)
@click.option(
    "--year", "survey_year", type=int, help="Bevragingsjaar; standaard dat van de levering, anders het laatste."
)
@in_home
@speaking
def response_command(delivery: Path | None, survey_year: int | None, home: Path, output: Output) -> None:
    """Hoeveel er per kring geantwoord is, en waar een antwoord meer het meest helpt; bewaart niets.

    Een tussentijdse levering van antwoorden wordt gecontroleerd en gelezen naast wat er al is, zonder ze te bewaren.
    """
    audit = Audit(home)
    keys = keys_of(home, audit)
    vault = Vault(home, keys, audit)
    frames: dict[str, pd.DataFrame] = {}
    year = survey_year or max(vault.years(), default=None)
    if delivery is not None:
        (report,) = check_deliveries(vault, [delivery], opens=Receiving(home, keys, audit).opens)
        if not report.accepted:
            output.report(report.to_text(output.lang), report.to_dict(output.lang))
            raise Refused(output.choose("Geweigerd.", "Refused."))
        frames, year = dict(report.frames), report.manifest.survey_year
    if year is not None and year in vault.years():
        with vault.open(year, Purpose.DELIVERY_CHECK) as opened:
            frames = opened.frames() | frames
    if missing := [table for table in _NEEDED if table not in frames]:
        said = ", ".join(missing)
        raise Refused(
            output.choose(
                f"Voor respons per kring zijn contacts, practices en geography nodig; van {year} ontbreekt: {said}.",
                f"Response by kring needs contacts, practices and geography; of {year} there is no: {said}.",
            )
        )
    table = response(frames)
    rows = table.astype(object).where(table.notna(), None).to_dict(orient="records")
    lines = [_line(row, output) for row in rows]
    output.report("\n".join(lines), {"survey_year": year, "kringen": rows})


def _line(row: Mapping[Hashable, Any], output: Output) -> str:
    answered = "…" if row["persons_answered"] is None else row["persons_answered"]
    told = output.choose(
        f"{row['kring']}: {answered} van {row['persons']} personen, {row['practices_answered']} van {row['practices']} "
        "praktijken",
        f"{row['kring']}: {answered} of {row['persons']} persons, {row['practices_answered']} of {row['practices']} "
        "practices",
    )
    if row["margin"] is None:
        return told
    return told + output.choose(
        f"; marge ± {row['margin']:.1f}, tien antwoorden meer: -{row['gain']:.1f}",
        f"; margin ± {row['margin']:.1f}, ten more answers: -{row['gain']:.1f}",
    )
