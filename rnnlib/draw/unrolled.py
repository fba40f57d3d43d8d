"""What all pictures with a column for each instant share: pages, arrows, words and formulas."""

import re

from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch

from . import style
from .texts import Texts


def leftmost(t: int, T: int, columns: int) -> int:
    """Return the instant in the leftmost column: 0, or so that pages overlap by one column.

    >>> [leftmost(t, T=14, columns=6) for t in (1, 6, 7, 12, 13, 14)]
    [0, 0, 6, 6, 8, 8]
    """
    return min((t - 1) // columns * columns, max(T - columns, 0))


def arrow(ax: Axes, span, *, color: str, lw: float, size: float) -> FancyArrowPatch:
    """An arrow from tail to head; the strong ones lie above the cells, the faint ones below."""
    look = {"arrowstyle": "-|>", "mutation_scale": size, "shrinkA": 0, "shrinkB": 0, "zorder": 7 if lw > 1 else 1}
    return ax.add_patch(FancyArrowPatch(*span, color=color, lw=lw, **look))


def words(ax: Axes, columns, height: float, role: str) -> Texts:
    """The places of the words above or below the columns."""
    look = {"fontsize": 12, "ha": "center", "va": "center", "color": style.ROLES[role]}
    return Texts(ax, [(column, height) for column in columns], **look, **style.as_typed())


def formula(name: str, *, transposed=False) -> str:
    r"""Write W_xu with its index set lower, and with the sign of a transposed matrix; other words as they are.

    >>> formula("W_xu"), formula("W_xu", transposed=True), formula("softmax")
    ('$W_{xu}$', '$W_{xu}^\\top$', 'softmax')
    """
    match = re.fullmatch(r"(\w)_(\w+)", name)
    turned = r"^\top" if transposed else ""
    return f"${match[1]}_{{{match[2]}}}{turned}$" if match else name
