"""How good the answers are: what was left out, how far own answers lie from IMA, what did not agree.

For Flanders only. Every number rests on at least fifty units; counts are rounded to tens and shares made from the
rounded counts, so that two of these numbers, or one beside a cell of the release, never pin a group of under ten
down (``docs/data-protection.md``). A median is the mean of three neighbouring values in two significant
digits.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from aggregation.estimate import Floats, smoothed_quantile
from aggregation.indicators import INDICATORS
from aggregation.indicators.gaps import GAPS, PAYMENT, PAYMENT_LABEL
from aggregation.year.answers import LinkedRows
from data.releases.schema import QUALITY, QUALITY_LEAST, QUALITY_STEP
from data.terms import Confidentiality, Role, Text, UnitCounted

NEAR = 10.0
"""An own answer is near IMA when it differs by at most so many percent."""

REFUSED = "geen_antwoord"

PRACTICE_QUESTIONS: Mapping[str, str | Text] = {
    "patient_stop": "P01",
    "new_patient_conditions": "P02",
    "catchment_restricted": "P03",
    "waiting_days": "P04",
    "urgent_same_day": "P05",
    "home_visits": "P06",
    "remote_consultation": "P07",
    "walk_in": "P08",
    "evening_surgery": "P09",
    "practice_form": "P10",
    "disciplines": "P14",
    "nurse_fte": "P15",
    "reception_fte": "P16",
    "vacancy_gp": "P21",
    "expansion_planned": "P22",
    "expansion_obstacles": "P23",
    "absence_cover": "P24",
    "closing_without_successor": "P25",
}
"""Column of the questionnaire to its label, or to the indicator that is called the same."""

PERSON_QUESTIONS: Mapping[str, str | Text] = {
    "birth_year": Text(nl="Geboortejaar", en="Year of birth"),
    "status": "A09",
    "hours_week": "A01",
    "duty_hours_month": "A02",
    "desired_hours_week": "A03",
    "pressure": "A05",
    "exhaustion": "A06",
    "satisfaction": "A07",
    "career_5y": "A08",
    "payment_system": "P11S",
    "gmd_count": Text(nl="Globale medische dossiers, eigen opgave", en="Global medical files, own count"),
    "consultations_year": Text(nl="Raadplegingen, eigen opgave", en="Consultations, own count"),
    "home_visits_year": Text(nl="Huisbezoeken, eigen opgave", en="Home visits, own count"),
    "remote_contacts_year": Text(nl="Contacten op afstand, eigen opgave", en="Remote contacts, own count"),
}

_LINKED = {
    "payment_system": "payment_reported",
    "gmd_count": "gmd_reported",
    "consultations_year": "consultations_reported",
    "home_visits_year": "home_visits_reported",
    "remote_contacts_year": "remote_contacts_reported",
}
"""Own answers that IMA replaces stand under another name in the linked rows."""

RULES: Mapping[str, tuple[Text, UnitCounted]] = {
    "later_answer_practice": (
        Text(
            nl="Praktijkvragenlijsten die een latere van dezelfde praktijk verving",
            en="Practice forms that a later one of the same practice replaced",
        ),
        UnitCounted.PRACTICE,
    ),
    "later_answer_individual": (
        Text(
            nl="Persoonlijke vragenlijsten die een latere van dezelfde arts verving",
            en="Personal forms that a later one of the same doctor replaced",
        ),
        UnitCounted.DOCTOR,
    ),
    "kring_of_address": (
        Text(
            nl="Artsen bij wie de kring op de lijst een andere is dan die van het adres: het adres telt",
            en="Doctors whose listed GP circle differs from that of the address: the address counts",
        ),
        UnitCounted.DOCTOR,
    ),
    "status_changed": (
        Text(
            nl="Statuut gewijzigd: huisartsen die IMA nog als HAIO telde; het antwoord uit de vragenlijst telt",
            en="Status changed: GPs whom IMA still counted as trainees; the survey answer counts",
        ),
        UnitCounted.DOCTOR,
    ),
    "no_ima_row": (
        Text(
            nl="Huisartsen zonder rij bij IMA, zoals starters; het antwoord uit de vragenlijst telt",
            en="GPs without a row at IMA, such as starters; the survey answer counts",
        ),
        UnitCounted.DOCTOR,
    ),
    "practice_incomplete": (
        Text(
            nl="Onvolledig bij IMA: praktijken met een huisarts zonder rij; niet in P17 en P18",
            en="Incomplete at IMA: practices with a GP without a row; not in P17 and P18",
        ),
        UnitCounted.PRACTICE,
    ),
    "forfaits_once": (
        Text(
            nl="Praktijknummers met dezelfde forfaits op elke rij: één keer geteld, de andere opgeteld",
            en="Practice numbers with the same capitation fees on every row: counted once, the others summed",
        ),
        UnitCounted.PRACTICE,
    ),
    "ima_without_contact": (
        Text(
            nl="Artsen bij IMA die op geen enkele lijst staan: zij tellen niet mee",
            en="Doctors at IMA who stand on no list: they are left out",
        ),
        UnitCounted.DOCTOR,
    ),
}


@dataclass(frozen=True, kw_only=True)
class _Number:
    """One number before it is rounded or withheld: of ``base`` units, ``count`` or a median."""

    topic: str
    item: str
    measure: str
    label: Text
    unit_counted: UnitCounted
    base: int
    count: int | None = None
    median: float | None = None
    ima_year: int | None = None


def quality_table(linked: LinkedRows) -> pd.DataFrame:
    """Give the quality of the answers of one survey year, fit to leave.

    Returns
    -------
    One row per number in the columns of table ``quality`` (``docs/release-format.md``): ``base`` and ``count`` in
    units rounded to tens, ``value`` in percent; missing where fewer than fifty units are behind it.
    """
    rows = [
        _released(number, linked.survey_year) for number in (*_answered(linked), *_gaps(linked), *_resolved(linked))
    ]
    whole = {"year": "int64", "base": "Int64", "count": "Int64", "value": "Float64", "ima_year": "Int64"}
    return pd.DataFrame(rows, columns=[column.name for column in QUALITY.columns]).astype(whole)


def _released(number: _Number, year: int) -> dict[str, object]:
    """Round a number, or withhold it where too few units are behind it."""
    base, count, value = rounded(number.base), None, number.median
    if number.count is not None:
        count = rounded(number.count)
        value = round(100 * count / base, 1) if base else None
    free = number.base >= QUALITY_LEAST and value is not None
    status = Confidentiality.FREE if free else Confidentiality.WITHHELD
    return {
        "year": year,
        "topic": number.topic,
        "item": number.item,
        "measure": number.measure,
        "label_nl": number.label.nl,
        "label_en": number.label.en,
        "unit_counted": number.unit_counted.value,
        "base": base if free else None,
        "count": count if free else None,
        "value": value if free else None,
        "confidentiality": status.value,
        "ima_year": number.ima_year,
    }


def rounded(count: int) -> int:
    """Round a count to tens, halves upwards.

    Examples
    --------
    >>> rounded(4), rounded(5), rounded(114)
    (0, 10, 110)
    """
    return (count + QUALITY_STEP // 2) // QUALITY_STEP * QUALITY_STEP


def _answered(linked: LinkedRows) -> Iterable[_Number]:
    """Of those who sent the questionnaire in, how many answered each question."""
    for table, questions, unit in (
        ("practice", PRACTICE_QUESTIONS, UnitCounted.PRACTICE),
        ("person", PERSON_QUESTIONS, UnitCounted.DOCTOR),
    ):
        columns = {question: _LINKED.get(question, question) for question in questions}
        # S608: names from the lists above, none from input.
        forms = linked.read(f"SELECT {', '.join(columns.values())} FROM {table} WHERE answered")  # noqa: S608
        for question, label in questions.items():
            given = forms[columns[question]]
            yield _Number(
                topic="answered",
                item=f"{table}.{question}",
                measure="share",
                label=INDICATORS[label].label if isinstance(label, str) else label,
                unit_counted=unit,
                base=len(forms),
                count=int((given.notna() & given.astype("str").ne(REFUSED)).sum()),
            )


def _gaps(linked: LinkedRows) -> Iterable[_Number]:
    """How far own answers of GPs lie from what IMA counted two years before the survey."""
    if linked.ima_year is None:
        return
    gps = linked.read(f"SELECT * FROM person WHERE role = '{Role.HUISARTS.value}'")  # noqa: S608 - a constant

    def number(item: str, label: Text, measure: str, base: int, **of: float | int | None) -> _Number:
        count, median = of.get("count"), of.get("median")
        return _Number(
            topic="gap",
            item=item,
            measure=measure,
            label=label,
            unit_counted=UnitCounted.DOCTOR,
            base=base,
            count=None if count is None else int(count),
            median=median,
            ima_year=linked.ima_year,
        )

    for item, label in GAPS.items():
        own, billed = (
            gps[f"{item}_{source}"].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
            for source in ("reported", "billed")
        )
        both = ~np.isnan(own) & (billed > 0)
        gap = 100 * (own[both] - billed[both]) / billed[both]
        yield number(item, label, "median", len(gap), median=_median(gap))
        yield number(item, label, "median_distance", len(gap), median=_median(np.abs(gap)))
        yield number(item, label, "share", len(gap), count=int((np.abs(gap) <= NEAR).sum()))
    systems = gps[["payment_reported", "payment_billed"]].dropna()
    same = int(systems["payment_reported"].eq(systems["payment_billed"]).sum())
    yield number(PAYMENT, PAYMENT_LABEL, "share", len(systems), count=same)


def _median(values: Floats) -> float | None:
    """Give the median as the release shows quantiles, never finer than one decimal; None where all are equal."""
    if len(values) == 0 or values.min() == values.max():
        return None
    middle = smoothed_quantile(values, 0.5)
    return None if np.isnan(middle) else round(middle, 1) + 0.0


def _resolved(linked: LinkedRows) -> Iterable[_Number]:
    """Say what did not agree in the deliveries and was resolved by rule."""
    for row in linked.resolved.to_dict("records"):
        label, unit = RULES[str(row["item"])]
        yield _Number(
            topic="resolved",
            item=str(row["item"]),
            measure="share",
            label=label,
            unit_counted=unit,
            base=int(row["base"]),
            count=int(row["count"]),
        )
