"""How many explorers may keep a figure in memory: 8 MB each, and a cell that runs again leaves one behind."""

import threading
import weakref
from collections import OrderedDict

from ..draw.canvas import Canvas

MOST = 8

_kept: OrderedDict[int, weakref.ref] = OrderedDict()
_lock = threading.Lock()


def keep_figure(canvas: Canvas) -> None:
    """Let this canvas keep its figure; the one that was drawn on longest ago gives up its own if they are too many.

    A canvas that has no figure makes itself one when it is drawn on again, and shows the same picture.
    """
    with _lock:
        _kept[id(canvas)] = weakref.ref(canvas)
        _kept.move_to_end(id(canvas))
        idle = [_kept.popitem(last=False)[1]() for _ in range(len(_kept) - MOST)]
    for other in idle:
        if other is not None:
            other.forget()
