"""One floor of a picture of columns: the numbers of one kind, a cell for each, side by side over time."""

from typing import NamedTuple

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.patches import Rectangle

from . import style
from .view import Getter

WIDE = 0.62  # width of a cell; the columns stand 1 apart, the cells of a column 1 above another
BOX = WIDE / 2 + 0.11  # from the middle of a column to the box of the current one
CELL = np.array([(-WIDE / 2, 0), (WIDE / 2, 0), (WIDE / 2, 1), (-WIDE / 2, 1)])


class Layer(NamedTuple):
    """What a floor shows.

    name     what stands at the left, in the colour of `role`
    get      get(data): the numbers, (T, n) or (T,); nan where there are none
    rows     n names, or a function of data that gives them
    limit    the number at which a cell is fully blue or orange
    digits   decimals that are shown
    by       what makes it of the layer below: "W_xu", "softmax"
    along    what carries it from one instant to the next: "W_xx"
    start    start(data), (n,): the numbers before the first instant
    mark     mark(data): T places (or None) to frame in black, the targets
    largest  True: a pointer at the largest number of each column

    >>> state = Layer("state", lambda x: x[1:], start=lambda x: x[0])
    >>> state.values(np.array([[0.0], [0.5], [0.7]])).tolist()
    [[0.0], [0.5], [0.7]]
    """

    name: str
    get: Getter
    role: str = "plain"
    rows: object = None
    limit: float = 1.0
    digits: int = 2
    by: str = ""
    along: str = ""
    start: Getter | None = None
    mark: Getter | None = None
    largest: bool = False

    def values(self, data) -> np.ndarray:
        """Return (1 + T, n): in front the numbers before the first instant, nan where there are none."""
        values = np.asarray(self.get(data), float)
        values = values[:, None] if values.ndim == 1 else values
        before = np.full(values.shape[1], np.nan) if self.start is None else np.ravel(self.start(data))
        return np.concatenate([before[None], values])

    def first(self, data) -> int:
        """Return the first instant that has numbers."""
        return int(np.argmin(np.isnan(self.values(data)[:, 0])))

    def names(self, data) -> tuple[str, ...]:
        return tuple((self.rows(data) if callable(self.rows) else self.rows) or ())


class Floor:
    """The artists of one layer: n rows of cells above the height `low`, in `count` columns."""

    def __init__(self, ax, layer: Layer, data, low: float, count: int, numbers: bool):
        self.layer, self.low = layer, low
        self.n = layer.values(data).shape[1]
        self.high, self.middle = low + self.n, low + self.n / 2
        columns, self.columns = range(count), np.arange(count)
        self._name(ax, data)
        places = [(c, self.high - 1 - row) for c in columns for row in range(self.n)]
        self.edge = style.ROLES[layer.role]
        cells = [CELL + np.array(place) for place in places]
        self.cells = ax.add_collection(PolyCollection(cells, lw=1, zorder=2))
        middle = {"ha": "center", "va": "center"}
        self.numbers = [ax.text(c, y + 0.47, "", fontsize=9, zorder=3, **middle) for c, y in places if numbers]
        look = {"fill": False, "ec": style.ROLES["target"], "lw": 2.4, "zorder": 4}
        self.frames = [ax.add_patch(Rectangle((c, low), WIDE, 1, **look)) for c in columns if layer.mark]
        self.pointers = ax.plot([], [], "<", color=self.edge, ms=7, zorder=4)
        self.artists = [self.cells, *self.numbers, *self.frames, *self.pointers]

    def _name(self, ax, data) -> None:
        """Name the layer at the far left, its rows beside their first cells (and beside any on a later page)."""
        look = {"va": "center", "color": style.ROLES[self.layer.role]}
        pages = len(self.layer.values(data)) > len(self.columns)
        ax.text(-1.0, self.middle, self.layer.name, fontsize=11, **look)
        x = (0 if pages else self.layer.first(data)) - BOX - 0.03
        look = {**look, "fontsize": 9, "ha": "right", "zorder": 7}
        names = enumerate(self.layer.names(data))
        self.row_names = [style.literal(ax.text(x, self.high - 0.53 - row, name, **look)) for row, name in names]

    def show(self, data, window: slice) -> None:
        """Fill the cells with the numbers of the instants in sight."""
        layer = self.layer
        values = layer.values(data)[window]
        self.there = there = ~np.isnan(values[:, 0])
        faces = style.SIGNED(style.signed(layer.limit)(np.nan_to_num(values)))  # (columns, n, 4)
        faces[~there, :, 3] = 0
        self.cells.set_facecolors(faces.reshape(-1, 4))
        self.cells.set_edgecolors([self.edge if here else "none" for here in there for _ in range(self.n)])
        for text, number, face in zip(self.numbers, values.flat, faces.reshape(-1, 4), strict=False):
            text.set_text(written(number, layer.digits))
            text.set_color(style.ink_on(face[:3]))
        marks = [None, *layer.mark(data)][window] if layer.mark else []
        for frame, row, c in zip(self.frames, marks, self.columns, strict=False):
            frame.set_visible(row is not None)
            frame.set_xy((c - WIDE / 2, self.high - 1 - (row or 0)))
        if layer.largest:
            heights = self.high - 0.5 - np.argmax(np.nan_to_num(values), axis=1)
            self.pointers[0].set_data(self.columns[there] + WIDE / 2 + 0.06, heights[there])


def written(number: float, digits: int) -> str:
    """Return a number with its decimals, never -0, and nothing for nan.

    >>> written(-0.04, 1), written(-0.26, 1), written(np.nan, 1)
    ('0.0', '-0.3', '')
    """
    text = f"{number:.{digits}f}"
    return "" if np.isnan(number) else text.lstrip("-") if float(text) == 0 else text
