"""The look of the course: one colour for one thing, one map for signed numbers, one palette for every picture."""

from functools import cache

import matplotlib.font_manager
import numpy as np
from matplotlib.colors import LinearSegmentedColormap, Normalize, to_rgb
from matplotlib.patheffects import withStroke
from PIL import Image

# Okabe and Ito's colour-blind safe set, as dark as text on white must be, one colour for each role in all lessons.
ROLES = {
    "input": "#00805D",
    "state": "#5B3A8E",
    "output": "#BA4888",
    "target": "#000000",
    "gradient": "#BF5400",
    "plain": "#444444",
}
INK, QUIET, FAINT, GRID = "#222222", "#555555", "#8A8A8A", "#DDDDDD"  # QUIET may be text, FAINT lines alone
COMING, PALE = "#333333", np.array([0.28, 0.28, 0.28, 1])  # instants to come: ink of numbers, how much colour is left
SIGNED = LinearSegmentedColormap.from_list("signed", ["#08519C", "#6BAED6", "#FFFFFF", "#FDAE61", "#B35806"])
HANGUL = (
    "Noto Sans CJK KR",
    "NanumGothic",
    "Nanum Gothic",
    "Malgun Gothic",
    "Apple SD Gothic Neo",
    "AppleGothic",
)
CHANGE = 0.187  # where white ink becomes black, between two colours of the palette
PALEST = 1.05 / 3.2 - 0.05  # the luminance of the palest line: its contrast to white is 3.2 : 1
LINES, MARKERS = ("-", "--", ":", "-."), ("o", "s", "^", "D")


def signed(limit: float) -> Normalize:
    """Return the scale that puts -limit at blue, 0 at white and limit at orange."""
    return Normalize(-limit, limit, clip=True)


def luminance(colours) -> np.ndarray:
    """How light colours (..., 3 or 4) are, from 0 for black to 1 for white.

    Source: Web Content Accessibility Guidelines 2.2, "relative luminance".

    >>> luminance([[0, 0, 0], [0, 1, 0], [1, 1, 1]]).round(4).tolist()
    [0.0, 0.7152, 1.0]
    """
    parts = np.asarray(colours, float)[..., :3]
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4) @ (0.2126, 0.7152, 0.0722)


def inks_on(colours) -> list[str]:
    """Return for each background colour, (n, 3 or 4), the text colour, black or white, that is read best on it.

    >>> inks_on(SIGNED(np.array([0.0, 0.5])))
    ['#FFFFFF', '#000000']
    """
    return np.where(luminance(colours) > CHANGE, "#000000", "#FFFFFF").tolist()


def tints(role: str, count: int) -> list[tuple[float, float, float]]:
    """Return `count` shades of a role's colour, from the colour itself to the palest that is seen as a line on white.

    >>> np.round(tints("target", 3), 2).tolist()
    [[0.0, 0.0, 0.0], [0.28, 0.28, 0.28], [0.56, 0.56, 0.56]]
    """
    shades = towards_white(role, np.linspace(0, 1, 101))
    palest = np.flatnonzero(luminance(shades) <= PALEST)[-1] / 100
    return [tuple(shade) for shade in towards_white(role, np.linspace(0, palest, count))]


def pale(role: str) -> tuple[float, float, float]:
    """Return the shade of a role's colour that fills what is less important; a line round it shows where it ends."""
    return tuple(towards_white(role, np.array([0.55]))[0])


def towards_white(role: str, shares) -> np.ndarray:
    """Return the shades (n, 3) of a role's colour that lie `shares` (n,) of the way to white."""
    colour = np.array(to_rgb(ROLES[role]))
    return colour + (1 - colour) * shares[:, None]


def frame(width: float) -> dict:
    """What Rectangle takes to be a frame round cells: dark, with a white edge, so that it is seen on dark cells too."""
    edge = [withStroke(linewidth=width + 2, foreground="white")]
    return {"fill": False, "ec": INK, "lw": width, "path_effects": edge}


def by_size(role: str, values: np.ndarray, span: float = 1.0) -> list:
    """Return the role's colour for the largest value and a pale one for the others.

    `span` is the range that is shown; values so near that their numbers read alike look alike.

    >>> len(set(by_size("output", np.array([0.5, 0.499, 0.2])))), len(by_size("output", np.ones(4)))
    (2, 4)
    """
    deep, others = ROLES[role], pale(role)
    return [deep if value >= np.max(values) - 0.005 * span else others for value in values]


@cache
def families() -> list[str]:
    """Return the font families of all labels: matplotlib's own, then those with Hangul that this computer has."""
    installed = {font.name for font in matplotlib.font_manager.fontManager.ttflist}
    return ["DejaVu Sans", *(name for name in HANGUL if name in installed)]


def as_typed() -> dict:
    """What Text takes to show a text as the learner typed it: `$` and `_` are letters, and Hangul finds its font."""
    return {"parse_math": False, "family": families()}


def literal(text):
    """Show a text as the learner typed it."""
    text.set(text=drawable(text.get_text()), **as_typed())
    return text


@cache
def _drawable() -> frozenset[int]:
    """The letters that one of the font families has, as code points."""
    manager = matplotlib.font_manager
    fonts = [manager.get_font(manager.findfont(manager.FontProperties(family=name))) for name in families()]
    return frozenset().union(*(font.get_charmap() for font in fonts), map(ord, "\n"))


def drawable(text: str) -> str:
    """Return a text with a box in the place of every letter that no font of this computer has.

    >>> drawable("hé\U0001fae8")
    'hé□'
    """
    return "".join(letter if ord(letter) in _drawable() else "□" for letter in text)


@cache
def palette() -> Image.Image:
    """Return the colours, at most 256, that all pictures are reduced to, so that they are small and quick to send.

    Colours nearer than 9 levels to one that is there already are left out: Pillow's search is coarse and would
    otherwise turn white into the palest blue.  The greys come last, or pale blues and oranges would turn grey.
    """
    ramp = np.linspace(0, 1, 13)[1:, None]
    roles = [1 + (np.array(to_rgb(colour)) - 1) * ramp for colour in ROLES.values()]  # from white to the colour
    signed_colours = SIGNED(np.linspace(0, 1, 91))[:, :3]
    white, greys = np.ones((1, 3)), np.linspace(0.9, 0, 27)[:, None] * np.ones(3)
    wanted = (np.concatenate([white, signed_colours, greys, *roles]) * 255).round()
    colours = wanted[:1]
    for colour in wanted[1:]:
        if np.abs(colours - colour).max(1).min() >= 9:
            colours = np.vstack([colours, colour])
    image = Image.new("P", (1, 1))
    image.putpalette(np.resize(colours, (256, 3)).astype(int).ravel().tolist())
    return image


def nice_limit(value: float) -> float:
    """Return the smallest of 1, 2, 5, 10, 20, ... that is at least `value`.

    Axes that end on such numbers stay still while a slider moves.

    >>> [nice_limit(v) for v in (0.0, 1.2, 2.0, 4.0, 120.0)]
    [1.0, 2.0, 2.0, 5.0, 200.0]
    """
    if value <= 1:
        return 1.0
    power = 10.0 ** np.floor(np.log10(value))
    return float(next(step * power for step in (1, 2, 5, 10) if step * power >= value * 0.999999))
