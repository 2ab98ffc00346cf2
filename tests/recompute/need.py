"""D11 a second way: residents by age and increased reimbursement from the deliveries, weighed by the methods page."""

import pandas as pd

from data.terms import FLANDERS
from tests.recompute.rows import Frames, table
from tests.recompute.year import PROVINCE

WEIGHTS = {"0-17": 0.48, "18-64": 0.93, "65-79": 1.45, "80+": 2.30}
YOUNG = ("0-17", "18-64")
MORE = 1.43
Place = tuple[str, str]


def need_of(frames: Frames, survey_year: int) -> dict[Place, float]:
    """Give the index of every area where somebody lives, unrounded."""
    lines = table(frames, "geography")
    told = table(frames, "area_facts") if "area_facts" in frames else []
    told = [row for row in told if row["fact"] == "vt_under_65" and row["year"] <= survey_year]
    newest = max((row["year"] for row in told), default=0)
    share = {(row["nis"], row["postcode"]): row["value"] for row in told if row["year"] == newest}
    people: dict[Place, dict[str, float]] = {}
    poorer: dict[Place, list[tuple[float, float | None]]] = {}
    for row in table(frames, "population"):
        if int(row.get("year") or survey_year) != survey_year:
            continue  # residents of the IMA year
        nis, postcode, age = row["nis"], row["postcode"], row["age_class"]
        line = next(line for line in lines if line["nis"] == nis and postcode in (None, line["postcode"]))
        places = [("vlaanderen", FLANDERS), ("provincie", PROVINCE[nis[0]]), ("kring", line["kring_id"])]
        places += [("elz", line["elz_id"]), ("gemeente", nis)]
        places += [("regio", line["regio_id"])] if line.get("regio_id") is not None else []
        for place in places:
            ages = people.setdefault(place, {})
            ages[age] = ages.get(age, 0.0) + row["residents"]
            if age in YOUNG:
                poorer.setdefault(place, []).append((row["residents"], share.get((nis, postcode))))
    usual = _mean(poorer.get(("vlaanderen", FLANDERS), []))

    def weigh(place: Place) -> float:
        own = _mean(poorer.get(place, []))
        own = usual if own is None else own
        factor = 1.0 if usual is None or own is None else (1 + (MORE - 1) * own) / (1 + (MORE - 1) * usual)
        return sum(number * WEIGHTS[age] * (factor if age in YOUNG else 1.0) for age, number in people[place].items())

    whole = ("vlaanderen", FLANDERS)
    if people[whole].keys() != WEIGHTS.keys():
        return {}  # without every age class there is nothing to weigh
    scale = sum(people[whole].values()) / weigh(whole)
    sizes = {place: sum(ages.values()) for place, ages in people.items()}
    return {place: 100 * scale * weigh(place) / size for place, size in sizes.items() if size}


def _mean(parts: list[tuple[float, float | None]]) -> float | None:
    if not parts or any(share is None for _people, share in parts):
        return None
    whole = sum(people for people, _share in parts)
    return sum(people * share for people, share in parts if share is not None) / whole if whole else None


def need_faults(frames: Frames, survey_year: int, released: pd.DataFrame) -> list[str]:
    """Say where D11 as released is another number, is withheld, or counts somebody."""
    second = need_of(frames, survey_year)
    own = released[(released["indicator"] == "D11") & (released["measure"] == "rate")]
    counts = released[(released["indicator"] == "D11") & (released["measure"] == "count")]
    faults = [] if counts[["count", "value", "frame"]].isna().all(axis=None) else ["D11 counts somebody"]
    if not set(second) <= set(zip(own["level"], own["area"], strict=True)) or not (own["confidentiality"] == "F").all():
        faults.append("D11 lacks areas, or withholds some")
    for row in own.itertuples():
        expected = second.get((row.level, row.area))
        if pd.isna(row.value) != (expected is None) or (expected is not None and abs(row.value - expected) > 0.0051):
            faults.append(f"D11 {row.level}/{row.area}: {row.value}, recomputed {expected}")
    return faults
