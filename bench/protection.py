"""Measure the protector on invented survey years: option cells kept per level, seconds of processor time, memory.

Run ``python -m bench.protection`` (add ``--times 10`` for 2,850 municipalities, ``--leaks`` to set plain elimination
and other packages beside it and attack all). The tables go into ``docs/methods/protection.md``.
"""

import argparse
import resource
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from aggregation.attack import attack
from aggregation.protect import Question, Thresholds, protect
from aggregation.protect.areas import Areas
from aggregation.protect.echelon import Echelon
from aggregation.protect.system import functional
from bench.invented.countries import Country, invent_country, person_question, practice_question
from bench.invented.released import Asked, release
from bench.packages import PACKAGES, Cells, by_gconfid, by_pytauargus, installed
from data.terms import Disclosure

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


CHANCES = {
    2: {"ja": 0.3, "nee": 0.7},
    4: {"1": 0.4, "2": 0.25, "3-4": 0.2, "5-": 0.15},
    6: {"a": 0.3, "b": 0.22, "c": 0.18, "d": 0.12, "e": 0.1, "f": 0.08},
}


def counts_of(question: Question, country: Country) -> np.ndarray:
    """Count the answers: atoms by options."""
    areas = Areas.of(country.membership)
    counts = np.zeros((len(areas.atoms), len(question.options)), dtype=np.int64)
    numbers = np.array([question.options.index(code) for code in question.units["answer"]])
    np.add.at(counts, (areas.positions(question.units["atom"]), numbers), 1)
    return counts


def plain_elimination(question: Question, country: Country, counts: np.ndarray, least: int) -> Cells:
    """Protect the small cells that a table lists and nothing else, by elimination; totals are known."""
    areas = Areas.of(country.membership)
    options = len(question.options)
    sums = areas.holds @ counts
    rest = sums.sum(axis=1, keepdims=True) - sums
    small = ((sums > 0) & (sums < least)) | ((rest > 0) & (rest < least))
    rows = [functional(options, (number,), areas.holds, known_totals=True) for number in range(options)]
    protected = np.vstack([rows[number][small[:, number]] for number in range(options)])
    space = Echelon((options - 1) * len(areas.atoms), protected)
    order = sorted(range(len(sums)), key=lambda row: (not areas.holds[row].all(), row))
    cells: Cells = set()
    for row in order:
        for number, code in enumerate(question.options):
            if not small[row, number] and space.add(rows[number][[row]]):
                cells.add((areas.level[row].value, areas.area[row], code))
    return cells


def leaks_of(question: Question, country: Country, cells: Cells) -> tuple[int, float]:
    """Count what the attack finds, or does not finish, in a release that shows these cells and every total.

    Returns
    -------
    Number of finds and broken-off searches, and processor seconds of the attack.
    """
    asked = Asked(
        counts=counts_of(question, country),
        options=question.options,
        shows=lambda level, area, category, _count, _total: category == "total" or (level, area, category) in cells,
        indicator=question.indicator,
        unit="practice",
        totals_public=True,
    )
    membership = country.membership.sort_values("atom", ignore_index=True).assign(year=2024, postcode="")
    tables = release(membership, [asked])
    start = time.process_time()
    verdict = attack(tables)
    return len(verdict.found) + len(verdict.gave_up), time.process_time() - start


def by_this_method(question: Question, country: Country, _counts: np.ndarray, _least: int) -> Cells:
    """Protect a question as a refresh does; practices are counted, their doctors are not."""
    shown = protect([question], country.membership, Thresholds(doctors_in_practices=1)).shown
    kept = shown[shown["shown"] & (shown["aspect"] == "count")]
    return set(kept[["level", "area", "category"]].itertuples(index=False, name=None))


METHODS: dict[str, Callable[[Question, Country, np.ndarray, int], Cells]] = {
    "plain elimination": plain_elimination,
    "gconfid": by_gconfid,
    "pytauargus": by_pytauargus,
    "this method": by_this_method,
}


def _timed(name: str, question: Question, country: Country, least: int) -> tuple[Cells, float, int]:
    """Protect in a process of its own: cells, processor seconds, megabytes."""
    counts = counts_of(question, country)
    start = time.process_time()
    cells = METHODS[name](question, country, counts, least)
    seconds = time.process_time() - start
    # The peak that getrusage tells is inherited from the process that started this one.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return cells, seconds, int(status.split("VmHWM:")[1].split()[0]) // 1024


def compare(country: Country, scale: int, options: int, methods: Sequence[str], *, attacked: bool) -> None:
    """Print a line for each method on the same question of practices, with what the attack finds in its pattern."""
    question = practice_question(country, 2_200 * scale, CHANCES[options])
    units = question.units.merge(country.membership, on="atom")
    for name in methods:
        if name in PACKAGES and not installed(name):
            print(f"| {options} options, {name} | not installed | | | | | | |", flush=True)
            continue
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            try:
                cells, seconds, size = pool.submit(
                    _timed, name, question, country, Thresholds().practices_protected
                ).result()
            except Exception as error:  # a package that fails is a result too
                print(
                    f"| {options} options, {name} | {type(error).__name__}: {str(error)[:200]} | | | | | | |",
                    flush=True,
                )
                continue
        shares = []
        for level in ("elz", "kring", "gemeente"):
            areas = set(units[level])
            number = sum(here == level and area in areas and code != "total" for here, area, code in cells)
            shares.append(f"{100 * number / (len(areas) * options):.0f} %")
        print(f"| {options} options, {name} | {' | '.join(shares)} | {seconds:.1f} | {size} |", end="", flush=True)
        leaks, spent = leaks_of(question, country, cells) if attacked else (0, 0.0)
        print(f" {leaks} | {spent:.1f} |" if attacked else " | |", flush=True)


def main() -> None:
    """Print one line per question."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=1, help="so many times 285 municipalities and 8,000 doctors")
    parser.add_argument("--only", default="", help="part of the name of a question")
    parser.add_argument("--leaks", type=int, nargs="*", metavar="OPTIONS", help="compare with other methods")
    parser.add_argument("--methods", nargs="*", default=list(METHODS), choices=METHODS, help="methods to compare")
    parser.add_argument("--no-attack", action="store_true", help="leave the attack out")
    chosen = parser.parse_args()
    scale = chosen.times
    country = invent_country(1, columns=19, rows=15 * scale, doctors=8_000 * scale)
    if chosen.leaks is not None:
        print("| table | zone | kring | municipality | seconds | MB | leaks | seconds of the attack |")
        print("|---|---|---|---|---|---|---|---|")
        for options in chosen.leaks or CHANCES:
            compare(country, scale, options, chosen.methods, attacked=not chosen.no_attack)
        return
    print("| table | zone | kring | municipality | rounds | gave up | seconds |\n|---|---|---|---|---|---|---|")
    for name, question in questions_of(country, scale).items():
        if chosen.only in name:
            done = measure(question, country)
            kept = " | ".join(f"{done.kept[level]:.0f} %" for level in ("elz", "kring", "gemeente"))
            print(f"| {name} | {kept} | {done.rounds} | {done.gave_up} | {done.seconds:.1f} |", flush=True)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
