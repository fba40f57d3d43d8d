"""What the lessons train, and what comes of it."""

import itertools

import numpy as np

from rnnlib import RNN
from rnnlib.predictor import Reading, learn


def train(reading: Reading, n_x: int, updates: int, seed: int, **how) -> RNN:
    """Return the network after so many updates, from first weights that the seed throws."""
    steps = learn(reading, n_x=n_x, rng=np.random.default_rng(seed), **how)
    return next(itertools.islice(steps, updates, None)).params.model
