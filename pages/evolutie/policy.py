"""Measures of policy on the screen Evolutie: drawn behind the lines until they can be seen, listed, and as a file."""

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import pairwise

from aggregation.shown.measures import (
    LEAST_AREAS,
    EvolutionDifference,
    Measure,
    Refusal,
    Years,
    evolution_difference,
    years_of,
)
from aggregation.shown.need_weights import MARKS
from geo.figures.lines import Shade
from pages.components import pieces
from pages.evolutie.evolution import Evolution
from pages.views import register, sources
from pages.words import numbers
from pages.words.language import gettext as _
from pages.words.language import mark, pick

SURVEY = (9, 1)
"""Month and day at which the survey of a year begins: where the year stands along the axis."""

LEAD = mark(
    "Wat overheden in deze jaren beslisten. De band begint op de dag van de maatregel en loopt tot de eerste "
    "vragenlijst waarin ze te zien kan zijn: tot dan is ze in dit cijfer nog niet zichtbaar. Ook daarna zegt een "
    "verandering niet waardoor ze komt."
)
NOT_OFFERED = (
    mark(
        "Deze pagina noemt geen gevolg van een maatregel. Gebieden zijn niet geloot, en drie tot tien jaren dragen "
        "geen toets van een onderbroken reeks."
    ),
    mark(
        "Niet aangeboden: een toets op een jaar of zone die iemand kiest na het zien van de cijfers, voor en na van "
        "één gebied, een rangorde van maatregelen, en een maatregel die zelf in de formule van het cijfer zit. "
        "Gebieden die gekozen zijn omdat ze laag scoorden, komen vanzelf terug naar het midden."
    ),
)
COMPARES = mark(
    "Een verschil in evolutie vergelijkt gebieden met en zonder een maatregel, minstens {n} van elk, met twee jaren "
    "ervoor en een proef op die twee jaren. Een maatregel die in heel Vlaanderen geldt, heeft geen groep zonder: "
    "daarvan wordt er geen berekend."
)
BADLY_WRITTEN = mark(
    "Het register van deze installatie (measures.toml) is niet goed geschreven en telt hier niet mee. Alleen de "
    "maatregelen die met het product meekomen, staan er."
)
UP, DOWN = mark("verwacht: hoger"), mark("verwacht: lager")


def first_visible(measure: Measure, whole: Evolution) -> int:
    """Give the first survey year that can show a measure: two years later where the number comes from IMA."""
    from_ima = any(year is not None for year in whole.ima_years.values())
    return measure.first_ima_survey if from_ima else measure.first_survey


def in_view(whole: Evolution) -> list[Measure]:
    """Give the measures that begin, or become visible, in the years shown; oldest first."""
    first, last = whole.years[0], whole.years[-1]
    found = [each for each in register.measures() if each.begins.year <= last and first_visible(each, whole) > first]
    return sorted(found, key=lambda each: each.begins)


def letter(place: int) -> str:
    """Name a measure by its place in the list."""
    return str(place + 1)


def shades(whole: Evolution) -> tuple[Shade, ...]:
    """Give the stretch of every measure: from its day to the first survey that can show it."""
    return tuple(
        Shade(
            begin=_step(each.begins, whole.years),
            end=_step(date(first_visible(each, whole), *SURVEY), whole.years),
            mark=letter(place),
        )
        for place, each in enumerate(in_view(whole))
        if _step(each.begins, whole.years) < _step(date(first_visible(each, whole), *SURVEY), whole.years)
    )


def _step(day: date, years: Sequence[int]) -> float:
    """Place a day along the axis, in steps between the years shown; beyond them with the nearest step."""
    at = day.year + (day - date(day.year, *SURVEY)).days / 365.25
    steps = list(pairwise(years))
    for place, (before, after) in enumerate(steps):
        if at <= after or place == len(steps) - 1:
            return place + (at - before) / (after - before)
    return 0.0


def notes(whole: Evolution) -> list[str]:
    """Write the measures of the chart as plain sentences, for its file."""
    return [
        f"{letter(place)} {pick(each.label)}: {sources.day_words(each.begins.isoformat())}, "
        + _("te zien vanaf de vragenlijst van {year}").format(year=first_visible(each, whole))
        for place, each in enumerate(in_view(whole))
    ]


def section(whole: Evolution) -> str:
    """List the measures under the chart, and say what is not offered and why; on paper one line names the bands."""
    columns = [
        ("", False), (_("Maatregel"), False), (_("Vanaf"), False), (_("Te zien vanaf"), False),
        (_("Over dit cijfer"), False), (_("Bron"), False),
    ]  # fmt: skip
    rows = [("", _cells(whole, place, each)) for place, each in enumerate(in_view(whole))]
    drawn = pieces.table(_("Maatregelen in deze jaren"), columns, rows, tall=False) if rows else ""
    none = "" if rows else f'<p class="zc-quiet">{escape(_("In deze jaren staat er geen in het register."))}</p>'
    said = [_(text) for text in NOT_OFFERED] + [_(COMPARES).format(n=LEAST_AREAS)]
    told = "".join(f"<p>{escape(text)}</p>" for text in said)
    more = (
        f'<details class="zc-ev-not"><summary>{escape(_("Wat hier niet staat, en waarom"))}</summary>{told}</details>'
    )
    on_paper = f'<p class="zc-ev-paper">{escape("; ".join(notes(whole)))}</p>' if rows else ""
    return (
        f'<section class="zc-part zc-ev-measures"><h2>{escape(_("Maatregelen in deze jaren"))}</h2>'
        f'<p class="zc-lead">{escape(_(LEAD))}</p>{drawn}{none}{_differences(whole)}{more}{on_paper}</section>'
    )


@dataclass(frozen=True, kw_only=True)
class Compared:
    """What became of the comparison of one measure, and the years it is of; None where there are too few."""

    measure: Measure
    years: Years | None
    found: EvolutionDifference | Refusal


def compared(whole: Evolution) -> list[Compared]:
    """Compare areas with and without each measure that was said to move this number and holds in some areas alone."""
    told = []
    for each in register.measures():
        if each.level is not whole.level or whole.indicator.id not in each.indicators:
            continue
        breaks = [one.after for one in whole.breaks]
        years = years_of(whole.years, breaks, first_visible(each, whole))
        if isinstance(years, Refusal):
            told.append(Compared(measure=each, years=None, found=years))
            continue
        of_year = dict(zip(whole.years, whole.views, strict=True))
        before, start, after = (of_year[year].numbers for year in (years.before, years.start, years.after))
        found = evolution_difference(before, start, after, areas_with=each.areas)
        told.append(Compared(measure=each, years=years, found=found))
    return told


def _differences(whole: Evolution) -> str:
    rows = "".join(f"<li>{escape(text)}</li>" for each in compared(whole) for text in [sentence(whole, each)])
    note = f'<p class="zc-quiet">{escape(_(BADLY_WRITTEN))}</p>' if register.faulty() else ""
    title = escape(_("Verschil in evolutie, met en zonder de maatregel"))
    return note + (f'<h3>{title}</h3><ul class="zc-ev-differences">{rows}</ul>' if rows else "")


def sentence(whole: Evolution, told: Compared) -> str:
    """Say what a comparison found, or why there is none."""
    name = pick(told.measure.label)
    if isinstance(told.found, Refusal) or told.years is None:
        why = pick(told.found.reason) if isinstance(told.found, Refusal) else ""
        return _("{name}: geen vergelijking. {why}").format(name=name, why=why)
    found, years = told.found, told.years

    def span(value: float, half: float) -> str:
        return f"{numbers.signed(value, 1)} (± {numbers.number(half, 1)})"

    unit = _("procentpunten") if whole.is_percentage else pick(whole.indicator.unit)
    text = _(
        "{name}: van {start} tot {after} evolueerde dit cijfer in de {n} gebieden met de maatregel {value} {unit} "
        "anders dan in de {m} zonder. {verdict} Proef op {before}-{start}, voor ze te zien kon zijn: {placebo}. "
        "Het kleinste verschil dat hier vier keer op vijf gezien zou worden, is {least}."
    )
    verdict = _("Dat is meer dan toeval tussen gebieden verklaart.")
    if abs(found.value) <= found.half:
        verdict = _("Dat is niet van nul te onderscheiden.")
    if abs(found.placebo) > found.placebo_half:
        verdict = _("De gebieden liepen voordien al uiteen: het verschil zegt niets over de maatregel.")
    return text.format(
        name=name,
        start=years.start,
        after=years.after,
        before=years.before,
        n=found.areas_with,
        m=found.areas_without,
        value=span(found.value, found.half),
        unit=unit,
        verdict=verdict,
        placebo=span(found.placebo, found.placebo_half),
        least=numbers.number(found.detectable, 1),
    )


def evaluators(whole: Evolution) -> bytes:
    """Write what each comparison is made of as CSV: a row per measure and area, with its number in the three years."""
    held = io.StringIO()
    out = csv.writer(held, delimiter=";", lineterminator="\r\n")
    out.writerow(["maatregel", "cijfer", "toon", "niveau", "gebied", "naam", "met", "jaar", "deel", "waarde", "laag",
                  "hoog", "gevonden", "uitgave"])  # fmt: skip
    for told in compared(whole):
        found = sentence(whole, told)
        if told.years is None:
            out.writerow([told.measure.id, whole.indicator.id, whole.shown.code, whole.level.value, *[""] * 8, found,
                          whole.views[-1].release_id])  # fmt: skip
            continue
        parts = {told.years.before: "voor", told.years.start: "begin", told.years.after: "na"}
        for year, view in zip(whole.years, whole.views, strict=True):
            for area, row in view.numbers.items() if year in parts else ():
                ends = [
                    "" if math.isnan(each) else f"{each:.6g}".replace(".", ",")
                    for each in (row.value, row.lower, row.upper)
                ]
                out.writerow([told.measure.id, whole.indicator.id, whole.shown.code, whole.level.value, area,
                              whole.names[area], int(area in told.measure.areas), year, parts[year], *ends, found,
                              view.release_id])  # fmt: skip
    return held.getvalue().encode("utf-8-sig")


def _cells(whole: Evolution, place: int, each: Measure) -> list[str]:
    day = escape(sources.day_words(each.begins.isoformat()))
    authority = f'<span class="zc-remark">{escape(pick(each.authority))}</span>'
    visible = _("vragenlijst van {year}").format(year=first_visible(each, whole))
    source = f"{escape(pick(each.source))} <span class='zc-remark'>{escape(pick(MARKS[each.mark]))}</span>"
    name = f"<b>{escape(pick(each.label))}</b> {authority}"
    return [letter(place), name, day, escape(visible), escape(_said(whole, each)), source]


def _said(whole: Evolution, each: Measure) -> str:
    """Say what was expected of the number shown, and whether that was written down before the numbers."""
    direction = each.indicators.get(whole.indicator.id)
    if direction is None:
        return _("niets verwacht; staat er als tijdsaanduiding")
    expected = _(UP) if direction > 0 else _(DOWN)
    if each.written_before(first_visible(each, whole)):
        return _("{expected}, opgeschreven voor de cijfers").format(expected=expected)
    day = sources.day_words(each.written_on.isoformat())
    return _("{expected}, opgeschreven op {day}, na de eerste cijfers").format(expected=expected, day=day)


def file() -> bytes:
    """Write the whole register as CSV for evaluators."""
    held = io.StringIO()
    out = csv.writer(held, delimiter=";", lineterminator="\r\n")
    out.writerow(
        ["id", "maatregel", "overheid", "vanaf", "eerste_vragenlijst", "eerste_vragenlijst_ima", "cijfer", "richting",
         "opgeschreven_op", "merk", "bron"]
    )  # fmt: skip
    for each in register.measures():
        for indicator, direction in each.indicators.items() or (("", ""),):
            out.writerow(
                [each.id, pick(each.label), pick(each.authority), each.begins.isoformat(), each.first_survey,
                 each.first_ima_survey, indicator, direction, each.written_on.isoformat(), each.mark.value,
                 pick(each.source)]
            )  # fmt: skip
    return held.getvalue().encode("utf-8-sig")
