"""The eigenvalues of a matrix on the plane, with the unit circle: inside forgets, on it keeps, outside explodes."""

import numpy as np

from . import style
from .view import Getter, View


class Eigenvalues(View):
    """Dots at the eigenvalues of the square matrix `get(data)`, against the unit circle.

    limit   half the width of the shown plane; what lies further out is drawn on the border
    """

    def __init__(self, get: Getter, *, title="eigenvalues", limit=1.6):
        super().__init__(title)
        self.get, self.limit = get, limit

    def start(self, ax, data):
        super().start(ax, data)
        angle = np.linspace(0, 2 * np.pi, 100)
        ax.fill(np.cos(angle), np.sin(angle), color=style.tints("state", 2)[1], alpha=0.25, lw=0)
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
        ax.text(0, -self.limit * 0.98, "explodes", ha="center", va="bottom", fontsize=9, color=style.FAINT)
        self.dots = ax.plot([], [], "o", color=style.ROLES["gradient"], mec="white", ms=8, clip_on=False)[0]
        self.steady = [self.dots]

    def show(self, data, t):
        values = np.linalg.eigvals(np.asarray(self.get(data), float))
        self.dots.set_data(np.clip(values.real, -self.limit, self.limit), np.clip(values.imag, -self.limit, self.limit))
