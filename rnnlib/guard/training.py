"""What goes into a loss and into a step of training, and whether what comes out is still a number."""

from __future__ import annotations

import math

import numpy as np

from .values import indices, numbers, plain
from .words import Array, InputError, count, short


def scores(y) -> Array:
    """Scores (..., K), at least one in each row.

    >>> scores(np.uint8([0, 1, 2])).dtype
    dtype('float64')
    """
    y = numbers("y", y)
    if y.ndim == 0 or y.shape[-1] == 0:
        raise InputError(f"y, the scores, should have at least one score in each row. It came as {y.shape}.")
    return y


def answers(y: Array, target, weight) -> tuple[Array, Array | float]:
    """For scores y (..., T, K): `right` (..., T, K), one-hot, and the share (..., T, 1) of each instant in the mean.

    >>> right, share = answers(np.zeros((2, 3)), [2, 0], weight=[1.0, 3.0])
    >>> right.argmax(axis=-1).tolist(), share.tolist()
    ([2, 0], [[0.25], [0.75]])
    """
    if y.size == 0:
        raise InputError(f"y, the scores, should have the shape (T, K) with at least one score. It came as {y.shape}.")
    target = indices("target", target, y.shape[-1], "the number of the right symbol")  # (..., T)
    _one_for_each_instant("target", target, y)
    right = (target[..., None] == np.arange(y.shape[-1])).astype(y.dtype)  # (..., T, K)
    return right, _shares(weight, y)


def as_many(y: Array, target: Array) -> None:
    """Refuse a target of another shape than y.

    >>> as_many(np.zeros(3), np.zeros((3, 1)))
    Traceback (most recent call last):
    rnnlib.guard.InputError: target should have the shape of y, (3,). It came as (3, 1).
    """
    if y.size == 0:
        raise InputError(f"y, the outputs, should hold at least one number. It came empty, as {y.shape}.")
    if y.shape != target.shape:
        raise InputError(f"target should have the shape of y, {y.shape}. It came as {target.shape}.")


def bounded_loss(loss) -> float:
    """The loss as a float, unless it has left what a computer can hold.

    >>> bounded_loss(np.float32(0.5))
    0.5
    """
    if not math.isfinite(loss):
        raise InputError(
            "The loss is no longer a number that a computer can hold: the outputs y are too large. "
            "Make the weights smaller."
        )
    return float(loss)


def leaves(name: str, params) -> list[Array]:
    """The arrays in a nest of NamedTuples, from the first to the last; None holds no array.

    >>> [leaf.shape for leaf in leaves("params", (np.ones(2), (None, np.ones((3, 1)))))]
    [(2,), (3, 1)]
    """
    found = _leaves(name, params)
    if not found:
        raise InputError(f"{name} should hold at least one array of numbers. It came as {short(params)}.")
    return found


def long_as(length: int, vector) -> Array:
    """A vector of this length.

    >>> long_as(3, np.zeros(4))
    Traceback (most recent call last):
    rnnlib.guard.InputError: The vector should have the shape (3,), one place for each number of the parameters. \
It came as (4,).
    """
    vector = plain("vector", vector)
    if vector.shape != (length,):
        raise InputError(
            f"The vector should have the shape ({length},), one place for each number of the parameters. "
            f"It came as {vector.shape}."
        )
    return vector


def loss_and_grads(answer) -> tuple:
    """The pair that a loss function returns to an optimiser.

    >>> loss_and_grads(None)
    Traceback (most recent call last):
    rnnlib.guard.InputError: loss_and_grads should return two things, the loss and its gradients. It returned None.
    """
    if not isinstance(answer, tuple | list) or len(answer) != 2:
        raise InputError(
            f"loss_and_grads should return two things, the loss and its gradients. It returned {short(answer)}."
        )
    return answer


def slopes(grads, shapes: list[tuple[int, ...]]) -> list[Array]:
    """The arrays of the gradients, of the shapes that the parameters have.

    >>> slopes(np.ones(2), [(3,)])
    Traceback (most recent call last):
    rnnlib.guard.InputError: The gradients should have the shapes of the parameters, [(3,)]. They came as [(2,)]. ...
    """
    found = _leaves("grads", grads)
    came = [leaf.shape for leaf in found]
    if came != shapes:
        raise InputError(
            f"The gradients should have the shapes of the parameters, {shapes}. They came as {came}. "
            f"If one parameter serves a whole batch, sum its gradient over the batch."
        )
    return found


def still_numbers(vector: Array, k: int) -> None:
    """Refuse parameters that a training has driven out of what a computer can hold.

    >>> still_numbers(np.array([np.inf]), k=2)
    Traceback (most recent call last):
    rnnlib.guard.InputError: After 2 steps a parameter is no longer a number that a computer can hold. \
Train again with a smaller learning rate.
    """
    if not np.isfinite(vector).all():
        raise InputError(
            f"After {count(k, 'step')} a parameter is no longer a number that a computer can hold. "
            f"Train again with a smaller learning rate."
        )


def _leaves(name: str, params) -> list[Array]:
    if isinstance(params, tuple):
        return [leaf for each in params for leaf in _leaves(name, each)]
    if params is None:
        return []
    leaf = params if type(params) is np.ndarray else plain(name, params)
    if leaf.dtype.kind not in "fiub":
        raise InputError(
            f"{name} should be an array of real numbers, or a NamedTuple of such arrays. It holds {short(params)}."
        )
    return [leaf]


def _one_for_each_instant(name: str, array: Array, y: Array) -> None:
    if array.shape != y.shape[:-1]:
        raise InputError(
            f"{name} should have the shape {y.shape[:-1]}: one number for each instant of y, whose shape is "
            f"{y.shape}. It came as {array.shape}."
        )


def _shares(weight, y: Array) -> Array | float:
    """What part of the mean each instant has; together they make 1."""
    if weight is None:
        return y.shape[-1] / y.size
    weight = numbers("weight", weight)
    _one_for_each_instant("weight", weight, y)
    largest = weight.max()
    if weight.min() < 0 or largest <= 0:
        raise InputError("weight should hold numbers of at least 0, and at least one greater than 0.")
    _, power = np.frexp(largest)
    weight = np.ldexp(weight, -power).astype(y.dtype)  # none above 1, so that their sum can be held; no digit is lost
    return weight[..., None] / weight.sum()
