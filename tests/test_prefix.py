"""The scan tree against the loop it replaces, and its steps against what a tree must be."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rnnlib as rl


def loop(a, b):
    """x_t = a_t x_{t-1} + b_t, written out."""
    x, states = np.zeros_like(b[..., 0, :]), []
    for t in range(b.shape[-2]):
        x = a[..., t, :] * x + b[..., t, :]
        states.append(x)
    return np.stack(states, axis=-2)


def draw(rng, shape, kind):
    real = rng.uniform(-1, 1, shape)
    return real + 1j * rng.uniform(-1, 1, shape) if kind == "complex" else real


@pytest.mark.parametrize("kind", ["real", "complex"])
@given(st.sampled_from([(), (1,), (3,), (2, 3)]), st.integers(1, 40), st.integers(1, 4), st.integers(0, 10**6))
def test_the_tree_agrees_with_the_loop(kind, batch, T, n, seed):
    rng = np.random.default_rng(seed)
    a, b = draw(rng, (*batch, T, n), kind), draw(rng, (*batch, T, n), kind)
    np.testing.assert_allclose(rl.prefix_scan(a, b), loop(a, b), rtol=0, atol=1e-10)
    same = np.broadcast_to(a[..., :1, :].reshape(-1, n)[0], b.shape)
    np.testing.assert_allclose(rl.prefix_scan(same[(0,) * (b.ndim - 1)], b), loop(same, b), rtol=0, atol=1e-10)


@pytest.mark.parametrize("T", [*range(1, 70), 1000, 4096])
def test_the_steps_join_neighbours_until_each_row_holds_all_before_it(T):
    holds = [(t, t) for t in range(T)]  # from which instant to which
    pairs = 0
    steps = rl.scan_steps(T)
    for step in steps:
        assert len(step.left) == len(step.right) > 0
        assert not set(step.left) & set(step.right)
        for left, right in zip(step.left, step.right, strict=True):
            assert holds[left][1] + 1 == holds[right][0], "they lie side by side"
            assert holds[right][1] - holds[right][0] + 1 == right - left == step.span
            holds[right] = holds[left][0], holds[right][1]
            pairs += 1
    assert holds == [(0, t) for t in range(T)]
    assert len(steps) <= 2 * math.log2(T) and pairs < 2 * T


def test_to_combine_is_to_do_one_thing_after_the_other():
    first, second, third = (2.0, 1.0), (3.0, 5.0), (-1.0, 4.0)
    assert [a * 10 + b for a, b in [rl.combine(first, second)]] == [3 * (2 * 10 + 1) + 5]
    assert rl.combine(rl.combine(first, second), third) == rl.combine(first, rl.combine(second, third))
    assert rl.combine(first, second) != rl.combine(second, first)


def test_what_was_handed_over_stays_as_it_was():
    a, b = np.full((5, 2), 0.5), np.ones((5, 2))
    rl.prefix_scan(a, b)
    rl.prefix_scan(a[0], b)
    assert (a == 0.5).all() and (b == 1).all()


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.complex64, np.complex128])
def test_the_dtype_follows_what_was_handed_over(dtype):
    assert rl.prefix_scan(np.ones(2, dtype), np.ones((5, 2), dtype)).dtype == dtype
    assert rl.prefix_scan(np.ones((5, 2), dtype), np.ones((5, 2), dtype)).dtype == dtype


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: rl.scan_steps(0), "T, the number of instants, should be a whole number of at least 1."),
        (lambda: rl.prefix_scan(np.ones(1), np.ones(5)), "b should have the shape (T, n), with at least one instant."),
        (lambda: rl.prefix_scan(np.ones(1), np.ones((0, 1))), "It came as (0, 1)."),
        (
            lambda: rl.prefix_scan(np.ones(3), np.ones((5, 2))),
            "a should have the shape of b, (5, 2), or (2,), one number for all instants. It came as (3,).",
        ),
        (lambda: rl.prefix_scan(np.ones(2), np.full((5, 2), 1j * np.inf)), "b should hold finite numbers only"),
        (lambda: rl.prefix_scan(np.array([2.0]), np.ones((3000, 1))), "At t = 1024 the state is no longer a number"),
        (lambda: rl.prefix_scan(np.array([2j]), np.zeros((5000, 1))), "the state is no longer a number"),
        (lambda: rl.prefix_scan(np.full((3000, 1), 2.0), np.ones((3000, 1))), "At t = 1024 the state is no longer"),
        (lambda: rl.prefix_scan("a", np.ones((5, 2))), "a should be an array of numbers. It came as array('a'"),
    ],
)
def test_what_does_not_fit_is_answered_with_a_sentence(call, sentence):
    with pytest.raises(rl.InputError) as caught:
        call()
    assert sentence in str(caught.value)
