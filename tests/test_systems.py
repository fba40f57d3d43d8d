"""The small systems against their closed forms."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rnnlib as rl
from rnnlib import systems


@given(st.floats(0, 1), st.floats(0.1, 10), st.floats(0, 100))
def test_the_tank_empties_by_the_same_part_each_step(leak, area, x0):
    run = rl.simulate(systems.tank(leak, area), np.zeros((10, 1)), np.array([x0]))
    np.testing.assert_allclose(run.x[:, 0], (1 - leak) ** np.arange(1, 11) * x0, rtol=1e-12, atol=1e-300)
    np.testing.assert_allclose(run.y, run.x / area, rtol=1e-12)


def test_what_runs_in_equals_what_stays_and_what_leaves():
    run = rl.simulate(systems.tank(leak=0.2), systems.step(50, height=3.0))
    assert abs(run.x[-1, 0] - 3.0 / 0.2) < 1e-3


def test_the_spring_swings_with_its_frequency():
    omega, dt, T = 2.0, 0.001, 5000
    model = systems.spring(mass=0.5, stiffness=0.5 * omega**2, damping=0.0, dt=dt)
    run = rl.simulate(model, np.zeros((T, 1)), x0=np.array([1.0, 0.0]))
    t = dt * np.arange(1, T + 1)
    assert np.abs(run.y[:, 0] - np.cos(omega * t)).max() < 5e-3
    assert np.abs(run.x[:, 1] + omega * np.sin(omega * t)).max() < 1e-2


def test_a_damped_spring_comes_to_rest_where_force_and_spring_agree():
    run = rl.simulate(systems.spring(mass=2.0, stiffness=4.0, damping=3.0), systems.step(400, height=6.0))
    np.testing.assert_allclose(run.x[-1], [6.0 / 4.0, 0.0], atol=1e-6)


@given(st.floats(0.1, 10), st.floats(0.1, 10), st.floats(0, 3), st.floats(0.01, 0.2))
def test_a_spring_keeps_or_loses_but_never_grows(mass, stiffness, damping, dt):
    try:
        model = systems.spring(mass, stiffness, damping, dt)
    except rl.InputError:
        assert dt * dt * stiffness / mass + 2 * dt * damping / mass >= 4
        return
    radius = np.abs(np.linalg.eigvals(model.A)).max()
    assert radius <= 1 + 1e-6
    if damping == 0:
        assert abs(radius - 1) < 1e-6


def test_the_spring_as_it_is_written():
    m, k, c, dt, p, v, u = 2.0, 3.0, 0.5, 0.1, 0.7, -0.4, 1.3
    new_v = v + dt * (u - k * p - c * v) / m
    run = rl.simulate(systems.spring(m, k, c, dt), np.array([[u]]), np.array([p, v]))
    np.testing.assert_allclose(run.x[0], [p + dt * new_v, new_v], rtol=1e-14)
    assert run.y[0, 0] == run.x[0, 0]


@given(st.integers(1, 9), st.lists(st.integers(0, 20), min_size=1, max_size=20))
def test_the_counter_counts(modulus, amounts):
    run = rl.simulate(systems.counter(modulus), np.array(amounts, float)[:, None])
    assert run.y[:, 0].tolist() == [sum(amounts[: t + 1]) % modulus for t in range(len(amounts))]


def test_a_counter_of_two_is_parity():
    bits = np.random.default_rng(0).integers(0, 2, (4, 12, 1))
    run = rl.simulate(systems.counter(2), bits)
    assert np.array_equal(run.y[..., -1, 0], np.bitwise_xor.reduce(bits[..., 0], axis=-1))


@given(st.integers(1, 6), st.integers(1, 3), st.integers(1, 10))
def test_the_delay_line_holds_exactly_the_last_inputs(k, n_u, T):
    u = 1.0 + np.arange(T * n_u).reshape(T, n_u)
    run = rl.simulate(systems.delay_line(k, n_u), u)
    padded = np.vstack([np.zeros((k - 1, n_u)), u])
    for t in range(T):
        assert np.array_equal(run.x[t].reshape(k, n_u), padded[t : t + k][::-1])
    assert np.array_equal(run.y, padded[:T])


def test_step_and_impulse():
    assert systems.step(4).ravel().tolist() == [1, 1, 1, 1]
    assert systems.step(4, at=3, height=-2).ravel().tolist() == [0, 0, -2, -2]
    assert systems.impulse(4, at=2, height=5).ravel().tolist() == [0, 5, 0, 0]
    assert systems.impulse(3, at=9).ravel().tolist() == [0, 0, 0]
    assert systems.step(4).shape == systems.impulse(4).shape == (4, 1)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (
            lambda: systems.tank(leak=np.nan),
            "leak, the part that runs out in a step, should be a finite number.",
        ),
        (lambda: systems.tank(area=0), "area, the area of the ground, should be a number greater than 0."),
        (
            lambda: systems.spring(mass=0),
            "mass, the mass in kg, should be a number greater than 0. It came as 0.",
        ),
        (lambda: systems.spring(stiffness=-1), "should be a number of at least 0. It came as -1."),
        (lambda: systems.spring(damping="much"), "should be a number of at least 0. It came as 'much'."),
        (lambda: systems.spring(stiffness=401), "A step of dt = 0.1 s is too coarse for so fast a spring"),
        (
            lambda: systems.counter(0),
            "modulus, the number at which it starts again, should be a whole number",
        ),
        (
            lambda: rl.simulate(systems.Counter(0), np.ones((3, 1))),
            "modulus, the number at which it starts again, should be a whole number of at least 1. It came as 0.",
        ),
        (
            lambda: systems.delay_line(0),
            "k, the number of inputs to remember, should be a whole number of at least 1.",
        ),
        (lambda: systems.step(0), "T, the number of instants, should be a whole number of at least 1."),
        (lambda: systems.impulse(3, at=0), "at, the instant at which it happens, should be a whole number"),
    ],
)
def test_what_does_not_fit_is_answered_with_a_sentence(call, sentence):
    with pytest.raises(rl.InputError) as caught:
        call()
    assert sentence in str(caught.value)
