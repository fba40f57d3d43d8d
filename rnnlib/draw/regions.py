"""The plane of all states of two units: what is answered at each place, and what one step does to the whole square."""

from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise

import numpy as np
from matplotlib.colors import ListedColormap, to_rgb
from matplotlib.patches import FancyArrowPatch
from matplotlib.patheffects import withStroke

from ..tell import Told, brief
from . import style
from .areas import middles
from .cells import Cells
from .plane import Plane
from .texts import Texts
from .view import strings

FINE, COARSE = (220, 220), (44, 22)  # rows and columns: of colours, and for places of names, which are wide
LINES, KNOTS = 7, 33  # lines of the net in each direction, and points along each
ROOM, NEAR = 1.22, 0.12  # half of the plane that is shown, and how near two points are one, in halves of the square
PALE = ("output", "input", "gradient", "state")


@cache
def _fills() -> list:
    """The colours of areas, so pale that all that is drawn on them is seen."""
    pink, *roles = (tuple(style.towards_white(role, np.array([0.78]))[0]) for role in PALE)
    return [pink, to_rgb("#C6DBEF"), *roles, to_rgb("#FFFFFF"), to_rgb("#CCCCCC")]


class Regions(Plane):
    """The states (T, 2) of two units on the square of all states, joined in order; the current one is ringed.

    labels   T names of the states
    start    (2,): the state before the first, hollow
    names    K names of the answers
    answer   answer(points (M, 2)) gives (M, K) numbers; the largest is the answer there: areas of one answer are pale
             in one colour, with a line round them, and bear its name
    of       what these numbers are
    moves    moves(points (M, 2), t) gives where step t takes each point: drawn is where a net over the square goes,
             bold where the edge of the square goes
    limit    half the width of the square
    says     says(t): what the state at t is made of

    >>> upper = lambda points: np.column_stack([points[:, 1], -points[:, 1]])
    >>> regions = Regions([[0.5, 0.5], [0, -0.5]], "hi", names=["up", "down"], answer=upper)
    >>> regions.T, regions.answered([[0.1, 0.9], [0.1, -0.9]])
    (2, ['up', 'down'])
    """

    def __init__(
        self,
        points,
        labels,
        *,
        names: Sequence[str] = (),
        answer: Callable[[np.ndarray], np.ndarray] | None = None,
        of: str = "probability",
        start=None,
        moves: Callable[[np.ndarray, int], np.ndarray] | None = None,
        limit: float = 1.0,
        title="",
        says: Callable[[int], Told] | None = None,
    ):
        super().__init__(points, labels, title=title, limit=limit, says=says)
        if self.n != 2:
            raise ValueError(f"points should be the states (T, 2) of two units. They came as {self.states.shape}.")
        self.names, self.answer, self.of, self.moves = strings(names), answer, of, moves
        before = np.zeros((0, 2)) if start is None else np.reshape(np.asarray(start, float), (1, 2))
        self.walk = np.concatenate([before, self.points])  # the path, from the start on
        self.begins = len(before)
        self.middles = np.zeros((0, 2))  # where the names of the areas stand
        if answer:
            self.fine = self._answers(FINE)
            self.middles = self._middles()

    def answered(self, points) -> list[str]:
        """The name of the answer at each of the points (M, 2)."""
        return [self.names[k] for k in np.argmax(self.answer(np.asarray(points, float)), axis=1)]

    def frame(self):
        return *super().frame(), self.begins, self.answer is None, self.moves is None

    def start(self, ax):
        super().start(ax)
        art, ink, limit = self.art, style.ROLES["state"], self.limit
        fills = ListedColormap([style.QUIET, *_fills()])  # the first is the line between areas
        art.areas = Cells(ax, np.ones(FINE), cmap=fills, extent=(-limit, limit, -limit, limit), zorder=0.5)
        art.areas.set_clim(-0.5, fills.N - 0.5)
        art.areas.set_visible(self.answer is not None)
        ax.plot(*self._edge().T, "-", color=style.QUIET, lw=1, zorder=0.6)
        ax.set(xlabel="unit 1", ylabel="unit 2", xticks=[-limit, 0, limit], yticks=[-limit, 0, limit])
        ax.set(xlim=(-ROOM * limit, ROOM * limit), ylim=(-ROOM * limit, ROOM * limit))
        art.net = ax.plot([], [], "-", color=style.ROLES["input"], lw=0.7, zorder=1)[0]
        art.edge = ax.plot([], [], "-", color=style.ROLES["input"], lw=2.6, zorder=1)[0]
        look = {"fontsize": 12, "fontweight": "bold", "ha": "center", "va": "center"}
        art.answers = Texts(ax, zorder=1.5, color=style.INK, **look, **style.as_typed())
        art.path.set(color=ink, lw=1.2, ls=(0, (2, 1.5)), zorder=1.8)
        art.first = ax.plot([], [], "o", color="white", mec=ink, mew=1.5, ms=7, zorder=2.1)[0]
        look = {"fontsize": 10, "ha": "center", "va": "bottom", "bbox": art.paper}
        art.first_name = ax.text(0, 0, "$x_0$", visible=bool(self.begins), **look)
        look = {"arrowstyle": "-|>", "mutation_scale": 15, "shrinkA": 5, "shrinkB": 9, "lw": 2.2, "color": ink}
        halo = [withStroke(linewidth=5, foreground="white")]  # it is seen where the net is dense, too
        art.arrow = ax.add_patch(FancyArrowPatch((0, 0), (limit, limit), zorder=2.3, path_effects=halo, **look))
        art.steady = [art.areas]
        points = [art.first, art.dots, art.first_name, *art.names]
        art.moving = [art.net, art.edge, art.answers, art.path, *points, art.arrow, art.ring]

    def show(self, t):
        super().show(t)
        art = self.art
        art.path.set_data(*self.walk.T)
        art.first.set_data(*self.walk[: self.begins].T)
        lift = np.array([0, 0.1 * self.limit])
        for name, point in zip([art.first_name] * self.begins + art.names, self.walk, strict=True):
            name.set_position(point + lift)
        if self.answer:
            colours = np.where(_borders(self.fine), 0, 1 + self.fine % len(_fills()))
            art.areas.set_data(colours[::-1])  # an image has its first row at the top
            art.answers.write(map(style.drawable, self.answered(self.middles)), places=self.middles)

    def move(self, t):
        super().move(t)
        art, here = self.art, self.begins + t - 1  # the place of x_t in the walk
        if self.moves:
            art.net.set_data(*self._net(t).T)
            art.edge.set_data(*self.moves(self._edge(), t).T)
        before, now = self.walk[max(here - 1, 0)], self.walk[here]
        art.arrow.set_positions(before, now)
        art.arrow.set_visible(bool(np.hypot(*(now - before)) > NEAR * self.limit))

    def numbers(self, t):
        if self.begins:
            yield self.dots(self.walk[:1])[0], Told(f"x_0 = {_pair(self.walk[0])}", "x 0", ("x 0 1", "x 0 2"))
        yield from super().numbers(t)
        if len(self.middles):
            values = np.max(self.answer(self.middles), axis=1)
            named = zip(self.dots(self.middles, 15), self.middles, self.answered(self.middles), values, strict=True)
            for box, point, name, value in named:
                yield box, Told(f"{name}, at the state {_pair(point)}: {self.of} = {brief(value)}")
        if self.moves:
            corners = self.limit * np.array([(-1.0, -1.0), (1, -1), (-1, 1), (1, 1)])
            moved = self.moves(corners, t)
            for box, corner, to in zip(self.dots(moved, 5), corners, moved, strict=True):
                yield box, Told(f"where step {t} takes the corner {_pair(corner)} of the square = {_pair(to)}")

    def _answers(self, shape) -> np.ndarray:
        """The places of the answers at the middles of rows x columns cells of the square, rows from below."""
        rows, columns = shape
        points = np.stack(np.meshgrid(_centres(columns, self.limit), _centres(rows, self.limit)), axis=-1)
        return np.argmax(self.answer(points.reshape(-1, 2)), axis=1).reshape(shape)

    def _middles(self) -> np.ndarray:
        """The points (M, 2) of the names: deep inside the areas, and not under a state or its name."""
        up, across = (_centres(count, self.limit) for count in COARSE)
        x, y = self.walk.T[:, :, None, None]
        taken = np.hypot(across - x, up[:, None] - y - NEAR / 2 * self.limit).min(axis=0) < 2 * NEAR * self.limit
        places = middles(self._answers(COARSE), taken)
        return np.reshape([(across[column], up[row]) for row, column in places], (-1, 2))

    def _edge(self) -> np.ndarray:
        """Points along the edge of the square, once round."""
        corners = self.limit * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)])
        along = np.linspace(0, 1, KNOTS)[:, None]
        return np.concatenate([(1 - along) * a + along * b for a, b in pairwise(corners)])

    def _net(self, t: int) -> np.ndarray:
        """The lines of the net after step t, one after another with gaps between."""
        lines, along = np.linspace(-self.limit, self.limit, LINES), np.linspace(-self.limit, self.limit, KNOTS)
        upright = np.stack(np.meshgrid(lines, along, indexing="ij"), axis=-1)  # (LINES, KNOTS, 2)
        net = np.concatenate([upright, upright[..., ::-1]])
        moved = self.moves(net.reshape(-1, 2), t).reshape(net.shape)
        return np.pad(moved, ((0, 0), (0, 1), (0, 0)), constant_values=np.nan).reshape(-1, 2)


def _centres(count: int, limit: float) -> np.ndarray:
    """The middles of `count` equal cells from -limit to limit."""
    return limit * ((np.arange(count) + 0.5) / count * 2 - 1)


def _borders(areas: np.ndarray) -> np.ndarray:
    """The cells (n, n) whose neighbour below or at the left is of another area."""
    other = np.zeros(areas.shape, bool)
    other[1:] |= areas[1:] != areas[:-1]
    other[:, 1:] |= areas[:, 1:] != areas[:, :-1]
    return other


def _pair(point) -> str:
    return f"({brief(point[0])}, {brief(point[1])})"
