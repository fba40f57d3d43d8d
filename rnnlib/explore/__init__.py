"""Explorers: knobs, one picture and one sentence, linked. ipywidgets and anywidget only."""

from .controls import Choice, Control, InitialState, Integer, Matrix, Number, Start, Text, Time, Toggle
from .explorer import Explorer
from .scoreboard import Scoreboard
from .textfile import TextFile
from .training import Training, Update

__all__ = [
    "Choice",
    "Control",
    "Explorer",
    "InitialState",
    "Integer",
    "Matrix",
    "Number",
    "Scoreboard",
    "Start",
    "Text",
    "TextFile",
    "Time",
    "Toggle",
    "Training",
    "Update",
]
