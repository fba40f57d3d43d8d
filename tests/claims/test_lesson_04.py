"""What lesson 4 says of its matrices, of tanh and of the lamp: sums, fractions and loops written here."""

import itertools
from math import exp, tanh

import nbformat
import numpy as np
import pytest

from tools.notebooks import lessons


@pytest.fixture(scope="module")
def lesson():
    """All that it says, in text and code."""
    (path,) = lessons("04")
    return "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells)


def test_the_turned_matrices_complain_and_the_square_one_does_not(lesson):
    for shape, numbers in (((2, 3), 3), ((1, 2), 2)):
        with pytest.raises(ValueError, match=rf"size {numbers} is different from {shape[0]}\)$"):
            np.ones(shape).T @ np.ones(numbers)
    assert "*size 3 is different from 2*" in lesson
    W_xx, x_old = np.array([[0.5, 0], [1, 0.5]]), np.array([1, 0])
    assert (W_xx @ x_old).tolist() == [0.5, 1]
    assert (W_xx.T @ x_old).tolist() == [0.5, 0] and "turned, it fits and gives 0.5 and 0" in lesson
    mirrored = np.array([[0.5, 1], [1, 0.5]])
    assert (mirrored.T @ x_old).tolist() == (mirrored @ x_old).tolist(), "so it may be wrong, and need not"


def test_tanh_by_hand(lesson):
    up, down = exp(2), exp(-2)
    assert f"exp(2) is {up:.3f}, and exp(−2) is 1 / {up:.3f} = {down:.3f}" in lesson
    assert f"{up - down:.3f} / {up + down:.3f} = **{(up - down) / (up + down):.3f}**" in lesson
    up, down = exp(4), exp(-4)
    assert f"exp(4) is {up:.3f}, exp(-4) only {down:.3f}: {up - down:.3f} / {up + down:.3f}" in lesson
    assert round(tanh(2), 3) == 0.964 and round(tanh(4), 3) == 0.999
    assert f"From 0 to {tanh(1):.3f}, then only from {tanh(2):.3f} to {tanh(3):.3f}" in lesson


def light(n, biases=(-2, -6), shares=(0.5, -0.5), b_y=0.0):
    return sum(share * tanh(4 * n + b) for share, b in zip(shares, biases, strict=True)) + b_y


def test_the_lamp_by_hand(lesson):
    assert f"tanh(2) = {tanh(2):.3f}, q = tanh(4 − 6) = −{tanh(2):.3f}" in lesson
    assert [f"{light(n):.3f}" for n in range(4)] == ["0.018", "0.964", "0.018", "0.000"]
    assert f"0.5 × {tanh(6):.3f} − 0.5 × {tanh(2):.3f} = **{light(2):.3f}**: off" in lesson


def test_equal_biases_leave_it_off_and_a_third_unit_knows_the_third_push():
    assert [light(n, biases=(-2, -2)) for n in range(4)] == [0] * 4
    three = [light(n, (-2, -6, -10), (0.5, -0.5, 0.5), b_y=0.5) for n in range(4)]
    assert [round(y) for y in three] == [0, 1, 0, 1]


@pytest.mark.parametrize("seed", range(20))
def test_without_tanh_a_second_push_adds_what_the_first_one_added(seed):
    """Any number of units, any weights and biases, pushes in one step."""
    rng = np.random.default_rng(seed)
    n = rng.integers(1, 9)
    W_xu, b_x, W_yx = (rng.normal(size=size) for size in ((n, 3), n, (1, n)))
    never, once, twice = (W_yx @ (W_xu @ [pushes, 0, 0] + b_x) for pushes in range(3))
    np.testing.assert_allclose(twice - once, once - never)


def test_the_lamp_that_remembers_is_the_lamp_of_lesson_1(lesson):
    assert "check_lamp(np.array([[2, -2], [2, -2]]))" in lesson
    for pushes in itertools.product((0, 1), repeat=8):
        p = q = on = 0
        for n in pushes:
            p, q = (tanh(2 * p - 2 * q + 4 * n + b) for b in (-2, -6))
            on = (on + n) % 2
            assert (0.5 * p - 0.5 * q > 0.5) == on, pushes
