"""The eigenvalues of a matrix on the plane, with the unit circle: inside forgets, on it keeps, outside explodes."""

import numpy as np

from ..tell import Told, brief
from . import style
from .view import View


class Eigenvalues(View):
    """Dots at the eigenvalues of the square matrix `A`, against the unit circle.

    limit   half the width of the shown plane; what lies further out is drawn on the border

    >>> Eigenvalues([[0.5]]).T is None
    True
    """

    def __init__(self, A, *, title="eigenvalues", limit=1.6):
        super().__init__(title)
        self.values, self.limit = np.linalg.eigvals(np.asarray(A, float)), limit
        self.points = np.clip(np.stack([self.values.real, self.values.imag], axis=1), -limit, limit)  # (n, 2)

    def frame(self):
        return (self.limit,)

    def start(self, ax):
        super().start(ax)
        angle = np.linspace(0, 2 * np.pi, 100)
        ax.fill(np.cos(angle), np.sin(angle), color=style.pale("state"), alpha=0.25, lw=0)
        ax.plot(np.cos(angle), np.sin(angle), color=style.ROLES["state"], lw=1.5)
        ax.axhline(0, color=style.GRID, lw=1, zorder=0)
        ax.axvline(0, color=style.GRID, lw=1, zorder=0)
        ax.set_xlim(-self.limit, self.limit)
        ax.set_ylim(-self.limit, self.limit)
        ax.set_aspect("equal")
        ax.set_xticks([-1, 0, 1])
        ax.set_yticks([-1, 0, 1])
        ax.text(0, 1.03, "keeps", ha="center", va="bottom", fontsize=9, color=style.ROLES["state"])
        ax.text(0, -0.5, "forgets", ha="center", va="center", fontsize=9, color=style.ROLES["state"])
        ax.text(0, -self.limit * 0.98, "explodes", ha="center", va="bottom", fontsize=9, color=style.QUIET)
        self.art.dots = ax.plot([], [], "o", color=style.ROLES["gradient"], mec="white", ms=8, clip_on=False)[0]
        self.art.steady = [self.art.dots]

    def show(self, t):
        self.art.dots.set_data(*self.points.T)

    def numbers(self, t):
        for k, (box, value) in enumerate(zip(self.dots(self.points), self.values, strict=True), start=1):
            yield box, Told(f"eigenvalue {k} = {_place(value)}: {_fate(value)}")


def _place(value: complex) -> str:
    """Where an eigenvalue lies, in words.

    >>> _place(-0.5), _place(1.004), _place(0.5j)
    ('-0.50', '1.004', '0.50 from the middle, turning by 90 degrees at each step')
    """
    size = abs(value)
    digits = 2 if abs(size - 1) < 1e-3 or abs(size - 1) > 5e-3 else 3  # what is not 1 must not read as 1
    if straight(value):
        return brief(value.real, digits)
    turn = np.degrees(np.angle(value))
    return f"{brief(size, digits)} from the middle, turning by {turn:.0f} degrees at each step"


def _fate(value: complex) -> str:
    """What becomes of the start, in words.

    >>> _fate(0.5), _fate(-1.0)
    ('inside the circle, it forgets', 'on the circle, it keeps, and changes its sign at each step')
    """
    size = abs(value)
    place = "inside the circle, it forgets" if size < 1 else "outside the circle, it explodes"
    if abs(size - 1) < 1e-3:
        place = "on the circle, it keeps"
    flips = straight(value) and value.real < 0
    return place + (", and changes its sign at each step" if flips else "")


def straight(value: complex) -> bool:
    """Does it lie on the middle line, but for what rounding leaves?"""
    return abs(value.imag) < 1e-6
