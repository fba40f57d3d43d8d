"""Many short texts at once, each pixel as matplotlib's Text draws it, in a tenth of the time."""

from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from matplotlib import ft2font
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import RendererAgg, get_hinting_flag
from matplotlib.colors import is_color_like, to_rgba
from matplotlib.font_manager import FontProperties, fontManager, get_font
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Bbox, IdentityTransform

MOST = 4096  # strings of one look, and letters, that are remembered


class Texts(Artist):
    """Texts that look alike: the numbers in cells, over bars, beside points.

    places    (n, 2), in the data's own units, or in those of `transform`
    strings   n of them; "" and None are not drawn
    colours   n colours, or one for all
    look      what Text takes: fontsize, ha, va, family, parse_math, bbox, ...

    What Text finds anew for each text is remembered: where the letters of a string stand, and the letters themselves,
    which are stamped.  If stamps would leave other pixels than Text, as before matplotlib 3.11, its own way is taken.

    >>> from matplotlib.figure import Figure
    >>> texts = Texts(Figure().add_subplot(), [(0, 0), (1, 0)], fontsize=9, ha="center")
    >>> texts.write(["0.12", "$x_1$"], colours=["black", "white"])
    >>> texts.strings, texts.colours
    (['0.12', '$x_1$'], ['black', 'white'])
    """

    def __init__(self, ax, places=(), *, zorder=3, color=None, transform=None, alpha=None, clip_on=False, **look):
        super().__init__()
        self.text = Text(color=color, transform=IdentityTransform(), clip_on=clip_on, **look)  # it stands for all
        self.set(zorder=zorder, alpha=alpha)
        if transform is not None:
            self.set_transform(transform)
        self.places, self.strings, self._colours = _points(places), [], self.text.get_color()
        self._known = {} if clip_on else _known(repr(sorted(look.items())))
        ax.add_artist(self)
        self.text.set_figure(ax.get_figure())
        self.text.set_clip_path(ax.patch)
        self.set_clip_on(clip_on)

    def write(self, strings, *, places=None, colours=None) -> None:
        """Change the strings; places and colours stay unless they are given."""
        self.strings = ["" if string is None else string for string in strings]
        if places is not None:
            self.places = _points(places)
        if colours is not None:
            self._colours = colours
        self.stale = True

    @property
    def colours(self) -> list:
        """One colour for each text."""
        if is_color_like(self._colours):
            return [self._colours] * len(self.strings)
        return [colour if isinstance(colour, str) else tuple(colour) for colour in self._colours]

    def draw(self, renderer, ink=None) -> None:
        """Draw the texts, in their own colours or all in one ink."""
        if not self.get_visible():
            return
        pens, colours = {}, self.colours if ink is None else [ink] * len(self.strings)
        for string, (x, y), colour in zip(self.strings, self._pixels(), colours, strict=True):
            if string and np.isfinite(x + y):
                if colour not in pens:
                    pens[colour] = self._pen(renderer, colour)
                for mark in self._marks(string, renderer):
                    mark.draw(renderer, pens[colour], x, y, self.text)
        for pen in pens.values():
            pen.restore()
        self.stale = False

    def boxes(self, renderer=None) -> np.ndarray:
        """Boxes (n, 4) = (left, bottom, right, top) in pixels round the texts; nan where there is none."""
        found = np.full((len(self.strings), 4), np.nan)
        for box, string, place in zip(found, self.strings, self._pixels(), strict=True):
            if string:
                self.text.set(text=string, position=place)
                box[:] = self.text.get_window_extent(renderer).extents
        return found

    def get_window_extent(self, renderer=None) -> Bbox:
        found = self.boxes(renderer)
        found = found[np.isfinite(found).all(axis=1)]
        return Bbox([found[:, :2].min(0), found[:, 2:].max(0)]) if len(found) else Bbox([(0, 0), (0, 0)])

    def _pixels(self) -> list:
        return self.get_transform().transform(self.places).tolist()

    def _pen(self, renderer, colour):
        pen = renderer.new_gc()
        pen.set_foreground(to_rgba(colour), isRGBA=True)
        pen.set_alpha(self.get_alpha())
        pen.set_antialiased(self.text.get_antialiased())
        if self.get_clip_on():
            pen.set_clip_rectangle(self.get_clip_box())
            pen.set_clip_path(self.get_clip_path())
        return pen

    def _marks(self, string: str, renderer) -> list:
        """Return what Text would draw for a string at the place (0, 0)."""
        key = string, self.text.get_figure().dpi, type(renderer)
        if key not in self._known:
            if len(self._known) >= MOST:
                self._known.clear()
            self.text.set(text=string, position=(0, 0))
            listener = _Listener(renderer)
            self.text.draw(listener)
            self._known[key] = listener.marks
        return self._known[key]


class Line(NamedTuple):
    """A line of a text, beginning x, y pixels beside the text's place, and its letters if they can be stamped."""

    string: str
    x: float
    y: float
    angle: float
    formula: bool
    letters: list | None

    def draw(self, renderer, pen, x: float, y: float, text: Text) -> None:
        x, y = self.x + x, self.y + y
        if renderer.flipy():
            y = renderer.get_canvas_width_height()[1] - y
        if self.letters is not None:
            stamp(renderer, pen, x, y, self.letters)
        else:
            font = text.get_fontproperties()
            renderer.draw_text(pen, x, y, self.string, font, self.angle, ismath=self.formula, mtext=text)


class Paper(NamedTuple):
    """The box that a text stands on."""

    pen: object
    path: object
    transform: Affine2D
    colour: tuple

    def draw(self, renderer, pen, x: float, y: float, text: Text) -> None:
        renderer.draw_path(self.pen, self.path, self.transform.frozen().translate(x, y), self.colour)


class _Listener(RendererBase):
    """A renderer that draws nothing and notes what Text would draw."""

    def __init__(self, renderer):
        super().__init__()
        self.renderer, self.marks = renderer, []
        self.points_to_pixels = renderer.points_to_pixels
        self.get_text_width_height_descent = renderer.get_text_width_height_descent
        self.get_canvas_width_height = renderer.get_canvas_width_height

    def flipy(self):
        return False

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        plain = isinstance(self.renderer, RendererAgg) and angle == 0 and gc.get_antialiased()
        spelled = letters(self.renderer, s, prop, ismath, mtext) if plain and can_stamp() else None
        self.marks.append(Line(s, x, y, angle, ismath, spelled))

    def draw_path(self, gc, path, transform, rgbFace=None):
        pen = self.new_gc()
        pen.copy_properties(gc)
        self.marks.append(Paper(pen, path, Affine2D(transform.get_matrix()), rgbFace))


def letters(renderer, string: str, font, formula: bool, text: Text | None = None) -> list | None:
    """Return (face, size, dpi, glyph, right, up) of each letter: how far it stands from the beginning of its line.

    None for a formula in which there is more than letters, such as the bar of a fraction.
    """
    dpi, size = renderer.dpi, font.get_size_in_points()
    if formula:
        parsed = renderer.mathtext_parser.parse(string, dpi, font, antialiased=True)
        glyphs = [(face, size, dpi, glyph, right, up) for face, size, _, glyph, right, up in parsed.glyphs]
        return None if parsed.rects else glyphs
    face = get_font(fontManager._find_fonts_by_props(font))
    face.clear()
    face.set_size(size, dpi)
    features, language = (text.get_fontfeatures(), text.get_language()) if text else (None, None)
    items = face._layout(string, flags=get_hinting_flag(), features=features, language=language)
    return [(item.ft_object, size, dpi, item.glyph_index, item.x, item.y) for item in items]


@lru_cache(MOST)
def letter(face, size: float, dpi: float, glyph: int, x: int, y: int) -> tuple:
    """Return the pixels of a letter that stands x and y 64ths of a pixel beside a corner, and their left and top."""
    face.set_size(size, dpi)
    face._set_transform([[0x10000, 0], [0, 0x10000]], [x, y])
    image = face._render_glyph(glyph, get_hinting_flag(), ft2font.RenderMode.NORMAL)
    return np.array(image.buffer), image.left, image.top


def stamp(renderer, pen, x: float, y: float, letters) -> None:
    """Draw the letters of a line that begins at x, y (from above), as RendererAgg.draw_text of matplotlib 3.11 does."""
    draw, height = renderer._renderer.draw_text_image, renderer.height
    for face, size, dpi, glyph, right, up in letters:
        column, x64 = divmod(round(64 * (x + right)), 64)
        row, y64 = divmod(round(64 * (height - y + up)), 64)
        image, left, top = letter(face, size, dpi, glyph, x64, y64)
        draw(image, column + left, int(height) - row - top + image.shape[0], 0, pen)


@cache
def can_stamp() -> bool:
    """Whether this matplotlib has what stamps are made with, and draws the same pixels without them."""
    stamped, drawn = RendererAgg(90, 60, 144), RendererAgg(90, 60, 144)
    font, pen = FontProperties(size=9), drawn.new_gc()
    try:
        for y, string, formula in ((20.6, "-0.25e", False), (50.3, "$W_{xu}$", True)):
            stamp(stamped, pen, 5.3, y, letters(stamped, string, font, formula))
            drawn.draw_text(pen, 5.3, y, string, font, 0, ismath=formula)
    except Exception:  # whatever another version may say to what is not public
        return False
    return np.array_equal(stamped.buffer_rgba(), drawn.buffer_rgba())


@cache
def _known(look: str) -> dict:
    """Return the memory that all texts of one look share: {(string, dpi, ...): marks}."""
    return {}


def _points(places) -> np.ndarray:
    return np.reshape(np.asarray(places, float), (-1, 2))
