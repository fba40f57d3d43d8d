"""A linear recurrence without a loop over time: a tree of steps, in each of which many pairs join at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from rnnlib import guard
from rnnlib.guard import Array, InputError

__all__ = ["ScanStep", "combine", "prefix_scan", "scan_steps"]

Stretch = tuple[Array, Array]  # (a, b): what x_after = a x_before + b says about some instants in a row


def combine(first: Stretch, second: Stretch) -> Stretch:
    """(a1, b1) and then (a2, b2) are (a1 a2, a2 b1 + b2): two stretches of time in a row are one.

    It is associative, so brackets may stand anywhere, and not commutative: the first one came first.

    >>> combine((2.0, 1.0), (3.0, 5.0))  # 3 (2 x + 1) + 5 = 6 x + 8
    (6.0, 8.0)
    """
    (a1, b1), (a2, b2) = first, second
    return a1 * a2, a2 * b1 + b2


class ScanStep(NamedTuple):
    """Pairs that join at once: each row of `right` becomes combine(its row of `left`, itself).

    >>> step = ScanStep(span=1, left=range(0, 3, 2), right=range(1, 4, 2))
    >>> list(zip(step.left, step.right))
    [(0, 1), (2, 3)]
    """

    span: int  # how many instants a row of `right` holds before it joins; a row of `left` is so many rows before it
    left: range
    right: range


def scan_steps(T: int) -> list[ScanStep]:
    """The steps of a scan over T instants, one after the other; row t - 1 is the instant t.

    On the way up stretches of 1, 2, 4, ... instants join in pairs; on the way down those that are complete from the
    first instant on complete the others. About 2 log2(T) steps join fewer than 2 T pairs altogether.
    Source: Blelloch, "Prefix sums and their applications", CMU-CS-90-190 (1990).

    >>> for step in scan_steps(5): print(list(zip(step.left, step.right)))
    [(0, 1), (2, 3)]
    [(1, 3)]
    [(1, 2), (3, 4)]
    """
    T = guard.whole("T", T, 1, "the number of instants")
    spans = [2**k for k in range(T.bit_length())]
    up = [ScanStep(d, range(d - 1, T - d, 2 * d), range(2 * d - 1, T, 2 * d)) for d in spans]
    down = [ScanStep(d, range(2 * d - 1, T - d, 2 * d), range(3 * d - 1, T, 2 * d)) for d in reversed(spans)]
    return [step for step in up + down if step.right]


def prefix_scan(a: Array, b: Array) -> Array:
    """x_t = a_t x_{t-1} + b_t with x_0 = 0, for all t in about 2 log2(T) steps: those of `scan_steps`.

    b (..., T, n), real or complex; a of the same shape, or (n,) if it is the same at every instant.
    An x_0 that is not 0 comes in with b_1: add a_1 x_0 to it.
    InputError: what is not finite or does not fit; a state, or a product of many a, that grows without bound.

    >>> prefix_scan(np.array([0.5]), np.array([[1.0], [0.0], [0.0], [1.0]])).ravel().tolist()
    [1.0, 0.5, 0.25, 1.125]
    """
    a, b = guard.complexes("a", a), guard.complexes("b", b)
    if b.ndim < 2 or 0 in b.shape:
        raise InputError(f"b should have the shape (T, n), with at least one instant. It came as {b.shape}.")
    if a.shape not in (b.shape[-1:], b.shape):
        raise InputError(
            f"a should have the shape of b, {b.shape}, or {b.shape[-1:]}, one number for all instants. "
            f"It came as {a.shape}."
        )
    dtype = np.result_type(a, b)
    with guard.quiet():
        return guard.held("state", joined(a.astype(dtype), b.astype(dtype)), axis=-2)  # copies


def joined(a: Array, b: Array) -> Array:
    """What `prefix_scan` does after a look at what came. It takes the room of a and b for its own.

    >>> joined(np.array([[9.0], [2.0]]), np.array([[1.0], [1.0]])).ravel().tolist()
    [1.0, 3.0]
    """
    T = b.shape[-2]
    room = np.empty_like(b[..., : T // 2, :])  # for the products of a step; new room for each would cost more than they
    for span, left, right in scan_steps(T):
        first, second = ((..., slice(rows.start, rows.stop, rows.step), slice(None)) for rows in (left, right))
        if a.ndim == 1:  # the same at every instant, so over `span` of them it is its power
            b[second] += np.multiply(a**span, b[first], out=room[..., : len(left), :])
        else:
            a[second], b[second] = combine((a[first], b[first]), (a[second], b[second]))
    return b
