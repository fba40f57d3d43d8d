"""The recurrent neural network: a state-space model whose two functions are learned."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from rnnlib import guard, readout
from rnnlib.first_weights import first_weights
from rnnlib.guard import Array, InputError
from rnnlib.instants import rows, sum_of_products, time_first, time_last
from rnnlib.ssm import Kept, Trajectory

__all__ = ["ACTIVATIONS", "RNN", "Activation", "Gradients"]


class Activation(NamedTuple):
    """x = value(a), and its slope dx/da written with x alone.

    >>> tanh = ACTIVATIONS["tanh"]
    >>> round(float(tanh.value(2.0)), 3), round(float(tanh.slope(0.964)), 3)
    (0.964, 0.071)
    """

    name: str
    value: Callable[[Array], Array]
    slope: Callable[[Array], Array]


ACTIVATIONS = {
    each.name: each
    for each in (
        Activation("tanh", np.tanh, lambda x: 1 - x * x),
        Activation("none", lambda a: a, lambda x: np.ones_like(x)),
        Activation("relu", lambda a: np.maximum(a, 0), lambda x: (x > 0).astype(x.dtype)),
        Activation("sigmoid", lambda a: 0.5 + 0.5 * np.tanh(0.5 * a), lambda x: x * (1 - x)),
    )
}


class Gradients(NamedTuple):
    """How the loss L answers to everything that went into a run; each with the shape of its namesake.

    >>> import rnnlib as rl
    >>> rng = np.random.default_rng(0)
    >>> model = RNN.random(3, 2, 2, rng=rng)
    >>> run = rl.simulate(model, rng.normal(size=(5, 2)))
    >>> gradients = model.backward(run, np.ones((5, 2)))
    >>> gradients.params.W_xx.shape, gradients.x.shape, gradients.x0.shape, gradients.u.shape
    ((3, 3), (5, 3), (3,), (5, 2))
    """

    params: Any  # dL/dW for every weight, in the model's own type
    x: Array  # (..., T, n_x), dL/dx_t, along every path from x_t to the loss
    x0: Array  # (..., n_x)
    u: Array  # (..., T, n_u)


class RNN(NamedTuple):
    """x_t = tanh(W_xx x_{t-1} + W_xu u_t + b_x),  y_t = W_yx x_t + b_y

    W_to,from: W_xu maps u to x. The same five serve every instant. Without W_yx and b_y (both None) y_t is x_t.
    Source: Elman, "Finding structure in time", Cognitive Science 14 (1990).

    >>> import rnnlib as rl
    >>> model = RNN.random(n_x=8, n_u=4, n_y=4, rng=np.random.default_rng(0))
    >>> rl.simulate(model, rl.Vocab.of("hello").one_hot("hell")).y.shape
    (4, 4)
    """

    W_xx: Array  # (n_x, n_x)
    W_xu: Array  # (n_x, n_u)
    b_x: Array  # (n_x,)
    W_yx: Array | None  # (n_y, n_x)
    b_y: Array | None  # (n_y,)

    activation = ACTIVATIONS["tanh"]

    @classmethod
    def random(cls, n_x: int, n_u: int, n_y: int | None, *, rng: np.random.Generator, gain: float = 1.0) -> RNN:
        """Weights drawn by `rng`, biases zero; n_y None is without a readout.

        W_xx ~ N(0, gain / sqrt(n_x)), so that its spectral radius is about `gain`.
        W_xu ~ N(0, 1/2): a one-hot input picks a single column, so one weight is all that a state receives,
        whatever n_u; a half of it keeps tanh off its flat ends, where learning is slow.
        W_yx ~ N(0, 1 / sqrt(n_x)): a score is a sum over n_x states.

        >>> RNN.random(2, 3, 1, rng=np.random.default_rng(0)).sizes
        (2, 3, 1)
        """
        n_x = guard.whole("n_x", n_x, 1, "the number of states")
        return cls(*first_weights(1, n_x, n_u, n_y, rng=rng, gain=gain))

    @classmethod
    def with_activation(cls, name: str) -> type[RNN]:
        """The same network with another function in the place of tanh: "tanh", "none", "relu", "sigmoid".

        >>> RNN.with_activation("relu").random(2, 1, 1, rng=np.random.default_rng(0)).activation.name
        'relu'
        """
        if not isinstance(name, str) or name not in ACTIVATIONS:
            known = ", ".join(f'"{each}"' for each in ACTIVATIONS)
            raise InputError(f"The activation should be one of {known}. It came as {name!r}.")
        return _with_activation(name)

    @property
    def sizes(self) -> tuple[int, int, int]:
        """(n_x, n_u, n_y); InputError if the shapes disagree or an entry is not finite."""
        n_x, _ = guard.square("W_xx", self.W_xx, "state")
        _, n_u = guard.matrix("W_xu", self.W_xu, (n_x, "state"), (None, "input"))
        guard.vector("b_x", self.b_x, n_x, "state")
        return n_x, n_u, guard.readout("W_yx", self.W_yx, self.b_y, n_x, "state")

    def f(self, x: Array, u: Array) -> Array:
        """x_t = tanh(W_xx x_{t-1} + W_xu u_t + b_x)"""
        W_xx, W_xu, b_x, _, _ = self
        return self.activation.value(x @ W_xx.T + u @ W_xu.T + b_x)  # (..., n_x)

    def h(self, x: Array) -> Array:
        """y_t = W_yx x_t + b_y"""
        return readout.read_out(x, self.W_yx, self.b_y)  # (..., n_y)

    def unroll(self, x0: Array, u: Array) -> Trajectory:
        """The same as f after f, with one product for the inputs of all instants."""
        W_xx, W_xu, b_x, _, _ = self
        inputs = time_first(u)
        from_u = (rows(inputs) @ W_xu.T).reshape(*inputs.shape[:-1], -1)  # (T, M, n_x)
        x = np.empty((1 + len(from_u), *from_u.shape[1:]), np.result_type(x0, from_u, W_xx, b_x))
        x[0] = rows(x0)
        from_x, a = np.ascontiguousarray(W_xx.T, x.dtype), np.empty_like(x[0])
        for t, each in enumerate(from_u):
            np.matmul(x[t], from_x, out=a)
            a += each
            a += b_x
            x[t + 1] = self.activation.value(a)
        states = time_last(x[1:], like=x0)  # (..., T, n_x)
        return Kept.of(self, Trajectory(x0, u, states, y=self.h(states)), kept=x)

    def backward(self, run: Trajectory, dy: Array) -> Gradients:
        """Backpropagation through time: from dL/dy_t for every t to the gradient of everything else.

        Write da_t for dL/d(W_xx x_{t-1} + W_xu u_t + b_x). Then, from the last instant to the first,
            dx_t = W_yx^T dy_t + W_xx^T da_{t+1},   da_t = tanh'(.) dx_t,
        and dW_xx = sum_t da_t x_{t-1}^T, dW_xu = sum_t da_t u_t^T, dW_yx = sum_t dy_t x_t^T.
        InputError: a run that cannot be this model's, a dy without the shape of y, a gradient that grows without bound.
        Source: Werbos, "Backpropagation through time", Proceedings of the IEEE 78 (1990).

        >>> import rnnlib as rl
        >>> one = np.ones((1, 1))
        >>> model = RNN.with_activation("none")(W_xx=0.5 * one, W_xu=one, b_x=one[0], W_yx=one, b_y=one[0])
        >>> model.backward(rl.simulate(model, np.ones((3, 1))), dy=np.array([[0], [0], [1]])).x.ravel().tolist()
        [0.25, 0.5, 1.0]
        """
        return guard.way_back(self, run, dy)

    def blame(self, run: Trajectory, dy: Array) -> Gradients:
        """What `backward` does after a look at what came: for loops that have looked before they began."""
        W_xx, W_xu, _, W_yx, _ = self
        x, u = Kept.recall(run, self), time_first(run.u)
        if x is None:
            x = time_first(run.states)  # (1 + T, M, n_x)
        dx, dW_yx, db_y = readout.blame(time_first(dy), x[1:], W_yx)  # (T, M, n_x)
        slope = self.activation.slope(x[1:])  # (T, M, n_x)
        da = np.empty_like(dx)  # (T, M, n_x)
        dx_before = np.zeros(x[0].shape, dx.dtype)  # (M, n_x)
        for t in reversed(range(len(dx))):
            dx[t] += dx_before  # what comes back from x_{t+1}
            np.multiply(dx[t], slope[t], out=da[t])
            np.matmul(da[t], W_xx, out=dx_before)  # on its way to x_{t-1}
        params = type(self)(
            W_xx=sum_of_products(da, x[:-1]),
            W_xu=sum_of_products(da, u),
            b_x=rows(da).sum(axis=0),
            W_yx=dW_yx,
            b_y=db_y,
        )
        return Gradients(
            params, x=time_last(dx, run.x0), x0=dx_before.reshape(run.x0.shape), u=time_last(da @ W_xu, run.x0)
        )


@functools.cache
def _with_activation(name: str) -> type[RNN]:
    if name == RNN.activation.name:
        return RNN
    doc = RNN.__doc__.splitlines()[0].replace("tanh", name)
    return type(f"RNN_{name}", (RNN,), {"__slots__": (), "__doc__": doc, "activation": ACTIVATIONS[name]})
