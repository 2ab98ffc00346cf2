"""What a feed tells of each publication: what clearly changed, what is newly shown, what was corrected; no more."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from aggregation.shown import comparing
from aggregation.shown.breaks import breaks_in
from aggregation.shown.evolution import changes
from aggregation.shown.selection import choices
from aggregation.shown.verdicts import CLEAR
from data import releases
from data.releases import ReleaseError
from data.terms import FLANDERS, Level
from pages.views import choosing, released, sources, views
from pages.words import differences, language, phrases
from pages.words.language import gettext as _

MOST_NAMED = 12
"""Changed numbers that an entry names; the profile has them all."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A publication as a feed tells it: ``told`` are plain sentences, the first of them the shortest account."""

    release_id: str
    at: str
    title: str
    told: tuple[str, ...]


def entries(level: Level | None, area: str) -> list[Entry]:
    """Give the publications, newest first; ``level`` None is all of Flanders. In the language in use."""
    shown = [entry for entry in released.history() if entry["published"]]
    before = {new["release"]: old for new, old in pairwise(shown)}
    return [_entry(entry, before.get(entry["release"]), level, area) for entry in shown]


def _entry(entry: dict[str, Any], before: dict[str, Any] | None, level: Level | None, area: str) -> Entry:
    release_id = str(entry["release"])
    years = ", ".join(str(year) for year in entry["survey_years"])
    title = _("Uitgave van {day}: vragenlijst {years}").format(day=sources.day_words(entry["written_at"]), years=years)
    told = [_what_it_is(entry)]
    if entry["current"]:
        told += _changed(release_id, level, area, language.current())
        if before is not None and before["present"] and not before["withdrawn_at"]:
            told += _beside(str(before["release"]), release_id, level, area)
    return Entry(
        release_id=release_id,
        at=str(entry["withdrawn_at"] or entry["written_at"]),
        title=_("Ingetrokken: {title}").format(title=title) if entry["withdrawn_at"] else title,
        told=tuple(told),
    )


def _what_it_is(entry: dict[str, Any]) -> str:
    if entry["withdrawn_at"]:
        day = sources.day_words(entry["withdrawn_at"])
        return _("Deze uitgave werd ingetrokken op {day}: gebruik haar cijfers niet meer.").format(day=day)
    if entry["current"]:
        return _("Deze uitgave wordt nu getoond.")
    return _("Deze uitgave is intussen vervangen.")


@lru_cache(maxsize=512)
def _changed(release_id: str, level: Level | None, area: str, _spoken: str) -> tuple[str, ...]:
    """Say which numbers clearly changed between the two newest survey years, all areas of the level as one family."""
    years = released.opened(release_id).years()
    if len(years) < 2:
        return ()
    before, now = years[-2:]
    lines = []
    for name, entry in choosing.known_indicators(release_id).items():
        asked = level or Level.VLAANDEREN
        shown = choices(entry)[0]
        if shown.is_class or asked not in (*entry.levels, Level.VLAANDEREN):
            continue
        old, new = (views.area_view(release_id, name, shown, year, asked) for year in (before, now))
        counted = {view.year: max(view.ima_years, default=None) for view in (old, new)}
        if breaks_in(name, [before, now], counted):
            continue  # the counting changed: no finding is claimed over that
        found = changes(old.numbers, new.numbers, entry, shown)[0].get(area)
        if found is None or found.verdict not in CLEAR:
            continue
        words = differences.words(found.verdict, comparing.reading_of(entry, shown))
        values = [view.text(view.numbers[area], short=True) for view in (old, new)]
        lines.append(f"{new.title}: {values[0]} → {values[1]} ({words})")
    lead = _("Duidelijk veranderd van {before} tot {now}: {n}.").format(before=before, now=now, n=len(lines))
    more = [_("En nog {n}, op het profiel.").format(n=len(lines) - MOST_NAMED)] if len(lines) > MOST_NAMED else []
    return (lead, *lines[:MOST_NAMED], *more)


@lru_cache(maxsize=2)
def _difference(before: str, now: str) -> Any:
    """Compare two publications once; None where the earlier one can no longer be read."""
    try:
        return releases.diff(released.home(), before, now).cells
    except ReleaseError:
        return None


def _beside(before: str, now: str, level: Level | None, area: str) -> list[str]:
    """Say what an earlier year shows otherwise than in the publication before: newly shown, or corrected."""
    cells = _difference(before, now)
    if cells is None:
        return []
    here = cells[cells["level"].eq((level or Level.VLAANDEREN).value) & cells["area"].eq(area)]
    old_years = {int(year) for year in released.opened(now).years()} & {int(year) for year in here["year"]}
    lines = []
    for year in sorted(old_years):
        of_year = here[here["year"].eq(year)].groupby("change")["indicator"].unique()
        for change, text in (
            ("now_shown", _("Nieuw getoond voor {year}: {names}.")),
            ("now_withheld", _("Niet meer getoond voor {year}: {names}.")),
            ("changed", _("Gecorrigeerd voor {year}: {names}.")),
        ):
            if change in of_year:
                lines.append(text.format(year=year, names=_names(now, of_year[change])))
    return lines


def _names(release_id: str, indicators: Any) -> str:
    known = choosing.known_indicators(release_id)
    labels = [language.pick(known[name].label) for name in known if name in set(indicators)]
    return ", ".join(labels[:MOST_NAMED]) + (" …" if len(labels) > MOST_NAMED else "")


def about(level: Level | None, area: str) -> str:
    """Name what a feed is about."""
    release_id = released.current_id() or ""
    if level is None:
        return _("Vlaanderen")
    return f"{views.names_today(release_id, level)[area]}, {_(phrases.LEVEL_ONE[level])}"


ALL = (None, FLANDERS)
"""Level and area of the feed of all of Flanders."""
