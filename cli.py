"""The command ``zorgcapaciteit``: chains the rooms, tells what happened, ends with the agreed exit status.

0 done, 1 refused (the data), 2 wrong usage, 3 internal fault, 4 not safe to publish. Reports go to standard output,
progress to standard error; ``--json`` gives reports to machines.
"""

import json
import multiprocessing
import os
import sys
import tomllib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, fields
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click
import numpy as np
import pandas as pd

from aggregation.attack import Limits, Truth, Verdict, attack, attack_pair, render
from aggregation.certificate import build_certificate
from aggregation.corrections import keep_years, newest_with
from aggregation.cube import YearTables, build_year, combine_years, unit_rows
from aggregation.indicators import INDICATORS
from aggregation.protect import Thresholds
from data import releases
from data.audit import Action, Audit, AuditError
from data.console import Language, Output
from data.contracts import DeliveryReport, check_delivery
from data.contracts.manifest import MANIFEST
from data.engine import EngineError
from data.kms import FileKms, KmsError
from data.linkage import LinkageSettings, LinkedYear
from data.synth import YearGeography, write_deliveries
from data.vault import Purpose, Vault, VaultError
from geo import reference
from geo.layers import LayerError, build_context, build_layers, unknown_codes

YEARS = (2024, 2025, 2026)
SEED = 2026
PORT = 8501
Tables = Mapping[str, pd.DataFrame]
ATTACKED_TABLES = ("cell", "membership", "indicator", "response", "practice")

DONE, REFUSED, USAGE, FAULT, UNSAFE = 0, 1, 2, 3, 4


class Refused(click.ClickException):
    """The data were refused; nothing stored has changed."""

    exit_code = REFUSED


class NotSafe(click.ClickException):
    """The attack found something; nothing was written or published."""

    exit_code = UNSAFE


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
        limits = _limits(opened.manifest["thresholds"])
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


def run_refresh(
    home: Path, folders: Sequence[Path], *, publish: bool, output: Output, keep_published: bool = False
) -> str:
    """Take deliveries in and release every survey year of the vault; returns the id of the release.

    Raises
    ------
    Refused : a delivery has faults; nothing is stored.
    NotSafe : the attack found something; the deliveries are stored, nothing is released.
    """
    audit = Audit(home)
    vault = Vault(home, FileKms(home), audit)
    reports = _accept(vault, folders, output)
    thresholds, settings = Thresholds(), LinkageSettings()
    years = _build_years(home, vault.years(), thresholds, settings, output)
    tables: Tables = combine_years(years, tuple(INDICATORS.values()), thresholds)
    tables, certificate, kept = _prove(
        home, tables, unit_rows(years), _limits(asdict(thresholds)), keep_published, output
    )
    newest = tables["membership"]["year"].eq(max(year.survey_year for year in years))
    layers = build_layers(tables["membership"].loc[newest])
    for warning in layers.warnings:
        output.say(warning, warning)
    release_id = releases.write_release(
        home,
        tables=tables,
        layers={**layers.geojson, "context": build_context()},
        certificate=certificate,
        manifest={
            "code_version": version("zorgcapaciteit"),
            "layout": sorted({delivery.layout for delivery in vault.deliveries()}),
            "thresholds": asdict(thresholds),
            "settings": asdict(settings),
            "survey_years": [year.survey_year for year in years],
            "kept": {str(year): release for year, release in kept.items()},
            "deliveries": [
                {"survey_year": entry.survey_year, "received_on": str(entry.received_on), "digest": entry.digest}
                for entry in vault.deliveries()
                if not entry.destroyed
            ],
        },
        now=datetime.now(UTC),
        audit=audit,
    )
    audit.record(Action.REFRESH, subject=release_id)
    if publish:
        releases.publish(home, release_id, audit=audit)
    said = output.choose(
        f"Uitgave {release_id} {'gepubliceerd' if publish else 'klaar, nog niet gepubliceerd'}.",
        f"Release {release_id} {'published' if publish else 'ready, not published'}.",
    )
    documents = [report.to_dict(output.lang) for report in reports]
    output.report(said, {"release": release_id, "published": publish, "kept": sorted(kept), "deliveries": documents})
    return release_id


def _prove(
    home: Path, tables: Tables, units: pd.DataFrame, limits: Limits, keep_published: bool, output: Output
) -> tuple[Tables, dict[str, Any], dict[int, str]]:
    """Attack the tables with the truth in hand, and beside every release that was ever shown.

    Returns
    -------
    The tables that are safe, their certificate, and the years kept as a release published them (with its id).

    Raises
    ------
    NotSafe : an attack found something; it is reported in areas and questions.
    """
    shown = _shown_before(home, output)
    beside = _attack_beside(shown, tables, limits, output)
    kept: dict[int, str] = {}
    isolating = sorted({one.year for pair in beside.values() for one in (*pair.found, *pair.gave_up)})
    if isolating and keep_published:
        kept = {year: last for year in isolating if (last := newest_with(year, shown)) is not None}
        said = ", ".join(map(str, kept))
        output.say(f"Blijft zoals gepubliceerd: {said}.", f"Stays as published: {said}.")
        tables = keep_years(tables, {year: shown[release_id] for year, release_id in kept.items()})
        beside = _attack_beside(shown, tables, limits, output)
    fresh = frozenset(int(year) for year in tables["cell"]["year"].unique()) - kept.keys()
    with output.step("Aanval op de tabellen", "Attacking the tables"):
        verdict = attack(tables, limits=limits, truth=Truth(units=units, years=fresh))
    found = [one for one in (verdict, *beside.values()) if not one.safe]
    if found:
        output.report(
            "\n\n".join(render(one, output.lang) for one in found), {"verdicts": [one.to_dict() for one in found]}
        )
        raise NotSafe(_not_safe(isolating if verdict.safe and not keep_published else [], output))
    return tables, build_certificate(verdict, tables=tables, beside=beside, kept=kept), kept


def _not_safe(isolating: Sequence[int], output: Output) -> str:
    """Say that nothing was released, and the way out when only a correction of a published year is in the way."""
    if not isolating:
        return output.choose("Niet veilig: er is niets uitgegeven.", "Not safe: nothing was released.")
    said = ", ".join(map(str, isolating))
    return output.choose(
        f"Niet veilig: er is niets uitgegeven. Wat al gepubliceerd was, min deze correctie van {said}, zou mensen "
        "herkenbaar maken. Intrekken helpt niet: wie de cijfers heeft, houdt ze. Met --keep-published blijven de "
        f"cijfers van {said} staan zoals ze gepubliceerd zijn, tot de correcties samen groot genoeg zijn.",
        f"Not safe: nothing was released. What was published before, minus this correction of {said}, would single "
        "people out. Withdrawing does not help: who has the numbers keeps them. With --keep-published the numbers of "
        f"{said} stay as they were published, until the corrections together are large enough.",
    )


def _shown_before(home: Path, output: Output) -> dict[str, Tables]:
    """Public tables of every release that was ever shown, the last written first."""
    shown: dict[str, Tables] = {}
    present = {row["release"] for row in releases.list_releases(home) if row["present"]}
    for release_id in releases.list_shown(home):
        tables = releases.shown_tables(home, release_id)
        if tables is None:
            output.say(
                f"Van {release_id} is geen kopie bewaard: er wordt niet mee vergeleken.",
                f"No copy of {release_id} was kept: nothing is compared with it.",
            )
            continue
        if release_id in present:
            with releases.open_release(home, release_id) as opened:
                tables = {**tables, "practice": opened.table("practice")}
        shown[release_id] = tables
    return shown


def _attack_beside(shown: Mapping[str, Tables], tables: Tables, limits: Limits, output: Output) -> dict[str, Verdict]:
    """Attack the new tables together with each release that was shown."""
    verdicts = {}
    for release_id, earlier in shown.items():
        with output.step(f"Aanval samen met {release_id}", f"Attacking together with {release_id}"):
            verdicts[release_id] = attack_pair(earlier, tables, limits=limits)
    return verdicts


def _accept(vault: Vault, folders: Sequence[Path], output: Output) -> list[DeliveryReport]:
    """Check all deliveries and store them when none has a fault.

    Deliveries of one survey year build on each other in the order given, so all are checked before one is stored.
    """
    pending: dict[int, dict[str, pd.DataFrame]] = {}
    reports = []
    with output.step("Leveringen controleren", "Checking deliveries") as part:
        for folder in folders:
            part(folder.name)
            year = _claimed_year(folder)
            if year is not None and year not in pending:
                pending[year] = _stored(vault, year)
            report = check_delivery(folder, previous=pending.get(year or 0, {}))
            reports.append(report)
            if report.manifest is not None:
                pending.setdefault(report.manifest.survey_year, {}).update(report.frames)
    if not all(report.accepted for report in reports):
        output.report(
            "\n\n".join(report.to_text(output.lang) for report in reports),
            {"deliveries": [report.to_dict(output.lang) for report in reports]},
        )
        raise Refused(
            output.choose("Geweigerd: niets is bewaard of veranderd.", "Refused: nothing was stored or changed.")
        )
    _check_boundaries(reports, output)
    with output.step("Opslaan in de kluis", "Storing in the vault"):
        for report in reports:
            vault.store(report.manifest, report.frames, set_aside=report.set_aside)
    return reports


def _check_boundaries(reports: Sequence[DeliveryReport], output: Output) -> None:
    """Refuse municipalities that no map can show, before anything is stored."""
    for report in reports:
        if "geography" not in report.frames:
            continue
        if unknown := unknown_codes(set(report.frames["geography"]["nis"].dropna().astype(str))):
            said, year = ", ".join(unknown), report.manifest.survey_year
            raise Refused(
                output.choose(
                    f"Geweigerd: de kaart kent deze gemeenten van {year} niet: {said}. Verbeter geography, of laad "
                    "eerst grenzen waarin ze voorkomen. Niets is bewaard of veranderd.",
                    f"Refused: the map does not know these municipalities of {year}: {said}. Correct geography, or "
                    "load boundaries that have them first. Nothing was stored or changed.",
                )
            )


def _claimed_year(folder: Path) -> int | None:
    """Survey year that a manifest claims, to find what was accepted before; faults in it are the check's to tell."""
    try:
        year = tomllib.loads((folder / MANIFEST).read_text(encoding="utf-8")).get("survey_year")
    except (OSError, ValueError):
        return None
    return year if isinstance(year, int) else None


def _stored(vault: Vault, year: int) -> dict[str, pd.DataFrame]:
    if year not in vault.years():
        return {}
    with vault.open(year, Purpose.DELIVERY_CHECK) as opened:
        return opened.frames()


def _build_years(
    home: Path, survey_years: Sequence[int], thresholds: Thresholds, settings: LinkageSettings, output: Output
) -> list[YearTables]:
    """Link, count and protect every year; several years share the processors, each in a process of its own."""
    said = ", ".join(map(str, survey_years))
    with output.step(f"{said} koppelen, tellen en beschermen", f"Linking, counting and protecting {said}") as part:
        if len(survey_years) == 1:
            return [build_survey_year(home, survey_years[0], thresholds, settings, part)]
        workers = min(os.cpu_count() or 1, len(survey_years))
        with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
            waiting = [pool.submit(build_survey_year, home, year, thresholds, settings) for year in survey_years]
            return [future.result() for future in waiting]


def build_survey_year(
    home: Path,
    year: int,
    thresholds: Thresholds,
    settings: LinkageSettings,
    progress: Callable[[str], None] = lambda _step: None,
) -> YearTables:
    """Open one year of the vault and build its tables; the rows of persons stay in this process."""
    vault = Vault(home, FileKms(home), Audit(home))
    with vault.open(year, Purpose.CAPACITY_PLANNING) as opened:
        linked = LinkedYear(
            opened.engine, survey_year=year, settings=settings, tables=opened.rows, set_aside=opened.set_aside
        )
        return build_year(
            linked, tuple(INDICATORS.values()), thresholds, rng=np.random.default_rng(), progress=progress
        )


def _limits(thresholds: Mapping[str, Any]) -> Limits:
    """Let the attacker judge by the thresholds of the release, not by its own defaults."""
    known = {field.name for field in fields(Limits)}
    return Limits(**{name: value for name, value in thresholds.items() if name in known})


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
