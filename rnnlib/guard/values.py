"""Numbers as they were handed over: one, whole, or an array of them; and the dice."""

from __future__ import annotations

import operator

import numpy as np

from .words import Array, InputError, short


def plain(name: str, value) -> Array:
    """`value` as a plain array of whatever kind; a mask would be lost, so it is refused.

    >>> plain("u", np.ma.array([1.0, 2.0], mask=[False, True]))
    Traceback (most recent call last):
    rnnlib.guard.InputError: u should be an array without a mask: what is masked would count as the rest does. \
Try u.filled(0).
    """
    if isinstance(value, np.ma.MaskedArray):
        raise InputError(
            f"{name} should be an array without a mask: what is masked would count as the rest does. "
            f"Try {name}.filled(0)."
        )
    try:
        return np.asarray(value)
    except ValueError:
        raise InputError(f"{name} should be an array of numbers. Its rows have unequal lengths.") from None


def numbers(name: str, value) -> Array:
    """`value` as an array of finite floating-point numbers.

    float32 and float64 stay what they are; float16, in which a sum ends at 65504, becomes float32.

    >>> numbers("u", [[1, 0], [0, 1]]).dtype
    dtype('float64')
    """
    array = plain(name, value)
    if array.dtype.kind in "iub":
        array = array.astype(np.float64)
    if array.dtype.kind != "f":
        raise InputError(f"{name} should be an array of numbers. It came as {short(value)}.")
    if array.dtype == np.float16:
        array = array.astype(np.float32)
    finite(name, array)
    return array


def complexes(name: str, value) -> Array:
    """`value` as an array of finite numbers, real or complex.

    >>> complexes("eigenvalues", [0.5, 0.5j]).dtype
    dtype('complex128')
    """
    array = plain(name, value)
    if array.dtype.kind != "c":
        return numbers(name, array)
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


def indices(name: str, value, n: int, meaning: str) -> Array:
    """`value` as an array of whole numbers from 0 to n - 1.

    >>> indices("target", [0, 4], 4, "the number of the right symbol")
    Traceback (most recent call last):
    rnnlib.guard.InputError: target, the number of the right symbol, should be a whole number from 0 to 3. \
It holds 4.
    """
    array = plain(name, value)
    allowed = f"{name}, {meaning}, should be a whole number from 0 to {n - 1}."
    if array.dtype.kind not in "iu":
        if array.size:
            raise InputError(f"{allowed} It came as {short(value)}.")
        array = array.astype(int)
    if array.size and (array.min() < 0 or array.max() >= n):
        wrong = array[(array < 0) | (array >= n)].flat[0]
        raise InputError(f"{allowed} It holds {wrong}.")
    return array


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
        raise InputError(f"{name}, {meaning}, should be a whole number of at least {low}. It came as {short(value)}.")
    return n


def real(
    name: str, value, meaning: str, *, low: float = -np.inf, above: float = -np.inf, below: float = np.inf
) -> float:
    """`value` as a finite number, at least `low`, greater than `above` and less than `below`.

    >>> real("mass", 0.0, "the mass in kg", above=0)
    Traceback (most recent call last):
    rnnlib.guard.InputError: mass, the mass in kg, should be a number greater than 0. It came as 0.0.
    """
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        number = np.nan
    if not (np.isfinite(number) and number >= low and above < number < below):
        limits = [
            words
            for words, limit in (
                (f"of at least {low:g}", low),
                (f"greater than {above:g}", above),
                (f"less than {below:g}", below),
            )
            if np.isfinite(limit)
        ]
        kind = f"a number {' and '.join(limits)}" if limits else "a finite number"
        raise InputError(f"{name}, {meaning}, should be {kind}. It came as {short(value)}.")
    return number


def dice(name: str, rng, draw: str):
    """A random generator that can `draw`.

    >>> dice("rng", 0, "normal")
    Traceback (most recent call last):
    rnnlib.guard.InputError: rng, the dice, should be a random generator. It came as 0. \
Try rng=np.random.default_rng(0).
    """
    if isinstance(rng, type) or not callable(getattr(rng, draw, None)):
        raise InputError(
            f"{name}, the dice, should be a random generator. It came as {short(rng)}. "
            f"Try {name}=np.random.default_rng(0)."
        )
    return rng
