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
    trained,
)

ACTIVE_CONTACTS, FEW_CONTACTS = 1250, 500
BANDS = ((34, "-34"), (44, "35-44"), (54, "45-54"), (64, "55-64"), (200, "65-"))
MINUTES = {"fewest": (15, 27, 7), "middle": (17.4, 31.5, 8.3), "most": (21, 38, 10)}
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
            | {"role": main["role"], "practice": main["practice_id"], "answered": survey is not None}
            | _survey_answers(survey or {}, survey_year)
            | _replaced(survey or {}, at_ima.get(person, []), main["role"])
        )
        rows.append(row | _derived(row) | ({} if at_ima else {"activity": None}))
    return rows


def _survey_answers(survey: Row, survey_year: int) -> Row:
    birth = survey.get("birth_year")
    age = None if birth is None else survey_year - birth
    return {
        "hours": survey.get("hours_week"),
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


def _replaced(survey: Row, known: list[Row], role: str) -> Row:
    """Payment, files and contacts: IMA where it counted the same status, else what the doctor reported."""
    changed = role == "huisarts" and trained(known)
    lines = [] if changed else known
    files = total(line["PAT_GMD"] for line in lines)
    house = (
        any(line["HCI_TYPE"] == MEDICAL_HOUSE for line in lines) if lines else survey.get("payment_system") == "forfait"
    )
    sums = counted(lines)
    ima = (sums["RAADPL"], complete(sums[name] for name in VISITS), sums["DIGICONT"])
    own = tuple(survey.get(name) for name in ("consultations_year", "home_visits_year", "remote_contacts_year"))
    by_ima = None not in ima
    parts = ima if by_ima else own  # a ratio never mixes the two origins
    if house or None in parts:
        parts = (None, None, None)
    contacts = complete(parts)
    minutes = {
        name: complete(each * number for each, number in zip(set_, ima, strict=True)) / 60 / WEEKS
        for name, set_ in MINUTES.items()
        if by_ima and not house
    }
    capitation = any(
        line["HCI_TYPE"] == MEDICAL_HOUSE or (line["FF_MH"] or 0) > 0 or line["FLAGHMM"] == 1 for line in lines
    )
    return {
        "payment": _payment(lines) if lines else None,
        "payment_said": survey.get("payment_system"),
        "gmd": survey.get("gmd_count") if files is None else files,
        "consultations": parts[0],
        "contacts": contacts,
        "contacts_ima": complete(ima) if by_ima else None,
        "contacts_known": complete(counted(known).values()),
        "own_status": bool(lines),
        "remote": parts[2],
        "remote_of": parts[2] if contacts else None,
        "visits_of": parts[1] if contacts else None,
        "minutes": minutes,
        "capitation": capitation,
        **{name: None if house else sums[name] for name in VISITS},
        "ADVIES": total(line["ADVIES"] for line in lines) if by_ima and not house else None,
    }


def _payment(lines: list[Row]) -> str:
    by_house = {line["HCI_TYPE"] == MEDICAL_HOUSE or (line["FF_MH"] or 0) > 0 for line in lines}
    if by_house == {True}:
        return "forfait"
    return "gemengd" if True in by_house or any(line["FLAGHMM"] == 1 for line in lines) else "prestatie"


def _derived(row: Row) -> Row:
    """Answers that follow from other answers of the same person."""
    known_age = row["age"] is not None
    worked = complete((row["hours"], None if row["duty"] is None else row["duty"] / 4.33))
    return {
        "activity": _activity(row),
        "model_hours": row["minutes"].get("middle"),
        "worked": worked if row["minutes"] and worked else None,
        "hours_with_plans": None if row["career"] is None else row["hours"],
        "hours_with_age": row["hours"] if known_age else None,
        "desired_with_age": row["desired"] if known_age else None,
        "stops_with_age": None if row["career"] is None or not known_age else 100.0 * (row["career"] == "stoppen"),
    }


def _activity(row: Row) -> str | None:
    if row["capitation"]:
        return "actief"
    contacts = row["contacts_ima"]
    if contacts is not None:
        return "actief" if contacts >= ACTIVE_CONTACTS else "actief_500" if contacts >= FEW_CONTACTS else "niet_actief"
    return None if row["hours"] is None else "actief" if row["hours"] > 0 else "niet_actief"
