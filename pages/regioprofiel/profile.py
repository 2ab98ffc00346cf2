"""Pieces of an area profile: head with response, and a row per number with spread, Flanders and evolution."""

import math
from functools import lru_cache
from html import escape
from urllib.parse import quote_plus

import pandas as pd

from aggregation.indicators import INDICATORS, Indicator
from aggregation.shown.comparing import Verdict
from aggregation.shown.selection import AreaNumber, Shown
from data.releases import Release
from data.terms import TOTAL, Level, Role, Status
from geo import numbers
from geo.figures.classes import Classes
from geo.figures.small_map import small_map
from geo.figures.strip import dot_strip, trend
from pages.components import pieces
from pages.shell import frame
from pages.views import choosing, released, views
from pages.views.bounds import bounds_short
from pages.views.views import AreaView
from pages.words import language, phrases
from pages.words.language import gettext as _
from pages.words.language import mark

GROUPS = {
    mark("Hoeveel capaciteit is er?"): ("D01", "D08", "D02", "D09", "D03"),
    mark("Praktijken: toegang en aanbod"): ("P",),
    mark("Het werk"): ("M",),
    mark("De artsen"): ("A",),
    mark("Wie antwoordde"): ("D07",),
}
"""Heading to the ids, or first letters of ids, that stand under it, in order."""

NAN = math.nan
_NUMBER, _CODE, _LABEL = "\x02", "\x03", "\x04"
"""Stand in a link for the number, what of it is shown, and its name; no address and no text holds them."""

VERDICTS = {
    Verdict.HIGHER: mark("hoger dan Vlaanderen"),
    Verdict.LOWER: mark("lager dan Vlaanderen"),
    Verdict.SAME: mark("geen duidelijk verschil"),
}
TOO_FEW_YEARS = mark("te weinig jaren getoond")


def head(release: Release, level: Level, area: str, name: str, year: int) -> None:
    """Name, response and place of the area."""
    response = _response(release.id, level, area, year)
    drawing = _locator(release.id, level, area, name, year, language.current())
    title = pieces.heading(name, f"{language.capital(_(phrases.LEVEL_ONE[level]))} · {year}")
    pieces.show(
        f'<div class="zc-profile-head"><div>{title}'
        f'<p class="zc-lead">{response}</p></div><div class="zc-locator">{drawing}</div></div>'
    )


@lru_cache(maxsize=256)
def _locator(release_id: str, level: Level, area: str, name: str, year: int, spoken: str) -> str:
    """Draw where an area lies; ``spoken`` is the language in use."""
    empty = Classes(edges=(0.0, 1.0), members=pd.Series(dtype=int), counts=(0,), asked=1)
    locator = views.area_view(release_id, "D01", _main(INDICATORS["D01"]), year, level)
    return small_map(
        locator.cells.where(area=[]),
        empty,
        ("#e3e8ea",),
        layer=released.layer_text(release_id, level.value),
        described=_("Ligging van {name} in Vlaanderen").format(name=name),
        chosen=area,
    )


def _response(release_id: str, level: Level, area: str, year: int) -> str:
    parts = []
    nouns = [(Role.PRAKTIJK, _("praktijken")), (Role.HUISARTS, _("huisartsen")), (Role.HAIO, _("HAIO's"))]
    # The response of persons is not counted per municipality at all, which is not the same as withheld.
    for role, noun in nouns[:1] if level is Level.GEMEENTE else nouns:
        counted = frame.response_of(release_id, (role,), year, level, area)
        if counted is None:
            parts.append(f"{noun}: {_(phrases.WITHHELD_SHORT)}")
        else:
            n, whole = numbers.number(counted[0]), numbers.number(counted[1])
            parts.append(_("{n} van {N} {units}").format(n=f"<b>{n}</b>", N=whole, units=noun))
    return _("Antwoorden: {parts}.").format(parts=" · ".join(parts))


def _main(indicator: Indicator) -> Shown:
    return next(iter(choosing.shown_by_code(indicator).values()))


def profile(release_id: str, level: Level, area: str, year: int) -> str:
    """Give every number of the area that may be shown, in groups, as markup."""
    link = frame.anchor("kaart", _LABEL, cijfer=_NUMBER, toon=_CODE, jaar=year, niveau=level.value, gebied=area)
    return _profile(release_id, level, area, year, link, language.current())


@lru_cache(maxsize=64)  # of about 300 kB each
def _profile(release_id: str, level: Level, area: str, year: int, link: str, spoken: str) -> str:
    """Write the profile once for all who take the same choices along in ``link``; ``spoken`` is the language in use."""
    parts: list[str] = []
    known = choosing.known_indicators(release_id)
    years = released.opened(release_id).years()
    for title, wanted in GROUPS.items():
        members = [indicator for start in wanted for name, indicator in known.items() if name.startswith(start)]
        rows = [
            _row(release_id, indicator, level, area, year, link) for indicator in members if level in indicator.levels
        ]
        if rows:
            body = _columns(level, years) + "".join(rows)  # on screen only the first group has its headings
            parts.append(
                f'<section class="zc-part zc-group"><h2>{_(title)}</h2><div class="zc-rows">{body}</div></section>'
            )
    return "".join(parts)


def _columns(level: Level, years: list[int]) -> str:
    """Headings over a group."""
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])
    among = _("Tussen alle {levels}").format(levels=_(phrases.LEVEL_MANY[level]))
    titles = ("", _("Dit gebied"), among, _("Vlaanderen"), span)
    cells = "".join(f"<div>{title}</div>" for title in titles)
    return f'<div class="zc-row zc-columns" aria-hidden="true">{cells}</div>'


def _row(release_id: str, indicator: Indicator, level: Level, area: str, year: int, link: str) -> str:
    shown = _main(indicator)
    view = views.area_view(release_id, indicator.id, shown, year, level)
    label = choosing.full_label(indicator, shown)
    named = shown.category == TOTAL or label.startswith(language.pick(indicator.label))
    unit = choosing.unit_words(indicator)
    under = unit if named else f"{language.pick(indicator.label)}, {unit}"
    if area not in view.numbers:
        return ""
    row = view.numbers[area]
    filled = {quote_plus(_NUMBER): indicator.id, quote_plus(_CODE): quote_plus(shown.code), _LABEL: escape(label)}
    for mark_of, text in filled.items():
        link = link.replace(mark_of, text)
    return (
        f'<div class="zc-row"><div class="zc-what">{link}<span>{escape(under)}</span></div>'
        f"{_value(view, row)}"
        f'<div class="zc-dots">{dots_of(view, row, label)}</div>'
        f'<div class="zc-vl">{_beside(view, area)}</div>'
        f'<div class="zc-years">{trend_of(release_id, indicator, shown, level, area, label)}</div></div>'
    )


def _value(view: AreaView, row: AreaNumber) -> str:
    if row.withheld:
        return (
            f'<div class="zc-cell zc-hidden"><b>{_(phrases.WITHHELD_SHORT)}</b>'
            f"<span>{_(phrases.WHY_WITHHELD)}</span></div>"
        )
    if not row.known:
        return f'<div class="zc-cell zc-hidden"><b>{_(phrases.NO_DATA)}</b></div>'
    interval = view.interval(row)
    low = f"<em>{_(phrases.LOW_RELIABILITY)}</em>" if row.status is Status.LOW_RELIABILITY else ""
    certain = f"<span>{escape(bounds_short(view, row))}</span>" if bounds_short(view, row) else ""
    return (
        f'<div class="zc-cell"><b>{escape(view.text(row, short=True))}</b><span>{interval}</span>'
        f"<span>{escape(view.based_on(row))}</span>{certain}{low}</div>"
    )


def dots_of(view: AreaView, row: AreaNumber, label: str) -> str:
    """Draw an area among all others."""
    values = view.known_values
    said = _("{label}: {value}, tussen {n} {levels}").format(
        label=label, value=view.text(row, short=True), n=len(values), levels=_(phrases.LEVEL_MANY[view.level])
    )
    return dot_strip(
        values,
        described=said,
        value=row.value,
        lower=row.lower,
        upper=row.upper,
        flanders=None if view.flanders is None else view.flanders.value,
    )


def _beside(view: AreaView, area: str) -> str:
    """Flanders, and whether this area differs from it."""
    if view.flanders is None:
        return ""
    said = view.verdicts[area]
    verdict = _(VERDICTS[said]) if said in VERDICTS else ""
    css = ' class="zc-same"' if said is Verdict.SAME else ""
    value = escape(view.text(view.flanders, short=True))
    return f'<b><span class="zc-vlname">{_("Vlaanderen")} </span>{value}</b><span{css}>{verdict}</span>'


def trend_of(release_id: str, indicator: Indicator, shown: Shown, level: Level, area: str, label: str) -> str:
    """Draw a number over the years, or say that too few are shown."""
    years = released.opened(release_id).years()
    series = [views.area_view(release_id, indicator.id, shown, year, level) for year in years]
    rows = [view.numbers.get(area) for view in series]
    values = [NAN if row is None else row.value for row in rows]
    if sum(not math.isnan(value) for value in values) < 2:
        return f'<span class="zc-quiet">{_(TOO_FEW_YEARS)}</span>'
    said = "; ".join(
        f"{year}: {view.text(row, short=True)}"
        for year, view, row in zip(years, series, rows, strict=True)
        if row is not None
    )
    drawing = trend(
        years,
        values,
        described=f"{label}, {said}",
        lower=[NAN if row is None else row.lower for row in rows],
        upper=[NAN if row is None else row.upper for row in rows],
        flanders=[NAN if view.flanders is None else view.flanders.value for view in series],
        breaks=[year for year, view in zip(years, series, strict=True) if area in view.broken],
    )
    return f"{drawing}<span class='zc-span'><i>{years[0]}</i><i>{years[-1]}</i></span>"
