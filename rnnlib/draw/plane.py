"""States as points on a plane."""

from collections.abc import Callable

import numpy as np

from ..tell import Told, brief
from . import style
from .view import View, strings


class Plane(View):
    """The points (T, n), joined in order, each with its name of T `labels`; the current one is ringed.

    With n > 2 the plane is spanned by the two principal directions of the points (the directions in which they
    differ most); with n = 1 the second coordinate is 0.

    limit    half the width of the shown plane
    trail    how many points are shown, up to the current one; without it all are
    axes     what the two numbers of a point are called, to the right and up
    says     says(t): what the point at t is made of

    >>> Plane(np.zeros((4, 8)), "hell").T
    4
    """

    def __init__(
        self, points, labels, *, title="", limit=None, trail=None, axes=None, says: Callable[[int], Told] | None = None
    ):
        super().__init__(title)
        self.states, self.labels, self.says = np.asarray(points, float), strings(labels), says or self._says
        self.points = on_plane(self.states)  # (T, 2)
        self.T, self.n = self.states.shape
        self.trail = trail
        self.axes = strings(axes) or (["direction 1", "direction 2"] if self.n > 2 else ["$x_1$", "$x_2$"])
        self.limit = limit or style.nice_limit(float(np.abs(self.points).max()) * 1.1)

    def frame(self):
        return self.labels, self.axes, self.limit, self.trail

    def start(self, ax):
        super().start(ax)
        art, half = self.art, self.limit * 1.15
        ax.set_xlim(-half, half)
        ax.set_ylim(-half, half)
        ax.axhline(0, color=style.GRID, lw=1, zorder=0)
        ax.axvline(0, color=style.GRID, lw=1, zorder=0)
        ax.set_xlabel(self.axes[0], fontsize=9, labelpad=1)
        ax.set_ylabel(self.axes[1], fontsize=9, labelpad=1)
        art.path = ax.plot([], [], "-", color=style.tints("state", 2)[1], lw=1.5)[0]
        art.dots = ax.plot([], [], "o", color=style.ROLES["state"], ms=4 if self.trail else 6)[0]
        art.paper = {"fc": "white", "ec": "none", "pad": 0.4, "alpha": 0.75}  # the path does not cross out a name
        place = {"fontsize": 10, "ha": "center", "va": "bottom", "clip_on": True, "bbox": art.paper}
        art.names = [style.literal(ax.text(0, 0, name, **place)) for name in self.labels]
        walk = [art.path, art.dots, *art.names]
        art.ring = ax.plot([], [], "o", mfc="none", mec=style.INK, mew=2, ms=14)[0]
        art.steady, art.moving = ([], [*walk, art.ring]) if self.trail else (walk, [art.ring])

    def first(self, t) -> int:
        """The first instant that is shown at t.

        >>> Plane(np.zeros((9, 2)), [""] * 9, trail=3).first(5)
        3
        """
        return max(1, t - self.trail + 1) if self.trail else 1

    def show(self, t):
        lift = 0.07 * 1.15 * self.limit
        for name, (x, y) in zip(self.art.names, self.points, strict=True):
            name.set_position((x, y + lift))
        self._walk(1, self.T)

    def move(self, t):
        if self.trail:
            self._walk(self.first(t), t)
        self.art.ring.set_data(*self.points[[t - 1]].T)

    def _walk(self, first, last):
        for artist in (self.art.path, self.art.dots):
            artist.set_data(*self.points[first - 1 : last].T)
        for k, name in enumerate(self.art.names, start=1):
            name.set_visible(first <= k <= last)

    def numbers(self, t):
        first, last = (self.first(t), t) if self.trail else (1, self.T)
        for k, box in enumerate(self.dots(self.points[first - 1 : last]), start=first):
            yield box, self.says(k)

    def _says(self, t: int) -> Told:
        point = ", ".join(map(brief, self.points[t - 1, : self.n]))
        made = f"shadow of {self.n} numbers = " if self.n > 2 else ""
        words = f"x_{t}, {self.labels[t - 1]} = {made}{point if self.n == 1 else f'({point})'}"
        return Told(words, f"x {t}", tuple(f"x {t} {k}" for k in range(1, self.n + 1)))


def on_plane(points) -> np.ndarray:
    """Return points (T, n) as (T, 2): as they are for n = 2, else by their two principal directions.

    Each direction is turned so that its largest part is positive, so the picture does not flip while a slider moves.

    >>> on_plane(np.array([[1.0], [-1.0]])).tolist()
    [[1.0, 0.0], [-1.0, 0.0]]
    """
    points = np.asarray(points, float)
    n = points.shape[1]
    if n <= 2:
        return np.pad(points, ((0, 0), (0, 2 - n)))
    centred = points - points.mean(0)
    directions = np.linalg.svd(centred, full_matrices=True)[2][:2]  # (2, n)
    largest = np.take_along_axis(directions, np.abs(directions).argmax(1)[:, None], 1)
    return centred @ (directions * np.sign(largest)).T
