"""What a loss, and the points of one that falls, are made of."""

import numpy as np

from .chances import mean
from .told import Told, brief


def loss(y, target, what: str = "loss", digits: int = 2) -> Told:
    """The words of the loss of scores y (T, n_y): the mean of the surprises at the targets (T,).

    >>> loss(np.log([[1.0, 1.0], [1.0, 3.0]]), [0, 1]).words
    'loss = (0.69 + 0.29) / 2 = 0.49'
    """
    y = np.asarray(y, float)
    down = y - y.max(axis=-1, keepdims=True)  # so that exp cannot overflow; only differences count
    surprises = np.log(np.exp(down).sum(axis=-1)) - down[np.arange(len(y)), np.asarray(target)]
    return mean(surprises, what, digits=digits)


class losses:
    """The words of the losses (K,) after 0, 1, ... K-1 updates, or moves.

    y         (K, T, n_y): the scores at each of them; or (T, n_y): at the last of them alone
    target    (T,)
    counted   what is counted

    >>> says = losses([1.4, 0.49], np.log([[1.0, 1.0], [1.0, 3.0]]), [0, 1], counted="move")
    >>> says(0).words, says(1).words
    ('loss after 0 moves = 1.40', 'loss after 1 move = (0.69 + 0.29) / 2 = 0.49')
    """

    def __init__(self, values, y, target, counted: str = "update"):
        self.values, self.target, self.counted = np.asarray(values, float), target, counted
        self.y = {len(self.values) - 1: y} if np.ndim(y) == 2 else dict(enumerate(y))

    def __call__(self, k: int) -> Told:
        what = f"loss after {k} {self.counted}{'' if k == 1 else 's'}"
        return loss(self.y[k], self.target, what) if k in self.y else Told(f"{what} = {brief(self.values[k])}")
