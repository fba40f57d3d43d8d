"""What every view has in common."""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import SimpleNamespace

import numpy as np
from matplotlib.axes import Axes

from ..tell import Told, brief
from . import style

DOT = 9  # pixels from the middle of a point to the edge of its frame
LETTER = 13  # pixels that a small letter is wide at most


class View:
    """One panel of a picture: it holds its data, and is drawn in three layers so that time redraws only the last.

    T              how many instants it shows, t = 1..T; None if it does not change with time
    frame()        all that the still part depends on; a view of the same class and an equal frame adopts its artists
    start(ax)      the still part (axes, names, ticks), and the artists in `self.art`
    show(t)        bring `art.steady` up to the data; where only a part fits, `page(t)` says which part that is
    move(t)        bring `art.moving` to the instant t
    numbers(t)     a box and the words of every number in sight

    >>> View("states").title, View().T
    ('states', None)
    """

    T: int | None = None

    def __init__(self, title: str = ""):
        self.title = title
        self.art = SimpleNamespace()

    def frame(self) -> tuple:
        return ()

    def page(self, t: int) -> int:
        return 0

    def start(self, ax: Axes) -> None:
        self.art = SimpleNamespace(ax=ax, steady=[], moving=[])
        ax.set_title(self.title, loc="left", fontsize=10, color=style.INK)
        for side in ("top", "right"):
            ax.spines[side].set_visible(False)
        for side in ("left", "bottom"):
            ax.spines[side].set_color(style.FAINT)
        ax.tick_params(labelsize=9, color=style.FAINT, labelcolor=style.INK)

    def show(self, t: int) -> None:
        pass

    def move(self, t: int) -> None:
        pass

    def numbers(self, t: int) -> Iterator[tuple[Sequence[float], Told]]:
        """Yield ((left, bottom, right, top) in pixels of the figure, words); the methods below make the boxes."""
        return iter(())

    def cells(self, corners) -> np.ndarray:
        """Boxes (n, 4) in pixels from boxes (n, 4) = (left, bottom, right, top) in the data's own units."""
        corners = np.reshape(np.asarray(corners, float), (-1, 2, 2))
        pixels = self.art.ax.transData.transform(corners.reshape(-1, 2)).reshape(-1, 2, 2)
        return np.concatenate([pixels.min(1), pixels.max(1)], axis=1)

    def dots(self, points, radius: float = DOT) -> np.ndarray:
        """Boxes (n, 4) in pixels round points (n, 2) in the data's own units."""
        pixels = self.art.ax.transData.transform(np.reshape(np.asarray(points, float), (-1, 2)))
        return np.concatenate([pixels - radius, pixels + radius], axis=1)

    def levels(self, heights: Mapping[str, float]) -> Iterator[tuple[np.ndarray, Told]]:
        """Boxes in pixels round the names of horizontal lines, at their right ends, and the words of their heights."""
        right = self.art.ax.bbox.x1
        for name, height in heights.items():
            left, middle = right - LETTER * max(len(name), 4), self.art.ax.transData.transform((1, height))[1]
            yield (
                np.array([left, middle - 4, right, middle + 2 * LETTER]),
                Told(f"{name or 'dashed line'} = {brief(height)}"),
            )

    def written(self, texts) -> np.ndarray:
        """Boxes (n, 4) in pixels round texts that are in sight."""
        return np.reshape([text.get_window_extent().padded(4).extents for text in texts], (-1, 4))


def time_axis(ax: Axes, first: int, T: int) -> None:
    """Number the instants first..T below `ax`."""
    every = max(1, -(-(T + 1 - first) // 14))
    ax.set_xticks([t for t in range(first, T + 1) if t % every == 0 or T <= 14])
    ax.set_xlim(first - 0.5, T + 0.5)


def strings(names) -> tuple[str, ...]:
    """The names that a view was given, as a tuple; none for None.

    >>> strings("ab"), strings(None)
    (('a', 'b'), ())
    """
    return tuple(map(str, names)) if names is not None else ()


def called(*parts: str) -> str:
    """What the words of a number begin with: the title of its picture and its own name, without the signs of formulas.

    >>> called("state $x_{10}$", "unit 1"), called("", "$")
    ('state x_10: unit 1', '$')
    """
    formulas = (re.sub(r"\$([^$]+)\$", lambda formula: re.sub("[{}]", "", formula[1]), part) for part in parts)
    return ": ".join(filter(None, formulas))
