"""The command ``attack``, and the proof that a release needs to be shown."""

import sys
from collections.abc import Callable, Collection
from dataclasses import asdict
from pathlib import Path

import click

from aggregation.attack import Limits, Verdict, attack, render
from aggregation.release.certificate import ATTACKED
from aggregation.release.prove import beside_shown
from aggregation.release.words import UNSAFE_BESIDE
from aggregation.release.years import years_of
from commands.console import UNSAFE, NotSafe, Output, speaking
from commands.intake import FOLDER
from data import releases
from data.audit import Audit
from data.intake import rows_behind, shown_before
from data.kms import keys_of
from data.settings import thresholds_of
from data.vault import ReleasedMaps


@click.command("attack")
@click.argument("release", type=FOLDER)
@speaking
def attack_command(release: Path, output: Output) -> None:
    """Val een uitgave opnieuw aan, met niets dan de uitgave zelf."""
    verdict = attacked(release, output)
    output.report(render(verdict, output.lang), verdict.to_dict())
    if not verdict.safe:
        sys.exit(UNSAFE)


def attacked(release: Path, output: Output) -> Verdict:
    """Attack a release from its folder alone."""
    with releases.open_folder(release) as opened, output.step("Aanval op de uitgave", "Attacking the release"):
        return attack({name: opened.table(name) for name in ATTACKED}, limits=_limits(opened))


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
        maps = ReleasedMaps(home, keys_of(home), Audit(home))
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
    return Limits(**asdict(thresholds_of(opened.manifest)))
