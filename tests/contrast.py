"""How well what a picture shows can be told from the paper round it, by its pixels alone.

Source: Web Content Accessibility Guidelines 2.2, 1.4.3 (text: 4.5 : 1) and 1.4.11 (lines and marks: 3 : 1).
"""

import io
from collections.abc import Iterator

import numpy as np
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_hex
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, Patch
from matplotlib.text import Text
from PIL import Image

from rnnlib.draw import Canvas
from rnnlib.draw.blocks import Blocks
from rnnlib.draw.style import GRID
from rnnlib.draw.texts import Texts

TEXT, LINE = 4.5, 3.0


def lightness(rgb) -> np.ndarray:
    """The relative luminance of colours (..., 3), from 0 to 255.

    >>> lightness([[255, 255, 255], [118, 118, 118]]).round(3).tolist()
    [1.0, 0.181]
    """
    shares = np.asarray(rgb) / 255
    return np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4) @ [0.2126, 0.7152, 0.0722]


def contrast(one, other):
    """The contrast of two luminances, or of many.

    >>> contrast([0.0, 1.0], 1.0).tolist()
    [21.0, 1.0]
    """
    return np.round((np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05), 2)


class Seen:
    """The picture that a canvas drew last."""

    def __init__(self, canvas: Canvas):
        self.canvas = canvas
        image = Image.open(io.BytesIO(canvas.png))
        self.palette, self.pixels = np.reshape(image.getpalette(), (-1, 3)), np.asarray(image)

    def faults(self) -> list[tuple]:
        """(what, its contrast) of every text below 4.5 : 1 and every line or mark below 3 : 1."""
        found = [(what, value) for what, value in self.texts() if value < TEXT]
        return found + [(what, value) for what, value in self.lines() if value < LINE]

    def texts(self) -> Iterator[tuple[str, float]]:
        shown = [text for ax in self.canvas.here.axes for text in texts_of(ax)]
        covered = self._alone(shown)
        for text in shown:
            many = isinstance(text, Texts)
            boxes = text.boxes() if many else [text.get_window_extent().extents]
            for string, box in zip(text.strings if many else [text.get_text()], boxes, strict=True):
                if string:
                    left, bottom, right, top = np.maximum(np.round(box), 0).astype(int)
                    height = len(covered)
                    place = slice(max(height - top, 0), max(height - bottom, 0)), slice(left, right)
                    yield from self._told(string, covered, place, near=1)

    def lines(self) -> Iterator[tuple[str, float]]:
        everywhere = slice(0, None), slice(0, None)
        for ax in self.canvas.here.axes:
            for line in lines_of(ax):
                covered, ink = self._alone([line]), self._outline(line) if isinstance(line, Blocks) else None
                what = f"{line} of {ax.get_title('left')!r}"
                yield from self._told(what, covered, everywhere, near=5, share=0.8, ink=ink)  # others may lie on it

    def _told(self, what: str, covered, place, near: int, share=0.5, ink=None) -> Iterator[tuple[str, float]]:
        """The contrast of what is at a place, if it is in sight, to what is most often seen `near` pixels beside it."""
        inner = _box(covered[place])
        if inner:
            ends = ((part.start + low.start, part.start + low.stop - 1) for part, low in zip(place, inner, strict=True))
            place = tuple(slice(max(low - near, 0), high + near + 1) for low, high in ends)
            cover, pixels = covered[place], self.pixels[place]
            ink = cover if ink is None else ink[place]
            paper = self.palette[np.bincount(pixels[_beside(cover, near)]).argmax()]
            where = ink > 0.9 * ink.max()
            blend = self.palette[pixels[where]]  # of paper and ink, where a stroke is thinner than a pixel
            colours = np.clip(paper + (blend - paper) / ink[where, None], 0, 255)
            yield what, float(np.quantile(contrast(lightness(colours), lightness(paper)), share))

    def _outline(self, bars: Blocks) -> np.ndarray | None:
        """What the outlines of bars would cover: they must be seen, whatever fills the bars."""
        colours = bars.get_facecolor()
        bars.set_facecolor("none")
        lines = self._alone([bars])
        bars.set_facecolor(colours)
        return lines if lines.any() else None

    def _alone(self, artists) -> np.ndarray:
        """How much of each pixel artists would cover if nothing else were drawn; what is white is no ink."""
        figure = self.canvas.here.figure
        renderer = RendererAgg(*figure.bbox.size, figure.dpi)  # whose height is not whole: texts stand from the top
        for artist in artists:
            if isinstance(artist, Texts):
                artist.draw(renderer, "black")
            else:
                _draw_without_paper(artist, renderer)
        pixels = np.asarray(renderer.buffer_rgba())
        covered, place = np.zeros(self.pixels.shape, np.float32), _box(pixels[..., 3])
        if place:
            drawn = pixels[place]
            covered[place] = np.where(drawn[..., :3].min(-1) < 250, drawn[..., 3] / 255, 0)
        return covered


def _box(cover) -> tuple[slice, slice] | None:
    """The smallest box that holds all that is covered; None without any."""
    rows = np.flatnonzero(cover.any(1))
    if not rows.size:
        return None
    columns = np.flatnonzero(cover[rows[0] : rows[-1] + 1].any(0))
    return slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)


def _draw_without_paper(artist, renderer) -> None:
    paper = artist.get_bbox_patch() if isinstance(artist, Text) else None
    if paper is not None:
        paper.set_visible(False)
    artist.draw(renderer)
    if paper is not None:
        paper.set_visible(True)


def _beside(cover, near: int) -> np.ndarray:
    """The bare pixels up to `near` beside what is covered."""
    wide = np.pad(cover > 0, near)
    for _ in range(near):
        wide[1:-1, 1:-1] |= wide[:-2, 1:-1] | wide[2:, 1:-1] | wide[1:-1, :-2] | wide[1:-1, 2:]
    return wide[near:-near, near:-near] & (cover == 0)


def texts_of(ax) -> list:
    """Title, names of the axes and their ticks, legend, and all that is written between."""
    found = []
    for child in ax.get_children():
        if isinstance(child, Text | Texts):
            found.append(child)
        elif isinstance(child, Legend):
            found += child.get_texts()
        elif isinstance(child, Axis) and ax.axison:
            low, high = sorted(child.get_view_interval())
            found += [child.label, *(tick.label1 for tick in child.get_major_ticks() if low <= tick.get_loc() <= high)]
    return [text for text in found if text.get_visible()]


def lines_of(ax) -> list:
    """Lines, marks, arrows, frames; not those at 0, which are thin and grey and have a number at their ends."""
    kinds = Line2D | FancyArrowPatch | Blocks
    return [
        child
        for child in ax.get_children()
        if child.get_visible()
        and (isinstance(child, kinds) or (isinstance(child, Patch) and not child.get_fill()))
        and not (isinstance(child, Line2D) and to_hex(child.get_color()).upper() == GRID)
    ]
