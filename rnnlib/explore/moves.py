"""A counter for games: how many numbers were turned, and the best score so far."""

from collections.abc import Callable, Sequence

import ipywidgets
import numpy as np

from .controls import Control


class Moves(Control):
    """Counts the numbers that were turned in other controls, and keeps the lowest score.

    of       the controls whose numbers count; what else changes (time) is free
    score    score(data): the number that should become small
    label    its name

    One number turned on and on, however far, is one move; when another number is turned, the next move begins. What
    turns several numbers at once (a preset) is as many moves. It gives `compute` no value, so compute stays pure.

    count, best   the moves, and the lowest score of all pictures so far
    path          the scores at the start and after each move, 1 + count numbers

    >>> from rnnlib import draw, explore
    >>> gain = explore.Number("gain", 0, 2, 1.0)
    >>> game = Moves([gain], score=lambda data: data[0] ** 2)
    >>> explorer = explore.Explorer(lambda gain: np.array([gain, 1.0]), [draw.Lines(lambda data: data)], [gain, game],
    ...                             lambda data, t: f"gain {data[0]}")
    >>> explorer.set(gain=0.5); explorer.set(gain=0.7)
    >>> game
    1 move, loss 0.490, best 0.250
    """

    def __init__(self, of: Sequence[Control], score: Callable, label: str = "loss"):
        self.of, self.score, self.label = list(of), score, label
        super().__init__("moves", ipywidgets.Label())
        self.names = ()
        self.reset()

    def values(self) -> dict:
        return {}

    def observe(self, changed: Callable[[], None]) -> None:
        """It changes only when the others do."""

    def reset(self) -> None:
        self.path, self.best = [], np.inf
        self._seen, self._turning = {}, None

    @property
    def count(self) -> int:
        return max(len(self.path) - 1, 0)

    def refresh(self, data) -> None:
        """Look at the numbers that made `data`: which were turned since the last picture?"""
        now, score = _numbers(self.of), float(self.score(data))
        turned = {place for place in now if now[place] != self._seen.get(place)} if self.path else set()
        if not self.path:
            self.path = [score]
        elif turned and turned != self._turning:
            self.path = [*self.path, *[score] * len(turned)]
        else:
            self.path = [*self.path[:-1], score]
        if turned:
            self._turning = turned if len(turned) == 1 else None
        self._seen, self.best = now, min(self.best, score)
        self.widget.value = repr(self)

    def __repr__(self) -> str:
        if not self.path:
            return "no moves yet"
        moves = f"{self.count} move{'' if self.count == 1 else 's'}"
        return f"{moves}, {self.label} {self.path[-1]:.3f}, best {self.best:.3f}"


def _numbers(controls: Sequence[Control]) -> dict:
    """All numbers of some controls by name and place."""
    return {
        (name, place): number
        for control in controls
        for name, value in control.values().items()
        for place, number in np.ndenumerate(value)
    }
