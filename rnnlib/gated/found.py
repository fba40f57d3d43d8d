"""What a run did not keep, found again."""

from __future__ import annotations

import numpy as np

from rnnlib.guard import Array
from rnnlib.instants import time_first
from rnnlib.ssm import Trajectory

__all__ = []


def found(model, run: Trajectory) -> tuple[Array, Array]:
    """All states (1 + T, M, n_x) and all gates side by side (T, M, gates), of a model with `gates(x, u)`.

    >>> import rnnlib as rl
    >>> model = rl.GRU.random(2, 1, 1, rng=np.random.default_rng(0))
    >>> [each.shape for each in found(model, rl.simulate(model, np.ones((5, 1))))]
    [(6, 1, 2), (5, 1, 6)]
    """
    x = time_first(run.states)
    return x, np.concatenate(model.gates(x[:-1], time_first(run.u)), axis=-1)
