"""Shares of one whole as bars that lie, with room for a word beside each: the probabilities of the next word."""

from collections.abc import Callable

import numpy as np

from ..tell import Told, brief
from . import style
from .blocks import Blocks
from .texts import Texts
from .view import View, called, strings

WIDE = 0.72  # of a bar; they lie 1 apart
ROOM = 0.14  # for a number behind its bar
LINE = 3  # pixels on both sides of a line of comparison


class Shares(View):
    """Bars of `lengths`, numbers from 0 to 1, shape (T, K), or (K,) if they do not change with t; the first on top.

    labels      K words
    reference   lengths to compare with, (T, K) or (K,), each a black line across its bar; none where it is 0
    mark        the name of what is compared with
    role        colour of the bars; the longest is deep
    says        says(t, k): what the length of bar k is made of
    compared    compared(t, k): what the length to compare with is made of

    >>> Shares([[0.2, 0.8], [0.5, 0.5]], ["tea", "milk"]).T
    2
    """

    def __init__(
        self,
        lengths,
        labels,
        *,
        title="",
        reference=None,
        mark="target",
        role="output",
        says: Callable[[int, int], Told] | None = None,
        compared: Callable[[int, int], Told] | None = None,
    ):
        super().__init__(title)
        self.lengths, self.labels, self.mark, self.role = np.asarray(lengths, float), strings(labels), mark, role
        self.reference = None if reference is None else np.asarray(reference, float)
        changing = [each for each in (self.lengths, self.reference) if np.ndim(each) == 2]
        self.T = len(changing[0]) if changing else None
        self.says, self.compared = says or self._says, compared or self._compared

    def frame(self):
        return self.labels, self.role, None if self.reference is None else self.mark

    def start(self, ax):
        super().start(ax)
        art, places = self.art, range(len(self.labels))
        ax.set_yticks(places, map(style.drawable, self.labels))
        for label in ax.get_yticklabels():
            style.literal(label).set_fontsize(10 if len(places) <= 18 else 8)
        ax.set_ylim(len(places) - 0.4, -0.6)
        ax.set_xlim(0, 1.16)
        ax.set_xticks(np.linspace(0, 1, 5))
        ax.tick_params(axis="y", length=0)
        art.bars = Blocks(ax)
        art.numbers = Texts(ax, va="center", fontsize=9)
        art.moving = [art.bars, art.numbers]
        if self.reference is not None:
            art.ticks = ax.plot([], [], color=style.ROLES["target"], lw=2.2, solid_capstyle="butt", zorder=3)[0]
            ax.set_title(f"┃ {self.mark}", loc="right", fontsize=9, color=style.ROLES["target"])
            art.moving.append(art.ticks)

    def move(self, t):
        art, lengths, wanted = self.art, self._drawn(t), self._wanted(t)
        rows = np.arange(len(lengths))
        boxes = np.stack([0 * lengths, rows - WIDE / 2, lengths, rows + WIDE / 2], axis=1)
        art.bars.put(boxes, style.by_size(self.role, lengths), edges=style.ROLES[self.role], widths=1)
        art.numbers.write(map(brief, lengths), places=np.stack([self._behind(t), rows], axis=1))
        if self.reference is not None:
            rows = np.flatnonzero(wanted)
            pen = np.full((len(rows), 3, 2), np.nan)  # down, up, and lifted before the next line
            pen[:, :2, 0] = wanted[rows, None]
            pen[:, :2, 1] = rows[:, None] + (-0.42, 0.42)
            art.ticks.set_data(*pen.reshape(-1, 2).T)

    def _drawn(self, t: int) -> np.ndarray:
        return np.clip(at(self.lengths, t), 0, 1)

    def _wanted(self, t: int) -> np.ndarray:
        return np.zeros(len(self.labels)) if self.reference is None else at(self.reference, t)

    def _behind(self, t: int) -> np.ndarray:
        """Where the numbers begin: behind their bars, or behind the line that stands there."""
        lengths, wanted = self._drawn(t), self._wanted(t)
        beside = (lengths <= wanted) & (wanted < lengths + ROOM)
        return np.where(beside, wanted, lengths) + 0.02

    def numbers(self, t):
        ends = self._behind(t) + ROOM - 0.02
        boxes = self.cells([(0, k - WIDE / 2, end, k + WIDE / 2) for k, end in enumerate(ends)])
        for k, box in enumerate(boxes):
            yield box, self.says(t, k)
        wanted = self._wanted(t)
        rows = np.flatnonzero(wanted)
        lines = self.cells([(wanted[k], k - 0.42, wanted[k], k + 0.42) for k in rows])
        for k, box in zip(rows.tolist(), lines + np.array([-LINE, 0, LINE, 0]), strict=True):
            yield box, self.compared(t, k)

    def _says(self, t: int, k: int) -> Told:
        return self._told(self.title, self.lengths, t, k)

    def _compared(self, t: int, k: int) -> Told:
        return self._told(self.mark, self.reference, t, k)

    def _told(self, what: str, lengths: np.ndarray, t: int, k: int) -> Told:
        return Told(f"{called(what, self.labels[k])} = {brief(at(lengths, t)[k])}")


def at(numbers: np.ndarray, t: int) -> np.ndarray:
    """The row of the instant t, if there is one for each instant."""
    return numbers[t - 1] if numbers.ndim == 2 else numbers
