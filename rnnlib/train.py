"""Learning: losses with their gradients, and what turns a gradient into a step."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from rnnlib import guard
from rnnlib.guard import Array, InputError

__all__ = [
    "Step",
    "adam",
    "clip",
    "cross_entropy",
    "flatten",
    "mse",
    "numerical_gradient",
    "sgd",
    "softmax",
]

LossAndGrads = Callable[[Any], tuple[float, Any]]  # params -> loss, grads of the type of params
Move = Callable[[Array, Array, int], Array]  # all parameters, all gradients, k -> new parameters


def softmax(y: Array) -> Array:
    """p_k = exp(y_k) / sum_j exp(y_j), over the last axis.

    >>> softmax(np.log([1.0, 1.0, 2.0]))
    array([0.25, 0.25, 0.5 ])
    """
    with np.errstate(over="ignore"):
        e = np.exp(y - np.max(y, axis=-1, keepdims=True))  # the largest score becomes 0: exp cannot overflow
    return e / e.sum(axis=-1, keepdims=True)


def cross_entropy(y: Array, target: Array, weight: Array | None = None) -> tuple[float, Array]:
    """L = mean of -log p_t[target_t] with p_t = softmax(y_t), and dL/dy_t = (p_t - one_hot(target_t)) / T.

    y (..., T, K) scores, target (..., T) whole numbers from 0 to K - 1. weight (..., T): an instant of
    weight 0 does not count, and the mean is over the others.

    >>> loss, dy = cross_entropy(np.zeros((1, 4)), np.array([2]))
    >>> round(loss, 4), dy.tolist()
    (1.3863, [[0.25, 0.25, -0.75, 0.25]])
    """
    y = guard.numbers("y", y)
    if y.ndim == 0 or y.size == 0:
        raise InputError(f"y, the scores, should have the shape (T, K) with at least one score. It came as {y.shape}.")
    target = guard.indices("target", target, y.shape[-1], "the number of the right symbol")  # (..., T)
    _shape_of_instants("target", target, y)
    share = _shares(weight, y)  # (..., T, 1), or one number for all
    right = target[..., None] == np.arange(y.shape[-1])  # (..., T, K), one-hot
    with np.errstate(over="ignore", invalid="ignore"):
        shifted = y - y.max(axis=-1, keepdims=True)  # the largest score becomes 0: exp cannot overflow
        e = np.exp(shifted)
        total = e.sum(axis=-1, keepdims=True)  # (..., T, 1)
        log_p = shifted - np.log(total)  # (..., T, K)
        loss = -(share * log_p * right).sum()
    return _bounded(loss), share * (e / total - right)


def mse(y: Array, target: Array) -> tuple[float, Array]:
    """L = mean of (y - target)^2 over all entries, and dL/dy = 2 (y - target) / (number of entries).

    >>> mse(np.array([[1.0], [3.0]]), np.array([[1.0], [1.0]]))
    (2.0, array([[0.],
           [2.]]))
    """
    y, target = guard.numbers("y", y), guard.numbers("target", target)
    if y.shape != target.shape or y.size == 0:
        raise InputError(f"target should have the shape of y, {y.shape}. It came as {target.shape}.")
    with np.errstate(over="ignore"):
        difference = y - target.astype(y.dtype)
        loss = (difference * difference).mean()
    return _bounded(loss), 2 * difference / difference.size


def flatten(params) -> tuple[Array, Callable[[Array], Any]]:
    """All numbers of (nested) NamedTuples of arrays in one vector, and the function that goes back.

    >>> import rnnlib as rl
    >>> vector, unflatten = flatten(rl.Linear(A=np.array([[1.0]]), B=np.array([[2.0]]), C=np.array([[3.0]])))
    >>> vector, unflatten(10 * vector).B
    (array([1., 2., 3.]), array([[20.]]))
    """
    leaves, build = _leaves(params), _builder(params)
    ends = itertools.accumulate((leaf.size for leaf in leaves), initial=0)
    parts = [(slice(*ab), leaf.shape) for ab, leaf in zip(itertools.pairwise(ends), leaves, strict=True)]

    def unflatten(vector: Array):
        return build(iter([vector[part].reshape(shape) for part, shape in parts]))

    return _joined(leaves), unflatten


class Step(NamedTuple):
    """One instant of a training: the parameters, their loss and their gradient.

    >>> first = next(sgd(np.array([3.0]), lambda w: (float(w @ w), 2 * w)))
    >>> first.k, first.loss, first.grads
    (0, 9.0, array([6.]))
    """

    k: int  # how many steps were taken before
    loss: float
    params: Any
    grads: Any  # of the type of params


def sgd(params, loss_and_grads: LossAndGrads, *, lr: float = 0.1) -> Iterator[Step]:
    """Gradient descent, w <- w - lr g. Step 0 holds the parameters one began with; the caller stops.

    >>> steps = sgd(np.array([4.0]), lambda w: (float(w @ w), 2 * w), lr=0.25)
    >>> [step.params.item() for step in itertools.islice(steps, 4)]
    [4.0, 2.0, 1.0, 0.5]
    """
    lr = guard.real("lr", lr, "the learning rate", above=0)

    def move(w: Array, g: Array, k: int) -> Array:
        return w - lr * g

    return _descend(params, loss_and_grads, move)


def adam(
    params,
    loss_and_grads: LossAndGrads,
    *,
    lr: float = 0.01,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> Iterator[Step]:
    """Adam: every number moves by about lr at first, however large its gradient. The caller stops.

    m <- beta1 m + (1 - beta1) g,  v <- beta2 v + (1 - beta2) g^2  (both from 0, hence the corrections c),
    w <- w - lr (m / c1) / (sqrt(v / c2) + eps),  c = 1 - beta^k.
    Source: Kingma and Ba, "Adam: a method for stochastic optimization", arXiv:1412.6980, algorithm 1.

    >>> steps = adam(np.array([4.0]), lambda w: (float(w @ w), 2 * w), lr=0.25)
    >>> [round(step.params.item(), 2) for step in itertools.islice(steps, 4)]
    [4.0, 3.75, 3.5, 3.25]
    """
    lr = guard.real("lr", lr, "the learning rate", above=0)
    m = v = 0.0

    def move(w: Array, g: Array, k: int) -> Array:
        nonlocal m, v
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * (g * g)
        c1, c2 = 1 - beta1**k, 1 - beta2**k
        return w - (lr / c1) * m / (np.sqrt(v / c2) + eps)

    return _descend(params, loss_and_grads, move)


def clip(grads, max_norm: float):
    """The same direction, no longer than `max_norm`: the length is that of all numbers in one vector.

    Source: Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks" (2013).

    >>> clip(np.array([3.0, 4.0]), max_norm=1.0)
    array([0.6, 0.8])
    """
    max_norm = guard.real("max_norm", max_norm, "the greatest length of a gradient", above=0)
    vector, unflatten = flatten(grads)
    largest = np.abs(vector).max(initial=0)
    if largest == 0:
        return grads
    norm = largest * np.linalg.norm(vector / largest)  # the squares of very large numbers would overflow
    return unflatten(vector * (max_norm / norm)) if norm > max_norm else grads


def numerical_gradient(loss: Callable[[Any], float], params, eps: float = 1e-6):
    """(L(w + eps) - L(w - eps)) / (2 eps) for one number w after another: slow, and hard to get wrong.

    >>> numerical_gradient(lambda w: float(w @ w), np.array([3.0, -1.0])).round(6)
    array([ 6., -2.])
    """
    vector, unflatten = flatten(params)
    vector = vector.astype(np.float64)
    slopes = np.empty_like(vector)
    for i in range(vector.size):
        up, down = vector.copy(), vector.copy()
        up[i] += eps
        down[i] -= eps
        slopes[i] = (loss(unflatten(up)) - loss(unflatten(down))) / (2 * eps)
    return unflatten(slopes)


def _descend(params, loss_and_grads: LossAndGrads, move: Move) -> Iterator[Step]:
    vector, unflatten = flatten(params)
    shapes = [leaf.shape for leaf in _leaves(params)]
    for k in itertools.count():
        params = unflatten(vector)
        loss, grads = loss_and_grads(params)
        yield Step(k, loss, params, grads)
        slopes = _leaves(grads)
        _same_shapes(slopes, shapes)
        with np.errstate(over="ignore", invalid="ignore"):  # a model refuses weights that are not finite
            vector = move(vector, _joined(slopes), k + 1)  # a new vector, so that earlier steps keep theirs


def _leaves(params) -> list[Array]:
    """The arrays in a nest of NamedTuples, from the first to the last."""
    if not isinstance(params, tuple):
        return [np.asarray(params)]
    return [leaf for each in params for leaf in _leaves(each)]


def _joined(leaves: list[Array]) -> Array:
    vector = np.concatenate([leaf.ravel() for leaf in leaves])
    return vector if vector.dtype.kind == "f" else vector.astype(np.float64)


def _builder(params) -> Callable[[Iterator[Array]], Any]:
    """What builds the same nest out of new arrays."""
    if not isinstance(params, tuple):
        return next
    make = getattr(type(params), "_make", tuple)
    builders = [_builder(each) for each in params]
    return lambda leaves: make([build(leaves) for build in builders])


def _same_shapes(slopes: list[Array], shapes: list[tuple[int, ...]]) -> None:
    came = [slope.shape for slope in slopes]
    if came != shapes:
        raise InputError(
            f"The gradients should have the shapes of the parameters, {shapes}. They came as {came}. "
            f"If one parameter serves a whole batch, sum its gradient over the batch."
        )


def _bounded(loss) -> float:
    if not math.isfinite(loss):
        raise InputError(
            "The loss is no longer a number that a computer can hold: the outputs y are too large. "
            "Make the weights smaller."
        )
    return float(loss)


def _shape_of_instants(name: str, array: Array, y: Array) -> None:
    if array.shape != y.shape[:-1]:
        raise InputError(
            f"{name} should have the shape {y.shape[:-1]}: one number for each instant of y, whose shape is "
            f"{y.shape}. It came as {array.shape}."
        )


def _shares(weight: Array | None, y: Array) -> Array | float:
    """What part of the mean each instant has; together they make 1."""
    if weight is None:
        return y.shape[-1] / y.size
    weight = guard.numbers("weight", weight).astype(y.dtype)
    _shape_of_instants("weight", weight, y)
    if weight.min() < 0 or weight.sum() <= 0:
        raise InputError("weight should hold numbers of at least 0, and at least one greater than 0.")
    return weight[..., None] / weight.sum()
