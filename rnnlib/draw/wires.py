"""One weight matrix as what it is in a network: an arrow from every number on the left to every one on the right."""

import numpy as np
from matplotlib.patches import FancyArrowPatch
from matplotlib.patheffects import Normal, Stroke

from . import style
from .view import Getter, View


class Wires(View):
    """The arrows of a matrix W_to,from: orange adds, blue takes away, and the wider the larger.

    get      get(data): (W, source, to) of the shapes (n_to, n_from), (n_from,), (n_to,)
    names    for source and to: a letter ("u" gives u_1, u_2, ...), strings, or a function of data that gives strings
    roles    for source and to: their colours
    lit      lit(data): (i, j), counted from 0: the entry whose arrow is lit while the others are pale; or None
    limit    the weight whose arrow has the full width
    full     the number whose node is fully blue or orange
    """

    def __init__(
        self, get: Getter, *, names=("u", "x"), roles=("input", "state"), lit=None, limit=3.0, full=3.0, title=""
    ):
        super().__init__(title)
        self.get, self.names, self.roles, self.lit = get, names, roles, lit
        self.limit, self.full = limit, full

    def labels(self, data) -> list[tuple[str, ...]]:
        W, _, _ = self.get(data)
        return [named(name, data, n) for name, n in zip(self.names, np.shape(W)[::-1], strict=True)]

    def frame(self, data):
        return np.shape(self.get(data)[0]), self.labels(data)

    def start(self, ax, data):
        super().start(ax, data)
        self.shape = n_to, n_from = np.shape(self.get(data)[0])
        ax.set_xlim(-0.35, 1.35)
        ax.set_ylim(0, 1)
        ax.set_axis_off()
        most = max(self.shape)
        points = 36 if most <= 4 else 26 if most <= 6 else 10  # the diameter of a node
        self.readable = points > 20
        look = {"arrowstyle": "-|>", "shrinkA": points / 2, "shrinkB": points / 2}
        spans = [((0, tail), (1, head)) for head in heights(n_to) for tail in heights(n_from)]
        self.arrows = [ax.add_patch(FancyArrowPatch(*span, **look)) for span in spans]
        self.nodes, self.numbers, signs = [], [], []
        for side, names, role in zip((0, 1), self.labels(data), self.roles, strict=True):
            colour, ys = style.ROLES[role], heights(len(names))
            around = {"s": points**2, "edgecolors": colour, "linewidths": 1.8, "zorder": 4}
            self.nodes.append(ax.scatter([side] * len(ys), ys, **around))
            self.numbers += [ax.text(side, y, "", fontsize=10, zorder=5, ha="center", va="center") for y in ys]
            where = (2 * side - 1) * (points / 2 + 6), 0
            aside = {"textcoords": "offset points", "ha": "left" if side else "right", "va": "center"}
            for name, y in zip(names, ys, strict=True):
                sign = ax.annotate(name, (side, y), where, color=colour, fontsize=12, **aside)
                signs.append(sign if name.startswith("$") else style.literal(sign))
        box = {"boxstyle": "round,pad=0.2", "fc": "white", "ec": style.INK, "lw": 1}
        self.label = ax.text(0, 0, "", fontsize=10, zorder=6, bbox=box, ha="center", va="center")
        self.steady = [*self.arrows, *self.nodes, *self.numbers, *signs, self.label]

    def show(self, data, t):
        W, source, to = (np.asarray(part, float) for part in self.get(data))
        lit = self.lit(data) if self.lit else None
        for k, (arrow, weight) in enumerate(zip(self.arrows, W.flat, strict=True)):
            self._colour(arrow, weight, None if lit is None else divmod(k, self.shape[1]) == tuple(lit))
        self.label.set_visible(lit is not None)
        if lit is not None:
            i, j = lit
            self.label.set_position((0.38, 0.62 * heights(len(source))[j] + 0.38 * heights(len(to))[i]))
            self.label.set_text(style.brief(W[i, j]))
        values = np.concatenate([source, to])
        colours = style.SIGNED(style.signed(self.full)(values))
        for node, part in zip(self.nodes, np.split(colours, [len(source)]), strict=True):
            node.set_facecolors(part)
        for text, value, colour in zip(self.numbers, values, colours, strict=True):
            text.set_text(style.brief(value) if self.readable else "")
            text.set_color(style.ink_on(colour[:3]))

    def _colour(self, arrow, weight: float, lit: bool | None) -> None:
        size = min(abs(weight) / self.limit, 1)
        width = 0.8 + 4.2 * size
        # The palest colours of the map could not be seen as a line on white.
        colour = style.SIGNED(0.5 + np.sign(weight) * (0.22 + 0.28 * size)) if weight else style.FAINT
        outline = [Stroke(linewidth=width + 2.5, foreground=style.INK), Normal()] if lit else []
        arrow.set(color=colour, lw=width, ls="-" if weight or lit else ":", mutation_scale=9 + 2 * width)
        arrow.set(path_effects=outline, alpha=0.3 if lit is False else 1, zorder=3 if lit else 1)


def heights(n: int) -> np.ndarray:
    """Return the heights of n rows between 0 and 1, the first on top.

    >>> heights(2).tolist()
    [0.75, 0.25]
    """
    return 1 - (np.arange(n) + 0.5) / n


def named(name, data, n: int) -> tuple[str, ...]:
    """Return n names: of a letter with its numbers, of strings, or of a function of data.

    >>> named("u", None, 2)
    ('$u_{1}$', '$u_{2}$')
    """
    if isinstance(name, str):
        return tuple(f"${name}_{{{k}}}$" for k in range(1, n + 1))
    return tuple(name(data) if callable(name) else name)
