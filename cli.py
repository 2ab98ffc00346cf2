"""The command ``zorgcapaciteit``: chains the rooms, tells what happened, ends with the agreed exit status.

0 done, 1 refused (the data), 2 wrong usage, 3 internal fault, 4 not safe to publish. Reports go to standard output,
progress to standard error; ``--json`` gives reports to machines.
"""

import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click

from aggregation.attack import attack, render
from data import releases
from data.audit import AuditError
from data.console import FAULT, REFUSED, UNSAFE, USAGE, Language, Output
from data.contracts import check_delivery
from data.engine import EngineError
from data.kms import KmsError
from data.synth import YearGeography, write_deliveries
from data.vault import VaultError
from geo import reference
from geo.layers import LayerError
from refreshing import limits_of, run_refresh

YEARS = (2024, 2025, 2026)
SEED = 2026
PORT = 8501
ATTACKED_TABLES = ("cell", "membership", "indicator", "response", "practice")


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    command = click.option("--json", "as_json", is_flag=True, help="Rapport als JSON.")(command)
    return click.option("--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True)(command)


def _home(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--home",
        type=click.Path(file_okay=False, path_type=Path),
        default=lambda: Path(os.environ.get("ZORGCAPACITEIT_HOME") or "var"),
        help="Map met kluis en uitgaven; standaard $ZORGCAPACITEIT_HOME, anders ./var.",
    )(command)


_DELIVERIES = click.argument(
    "deliveries", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path)
)


@click.group()
@click.version_option(version("zorgcapaciteit"), prog_name="zorgcapaciteit")
def cli() -> None:
    """Capaciteit van de huisartsengeneeskunde: van leveringen naar een kaart die niemand verraadt."""


@cli.command()
@_home
@click.option("--port", default=PORT, show_default=True)
@click.option("--no-serve", is_flag=True, help="Stop na de publicatie.")
@_options
def demo(home: Path, port: int, no_serve: bool, as_json: bool, lang: Language) -> None:
    """Synthetische leveringen, een uitgave en het dashboard."""
    output = Output(as_json, lang)
    if releases.current_id(home) is None:
        folder = home.parent / "deliveries"
        with output.step("Synthetische leveringen schrijven", "Writing synthetic deliveries") as part:
            folders = _write_synthetic(folder, YEARS, SEED, 1.0, part)
        run_refresh(home, folders, publish=True, output=output)
    if not no_serve:
        _serve(home, port, output)


@cli.command()
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--years", multiple=True, type=click.IntRange(2024, 2034), help="Herhaalbaar; standaard 2024 2025 2026.")
@click.option("--seed", default=SEED, show_default=True)
@click.option("--scale", default=1.0, show_default=True, type=click.FloatRange(0.01, 10))
@click.argument("more_years", nargs=-1, type=click.IntRange(2024, 2034))
@_options
def synth(
    out: Path,
    years: tuple[int, ...],
    more_years: tuple[int, ...],
    seed: int,
    scale: float,
    as_json: bool,
    lang: Language,
) -> None:
    """Schrijf synthetische leveringen, een map per jaar."""
    output = Output(as_json, lang)
    with output.step("Synthetische leveringen schrijven", "Writing synthetic deliveries") as part:
        folders = _write_synthetic(out, (*years, *more_years) or YEARS, seed, scale, part)
    output.report("\n".join(str(folder) for folder in folders), {"deliveries": [str(folder) for folder in folders]})


@cli.command()
@_DELIVERIES
@_options
def validate(deliveries: tuple[Path, ...], as_json: bool, lang: Language) -> None:
    """Controleer leveringen en meld alle fouten; niets wordt bewaard."""
    output = Output(as_json, lang)
    with output.step("Leveringen controleren", "Checking deliveries"):
        reports = [check_delivery(folder) for folder in deliveries]
    output.report(
        "\n\n".join(report.to_text(lang) for report in reports),
        {"deliveries": [report.to_dict(lang) for report in reports]},
    )
    if not all(report.accepted for report in reports):
        sys.exit(REFUSED)


@cli.command()
@_DELIVERIES
@_home
@click.option("--publish", is_flag=True, help="Toon de nieuwe uitgave meteen.")
@click.option("--keep-published", is_flag=True, help="Laat een jaar staan waarvan een correctie mensen zou verraden.")
@_options
def refresh(
    deliveries: tuple[Path, ...], home: Path, publish: bool, keep_published: bool, as_json: bool, lang: Language
) -> None:
    """Controleer, bewaar, koppel, tel, bescherm, val aan en geef uit."""
    run_refresh(home, deliveries, publish=publish, output=Output(as_json, lang), keep_published=keep_published)


@cli.command("attack")
@click.argument("release", type=click.Path(exists=True, file_okay=False, path_type=Path))
@_options
def attack_command(release: Path, as_json: bool, lang: Language) -> None:
    """Val een uitgave opnieuw aan, met niets dan de uitgave zelf."""
    output = Output(as_json, lang)
    with releases.open_folder(release) as opened, output.step("Aanval op de uitgave", "Attacking the release"):
        tables = {name: opened.table(name) for name in ATTACKED_TABLES}
        limits = limits_of(opened.manifest["thresholds"])
        verdict = attack(tables, limits=limits)
    output.report(render(verdict, lang), verdict.to_dict())
    if not verdict.safe:
        sys.exit(UNSAFE)


@cli.command()
@_home
@click.option("--port", default=PORT, show_default=True)
@_options
def serve(home: Path, port: int, as_json: bool, lang: Language) -> None:
    """Toon de gepubliceerde uitgave."""
    _serve(home, port, Output(as_json, lang))


@cli.group("releases")
def releases_group() -> None:
    """Uitgaven bekijken, publiceren, terugdraaien en intrekken."""


@releases_group.command("list")
@_home
@_options
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
@_home
@_options
def releases_show(release_id: str, home: Path, as_json: bool, lang: Language) -> None:
    """Wat een uitgave is: manifest en oordeel."""
    document = releases.show(home, release_id)
    Output(as_json, lang).report(json.dumps(document, ensure_ascii=False, indent=2, default=str), document)


@releases_group.command("publish")
@click.argument("release_id")
@_home
@_options
def releases_publish(release_id: str, home: Path, as_json: bool, lang: Language) -> None:
    """Laat de schermen deze uitgave tonen."""
    releases.publish(home, release_id)
    Output(as_json, lang).report(f"Getoond wordt nu {release_id}.", {"current": release_id})


@releases_group.command("rollback")
@_home
@_options
def releases_rollback(home: Path, as_json: bool, lang: Language) -> None:
    """Toon weer de vorige uitgave."""
    current = releases.rollback(home)
    Output(as_json, lang).report(f"Getoond wordt nu {current}.", {"current": current})


@releases_group.command("withdraw")
@click.argument("release_id")
@click.option("--why", required=True)
@_home
@_options
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
@_home
@_options
def releases_diff(old: str, new: str, home: Path, as_json: bool, lang: Language) -> None:
    """Wat er tussen twee uitgaven veranderde."""
    difference = releases.diff(home, old, new)
    summary = difference.summary()
    lines = [f"{old} → {new}", *(f"{count:8d}  {change}" for change, count in summary["cells"].items())]
    if not difference.counts.empty:
        changed = difference.counts[difference.counts["change"] != "same"]
        lines += ["", changed.to_string(index=False)]
    Output(as_json, lang).report("\n".join(lines), summary)


def _write_synthetic(
    out: Path, years: Sequence[int], seed: int, scale: float, part: Callable[[str], None]
) -> list[Path]:
    settlements = reference.settlements()

    def geography(year: int) -> YearGeography:
        return YearGeography(
            geography=reference.geography(year),
            areas=reference.areas(year),
            population=reference.population(year),
            settlements=settlements,
        )

    return write_deliveries(out, years=sorted(set(years)), seed=seed, scale=scale, geography=geography, progress=part)


def _serve(home: Path, port: int, output: Output) -> None:
    from app import serve as serve_screens

    output.say(
        f"Dashboard op http://localhost:{port} (stoppen met Ctrl+C)",
        f"Dashboard at http://localhost:{port} (stop with Ctrl+C)",
    )
    sys.exit(serve_screens(home, port))


def main() -> None:
    """Run a command; every way out has its exit status, and no message repeats a value of a person."""
    try:
        cli.main(standalone_mode=False)
    except click.UsageError as error:
        error.show()
        sys.exit(USAGE)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(FAULT)
    except (releases.ReleaseError, VaultError) as error:
        click.echo(str(error), err=True)
        sys.exit(REFUSED)
    except (AuditError, EngineError, KmsError, LayerError) as error:  # their messages hold no value of a person
        click.echo(str(error), err=True)
        sys.exit(FAULT)
    except Exception as error:
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
        click.echo(f"Interne fout ({type(error).__name__} in {place}). Er is niets gepubliceerd.", err=True)
        sys.exit(FAULT)
