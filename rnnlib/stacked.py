"""Networks on top of each other: a state-space model made of state-space models."""

from __future__ import annotations

import functools
import itertools
from typing import NamedTuple

import numpy as np

from rnnlib import guard
from rnnlib.guard import Array, InputError
from rnnlib.rnn import Gradients
from rnnlib.ssm import Kept, StateSpace, Trajectory, unroll

__all__ = ["Stacked"]


class _Layers(NamedTuple):
    layers: tuple[StateSpace, ...]


class Stacked(_Layers):
    """x_t = (x1_t, x2_t, ...),  x1_t = f1(x1_{t-1}, u_t),  x2_t = f2(x2_{t-1}, y1_t), ...,  y_t that of the last.

    The output of one layer is the input of the next; the layers may be of any kinds. The state holds the states of all
    layers, the first one's first.
    Source: Graves, Mohamed and Hinton, "Speech recognition with deep recurrent neural networks" (2013).

    >>> import rnnlib as rl
    >>> rng = np.random.default_rng(0)
    >>> model = Stacked([rl.GRU.random(8, 4, None, rng=rng), rl.LSTM.random(6, 8, 4, rng=rng)])
    >>> model.sizes, rl.simulate(model, rl.Vocab.of("hello").one_hot("hell")).x.shape
    ((14, 4, 4), (4, 14))
    """

    def __new__(cls, layers) -> Stacked:
        try:
            return super().__new__(cls, tuple(layers))
        except TypeError:
            raise InputError(
                f"Stacked should be made of a list of models. It came as {guard.short(layers)}. Try Stacked([model])."
            ) from None

    @property
    def sizes(self) -> tuple[int, int, int]:
        """(n_x, n_u, n_y); InputError if a layer is unsound, or takes not as many numbers as the one below gives."""
        if not self.layers:
            raise InputError("Stacked should have at least one layer. It came without. Try Stacked([model]).")
        sizes = [guard.sizes(f"layer {k}", layer) for k, layer in enumerate(self.layers, start=1)]
        for k in range(1, len(sizes)):
            gives, takes = sizes[k - 1][2], sizes[k][1]
            if gives != takes:
                raise InputError(
                    f"Layer {k + 1} should take what layer {k} gives, {guard.count(gives, 'number')} at each instant. "
                    f"It takes {takes}."
                )
        return sum(n_x for n_x, _, _ in sizes), sizes[0][1], sizes[-1][2]

    def split(self, x: Array) -> list[Array]:
        """The states of the layers, (..., n_x) each, from all of them in one.

        >>> import rnnlib as rl
        >>> rng = np.random.default_rng(0)
        >>> model = Stacked([rl.RNN.random(2, 1, 3, rng=rng), rl.RNN.random(4, 3, 1, rng=rng)])
        >>> [each.tolist() for each in model.split(np.arange(6))]
        [[0, 1], [2, 3, 4, 5]]
        """
        return np.split(x, self._ends, axis=-1)

    @functools.cached_property
    def _ends(self) -> list[int]:
        """Where the state of each layer but the last ends; found once, for it looks at every weight."""
        return list(itertools.accumulate(layer.sizes[0] for layer in self.layers[:-1]))

    def f(self, x: Array, u: Array) -> Array:
        """x1_t = f1(x1_{t-1}, u_t),  x2_t = f2(x2_{t-1}, y1_t), ..."""
        states = []
        for layer, before in zip(self.layers, self.split(x), strict=True):
            states.append(layer.f(before, u))
            u = layer.h(states[-1])
        return np.concatenate(states, axis=-1)  # (..., n_x)

    def h(self, x: Array) -> Array:
        """y_t is that of the last layer."""
        return self.layers[-1].h(self.split(x)[-1])  # (..., n_y)

    def unroll(self, x0: Array, u: Array) -> Trajectory:
        """The same as f after f, one layer after the other: the lower ones need not wait for the upper."""
        runs, below = [], u
        for layer, start in zip(self.layers, self.split(x0), strict=True):
            runs.append(unroll(layer, start, below))
            below = runs[-1].y
        x = np.concatenate([run.x for run in runs], axis=-1)  # (..., T, n_x)
        return Kept.of(self, Trajectory(x0, u, x, below), kept=runs)

    def backward(self, run: Trajectory, dy: Array) -> Gradients:
        """From dL/dy_t for every t to the gradient of everything else: what a layer sends to its inputs, dL/du_t,
        is dL/dy_t of the layer below.

        dL/dx_t of a layer is along every path, that through the layers above at the same instant too.
        InputError: a run that cannot be this model's, a dy without the shape of y, a gradient that grows without bound.

        >>> import rnnlib as rl
        >>> rng = np.random.default_rng(0)
        >>> model = Stacked([rl.GRU.random(8, 4, None, rng=rng), rl.LSTM.random(6, 8, 4, rng=rng)])
        >>> gradients = model.backward(rl.simulate(model, np.ones((5, 4))), dy=np.ones((5, 4)))
        >>> gradients.x.shape, gradients.params.layers[1].W_au.shape
        ((5, 14), (12, 8))
        """
        for k, layer in enumerate(self.layers, start=1):
            guard.learns(f"layer {k}", layer)
        return guard.way_back(self, run, dy)

    def blame(self, run: Trajectory, dy: Array) -> Gradients:
        """What `backward` does after a look at what came: for loops that have looked before they began."""
        runs, backs = Kept.recall(run, self) or self._runs(run), []
        for layer, each in zip(reversed(self.layers), reversed(runs), strict=True):
            backs.append(layer.blame(each, dy))
            dy = backs[-1].u
        backs.reverse()
        x, x0 = (np.concatenate([getattr(back, name) for back in backs], axis=-1) for name in ("x", "x0"))
        return Gradients(Stacked(back.params for back in backs), x=x, x0=x0, u=dy)

    def _runs(self, run: Trajectory) -> list[Trajectory]:
        """The run of each layer."""
        runs, u = [], run.u
        for layer, x0, x in zip(self.layers, self.split(run.x0), self.split(run.x), strict=True):
            runs.append(Trajectory(x0, u, x, layer.h(x)))
            u = runs[-1].y
        return runs
