"""The unrolled network: one column for each instant, the same three arrows in all of them."""

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.patches import Rectangle

from .. import tell
from ..tell import brief
from . import style
from .texts import Texts
from .unrolled import arrow, leftmost, words
from .veil import Veil
from .view import View, strings

WIDE = 0.6  # width of a column of cells; the columns stand 1 apart
BOTTOM, TOP = -1.0, 2.0
BELOW, ABOVE = -0.78, 1.76  # where the words of input and output stand
MOST = 5  # numbers of a state that fit into its cells


class Network(View):
    """The network unrolled in time: input u_t below, state x_t in the middle, output y_t above.

    run        a Trajectory
    model      what made the run; with it each number says what it is made of
    inputs     T strings in the input boxes (letters); without them the number u_t
    outputs    T strings in the output boxes; without them the number y_t
    limit      the value at which a state's cell is fully blue or orange
    names      what stands at the arrows x_{t-1} -> x_t, u_t -> x_t, x_t -> y_t; formulas without their dollars
    states     a letter for each number of the state, "pq": it stands beside its row and in the words
    digits     digits after the point in the cells and of u_t and y_t
    columns    instants in sight at once; longer runs are shown page by page

    The current instant is lit and its arrows bear the names of the weights; later instants are pale.  Numbers
    stand in the cells of a state with at most five numbers.
    """

    def __init__(
        self,
        run,
        model=None,
        *,
        inputs=None,
        outputs=None,
        title="the same weights at every step",
        limit=1.0,
        names=("W_{xx}", "W_{xu}", "W_{yx}"),
        states="",
        digits=2,
        columns=6,
    ):
        super().__init__(title)
        self.run, self.limit, self.arrow_names, self.digits = run, limit, tuple(names), digits
        self.T, self.n = np.shape(run.x)
        self.states = np.concatenate([np.reshape(run.x0, (1, self.n)), run.x])  # (1 + T, n)
        self.inputs = _words("u", run.u, digits) if inputs is None else strings(inputs)
        self.outputs = _words("y", run.y, digits) if outputs is None else strings(outputs)
        self.columns, self.shown, self.letters = columns, min(self.T, columns), tuple(states)
        self.tell = tell.run(run, model, digits, self.letters)

    def frame(self):
        return self.T, self.n, self.arrow_names, self.letters, self.columns

    def page(self, t):
        """Return the instant in the leftmost column."""
        return leftmost(t, self.T, self.columns)

    def start(self, ax):
        super().start(ax)
        art, n, columns = self.art, self.n, range(self.shown + 1)
        ax.set_xlim(-0.5, self.shown + 0.5)
        ax.set_ylim(BOTTOM, TOP)
        ax.set_xticks([])
        ax.set_yticks([])
        for spine in ax.spines.values():
            spine.set_visible(False)
        height = 1 / n
        for k, letter in enumerate(self.letters):
            ax.text(-WIDE / 2 - 0.04, 1 - (k + 0.5) * height, f"${letter}$", fontsize=11, ha="right", va="center")
        corners = np.array([(-WIDE / 2, 0), (WIDE / 2, 0), (WIDE / 2, height), (-WIDE / 2, height)])
        cells = [corners + np.array([c, 1 - (k + 1) * height]) for c in columns for k in range(n)]
        art.cells = ax.add_collection(PolyCollection(cells, edgecolors=style.FAINT, linewidths=1, zorder=2))
        places = [(c, 1 - (k + 0.5) * height) for c in columns for k in range(n)] if n <= MOST else ()
        art.numbers = Texts(ax, places, fontsize=9, ha="center", va="center")
        art.captions = Texts(ax, [(c + WIDE / 2, 1.03) for c in columns], fontsize=9, ha="right", va="bottom")
        art.below, art.above = words(ax, columns, BELOW, "input"), words(ax, columns, ABOVE, "output")
        art.arrows = [arrow for c in columns[1:] for arrow in _arrows(ax, c, color=style.INK, lw=1)]
        art.steady = [*art.arrows, art.cells, art.numbers, art.captions, art.below, art.above]
        art.later = Veil(ax, [art.cells], [art.numbers, art.captions], [art.below, art.above])
        art.box = ax.add_patch(
            Rectangle((0, BOTTOM + 0.02), WIDE + 0.14, TOP - BOTTOM - 0.04, fill=False, ec=style.INK, lw=1.5, zorder=7)
        )
        art.strong = _arrows(ax, 0, color=style.INK, lw=2.4)
        art.weights = [Texts(ax, fontsize=10, zorder=8, ha=ha, va="center") for ha in ("center", "left", "left")]
        art.moving = [art.later, art.box, *art.strong, *art.weights]

    def show(self, t):
        art, first = self.art, self.page(t)
        art.later.lift()
        states = self.states[first : first + self.shown + 1]
        colours = style.SIGNED(style.signed(self.limit)(states)).reshape(-1, 4)
        art.cells.set_facecolors(colours)
        if self.n <= MOST:
            art.numbers.write([brief(value, self.digits) for value in states.flat], colours=style.inks_on(colours))
        art.captions.write([f"$x_{{{first + c}}}$" for c in range(self.shown + 1)])
        for texts, line in ((art.below, self.inputs), (art.above, self.outputs)):
            texts.write([style.drawable(word) for word in ["", *line][first : first + self.shown + 1]])

    def move(self, t):
        art, c = self.art, t - self.page(t)
        edge = c + (WIDE + 0.14) / 2
        art.box.set_x(c - (WIDE + 0.14) / 2)
        art.later.set_x(edge)
        art.later.set_width(max(self.shown + 0.5 - edge, 0))
        for strong, span in zip(art.strong, _spans(c), strict=True):
            strong.set_positions(*span)
        places = (c - 0.5, 0.66), (c + 0.04, -0.35), (c + 0.04, 1.36)
        for text, name, place in zip(art.weights, self.arrow_names, places, strict=True):
            text.write([f"${name}$"], places=place)

    def numbers(self, t):
        first, half = self.page(t), WIDE / 2
        corners, said = [], []
        for c in range(self.shown + 1):
            for k in range(self.n):
                corners.append((c - half, 1 - (k + 1) / self.n, c + half, 1 - k / self.n))
                said.append(self.tell.x(first + c, k))
            if first + c:
                corners.append((c - half, BELOW - 0.16, c + half, BELOW + 0.16))
                said.append(self.tell.inputs(first + c, self.inputs[first + c - 1]))
                corners.append((c - half, ABOVE - 0.16, c + half, ABOVE + 0.16))
                said.append(self.tell.outputs(first + c, self.outputs[first + c - 1]))
        yield from zip(self.cells(corners), said, strict=True)


def _spans(c):
    """Return tail and head of the arrows W_xx, W_xu, W_yx of column c."""
    return ((c - 1 + WIDE / 2, 0.5), (c - WIDE / 2, 0.5)), ((c, -0.6), (c, 0.0)), ((c, 1.0), (c, 1.58))


def _arrows(ax, c, *, color, lw):
    return [arrow(ax, span, color=color, lw=lw, size=11) for span in _spans(c)]


def _words(name: str, values, digits: int) -> list[str]:
    """Write the one number of each instant; several do not fit, so write their name."""
    if np.shape(values)[1] == 1:
        return [brief(value, digits) for value in np.ravel(values)]
    return [f"{name}{t}" for t in range(1, len(values) + 1)]
