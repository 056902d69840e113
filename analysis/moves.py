"""From one way a table could be to another: by how much can a number move while the others give way?

The question this module answers for a statistician: *here is one set of numbers that fits everything
published; is there another in which this hidden number is three more?* A number that moves puts the sums it
stands in out of balance; others in those sums give way, and so on, until all balance again. Each set found
is a proof of what is possible. Finding none proves nothing: `audit` then asks its solver.
"""

from __future__ import annotations

from collections.abc import Sequence

Row = Sequence[tuple[int, int]]
"""One sum: the places of the numbers in it, each with the sign it counts with."""

_TRIES = 60  # changes tried before a move is given up: what is found at all is mostly found within ten
_ROUNDS = 20  # of drawing limits closer: each only ever helps, so stopping early is safe


class Moves:
    """Numbers between limits, tied by sums, and one set of values that fits them all."""

    def __init__(
        self, rows: Sequence[Row], low: Sequence[int], high: Sequence[int], values: Sequence[int]
    ) -> None:
        self.rows, self.low, self.high = rows, low, high
        self.values = list(values)
        self.least, self.greatest = list(values), list(values)  # the furthest each was seen to move
        self._sums_of: list[list[tuple[int, int]]] = [[] for _ in values]
        for number, row in enumerate(rows):
            for place, sign in row:
                self._sums_of[place].append((number, sign))
        self._tries = 0

    def spread(self, place: int) -> int:
        """How many values a number is known to be able to take, from its least to its greatest."""
        return self.greatest[place] - self.least[place] + 1

    def widen(self, place: int, wanted: int) -> bool:
        """Look for so many possible values of a number. False: not found, which proves nothing."""
        for up in (True, False):
            while (missing := wanted - self.spread(place)) > 0:
                edge = self.greatest[place] if up else self.least[place]
                far = min(missing, self.high[place] - edge if up else edge - self.low[place])
                if far <= 0 or not (
                    self._moved(place, edge + (far if up else -far))
                    or (far > 1 and self._moved(place, edge + (1 if up else -1)))
                ):
                    break
        return self.spread(place) >= wanted

    def seen(self, values: Sequence[int]) -> None:
        """Another set of values that fits, found elsewhere."""
        self.values = list(values)
        self.least = [min(pair) for pair in zip(self.least, values, strict=True)]
        self.greatest = [max(pair) for pair in zip(self.greatest, values, strict=True)]

    def _moved(self, place: int, target: int) -> bool:
        """Another set of values that fits, in which this number is what it should be."""
        step = target - self.values[place]
        self._tries = _TRIES
        off: dict[int, int] = {}
        changed: dict[int, int] = {}
        self._change(place, step, off, changed)
        if not self._mended(off, changed):
            return False
        for other, by in changed.items():
            value = self.values[other] = self.values[other] + by
            if value < self.least[other]:
                self.least[other] = value
            elif value > self.greatest[other]:
                self.greatest[other] = value
        return True

    def _mended(self, off: dict[int, int], changed: dict[int, int]) -> bool:
        """Bring a sum back into balance by letting one of its numbers give way, then the sums that upsets."""
        if not off:
            return True
        number, by = next(iter(off.items()))
        ways = []
        for place, sign in self.rows[number]:
            if place in changed:
                continue
            step = -by * sign
            value = self.values[place]
            step = max(step, self.low[place] - value) if step < 0 else min(step, self.high[place] - value)
            if step:
                ways.append((self._upset(place, step, off), place, step))
        ways.sort()
        for _, place, step in ways:
            self._tries -= 1
            if self._tries < 0:
                return False
            self._change(place, step, off, changed)
            if self._mended(off, changed):
                return True
            self._change(place, -step, off, changed)
            del changed[place]
        return False

    def _change(self, place: int, step: int, off: dict[int, int], changed: dict[int, int]) -> None:
        changed[place] = step
        for number, sign in self._sums_of[place]:
            by = off.get(number, 0) + sign * step
            if by:
                off[number] = by
            else:
                del off[number]

    def _upset(self, place: int, step: int, off: dict[int, int]) -> int:
        """How much further from balance, or nearer, the sums of a number come when it gives way."""
        return sum(
            abs(off.get(number, 0) + sign * step) - abs(off.get(number, 0))
            for number, sign in self._sums_of[place]
        )


def narrowed(rows: Sequence[Row], totals: Sequence[int], low: list[int], high: list[int]) -> None:
    """Draw the limits closer, in place: no number can make up for more than the others of a sum leave it."""
    for _ in range(_ROUNDS):
        before = (list(low), list(high))
        for row, total in zip(rows, totals, strict=True):
            least = sum(low[place] if sign > 0 else -high[place] for place, sign in row) - total
            greatest = sum(high[place] if sign > 0 else -low[place] for place, sign in row) - total
            if least == 0 == greatest:
                continue
            for place, sign in row:
                was_low, was_high = low[place], high[place]
                if sign > 0:
                    high[place] = min(was_high, was_low - least)
                    low[place] = max(was_low, was_high - greatest)
                    least += low[place] - was_low
                    greatest += high[place] - was_high
                else:
                    high[place] = min(was_high, was_low + greatest)
                    low[place] = max(was_low, was_high + least)
                    least += was_high - high[place]
                    greatest += was_low - low[place]
        if before == (low, high):
            return
