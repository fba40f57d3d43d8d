"""A matrix times a vector, written out as the sums that it stands for."""

import numpy as np
from matplotlib.patches import Rectangle

from .. import tell
from ..tell import brief, factor
from . import style
from .view import View
from .wires import heights, named


class Sums(View):
    """x_i = W_i1 u_1 + W_i2 u_2 + ..., one row for each x_i, first in letters and then in numbers.

    W, source   (n_to, n_from), (n_from,); up to six terms are easy to read
    names       the letters of the matrix, of source and of the sum; or strings for these two, one for each number
    lit         (i, j), counted from 0: the product that is lit

    In one row with `Wires` the sums stand at the heights of its nodes.

    >>> Sums([[0.5, 2.0]], [2.0, 1.0]).totals
    array([3.])
    """

    def __init__(self, W, source, *, names=("W", "u", "x"), lit=None, title=""):
        super().__init__(title)
        self.W, self.source = np.asarray(W, float), np.asarray(source, float)
        self.totals = self.W @ self.source
        self.names, self.lit = tuple(name if isinstance(name, str) else tuple(name) for name in names), lit
        self.tell = tell.product(W, source, self.totals, names=self.names[1:], matrix=self.names[0])

    def frame(self):
        return self.W.shape, self.names

    def start(self, ax):
        super().start(ax)
        art, (n_to, n_from) = self.art, self.W.shape
        matrix, source, total = self.names
        sources = [name.strip("$") for name in named(source, n_from)]
        totals = [name.strip("$") for name in named(total, n_to)]
        ax.set_xlim(-0.95, n_from + 0.55)
        ax.set_ylim(0, 1)
        ax.set_axis_off()
        art.height = min(0.4 / n_to, 0.13)
        box = Rectangle((0, 0), 0.88, 2 * art.height, fc="#EEEEEE", ec=style.INK, lw=1.5, zorder=1)
        art.box = ax.add_patch(box)
        above = {"ha": "center", "va": "bottom", "fontsize": 11, "zorder": 2, "color": style.QUIET}
        below = {"ha": "center", "va": "top", "fontsize": 10, "zorder": 2}
        art.products, art.totals = [], []
        for i, y in enumerate(heights(n_to)):
            up, down = y + 0.04 / n_to, y - 0.04 / n_to
            ax.text(-0.72, up, f"${totals[i]}$", **{**above, "color": style.INK})
            for j in range(n_from):
                ax.text(j - 0.5, up, "+" if j else "=", **above)
                ax.text(j - 0.5, down, "+" if j else "=", **below)
                term = f"${matrix}_{{{self.tell.place(1, i)}{self.tell.place(0, j)}}}\\,{sources[j]}$"
                art.steady.append(ax.text(j, up, term, **above))
                art.products.append(ax.text(j, down, "", **below))
            ax.text(n_from - 0.5, down, "=", **below)
            art.totals.append(ax.text(n_from, down, "", weight="bold", **below))
        art.steady += [art.box, *art.products, *art.totals]

    def show(self, t):
        art = self.art
        for text, weight, number in zip(art.products, self.W.flat, np.resize(self.source, self.W.size), strict=True):
            text.set_text(f"{factor(weight)} · {factor(number)}")
        for text, total in zip(art.totals, self.totals, strict=True):
            text.set_text(brief(total))
        art.box.set_visible(self.lit is not None)
        if self.lit is not None:
            i, j = self.lit
            art.box.set_xy((j - 0.44, heights(len(self.W))[i] - art.height))

    def numbers(self, t):
        products = [self.tell.term(i, j) for i, j in np.ndindex(self.W.shape)]
        totals = [self.tell.total(i) for i in range(len(self.W))]
        yield from zip(self.written([*self.art.products, *self.art.totals]), [*products, *totals], strict=True)
