"""The map seen through the lens of reach: what a municipality has where residents look over its border."""

import csv
import io
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from itertools import pairwise

import pandas as pd
import streamlit as st

from aggregation.shown.access import DECAYS
from data.releases import Release
from data.terms import Level
from geo.figures.area_map import AreaMap
from geo.figures.classes import Classes, Method, classify, colours
from geo.figures.legend import Legend
from pages.components import pieces
from pages.kaart.painting import Look
from pages.shell import controls, frame, links
from pages.views import choosing, sources
from pages.views.choices import AREA, LEVEL, NUMBER, YEAR
from pages.views.reach import HEADS, REACH, Place, Reach
from pages.words import language, numbers, phrases
from pages.words.language import gettext as _
from pages.words.language import mark

EDGE = mark("rand: niet te beoordelen")
_SIDES = {1: mark("boven"), -1: mark("onder")}
_ORDERS = {
    "kant": mark("Wisselt van kant eerst"),
    "naam": mark("Naam"),
    "hoog": mark("Hoogste eerst"),
    "laag": mark("Laagste eerst"),
}
_DECIMALS = 1
_NAMED = 12
"""Municipalities that a sentence names before it counts them."""
READING = (
    mark(
        "Elke inwoner wordt verdeeld over wat binnen zijn bereik ligt en telt maar één keer mee, net als elke "
        "huisarts. Het gemiddelde over alle inwoners blijft daardoor dat van Vlaanderen."
    ),
    mark(
        "De weg is geschat (aanname): 3 minuten, en 1,3 keer de afstand tussen de bewoonde kernen aan 40 km per uur. "
        "Met cijfers per gemeente is dit een gemiddelde van buren: goed voor de vraag of een buur iets opvangt, niet "
        "voor afstanden. Er gaan alleen getelde huisartsen en gepubliceerde inwoners in, geen uren en geen nood."
    ),
    mark(
        "Rand: meer dan 15 % van het bereik ligt buiten Vlaanderen, waar we het aanbod niet kennen. Zo'n gemeente "
        "krijgt geen kleur en geen kant, wel twee grenzen: wie buiten woont, gaat daar naar een huisarts; of iedereen "
        "van daar komt naar hier."
    ),
)


def subtitle(reach: Reach) -> str:
    """Tell what the map shows: GPs within reach, by which decay, year."""
    what = _("Huisartsen per 10.000 inwoners, binnen bereik")
    return " · ".join((what, language.small(language.pick(reach.decay.label)), str(reach.view.year), _("per gemeente")))


def number(value: float) -> str:
    """Write GPs per 10,000 residents."""
    return numbers.number(value, _DECIMALS)


def area_lines(place: Place) -> list[str]:
    """Say of a municipality what stands beside its number within reach."""
    lines = [_("alleen in de eigen gemeente: {value}").format(value=number(place.own))]
    if place.edge:
        ends = _("tussen {low} en {high}").format(low=number(place.least), high=number(place.reach))
        lines.append(f"{_(EDGE)}; {ends}")
        part = numbers.percent(100 * place.outside)
        lines.append(_("{share} van het bereik ligt buiten Vlaanderen").format(share=part))
    elif place.flips:
        lines.append(_("onder elk verval aan de andere kant van Vlaanderen dan de gemeente alleen"))
    elif any(side != place.side for side in place.sides.values()):
        lines.append(_("onder een deel van de vormen van verval aan de andere kant van Vlaanderen, of aan de rand"))
    else:
        lines.append(_("onder elk verval aan dezelfde kant van Vlaanderen als de gemeente alleen"))
    return lines


def whole_lines(reach: Reach) -> list[str]:
    """Say of all municipalities how many change side, and how many cannot be judged."""
    turned, names = reach.turned, reach.view.names
    lines = [
        _("{n} van de {N} gemeenten wisselen onder elk verval van kant").format(
            n=numbers.number(len(turned)), N=numbers.number(len(reach.places))
        )
    ]
    if 0 < len(turned) <= _NAMED:
        lines[0] += f": {', '.join(names[area] for area in turned)}"
    lines.append(_("{n} aan de rand: niet te beoordelen").format(n=numbers.number(reach.at_the_edge)))
    return lines


def value_words(place: Place) -> str:
    """Write the number of a municipality within reach, or that it cannot be judged."""
    return language.capital(_(EDGE)) if place.edge else number(place.reach)


def answer(reach: Reach, area: str | None) -> str:
    """Draw the chosen municipality in words, Flanders beside it; without one: Flanders and what changes side."""
    place = None if area is None else reach.places.get(area)
    if area is None or place is None:
        name, value, lines, beside, quiet = _("Vlaanderen"), number(reach.whole), whole_lines(reach), "", ""
    else:
        name, value, lines = reach.view.names[area], value_words(place), area_lines(place)
        beside = f'<div class="zc-beside">{_("Vlaanderen")} <b>{number(reach.whole)}</b></div>'
        quiet = " zc-muted" if place.edge else ""
    told = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return (
        f'<div class="zc-answer"><h2>{escape(name)}</h2><span class="zc-value{quiet}">{escape(value)}</span>'
        f"<ul>{told}</ul>{beside}</div>"
    )


def offer(indicator: str, level: str) -> None:
    """Lead from another map of heads to this one."""
    if indicator == HEADS and level != "gemeente":
        label = _("Vangt een buurgemeente dit op? Kijk per gemeente binnen bereik")
        along = {NUMBER: HEADS, LEVEL: Level.GEMEENTE.value, AREA: None, REACH: next(iter(DECAYS))}
        link = frame.anchor("kaart", label, along)
        pieces.show(f'<p class="zc-quiet">{link}</p>')


@lru_cache(maxsize=64)
def classes(reach: Reach, method: Method, size: int) -> Classes:
    """Sort the municipalities that can be judged into classes."""
    return classify(pd.Series(reach.judged, dtype=float), method, size, decimals=_DECIMALS)


def described(reach: Reach, look: Look) -> AreaMap:
    """Describe the map; what cannot be judged stands where other maps have no data."""
    sorted_, ramp = classes(reach, look.method, look.size), ramp_of(reach, look)
    areas = tuple(reach.places)
    members = tuple(int(sorted_.members.get(area, len(ramp))) for area in areas)
    return AreaMap(areas=areas, members=members, colours=tuple(ramp))


def ramp_of(reach: Reach, look: Look) -> Sequence[str]:
    """Give the colours of the classes."""
    return colours(look.palette, classes(reach, look.method, look.size).size)


def legend(reach: Reach, look: Look) -> Legend:
    """Describe the legend."""
    found = classes(reach, look.method, look.size)
    bounds = [number(edge) for edge in found.edges]
    return Legend(
        caption=_("Aantal {levels} per klasse").format(levels=_(phrases.LEVEL_MANY[reach.view.level])),
        colours=tuple(ramp_of(reach, look))[: len(found.counts)],
        counts=found.counts,
        edges=found.edges,
        bounds=bounds,
        between=[_("{low} tot {high}").format(low=low, high=high) for low, high in pairwise(bounds)],
        unit=choosing.unit_words(reach.view.indicator, reach.view.shown),
        withheld="",
        no_data=f"{numbers.number(reach.at_the_edge)}{numbers.NO_BREAK}{_(EDGE)}",
    )


@lru_cache(maxsize=32)
def hover(reach: Reach, _spoken: str) -> dict[str, str]:
    """Write what is read over each municipality, once per language."""
    return {
        area: "<br>".join(
            (f"<b>{escape(reach.view.names[area])}</b>", escape(value_words(place)), escape(area_lines(place)[0]))
        )
        for area, place in reach.places.items()
    }


@st.fragment
def table(reach: Reach, area: str | None) -> None:
    """Draw all municipalities: alone, within reach, its side under every decay; sorting redraws nothing else."""
    wanted, order = controls.table_row(
        _("Alle {levels}").format(levels=_(phrases.LEVEL_MANY[reach.view.level])),
        find=_("Zoek in de tabel"),
        sorts={key: _(text) for key, text in _ORDERS.items()},
        keys=("bereik_zoek", "bereik_volgorde"),
        width=230,
    )
    found = [key for key in reach.view.names if wanted.lower() in reach.view.names[key].lower() and key in reach.places]
    if not found:
        nothing = _("Geen gebied met die naam. Maak het zoekveld leeg om alles te zien.")
        pieces.show(f'<p class="zc-quiet">{escape(nothing)}</p>')
        return
    if order == "kant":
        found.sort(key=lambda key: not reach.places[key].flips)
    elif order in ("hoog", "laag"):
        sign = -1 if order == "hoog" else 1
        # What cannot be judged has no place in the order: it stands last.
        found.sort(key=lambda key: (key not in reach.judged, sign * reach.judged.get(key, 0.0)))
    columns = [
        (language.capital(_(phrases.LEVEL_ONE[reach.view.level])), False),
        (_("Gemeente alleen"), True),
        (_("Binnen bereik"), True),
        *((_("Kant, {decay}").format(decay=language.pick(each.name)), False) for each in DECAYS.values()),
        (_("Opmerking"), False),
    ]
    pattern = links.pattern("regioprofiel", {LEVEL: reach.view.level.value, YEAR: reach.view.year})
    body = [
        (
            "zc-chosen" if key == area else "",
            [links.fill(pattern, key, reach.view.names[key]), *_cells(reach.places[key])],
        )
        for key in found
    ]
    pieces.show(pieces.table(subtitle(reach), columns, body))


def _cells(place: Place) -> list[str]:
    value, remark = number(place.reach), ""
    if place.edge:
        value = _("{low} tot {high}").format(low=number(place.least), high=number(place.reach))
        remark = _(EDGE)
    elif place.flips and place.side is not None:
        remark = _("wisselt van kant: alleen {side} Vlaanderen").format(side=_(_SIDES[place.side]))
    return [
        number(place.own),
        value,
        *(_side(side) for side in place.sides.values()),
        f'<span class="zc-remark">{escape(remark)}</span>',
    ]


def _side(side: int | None) -> str:
    return f'<span class="zc-remark">{escape(_("rand"))}</span>' if side is None else escape(_(_SIDES[side]))


def download(reach: Reach, release: Release, link: str) -> None:
    """Offer the table as a file that names the decay, the release and the link."""
    st.download_button(
        _("Binnen bereik als CSV"),
        file(reach, release, link),
        file_name=f"binnen-bereik-{reach.decay.id}-{reach.view.year}.csv",
        mime="text/csv",
        on_click="ignore",
    )


def file(reach: Reach, release: Release, link: str) -> bytes:
    """Write every municipality as CSV that opens in Excel in Belgium; numbers are GPs per 10,000 residents."""
    held = io.StringIO()
    out = csv.writer(held, delimiter=";", lineterminator="\r\n")

    def say(value: float) -> str:
        return f"{value:.2f}".replace(".", ",")

    out.writerow(
        ["nis", "gemeente", "jaar", "verval", "alleen", "binnen_bereik", "ondergrens", "bovengrens",
         "deel_buiten_vlaanderen", "rand", *(f"kant_{name}" for name in DECAYS), "wisselt", "uitgave", "link"]
    )  # fmt: skip
    for area, place in reach.places.items():
        out.writerow(
            [area, reach.view.names[area], reach.view.year, reach.decay.id, say(place.own),
             "" if place.edge else say(place.reach), say(place.least), say(place.reach), say(place.outside),
             int(place.edge), *("" if side is None else side for side in place.sides.values()), int(place.flips),
             sources.release_words(release), link]
        )  # fmt: skip
    return held.getvalue().encode("utf-8-sig")


def notes() -> list[str]:
    """Say where each decay comes from."""
    said = []
    for each in DECAYS.values():
        name, how = language.capital(language.pick(each.name)), language.small(language.pick(each.label))
        said.append(f"{name}: {how}. {language.pick(each.source)}")
    return said
