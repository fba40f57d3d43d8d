"""What lesson 13 says of products of slopes, of tables, and of networks that should remember a first letter."""

import itertools

import numpy as np
import pytest

import rnnlib as rl
from tests.claims import side_by_side

A = np.array([[0.9, 5.0], [0.0, 0.9]])
LETTERS = np.random.default_rng(0).integers(0, 2, 40)


def factors(w, x, steps):
    """The factor of each step of x <- tanh(w x), and where it ends: the slope of tanh is 1 / cosh^2."""
    found = []
    for _ in range(steps):
        found.append(w / np.cosh(w * x) ** 2)
        x = np.tanh(w * x)
    return found, x


def test_the_difference_of_two_starts_grows_and_then_fades():
    each, _ = factors(1.5, 0.1, 12)
    ahead = np.cumprod(each)
    assert ahead.argmax() == 3
    assert (ahead[3], ahead[-1]) == (pytest.approx(3.4, abs=5e-3), pytest.approx(0.0196, abs=5e-5))
    assert (each[0], each[-1]) == pytest.approx((1.47, 0.40), abs=5e-3)
    assert np.prod(factors(1.0, 0.1, 12)[0]) == pytest.approx(0.89, abs=5e-3)
    assert np.prod(factors(3.0, 0.1, 12)[0]) < 1e-10


@pytest.mark.parametrize(("w", "rest", "factor"), [(1.05, 0.37, 0.91), (1.5, 0.86, 0.39), (3, 0.995, 0.03)])
def test_where_a_latch_rests_differences_die(w, rest, factor):
    each, x = factors(w, 1.0, 1000)
    assert (x, each[-1]) == pytest.approx((rest, factor), abs=5e-3)


def test_a_table_grows_19_fold_before_it_decays():
    p, q, lengths = 0.0, 1.0, []
    for step in range(1, 61):
        assert np.sign(round(5 * q - 0.1 * p, 9)) == np.sign(10 - step), "at step 10 q brings what p loses"
        p, q = 0.9 * p + 5 * q, 0.9 * q
        lengths.append(np.hypot(p, q))
    assert lengths[8] == pytest.approx(lengths[9], rel=1e-3) == max(lengths) == pytest.approx(19.4, abs=0.05)
    assert lengths[-1] < 1 and 0.9 < lengths[-1] / lengths[-2] < 0.92
    angles = np.radians(range(0, 181, 10))
    first = np.hypot(0.9 * np.cos(angles) + 5 * np.sin(angles), 0.9 * np.sin(angles))
    assert first.argmax() == 8 and first[8] == pytest.approx(5.16, abs=5e-3) == np.sqrt(np.linalg.eigvalsh(A.T @ A)[1])


def first_blame(W_xx, W_xu, loud=1):
    """How long a blame of length 1 at step 40 is at step 1, when the letters are read."""
    x, states = np.zeros(8), []
    for letter in LETTERS:
        x = np.tanh(W_xx @ x + loud * W_xu[:, letter])
        states.append(x)
    blame = np.full(8, 8**-0.5)
    for x in reversed(states[1:]):
        blame = ((1 - x**2) * blame) @ W_xx
    return np.linalg.norm(blame)


def eight(seed):
    return rl.RNN.random(8, 2, None, rng=np.random.default_rng(seed))[:2]


def test_an_eigenvalue_over_one_need_not_explode():
    tables = [eight(seed) for seed in range(20)]
    assert all(abs(np.linalg.eigvals(1.5 * W_xx)).max() > 1 for W_xx, _ in tables)
    assert sum(first_blame(1.5 * W_xx, W_xu) < 1 for W_xx, W_xu in tables) == 19


def test_the_network_of_the_explorer():
    W_xx, W_xu = eight(1)
    most = np.sqrt(np.linalg.eigvalsh(W_xx.T @ W_xx)[-1])
    assert (0.5 * most, 0.75 * most) == pytest.approx((0.83, 1.25), abs=5e-3)
    assert abs(np.linalg.eigvals(1.5 * W_xx)).max() == pytest.approx(1.11, abs=5e-3)
    found = first_blame(1.5 * W_xx, W_xu), first_blame(3 * W_xx, W_xu), first_blame(3 * W_xx, W_xu, loud=5)
    assert found == pytest.approx((0.0036, 34.8, 0.0028), rel=0.03)


def test_a_singular_value_under_one_makes_every_start_fade():
    """Any two starts come nearer by it at each step, whatever is read; a turn with small states needs all of it."""
    rng = np.random.default_rng(13)
    for loud in [0, 0.1, 1, 3]:
        W = 0.9 * np.linalg.qr(rng.normal(size=(5, 5)))[0]  # each of its singular values is 0.9
        x, twin = (1 if loud else 0.01) * rng.uniform(-1, 1, (2, 5))
        for _ in range(50):
            before, u = np.linalg.norm(x - twin), loud * rng.normal(size=5)
            x, twin = np.tanh(W @ x + u), np.tanh(W @ twin + u)
            assert np.linalg.norm(x - twin) <= 0.9 * before + 1e-15
            assert loud or np.linalg.norm(x - twin) > 0.899 * before


def test_one_step_throws_the_weight_far_away():
    assert 2 * (1.1**50 - 1) * 50 * 1.1**49 == pytest.approx(1242111, abs=1)


def lines(lag, count, seed):
    letters = np.random.default_rng(seed).integers(0, 2, (count, lag + 2))
    letters[:, -1] = letters[:, 0]
    return letters


def remembered(lag, back=None):
    """The parts of new lines that 20 networks get right, and their losses; blame goes `back` so many steps."""
    given, fresh, back = lines(lag, 32, 0), lines(lag, 256, 1), back or lag + 1
    share = np.zeros((32, back))
    share[:, -1] = 1 / 32

    def loss_and_grads(weights):
        x, p = side_by_side.run(weights, given)
        last = -back - 1
        return 0.0, rl.RNN(*side_by_side.slopes(weights, given[:, last:], share, x[:, :, last:], p[:, :, -back:]))

    first = rl.RNN(*side_by_side.drawn(4, 2, range(20)))
    weights = next(itertools.islice(rl.adam(first, loss_and_grads, lr=0.02), 300, None)).params
    right = side_by_side.run(weights, fresh)[1][:, :, -1].argmax(axis=-1) == fresh[:, 0]
    p = side_by_side.run(weights, given)[1][:, np.arange(32), -1, given[:, 0]]
    return right.mean(axis=1), -np.log(p).mean(axis=1)


@pytest.mark.parametrize(("lag", "learned"), [(5, 20), (10, 20), (20, 6), (40, 1)])
def test_the_longer_the_lag_the_fewer_learn_it(lag, learned):
    right, losses = remembered(lag)
    assert sum(right > 0.95) == learned
    if lag == 20:  # its 32 lines by heart
        assert right[0] < 0.55 and losses[0] == pytest.approx(0.105, abs=5e-3)


def test_before_training_little_blame_reaches_the_first_of_many_letters():
    for lag, left in [(5, 0.054), (10, 0.010), (20, 0.0003), (40, 3.6e-7)]:
        given, weights = lines(lag, 32, 0), side_by_side.drawn(4, 2, [0])
        x, p = side_by_side.run(weights, given)
        blame = (p[:, :, -1] - np.eye(2)[given[:, 0]]) @ weights[3]
        last = np.linalg.norm(blame, axis=2).mean(axis=1)
        for t in range(lag + 1, 1, -1):
            blame = ((1 - x[:, :, t] ** 2) * blame) @ weights[0]
        first = np.linalg.norm(blame, axis=2).mean(axis=1)
        assert (last[0], first[0]) == (pytest.approx(0.4, abs=0.05), pytest.approx(left, rel=0.1))


def test_with_the_way_back_cut_fewer_learn_it():
    assert sum(remembered(10, back=5)[0] > 0.95) == 7


def test_a_latch_holds_the_first_letter_and_lets_no_blame_through():
    signs = 1 - 2 * lines(40, 256, 1)
    x, product = np.zeros(256), np.ones(256)
    for t in range(41):
        x = np.tanh(3 * x + signs[:, t])
        product *= 3 * (1 - x**2) if t else 1
    assert (np.sign(x) == signs[:, 0]).all() and product.max() < 1e-42
    worst = np.tanh(1)
    for _ in range(1000):
        worst = np.tanh(3 * worst - 1)
    assert worst > 0.9 and 3 * (1 - worst**2) == pytest.approx(0.28, abs=5e-3), "whatever comes after the first letter"


def test_a_weak_latch_is_turned_by_one_or_two_letters():
    signs = 1 - 2 * lines(40, 256, 1)
    x = np.zeros(256)
    for t in range(41):
        x = np.tanh(1.05 * x + signs[:, t])
    assert 0.45 < np.mean(np.sign(x) == signs[:, 0]) < 0.55
    held = 1.0  # no letters could have brought it further up
    assert np.tanh(1.05 * np.tanh(1.05 * held - 1) - 1) < 0 > np.tanh(1.05 * np.tanh(1) - 1)
