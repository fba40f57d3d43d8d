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
    """One run of a model. Index t is the same instant in u, x and y; x_t is x[..., t-1, :].

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
    n_x, n_u, _ = model.sizes
    u = _known_inputs(u, n_u)
    x0, u = _together(_start(x0, n_x, u.dtype), u)
    x, states = x0, []
    with np.errstate(over="ignore", invalid="ignore"):
        for t in range(u.shape[-2]):
            x = model.f(x, u[..., t, :])  # (..., n_x)
            states.append(x)
        x = np.stack(states, axis=-2)  # (..., T, n_x)
        y = model.h(x)  # (..., T, n_y)
    return _bounded(Trajectory(x0, u, x, y))


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
    n_x, n_u, _ = model.sizes
    u0 = _first_input(u0, n_u)
    x0, u = _together(_start(x0, n_x, u0.dtype), u0[..., None, :])  # (..., n_x), (..., 1, n_u)
    x, u, instants = x0, u[..., 0, :], []
    with np.errstate(over="ignore", invalid="ignore"):
        for t in range(1, T + 1):
            x = model.f(x, u)  # (..., n_x)
            y = model.h(x)  # (..., n_y)
            instants.append((u, x, y))
            if t < T:
                u = _fed_back(feedback(y), u)
    u, x, y = (np.stack(each, axis=-2) for each in zip(*instants, strict=True))  # (..., T, n)
    return _bounded(Trajectory(x0, u, x, y))


def initial_state(kind: str, n_x: int, *, rng: np.random.Generator | None = None) -> Array:
    """x0 (n_x,): all "zero", all "one", or "random", each number drawn evenly from between -1 and 1.

    >>> initial_state("one", 3)
    array([1., 1., 1.])
    >>> initial_state("random", 2, rng=np.random.default_rng(0)).round(2)
    array([ 0.27, -0.46])
    """
    n_x = guard.whole("n_x", n_x, 1, "the number of states")
    if kind == "zero":
        return np.zeros(n_x)
    if kind == "one":
        return np.ones(n_x)
    if kind == "random":
        if rng is None:
            raise InputError("A random initial state needs dice. Try rng=np.random.default_rng(0).")
        return rng.uniform(-1.0, 1.0, n_x)
    raise InputError(f'The initial state should be one of "zero", "one", "random". It came as {kind!r}.')


def _known_inputs(u: Array, n_u: int) -> Array:
    u = guard.numbers("u", u)
    if u.ndim < 2:
        hint = " Try u[:, None]." if u.ndim == 1 and n_u == 1 else ""
        raise InputError(
            f"u, the inputs, should have the shape (T, {n_u}): one row for each instant, "
            f"{guard.count(n_u, 'number')} in each row. It came as {u.shape}.{hint}"
        )
    if u.shape[-1] != n_u:
        raise InputError(
            f"u, the inputs, should have the shape (T, {n_u}): the model takes "
            f"{guard.count(n_u, 'number')} at each instant. It came as {u.shape}, with {u.shape[-1]}."
        )
    if 0 in u.shape:
        raise InputError(f"u, the inputs, should have at least one instant. It came empty, as {u.shape}.")
    return u


def _first_input(u0: Array, n_u: int) -> Array:
    u0 = guard.numbers("u0", u0)
    if u0.ndim == 0 or u0.shape[-1] != n_u or 0 in u0.shape:
        raise InputError(
            f"u0, the first input, should have the shape ({n_u},): the model takes "
            f"{guard.count(n_u, 'number')} at each instant. It came as {u0.shape}."
        )
    return u0


def _fed_back(u: Array, before: Array) -> Array:
    u = np.asarray(u)
    if u.shape != before.shape:
        raise InputError(
            f"feedback should turn the output into the next input, of the shape {before.shape}. "
            f"It made one of the shape {u.shape}."
        )
    return u


def _start(x0: Array | None, n_x: int, dtype: np.dtype) -> Array:
    if x0 is None:
        return np.zeros(n_x, dtype)
    x0 = guard.numbers("x0", x0)
    if x0.ndim == 0 or x0.shape[-1] != n_x:
        raise InputError(
            f"x0, the state before the first input, should have the shape ({n_x},): one number "
            f"for each state. It came as {x0.shape}."
        )
    return x0


def _together(x0: Array, u: Array) -> tuple[Array, Array]:
    """One x0 for each sequence, and one sequence for each x0: (..., n_x), (..., T, n_u)."""
    if x0.shape[:-1] == u.shape[:-2]:
        return x0, u
    try:
        batch = np.broadcast_shapes(x0.shape[:-1], u.shape[:-2])
    except ValueError:
        raise InputError(
            f"x0 should have one row for each of the {u.shape[0]} sequences of inputs. It came as "
            f"{x0.shape}. One x0 for all of them has the shape ({x0.shape[-1]},)."
        ) from None
    x0 = np.broadcast_to(x0, (*batch, x0.shape[-1])).copy()
    u = np.broadcast_to(u, (*batch, *u.shape[-2:])).copy()
    return x0, u


def _bounded(run: Trajectory) -> Trajectory:
    """Refuse a run in which a number has left what a computer can hold."""
    for name, values in (("state", run.x), ("output", run.y)):
        if not np.isfinite(values).all():
            t = 1 + np.argwhere(~np.isfinite(values))[:, -2].min()
            raise InputError(
                f"At t = {t} the {name} is no longer a number that a computer can hold: it grew too large. "
                f"Make the weights smaller, or take fewer instants."
            )
    return run
