"""What every view has in common."""

from collections.abc import Callable, Hashable

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes

from . import style

Getter = Callable[..., np.ndarray]


class View:
    """One panel of a picture, drawn in three layers so that the time slider redraws only the last.

    start(ax, data)    the still part: axes, names, ticks; drawn again only when `frame(data)` changes
    show(data, t)      the artists in `self.steady`: what depends on the data and not on t; a view of which only
                       a part fits says in `page(data, t)` which part, and is shown again when that changes
    move(data, t)      the artists in `self.moving`: what depends on t (1 is the first instant)

    >>> View("states").title
    'states'
    """

    def __init__(self, title: str = ""):
        self.title = title
        self.steady: list[Artist] = []
        self.moving: list[Artist] = []

    def frame(self, data) -> Hashable:
        """Return what the still part depends on."""
        return ()

    def page(self, data, t: int) -> Hashable:
        """Return which part of the data is in sight at t."""
        return ()

    def start(self, ax: Axes, data) -> None:
        """Draw the still part into `ax` and make the artists."""
        self.ax = ax
        ax.set_title(self.title, loc="left", fontsize=10, color=style.INK)
        for side in ("top", "right"):
            ax.spines[side].set_visible(False)
        for side in ("left", "bottom"):
            ax.spines[side].set_color(style.FAINT)
        ax.tick_params(labelsize=9, color=style.FAINT, labelcolor=style.INK)

    def show(self, data, t: int) -> None:
        """Bring the steady artists up to the data."""

    def move(self, data, t: int) -> None:
        """Bring the moving artists to the instant t."""


def time_axis(ax: Axes, first: int, T: int) -> None:
    """Number the instants first..T below `ax`."""
    every = max(1, -(-(T + 1 - first) // 14))
    ax.set_xticks([t for t in range(first, T + 1) if t % every == 0 or T <= 14])
    ax.set_xlim(first - 0.5, T + 0.5)


def names_of(names, data) -> tuple[str, ...]:
    """Return the names that a view was given: as they are, or by a function of data; none for None.

    >>> names_of("ab", None), names_of(lambda data: data, "ab"), names_of(None, None)
    (('a', 'b'), ('a', 'b'), ())
    """
    return tuple((names(data) if callable(names) else names) or ())
