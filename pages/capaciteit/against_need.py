"""The rulers against need as markup: weighted residents, each ruler without and with need, what the choice moves."""

import csv
import io
import math
from functools import lru_cache
from html import escape

import streamlit as st

from aggregation.shown.capacity import Index
from aggregation.shown.need import Sides
from aggregation.shown.need_weights import MARKS, NOT_OFFERED
from data.releases import Release
from pages.capaciteit.cards import TITLES
from pages.capaciteit.measured import Capacity
from pages.components import pieces
from pages.shell import links
from pages.views import sources
from pages.views.choices import LEVEL, YEAR
from pages.views.need import Need, level_need, sides, turned
from pages.words import language, numbers, phrases
from pages.words.language import gettext as _
from pages.words.language import mark

LEAD = mark(
    "Oudere inwoners gaan vaker naar de huisarts. Hier telt elke inwoner naar zijn leeftijd, en onder 65 jaar naar de "
    "verhoogde tegemoetkoming waar die geleverd is. De gewogen inwoners van Vlaanderen zijn even talrijk als de echte, "
    "dus elke maat houdt haar eenheid. Gewichten meten gebruik, niet wat mensen nodig hebben."
)
_SIDES = {1: mark("hoger"), -1: mark("lager"), 0: mark("geen duidelijk verschil")}


def draw(release_id: str, view: Capacity, area: str | None, chosen: str) -> None:
    """Draw the section; a release without residents by age says so."""
    need = level_need(release_id, view.year, view.level, chosen)
    if need is None:
        text = _("Deze uitgave heeft geen inwoners per leeftijd voor dit jaar; de zorgnood is niet te berekenen.")
        pieces.show(f'<p class="zc-quiet">{escape(text)}</p>')
        return
    pattern = links.pattern("regioprofiel", {LEVEL: view.level.value, YEAR: view.year})
    pieces.show(
        _answer(view, need, area) + _table(release_id, view, need, area, pattern, language.current()) + _notes(need)
    )


def heading() -> str:
    """Head the section."""
    title, lead = escape(_("Tegenover de zorgnood")), escape(_(LEAD))
    return f'<section class="zc-part zc-cap-against"><h2>{title}</h2><p class="zc-lead">{lead}</p></section>'


def _answer(view: Capacity, need: Need, area: str | None) -> str:
    """Say how many areas change side, and what the weights do to the chosen area."""
    heads = view.rulers.get("D01")
    lines = []
    if heads is not None:
        count = len(turned(heads, need))
        text = _("Bij {n} van de {N} {areas} wijst het aantal huisartsen tegenover de zorgnood een andere kant uit.")
        lines.append(text.format(n=count, N=len(view.names), areas=_(phrases.LEVEL_MANY[view.level])))
    if area is not None and area in need.index.index:
        lines.append(
            _("{area}: zorgnood {index} (Vlaanderen = 100).").format(
                area=view.names[area], index=numbers.number(float(need.index[area]), 1)
            )
        )
    return f'<p class="zc-lead zc-cap-against">{escape(" ".join(lines))}</p>' if lines else ""


@lru_cache(maxsize=24)
def _table(release_id: str, view: Capacity, need: Need, area: str | None, pattern: str, _spoken: str) -> str:
    heads = view.rulers.get("D01")
    columns = [(_("Gebied"), False), (_("Inwoners"), True), (_("Gewogen inwoners"), True), (_("Zorgnood"), True)]
    columns += [(f"{_(TITLES[name])}: {_('zonder → tegenover nood')}", True) for name in view.rulers]
    columns.append((_("Huisartsen in alle sets"), False))
    rows = []
    for each, name in view.names.items():
        if each not in need.index.index:
            continue
        cells = [
            links.fill(pattern, each, name),
            *(numbers.number(float(part[each])) for part in (need.people, need.weighted)),
        ]
        cells.append(numbers.number(float(need.index[each]), 1))
        cells += [_pair(view.indices[each][ruler], need.against(view.rulers[ruler], each)) for ruler in view.rulers]
        cells.append("" if heads is None else _over_sets(sides(release_id, heads, each)))
        rows.append(("zc-chosen" if each == area else "", cells))
    caption = _("Elke maat als index, zonder en met weging voor de zorgnood; Vlaanderen is 100")
    return f'<div class="zc-cap-need">{pieces.table(caption, columns, rows)}</div>'


def _pair(raw: Index | None, adjusted: Index | None) -> str:
    """Write an index without and with need, or that it is not shown."""
    if raw is None or adjusted is None:
        return f'<span class="zc-remark">{escape(_(phrases.WITHHELD_SHORT))}</span>'
    return f"{numbers.number(raw.value)} → <b>{numbers.number(adjusted.value)}</b>"


def _over_sets(found: Sides | None) -> str:
    """Write what all sets of weights say of the heads of an area: a range of choices, not an interval."""
    if found is None:
        return f'<span class="zc-remark">{escape(_(phrases.WITHHELD_SHORT))}</span>'
    low, high = numbers.number(found.low), numbers.number(found.high)
    ends = low if low == high else numbers.interval(found.low, found.high)
    if found.side is None:
        said = _("in sommige sets anders")
    else:
        said = _("{side} in alle sets").format(side=_(_SIDES[found.side]))
    return f'{ends} <span class="zc-remark">{escape(said)}</span>'


def _notes(need: Need) -> str:
    """Tell where the weights come from, how well they are known, and what is not offered."""
    chosen = need.chosen
    weights = "; ".join(f"{age}: {numbers.number(weight, 2)}" for age, weight in chosen.weights.items())
    lines = [
        _("Gewichten {name} ({year}; {quality}): {weights}.").format(
            name=language.pick(chosen.label),
            year=chosen.year,
            quality=language.pick(MARKS[chosen.mark]),
            weights=weights,
        ),
        language.pick(chosen.source),
    ]
    if need.reimbursed_year is None:
        lines.append(_("Verhoogde tegemoetkoming telt niet mee: ze is niet geleverd, of er wordt niet gewogen."))
    else:
        lines.append(_("Verhoogde tegemoetkoming onder 65 jaar van {year} telt mee.").format(year=need.reimbursed_year))
    lines.append(
        _("De kolom over alle sets toont wat de keuze van gewichten doet; dat is geen toeval en geen interval.")
    )
    lines += [language.pick(text) for text in NOT_OFFERED]
    said = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return f'<div class="zc-cap-notes">{said}</div>'


def download(release: Release, view: Capacity, code: str, link: str) -> None:
    """Offer the section as a file that names the weights; nothing where need is not known."""
    need = level_need(release.id, view.year, view.level, code)
    if need is not None:
        st.download_button(
            _("Tegenover de zorgnood als CSV"),
            file(release, view, need, link),
            file_name=f"zorgnood-{view.level.value}-{view.year}-{code}.csv",
            mime="text/csv",
            on_click="ignore",
        )


def file(release: Release, view: Capacity, need: Need, link: str) -> bytes:
    """Write every area as CSV that opens in Excel in Belgium: need, each ruler without and with it, all sets."""
    held = io.StringIO()
    out = csv.writer(held, delimiter=";", lineterminator="\r\n")

    def say(value: float | None, decimals: int = 2) -> str:
        return "" if value is None or math.isnan(value) else f"{value:.{decimals}f}".replace(".", ",")

    weights = [f"gewicht_{age}" for age in need.chosen.weights]
    rulers = [f"{name}_{part}" for name in view.rulers for part in ("zonder", "tegenover_nood")]
    out.writerow(
        ["niveau", "gebied", "naam", "jaar", "gewichten", *weights, "vt_jaar", "inwoners", "gewogen_inwoners",
         "zorgnood", *rulers, "D01_laagste_reeks", "D01_hoogste_reeks", "D01_in_alle_reeksen", "uitgave", "link"]
    )  # fmt: skip
    heads = view.rulers.get("D01")
    for area, name in view.names.items():
        if area not in need.index.index:
            continue
        pairs: list[str] = []
        for ruler, of_ruler in view.rulers.items():
            raw, adjusted = view.indices[area][ruler], need.against(of_ruler, area)
            shown = raw is not None and adjusted is not None
            pairs += [say(raw.value if raw and shown else None), say(adjusted.value if adjusted and shown else None)]
        over = None if heads is None else sides(release.id, heads, area)
        ends = ["", "", ""] if over is None else [say(over.low), say(over.high), "" if over.side is None else over.side]
        out.writerow(
            [view.level.value, area, name, view.year, need.chosen.id,
             *(say(weight, 3) for weight in need.chosen.weights.values()), need.reimbursed_year or "",
             say(float(need.people[area]), 0), say(float(need.weighted[area]), 1), say(float(need.index[area])), *pairs,
             *ends, sources.release_words(release), link]
        )  # fmt: skip
    return held.getvalue().encode("utf-8-sig")


@st.fragment
def section(release_id: str, view: Capacity, area: str | None, chosen: str) -> None:
    """Draw the section under its own heading."""
    pieces.show(heading())
    draw(release_id, view, area, chosen)
