"""The command ``zorgcapaciteit``: chains the rooms, tells what happened, ends with the agreed exit status.

0 done, 1 refused (the data), 2 wrong usage, 3 internal fault, 4 not safe to publish. Reports go to standard output,
progress to standard error; ``--json`` gives reports to machines.
"""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import click
import numpy as np
import pandas as pd

from aggregation.attack import SECOND_EDITION, Limits, attack, render
from aggregation.indicators import INDICATORS
from aggregation.release.certificate import public_certificate
from aggregation.release.prove import Proof, prove
from aggregation.release.years import join_years, of_years, years_of
from aggregation.year.cube import YearTables, build_year, combine_years, indicator_table, unit_rows
from cli_releases import proving, releases_group
from cli_vault import deliveries_group, retention, verify
from console import (
    FAULT,
    REFUSED,
    UNSAFE,
    USAGE,
    Language,
    NotSafe,
    Output,
    Refused,
    calm,
    in_home,
    speaking,
)
from data import releases
from data.audit import Action, Audit, AuditError
from data.built import TakenOver, build_facts, take_over
from data.contracts import NEEDED, DeliveryReport, check_delivery
from data.engine import EngineError
from data.intake import (
    check_deliveries,
    municipalities,
    published_maps,
    rows_behind,
    shown_before,
    store_deliveries,
)
from data.kms import FileKms, KmsError
from data.linkage import LinkedYear
from data.settings import Settings, SettingsError, read_settings, thresholds_of
from data.synth import YearGeography, write_deliveries
from data.vault import Purpose, ReleasedMaps, Vault, VaultError, keep_certificate
from data.workers import workers
from geo import reference
from geo.layers import LayerError, build_context, build_layers, unknown_codes

YEARS = (2024, 2025, 2026)
SEED = 2026
PORT = 8501
ATTACKED_TABLES = ("cell", "membership", "indicator", "response", "practice")

_SYNTHETIC = click.IntRange(min(reference.POPULATION_YEARS), max(reference.POPULATION_YEARS))
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group()
@click.version_option(version("zorgcapaciteit"), prog_name="zorgcapaciteit")
def cli() -> None:
    """Capaciteit van de huisartsengeneeskunde: van leveringen naar een kaart die niemand verraadt."""


@cli.command()
@in_home
@click.option("--port", default=PORT, show_default=True)
@click.option("--no-serve", is_flag=True, help="Stop na de publicatie.")
@speaking
def demo(home: Path, port: int, no_serve: bool, as_json: bool, lang: Language) -> None:
    """Synthetische leveringen, een uitgave en het dashboard."""
    output = Output(as_json, lang)
    if releases.current_id(home) is None:
        folder = home.parent / "deliveries"
        with output.step("Synthetische leveringen schrijven", "Writing synthetic deliveries") as part:
            folders = _write_synthetic(folder, YEARS, SEED, 1.0, part)
        run_refresh(home, folders, publish=True, output=output, settings=read_settings(home=home))
    if not no_serve:
        _serve(home, port, output)


@cli.command()
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
    as_json: bool,
    lang: Language,
) -> None:
    """Schrijf synthetische leveringen, een map per jaar."""
    output = Output(as_json, lang)
    with output.step("Synthetische leveringen schrijven", "Writing synthetic deliveries") as part:
        folders = _write_synthetic(out, (*years, *more_years) or YEARS, seed, scale, part)
    output.report("\n".join(str(folder) for folder in folders), {"deliveries": [str(folder) for folder in folders]})


@cli.command()
@click.argument("deliveries", nargs=-1, required=True, type=_FOLDER)
@speaking
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
@click.argument("deliveries", nargs=-1, type=_FOLDER)
@in_home
@click.option("--publish", is_flag=True, help="Toon de nieuwe uitgave meteen.")
@click.option("--keep-published", is_flag=True, help="Laat een jaar staan waarvan een correctie mensen zou verraden.")
@click.option(
    "--settings",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Drempels en werkdefinities; standaard settings.toml in de map van --home, anders die van het product.",
)
@speaking
def refresh(
    deliveries: tuple[Path, ...],
    home: Path,
    publish: bool,
    keep_published: bool,
    settings: Path | None,
    as_json: bool,
    lang: Language,
) -> None:
    """Controleer, bewaar, koppel, tel, bescherm, val aan en geef uit; zonder levering opnieuw wat er al is."""
    run_refresh(
        home,
        deliveries,
        publish=publish,
        output=Output(as_json, lang),
        settings=read_settings(home=home, file=settings),
        keep_published=keep_published,
    )


@cli.command("attack")
@click.argument("release", type=_FOLDER)
@speaking
def attack_command(release: Path, as_json: bool, lang: Language) -> None:
    """Val een uitgave opnieuw aan, met niets dan de uitgave zelf."""
    output = Output(as_json, lang)
    with releases.open_folder(release) as opened, output.step("Aanval op de uitgave", "Attacking the release"):
        tables = {name: opened.table(name) for name in ATTACKED_TABLES}
        limits = Limits(**asdict(thresholds_of(opened.manifest)), second_edition=SECOND_EDITION)
        verdict = attack(tables, limits=limits)
    output.report(render(verdict, lang), verdict.to_dict())
    if not verdict.safe:
        sys.exit(UNSAFE)


@cli.command()
@in_home
@click.option("--port", default=PORT, show_default=True)
@speaking
def serve(home: Path, port: int, as_json: bool, lang: Language) -> None:
    """Toon de gepubliceerde uitgave."""
    _serve(home, port, Output(as_json, lang))


for command in (releases_group, deliveries_group, retention, verify):
    cli.add_command(command)


def run_refresh(
    home: Path,
    folders: Sequence[Path],
    *,
    publish: bool,
    output: Output,
    settings: Settings,
    keep_published: bool = False,
) -> str:
    """Take deliveries in and release every survey year of the vault; returns the id of the release.

    Raises
    ------
    Refused : a delivery has faults; nothing is stored.
    NotSafe : the attack found something; the deliveries are stored, nothing is released.
    click.UsageError : there is no delivery, neither given nor stored.
    """
    audit = Audit(home)
    kms = FileKms(home)
    vault = Vault(home, kms, audit)
    reports = _take_in(vault, folders, output)
    if not vault.deliveries():
        raise click.UsageError(
            "Geen levering gegeven, en in de kluis ligt er nog geen. / No delivery, given or stored."
        )
    closed = _tell_closed(vault.closed(NEEDED), output)
    open_years = [year for year in vault.years() if year not in closed]
    if not open_years:
        raise Refused(
            output.choose(
                "Geen enkel jaar kan nog geteld worden: wat gepubliceerd is, blijft staan.",
                "No year can be counted any more: what is published stays.",
            )
        )
    kept_maps = ReleasedMaps(home, kms, audit)
    shown = shown_before(home, kept_maps, output.say)
    published = published_maps(open_years, shown)
    taken = take_over(home, vault, kms, kept_maps, settings, published)
    fresh = {year: maps for year, maps in published.items() if year not in taken}
    if taken:
        said = ", ".join(map(str, sorted(taken)))
        output.say(f"{said}: niets veranderd, overgenomen.", f"{said}: nothing changed, taken over.")
    years = _build_years(home, settings, fresh, output) if fresh else []
    current, remembered = shown.get(releases.current_id(home) or ""), releases.Shelf(home).years_kept()
    made, units = _laid_out(years, taken, settings)
    proof = prove(
        made,
        shown,
        units=units,
        rows_before=rows_behind(kept_maps, shown, fresh.keys()),
        thresholds=settings.thresholds,
        keep=lambda year: keep_published or year in remembered,
        step=output.step,
        current=None if current is None else of_years(current, years_of(current) - taken.keys()),
    )
    _tell_proof(proof, output)
    tables = join_years(proof.tables, [one.tables for one in taken.values()], np.random.default_rng())
    membership = tables["membership"]
    layers = build_layers(membership.loc[membership["year"].eq(max(years_of(tables)))])
    for dutch, english in layers.warnings:
        output.say(dutch, english)
    full = proof.certificate(tables, {year: one.certificate for year, one in taken.items()})
    release_id = releases.write_release(
        home,
        tables=tables,
        layers={**layers.geojson, "context": build_context()},
        certificate=public_certificate(full),
        manifest={
            "code_version": version("zorgcapaciteit"),
            "layout": sorted({delivery.layout for delivery in vault.deliveries()}),
            **settings.to_manifest(),
            "survey_years": sorted(years_of(tables)),
            "kept": {str(year): release for year, release in proof.kept.items()},
            "builds": {str(year): build_facts(vault, kms, year, settings, maps) for year, maps in published.items()},
            "deliveries": [
                {"survey_year": entry.survey_year, "received_on": str(entry.received_on), "digest": entry.digest}
                for entry in vault.deliveries()
                if not entry.destroyed
            ],
        },
        now=datetime.now(UTC),
        audit=audit,
    )
    kept_maps.keep(release_id, tables["practice"])
    kept_maps.keep_rows(release_id, proof.rows, taken={year: one.release for year, one in taken.items()})
    keep_certificate(home, kms, release_id, full)
    audit.record(Action.REFRESH, subject=release_id)
    if publish:
        releases.publish(home, release_id, prove=proving(home, output, compared=shown.keys()), audit=audit)
    said = output.choose(
        f"Uitgave {release_id} {'gepubliceerd' if publish else 'klaar, nog niet gepubliceerd'}.",
        f"Release {release_id} {'published' if publish else 'ready, not published'}.",
    )
    documents = [report.to_dict(output.lang) for report in reports]
    output.report(
        said,
        {
            "release": release_id,
            "published": publish,
            "kept": sorted(proof.kept),
            "taken_over": sorted(taken),
            "deliveries": documents,
        },
    )
    return release_id


def _laid_out(
    years: Sequence[YearTables], taken: Mapping[int, TakenOver], settings: Settings
) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """Give the tables of the years that were made, and the unit rows behind them; none when all are taken over."""
    indicators = tuple(INDICATORS.values())
    if years:
        return combine_years(years, indicators, settings.thresholds), unit_rows(years)
    nothing = {name: table.iloc[:0] for one in taken.values() for name, table in one.tables.items()}
    nothing["indicator"] = indicator_table(indicators, settings.thresholds)
    return nothing, pd.DataFrame({"indicator": [], "year": [], "key": []})


def _tell_closed(closed: Mapping[int, str], output: Output) -> list[int]:
    """Say which years cannot be counted any more, and why; the others go on."""
    for year, reason in closed.items():
        output.say(
            f"{year} kan niet meer geteld worden en blijft zoals laatst gepubliceerd ({reason}).",
            f"{year} cannot be counted any more and stays as last published ({reason}).",
        )
    return list(closed)


def _take_in(vault: Vault, folders: Sequence[Path], output: Output) -> list[DeliveryReport]:
    """Check all deliveries and store them when none has a fault."""
    if not folders:
        return []
    with output.step("Leveringen controleren", "Checking deliveries") as part:
        reports = check_deliveries(vault, folders, part)
    if not all(report.accepted for report in reports):
        output.report(
            "\n\n".join(report.to_text(output.lang) for report in reports),
            {"deliveries": [report.to_dict(output.lang) for report in reports]},
        )
        raise Refused(
            output.choose("Geweigerd: niets is bewaard of veranderd.", "Refused: nothing was stored or changed.")
        )
    for report in reports:
        if unknown := unknown_codes(municipalities(report)):
            said, year = ", ".join(unknown), report.manifest.survey_year
            raise Refused(
                output.choose(
                    f"Geweigerd: de kaart kent deze gemeenten van {year} niet: {said}. Verbeter geography, of laad "
                    "eerst grenzen waarin ze voorkomen. Niets is bewaard of veranderd.",
                    f"Refused: the map does not know these municipalities of {year}: {said}. Correct geography, or "
                    "load boundaries that have them first. Nothing was stored or changed.",
                )
            )
    with output.step("Opslaan in de kluis", "Storing in the vault"):
        store_deliveries(vault, reports)
    return reports


def _tell_proof(proof: Proof, output: Output) -> None:
    """Say which years show less than they could, and end here when something was found."""
    if proof.narrowed:
        said = ", ".join(map(str, proof.narrowed))
        output.say(
            f"{said}: toont niets wat eerder was weggelaten, en niet waar te weinig veranderde.",
            f"{said}: shows nothing that was withheld before, nor where too little changed.",
        )
    if proof.kept:
        said = ", ".join(map(str, sorted(proof.kept)))
        output.say(
            f"{said}: blijft zoals gepubliceerd; de correcties blijven bewaard, elke refresh probeert ze opnieuw.",
            f"{said}: stays as published; the corrections are kept and tried again by every refresh.",
        )
    if not proof.found and not proof.isolating:
        return
    output.report(
        "\n\n".join(render(one, output.lang) for one in proof.found),
        {"verdicts": [one.to_dict() for one in proof.found], "isolating": list(proof.isolating)},
    )
    if not proof.isolating or not proof.verdict.safe:
        raise NotSafe(output.choose("Niet veilig: er is niets uitgegeven.", "Not safe: nothing was released."))
    said = ", ".join(map(str, proof.isolating))
    raise NotSafe(
        output.choose(
            f"Niet veilig: er is niets uitgegeven. Wat al gepubliceerd was, naast deze correctie van {said}, kan "
            "mensen herkenbaar maken. Intrekken helpt niet: wie de cijfers heeft, houdt ze. Met --keep-published "
            f"blijven de cijfers van {said} staan zoals ze gepubliceerd zijn; latere refreshes onthouden dat.",
            f"Not safe: nothing was released. What was published before, beside this correction of {said}, may single "
            "people out. Withdrawing does not help: who has the numbers keeps them. With --keep-published the numbers "
            f"of {said} stay as they were published; later refreshes remember that.",
        )
    )


def _build_years(
    home: Path, settings: Settings, maps: Mapping[int, Sequence[pd.DataFrame]], output: Output
) -> list[YearTables]:
    """Link, count and protect every year of ``maps``; several share the processors, each in a process of its own."""
    said = ", ".join(map(str, maps))
    with output.step(f"{said} koppelen, tellen en beschermen", f"Linking, counting and protecting {said}") as part:
        if len(maps) == 1:
            return [build_survey_year(home, year, settings, of_year, part) for year, of_year in maps.items()]
        with workers(min(os.cpu_count() or 1, len(maps))) as pool:
            waiting = [pool.submit(build_survey_year, home, year, settings, of_year) for year, of_year in maps.items()]
            return [future.result() for future in waiting]


def build_survey_year(
    home: Path,
    year: int,
    settings: Settings,
    published: Sequence[pd.DataFrame] = (),
    progress: Callable[[str], None] = lambda _step: None,
) -> YearTables:
    """Open one year of the vault and build its tables; the rows of persons stay in this process.

    ``published`` are the practice maps of the year that were ever published.
    """
    vault = Vault(home, FileKms(home), Audit(home))
    with vault.open(year, Purpose.CAPACITY_PLANNING) as opened:
        linked = LinkedYear(
            opened.engine,
            survey_year=year,
            settings=settings.definitions,
            tables=opened.rows,
            set_aside=opened.set_aside,
            secret=FileKms(home).keyed_digest(f"units of {year}".encode()),
        )
        return build_year(
            linked,
            tuple(INDICATORS.values()),
            settings.thresholds,
            rng=np.random.default_rng(),
            published=published,
            progress=progress,
        )


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
    except (releases.ReleaseError, SettingsError, VaultError) as error:
        click.echo(str(error), err=True)
        sys.exit(REFUSED)
    except (AuditError, EngineError, KmsError, LayerError) as error:  # their messages hold no value of a person
        click.echo(str(error), err=True)
        sys.exit(FAULT)
    except Exception as error:
        if said := calm(error):
            click.echo(said, err=True)
            sys.exit(FAULT)
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
        click.echo(f"Interne fout ({type(error).__name__} in {place}). Er is niets gepubliceerd.", err=True)
        sys.exit(FAULT)
