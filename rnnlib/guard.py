"""Floor 0: what a learner hands over is looked at here, and a mistake is answered with one sentence.

A sentence says what was expected, what came, what the name means, and what to do about it.
"""

from __future__ import annotations

import operator

import numpy as np

Array = np.ndarray

__all__ = ["InputError"]


class InputError(ValueError):
    """A mistake in what was handed over, told in a sentence that a learner can act on.

    >>> import rnnlib as rl
    >>> try: rl.initial_state("two", 3)
    ... except rl.InputError as error: print(error)
    The initial state should be one of "zero", "one", "random". It came as 'two'.
    """


def count(n: int, noun: str) -> str:
    """The number with its noun.

    >>> count(1, "state"), count(3, "state")
    ('1 state', '3 states')
    """
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def numbers(name: str, value) -> Array:
    """`value` as an array of finite floating-point numbers; float32 and float64 stay what they are.

    >>> numbers("u", [[1, 0], [0, 1]]).dtype
    dtype('float64')
    """
    try:
        array = np.asarray(value)
    except ValueError:
        raise InputError(f"{name} should be an array of numbers. Its rows have unequal lengths.") from None
    if array.dtype.kind in "iub":
        array = array.astype(np.float64)
    if array.dtype.kind != "f":
        raise InputError(f"{name} should be an array of numbers. It came as {_short(value)}.")
    finite(name, array)
    return array


def finite(name: str, array: Array) -> None:
    """Refuse nan and inf.

    >>> finite("x0", np.array([0.0, np.nan]))
    Traceback (most recent call last):
    rnnlib.guard.InputError: x0 should hold finite numbers only, but x0[1] is nan. ...
    """
    if not np.isfinite(array).all():
        place = np.argwhere(~np.isfinite(array))[0]
        where = f"[{', '.join(map(str, place))}]" if array.ndim else ""
        raise InputError(
            f"{name} should hold finite numbers only, but {name}{where} is {array[tuple(place)]}. "
            f"Type a number there; if training made it, train again with a smaller learning rate."
        )


def matrix(name: str, value, to: tuple[int | None, str], source: tuple[int | None, str]) -> tuple[int, int]:
    """The shape of W_to,from after looking at it: rows are where it leads to, columns where it comes from.

    A number that is None is free.

    >>> matrix("W_xu", np.zeros((3, 4)), (3, "state"), (None, "input"))
    (3, 4)
    >>> matrix("W_xu", np.zeros((4, 3)), (3, "state"), (None, "input"))
    Traceback (most recent call last):
    rnnlib.guard.InputError: W_xu should have the shape (3, 4): 3 states (rows, to) by 4 inputs (columns, \
from). It came as (4, 3). Try W_xu.T.
    """
    (rows, row_noun), (columns, column_noun) = to, source
    array = _array_of_numbers(name, value)
    if array.ndim != 2:
        raise InputError(
            f"{name} should be a matrix with one row for each {row_noun} (to) and one column for each "
            f"{column_noun} (from). It came with the shape {array.shape}."
        )
    fits = rows in (None, array.shape[0]) and columns in (None, array.shape[1])
    if not fits:
        turned = rows in (None, array.shape[1]) and columns in (None, array.shape[0])
        here = array.shape[::-1] if turned else array.shape
        rows, columns = (here[0] if rows is None else rows), (here[1] if columns is None else columns)
        raise InputError(
            f"{name} should have the shape ({rows}, {columns}): {count(rows, row_noun)} (rows, to) by "
            f"{count(columns, column_noun)} (columns, from). It came as {array.shape}."
            + (f" Try {name}.T." if turned else "")
        )
    if 0 in array.shape:
        raise InputError(
            f"{name} should have at least one row and one column: one row for each {row_noun} (to), one "
            f"column for each {column_noun} (from). It came with the shape {array.shape}."
        )
    finite(name, array)
    return array.shape


def square(name: str, value, noun: str) -> tuple[int, int]:
    """The shape of a matrix that leads from things to the same things.

    >>> square("W_xx", np.zeros((2, 3)), "state")
    Traceback (most recent call last):
    rnnlib.guard.InputError: W_xx should be square, as many rows (states, to) as columns (states, from). \
It came as (2, 3).
    """
    rows, columns = matrix(name, value, (None, noun), (None, noun))
    if rows != columns:
        raise InputError(
            f"{name} should be square, as many rows ({noun}s, to) as columns ({noun}s, from). "
            f"It came as {(rows, columns)}."
        )
    return rows, columns


def vector(name: str, value, n: int, noun: str) -> None:
    """Look at a vector with one number for each of n things.

    >>> vector("b_x", np.zeros(4), 3, "state")
    Traceback (most recent call last):
    rnnlib.guard.InputError: b_x should have the shape (3,): one number for each of the 3 states. \
It came as (4,).
    """
    array = _array_of_numbers(name, value)
    if array.shape != (n,):
        each = "one number for the 1" if n == 1 else f"one number for each of the {n}"
        raise InputError(
            f"{name} should have the shape ({n},): {each} {noun if n == 1 else noun + 's'}. It came as {array.shape}."
        )
    finite(name, array)


def whole(name: str, value, low: int, meaning: str) -> int:
    """`value` as a whole number from `low` upwards.

    >>> whole("T", 0, 1, "the number of instants")
    Traceback (most recent call last):
    rnnlib.guard.InputError: T, the number of instants, should be a whole number of at least 1. It came as 0.
    """
    try:
        n = operator.index(value)
    except TypeError:
        n = None
    if n is None or n < low:
        raise InputError(f"{name}, {meaning}, should be a whole number of at least {low}. It came as {_short(value)}.")
    return n


def real(name: str, value, meaning: str, *, low: float = -np.inf, above: float = -np.inf) -> float:
    """`value` as a finite number, at least `low` and greater than `above`.

    >>> real("mass", 0.0, "the mass in kg", above=0)
    Traceback (most recent call last):
    rnnlib.guard.InputError: mass, the mass in kg, should be a number greater than 0. It came as 0.0.
    """
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = np.nan
    if not (np.isfinite(number) and number >= low and number > above):
        kind = "a finite number"
        if low > -np.inf:
            kind = f"a number of at least {low:g}"
        if above > -np.inf:
            kind = f"a number greater than {above:g}"
        raise InputError(f"{name}, {meaning}, should be {kind}. It came as {_short(value)}.")
    return number


def indices(name: str, value, n: int, meaning: str) -> Array:
    """`value` as an array of whole numbers from 0 to n - 1.

    >>> indices("target", [0, 4], 4, "the number of the right symbol")
    Traceback (most recent call last):
    rnnlib.guard.InputError: target, the number of the right symbol, should be a whole number from 0 to 3. \
It holds 4.
    """
    array = np.asarray(value)
    allowed = f"{name}, {meaning}, should be a whole number from 0 to {n - 1}."
    if array.dtype.kind not in "iu":
        if array.size:
            raise InputError(f"{allowed} It came as {_short(value)}.")
        array = array.astype(int)
    if array.size and (array.min() < 0 or array.max() >= n):
        wrong = array[(array < 0) | (array >= n)].flat[0]
        raise InputError(f"{allowed} It holds {wrong}.")
    return array


def _array_of_numbers(name: str, value) -> Array:
    if not isinstance(value, np.ndarray):
        raise InputError(f"{name} should be a NumPy array. It came as {_short(value)}. Try np.array(...).")
    if value.dtype.kind not in "fiu":
        raise InputError(f"{name} should hold numbers. It holds {value.dtype} values.")
    return value


def _short(value) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
