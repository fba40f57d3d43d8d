"""A scoreboard for games: how many numbers were turned, and the score after each of these moves."""

import numpy as np


class Scoreboard:
    """The history of a game in which numbers are turned to make a score small.

    One number turned on and on, however far, is one move; when another number is turned, the next move begins. What
    turns several numbers at once (a preset) is as many moves.

    record(score, *tables)   what an explorer's function calls with the score and the tables that made it
    path                     the scores at the start and after each move, 1 + count numbers
    count, best              the moves, and the lowest score so far
    clear()                  begin anew; an explorer that is given it as its `history` does so at each reset

    >>> game = Scoreboard()
    >>> for gain in (1.0, 0.5, 0.7): game.record(gain**2, np.array([gain]))
    >>> game
    1 move, loss 0.490, best 0.250
    """

    def __init__(self, label: str = "loss"):
        self.label = label
        self.clear()

    def clear(self) -> None:
        self.path: list[float] = []
        self.best = np.inf
        self._seen: np.ndarray | None = None
        self._turning: int | None = None  # the number that is being turned

    @property
    def count(self) -> int:
        return max(len(self.path) - 1, 0)

    def record(self, score: float, *tables: np.ndarray) -> None:
        """Look at the numbers that made the score: which were turned since the last time?"""
        numbers = np.concatenate([np.ravel(table) for table in tables])
        if self._seen is None:
            self.path = [score]
        else:
            turned = np.flatnonzero(numbers != self._seen)
            if (len(turned) == 1 and turned[0] == self._turning) or len(turned) == 0:
                self.path = [*self.path[:-1], score]
            else:
                self.path = [*self.path, *[score] * len(turned)]
                self._turning = turned[0] if len(turned) == 1 else None
        self._seen, self.best = numbers, min(self.best, score)

    def __repr__(self) -> str:
        if not self.path:
            return "no moves yet"
        moves = f"{self.count} move{'' if self.count == 1 else 's'}"
        return f"{moves}, {self.label} {self.path[-1]:.3f}, best {self.best:.3f}"
