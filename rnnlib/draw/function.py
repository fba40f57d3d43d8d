"""A function of one number as a curve, with a point that runs along it."""

import numpy as np

from . import style
from .view import Getter, View


class Function(View):
    """The curves of `get(data)`, a dict {name: function}, over `span`; the first is strong, the others are dashed.

    at       at(data): the places, one number or several, whose points on the first curve are marked and read off;
             the first point is full, the others are hollow
    slope    slope(data): the slope of the tangent through the first of these points
    span     (low, high) of the horizontal axis; the functions take arrays
    ylim     (low, high)
    labels   the names of the two axes
    """

    def __init__(
        self,
        get: Getter,
        *,
        at,
        slope=None,
        span=(-4.0, 4.0),
        ylim=(-1.2, 1.2),
        labels=("a", ""),
        role="state",
        title="",
    ):
        super().__init__(title)
        self.get, self.at, self.slope, self.span = get, at, slope, span
        self.ylim, self.labels, self.role = ylim, labels, role

    def frame(self, data):
        return tuple(self.get(data)), np.size(self.at(data))

    def start(self, ax, data):
        super().start(ax, data)
        ax.set_xlim(*self.span)
        ax.set_ylim(*self.ylim)
        ax.axhline(0, color=style.GRID, lw=1, zorder=0)
        ax.axvline(0, color=style.GRID, lw=1, zorder=0)
        for name, label in zip(self.labels, (ax.set_xlabel, ax.set_ylabel), strict=True):
            label(name, fontsize=9, labelpad=1)
        colour, names = style.ROLES[self.role], tuple(self.get(data))
        self.lines = [ax.plot([], [], color=style.FAINT, lw=1.3, ls=(0, (4, 3)), zorder=1)[0] for _ in names]
        self.lines[0].set(color=colour, lw=2.4, ls="-", zorder=2)
        if len(names) > 1:
            place = {"loc": "lower right", "bbox_to_anchor": (1.0, 0.985), "borderaxespad": 0.1}
            legend = ax.legend(self.lines, names, ncols=len(names), fontsize=9, frameon=False, **place)
            legend.set_in_layout(False)
        self.drops = [ax.plot([], [], color=colour, lw=1, ls=":", zorder=1)[0] for _ in np.ravel(self.at(data))]
        self.tangent = ax.plot([], [], color=style.ROLES["gradient"], lw=2, zorder=3)[0]
        self.hollow = ax.plot([], [], "o", color="white", mec=colour, mew=2, ms=8, zorder=4)[0]
        self.dot = ax.plot([], [], "o", color=colour, mec="white", ms=10, zorder=4.1)[0]
        look = {"fontsize": 10, "zorder": 3.5, "bbox": {"fc": "white", "ec": "none", "pad": 0.5, "alpha": 0.8}}
        self.texts = [ax.annotate("", (0, 0), (0, 0), textcoords="offset points", **look) for _ in self.drops]
        self.steady = [*self.lines, *self.drops, self.tangent, self.hollow, self.dot, *self.texts]

    def show(self, data, t):
        functions = list(self.get(data).values())
        places = np.linspace(*self.span, 201)
        for line, function in zip(self.lines, functions, strict=True):
            line.set_data(places, function(places))
        at = np.ravel(np.asarray(self.at(data), float))
        values = functions[0](at)
        self.dot.set_data(at[:1], values[:1])
        self.hollow.set_data(at[1:], values[1:])
        low, _ = self.ylim
        right = at[0] >= 0
        if at.size > 1 and abs(at[1] - at[0]) < 0.15 * (self.span[1] - self.span[0]):
            right = at[0] > at[1]
        for k, (drop, text, a, value) in enumerate(zip(self.drops, self.texts, at, values, strict=True)):
            drop.set_data([a, a, self.span[0]], [low, value, value])
            text.set_text(f"{value:.3f}")
            side = right if k == 0 else not right  # so the numbers of two points do not collide
            _stand_aside(text, a, value, rises=functions[0](a + 1e-3) >= value, span=self.span, right=side)
        if self.slope:
            reach = 0.12 * (self.span[1] - self.span[0])
            self.tangent.set_data(
                [at[0] - reach, at[0] + reach], values[0] + self.slope(data) * np.array([-reach, reach])
            )


def _stand_aside(text, a: float, value: float, *, rises: bool, span, right: bool) -> None:
    """Put the text where the curve is not: to the right under a curve that rises and above one that falls."""
    low, high = span
    above = right != rises
    edge = 0.15 * (high - low)
    right = (right or a < low + edge) and a < high - edge
    text.xy = a, value
    text.set_position((9 if right else -9, 7 if above else -7))
    text.set_ha("left" if right else "right")
    text.set_va("bottom" if above else "top")
    text.set_visible(low <= a <= high)
