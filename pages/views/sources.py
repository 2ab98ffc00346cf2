"""What the files say: names of everything in a release, and source, licence, contact and link of a file."""

import os
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import pandas as pd
from babel.dates import format_date

from aggregation.indicators import Indicator
from data.exports import About, Entry, Labels, License
from data.releases import Release
from data.serving import NAME as SERVING_FILE
from data.serving import Serving, read_serving
from data.terms import FLANDERS, TOTAL, Level, Role, Text, UnitCounted
from pages.views import choosing, released
from pages.views.addresses import RELEASES, asked
from pages.views.own import WithOwnArea, base_id
from pages.views.remarks import remarks
from pages.views.selecting import Selection
from pages.views.views import AreaView
from pages.words import language, numbers, phrases
from pages.words.language import gettext as _

SERVING_VARIABLE = "ZORGCAPACITEIT_SERVING"
"""Environment variable with the path of the file of ``data.serving``; without it the one in the home is read."""

LICENSE = License(
    name="Modellicentie Gratis Hergebruik Vlaanderen v1.0",
    address="https://data.vlaanderen.be/id/licentie/modellicentie-gratis-hergebruik/v1.0",
)
_NO_CONTACT = f"[{SERVING_FILE}: contact]"
DESCRIPTION = Text(
    nl="Hoeveel huisartsenzorg er is in Vlaanderen, per huisartsenkring, eerstelijnszone en gemeente: praktijken, "
    "artsen, werk en bereikbaarheid. Cijfers die iemand herkenbaar zouden maken, worden niet getoond.",
    en="How much general practice there is in Flanders, by GP circle, primary care zone and municipality: practices, "
    "doctors, work and access. Numbers that would make somebody recognisable are withheld.",
)


@lru_cache(maxsize=2)
def labels(release_id: str) -> Labels:
    """Give the names of everything in a release."""
    entries = {name: _entry(release_id, indicator) for name, indicator in choosing.known_indicators(release_id).items()}
    return Labels(entries=entries, areas=released.opened(release_id).areas())


def _entry(release_id: str, indicator: Indicator) -> Entry:
    main = indicator.main
    return Entry(
        id=indicator.id,
        label=indicator.label,
        definition=indicator.definition,
        unit=indicator.unit,
        source=indicator.source.label,
        unit_counted=indicator.unit_counted.value,
        disclosure=indicator.disclosure.value,
        levels=tuple(level.value for level in indicator.levels),
        categories={code: indicator.label_of(code) for code in (TOTAL, *indicator.categories)},
        main=(main[0], main[1].value),
        caveats=remarks(release_id, indicator),
    )


def serving() -> Serving:
    """Give what the installation says of itself; read once, at the first question.

    Raises
    ------
    SettingsError : the file is not as it should be; ``serve`` does not start then.
    """
    return _serving(serving_file())


def serving_file() -> Path:
    """Where that stands, whether it is there or not; what else an installation says of itself stands beside it."""
    return Path(os.environ.get(SERVING_VARIABLE) or released.home() / SERVING_FILE)


@lru_cache(maxsize=8)
def _serving(file: Path) -> Serving:
    return read_serving(file)


def public_address() -> str:
    """Public address of the dashboard without a slash at its end, '' where it serves its own machine alone."""
    return serving().address


def address_of(release_id: str, name: str, query: str = "") -> str:
    """Give the address of a file, without the host."""
    return asked(f"{RELEASES}/{release_id}/{name}", query)


def about(release: Release, name: str, selection: Selection, flat: pd.DataFrame | None = None) -> About:
    """Give what a file says of itself; ``flat`` are the numbers in it, else those of the whole release."""
    if flat is None:
        survey, ima, sources = _whole(release.id, selection.lang)
    else:
        survey, ima = _years(flat["year"]), _years(flat["ima_year"])
        sources = tuple(dict.fromkeys(flat["source"]))
    return About(
        release_id=base_id(release.id),
        made_on=str(release.manifest["created_at"])[:10],
        survey_years=survey,
        ima_years=ima,
        sources=sources,
        license=LICENSE,
        contact=serving().contact or _NO_CONTACT,
        boundaries=official(release),
        link=public_address() + address_of(release.id, name, selection.query()),
    )


def cited(said: About, link: str, lang: str) -> str:
    """Give the line to quote numbers by, with a link to the view they were read in."""
    line = replace(said, link=link).citation("en" if lang == "en" else "nl")
    return line.replace(f" Contact: {_NO_CONTACT}.", "")  # nobody quotes what the installation has not told


@lru_cache(maxsize=4)
def _whole(release_id: str, lang: str) -> tuple[tuple[int, ...], tuple[int, ...], tuple[str, ...]]:
    release = released.opened(release_id)
    texts = (indicator.source.label for indicator in choosing.known_indicators(release_id).values())
    sources = tuple(dict.fromkeys(text.en if lang == "en" else text.nl for text in texts))
    return tuple(release.years()), _years(release.cells(level=Level.VLAANDEREN.value).frame["ima_year"]), sources


def _years(column: "pd.Series[int]") -> tuple[int, ...]:
    return tuple(sorted(int(year) for year in column.dropna().unique()))


def source_parts(release: Release, view: AreaView) -> dict[str, str]:
    """Facts under a figure: source, years, n of N, response, boundaries, release."""
    based = "" if view.flanders is None else view.based_on(view.flanders)
    return {
        _("Bron"): language.pick(view.indicator.source.label),
        _("Vragenlijst"): str(view.year),
        "IMA": ", ".join(map(str, sorted(view.ima_years))),
        _("Antwoorden in Vlaanderen"): based,
        _("Respons"): response_words(release.id, view.indicator, view.year),
        _("Grenzen"): borders(release),
        _("Uitgave"): release_words(release),
    }


def official(release: Release) -> str:
    """Name who publishes the borders of the newest year of a release, '' where they are schematic."""
    return str(release.manifest.get("boundaries", {}).get(str(release.years()[-1]), ""))


def borders(release: Release, *, short: bool = False) -> str:
    """Say which borders a release is drawn with: official ones by their publisher, else that they are schematic."""
    if told := official(release):
        return _("{source}, vereenvoudigd").format(source=told)
    return _("schematisch") if short else _("schematisch, niet geschikt om afstanden of ligging te bepalen")


def response_words(
    release_id: str, indicator: Indicator, year: int, level: Level = Level.VLAANDEREN, area: str = FLANDERS
) -> str:
    """Write the response behind an indicator in an area, '' where it is not shown or nobody was asked."""
    if indicator.of_published:
        return ""
    practices = indicator.unit_counted is UnitCounted.PRACTICE
    counted = response_of(release_id, (Role.PRAKTIJK,) if practices else (Role.HUISARTS, Role.HAIO), year, level, area)
    if counted is None or counted[1] == 0:
        return ""
    answered, invited = counted
    return _("{share} van de {units} ({n} van {N})").format(
        share=numbers.percent(100 * answered / invited),
        units=phrases.units(indicator.unit_counted, 2),
        n=numbers.number(answered),
        N=numbers.number(invited),
    )


@lru_cache(maxsize=1024)
def response_of(release_id: str, roles: tuple[Role, ...], year: int, level: Level, area: str) -> tuple[int, int] | None:
    """Give how many answered and were invited in an area, None where that is not shown."""
    table = released.all_responses(release_id)
    rows = table[
        table["year"].eq(year)
        & table["level"].eq(level.value)
        & table["area"].eq(area)
        & table["role"].isin([role.value for role in roles])
    ]
    if rows.empty or bool(rows[["invited", "answered"]].isna().any(axis=None)):
        return None
    return int(rows["answered"].sum()), int(rows["invited"].sum())


def release_words(release: Release) -> str:
    """Name a release by the day it was made and its id."""
    made = day_words(str(release.manifest.get("created_at", "")))
    own = f" · {together_words(release)}" if isinstance(release, WithOwnArea) else ""
    known = base_id(release.id)
    return (f"{made} ({known})" if made else known) + own


def together_words(release: Release) -> str:
    """Say what the own area of a reader is made of, '' without one."""
    if not isinstance(release, WithOwnArea):
        return ""
    names = release.part_names()
    return _("eigen gebied {name} = {parts}").format(name=release.own.name, parts=" + ".join(names))


def day_words(moment: str) -> str:
    """Write the day of an ISO 8601 moment in the language in use, '' where it is none."""
    try:
        return str(format_date(date.fromisoformat(moment[:10]), format="d MMMM y", locale=numbers.locale()))
    except ValueError:
        return ""
