"""One floor of a picture of columns: the numbers of one kind, a cell for each, side by side over time."""

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.patches import Rectangle

from ..tell import Told, brief
from . import style
from .texts import Texts
from .view import strings

WIDE = 0.62  # width of a cell; the columns stand 1 apart, the cells of a column 1 above another
BOX = WIDE / 2 + 0.11  # from the middle of a column to the box of the current one
WHOLE = -WIDE / 2, WIDE / 2  # left and right edge of a cell, from the middle of its column
LEFT, RIGHT = (-0.38, -0.07), (0.07, 0.38)  # of cells that share a column
HEAD = 1.0  # height of the names over them


class Layer:
    """What a floor shows: `values`, (T, n) or (T,), nan where there are none.

    name     what stands at the left, in the colour of `role`
    rows     n names
    limit    the number at which a cell is fully blue or orange
    digits   decimals that are shown
    by       what makes it of the layer, or the words, below: "W_xu", "softmax"
    along    what carries it from one instant to the next: "W_xx"
    start    (n,): the numbers before the first instant
    mark     T places (or None) to frame in black, the targets
    largest  True: a pointer at the largest number of each column
    beside   True: it stands at the right of the layer before it, and a bracket says that all of that goes into it
    says     says(t, k): what the number at t (0 for `start`) in row k (from 0) is made of

    >>> Layer("state", [[0.5], [0.7]], start=[0.0]).values.tolist()
    [[0.0], [0.5], [0.7]]
    """

    def __init__(
        self,
        name: str,
        values,
        role: str = "plain",
        rows: Sequence | None = None,
        *,
        limit: float = 1.0,
        digits: int = 2,
        by: str = "",
        along: str = "",
        start=None,
        mark: Sequence | None = None,
        largest: bool = False,
        beside: bool = False,
        says: Callable[[int, int], Told] | None = None,
    ):
        values = np.asarray(values, float)
        values = values[:, None] if values.ndim == 1 else values
        before = np.full(values.shape[1], np.nan) if start is None else np.ravel(np.asarray(start, float))
        self.values = np.concatenate([before[None], values])  # (1 + T, n)
        self.there = ~np.isnan(self.values[:, 0])  # (1 + T,)
        self.name, self.role, self.rows, self.by, self.along = name, role, strings(rows), by, along
        self.limit, self.digits, self.largest, self.beside = limit, digits, largest, beside
        self.marks = None if mark is None else [None, *mark]
        self.says = says or self._says

    @property
    def first(self) -> int:
        """The first instant that has numbers."""
        return int(np.argmax(self.there))

    def look(self) -> tuple:
        """All that its floor is built by."""
        marked = self.marks is not None
        return self.name, self.role, self.rows, self.by, self.along, self.values.shape, self.first, marked, self.beside

    def _says(self, t: int, k: int) -> Told:
        what = " ".join(self.name.split())
        if self.rows:
            what += f" of {self.rows[k]}"
        elif self.values.shape[1] > 1:
            what += f" {k + 1}"
        return Told(f"{what} at t = {t} = {brief(self.values[t, k], self.digits)}")


class Floor:
    """The artists of one layer: n rows of cells above the height `low`, in `count` columns, as wide as `edges`."""

    def __init__(self, ax, layer: Layer, low: float, count: int, numbers: bool, edges=WHOLE):
        self.count, self.n, self.numbered = count, layer.values.shape[1], numbers
        self.left, self.right = edges
        self.centre = (self.left + self.right) / 2
        self.low, self.high, self.middle = low, low + self.n, low + self.n / 2
        columns = range(count)
        self._name(ax, layer, columns)
        places = [(c + self.centre, self.high - 1 - row) for c in columns for row in range(self.n)]
        self.edge = style.ROLES[layer.role]
        half = (self.right - self.left) / 2
        corners = np.array([(-half, 0), (half, 0), (half, 1), (-half, 1)])
        cells = [corners + np.array(place) for place in places]
        self.cells = ax.add_collection(PolyCollection(cells, lw=1, zorder=2))
        middle = {"ha": "center", "va": "center"}
        self.numbers = Texts(ax, [(c, y + 0.47) for c, y in places if numbers], fontsize=9, **middle)
        look = {"fill": False, "ec": style.ROLES["target"], "lw": 2.4, "zorder": 4}
        marked = columns if layer.marks is not None else ()
        self.frames = [ax.add_patch(Rectangle((c, low), 2 * half, 1, **look)) for c in marked]
        self.pointers = ax.plot([], [], "<", color=self.edge, ms=7, zorder=4)[0]
        self.artists = [self.cells, self.numbers, *self.frames, self.pointers]

    def _name(self, ax, layer: Layer, columns: range) -> None:
        """Name the layer at the far left, or over cells that share a column; its rows beside their first cells (and
        beside any on a later page)."""
        look = {"va": "center", "color": style.ROLES[layer.role]}
        first = 0 if len(layer.values) > self.count else layer.first
        shared = (self.left, self.right) != WHOLE
        self.top = self.high + HEAD * shared
        if not shared:
            ax.text(-1.0, self.middle, layer.name, fontsize=11, **look)
        over = columns[first:] if shared else ()
        self.heads = Texts(ax, [(c + self.centre, self.high + HEAD / 2) for c in over], **look, fontsize=9, ha="center")
        self.heads.write([layer.name] * len(over))
        x = first - BOX - 0.03
        look = {**look, "fontsize": 9, "ha": "right", "zorder": 7}
        places = [(x, self.high - 0.53 - row) for row in range(len(layer.rows))]
        self.row_names = Texts(ax, places, **look, **style.as_typed())
        self.row_names.write(map(style.drawable, layer.rows))

    def show(self, layer: Layer, first: int) -> None:
        """Fill the cells with the numbers of the instants in sight, from `first` on."""
        window = slice(first, first + self.count)
        values, there = layer.values[window], layer.there[window]  # (count, n), (count,)
        faces = style.SIGNED(style.signed(layer.limit)(np.nan_to_num(values)))  # (count, n, 4)
        faces[~there, :, 3] = 0
        self.cells.set_facecolors(faces.reshape(-1, 4))
        self.cells.set_edgecolors([self.edge if here else "none" for here in there for _ in range(self.n)])
        if self.numbered:
            words = ["" if np.isnan(number) else brief(number, layer.digits) for number in values.flat]
            self.numbers.write(words, colours=style.inks_on(faces.reshape(-1, 4)))
        for c, frame in enumerate(self.frames):
            row = layer.marks[first + c]
            frame.set_visible(row is not None)
            frame.set_xy((c + self.left, self.high - 1 - (row or 0)))
        pointed = np.flatnonzero(there) if layer.largest else np.zeros(0, int)
        heights = self.high - 0.5 - np.argmax(np.nan_to_num(values[pointed]), axis=1)
        self.pointers.set_data(pointed + self.right + 0.06, heights)

    def cell(self, column: int, row: int) -> tuple[float, float, float, float]:
        """Return left, bottom, right and top of a cell."""
        return column + self.left, self.high - 1 - row, column + self.right, self.high - row
