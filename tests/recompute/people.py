"""Persons of one delivery with every answer they count with, and the values IMA replaces.

Rules: contracts section 1 (who is a person, main practice), design section 4 (IMA before survey), domain section 6.
"""

from tests.recompute.rows import (
    MEDICAL_HOUSE,
    VISITS,
    Frames,
    Row,
    billed,
    complete,
    counted,
    main_lines,
    places,
    table,
    total,
)

FTE_HOURS, FTE_CAP, TRAINEE_WEIGHT, ACTIVE_CONTACTS = 38.0, 1.5, 0.5, 1250
BANDS = ((34, "-34"), (44, "35-44"), (54, "45-54"), (64, "55-64"), (200, "65-"))
MINUTES = {"consultations": 21, "visits": 38, "remote": 10}
WEEKS = 46


def person_rows(frames: Frames, survey_year: int) -> list[Row]:
    """One row per person: areas of the main practice, role, survey answers and the values IMA replaces."""
    at = places(frames)
    address = {row["practice_id"]: (row["postcode"], row["nis"]) for row in table(frames, "practices")}
    surveys = {row["riziv"][:8]: row for row in table(frames, "survey_individual")}
    at_ima = billed(frames)
    rows = []
    for person, main in main_lines(frames).items():
        survey = surveys.get(person)
        row = (
            at[address[main["practice_id"]]]
            | {"role": main["role"], "answered": survey is not None}
            | _survey_answers(survey or {}, main["role"], survey_year)
            | _replaced(survey or {}, at_ima.get(person, []))
        )
        rows.append(row | _derived(row))
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
        "desired": survey.get("desired_hours_week"),
        "duty": survey.get("duty_hours_month"),
        "pressure": _given(survey.get("pressure")),
        "exhaustion": _given(survey.get("exhaustion")),
        "satisfaction": _given(survey.get("satisfaction")),
        "career": survey.get("career_5y"),
        "status": survey.get("status"),
        "age": None if age is None else next(code for oldest, code in BANDS if age <= oldest),
    }


def _given(answer: str | None) -> str | None:
    return None if answer == "geen_antwoord" else answer


def _replaced(survey: Row, lines: list[Row]) -> Row:
    """Payment, files and contacts: IMA where IMA has the value, else what the doctor reported."""
    payment, gmd = survey.get("payment_system"), survey.get("gmd_count")
    if lines:
        payment = _payment(lines)
        files = total(line["PAT_GMD"] for line in lines)
        gmd = gmd if files is None else files
    sums = counted(lines)
    ima = {
        "consultations": sums["RAADPL"],
        "visits": complete(sums[name] for name in VISITS),
        "remote": sums["DIGICONT"],
    }
    own = {
        "consultations": survey.get("consultations_year"),
        "visits": survey.get("home_visits_year"),
        "remote": survey.get("remote_contacts_year"),
    }
    by_ima = None not in ima.values()
    parts = ima if by_ima else own  # a ratio never mixes the two origins
    contacts = complete(parts.values())
    minutes = complete(None if number is None else MINUTES[kind] * number for kind, number in parts.items())
    return {
        "payment": payment,
        "gmd": gmd,
        "consultations": own["consultations"] if ima["consultations"] is None else ima["consultations"],
        "contacts": contacts,
        "contacts_ima": contacts if by_ima else None,
        "remote": parts["remote"],
        "remote_pct": _percent(parts["remote"], contacts),
        "visits_pct": _percent(parts["visits"], contacts),
        "contact_hours": None if minutes is None else minutes / 60 / WEEKS,
        **{name: sums[name] for name in VISITS},
        "ADVIES": total(line["ADVIES"] for line in lines) if by_ima else None,
    }


def _payment(lines: list[Row]) -> str:
    if any(line["HCI_TYPE"] == MEDICAL_HOUSE or (line["FF_MH"] or 0) > 0 for line in lines):
        return "forfait"
    return "gemengd" if any(line["FLAGHMM"] == 1 for line in lines) else "prestatie"


def _percent(part: float | None, whole: float | None) -> float | None:
    return 100 * part / whole if whole and part is not None else None


def _derived(row: Row) -> Row:
    """Answers that follow from other answers of the same person."""
    both = row["contact_hours"] is not None and row["hours"]
    return {
        "active": "actief" if _is_active(row) else "niet_actief",
        "without_patients": 100 - 100 * row["contact_hours"] / row["hours"] if both else None,
        "files_with_hours": None if row["fte"] is None else row["gmd"],
        "fte_with_plans": None if row["career"] is None else row["fte"],
    }


def _is_active(row: Row) -> bool:
    if row["contacts_ima"] is not None:
        return bool(row["contacts_ima"] >= ACTIVE_CONTACTS)
    return row["hours"] is not None and row["hours"] > 0
