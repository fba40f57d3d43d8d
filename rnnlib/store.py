"""A model in a small file that a person can read."""

from __future__ import annotations

import json
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from rnnlib import guard
from rnnlib.atomic import replace
from rnnlib.guard import Array, InputError
from rnnlib.rnn import ACTIVATIONS, RNN
from rnnlib.ssm import Linear
from rnnlib.text import Vocab

__all__ = ["Saved", "load", "save"]

FORMAT = "rnnlib model 1"
KINDS = {"Linear": Linear} | {f"RNN {name}": RNN.with_activation(name) for name in ACTIVATIONS}
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

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "model.json"
    >>> save(path, RNN.random(8, 4, 4, rng=np.random.default_rng(0)), Vocab.of("hello"))
    >>> print(path.read_text(encoding="utf-8")[:67])
    {
      "format": "rnnlib model 1",
      "kind": "RNN tanh",
      "W_xx": {
    """
    kinds = {kind: name for name, kind in KINDS.items()}
    if type(model) not in kinds:
        raise InputError(f"Only a model of the course can be saved: Linear or RNN. It came as {type(model).__name__}.")
    saved = _agreeing(Saved(model, vocab, x0))
    parts = {"format": FORMAT, "kind": kinds[type(model)]}
    parts |= {name: _described(name, array) for name, array in model._asdict().items()}
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
        kind = KINDS[parts["kind"]]
        model = kind(*(_array(parts[name]) for name in kind._fields))
        vocab = Vocab(_listed(parts["vocab"])) if "vocab" in parts else None
        return _agreeing(Saved(model, vocab, _array(parts["x0"]) if "x0" in parts else None))
    except InputError as error:
        raise InputError(f"{path} holds a model that does not fit together. {error}") from None
    except (KeyError, TypeError, ValueError, OverflowError):
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
    if x0 is not None:
        x0 = guard.numbers("x0", x0)
        guard.vector("x0", x0, n_x, "state")
    return Saved(model, vocab, x0)


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
    else:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return opening + "\n" + ",\n".join(inner + item for item in items) + "\n" + indent + closing
