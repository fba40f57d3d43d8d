"""One number against the iteration: the loss while the network learns."""

import numpy as np

from . import style
from .view import Getter, View


class Curve(View):
    """The line `get(data)`, shape (K,), against 0..K-1.

    log         logarithmic height
    reference   {name: height} for dashed horizontal lines, or a function of data that gives them
    ylim        (low, high)
    low         where the height begins, if `ylim` is not given: below 0, a line at 0 stands clear of the axis
    at          at(data, t): the iteration that is marked, or None
    """

    def __init__(
        self,
        get: Getter,
        *,
        title="",
        xlabel="updates",
        role="target",
        log=False,
        reference=None,
        ylim=None,
        low=0.0,
        at=None,
    ):
        super().__init__(title)
        self.get, self.xlabel, self.role, self.log = get, xlabel, role, log
        self.reference, self.ylim, self.low, self.at = reference or {}, ylim, low, at

    def references(self, data) -> dict:
        return self.reference(data) if callable(self.reference) else self.reference

    def limits(self, data) -> tuple[float, float]:
        if self.ylim:
            return self.ylim
        heights = [*np.asarray(self.get(data), float), *self.references(data).values()]
        top = max(heights)
        if self.log:
            positive = [height for height in heights if height > 0]
            return 10 ** np.floor(np.log10(min(positive))), 10 ** np.ceil(np.log10(top))
        return self.low, style.nice_limit(top)

    def frame(self, data):
        return len(self.get(data)), self.limits(data), tuple(self.references(data).items())

    def start(self, ax, data):
        super().start(ax, data)
        values = self.get(data)
        ax.set_xlim(0, max(len(values) - 1, 1))
        ax.set_xlabel(self.xlabel, fontsize=9, labelpad=1)
        ax.xaxis.get_major_locator().set_params(integer=True)
        if self.log:
            ax.set_yscale("log")
        ax.set_ylim(*self.limits(data))
        for name, height in self.references(data).items():
            ax.axhline(height, color=style.FAINT, lw=1.2, ls=(0, (4, 3)))
            ax.annotate(name, (0.99, height), xycoords=("axes fraction", "data"), fontsize=9, ha="right", va="bottom")
        self.line = ax.plot([], [], color=style.ROLES[self.role], lw=2)[0]
        self.steady = [self.line]
        if self.at:
            self.mark = ax.plot([], [], "o", color=style.ROLES[self.role], mec="white", ms=9, clip_on=False)[0]
            self.moving = [self.mark]

    def show(self, data, t):
        values = np.asarray(self.get(data), float)
        self.line.set_data(np.arange(len(values)), values)

    def move(self, data, t):
        if self.at:
            k = self.at(data, t)
            self.mark.set_data(([], []) if k is None else ([k], [self.get(data)[k]]))
