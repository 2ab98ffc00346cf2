"""Search a row space for combinations, of any sign, that rest on too few units.

What is shown spans a space; a reader can form every vector in it. A vector tells something about the units of the
columns where it is not zero, its support. A column that stands for enough units cannot be in a support that is too
small, so only the vectors that vanish on all such *heavy* columns matter. The space grows candidate by candidate: a
candidate that brings something on heavy columns adds nothing to those vectors, and any other is refused when a
combination of it with them has too small a support. What was shown before had none, so only combinations with the new
row are looked for.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aggregation.protect.echelon import PRIME, Row, clear, subtract


@dataclass(frozen=True)
class Behind:
    """Who stands behind classes of units that no table tells apart.

    Parameters
    ----------
    doctors : per class how many doctors its units count.
    practices : per class the practices of its units; several classes may share one.
    fewest : least practices behind a support.
    """

    doctors: Sequence[int]
    practices: Sequence[frozenset[int]]
    fewest: int

    def few(self, classes: Iterable[int], least: int) -> bool:
        """Tell whether the classes together hold fewer doctors than ``least``, or too few practices."""
        classes = list(classes)
        if sum(self.doctors[number] for number in classes) < least:
            return True
        return len(frozenset().union(*(self.practices[number] for number in classes))) < self.fewest


class SignedSpace:
    """A row space that holds no vector with too small a support.

    Parameters
    ----------
    owner : class of each column.
    behind : who stands behind the classes.
    leasts : every number of doctors that a row may ask for.
    nodes : states a search may visit; a search that is broken off counts as a find.
    """

    def __init__(self, owner: Sequence[int], behind: Behind, leasts: Iterable[int], nodes: int) -> None:
        self.owner = owner
        self.behind = behind
        self.nodes = nodes
        self.refused = 0
        self.gave_up = 0
        steps = sorted(set(leasts))
        self._heavy_for = [
            max((least for least in steps if not behind.few([number], least)), default=0)
            for number in range(len(behind.doctors))
        ]
        self._basis: dict[int, Row] = {}
        self._users: defaultdict[int, set[int]] = defaultdict(set)
        self._pivots: defaultdict[int, set[int]] = defaultdict(set)
        self._secrets: list[Row] = []

    def protect(self, rows: Iterable[Row]) -> None:
        """Keep rows out of the space, whatever their support; rows that lie in it already are left alone."""
        self._secrets += [rest for row in rows if (rest := self._reduced(row))]

    def add(self, row: Row, least: int) -> bool:
        """Take a row unless a combination with it rests on too few units.

        Returns
        -------
        Whether the row is in the space.
        """
        rest = self._reduced(row)
        if not rest:
            return True
        # Rows with a pivot in a class too light for ``least`` are zero on all heavier ones, and a pivot of any other
        # row stays: what the row brings there cannot be cancelled.
        if all(self._weight(column) < least for column in rest) and self._isolates(rest, least):
            self.refused += 1
            return False
        pivot = min(rest, key=lambda column: (-self._weight(column), self.users(column), column))
        factor = pow(rest[pivot], PRIME - 2, PRIME)
        rest = {column: value * factor % PRIME for column, value in rest.items()}
        secrets = self._without(rest, pivot)
        if secrets is None:
            self.refused += 1
            return False
        self._secrets = secrets
        self._take(rest, pivot)
        return True

    def users(self, column: int) -> int:
        """Count the rows of the basis that touch a column."""
        return len(self._users.get(column, ()))

    def touching(self, columns: Iterable[int]) -> set[int]:
        """Pivots of the rows that touch any of the columns."""
        return set().union(*(self._users.get(column, ()) for column in columns))

    def within(self, classes: Iterable[int]) -> list[int]:
        """Pivots that lie in some classes, in order."""
        return sorted(set().union(*(self._pivots.get(number, ()) for number in classes)))

    def row(self, pivot: int) -> Row:
        """Row of the basis with this pivot; not to be changed."""
        return self._basis[pivot]

    def _weight(self, column: int) -> int:
        return self._heavy_for[self.owner[column]]

    def _reduced(self, row: Row) -> Row:
        rest = dict(row)
        clear(rest, self._basis)
        return rest

    def _isolates(self, row: Row, least: int) -> bool:
        search = _Search(self, row, least)
        if search.run(frozenset(), frozenset()):
            return True
        self.gave_up += search.left < 0
        return search.left < 0

    def _without(self, fresh: Row, pivot: int) -> list[Row] | None:
        """Clear the protected rows of a new row; None when one of them would be nothing but shown rows."""
        secrets = []
        for secret in self._secrets:
            if pivot in secret:
                secret = dict(secret)
                subtract(secret, secret[pivot], fresh)
                if not secret:
                    return None
            secrets.append(secret)
        return secrets

    def _take(self, fresh: Row, pivot: int) -> None:
        for other in sorted(self._users.get(pivot, ())):
            before = self._basis[other]
            after = dict(before)
            subtract(after, after[pivot], fresh)
            for column in before.keys() - after.keys():
                self._users[column].discard(other)
            for column in after.keys() - before.keys():
                self._users[column].add(other)
            self._basis[other] = after
        self._basis[pivot] = fresh
        self._pivots[self.owner[pivot]].add(pivot)
        for column in fresh:
            self._users[column].add(pivot)


class _Search:
    """Depth-first search over the classes that a support may hold.

    A row of the basis may be taken only when the class of its pivot is allowed, since no other row has that column.
    Where the row that is sought still sticks out of the allowed classes, one linear form proves it: a class or a row
    in that form must be allowed as well, and nothing else helps.
    """

    def __init__(self, space: SignedSpace, row: Row, least: int) -> None:
        self._space = space
        self._row = row
        self._least = least
        self.left = space.nodes

    def run(self, allowed: frozenset[int], barred: frozenset[int]) -> bool:
        """Look for a support within ``allowed`` and more classes, none of them ``barred``."""
        self.left -= 1
        if self.left < 0:
            return False
        branches = self._branches(allowed)
        if branches is None:
            return True
        for number in branches:
            if number in barred:
                continue
            more = allowed | {number}
            if self._space.behind.few(more, self._least) and self.run(more, barred):
                return True
            barred = barred | {number}
        return False

    def _branches(self, allowed: frozenset[int]) -> list[int] | None:
        """Give the classes of which one must be allowed; None when those allowed are enough."""
        owner, space = self._space.owner, self._space
        taken = space.within(allowed)
        echelon: dict[int, Row] = {}
        for pivot in taken:
            rest = self._outside(space.row(pivot), allowed)
            clear(rest, echelon)
            if rest:
                lead = min(rest)
                factor = pow(rest[lead], PRIME - 2, PRIME)
                rest = {column: value * factor % PRIME for column, value in rest.items()}
                for other in echelon.values():
                    if lead in other:
                        subtract(other, other[lead], rest)
                echelon[lead] = rest
        rest = self._outside(self._row, allowed)
        clear(rest, echelon)
        if not rest:
            return None
        worst = min(rest, key=lambda column: (space.users(column), column))
        form = {worst: 1} | {lead: PRIME - row[worst] for lead, row in echelon.items() if worst in row}
        found = {owner[column] for column in form}
        for pivot in space.touching(form) - set(taken):
            row = space.row(pivot)
            if sum(value * row.get(column, 0) for column, value in form.items()) % PRIME:
                found.add(owner[pivot])
        return sorted(found)

    def _outside(self, row: Row, allowed: frozenset[int]) -> Row:
        return {column: value for column, value in row.items() if self._space.owner[column] not in allowed}
