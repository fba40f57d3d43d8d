"""A persistent figure that redraws only what changed and returns it as PNG bytes."""

import copy
import io
import warnings
from contextlib import contextmanager

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from . import style

DPI = 144  # pixels to an inch; shown at 100 CSS pixels to an inch, so text stays sharp on a dense screen
CSS = 100


class Canvas:
    """Rows of views in one figure, drawn in three layers: still, steady (data), moving (time).

    `views` is a list of views (one row) or a list of rows; `size` is (width, height) in inches of 100 CSS pixels;
    `widths` are the relative widths of the columns of a single row.
    The views are copied, so one view object may serve several canvases.

    >>> import numpy as np
    >>> from rnnlib.draw import Lines
    >>> canvas = Canvas([Lines(lambda data: data)], size=(4, 2))
    >>> canvas.show(np.zeros((3, 1)), t=1)[:4]
    b'\\x89PNG'
    """

    def __init__(self, views, size=(10, 3), widths=None):
        rows = views if isinstance(views[0], list | tuple) else [views]
        self.size = size
        self.figure = Figure(figsize=size, dpi=DPI, layout="constrained", facecolor="white")
        self.agg = FigureCanvasAgg(self.figure)
        bands = self.figure.subfigures(len(rows), 1, squeeze=False)[:, 0]
        self.panels = []
        for band, row in zip(bands, rows, strict=True):
            ratios = widths if len(rows) == 1 else None
            axes = band.subplots(1, len(row), squeeze=False, width_ratios=ratios)[0]
            self.panels += [(ax, copy.copy(view)) for ax, view in zip(axes, row, strict=True)]
        self.frames = None

    def show(self, data, t: int) -> bytes:
        """Draw new data at the instant t; return the picture as PNG bytes."""
        with _missing_glyphs_as_boxes():
            frames = [view.frame(data) for _, view in self.panels]
            if frames != self.frames:
                self._start(frames, data)
            self._show(data, t)
        return self.move(t)

    def move(self, t: int) -> bytes:
        """Move the data that is shown to the instant t; return the picture as PNG bytes."""
        with _missing_glyphs_as_boxes():
            if self._pages(self.data, t) != self.pages:
                self._show(self.data, t)
            self.agg.restore_region(self.lasting)
            for ax, view in self.panels:
                view.move(self.data, t)
                _draw(ax, view.moving)
        return self.png()

    def png(self, compress_level: int = 1) -> bytes:
        """Return what is drawn now as PNG bytes in the palette of the course."""
        size = self.agg.get_width_height()
        pixels = Image.frombuffer("RGBA", size, self.agg.buffer_rgba(), "raw", "RGBA", 0, 1).convert("RGB")
        buffer = io.BytesIO()
        image = pixels.quantize(palette=style.palette(), dither=Image.Dither.NONE)
        image.save(buffer, "PNG", compress_level=compress_level)
        return buffer.getvalue()

    def _start(self, frames, data) -> None:
        self.frames = None  # if drawing fails half-way, the next call starts afresh
        for ax, view in self.panels:
            ax.clear()
            view.steady, view.moving = [], []
            view.start(ax, data)
            for artist in view.steady + view.moving:
                artist.set_animated(True)
                artist.set_in_layout(False)
        self.agg.draw()
        self.figure.set_layout_engine("none")  # later frames keep the places of the first one
        self.still = self.agg.copy_from_bbox(self.figure.bbox)
        self.frames = frames

    def _show(self, data, t: int) -> None:
        self.agg.restore_region(self.still)
        for ax, view in self.panels:
            view.show(data, t)
            _draw(ax, view.steady)
        self.lasting = self.agg.copy_from_bbox(self.figure.bbox)
        self.data, self.pages = data, self._pages(data, t)

    def _pages(self, data, t: int) -> list:
        return [view.page(data, t) for _, view in self.panels]


@contextmanager
def _missing_glyphs_as_boxes():
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        yield


def _draw(ax, artists) -> None:
    for artist in sorted(artists, key=lambda artist: artist.get_zorder()):
        ax.draw_artist(artist)


class Picture:
    """A still picture for a notebook: image/png and a line of text."""

    def __init__(self, png: bytes, text: str, width: int):
        self.bytes, self.text, self.width = png, text, width

    def __repr__(self) -> str:
        return self.text

    def _repr_png_(self):
        return self.bytes, {"width": self.width}


def picture(views, data, t: int = 1, *, text: str, size=(10, 3), widths=None) -> Picture:
    """Draw views once, at the instant t; `text` says in words what the picture shows.

    >>> import numpy as np
    >>> from rnnlib.draw import Lines
    >>> picture([Lines(lambda data: data)], np.zeros((3, 1)), text="three zeros")
    three zeros
    """
    canvas = Canvas(views, size, widths)
    canvas.show(data, t)
    return Picture(canvas.png(compress_level=9), text, int(size[0] * CSS))
