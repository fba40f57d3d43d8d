"""All instants of all sequences at once: in which order they lie in memory, and sums over them."""

from __future__ import annotations

import numpy as np

from rnnlib.guard import Array

__all__ = []


def rows(a: Array) -> Array:
    """One row for each instant of each sequence (M, n), or for each sequence where there is no time.

    >>> rows(np.zeros((2, 5, 3))).shape, rows(np.zeros(3)).shape
    ((10, 3), (1, 3))
    """
    return a.reshape(-1, a.shape[-1])


def sum_of_products(to: Array, source: Array) -> Array:
    """sum of to_t source_t^T over all instants of all sequences, as one matrix product (n_to, n_from).

    >>> sum_of_products(np.ones((2, 5, 1)), np.ones((2, 5, 3)))
    array([[10., 10., 10.]])
    """
    return rows(to).T @ rows(source)


def time_first(a: Array) -> Array:
    """(..., T, n) -> (T, M, n): what a loop reads at one instant lies together.

    >>> time_first(np.zeros((2, 3, 5, 4))).shape, time_first(np.zeros((5, 4))).shape
    ((5, 6, 4), (5, 1, 4))
    """
    return np.ascontiguousarray(a.reshape(-1, *a.shape[-2:]).swapaxes(0, 1))


def time_last(a: Array, like: Array) -> Array:
    """(T, M, n) -> (..., T, n), seen from the side and not copied; the sequences are arranged as in `like` (..., k).

    >>> time_last(np.zeros((5, 6, 4)), like=np.zeros((2, 3, 1))).shape
    (2, 3, 5, 4)
    """
    T, _, n = a.shape
    return a.swapaxes(0, 1).reshape(*like.shape[:-1], T, n)
