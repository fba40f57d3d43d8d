"""One layer as all frameworks have it: what comes from the inputs, what from the hidden state, and two biases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from rnnlib import guard
from rnnlib.gated import GRU, LSTM
from rnnlib.guard import Array, InputError
from rnnlib.rnn import RNN

SUMS = {"tanh": 1, "relu": 1, "lstm": 4, "gru": 3}  # for each hidden state


class Weights(NamedTuple):
    """A model as another framework keeps it, in the order in which `from_torch` and `from_keras` take it back.

    >>> Weights("lstm", {}, None, None).kind
    'lstm'
    """

    kind: str
    arrays: dict[str, Array]
    W_yx: Array | None  # (n_y, H), as the weight of torch.nn.Linear; Keras's Dense has it transposed
    b_y: Array | None  # (n_y,)

    @classmethod
    def of(cls, kind: str, arrays: Mapping[str, Array], network) -> Weights:
        """With the readout of the network; all in arrays of their own.

        >>> one = np.ones((1, 1))
        >>> Weights.of("tanh", {"kernel": one}, RNN(one, one, one[0], None, None)).arrays
        {'kernel': array([[1.]])}
        """
        *_, W_yx, b_y = network
        own = {name: np.array(array, order="C") for name, array in arrays.items()}
        return cls(kind, own, *(None if each is None else each.copy() for each in (W_yx, b_y)))


class Cell(NamedTuple):
    """One layer with its gates in PyTorch's order: i, f, g, o of an LSTM, r, z, n of a GRU.

    >>> Cell(*np.zeros((4, 1, 1))).from_u.shape
    (1, 1)
    """

    from_u: Array  # (sums H, n_u)
    from_h: Array  # (sums H, H)
    b_u: Array  # (sums H,)
    b_h: Array | None  # (sums H,); None in a GRU whose reset gate acts before the product


def model(kind: str, cell: Cell, W_yx: Array | None, b_y: Array | None) -> RNN | LSTM | GRU:
    """The model of the course that computes what the layer does.

    >>> two = np.array([[2.0]])
    >>> model("tanh", Cell(two, two, two[0], two[0]), None, None).b_x
    array([4.])
    """
    from_u, from_h, b_u, b_h = cell
    H = from_h.shape[1]
    if kind == "lstm":
        return LSTM(from_h, from_u, b_u + b_h, W_yx, b_y)
    if kind != "gru":
        return RNN.with_activation(kind)(from_h, from_u, b_u + b_h, W_yx, b_y)
    if b_h is None:
        return GRU.with_reset("before")(from_h, from_u, b_u, None, W_yx, b_y)
    b_a = b_u + np.concatenate([b_h[: 2 * H], np.zeros(H, b_h.dtype)])
    return GRU(from_h, from_u, b_a, b_h[2 * H :], W_yx, b_y)


def cell(name: str, network) -> tuple[str, Cell]:
    """The kind of a model of the course, and its layer; the second bias is 0 where one says it all.

    >>> kind, (_, _, b_u, b_h) = cell("model", GRU.random(1, 2, 3, rng=np.random.default_rng(0)))
    >>> kind, b_u.shape, b_h.shape
    ('gru', (3,), (3,))
    """
    kinds = {
        RNN: "tanh",
        RNN.with_activation("relu"): "relu",
        LSTM: "lstm",
        GRU: "gru",
        GRU.with_reset("before"): "gru",
    }
    if type(network) not in kinds:
        raise InputError(
            f"{name} should be an RNN with tanh or relu, an LSTM or a GRU: other frameworks have no others. "
            f"It came as {type(network).__name__}."
        )
    _ = network.sizes  # a look at whether the model is sound
    kind = kinds[type(network)]
    if kind != "gru":
        from_h, from_u, b, _, _ = network
        return kind, Cell(from_u, from_h, b, np.zeros_like(b))
    from_h, from_u, b, b_n, _, _ = network
    if b_n is None:
        return kind, Cell(from_u, from_h, b, None)
    return kind, Cell(from_u, from_h, b, np.concatenate([np.zeros(2 * len(b_n), b_n.dtype), b_n]))


def look(kind: str, names: Cell, cell: Cell, n_u: int | None, turned: bool = False) -> int:
    """H, after a look at whether the shapes agree; `names` are those that its arrays go by, in which the sums are
    columns if it is turned.

    >>> names, biases = Cell("kernel", "recurrent", "bias", "bias"), np.zeros((2, 3))
    >>> look("gru", names, Cell(*np.zeros((2, 3, 1)), *biases), None)
    1
    >>> look("gru", names, Cell(*np.zeros((2, 1, 3)), *biases), None, turned=True)
    1
    """
    k = SUMS[kind]
    H = (
        guard.square(names.from_h, cell.from_h, "hidden state", turned)[0]
        if k == 1
        else guard.blocks(names.from_h, cell.from_h, k, "hidden state", turned)
    )
    guard.matrix(names.from_u, cell.from_u, (k * H, "sum"), (n_u, "input"), turned)
    guard.vector(names.b_u, cell.b_u, k * H, "sum")
    if cell.b_h is not None:
        guard.vector(names.b_h, cell.b_h, k * H, "sum")
    return H


def known_kind(kind, kinds) -> None:
    """Refuse what is none of these.

    >>> known_kind("rnn", ("tanh", "lstm"))
    Traceback (most recent call last):
    rnnlib.guard.InputError: kind should be one of "tanh", "lstm". It came as 'rnn'.
    """
    if not isinstance(kind, str) or kind not in kinds:
        known = ", ".join(f'"{each}"' for each in kinds)
        raise InputError(f"kind should be one of {known}. It came as {guard.short(kind)}.")


def named(arrays, names: list[str]) -> list[Array]:
    """The arrays of these names, each an array of its own; InputError if one is missing, or there are others.

    >>> named({"kernel": [[1.0]], "extra": 2}, ["kernel"])
    Traceback (most recent call last):
    rnnlib.guard.InputError: arrays should hold kernel, and nothing else. It also holds extra.
    """
    if not isinstance(arrays, Mapping):
        raise InputError(f"arrays should be a dict of arrays by their names. It came as {guard.short(arrays)}.")
    missing = [name for name in names if name not in arrays]
    others = [str(name) for name in arrays if name not in names]
    if missing:
        came = f"It holds {guard.listed([*arrays])}." if arrays else "It came empty."
        raise InputError(f"arrays should hold {guard.listed(names)}, but {missing[0]} is missing. {came}")
    if others:
        raise InputError(
            f"arrays should hold {guard.listed(names)}, and nothing else. It also holds {guard.listed(others)}."
        )
    return [_array(name, arrays[name]) for name in names]


def own_readout(W_yx, b_y) -> tuple[Array | None, Array | None]:
    """The readout as arrays of its own, from arrays or tensors; None stays None.

    >>> own_readout([[1.0]], None)
    (array([[1.]]), None)
    """
    return tuple(None if each is None else _array(name, each) for name, each in (("W_yx", W_yx), ("b_y", b_y)))


def _array(name: str, value) -> Array:
    try:
        return np.array(guard.numbers(name, value))
    except (RuntimeError, TypeError):  # a tensor that is learned, or is on another device
        raise InputError(f"{name} should be an array of numbers. Try {name}.detach().cpu().numpy().") from None
