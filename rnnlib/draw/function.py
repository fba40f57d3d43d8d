"""A function of one number as a curve, with a point that runs along it."""

from collections.abc import Callable

import numpy as np

from ..tell import Told, brief
from . import style
from .view import View


class Function(View):
    """The curves of `functions`, {name: function}, over `span`; the first is strong, the others are dashed.

    at       the places, one number or several, whose points on the first curve are marked and read off;
             the first point is full, the others are hollow
    slope    the slope of the tangent through the first of these points
    span     (low, high) of the horizontal axis; the functions take arrays
    ylim     (low, high)
    labels   the names of the two axes
    says     says(k): what the height of point k (from 0) is made of; "tanh(2.00) = 0.964" without it

    >>> Function({"tanh": np.tanh}, at=[0.0, 2.0]).heights.round(3).tolist()
    [0.0, 0.964]
    """

    def __init__(
        self,
        functions: dict[str, Callable],
        *,
        at,
        slope: float | None = None,
        span=(-4.0, 4.0),
        ylim=(-1.2, 1.2),
        labels=("a", ""),
        role="state",
        title="",
        says: Callable[[int], Told] | None = None,
    ):
        super().__init__(title)
        self.names, self.slope = tuple(functions), slope
        self.span, self.ylim, self.labels, self.role = tuple(span), tuple(ylim), tuple(labels), role
        self.at = np.ravel(np.asarray(at, float))
        self.places = np.linspace(*self.span, 201)
        self.curves = [function(self.places) for function in functions.values()]
        first = next(iter(functions.values()))
        self.heights = np.asarray(first(self.at), float)
        self.rises = first(self.at + 1e-3) >= self.heights
        self.says = says or self._says

    def frame(self):
        return self.names, self.at.size, self.span, self.ylim, self.labels, self.role

    def start(self, ax):
        super().start(ax)
        art = self.art
        ax.set_xlim(*self.span)
        ax.set_ylim(*self.ylim)
        ax.axhline(0, color=style.GRID, lw=1, zorder=0)
        ax.axvline(0, color=style.GRID, lw=1, zorder=0)
        for name, label in zip(self.labels, (ax.set_xlabel, ax.set_ylabel), strict=True):
            label(name, fontsize=9, labelpad=1)
        colour, names = style.ROLES[self.role], self.names
        art.lines = [ax.plot([], [], color=style.FAINT, lw=1.3, ls=(0, (4, 3)), zorder=1)[0] for _ in names]
        art.lines[0].set(color=colour, lw=2.4, ls="-", zorder=2)
        if len(names) > 1:
            place = {"loc": "lower right", "bbox_to_anchor": (1.0, 0.985), "borderaxespad": 0.1}
            legend = ax.legend(art.lines, names, ncols=len(names), fontsize=9, frameon=False, **place)
            legend.set_in_layout(not self.title)  # beside a title there is room for it
        art.drops = [ax.plot([], [], color=colour, lw=1, ls=":", zorder=1)[0] for _ in self.at]
        art.tangent = ax.plot([], [], color=style.ROLES["gradient"], lw=2, zorder=3)[0]
        art.hollow = ax.plot([], [], "o", color="white", mec=colour, mew=2, ms=8, zorder=4)[0]
        art.dot = ax.plot([], [], "o", color=colour, mec="white", ms=10, zorder=4.1)[0]
        look = {"fontsize": 10, "zorder": 3.5, "bbox": {"fc": "white", "ec": "none", "pad": 0.5, "alpha": 0.8}}
        art.texts = [ax.annotate("", (0, 0), (0, 0), textcoords="offset points", **look) for _ in self.at]
        art.steady = [*art.lines, *art.drops, art.tangent, art.hollow, art.dot, *art.texts]

    def show(self, t):
        art, at, heights = self.art, self.at, self.heights
        for line, curve in zip(art.lines, self.curves, strict=True):
            line.set_data(self.places, curve)
        art.dot.set_data(at[:1], heights[:1])
        art.hollow.set_data(at[1:], heights[1:])
        (left, right), (low, _) = self.span, self.ylim
        aside = at[0] >= 0
        if at.size > 1 and abs(at[1] - at[0]) < 0.15 * (right - left):
            aside = at[0] > at[1]
        points = zip(art.drops, art.texts, at, heights, self.rises, strict=True)
        for k, (drop, text, a, height, rises) in enumerate(points):
            drop.set_data([a, a, left], [low, height, height])
            text.set_text(f"{height:.3f}")
            side = aside if k == 0 else not aside  # so the numbers of two points do not collide
            _stand_aside(text, a, height, rises=rises, span=self.span, right=side)
        ends = np.array([]) if self.slope is None else 0.12 * (right - left) * np.array([-1, 1])
        art.tangent.set_data(at[0] + ends, heights[0] + (self.slope or 0) * ends)

    def numbers(self, t):
        dots = self.dots(np.column_stack([self.at, self.heights]))
        for k, (dot, text) in enumerate(zip(dots, self.written(self.art.texts), strict=True)):
            if self._seen(k):  # a point and the number beside it are one
                yield np.concatenate([np.minimum(dot, text)[:2], np.maximum(dot, text)[2:]]), self.says(k)
        if self.slope is not None and self._seen(0):
            end = self.art.tangent.get_xydata()[-1]
            yield self.dots(end)[0], Told(f"slope, {self.labels[0]} {brief(self.at[0])} = {brief(self.slope)}")

    def _seen(self, k: int) -> bool:
        (left, right), (low, high) = self.span, self.ylim
        return left <= self.at[k] <= right and low <= self.heights[k] <= high

    def _says(self, k: int) -> Told:
        return Told(f"{self.names[0]}({brief(self.at[k])}) = {brief(self.heights[k], 3)}")


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
