"""The places of an explorer's knobs for which a page has pictures: one knob moves, the others stay at their start."""

import itertools

import ipywidgets
import numpy as np

from rnnlib import explore
from rnnlib.explore.controls import Control, Selected

MOST = 11  # places of a slider
PICTURES = 600  # of all places of a slider
STEPS, FEWER = 7, 5  # places of one entry of a matrix; where there are many entries
MANY = 20  # entries of all matrices of an explorer
ENTRIES = 16  # of a matrix that can be moved


class Plan:
    """What a page may move, made of an explorer that stands at its start.

    moves   what is set at each place, counted from 0, the start
    knobs   each knob as the page builds it: {kind, name, label, ...}, its places as [label, number of the move]

    >>> plan = Plan([explore.Number(0, 1, step=0.25).bind("a", 0.5)], T=8)
    >>> plan.moves
    [{}, {'a': 0.0}, {'a': 0.25}, {'a': 0.75}, {'a': 1.0}]
    >>> plan.knobs[0]["places"]
    [['0', 1], ['0.25', 2], ['0.5', 0], ['0.75', 3], ['1', 4]]
    """

    def __init__(self, controls: list[Control], T: int):
        entries = [min(control.initial.size, ENTRIES) for control in controls if isinstance(control, explore.Matrix)]
        self.most, self.steps = min(MOST, PICTURES // T), FEWER if sum(entries) > MANY else STEPS
        self.moves: list[dict] = [{}]
        self.selected = {control.matrix.name: control for control in controls if isinstance(control, Selected)}
        self.knobs = [self.knob(control) for control in controls if not isinstance(control, Selected)]

    def knob(self, control: Control) -> dict:
        match control:
            case explore.Matrix():
                made = self.matrix(control)
            case explore.Number() | explore.Integer():
                made = self.line("slider", control.name, *slider(control, self.most))
            case explore.Choice():
                kind = "choice" if isinstance(control.widget, ipywidgets.ToggleButtons) else "list"
                made = self.line(kind, control.name, control.labels, control.labels, control.widget.value)
            case explore.Toggle():
                made = self.line("tick", control.name, ["off", "on"], [False, True], control.value)
            case explore.InitialState():
                throws = [place if isinstance(place, tuple) else (place, 0) for place in control.places()]
                labels = [f"{kind}, throw {roll + 1}" if kind == "random" else kind for kind, roll in throws]
                made = self.line("choice", control.name, labels, throws, (control.value.kind, control.value.roll))
            case explore.TextFile():
                made = self.line("choice", control.name, control.places(), control.places(), control.choice.value)
            case explore.Text():
                texts = list(dict.fromkeys(control.places()))
                made = self.line("list", control.name, texts, texts, control.value)
            case _:
                raise TypeError(f"a page cannot show the knob {control.name}, a {type(control).__name__}")
        return {"name": control.name, "label": control.label or control.name, **made}

    def line(self, kind: str, name: str, labels: list[str], values: list, start) -> dict:
        """Places in a row, one of them the start."""
        moves = [{} if value == start else {name: value} for value in values]
        return {"kind": kind, "places": [[label, self.move(move)] for label, move in zip(labels, moves, strict=True)]}

    def matrix(self, control: explore.Matrix) -> dict:
        """Its entries, each with places of its own, and the presets."""
        editor, at = control.widget, self.selected.get(control.name)
        start = np.array(editor.value)
        entries = []
        for row, col in itertools.islice(np.ndindex(start.shape), ENTRIES):
            selected = {at.name: (row, col)} if at else {}
            places = []
            for value in reach(-editor.limit, editor.limit, editor.step, start[row, col], self.steps):
                moved = start.copy()
                moved[row, col] = value
                move = {control.name: moved.reshape(control.initial.shape)} if value != start[row, col] else {}
                first = not move and (at is None or at.value == (row, col))
                places.append([f"{value:g}", self.move({} if first else {**move, **selected})])
            entries.append({"row": row, "col": col, "places": places})
        presets = [
            [label, self.move({control.name: np.reshape(value, control.initial.shape)}), written(value)]
            for label, value in editor.presets.items()
        ]
        look = {"rows": editor.rows, "columns": editor.columns, "numbers": written(editor.value)}
        return {"kind": "matrix", **look, "entries": entries, "presets": presets}

    def move(self, values: dict) -> int:
        """The number of a move; that of the start for none."""
        if not values:
            return 0
        self.moves.append(values)
        return len(self.moves) - 1


def written(matrix: list[list[float]]) -> list[list[str]]:
    return [[f"{value:g}" for value in line] for line in matrix]


def slider(control: explore.Number | explore.Integer, most: int) -> tuple[list[str], list, float]:
    """What its places say, what is set there, and the start."""
    start = control.value
    if isinstance(control, explore.Integer):
        values = [int(value) for value in reach(control.lo, control.hi, 1, start, most)]
        return list(map(str, values)), values, start
    widget = control.widget
    if control.log:
        values = [10.0**power for power in reach(widget.min, widget.max, widget.step, np.log10(start), most)]
        values[int(np.argmin(np.abs(np.array(values) - start)))] = start
    else:
        values = reach(control.lo, control.hi, widget.step, start, most)
    return [f"{value:.{2 if control.log else 6}g}" for value in values], values, start


def reach(lo: float, hi: float, step: float, start: float, most: int) -> list[float]:
    """At most so many steps from lo to hi, evenly spread, with the ends and the start among them.

    >>> reach(0, 2, 0.1, 0.7, 5)
    [0.0, 0.7, 1.0, 1.5, 2.0]
    """
    last = round((hi - lo) / step)
    steps = np.unique(np.linspace(0, last, most).round())
    values = [round(float(lo + step * k), 10) for k in steps]
    inner = range(1, len(values) - 1) if lo < start < hi else range(len(values))
    nearest = min(inner, key=lambda k: abs(values[k] - start))
    values[nearest] = start
    return values
