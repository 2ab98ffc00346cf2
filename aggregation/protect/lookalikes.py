"""Numbers whose shown totals agree by chance: a reader takes those who answered one for those of the other."""

from collections.abc import Mapping, Sequence

import numpy as np

from aggregation.protect.apart import Pattern
from aggregation.protect.areas import Areas
from data.terms import TOTAL, Disclosure


def join_lookalikes(
    patterns: Sequence[Pattern], areas: Areas, together: Mapping[str, str], linking_areas: int
) -> dict[str, str]:
    """Put numbers together that a reader takes for one, and of which one shows a total that the other withholds.

    He goes through the tables one by one, and takes one for more of the same when its totals agree with all that he has
    in every area where both are shown: of a frame that the release names alike from one area on. What he then adds up
    can be true, whoever was counted.

    Parameters
    ----------
    together : by indicator, the name of those that show their totals in the same areas.
    linking_areas : ``Thresholds.linking_areas``.

    Returns
    -------
    The same with such names joined; the very same when there are none.
    """
    seen: list[tuple[Pattern, dict[int, int], list[Pattern]]] = []
    for pattern in sorted(patterns, key=lambda one: one.question.indicator):
        totals = _shown_totals(pattern, areas)
        for first, known, members in seen:
            same_kind = first.question.unit_counted is pattern.question.unit_counted
            least = 1 if first.question.frame == pattern.question.frame else linking_areas
            if same_kind and _agree(known, totals, least):
                known.update(totals)
                members.append(pattern)
                break
        else:
            seen.append((pattern, totals, [pattern]))
    joined = dict(together)
    for _, known, members in seen:
        secret = [one for one in members if not _is_public(one)]
        lent = any(known.keys() != _shown_totals(one, areas).keys() for one in secret)
        names = list(dict.fromkeys(joined[one.question.indicator] for one in secret))
        if lent and len(names) > 1:
            joined = {indicator: names[0] if name in names else name for indicator, name in joined.items()}
    return joined


def _is_public(pattern: Pattern) -> bool:
    question = pattern.question
    return question.totals_public or question.disclosure is Disclosure.PUBLIC


def _shown_totals(pattern: Pattern, areas: Areas) -> dict[int, int]:
    """Give the totals that a question shows, by row of the areas."""
    question = pattern.question
    counts = areas.holds @ np.bincount(areas.positions(question.units["atom"]), minlength=len(areas.atoms))
    shown = np.flatnonzero(pattern.flags[TOTAL, "count"] & areas.of_levels(question.levels))
    return {int(row): int(counts[row]) for row in shown}


def _agree(one: Mapping[int, int], other: Mapping[int, int], least: int) -> bool:
    both = one.keys() & other.keys()
    return sum(one[row] > 0 for row in both) >= least and all(one[row] == other[row] for row in both)
