"""The numbers of one instant as bars: the probabilities of the next letter."""

import numpy as np

from . import style
from .view import Getter, View, names_of


class Bars(View):
    """Bars of the heights `get(data, t)`, shape (K,), over the names `labels(data)`.

    target   target(data, t): the place of the right answer, outlined in black, or None; `mark` is its name
    role     colour of the bars
    ylim     (low, high); (0, 1) suits probabilities
    """

    def __init__(self, get: Getter, labels, *, title="", target=None, mark="target", role="output", ylim=(0.0, 1.0)):
        super().__init__(title)
        self.get, self.labels, self.target, self.role, self.ylim = get, labels, target, role, ylim
        self.mark_name = mark

    def names(self, data) -> tuple[str, ...]:
        return names_of(self.labels, data)

    def frame(self, data):
        return self.names(data)

    def start(self, ax, data):
        super().start(ax, data)
        names = self.names(data)
        ax.set_xticks(range(len(names)), names)
        for label in ax.get_xticklabels():
            style.literal(label).set_fontsize(11 if len(names) <= 16 else 8)
        ax.set_xlim(-0.6, len(names) - 0.4)
        low, high = self.ylim
        ax.set_ylim(low, high + 0.2 * (high - low))
        ax.set_yticks(np.linspace(low, high, 6))
        if low < 0:
            ax.axhline(0, color=style.FAINT, lw=1)
        self.rectangles = ax.bar(range(len(names)), np.zeros(len(names)), 0.72, color=style.tints(self.role, 2)[1])
        look = {"ha": "center", "fontsize": 9 if len(names) <= 8 else 7}  # three panels to a row leave little room
        self.numbers = [ax.text(k, 0, "", **look) for k in range(len(names))] if len(names) <= 12 else []
        self.moving = [*self.rectangles, *self.numbers]
        if self.target:
            self.mark = ax.plot([], [], "v", color=style.ROLES["target"], ms=9, clip_on=False)[0]
            self.mark_y = high + 0.15 * (high - low)
            ax.set_title(f"▼ {self.mark_name}", loc="right", fontsize=9, color=style.ROLES["target"])
            self.moving.append(self.mark)

    def move(self, data, t):
        heights = np.asarray(self.get(data, t), float)
        low, high = self.ylim
        answer = self.target(data, t) if self.target else None
        colours = style.by_size(self.role, heights, high - low)
        for k, (bar, height) in enumerate(zip(self.rectangles, heights, strict=True)):
            bar.set_height(np.clip(height, low, high))
            bar.set_facecolor(colours[k])
            bar.set_edgecolor(style.ROLES["target"] if k == answer else "none")
            bar.set_linewidth(2 if k == answer else 0)
        for number, height in zip(self.numbers, heights, strict=False):
            number.set_text(f"{height:.2f}")
            number.set_y(np.clip(height, max(low, 0), high) + 0.015 * (high - low))
        if self.target:
            self.mark.set_data(([], []) if answer is None else ([answer], [self.mark_y]))
