"""The look of the course: one colour for one thing, one map for signed numbers, one palette for every picture."""

from functools import cache

import matplotlib.font_manager
import numpy as np
from matplotlib.colors import LinearSegmentedColormap, Normalize, to_rgb
from PIL import Image

# Okabe and Ito's colour-blind safe set, one colour for each role in all lessons.
ROLES = {
    "input": "#009E73",
    "state": "#5B3A8E",
    "output": "#C2548F",
    "target": "#000000",
    "gradient": "#D55E00",
    "plain": "#444444",
}
INK, FAINT, GRID = "#222222", "#8A8A8A", "#DDDDDD"
SIGNED = LinearSegmentedColormap.from_list("signed", ["#08519C", "#6BAED6", "#FFFFFF", "#FDAE61", "#B35806"])
HANGUL = (
    "Noto Sans CJK KR",
    "NanumGothic",
    "Nanum Gothic",
    "Malgun Gothic",
    "Apple SD Gothic Neo",
    "AppleGothic",
)
LINES, MARKERS = ("-", "--", ":", "-."), ("o", "s", "^", "D")


def signed(limit: float) -> Normalize:
    """Return the scale that puts -limit at blue, 0 at white and limit at orange."""
    return Normalize(-limit, limit, clip=True)


def inks_on(colours) -> list[str]:
    """Return for each background colour, (n, 3 or 4), the text colour, dark or white, that can be read on it.

    >>> inks_on(SIGNED(np.array([0.0, 0.5])))
    ['#FFFFFF', '#222222']
    """
    red, green, blue = np.transpose(colours)[:3]
    return np.where(0.299 * red + 0.587 * green + 0.114 * blue > 0.5, INK, "#FFFFFF").tolist()


def tints(role: str, count: int) -> list[tuple[float, float, float]]:
    """Return `count` shades of a role's colour, from the colour itself towards white."""
    colour = np.array(to_rgb(ROLES[role]))
    return [tuple(colour + (1 - colour) * 0.55 * k / max(count - 1, 1)) for k in range(count)]


def by_size(role: str, values: np.ndarray, span: float = 1.0) -> list:
    """Return the role's colour for the largest value and a pale one for the others.

    `span` is the range that is shown; values so near that their numbers read alike look alike.

    >>> len(set(by_size("output", np.array([0.5, 0.499, 0.2])))), len(by_size("output", np.ones(4)))
    (2, 4)
    """
    deep, pale = ROLES[role], tints(role, 2)[1]
    return [deep if value >= np.max(values) - 0.005 * span else pale for value in values]


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
