"""Practices and persons of one delivery with every answer they count with: written from the rules, row by row.

Rules: contracts section 1 (who is a person, main practice), design section 4 (IMA before survey), domain section 6.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

Row = dict[str, Any]
Frames = Mapping[str, pd.DataFrame]

FTE_HOURS, FTE_CAP, TRAINEE_WEIGHT, ACTIVE_CONTACTS = 38.0, 1.5, 0.5, 1250
MEDICAL_HOUSE = "805"
BANDS = ((34, "-34"), (44, "35-44"), (54, "45-54"), (64, "55-64"), (200, "65-"))
VISITS = ("BEZAVOND", "BEZOEKIND", "INSTEL")
CONTACTS = ("RAADPL", *VISITS, "DIGICONT")


def table(frames: Frames, name: str) -> list[Row]:
    """Rows of a table, none where it has not come in yet."""
    return records(frames[name]) if name in frames else []


def records(frame: pd.DataFrame) -> list[Row]:
    """Rows as dictionaries in which every empty cell is ``None``."""
    columns = list(frame.columns)
    return [
        {column: None if pd.isna(value) else value for column, value in zip(columns, values, strict=True)}
        for values in frame.itertuples(index=False, name=None)
    ]


def places(frames: Frames) -> dict[tuple[str, str], Row]:
    """Areas of every valid (postcode, nis)."""
    return {
        (line["postcode"], line["nis"]): {
            "vlaanderen": "VL",
            "kring": line["kring_id"],
            "elz": line["elz_id"],
            "gemeente": line["nis"],
        }
        for line in table(frames, "geography")
    }


def practice_rows(frames: Frames) -> list[Row]:
    """One row per listed practice: its areas and its answers, ``None`` where it did not answer."""
    at = places(frames)
    answers = {row["practice_id"]: row for row in table(frames, "survey_practice")}
    rows = []
    for practice in table(frames, "practices"):
        answer = answers.get(practice["practice_id"])
        given: Row = answer or {}
        rows.append(
            at[(practice["postcode"], practice["nis"])]
            | {
                "patient_stop": given.get("patient_stop"),
                "waiting_days": given.get("waiting_days"),
                "disciplines": given.get("disciplines"),
                "expansion_planned": given.get("expansion_planned"),
                "response": "niet_beantwoord" if answer is None else "beantwoord",
                "answered": answer is not None,
            }
        )
    return rows


def person_rows(frames: Frames, survey_year: int) -> list[Row]:
    """One row per person: areas of the main practice, role, survey answers and the values IMA replaces."""
    at = places(frames)
    address = {row["practice_id"]: (row["postcode"], row["nis"]) for row in table(frames, "practices")}
    surveys = {row["riziv"][:8]: row for row in table(frames, "survey_individual")}
    billed: dict[str, list[Row]] = {}
    for row in table(frames, "ima"):
        billed.setdefault(row["RIZIV_ID"], []).append(row)
    works: dict[str, list[Row]] = {}
    for row in table(frames, "contacts"):
        works.setdefault(row["riziv"][:8], []).append(row)
    rows = []
    for person, lines in works.items():
        main = min(lines, key=lambda line: (-line["share"], line["practice_id"]))
        survey = surveys.get(person)
        rows.append(
            at[address[main["practice_id"]]]
            | {"role": main["role"], "answered": survey is not None}
            | _survey_answers(survey or {}, main["role"], survey_year)
            | _replaced(survey or {}, billed.get(person, []))
        )
    for row in rows:
        row["active"] = "actief" if _is_active(row) else "niet_actief"
    return rows


def _survey_answers(survey: Row, role: str, survey_year: int) -> Row:
    hours = survey.get("hours_week")
    fte = None
    if hours is not None:
        fte = min(hours / FTE_HOURS, FTE_CAP) * (TRAINEE_WEIGHT if role == "haio" else 1.0)
    birth = survey.get("birth_year")
    age = None if birth is None else survey_year - birth
    return {
        "hours": hours,
        "fte": fte,
        "duty": survey.get("duty_hours_month"),
        "pressure": _given(survey.get("pressure")),
        "exhaustion": _given(survey.get("exhaustion")),
        "career": survey.get("career_5y"),
        "status": survey.get("status"),
        "age": None if age is None else next(code for oldest, code in BANDS if age <= oldest),
    }


def _given(answer: str | None) -> str | None:
    return None if answer == "geen_antwoord" else answer


def _replaced(survey: Row, billed: list[Row]) -> Row:
    """Payment, GMDs and contacts: IMA where IMA has the value, else what the doctor reported."""
    in_house = any(row["HCI_TYPE"] == MEDICAL_HOUSE for row in billed)
    payment, gmd = survey.get("payment_system"), survey.get("gmd_count")
    if billed:
        if in_house or any((row["FF_MH"] or 0) > 0 for row in billed):
            payment = "forfait"
        elif any(row["FLAGHMM"] == 1 for row in billed):
            payment = "gemengd"
        else:
            payment = "prestatie"
        counted = _total(row["PAT_GMD"] for row in billed)
        gmd = gmd if counted is None else counted
    gaps = any(row[name] is None for row in billed for name in CONTACTS)  # then parts and total are all reported ones
    sums = {name: None if in_house or gaps else _total(row[name] for row in billed) for name in CONTACTS}
    ima = {
        "consultations": sums["RAADPL"],
        "visits": _complete(sums[name] for name in VISITS),
        "remote": sums["DIGICONT"],
    }
    own = {
        "consultations": survey.get("consultations_year"),
        "visits": survey.get("home_visits_year"),
        "remote": survey.get("remote_contacts_year"),
    }
    by_ima = None not in ima.values()
    parts = ima if by_ima else own  # a ratio never mixes the two origins
    total = _complete(parts.values())
    consultations = own["consultations"] if ima["consultations"] is None else ima["consultations"]
    return {
        "payment": payment,
        "gmd": gmd,
        "consultations": consultations,
        "contacts": total,
        "contacts_ima": total if by_ima else None,
        "remote_pct": _percent(parts["remote"], total),
        "visits_pct": _percent(parts["visits"], total),
    }


def _total(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _complete(values: Iterable[float | None]) -> float | None:
    """Sum of parts that are all known: an unknown part is not a zero."""
    parts = list(values)
    return None if None in parts else _total(parts)


def _percent(part: float | None, total: float | None) -> float | None:
    return 100 * part / total if total and part is not None else None


def _is_active(row: Row) -> bool:
    if row["contacts_ima"] is not None:
        return bool(row["contacts_ima"] >= ACTIVE_CONTACTS)
    return row["hours"] is not None and row["hours"] > 0
