"""The quality of the answers from the raw rows of the deliveries: plain loops, nothing shared with the product.

Rules: contracts section 1 (which answers IMA replaces, the last answer counts, the address decides on the kring),
design section 6 (quantiles), docs/data-protection.md (fifty units, tens).
"""

import math
from decimal import ROUND_HALF_UP, Decimal

from tests.recompute.practices import PAGES, houses, ticked
from tests.recompute.rows import Frames, Row, billed, main_lines, table, trained

KEY = ("topic", "item", "measure")
NO_QUESTIONS = {"riziv", "practice_id", "submitted_at"}
OWN = {
    "gmd": "gmd_count",
    "consultations": "consultations_year",
    "home_visits": "home_visits_year",
    "remote_contacts": "remote_contacts_year",
}
PARTS = {
    "consultations": ("RAADPL",),
    "home_visits": ("BEZAVOND", "BEZOEKIND", "INSTEL"),
    "remote_contacts": ("DIGICONT",),
}
COUNTS = ("RAADPL", "BEZAVOND", "BEZOEKIND", "INSTEL", "DIGICONT")

Found = dict[tuple[str, str, str], tuple[int | None, int | None, float | None]]


def recompute_quality(frames: Frames, set_aside: dict[str, int]) -> Found:
    """Every number by topic, item and measure: base, count and value; all ``None`` where withheld."""
    exact: dict[tuple[str, str, str], tuple[int, int | None, float | None]] = {}
    for name, short in (("survey_practice", "practice"), ("survey_individual", "person")):
        forms = table(frames, name)
        questions = [column for column in frames[name].columns if column not in NO_QUESTIONS]
        for question in questions:
            answers = [ticked(forms, form, question) if question in PAGES else form[question] for form in forms]
            given = sum(answer not in (None, "geen_antwoord") for answer in answers)
            exact["answered", f"{short}.{question}", "share"] = (len(forms), given, None)
    exact |= _gaps(frames)
    for name, item in (
        ("survey_practice", "later_answer_practice"),
        ("survey_individual", "later_answer_individual"),
    ):
        if name in set_aside:
            exact["resolved", item, "share"] = (len(frames[name]) + set_aside[name], set_aside[name], None)
    exact["resolved", "kring_of_address", "share"] = _kringen(frames)
    listed = {row["riziv"][:8] for row in table(frames, "contacts")}
    providers = {row["RIZIV_ID"] for row in table(frames, "ima")}
    exact["resolved", "ima_without_contact", "share"] = (len(providers), len(providers - listed), None)
    exact |= _not_applied(frames)
    return {key: _shown(*number) for key, number in exact.items()}


def _shown(base: int, count: int | None, value: float | None) -> tuple[int | None, int | None, float | None]:
    if base < 50 or (count is None and value is None):
        return None, None, None
    about = _tens(base)
    if count is None:
        return about, None, value
    return about, _tens(count), round(100 * _tens(count) / about, 1)


def _tens(count: int) -> int:
    return int((Decimal(int(count)) / 10).quantize(Decimal(1), rounding=ROUND_HALF_UP)) * 10


def _gaps(frames: Frames) -> dict[tuple[str, str, str], tuple[int, int | None, float | None]]:
    gps = {row["riziv"][:8] for row in table(frames, "contacts") if row["role"] == "huisarts"}
    answers = {row["riziv"][:8]: row for row in table(frames, "survey_individual") if row["riziv"][:8] in gps}
    ima: dict[str, list[Row]] = {}
    for row in table(frames, "ima"):
        ima.setdefault(row["RIZIV_ID"], []).append(row)
    ima = {person: rows for person, rows in ima.items() if not trained(rows)}
    found: dict[tuple[str, str, str], tuple[int, int | None, float | None]] = {}
    for item, column in OWN.items():
        gaps = []
        for person, answer in answers.items():
            billed = _billed(item, ima.get(person, []))
            if answer[column] is not None and billed:
                gaps.append(100 * (answer[column] - billed) / billed)
        near = sum(-10 <= gap <= 10 for gap in gaps)
        found["gap", item, "median"] = (len(gaps), None, _middle(gaps))
        found["gap", item, "median_distance"] = (len(gaps), None, _middle([abs(gap) for gap in gaps]))
        found["gap", item, "share"] = (len(gaps), near, None)
    pairs = [
        (answer["payment_system"], _payment(ima[person]))
        for person, answer in answers.items()
        if answer["payment_system"] is not None and person in ima
    ]
    found["gap", "payment", "share"] = (len(pairs), sum(own == billed for own, billed in pairs), None)
    return found


def _billed(item: str, rows: list[Row]) -> float | None:
    if item == "gmd":
        known = [row["PAT_GMD"] for row in rows if row["PAT_GMD"] is not None]
        return sum(known) if known else None
    if not rows or any(row["HCI_TYPE"] == "805" or row[name] is None for row in rows for name in COUNTS):
        return None
    return sum(row[name] for row in rows for name in PARTS[item])


def _not_applied(frames: Frames) -> dict[tuple[str, str, str], tuple[int, int | None, float | None]]:
    """GPs whom IMA counted as trainees or not at all, practices and practice numbers that this leaves aside."""
    at_ima, main = billed(frames), main_lines(frames)
    gps = {person: line["practice_id"] for person, line in main.items() if line["role"] == "huisarts"}
    known = [person for person in gps if person in at_ima]
    unknown = {place for person, place in gps.items() if person not in at_ima}
    numbers = houses(frames, {person: line["practice_id"] for person, line in main.items()})
    with_forfaits = [[row["FF_MH"] for row in rows if row["FF_MH"] is not None] for rows in numbers.values()]
    with_forfaits = [given for given in with_forfaits if sum(given) > 0]
    once = [given for given in with_forfaits if len(given) > 1 and len(set(given)) == 1]
    places = {place for _, place in numbers}
    counts = {
        "status_changed": (len(known), sum(trained(at_ima[person]) for person in known)),
        "no_ima_row": (len(gps), len(gps) - len(known)) if at_ima else (0, 0),
        "practice_incomplete": (len(places), len(places & unknown)),
        "forfaits_once": (len(with_forfaits), len(once)),
    }
    return {("resolved", item, "share"): (base, count, None) for item, (base, count) in counts.items()}


def _payment(rows: list[Row]) -> str:
    by_house = {row["HCI_TYPE"] == "805" or (row["FF_MH"] or 0) > 0 for row in rows}
    if by_house == {True}:
        return "forfait"
    return "gemengd" if True in by_house or any(row["FLAGHMM"] == 1 for row in rows) else "prestatie"


def _middle(values: list[float]) -> float | None:
    """Mean of the three values in the middle, in two significant digits and at most one decimal."""
    if len(set(values)) < 2:
        return None
    ordered = sorted(values)
    centre = round((len(ordered) - 1) / 2)
    start = min(max(centre - 1, 0), len(ordered) - 3)
    mean = math.fsum(ordered[start : start + 3]) / 3
    return round(float(f"{mean:.1e}"), 1)


def _kringen(frames: Frames) -> tuple[int, int, None]:
    """How many people the lists name in another kring than the address of their main practice."""
    places = {(row["postcode"], row["nis"]): row["kring_id"] for row in table(frames, "geography")}
    practices = {row["practice_id"]: places[row["postcode"], row["nis"]] for row in table(frames, "practices")}
    people: dict[str, list[Row]] = {}
    for row in table(frames, "contacts"):
        people.setdefault(row["riziv"][:8], []).append(row)
    differing = 0
    for rows in people.values():
        main = min(rows, key=lambda row: (-row["share"], row["practice_id"]))
        differing += any(row["kring_id"] != practices[main["practice_id"]] for row in rows)
    return len(people), differing, None
