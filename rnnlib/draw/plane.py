"""States as points on a plane."""

import numpy as np

from . import style
from .view import Getter, View


class Plane(View):
    """The points `get(data)`, shape (T, n), joined in order, each with its name `labels(data)`.

    With n > 2 the plane is spanned by the two principal directions of the points (the directions in which they
    differ most); with n = 1 the second coordinate is 0.  `limit` is half the width of the shown plane.
    """

    def __init__(self, get: Getter, labels, *, title="", limit=None):
        super().__init__(title)
        self.get, self.labels, self.limit = get, labels, limit

    def half(self, data) -> float:
        return self.limit or style.nice_limit(float(np.abs(on_plane(self.get(data))).max()) * 1.1)

    def frame(self, data):
        return tuple(self.labels(data)), np.shape(self.get(data))[1], self.half(data)

    def start(self, ax, data):
        super().start(ax, data)
        half = self.half(data)
        ax.set_xlim(-half * 1.15, half * 1.15)
        ax.set_ylim(-half * 1.15, half * 1.15)
        ax.axhline(0, color=style.GRID, lw=1, zorder=0)
        ax.axvline(0, color=style.GRID, lw=1, zorder=0)
        far = np.shape(self.get(data))[1] > 2
        ax.set_xlabel("direction 1" if far else "$x_1$", fontsize=9, labelpad=1)
        ax.set_ylabel("direction 2" if far else "$x_2$", fontsize=9, labelpad=1)
        self.path = ax.plot([], [], "-", color=style.tints("state", 2)[1], lw=1)[0]
        self.dots = ax.plot([], [], "o", color=style.ROLES["state"], ms=6)[0]
        paper = {"fc": "white", "ec": "none", "pad": 0.4, "alpha": 0.75}  # the path does not cross out a name
        place = {"fontsize": 10, "ha": "center", "va": "bottom", "clip_on": True, "bbox": paper}
        self.names = [style.literal(ax.text(0, 0, name, **place)) for name in self.labels(data)]
        self.steady = [self.path, self.dots, *self.names]
        self.ring = ax.plot([], [], "o", mfc="none", mec=style.INK, mew=2, ms=14)[0]
        self.moving = [self.ring]

    def show(self, data, t):
        self.points = on_plane(self.get(data))  # (T, 2)
        self.path.set_data(*self.points.T)
        self.dots.set_data(*self.points.T)
        lift = 0.07 * self.ax.get_ylim()[1]
        for name, (x, y) in zip(self.names, self.points, strict=True):
            name.set_position((x, y + lift))

    def move(self, data, t):
        self.ring.set_data(*self.points[[t - 1]].T)


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
