"""Counts as they are decided, one after another, and where the next may not stand beside them."""

from collections.abc import Sequence
from concurrent.futures import Future

import numpy as np
import pandas as pd

from aggregation.protect.areas import Areas, Flags
from aggregation.protect.model import Difference, Question
from aggregation.protect.repair import Decision
from data.terms import TOTAL, Level

Decided = Future[tuple[dict[str, Flags], Decision]]
"""Where the categories of a table are shown, as soon as that is known."""


class Pattern:
    """Collects the flags of one question in the order of its categories; some may still be on their way."""

    def __init__(self, question: Question, areas: Areas) -> None:
        self.question = question
        self.areas = areas
        self.flags: dict[tuple[str, str], Flags] = {}
        self._coming: list[Decided] = []

    def set(self, category: str, aspect: str, flags: Flags) -> None:
        """Hold where an aspect of a category is shown: a flag per row of the areas."""
        self.flags[category, aspect] = flags

    def expect(self, decided: Decided) -> None:
        """Take note of a table that is being decided."""
        self._coming.append(decided)

    def settle(self) -> None:
        """Wait for the tables that are being decided."""
        coming, self._coming = self._coming, []
        for decided in coming:
            for category, flags in decided.result()[0].items():
                self.set(category, "count", flags & self.flags.get((category, "count"), flags))

    def count(self, category: str) -> Flags | None:
        """Tell where the count of a category is shown; None while its table was not taken up."""
        if (category, "count") not in self.flags:
            self.settle()
        return self.flags.get((category, "count"))

    def frame(self) -> pd.DataFrame:
        """Give one row per allowed area, category and aspect, as in ``Protected.shown``."""
        allowed = np.flatnonzero(self.areas.of_levels(self.question.levels))
        parts = [
            pd.DataFrame(
                {
                    "indicator": self.question.indicator,
                    "level": [self.areas.level[row].value for row in allowed],
                    "area": [self.areas.area[row] for row in allowed],
                    "category": category,
                    "aspect": aspect,
                    "shown": flags[allowed],
                }
            )
            for (category, aspect), flags in self.flags.items()
        ]
        return pd.concat(parts, ignore_index=True)


class Apart:
    """Counts that were decided, and where another one beside them would tell a difference that must stay unknown."""

    def __init__(self, differences: Sequence[Difference], areas: Areas) -> None:
        self._areas = areas
        self._decided: dict[str, Pattern] = {}
        self._beside: dict[tuple[str, str], list[tuple[tuple[str, str], Flags]]] = {}
        place = {key: row for row, key in enumerate(zip(areas.level, areas.area, strict=True))}
        secrets: dict[int, Flags] = {}
        for difference in differences:
            if id(difference.shown) not in secrets:
                hidden = difference.shown[~difference.shown["shown"]]
                rows = [place[Level(level), area] for level, area in zip(hidden["level"], hidden["area"], strict=True)]
                flags = np.zeros(len(place), dtype=bool)
                flags[rows] = True
                secrets[id(difference.shown)] = flags
            for one, other in (difference.counts, difference.counts[::-1]):
                self._beside.setdefault(one, []).append((other, secrets[id(difference.shown)]))

    def decided(self, pattern: Pattern) -> None:
        """Take note of a question whose counts are decided, or on their way; nobody waits for what nobody asks."""
        self._decided[pattern.question.indicator] = pattern

    def _open(self, count: tuple[str, str]) -> Flags | None:
        """Tell where a count that was decided is shown."""
        pattern = self._decided.get(count[0])
        flags = None if pattern is None else pattern.count(count[1])
        return None if pattern is None or flags is None else flags & self._areas.of_levels(pattern.question.levels)

    def closed(self, count: tuple[str, str] | None) -> Flags:
        """Tell where a count that was decided is not shown."""
        shown = self._open(count) if count else None
        return np.zeros(len(self._areas.level), dtype=bool) if shown is None else ~shown

    def between(self, questions: Sequence[Question]) -> Flags:
        """Tell where totals of these questions, all shown or none, may not be shown beside each other."""
        names = {(question.indicator, TOTAL) for question in questions}
        result = np.zeros(len(self._areas.level), dtype=bool)
        for name in names:
            for other, secret in self._beside.get(name, []):
                if other in names:
                    result |= secret
        return result

    def barred(self, question: Question, *categories: str) -> Flags:
        """Tell where counts of a question may not be shown, since those beside them are."""
        result = np.zeros(len(self._areas.level), dtype=bool)
        for category in categories:
            for other, secret in self._beside.get((question.indicator, category), []):
                if (shown := self._open(other)) is not None:
                    result |= secret & shown
        return result
