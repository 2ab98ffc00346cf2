"""The command ``zorgcapaciteit``: chains the rooms, tells what happened, ends with the agreed exit status.

0 done, 1 refused (the data), 2 wrong usage, 3 internal fault, 4 not safe to publish. Reports go to standard output,
progress to standard error; ``--json`` gives reports to machines.
"""

import os
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import click
import numpy as np
import pandas as pd

from aggregation.attack import SECOND_EDITION, Limits, Verdict, attack, render
from aggregation.indicators import INDICATORS
from aggregation.release.certificate import ATTACKED, public_certificate
from aggregation.release.prove import beside_shown, prove
from aggregation.release.words import UNSAFE_BESIDE, notes, refusal
from aggregation.release.years import join_years, lay_out, of_years, years_of
from aggregation.year.cube import YearTables, build_year
from aggregation.year.full_time import measure_full_time
from data import releases
from data.audit import Action, Audit
from data.built import manifest, take_over
from data.commands.backup import backup, restore_command
from data.commands.console import UNSAFE, NotSafe, Output, in_home, run, speaking
from data.commands.corrections import corrections_group
from data.commands.deliveries import deliveries_group, delivery_group, retention, verify
from data.commands.intake import FOLDER, accepting, take_in, validate, years_to_count
from data.commands.person import person_group
from data.commands.releases import releases_group
from data.commands.response import response_command
from data.intake import Places, open_linked, published_maps, rows_behind, shown_before
from data.kms import FileKms
from data.settings import Settings, read_settings, thresholds_of
from data.synth import country, write_deliveries
from data.terms import BELOW_FLANDERS as FINE
from data.terms import Level
from data.vault import ReleasedMaps, Vault, keep_certificate
from data.workers import workers
from geo import reference
from geo.layers import LayerError, build_context, build_layers, unknown_codes
from geo.places import far_away

YEARS = (2024, 2025, 2026)
SEED = 2026
PORT = 8501
PLACES = Places(unknown=unknown_codes, far_away=far_away)

_SYNTHETIC = click.IntRange(min(reference.POPULATION_YEARS), max(reference.POPULATION_YEARS))


@click.group()
@click.version_option(version("zorgcapaciteit"), prog_name="zorgcapaciteit")
@click.pass_context
def cli(context: click.Context) -> None:
    """Capaciteit van de huisartsengeneeskunde: van leveringen naar een kaart die niemand verraadt."""
    context.obj = proving
    context.meta["places"] = PLACES
    context.meta["safe"] = is_safe


COMMANDS = (
    validate,
    releases_group,
    delivery_group,
    deliveries_group,
    retention,
    verify,
    backup,
    restore_command,
    corrections_group,
    response_command,
    person_group,
)
for group_or_command in COMMANDS:
    cli.add_command(group_or_command)


@cli.command()
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
    output: Output,
) -> None:
    """Schrijf synthetische leveringen, een map per jaar."""
    with output.step("Synthetische leveringen schrijven", "Writing synthetic deliveries") as part:
        drawn = sorted({*years, *more_years} or YEARS)
        folders = write_deliveries(
            out, years=drawn, seed=seed, scale=scale, geography=country(reference), progress=part
        )
    output.report("\n".join(str(folder) for folder in folders), {"deliveries": [str(folder) for folder in folders]})


@cli.command()
@click.argument("deliveries", nargs=-1, type=FOLDER)
@in_home
@click.option("--publish", is_flag=True, help="Toon de nieuwe uitgave meteen.")
@click.option(
    "--settings",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Drempels en werkdefinities; standaard settings.toml in de map van --home, anders die van het product.",
)
@accepting
@speaking
def refresh(
    deliveries: tuple[Path, ...],
    home: Path,
    publish: bool,
    settings: Path | None,
    accept: tuple[str, ...],
    why: str,
    output: Output,
) -> None:
    """Controleer, bewaar, koppel, tel, bescherm, val aan en geef uit; zonder levering opnieuw wat er al is."""
    run_refresh(
        home,
        deliveries,
        publish=publish,
        output=output,
        settings=read_settings(home=home, file=settings),
        accepted=accept,
        why=why,
    )


@cli.command("attack")
@click.argument("release", type=FOLDER)
@speaking
def attack_command(release: Path, output: Output) -> None:
    """Val een uitgave opnieuw aan, met niets dan de uitgave zelf."""
    verdict = _attacked(release, output)
    output.report(render(verdict, output.lang), verdict.to_dict())
    if not verdict.safe:
        sys.exit(UNSAFE)


def is_safe(release: Path, output: Output) -> bool:
    """Attack a release from its folder alone."""
    return _attacked(release, output).safe


def _attacked(release: Path, output: Output) -> Verdict:
    with releases.open_folder(release) as opened, output.step("Aanval op de uitgave", "Attacking the release"):
        return attack({name: opened.table(name) for name in ATTACKED}, limits=_limits(opened))


@cli.command()
@in_home
@click.option("--port", default=PORT, show_default=True)
@speaking
def serve(home: Path, port: int, output: Output) -> None:
    """Toon de gepubliceerde uitgave."""
    _serve(home, port, output)


@cli.command()
@in_home
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--level", default=Level.ELZ.value, show_default=True, type=click.Choice([each.value for each in FINE]))
@click.option("--year", type=int, help="Jaar van de vragenlijst; standaard het nieuwste.")
@speaking
def fiches(home: Path, out: Path, level: str, year: int | None, output: Output) -> None:
    """Schrijf van elk gebied een fiche als PDF, met een index en alles samen in een zip."""
    from pages.fiche import every
    from pages.views import released, sources

    os.environ[released.HOME_VARIABLE] = str(home.resolve())
    release = released.current()
    if release is None:
        raise click.ClickException(output.choose("Er is niets gepubliceerd.", "Nothing is published."))
    if year is not None and year not in release.years():
        held = ", ".join(map(str, release.years()))
        raise click.UsageError(
            output.choose(f"Jaar {year} staat niet in de uitgave: {held}.", f"Not in the release: {year}; {held} are.")
        )
    if level not in release.layers():
        raise click.UsageError(
            output.choose(f"De uitgave heeft geen gebieden per {level}.", f"The release has no areas of {level}.")
        )
    with output.step("Fiches schrijven", "Writing fiches") as part:
        done = every.write(
            release,
            out,
            level=Level(level),
            year=release.years()[-1] if year is None else year,
            lang=output.lang,
            base=sources.public_address(),
            progress=part,
        )
    output.report(
        f"{len(done.files)} fiches: {done.index}, {done.zip}",
        {"fiches": [str(path) for path in done.files], "index": str(done.index), "zip": str(done.zip)},
    )


def proving(home: Path, output: Output, *, compared: Collection[str] | None = None) -> Callable[[str], None]:
    """Make the proof that a release needs to be shown: attacked together with everything that was shown by then.

    ``compared`` are the releases that it was compared with just now; when no other was shown since, that stands.

    Raises
    ------
    NotSafe : by what is returned, when the release and an earlier one together single people out.
    """

    def proof(release_id: str) -> None:
        ever = set(releases.list_shown(home)) - {release_id}
        if compared is not None and ever == set(compared) - {release_id}:
            return
        maps = ReleasedMaps(home, FileKms(home), Audit(home))
        shown = {name: tables for name, tables in shown_before(home, maps, output.say).items() if name != release_id}
        with releases.open_release(home, release_id) as opened:
            tables = {name: opened.table(name) for name in ATTACKED}
            thresholds = thresholds_of(opened.manifest)
        years = years_of(tables)
        own, rows = maps.recall_rows(release_id, years), rows_behind(maps, shown, years)
        found = beside_shown(tables, shown, own=own, rows=rows, thresholds=thresholds, step=output.step)
        if found is None:
            return
        output.report(
            "\n\n".join(render(one, output.lang) for one in found.values()),
            {"verdicts": {name: one.to_dict() for name, one in found.items()}},
        )
        raise NotSafe(output.choose(*(said.format(release=release_id) for said in UNSAFE_BESIDE)))

    return proof


def _limits(opened: releases.Release) -> Limits:
    """What a release says it was protected by."""
    return Limits(**asdict(thresholds_of(opened.manifest)), second_edition=SECOND_EDITION)


def run_refresh(
    home: Path,
    folders: Sequence[Path],
    *,
    publish: bool,
    output: Output,
    settings: Settings,
    accepted: Collection[str] = (),
    why: str = "",
) -> str:
    """Take deliveries in and release every survey year of the vault; returns the id of the release.

    Raises
    ------
    Refused : a delivery has faults, or a warning to confirm, and nothing is stored, or no year can be counted any more.
    NotSafe : the attack found something; the deliveries are stored, nothing is released.
    click.UsageError : there is no delivery, neither given nor stored.
    """
    audit = Audit(home)
    kms = FileKms(home)
    vault = Vault(home, kms, audit)
    reports = take_in(vault, folders, output, places=PLACES, audit=audit, accepted=accepted, why=why)
    kept_maps = ReleasedMaps(home, kms, audit)
    shown = shown_before(home, kept_maps, output.say)
    counted = years_to_count(vault, output)
    settings = _with_full_time(home, min(counted), settings, output)
    published = published_maps(counted, shown)
    taken = take_over(home, vault, kms, kept_maps, settings, published)
    fresh = {year: maps for year, maps in published.items() if year not in taken}
    if taken:
        said = ", ".join(map(str, sorted(taken)))
        output.say(f"{said}: niets veranderd, overgenomen.", f"{said}: nothing changed, taken over.")
    years = _build_years(home, settings, fresh, output) if fresh else []
    current = shown.get(releases.current_id(home) or "")
    made, units = lay_out(years, [one.tables for one in taken.values()], INDICATORS.values(), settings.thresholds)
    proof = prove(
        made,
        shown,
        units=units,
        rows_before=rows_behind(kept_maps, shown, fresh.keys()),
        thresholds=settings.thresholds,
        step=output.step,
        current=None if current is None else of_years(current, years_of(current) - taken.keys()),
    )
    for dutch, english in notes(proof):
        output.say(dutch, english)
    if refused := refusal(proof):
        output.report(
            "\n\n".join(render(one, output.lang) for one in proof.found),
            {"verdicts": [one.to_dict() for one in proof.found]},
        )
        raise NotSafe(output.choose(*refused))
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
        manifest=manifest(
            vault,
            kms,
            settings,
            years=years_of(tables),
            kept=proof.kept,
            kept_tables=proof.kept_tables,
            published=published,
        ),
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
            "kept_tables": {str(year): list(names) for year, names in proof.kept_tables.items()},
            "taken_over": sorted(taken),
            "deliveries": documents,
        },
    )
    return release_id


def _with_full_time(home: Path, first: int, settings: Settings, output: Output) -> Settings:
    """Set how long one full-time equivalent is: as the first publication fixed it, else measured in the first year."""
    hours = releases.Shelf(home).full_time()
    if hours is None:
        with open_linked(home, first, settings.definitions) as linked:
            hours = measure_full_time(linked)
    if hours is None:
        return settings
    output.say(f"Eén VTE is {hours:g} uur per week.", f"One FTE is {hours:g} hours a week.")
    return replace(settings, definitions=replace(settings.definitions, fte_hours=float(hours)))


def _build_years(
    home: Path, settings: Settings, maps: Mapping[int, Sequence[pd.DataFrame]], output: Output
) -> list[YearTables]:
    """Link, count and protect every year of ``maps``; several share the processors, each in a process of its own."""
    said = ", ".join(map(str, maps))
    with output.step(f"{said} koppelen, tellen en beschermen", f"Linking, counting and protecting {said}") as part:
        if len(maps) == 1:
            return [_build_year(home, year, settings, of_year, part) for year, of_year in maps.items()]
        with workers(min(os.cpu_count() or 1, len(maps))) as pool:
            waiting = [pool.submit(_build_year, home, year, settings, of_year) for year, of_year in maps.items()]
            return [future.result() for future in waiting]


def _build_year(
    home: Path,
    year: int,
    settings: Settings,
    published: Sequence[pd.DataFrame],
    progress: Callable[[str], None] = lambda _step: None,
) -> YearTables:
    """Build the tables of one year, beside the practice maps of it that were ever published.

    The rows of persons stay in this process.
    """
    with open_linked(home, year, settings.definitions) as linked:
        return build_year(
            linked,
            tuple(INDICATORS.values()),
            settings.thresholds,
            rng=np.random.default_rng(),
            published=published,
            progress=progress,
        )


def _serve(home: Path, port: int, output: Output) -> None:
    from app import serve as serve_screens

    output.say(
        f"Dashboard op http://localhost:{port} (stoppen met Ctrl+C)",
        f"Dashboard at http://localhost:{port} (stop with Ctrl+C)",
    )
    sys.exit(serve_screens(home, port))


def main() -> None:
    """Run a command, each way out with its exit status."""
    run(cli, faults=(LayerError,))
