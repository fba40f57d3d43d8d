"""A model in a small file that a person can read."""

from __future__ import annotations

import json
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from rnnlib import guard
from rnnlib.atomic import replace
from rnnlib.bidirectional import Bidirectional
from rnnlib.gated import GRU, LSTM
from rnnlib.guard import Array, InputError
from rnnlib.lru import LRU
from rnnlib.rnn import ACTIVATIONS, RNN
from rnnlib.ssm import Linear
from rnnlib.stacked import Stacked
from rnnlib.text import Vocab

__all__ = ["Saved", "load", "save"]

FORMAT = "rnnlib model 1"
KINDS = {
    "Linear": Linear,
    **{f"RNN {name}": RNN.with_activation(name) for name in ACTIVATIONS},
    "LSTM": LSTM,
    **{f"GRU {when}": GRU.with_reset(when) for when in ("after", "before")},
    "LRU": LRU,
    "Stacked": Stacked,
    "Bidirectional": Bidirectional,
}
DTYPES = ("float32", "float64")


class Saved(NamedTuple):
    """What a file holds.

    >>> Saved(model=None, vocab=Vocab.of("hi"), x0=None).vocab.symbols
    ('h', 'i')
    """

    model: Any
    vocab: Vocab | None
    x0: Array | None


def save(path: str | PathLike, model, vocab: Vocab | None = None, x0: Array | None = None) -> None:
    """Write a model, with its vocabulary and its initial state if there are, as JSON; every number exactly.

    Linear, RNN, LSTM, GRU and LRU are saved, and a Stacked or Bidirectional of them.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "model.json"
    >>> save(path, RNN.random(8, 4, 4, rng=np.random.default_rng(0)), Vocab.of("hello"))
    >>> print(path.read_text(encoding="utf-8")[:67])
    {
      "format": "rnnlib model 1",
      "kind": "RNN tanh",
      "W_xx": {
    """
    _look(model)
    saved = _agreeing(Saved(model, vocab, x0))
    parts = {"format": FORMAT} | _parts(model)
    if vocab is not None:
        parts["vocab"] = list(vocab.symbols)
    if x0 is not None:
        parts["x0"] = _described("x0", saved.x0)
    try:
        replace(_path(path), (_json(parts) + "\n").encode())
    except UnicodeEncodeError as error:
        half = error.object[error.start]
        raise InputError(f"A file cannot hold the symbol {half!r}, which is half a letter. Leave it out.") from None
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}. Choose another name.") from None


def load(path: str | PathLike) -> Saved:
    """Read what `save` wrote. InputError if the file is missing, broken, or something else.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "model.json"
    >>> save(path, RNN.random(8, 4, 4, rng=np.random.default_rng(0)), Vocab.of("hello"))
    >>> load(path).model.sizes, load(path).vocab.symbols
    ((8, 4, 4), ('h', 'e', 'l', 'o'))
    """
    file = _path(path)
    try:
        parts = json.loads(file.read_text(encoding="utf-8-sig"))  # some editors write a mark in front
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}. Save a model there first.") from None
    except (ValueError, RecursionError):
        raise InputError(f"{path} is not a saved model, or was cut off. Save the model again.") from None
    if not isinstance(parts, dict) or parts.get("format") != FORMAT:
        raise InputError(f'{path} is not a saved model: it lacks "format": "{FORMAT}". Choose another file.')
    try:
        model = _model(parts)
        vocab = Vocab(_listed(parts["vocab"])) if "vocab" in parts else None
        return _agreeing(Saved(model, vocab, _array(parts["x0"]) if "x0" in parts else None))
    except InputError as error:
        raise InputError(f"{path} holds a model that does not fit together. {error}") from None
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError):
        raise InputError(f"{path} is not complete, or was changed by hand. Save the model again.") from None


def _path(path: str | PathLike) -> Path:
    try:
        return Path(path)
    except TypeError:
        raise InputError(f"path should be the name of a file, in quotes. It came as {guard.short(path)}.") from None


def _agreeing(saved: Saved) -> Saved:
    """The three together, if they fit."""
    model, vocab, x0 = saved
    n_x, n_u, _ = model.sizes
    if vocab is not None:
        symbols = guard.alphabet(guard.made_as("vocab", vocab, Vocab, 'Try Vocab.of("hello").').symbols)
        if len(symbols) != n_u:
            raise InputError(
                f"The vocabulary should have one symbol for each of the {guard.count(n_u, 'input')} of the "
                f"model. It has {len(symbols)}."
            )
    if x0 is not None and isinstance(model, Bidirectional):
        raise InputError("x0 should be left out for a Bidirectional, which has one for each direction.")
    if x0 is not None:
        x0 = guard.numbers("x0", x0)
        guard.vector("x0", x0, n_x, "state")
    return Saved(model, vocab, x0)


def _look(model) -> None:
    """Refuse what has no kind of its own in a file."""
    if type(model) not in KINDS.values():
        *others, last = dict.fromkeys(kind.partition(" ")[0] for kind in KINDS)
        known = f"{', '.join(others)} or {last}"
        raise InputError(f"Only a model of the course can be saved: {known}. It came as {type(model).__name__}.")
    for inner in _inner(model):
        _look(inner)


def _inner(model) -> list:
    """The models that a model is made of."""
    if isinstance(model, Stacked):
        return list(model.layers)
    return [each for each in model if each is not None] if isinstance(model, Bidirectional) else []


def _parts(model) -> dict:
    """The kind of a model, and what its fields hold."""
    kinds = {kind: name for name, kind in KINDS.items()}

    def described(name: str, value):
        if value is None:
            return None
        if isinstance(model, Stacked):
            return [_parts(layer) for layer in value]
        return _parts(value) if isinstance(model, Bidirectional) else _described(name, value)

    return {"kind": kinds[type(model)]} | {name: described(name, value) for name, value in model._asdict().items()}


def _model(parts: dict) -> Any:
    """The model that `_parts` described."""

    def found(value):
        if value is None:
            return None
        if isinstance(value, list):
            return [_model(each) for each in value]
        return _model(value) if "kind" in value else _array(value)

    kind = KINDS[parts["kind"]]
    return kind(*(found(parts[name]) for name in kind._fields))


def _described(name: str, array: Array) -> dict:
    if array.dtype.name not in DTYPES:
        array = guard.numbers(name, array.astype(np.float64))
    return {"dtype": array.dtype.name, "values": array.tolist()}


def _array(part: dict) -> Array:
    if part["dtype"] not in DTYPES:
        raise KeyError(part["dtype"])
    with guard.quiet():
        return np.array(part["values"], dtype=part["dtype"])


def _listed(symbols) -> list:
    if not isinstance(symbols, list):
        raise TypeError(symbols)
    return symbols


def _json(value, indent: str = "") -> str:
    """JSON with one row of a matrix on a line."""
    inner = indent + "  "
    if isinstance(value, dict):
        items = [f"{json.dumps(key)}: {_json(each, inner)}" for key, each in value.items()]
    elif isinstance(value, list) and value and isinstance(value[0], list):
        items = [json.dumps(row, allow_nan=False) for row in value]
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        items = [_json(each, inner) for each in value]
    else:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return opening + "\n" + ",\n".join(inner + item for item in items) + "\n" + indent + closing
