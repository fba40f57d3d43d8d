"""Where the names of areas stand: deep inside each, away from what is drawn there already."""

from collections.abc import Iterator

import numpy as np


def middles(areas, taken) -> Iterator[tuple[int, int]]:
    """Yield (row, column) of a place deep inside each connected piece of the `areas` (n, m), whose cells are equal.

    Places that are `taken` (n, m) are left free where that is possible; a piece nowhere three cells wide is left out.

    >>> areas = np.zeros((7, 14), int)
    >>> areas[:, 7:] = 1
    >>> list(middles(areas, np.zeros((7, 14), bool)))
    [(3, 3), (3, 10)]
    """
    for answer in np.unique(areas):
        left = areas == answer
        while left.any():
            piece = _connected(left)
            left &= ~piece
            if _inner(piece).any():
                free = piece & ~taken
                yield _deepest(free if _inner(free).any() else piece)


def _connected(mask: np.ndarray) -> np.ndarray:
    """All that hangs together with the first cell of a mask."""
    piece = np.zeros_like(mask)
    piece.flat[mask.argmax()] = True
    while True:
        wider = piece.copy()
        wider[1:] |= piece[:-1]
        wider[:-1] |= piece[1:]
        wider[:, 1:] |= piece[:, :-1]
        wider[:, :-1] |= piece[:, 1:]
        wider &= mask
        if (wider == piece).all():
            return piece
        piece = wider


def _inner(mask: np.ndarray) -> np.ndarray:
    """The cells of a mask whose eight neighbours belong to it too; beyond the edge nothing does."""
    wide = np.pad(mask, 1)
    rows = wide[:-2] & wide[1:-1] & wide[2:]
    return rows[:, :-2] & rows[:, 1:-1] & rows[:, 2:]


def _deepest(mask: np.ndarray) -> tuple[int, int]:
    """The cell farthest from the outside; of several, the one nearest to their middle."""
    while (inner := _inner(mask)).any():
        mask = inner
    cells = np.argwhere(mask)
    row, column = cells[np.abs(cells - cells.mean(0)).sum(1).argmin()]
    return int(row), int(column)
