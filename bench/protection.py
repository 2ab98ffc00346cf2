"""Measure the protector on invented survey years: option cells kept per level, seconds of processor time, memory.

Run ``python -m bench.protection`` (add ``--large`` for 2,850 municipalities). The table goes into
``docs/methods/protection.md``.
"""

import argparse
import resource
import time
from dataclasses import dataclass

from aggregation.protect import Question, Thresholds, protect
from data.terms import Disclosure
from tests.unit.aggregation.protect_instances import Country, invent_country, person_question, practice_question

PRESSURE = {"1": 0.04, "2": 0.12, "3": 0.30, "4": 0.36, "5": 0.18}
STATUS = {"zelfstandig": 0.80, "loontrekkend": 0.08, "gemengd": 0.12}
BANDS = {"-34": 0.18, "35-44": 0.22, "45-54": 0.2, "55-59": 0.13, "60-64": 0.14, "65-": 0.13}


@dataclass(frozen=True)
class Measured:
    """Part of the option cells with answers that is shown, per level, and what it cost."""

    kept: dict[str, float]
    seconds: float
    rounds: int
    gave_up: int


def measure(question: Question, country: Country) -> Measured:
    """Protect one question and count what is left of it."""
    start = time.process_time()
    result = protect([question], country.membership, Thresholds())
    seconds = time.process_time() - start
    categories = (question.headline_code,) if question.headline else question.options
    units = question.units.merge(country.membership, on="atom")
    cells = result.shown[result.shown["category"].isin(categories) & (result.shown["aspect"] == "count")]
    kept = {}
    for level in ("elz", "kring", "gemeente"):
        here = cells[(cells["level"] == level) & cells["area"].isin(units[level])]
        kept[level] = 100 * float(here["shown"].mean())
    return Measured(kept, seconds, int(result.report["rounds"].sum()), int(result.report["gave_up"].sum()))


def questions_of(country: Country, scale: int) -> dict[str, Question]:
    """Invent one question of each kind."""
    return {
        "two options of practices, k = 3": practice_question(country, 2_200 * scale, {"ja": 0.3, "nee": 0.7}),
        "headline of five options, k = 10": person_question(
            country, 4_750 * scale, PRESSURE, headline=("4", "5"), disclosure=Disclosure.SENSITIVE
        ),
        "three options, k = 5": person_question(country, 4_750 * scale, STATUS),
        "six options, k = 5": person_question(country, 4_750 * scale, BANDS),
    }


def main() -> None:
    """Print one line per question."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="ten times as many municipalities and doctors")
    parser.add_argument("--only", default="", help="part of the name of a question")
    chosen = parser.parse_args()
    scale = 10 if chosen.large else 1
    country = invent_country(1, columns=19, rows=15 * scale, doctors=8_000 * scale)
    print("| table | zone | kring | municipality | rounds | gave up | seconds |\n|---|---|---|---|---|---|---|")
    for name, question in questions_of(country, scale).items():
        if chosen.only in name:
            done = measure(question, country)
            kept = " | ".join(f"{done.kept[level]:.0f} %" for level in ("elz", "kring", "gemeente"))
            print(f"| {name} | {kept} | {done.rounds} | {done.gave_up} | {done.seconds:.1f} |", flush=True)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
