"""Numbers over time, one line for each."""

import numpy as np

from . import style
from .view import Getter, View, names_of, time_axis


class Lines(View):
    """Lines through the columns of `get(data)`, shape (T, n) or (T,), at t = 1..T.

    start       start(data), shape (n,): drawn at t = 0 as hollow marks (the initial state)
    labels      one name for each line, or a function of data that gives them
    role        colour: input, state, output, target, gradient, plain
    ylim        (low, high); without it the axis ends on a round number beyond the largest value
    reference   {name: height} for thin horizontal lines
    log         logarithmic height, `ylim` is needed with it
    xlabel      what is counted from left to right, if not instants
    """

    def __init__(
        self,
        get: Getter,
        *,
        title="",
        labels=None,
        role="state",
        ylim=None,
        start: Getter | None = None,
        reference=None,
        log=False,
        xlabel="t",
    ):
        super().__init__(title)
        self.get, self.initial, self.role, self.ylim = get, start, role, ylim
        self.labels, self.reference, self.log = labels, reference or {}, log
        self.xlabel = xlabel

    def values(self, data) -> np.ndarray:  # (1 + T, n) with x0, (T, n) without
        values = np.asarray(self.get(data), float)
        values = values[:, None] if values.ndim == 1 else values
        if self.initial is None:
            return values
        return np.concatenate([np.reshape(self.initial(data), (1, -1)), values])

    def names(self, data) -> tuple[str, ...]:
        return names_of(self.labels, data)

    def limits(self, values) -> tuple[float, float]:
        if self.ylim is not None:
            return self.ylim
        top = style.nice_limit(max(np.max(values), *self.reference.values(), 0.0))
        low = min(np.min(values), 0.0)
        return (-style.nice_limit(-low) if low < 0 else 0.0), top

    def frame(self, data):
        values = self.values(data)
        return values.shape, self.names(data), self.limits(values)

    def start(self, ax, data):
        super().start(ax, data)
        values = self.values(data)
        self.first = 0 if self.initial is not None else 1
        count, n = values.shape
        time_axis(ax, self.first, count - 1 + self.first)
        ax.set_xlabel(self.xlabel, fontsize=9, labelpad=1)
        if self.log:
            ax.set_yscale("log")
        low, high = self.limits(values)
        margin = 0 if self.log else 0.04 * (high - low)
        ax.set_ylim(low - margin, high + margin)  # marks at the ends stay whole
        if low < 0 < high and not self.log:
            ax.axhline(0, color=style.GRID, lw=1, zorder=0)
        for name, height in self.reference.items():
            ax.axhline(height, color=style.ROLES["target"], lw=1, ls=(0, (4, 3)), zorder=1)
            ax.annotate(name, (1, height), xycoords=("axes fraction", "data"), fontsize=8, ha="right", va="bottom")
        size = 5 if count <= 40 else 2.5
        colours = style.tints(self.role, n)
        for k in range(n):
            look = {"color": colours[k], "ls": style.LINES[k % 4], "marker": style.MARKERS[k % 4]}
            self.steady += ax.plot([], [], lw=1.8, ms=size, zorder=3, **look)
        names = self.names(data)
        if names:
            ax.set_title(self.title, loc="left", fontsize=10, pad=19)  # the names stand between title and axes
            place = {"loc": "lower left", "bbox_to_anchor": (-0.01, 0.985), "borderaxespad": 0.1}
            tight = {"handlelength": 2.2, "columnspacing": 0.9, "handletextpad": 0.4, "frameon": False}
            legend = ax.legend(self.steady[: len(names)], names, ncols=len(names), fontsize=9, **place, **tight)
            legend.set_in_layout(False)
        if self.initial is not None:
            self.hollow = ax.plot([], [], "o", mfc="white", mec=style.ROLES[self.role], mew=1.5, ms=7, zorder=4)[0]
            self.steady.append(self.hollow)
        self.cursor = ax.axvline(self.first, color=style.FAINT, lw=1.2, zorder=2)
        self.here = [  # a line keeps its own mark at the current instant, larger
            ax.plot([], [], color=line.get_color(), marker=line.get_marker(), ms=8, mec="white", zorder=5)[0]
            for line in self.steady[:n]
        ]
        self.moving = [self.cursor, *self.here]

    def show(self, data, t):
        self.shown = self.values(data)
        instants = np.arange(self.first, self.first + len(self.shown))
        for line, values in zip(self.steady, self.shown.T, strict=False):
            line.set_data(instants, values)
        if self.initial is not None:
            self.hollow.set_data(np.zeros(self.shown.shape[1]), self.shown[0])

    def move(self, data, t):
        self.cursor.set_xdata([t, t])
        for mark, value in zip(self.here, self.shown[t - self.first], strict=True):
            mark.set_data([t], [value])
