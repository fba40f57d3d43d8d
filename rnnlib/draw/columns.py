"""The network with a number in every node: one column for each instant, from the input up to the loss."""

from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.patches import Rectangle

from ..tell import Told
from . import style
from .layer import BOX, LEFT, RIGHT, WHOLE, WIDE, Floor, Layer
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
LINE, THICK = {"color": style.INK, "lw": 1, "zorder": 1}, {"color": style.INK, "lw": 2.2, "zorder": 7}
HOOK = -0.01  # where brackets stand, from the middle of their column


class Lead(NamedTuple):
    """An arrow to a number of `layer`: where it runs, what it is called, and where its name stands."""

    span: tuple  # (tail, head)
    name: str
    place: tuple[float, float]
    ha: str
    layer: Layer


class Bracket(NamedTuple):
    """What takes in all numbers before one that stands `beside` them: four corners, from the lowest to the highest."""

    corners: tuple
    layer: Layer


class Columns(View):
    """Layers of numbers, the lowest first, with a column for each instant and arrows for what leads where.

    below, above   T words under and over the columns: the letter that is read, the one that is wanted
    said           True: the words over the columns are the network's answers, in the colour of the output
    back           True: the numbers come about from the last instant to the first, so the arrows are turned round
                   and carry their matrices transposed

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

    @property
    def entering(self) -> bool:
        """Is the lowest layer made of the words below it?"""
        return bool(self.below and self.layers[0].by)

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
        numbers = sum(layer.values.shape[1] for layer in self.layers if not layer.beside) <= MOST
        art.floors, low = [], 0.0
        for layer, shared in zip(self.layers, [*(layer.beside for layer in self.layers[1:]), False], strict=True):
            low = art.floors[-1].low if layer.beside else low
            edges = RIGHT if layer.beside else LEFT if shared else WHOLE
            art.floors.append(Floor(ax, layer, low, len(columns), numbers, edges))
            low = art.floors[-1].top + GAP
        top = art.floors[-1].top
        foot = GAP if self.entering else 0  # room for the arrow that leads up from the words
        art.ends = -WORD - foot if self.below else -0.3, top + (WORD if self.above else 0.3)
        ax.set_xlim(-1.05, self.shown + 0.55)
        ax.set_ylim(*art.ends)
        art.under = words(ax, columns if self.below else (), 0.1 - WORD / 2 - foot, "input")
        role = "output" if self.said else "target"
        art.over = words(ax, columns if self.above else (), top + WORD / 2, role)
        art.arrows = [arrow(ax, lead.span, **THIN) for c in columns[1:] for lead in self._leads(c)]
        art.brackets = [ax.plot(*corners(each), **LINE)[0] for c in columns[1:] for each in self._brackets(c)]
        cells = [artist for floor in art.floors for artist in floor.artists]
        art.steady = [*art.arrows, *art.brackets, *cells, art.under, art.over]
        self._light(ax)

    def _light(self, ax):
        """Make what moves: the veil over what comes later, the box, its strong arrows and their names."""
        art, (low, high) = self.art, self.art.ends
        cells, numbers = [floor.cells for floor in art.floors], [floor.numbers for floor in art.floors]
        marks = [mark for floor in art.floors for mark in (floor.heads, floor.row_names, floor.pointers, *floor.frames)]
        art.veil = Veil(ax, cells, numbers, [*marks, art.under, art.over])
        look = {"fill": False, "ec": style.INK, "lw": 1.5, "zorder": 7}
        art.box = ax.add_patch(Rectangle((0, low + 0.05), 2 * BOX, high - low - 0.1, **look))
        art.strong = [arrow(ax, lead.span, **STRONG) for lead in self._leads(1)]
        paper = {"fc": "white", "ec": "none", "pad": 0.6, "alpha": 0.85}
        look = {"fontsize": 10, "zorder": 8, "va": "center", "bbox": paper}
        art.signs = [Texts(ax, ha=lead.ha, **look) for lead in self._leads(1)]
        art.round = [ax.plot(*corners(each), **THICK)[0] for each in self._brackets(1)]
        art.moving = [art.veil, art.box, *art.strong, *art.round, *art.signs]

    def show(self, t):
        art, first = self.art, self.page(t)
        art.veil.lift()
        for floor, layer in zip(art.floors, self.layers, strict=True):
            floor.show(layer, first)
        leads = [(c, lead) for c in range(1, self.shown + 1) for lead in self._leads(c)]
        for artist, (c, lead) in zip(art.arrows, leads, strict=True):
            artist.set_visible(lead.layer.there[first + c])
        brackets = [(c, each) for c in range(1, self.shown + 1) for each in self._brackets(c)]
        for artist, (c, bracket) in zip(art.brackets, brackets, strict=True):
            artist.set_visible(bracket.layer.there[first + c])
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
            sign.write([formula(lead.name, transposed=self.back) if lead.layer.there[t] else ""], places=lead.place)
        for line, bracket in zip(art.round, self._brackets(c), strict=True):
            line.set_data(*corners(bracket))
            line.set_visible(bracket.layer.there[t])

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
        reached = slice(0 if self.entering else 1, None)
        for floor, layer in zip(self.art.floors[reached], self.layers[reached], strict=True):
            if layer.beside:
                span = (c + HOOK, floor.middle), (c + floor.left, floor.middle)
                leads.append((span, layer.by, (c + floor.centre, floor.low - GAP / 2), "center", layer))
                continue
            on, x = len(layer.by) > 5, c + floor.centre  # a long name stands on its arrow, a short one beside it
            place = (x if on else x + 0.05), floor.low - GAP / 2
            leads.append((((x, floor.low - GAP), (x, floor.low)), layer.by, place, "center" if on else "left", layer))
        for floor, layer in zip(self.art.floors, self.layers, strict=True):
            if layer.along:
                span = (c - 1 + WIDE / 2, floor.middle), (c - WIDE / 2, floor.middle)
                leads.append((span, layer.along, (c - 0.55, floor.middle + 0.55), "center", layer))
        turn = -1 if self.back else 1
        return [Lead(span[::turn], *rest) for span, *rest in leads]

    def _brackets(self, c):
        """Return the brackets of column c."""
        edge, inner = c + LEFT[1] + 0.02, c + HOOK
        return [
            Bracket(((edge, floor.low), (inner, floor.low), (inner, floor.high), (edge, floor.high)), layer)
            for floor, layer in zip(self.art.floors, self.layers, strict=True)
            if layer.beside
        ]


def corners(bracket: Bracket) -> tuple:
    """Return the corners of a bracket as a line takes them: all x, then all y."""
    return tuple(zip(*bracket.corners, strict=True))
