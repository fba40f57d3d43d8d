"""The pictures of an explorer at all its places, each as what differs from another one."""

import base64
import io
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from rnnlib import explore
from rnnlib.draw import style
from rnnlib.draw.canvas import Number, smallest

from .places import Plan


def reel(explorer: explore.Explorer, folder: Path, name: str) -> dict:
    """Put the films of all places into the folder; return what the page must know before anything is moved.

    A film is a script `<name>.<move>.js`, for a page that comes from a file may load scripts and pictures, but no data.
    """
    explorer.reset()
    plan, base, time = Plan(explorer.controls, explorer.shown.T), pixels(explorer.png()), explorer.time
    table: dict[Number, int] = {}
    begin = {
        "name": f"{folder.name}/{name}",
        "width": explorer.picture.width,
        "picture": base64.b64encode(smallest(explorer.png())).decode(),
        "time": time and {"label": time.widget.description, "interval": time.interval},
        "knobs": plan.knobs,
        "trains": isinstance(explorer, explore.Training),
        "told": told(explorer),
        **ends(explorer),
        "frame": frame(explorer, table),
        "table": rows(table),
    }
    for move, values in enumerate(plan.moves):
        explorer.reset()
        explorer.set(**values)
        made = json.dumps(film(explorer, base), ensure_ascii=False, separators=(",", ":"))
        (folder / f"{name}.{move}.js").write_text(f'rnnMade("{folder.name}/{name}.{move}",{made});\n', "utf-8")
    explorer.reset()
    return begin


def film(explorer: explore.Explorer, base: np.ndarray) -> dict:
    """All instants at one place, or why there is no picture.

    The key, the picture at the instant where the explorer stands, differs from the base; each other picture differs
    from its neighbour on the side of the key. The table begins with the numbers of the key, as that of the page does.
    """
    if explorer.problem:
        return {"problem": explorer.problem}
    here, key, table = explorer.t, pixels(explorer.png()), {}
    frame(explorer, table)
    pictures, frames = {}, {}
    for t in instants(explorer):
        pictures[t], frames[t] = pixels(explorer.png()), frame(explorer, table)
    for t, made in frames.items():
        neighbour = t + (t < here) - (t > here)
        made["patch"] = difference(pictures[t], pictures[neighbour])
    return {
        **ends(explorer),
        "told": told(explorer),
        "t": here,
        "key": difference(key, base),
        "frames": list(frames.values()),
        "table": rows(table),
    }


def told(explorer: explore.Explorer) -> dict[str, str]:
    """What stands beside the choices of x0."""
    return {knob.name: knob.told.value for knob in explorer.controls if isinstance(knob, explore.InitialState)}


def ends(explorer: explore.Explorer) -> dict[str, int]:
    first = explorer.time.first if explorer.time else 1
    return {"first": first, "last": first + explorer.shown.T - 1}


def instants(explorer: explore.Explorer) -> Iterator[int]:
    """Each instant, after the explorer has moved there."""
    for t in explorer.time.places() if explorer.time else [1]:
        if explorer.time:
            explorer.set(t=t)
        yield t


def frame(explorer: explore.Explorer, table: dict[Number, int]) -> dict:
    """What the picture says, and the places of its numbers in the table, which grows."""
    numbers = [table.setdefault(number, len(table)) for number in explorer.numbers()]
    return {"t": explorer.t, "sentence": explorer.sentence, "numbers": numbers}


def rows(table: dict[Number, int]) -> list[list]:
    return [[*number.box, *number.told] for number in table]


def pixels(png: bytes) -> np.ndarray:
    """The places of a picture's colours in the palette of the course.

    >>> from rnnlib.draw.canvas import Canvas, View
    >>> pixels(Canvas((1, 1)).draw([View()])).shape
    (144, 144)
    """
    return np.asarray(Image.open(io.BytesIO(png)))


def difference(picture: np.ndarray, other: np.ndarray) -> list | None:
    """[left, top, WebP in base64]: what to lay over the other picture, clear where both are the same; None if nothing.

    Without loss; a third smaller than PNG.

    >>> difference(np.eye(4, dtype=np.uint8), np.eye(4, dtype=np.uint8))
    """
    changed = picture != other
    rows = np.flatnonzero(changed.any(axis=1))
    if not rows.size:
        return None
    top, bottom = rows[0], rows[-1] + 1
    left, right = np.flatnonzero(changed[top:bottom].any(axis=0))[[0, -1]] + (0, 1)
    within = slice(top, bottom), slice(left, right)
    colours = np.reshape(style.palette().getpalette(), (-1, 3)).astype(np.uint8)
    patch = np.insert(colours, 3, 255, axis=1)[picture[within]]
    patch[~changed[within]] = 0
    buffer = io.BytesIO()
    Image.fromarray(patch, "RGBA").save(buffer, "WEBP", lossless=True, exact=True, quality=75)
    return [int(left), int(top), base64.b64encode(buffer.getvalue()).decode()]
