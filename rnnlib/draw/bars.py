"""The numbers of one instant as bars: the probabilities of the next letter."""

from collections.abc import Callable

import numpy as np

from ..tell import Told, brief
from . import style
from .blocks import Blocks
from .texts import Texts
from .view import View, called, strings

WIDE = 0.72  # width of a bar; they stand 1 apart
MOST = 12  # bars that may bear numbers
LINE = 22  # pixels that a number above its bar is high


class Bars(View):
    """Bars of `heights`, shape (T, K), or (K,) if they do not change with t, over K `labels`.

    target   the place of the right answer, outlined in black: one number, or T of them, None where there is none
    mark     its name
    role     colour of the bars
    ylim     (low, high); (0, 1) suits probabilities
    says     says(t, k): what the height of bar k is made of

    >>> Bars([0.2, 0.8], "ab").T, Bars([0.2, 0.8], "ab", target=[1, 1, 0]).T
    (None, 3)
    """

    def __init__(
        self,
        heights,
        labels,
        *,
        title="",
        target=None,
        mark="target",
        role="output",
        ylim=(0.0, 1.0),
        says: Callable[[int, int], Told] | None = None,
    ):
        super().__init__(title)
        self.heights, self.labels = np.asarray(heights, float), strings(labels)
        self.target = target if target is None or np.ndim(target) == 0 else list(target)
        self.T = len(self.heights) if self.heights.ndim == 2 else None
        if self.T is None and isinstance(self.target, list):
            self.T = len(self.target)
        self.mark, self.role, self.ylim, self.says = mark, role, tuple(ylim), says or self._says

    def at(self, t: int) -> np.ndarray:
        """The heights (K,) at t."""
        return self.heights[t - 1] if self.heights.ndim == 2 else self.heights

    def answer(self, t: int) -> int | None:
        return self.target[t - 1] if isinstance(self.target, list) else self.target

    def frame(self):
        return self.labels, self.role, self.ylim, None if self.target is None else self.mark

    def start(self, ax):
        super().start(ax)
        art, K, (low, high) = self.art, len(self.labels), self.ylim
        ax.set_xticks(range(K), map(style.drawable, self.labels))
        for label in ax.get_xticklabels():
            style.literal(label).set_fontsize(11 if K <= 16 else 8)
        ax.set_xlim(-0.6, K - 0.4)
        ax.set_ylim(low, high + 0.2 * (high - low))
        ax.set_yticks(np.linspace(low, high, 6))
        if low < 0:
            ax.axhline(0, color=style.FAINT, lw=1)
        art.bars = Blocks(ax)
        art.numbers = Texts(ax, ha="center", fontsize=9 if K <= 8 else 7)  # three panels to a row leave little room
        art.moving = [art.bars, art.numbers]
        if self.target is not None:
            art.mark = ax.plot([], [], "v", color=style.ROLES["target"], ms=9, clip_on=False)[0]
            ax.set_title(f"▼ {self.mark}", loc="right", fontsize=9, color=style.ROLES["target"])
            art.moving.append(art.mark)

    def move(self, t):
        art, heights, answer, (low, high) = self.art, self.at(t), self.answer(t), self.ylim
        colours = style.by_size(self.role, heights, high - low)
        middles, ends = np.arange(len(heights)), np.clip(heights, low, high)
        right = np.array([k == answer for k in middles])
        edges = np.where(right, style.ROLES["target"], style.ROLES[self.role]).tolist()
        boxes = np.stack([middles - WIDE / 2, 0 * ends, middles + WIDE / 2, ends], axis=1)
        art.bars.put(boxes, colours, edges=edges, widths=1 + right)
        if len(heights) <= MOST:
            art.numbers.write(map(brief, heights), places=np.stack([middles, self._tops(heights)], axis=1))
        if self.target is not None:
            place = high + 0.15 * (high - low)
            art.mark.set_data(([], []) if answer is None else ([answer], [place]))

    def _tops(self, heights) -> np.ndarray:
        """Where the numbers stand: on the bars, or on the line at 0 above one that hangs."""
        low, high = self.ylim
        return np.clip(heights, max(low, 0), high) + 0.015 * (high - low)

    def numbers(self, t):
        heights, (low, high) = self.at(t), self.ylim
        feet, tops = np.minimum(np.clip(heights, low, high), max(low, 0)), self._tops(heights)
        middles = np.arange(len(heights))
        boxes = self.cells(np.stack([middles - WIDE / 2, feet, middles + WIDE / 2, tops], axis=1))
        for k, box in enumerate(boxes + np.array([0, 0, 0, LINE])):
            yield box, self.says(t, k)

    def _says(self, t: int, k: int) -> Told:
        return Told(f"{called(self.title, self.labels[k])} = {brief(self.at(t)[k])}")
