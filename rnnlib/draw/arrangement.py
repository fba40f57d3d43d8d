"""Rows of panels in one figure, and room for each so that nothing is cut off."""

from collections.abc import Iterable, Sequence

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from .view import View

DPI = 144  # pixels to an inch; shown at 100 CSS pixels to an inch, so text stays sharp on a dense screen


class Arrangement:
    """A figure of `size` inches: its rows hold `shape` panels, and each has the room that these views need.

    `widths` are the relative widths of a single row.

    >>> from rnnlib.draw import Lines
    >>> here = Arrangement((4, 2), None, [1], [Lines([1.0, 2.0])])
    >>> here.takes([Lines([2.0, 1.0])])
    True
    """

    def __init__(
        self, size: tuple[float, float], widths: Sequence[float] | None, shape: Sequence[int], panels: Iterable[View]
    ):
        self.figure = Figure(figsize=size, dpi=DPI, layout="constrained", facecolor="white")
        self.agg = FigureCanvasAgg(self.figure)
        bands = self.figure.subfigures(len(shape), 1, squeeze=False)[:, 0]
        ratios = widths if len(shape) == 1 else None
        grids = [band.add_gridspec(1, n, width_ratios=ratios) for band, n in zip(bands, shape, strict=True)]
        self.places = [(band, place) for band, grid in zip(bands, grids, strict=True) for place in grid]
        self._put(panels)
        self.agg.draw()
        if self._cut_off():  # names that hang on points of the data move with them: once more
            self.agg.draw()
        self.figure.set_layout_engine("none")
        self.rooms = [ax.get_position(original=True).frozen() for ax in self.axes]

    def takes(self, panels: Iterable[View]) -> bool:
        """Draw the still parts of other views into the same rooms, unless something would be cut off."""
        self._put(panels)
        for ax, room in zip(self.axes, self.rooms, strict=True):
            ax.set_position(room, which="original")
        fits = not self._cut_off()
        if fits:
            self.agg.draw()
        return fits

    def _put(self, panels: Iterable[View]) -> None:
        """The views in new axes: `clear` would leave them their aspect and their spines."""
        for ax in list(self.figure.axes):
            ax.remove()
        self.axes = [band.add_subplot(place) for band, place in self.places]
        self.arts = []
        for view, ax in zip(panels, self.axes, strict=True):
            view.start(ax)
            self.arts.append(view.art)
            for artist in (*view.art.steady, *view.art.moving):
                artist.set_animated(True)
                artist.set_in_layout(False)

    def _cut_off(self) -> bool:
        """Is something still outside of the picture, or under another panel?"""
        boxes = [ax.get_tightbbox(self.agg.get_renderer()) for ax in self.axes]
        sheet = self.figure.bbox.padded(0.5)
        outside = any(not (sheet.contains(*box.min) and sheet.contains(*box.max)) for box in boxes)
        pairs = ((a.padded(-1), b.padded(-1)) for k, a in enumerate(boxes) for b in boxes[k + 1 :])
        return outside or any(a.overlaps(b) for a, b in pairs)

    def copy(self):
        """What is drawn so far, to be restored."""
        return self.agg.copy_from_bbox(self.figure.bbox)

    def end(self) -> None:
        """Give up the pixels, which need not wait for the garbage collector: nothing is drawn here any more."""
        self.agg.renderer = None
