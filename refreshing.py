"""One refresh: deliveries checked and stored, every year of the vault counted and protected, attacked, released.

Chains the rooms for the command ``refresh``; what it tells goes through the ``Output`` it is given.
"""

import multiprocessing
import os
import tomllib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, fields
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from aggregation.attack import Limits, Truth, Verdict, attack, attack_pair, lay_together, render
from aggregation.indicators import INDICATORS
from aggregation.protect import Thresholds
from aggregation.release.certificate import build_certificate
from aggregation.release.corrections import keep_years, narrow_years, newest_with
from aggregation.year.cube import YearTables, build_year, combine_years, unit_rows
from data import releases
from data.audit import Action, Audit
from data.console import NotSafe, Output, Refused
from data.contracts import DeliveryReport, check_delivery
from data.contracts.manifest import MANIFEST
from data.earlier import Tables, published_maps, shown_before
from data.kms import FileKms
from data.linkage import LinkageSettings, LinkedYear
from data.vault import Purpose, ReleasedMaps, Vault
from geo.layers import build_context, build_layers, unknown_codes

TOGETHER = "all"
"""Stands for all releases that were ever shown, laid together, in the certificate."""


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
    kept_maps = ReleasedMaps(home, FileKms(home), audit)
    shown = shown_before(home, kept_maps, output)
    maps = published_maps(vault.years(), shown)
    years = _build_years(home, thresholds, settings, maps, output)
    tables: Tables = combine_years(years, tuple(INDICATORS.values()), thresholds)
    tables, certificate, kept = _prove(
        shown, tables, unit_rows(years), limits_of(asdict(thresholds)), keep_published, output
    )
    newest = tables["membership"]["year"].eq(max(year.survey_year for year in years))
    layers = build_layers(tables["membership"].loc[newest])
    for dutch, english in layers.warnings:
        output.say(dutch, english)
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
    kept_maps.keep(release_id, tables["practice"])
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
    shown: Mapping[str, Tables],
    tables: Tables,
    units: pd.DataFrame,
    limits: Limits,
    keep_published: bool,
    output: Output,
) -> tuple[Tables, dict[str, Any], dict[int, str]]:
    """Attack the tables with the truth in hand, and beside every release that was ever shown, each and all together.

    Returns
    -------
    The tables that are safe, their certificate, and the years kept as a release published them (with its id).

    Raises
    ------
    NotSafe : an attack found something; it is reported in areas and questions.
    """
    together = lay_together(list(shown.values()))
    known = shown if together is None else {**shown, TOGETHER: together}
    beside = _attack_beside(known, tables, limits, output)
    kept: dict[int, str] = {}
    isolating = _isolating_years(beside)
    if isolating:
        narrowed = narrow_years(tables, {year: _that_isolate(year, beside, known) for year in isolating})
        again = _attack_beside(known, narrowed, limits, output)
        if len(left := _isolating_years(again)) < len(isolating):
            said = ", ".join(map(str, sorted(set(isolating) - set(left))))
            output.say(
                f"Toont niets wat eerder was weggelaten: {said}.", f"Shows nothing that was withheld before: {said}."
            )
            tables, beside, isolating = narrowed, again, left
    if isolating and keep_published:
        kept = {year: last for year in isolating if (last := newest_with(year, shown)) is not None}
        said = ", ".join(map(str, kept))
        output.say(f"Blijft zoals gepubliceerd: {said}.", f"Stays as published: {said}.")
        tables = keep_years(tables, {year: shown[release_id] for year, release_id in kept.items()})
        beside = _attack_beside(known, tables, limits, output)
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


def _isolating_years(beside: Mapping[str, Verdict]) -> list[int]:
    """Years in which the new tables minus a release that was shown single people out."""
    return sorted({one.year for pair in beside.values() for one in (*pair.found, *pair.gave_up)})


def _that_isolate(year: int, beside: Mapping[str, Verdict], shown: Mapping[str, Tables]) -> list[Tables]:
    """Releases that single people out together with the new tables of a year."""
    return [shown[release_id] for release_id, pair in beside.items() if year in _isolating_years({release_id: pair})]


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


def _attack_beside(shown: Mapping[str, Tables], tables: Tables, limits: Limits, output: Output) -> dict[str, Verdict]:
    """Attack the new tables together with each release that was shown."""
    verdicts = {}
    for release_id, earlier in shown.items():
        said = output.choose("alle uitgaven", "all releases") if release_id == TOGETHER else release_id
        with output.step(f"Aanval samen met {said}", f"Attacking together with {said}"):
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
    home: Path,
    thresholds: Thresholds,
    settings: LinkageSettings,
    maps: Mapping[int, Sequence[pd.DataFrame]],
    output: Output,
) -> list[YearTables]:
    """Link, count and protect every year of ``maps``; several share the processors, each in a process of its own."""
    said = ", ".join(map(str, maps))
    with output.step(f"{said} koppelen, tellen en beschermen", f"Linking, counting and protecting {said}") as part:
        if len(maps) == 1:
            return [
                build_survey_year(home, year, thresholds, settings, of_year, part) for year, of_year in maps.items()
            ]
        workers = min(os.cpu_count() or 1, len(maps))
        with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
            waiting = [
                pool.submit(build_survey_year, home, year, thresholds, settings, of_year)
                for year, of_year in maps.items()
            ]
            return [future.result() for future in waiting]


def build_survey_year(
    home: Path,
    year: int,
    thresholds: Thresholds,
    settings: LinkageSettings,
    published: Sequence[pd.DataFrame] = (),
    progress: Callable[[str], None] = lambda _step: None,
) -> YearTables:
    """Open one year of the vault and build its tables; the rows of persons stay in this process.

    ``published`` are the practice maps of the year that were ever published.
    """
    vault = Vault(home, FileKms(home), Audit(home))
    with vault.open(year, Purpose.CAPACITY_PLANNING) as opened:
        linked = LinkedYear(
            opened.engine, survey_year=year, settings=settings, tables=opened.rows, set_aside=opened.set_aside
        )
        return build_year(
            linked,
            tuple(INDICATORS.values()),
            thresholds,
            rng=np.random.default_rng(),
            published=published,
            progress=progress,
        )


def limits_of(thresholds: Mapping[str, Any]) -> Limits:
    """Let the attacker judge by the thresholds of the release, not by its own defaults."""
    known = {field.name for field in fields(Limits)}
    return Limits(**{name: value for name, value in thresholds.items() if name in known})
