"""What the numbers of a matrix times a vector are made of: its weights, its products and its sums."""

from collections.abc import Sequence

import numpy as np

from .runs import MOST
from .told import Told, brief, factor, products


class product:
    """The words of to = W source, (n_to,) = (n_to, n_from) (n_from,), and of what goes into it.

    source(j), total(i)         the numbers on both sides; i and j count from 0
    weight(i, j), term(i, j)    an entry of W, and what it adds
    names                       of source and to: a letter ("u" gives u_1, u_2, ...) or strings (W_pA: to p, from A)

    `to` may be more than the sum (a squash, a bias): then it says its name and value alone.

    >>> words = product([[0.5, -1.0]], [2.0, 1.0], [0.0])
    >>> words.total(0).words
    'x_1 = 0.50 × 2.00 + (-1.00) × 1.00 = 0.00'
    >>> words.weight(0, 1).words
    'W_12 = -1.00, from u_2 to x_1, adds -1.00 × 1.00 = -1.00'
    """

    def __init__(self, W, source, to, *, names: Sequence = ("u", "x"), matrix: str = "W"):
        self.W, self.source_, self.to = (np.asarray(part, float) for part in (W, source, to))
        self.names, self.matrix = names, matrix
        letters = [name for name in names if isinstance(name, str)]
        self.key = f"{matrix}_{letters[1]}{letters[0]}" if len(letters) == 2 and matrix == "W" else matrix

    def source(self, j: int) -> Told:
        return Told(f"{self._name(0, j)} = {brief(self.source_[j])}", self._key(0, j))

    def total(self, i: int) -> Told:
        of = tuple(key for j in range(len(self.source_)) for key in (f"{self.key} {i + 1} {j + 1}", self._key(0, j)))
        made = ""
        if np.isclose(self.W[i] @ self.source_, self.to[i]):
            few = len(self.source_) <= MOST
            made = products(self.W[i], self.source_) if few else f"the sum of {len(self.source_)} products"
            made += " = "
        return Told(f"{self._name(1, i)} = {made}{brief(self.to[i])}", self._key(1, i), of)

    def weight(self, i: int, j: int) -> Told:
        weight, number = self.W[i, j], self.source_[j]
        way = f"from {self._name(0, j)} to {self._name(1, i)}"
        adds = f"{brief(weight)} × {factor(number)} = {brief(weight * number)}"
        return Told(f"{self._entry(i, j)} = {brief(weight)}, {way}, adds {adds}", f"{self.key} {i + 1} {j + 1}")

    def term(self, i: int, j: int) -> Told:
        weight, number = self.W[i, j], self.source_[j]
        of = f"{self.key} {i + 1} {j + 1}", self._key(0, j)
        made = f"{brief(weight)} × {factor(number)} = {brief(weight * number)}"
        return Told(f"{self._entry(i, j)} × {self._name(0, j)} = {made}", " × ".join(of), of)

    def place(self, side: int, k: int) -> str:
        """Return what stands in the index of W for source (side 0) or to (side 1): its number or its name."""
        name = self.names[side]
        return str(k + 1) if isinstance(name, str) else str(name[k])

    def _name(self, side: int, k: int) -> str:
        name = self.names[side]
        return f"{name}_{k + 1}" if isinstance(name, str) else str(name[k])

    def _key(self, side: int, k: int) -> str:
        name = self.names[side]
        return f"{name} {k + 1}" if isinstance(name, str) else str(name[k])

    def _entry(self, i: int, j: int) -> str:
        place = self.place(1, i), self.place(0, j)
        return f"{self.matrix}_{(',' if max(self.W.shape) > 9 or max(map(len, place)) > 1 else '').join(place)}"
