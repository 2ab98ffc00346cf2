"""The tables of a release from linked rows: computed, then blanked by the pattern of the protection.

What leaves this module is what a release holds; nothing else does. Format: ``docs/release-format.md``.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from aggregation.indicators import INDICATORS, Indicator, Kind, Number
from aggregation.indicators.shared import VKE, VKEG
from aggregation.protect import Protected, Question, Thresholds, protect
from aggregation.year.after_gate import with_made_after
from aggregation.year.answers import Answers, LinkedRows, areas_of, by_level, read_answers
from aggregation.year.cells import compute_cells
from aggregation.year.facts import FACT, fact_table, newest
from aggregation.year.nested import Published, nested_counts, published_counts
from aggregation.year.practice_map import practice_table
from aggregation.year.quality import quality_table
from aggregation.year.questions import (
    RESPONSE,
    ROLES,
    frame_sizes,
    questions_of,
    response_question,
)
from aggregation.year.staying_off import choose_together, read_off_map
from data.terms import (
    BAR,
    TOTAL,
    Confidentiality,
    Disclosure,
    Level,
    Measure,
    Role,
    Status,
    UnitCounted,
)
from data.workers import IN_TURN

BY_AGE = "L"
"""Ends the id of a number that is given per age band beside the one of everybody."""
SUMS = " (sums)"
"""After the name of an indicator: the doctors whose numbers it adds up."""
MEMBERSHIP = ["year", "atom", "gemeente", "postcode", "kring", "elz", "provincie", "regio"]
BLANKED = ["count", "value", "lower", "upper"]
_QUANTILES = {Measure.MEDIAN.value, Measure.P25.value, Measure.P75.value}
_RATES = {Measure.RATE.value, Measure.LOW.value, Measure.HIGH.value}
_WEIGHTED = {Measure.SHARE_WEIGHTED.value: Measure.SHARE.value, Measure.MEAN_WEIGHTED.value: Measure.MEAN.value}
_MEANS = {Measure.MEAN.value, Measure.MEAN_WEIGHTED.value}


@dataclass(frozen=True, kw_only=True)
class YearTables:
    """Tables of one survey year, fit to leave, and the unit rows that stay behind to judge them.

    ``tables`` by name as in the release; ``questions`` hold unit rows and never leave the process;
    ``keys`` recognise a unit (index) in another delivery of the year; ``off`` are the practices that answered and are
    not on the map, by the keys that last over years.
    """

    survey_year: int
    tables: Mapping[str, pd.DataFrame]
    questions: tuple[Question, ...]
    keys: Mapping[UnitCounted, "pd.Series[str]"] = field(default_factory=dict)
    off: frozenset[str] = frozenset()


def build_year(
    linked: LinkedRows,
    indicators: Sequence[Indicator],
    thresholds: Thresholds,
    *,
    rng: np.random.Generator,
    published: Sequence[pd.DataFrame] = (),
    left: Collection[str] = (),
    off: Collection[str] = (),
    companions: frozenset[int] | None = None,
    progress: Callable[[str], None] = lambda _step: None,
    pool: Executor = IN_TURN,
) -> YearTables:
    """Compute, protect and blank every table of one survey year.

    Parameters
    ----------
    linked : the linked rows of the year.
    rng : source of the random practice keys, which must not repeat from release to release.
    published : practice maps of the year that were ever published; who was not on each of them stays off the map.
    left : practices that those maps left out, by the keys that last, where it was kept.
    off : practices that are off the map in other years, by the keys that last; they stay off it.
    companions : practices that are kept off the map beside those that asked, where several years chose them together.
    progress : called with the name of each step.
    pool : where tables are protected; the numbers are counted meanwhile. What comes out does not depend on it.
    """
    progress("antwoorden")
    counted = [indicator for indicator in indicators if not indicator.after_gate]
    answers = [read_answers(indicator, linked) for indicator in counted]
    beside_map = read_off_map(linked, counted, published, left)
    if companions is None:
        companions = choose_together([beside_map], off, thresholds)[linked.survey_year]
    answers = [_with_companions(entry, companions) for entry in answers]
    questions = questions_of(answers, linked, thresholds.k_sensitive)
    progress("bescherming")
    counts = published_counts(answers, response_question(linked))
    with ThreadPoolExecutor(1) as beside:
        coming = beside.submit(_protect, questions, counts, linked.membership, thresholds, frame_sizes(answers), pool)
        numbers = [compute_cells(entry, linked, interval_units=thresholds.interval_units) for entry in answers]
        facts = _facts(linked)
        protected = coming.result()
    progress("cijfers")
    whole = {entry.indicator.id: entry for entry in answers}
    cells = pd.concat(
        [
            _release_cells(
                entry,
                linked,
                protected,
                counted,
                classes=classes_are_large(entry, whole.get(entry.indicator.id.removesuffix(BY_AGE)), thresholds),
            )
            for entry, counted in zip(answers, numbers, strict=True)
        ],
        ignore_index=True,
    )
    year = linked.survey_year
    tables = {
        "cell": cells,
        "area": linked.areas.loc[_known_areas(linked)].assign(year=year)[["level", "area", "name", "year"]],
        "membership": linked.membership.assign(year=year)[MEMBERSHIP],
        "response": _response_table(linked, protected),
        "practice": practice_table(linked, indicators, rng, kept_off=companions),
        "quality": quality_table(linked),
        FACT: facts,
    }
    tables = with_made_after(tables, {indicator.id for indicator in indicators})
    keys = {
        UnitCounted.DOCTOR: linked.read("SELECT unit, key FROM person").set_index("unit")["key"],
        UnitCounted.PRACTICE: linked.read("SELECT unit, key FROM practice").set_index("unit")["key"],
    }
    left_off = beside_map.keys_of(companions | beside_map.asked())
    return YearTables(survey_year=year, tables=tables, questions=questions, keys=keys, off=left_off)


def _protect(
    questions: Sequence[Question],
    counts: Sequence[Published],
    membership: pd.DataFrame,
    thresholds: Thresholds,
    known: pd.DataFrame,
    pool: Executor,
) -> Protected:
    """Decide what may be shown, also of the differences of counts."""
    differences = nested_counts(counts, membership, thresholds, pool)
    return protect(questions, membership, thresholds, known=known, differences=differences, pool=pool)


def _facts(linked: LinkedRows) -> pd.DataFrame:
    """Bring what was published of municipalities to every level."""
    return fact_table(
        linked.membership,
        linked.read("SELECT * FROM population"),
        linked.read("SELECT * FROM area_facts"),
        survey_year=linked.survey_year,
        surface=linked.surface,
        at_ima=None if linked.ima_year is None else linked.residents_at_ima,
        residents_year=linked.residents_year,
    )


def _with_companions(answers: Answers, companions: frozenset[int]) -> Answers:
    """Mark the practices that stay off the map beside those that asked for it."""
    if answers.indicator.unit_counted is not UnitCounted.PRACTICE or not companions:
        return answers
    units = answers.units
    return replace(answers, units=units.assign(hidden=units["hidden"] | units["unit"].isin(companions)))


def _release_cells(
    answers: Answers,
    linked: LinkedRows,
    protected: Protected,
    cells: pd.DataFrame,
    *,
    classes: bool,
) -> pd.DataFrame:
    """Cells of one indicator in release columns, blanked where the pattern says so.

    ``cells`` are its numbers; ``classes`` tells whether numbers per class may be shown.

    A number is free only when the pattern says shown; whatever the pattern does not mention is withheld.
    """
    indicator = answers.indicator
    aspect = pd.Series("count", index=cells.index)
    if indicator.kind is Kind.MAGNITUDE:
        whole = cells["category"].eq(TOTAL)  # a mean per class rests on the count of the class, and on ``classes``
        aspect[cells["measure"].isin(_MEANS) & whole] = "magnitude"
        aspect[cells["measure"].isin(_QUANTILES)] = "quantile"
    free = _is_shown(cells, indicator.id, aspect, protected)
    if indicator.kind is Kind.RATE:
        free = _rate_follows_its_parts(cells, indicator, free, protected)
    if indicator.by_class:
        magnitude = pd.Series("magnitude", index=cells.index)
        free &= classes & _is_shown(cells.assign(category=TOTAL), indicator.id, magnitude, protected)
    free = _weighted_follows_provinces(cells, free)
    # A number that cannot be computed although somebody answered (a norm without a surface, nobody living there)
    # follows no rule we know, and an unknown rule withholds.
    free &= cells["value"].notna() | cells["count"].eq(0)
    cells["confidentiality"] = np.where(free, Confidentiality.FREE.value, Confidentiality.WITHHELD.value)
    cells["count"] = cells["count"].astype("Int64")
    cells.loc[~free, BLANKED] = pd.NA
    cells.loc[~free, "status"] = Status.NORMAL.value
    return cells.assign(
        indicator=indicator.id,
        year=linked.survey_year,
        ima_year=pd.array([linked.ima_year if indicator.mixed_years else None] * len(cells), dtype="Int64"),
    )


def classes_are_large(answers: Answers, whole: Answers | None, thresholds: Thresholds) -> bool:
    """Tell whether a number may be given per class: all classes or none.

    Every class that is not empty must be large, on both sides where the number is a share; and ``whole``, the same
    number of everybody, may not leave a few whose class is unknown.
    """
    indicator, units = answers.indicator, answers.units
    if not indicator.by_class or whole is None:
        return not indicator.by_class
    k = thresholds.k_sensitive if indicator.disclosure is Disclosure.SENSITIVE else thresholds.k_protected
    grouped = units.groupby("answer")["value"]
    sizes = grouped.size().tolist()
    if indicator.number is Number.SHARE:
        sizes = [*grouped.agg(lambda values: values.gt(0).sum()), *grouped.agg(lambda values: values.eq(0).sum())]
    return all(size >= k for size in sizes) and not 0 < len(whole.units) - len(units) < k


def _weighted_follows_provinces(cells: pd.DataFrame, free: pd.Series) -> pd.Series:
    """Show a weighted twin only where the numbers of all provinces are shown: then it follows from them."""
    provinces = cells.assign(free=free).loc[cells["level"].eq(Level.PROVINCIE.value)]
    whole = provinces.groupby(["category", "measure"])["free"].all()
    kept = free.copy()
    for index in cells.index[cells["measure"].isin(_WEIGHTED)]:
        row = cells.loc[index]
        kept[index] &= bool(whole.get((row["category"], _WEIGHTED[row["measure"]]), False))
    return kept


def _is_shown(cells: pd.DataFrame, indicator: str, aspect: pd.Series, protected: Protected) -> pd.Series:
    pattern = protected.shown.loc[protected.shown["indicator"] == indicator]
    keys = ["level", "area", "category", "aspect"]
    wanted = cells[["level", "area", "category"]].assign(aspect=aspect)
    found = wanted.merge(pattern[[*keys, "shown"]], on=keys, how="left")["shown"]
    return pd.Series(found.eq(True).to_numpy(dtype=bool, na_value=False), index=cells.index)


def _rate_follows_its_parts(
    cells: pd.DataFrame, indicator: Indicator, free: pd.Series, protected: Protected
) -> pd.Series:
    """Withhold a rate wherever the sum that it gives, or one of the groups it tells apart, is withheld.

    Residents are public, so a rate gives its numerator. D08 gives the active GPs; D02 the hours of all who answered;
    D09 beside the mean contacts those of trainees; D06 the hours of those who plan to stop or reduce, its ends those of
    each plan.
    """
    every = indicator.partition_codes or (indicator.codes if indicator.options else ())
    main = tuple(filter(None, (BAR.join(indicator.partition_headline),))) or indicator.headline or every
    is_rate = cells["measure"].isin(_RATES)
    for ends, parts in ((False, main), (True, every)):
        here = is_rate & cells["measure"].ne(Measure.RATE.value).eq(ends)
        for code in parts:
            table = cells.loc[here].assign(category=code)
            free[here] &= _is_shown(table, indicator.id, pd.Series("count", index=table.index), protected)
    if not indicator.options and not indicator.frame.totals_public:
        magnitude = pd.Series("magnitude", index=cells.index[is_rate])
        free[is_rate] &= _is_shown(cells.loc[is_rate], indicator.id, magnitude, protected)
    return free


def _known_areas(linked: LinkedRows) -> pd.Series:
    known = {(level.value, area) for level in Level for area in areas_of(linked, level)}
    return pd.Series([pair in known for pair in zip(linked.areas["level"], linked.areas["area"], strict=True)])


def _response_table(linked: LinkedRows, protected: Protected) -> pd.DataFrame:
    """Invited and answered per level, area and role; answered is missing where withheld."""
    people = linked.read("SELECT atom, role, answered FROM person")
    practices = linked.read("SELECT atom, 'praktijk' AS role, answered FROM practice")
    parts = []
    for level in VKEG:
        for rows, roles in ((people, ROLES), (practices, (Role.PRAKTIJK.value,))):
            if rows is people and level not in VKE:
                continue
            index = pd.MultiIndex.from_product([areas_of(linked, level), roles], names=["area", "role"])
            grouped = rows.assign(area=by_level(rows, linked.membership, level)).groupby(["area", "role"])["answered"]
            table = grouped.agg(invited="size", answered="sum").reindex(index).fillna(0).astype("Int64").reset_index()
            parts.append(table.assign(level=level.value))
    table = pd.concat(parts, ignore_index=True)
    is_person = table["role"].isin(ROLES)
    pattern_cells = table.assign(category=table["role"])
    shown = _is_shown(pattern_cells, RESPONSE, pd.Series("count", index=table.index), protected)
    table.loc[is_person & ~shown, "answered"] = pd.NA
    return table.assign(year=linked.survey_year)[["year", "level", "area", "role", "invited", "answered"]]


def indicator_table(indicators: Sequence[Indicator], thresholds: Thresholds) -> pd.DataFrame:
    """Registry as a table of the release: one row per indicator, with what an outside attacker needs to know."""
    k = {
        Disclosure.PUBLIC: 0,
        Disclosure.PROTECTED: thresholds.k_protected,
        Disclosure.SENSITIVE: thresholds.k_sensitive,
    }
    practices = {
        Disclosure.PUBLIC: thresholds.practices_protected,
        Disclosure.PROTECTED: thresholds.practices_protected,
        Disclosure.SENSITIVE: thresholds.practices_sensitive,
    }
    rows = [
        {
            "indicator": entry.id,
            "label_nl": entry.label.nl,
            "label_en": entry.label.en,
            "unit": entry.unit.nl,
            "subject": entry.subject.value,
            "unit_counted": entry.unit_counted.value,
            "source": entry.source.value,
            "article23": entry.article23,
            "disclosure": entry.disclosure.value,
            "threshold": (k if entry.unit_counted is UnitCounted.DOCTOR else practices)[entry.disclosure],
            "practice_map": entry.practice_map.value,
            "frame": entry.frame.id,
            "options": " ".join(entry.codes),
            "option_labels": json.dumps({one.code: {"nl": one.label.nl, "en": one.label.en} for one in entry.options}),
            "multiple": entry.kind is Kind.MULTIPLE,
            "headline": entry.headline_category,
            "totals_public": entry.frame.totals_public,
            "asked": entry.asked,
            "derived": entry.after_gate,
            "alike": " ".join(level.value for level in entry.alike),
            "declared": entry.declared or None,
            "changed": json.dumps({str(year): {"nl": text.nl, "en": text.en} for year, text in entry.changed}),
        }
        for entry in indicators
    ]
    return pd.DataFrame(rows)


def combine_years(
    years: Sequence[YearTables], indicators: Sequence[Indicator], thresholds: Thresholds
) -> dict[str, pd.DataFrame]:
    """Put the tables of all survey years together, as a release holds them."""
    names = list(years[0].tables)
    tables = {name: pd.concat([year.tables[name] for year in years], ignore_index=True) for name in names}
    tables[FACT] = newest([each.tables[FACT] for each in sorted(years, key=lambda each: each.survey_year)])
    order = ["indicator", "year", "level", "area", "category", "measure", "count", "frame", *BLANKED[1:]]
    tables["cell"] = tables["cell"][[*order, "status", "confidentiality", "ima_year"]]
    tables["indicator"] = indicator_table(indicators, thresholds)
    return tables


def unit_rows(years: Sequence[YearTables]) -> pd.DataFrame:
    """Give the unit rows behind the tables, for an attack that judges with the truth; they never leave the process.

    Returns
    -------
    One row per unit and question [indicator, year, unit, atom, practice, doctors, answer, value, hidden], and ``key``
    and ``place`` (of unit and practice) by which other deliveries of the year know them. The answer of a rate is its
    partition, which no table shows; it stands in ``state``. Where a number adds up what doctors do, these follow under
    the name of the indicator and :data:`SUMS`, with ``value`` and (of a ratio) ``under``.
    """
    parts = []
    for year in years:
        for question in year.questions:
            units = question.units
            if question.indicator in INDICATORS and INDICATORS[question.indicator].partition_codes:
                units = units.assign(state=units["answer"], answer=pd.Series(pd.NA, index=units.index, dtype="str"))
            parts.append(_known_again(units, question.indicator, year, question.unit_counted))
            if question.sums is not None and len(question.sums):
                unsaid = pd.Series(pd.NA, index=question.sums.index, dtype="str")
                doctors = question.sums.rename(columns={"group": "state"}).assign(answer=unsaid, hidden=False)
                parts.append(_known_again(doctors, question.indicator + SUMS, year, UnitCounted.DOCTOR))
    return pd.concat(parts, ignore_index=True)


def _known_again(units: pd.DataFrame, name: str, year: YearTables, counted: UnitCounted) -> pd.DataFrame:
    """Put the name of the table, the year and the keys beside unit rows."""
    units = units.assign(indicator=name, year=year.survey_year)
    keys = year.keys.get(counted)
    if keys is None:
        return units
    return units.assign(key=units["unit"].map(keys), place=units["practice"].map(year.keys[UnitCounted.PRACTICE]))


__all__ = ["RESPONSE", "TOTAL", "YearTables", "build_year", "combine_years", "indicator_table", "unit_rows"]
