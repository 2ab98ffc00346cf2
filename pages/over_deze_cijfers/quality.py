"""Part "Hoe goed zijn de antwoorden?" of the screen Over deze cijfers: what was left open, and how far from IMA."""

from collections.abc import Hashable
from html import escape
from typing import Any

import pandas as pd

from aggregation.indicators.gaps import GAPS, PAYMENT
from data.releases import Release
from data.terms import Confidentiality, UnitCounted
from pages.components import pieces
from pages.words import language, numbers, phrases
from pages.words.language import gettext as _
from pages.words.language import mark

LEAD = (
    mark(
        "Een cijfer is zo goed als de antwoorden erachter. Daarom tonen we voor heel Vlaanderen hoe vaak een vraag "
        "open bleef en hoe ver eigen opgaven van IMA liggen. De aantallen zijn afgerond op tientallen, zodat niemand "
        "eruit af te leiden is."
    ),
)
NONE_YET = mark("Deze uitgave bevat nog geen cijfers over de antwoorden zelf.")
OPEN_TITLE = mark("Welke vragen blijven open?")
OPEN_WORDS = mark(
    "Van de ingestuurde vragenlijsten is dit het deel dat de vraag beantwoordde. Wie “geen antwoord” koos, telt als "
    "niet beantwoord. Bij vragen met vakjes om aan te kruisen telt ook wie niets aankruiste als niet beantwoord."
)
GAP_TITLE = mark("Hoe ver liggen eigen opgaven van IMA?")
GAP_WORDS = mark(
    "Huisartsen schatten zelf hoeveel dossiers en contacten ze hebben; IMA telt wat aangerekend werd. We vergelijken "
    "beide bij de huisartsen van wie we ze allebei kennen. IMA telde in {ima_year}, de vragenlijst is van {year}: een "
    "deel van het verschil is dus een echte verandering. Op de schermen gebruiken we waar het kan het cijfer van IMA."
)
GAP_READING = mark(
    "Verschil en afstand zijn die van de huisarts in het midden: bij de helft is het meer, bij de helft minder. Het "
    "verschil heeft een teken: + is meer dan IMA telde. Bij het vergoedingssysteem is het deel dat hetzelfde opgaf."
)
RESOLVED_TITLE = mark("Wat klopte niet, en hoe is het opgelost?")
NEARLY_NONE = mark("minder dan 5")
ABOUT = mark("ongeveer {number}")
QUESTIONNAIRES = {UnitCounted.PRACTICE: mark("Vragen aan praktijken"), UnitCounted.DOCTOR: mark("Vragen aan artsen")}


Row = dict[Hashable, Any]
"""One number of the table, by column."""


def quality(release: Release) -> str:
    """Markup of the whole part."""
    table = release.quality()
    if table.empty:
        return f"<p>{escape(_(NONE_YET))}</p>"
    newest = int(table["year"].max())
    return (
        "".join(f"<p>{escape(_(text))}</p>" for text in LEAD)
        + f"<h3>{escape(_(OPEN_TITLE))}</h3><p>{escape(_most_open(table, newest))} {escape(_(OPEN_WORDS))}</p>"
        + "".join(_questions(table, unit) for unit in QUESTIONNAIRES)
        + _gaps(table)
        + _resolved(table, newest)
    )


def _most_open(table: pd.DataFrame, year: int) -> str:
    """Name the question that was left open most often, '' where none is shown."""
    asked = table[table["topic"].eq("answered") & table["year"].eq(year) & table["value"].notna()]
    if asked.empty:
        return ""
    row = _rows(asked.sort_values(["value", "item"]))[0]
    return _("In {year} bleef “{question}” het vaakst open: bij {share} van wie de vragenlijst instuurde.").format(
        year=year, question=_label(row), share=numbers.percent(100 - float(row["value"]))
    )


def _questions(table: pd.DataFrame, unit: UnitCounted) -> str:
    """One line per question, the most open one first; a column per year."""
    rows = table[table["topic"].eq("answered") & table["unit_counted"].eq(unit.value)]
    if rows.empty:
        return ""
    years = sorted(set(rows["year"].astype(int)))
    known = {(int(row["year"]), str(row["item"])): row for row in _rows(rows)}
    newest = rows[rows["year"].eq(years[-1])].sort_values(["value", "label_nl"], na_position="last")
    lines = []
    for row in _rows(newest):
        shares = [_share(known.get((year, str(row["item"])))) for year in years]
        lines.append(("", [escape(_label(row)), *shares]))
    forms = newest["base"].iloc[0]
    title = _("{who}: deel dat antwoordde, in {year} {forms} vragenlijsten").format(
        who=_(QUESTIONNAIRES[unit]), year=years[-1], forms=_(ABOUT).format(number=_number(forms))
    )
    columns = [(_("Vraag"), False), *((str(year), True) for year in years)]
    return f"<h4>{escape(title)}</h4>{pieces.table(title, columns, lines)}"


def _gaps(table: pd.DataFrame) -> str:
    """Own answers beside IMA, in the newest year that has both."""
    rows = table[table["topic"].eq("gap")]
    if rows.empty:
        return ""
    year = int(rows["year"].max())
    rows = rows[rows["year"].eq(year)]
    lines = []
    for item in (name for name in (*GAPS, PAYMENT) if rows["item"].eq(name).any()):
        found = {str(row["measure"]): row for row in _rows(rows[rows["item"].eq(item)])}
        share = found["share"]
        lines.append(
            (
                "",
                [
                    escape(_label(share)),
                    escape(_number(share["base"])),
                    _points(found.get("median"), signed=True),
                    _points(found.get("median_distance"), signed=False),
                    _share(share),
                ],
            )
        )
    columns = [
        (_("Cijfer"), False),
        (_("Huisartsen, ongeveer"), True),
        (_("Verschil met IMA"), True),
        (_("Afstand tot IMA"), True),
        (_("Hoogstens 10 % ernaast"), True),
    ]
    said = _(GAP_WORDS).format(ima_year=int(rows["ima_year"].iloc[0]), year=year)
    drawn = _narrow(pieces.table(_(GAP_TITLE), columns, lines, tall=False))
    return (
        f"<h3>{escape(_(GAP_TITLE))}</h3><p>{escape(said)}</p>{drawn}<p class='zc-caveat'>{escape(_(GAP_READING))}</p>"
    )


def _resolved(table: pd.DataFrame, year: int) -> str:
    rows = table[table["topic"].eq("resolved") & table["year"].eq(year)]
    if rows.empty:
        return ""
    lines = [
        ("", [escape(_label(row)), escape(_number(row["count"])), escape(_number(row["base"])), _share(row)])
        for row in _rows(rows)
    ]
    columns = [(_("Wat"), False), (_("Ongeveer"), True), (_("Op ongeveer"), True), (_("Deel"), True)]
    title = f"{_(RESOLVED_TITLE)} ({year})"
    return f"<h3>{escape(title)}</h3>{_narrow(pieces.table(title, columns, lines, tall=False))}"


def _narrow(table: str) -> str:
    """Let the headings of a table wrap, so that it fits on a phone."""
    return f'<div class="zc-narrow">{table}</div>'


def _label(row: Row) -> str:
    return str(row["label_en"] if language.current() == "en" else row["label_nl"])


def _number(count: Any) -> str:
    """Write a rounded count; one that rounds to none is not none."""
    if pd.isna(count):
        return _(phrases.WITHHELD_SHORT)
    return numbers.number(int(count)) if count else _(NEARLY_NONE)


def _share(row: Row | None) -> str:
    """Write a share; where its rounded count is none or all, say no more than that."""
    if row is None:
        return "–"
    if row["confidentiality"] == Confidentiality.WITHHELD.value:
        return escape(_(phrases.WITHHELD_SHORT))
    if row["count"] == 0 and row["topic"] != "gap":
        return escape(_("bijna geen"))
    return numbers.percent(float(row["value"]))


def _points(row: Row | None, *, signed: bool) -> str:
    """Write a difference in percent, with its sign where it has a direction."""
    if row is None:
        return "–"
    if row["confidentiality"] == Confidentiality.WITHHELD.value:
        return escape(_(phrases.WITHHELD_SHORT))
    value = round(float(row["value"]))
    plus = "+" if signed and value > 0 else ""
    return f"{plus}{numbers.percent(value)}"


def _rows(table: pd.DataFrame) -> list[Row]:
    return table.to_dict("records")
