"""The weights that a network begins with."""

from __future__ import annotations

import numpy as np

from rnnlib import guard
from rnnlib.guard import Array

__all__ = []


def first_weights(
    sums: int, n: int, n_u: int, n_y: int | None, *, rng: np.random.Generator, gain: float
) -> tuple[Array, Array, Array, Array | None, Array | None]:
    """For n hidden states, each with so many `sums`: from hidden to sums, from input to sums, bias, and the readout.

    Recurrent ~ N(0, gain / sqrt(n)), from the input ~ N(0, 1/2), readout ~ N(0, 1 / sqrt(n)), biases zero.
    n_y None: no readout.

    >>> [w.shape for w in first_weights(3, 2, 4, 5, rng=np.random.default_rng(0), gain=1.0)]
    [(6, 2), (6, 4), (6,), (5, 2), (5,)]
    """
    n_u = guard.whole("n_u", n_u, 1, "the number of inputs")
    if n_y is not None:
        n_y = guard.whole("n_y", n_y, 1, "the number of outputs")
    gain = guard.real("gain", gain, "the size of the recurrent weights", low=0)
    rng = guard.dice("rng", rng, "normal")
    recurrent = rng.normal(0, gain / np.sqrt(n), (sums * n, n))
    inputs = rng.normal(0, 0.5, (sums * n, n_u))
    if n_y is None:
        return recurrent, inputs, np.zeros(sums * n), None, None
    return recurrent, inputs, np.zeros(sums * n), rng.normal(0, 1 / np.sqrt(n), (n_y, n)), np.zeros(n_y)
