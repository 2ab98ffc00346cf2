"""The command ``refresh``: the chain from deliveries to a release."""

import os
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import numpy as np
import pandas as pd

from aggregation.attack import render
from aggregation.indicators import INDICATORS, take_changes
from aggregation.release.certificate import public_certificate
from aggregation.release.prove import Proof, prove
from aggregation.release.words import notes, refusal
from aggregation.release.years import join_years, lay_out, of_years, years_of
from aggregation.year.cube import YearTables
from aggregation.year.full_time import measure_full_time
from commands.attack import proving
from commands.console import NotSafe, Output, in_home, speaking
from commands.intake import FOLDER, accepting, cleared, places_of, take_in, years_to_count
from commands.years import Shown, build_years, learn
from data import releases
from data.added import changed_questions
from data.audit import Action, Audit
from data.built import TakenOver, manifest, take_over
from data.intake import open_linked, published_maps, rows_behind, shown_before
from data.kms import KeyManagement, keys_of
from data.receiving import Receiving
from data.settings import Settings, read_settings
from data.vault import ReleasedMaps, Vault, keep_certificate
from data.workers import workers
from geo.boundaries import boundaries_for, read_boundaries
from geo.layers import build_context, build_every_year


@click.command()
@click.argument("deliveries", nargs=-1, type=FOLDER)
@in_home
@click.option("--publish", is_flag=True, help="Toon de nieuwe uitgave meteen.")
@click.option(
    "--settings",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Drempels en werkdefinities; standaard settings.toml in de map van --home, anders die van het product.",
)
@click.option("--inbox", is_flag=True, help="Verwijder de bestanden van de leveringen na de publicatie.")
@click.option(
    "--cluster",
    metavar="ADRES",
    help="Reken op een Dask-cluster: tls://host:poort van de scheduler. Vraagt zorgcapaciteit[cluster].",
)
@click.option(
    "--certificates",
    type=FOLDER,
    help="Map met ca.pem, cert.pem en key.pem voor --cluster; standaard cluster in de map van --home.",
)
@accepting
@speaking
def refresh(
    deliveries: tuple[Path, ...],
    home: Path,
    publish: bool,
    settings: Path | None,
    inbox: bool,
    cluster: str | None,
    certificates: Path | None,
    accept: tuple[str, ...],
    why: str,
    output: Output,
) -> None:
    """Controleer, bewaar, koppel, tel, bescherm, val aan en geef uit; zonder levering opnieuw wat er al is."""
    if inbox and not (publish and deliveries):
        raise click.UsageError(
            "--inbox hoort bij leveringen en --publish. / --inbox belongs to deliveries and --publish."
        )
    if cluster and not cluster.startswith("tls://"):
        raise click.UsageError(
            "--cluster verwacht tls://host:poort: niets reist onversleuteld. / --cluster expects tls://host:port: "
            "nothing travels unencrypted."
        )
    run_refresh(
        home,
        deliveries,
        publish=publish,
        inbox=inbox,
        output=output,
        settings=read_settings(home=home, file=settings),
        accepted=accept,
        why=why,
        cluster=None if cluster is None else (cluster, certificates or home / "cluster"),
    )


@dataclass(frozen=True, kw_only=True)
class _Stores:
    """What a home keeps, opened for one refresh."""

    home: Path
    audit: Audit
    kms: KeyManagement
    vault: Vault
    maps: ReleasedMaps

    @classmethod
    def of(cls, home: Path) -> "_Stores":
        audit, kms = Audit(home), keys_of(home)
        return cls(home=home, audit=audit, kms=kms, vault=Vault(home, kms, audit), maps=ReleasedMaps(home, kms, audit))


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """What a refresh has before it.

    Attributes
    ----------
    settings : with the hours of a full-time equivalent that hold in this home.
    shown : public tables of every release that was ever shown, by id.
    published : practice maps that were ever published, of each year that can be counted.
    taken : years that the shown release holds as they would be made now.
    """

    settings: Settings
    shown: Mapping[str, Mapping[str, pd.DataFrame]]
    published: Mapping[int, Sequence[pd.DataFrame]]
    taken: Mapping[int, TakenOver]

    @property
    def fresh(self) -> dict[int, Sequence[pd.DataFrame]]:
        """Years that are made now, with their practice maps."""
        return {year: maps for year, maps in self.published.items() if year not in self.taken}

    def left_out(self, year: int, off: Mapping[tuple[str, int], Collection[str]]) -> frozenset[str]:
        """Practices that the published maps of a year left out, of all that releases did (``off``)."""
        return frozenset(key for (name, of), keys in off.items() if of == year and name in self.shown for key in keys)

    @property
    def taken_tables(self) -> list[Mapping[str, pd.DataFrame]]:
        """Tables of the years that are taken over."""
        return [one.tables for one in self.taken.values()]


def run_refresh(
    home: Path,
    folders: Sequence[Path],
    *,
    publish: bool,
    output: Output,
    settings: Settings,
    inbox: bool = False,
    accepted: Collection[str] = (),
    why: str = "",
    cluster: tuple[str, Path] | None = None,
) -> str:
    """Take deliveries in and release every survey year of the vault; returns the id of the release.

    ``cluster`` is the address of a scheduler and the folder of certificates; without it the cores of this machine work.

    Raises
    ------
    Refused : a delivery has faults, or a warning to confirm, and nothing is stored, or no year can be counted any more.
    NotSafe : the attack found something; the deliveries are stored, nothing is released.
    click.UsageError : there is no delivery, neither given nor stored.
    """
    kept = _Stores.of(home)
    learn(home)
    reports = take_in(
        kept.vault,
        folders,
        output,
        places=places_of(home),
        audit=kept.audit,
        opens=Receiving(home, kept.kms, kept.audit).opens,
        accepted=accepted,
        why=why,
        inbox=inbox,
    )
    take_changes(changed_questions(kept.vault.deliveries(), kept.vault.layouts))
    plan = _plan(kept, settings, output)
    with _computing(cluster) as pool:
        years = _build(kept, plan, output, pool, far=cluster is not None) if plan.fresh else []
        proof = _prove(kept, plan, years, output, pool)
    release_id = _write(kept, plan, proof, {year.survey_year: year.off for year in years}, output)
    if publish:
        releases.publish(home, release_id, prove=proving(home, output, compared=plan.shown), audit=kept.audit)
    if inbox:
        cleared(home, kept.vault, folders, output)
    done: dict[str, Any] = {
        "release": release_id,
        "published": publish,
        "kept": sorted(proof.kept),
        "kept_tables": {str(year): list(names) for year, names in proof.kept_tables.items()},
        "taken_over": sorted(plan.taken),
        "deliveries": [report.to_dict(output.lang) for report in reports],
    }
    said = output.choose(
        f"Uitgave {release_id} {'gepubliceerd' if publish else 'klaar, nog niet gepubliceerd'}.",
        f"Release {release_id} {'published' if publish else 'ready, not published'}.",
    )
    output.report(said, done)
    return release_id


def _plan(kept: _Stores, settings: Settings, output: Output) -> _Plan:
    """Find what was shown, which years can be counted, and which of those are taken over as they stand."""
    shown = shown_before(kept.home, kept.maps, output.say)
    counted = years_to_count(kept.vault, output)
    settings = _with_full_time(kept.home, min(counted), settings, output)
    published = published_maps(counted, shown)
    taken = take_over(kept.home, kept.vault, kept.kms, kept.maps, settings, published)
    if taken:
        said = ", ".join(map(str, sorted(taken)))
        output.say(f"{said}: niets veranderd, overgenomen.", f"{said}: nothing changed, taken over.")
    return _Plan(settings=settings, shown=shown, published=published, taken=taken)


def _computing(cluster: tuple[str, Path] | None) -> AbstractContextManager[Executor]:
    """Give who does the work: processes of this machine, or a cluster."""
    if cluster is None:
        return workers(os.cpu_count() or 1)
    try:
        from data.cluster import on_cluster  # only where there is one: its library is not installed by default
    except ModuleNotFoundError as error:
        raise click.UsageError(
            '--cluster vraagt Dask: pip install "zorgcapaciteit[cluster]". / --cluster needs Dask.'
        ) from error
    return on_cluster(*cluster)


def _build(kept: _Stores, plan: _Plan, output: Output, pool: Executor, *, far: bool) -> list[YearTables]:
    """Make the years that are not taken over, beside all that releases left off the map."""
    left = kept.maps.recall_off()
    years = {year: Shown(maps, plan.left_out(year, left)) for year, maps in plan.fresh.items()}
    off = frozenset(key for keys in left.values() for key in keys)
    return build_years(kept.home, plan.settings, years, off, output, pool, far=far)


def _prove(kept: _Stores, plan: _Plan, years: Sequence[YearTables], output: Output, pool: Executor) -> Proof:
    """Attack the years that were made, beside everything that was shown; nothing goes on when something is found."""
    current = plan.shown.get(releases.current_id(kept.home) or "")
    made, units = lay_out(years, plan.taken_tables, INDICATORS.values(), plan.settings.thresholds)
    proof = prove(
        made,
        plan.shown,
        units=units,
        rows_before=rows_behind(kept.maps, plan.shown, plan.fresh.keys()),
        thresholds=plan.settings.thresholds,
        step=output.step,
        current=None if current is None else of_years(current, years_of(current) - plan.taken.keys()),
        pool=pool,
    )
    for dutch, english in notes(proof, plan.fresh):
        output.say(dutch, english)
    if refused := refusal(proof):
        output.report(
            "\n\n".join(render(one, output.lang) for one in proof.found),
            {"verdicts": [one.to_dict() for one in proof.found]},
        )
        raise NotSafe(output.choose(*refused))
    return proof


def _write(kept: _Stores, plan: _Plan, proof: Proof, off: Mapping[int, Collection[str]], output: Output) -> str:
    """Write the release, and keep in the vault what later releases are compared with; gives its id.

    ``off`` are the practices off the map of the years that were made, by the keys that last.
    """
    tables = join_years(proof.tables, plan.taken_tables, np.random.default_rng())
    years = years_of(tables)
    membership = tables["membership"]
    known = read_boundaries(kept.home)
    layers, borders = build_every_year(membership, known)
    newest = membership.loc[membership["year"].eq(max(years)), "gemeente"]
    around = build_context(boundaries_for(known, set(newest), max(years)))
    for dutch, english in layers.warnings:
        output.say(dutch, english)
    full = proof.certificate(tables, {year: one.certificate for year, one in plan.taken.items()})
    taken = {year: one.release for year, one in plan.taken.items()}

    def keep(release_id: str) -> None:
        kept.maps.keep(release_id, tables["practice"])
        kept.maps.keep_rows(release_id, proof.rows, taken=taken)
        kept.maps.keep_off(release_id, off, taken=taken)
        keep_certificate(kept.home, kept.kms, release_id, full)

    release_id = releases.write_release(
        kept.home,
        tables=tables,
        layers={**layers.geojson, "context": around},
        certificate=public_certificate(full),
        manifest=manifest(
            kept.vault,
            kept.kms,
            plan.settings,
            years=years,
            kept=proof.kept,
            kept_tables=proof.kept_tables,
            published=plan.published,
            boundaries=borders,
        ),
        now=datetime.now(UTC),
        audit=kept.audit,
        keep=keep,
    )
    kept.audit.record(Action.REFRESH, subject=release_id)
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
