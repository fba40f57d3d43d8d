"""Which explorers may keep a figure in memory, 8 MB each: a kernel never forgets what its cells have shown."""

import gc
import sys
import threading
import weakref
from collections import OrderedDict

from ..draw.canvas import Canvas

MOST = 8

_kept: OrderedDict[int, weakref.ref] = OrderedDict()
_made: dict[str, tuple[str, weakref.WeakSet]] = {}  # cell -> the run of it that came last, the canvases that it made
_lock = threading.Lock()


def keep_figure(canvas: Canvas) -> None:
    """Let this canvas keep its figure; the one that was drawn on longest ago gives up its own if they are too many.

    A canvas that has no figure makes itself one when it is drawn on again, and shows the same picture.
    """
    with _lock:
        _kept[id(canvas)] = weakref.ref(canvas)
        _kept.move_to_end(id(canvas))
        idle = [_kept.popitem(last=False)[1]() for _ in range(len(_kept) - MOST)]
    for other in filter(None, idle):
        other.forget()


def replace_figures(canvas: Canvas) -> None:
    """Let the canvases that an earlier run of the present cell made give up their figures: this one replaces them."""
    cell, run = _here()
    if cell is None:
        return
    with _lock:
        last, canvases = _made.get(cell, (None, None))
        gone = list(canvases) if canvases is not None and last != run else []
        if last != run:
            _made[cell] = run, weakref.WeakSet()
        _made[cell][1].add(canvas)
    for other in gone:
        other.forget()
    if gone:
        gc.collect()  # a figure is a net of references, which would wait long to be collected


def _here() -> tuple[str | None, str | None]:
    """The cell that runs now, and this run of it, as the notebook names them; None outside of a notebook."""
    module = sys.modules.get("IPython")
    shell = module.get_ipython() if module else None
    request = shell.get_parent() if hasattr(shell, "get_parent") else {}
    return request.get("metadata", {}).get("cellId"), request.get("header", {}).get("msg_id")
