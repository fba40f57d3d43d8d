"""The widget that shows an explorer's picture and says its sentence."""

import base64
from pathlib import Path

import anywidget
import traitlets

HERE = Path(__file__).parent


def _address(png: bytes, _widget) -> str:
    """The picture as an address that holds it all: a browser shows it sooner than bytes it must make a file of."""
    return "data:image/png;base64," + base64.b64encode(png).decode()


class PictureWidget(anywidget.AnyWidget):
    """A picture (PNG bytes) with a sentence below it; a problem, while there is one, stands in the sentence's place.

    ipywidgets.Image has no alternative text and ipywidgets.HTML replaces its element at each change, so screen
    readers would be told nothing; this widget has the one and keeps the other.
    """

    _esm = HERE / "picture.js"
    _css = HERE / "picture.css"
    png = traitlets.Bytes().tag(sync=True, to_json=_address)
    sentence = traitlets.Unicode().tag(sync=True)
    problem = traitlets.Unicode().tag(sync=True)
    width = traitlets.Int(1000).tag(sync=True)

    def __repr__(self) -> str:
        return self.problem or self.sentence
