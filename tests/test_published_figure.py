"""What lesson 8 and appendix B say of the published "hello" figure holds for every way in which it can be rounded.

What lesson 8 says besides, of surprises and of its game, is in tests/claims.
"""

import itertools

import numpy as np
import pytest
from scipy.optimize import linprog

import rnnlib as rl
from rnnlib import figure

X = np.array([[0.3, -0.1, 0.9], [1.0, 0.3, 0.1], [0.1, -0.5, -0.3], [-0.3, 0.9, 0.7]])
Y = np.array([[1.0, 2.2, -3.0, 4.1], [0.5, 0.3, -1.0, 1.2], [0.1, 0.5, 1.9, -1.1], [0.2, -1.5, -0.1, 2.2]])
VOCAB = rl.Vocab.of("hello")
U, TARGET = rl.next_symbols("hello", VOCAB)


def weights(one: float, decimals: int) -> rl.RNN:
    """The weights of appendix B, with `one` for the printed 1.0, rounded."""
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


def test_the_weights_of_the_course_are_these_with_two_decimals():
    for ours, found in zip(figure.network(), weights(0.97, 2), strict=True):
        assert np.array_equal(ours, found)
    for ours, printed in zip(figure.printed(), (X, Y), strict=True):
        assert np.array_equal(ours, printed)


@pytest.mark.parametrize("direction", [(0, 1, -2), (0.8, -0.87, 0), (0.4, 0, -0.87)])
@pytest.mark.parametrize("by", [-3, 2])
def test_a_whole_family_has_the_same_states(direction, by):
    """What W_xx answers to x_3 - x_2 = (-0.87, -0.8, -0.4) must stay, and nothing else; column o is free too."""
    model = weights(0.97, 12)
    run = rl.simulate(model, U)
    change = by * np.outer((1, -1, 0.5), direction)
    away = np.column_stack([np.zeros(3), change @ run.x[0], change @ run.x[1], np.full(3, by)])
    other = model._replace(W_xx=model.W_xx + change, W_xu=model.W_xu - away)
    assert np.allclose(rl.simulate(other, U).x, run.x)


def test_a_row_that_is_shifted_alone_leaves_unit_a_right_at_the_first_step_only():
    model = weights(0.97, 12)
    shifted = model._replace(W_xx=model.W_xx + np.outer((1, 0, 0), (0, 1, -2)))
    assert (rl.simulate(shifted, U).x.round(1)[:, 0] == X[:, 0]).tolist() == [True, False, False, False]


def test_every_number_of_the_states_has_its_equation_and_nine_weights_are_left_over():
    """21 weights lead to the state; those that change no state, to first order, are a space of nine dimensions."""
    numbers, model_of = rl.flatten((weights(0.97, 12).W_xx, weights(0.97, 12).W_xu))
    rest = weights(0.97, 12)._replace

    def states(numbers):
        W_xx, W_xu = model_of(numbers)
        return rl.simulate(rest(W_xx=W_xx, W_xu=W_xu), U).x.ravel()

    slopes = [(states(numbers + step) - states(numbers - step)) / 2e-5 for step in 1e-5 * np.eye(21)]
    assert np.linalg.matrix_rank(slopes, tol=1e-6) == 12


def test_the_recipe_fits_what_dice_made_and_says_what_it_cannot_take():
    rng, fits = np.random.default_rng(7), 0
    for _ in range(200):
        states, scores = rng.uniform(-0.95, 0.95, (4, 3)), rng.uniform(-5, 5, (4, 4))
        run = rl.simulate(figure.weights_for(states, scores), U)
        fits += np.allclose(run.x, states) and np.allclose(run.y, scores)
    assert fits == 200
    for ours, found in zip(figure.weights_for(np.where(X == 1, 0.97, X), Y), weights(0.97, 12), strict=True):
        assert np.allclose(ours, found)
    free = np.outer((1, -1, 0.5), (0, 1, -2))  # (0, 1, -2) times x_3 - x_2 is 0
    assert np.allclose(figure.weights_for(np.where(X == 1, 0.97, X), Y, near=free).W_xx, weights(0.97, 12).W_xx + free)
    with pytest.raises(rl.InputError, match="between -1 and 1"):
        figure.weights_for(X, Y)
    with pytest.raises(rl.InputError, match=r"They came as \(3, 3\) and \(4, 4\)"):
        figure.weights_for(X[1:], Y)
    good = np.where(X == 1, 0.97, X)
    for near, words in (
        ("a", "It came as 'a'"),
        (np.nan, "finite"),
        (np.full((3, 3), np.nan), r"near\[0, 0\] is nan"),
        (np.zeros((4, 4)), r"the shape of W_xx, \(3, 3\)\. It came as \(4, 4\)"),
        ([1.0, 2.0, 3.0], r"It came as \(3,\)"),
    ):
        with pytest.raises(rl.InputError, match=f"near.*{words}"):
            figure.weights_for(good, Y, near=near)
    assert np.array_equal(
        figure.weights_for(good, Y, near=2).W_xx, figure.weights_for(good, Y, near=np.full((3, 3), 2.0)).W_xx
    )


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


def test_without_a_bias_no_rounding_explains_the_scores_of_l_alone():
    assert [round(least_miss(row), 2) for row in range(4)] == [0, 0, 0.92, 0]


def test_without_a_bias_a_thousand_figures_that_are_printed_alike_are_missed():
    rng, largest = np.random.default_rng(2015), []
    for _ in range(1000):
        x, y = rng.uniform(X - 0.05, np.minimum(X + 0.05, 1)), rng.uniform(Y - 0.05, Y + 0.05)
        largest.append(np.abs(x @ np.linalg.pinv(x) @ y - y).max())
    assert least_miss(2) < min(largest) < 1.56


def test_without_a_bias_the_nearest_weights_miss_l_at_the_third_step():
    x = np.where(X == 1, 0.97, X)
    misses = x @ np.linalg.pinv(x) @ Y - Y
    assert misses[2, 2] == misses.min() == pytest.approx(-1.56, abs=0.005)


def test_two_steps_are_wrong_and_the_loss_is_worse_than_knowing_nothing():
    assert VOCAB.decode(Y.argmax(axis=1)) == "oolo"
    loss, _ = rl.cross_entropy(Y, TARGET)
    assert np.log(4) < loss == pytest.approx(1.3974, abs=1e-4)
