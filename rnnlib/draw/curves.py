"""Several numbers against the iteration, each where it was measured: the losses while a network learns."""

from collections.abc import Callable, Mapping

import numpy as np

from ..tell import Told, brief
from . import style
from .curve import POINTS
from .view import View, called

ROLES = ("target", "gradient", "state", "input")


class Curves(View):
    """A line through (places, values) for each name; the axes end on round numbers, so they stay still for long.

    curves      {name: (places, values)}: equally many, at least one of each; the places grow
    xlabel      what the places count
    reference   {name: height} for thin dashed horizontal lines
    says        says(name, k): what the k-th number of a line is made of

    >>> Curves({"seen": ([0, 10], [2.0, 1.5]), "unseen": ([0], [2.1])}).T is None
    True
    """

    def __init__(
        self,
        curves: Mapping,
        *,
        title="",
        xlabel="updates",
        reference=None,
        says: Callable[[str, int], Told] | None = None,
    ):
        super().__init__(title)
        self.curves = {name: tuple(np.array(part, float) for part in curve) for name, curve in curves.items()}
        self.xlabel, self.reference, self.says = xlabel, dict(reference or {}), says or self._says
        places, values = (np.concatenate(parts) for parts in zip(*self.curves.values(), strict=True))
        self.xlim = 0.0, style.nice_limit(max(places))
        self.ylim = 0.0, style.nice_limit(max([*values, *self.reference.values()]))

    def frame(self):
        return tuple(self.curves), self.xlim, self.ylim, self.xlabel, tuple(self.reference.items())

    def start(self, ax):
        super().start(ax)
        ax.set_xlim(*self.xlim)
        ax.set_ylim(*self.ylim)
        ax.set_xlabel(self.xlabel, fontsize=9, labelpad=1)
        ax.xaxis.get_major_locator().set_params(integer=True)
        for name, height in self.reference.items():
            ax.axhline(height, color=style.FAINT, lw=1.2, ls=(0, (4, 3)))
            ax.annotate(name, (0.99, height), xycoords=("axes fraction", "data"), fontsize=9, ha="right", va="bottom")
        for k in range(len(self.curves)):
            look = {"color": style.ROLES[ROLES[k % 4]], "ls": style.LINES[k % 4], "marker": style.MARKERS[k % 4]}
            self.art.steady += ax.plot([], [], lw=1.8, ms=4, markevery=[-1], clip_on=False, **look)
        ax.set_title(self.title, loc="left", fontsize=10, pad=19)  # the names stand between title and axes
        place = {"loc": "lower left", "bbox_to_anchor": (-0.01, 0.985), "borderaxespad": 0.1}
        tight = {"handlelength": 2.2, "columnspacing": 0.9, "handletextpad": 0.4, "frameon": False}
        legend = ax.legend(self.art.steady, list(self.curves), ncols=len(self.curves), fontsize=9, **place, **tight)
        legend.set_in_layout(not self.title)  # beside a title there is room for it

    def show(self, t):
        for line, (places, values) in zip(self.art.steady, self.curves.values(), strict=True):
            line.set_data(places, values)

    def numbers(self, t):
        for name, (places, values) in self.curves.items():
            asked = np.unique(np.linspace(0, len(places) - 1, min(len(places), POINTS)).round().astype(int))
            for box, k in zip(self.dots(np.stack([places[asked], values[asked]], axis=1)), asked, strict=True):
                yield box, self.says(name, int(k))
        yield from self.levels(self.reference)

    def _says(self, name: str, k: int) -> Told:
        places, values = self.curves[name]
        return Told(f"{called(self.title, name)} at {self.xlabel} {places[k]:.0f} = {brief(values[k])}")
