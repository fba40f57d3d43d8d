"""What lesson 14 says of gates: what is left of blame before learning, and who learns to remember a first letter."""

import numpy as np
import pytest

import rnnlib as rl
from rnnlib.ssm import unroll

SEEDS = range(20)


def lines(lag, dice, N=8):
    first = np.arange(N) % 2
    return np.eye(4)[np.column_stack([first, dice.integers(2, 4, (N, lag))])], first


def placed(parts, sums, diagonal):
    """Sums of all networks, first the first sum of each; on the diagonal each network reads its own units alone."""
    S, (rows, n) = len(parts), parts[0].shape
    H = rows // sums
    large = np.zeros((rows * S, n * S if diagonal else n))
    for s, part in enumerate(parts):
        for k in range(sums):
            columns = slice(n * s, n * (s + 1)) if diagonal else slice(None)
            large[(k * S + s) * H : (k * S + s + 1) * H, columns] = part[k * H : (k + 1) * H]
    return large


def side_by_side(kind, units, seeds, **how):
    """So many networks as one."""
    n_x = 2 * units if kind is rl.LSTM else units
    each = [kind.random(n_x, 4, 2, rng=np.random.default_rng(seed), **how) for seed in seeds]
    W_h, W_u, b, *more, W_y, b_y = zip(*each, strict=True)
    sums = len(b[0]) // units
    bias = placed([part[:, None] for part in b], sums, diagonal=False)[:, 0]
    middle = [np.concatenate(part) for part in more]
    first = placed(W_h, sums, diagonal=True), placed(W_u, sums, diagonal=False), bias, *middle
    return kind(*first, placed(W_y, 1, diagonal=True), np.concatenate(b_y))


def learned(kind, lag, units=2, throw=0, seeds=SEEDS, **how):
    """The twenty networks after 200 updates, and for each whether its last losses are under 0.25 on average."""
    start, dice, losses = side_by_side(kind, units, seeds, **how), np.random.default_rng(throw), []
    own = start[0] != 0, start[-2] != 0

    def loss_and_grads(model):
        u, first = lines(lag, dice)
        run = unroll(model, np.zeros((8, model.sizes[0])), u)
        two = run.y[:, -1].reshape(8, -1, 2)
        gap = np.where(first == 1, 1, -1)[:, None] * (two[..., 1] - two[..., 0])  # right score minus wrong one
        losses.append(np.logaddexp(0, -gap).mean(axis=0))
        wrong = 1 / (1 + np.exp(gap)) / 8  # the chance of the wrong letter
        sign = np.where(first == 1, 1, -1)[:, None]
        dy = np.zeros_like(run.y)
        dy[:, -1] = np.stack([sign * wrong, -sign * wrong], axis=-1).reshape(8, -1)
        grads = list(model.blame(run, dy).params)
        grads[0], grads[-2] = grads[0] * own[0], grads[-2] * own[1]
        return losses[-1].sum(), kind(*grads)

    for step in rl.adam(start, loss_and_grads, lr=0.03):
        if step.k == 200:
            return step.params, np.mean(losses[190:200], axis=0) < 0.25


def count(*args, **how):
    return int(learned(*args, **how)[1].sum())


@pytest.mark.parametrize(
    ("kind", "units", "how", "counts", "most", "typical"),
    [
        (rl.RNN, 5, {}, (5, 2, 2, 4), 8, 5e-6),
        (rl.GRU, 2, {}, (13, 10, 4, 8), 21, 5e-8),
        (rl.LSTM, 2, {"forget": 1}, (2, 4, 4, 5), 12, 3e-4),
        (rl.LSTM, 2, {"forget": 3}, (15, 16, 13, 17), 30, 0.15),
    ],
)
def test_lag_30_from_eighty_first_weights_and_blame_before_learning(kind, units, how, counts, most, typical):
    """How many of each twenty learn it, how many of the forty with the most blame left, and the middle one's blame."""
    twenties = [range(first, first + 20) for first in range(0, 80, 20)]
    good = [learned(kind, 30, units, throw, seeds, **how)[1] for throw, seeds in enumerate(twenties)]
    left = blame_left(kind, units, 30, range(80), **how)
    assert tuple(each.sum() for each in good) == counts
    assert np.concatenate(good)[np.argsort(left)[40:]].sum() == most
    assert np.median(left) == pytest.approx(typical, rel=0.15)


def test_lag_30_in_the_first_throw_only():
    assert count(rl.LSTM, 30, forget=0) == 0 and count(rl.RNN, 30) == 5


def test_lag_10_needs_no_gates():
    cells = [
        (rl.RNN, 2, {}),
        (rl.RNN, 5, {}),
        (rl.GRU, 2, {}),
        (rl.LSTM, 2, {"forget": 1}),
        (rl.LSTM, 2, {"forget": 3}),
    ]
    assert [count(kind, 10, units, **how) for kind, units, how in cells] == [15, 17, 18, 15, 20]


def test_what_the_gates_do_while_twenty_networks_read_noise():
    model, good = learned(rl.LSTM, 10, forget=3)
    assert good.all()
    u, first = lines(10, np.random.default_rng(5), N=64)
    run = rl.simulate(model, u)
    gates = model.gates(run.states[:, :-1], u)
    kept, let_in = (gate[:, 1:].reshape(64, 10, 20, 2).mean(axis=(0, 1, 3)) for gate in (gates.f, gates.i))
    assert kept.min() > 0.9 and let_in.min() > 1 / 3
    u[:, 5] = np.eye(4)[1 - first]  # the other letter, later
    said = rl.simulate(model, u).y[:, -1].reshape(64, 20, 2).argmax(axis=-1)
    assert (said == first[:, None]).mean(axis=0).min() > 0.95


def test_the_shown_network_leaves_its_input_gates_open_and_lets_g_repeat_the_first_letter():
    model, _ = learned(rl.LSTM, 10, seeds=[4], forget=3)
    after_a, after_b = [
        model.gates(rl.simulate(model, u).states[:-1], u)
        for u in map(rl.Vocab.of("abvw").one_hot, ("avwwvwvwwvw", "bvwwvwvwwvw"))
    ]
    assert after_a.i[1:].min() > 0.5 and after_b.i[1:].min() > 0.5
    assert after_a.g[1:, 1].min() > 0.9 and after_b.g[1:, 1].max() < -0.5
    for sign, first in ((1, "a"), (-1, "b")):  # cell, hidden state and g of unit 2 on one side, whatever noise follows
        noise = np.random.default_rng(9).integers(2, 4, (64, 10))
        u = np.eye(4)[np.column_stack([np.full(64, "ab".index(first)), noise])]
        run = rl.simulate(model, u)
        assert (sign * run.x[..., [1, 3]] > 0).all() and (sign * model.gates(run.states[:, :-1], u).g[..., 1] > 0).all()
    assert np.ptp(after_a.f[1:, 1]) < 0.02 and np.ptp(after_a.i[1:, 1]) < 0.12


def blame_left(kind, units, steps, seeds, **how):
    """Blame of the cells, or of the units, so many steps back along all paths, before learning."""
    u, dy, found = lines(30, np.random.default_rng(0))[0][0], np.zeros((31, 2)), []
    dy[30, 0] = 1
    n_x = 2 * units if kind is rl.LSTM else units
    for seed in seeds:
        model = kind.random(n_x, 4, 2, rng=np.random.default_rng(seed), **how)
        back = np.linalg.norm(model.backward(rl.simulate(model, u), dy).x[:, :units], axis=1)
        found.append(back[30 - steps] / back[30])
    return np.array(found)


def left(kind, **how):
    """Twenty steps back, in the middle one of 20 networks with two units."""
    return np.median(blame_left(kind, 2, 20, SEEDS, **how))


def test_blame_before_learning_fades_about_as_the_forget_bias_says():
    """Within a factor of 4 of sigmoid(bias)^20; a tenth is left from 3 on."""
    for bias in (0, 1, 2.5, 3):
        expected = (1 / (1 + np.exp(-bias))) ** 20
        assert expected / 4 < left(rl.LSTM, forget=bias) < 4 * expected
    assert left(rl.LSTM, forget=2.5) < 0.1 < left(rl.LSTM, forget=3)
    assert left(rl.RNN) < 1e-4


def test_along_its_own_path_blame_goes_back_times_f():
    """With the gates held at what they were, a nudge of the cell; and by hand."""
    model = rl.LSTM.random(4, 4, 2, forget=3, rng=np.random.default_rng(0))
    u = lines(11, np.random.default_rng(0))[0][0]
    run = rl.simulate(model, u)
    i, f, g, _ = model.gates(run.states[:-1], u)
    c, nudged = run.states[8, :2], run.states[8, :2] + 1e-3
    for t in range(8, 12):
        c, nudged = f[t] * c + i[t] * g[t], f[t] * nudged + i[t] * g[t]
    assert c == pytest.approx(run.states[12, :2])
    assert (nudged - c) / 1e-3 == pytest.approx(f[8:].prod(axis=0))


def test_an_rnn_with_five_units_has_as_many_numbers_as_the_lstm_and_the_gru_fewer():
    dice, cells = np.random.default_rng(0), [(rl.RNN, 5), (rl.LSTM, 4), (rl.GRU, 2)]
    sizes = [rl.flatten(kind.random(n_x, 4, 2, rng=dice))[0].size for kind, n_x in cells]
    assert sizes == [62, 62, 50]


def test_the_same_weights_give_other_numbers_with_the_reset_before_the_product():
    after = rl.GRU.random(2, 4, 2, rng=np.random.default_rng(0))
    before = rl.GRU.with_reset("before")(after.W_ax, after.W_au, after.b_a, None, after.W_yx, after.b_y)
    u = lines(11, np.random.default_rng(0))[0][0]
    assert not np.allclose(rl.simulate(before, u).x[-1], rl.simulate(after, u).x[-1], atol=0.01)
