"""The beginning of a profile: an area in at most six sentences, each made from a released number by a rule.

A sentence tells a number with its interval and the one verdict of all screens on its difference from Flanders; what is
withheld makes no sentence, and no sentence tells a cause. The same words stand ready as text, to paste in a report.
"""

from dataclasses import dataclass
from functools import lru_cache
from html import escape

from aggregation.shown import evolution
from aggregation.shown.breaks import breaks_in
from aggregation.shown.verdicts import CLEAR, Verdict
from data.terms import Level
from geo.figures.profile_rows import Profile
from pages.regioprofiel import profile
from pages.views import choosing, released, views
from pages.views.remarks import full_time
from pages.views.views import AreaView
from pages.words import differences, language, numbers, phrases
from pages.words.language import gettext as _
from pages.words.language import mark

TOLD = {
    "D01": mark("Er zijn {value} huisartsen per 10.000 inwoners{ends}"),
    "D02": mark("Voltijds gerekend werken er {value} huisartsen per 10.000 inwoners{ends}"),
    "P01": mark("Van de praktijken die antwoordden neemt {value} niet meer alle nieuwe patiënten aan{ends}"),
    "A10": mark("Van de huisartsen die antwoordden is {value} 55 jaar of ouder{ends}"),
}
"""Numbers that a summary tells, in this order; of each what is shown first."""
IN_FULL_TIME = mark(
    "Voltijds gerekend, aan {hours} uur per week, werken er {value} huisartsen per 10.000 inwoners{ends}"
)
"""The same of full-time equivalents, where the release says how long one is."""

BESIDE = {
    Verdict.HIGHER: mark("{said}. Dat is duidelijk meer dan in Vlaanderen ({flanders})."),
    Verdict.LOWER: mark("{said}. Dat is duidelijk minder dan in Vlaanderen ({flanders})."),
    Verdict.SAME: mark("{said}. Dat verschilt niet duidelijk van Vlaanderen ({flanders})."),
    Verdict.EQUAL: mark("{said}. Dat is evenveel als in Vlaanderen ({flanders})."),
    Verdict.PERHAPS: mark("{said}; in Vlaanderen {flanders}. Dat verschil kan toeval zijn."),
    Verdict.UNJUDGED: mark("{said}; in Vlaanderen {flanders}. Of dat verschilt, valt niet te zeggen."),
}
CHANGED = {
    Verdict.HIGHER: mark("Sinds {year} steeg dat aandeel duidelijk: het was toen {then}."),
    Verdict.LOWER: mark("Sinds {year} daalde dat aandeel duidelijk: het was toen {then}."),
}
UNCHANGED = mark("Sinds {year} is dat aandeel niet duidelijk veranderd: het was toen {then}.")
ALL_SHOWN = mark(
    "Van de {n} getoonde cijfers liggen er {higher} duidelijk hoger dan Vlaanderen en {lower} duidelijk lager."
)
SOME_SHOWN = mark(
    "Van de {n} getoonde cijfers liggen er {higher} duidelijk hoger dan Vlaanderen en {lower} duidelijk lager; "
    "niet getoond, {why}: {withheld}."
)
NONE_SHOWN = mark("Geen enkel cijfer van dit gebied wordt getoond, {why}.")
FOLLOWED = "P01"
"""The number whose change since the first year is told."""

Facts = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Summary:
    """The sentences of a summary, and the numbers in them as rows: heading first."""

    sentences: tuple[str, ...]
    rows: Facts

    @property
    def table(self) -> str:
        """Give the rows as text with tabs, which Word and Excel paste as a table."""
        return "\n".join("\t".join(row) for row in self.rows)


def summary(release_id: str, level: Level, area: str, year: int) -> Summary:
    """Summarise an area in the language in use."""
    return _summary(release_id, level, area, year, language.current())


@lru_cache(maxsize=128)
def _summary(release_id: str, level: Level, area: str, year: int, _spoken: str) -> Summary:
    known = choosing.known_indicators(release_id)
    told, rows = [], [_heads()]
    for name, words in TOLD.items():
        if name not in known or level not in known[name].levels:
            continue
        view = views.main_view(release_id, name, year, level)
        said = _sentence(view, area, words)
        if said:
            told.append(said)
            rows.append(_row(view, area))
        if said and name == FOLLOWED:
            told += _change(release_id, level, area, year)
    told += _tally(profile.describe(release_id, level, area, year))
    return Summary(sentences=tuple(told), rows=tuple(rows))


def _sentence(view: AreaView, area: str, words: str) -> str:
    """Tell a number beside Flanders, '' where it is not shown."""
    row = view.numbers.get(area)
    if row is None or not row.known:
        return ""
    interval = view.interval(row, between=_(" en "))
    ends = _(" (95 % zeker tussen {interval})").format(interval=interval) if interval else ""
    hours = full_time(view.release_id) if view.indicator.in_full_time else None
    said = (
        _(words).format(value=view.text(row, short=True), ends=ends)
        if hours is None
        else _(IN_FULL_TIME).format(hours=numbers.number(hours), value=view.text(row, short=True), ends=ends)
    )
    beside = BESIDE.get(view.verdicts[area])
    if beside is None or view.flanders is None or not view.flanders.known:
        return f"{said}."
    return _(beside).format(said=said, flanders=view.text(view.flanders, short=True))


def _change(release_id: str, level: Level, area: str, year: int) -> list[str]:
    """Tell whether the followed number changed since the first year, as the screen Evolutie judges it.

    Nothing where a year is not shown, where the counting changed in between, where municipalities were summed, or where
    an older year than the newest is looked at.
    """
    years = released.opened(release_id).years()
    if year != years[-1] or len(years) < 2:
        return []
    first, last = (views.main_view(release_id, FOLLOWED, each, level) for each in (years[0], years[-1]))
    if area in first.broken or breaks_in(FOLLOWED, years, dict.fromkeys(years)):
        return []
    found = evolution.changes(first.numbers, last.numbers, last.indicator, last.shown)[0].get(area)
    if found is None or not found.known or found.half is None:
        return []
    then = first.text(first.numbers[area], short=True)
    words = CHANGED.get(found.verdict, UNCHANGED)
    return [_(words).format(year=years[0], then=then)]


def _tally(whole: Profile) -> list[str]:
    """Count what differs clearly from Flanders among everything that the profile shows, and what is withheld."""
    rows = [row for group in whole.groups for row in group.rows]
    shown = [row for row in rows if row.known]
    higher, lower = (sum(row.verdict == differences.beside_flanders(side) for row in shown) for side in CLEAR)
    withheld = sum(bool(row.why) for row in rows)
    if not shown and not withheld:
        return []
    words = ALL_SHOWN if not withheld else SOME_SHOWN if shown else NONE_SHOWN
    told = {"n": len(shown), "higher": higher, "lower": lower, "withheld": withheld, "why": _(phrases.WHY_WITHHELD)}
    return [_(words).format(**told)]


def _heads() -> tuple[str, ...]:
    return (_("Cijfer"), _("Dit gebied"), _("95 %-interval"), _("Antwoorden"), _("Vlaanderen"), _("Verschil"))


def _row(view: AreaView, area: str) -> tuple[str, ...]:
    row, said = view.numbers[area], view.verdicts[area]
    return (
        choosing.full_label(view.indicator, view.shown),
        view.text(row, short=True),
        view.interval(row),
        view.based_on(row),
        "" if view.flanders is None else view.text(view.flanders, short=True),
        differences.beside_flanders(said),
    )


def markup(found: Summary) -> str:
    """Write a summary for the screen."""
    said = "".join(f"<li>{escape(each)}</li>" for each in found.sentences)
    chance = _(
        "“Duidelijk” is een verschil dat groter is dan toeval kan verklaren, ook als men meetelt dat alle gebieden van "
        "dit niveau samen getoetst worden. Wie alle cijfers van één gebied naloopt, vindt er altijd enkele die bij "
        "toeval duidelijk lijken; verschillen in wie antwoordt zitten er niet in."
    )
    return (
        f'<section class="zc-summary" id="{profile.SUMMARY}"><h2>{escape(_("In het kort"))}</h2>'
        f'<ul>{said}</ul><p class="zc-of">{escape(chance)}</p></section>'
    )


def as_text(found: Summary, name: str, level: Level, year: int, cited: str) -> str:
    """Write a summary as text for a report: what it is of, the sentences, and how to quote it."""
    head = f"{name} ({_(phrases.LEVEL_ONE[level])}, {year})"
    return f"{head}\n{' '.join(found.sentences)}\n{cited}".replace(numbers.NO_BREAK, " ")
