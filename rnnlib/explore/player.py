"""The play button, and what joins it to the slider that it moves."""

from pathlib import Path

import anywidget
import ipywidgets
import traitlets

HERE = Path(__file__).parent


class Player(anywidget.AnyWidget):
    """Joins a play button and a slider in the browser: the button moves the slider, and starts where that stands.

    `ipywidgets.jslink` would do it too, but it tells the kernel of both at every move of the slider, and each message
    holds the picture up.  The End key reaches the end of a slider that has grown.  It shows nothing itself, but must be
    part of what is shown.
    """

    _esm = HERE / "player.js"
    play = traitlets.Instance(ipywidgets.Play).tag(sync=True, **ipywidgets.widget_serialization)
    slider = traitlets.Instance(ipywidgets.IntSlider).tag(sync=True, **ipywidgets.widget_serialization)

    def __init__(self, play: ipywidgets.Play, slider: ipywidgets.IntSlider):
        super().__init__(play=play, slider=slider, layout={"display": "none"})

    def __repr__(self) -> str:
        return "the play button moves the slider"
