"""The widget that shows an explorer's picture, says its sentence, and keeps the pictures of the other instants."""

import base64
from pathlib import Path

import anywidget
import ipywidgets
import traitlets

HERE = Path(__file__).parent


def _address(png: bytes, _widget) -> str:
    """The picture as an address that holds it all: a browser shows it sooner than bytes it must make a file of."""
    return "data:image/png;base64," + base64.b64encode(png).decode()


class PictureWidget(anywidget.AnyWidget):
    """The picture at the instant `t` with a sentence below it; a problem, while there is one, stands in its place.

    png, sentence, t   the picture that the kernel drew last, and what it says
    version            counts the changes of what is shown: pictures of an older version are given up
    first, last        the instants that there are
    slider             the time slider, which the page follows by itself; None without one
    play               its play button: nothing is announced while it plays
    knobs              the widgets that need a kernel
    quiet              nothing but a problem is announced while it is true, and once it is not, the last sentence
    kept               pictures of other instants; the page puts them here for a notebook that is saved with widgets

    The page asks for the pictures of the other instants when nothing else is going on (see film in picture.js), and
    the kernel answers with `send`; so time moves in the page, also while the kernel is busy or gone.

    ipywidgets.Image has no alternative text and ipywidgets.HTML replaces its element at each change, so screen
    readers would be told nothing; this widget has the one and keeps the other.
    """

    _esm = "\n".join(
        (HERE / f"{part}.js").read_text("utf-8") for part in ("roving", "manners", "film", "stage", "keeper", "picture")
    )
    _css = HERE / "picture.css"
    png = traitlets.Bytes().tag(sync=True, to_json=_address)
    sentence = traitlets.Unicode().tag(sync=True)
    problem = traitlets.Unicode().tag(sync=True)
    t = traitlets.Int(1).tag(sync=True)
    version = traitlets.Int(0).tag(sync=True)
    first = traitlets.Int(1).tag(sync=True)
    last = traitlets.Int(1).tag(sync=True)
    width = traitlets.Int(1000).tag(sync=True)
    slider = traitlets.Instance(ipywidgets.IntSlider, allow_none=True).tag(sync=True, **ipywidgets.widget_serialization)
    play = traitlets.Instance(ipywidgets.Play, allow_none=True).tag(sync=True, **ipywidgets.widget_serialization)
    knobs = traitlets.List(traitlets.Instance(ipywidgets.Widget)).tag(sync=True, **ipywidgets.widget_serialization)
    quiet = traitlets.Bool(False).tag(sync=True)
    kept = traitlets.Dict().tag(sync=True)

    def __repr__(self) -> str:
        return self.problem or self.sentence
