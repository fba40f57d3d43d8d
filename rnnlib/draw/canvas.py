"""A persistent figure that redraws only what changed and returns it as PNG bytes."""

import io
import threading
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PIL import Image

from ..tell import Told
from .arrangement import Arrangement
from .png import Sheet
from .view import View

CSS = 100  # pixels to an inch on the page

# The fonts and formulas of matplotlib serve all figures, and widgets are moved in other threads than cells run in.
DRAWING = threading.RLock()
SHEET = Sheet()  # one for all pictures: it packs what changed since the last one


class Number(NamedTuple):
    """One number of a picture: its box as parts of the picture (left, top, right, bottom), from 0 to 1; its words.

    >>> Number((0.1, 0.2, 0.3, 0.4), Told("u_1 = 1.00")).told.words
    'u_1 = 1.00'
    """

    box: tuple[float, float, float, float]
    told: Told


class Canvas:
    """Rows of views in one figure, drawn in three layers: still, steady (data), moving (time).

    `size` is (width, height) in inches of 100 CSS pixels; `widths` are the relative widths of a single row.
    What it draws depends on the views and t alone, and on the first views that it drew: these arrange the panels, and
    the panels stay where they are. Views that would be cut off there get an arrangement of their own.

    >>> import numpy as np
    >>> from rnnlib.draw import Lines
    >>> Canvas(size=(4, 2)).draw([Lines(np.zeros((3, 1)))], t=1)[:4]
    b'\\x89PNG'
    """

    def __init__(self, size=(10, 3), widths=None):
        self.size, self.widths = size, widths
        self.png = b""  # the picture that was drawn last
        self.first: tuple[list[int], list[View]] | None = None  # the shape and the views of the first picture
        self.views: list[View] | None = None
        self.home = self.here = None  # the arrangement of the first views, and the one in sight
        self.forget()

    def forget(self) -> None:
        """Give up the figures and their memory; the next picture begins a new one."""
        with DRAWING:
            for view in (*(self.views or ()), *(self.first[1] if self.first else ())):
                view.art = None
            for arrangement in filter(None, (self.home, self.here)):
                arrangement.end()
            self.here = self.still = self.lasting = None
            self._stale()

    def _stale(self) -> None:
        """Take nothing of what is there for a picture."""
        self.frames = self.views = self.pages = self.t = self.home = None

    def _holds(self, panels: list[View]) -> bool:
        return self.views is not None and [*map(id, panels)] == [*map(id, self.views)]

    def draw(self, views: Sequence, t: int = 1) -> bytes:
        """Draw a list of views (one row), or a list of rows, at the instant t; return the picture as PNG bytes."""
        rows = views if isinstance(views[0], list | tuple) else [views]
        panels = [view for row in rows for view in row]
        with DRAWING:
            try:
                if self.t != t or not self._holds(panels):
                    self._draw([len(row) for row in rows], panels, t)
                    self.png = SHEET.png(self.here.agg.buffer_rgba())
                return self.png
            except BaseException:  # an interrupt too: what is half drawn must not be taken for a picture
                self._stale()
                self.first = self.first if self.png else None
                raise

    def numbers(self) -> list[Number]:
        """What each number of the picture that was drawn last says of itself."""
        with DRAWING:
            width, height = self.here.figure.bbox.size
            found = []
            for view in self._lent():
                sight = view.art.ax.bbox.padded(12)
                for (left, bottom, right, top), told in view.numbers(self.t):
                    if sight.contains((left + right) / 2, (bottom + top) / 2):
                        box = left / width, 1 - top / height, right / width, 1 - bottom / height
                        found.append(Number(tuple(round(float(side), 4) for side in box), told))
            return found

    def _draw(self, shape: list[int], panels: list[View], t: int) -> None:
        if not self._holds(panels):
            frames = shape, [(type(view), view.title, view.frame()) for view in panels]
            if frames != self.frames:
                self._start(shape, panels)
                self.frames = frames
            self.views, self.pages = panels, None
        pages = [view.page(t) for view in panels]
        if pages != self.pages:
            self.here.agg.restore_region(self.still)
            for view in self._lent():
                view.show(t)
                _draw(view.art.ax, view.art.steady)
            self.lasting = self.here.copy()
            self.pages = pages
        self.here.agg.restore_region(self.lasting)
        for view in self._lent():
            view.move(t)
            _draw(view.art.ax, view.art.moving)
        self.t = t

    def _lent(self) -> Iterator[View]:
        """Each view with its artists of this canvas, for it may stand on others too, or twice on this one."""
        for view, art in zip(self.views, self.here.arts, strict=True):
            view.art = art
            yield view

    def _start(self, shape: list[int], panels: list[View]) -> None:
        """Draw the still part with the panels where they were at first, or where nothing is cut off."""
        like, first = self.first = self.first or (shape, panels)
        if like == shape and self.home is None:
            self.home = Arrangement(self.size, self.widths, shape, first)
        before = self.here
        if like == shape and (panels is first or self.home.takes(panels)):
            self.here = self.home
        else:
            self.here = Arrangement(self.size, self.widths, shape, panels)
        if before and before is not self.home:
            before.end()
        self.still = self.here.copy()


def _draw(ax, artists) -> None:
    for artist in sorted(artists, key=lambda artist: artist.get_zorder()):
        ax.draw_artist(artist)


def smallest(png: bytes) -> bytes:
    """The same picture, packed as tightly as it goes: for pictures that are stored.

    >>> smallest(Canvas(size=(1, 1)).draw([View()]))[:4]
    b'\\x89PNG'
    """
    buffer = io.BytesIO()
    Image.open(io.BytesIO(png)).save(buffer, "PNG", compress_level=9)
    return buffer.getvalue()


class Picture:
    """A still picture for a notebook: image/png and a line of text, which is its alternative text too."""

    def __init__(self, png: bytes, text: str, width: int):
        self.bytes, self.text, self.width = png, text, width

    def __repr__(self) -> str:
        return self.text

    def _repr_png_(self):
        return self.bytes, {"width": self.width, "alt": self.text}


def picture(views, t: int = 1, *, text: str, size=(10, 3), widths=None) -> Picture:
    """Draw views once, at the instant t; `text` says in words what the picture shows.

    >>> import numpy as np
    >>> from rnnlib.draw import Lines
    >>> picture([Lines(np.zeros((3, 1)))], text="three zeros")
    three zeros
    """
    png = Canvas(size, widths).draw(views, t)
    return Picture(smallest(png), text, int(size[0] * CSS))
