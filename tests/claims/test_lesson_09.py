"""What lesson 9 works out by hand, measured here: nothing goes backwards, one number after another is nudged."""

import numpy as np
import pytest

from rnnlib import figure

NET = figure.network()
U = figure.VOCAB.one_hot("hell")
TARGET = figure.VOCAB.encode("ello")
EPS = 1e-6
A, C = 0, 2


def surprises(turn=None, nudge=None, begin=0):
    """The four surprises; turn[t] is added to W_xx of step t, nudge to the state at `begin`."""
    x, costs = np.zeros(3), np.zeros(4)
    for t in range(5):
        if t > 0:
            x = np.tanh((NET.W_xx + (0 if turn is None else turn[t - 1])) @ x + NET.W_xu @ U[t - 1])
        if nudge is not None and t == begin:
            x = x + nudge
        if t > 0:
            y = NET.W_yx @ x + NET.b_y
            costs[t - 1] = np.log(np.exp(y).sum()) - y[TARGET[t - 1]]
    return costs


def blame(unit, t):
    """What a nudge of a state does to each of the four surprises, as they stand in the mean."""
    return (surprises(nudge=EPS * np.eye(3)[unit], begin=t) - surprises()) / EPS / 4


def part(i, j, t):
    turn = np.zeros((4, 3, 3))
    turn[t - 1, i, j] = EPS
    return (surprises(turn) - surprises()) / EPS / 4


def loss_turned(by):
    turn = np.zeros((4, 3, 3))
    turn[:, C, C] = by
    return surprises(turn).mean()


def test_the_slope_of_one_weight():
    assert loss_turned(0) == pytest.approx(1.401, abs=5e-4)
    assert (loss_turned(EPS) - loss_turned(-EPS)) / (2 * EPS) == pytest.approx(1.489, abs=5e-4)
    places = np.linspace(-1, 1, 401)
    assert places[np.argmin([loss_turned(by) for by in places])] == pytest.approx(-0.45, abs=0.03)


def test_blame_through_one_step_of_time_as_in_the_table():
    at_2 = [blame(unit, 2).sum() for unit in range(3)]
    assert np.round(at_2, 2).tolist() == [0.62, -0.50, 1.58]
    states = np.tanh(NET.W_xx @ np.tanh(NET.W_xu[:, 0]) + NET.W_xu[:, 1])
    da = (1 - states**2) * at_2
    assert np.round(da, 2).tolist() == [0.04, -0.45, 1.56]
    assert (NET.W_xx[:, A] * da).round(2).tolist() == [0.01, 0.51, -1.03]
    from_scores = [(0.44, 0.01), (1.18, -0.22), (-2.22, 0.00), (1.05, 0.21)]  # column A of W_yx, dy at t = 1
    assert [weight for weight, _ in from_scores] == NET.W_yx[:, A].tolist()
    assert round(sum(weight * dy for weight, dy in from_scores), 2) == -0.03
    first, *later = blame(A, 1)
    assert (round(first, 2), round(sum(later), 2), round(first + sum(later), 2)) == (-0.03, -0.51, -0.54)


def test_the_parts_of_the_four_copies():
    table = np.array([part(C, C, t) for t in (1, 2, 3, 4)])  # (step, surprise)
    assert (table.round(2) + 0.0).tolist() == [[0] * 4, [0, 1.45, -0.02, -0.02], [0, 0, 0.04, 0], [0, 0, 0, 0.04]]
    assert table.sum(axis=1).round(2).tolist() == [0, 1.40, 0.04, 0.04]
    assert round(1.56 * 0.90, 2) == 1.40
    assert table.sum(axis=1).round(3).tolist() == [0, 1.402, 0.045, 0.042]
    assert round(0 + 1.402 + 0.045 + 0.042, 3) == 1.489
    assert round(table[1, 1], 3) == 1.450
    assert round(table[1, 2:].sum(), 3) == -0.048
    assert (np.abs(table[0]) < 1e-9).all(), "x_0 is 0"
    assert (np.abs(table[3, :3]) < 1e-9).all(), "answered before step 4"


def test_a_right_answer_still_blames():
    assert NET.W_yx[:, C].tolist() == [0.80, 2.08, -3.97, 4.30]
    assert round(blame(C, 4).sum(), 2) == -0.27
    assert surprises()[0] == pytest.approx(2.08, abs=0.005)


def test_blame_reaches_back_and_never_forward():
    for t in range(5):
        for answer in (1, 2, 3, 4):
            there = any(abs(blame(unit, t)[answer - 1]) > 1e-3 for unit in range(3))
            assert there == (t <= answer), (t, answer)
    largest = max(((unit, t) for unit in range(3) for t in (1, 2, 3, 4)), key=lambda at: abs(blame(*at).sum()))
    assert largest == (C, 2)
    assert surprises().argmax() == 1, "answer 2 is the worst"
    assert np.exp(-surprises()[3]) == pytest.approx(0.79, abs=0.005)


def test_at_the_scores_blame_is_probability_minus_one_at_the_target():
    y = NET.W_yx @ np.tanh(NET.W_xu[:, 0]) + NET.b_y
    p = np.exp(y) / np.exp(y).sum()
    assert p.round(3).tolist() == [0.038, 0.125, 0.001, 0.837]

    def surprise(y):
        return np.log(np.exp(y).sum()) - y[1]

    slopes = [(surprise(y + EPS * row) - surprise(y)) / EPS for row in np.eye(4)]
    assert np.round(slopes, 3).tolist() == [0.038, -0.875, 0.001, 0.837]
