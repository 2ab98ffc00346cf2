"""Pieces of an area profile: head with response, and a row per number with spread, Flanders and evolution."""

import math
from functools import lru_cache
from html import escape
from urllib.parse import quote_plus

import pandas as pd

from aggregation.indicators import Indicator
from aggregation.shown.own_area import AREA as OWN_AREA
from aggregation.shown.selection import AreaNumber, Shown
from aggregation.shown.verdicts import CLEAR
from data.releases import Release
from data.terms import TOTAL, Level, Role, Status
from geo.figures.classes import Classes
from geo.figures.profile_rows import Profile, ProfileGroup, ProfileRow, markup
from geo.figures.small_map import small_map
from geo.figures.strip import dot_strip, trend
from pages.components import pieces
from pages.shell import frame
from pages.views import addresses, choosing, released, sources, views
from pages.views.besides import besides
from pages.views.bounds import bounds_short
from pages.views.choices import AREA, LEVEL, NUMBER, SHOWN, TOGETHER, YEAR
from pages.views.instead import around_short
from pages.views.views import AreaView
from pages.words import differences, language, numbers, phrases
from pages.words.language import gettext as _
from pages.words.language import mark

GROUPS = {
    mark("Hoeveel capaciteit is er?"): ("D01", "D08", "D02", "D09", "D10", "D03"),
    mark("Hoe groot is de zorgnood?"): ("D11",),
    mark("Praktijken: toegang en aanbod"): ("P", "D04"),
    mark("Het werk"): ("M", "D05"),
    mark("De artsen"): ("A", "D06"),
    mark("Wie antwoordde"): ("D07",),
}
"""Heading to the ids, or first letters of ids, that stand under it, in order; every number stands under one."""

SUMMARY = "in-het-kort"
"""Where the summary stands on the page."""

NAN = math.nan
_NUMBER, _CODE, _LABEL = "\x02", "\x03", "\x04"
"""Stand in a link for the number, what of it is shown, and its name; no address and no text holds them."""

TOO_FEW_YEARS = mark("te weinig jaren getoond")


def head(release: Release, level: Level, area: str, name: str, year: int) -> None:
    """Name, response and place of the area."""
    said = response(release.id, level, area, year)
    drawing = locator(release.id, level, area, name, year)
    title = pieces.heading(name, f"{language.capital(_(phrases.LEVEL_ONE[level]))} · {year}")
    pieces.show(
        f'<div class="zc-profile-head"><div>{title}'
        f'<p class="zc-lead">{said}</p></div><div class="zc-locator">{drawing}</div></div>'
    )


def fiche_link(level: Level, area: str, year: int, together: str = "") -> str:
    """Give the links to the fiche of an area; ``together`` is the own area of the reader, as in the address."""
    along = {YEAR: year, TOGETHER: together or None}
    kinds = {"pdf": _("Fiche van dit gebied als PDF"), "docx": _("als Word"), "pptx": _("figuren als dia's")}
    links = ", ".join(
        f'<a href="{escape(addresses.fiche(level, area, kind, along), quote=True)}" target="_self" '
        f"download>{escape(text)}</a>"
        for kind, text in kinds.items()
    )
    return (
        f'<p class="zc-fiche">{links} '
        f'<span class="zc-of">{escape(_("om mee te nemen, af te drukken of te laten voorlezen"))}</span>'
        f"{_followed(level, area)}</p>"
    )


def _followed(level: Level, area: str) -> str:
    """Give the link to the feed of an area; an own area has none, because nothing is published of it."""
    if area == OWN_AREA:
        return ""
    address = escape(addresses.feed(level, area), quote=True)
    return f' <a href="{address}" target="_self">{escape(_("Volg dit gebied (Atom)"))}</a>'


def locator(release_id: str, level: Level, area: str, name: str, year: int) -> str:
    """Draw where an area lies."""
    return _locator(release_id, level, area, name, year, language.current())


@lru_cache(maxsize=256)
def _locator(release_id: str, level: Level, area: str, name: str, year: int, spoken: str) -> str:
    """Draw where an area lies; ``spoken`` is the language in use."""
    empty = Classes(edges=(0.0, 1.0), members=pd.Series(dtype=int), counts=(0,), asked=1)
    locator = views.main_view(release_id, "D01", year, level)
    return small_map(
        locator.cells.where(area=[]),
        empty,
        ("#e3e8ea",),
        layer=released.layer_text(release_id, level.value),
        described=_("Ligging van {name} in Vlaanderen").format(name=name),
        chosen=area,
    )


def response(release_id: str, level: Level, area: str, year: int) -> str:
    """Tell how many of each role answered, as markup."""
    parts = []
    nouns = [(Role.PRAKTIJK, _("praktijken")), (Role.HUISARTS, _("huisartsen")), (Role.HAIO, _("HAIO's"))]
    # The response of persons is not counted per municipality at all, which is not the same as withheld.
    for role, noun in nouns[:1] if level is Level.GEMEENTE else nouns:
        counted = sources.response_of(release_id, (role,), year, level, area)
        if counted is None:
            parts.append(f"{noun}: {_(phrases.WITHHELD_SHORT)}")
        else:
            n, whole = numbers.number(counted[0]), numbers.number(counted[1])
            parts.append(_("{n} van {N} {units}").format(n=f"<b>{n}</b>", N=whole, units=noun))
    return _("Antwoorden: {parts}.").format(parts=" · ".join(parts))


def contents(release_id: str, level: Level, area: str, year: int) -> str:
    """Give the links to the parts of a profile, as markup."""
    groups = describe(release_id, level, area, year).groups
    parts = {SUMMARY: _("In het kort"), **{group.name: group.title for group in groups}}
    links = "".join(f'<li><a href="#{name}">{escape(title)}</a></li>' for name, title in parts.items())
    return f'<nav class="zc-contents" aria-label="{escape(_("Op deze pagina"), quote=True)}"><ul>{links}</ul></nav>'


def _main(indicator: Indicator) -> Shown:
    return next(iter(choosing.shown_by_code(indicator).values()))


def profile(release_id: str, level: Level, area: str, year: int) -> str:
    """Give every number of the area that may be shown, in groups, as markup."""
    link = frame.anchor("kaart", _LABEL, {NUMBER: _NUMBER, SHOWN: _CODE, YEAR: year, LEVEL: level.value, AREA: area})
    return _profile(release_id, level, area, year, link, language.current())


@lru_cache(maxsize=64)  # of about 300 kB each
def _profile(release_id: str, level: Level, area: str, year: int, link: str, spoken: str) -> str:
    """Write the profile once for all who take the same choices along in ``link``; ``spoken`` is the language in use."""

    def named(row: ProfileRow) -> str:
        filled = {quote_plus(_NUMBER): row.name, quote_plus(_CODE): quote_plus(row.code), _LABEL: escape(row.label)}
        made = link
        for mark_of, text in filled.items():
            made = made.replace(mark_of, text)
        return made

    return markup(describe(release_id, level, area, year), named)


def describe(release_id: str, level: Level, area: str, year: int) -> Profile:
    """Describe every number of an area that may be shown, in groups."""
    return _described(release_id, level, area, year, language.current())


@lru_cache(maxsize=64)
def _described(release_id: str, level: Level, area: str, year: int, _spoken: str) -> Profile:
    """Describe it once; the last parameter is the language in use."""
    known, years = choosing.known_indicators(release_id), released.opened(release_id).years()
    groups = []
    for place, (title, wanted) in enumerate(GROUPS.items(), start=1):
        members = [indicator for start in wanted for name, indicator in known.items() if name.startswith(start)]
        found = (_row(release_id, each, level, area, year) for each in members if level in each.levels)
        rows = tuple(row for row in found if row is not None)
        groups += [ProfileGroup(title=_(title), name=f"deel-{place}", rows=rows, told=_told(rows))] if rows else []
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])
    among = _("Tussen alle {levels}").format(levels=_(phrases.LEVEL_MANY[level]))
    return Profile(
        groups=tuple(groups),
        heads=(_("Dit gebied"), among, _("Vlaanderen"), span),
        flanders=_("Vlaanderen"),
        years=(str(years[0]), str(years[-1])),
    )


def _told(rows: tuple[ProfileRow, ...]) -> str:
    """Say what a group holds, for who has not opened it."""
    differ, hidden = sum(row.known and not row.same for row in rows), sum(not row.known for row in rows)
    told = _("{n} cijfers · duidelijk anders dan Vlaanderen: {differ} · niet getoond of zonder gegevens: {hidden}")
    return told.format(n=len(rows), differ=differ, hidden=hidden)


def _row(release_id: str, indicator: Indicator, level: Level, area: str, year: int) -> ProfileRow | None:
    shown = _main(indicator)
    view = views.area_view(release_id, indicator.id, shown, year, level)
    row = view.numbers.get(area)
    if row is None:
        return None
    label = choosing.full_label(indicator, shown)
    unit, called = choosing.unit_words(indicator), language.pick(indicator.label)
    said = view.verdicts[area]
    value = _(phrases.WITHHELD_SHORT) if row.withheld else _(phrases.NO_DATA)
    low = row.known and row.status is Status.LOW_RELIABILITY
    return ProfileRow(
        name=indicator.id,
        code=shown.code,
        label=label,
        under=unit if shown.category == TOTAL or label.startswith(called) else f"{called}, {unit}",
        value=view.text(row, short=True) if row.known else value,
        known=row.known,
        why=_(phrases.WHY_WITHHELD) if row.withheld else "",
        details=_details(view, row, area),
        low=_(phrases.LOW_RELIABILITY) if low else "",
        dots=dots_of(view, row, label),
        flanders="" if view.flanders is None else view.text(view.flanders, short=True),
        verdict=differences.beside_flanders(said),
        same=said not in CLEAR,
        trend=trend_of(release_id, indicator, shown, level, area, label),
        few=_(TOO_FEW_YEARS),
    )


def _details(view: AreaView, row: AreaNumber, area: str) -> tuple[str, ...]:
    """Say what a number rests on, or where it is withheld the smallest area around that shows it."""
    if row.withheld:
        around = around_short(view, area)
        return (around,) if around else ()
    if not row.known:
        return ()
    more = (bounds_short(view, row), *besides(view, area))
    return (view.interval(row), view.based_on(row), *(text for text in more if text))


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


def trend_of(release_id: str, indicator: Indicator, shown: Shown, level: Level, area: str, label: str) -> str:
    """Draw a number over the years, '' where too few are shown."""
    years = released.opened(release_id).years()
    series = [views.area_view(release_id, indicator.id, shown, year, level) for year in years]
    rows = [view.numbers.get(area) for view in series]
    values = [NAN if row is None else row.value for row in rows]
    if sum(not math.isnan(value) for value in values) < 2:
        return ""
    said = "; ".join(
        f"{year}: {view.text(row, short=True)}"
        for year, view, row in zip(years, series, rows, strict=True)
        if row is not None
    )
    return trend(
        years,
        values,
        described=f"{label}, {said}",
        lower=[NAN if row is None else row.lower for row in rows],
        upper=[NAN if row is None else row.upper for row in rows],
        flanders=[NAN if view.flanders is None else view.flanders.value for view in series],
        breaks=[year for year, view in zip(years, series, strict=True) if area in view.broken],
    )
