"""Making the years of a refresh: linked, counted and protected, each by itself or several side by side."""

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from aggregation.indicators import INDICATORS, take_added, take_questions
from aggregation.year.cube import YearTables, build_year
from aggregation.year.staying_off import OffMap, choose_together, read_off_map
from commands.console import Output
from data.added import FOLDER as ADDED
from data.added import added_codes
from data.intake import open_linked
from data.questions import read_questions
from data.settings import Settings
from data.workers import IN_TURN, workers


@dataclass(frozen=True)
class Shown:
    """Practice maps of a year that were ever published, and the practices they left out, by the keys that last."""

    maps: Sequence[pd.DataFrame]
    left: Collection[str]


def learn(home: Path) -> None:
    """Let the registry of this process know the questions and answers that the home adds."""
    take_questions(read_questions(home / ADDED))
    take_added(added_codes(home / ADDED))


def build_years(
    home: Path,
    settings: Settings,
    years: Mapping[int, Shown],
    off: Collection[str],
    output: Output,
    pool: Executor,
    *,
    far: bool = False,
) -> list[YearTables]:
    """Link, count and protect every year to be made.

    The tables of one year are decided side by side in the pool. Several years share the processors, each in a process
    of its own; where the pool is ``far``, on other machines, one after another in this one.

    Parameters
    ----------
    off : practices off the map in any year of any release, by the keys that last; the years choose their companions
        together.
    """
    said = ", ".join(map(str, years))
    with output.step(f"{said} koppelen, tellen en beschermen", f"Linking, counting and protecting {said}") as part:
        if len(years) == 1:
            return [_build(home, year, settings, shown, off, progress=part, pool=pool) for year, shown in years.items()]
        with nullcontext(IN_TURN) if far else workers(min(os.cpu_count() or 1, len(years))) as apart:
            read = [apart.submit(_read_off_map, home, year, settings, shown) for year, shown in years.items()]
            chosen = choose_together([future.result() for future in read], off, settings.thresholds)
            waiting = [
                apart.submit(
                    _build, home, year, settings, shown, off, companions=chosen[year], pool=pool if far else IN_TURN
                )
                for year, shown in years.items()
            ]
            return [future.result() for future in waiting]


def _read_off_map(home: Path, year: int, settings: Settings, shown: Shown) -> OffMap:
    """Read what the choice of companions of one year rests on: answers of practices, no persons."""
    learn(home)
    with open_linked(home, year, settings.definitions) as linked:
        return read_off_map(linked, INDICATORS.values(), shown.maps, shown.left)


def _build(
    home: Path,
    year: int,
    settings: Settings,
    shown: Shown,
    off: Collection[str],
    *,
    companions: frozenset[int] | None = None,
    progress: Callable[[str], None] = lambda _step: None,
    pool: Executor = IN_TURN,
) -> YearTables:
    """Build the tables of one year, beside the practice maps of it that were ever published and those of other years.

    The rows of persons stay in this process, but for those whose sums are decided in the pool.
    """
    learn(home)
    with open_linked(home, year, settings.definitions) as linked:
        return build_year(
            linked,
            tuple(INDICATORS.values()),
            settings.thresholds,
            rng=np.random.default_rng(),
            published=shown.maps,
            left=shown.left,
            off=off,
            companions=companions,
            progress=progress,
            pool=pool,
        )
