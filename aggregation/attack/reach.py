"""Which pairs of a sum and a sum of squares some whole values can have: all of them moved at once, as bits."""

from collections.abc import Iterable

import numpy as np


class Grid:
    """Sets of pairs of an excess and a sum of squares; each set is one whole number with a bit per pair.

    To add values to all pairs of a set is a shift of that number, which is what the search does most.

    Parameters
    ----------
    excess, squares : how many values each of the two can have, from 0 on; pairs beyond fall off.
    """

    def __init__(self, excess: int, squares: int) -> None:
        self._excess, self._squares = excess, squares
        # What moves past the end of a line comes into its second half, and is taken off there.
        self._line = (2 * squares + 7) // 8 * 8
        self._inside = self.beyond(0, 0)

    def beyond(self, excess: int, squares: int) -> int:
        """Set all pairs with at least so much of both."""
        if excess >= self._excess or squares >= self._squares:
            return 0
        line = ((1 << self._squares) - (1 << squares)).to_bytes(self._line // 8, "little")
        return int.from_bytes(line * (self._excess - excess), "little") << excess * self._line

    def shift(self, pairs: int, excess: int, squares: int) -> int:
        """Add so much to all pairs."""
        if excess >= self._excess or squares >= self._squares:
            return 0
        return (pairs << (excess * self._line + squares)) & self._inside

    def reach(self, values: tuple[int, int], count: int) -> int:
        """Give the pairs that so many whole values from a class can have together; excess is over its least value."""
        low, high = values
        pairs = 1
        for _ in range(count):
            wider = 0
            for value in range(low, min(high, low + self._excess - 1) + 1):
                wider |= self.shift(pairs, value - low, value * value)
            pairs = wider
        return pairs

    def together(self, parts: Iterable[int]) -> int:
        """Add one pair of each set, in all ways."""
        total = 1
        for part in parts:
            small, large = (part, total) if part.bit_count() < total.bit_count() else (total, part)
            whole = np.frombuffer(small.to_bytes(small.bit_length() // 8 + 1, "little"), dtype=np.uint8)
            total = 0
            for position in np.flatnonzero(np.unpackbits(whole, bitorder="little")).tolist():
                total |= self.shift(large, *divmod(position, self._line))
        return total
