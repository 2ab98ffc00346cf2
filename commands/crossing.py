"""A crossing that leaves the room of analysis: protected and attacked beside everything that was shown."""

from pathlib import Path
from typing import Any

from aggregation.attack import render
from aggregation.indicators.crossings import CROSSINGS, Crossing
from aggregation.release.certificate import digest_table
from aggregation.release.crossing import Proven, crossing_certificate, map_crossing, prove_crossing
from aggregation.year.crossing import read_crossing
from commands.console import NotSafe, Output, Refused
from data import releases
from data.analysis import check_member
from data.audit import Action, Audit
from data.crossings import CELLS, CERTIFICATE, Left, keep_crossing, left_before, write_crossing
from data.intake import open_linked
from data.settings import read_settings


def release_crossing(name: str, *, year: int, why: str, out: Path | None, home: Path, output: Output) -> None:
    """Let a crossing leave as a file with its own certificate.

    Raises
    ------
    AnalysisError : this account may not analyse.
    Refused : there is no such crossing, or nothing was shown of the year.
    NotSafe : it cannot leave beside what was shown; nothing is written.
    """
    crossing = CROSSINGS.get(name)
    if crossing is None:
        listed = "; ".join(f"{one.id} {output.choose(one.label.nl, one.label.en)}" for one in CROSSINGS.values())
        raise Refused(
            output.choose(f"{name}: geen kruising. Er zijn: {listed}.", f"{name}: no crossing. There are: {listed}.")
        )
    check_member(home)
    audit = Audit(home)
    audit.record(Action.ANALYSE, subject=str(year), why=why, statement=f"crossing {name}")
    with output.step("Tellen, beschermen en aanvallen", "Counting, protecting and attacking"):
        shown, proven = _prove(crossing, year, why, home, output)
    certificate = crossing_certificate(crossing, proven, year=year, releases=shown)
    if not proven.safe and proven.verdict is not None:
        output.report(render(proven.verdict, output.lang), proven.verdict.to_dict())
        raise NotSafe(
            output.choose(
                f"{name} gaat niet naar buiten: naast wat al getoond is, zou iemand te vinden zijn.",
                f"{name} does not leave: beside what was shown already somebody could be found.",
            )
        )
    if not may_leave(crossing):
        output.report(_levels(certificate, output), certificate)
        raise NotSafe(
            output.choose(
                f"{name} gaat niet naar buiten. Naast haar twee vragen is niets gevonden; naast andere cijfers over "
                "dezelfde artsen (zoals plannen per leeftijd) is ze nog niet aangevallen.",
                f"{name} does not leave. Beside its two questions nothing was found; beside other numbers of the same "
                "doctors (such as plans by age) it was not attacked yet.",
            )
        )
    _check_before(crossing, left_before(home, year), proven, output)
    keep_crossing(home, year, proven.cells, certificate)
    folder = (out or Path.cwd()) / f"{name}-{year}"
    write_crossing(folder, proven.cells, certificate)
    audit.record(Action.EXPORT, subject=f"{name} {year}", why=why, tables={name: len(proven.cells)})
    output.report(_told(folder, certificate, output), {**certificate, "folder": str(folder)})


def _prove(crossing: Crossing, year: int, why: str, home: Path, output: Output) -> tuple[list[str], Proven]:
    """Count, protect and attack; gives the releases that were laid beside it too."""
    settings = read_settings(home=home)
    tables = {release_id: releases.shown_tables(home, release_id) for release_id in releases.list_shown(home)}
    of_year = {name: one for name, one in tables.items() if one is not None and one["cell"]["year"].eq(year).any()}
    if not of_year or None in tables.values():
        raise Refused(
            output.choose(
                f"Van {year} is nog geen uitgave getoond, of een ervan is niet bewaard: een kruising komt erna.",
                f"No release of {year} was shown yet, or one that was is not kept: a crossing comes after it.",
            )
        )
    if crossing.on_map:
        with releases.open_release(home) as opened:
            proven = map_crossing(crossing, opened.table("practice"), opened.table("membership"), year)
        return list(of_year), proven
    with open_linked(home, year, settings.definitions, why=why) as linked:
        try:
            crossed = read_crossing(crossing, linked, list(of_year.values()))
        except ValueError as error:
            raise NotSafe(str(error)) from None
    return list(of_year), prove_crossing(crossed, year, settings.thresholds)


def may_leave(crossing: Crossing) -> bool:
    """Whether a crossing may leave as a file: one that everybody can count from the practice map of a release.

    Answers of doctors stay inside, safe as they may be beside their own two questions: other numbers of a release count
    the same doctors (plans by age, hours by age), and no attack lays a crossing beside those yet.
    """
    return crossing.on_map


def _check_before(crossing: Crossing, before: dict[str, Left], proven: Proven, output: Output) -> None:
    """Refuse a crossing that left otherwise before."""
    own = before.get(crossing.id)
    if own is not None and digest_table(own.cells) != digest_table(proven.cells):
        raise NotSafe(
            output.choose(
                f"{crossing.id} ging al naar buiten, met andere cellen: naast elkaar zouden ze de correctie vertellen.",
                f"{crossing.id} left before, with other cells: side by side the two would tell of the correction.",
            )
        )


def _levels(certificate: dict[str, Any], output: Output) -> str:
    kept, cells = certificate["kept"], certificate["cells"]
    levels = ", ".join(f"{level} {kept[level]}/{cells[level]}" for level in cells)
    return output.choose(f"Cellen die te tonen zijn, per niveau: {levels}.", f"Cells to be shown, per level: {levels}.")


def _told(folder: Path, certificate: dict[str, Any], output: Output) -> str:
    files = output.choose(f"{folder}: {CELLS} en {CERTIFICATE}.", f"{folder}: {CELLS} and {CERTIFICATE}.")
    return f"{files} {_levels(certificate, output)}"
