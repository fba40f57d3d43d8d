"""The readout of a network: y_t = W_yh h_t + b_y. One without weights (None) shows the hidden state: y_t = h_t."""

from __future__ import annotations

import numpy as np

from rnnlib.guard import Array
from rnnlib.instants import rows, sum_of_products

__all__ = []


def read_out(h: Array, W: Array | None, b: Array | None) -> Array:
    """(..., n_h) -> (..., n_y)

    >>> read_out(np.array([1.0, 2.0]), np.array([[1.0, 10.0]]), np.array([0.5])), read_out(np.array([1.0]), None, None)
    (array([21.5]), array([1.]))
    """
    return h if W is None else h @ W.T + b


def blame(dy: Array, h: Array, W: Array | None) -> tuple[Array, Array | None, Array | None]:
    """dL/dh (..., n_h), an array of its own, dL/dW and dL/db from dL/dy (..., n_y) with its instants ordered as in h.

    >>> dh, dW, db = blame(np.array([[1.0]]), np.array([[3.0, 4.0]]), np.array([[1.0, 10.0]]))
    >>> dh.tolist(), dW.tolist(), db.tolist()
    ([[1.0, 10.0]], [[3.0, 4.0]], [1.0])
    """
    dy = dy.astype(np.result_type(dy, h), copy=W is None)
    if W is None:
        return dy, None, None
    return dy @ W, sum_of_products(dy, h), rows(dy).sum(axis=0)
