"""What both variants of the GRU do at one instant, in arrays made beforehand, (M, n) for M sequences."""

from __future__ import annotations

import numpy as np

from rnnlib.guard import Array

__all__ = []


def bend(gates: Array, recurrent: Array) -> None:
    """gates <- sigmoid(2 (gates + recurrent)): both come halved, for sigmoid(a) = 1/2 + tanh(a / 2) / 2.

    >>> gates = np.zeros((1, 2))
    >>> bend(gates, np.array([[0.0, 100.0]]))
    >>> gates
    array([[0.5, 1. ]])
    """
    gates += recurrent
    np.tanh(gates, out=gates)
    gates *= 0.5
    gates += 0.5


def straighten(da: Array, gates: Array) -> None:
    """From what arrives at sigmoids to what arrives at their sums: da <- s (1 - s) da.

    >>> da = np.ones((1, 2))
    >>> straighten(da, np.array([[0.5, 1.0]]))
    >>> da
    array([[0.25, 0.  ]])
    """
    da *= gates
    da -= da * gates


def mix(old: Array, z: Array, n: Array, new: Array) -> None:
    """new <- z old + (1 - z) tanh(n), and n <- tanh(n).

    >>> new = np.zeros((1, 1))
    >>> mix(np.array([[8.0]]), np.array([[0.75]]), np.array([[0.0]]), new)
    >>> new
    array([[6.]])
    """
    np.tanh(n, out=n)
    np.subtract(old, n, out=new)
    new *= z
    new += n


def blame_mix(old: Array, z: Array, n: Array, dx: Array, dz: Array, da_n: Array) -> None:
    """From dL/dnew = dx to dL/dz and to da_n, which arrives at the sum in tanh.

    >>> dz, da_n = np.zeros((2, 1, 1))
    >>> blame_mix(np.array([[8.0]]), np.array([[0.75]]), np.array([[0.0]]), np.array([[1.0]]), dz, da_n)
    >>> dz, da_n
    (array([[8.]]), array([[0.25]]))
    """
    np.subtract(old, n, out=dz)
    dz *= dx
    np.subtract(1, z, out=da_n)
    da_n *= dx
    da_n *= 1 - n * n
