"""What goes into a run of a model, forwards and backwards, and whether what comes out is still a number."""

from __future__ import annotations

import numpy as np

from .values import numbers
from .words import Array, InputError, count, short


def open_loop(model, u, x0) -> tuple[Array, Array]:
    """x0 (..., n_x) and u (..., T, n_u) that fit the model and each other: one x0 for each sequence, and back.

    >>> from rnnlib import systems
    >>> x0, u = open_loop(systems.tank(), np.ones((3, 5, 1)), None)
    >>> x0.shape, u.shape
    ((3, 1), (3, 5, 1))
    """
    n_x, n_u, _ = sizes("model", model)
    u = _known_inputs(u, n_u)
    return _together(_start(x0, n_x, u.dtype), u)


def closed_loop(model, u0, x0) -> tuple[Array, Array]:
    """x0 (..., n_x) and u_1 (..., n_u) that fit the model and each other.

    >>> from rnnlib import systems
    >>> x0, u = closed_loop(systems.tank(), np.ones((3, 1)), None)
    >>> x0.shape, u.shape
    ((3, 1), (3, 1))
    """
    n_x, n_u, _ = sizes("model", model)
    u0 = _first_input(u0, n_u)
    x0, u = _together(_start(x0, n_x, u0.dtype), u0[..., None, :])  # (..., n_x), (..., 1, n_u)
    return x0, u[..., 0, :]


def sizes(name: str, model) -> tuple[int, int, int]:
    """(n_x, n_u, n_y) of a state-space model.

    >>> sizes("layer 1", 5)
    Traceback (most recent call last):
    rnnlib.guard.InputError: layer 1 should be a state-space model, with sizes, f and h, as RNN and Linear are. \
It came as 5.
    """
    found = None if isinstance(model, type) else getattr(model, "sizes", None)
    if found is None or not (hasattr(model, "f") and hasattr(model, "h")):
        raise InputError(
            f"{name} should be a state-space model, with sizes, f and h, as RNN and Linear are. "
            f"It came as {short(model)}."
        )
    return found


def learns(name: str, model) -> None:
    """Refuse a model that has no way back.

    >>> from rnnlib import systems
    >>> learns("layer 1", systems.tank())
    Traceback (most recent call last):
    rnnlib.guard.InputError: layer 1 should be a network that learns, as RNN, LSTM and GRU are. It is a Linear, \
which has no backward.
    """
    if not hasattr(model, "blame"):
        raise InputError(
            f"{name} should be a network that learns, as RNN, LSTM and GRU are. It is a {type(model).__name__}, "
            f"which has no backward."
        )
    layers = getattr(model, "layers", None)
    for k, layer in enumerate(layers if isinstance(layers, tuple) else (), start=1):
        learns(f"layer {k} of {name}", layer)


def kind_that_learns(kind) -> type:
    """A kind of network whose weights dice can draw, and which has a way back.

    >>> from rnnlib import Linear
    >>> kind_that_learns(Linear)
    Traceback (most recent call last):
    rnnlib.guard.InputError: kind should be a network that learns: RNN, LSTM or GRU. It came as <class ...
    """
    if not all(hasattr(kind, name) for name in ("random", "blame")):
        raise InputError(f"kind should be a network that learns: RNN, LSTM or GRU. It came as {short(kind)}.")
    return kind


def fed_back(u, before: Array) -> Array:
    """The next input, as the feedback made it; a copy, for a feedback may use one array again and again.

    >>> fed_back(np.ones(3), before=np.ones(2))
    Traceback (most recent call last):
    rnnlib.guard.InputError: feedback should turn the output into the next input, of the shape (2,). \
It made one of the shape (3,).
    """
    u = numbers("feedback(y)", u)
    if u.shape != before.shape:
        raise InputError(
            f"feedback should turn the output into the next input, of the shape {before.shape}. "
            f"It made one of the shape {u.shape}."
        )
    return u.copy()


def quiet() -> np.errstate:
    """Where numbers may overflow without a warning, for a sentence follows.

    >>> with quiet():
    ...     print(np.float64(1e308) * 10)
    inf
    """
    return np.errstate(over="ignore", invalid="ignore")


def bounded(run):
    """The run, unless a number in it has left what a computer can hold.

    >>> from rnnlib import Trajectory
    >>> bounded(Trajectory(np.zeros(1), np.zeros((2, 1)), np.array([[1.0], [np.inf]]), np.zeros((2, 1))))
    Traceback (most recent call last):
    rnnlib.guard.InputError: At t = 2 the state is no longer a number that a computer can hold: it grew too large. ...
    """
    held("state", run.x, axis=-2)
    held("output", run.y, axis=-2)
    return run


def held(name: str, values: Array, axis: int) -> Array:
    """Values over time, which runs along `axis`, unless one has left what a computer can hold.

    >>> held("output", np.array([[1.0], [np.inf]]), axis=-2)
    Traceback (most recent call last):
    rnnlib.guard.InputError: At t = 2 the output is no longer a number that a computer can hold: it grew too large. ...
    """
    if not np.isfinite(values).all():
        t = 1 + np.argwhere(~np.isfinite(values))[:, axis].min()
        raise InputError(
            f"At t = {t} the {name} is no longer a number that a computer can hold: it grew too large. "
            f"Make the weights smaller, or take fewer instants."
        )
    return values


def way_back(model, run, dy):
    """The gradients of a run, after a look at what goes into `blame` and before one at what comes out.

    >>> import rnnlib as rl
    >>> model = rl.RNN.random(2, 1, 1, rng=np.random.default_rng(0))
    >>> way_back(model, rl.simulate(model, np.zeros((3, 1))), [[0], [0], [1]]).x.shape
    (3, 2)
    """
    dy = blame(model, run, dy)
    with quiet():
        return bounded_gradients(model.blame(run, dy))


def blame(model, run, dy) -> Array:
    """dL/dy (..., T, n_y) that fits a run of this model.

    >>> import rnnlib as rl
    >>> model = rl.RNN.random(2, 1, 1, rng=np.random.default_rng(0))
    >>> blame(model, rl.simulate(model, np.zeros((3, 1))), [[0], [0], [1]]).dtype
    dtype('float64')
    """
    expected = sizes("model", model)
    if not all(isinstance(getattr(run, name, None), np.ndarray) for name in ("x0", "u", "x", "y")):
        raise InputError(f"run should be what simulate(model, u) gives. It came as {short(run)}.")
    came = run.x.shape[-1], run.u.shape[-1], run.y.shape[-1]
    if came != tuple(expected):
        raise InputError(
            f"run should be a run of this model, with {_said(expected)}. It came from another, with {_said(came)}. "
            f"Try run = simulate(model, u)."
        )
    maker = getattr(run, "model", None)  # known of a run that its model made
    if maker is not None and type(maker) is not type(model):
        raise InputError(
            f"run should be a run of this model, of the kind {type(model).__name__}. It came from another, of the "
            f"kind {type(maker).__name__}. Try run = simulate(model, u)."
        )
    return slope_of(run.y, dy)


def slope_of(y: Array, dy) -> Array:
    """dL/dy, of the shape of y.

    >>> slope_of(np.zeros((3, 2)), np.ones(2))
    Traceback (most recent call last):
    rnnlib.guard.InputError: dy should have the shape of y, (3, 2). It came as (2,).
    """
    dy = numbers("dy", dy)
    if dy.shape != y.shape:
        raise InputError(f"dy should have the shape of y, {y.shape}. It came as {dy.shape}.")
    return dy


def bounded_gradients(gradients):
    """The gradients, unless a number in them has left what a computer can hold.

    >>> from rnnlib import Gradients
    >>> bounded_gradients(Gradients((np.array([np.inf]),), np.zeros((2, 1)), np.zeros(1), np.zeros((2, 1))))
    Traceback (most recent call last):
    rnnlib.guard.InputError: The gradient is no longer a number that a computer can hold: ...
    """
    if not _finite(gradients):
        raise InputError(
            "The gradient is no longer a number that a computer can hold: on its way back through time it "
            "grew too large. Make the weights smaller, or take fewer instants."
        )
    return gradients


def _finite(nest) -> bool:
    if isinstance(nest, tuple):
        return all(map(_finite, nest))
    return nest is None or bool(np.isfinite(nest).all())


def _said(sizes: tuple[int, int, int]) -> str:
    n_x, n_u, n_y = sizes
    return f"{count(n_x, 'state')}, {count(n_u, 'input')} and {count(n_y, 'output')}"


def _known_inputs(u, n_u: int) -> Array:
    u = numbers("u", u)
    if u.ndim < 2:
        hint = " Try u[:, None]." if u.ndim == 1 and n_u == 1 else ""
        raise InputError(
            f"u, the inputs, should have the shape (T, {n_u}): one row for each instant, "
            f"{count(n_u, 'number')} in each row. It came as {u.shape}.{hint}"
        )
    if u.shape[-1] != n_u:
        raise InputError(
            f"u, the inputs, should have the shape (T, {n_u}): the model takes "
            f"{count(n_u, 'number')} at each instant. It came as {u.shape}, with {u.shape[-1]}."
        )
    if 0 in u.shape:
        raise InputError(f"u, the inputs, should have at least one instant. It came empty, as {u.shape}.")
    return u


def _first_input(u0, n_u: int) -> Array:
    u0 = numbers("u0", u0)
    if u0.ndim == 0 or u0.shape[-1] != n_u or 0 in u0.shape:
        raise InputError(
            f"u0, the first input, should have the shape ({n_u},): the model takes "
            f"{count(n_u, 'number')} at each instant. It came as {u0.shape}."
        )
    return u0


def _start(x0, n_x: int, dtype: np.dtype) -> Array:
    if x0 is None:
        return np.zeros(n_x, dtype)
    x0 = numbers("x0", x0)
    if x0.ndim == 0 or x0.shape[-1] != n_x:
        raise InputError(
            f"x0, the state before the first input, should have the shape ({n_x},): one number "
            f"for each state. It came as {x0.shape}."
        )
    if 0 in x0.shape:
        raise InputError(
            f"x0, the state before the first input, should have at least one row. It came empty, as {x0.shape}."
        )
    return x0


def _together(x0: Array, u: Array) -> tuple[Array, Array]:
    """One x0 for each sequence, and one sequence for each x0: (..., n_x), (..., T, n_u)."""
    try:
        batch = np.broadcast_shapes(x0.shape[:-1], u.shape[:-2])
    except ValueError:
        raise InputError(
            f"x0 should have one row for each of the {u.shape[0]} sequences of inputs. It came as "
            f"{x0.shape}. One x0 for all of them has the shape ({x0.shape[-1]},)."
        ) from None
    return _for_each(batch, x0, 1), _for_each(batch, u, 2)


def _for_each(batch: tuple[int, ...], array: Array, own: int) -> Array:
    """The array itself if it has one for each of the batch, otherwise one copy for each; `own` axes are its own."""
    shape = *batch, *array.shape[array.ndim - own :]
    return array if array.shape == shape else np.broadcast_to(array, shape).copy()
