"""torch.nn.RNN, LSTM and GRU."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rnnlib import guard
from rnnlib.bidirectional import Bidirectional
from rnnlib.guard import Array, InputError
from rnnlib.stacked import Stacked

from .cell import SUMS, Cell, Weights, cell, known_kind, look, model, named, own_readout

__all__ = ["from_torch", "to_torch"]

NAME = re.compile(r"(?:weight|bias)_[ih]h_l(0|[1-9]\d{0,3})(_reverse)?")


def from_torch(kind: str, arrays: Mapping[str, Array], W_yx: Array | None = None, b_y: Array | None = None):
    """The model that computes what torch.nn.RNN, LSTM or GRU does with the arrays of its `state_dict()`.

    kind is "tanh", "relu", "lstm" or "gru". Names are weight_ih_l0, weight_hh_l0, bias_ih_l0, bias_hh_l0, then _l1 and
    so on for the layers above, which give a `Stacked`, and _reverse, which give a `Bidirectional`.
    PyTorch has two biases; where only their sum matters, the model has the sum.
    W_yx (n_y, H) and b_y (n_y,) are those of a torch.nn.Linear that reads the last layer; without, y is its hidden
    state. Two directions have no readout: `read` gives the hidden states of both.
    An LSTM of PyTorch takes and gives (h_0, c_0); here x0 is both in one vector, c first.
    InputError: an unknown kind, a name that is missing or is none of these, a shape that does not fit.

    >>> import numpy as np, rnnlib as rl
    >>> names = "weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"
    >>> shapes = (8, 3), (8, 2), (8,), (8,)
    >>> model = from_torch("lstm", {name: np.ones(shape) for name, shape in zip(names, shapes)})
    >>> model.sizes, rl.simulate(model, np.ones((5, 3))).y.shape
    ((4, 3, 2), (5, 2))
    """
    known_kind(kind, SUMS)
    found = [NAME.fullmatch(str(name)) for name in arrays] if isinstance(arrays, Mapping) else []
    layers = 1 + max((int(name[1]) for name in found if name), default=0)
    directions = ("", "_reverse") if any(name and name[2] for name in found) else ("",)
    layers = min(layers, len(found) + 1)  # one name of a layer far above asks for no more names than came
    places = [f"l{k}{direction}" for k in range(layers) for direction in directions]
    weights = iter(named(arrays, [name for place in places for name in _names(place)]))
    if W_yx is not None and len(directions) == 2:
        raise InputError("W_yx should be None with two directions: read gives the hidden states of both, side by side.")
    cells, n_u = {}, None
    for k in range(layers):
        for direction in directions:
            each = cells[k, direction] = Cell(*(next(weights) for _ in range(4)))
            H = look(kind, _names(f"l{k}{direction}"), each, n_u)
            n_u = each.from_u.shape[1]  # both directions read the same
        n_u = H * len(directions)
    W_yx, b_y = own_readout(W_yx, b_y)
    guard.readout("W_yx", W_yx, b_y, H, "hidden state")
    if len(directions) == 2:
        below = None
        for k in range(layers):
            below = Bidirectional(*(model(kind, cells[k, each], None, None) for each in directions), below)
        return below
    readouts = [(None, None)] * (layers - 1) + [(W_yx, b_y)]
    models = [model(kind, cells[k, ""], *readout) for k, readout in enumerate(readouts)]
    return models[0] if layers == 1 else Stacked(models)


def to_torch(network) -> Weights:
    """The weights of an RNN, LSTM, GRU, of a Stacked of them or a Bidirectional, under PyTorch's names.

    from_torch(*to_torch(network)) is the network again, number by number. The second bias is 0 where one says it all.
    In PyTorch: net.load_state_dict({name: torch.tensor(a) for name, a in to_torch(network).arrays.items()}).
    InputError: what PyTorch has not: other activations, a reset before the product, layers of several kinds or sizes,
    a readout below the last layer or in both directions.

    >>> import numpy as np, rnnlib as rl
    >>> weights = to_torch(rl.GRU.random(2, 3, 1, rng=np.random.default_rng(0)))
    >>> weights.kind, {name: array.shape for name, array in weights.arrays.items()}
    ('gru', {'weight_ih_l0': (6, 3), 'weight_hh_l0': (6, 2), 'bias_ih_l0': (6,), 'bias_hh_l0': (6,)})
    """
    if isinstance(network, Stacked | Bidirectional):
        _ = network.sizes  # a look at whether the layers fit together
    kinds, arrays = set(), {}
    levels = _levels(network)
    for k, level in enumerate(levels):
        for direction, layer in level.items():
            kind, parts = cell("network" if len(levels) == len(level) == 1 else f"layer {k + 1}", layer)
            if parts.b_h is None:
                raise InputError("The reset gate of PyTorch's GRU acts after the product only. Try to_keras.")
            if layer[-1] is not None and (direction or len(level) == 2 or k + 1 < len(levels)):
                raise InputError(
                    "A layer whose hidden states go on to others should have no readout: PyTorch's have none."
                )
            kinds.add(f"{kind} of {parts.from_h.shape[1]}")
            arrays |= dict(zip(_names(f"l{k}{direction}"), parts, strict=True))
    if len(kinds) > 1:
        raise InputError(f"The layers should be of one kind and one size. They came as {guard.listed(sorted(kinds))}.")
    return Weights.of(kind, arrays, layer)


def _names(place: str) -> Cell:
    return Cell(*(f"{name}_{place}" for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")))


def _levels(network) -> list[dict]:
    """The networks of each layer, from the first to the last, by their direction."""
    if isinstance(network, Bidirectional):
        below = [] if network.below is None else _levels(network.below)
        return [*below, {"": network.there, "_reverse": network.back}]
    return [{"": layer} for layer in (network.layers if isinstance(network, Stacked) else [network])]
