"""Groups in which everybody gave the same answer to a sensitive question, however they can be told apart."""

import numpy as np

from aggregation.attack.algebra import Mask
from aggregation.attack.bounds import SLACK, Tables
from aggregation.attack.phrases import SAME_ANSWER
from aggregation.attack.verdict import Kind
from aggregation.attack.work import Attack


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
    if not table.sensitive or system.options < 2:
        return
    left = ~zero.reshape(-1, system.options)
    told = np.zeros(len(left), dtype=bool)
    for category, positions in sorted(table.categories.items(), key=lambda entry: len(entry[1])):
        if len(positions) == system.options:
            continue
        others = np.delete(left, positions, axis=1)
        alike = left.any(axis=1) & ~others.any(axis=1) & ~told
        if alike.any() and _somebody(attack, zero, left & alike[:, None]):
            told |= alike
            attack.tell(Kind.EXACT, system.municipalities(alike), category, SAME_ANSWER, attack.found)


def _somebody(attack: Attack, zero: Mask, part: Mask) -> bool:
    """Whether a part of the table holds at least one unit in every table that agrees with what is shown."""
    matrix, values = attack.system.equations
    weights = part.reshape(-1).astype(float)
    fewest = Tables(np.where(zero[None, :], 0, matrix), values, 1.0).maximise(-weights, -weights)
    return bool(fewest @ weights > SLACK)
