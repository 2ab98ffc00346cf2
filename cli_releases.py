"""The commands ``zorgcapaciteit releases …``: look at releases, publish, roll back, withdraw."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from console import Language, Output, in_home, speaking
from data import releases


@click.group("releases")
def releases_group() -> None:
    """Uitgaven bekijken, publiceren, terugdraaien en intrekken."""


@releases_group.command("list")
@in_home
@speaking
def releases_list(home: Path, as_json: bool, lang: Language) -> None:
    """Alle uitgaven, de nieuwste eerst."""
    rows = releases.list_releases(home)
    lines = [_release_line(row) for row in rows]
    output = Output(as_json, lang)
    output.report(
        "\n".join(lines) or output.choose("Er is nog geen uitgave.", "There is no release yet."), {"releases": rows}
    )


def _release_line(row: Mapping[str, Any]) -> str:
    mark = "→" if row["current"] else " "
    years = ", ".join(str(year) for year in row["survey_years"])
    gone = f"  ingetrokken: {row['why']}" if row["withdrawn_at"] else ""
    return f"{mark} {row['release']}  {years}{gone}"


@releases_group.command("show")
@click.argument("release_id")
@in_home
@speaking
def releases_show(release_id: str, home: Path, as_json: bool, lang: Language) -> None:
    """Wat een uitgave is: manifest en oordeel."""
    document = releases.show(home, release_id)
    Output(as_json, lang).report(json.dumps(document, ensure_ascii=False, indent=2, default=str), document)


@releases_group.command("publish")
@click.argument("release_id")
@in_home
@speaking
def releases_publish(release_id: str, home: Path, as_json: bool, lang: Language) -> None:
    """Laat de schermen deze uitgave tonen."""
    releases.publish(home, release_id)
    Output(as_json, lang).report(f"Getoond wordt nu {release_id}.", {"current": release_id})


@releases_group.command("rollback")
@in_home
@speaking
def releases_rollback(home: Path, as_json: bool, lang: Language) -> None:
    """Toon weer de vorige uitgave."""
    current = releases.rollback(home)
    Output(as_json, lang).report(f"Getoond wordt nu {current}.", {"current": current})


@releases_group.command("withdraw")
@click.argument("release_id")
@click.option("--why", required=True)
@in_home
@speaking
def releases_withdraw(release_id: str, why: str, home: Path, as_json: bool, lang: Language) -> None:
    """Verwijder een uitgave; het register bewaart de reden."""
    current = releases.withdraw(home, release_id, why=why)
    shown = f"getoond wordt nu {current}" if current else "er wordt niets meer getoond"
    Output(as_json, lang).report(
        f"{release_id} is ingetrokken; {shown}.", {"withdrawn": release_id, "current": current}
    )


@releases_group.command("diff")
@click.argument("old")
@click.argument("new")
@in_home
@speaking
def releases_diff(old: str, new: str, home: Path, as_json: bool, lang: Language) -> None:
    """Wat er tussen twee uitgaven veranderde."""
    difference = releases.diff(home, old, new)
    summary = difference.summary()
    lines = [f"{old} → {new}", *(f"{count:8d}  {change}" for change, count in summary["cells"].items())]
    if not difference.counts.empty:
        changed = difference.counts[difference.counts["change"] != "same"]
        lines += ["", changed.to_string(index=False)]
    Output(as_json, lang).report("\n".join(lines), summary)
