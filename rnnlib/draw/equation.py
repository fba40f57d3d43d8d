"""An equation of matrices, each drawn as its grid of numbers, all to the same scale."""

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.patches import Rectangle

from .. import tell
from ..tell import Told, brief
from . import style
from .texts import Texts
from .view import View

GAP, LETTER = 0.3, 0.27  # between two parts; the width of one letter of a sign
LEAST = 9.0  # a short equation is drawn as if it were so wide, so that its cells do not grow huge


class Equation(View):
    """Signs and grids side by side: x = W @ u with every cell in sight.

    parts    a part is a sign ("=", "@", "tanh("), or (name, array) or (name, array, shape): the shape stands below
             the grid, and is the array's own if it is left out.
             A vector is drawn as one column; give `array[None, :]` and its shape to draw it as a row.
    lit      {name: (row, column)}, counted from 0: cells that are framed
    limit    the number whose cell is fully blue or orange
    digits   decimals of the numbers in the cells
    says     says(name, i, j): what the number of that part in row i and column j (from 0) is made of;
             where it says None, or nothing is said, the equation itself does

    >>> Equation([("x", [3.0]), "=", ("W", [[1.0, 2.0]]), "@", ("u", [1.0, 1.0])]).frame()[2]
    ('W', (1, 2), '(1, 2)')
    """

    def __init__(
        self,
        parts: Sequence,
        *,
        lit: dict | None = None,
        limit=3.0,
        digits=2,
        title="",
        says: Callable[[str, int, int], Told | None] | None = None,
    ):
        super().__init__(title)
        self.parts = [part if isinstance(part, str) else (part[0], grid(part[1]), shape(*part[1:])) for part in parts]
        self.grids = [part for part in self.parts if not isinstance(part, str)]
        self.lit, self.limit, self.digits, self.says = dict(lit or {}), limit, digits, says
        self.tell = tell.equation(self.parts, digits)

    def frame(self):
        return tuple(part if isinstance(part, str) else (part[0], part[1].shape, part[2]) for part in self.parts)

    def start(self, ax):
        super().start(ax)
        art, x, tallest = self.art, 0.0, 2
        ax.set_axis_off()
        art.corners, art.frames = [], []  # of each grid the upper left corner, and its frame
        middle = {"ha": "center", "va": "center"}
        for part in self.parts:
            if isinstance(part, str):
                ax.text(x + LETTER * len(part) / 2, 0, part, fontsize=13, **middle)
                x += LETTER * len(part) + GAP
                continue
            name, array, below = part
            rows, columns = array.shape
            tallest = max(tallest, rows)
            art.corners.append((x, rows / 2))
            ax.text(x + columns / 2, rows / 2 + 0.2, name, fontsize=11, ha="center", va="bottom")
            ax.text(x + columns / 2, -rows / 2 - 0.2, below, fontsize=10, ha="center", va="top", color=style.QUIET)
            frame = Rectangle((0, 0), 1, 1, **style.frame(2.6), zorder=4)
            art.frames.append(ax.add_patch(frame))
            x += columns + GAP
        spare = max(LEAST - x, 0) / 2
        ax.set_xlim(-GAP - spare, x + spare)
        ax.set_ylim(-tallest / 2 - 0.9, tallest / 2 + 0.9)
        ax.set_aspect("equal")
        boxes = self._boxes()
        squares = boxes[:, [(0, 1), (2, 1), (2, 3), (0, 3)]]
        art.cells = ax.add_collection(PolyCollection(squares, edgecolors=style.FAINT, linewidths=0.8, zorder=2))
        art.numbers = Texts(ax, boxes[:, :2] + 0.5, fontsize=9, **middle)
        art.steady = [art.cells, art.numbers, *art.frames]

    def show(self, t):
        art = self.art
        values = np.concatenate([array.ravel() for _, array, _ in self.grids])
        colours = style.SIGNED(style.signed(self.limit)(values))
        art.cells.set_facecolors(colours)
        art.numbers.write([brief(value, self.digits) for value in values], colours=style.inks_on(colours))
        for (name, _, _), (left, top), frame in zip(self.grids, art.corners, art.frames, strict=True):
            frame.set_visible(name in self.lit)
            if name in self.lit:
                row, column = self.lit[name]
                frame.set_xy((left + column, top - row - 1))

    def numbers(self, t):
        told = [self._told(part, i, j) for part in self.grids for i, j in np.ndindex(part[1].shape)]
        yield from zip(self.cells(self._boxes()), told, strict=True)

    def _boxes(self) -> np.ndarray:
        """Return left, bottom, right and top of all cells, (n, 4), grid after grid and row after row."""
        return np.array(
            [
                (left + j, top - i - 1, left + j + 1, top - i)
                for (left, top), (_, array, _) in zip(self.art.corners, self.grids, strict=True)
                for i, j in np.ndindex(array.shape)
            ]
        )

    def _told(self, part, i: int, j: int) -> Told:
        told = self.says(part[0], i, j) if self.says else None
        return told or self.tell(part[0], i, j)


def grid(array) -> np.ndarray:
    """Return a vector as one column, a matrix as it is.

    >>> grid([1, 2]).shape
    (2, 1)
    """
    array = np.asarray(array, float)
    return array if array.ndim == 2 else array.reshape(-1, 1)


def shape(array, said: str | None = None) -> str:
    """Return what stands below a grid: the shape as Python writes it, or what is said in its place.

    >>> shape([1, 2]), shape([[1, 2]]), shape([[1, 2]], "(2,)")
    ('(2,)', '(1, 2)', '(2,)')
    """
    return said or str(np.shape(array))
