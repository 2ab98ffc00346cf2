"""Which values of a unit follow from its others: contacts in total from their kinds, a share from its parts."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np
import pandas as pd

from aggregation.attack.algebra import PRIME, Ints, Mask

Relations = Mapping[str, Mapping[str, Fraction]]

_FEW = 30
"""Fewest units from which a relation between values is taken to be one."""
_EXACT = 1e-9


def by_pattern(table: pd.DataFrame) -> dict[tuple[bool, ...], Relations]:
    """Which value is a sum of others, by the questions that a unit has a value for.

    Who lacks a part may have the whole follow from others: it is sought among the units with just the same values;
    where those are too few to tell, among those with more as well; and where these are, what holds of the others with
    no value that these units lack is taken.
    """
    if table.empty:
        return {}
    has = table.notna().to_numpy()
    everywhere = _relations(table)
    found: dict[tuple[bool, ...], Relations] = {}
    for line in np.unique(has, axis=0):
        columns = list(table.columns[line])
        own = np.asarray((has == line).all(axis=1), dtype=bool)
        pool = table[columns].loc[own if own.sum() >= _FEW else np.asarray(has[:, line].all(axis=1), dtype=bool)]
        found[tuple(line.tolist())] = (
            _relations(pool)
            if len(pool) >= _FEW
            else {name: parts for name, parts in everywhere.items() if {name, *parts} <= set(columns)}
        )
    return found


def _relations(table: pd.DataFrame) -> dict[str, dict[str, Fraction]]:
    """Which value is a sum of multiples of others, in all units that have them all.

    Whole numbers are tried against those that stay independent; a total comes after its parts when it is larger.
    """
    found: dict[str, dict[str, Fraction]] = {}
    size = dict(zip(table.columns, table.abs().mean().to_numpy(), strict=True))
    order = sorted(table.columns, key=lambda name: (size[name], name))
    values = table[order].to_numpy(dtype=float)
    has = ~np.isnan(values)
    both = has.T.astype(np.int64) @ has
    place = {name: number for number, name in enumerate(order)}
    for number, name in enumerate(order):
        others = [other for other in order[:number] if other not in found and both[number, place[other]] >= _FEW]
        common = has[:, [*(place[other] for other in others), number]].all(axis=1)
        while common.sum() < max(_FEW, 2 * len(others)) and others:
            others.remove(min(others, key=lambda other: int(both[number, place[other]])))
            common = has[:, [*(place[other] for other in others), number]].all(axis=1)
        if not others:
            continue
        matrix, target = values[common][:, [place[other] for other in others]], values[common, number]
        answer = np.linalg.lstsq(matrix, target, rcond=None)[0]
        scale = max(float(np.abs(target).max()), 1.0)
        if float(np.abs(matrix @ answer - target).max()) > _EXACT * scale * len(target):
            continue
        parts = {
            other: Fraction(float(one)).limit_denominator(10_000)
            for other, one in zip(others, answer, strict=True)
            if abs(one) > 1e-6
        }
        if parts:
            found[name] = parts
    return found


def following(
    table: pd.DataFrame, patterns: Sequence[tuple[bool, ...]], relations: Mapping[tuple[bool, ...], Relations]
) -> Mask:
    """In which units which value is the sum of its parts; units by questions."""
    follows = np.zeros(table.shape, dtype=bool)
    for pattern in set(patterns):
        rows = np.flatnonzero([one == pattern for one in patterns])
        own = table.iloc[rows]
        for name, parts in relations[pattern].items():
            total = sum(float(factor) * own[part] for part, factor in parts.items())
            close = (own[name] - total).abs() <= 1e-6 * own[name].abs().clip(lower=1)
            follows[rows, table.columns.get_loc(name)] = close.to_numpy(dtype=bool)
    return follows


def expression(name: str, relations: Relations, columns: Mapping[str, int]) -> Ints:
    """Write the value of a question in a group as coefficients over the questions."""
    row = np.zeros(len(columns), dtype=np.int64)
    if name not in relations:
        row[columns[name]] = 1
    for part, factor in relations.get(name, {}).items():
        row[columns[part]] = factor.numerator * pow(factor.denominator, -1, PRIME) % PRIME
    return row
