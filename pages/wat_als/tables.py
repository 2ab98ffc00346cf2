"""The tables of the laboratory: results, what went in, norms beside each other, all areas; and its file."""

import csv
import io
from html import escape

from aggregation.shown.laboratory import norms
from aggregation.shown.laboratory.draws import Band
from aggregation.shown.laboratory.parameters import BANDS, BY_ID, Settings
from aggregation.shown.laboratory.situation import Estimate
from aggregation.shown.laboratory.starting import Input, Origin
from aggregation.shown.need_weights import MARKS
from data.releases import Release
from pages.components import pieces
from pages.shell import links
from pages.views import laboratory, sources, views
from pages.views.choices import LEVEL, YEAR
from pages.wat_als import charts, words
from pages.wat_als.answer import Said, begun
from pages.wat_als.asked import ASKED, SPREADING, Query
from pages.words import numbers, phrases
from pages.words.language import gettext as _
from pages.words.language import pick

_PERCENT = ("leeftijd", "wens_uren", "uitstroom", "open", "gedeeltelijk")


def results(answer: Said) -> str:
    """Set the results in a table."""
    columns = [(_("Uitkomst"), False), (_("Midden (P50)"), True), (_("Bereik (P10 tot P90)"), True)]
    rows = [("", [escape(row.label), escape(row.value), escape(row.range)]) for row in answer.rows]
    return pieces.table(_("De uitkomst met haar bereik"), columns, rows, tall=False)


def used(query: Query) -> list[Input]:
    """Give the released numbers that the question rests on."""
    if query.code == SPREADING:
        return list(laboratory.stopped(query.where).inputs)
    return [each for each in begun(query).inputs if each.name in query.inputs]


def inputs(query: Query) -> str:
    """Set what went in in a table: value, interval, and where it comes from."""
    columns = [(_("Invoer"), False), (_("Waarde"), True), (_("95 %-interval"), True), (_("Herkomst"), False)]
    rows = []
    for each in used(query):
        parts = zip(_parts(each), each.estimates, strict=False) if each.estimates else [("", None)]
        for i, (part, estimate) in enumerate(parts):
            name = f"{_(words.INPUTS[each.name])}{f': {part}' if part else ''}"
            value, interval = ("", "") if estimate is None else _estimate(each.name, estimate)
            origin = _(words.ORIGINS[each.origin]) if i == 0 else ""
            css = "zc-lab-taken" if each.origin in (Origin.FLANDERS, Origin.PART, Origin.ASSUMED) else ""
            rows.append((css, [escape(name), escape(value), escape(interval), escape(origin)]))
    return pieces.table(_("Waarop de uitkomst rust"), columns, rows, tall=False)


def _parts(each: Input) -> tuple[str, ...]:
    if len(each.estimates) == 1:
        return ("",)
    named = {"-34": _("jonger dan 35"), "65-": _("65 en ouder")}
    return tuple(named.get(band) or _("{band} jaar").format(band=band) for band in BANDS)


def _estimate(name: str, estimate: Estimate) -> tuple[str, str]:
    scale, decimals = (100.0, 0) if name in _PERCENT else (1.0, 1)
    if name == "patienten":
        decimals = 0
    sign = "%" if name in _PERCENT else ""
    value = numbers.percent(scale * estimate.value) if sign else numbers.number(estimate.value, decimals)
    if estimate.half == 0:
        return value, ""
    low, high = max(estimate.value - estimate.half, 0) * scale, (estimate.value + estimate.half) * scale
    return value, numbers.interval(low, high, decimals, sign=sign)


def beside_norms(query: Query) -> str:
    """Set norms of others beside each other, each in its own unit, with what the area has."""
    start = laboratory.start_of(query.where).situation
    columns = [(_("Norm"), False), (_("Wat ze zegt"), False), (_("Jaar"), False), (_("Hoe we het weten"), False)]
    columns.append((_("Inwoners per voltijdse huisarts hier"), True))
    here = ""
    if start is not None:
        fte = start.gps * start.hours.value / start.reference
        here = numbers.number(start.need[query.year] / fte) if fte > 0 else ""
    rows = [
        (
            "",
            [
                escape(pick(each.label))
                + (f' <span class="zc-remark">{escape(_("buitenland"))}</span>' if each.foreign else ""),
                f"{escape(pick(each.value))} <span class='zc-remark'>{escape(pick(each.note))}</span>",
                escape(each.year),
                escape(pick(MARKS[each.mark])),
                escape(here) if each.per_fte is not None else "",
            ],
        )
        for each in norms.NORMS
    ]
    drawn = pieces.table(_("Normen naast elkaar"), columns, rows, tall=False)
    return f'<div class="zc-lab-norms">{drawn}</div>'


def everywhere(query: Query, found: dict[str, Band | None]) -> str:
    """Set the same question for all areas in a table."""
    names = views.names_today(query.release_id, query.level)
    pattern = links.pattern("wat-als", {LEVEL: query.level.value, YEAR: query.year, ASKED: query.code})
    columns = [(_("Gebied"), False), (f"{_('Midden')}, {charts.unit(query)}", True), (_("Bereik (P10 tot P90)"), True)]
    rows = []
    for area, name in names.items():
        band = found[area]
        cells = [links.fill(pattern, area, name)]
        if band is None:
            cells += [phrases.said(_("geen uitkomst: te weinig getoond")), ""]
        else:
            decimals = words.decimals_of(band)
            cells += [escape(numbers.signed(band.p50, decimals)), escape(words.signed_range(band, decimals))]
        rows.append(("zc-chosen" if area == query.area else "", cells))
    return pieces.table(_("Dezelfde vraag voor alle gebieden"), columns, rows)


def file(release: Release, query: Query, answer: Said, link: str) -> bytes:
    """Write question, results, inputs and parameters as one CSV that opens in Excel in Belgium."""
    held = io.StringIO()
    out = csv.writer(held, delimiter=";", lineterminator="\r\n")
    out.writerow(["deel", "naam", "waarde", "laag", "hoog", "eenheid", "herkomst"])

    def say(value: float) -> str:
        return f"{value:.6g}".replace(".", ",")

    out.writerow(["vraag", words.title(query), "", "", "", "", words.subtitle(query)])
    for row in answer.rows:
        kind = "%" if row.percent else ""
        out.writerow(
            ["uitkomst", row.label, say(row.band.p50), say(row.band.p10), say(row.band.p90), kind, "P50;P10;P90"]
        )
    if answer.why:
        out.writerow(["uitkomst", answer.why, "", "", "", "", ""])
    for each in used(query):
        for part, estimate in zip(_parts(each), each.estimates, strict=False):
            name = f"{_(words.INPUTS[each.name])}{f': {part}' if part else ''}"
            ends = [say(estimate.value - estimate.half), say(estimate.value + estimate.half)]
            out.writerow(["invoer", name, say(estimate.value), *ends, "", _(words.ORIGINS[each.origin])])
    settings = Settings(own=dict(query.own))
    for name in query.parameters:
        known = BY_ID[name]
        low, likely, high = settings.triangle(name)
        whose = _("zelf ingesteld") if name in settings.own else pick(MARKS[known.mark])
        out.writerow(["parameter", pick(known.label), say(likely), say(low), say(high), pick(known.unit), whose])
    out.writerow(["uitgave", sources.release_words(release), "", "", "", "", link])
    return held.getvalue().encode("utf-8-sig")
