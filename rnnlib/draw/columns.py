"""The network with a number in every node: one column for each instant, from the input up to the loss."""

import re

from matplotlib.patches import FancyArrowPatch, Rectangle

from . import style
from .layer import BOX, WIDE, Floor, Layer
from .view import View

COLUMNS = 6  # instants in sight at once; longer runs are shown page by page
GAP = 1.5  # height of an arrow between two layers
WORD = 1.3  # height of a line of words
MOST = 24  # cells above one another that may bear numbers


class Columns(View):
    """Layers of numbers, the lowest first, with a column for each instant and arrows for what leads where.

    below, above   below(data): T words under and over the columns: the letter that is read, the one that is wanted
    said           True: the words over the columns are the network's answers, in the colour of the output
    back           True: the numbers come about from the last instant to the first, so the arrows are turned round

    The current instant is lit and its arrows bear their names; what comes about later is pale.  No arrow leads to a
    layer at an instant whose numbers are nan: there it gives no answer.

    >>> Columns([Layer("input", lambda run: run.u), Layer("state", lambda run: run.x, by="W_xu")]).below is None
    True
    """

    def __init__(self, layers: list[Layer], *, title="", below=None, above=None, said=False, back=False):
        super().__init__(title)
        self.layers, self.below, self.above, self.said, self.back = layers, below, above, said, back

    def frame(self, data):
        return tuple((layer.values(data).shape, layer.first(data), layer.names(data)) for layer in self.layers)

    def page(self, data, t):
        """Return the instant in the leftmost column: 0, or so that pages overlap by one column."""
        T = len(self.layers[0].values(data)) - 1
        return min((t - 1) // COLUMNS * COLUMNS, max(T - COLUMNS, 0))

    def start(self, ax, data):
        super().start(ax, data)
        for side in ax.spines.values():
            side.set_visible(False)
        ax.set_xticks([])
        ax.set_yticks([])
        shapes = [layer.values(data).shape for layer in self.layers]
        self.shown = min(shapes[0][0] - 1, COLUMNS)
        numbers = sum(n for _, n in shapes) <= MOST
        self.floors, low = [], 0.0
        for layer in self.layers:
            self.floors.append(Floor(ax, layer, data, low, self.shown + 1, numbers))
            low = self.floors[-1].high + GAP
        top = self.floors[-1].high
        self.ends = -WORD if self.below else -0.3, top + (WORD if self.above else 0.3)
        ax.set_xlim(-1.05, self.shown + 0.55)
        ax.set_ylim(*self.ends)
        columns = range(self.shown + 1)
        self.under = [_word(ax, c, 0.1 - WORD / 2, "input") for c in columns if self.below]
        self.over = [_word(ax, c, top + WORD / 2, "output" if self.said else "target") for c in columns if self.above]
        self.arrows = [_arrow(ax, span, color=style.FAINT, lw=1) for c in columns[1:] for span, _, _ in self._arrows(c)]
        cells = [artist for floor in self.floors for artist in floor.artists]
        self.steady = [*self.arrows, *cells, *self.under, *self.over]
        self._light(ax)

    def _light(self, ax):
        """Make what moves: the veil over what comes later, the box, its strong arrows and their names."""
        low, high = self.ends
        self.veil = ax.add_patch(Rectangle((0, low), 0, high - low, fc="white", alpha=0.72, lw=0, zorder=6))
        look = {"fill": False, "ec": style.INK, "lw": 1.5, "zorder": 7}
        self.box = ax.add_patch(Rectangle((0, low + 0.05), 2 * BOX, high - low - 0.1, **look))
        self.strong = [_arrow(ax, span, color=style.INK, lw=2.2) for span, _, _ in self._arrows(1)]
        paper = {"fc": "white", "ec": "none", "pad": 0.6, "alpha": 0.85}
        look = {"fontsize": 10, "zorder": 8, "va": "center", "bbox": paper}
        self.signs = [ax.text(x, y, _formula(name), ha=ha, **look) for _, (name, x, y, ha), _ in self._arrows(1)]
        self.moving = [self.veil, self.box, *self.strong, *self.signs]
        if self.back:  # the veil would lie on the names of the rows
            self.moving += [name for floor in self.floors for name in floor.row_names]

    def show(self, data, t):
        first = self.page(data, t)
        window = slice(first, first + self.shown + 1)
        for floor in self.floors:
            floor.show(data, window)
        led = [floor.there[c] for c in range(1, self.shown + 1) for _, _, floor in self._arrows(c)]
        for arrow, there in zip(self.arrows, led, strict=True):
            arrow.set_visible(there)
        for texts, words in ((self.under, self.below), (self.over, self.above)):
            for c, text in enumerate(texts):
                text.set_text(words(data)[first + c - 1] if first + c else "")

    def move(self, data, t):
        c = t - self.page(data, t)
        self.box.set_x(c - BOX)
        self.veil.set_x(-BOX if self.back else c + BOX)
        self.veil.set_width(c if self.back else max(self.shown + 0.55 - c - BOX, 0))
        for arrow, sign, ((tail, head), (_, x, _, _), floor) in zip(
            self.strong, self.signs, self._arrows(c), strict=True
        ):
            arrow.set_positions(tail, head)
            sign.set_x(x)
            arrow.set_visible(floor.there[c])
            sign.set_visible(floor.there[c])

    def _arrows(self, c):
        """Return ((tail, head), (name, x, y, alignment), floor) for all arrows that lead to column c.

        Turned round, they lead from it: down, and to the column before.
        """
        arrows = []
        for floor in self.floors[1:]:
            on = len(floor.layer.by) > 5  # a long name stands on its arrow, a short one beside it
            sign = floor.layer.by, c if on else c + 0.05, floor.low - GAP / 2, "center" if on else "left"
            arrows.append((((c, floor.low - GAP), (c, floor.low)), sign, floor))
        for floor in self.floors:
            if floor.layer.along:
                sign = floor.layer.along, c - 0.55, floor.middle + 0.55, "center"
                arrows.append((((c - 1 + WIDE / 2, floor.middle), (c - WIDE / 2, floor.middle)), sign, floor))
        return [(span[::-1], sign, floor) for span, sign, floor in arrows] if self.back else arrows


def _arrow(ax, span, *, color, lw):
    look = {"arrowstyle": "-|>", "mutation_scale": 10, "shrinkA": 0, "shrinkB": 0, "zorder": 7 if lw > 1 else 1}
    return ax.add_patch(FancyArrowPatch(*span, color=color, lw=lw, **look))


def _word(ax, c, height, role):
    return style.literal(ax.text(c, height, "", fontsize=12, ha="center", va="center", color=style.ROLES[role]))


def _formula(name: str) -> str:
    """Write W_xu with its index set lower; other words as they are.

    >>> _formula("W_xu"), _formula("softmax")
    ('$W_{xu}$', 'softmax')
    """
    match = re.fullmatch(r"(\w)_(\w+)", name)
    return f"${match[1]}_{{{match[2]}}}$" if match else name
