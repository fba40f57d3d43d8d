"""The published "hello" figure: the numbers that are printed in it, and weights that give them.

Source: A. Karpathy, "The Unreasonable Effectiveness of Recurrent Neural Networks" (2015). Its weights were never
published.
"""

from __future__ import annotations

import numpy as np

from rnnlib import guard
from rnnlib.guard import Array, InputError
from rnnlib.rnn import RNN
from rnnlib.text import Vocab

__all__ = ["UNITS", "VOCAB", "network", "printed", "weights_for"]

VOCAB = Vocab.of("hello")  # h, e, l, o; it reads h, e, l, l and should say e, l, l, o
UNITS = ("A", "B", "C")  # names for the three numbers of a state


def printed() -> tuple[Array, Array]:
    """Return the states (4, 3) and the scores (4, 4) of the figure, a row for each step.

    >>> states, scores = printed()
    >>> VOCAB.decode(scores.argmax(axis=1))   # what it says
    'oolo'
    """
    states = [[0.3, -0.1, 0.9], [1.0, 0.3, 0.1], [0.1, -0.5, -0.3], [-0.3, 0.9, 0.7]]
    scores = [[1.0, 2.2, -3.0, 4.1], [0.5, 0.3, -1.0, 1.2], [0.1, 0.5, 1.9, -1.1], [0.2, -1.5, -0.1, 2.2]]
    return np.array(states), np.array(scores)


def network() -> RNN:
    """Return weights of two decimals that give all 28 printed numbers, after rounding to one decimal.

    >>> import rnnlib as rl
    >>> run, (states, scores) = rl.simulate(network(), VOCAB.one_hot("hell")), printed()
    >>> np.array_equal(run.x.round(1), states), np.array_equal(run.y.round(1), scores)
    (True, True)
    """
    return RNN(
        W_xx=np.array([[0.23, 0.21, 0.11], [-1.13, -1.04, -0.52], [-0.66, -0.60, -0.30]]),
        W_xu=np.array([[0.31, 1.95, -0.20, 0.0], [-0.10, 1.01, 0.91, 0.0], [1.47, 0.51, 0.54, 0.0]]),
        b_x=np.zeros(3),
        W_yx=np.array([[0.44, -0.38, 0.80], [1.18, -2.57, 2.08], [-2.22, 0.77, -3.97], [1.05, -0.41, 4.30]]),
        b_y=np.array([0.11, -0.28, 1.32, -0.12]),
    )


def weights_for(states: Array, scores: Array, near: Array | float = 0.0) -> RNN:
    """Return a network that reads h, e, l, l and has these states (4, n_x), all between -1 and 1, and scores (4, n_y).

    a_t = arctanh(x_t) is what goes into tanh.  a_1 is column h.  Both l's share a column, so that
    W_xx (x_3 - x_2) = a_4 - a_3; of all such W_xx the one nearest to `near`.  Columns e and l are what is left of
    a_2 and a_3.  Each letter's row of W_yx and its bias have one linear equation at each step.  Where no weights
    fit, what comes nearest.

    >>> import rnnlib as rl
    >>> states, scores = np.array([[0.1], [0.2], [0.3], [0.5]]), np.array([[1.0], [2.0], [3.0], [5.0]])
    >>> run = rl.simulate(weights_for(states, scores), VOCAB.one_hot("hell"))
    >>> np.allclose(run.x, states), np.allclose(run.y, scores)
    (True, True)
    """
    states, scores = guard.numbers("states", states), guard.numbers("scores", scores)
    if states.ndim != 2 or scores.ndim != 2 or len(states) != 4 or len(scores) != 4:
        raise InputError(
            f"states and scores should have one row for each of h, e, l, l: the shapes (4, n_x) and (4, n_y). "
            f"They came as {states.shape} and {scores.shape}."
        )
    if not (np.abs(states) < 1).all():
        raise InputError("Every state should lie between -1 and 1: tanh makes no other. For a printed 1.0 take 0.97.")
    x1, x2, x3, _ = states
    a1, a2, a3, a4 = np.arctanh(states)
    near = _nearby(near, len(x1))
    rest = a4 - a3 - near @ (x3 - x2)
    W_xx = near + np.linalg.lstsq((x3 - x2)[None], rest[None])[0].T
    W_xu = np.column_stack([a1, a2 - W_xx @ x1, a3 - W_xx @ x2, np.zeros_like(a1)])
    *W_yx, b_y = np.linalg.lstsq(np.column_stack([states, np.ones(4)]), scores)[0]
    return RNN(W_xx, W_xu, np.zeros_like(a1), np.array(W_yx).T, b_y)


def _nearby(near, n: int) -> Array:
    """`near` as the matrix (n, n) that W_xx is to lie near."""
    array = guard.numbers("near", near)
    if array.shape not in ((), (n, n)):
        raise InputError(
            f"near, which W_xx is to lie near, should be a number or have the shape of W_xx, {(n, n)}. "
            f"It came as {array.shape}."
        )
    return np.broadcast_to(array, (n, n))
