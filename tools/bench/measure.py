"""Ratios that mean the same on any machine: two things measured in turn, in one run."""

import statistics
import time
from collections.abc import Callable
from typing import NamedTuple


class Row(NamedTuple):
    """One line of the table.

    >>> Row("a", 0.002, "b", 0.004, "").ratio
    2.0
    """

    what: str
    ours: float  # seconds
    peer: str
    theirs: float  # seconds
    goal: str

    @property
    def ratio(self) -> float:
        return self.theirs / self.ours


def seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def in_turn(ours: Callable[[], object], theirs: Callable[[], object], rounds: int = 20) -> tuple[float, float]:
    """Return the median seconds of both, measured one after the other in each round; the first round warms up."""
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(rounds + 1)][1:]
    return tuple(statistics.median(column) for column in zip(*pairs, strict=True))
