"""What lesson 8 says of surprises and of its game, with the formulas written here.

What it says of the figure itself, and of weights that fit, is in tests/test_published_figure.py.
"""

import numpy as np
import pytest

from rnnlib import figure

WEIGHTS = figure.network()
READ, RIGHT = (0, 1, 2, 2), (1, 2, 2, 3)  # the places of h, e, l, l and of e, l, l, o
C, A, E = 2, 0, 1  # the places of units C and A, and of the letter e


def scores(W_xx, W_xu, b_x, W_yx, b_y):
    """(N, 4, 4) for N networks at once; a table of one of them serves all."""
    x, y = np.zeros((1, 3)), []
    for letter in READ:
        x = np.tanh(np.einsum("nij,nj->ni", W_xx, x) + W_xu[:, :, letter] + b_x)
        y.append(np.einsum("nij,nj->ni", W_yx, x) + b_y)
    return np.stack(np.broadcast_arrays(*y), axis=1)


def surprises(y):
    """(..., 4) of scores (..., 4, 4)"""
    e = np.exp(y - y.max(axis=-1, keepdims=True))
    return -np.log((e / e.sum(axis=-1, keepdims=True))[..., range(4), RIGHT])


FIGURE = scores(*(table[None] for table in WEIGHTS))[0]


def says(y):
    return "".join("helo"[k] for k in y.argmax(axis=-1))


@pytest.mark.parametrize(("column", "first"), [(0, 1), (1, 2), (2, 3), (3, None)])
def test_a_column_changes_the_state_from_the_step_on_that_reads_its_letter(column, first):
    """All three numbers of a column, each alone: h and e make 6 that change the state at t = 2."""
    W_xx, W_xu, *_ = WEIGHTS

    def states(W_xu):
        x = [np.zeros(3)]
        for letter in READ:
            x.append(np.tanh(W_xx @ x[-1] + W_xu[:, letter]))
        return np.array(x)

    for unit in range(3):
        turned = W_xu.copy()
        turned[unit, column] += 1
        changed = np.abs(states(turned) - states(W_xu)).max(axis=1) > 0.005
        assert changed.tolist() == [first is not None and t >= first for t in range(5)]


@pytest.mark.parametrize(
    ("letter", "added", "answers"),
    [(1, 0, "oolo"), (1, 2, "eeeo"), (2, 2.2, "oolo"), (2, 2.25, "ollo"), (2, 2.3, "olll")],
)
def test_what_is_added_to_mend_one_step_spoils_another(letter, added, answers):
    mended = WEIGHTS._replace(b_y=WEIGHTS.b_y + added * (np.arange(4) == letter))
    assert says(scores(*(table[None] for table in mended))[0]) == answers


def test_the_surprises_and_their_mean():
    assert FIGURE[[0, 3], [1, 3]] == pytest.approx([2.20, 2.20], abs=0.005), "the same score, and not the same surprise"
    assert FIGURE[1].argmin() == RIGHT[1] and surprises(FIGURE).argmax() == 1
    told = [0.1, 0.5, 1.9, -1.1]  # t = 3 by hand
    assert np.exp(told) == pytest.approx([1.11, 1.65, 6.69, 0.33], abs=0.005) and FIGURE[2].round(1).tolist() == told
    assert -np.log(6.69 / 9.78) == pytest.approx(0.38, abs=0.005)
    assert surprises(FIGURE) == pytest.approx([2.08, 2.92, 0.38, 0.23], abs=0.005)
    assert surprises(FIGURE).mean() == pytest.approx(1.401, abs=5e-4) and surprises(FIGURE).mean() > np.log(4)


@pytest.mark.parametrize(("l", "surprise"), [(1.3, 1.0), (5, 0.04)])
def test_to_be_the_largest_is_not_to_be_sure(l, surprise):  # noqa: E741
    y = FIGURE.copy()
    y[1, 2] = l
    assert y[1].argmax() == 2
    assert surprises(y)[1] == pytest.approx(surprise, abs=0.01)


def test_what_the_right_answer_can_still_save():
    y = FIGURE.copy()
    y[3, :3] = -5
    assert surprises(FIGURE).mean() - surprises(y).mean() == pytest.approx(0.06, abs=0.005)


def best_move(tables, places):
    """(loss, table, its entry, place) of the best of all single moves"""
    found = []
    for name in ("W_xx", "W_xu", "W_yx", "b_y"):
        start = getattr(tables, name)
        for entry in np.ndindex(start.shape):
            tried = np.repeat(start[None], len(places), axis=0)
            tried[(slice(None), *entry)] = places
            others = [tried if field == name else table[None] for field, table in tables._asdict().items()]
            loss = surprises(scores(*others)).mean(axis=-1)
            found.append((loss.min(), name, entry, places[loss.argmin()]))
    return min(found)


def test_two_moves_are_enough_and_one_is_not():
    places = np.linspace(-5, 5, 41)
    loss, *first = best_move(WEIGHTS, places)
    assert loss == pytest.approx(0.591, abs=5e-4) and first == ["W_xx", (C, A), -5]
    W_xx = WEIGHTS.W_xx.copy()
    W_xx[C, A] = -5
    loss, *second = best_move(WEIGHTS._replace(W_xx=W_xx), places)
    assert loss == pytest.approx(0.202, abs=5e-4) and second == ["W_yx", (E, C), 5]
    assert best_move(WEIGHTS, np.linspace(-100, 100, 4001))[0] > np.log(2) / 2


def test_made_up_numbers_nearly_always_have_weights():
    """Rounded to one decimal, as in a figure. Two equal states with two sets of scores have none."""
    fits = []
    for seed in range(300):
        dice = np.random.default_rng(seed)
        states, made_up = dice.uniform(-0.94, 0.94, (4, 3)).round(1), dice.uniform(-5, 5, (4, 4)).round(1)
        fits.append(np.allclose(scores(*(table[None] for table in figure.weights_for(states, made_up)))[0], made_up))
    assert 295 <= sum(fits) <= 300
    states[1] = states[0]
    assert not np.allclose(scores(*(table[None] for table in figure.weights_for(states, made_up)))[0], made_up)
