"""What lesson 10 says of steps too small and too large, of first weights, and of when to stop: 21 seeds each."""

import functools
import itertools

import numpy as np
import pytest

import rnnlib as rl
from rnnlib import figure
from tests.claims.side_by_side import drawn, learning

HELLO = np.array([[0, 1, 2, 2, 3]])  # h, e, l, l, o
SENTENCES = rl.corpus("eating")
WORDS = list(dict.fromkeys(" ".join(SENTENCES).split()))
LINES = np.array([[WORDS.index(word) for word in line.split()] for line in SENTENCES])
WATCHED = ("we love eating apples", "you love eating pears", "they love drinking milk", "I hate drinking coffee")
OTHERS = ("we love drinking tea", "you love drinking milk", "they hate drinking cola", "you hate drinking cola")
FIGURE = [each[None] for each in figure.network()]  # one seed


def after(updates, weights, lr, **how):
    """The weights, states and probabilities after so many updates on hello."""
    return next(itertools.islice(learning(weights, HELLO, lr, **how), updates, None))


def loss(p):
    return -np.log(p[:, 0, np.arange(4), HELLO[0, 1:]]).mean(axis=1)  # (S,)


def says_ello(p):
    return (p[:, 0].argmax(axis=-1) == HELLO[0, 1:]).all(axis=1)


@pytest.mark.parametrize(
    ("lr", "adam", "count"),
    [(0.01, False, 3), (0.3, False, 21), (1, False, 20), (10, False, 4), (0.1, True, 21), (1, True, 9)],
)
def test_how_many_learn_hello_in_100_updates(lr, adam, count):
    assert says_ello(after(100, drawn(3, 4), lr, adam=adam)[2]).sum() == count


def test_one_update_by_hand():
    assert after(1, FIGURE, 0.3)[0][0][0, 2, 2] == pytest.approx(-0.30 - 0.3 * 1.489, abs=5e-4)


def test_what_the_training_explorer_shows():
    path = [(says_ello(p)[0], loss(p)[0]) for _, _, p in itertools.islice(learning(FIGURE, HELLO, 0.3), 21)]
    assert [k for k, (right, _) in enumerate(path) if not right] == [0, 1, 2]
    _, _, p = after(2, FIGURE, 0.3)
    assert p[0, 0].argmax(axis=-1).tolist() == [3, 2, 2, 3], "ollo: e after h is learned last"


def test_too_large_a_rate_freezes_all_that_leads_to_the_states():
    weights, x, _ = after(3, FIGURE, 10)
    assert (1 - x[0, 0, 1:] ** 2).max() < 1e-5 and np.ptp(x[0, 0, 1:], axis=0).max() < 1e-5
    losses = [loss(p)[0] for _, _, p in itertools.islice(learning(FIGURE, HELLO, 10), 4, 61)]
    assert (min(losses), max(losses)) == pytest.approx((4.7, 18.6), abs=0.05)
    frozen, _, _ = after(100, weights, 10)
    end, _, _ = after(1000, frozen, 0.1)
    assert max(np.abs(a - b).max() for a, b in zip(weights[:3], end[:3], strict=True)) < 0.01
    assert np.abs(weights[3] - end[3]).max() > 0.5


def test_from_all_zero_it_learns_how_often_each_letter_comes():
    best = -(0.25 * np.log(0.25) + 0.5 * np.log(0.5) + 0.25 * np.log(0.25))
    weights, _, p = after(1000, [0 * each for each in FIGURE], 0.3)
    assert loss(p)[0] == pytest.approx(best, abs=0.003) and best == pytest.approx(1.04, abs=5e-4)
    assert p[0, 0] == pytest.approx(np.tile([0, 0.25, 0.5, 0.25], (4, 1)), abs=0.005)
    assert not any(each.any() for each in weights[:4])


def test_equal_units_stay_equal_and_may_still_learn():
    W_xx, W_xu, b_x, W_yx, b_y = random = drawn(3, 4, range(60))
    equal = [
        np.broadcast_to(W_xx[:, :1, :1], W_xx.shape),
        np.broadcast_to(W_xu[:, :1], W_xu.shape),
        b_x,
        np.broadcast_to(W_yx[:, :, :1], W_yx.shape),
        b_y,
    ]
    _, x, p = after(600, equal, 0.05)
    assert np.ptp(x, axis=-1).max() < 1e-12
    assert (says_ello(p[:9]).sum(), says_ello(p).sum()) == (4, 30) and loss(p).min() > 0.19
    _, _, p = after(600, random, 0.05)
    assert says_ello(p[:9]).all() and says_ello(p).sum() == 59


@functools.cache
def surprises(asked, *held):
    """(601, S, 40): the surprise at the last word of each sentence, before the first update and after each."""
    counts = np.array([line not in held for line in SENTENCES])[:, None] * np.array(asked)
    steps = learning(drawn(5, len(WORDS)), LINES, 0.05, counts=counts, adam=True)
    return np.array([-np.log(p[:, range(40), 2, LINES[:, 3]]) for _, _, p in itertools.islice(steps, 601)])


def of(lines, costs):
    return costs[:, :, [SENTENCES.index(line) for line in lines]]


@pytest.mark.parametrize(
    ("asked", "rise", "at_300", "at_end", "at_best"), [((1, 1, 1), 13, 9, 5, 16), ((0, 0, 1), 2, 19, 19, 19)]
)
def test_the_surprise_on_unseen_text_falls_and_often_rises(asked, rise, at_300, at_end, at_best):
    unseen = of(WATCHED, surprises(asked, *WATCHED))
    mean, right = unseen.mean(axis=2), (unseen < np.log(2)).all(axis=2)  # more than 1/2 for all four
    best = mean.argmin(axis=0)
    assert (mean[-1] - mean.min(axis=0) >= 0.3).sum() == rise
    assert (right[300].sum(), right[-1].sum()) == (at_300, at_end)
    assert right[best, range(21)].sum() == at_best


def test_what_chance_left_out_of_the_36_makes_it_rise():
    """What follows the first two words of a watched sentence was never the right one in the 36."""
    read = [line.split() for line in SENTENCES if line not in WATCHED]
    assert {line[2] for line in read if line[:2] == ["we", "love"]} == {"drinking"}
    assert all(line[:3] != watched.split()[:3] for line in read for watched in WATCHED)
    last = [{line[3] for line in read if line[:3] == each[:3]} for each in read]
    assert [len(words) for words in last].count(2) == 20 and max(map(len, last)) == 2, "the floor: 20 ln 2 / 36"
    unseen = of(WATCHED, surprises((1, 0, 1), *WATCHED)).mean(axis=2)
    assert (unseen[-1] - unseen.min(axis=0) >= 0.3).sum() == 4


def test_what_is_told_of_single_throws():
    costs = surprises((1, 1, 1), *WATCHED)
    unseen = of(WATCHED, costs).mean(axis=2)
    seen = of([line for line in SENTENCES if line not in WATCHED], costs).mean(axis=2)
    assert (unseen[170, 2], unseen[-1, 2]) == pytest.approx((0.10, 1.26), abs=0.005)
    assert (seen[170, 2], seen[-1, 2]) == pytest.approx((0.41, 0.39), abs=0.006)
    assert [throw for throw in range(8) if unseen[-1, throw] < 0.05] == [0, 3]
    once = of(WATCHED, surprises((0, 0, 1), *WATCHED)).mean(axis=2)
    assert [throw for throw in range(8) if once[-1, throw] > once[:, throw].min() + 0.05] == [7]


def test_the_sentences_that_chose_the_moment_flatter():
    costs = surprises((1, 1, 1), *WATCHED, *OTHERS)
    watched, others = of(WATCHED, costs).mean(axis=2), of(OTHERS, costs).mean(axis=2)
    best = watched.argmin(axis=0), range(21)
    assert (watched[best].mean(), others[best].mean()) == pytest.approx((0.4, 0.6), abs=0.05)
    assert (watched[-1].mean(), others[-1].mean()) == pytest.approx((2.1, 2.0), abs=0.05)
    other_way = others.argmin(axis=0), range(21)
    assert (others[other_way].mean(), watched[other_way].mean()) == pytest.approx((0.4, 0.6), abs=0.05)
