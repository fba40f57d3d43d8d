"""A matrix, or a vector over time, as coloured cells with their numbers."""

import numpy as np
from matplotlib.patches import Rectangle

from . import style
from .view import Getter, View, names_of


class Heat(View):
    """The cells of `get(data)`, shape (rows, columns), coloured from blue (-limit) over white (0) to orange (limit).

    rows, columns   names, or functions of data that give them
    cursor          True: the columns are the instants 1..T and the current one is framed
    reach           reach(data): how many columns the frame spans, the last at the current instant; 1 without it
    numbers         True: a number in every cell while there are at most 60 cells
    digits          decimals of the numbers
    live            True: get(data, t), a matrix that changes with t and keeps its shape (weights during training)
    """

    def __init__(
        self,
        get: Getter,
        *,
        title="",
        rows=None,
        columns=None,
        limit=1.0,
        cursor=True,
        reach=None,
        numbers=True,
        digits=2,
        live=False,
    ):
        super().__init__(title)
        self.get, self.rows, self.columns = get, rows, columns
        self.limit, self.cursor, self.numbers = limit, cursor, numbers
        self.reach, self.digits = reach or (lambda data: 1), digits
        self.live = live

    def values(self, data, t=1) -> np.ndarray:
        return np.asarray(self.get(data, t) if self.live else self.get(data), float)

    def frame(self, data):
        return self.values(data).shape, names_of(self.rows, data), names_of(self.columns, data)

    def start(self, ax, data):
        super().start(ax, data)
        n, T = self.values(data).shape
        for side in ("left", "bottom"):
            ax.spines[side].set_visible(False)
        rows = names_of(self.rows, data) or [str(k + 1) for k in range(n)]
        columns = names_of(self.columns, data) or [str(k + 1) for k in range(T)]
        step_row, step = max(1, -(-n // 16)), max(1, -(-T // 20))
        ax.set_yticks(range(0, n, step_row), rows[::step_row])
        ax.set_xticks(range(0, T, step), columns[::step])
        for label in (*ax.get_xticklabels(), *ax.get_yticklabels()):
            style.literal(label)
        ax.tick_params(length=0)
        self.image = ax.imshow(
            np.zeros((n, T)),
            cmap=style.SIGNED,
            norm=style.signed(self.limit),
            aspect="auto",
            interpolation="nearest",
        )
        ax.set_xlim(-0.5, T - 0.5)
        ax.set_ylim(n - 0.5, -0.5)
        self.texts = []
        if self.numbers and n * T <= 60 and n <= 12 and T <= 16:
            place = {"ha": "center", "va": "center", "fontsize": 9 if T <= 8 else 7}
            self.texts = [ax.text(j, i, "", **place) for i in range(n) for j in range(T)]
        cells = [self.image, *self.texts]
        self.steady, self.moving = ([], cells) if self.live else (cells, [])
        if self.cursor:
            self.box = ax.add_patch(_frame(n))
            self.moving.append(self.box)

    def show(self, data, t):
        if not self.live:
            self._fill(self.values(data))

    def _fill(self, values):
        self.image.set_data(values)
        colours = self.image.to_rgba(values)
        for k, text in enumerate(self.texts):
            i, j = divmod(k, values.shape[1])
            text.set_text(style.brief(values[i, j], self.digits))
            text.set_color(style.ink_on(colours[i, j, :3]))

    def move(self, data, t):
        if self.live:
            self._fill(self.values(data, t))
        if self.cursor:
            first = max(t - self.reach(data), 0)  # at the beginning there are fewer columns
            self.box.set_x(first - 0.5)
            self.box.set_width(t - first)


def _frame(n):
    return Rectangle((-0.5, -0.5), 1, n, fill=False, ec=style.INK, lw=2.2, zorder=5, clip_on=False)
