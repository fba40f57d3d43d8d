"""What is still to come: paler than what has been, and as easy to read."""

from collections.abc import Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import PolyCollection
from matplotlib.patches import Rectangle

from . import style
from .texts import Texts


class Veil(Rectangle):
    """A strip of the axes, from top to bottom, under which what is drawn is pale.

    cells     they are filled with pale colours there, and have thin outlines
    numbers   the texts on cells: dark, as their cells are pale
    marks     what stays as it is: words, frames, pointers

    All else is halfway to white.  How the axes look under the veil is found once, and again after `lift`, when
    something there has changed: as time moves, pixels are copied, and nothing is drawn.

    >>> from matplotlib.figure import Figure
    >>> Veil(Figure().add_subplot(), [], []).get_width()
    0
    """

    def __init__(self, ax, cells: Sequence[PolyCollection], numbers: Sequence[Texts], marks: Sequence[Artist] = ()):
        low, high = ax.get_ylim()
        super().__init__((0, low), 0, high - low, zorder=6)
        self.cells, self.numbers, self.marks, self.pale = cells, numbers, marks, None
        ax.add_patch(self)

    def lift(self) -> None:
        self.pale = None

    def draw(self, renderer) -> None:
        axes, height = self.axes.bbox, renderer.height
        sheet = np.asarray(renderer.buffer_rgba())[round(height - axes.y1) : round(height - axes.y0)]
        if self.pale is None:
            bare = sheet.copy()
            self._draw_pale(renderer, sheet)
            self.pale = sheet.copy()
            sheet[:] = bare
        strip = slice(*np.clip(self.get_window_extent().intervalx, axes.x0, axes.x1).round().astype(int))
        sheet[:, strip] = self.pale[:, strip]

    def _draw_pale(self, renderer, sheet) -> None:
        """Draw all as if it were under the veil."""
        sheet[:] = sheet >> 1 | 128
        for cells in self.cells:
            colours, widths = cells.get_facecolor(), cells.get_linewidth()
            cells.set(facecolor=colours * style.PALE + 1 - style.PALE, linewidth=0.5 * widths)
            cells.draw(renderer)
            cells.set(facecolor=colours, linewidth=widths)
        for mark in self.marks:
            mark.draw(renderer)
        for texts in self.numbers:
            texts.draw(renderer, style.COMING)
