"""keras.layers.SimpleRNN, LSTM and GRU."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rnnlib import guard
from rnnlib.guard import Array

from .cell import SUMS, Cell, Weights, cell, known_kind, look, model, named, own_readout

__all__ = ["from_keras", "to_keras"]

NAMES = ["kernel", "recurrent_kernel", "bias"]  # the order of layer.get_weights()
KINDS = {"simple": "tanh", "relu": "relu", "lstm": "lstm", "gru": "gru"}


def from_keras(kind: str, arrays: Mapping[str, Array], W_yx: Array | None = None, b_y: Array | None = None):
    """The model that computes what keras.layers.SimpleRNN, LSTM or GRU does with its three arrays.

    kind is "simple", "relu" (a SimpleRNN with that activation), "lstm" or "gru". Names are kernel (n_u, sums H),
    recurrent_kernel (H, sums H) and bias, in the order of layer.get_weights(): rows are where it comes from, so ours
    are transposed. The gates stand in the order i, f, c, o of an LSTM (ours: i, f, g, o) and z, r, h of a GRU (ours:
    r, z, n). A GRU whose bias has two rows has the reset gate after the product (reset_after=True), otherwise before.
    W_yx (n_y, H) and b_y (n_y,) are a readout, the kernel of a Dense transposed and its bias; without, y is the hidden
    state. An LSTM of Keras has the states [h, c]; here x0 is both in one vector, c first.
    InputError: an unknown kind, a name that is missing or is none of these, a shape that does not fit.

    >>> import rnnlib as rl
    >>> arrays = {"kernel": np.ones((3, 6)), "recurrent_kernel": np.ones((2, 6)), "bias": np.zeros((2, 6))}
    >>> from_keras("gru", arrays).reset, from_keras("gru", arrays | {"bias": np.zeros(6)}).reset
    ('after', 'before')
    """
    known_kind(kind, KINDS)
    kernel, recurrent, bias = named(arrays, NAMES)
    kind = KINDS[kind]
    after = kind == "gru" and bias.ndim == 2 and len(bias) == 2
    b_u, b_h = bias if after else (bias, None if kind == "gru" else np.zeros_like(bias))
    H = look(kind, Cell(*NAMES, "bias"), Cell(kernel, recurrent, b_u, b_h), None, turned=True)
    each = Cell(kernel.T.copy(), recurrent.T.copy(), b_u, b_h)
    W_yx, b_y = own_readout(W_yx, b_y)
    guard.readout("W_yx", W_yx, b_y, H, "hidden state")
    return model(kind, _swapped(each) if kind == "gru" else each, W_yx, b_y)


def to_keras(network) -> Weights:
    """The weights of an RNN, LSTM or GRU under Keras's names: layer.set_weights([*to_keras(network).arrays.values()]).

    from_keras(*to_keras(network)) is the network again, number by number.
    InputError: what Keras's cells cannot do, an activation besides tanh and relu, or several layers (take each alone).

    >>> import rnnlib as rl
    >>> weights = to_keras(rl.LSTM.random(4, 3, 1, rng=np.random.default_rng(0)))
    >>> weights.kind, {name: array.shape for name, array in weights.arrays.items()}
    ('lstm', {'kernel': (3, 8), 'recurrent_kernel': (2, 8), 'bias': (8,)})
    """
    kind, each = cell("network", network)
    if kind == "gru":
        each = _swapped(each)
    bias = np.stack([each.b_u, each.b_h]) if kind == "gru" and each.b_h is not None else each.b_u
    arrays = dict(zip(NAMES, (each.from_u.T, each.from_h.T, bias), strict=True))
    return Weights.of("simple" if kind == "tanh" else kind, arrays, network)


def _swapped(each: Cell) -> Cell:
    """The first third of the rows in the place of the second: from z, r, h to r, z, n, and back."""

    def swap(a: Array | None) -> Array | None:
        if a is None:
            return None
        first, second, third = np.split(a, SUMS["gru"])
        return np.concatenate([second, first, third])

    return Cell(*map(swap, each))
