"""The eigenvalues of a matrix on the plane, with the unit circle: inside forgets, on it keeps, outside explodes."""

import numpy as np

from ..tell import Told, brief
from . import style
from .view import View


class Eigenvalues(View):
    """Dots at the eigenvalues of the square matrix `A`, against the unit circle.

    limit   half the width of the shown plane; what lies further out is drawn on the border
    goal    another square matrix, whose eigenvalues are drawn as rings
    fates   whether it says what becomes of the start; that is known of a linear step alone

    >>> Eigenvalues([[0.5]]).T is None
    True
    """

    def __init__(self, A, *, title="eigenvalues", limit=1.6, goal=None, fates=True):
        super().__init__(title)
        self.limit, self.fates = limit, fates
        self.values = np.linalg.eigvals(np.asarray(A, float))  # (n,)
        self.goals = np.linalg.eigvals(np.zeros((0, 0)) if goal is None else np.asarray(goal, float))
        self.points, self.rings = self._place(self.values), self._place(self.goals)  # (n, 2)

    def _place(self, values):
        return np.clip(np.stack([values.real, values.imag], axis=1), -self.limit, self.limit)

    def frame(self):
        return self.limit, self.fates

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
        if self.fates:
            ax.text(0, 1.03, "keeps", ha="center", va="bottom", fontsize=9, color=style.ROLES["state"])
            ax.text(0, -0.5, "forgets", ha="center", va="center", fontsize=9, color=style.ROLES["state"])
            ax.text(0, -self.limit * 0.98, "explodes", ha="center", va="bottom", fontsize=9, color=style.QUIET)
        self.art.dots = ax.plot([], [], "o", color=style.ROLES["gradient"], mec="white", ms=8, clip_on=False)[0]
        ring = {"mfc": "none", "mec": style.INK, "mew": 1.5, "ms": 14, "clip_on": False}
        self.art.rings = ax.plot([], [], "o", **ring)[0]
        self.art.steady = [self.art.dots, self.art.rings]

    def show(self, t):
        self.art.dots.set_data(*self.points.T)
        self.art.rings.set_data(*self.rings.T)

    def numbers(self, t):
        for k, (box, value) in enumerate(zip(self.dots(self.points), self.values, strict=True), start=1):
            yield box, Told(f"eigenvalue {k} = {_place(value)}" + f": {_fate(value)}" * self.fates)
        for k, (box, value) in enumerate(zip(self.dots(self.rings), self.goals, strict=True), start=1):
            yield box, Told(f"goal {k} = {_place(value)}")


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
