"""What shown numbers around a withheld share say of it: between which counts it lies for certain.

Only sums of shown counts are used. Of a larger area and the parts of it that are shown, what is left over is all that
the others can have together, of those who gave an answer as of those who did not; so it bounds each of them, also
where some people of the larger area are in none of its parts. Every reader can work that out, and the attack on a
release works out far more: a withheld cell keeps at least three values after all of it
(``docs/methods/protection.md``).
"""

from collections.abc import Collection, Mapping

from aggregation.shown.selection import AreaNumber


def bounds(
    area: str, rows: Mapping[str, AreaNumber], larger: Collection[tuple[AreaNumber, Collection[str]]], *, least: int
) -> tuple[int, int] | None:
    """Give the fewest and the most units of a withheld share that the shown counts around it allow.

    Parameters
    ----------
    area : whose share is withheld, while its total of answers is shown.
    rows : the same number for the areas of its level.
    larger : areas around it that are shown, each with the areas of that level that lie whole in it.
    least : values that bounds have to leave, at least.

    Returns
    -------
    None where its total is not shown, where nothing follows, or where fewer than ``least`` values would be left.
    """
    own = rows[area].answered
    if own is None or not rows[area].withheld:
        return None
    low, high = 0, own
    for whole, parts in larger:
        if area not in parts or whole.count is None or whole.answered is None:
            continue
        shown = [rows[part] for part in parts if part != area and part in rows and rows[part].known]
        counts = [(row.count, row.answered) for row in shown if row.count is not None and row.answered is not None]
        with_it = whole.count - sum(count for count, _answered in counts)
        without = (whole.answered - whole.count) - sum(answered - count for count, answered in counts)
        high, low = min(high, with_it), max(low, own - without)
    return (low, high) if (low, high) != (0, own) and high - low + 1 >= least else None
