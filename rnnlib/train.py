"""Learning: losses with their gradients, and what turns a gradient into a step."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from rnnlib import guard
from rnnlib.guard import Array

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

    y (..., K), finite numbers; whole numbers are taken as float64.

    >>> softmax(np.log([1.0, 1.0, 2.0]))
    array([0.25, 0.25, 0.5 ])
    """
    with guard.quiet():
        return exp_shares(guard.scores(y))


def exp_shares(y: Array) -> Array:
    """What `softmax` does after a look at what came; a score of -inf gets no share.

    >>> exp_shares(np.array([0.0, -np.inf, 0.0])).tolist()
    [0.5, 0.0, 0.5]
    """
    e = np.exp(y - y.max(axis=-1, keepdims=True))  # the largest score becomes 0: exp cannot overflow
    return e / e.sum(axis=-1, keepdims=True)


def cross_entropy(y: Array, target: Array, weight: Array | None = None) -> tuple[float, Array]:
    """L = mean of -log p_t[target_t] with p_t = softmax(y_t), and dL/dy_t = (p_t - one_hot(target_t)) / T.

    y (..., T, K) scores, target (..., T) whole numbers from 0 to K - 1. weight (..., T): an instant of
    weight 0 does not count, and the mean is over the others.
    InputError: scores that are not finite, a target or weight that does not fit, weights that are all 0.

    >>> loss, dy = cross_entropy(np.zeros((1, 4)), np.array([2]))
    >>> round(loss, 4), dy.tolist()
    (1.3863, [[0.25, 0.25, -0.75, 0.25]])
    """
    y = guard.scores(y)
    with guard.quiet():
        loss, dy = surprise(y, *guard.answers(y, target, weight))
    return guard.bounded_loss(loss), dy


def surprise(y: Array, right: Array, share: Array | float) -> tuple[float, Array]:
    """What `cross_entropy` does after a look at what came.

    right (..., T, K) is one-hot, share (..., T, 1) the part that an instant has in the mean, or one number for all.

    >>> loss, dy = surprise(np.zeros((1, 4)), right=np.array([[0, 0, 1, 0]]), share=1.0)
    >>> round(float(loss), 4), dy.tolist()
    (1.3863, [[0.25, 0.25, -0.75, 0.25]])
    """
    shifted = y - y.max(axis=-1, keepdims=True)  # the largest score becomes 0: exp cannot overflow
    e = np.exp(shifted)
    total = e.sum(axis=-1, keepdims=True)  # (..., T, 1)
    log_p = shifted - np.log(total)  # (..., T, K)
    loss = -(share * log_p * right).sum()
    return loss, share * (e / total - right)


def mse(y: Array, target: Array) -> tuple[float, Array]:
    """L = mean of (y - target)^2 over all entries, and dL/dy = 2 (y - target) / (number of entries).

    >>> mse(np.array([[1.0], [3.0]]), np.array([[1.0], [1.0]]))
    (2.0, array([[0.],
           [2.]]))
    """
    y, target = guard.numbers("y", y), guard.numbers("target", target)
    guard.as_many(y, target)
    with guard.quiet():
        difference = y - target.astype(y.dtype)
        loss = (difference * difference).mean()
    return guard.bounded_loss(loss), 2 * difference / difference.size


def flatten(params) -> tuple[Array, Callable[[Array], Any]]:
    """All numbers of (nested) NamedTuples of arrays in one vector, and the function that goes back.

    What is None stays None. InputError: what holds no numbers, or others than real ones; a vector of another length.

    >>> import rnnlib as rl
    >>> vector, unflatten = flatten(rl.Linear(A=np.array([[1.0]]), B=np.array([[2.0]]), C=np.array([[3.0]])))
    >>> vector, unflatten(10 * vector).B
    (array([1., 2., 3.]), array([[20.]]))
    """
    leaves = guard.leaves("params", params)
    ends = itertools.accumulate((leaf.size for leaf in leaves), initial=0)
    parts = [(slice(*ab), leaf.shape) for ab, leaf in zip(itertools.pairwise(ends), leaves, strict=True)]
    length = sum(leaf.size for leaf in leaves)

    def unflatten(vector: Array):
        vector = guard.long_as(length, vector)
        return _nest(params, iter([vector[part].reshape(shape) for part, shape in parts]))

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
    beta1 = guard.real("beta1", beta1, "how much of the mean gradient is kept", low=0, below=1)
    beta2 = guard.real("beta2", beta2, "how much of the mean square is kept", low=0, below=1)
    eps = guard.real("eps", eps, "what keeps the divisor from zero", above=0)
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

    InputError: gradients that are not finite, which have no direction.
    Source: Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks" (2013).

    >>> clip(np.array([3.0, 4.0]), max_norm=1.0)
    array([0.6, 0.8])
    """
    max_norm = guard.real("max_norm", max_norm, "the greatest length of a gradient", above=0)
    vector, unflatten = flatten(grads)
    guard.finite("grads", vector)
    largest = np.abs(vector).max(initial=0)
    if largest == 0:
        return grads
    direction = vector / largest  # the squares of very large numbers would overflow
    length = float(np.linalg.norm(direction.astype(np.float64)))
    longest = max_norm / float(largest)
    return unflatten(direction * (max_norm / length)) if length > longest else grads


def numerical_gradient(loss: Callable[[Any], float], params, eps: float = 1e-6):
    """(L(w + eps) - L(w - eps)) / (2 eps) for one number w after another: slow, and hard to get wrong.

    >>> numerical_gradient(lambda w: float(w @ w), np.array([3.0, -1.0])).round(6)
    array([ 6., -2.])
    """
    eps = guard.real("eps", eps, "how far each number is moved", above=0)
    vector, unflatten = flatten(params)
    vector = vector.astype(np.float64)
    slopes = np.empty_like(vector)
    for i in range(vector.size):
        up, down = vector.copy(), vector.copy()
        up[i] += eps
        down[i] -= eps
        slopes[i] = (loss(unflatten(up)) - loss(unflatten(down))) / (2 * eps)
    guard.finite("the numerical gradient", slopes)
    return unflatten(slopes)


def _descend(params, loss_and_grads: LossAndGrads, move: Move) -> Iterator[Step]:
    vector, unflatten = flatten(params)
    guard.finite("params", vector)
    shapes = [leaf.shape for leaf in guard.leaves("params", params)]

    def steps(vector: Array) -> Iterator[Step]:
        for k in itertools.count():
            params = unflatten(vector)
            loss, grads = guard.loss_and_grads(loss_and_grads(params))
            yield Step(k, loss, params, grads)
            slopes = guard.slopes(grads, shapes)
            with guard.quiet():
                vector = move(vector, _joined(slopes), k + 1)  # a new vector, so that earlier steps keep theirs
            guard.still_numbers(vector, k + 1)

    return steps(vector)


def _joined(leaves: list[Array]) -> Array:
    vector = np.concatenate([leaf.ravel() for leaf in leaves])
    return vector if vector.dtype.kind == "f" else vector.astype(np.float64)


def _nest(like, leaves: Iterator[Array]):
    """The same nest out of new arrays."""
    if like is None:
        return None
    if not isinstance(like, tuple):
        return next(leaves)
    return getattr(type(like), "_make", tuple)([_nest(each, leaves) for each in like])
