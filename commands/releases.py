"""The commands ``zorgcapaciteit releases …``: look at releases, publish, roll back, withdraw."""

import hmac
import json
import os
import tempfile
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any

import click
import pandas as pd

from aggregation.release.certificate import SCHEMA
from aggregation.release.risk import digest_of, risk_report
from commands.attack import proving
from commands.console import Output, Refused, in_home, speaking
from data import releases
from data.audit import Action, Audit
from data.kms import keys_of
from data.releases.compare import Cause, Why
from data.releases.remote import Source
from data.serving import NAME, read_serving
from data.terms import TOTAL, Confidentiality, Level, Measure
from data.vault import Purpose, read_certificate

MOST_SENTENCES = 200


@click.group("releases")
def releases_group() -> None:
    """Uitgaven bekijken, publiceren, terugdraaien en intrekken."""


@releases_group.command("list")
@in_home
@speaking
def releases_list(home: Path, output: Output) -> None:
    """Alle uitgaven, de nieuwste eerst."""
    rows = releases.list_releases(home)
    lines = [_release_line(row) for row in rows]
    output.report(
        "\n".join(lines) or output.choose("Er is nog geen uitgave.", "There is no release yet."), {"releases": rows}
    )


def _release_line(row: Mapping[str, Any]) -> str:
    mark = "→" if row["current"] else " "
    years = ", ".join(str(year) for year in row["survey_years"])
    waits = "".join(f"  {year} staat zoals gepubliceerd" for year in row["years_kept"])
    waits += "".join(
        f"  {year}: correcties wachten van {', '.join(names)}" for year, names in row["tables_kept"].items()
    )
    gone = f"  ingetrokken: {row['why']}" if row["withdrawn_at"] else ""
    return f"{mark} {row['release']}  {years}{waits}{gone}"


@releases_group.command("show")
@click.argument("release_id")
@in_home
@speaking
def releases_show(release_id: str, home: Path, output: Output) -> None:
    """Wat een uitgave is: manifest en oordeel."""
    document = releases.show(home, release_id)
    output.report(json.dumps(document, ensure_ascii=False, indent=2, default=str), document)


@releases_group.command("certificate")
@click.argument("release_id")
@in_home
@speaking
def releases_certificate(release_id: str, home: Path, output: Output) -> None:
    """Het volledige certificaat uit de kluis, met de cellen waarover het gaat; niet voor buiten."""
    document = read_certificate(home, keys_of(home), release_id)
    Audit(home).record(Action.VAULT_OPEN, subject=release_id, purpose=Purpose.CAPACITY_PLANNING.value)
    output.report(json.dumps(document, ensure_ascii=False, indent=2), document)


@releases_group.command("risk")
@click.argument("release_id")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
@in_home
@speaking
def releases_risk(release_id: str, out: Path, home: Path, output: Output) -> None:
    """Schrijf het risicoverslag van een uitgave: PDF om te lezen, JSON met vingerafdruk en zegel."""
    from pages.fiche import pdf, risk
    from pages.words import language

    with releases.open_release(home, release_id) as opened:
        if opened.certificate.get("schema") != SCHEMA:
            raise Refused(
                output.choose(
                    "Het certificaat van deze uitgave is van een andere versie; maak ze opnieuw met refresh.",
                    "The certificate of this release is of another version; make it again with refresh.",
                )
            )
        report = risk_report(release_id, opened.manifest, opened.certificate)
    digest = digest_of(report)
    seal = _seal(home, digest)
    language.use(output.lang)
    address = read_serving(home.resolve() / NAME).address
    written = risk.describe(report, digest, seal, f"{address}/over_deze_cijfers")
    out.mkdir(parents=True, exist_ok=True)
    paper, data = (out / f"risk-{release_id}.{kind}" for kind in ("pdf", "json"))
    paper.write_bytes(pdf.write(written))
    document = {"report": report, "digest": digest, "seal": seal}
    data.write_text(json.dumps(document, ensure_ascii=False, indent=2), encoding="utf-8")
    output.report(f"{paper}\n{data}\n{digest}", {"pdf": str(paper), "json": str(data), "digest": digest})


@releases_group.command("risk-check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@in_home
@speaking
def releases_risk_check(file: Path, home: Path, output: Output) -> None:
    """Ga na of een risicoverslag (JSON) hier gemaakt is en niet veranderd."""
    try:
        given = json.loads(file.read_bytes())
        digest, seal = digest_of(given["report"]), str(given["seal"])
    except (ValueError, KeyError, TypeError):
        raise Refused(output.choose("Dit is geen risicoverslag.", "This is no risk report.")) from None
    if digest != given.get("digest") or not hmac.compare_digest(seal, _seal(home, digest)):
        raise Refused(
            output.choose(
                "Veranderd, of gemaakt met een andere sleutel: dit verslag is niet dat van deze dienst.",
                "Changed, or made with another key: this is not the report of this service.",
            )
        )
    output.report(output.choose("Ongeschonden.", "Untouched."), {"digest": digest})


def _seal(home: Path, digest: str) -> str:
    return keys_of(home).keyed_digest(f"risk report {digest}".encode())


@releases_group.command("publish")
@click.argument("release_id")
@in_home
@speaking
def releases_publish(release_id: str, home: Path, output: Output) -> None:
    """Laat de schermen deze uitgave tonen."""
    releases.publish(home, release_id, prove=proving(home, output))
    output.report(
        output.choose(f"Getoond wordt nu {release_id}.", f"Shown from now on: {release_id}."), {"current": release_id}
    )


@releases_group.command("rollback")
@in_home
@speaking
def releases_rollback(home: Path, output: Output) -> None:
    """Toon weer de vorige uitgave."""
    current = releases.rollback(home, prove=proving(home, output))
    output.report(output.choose(f"Getoond wordt nu {current}.", f"Shown from now on: {current}."), {"current": current})


@releases_group.command("withdraw")
@click.argument("release_id")
@click.option("--why", required=True)
@in_home
@speaking
def releases_withdraw(release_id: str, why: str, home: Path, output: Output) -> None:
    """Verwijder een uitgave; het register bewaart de reden."""
    current = releases.withdraw(home, release_id, why=why)
    shown = f"getoond wordt nu {current}" if current else "er wordt niets meer getoond"
    output.report(f"{release_id} is ingetrokken; {shown}.", {"withdrawn": release_id, "current": current})


@releases_group.command("send")
@click.argument("address")
@in_home
@speaking
def releases_send(address: str, home: Path, output: Output) -> None:
    """Zet wat gepubliceerd is op een adres zoals s3://emmer/releases, waar `serve --releases` het haalt."""
    with output.step("Uitgave verzenden", "Sending the release"):
        sent = Source(address).send(home)
    output.report(
        output.choose(f"{sent} bestanden staan op het adres.", f"{sent} files stand at the address."), {"files": sent}
    )


@releases_group.command("diff")
@click.argument("old")
@click.argument("new")
@in_home
@speaking
def releases_diff(old: str, new: str, home: Path, output: Output) -> None:
    """Wat er tussen twee uitgaven veranderde."""
    lines, document = _difference(home, old, new, output)
    output.report("\n".join(lines), document)


@releases_group.command("preview")
@click.argument("release_id")
@click.option("--port", type=int, help="Toon ze ook in een browser, op deze poort en alleen op deze machine.")
@in_home
@speaking
def releases_preview(release_id: str, port: int | None, home: Path, output: Output) -> None:
    """Wat een uitgave zou tonen, weglaten en veranderen; er wordt niets gepubliceerd."""
    current = releases.current_id(home)
    with releases.open_release(home, release_id) as opened:
        sizes, waiting = _sizes(opened.table("cell")), opened.manifest.get("kept_tables", {})
    lines = [
        output.choose(
            f"{row['year']}, {row['level']}: {row['shown']} getoond, {row['withheld']} weggelaten",
            f"{row['year']}, {row['level']}: {row['shown']} shown, {row['withheld']} withheld",
        )
        for row in sizes
    ]
    lines += [
        output.choose(f"{year}: correcties wachten van {names}", f"{year}: corrections wait of {names}")
        for year, names in ((year, ", ".join(tables)) for year, tables in waiting.items())
    ]
    document: dict[str, Any] = {"release": release_id, "current": current, "sizes": sizes, "waiting": waiting}
    if current is None:
        lines.append(output.choose("Er wordt nog niets getoond.", "Nothing is shown yet."))
    else:
        told, document["difference"] = _difference(home, current, release_id, output)
        lines += ["", *told]
    output.report("\n".join(lines), document)
    if port is not None:
        _look(home, release_id, port, output)


def _look(home: Path, release_id: str, port: int, output: Output) -> None:
    """Serve a release that is not published, without the files that open the screens to other machines."""
    from commands.screens import show
    from pages.views import released

    os.environ[released.PREVIEW_VARIABLE] = release_id
    with tempfile.TemporaryDirectory(prefix="zorgcapaciteit-preview-") as nobody:
        show(home, port, output, Path(nobody) / NAME)


def _sizes(cell: pd.DataFrame) -> list[dict[str, Any]]:
    """Count the cells that are shown and withheld, per survey year and level, the larger areas first."""
    withheld = cell["confidentiality"].eq(Confidentiality.WITHHELD.value)
    return [
        {"year": year, "level": level.value, "shown": int((~gone).sum()), "withheld": int(gone.sum())}
        for year in sorted(cell["year"].unique().tolist())
        for level in Level
        if len(gone := withheld[cell["year"].eq(year) & cell["level"].eq(level.value)])
    ]


def _difference(home: Path, old: str, new: str, output: Output) -> tuple[list[str], dict[str, Any]]:
    """Say what moved between two releases: in lines for people, and as a document."""
    difference = releases.diff(home, old, new)
    summary = difference.summary()
    with releases.open_release(home, new) as opened:
        names, labels = opened.table("area"), opened.table("indicator")
    said = [_sentence(row, output) for row in _named(difference.cells, names, labels, output.lang).to_dict("records")]
    left = len(said) - MOST_SENTENCES
    more = output.choose(f"… en nog {left}.", f"… and {left} more.")
    lines = [f"{old} → {new}", *(f"{count:8d}  {change}" for change, count in summary["cells"].items()), ""]
    lines += [*(_cause(cause, output) for cause in difference.causes), ""]
    return [*lines, *said[:MOST_SENTENCES], *([more] if left > 0 else [])], {**summary, "said": said}


def _cause(cause: Cause, output: Output) -> str:
    """Say what differs in what two releases were made from."""
    which = output.choose("alle jaren", "all years") if cause.year is None else str(cause.year)
    told = {
        Why.INPUT: (
            f"{cause.after} leveringen erbij, {cause.before} eraf",
            f"{cause.after} deliveries more, {cause.before} less",
        ),
        Why.SETTING: (
            f"drempel {cause.name} van {cause.before} naar {cause.after}",
            f"threshold {cause.name} from {cause.before} to {cause.after}",
        ),
        Why.DEFINITION: (
            f"werkdefinitie {cause.name} van {cause.before} naar {cause.after}",
            f"working definition {cause.name} from {cause.before} to {cause.after}",
        ),
        Why.CODE: ("dezelfde leveringen, met ander programma geteld", "the same deliveries, counted by other code"),
        Why.KEPT: (
            f"correcties wachten van {cause.name}" if cause.name else f"staat zoals {cause.after} het toonde",
            f"corrections wait of {cause.name}" if cause.name else f"stands as {cause.after} showed it",
        ),
    }
    return f"{which}: {output.choose(*told[cause.why])}."


def _named(cells: pd.DataFrame, names: pd.DataFrame, labels: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Put the words beside each cell that differs: what left its interval first, then the larger areas, counts last."""
    order = {level.value: place for place, level in enumerate(Level)}
    where = names.drop_duplicates(["level", "area", "year"])[["level", "area", "year", "name"]]
    label = labels[["indicator", f"label_{lang}"]].rename(columns={f"label_{lang}": "label"})
    told = cells.merge(where, on=["level", "area", "year"], how="left").merge(label, on="indicator", how="left")
    told = told.assign(
        place=told["level"].map(order), last=told["measure"].eq(Measure.COUNT.value), within=~told["beyond"]
    )
    return told.sort_values(["year", "within", "place", "last", "indicator", "area", "category"], ignore_index=True)


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
        "changed": output.choose(f"van {before} naar {after}", f"from {before} to {after}")
        + (output.choose(", buiten het vorige interval", ", outside its former interval") if row["beyond"] else ""),
        "now_withheld": output.choose(f"was {before}, niet meer getoond", f"was {before}, no longer shown"),
        "now_shown": output.choose(f"nu getoond: {after}", f"shown now: {after}"),
        "added": output.choose(f"nieuw: {after}", f"new: {after}"),
        "removed": output.choose(f"was {before}, bestaat niet meer", f"was {before}, exists no longer"),
    }
    return f"{subject}: {ends[str(row['change'])]}."
