"""One number against the iteration: the loss while the network learns."""

from collections.abc import Callable

import numpy as np

from ..tell import Told, brief
from . import style
from .view import View, called

POINTS = 60  # that can be asked; more of them could not be told apart


class Curve(View):
    """The line through `values`, shape (K,), against 0..K-1.

    xlabel      what is counted from left to right
    role        colour of the line
    log         logarithmic height
    reference   {name: height} for dashed horizontal lines
    ylim        (low, high)
    low         where the height begins, if `ylim` is not given: below 0, a line at 0 stands clear of the axis
    at          the iteration that is marked: one number, or T of them, None where none is
    says        says(k): what the value at iteration k is made of

    >>> Curve([0.5, 0.2]).T, Curve([0.5, 0.2], at=[0, 1, 1]).T
    (None, 3)
    """

    def __init__(
        self,
        values,
        *,
        title="",
        xlabel="updates",
        role="target",
        log=False,
        reference=None,
        ylim=None,
        low=0.0,
        at=None,
        says: Callable[[int], Told] | None = None,
    ):
        super().__init__(title)
        self.values, self.xlabel, self.role, self.log = np.asarray(values, float), xlabel, role, log
        self.reference, self.low = dict(reference or {}), low
        self.at = at if at is None or np.ndim(at) == 0 else list(at)
        self.T = len(self.at) if isinstance(self.at, list) else None
        self.ylim, self.says = tuple(ylim or self._limits()), says or self._says

    def _limits(self) -> tuple[float, float]:
        heights = [*self.values, *self.reference.values()]
        top = max(heights)
        if self.log:
            positive = [height for height in heights if height > 0]
            return 10 ** np.floor(np.log10(min(positive))), 10 ** np.ceil(np.log10(top))
        return self.low, style.nice_limit(top)

    def marked(self, t: int) -> int | None:
        """The iteration that is marked at t."""
        return self.at[t - 1] if isinstance(self.at, list) else self.at

    def frame(self):
        look = self.xlabel, self.role, self.log, self.at is None
        return len(self.values), self.ylim, tuple(self.reference.items()), look

    def start(self, ax):
        super().start(ax)
        art = self.art
        ax.set_xlim(0, max(len(self.values) - 1, 1))
        ax.set_xlabel(self.xlabel, fontsize=9, labelpad=1)
        ax.xaxis.get_major_locator().set_params(integer=True)
        if self.log:
            ax.set_yscale("log")
        ax.set_ylim(*self.ylim)
        for name, height in self.reference.items():
            ax.axhline(height, color=style.FAINT, lw=1.2, ls=(0, (4, 3)))
            ax.annotate(name, (0.99, height), xycoords=("axes fraction", "data"), fontsize=9, ha="right", va="bottom")
        art.line = ax.plot([], [], color=style.ROLES[self.role], lw=2)[0]
        art.steady = [art.line]
        if self.at is not None:
            art.mark = ax.plot([], [], "o", color=style.ROLES[self.role], mec="white", ms=9, clip_on=False)[0]
            art.moving = [art.mark]

    def show(self, t):
        self.art.line.set_data(np.arange(len(self.values)), self.values)

    def move(self, t):
        if self.at is not None:
            k = self.marked(t)
            self.art.mark.set_data(([], []) if k is None else ([k], [self.values[k]]))

    def numbers(self, t):
        last = len(self.values) - 1
        asked = {*np.linspace(0, last, min(last + 1, POINTS)).round().astype(int).tolist(), self.marked(t)} - {None}
        for box, k in zip(self.dots([(k, self.values[k]) for k in sorted(asked)]), sorted(asked), strict=True):
            yield box, self.says(k)
        yield from self.levels(self.reference)

    def _says(self, k: int) -> Told:
        return Told(f"{called(self.title, self.xlabel)} {k} = {brief(self.values[k])}")
