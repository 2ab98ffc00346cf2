"""Groups in which everybody gave the same answer, however they can be told apart."""

import numpy as np

from aggregation.attack.algebra import Mask
from aggregation.attack.bounds import SLACK, Tables
from aggregation.attack.phrases import SAME_ANSWER
from aggregation.attack.reading import Place, Table
from aggregation.attack.verdict import Kind
from aggregation.attack.work import Attack


def two_way(table: Table) -> list[tuple[int, ...]]:
    """Options, or several together, whose absence is an answer too: a collapse in two, yes or no, named or not."""
    every = len(table.options)
    return [
        positions
        for positions in table.categories.values()
        if len(positions) < every and (every == 2 or len(positions) > 1)
    ]


def seek_alike(attack: Attack, zero: Mask) -> None:
    """Tell of classes of atoms where only one answer, or only answers of the headline, can have been given.

    Nothing is left of every other answer in any table that agrees with what is shown: by a sum that is 0, by sums
    that leave no room, by what other tables give. That makes no group of atoms special, so groups that three areas
    and more tell apart are found as well. Somebody must be known to be there: the classes together hold at least one
    unit in every such table.

    Parameters
    ----------
    zero
        Unknowns that must be 0, all of them (:func:`aggregation.attack.single.settle`).
    """
    table, system = attack.table, attack.system
    if not attack.guards_alike or system.options < 2:
        return
    left = ~zero.reshape(-1, system.options)
    told = _allowed(attack)
    answers = {positions: category for category, positions in table.categories.items()}
    every = range(system.options)
    for positions in two_way(table):
        others = tuple(position for position in every if position not in positions)
        answers.setdefault(others, " + ".join(table.options[position] for position in others))
    for positions, category in sorted(answers.items(), key=lambda entry: len(entry[0])):
        if len(positions) == system.options:
            continue
        others_left = np.delete(left, positions, axis=1)
        alike = left.any(axis=1) & ~others_left.any(axis=1) & ~told
        if alike.any() and _somebody(attack, zero, left & alike[:, None]):
            told |= alike
            attack.tell(Kind.ALIKE, system.municipalities(alike), category, SAME_ANSWER, attack.found)


def allowed_alike(attack: Attack) -> Mask:
    """Atoms in an area that may say that all in it answer alike, and says so; all within it are named with it."""
    table, areas = attack.table, attack.system.areas
    allowed = np.zeros(len(areas.atoms), dtype=bool)
    for place in alike_areas(table):
        if place in areas.members:
            allowed |= areas.members[place]
    return allowed


def alike_areas(table: Table) -> list[Place]:
    """Areas that show one answer for all of their units, on levels where the release says that it does."""
    totals = table.shown_totals()
    return [
        (level, area)
        for (level, area, category), count in table.counts.items()
        if count
        and count == totals.get((level, area))
        and len(table.categories[category]) == 1
        and len(table.options) > 1
        and level in table.alike
    ]


def _allowed(attack: Attack) -> Mask:
    """Classes of atoms of which all lie in areas that may say that all answer alike."""
    system = attack.system
    attack.report.exempt += len(alike_areas(attack.table))
    return np.asarray(np.bincount(system.classes, weights=~allowed_alike(attack)) == 0, dtype=bool)


def _somebody(attack: Attack, zero: Mask, part: Mask) -> bool:
    """Whether a part of the table holds at least one unit in every table that agrees with what is shown."""
    matrix, values = attack.system.equations
    weights = part.reshape(-1).astype(float)
    fewest = Tables(np.where(zero[None, :], 0, matrix), values, 1.0).maximise(-weights, -weights)
    return bool(fewest @ weights > SLACK)
