"""Parts of Tabellen en downloads: the table, how many of its numbers are not there, and the files to take along."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from typing import Any

import pandas as pd

from aggregation.indicators import INDICATORS
from aggregation.shown.selection import Shown
from data.releases import Release
from data.terms import TOTAL, Level, Measure
from pages.components import pieces
from pages.shell import frame
from pages.views import choosing, downloads, kept, released, sources
from pages.views.choices import AREA, LEVEL, YEAR
from pages.views.downloads import EVERYTHING, FILES, File
from pages.views.own import base_id
from pages.views.selecting import Selection
from pages.words import language, numbers, phrases
from pages.words.language import gettext as _
from pages.words.language import mark

ROWS = 60
"""Rows of one page of the table."""

REMARKS = {"[c]": phrases.WHY_WITHHELD, "[u]": phrases.LOW_RELIABILITY, "[e]": mark("geraamd")}


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many numbers a table has, and how many are not there or to be read with care."""

    rows: int
    withheld: int
    no_data: int
    few: int


@lru_cache(maxsize=16)
def prepared(release_id: str, selection: Selection) -> pd.DataFrame:
    """Give the chosen numbers as the long table, newest year first, answers as in the registry."""
    flat = downloads.rows_of(released.opened(release_id), selection)
    order = {name: place for place, name in enumerate(selection.indicator)}
    answers = {
        f"{name}\n{category}": place
        for name in selection.indicator
        for place, category in enumerate((*INDICATORS[name].categories, TOTAL))
    }
    flat = flat.assign(
        _place=flat["indicator"].map(order), _answer=(flat["indicator"] + "\n" + flat["category"]).map(answers)
    )
    return flat.sort_values(
        ["_place", "area_name", "area", "year", "_answer", "measure"],
        ascending=[True, True, True, False, True, True],
        key=language.sort_keys,
        ignore_index=True,
    )


def pages(rows: int) -> int:
    """Count the pages of a table."""
    return max(1, -(-rows // ROWS))


def tally(flat: pd.DataFrame) -> Tally:
    """Count the marks of a table."""
    counts = flat["mark"].value_counts()
    return Tally(
        rows=len(flat),
        withheld=int(counts.get("[c]", 0)),
        no_data=int(counts.get("[x]", 0)),
        few=int(counts.get("[u]", 0)),
    )


def tally_words(found: Tally) -> str:
    """Say what a table holds, in one line."""
    parts = [
        (_("1 rij") if found.rows == 1 else _("{n} rijen")).format(n=numbers.number(found.rows)),
        _("{n} niet getoond").format(n=numbers.number(found.withheld)) if found.withheld else "",
        _("{n} zonder gegevens").format(n=numbers.number(found.no_data)) if found.no_data else "",
        _("{n} met weinig antwoorden").format(n=numbers.number(found.few)) if found.few else "",
    ]
    return " · ".join(part for part in parts if part)


@lru_cache(maxsize=64)
def _decimals(release_id: str, selection: Selection) -> dict[tuple[str, str, str], int]:
    """Decimals that each kind of number deserves, from its intervals."""
    flat = prepared(release_id, selection)
    return {
        (str(key[0]), str(key[1]), str(key[2])): numbers.decimals_for(
            Measure(str(key[2])), ((rows["upper"] - rows["lower"]) / 2).dropna()
        )
        for key, rows in flat.groupby(["indicator", "category", "measure"])
    }


def table(release_id: str, selection: Selection, level: Level, page: int) -> str:
    """Draw one page of the table."""
    flat = prepared(release_id, selection)
    rows = flat.iloc[(page - 1) * ROWS : page * ROWS]
    decimals = _decimals(release_id, selection)
    columns = [
        (language.capital(_(phrases.LEVEL_ONE[level])), False),
        (_("Cijfer"), False),
        *([] if selection.content == "main" else [(_("Antwoord of maat"), False)]),
        (_("Jaar"), True),
        (_("Waarde"), True),
        (_("95 %-interval"), True),
        (_("Antwoorden"), True),
        (_("Van"), True),
        (_("Opmerking"), False),
    ]
    whole = selection.content == "main"
    body = [("", _cells(row, level, decimals, whole)) for row in rows.to_dict("records")]
    first, last = (page - 1) * ROWS + 1, min(page * ROWS, len(flat))
    caption = _("Rij {first} tot {last} van {n}").format(
        first=numbers.number(first), last=numbers.number(last), n=numbers.number(len(flat))
    )
    return pieces.table(caption, columns, body, tall=False)


def _cells(
    row: Mapping[Hashable, Any], level: Level, decimals: Mapping[tuple[str, str, str], int], whole: bool
) -> list[str]:
    """Write one row; ``whole`` names the number in one phrase, without a column for the answer."""
    indicator = INDICATORS[str(row["indicator"])]
    measure, category = Measure(str(row["measure"])), str(row["category"])
    places = decimals[(indicator.id, category, measure.value)]
    sign = "%" if indicator.in_percent(measure) else ""
    value, lower, upper = (float(row[name]) for name in ("value", "lower", "upper"))
    fine = numbers.digits_of(places, lower, upper)
    name = escape(_(phrases.LEVEL_ONE[level]))
    if level is not Level.VLAANDEREN:
        name = frame.anchor(
            "regioprofiel",
            str(row["area_name"]),
            {LEVEL: level.value, AREA: str(row["area"]), YEAR: str(row["year"])},
        )
    named = [escape(str(row["indicator_label"])), escape(_answer(row, measure))]
    known = value == value  # NaN is not itself
    missing = _(phrases.WITHHELD_SHORT if row["mark"] == "[c]" else phrases.NO_DATA)
    return [
        name,
        *([escape(choosing.full_label(indicator, Shown(category=category, measure=measure)))] if whole else named),
        str(row["year"]),
        escape(choosing.written(indicator, measure, value, fine)) if known else phrases.said(missing),
        choosing.interval_of(measure, (lower, upper), fine, sign=sign) if upper - lower > 0 else "",
        _whole(row["answered"]),
        _whole(row["frame"]),
        f'<span class="zc-remark">{escape(_remark(str(row["mark"])))}</span>',
    ]


def _answer(row: Mapping[Hashable, Any], measure: Measure) -> str:
    """Name the answer or the measure; a weighted number says so."""
    ends = INDICATORS[str(row["indicator"])].ends
    if ends is not None and measure in (Measure.LOW, Measure.HIGH):
        text = language.pick(ends[measure is Measure.HIGH])
    elif row["category"] == TOTAL:
        known = phrases.MEASURE.get(Measure(measure.value.removesuffix("_weighted")))
        text = _(known) if known else str(measure)
    else:
        text = str(row["category_label"])
    return _("{text} (gewogen)").format(text=text) if measure.value.endswith("_weighted") else text


def _whole(value: Any) -> str:
    return "" if pd.isna(value) else numbers.number(int(value))


def _remark(found: str) -> str:
    """Tell what else there is to know of a number; why it is not shown stands beside its place."""
    return _(REMARKS[found]) if found in REMARKS else ""


def size_words(size: float) -> str:
    """Write a size the way people read it: 45 kB, 1,2 MB."""
    if size < 1_000_000:
        return f"{numbers.number(max(1, size / 1000))}{numbers.NO_BREAK}kB"
    return f"{numbers.number(size / 1_000_000, 1)}{numbers.NO_BREAK}MB"


def files(release: Release, selection: Selection, level: Level) -> str:
    """List the files of this table, each a plain link, with what it is for and how large it is."""
    rows = len(prepared(release.id, selection))
    plain = replace(selection, lang="nl")
    items = []
    for file in FILES.values():
        if not file.chosen or file.sided or rows > file.most_rows or (file.drawn and level is Level.VLAANDEREN):
            continue
        whole = selection if file.spoken else plain
        choices = [whole] if not file.drawn else [replace(whole, year=(year,), content="all") for year in whole.year]
        links = [_link(release, file, choice) for choice in choices]
        size = _size(release, file, rows, level)
        meant = escape(_(file.meant))
        items.append(f"<li><b>{' '.join(links)}</b><span>{meant}</span><i>{escape(size)}</i></li>")
    return f'<ul class="zc-files">{"".join(items)}</ul>'


def wide_files(release: Release, selection: Selection, cells: int) -> str:
    """List the files of a wide table of so many numbers."""
    items = []
    for file in FILES.values():
        if not file.sided:
            continue
        base, each = file.weight
        size = _("ongeveer {size}").format(size=size_words(base + cells * each))
        link = _link(release, file, selection if file.spoken else replace(selection, lang="nl"))
        items.append(f"<li><b>{link}</b><span>{escape(_(file.meant))}</span><i>{escape(size)}</i></li>")
    return f'<ul class="zc-files">{"".join(items)}</ul>'


def _link(release: Release, file: File, choice: Selection) -> str:
    year = f" {choice.year[0]}" if file.drawn else ""
    href = sources.address_of(release.id, file.name, choice.query())
    return f'<a href="{escape(href, quote=True)}" download>{escape(language.pick(file.title) + year)}</a>'


def _size(release: Release, file: File, rows: int, level: Level) -> str:
    if file.drawn:
        about = len(release.layer(level.value)) + rows * 300
        return _("ongeveer {size} per jaar").format(size=size_words(about))
    base, each = file.weight
    return _("ongeveer {size}").format(size=size_words(base + rows * each))


def everything(release: Release) -> str:
    """Link to the zip with everything, with its size once it is made."""
    base = base_id(release.id)  # what anyone may ask for is made once, without the own area of a reader
    kept.BUNDLES.begin(base)
    path = kept.BUNDLES.ready(base)
    size = size_words(path.stat().st_size) if path else _("wordt nu klaargezet")
    href = sources.address_of(base, EVERYTHING.name)
    what = _("Alle cijfers, jaren en gebieden van deze uitgave in alle formaten, met uitleg.")
    meaning = sources.address_of(base, "indicators.json")
    return (
        f'<ul class="zc-files"><li><b><a href="{href}" download>{escape(language.pick(EVERYTHING.title))}</a></b>'
        f"<span>{escape(what)}</span><i>{escape(size)}</i></li>"
        f'<li><b><a href="{meaning}" download>{escape(_("Betekenis van de cijfers"))}</a></b>'
        f"<span>{escape(_('Elk cijfer, antwoord en teken uitgelegd, voor programma’s.'))}</span><i>JSON</i></li></ul>"
    )
