"""Which explorers may keep a figure in memory, 8 MB each: a kernel never forgets what its cells have shown."""

import gc
import sys
import threading
import weakref
from collections import OrderedDict

from ..draw.canvas import Canvas

MOST = 8

_kept: OrderedDict[int, weakref.ref] = OrderedDict()
_made: dict[str, weakref.WeakSet] = {}  # cell -> the canvases that its last run made
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
    """Let this canvas give up its figure when the present cell is run again: what that run makes replaces it."""
    shell, cell = _here()
    if cell is None:
        return
    with _lock:
        shell.events.register("pre_run_cell", begin_cell)  # once: what is registered already stays it
        _made.setdefault(cell, weakref.WeakSet()).add(canvas)


def begin_cell(_info) -> None:
    """Before a cell runs, even if it cannot: let all that its last run made give up its figures."""
    _, cell = _here()
    with _lock:
        gone = list(_made.pop(cell, ()))
    for canvas in gone:
        canvas.forget()
    if gone:
        gc.collect()  # a figure is a net of references, which would wait long to be collected


def _here() -> tuple:
    """IPython's shell and the cell that runs now, as the notebook names it; None outside of a notebook."""
    module = sys.modules.get("IPython")
    shell = module.get_ipython() if module else None
    request = shell.get_parent() if hasattr(shell, "get_parent") else {}
    return shell, request.get("metadata", {}).get("cellId")
