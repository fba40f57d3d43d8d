"""An equation of matrices, each drawn as its grid of numbers, all to the same scale."""

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.patches import Rectangle

from . import style
from .view import Getter, View

GAP, LETTER = 0.3, 0.27  # between two parts; the width of one letter of a sign
LEAST = 9.0  # a short equation is drawn as if it were so wide, so that its cells do not grow huge


class Equation(View):
    """Signs and grids side by side: x = W @ u with every cell in sight.

    get      get(data): a list of parts.  A part is a sign ("=", "@", "tanh("), or (name, array) or
             (name, array, shape): the shape stands below the grid, and is the array's own if it is left out.
             A vector is drawn as one column; give `array[None, :]` and its shape to draw it as a row.
    lit      lit(data): {name: (row, column)}, counted from 0: cells that are framed
    limit    the number whose cell is fully blue or orange
    digits   decimals of the numbers in the cells
    """

    def __init__(self, get: Getter, *, lit=None, limit=3.0, digits=2, title=""):
        super().__init__(title)
        self.get, self.lit, self.limit, self.digits = get, lit, limit, digits

    def frame(self, data):
        return [part if isinstance(part, str) else (part[0], np.shape(part[1]), part[2:]) for part in self.get(data)]

    def start(self, ax, data):
        super().start(ax, data)
        ax.set_axis_off()
        x, tallest, corners, self.places, self.frames = 0.0, 2, [], {}, {}
        middle = {"ha": "center", "va": "center"}
        for part in self.get(data):
            if isinstance(part, str):
                ax.text(x + LETTER * len(part) / 2, 0, part, fontsize=13, **middle)
                x += LETTER * len(part) + GAP
                continue
            name, array, *shape = part
            rows, columns = grid(array).shape
            tallest = max(tallest, rows)
            self.places[name] = [(x + j + 0.5, rows / 2 - i - 0.5) for i in range(rows) for j in range(columns)]
            corners += self.places[name]
            ax.text(x + columns / 2, rows / 2 + 0.2, name, fontsize=11, ha="center", va="bottom")
            below = shape[0] if shape else f"({', '.join(map(str, np.shape(array)))}{',' * (np.ndim(array) == 1)})"
            ax.text(x + columns / 2, -rows / 2 - 0.2, below, fontsize=10, ha="center", va="top", color="#555555")
            self.frames[name] = Rectangle((0, 0), 1, 1, fill=False, ec=style.INK, lw=2.6, zorder=4)
            ax.add_patch(self.frames[name])
            x += columns + GAP
        spare = max(LEAST - x, 0) / 2
        ax.set_xlim(-GAP - spare, x + spare)
        ax.set_ylim(-tallest / 2 - 0.9, tallest / 2 + 0.9)
        ax.set_aspect("equal")
        squares = np.array(corners)[:, None] + 0.5 * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)])
        self.cells = ax.add_collection(PolyCollection(squares, edgecolors=style.FAINT, linewidths=0.8, zorder=2))
        self.numbers = [ax.text(*corner, "", fontsize=9, zorder=3, **middle) for corner in corners]
        self.steady = [self.cells, *self.numbers, *self.frames.values()]

    def show(self, data, t):
        arrays = {part[0]: grid(part[1]) for part in self.get(data) if not isinstance(part, str)}
        values = np.concatenate([array.ravel() for array in arrays.values()])
        colours = style.SIGNED(style.signed(self.limit)(values))
        self.cells.set_facecolors(colours)
        for text, value, colour in zip(self.numbers, values, colours, strict=True):
            text.set_text(style.brief(value, self.digits))
            text.set_color(style.ink_on(colour[:3]))
        lit = self.lit(data) if self.lit else {}
        for name, frame in self.frames.items():
            frame.set_visible(name in lit)
            if name in lit:
                row, column = lit[name]
                x, y = self.places[name][row * arrays[name].shape[1] + column]
                frame.set_xy((x - 0.5, y - 0.5))


def grid(array) -> np.ndarray:
    """Return a vector as one column, a matrix as it is.

    >>> grid([1, 2]).shape
    (2, 1)
    """
    array = np.asarray(array, float)
    return array if array.ndim == 2 else array.reshape(-1, 1)
