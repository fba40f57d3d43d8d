"""The knobs of an explorer, each a thin shell around one widget."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence

import ipywidgets
import numpy as np

from ..guard import InputError
from .matrix import MatrixEditor
from .player import Player

BARE = {"description_width": "initial"}


class Control:
    """One knob: a widget, and the named values that it gives to `compute`.

    names        the names of its values
    values()     {name: value}
    assign()     set one of them; bad input raises InputError and leaves the old value
    positions()  what a test must visit, each a dict for `Explorer.set`
    problem      what is wrong with what was typed last, or ""
    """

    problem = ""

    def __init__(self, name: str, widget):
        self.names = (name,)
        self.widget = widget
        self.initial = self.values()

    def values(self) -> dict:
        return {self.names[0]: self.widget.value}

    def assign(self, name: str, value) -> None:
        self.widget.value = self.checked(value)

    def checked(self, value):
        """Return the value as the widget wants it, or raise InputError."""
        return value

    def positions(self) -> list[dict]:
        return [{self.names[0]: value} for value in self.places()]

    def places(self) -> list:
        return []

    def observe(self, changed: Callable[[], None]) -> None:
        self.widget.observe(lambda _: changed(), "value")

    def refresh(self, data) -> None:
        """Take in what the new data mean for the knob itself."""

    def reset(self) -> None:
        for name, value in self.initial.items():
            self.assign(name, value)


class _Slider(Control):
    """A slider from lo to hi."""

    def __init__(self, name, lo, hi, widget):
        self.lo, self.hi = lo, hi
        super().__init__(name, widget)

    def checked(self, value):
        try:
            number = float(value)
        except (TypeError, ValueError):
            number = float("nan")
        if not self.lo <= number <= self.hi:
            raise InputError(f"{self.names[0]} goes from {self.lo:g} to {self.hi:g}; {value} is not in that range.")
        return type(self.widget.value)(number)


class Number(_Slider):
    """A slider for a real number from lo to hi; `log=True` spaces it by powers of ten, 20 places to each.

    Begin at one of its places: a browser moves the handle to the nearest, and so changes the value.

    >>> Number("gain", 0, 2, 1.0).values()
    {'gain': 1.0}
    """

    def __init__(self, name, lo, hi, value, step=None, label=None, log=False):
        look = {"value": value, "description": label or name, "style": BARE}
        if log:
            ends = {"min": np.log10(lo), "max": np.log10(hi), "step": step or 0.05}
            widget = ipywidgets.FloatLogSlider(**look, **ends, readout_format=".2g")
        else:
            step = step or (hi - lo) / 40
            digits = max(0, int(np.ceil(-np.log10(step) - 1e-9)))
            widget = ipywidgets.FloatSlider(**look, min=lo, max=hi, step=step, readout_format=f".{digits}f")
        self.log = log
        super().__init__(name, lo, hi, widget)

    def places(self):
        return [*(np.geomspace if self.log else np.linspace)(self.lo, self.hi, 5)]


class Integer(_Slider):
    """A slider for a whole number from lo to hi.

    >>> Integer("n_x", 1, 16, 8).values()
    {'n_x': 8}
    """

    def __init__(self, name, lo, hi, value, label=None):
        look = {"description": label or name, "style": BARE}
        super().__init__(name, lo, hi, ipywidgets.IntSlider(value, lo, hi, **look))

    def places(self):
        return sorted(set(np.linspace(self.lo, self.hi, min(self.hi - self.lo + 1, 9)).astype(int).tolist()))


class Time(_Slider):
    """The time slider t = 1..T with a play button.

    length   length(data) is T; it follows the data, so the slider grows with a longer word
    label    what it says at the slider, where t counts something else: "update k"
    first    the first instant
    value    where it begins, if not there: at T, one slides backwards

    >>> Time(lambda data: 4).values()
    {'t': 1}
    """

    def __init__(self, length=lambda data: data.run.u.shape[-2], interval=700, *, label="time t", first=1, value=None):
        self.length = length
        value = first if value is None else value
        wide = ipywidgets.Layout(flex="1 1 auto", width="auto")
        self.slider = ipywidgets.IntSlider(value, first, value, description=label, style=BARE, layout=wide)
        self.play = ipywidgets.Play(value, min=first, max=value, interval=interval, show_repeat=False)
        super().__init__("t", first, value, self.slider)
        self.box = ipywidgets.HBox([self.play, self.slider, Player(self.play, self.slider)])

    def refresh(self, data):
        self._reach(int(self.length(data)))

    def places(self):
        return list(range(self.lo, self.hi + 1))

    def reset(self):
        self.play.playing = False  # or it would walk on from the beginning
        self._reach(max(self.hi, self.initial["t"]))  # the data that reach so far are about to come back
        super().reset()

    def _reach(self, last: int) -> None:
        self.hi = self.slider.max = self.play.max = last


class Choice(Control):
    """One of several named options: buttons for a few, a list for many.

    `options` are strings, or a dict from label to value.

    >>> Choice("x0", ("zero", "one")).values()
    {'x0': 'zero'}
    """

    def __init__(self, name, options: Sequence[str] | Mapping, value=None, label=None):
        pairs = list(options.items()) if isinstance(options, Mapping) else [(str(o), o) for o in options]
        self.options = [option for _, option in pairs]
        value = self.options[0] if value is None else value
        look = {"options": pairs, "value": value, "description": label or name}
        if sum(len(text) + 4 for text, _ in pairs) <= 60:
            style = {**BARE, "button_width": "auto"}
            widget = ipywidgets.ToggleButtons(**look, style=style, layout={"width": "max-content"})
        else:
            widget = ipywidgets.Dropdown(**look, style=BARE, layout={"width": "max-content"})
        super().__init__(name, widget)

    def checked(self, value):
        if value not in self.options:
            raise InputError(
                f"{self.names[0]} is one of {', '.join(map(str, self.options))}; {value!r} is not among them."
            )
        return value

    def places(self):
        return self.options


class Toggle(Control):
    """A tick box.

    >>> Toggle("bias").values()
    {'bias': False}
    """

    def __init__(self, name, value=False, label=None):
        layout = {"width": "max-content"}
        super().__init__(name, ipywidgets.Checkbox(value, description=label or name, indent=False, layout=layout))

    def checked(self, value):
        return bool(value)

    def places(self):
        return [False, True]


class Text(Control):
    """A field to type in; `lines` > 1 gives several lines.

    `examples` are other texts that are worth trying; the tests visit them.

    >>> Text("word", "hello").values()
    {'word': 'hello'}
    """

    def __init__(self, name, value, label=None, lines=1, examples=()):
        look = {"description": label or name, "style": BARE, "continuous_update": True}
        widget = ipywidgets.Textarea(value, rows=lines, **look) if lines > 1 else ipywidgets.Text(value, **look)
        self.examples = [value, *examples]
        super().__init__(name, widget)

    def values(self):
        # A Hangul syllable may come as one letter or as its parts: take it as one.
        return {self.names[0]: unicodedata.normalize("NFC", self.widget.value)}

    def checked(self, value):
        if not isinstance(value, str):
            raise InputError(f"{self.names[0]} is a text, in quotes; {value!r} is not.")
        return value

    def places(self):
        return self.examples


class InitialState(Control):
    """The choice of x0 with dice for a new random one: two values, `x0` (the kind) and `roll` (a whole number).

    `compute` makes the state of them: initial_state(x0, n_x, rng=np.random.default_rng(roll)).
    `show(data)` is the x0 whose numbers stand beside the buttons.

    >>> InitialState().values()
    {'x0': 'zero', 'roll': 0}
    """

    def __init__(self, kinds=("zero", "one", "random"), show=lambda data: data.run.x0, value=None):
        self.show = show
        self.choice = Choice("x0", kinds, value)
        self.die = ipywidgets.Button(description="roll again", icon="random", tooltip="draw a new random x0")
        self.die.layout.width = "max-content"
        self.die.on_click(self._roll)
        self.numbers = ipywidgets.Label(layout={"max_width": "340px"})
        self.roll, self.changed = 0, lambda: None
        super().__init__("x0", ipywidgets.HBox([self.choice.widget, self.die, self.numbers]))
        self.names = ("x0", "roll")
        self.widget.add_class("rnn-x0")
        self.widget.layout.flex_flow = "row wrap"

    def values(self):
        return {**self.choice.values(), "roll": self.roll}

    def assign(self, name, value):
        if name == "x0":
            self.choice.assign(name, value)
        elif isinstance(value, int | np.integer) and value >= 0:
            self.roll = int(value)
        else:
            raise InputError(f"roll is a whole number, 0 or more; {value!r} is not.")

    def observe(self, changed):
        self.changed = changed
        self.choice.observe(changed)

    def _roll(self, _):
        self.roll += 1
        self.changed()

    def refresh(self, data):
        self.die.disabled = self.choice.widget.value != "random"
        x0 = np.ravel(self.show(data))
        self.numbers.value = f"x0 = ({', '.join(f'{x:.2f}' for x in x0[:6])}{', …' if len(x0) > 6 else ''})"

    def positions(self):
        rolls = [{"x0": "random", "roll": roll} for roll in (0, 1, 2)] if "random" in self.choice.options else []
        return [{"x0": kind} for kind in self.choice.options if kind != "random"] + rolls


class Matrix(Control):
    """A grid of numbers to drag, to type and to move with the keys; a vector is one column.

    rows, columns   their names; a weight goes from a column to a row
    limit           the slider and the keys reach from -limit to limit
    presets         {name: array} for one-click values
    select          True: a second value, `<name>_at`, is the selected entry (i, j), counted from 0

    >>> Matrix("W_xx", np.eye(2)).values()["W_xx"].tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """

    def __init__(
        self, name, value, rows=None, columns=None, label=None, limit=3.0, step=0.1, presets=None, select=False
    ):
        names = {"rows": rows, "columns": columns, "label": label or name, "presets": presets}
        self.at = f"{name}_at" if select else None
        super().__init__(name, MatrixEditor(value, limit=limit, step=step, **names))
        self.names = (name, self.at) if select else (name,)

    @property
    def problem(self):
        return self.widget.problem

    def values(self):
        at = {self.at: tuple(self.widget.selected)} if self.at else {}
        return {self.names[0]: self.widget.array, **at}

    def assign(self, name, value):
        if name == self.at:
            self.widget.selected = self._entry(value)
        else:
            self.widget.array = value

    def _entry(self, value) -> list[int]:
        entry = tuple(value) if isinstance(value, list | tuple) else value
        if entry not in self._entries():
            rows, columns = len(self.widget.rows), len(self.widget.columns)
            raise InputError(
                f"{self.at} is an entry (i, j), counted from 0, of {rows} rows and {columns} columns; {value!r} is not."
            )
        return list(entry)

    def _entries(self) -> list[tuple[int, int]]:
        return list(np.ndindex(len(self.widget.rows), len(self.widget.columns)))

    def positions(self):
        chosen = self._entries()[:16] if self.at else []
        return [*super().positions(), *({self.at: entry} for entry in chosen)]

    def observe(self, changed):
        self.widget.observe(lambda _: changed(), ["value", "problem", *(["selected"] if self.at else [])])

    def places(self):
        start = self.initial[self.names[0]]
        places = [np.zeros_like(start), *map(np.array, self.widget.presets.values())]
        for index in list(np.ndindex(start.shape))[:16]:
            for extreme in (-self.widget.limit, self.widget.limit):
                places.append(start.copy())
                places[-1][index] = extreme
        return places
