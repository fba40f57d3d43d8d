"""What lesson 12 says of networks that learn the spring from pushes and positions."""

import nbformat
import numpy as np
import pytest

import rnnlib as rl
from rnnlib import draw
from tools.notebooks import lessons

SPRING = rl.systems.spring(damping=0.2, dt=0.5)
TURN = complex(0.825, np.sqrt(0.9 - 0.825**2))  # of z^2 - 1.65 z + 0.9, the polynomial of its table


def films(seed):
    return np.repeat(np.random.default_rng(seed).normal(0, 0.5, (16, 20, 1)), 3, axis=1)


PUSHES, FRESH = films(0), films(1)


def learned(units, seeds, updates=1000):
    """The networks after so many steps of Adam, one for each seed: all at once, with the formulas written out."""
    firsts = [rl.RNN.random(units, 1, 1, rng=np.random.default_rng(seed)) for seed in seeds]
    weights = [np.stack(each) for each in zip(*firsts, strict=True)]  # an axis of networks in front
    means, squares = [np.zeros_like(w) for w in weights], [np.zeros_like(w) for w in weights]
    u, wanted = PUSHES.swapaxes(0, 1), rl.simulate(SPRING, PUSHES).y.swapaxes(0, 1)  # (step, film, 1)
    x = np.zeros((61, len(firsts), 16, units))
    for k in range(1, updates + 1):
        W_xx, W_xu, b_x, W_yx, b_y = weights
        to_new, pushed = W_xx.swapaxes(1, 2).copy(), u[:, None] @ W_xu.swapaxes(1, 2) + b_x[:, None]
        for t in range(60):
            x[t + 1] = np.tanh(x[t] @ to_new + pushed[t])
        dy = 2 * (x[1:] @ W_yx.swapaxes(1, 2) + b_y[:, None] - wanted[:, None]) / wanted.size
        da, later = dy @ W_yx, 0
        slope = 1 - x[1:] ** 2
        for t in reversed(range(60)):
            da[t] = slope[t] * (da[t] + later)
            later = da[t] @ W_xx
        gradient = [
            (da.swapaxes(2, 3) @ x[:-1]).sum(axis=0),
            (da * u[:, None]).sum(axis=(0, 2))[..., None],
            da.sum(axis=(0, 2)),
            (dy * x[1:]).sum(axis=(0, 2))[:, None],
            dy.sum(axis=(0, 2)),
        ]
        means = [0.9 * m + 0.1 * g for m, g in zip(means, gradient, strict=True)]
        squares = [0.999 * s + 0.001 * g * g for s, g in zip(squares, gradient, strict=True)]
        for w, m, s in zip(weights, means, squares, strict=True):
            w -= 0.01 * (m / (1 - 0.9**k)) / (np.sqrt(s / (1 - 0.999**k)) + 1e-8)
    return [rl.RNN(*each) for each in zip(*weights, strict=True)]


@pytest.fixture(scope="module")
def networks():
    return {units: learned(units, range(count)) for units, count in ((1, 60), (2, 60), (8, 20))}


def miss(network):
    true = rl.simulate(SPRING, FRESH).y
    return ((rl.simulate(network, FRESH).y - true) ** 2).mean() / (true**2).mean()


@pytest.fixture(scope="module")
def pairs(networks):
    """The networks of two units that learned it."""
    return [network for network in networks[2] if miss(network) < 0.105]


def away(table):
    return abs(np.linalg.eigvals(table) - TURN).min()


def test_one_unit_never_learns_it_and_two_nearly_always(networks, pairs):
    assert all(miss(network) > 0.66 for network in networks[1])
    assert len(pairs) == 58 and np.median([miss(network) for network in pairs]) == pytest.approx(0.02, abs=0.005)
    assert [miss(network) for network in networks[2] if miss(network) > 0.105] == pytest.approx([0.67] * 2, abs=0.015)


def test_from_how_many_updates_on_it_swings(networks):
    """By the error, and by whether it comes back through the middle when three pushes are over."""
    free = np.pad(np.ones((3, 1)), ((0, 37), (0, 0)))
    for updates, error, swings in ((100, 0.65, False), (300, 0.06, True)):
        network = learned(2, [0], updates)[0]
        assert miss(network) == pytest.approx(error, abs=0.005)
        assert (rl.simulate(network, free).y.min() < -0.5) == swings
    assert miss(networks[2][0]) == pytest.approx(0.017, abs=5e-4)
    assert miss(networks[1][0]) == pytest.approx(0.67, abs=0.005)


def states(network, pushes):
    x = rl.simulate(network, pushes).x
    return x.reshape(-1, x.shape[-1])


def solved(x, wanted):
    """By the normal equations; the last row belongs to a column of ones."""
    X = np.column_stack([x, np.ones(len(x))])
    return np.linalg.solve(X.T @ X, X.T @ wanted)


def test_the_velocity_stands_in_two_units(pairs):
    """On films that neither the network nor the probe has seen."""
    v, new = states(SPRING, PUSHES)[:, 1], states(SPRING, FRESH)[:, 1]
    found = []
    for network in pairs:
        *c, c_0 = solved(states(network, PUSHES), v)
        found.append(((states(network, FRESH) @ c + c_0 - new) ** 2).mean() / (new**2).mean())
    assert max(found) < 0.105 and found[0] == pytest.approx(0.018, abs=5e-4)


def test_the_velocity_by_hand(networks):
    (x,), (v,) = states(networks[2][0], FRESH)[15:16], states(SPRING, FRESH)[15:16, 1]
    assert x == pytest.approx((0.021, 0.164), abs=0.002) and v == pytest.approx(1.27, abs=0.005)
    assert -0.01 - 5.31 * 0.021 + 8.94 * 0.164 == pytest.approx(1.34, abs=0.005)
    *c, c_0 = solved(states(networks[2][0], PUSHES), states(SPRING, PUSHES)[:, 1])
    assert x @ c + c_0 == pytest.approx(1.34, abs=0.015)


def test_the_probe_changes_its_sign_where_the_mass_turns_round(networks):
    *c, c_0 = solved(states(networks[2][0], PUSHES), states(SPRING, PUSHES)[:, 1])
    for film in range(6):  # as many as the explorer has
        p, read = rl.simulate(SPRING, FRESH[film]).y[:, 0], states(networks[2][0], FRESH[film]) @ c + c_0
        there, later = read[p.argmax() : p.argmax() + 2]
        assert there > 0 > later
        assert film > 0 or (there, later) == pytest.approx((0.52, -0.33), abs=0.01)


def test_the_units_are_mostly_mixtures(pairs):
    """Clean: in each unit one part has four times the spread of the other, and not the same part in both."""
    true, clean = states(SPRING, PUSHES), 0
    for network in pairs:
        parts = abs(solved(true, states(network, PUSHES))[:2].T * true.std(axis=0))  # (unit, p and v)
        first, second = parts[:, 0] / parts.sum(axis=1)
        clean += min(first, second) <= 0.2 and max(first, second) >= 0.8
    assert 7 <= clean <= 12, "about one of six"


def test_the_last_two_pushes_fit_far_worse(pairs):
    """What is missing of each unit, beside its spread."""
    before = np.pad(PUSHES, ((0, 0), (1, 0), (0, 0)))[:, :-1]
    two = np.concatenate([PUSHES, before], axis=2).reshape(-1, 2)
    for network in pairs:
        for unit in states(network, PUSHES).T:
            by_pv, by_pushes = (
                np.var(unit - np.column_stack([x, np.ones(len(x))]) @ solved(x, unit)) / np.var(unit)
                for x in (states(SPRING, PUSHES), two)
            )
            assert by_pv < 0.06 and by_pushes > 0.5


def test_the_turn_of_the_spring(networks, pairs):
    assert pytest.approx(np.array([[0.75, 0.45], [-0.5, 0.9]])) == SPRING.A
    p = rl.simulate(SPRING, np.pad(np.ones((3, 1)), ((0, 37), (0, 0)))).y[3:, 0]
    t = np.arange(len(p))
    hand = np.column_stack([(TURN**t).real, (TURN**t).imag])
    (right, up), *_ = np.linalg.lstsq(hand, p, rcond=None)
    for turn, start in ((TURN, right - 1j * up), (TURN.conjugate(), right + 1j * up)):
        assert p == pytest.approx((start * turn**t).real), "how far to the right the tip of a hand is"
    assert np.poly(SPRING.A) == pytest.approx([1, -1.65, 0.9])
    assert sum(away(network.W_xx) < 0.03 for network in pairs) >= 52
    assert sum(away(network.W_xx) < 0.03 for network in networks[8]) == 14


def test_where_eight_units_rest_they_turn_as_the_spring_does(networks):
    """Without pushes; 16 of 20 are still after 5,000 steps, the others still move by more than a hundredth."""
    W_xx, _, b_x, _, _ = (np.stack(each) for each in zip(*networks[8], strict=True))
    x = before = np.zeros((20, 8))
    for _ in range(5000):
        x, before = np.tanh((W_xx @ x[..., None])[..., 0] + b_x), x
    moves = abs(x - before).max(axis=1)
    still = np.flatnonzero(moves < 1e-3)
    assert len(still) == 16 and (np.delete(moves, still) > 0.01).all()
    assert all(away((1 - x[k] ** 2)[:, None] * W_xx[k]) < 0.03 for k in still)
    other = [k for k in range(20) if away(W_xx[k]) > 0.03]
    rest = [k for k in other if k in still]
    assert len(other) == 6 and len(rest) == 5 and 6 in rest and all(abs(x[k]).max() > 0.55 for k in rest)


@pytest.mark.parametrize(("updates", "keeps", "degrees"), [(30, 0.49, 0), (100, 0.66, 0), (300, 0.99, 30)])
def test_what_a_step_keeps_on_the_way(updates, keeps, degrees):
    """The larger eigenvalue, and what the explorer says of it."""
    network = learned(2, [0], updates)[0]
    largest = max(np.linalg.eigvals(network.W_xx), key=abs)
    assert abs(largest) == pytest.approx(keeps, abs=0.005)
    assert abs(np.degrees(np.angle(largest))) == pytest.approx(degrees, abs=0.5)
    (cell,) = [cell for cell in nbformat.read(lessons("12")[0], as_version=4).cells if cell.id == "law-explorer"]
    names = {"np": np, "rl": rl, "draw": draw, "spring": SPRING, "learned": {2: {updates: network}}}
    exec(cell.source.partition("\nexplore.")[0], names)
    _, say = names["law"](updates)
    assert f"a step keeps {keeps:.2f} and turns by {degrees} degrees" in say(1)


def test_four_times_the_push_goes_less_than_four_times_as_far(networks):
    """A tanh never says more than 1."""
    assert abs(rl.simulate(SPRING, PUSHES).y).max() == pytest.approx(2.64, abs=0.005)
    once, four = (abs(rl.simulate(networks[2][0], times * FRESH).y).max() for times in (1, 4))
    assert (once, four) == pytest.approx((2.84, 4.89), abs=0.02) and four < 2 * once
    true = rl.simulate(SPRING, 4 * FRESH).y
    for network in (*networks[2], *networks[8]):
        said = rl.simulate(network, 4 * FRESH).y
        assert abs(said).max() < 0.5 * abs(true).max()
        assert abs(said).max() <= abs(network.W_yx).sum() + abs(network.b_y[0])


@pytest.mark.parametrize(
    ("pushes", "spring", "network"),
    [([1, 0, 0, 0, 0, 0], 1.73, 1.68), ([8, 0, 0, 0, 0, 0], 13.87, 5.33), (3 * [0.5, -0.5], 2.73, 2.22)],
)
def test_how_far_strong_and_timely_pushes_go(networks, pushes, spring, network):
    u = np.repeat(np.array(pushes, dtype=float), 6)[:, None]
    assert abs(rl.simulate(SPRING, u).y).max() == pytest.approx(spring, abs=0.005)
    run = rl.simulate(networks[2][0], u)
    assert abs(run.y).max() == pytest.approx(network, abs=0.02)
    assert max(pushes) < 8 or abs(run.x).max() == pytest.approx(0.84, abs=0.005)
