"""The tree of a scan: which stretches of time join at each of its steps."""

import numpy as np
from matplotlib.colors import to_hex

from ..prefix import combine, scan_steps
from ..tell import Told, brief, factor
from . import style
from .blocks import Blocks
from .texts import Texts
from .view import View, time_axis

WIDE, HIGH = 0.76, 0.5  # of a cell; columns and rows are 1 apart


class Joins(View):
    """x_t = a_t x_{t-1} + b_t by a scan: a column for each of the n instants, a row for each of its rounds.

    a, b    (n,); a may be one number, the same at every instant
    A cell holds what its stretch of instants adds to the state; it is dark when the stretch begins at the first
    instant, for then it is x_t. The first row is b, and t counts the rows in sight.

    >>> view = Joins(0.5, [4, 0, 2, 8])
    >>> view.T, view.b[-1].tolist()
    (4, [4.0, 2.0, 3.0, 9.5])
    """

    def __init__(self, a, b, *, title=""):
        super().__init__(title)
        b = np.asarray(b, float)
        self.n, self.steps = len(b), scan_steps(len(b))
        self.T = 1 + len(self.steps)
        self.a, self.b = np.tile(np.broadcast_to(a, b.shape).astype(float), (self.T, 1)), np.tile(b, (self.T, 1))
        self.begin = np.tile(np.arange(1, self.n + 1), (self.T, 1))  # the first instant of each stretch
        for row, step in enumerate(self.steps, start=1):
            for left, right in zip(step.left, step.right, strict=True):
                pair = (self.a[row, left], self.b[row, left]), (self.a[row, right], self.b[row, right])
                self.a[row:, right], self.b[row:, right] = combine(*pair)
                self.begin[row:, right] = self.begin[row, left]

    def frame(self):
        return self.n

    def start(self, ax):
        super().start(ax)
        art = self.art
        time_axis(ax, 1, self.n)
        ax.set_xlabel("t", fontsize=9, labelpad=1)
        ax.set_ylim(self.T - 0.5, -0.5)
        ax.set_yticks(range(self.T), ["inputs", *(f"round {k}" for k in range(1, self.T))])
        ax.spines["left"].set_visible(False)
        ax.tick_params(length=0)
        art.lines = ax.plot([], [], "-", color=style.INK, lw=1.5, zorder=1)[0]
        art.cells, art.texts = Blocks(ax, zorder=2), Texts(ax, ha="center", va="center", fontsize=9)
        art.moving = [art.lines, art.cells, art.texts]

    def joined(self, row: int) -> dict[int, int]:
        """The columns that join at a row, {right: left}.

        >>> Joins(0.5, [4, 0, 2, 8]).joined(1)
        {1: 0, 3: 2}
        """
        if row == 0:
            return {}
        step = self.steps[row - 1]
        return dict(zip(step.right, step.left, strict=True))

    def move(self, t):
        art, places = self.art, list(np.ndindex(t, self.n))
        middles = np.array([(k + 1, row) for row, k in places])
        done = [self.begin[place] == 1 for place in places]
        deep, unfinished = style.ROLES["state"], to_hex(style.pale("state"))
        joined = np.array([k in self.joined(row) for row, k in places])
        half = np.array([WIDE, HIGH]) / 2
        boxes = np.concatenate([middles - half, middles + half], axis=1)
        colours, edges = np.where(done, deep, unfinished).tolist(), np.where(joined, style.INK, deep).tolist()
        art.cells.put(boxes, colours, edges=edges, widths=1 + joined)
        inks = ["#FFFFFF" if each else "#000000" for each in done]
        art.texts.write([brief(self.b[place]) for place in places], places=middles, colours=inks)
        pairs = [(row, source, k) for row in range(t) for k, left in self.joined(row).items() for source in (left, k)]
        path = [point for row, source, k in pairs for point in ((source + 1, row - 1), (k + 1, row), (np.nan, np.nan))]
        art.lines.set_data(*np.reshape(path, (-1, 2)).T)

    def numbers(self, t):
        places = list(np.ndindex(t, self.n))
        half = WIDE / 2, HIGH / 2
        boxes = self.cells([(k + 1 - half[0], row - half[1], k + 1 + half[0], row + half[1]) for row, k in places])
        for box, (row, k) in zip(boxes, places, strict=True):
            yield box, self.says(row, k)

    def says(self, row: int, k: int) -> Told:
        """What the cell in this row and column, from 0, is made of.

        >>> Joins(0.5, [4, 0, 2, 8]).says(1, 3).words
        'steps 3 to 4 = 0.50 × 2.00 + 8.00 = 9.00, and 0.25 of what was before'
        """
        begin, value, key = self.begin[row, k], brief(self.b[row, k]), f"scan {row} {k + 1}"
        name = f"x_{k + 1}" if begin == 1 else f"t = {k + 1} alone" if begin == k + 1 else f"steps {begin} to {k + 1}"
        rest = "" if begin == 1 else f", and {brief(self.a[row, k])} of what was before"
        if k not in (pairs := self.joined(row)):
            return Told(f"{name} = {value}{rest}", key)
        left = pairs[k]
        share, first, second = self.a[row - 1, k], self.b[row - 1, left], self.b[row - 1, k]
        made = f"{factor(share)} × {factor(first)} + {factor(second)}"
        return Told(f"{name} = {made} = {value}{rest}", key, tuple(f"scan {row - 1} {j + 1}" for j in (left, k)))
