"""The network with a number in every node: one column for each instant, from the input up to the loss."""

from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.patches import Rectangle

from ..tell import Told
from . import style
from .layer import BOX, WIDE, Floor, Layer
from .texts import Texts
from .unrolled import arrow, formula, leftmost, words
from .veil import Veil
from .view import View, strings

COLUMNS = 6  # instants in sight at once; longer runs are shown page by page
GAP = 1.5  # height of an arrow between two layers
WORD = 1.3  # height of a line of words
MOST = 24  # cells above one another that may bear numbers
THIN = {"color": style.INK, "lw": 1, "size": 10}
STRONG = {"color": style.INK, "lw": 2.2, "size": 10}


class Lead(NamedTuple):
    """An arrow to a number of `layer`: where it runs, what it is called, and where its name stands."""

    span: tuple  # (tail, head)
    name: str
    place: tuple[float, float]
    ha: str
    layer: Layer


class Columns(View):
    """Layers of numbers, the lowest first, with a column for each instant and arrows for what leads where.

    below, above   T words under and over the columns: the letter that is read, the one that is wanted
    said           True: the words over the columns are the network's answers, in the colour of the output
    back           True: the numbers come about from the last instant to the first, so the arrows are turned round

    The current instant is lit and its arrows bear their names; what comes about later is pale.  No arrow leads to a
    layer at an instant whose numbers are nan: there it gives no answer.

    >>> Columns([Layer("input", [1, 0, 0]), Layer("state", [0.5, 0.2, 0.1], by="W_xu", along="W_xx")]).T
    3
    """

    def __init__(
        self,
        layers: Sequence[Layer],
        *,
        title="",
        below: Sequence | None = None,
        above: Sequence | None = None,
        said=False,
        back=False,
    ):
        super().__init__(title)
        self.layers, self.said, self.back = list(layers), said, back
        self.below, self.above = strings(below), strings(above)
        self.T = len(self.layers[0].values) - 1
        self.shown = min(self.T, COLUMNS)

    def frame(self):
        words = bool(self.below), bool(self.above), self.said
        return tuple(layer.look() for layer in self.layers), words, self.back

    def page(self, t):
        """Return the instant in the leftmost column."""
        return leftmost(t, self.T, COLUMNS)

    def start(self, ax):
        super().start(ax)
        for side in ax.spines.values():
            side.set_visible(False)
        ax.set_xticks([])
        ax.set_yticks([])
        art, columns = self.art, range(self.shown + 1)
        numbers = sum(layer.values.shape[1] for layer in self.layers) <= MOST
        art.floors, low = [], 0.0
        for layer in self.layers:
            art.floors.append(Floor(ax, layer, low, len(columns), numbers))
            low = art.floors[-1].high + GAP
        top = art.floors[-1].high
        art.ends = -WORD if self.below else -0.3, top + (WORD if self.above else 0.3)
        ax.set_xlim(-1.05, self.shown + 0.55)
        ax.set_ylim(*art.ends)
        art.under = words(ax, columns if self.below else (), 0.1 - WORD / 2, "input")
        role = "output" if self.said else "target"
        art.over = words(ax, columns if self.above else (), top + WORD / 2, role)
        art.arrows = [arrow(ax, lead.span, **THIN) for c in columns[1:] for lead in self._leads(c)]
        cells = [artist for floor in art.floors for artist in floor.artists]
        art.steady = [*art.arrows, *cells, art.under, art.over]
        self._light(ax)

    def _light(self, ax):
        """Make what moves: the veil over what comes later, the box, its strong arrows and their names."""
        art, (low, high) = self.art, self.art.ends
        cells, numbers = [floor.cells for floor in art.floors], [floor.numbers for floor in art.floors]
        marks = [mark for floor in art.floors for mark in (floor.row_names, floor.pointers, *floor.frames)]
        art.veil = Veil(ax, cells, numbers, [*marks, art.under, art.over])
        look = {"fill": False, "ec": style.INK, "lw": 1.5, "zorder": 7}
        art.box = ax.add_patch(Rectangle((0, low + 0.05), 2 * BOX, high - low - 0.1, **look))
        art.strong = [arrow(ax, lead.span, **STRONG) for lead in self._leads(1)]
        paper = {"fc": "white", "ec": "none", "pad": 0.6, "alpha": 0.85}
        look = {"fontsize": 10, "zorder": 8, "va": "center", "bbox": paper}
        art.signs = [Texts(ax, ha=lead.ha, **look) for lead in self._leads(1)]
        art.moving = [art.veil, art.box, *art.strong, *art.signs]

    def show(self, t):
        art, first = self.art, self.page(t)
        art.veil.lift()
        for floor, layer in zip(art.floors, self.layers, strict=True):
            floor.show(layer, first)
        leads = [(c, lead) for c in range(1, self.shown + 1) for lead in self._leads(c)]
        for artist, (c, lead) in zip(art.arrows, leads, strict=True):
            artist.set_visible(lead.layer.there[first + c])
        for texts, line in ((art.under, self.below), (art.over, self.above)):
            if line:
                texts.write([style.drawable(word) for word in ["", *line][first : first + self.shown + 1]])

    def move(self, t):
        art, c = self.art, t - self.page(t)
        art.box.set_x(c - BOX)
        art.veil.set_x(-BOX if self.back else c + BOX)
        art.veil.set_width(c if self.back else max(self.shown + 0.55 - c - BOX, 0))
        for strong, sign, lead in zip(art.strong, art.signs, self._leads(c), strict=True):
            strong.set_positions(*lead.span)
            strong.set_visible(lead.layer.there[t])
            sign.write([formula(lead.name) if lead.layer.there[t] else ""], places=lead.place)

    def numbers(self, t):
        first, corners, told = self.page(t), [], []
        for c, instant in enumerate(range(first, first + self.shown + 1)):
            for floor, layer in zip(self.art.floors, self.layers, strict=True):
                if layer.there[instant]:
                    corners += [floor.cell(c, k) for k in range(floor.n)]
                    told += [layer.says(instant, k) for k in range(floor.n)]
            for line, bottom, what in self._lines():
                if line and instant:
                    corners.append((c - BOX, bottom + 0.1, c + BOX, bottom + WORD - 0.1))
                    name = f"u {instant}" if what == "input" else ""
                    told.append(Told(f"{what} at t = {instant} = {line[instant - 1]}", name))
        yield from zip(self.cells(corners), told, strict=True)

    def _lines(self):
        """The words below and above, where their line begins, and what they are."""
        low, high = self.art.ends
        return (self.below, low, "input"), (self.above, high - WORD, "answer" if self.said else "target")

    def _leads(self, c):
        """Return all arrows that lead to column c: (tail, head), name, its place and alignment, and the layer.

        Turned round, they lead from it: down, and to the column before.
        """
        leads = []
        for floor, layer in zip(self.art.floors[1:], self.layers[1:], strict=True):
            on = len(layer.by) > 5  # a long name stands on its arrow, a short one beside it
            place = (c if on else c + 0.05), floor.low - GAP / 2
            leads.append((((c, floor.low - GAP), (c, floor.low)), layer.by, place, "center" if on else "left", layer))
        for floor, layer in zip(self.art.floors, self.layers, strict=True):
            if layer.along:
                span = (c - 1 + WIDE / 2, floor.middle), (c - WIDE / 2, floor.middle)
                leads.append((span, layer.along, (c - 0.55, floor.middle + 0.55), "center", layer))
        turn = -1 if self.back else 1
        return [Lead(span[::turn], *rest) for span, *rest in leads]
