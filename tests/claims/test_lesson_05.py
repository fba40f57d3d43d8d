"""What lesson 5 says of a unit that holds and hears, and of knobs: from the formula alone, in plain numbers."""

from math import tanh

import nbformat
import numpy as np
import pytest

import rnnlib as rl
from tools.notebooks import lessons


@pytest.fixture(scope="module")
def lesson():
    """All that it says, in text and code."""
    (path,) = lessons("05")
    return "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells)


def unit(w, v=1.0, pull=1.0, b=0.0, steps=8):
    """x_1, x_2, ...: a push of 1 at step 1, a pull at step 6."""
    x, states = 0.0, []
    for t in range(1, steps + 1):
        x = tanh(w * x + v * ((t == 1) - pull * (t == 6)) + b)
        states.append(x)
    return states


def fine(low, high, step):
    return [round(low + k * step, 2) for k in range(round((high - low) / step) + 1)]


@pytest.mark.parametrize(("step", "first", "last"), [(0.05, 1.05, 1.30), (0.01, 1.03, 1.31)])
def test_which_units_hold_a_push_and_hear_a_pull(lesson, step, first, last):
    assert f"rom {first:.2f} to {last:.2f}" in lesson
    both = [w for w in fine(0, 3, step) if unit(w)[4] > 0.5 and unit(w)[5] < 0]
    assert both == fine(first, last, step)


def test_over_one_it_holds_for_ever_and_at_one_it_fades(lesson):
    def left(w):
        return unit(w, pull=0, steps=2000)[-1]

    assert "1.5 at 0.86, but 1.01 at 0.17" in lesson
    assert (round(left(1.5), 2), round(left(1.01), 2)) == (0.86, 0.17)
    assert "over 0.5; with $w$ = 1.01 it is 0.48" in lesson and round(unit(1.01)[4], 2) == 0.48
    assert left(0.99) < 1e-6 and left(1) < 0.03
    rests = [left(w) for w in fine(1.01, 3, 0.01)]
    assert rests == sorted(rests) and 0.15 < rests[0] < 0.2, "weakly near 1, and never less for a larger w"
    assert "Left alone, every $w$ over 1 keeps" in lesson and unit(1.2, steps=2000)[-1] < -0.5, "a pull can end it"


def test_the_latch_of_the_question_falls_stays_above_zero_and_climbs_back(lesson):
    assert "1.5 × 0.856 - 1 = 0.28" in lesson
    x = unit(1.5, steps=20)
    assert [round(x[t - 1], 2) for t in (5, 6, 20)] == [0.86, 0.28, 0.86]
    assert round(x[4], 3) == 0.856 and round(1.5 * x[4] - 1, 2) == 0.28
    assert x[5:15] == sorted(x[5:15])
    assert "tanh(1.5 × 0.276) = 0.39" in lesson and (round(x[5], 3), round(x[6], 2)) == (0.276, 0.39)


def test_how_strong_a_pull_a_unit_needs(lesson):
    assert "From 1.95: it must be more than 2 × 0.957 = 1.91" in lesson and round(unit(2)[4], 3) == 0.957
    assert next(pull for pull in fine(0, 3, 0.05) if unit(2, pull=pull)[5] < 0) == 1.95
    needed = [w * unit(w)[4] for w in fine(0, 3, 0.05)]
    assert needed == sorted(needed), "the more firmly it holds, the less it hears"


def test_no_unit_holds_firmly_and_hears_with_an_input_that_counts_once():
    def reached(w, v):
        x = unit(w, v)
        return min(x[3], x[4]) > 0.9 and x[5] < 0

    assert not any(reached(w, 1) for w in fine(-20, 20, 0.01))
    assert reached(2, 2)


def run(activation="tanh", p_from_p=0.5, b_p=0.0):
    W_xx, W_xu = np.array([[p_from_p, 0], [1, 0.5]]), np.array([[1.0], [0]])
    network = rl.RNN.with_activation(activation)(W_xx, W_xu, np.array([b_p, 0]), np.ones((1, 2)), np.zeros(1))
    return rl.simulate(network, rl.systems.impulse(8) - rl.systems.impulse(8, at=6)).x[:, 0].round(2).tolist()


def test_what_the_goals_come_to(lesson):
    assert "0.76, 0.64, 0.57, 0.51, 0.47" in lesson and "only from 1.00 to 0.99" in lesson
    assert run(p_from_p=1)[:5] == [0.76, 0.64, 0.57, 0.51, 0.47]
    saturated = run(b_p=3)
    assert saturated[4:6] == [1.0, 0.99] and min(saturated) == 0.99
    assert run("none", 1) == [1, 1, 1, 1, 1, 0, 0, 0]
    assert run("none", 1.5)[:3] == [1, 1.5, 2.25]


def test_outputs_that_were_shut_off_leave_the_next_one_as_it_was(lesson):
    assert "-0.35, as it was before" in lesson
    p, q = 0.0, 0.0
    for u in (1, 0, 0, 0):
        p, q = tanh(0.5 * p + u), tanh(p + 0.5 * q)
    assert round(p - q, 2) == -0.35


def test_which_single_entry_at_zero_keeps_q_at_zero():
    def still(name, place):
        arrays = {"W_xx": np.array([[0.5, 0], [1, 0.5]]), "W_xu": np.array([[1.0], [0]])}
        arrays[name][place] = 0
        x = np.zeros(2)
        for u in (1, 0, 0, 0, 0, -1, 0, 0):
            x = np.tanh(arrays["W_xx"] @ x + arrays["W_xu"][:, 0] * u)
            if x[1] != 0:
                return False
        return True

    entries = [("W_xx", place) for place in np.ndindex(2, 2)] + [("W_xu", place) for place in np.ndindex(2, 1)]
    assert [each for each in entries if still(*each)] == [("W_xx", (1, 0)), ("W_xu", (0, 0))]


def test_x0_moves_the_state_once_and_a_bias_in_every_step():
    def moved(x0, bias):
        x = np.array(x0)
        for _ in range(8):
            x = np.tanh(np.array([[0.5, 0], [1, 0.5]]) @ x + bias)
        return np.abs(x).max()

    corners = [(p, q) for p in (-1.0, 1.0) for q in (-1.0, 1.0)]
    assert max(moved(corner, np.zeros(2)) for corner in corners) < 0.06
    assert all(moved((0.0, 0.0), bias) > 0.1 for bias in 0.1 * np.eye(2))
