"""What lesson 16 says of scans, and of linear recurrent units that learn the spring."""

import numpy as np
import pytest

import rnnlib as rl

SPRING = rl.systems.spring(damping=0.2, dt=0.5)


def films(seed):
    return np.repeat(np.random.default_rng(seed).normal(0, 0.5, (16, 20, 1)), 3, axis=1)


PUSHES, STRONG = films(0), 4 * films(1)


def learned(seed):
    positions = rl.simulate(SPRING, PUSHES).y

    def loss_and_grads(model):
        run = rl.scan(model, PUSHES)
        loss, dy = rl.mse(run.y, positions)
        return loss, model.blame(run, dy).params

    first = rl.LRU.random(2, 1, 1, max_phase=np.pi, rng=np.random.default_rng(seed))
    for step in rl.adam(first, loss_and_grads, lr=0.05):
        if step.k == 300:
            return step.params


def test_one_pair_learns_the_spring_for_pushes_of_any_strength():
    """Its eigenvalues are the roots of z^2 - 1.65 z + 0.9, its polynomial."""
    turn, true = complex(0.825, np.sqrt(0.9 - 0.825**2)), rl.simulate(SPRING, STRONG).y
    for seed in range(20):
        model = learned(seed)
        said = rl.scan(model, STRONG).y
        assert ((said - true) ** 2).mean() < 0.01 * (true**2).mean()
        value = model.eigenvalues[0]
        assert abs(complex(value.real, abs(value.imag)) - turn) < 0.02


@pytest.mark.parametrize(("T", "rounds", "joins"), [(4, 3, 4), (8, 5, 11), (16, 7, 26), (4096, 23, 8178)])
def test_a_scan_has_few_rounds_and_twice_as_many_joins_as_steps(T, rounds, joins):
    steps = rl.scan_steps(T)
    assert (len(steps), sum(len(step.right) for step in steps)) == (rounds, joins)
    assert len(rl.scan_steps(2 * T)) == rounds + 2
    assert max(len(step.right) for step in steps) == T // 2
    assert sum(range(1, 4097)) == 8_390_656  # products of the sum over the past


def test_a_push_twice_as_large_adds_what_it_leaves_alone():
    """The answer to question 1: what each push leaves, counted by its age."""
    tank = rl.Linear(np.array([[0.8]]), np.ones((1, 1)), np.ones((1, 1)))
    once, twice = (rl.simulate(tank, np.array([[first], [0], [0], [3], [0], [0]])).y[5, 0] for first in (2.0, 4.0))
    assert (round(once, 2), round(twice, 2)) == (2.58, 3.23)
    assert np.isclose(twice - once, 2 * 0.8**5)


def test_no_linear_model_is_a_lamp():
    """What two pushes leave is what each leaves, added; a factor that the push chooses makes a lamp."""
    rng = np.random.default_rng(0)
    model = rl.Linear(rng.normal(0, 0.1, (100, 100)), rng.normal(size=(100, 1)), rng.normal(size=(1, 100)))
    one, other = rl.systems.impulse(9), rl.systems.impulse(9, at=3)
    both = rl.simulate(model, one + other).y
    assert np.allclose(both, rl.simulate(model, one).y + rl.simulate(model, other).y)
    pushes = rng.integers(0, 2, 50)
    factors = 1.0 - 2 * pushes
    start = np.eye(50, 1) * factors[0]  # x_0 = 1 comes in with the first step
    on = rl.prefix_scan(factors[:, None], start)[:, 0] == -1
    assert (on == pushes.cumsum() % 2).all()


def test_no_keep_and_add_does_what_two_steps_of_tanh_do():
    """Keep and add are read off the starts 0 and 0.5; they miss the start 1."""
    add, half, one = np.tanh(np.tanh([0, 0.5, 1]))
    keep = (half - add) / 0.5
    assert (add, round(half, 2), round(keep + add, 2), round(one, 2)) == (0, 0.43, 0.86, 0.64)
