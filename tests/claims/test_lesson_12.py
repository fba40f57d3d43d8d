"""What lesson 12 says of networks that learn the spring from pushes and positions."""

import numpy as np
import pytest

import rnnlib as rl
from rnnlib.ssm import unroll

SPRING = rl.systems.spring(damping=0.2, dt=0.5)
TURN = complex(0.825, np.sqrt(0.9 - 0.825**2))  # of z^2 - 1.65 z + 0.9, the polynomial of its table


def films(seed):
    return np.repeat(np.random.default_rng(seed).normal(0, 0.5, (16, 20, 1)), 3, axis=1)


PUSHES, FRESH = films(0), films(1)


def learned(units, seed):
    positions = rl.simulate(SPRING, PUSHES).y

    def loss_and_grads(network):
        run = unroll(network, np.zeros((16, units)), PUSHES)
        loss, dy = rl.mse(run.y, positions)
        return loss, network.blame(run, dy).params

    for step in rl.adam(rl.RNN.random(units, 1, 1, rng=np.random.default_rng(seed)), loss_and_grads, lr=0.01):
        if step.k == 1000:
            return step.params


@pytest.fixture(scope="module")
def networks():
    """{units: the networks of 20 first weights}; of one unit those of five more, as there is nothing to count"""
    seeds = {1: range(20, 25), 2: range(20), 8: range(20)}
    return {units: [learned(units, seed) for seed in tries] for units, tries in seeds.items()}


def miss(network):
    true = rl.simulate(SPRING, FRESH).y
    return ((rl.simulate(network, FRESH).y - true) ** 2).mean() / (true**2).mean()


def away(table):
    return abs(np.linalg.eigvals(table) - TURN).min()


def test_one_unit_never_learns_it_and_two_nearly_always(networks):
    assert all(miss(network) > 0.66 for network in networks[1])
    assert sum(miss(network) < 0.03 for network in networks[2]) == 19


def test_the_velocity_stands_in_two_units(networks):
    """By the normal equations, on films that neither the network nor the probe has seen."""

    def states(network, pushes):
        x = rl.simulate(network, pushes).x.reshape(-1, 2)
        return np.column_stack([x, np.ones(len(x))])

    v, new = (rl.simulate(SPRING, pushes).x[..., 1].ravel() for pushes in (PUSHES, FRESH))
    found = []
    for network in networks[2]:
        X = states(network, PUSHES)
        c = np.linalg.solve(X.T @ X, X.T @ v)
        found.append(((states(network, FRESH) @ c - new) ** 2).mean() / (new**2).mean())
    assert sum(error < 0.03 for error in found) == 19 and found[0] == pytest.approx(0.018, abs=5e-4)


def test_the_turn_of_the_spring(networks):
    assert np.poly(SPRING.A) == pytest.approx([1, -1.65, 0.9])
    assert sum(away(network.W_xx) < 0.03 for network in networks[2]) == 19
    rests = [rl.simulate(network, np.zeros((500, 1))).x[-1] for network in networks[8]]
    at_rest = [away((1 - x**2)[:, None] * net.W_xx) for x, net in zip(rests, networks[8], strict=True)]
    assert all(distance < 0.03 for distance in at_rest)
    assert sum(away(network.W_xx) < 0.03 for network in networks[8]) == 14


def test_four_times_the_push_goes_less_than_four_times_as_far(networks):
    """A tanh never says more than 1."""
    true = rl.simulate(SPRING, 4 * FRESH).y
    for network in (*networks[2], *networks[8]):
        said = rl.simulate(network, 4 * FRESH).y
        assert abs(said).max() < 0.5 * abs(true).max()
        assert abs(said).max() <= abs(network.W_yx).sum() + abs(network.b_y[0])
