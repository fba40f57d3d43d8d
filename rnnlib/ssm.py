"""State-space models: one equation for the state, one for the output, and one loop that runs them all."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

import numpy as np

from rnnlib import guard
from rnnlib.guard import Array, InputError

__all__ = ["Linear", "StateSpace", "Trajectory", "initial_state", "rollout", "simulate"]


class StateSpace(Protocol):
    """x_t = f(x_{t-1}, u_t),  y_t = h(x_t)

    Whatever has these three is a state-space model: a water tank, a counter, a recurrent network.
    A model that knows a faster way to a whole run than one f after another may bring it as a fourth:
    unroll(x0, u) -> Trajectory, for x0 (..., n_x) and u (..., T, n_u) that were looked at. `simulate` takes it.

    >>> class Echo:
    ...     sizes = 1, 1, 1
    ...     def f(self, x, u): return u
    ...     def h(self, x): return x
    >>> simulate(Echo(), np.array([[1.0], [2.0]])).y.tolist()
    [[1.0], [2.0]]
    """

    @property
    def sizes(self) -> tuple[int, int, int]:
        """(n_x, n_u, n_y), after a look at whether the model is sound."""

    def f(self, x: Array, u: Array) -> Array:
        """(..., n_x), (..., n_u) -> (..., n_x)"""

    def h(self, x: Array) -> Array:
        """(..., n_x) -> (..., n_y)"""


class Trajectory(NamedTuple):
    """One run of a model. Row t - 1 of u, x and y is the instant t; row t of `states` is x_t.

    >>> run = simulate(Linear(*np.ones((3, 1, 1))), np.ones((4, 1)), x0=np.array([10.0]))
    >>> run.x0.shape, run.u.shape, run.x.shape, run.y.shape
    ((1,), (4, 1), (4, 1), (4, 1))
    >>> run.x[..., 1 - 1, :]        # x_1
    array([11.])
    """

    x0: Array  # (..., n_x), the state before the first input
    u: Array  # (..., T, n_u)
    x: Array  # (..., T, n_x)
    y: Array  # (..., T, n_y)

    @property
    def states(self) -> Array:
        """All states (..., 1 + T, n_x), the first included: states[..., t, :] is x_t.

        >>> run = simulate(Linear(*np.ones((3, 1, 1))), np.ones((4, 1)), x0=np.array([10.0]))
        >>> run.states.ravel().tolist()
        [10.0, 11.0, 12.0, 13.0, 14.0]
        """
        return np.concatenate([self.x0[..., None, :], self.x], axis=-2)


class Kept(Trajectory):
    """A run with what its model found on the way, so that the way back need not find it again.

    >>> model = Linear(*np.ones((3, 1, 1)))
    >>> run = Kept.of(model, simulate(model, np.ones((4, 1))), kept="gates")
    >>> other = model._replace(A=np.zeros((1, 1)))
    >>> Kept.recall(run, model), Kept.recall(run, other), Kept.recall(run._replace(y=run.y), model)
    ('gates', None, None)
    """

    model, kept = None, None

    @classmethod
    def of(cls, model: StateSpace, run: Trajectory, kept) -> Kept:
        run = cls(*run)
        run.model, run.kept = model, kept
        return run

    @staticmethod
    def recall(run: Trajectory, model: StateSpace):
        """What this very model kept of this very run, or None."""
        return run.kept if isinstance(run, Kept) and run.model is model else None


class Linear(NamedTuple):
    """x_t = A x_{t-1} + B u_t,  y_t = C x_t

    The input acts in the same step. SciPy and control libraries write x_{k+1} = A x_k + B u_k instead, so
    their state at k + 1 is ours at t = k, and their C x_{k+1} = (C A) x_k + (C B) u_k is our y_t.

    >>> model = Linear(A=np.array([[0.5]]), B=np.array([[1.0]]), C=np.array([[2.0]]))
    >>> simulate(model, np.array([[1.0], [0.0], [0.0]])).y.ravel().tolist()
    [2.0, 1.0, 0.5]
    """

    A: Array  # (n_x, n_x)
    B: Array  # (n_x, n_u)
    C: Array  # (n_y, n_x)

    @property
    def sizes(self) -> tuple[int, int, int]:
        n_x, _ = guard.square("A", self.A, "state")
        _, n_u = guard.matrix("B", self.B, (n_x, "state"), (None, "input"))
        n_y, _ = guard.matrix("C", self.C, (None, "output"), (n_x, "state"))
        return n_x, n_u, n_y

    def f(self, x: Array, u: Array) -> Array:
        A, B, _ = self
        return x @ A.T + u @ B.T  # (..., n_x)

    def h(self, x: Array) -> Array:
        return x @ self.C.T  # (..., n_y)


def simulate(model: StateSpace, u: Array, x0: Array | None = None) -> Trajectory:
    """Run x_t = f(x_{t-1}, u_t), y_t = h(x_t) for t = 1 .. T on inputs that are known beforehand.

    u (T, n_u), or (N, T, n_u) for N sequences at once. x0 (n_x,) or (N, n_x); None is all zeros.
    One x0 serves all sequences, and one sequence serves all x0. float32 stays float32.
    InputError: a model, u or x0 that does not fit or is not finite; a state that grows without bound.

    >>> tank = Linear(A=np.array([[0.9]]), B=np.array([[1.0]]), C=np.array([[1.0]]))
    >>> simulate(tank, np.zeros((3, 1)), x0=np.array([1.0])).x.round(3).ravel().tolist()
    [0.9, 0.81, 0.729]
    """
    x0, u = guard.open_loop(model, u, x0)
    with guard.quiet():
        return guard.bounded(unroll(model, x0, u))


def unroll(model: StateSpace, x0: Array, u: Array) -> Trajectory:
    """What `simulate` does after a look at what came: for loops that have looked before they began.

    >>> tank = Linear(A=np.array([[0.9]]), B=np.array([[1.0]]), C=np.array([[1.0]]))
    >>> unroll(tank, x0=np.array([1.0]), u=np.zeros((3, 1))).x.round(3).ravel().tolist()
    [0.9, 0.81, 0.729]
    """
    if hasattr(model, "unroll"):
        return model.unroll(x0, u)
    x, states = x0, []
    for t in range(u.shape[-2]):
        x = model.f(x, u[..., t, :])  # (..., n_x)
        states.append(x)
    x = np.stack(states, axis=-2)  # (..., T, n_x)
    return Trajectory(x0, u, x, y=model.h(x))


def rollout(
    model: StateSpace, u0: Array, feedback: Callable[[Array], Array], T: int, x0: Array | None = None
) -> Trajectory:
    """Run T steps in a closed loop: u_1 = u0, then u_{t+1} = feedback(y_t). Text is written so.

    u0 (n_u,) or (N, n_u); feedback turns (..., n_y) into (..., n_u); x0 as in `simulate`.

    >>> double = Linear(A=np.zeros((1, 1)), B=np.array([[2.0]]), C=np.array([[1.0]]))
    >>> rollout(double, np.array([1.0]), feedback=lambda y: y, T=4).y.ravel().tolist()
    [2.0, 4.0, 8.0, 16.0]
    """
    T = guard.whole("T", T, 1, "the number of instants")
    x0, u = guard.closed_loop(model, u0, x0)
    x, instants = x0, []
    with guard.quiet():
        for t in range(1, T + 1):
            x = model.f(x, u)  # (..., n_x)
            y = model.h(x)  # (..., n_y)
            instants.append((u, x, y))
            if t == T or not np.isfinite(y).all():
                break
            u = guard.fed_back(feedback(y.copy()), u)  # a copy, in which the feedback may write
    u, x, y = (np.stack(each, axis=-2) for each in zip(*instants, strict=True))  # (..., T, n)
    return guard.bounded(Trajectory(x0, u, x, y))


def initial_state(kind: str, n_x: int, *, rng: np.random.Generator | None = None) -> Array:
    """x0 (n_x,): all "zero", all "one", or "random", each number drawn evenly from between -1 and 1.

    >>> initial_state("one", 3)
    array([1., 1., 1.])
    >>> initial_state("random", 2, rng=np.random.default_rng(0)).round(2)
    array([ 0.27, -0.46])
    """
    n_x = guard.whole("n_x", n_x, 1, "the number of states")
    if not isinstance(kind, str) or kind not in ("zero", "one", "random"):
        raise InputError(f'The initial state should be one of "zero", "one", "random". It came as {kind!r}.')
    if kind == "zero":
        return np.zeros(n_x)
    if kind == "one":
        return np.ones(n_x)
    if rng is None:
        raise InputError("A random initial state needs dice. Try rng=np.random.default_rng(0).")
    return guard.dice("rng", rng, "uniform").uniform(-1.0, 1.0, n_x)
