"""The commands ``zorgcapaciteit releases …``: look at releases, publish, roll back, withdraw."""

import json
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
import pandas as pd

from aggregation.attack import SECOND_EDITION, Limits, render
from aggregation.release.certificate import ATTACKED
from aggregation.release.prove import moved_beside, prove_beside, rows_with_together, vintages
from aggregation.release.years import years_of
from console import Language, NotSafe, Output, in_home, speaking
from data import releases
from data.audit import Action, Audit
from data.intake import rows_behind, shown_before
from data.kms import FileKms
from data.settings import thresholds_of
from data.terms import TOTAL, Level, Measure
from data.vault import Purpose, ReleasedMaps, read_certificate

MOST_SENTENCES = 200


def proving(home: Path, output: Output, *, compared: Collection[str] | None = None) -> Callable[[str], None]:
    """Make the proof that a release needs to be shown: attacked together with everything that was shown by then.

    ``compared`` are the releases that it was compared with just now; when no other was shown since, that stands.

    Raises
    ------
    NotSafe : by what is returned, when the release and an earlier one together single people out.
    """

    def prove(release_id: str) -> None:
        ever = set(releases.list_shown(home)) - {release_id}
        if compared is not None and ever == set(compared) - {release_id}:
            return
        maps = ReleasedMaps(home, FileKms(home), Audit(home))
        shown = {name: tables for name, tables in shown_before(home, maps, output.say).items() if name != release_id}
        with releases.open_release(home, release_id) as opened:
            tables = {name: opened.table(name) for name in ATTACKED}
            limits = Limits(**asdict(thresholds_of(opened.manifest)), second_edition=SECOND_EDITION)
        years = years_of(tables)
        rows, own = rows_behind(maps, shown, years), maps.recall_rows(release_id, years)
        truth = (
            {} if own is None else {name: vintages(one, own) for name, one in rows_with_together(rows, shown).items()}
        )
        found = prove_beside(tables, shown, limits=limits, step=output.step, truth=truth)
        if not found and not moved_beside(tables, shown):
            return
        output.report(
            "\n\n".join(render(one, output.lang) for one in found.values()),
            {"verdicts": {name: one.to_dict() for name, one in found.items()}},
        )
        raise NotSafe(
            output.choose(
                f"Niet veilig: {release_id} en wat intussen getoond is, zouden samen mensen herkenbaar maken. Wat "
                "getoond wordt, is niet veranderd. Maak de uitgave opnieuw: zorgcapaciteit refresh.",
                f"Not safe: {release_id} and what was shown by now would together single people out. What is shown has "
                "not changed. Make the release again: zorgcapaciteit refresh.",
            )
        )

    return prove


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


@releases_group.command("certificate")
@click.argument("release_id")
@in_home
@speaking
def releases_certificate(release_id: str, home: Path, as_json: bool, lang: Language) -> None:
    """Het volledige certificaat uit de kluis, met de cellen waarover het gaat; niet voor buiten."""
    document = read_certificate(home, FileKms(home), release_id)
    Audit(home).record(Action.VAULT_OPEN, subject=release_id, purpose=Purpose.CAPACITY_PLANNING.value)
    Output(as_json, lang).report(json.dumps(document, ensure_ascii=False, indent=2), document)


@releases_group.command("publish")
@click.argument("release_id")
@in_home
@speaking
def releases_publish(release_id: str, home: Path, as_json: bool, lang: Language) -> None:
    """Laat de schermen deze uitgave tonen."""
    output = Output(as_json, lang)
    releases.publish(home, release_id, prove=proving(home, output))
    output.report(
        output.choose(f"Getoond wordt nu {release_id}.", f"Shown from now on: {release_id}."), {"current": release_id}
    )


@releases_group.command("rollback")
@in_home
@speaking
def releases_rollback(home: Path, as_json: bool, lang: Language) -> None:
    """Toon weer de vorige uitgave."""
    output = Output(as_json, lang)
    current = releases.rollback(home, prove=proving(home, output))
    output.report(output.choose(f"Getoond wordt nu {current}.", f"Shown from now on: {current}."), {"current": current})


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
    output = Output(as_json, lang)
    difference = releases.diff(home, old, new)
    summary = difference.summary()
    with releases.open_release(home, new) as opened:
        names, labels = opened.table("area"), opened.table("indicator")
    said = [_sentence(row, output) for row in _named(difference.cells, names, labels, lang).to_dict("records")]
    left = len(said) - MOST_SENTENCES
    more = output.choose(f"… en nog {left}.", f"… and {left} more.")
    lines = [f"{old} → {new}", *(f"{count:8d}  {change}" for change, count in summary["cells"].items()), ""]
    output.report("\n".join([*lines, *said[:MOST_SENTENCES], *([more] if left > 0 else [])]), {**summary, "said": said})


def _named(cells: pd.DataFrame, names: pd.DataFrame, labels: pd.DataFrame, lang: Language) -> pd.DataFrame:
    """Put the words beside each cell that differs: the larger areas first, counts of all who answered last."""
    order = {level.value: place for place, level in enumerate(Level)}
    where = names.drop_duplicates(["level", "area", "year"])[["level", "area", "year", "name"]]
    label = labels[["indicator", f"label_{lang}"]].rename(columns={f"label_{lang}": "label"})
    told = cells.merge(where, on=["level", "area", "year"], how="left").merge(label, on="indicator", how="left")
    told = told.assign(place=told["level"].map(order), last=told["measure"].eq(Measure.COUNT.value))
    return told.sort_values(["year", "place", "last", "indicator", "area", "category"], ignore_index=True)


def _sentence(row: Mapping[Hashable, Any], output: Output) -> str:
    """Say what became of one cell."""
    option = "" if row["category"] == TOTAL else f" ({row['category']})"
    label = row["label"] if isinstance(row["label"], str) else row["indicator"]
    name = row["name"] if isinstance(row["name"], str) else row["area"]
    subject = f"{row['year']}, {row['level']} {name}: {label}{option}, {row['measure']}"
    before, after = (
        output.choose("geen cijfer", "no number") if pd.isna(row[f"value_{when}"]) else f"{row[f'value_{when}']:g}"
        for when in ("earlier", "later")
    )
    ends = {
        "changed": output.choose(f"van {before} naar {after}", f"from {before} to {after}"),
        "now_withheld": output.choose(f"was {before}, niet meer getoond", f"was {before}, no longer shown"),
        "now_shown": output.choose(f"nu getoond: {after}", f"shown now: {after}"),
        "added": output.choose(f"nieuw: {after}", f"new: {after}"),
        "removed": output.choose(f"was {before}, bestaat niet meer", f"was {before}, exists no longer"),
    }
    return f"{subject}: {ends[str(row['change'])]}."
