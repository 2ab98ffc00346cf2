"""Measures of policy on the screen Evolutie: drawn behind the lines until they can be seen, listed, and as a file."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from html import escape
from itertools import pairwise

from aggregation.shown.measures import LEAST_AREAS, MEASURES, Measure
from aggregation.shown.need_weights import MARKS
from geo.figures.lines import Shade
from pages.components import pieces
from pages.evolutie.evolution import Evolution
from pages.views import sources
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
SAME_EVERYWHERE = mark(
    "Een verschil in evolutie vergelijkt gebieden met en zonder een maatregel, minstens {n} van elk, met twee jaren "
    "ervoor en een proef op die twee jaren. Alle maatregelen hierboven gelden in heel Vlaanderen: er is geen groep "
    "zonder, en dus wordt er geen berekend."
)
UP, DOWN = mark("verwacht: hoger"), mark("verwacht: lager")


def first_visible(measure: Measure, whole: Evolution) -> int:
    """Give the first survey year that can show a measure: two years later where the number comes from IMA."""
    from_ima = any(year is not None for year in whole.ima_years.values())
    return measure.first_ima_survey if from_ima else measure.first_survey


def in_view(whole: Evolution) -> list[Measure]:
    """Give the measures that begin, or become visible, in the years shown; oldest first."""
    first, last = whole.years[0], whole.years[-1]
    found = [each for each in MEASURES if each.begins.year <= last and first_visible(each, whole) > first]
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
    said = [_(text) for text in NOT_OFFERED] + [_(SAME_EVERYWHERE).format(n=LEAST_AREAS)]
    told = "".join(f"<p>{escape(text)}</p>" for text in said)
    more = (
        f'<details class="zc-ev-not"><summary>{escape(_("Wat hier niet staat, en waarom"))}</summary>{told}</details>'
    )
    on_paper = f'<p class="zc-ev-paper">{escape("; ".join(notes(whole)))}</p>' if rows else ""
    return (
        f'<section class="zc-part zc-ev-measures"><h2>{escape(_("Maatregelen in deze jaren"))}</h2>'
        f'<p class="zc-lead">{escape(_(LEAD))}</p>{drawn}{none}{more}{on_paper}</section>'
    )


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
    for each in MEASURES:
        for indicator, direction in each.indicators.items() or (("", ""),):
            out.writerow(
                [each.id, pick(each.label), pick(each.authority), each.begins.isoformat(), each.first_survey,
                 each.first_ima_survey, indicator, direction, each.written_on.isoformat(), each.mark.value,
                 pick(each.source)]
            )  # fmt: skip
    return held.getvalue().encode("utf-8-sig")
