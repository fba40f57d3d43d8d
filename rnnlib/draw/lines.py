"""Numbers over time, one line for each."""

from collections.abc import Callable

import numpy as np

from ..tell import Told, brief
from . import style
from .view import View, called, strings, time_axis

HUGE = 1e5  # from here on each height has its power of ten beside it: one for all would stand on the names of the lines


class Lines(View):
    """Lines through the columns of `values`, shape (T, n) or (T,), at t = 1..T.

    start       (n,): drawn at t = 0 as hollow marks (the initial state)
    labels      one name for each line
    role        colour: input, state, output, target, gradient, plain
    ylim        (low, high); without it the axis ends on a round number beyond the largest value
    reference   {name: height} for thin horizontal lines
    log         logarithmic height, `ylim` is needed with it
    xlabel      what is counted from left to right, if not instants
    says        says(t, k): what the number at t (0 for `start`) of line k is made of

    >>> Lines(np.zeros((3, 2))).T
    3
    """

    def __init__(
        self,
        values,
        *,
        title="",
        labels=None,
        role="state",
        ylim=None,
        start=None,
        reference=None,
        log=False,
        xlabel="t",
        says: Callable[[int, int], Told] | None = None,
    ):
        super().__init__(title)
        values = np.asarray(values, float)
        values = values[:, None] if values.ndim == 1 else values
        self.T, self.first = len(values), 1 if start is None else 0
        if start is not None:
            values = np.concatenate([np.reshape(np.asarray(start, float), (1, -1)), values])
        self.values = values  # (1 + T, n) with x0, (T, n) without
        self.labels, self.role, self.reference = strings(labels), role, dict(reference or {})
        self.log, self.xlabel, self.says = log, xlabel, says or self._says
        self.ylim = ylim or self._limits()

    def _limits(self) -> tuple[float, float]:
        top = style.nice_limit(max(np.max(self.values), *self.reference.values(), 0.0))
        low = min(np.min(self.values), 0.0)
        return (-style.nice_limit(-low) if low < 0 else 0.0), top

    def _says(self, t: int, k: int) -> Told:
        what = called(self.title, self.labels[k] if self.labels else "") or "the line"
        return Told(f"{what} at {self.xlabel} = {t} = {brief(self.values[t - self.first, k])}")

    def frame(self):
        look = self.role, tuple(self.ylim), tuple(self.reference.items()), self.log, self.xlabel
        return self.values.shape, self.first, self.labels, look

    def start(self, ax):
        super().start(ax)
        art, (count, n) = self.art, self.values.shape
        time_axis(ax, self.first, count - 1 + self.first)
        ax.set_xlabel(self.xlabel, fontsize=9, labelpad=1)
        if self.log:
            ax.set_yscale("log")
        low, high = self.ylim
        margin = 0 if self.log else 0.04 * (high - low)
        ax.set_ylim(low - margin, high + margin)  # marks at the ends stay whole
        if max(-low, high) >= HUGE and not self.log:
            ax.yaxis.set_major_formatter(lambda height, _: f"{height:.3g}")
        if low < 0 < high and not self.log:
            ax.axhline(0, color=style.GRID, lw=1, zorder=0)
        for name, height in self.reference.items():
            ax.axhline(height, color=style.ROLES["target"], lw=1, ls=(0, (4, 3)), zorder=1)
            ax.annotate(name, (1, height), xycoords=("axes fraction", "data"), fontsize=8, ha="right", va="bottom")
        size = 5 if count <= 40 else 2.5
        colours = style.tints(self.role, n)
        for k in range(n):
            look = {"color": colours[k], "ls": style.LINES[k % 4], "marker": style.MARKERS[k % 4]}
            art.steady += ax.plot([], [], lw=1.8, ms=size, zorder=3, **look)
        if self.labels:
            ax.set_title(self.title, loc="left", fontsize=10, pad=19)  # the names stand between title and axes
            place = {"loc": "lower left", "bbox_to_anchor": (-0.01, 0.985), "borderaxespad": 0.1}
            tight = {"handlelength": 2.2, "columnspacing": 0.9, "handletextpad": 0.4, "frameon": False}
            names = self.labels
            legend = ax.legend(art.steady[: len(names)], names, ncols=len(names), fontsize=9, **place, **tight)
            legend.set_in_layout(not self.title)  # beside a title there is room for it
        if self.first == 0:
            art.hollow = ax.plot([], [], "o", mfc="white", mec=style.ROLES[self.role], mew=1.5, ms=7, zorder=4)[0]
            art.steady.append(art.hollow)
        art.cursor = ax.axvline(self.first, color=style.FAINT, lw=1.2, zorder=2)
        art.here = [  # a line keeps its own mark at the current instant, larger
            ax.plot([], [], color=line.get_color(), marker=line.get_marker(), ms=8, mec="white", zorder=5)[0]
            for line in art.steady[:n]
        ]
        art.moving = [art.cursor, *art.here]

    def show(self, t):
        instants = np.arange(self.first, self.first + len(self.values))
        for line, values in zip(self.art.steady, self.values.T, strict=False):
            line.set_data(instants, values)
        if self.first == 0:
            self.art.hollow.set_data(np.zeros(self.values.shape[1]), self.values[0])

    def move(self, t):
        self.art.cursor.set_xdata([t, t])
        for mark, value in zip(self.art.here, self.values[t - self.first], strict=True):
            mark.set_data([t], [value])

    def numbers(self, t):
        places = [(row + self.first, k) for row in range(len(self.values)) for k in range(self.values.shape[1])]
        points = [(instant, self.values[instant - self.first, k]) for instant, k in places]
        for box, place in zip(self.dots(points), places, strict=True):
            yield box, self.says(*place)
        yield from self.levels(self.reference)
