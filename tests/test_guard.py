"""The sentences of floor 0. What each module asks of them is tested with the module."""

import math

import numpy as np
import pytest

import rnnlib as rl
from rnnlib import guard

MASKED = np.ma.array([1.0, 2.0], mask=[False, True])


@pytest.mark.parametrize(
    ("value", "dtype"),
    [
        (np.float32([1]), np.float32),
        (np.float64([1]), np.float64),
        ([1, 2], float),
        (True, float),
        (np.uint8(3), float),
        (np.float16([60000, 60000]), np.float32),
    ],
)
def test_numbers_are_floats_and_keep_their_precision(value, dtype):
    assert guard.numbers("u", value).dtype == dtype


def test_dice_of_any_kind_are_dice():
    for rng in (np.random.default_rng(0), np.random.RandomState(0), np.random):
        assert guard.dice("rng", rng, "normal") is rng


def test_what_needs_no_copy_is_not_copied():
    array = np.ones(3)
    assert guard.numbers("u", array) is array


@pytest.mark.parametrize("n", [3, np.int64(3), np.uint8(3)])
def test_whole_numbers(n):
    assert guard.whole("T", n, 1, "the number of instants") == 3
    assert type(guard.whole("T", n, 1, "the number of instants")) is int


def test_matrices_and_vectors_that_fit_are_let_through():
    assert guard.matrix("W", np.ones((3, 2)), (3, "state"), (2, "input")) == (3, 2)
    assert guard.matrix("W", np.ones((3, 2), int), (None, "state"), (None, "input")) == (3, 2)
    assert guard.square("W", np.ones((2, 2)), "state") == (2, 2)
    assert guard.vector("b", np.ones(2), 2, "state") is None
    assert guard.indices("target", np.array([[0, 2]]), 3, "a number").tolist() == [[0, 2]]
    assert guard.indices("target", [], 3, "a number").dtype.kind == "i"


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: guard.numbers("u", 1j), "u should be an array of numbers. It came as 1j."),
        (lambda: guard.numbers("u", ["x" * 100]), "u should be an array of numbers. It came as ['xxxx"),
        (lambda: guard.numbers("u", np.nan), "u should hold finite numbers only, but u is nan."),
        (lambda: guard.numbers("u", np.array([[1, 2], [3, -np.inf]])), "but u[1, 1] is -inf."),
        (
            lambda: guard.whole("T", 2.0, 1, "the number of instants"),
            "T, the number of instants, should be a whole",
        ),
        (lambda: guard.whole("T", "3", 1, "the number of instants"), "It came as '3'."),
        (lambda: guard.whole("T", None, 1, "the number of instants"), "It came as None."),
        (
            lambda: guard.vector("b_x", np.ones(2), 1, "state"),
            "b_x should have the shape (1,): one number for the 1 state. It came as (2,).",
        ),
        (
            lambda: guard.matrix("W_xx", np.ones((2, 3)), (3, "state"), (3, "state")),
            "(3, 3): 3 states (rows, to) by 3 states (columns, from). It came as (2, 3).",
        ),
        (
            lambda: guard.matrix("W_yx", np.ones((1, 3)), (1, "output"), (2, "state")),
            "(1, 2): 1 output (rows, to) by 2 states (columns, from). It came as (1, 3).",
        ),
        (
            lambda: guard.matrix("W", np.ones((2, 2, 2)), (2, "state"), (2, "state")),
            "It came with the shape (2, 2, 2).",
        ),
        (
            lambda: guard.matrix("W", np.ones((0, 0)), (None, "state"), (None, "state")),
            "at least one row and one col",
        ),
        (
            lambda: guard.matrix("W", np.ones((2, 2), complex), (2, "state"), (2, "state")),
            "It holds complex128 values.",
        ),
        (
            lambda: guard.indices("target", ["a"], 3, "a number"),
            "should be a whole number from 0 to 2. It came as ['a']",
        ),
        (lambda: guard.indices("target", [[0, 1], [2]], 3, "a number"), "Its rows have unequal lengths."),
        (lambda: guard.indices("target", MASKED.astype(int), 3, "a number"), "without a mask"),
        (lambda: guard.numbers("u", MASKED), "u should be an array without a mask"),
        (lambda: guard.vector("b_x", MASKED, 2, "state"), "It came with a mask. Try b_x.filled(0)."),
        (
            lambda: guard.matrix("W_xx", np.ones((2, 2)).view(np.matrix), (2, "state"), (2, "state")),
            "W_xx should be a plain NumPy array. It came as a np.matrix. Try np.asarray(W_xx).",
        ),
        (lambda: guard.real("lr", 10**400, "the rate", above=0), "lr, the rate, should be a number greater than 0."),
        (
            lambda: guard.real("beta1", 1, "what is kept", low=0, below=1),
            "beta1, what is kept, should be a number of at least 0 and less than 1. It came as 1.",
        ),
        (lambda: guard.real("leak", math.inf, "the leak"), "leak, the leak, should be a finite number."),
        (lambda: guard.dice("rng", np.random.default_rng, "normal"), "rng, the dice, should be a random generator."),
        (lambda: guard.dice("rng", np.random.Generator, "normal"), "Try rng=np.random.default_rng(0)."),
    ],
)
def test_sentences(call, sentence):
    with pytest.raises(rl.InputError) as caught:
        call()
    assert sentence in str(caught.value)
    assert len(str(caught.value)) < 300


def test_an_input_error_is_a_value_error():
    assert issubclass(rl.InputError, ValueError)
