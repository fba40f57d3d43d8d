"""The weights of a model: do their shapes say the same about its sizes?"""

from __future__ import annotations

import numpy as np

from .values import finite
from .words import Array, InputError, count, short

Side = tuple[int | None, str]  # how many, and what they are


def matrix(name: str, value, to: Side, source: Side, turned: bool = False) -> tuple[int, int]:
    """The shape of W_to,from after looking at it: rows are where it leads to, columns where it comes from.

    A number that is None is free. A turned matrix has them the other way round, as those of Keras.

    >>> matrix("W_xu", np.zeros((3, 4)), (3, "state"), (None, "input"))
    (3, 4)
    >>> matrix("W_xu", np.zeros((4, 3)), (3, "state"), (None, "input"))
    Traceback (most recent call last):
    rnnlib.guard.InputError: W_xu should have the shape (3, 4): 3 states (rows, to) by 4 inputs (columns, \
from). It came as (4, 3). Try W_xu.T.
    """
    (rows, row_noun), (columns, column_noun) = (source, to) if turned else (to, source)
    leads, comes = _ways(turned)
    array = _array_of_numbers(name, value)
    if array.ndim != 2:
        raise InputError(
            f"{name} should be a matrix with one row for each {row_noun} ({leads}) and one column for each "
            f"{column_noun} ({comes}). It came with the shape {array.shape}."
        )
    fits = rows in (None, array.shape[0]) and columns in (None, array.shape[1])
    if not fits:
        other_way = rows in (None, array.shape[1]) and columns in (None, array.shape[0])
        here = array.shape[::-1] if other_way else array.shape
        rows, columns = (here[0] if rows is None else rows), (here[1] if columns is None else columns)
        raise InputError(
            f"{name} should have the shape ({rows}, {columns}): {count(rows, row_noun)} (rows, {leads}) by "
            f"{count(columns, column_noun)} (columns, {comes}). It came as {array.shape}."
            + (f" Try {name}.T." if other_way else "")
        )
    if 0 in array.shape:
        raise InputError(
            f"{name} should have at least one row and one column: one row for each {row_noun} ({leads}), one "
            f"column for each {column_noun} ({comes}). It came with the shape {array.shape}."
        )
    finite(name, array)
    return array.shape


def square(name: str, value, noun: str, turned: bool = False) -> tuple[int, int]:
    """The shape of a matrix that leads from things to the same things.

    >>> square("W_xx", np.zeros((2, 3)), "state")
    Traceback (most recent call last):
    rnnlib.guard.InputError: W_xx should be square, as many rows (states, to) as columns (states, from). \
It came as (2, 3).
    """
    rows, columns = matrix(name, value, (None, noun), (None, noun), turned)
    if rows != columns:
        leads, comes = _ways(turned)
        raise InputError(
            f"{name} should be square, as many rows ({noun}s, {leads}) as columns ({noun}s, {comes}). "
            f"It came as {(rows, columns)}."
        )
    return rows, columns


def blocks(name: str, value, k: int, noun: str, turned: bool = False) -> int:
    """How many things there are, from a matrix with k rows (to) for each of them and one column (from).

    A turned matrix has k columns (to) for each of them, and one row (from).

    >>> blocks("W_ah", np.zeros((8, 2)), 4, "hidden state")
    2
    >>> blocks("W_ah", np.zeros((6, 2)), 4, "hidden state")
    Traceback (most recent call last):
    rnnlib.guard.InputError: W_ah should have the shape (8, 2): 4 rows (to) for each of the 2 hidden states \
(columns, from). It came as (6, 2).
    """
    shape = matrix(name, value, (None, "sum"), (None, noun), turned)
    sums, n = shape[::-1] if turned else shape
    if sums != k * n:
        other_way = n == k * sums
        n = sums if other_way else n
        wanted, many, one = ((n, k * n), "columns", "rows") if turned else ((k * n, n), "rows", "columns")
        raise InputError(
            f"{name} should have the shape {wanted}: {k} {many} (to) for each of the {count(n, noun)} ({one}, "
            f"from). It came as {shape}." + (f" Try {name}.T." if other_way else "")
        )
    return n


def readout(name: str, W, b, n: int, noun: str) -> int:
    """How many outputs there are: as many as W has rows, or, without W and b, as there are states.

    >>> readout("W_yx", np.zeros((3, 2)), np.zeros(3), 2, "state"), readout("W_yx", None, None, 2, "state")
    (3, 2)
    """
    if (W is None) != (b is None):
        there, missing = (name, "b_y") if b is None else ("b_y", name)
        raise InputError(f"{name} and b_y make the output together: {there} came, and {missing} is None. Give both.")
    if W is None:
        return n
    n_y, _ = matrix(name, W, (None, "output"), (n, noun))
    vector("b_y", b, n_y, "output")
    return n_y


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


def _ways(turned: bool) -> tuple[str, str]:
    """What the rows are, and what the columns are."""
    return ("from", "to") if turned else ("to", "from")


def _array_of_numbers(name: str, value) -> Array:
    if not isinstance(value, np.ndarray):
        raise InputError(f"{name} should be a NumPy array. It came as {short(value)}. Try np.array(...).")
    if isinstance(value, np.matrix):
        raise InputError(f"{name} should be a plain NumPy array. It came as a np.matrix. Try np.asarray({name}).")
    if isinstance(value, np.ma.MaskedArray):
        raise InputError(f"{name} should be a plain NumPy array. It came with a mask. Try {name}.filled(0).")
    if value.dtype.kind not in "fiu":
        raise InputError(f"{name} should hold numbers. It holds {value.dtype} values.")
    return value
