"""What the points of a falling loss are made of."""

import numpy as np

from .chances import mean
from .told import Told, brief


class losses:
    """The words of the losses (K,) after 0, 1, ... K-1 updates, or moves.

    surprises   (K, T): of the T steps at each of them; or (T,): at the last of them alone
    counted     what is counted

    >>> says = losses([1.4, 0.2], [0.1, 0.3], counted="move")
    >>> says(0).words, says(1).words
    ('loss after 0 moves = 1.40', 'loss after 1 move = (0.10 + 0.30) / 2 = 0.20')
    """

    def __init__(self, values, surprises=(), counted: str = "update"):
        self.values, self.counted = np.asarray(values, float), counted
        surprises = np.asarray(surprises, float)
        known = surprises if surprises.ndim == 2 else [surprises]
        self.surprises = dict(zip(reversed(range(len(self.values))), reversed(known), strict=False))

    def __call__(self, k: int) -> Told:
        what = f"loss after {k} {self.counted}{'' if k == 1 else 's'}"
        if np.size(self.surprises.get(k, ())):
            return mean(self.surprises[k], what)
        return Told(f"{what} = {brief(self.values[k])}")
