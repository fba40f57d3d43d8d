"""Explorers: controls, one picture and one sentence, linked. ipywidgets and anywidget only."""

from .controls import Choice, Control, InitialState, Integer, Matrix, Number, Text, Time, Toggle
from .explorer import Explorer
from .moves import Moves

__all__ = [
    "Choice",
    "Control",
    "Explorer",
    "InitialState",
    "Integer",
    "Matrix",
    "Moves",
    "Number",
    "Text",
    "Time",
    "Toggle",
]
