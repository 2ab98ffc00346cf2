"""Practices of one delivery with every answer they count with, the people listed there and their work at IMA.

Rules: contracts section 1 (whose is a practice number), domain sections 5 and 6.
"""

from collections.abc import Iterable

from tests.recompute.rows import Frames, Row, billed, complete, counted, main_lines, places, table, total

WEEKS = 46
PAGES = {
    "disciplines": ("practice_form", "nurse_fte", "reception_fte"),
    "expansion_obstacles": ("vacancy_gp", "expansion_planned", "absence_cover", "closing_without_successor"),
}
"""Questions of which an empty answer is "none of these", where another answer of their page is given."""
ANSWERS = (
    *("patient_stop", "waiting_days", "disciplines", "expansion_planned", "new_patient_conditions"),
    *("catchment_restricted", "urgent_same_day", "home_visits", "remote_consultation", "walk_in", "evening_surgery"),
    *("practice_form", "nurse_fte", "reception_fte", "vacancy_gp", "expansion_obstacles", "absence_cover"),
    "closing_without_successor",
)


def practice_rows(frames: Frames) -> list[Row]:
    """One row per listed practice: its areas, its answers and its work, ``None`` where it did not answer."""
    at = places(frames)
    answers = {row["practice_id"]: row for row in table(frames, "survey_practice")}
    work = _work(frames)
    rows = []
    for practice in table(frames, "practices"):
        own = practice["practice_id"]
        answer = answers.get(own)
        given: Row = answer or {}
        stop = given.get("patient_stop")
        rows.append(
            at[(practice["postcode"], practice["nis"])]
            | {name: given.get(name) for name in ANSWERS}
            | {name: ticked(answers.values(), given, name) for name in PAGES}
            | {
                "open": None if stop is None else "open" if stop == "geen" else "niet_open",
                "response": "niet_beantwoord" if answer is None else "beantwoord",
                "answered": answer is not None,
            }
            | {"gps": None if answer is None else work[own]["gps"]}
            | {"trainees": None if answer is None else work[own]["trainees"]}
            | {"practice": own, **{name: value for name, value in work[own].items() if name not in ("gps", "trainees")}}
            | {"registered_with_stop": None if stop is None else work[own]["registered"]}
        )
    return rows


def _work(frames: Frames) -> dict[str, Row]:
    """People on the list of every practice, and what IMA knows of those who mainly work there."""
    listed = table(frames, "contacts")
    lines_of_people = main_lines(frames)
    main = {person: line["practice_id"] for person, line in lines_of_people.items()}
    at_ima = billed(frames)
    numbers = houses(frames, main)
    work = {}
    for practice in table(frames, "practices"):
        own = practice["practice_id"]
        there = {
            role: len({line["riziv"][:8] for line in listed if line["practice_id"] == own and line["role"] == role})
            for role in ("huisarts", "haio")
        }
        ours = [lines for house, lines in numbers.items() if house[1] == own]
        gps = [person for person, line in lines_of_people.items() if line["practice_id"] == own]
        whole = bool(ours) and all(person in at_ima for person in gps if lines_of_people[person]["role"] == "huisarts")
        contacts = complete(complete(counted(lines).values()) for lines in ours) if ours else None
        files = total(line["PAT_GMD"] for lines in ours for line in lines)
        forfaits = total(_forfaits(lines) for lines in ours)
        enrolled = forfaits / 12 if forfaits else None
        work[own] = {
            "gps": there["huisarts"] or None,
            "trainees": there["haio"],
            "complete": whole,
            "appointments": contacts / WEEKS if whole and contacts is not None else None,
            "registered": total((files, enrolled)) if whole else None,
            "attributed": total(_most(line["PAT_ATTRIB"] for line in lines) for lines in ours),
            "enrolled": enrolled,
        }
    return work


def houses(frames: Frames, main: dict[str, str]) -> dict[tuple[str, str], list[Row]]:
    """Rows of listed doctors per practice number of IMA and the practice that it belongs to."""
    rows: dict[str, list[Row]] = {}
    for row in table(frames, "ima"):
        if row["RIZIV_ID"] in main:
            rows.setdefault(row["RIZIV_HCI"], []).append(row)
    found = {}
    for house, lines in rows.items():
        places = [main[person] for person in {line["RIZIV_ID"] for line in lines}]
        found[house, min(set(places), key=lambda place: (-places.count(place), place))] = lines
    return found


def ticked(answers: Iterable[Row], given: Row, question: str) -> str | None:
    """Give what was ticked; nothing on a page with another answer is none of these, if the question was asked."""
    if given.get(question) is None and any(row.get(question) is not None for row in answers):
        return "geen" if any(given.get(name) is not None for name in PAGES[question]) else None
    return given.get(question)


def _most(values: Iterable[float | None]) -> float | None:
    return max((value for value in values if value is not None), default=None)


def _forfaits(lines: list[Row]) -> float | None:
    """Forfaits of a practice number: those of the house where all rows say the same, else the sum."""
    given = [line["FF_MH"] for line in lines if line["FF_MH"] is not None]
    return given[0] if len(set(given)) == 1 else total(given)
