"""One weight matrix as what it is in a network: an arrow from every number on the left to every one on the right."""

import numpy as np
from matplotlib.patches import FancyArrowPatch
from matplotlib.patheffects import Normal, Stroke

from .. import tell
from ..tell import brief
from . import style
from .texts import Texts
from .view import View

# Where the arrows' colours begin in the map: paler ones could not be seen on white.
PALEST = 0.19, 0.89  # negative, positive
LABEL = 0.38  # how far along the lit arrow its weight stands


class Wires(View):
    """The arrows of W (n_to, n_from), from `source` (n_from,) to `to` (n_to,).

    Orange adds, blue takes away, and the wider the larger.

    names    for source and to: a letter ("u" gives u_1, u_2, ...) or strings
    roles    for source and to: their colours
    lit      (i, j), counted from 0: the entry whose arrow is lit while the others are pale
    limit    the weight whose arrow has the full width
    full     the number whose node is fully blue or orange

    >>> Wires(np.ones((2, 3)), np.ones(3), np.full(2, 3.0)).labels[1]
    ('$x_{1}$', '$x_{2}$')
    """

    def __init__(
        self, W, source, to, *, names=("u", "x"), roles=("input", "state"), lit=None, limit=3.0, full=3.0, title=""
    ):
        super().__init__(title)
        self.W, self.source, self.to = (np.asarray(part, float) for part in (W, source, to))
        self.roles, self.lit, self.limit, self.full = tuple(roles), lit, limit, full
        self.labels = tuple(named(name, n) for name, n in zip(names, self.W.shape[::-1], strict=True))
        self.tell = tell.product(W, source, to, names=names)

    def frame(self):
        return self.W.shape, self.labels, self.roles

    def start(self, ax):
        super().start(ax)
        art, (n_to, n_from) = self.art, self.W.shape
        ax.set_xlim(-0.35, 1.35)
        ax.set_ylim(0, 1)
        ax.set_axis_off()
        most = max(n_to, n_from)
        points = 36 if most <= 4 else 26 if most <= 6 else 10  # the diameter of a node
        art.readable = points > 20
        look = {"arrowstyle": "-|>", "shrinkA": points / 2, "shrinkB": points / 2}
        art.arrows = [ax.add_patch(FancyArrowPatch(*span, **look)) for span in self._spans()]
        art.nodes = []
        for side, names, role in zip((0, 1), self.labels, self.roles, strict=True):
            colour, ys = style.ROLES[role], heights(len(names))
            around = {"s": points**2, "edgecolors": colour, "linewidths": 1.8, "zorder": 4}
            art.nodes.append(ax.scatter([side] * len(ys), ys, **around))
            where = (2 * side - 1) * (points / 2 + 6), 0
            aside = {"textcoords": "offset points", "ha": "left" if side else "right", "va": "center"}
            for name, y in zip(names, ys, strict=True):
                sign = ax.annotate(name, (side, y), where, color=colour, fontsize=12, **aside)
                if not name.startswith("$"):
                    style.literal(sign)
        places = [(side, y) for side, n in ((0, n_from), (1, n_to)) for y in heights(n)]
        art.numbers = Texts(ax, places if art.readable else (), fontsize=10, zorder=5, ha="center", va="center")
        box = {"boxstyle": "round,pad=0.2", "fc": "white", "ec": style.INK, "lw": 1}
        art.label = ax.text(0, 0, "", fontsize=10, zorder=6, bbox=box, ha="center", va="center")
        art.radius = points / 2 * ax.figure.dpi / 72
        art.steady = [*art.arrows, *art.nodes, art.numbers, art.label]

    def show(self, t):
        art, lit = self.art, None if self.lit is None else tuple(self.lit)
        for at, arrow in zip(np.ndindex(self.W.shape), art.arrows, strict=True):
            self._colour(arrow, self.W[at], None if lit is None else at == lit)
        art.label.set_visible(lit is not None)
        if lit is not None:
            art.label.set_position(along(*self._spans()[np.ravel_multi_index(lit, self.W.shape)], LABEL))
            art.label.set_text(brief(self.W[lit]))
        values = np.concatenate([self.source, self.to])
        colours = style.SIGNED(style.signed(self.full)(values))
        for node, part in zip(art.nodes, np.split(colours, [len(self.source)]), strict=True):
            node.set_facecolors(part)
        if art.readable:
            art.numbers.write(map(brief, values), colours=style.inks_on(colours))

    def numbers(self, t):
        n_to, n_from = self.W.shape
        nodes = [(side, y) for side, n in ((0, n_from), (1, n_to)) for y in heights(n)]
        told = [*map(self.tell.source, range(n_from)), *map(self.tell.total, range(n_to))]
        yield from zip(self.dots(nodes, self.art.radius), told, strict=True)
        weights = [self.tell.weight(*at) for at in np.ndindex(self.W.shape)]
        boxes = self.dots(self._free_places())
        if self.lit is not None:
            boxes[np.ravel_multi_index(tuple(self.lit), self.W.shape)] = self.written([self.art.label])[0]
        yield from zip(boxes, weights, strict=True)

    def _spans(self) -> list[tuple]:
        """Tail and head of all arrows, in the order of the entries."""
        n_to, n_from = self.W.shape
        return [((0, tail), (1, head)) for head in heights(n_to) for tail in heights(n_from)]

    def _free_places(self) -> np.ndarray:
        """Return one point on each arrow, (n_to n_from, 2): where the other arrows are farthest."""
        spans = np.array(self._spans(), float)  # (arrows, 2, 2)
        tails, heads = self.art.ax.transData.transform(spans.reshape(-1, 2)).reshape(spans.shape).swapaxes(0, 1)
        ways = heads - tails
        normals = ways[:, ::-1] * (-1, 1) / np.linalg.norm(ways, axis=1, keepdims=True)
        shares = np.array([LABEL, *np.linspace(0.3, 0.7, 41)])
        points = tails[:, None] + shares[:, None] * ways[:, None]  # (arrows, shares, 2)
        apart = np.abs(np.einsum("asoc,oc->aso", points[:, :, None] - tails, normals))  # from every arrow's line
        apart[np.arange(len(spans)), :, np.arange(len(spans))] = np.inf
        best = shares[np.argmax(apart.min(axis=2).round(3), axis=1)]
        return np.array([along(*span, share) for span, share in zip(spans, best, strict=True)])

    def _colour(self, arrow, weight: float, lit: bool | None) -> None:
        size = min(abs(weight) / self.limit, 1)
        width = 0.8 + 4.2 * size
        sign = int(weight > 0)
        shade = PALEST[sign] + (sign - PALEST[sign]) * (0 if lit is False else size)
        colour = style.SIGNED(shade) if weight else style.QUIET
        outline = [Stroke(linewidth=width + 2.5, foreground=style.INK), Normal()] if lit else []
        arrow.set(color=colour, lw=width, ls="-" if weight or lit else ":", mutation_scale=9 + 2 * width)
        arrow.set(path_effects=outline, zorder=3 if lit else 1)


def heights(n: int) -> np.ndarray:
    """Return the heights of n rows between 0 and 1, the first on top.

    >>> heights(2).tolist()
    [0.75, 0.25]
    """
    return 1 - (np.arange(n) + 0.5) / n


def along(tail, head, share: float) -> tuple[float, float]:
    """Return the point that lies a share of the way from tail to head.

    >>> along((0, 1), (1, 3), 0.5)
    (0.5, 2.0)
    """
    return tuple((1 - share) * a + share * b for a, b in zip(tail, head, strict=True))


def named(name, n: int) -> tuple[str, ...]:
    """Return n names: of a letter with its numbers, or of strings.

    >>> named("u", 2)
    ('$u_{1}$', '$u_{2}$')
    """
    if isinstance(name, str):
        return tuple(f"${name}_{{{k}}}$" for k in range(1, n + 1))
    return tuple(map(str, name))
