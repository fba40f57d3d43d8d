"""What lesson 8 says of the published "hello" figure holds for every way in which its numbers can be rounded."""

import itertools

import numpy as np
import pytest
from scipy.optimize import linprog

import rnnlib as rl

X = np.array([[0.3, -0.1, 0.9], [1.0, 0.3, 0.1], [0.1, -0.5, -0.3], [-0.3, 0.9, 0.7]])
Y = np.array([[1.0, 2.2, -3.0, 4.1], [0.5, 0.3, -1.0, 1.2], [0.1, 0.5, 1.9, -1.1], [0.2, -1.5, -0.1, 2.2]])
VOCAB = rl.Vocab.of("hello")
U, TARGET = rl.next_symbols("hello", VOCAB)


def weights(one: float, decimals: int) -> rl.RNN:
    """The weights of lesson 8, with `one` for the printed 1.0, rounded."""
    x = X.copy()
    x[1, 0] = one
    a = np.arctanh(x)
    d = x[2] - x[1]
    W_xx = np.outer(a[3] - a[2], d) / (d @ d)
    W_xu = np.column_stack([a[0], a[1] - W_xx @ x[0], a[2] - W_xx @ x[1], np.zeros(3)])
    solution = np.linalg.solve(np.column_stack([x, np.ones(4)]), Y)
    return rl.RNN(*(W.round(decimals) for W in (W_xx, W_xu, np.zeros(3), solution[:3].T, solution[3])))


@pytest.mark.parametrize("one", [0.951, 0.96, 0.97, 0.98, 0.99])
@pytest.mark.parametrize("decimals", [2, 12])
def test_the_weights_reproduce_every_printed_decimal(one, decimals):
    run = rl.simulate(weights(one, decimals), U)
    assert np.array_equal(run.x.round(1), X)
    assert np.array_equal(run.y.round(1), Y)


def least_miss(row: int) -> float:
    """How far weights w without a bias miss the scores of one letter beyond their rounding, at best.

    The states may be anything that is printed so. In each of the eight regions in which the signs of w are known,
    w @ x reaches from one linear function of |w| to another, so the best w is found by linear programming.
    """
    low, high = X - 0.05, np.minimum(X + 0.05, 1)
    misses = []
    for signs in itertools.product((-1, 1), repeat=3):
        least, most = np.where(np.array(signs) > 0, (low, high), (-high, -low))  # of x times sign
        miss = np.ones((4, 1))
        A = np.block([[least, -miss], [-most, -miss]])
        b = np.concatenate([Y[:, row] + 0.05, 0.05 - Y[:, row]])
        misses.append(linprog([0, 0, 0, 1], A_ub=A, b_ub=b, bounds=[(0, None)] * 4).fun)
    return min(misses)


def test_without_a_bias_no_rounding_explains_the_scores_of_l():
    assert least_miss(row=2) > 0.9


def test_two_steps_are_wrong_and_the_loss_is_worse_than_knowing_nothing():
    assert VOCAB.decode(Y.argmax(axis=1)) == "oolo"
    loss, _ = rl.cross_entropy(Y, TARGET)
    assert np.log(4) < loss == pytest.approx(1.3974, abs=1e-4)
