"""Shares of one whole as bars that lie, with room for a word beside each: the probabilities of the next word."""

import numpy as np

from . import style
from .view import Getter, View, names_of

ROOM = 0.14  # for a number behind its bar


class Shares(View):
    """Bars of the lengths `get(data, t)`, K numbers from 0 to 1, the first on top.

    labels      K words, or a function of data that gives them
    reference   reference(data, t): K lengths to compare with, each a black line across its bar; `mark` is their name
    role        colour of the bars; the longest is deep
    """

    def __init__(self, get: Getter, labels, *, title="", reference=None, mark="target", role="output"):
        super().__init__(title)
        self.get, self.labels, self.reference = get, labels, reference
        self.mark, self.role = mark, role

    def names(self, data) -> tuple[str, ...]:
        return names_of(self.labels, data)

    def frame(self, data):
        return self.names(data)

    def start(self, ax, data):
        super().start(ax, data)
        names = self.names(data)
        places = range(len(names))
        ax.set_yticks(places, names)
        for label in ax.get_yticklabels():
            style.literal(label).set_fontsize(10 if len(names) <= 18 else 8)
        ax.set_ylim(len(names) - 0.4, -0.6)
        ax.set_xlim(0, 1.16)
        ax.set_xticks(np.linspace(0, 1, 5))
        ax.tick_params(axis="y", length=0)
        self.bars = ax.barh(places, np.zeros(len(names)), 0.72)
        self.numbers = [ax.text(0, k, "", va="center", fontsize=9) for k in places]
        self.moving = [*self.bars, *self.numbers]
        if self.reference:
            self.ticks = ax.plot([], [], color=style.ROLES["target"], lw=2.2, solid_capstyle="butt", zorder=3)[0]
            ax.set_title(f"┃ {self.mark}", loc="right", fontsize=9, color=style.ROLES["target"])
            self.moving.append(self.ticks)

    def move(self, data, t):
        lengths = np.clip(np.asarray(self.get(data, t), float), 0, 1)
        wanted = np.asarray(self.reference(data, t), float) if self.reference else np.zeros(len(lengths))
        colours = style.by_size(self.role, lengths)
        for k, (bar, number) in enumerate(zip(self.bars, self.numbers, strict=True)):
            bar.set_width(lengths[k])
            bar.set_facecolor(colours[k])
            number.set_text(style.brief(lengths[k]))
            beside = lengths[k] <= wanted[k] < lengths[k] + ROOM  # the line stands where the number would
            number.set_x((wanted[k] if beside else lengths[k]) + 0.02)
        if self.reference:
            rows = np.flatnonzero(wanted)
            pen = np.full((len(rows), 3, 2), np.nan)  # down, up, and lifted before the next line
            pen[:, :2, 0] = wanted[rows, None]
            pen[:, :2, 1] = rows[:, None] + (-0.42, 0.42)
            self.ticks.set_data(*pen.reshape(-1, 2).T)
