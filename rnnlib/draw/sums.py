"""A matrix times a vector, written out as the sums that it stands for."""

import numpy as np
from matplotlib.patches import Rectangle

from . import style
from .view import Getter, View
from .wires import heights


class Sums(View):
    """x_i = W_i1 u_1 + W_i2 u_2 + ..., one row for each x_i, first in letters and then in numbers.

    get      get(data): (W, source) of the shapes (n_to, n_from), (n_from,); up to six terms are easy to read
    names    the letters of the matrix, of source and of the sum
    lit      lit(data): (i, j), counted from 0: the product that is lit; or None

    In one row with `Wires` the sums stand at the heights of its nodes.
    """

    def __init__(self, get: Getter, *, names=("W", "u", "x"), lit=None, title=""):
        super().__init__(title)
        self.get, self.names, self.lit = get, names, lit

    def frame(self, data):
        return np.shape(self.get(data)[0])

    def start(self, ax, data):
        super().start(ax, data)
        n_to, n_from = np.shape(self.get(data)[0])
        matrix, source, total = self.names
        ax.set_xlim(-0.95, n_from + 0.55)
        ax.set_ylim(0, 1)
        ax.set_axis_off()
        self.height = min(0.4 / n_to, 0.13)
        box = Rectangle((0, 0), 0.88, 2 * self.height, fc="#EEEEEE", ec=style.INK, lw=1.5, zorder=1)
        self.box = ax.add_patch(box)
        above = {"ha": "center", "va": "bottom", "fontsize": 11, "zorder": 2, "color": "#555555"}
        below = {"ha": "center", "va": "top", "fontsize": 10, "zorder": 2}
        self.products, self.totals = [], []
        for i, y in enumerate(heights(n_to)):
            up, down = y + 0.04 / n_to, y - 0.04 / n_to
            ax.text(-0.72, up, f"${total}_{{{i + 1}}}$", **{**above, "color": style.INK})
            for j in range(n_from):
                ax.text(j - 0.5, up, "+" if j else "=", **above)
                ax.text(j - 0.5, down, "+" if j else "=", **below)
                term = f"${matrix}_{{{i + 1}{j + 1}}}\\,{source}_{{{j + 1}}}$"
                self.steady.append(ax.text(j, up, term, **above))
                self.products.append(ax.text(j, down, "", **below))
            ax.text(n_from - 0.5, down, "=", **below)
            self.totals.append(ax.text(n_from, down, "", weight="bold", **below))
        self.steady += [self.box, *self.products, *self.totals]

    def show(self, data, t):
        W, source = (np.asarray(part, float) for part in self.get(data))
        for text, weight, number in zip(self.products, W.flat, np.resize(source, W.size), strict=True):
            text.set_text(f"{_factor(weight)} · {_factor(number)}")
        for text, total in zip(self.totals, W @ source, strict=True):
            text.set_text(style.brief(total))
        lit = self.lit(data) if self.lit else None
        self.box.set_visible(lit is not None)
        if lit is not None:
            i, j = lit
            self.box.set_xy((j - 0.44, heights(len(W))[i] - self.height))


def _factor(number: float) -> str:
    """Write a negative factor in brackets, as one does by hand.

    >>> _factor(0.5), _factor(-1)
    ('0.50', '(-1.00)')
    """
    text = style.brief(number)
    return f"({text})" if text.startswith("-") else text
