"""What the numbers of an equation of matrices are made of, as the equation itself says."""

import re
from collections.abc import Sequence

from .told import Told, brief, factor, products


class equation:
    """The words of an equation: signs ("=", "+", "@", "tanh(", ")") and grids (name, array (rows, columns), shape).

    says(name, i, j)   the number in row i and column j, from 0; a grid alone on its side of "=" is made of the other

    >>> import numpy as np
    >>> u = np.array([[2.0], [3.0]])
    >>> W, x = np.array([[1.0, -2.0]]), np.array([[-4.0]])
    >>> says = equation([("W", W, "(1, 2)"), "@", ("u", u, "(2,)"), "=", ("x", x, "(1,)")])
    >>> says("x", 0, 0).words, says("u", 1, 0).words
    ('x[0] = 1.00 × 2.00 + (-2.00) × 3.00 = -4.00', 'u[1] = 3.00')
    """

    def __init__(self, parts: Sequence, digits: int = 2):
        self.digits, self.grids = digits, {part[0]: part[1:] for part in parts if not isinstance(part, str)}
        middle = parts.index("=") if "=" in parts else len(parts)
        left, right = terms(parts[:middle]), terms(parts[middle + 1 :])
        alone = [len(term) for term in right] == [1]
        self.result, self.made_of = (right, left) if alone else (left, right)

    def __call__(self, name: str, i: int, j: int) -> Told:
        made, of = self._made(i, j) if self.result == [(name,)] else ("", ())
        at = ", ".join(map(str, self._place(name, i, j)))
        words = f"{plain(name)}[{at}] = {made}{brief(self.grids[name][0][i, j], self.digits)}"
        return Told(words, self._key(name, i, j), of)

    def _made(self, i: int, j: int) -> tuple[str, tuple[str, ...]]:
        words, of = [], []
        for term in self.made_of:
            match term:
                case (W, u):  # row i meets column j
                    row, column = self.grids[W][0][i], self.grids[u][0][:, j]
                    words.append(products(row, column, self.digits))
                    of += [key for k in range(len(row)) for key in (self._key(W, i, k), self._key(u, k, j))]
                case (b,):  # one row or one column serves all
                    array, _ = self.grids[b]
                    at = min(i, array.shape[0] - 1), min(j, array.shape[1] - 1)
                    words.append(factor(array[at], self.digits))
                    of.append(self._key(b, *at))
                case sign:
                    words.append(" + " if sign == "+" else sign)
        return f"{''.join(words)} = ", tuple(of)

    def _place(self, name: str, i: int, j: int) -> tuple[int, ...]:
        """A vector has one place for each number, however it is drawn."""
        return (max(i, j),) if self.grids[name][1].endswith(",)") else (i, j)

    def _key(self, name: str, i: int, j: int) -> str:
        return " ".join([plain(name), *(str(k + 1) for k in self._place(name, i, j))])


def terms(parts: Sequence) -> list:
    """Signs, and the names of grids: two where one is multiplied with the other.

    >>> terms(["tanh(", ("W", []), "@", ("u", []), "+", ("b", []), ")"])
    ['tanh(', ('W', 'u'), '+', ('b',), ')']
    """
    found = []
    for part in parts:
        if isinstance(part, str):
            found.append(part)
        elif found[-1:] == ["@"]:
            found[-2:] = [(*found[-2], part[0])]
        else:
            found.append((part[0],))
    return found


def plain(name: str) -> str:
    r"""Write a formula as one reads it aloud.

    >>> plain("$W_{xu}$"), plain("$x_{t-1}$"), plain("u")
    ('W_xu', 'x_t-1', 'u')
    """
    return re.sub(r"[${}]", "", name)
