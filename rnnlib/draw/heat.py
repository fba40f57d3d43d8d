"""A matrix, or a vector over time, as coloured cells with their numbers."""

from collections.abc import Callable

import numpy as np
from matplotlib.patches import Rectangle

from ..tell import Told, brief
from . import style
from .cells import Cells
from .texts import Texts
from .view import View, called, strings


class Heat(View):
    """The cells of `values`, shape (rows, columns), coloured from blue (-limit) over white (0) to orange (limit).

    values          (T, rows, columns) for a matrix that changes with t (weights during training)
    rows, columns   names; without them the rows and columns are counted
    cursor          True: the columns are the instants, and the current one is framed; a number N: only the first N
                    columns are (a sum may stand behind them); False: nothing is framed, as for a matrix over time
    reach           how many columns the frame spans, the last at the current instant
    numbers         True: a number in every cell while there are at most 64 cells
    digits          digits after the point
    says            what a number is made of: says(t, k) of row k where the columns are instants,
                    says(i, j) of row i and column j where not, says(t, i, j) where the matrix changes with t

    >>> Heat(np.zeros((2, 5))).T, Heat(np.zeros((2, 5)), cursor=False).T, Heat(np.zeros((7, 2, 5))).T
    (5, None, 7)
    """

    def __init__(
        self,
        values,
        *,
        title="",
        rows=None,
        columns=None,
        limit=1.0,
        cursor: bool | int | None = None,
        reach=1,
        numbers=True,
        digits=2,
        says: Callable[..., Told] | None = None,
    ):
        super().__init__(title)
        self.values = np.asarray(values, float)
        self.live = self.values.ndim == 3
        cursor = (not self.live) if cursor is None else cursor
        self.cursor = cursor is not False
        instants = self.values.shape[-1] if cursor is True else int(cursor)
        self.T = len(self.values) if self.live else instants or None
        self.rows, self.columns, self.limit = strings(rows), strings(columns), limit
        self.reach, self.digits, self.says = reach, digits, says or self._says
        n, width = self.values.shape[-2:]
        self.numbered = numbers and n * width <= 64 and n <= 12 and width <= 16

    def frame(self):
        return self.values.shape[-2:], self.rows, self.columns, self.limit, self.cursor, self.numbered, self.live

    def start(self, ax):
        super().start(ax)
        art, (n, width) = self.art, self.values.shape[-2:]
        for side in ("left", "bottom"):
            ax.spines[side].set_visible(False)
        rows = self.rows or [str(k + 1) for k in range(n)]
        columns = self.columns or [str(k + 1) for k in range(width)]
        step_row, step = max(1, -(-n // 16)), max(1, -(-width // 20))
        ax.set_yticks(range(0, n, step_row), map(style.drawable, rows[::step_row]))
        ax.set_xticks(range(0, width, step), map(style.drawable, columns[::step]))
        for label in (*ax.get_xticklabels(), *ax.get_yticklabels()):
            style.literal(label)
        ax.tick_params(length=0)
        art.image = Cells(ax, np.zeros((n, width)), cmap=style.SIGNED, norm=style.signed(self.limit))
        ax.set_xlim(-0.5, width - 0.5)
        ax.set_ylim(n - 0.5, -0.5)
        places = [(j, i) for i, j in np.ndindex(n, width)] if self.numbered else []
        art.texts = Texts(ax, places, ha="center", va="center", fontsize=9 if width <= 8 else 7)
        cells = [art.image, art.texts]
        art.steady, art.moving = ([], cells) if self.live else (cells, [])
        if self.cursor:
            art.box = ax.add_patch(_frame(n))
            art.moving.append(art.box)

    def show(self, t):
        if not self.live:
            self._fill(self.values)

    def _fill(self, values):
        self.art.image.set_data(values)
        if self.numbered:
            colours = self.art.image.to_rgba(values).reshape(-1, 4)
            self.art.texts.write([brief(value, self.digits) for value in values.flat], colours=style.inks_on(colours))

    def move(self, t):
        if self.live:
            self._fill(self.values[t - 1])
        if self.cursor:
            first = max(t - self.reach, 0)  # at the beginning there are fewer columns
            self.art.box.set_x(first - 0.5)
            self.art.box.set_width(t - first)

    def numbers(self, t):
        places = list(np.ndindex(self.values.shape[-2:]))
        boxes = self.cells([(j - 0.5, i - 0.5, j + 0.5, i + 0.5) for i, j in places])
        for box, (i, j) in zip(boxes, places, strict=True):
            place = (t, i, j) if self.live else (j + 1, i) if self.cursor else (i, j)
            yield box, self.says(*place)

    def _says(self, *place: int) -> Told:
        if self.live:
            t, i, j = place
            value = self.values[t - 1, i, j]
        else:
            i, j = (place[1], place[0] - 1) if self.cursor else place
            value = self.values[i, j]
        row = self.rows[i] if self.rows else f"row {i + 1}"
        where = f", {self.columns[j]}" if self.columns else f", column {j + 1}"
        if self.cursor and not self.live and j < self.T:
            where = f" at t = {j + 1}" + (f" ({self.columns[j]})" if self.columns else "")
        return Told(f"{called(self.title, row)}{where} = {brief(value, self.digits)}")


def _frame(n):
    return Rectangle((-0.5, -0.5), 1, n, **style.frame(2.2), zorder=5, clip_on=False)
