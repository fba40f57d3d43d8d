"""The knobs of an explorer, each a thin shell around one widget."""

import copy
import math
import numbers
import unicodedata
from collections.abc import Callable, Mapping, Sequence

import ipywidgets
import numpy as np

from ..guard import InputError
from ..ssm import initial_state
from .matrix import MatrixEditor
from .player import Player

BARE = {"description_width": "initial"}


class Control:
    """One knob. It is described without a name, and gets one, and its widget, when an explorer takes it.

    bind(name, default)   a copy with that name; `default` is where it begins if nothing else is said
    value                 what the explorer's function gets
    assign(value)         set it; bad input raises InputError and leaves the old value
    checked(value)        the value as `assign` wants it, or InputError
    places()              values that a test must visit
    sources               the widgets that change when it is moved
    problem               what is wrong with what was typed last, or ""
    forgive()             let go of what was refused, where nothing shows it any more
    """

    problem = ""
    label: str | None = None

    def bind(self, name: str, default=None) -> "Control":
        bound = copy.copy(self)
        bound.name = name
        bound.widget = bound.build(self.label or words(name), default)
        bound.initial = bound.value
        return bound

    def build(self, label: str, default) -> ipywidgets.Widget:
        """Make the widget; a `default` of None or of another kind counts for nothing."""
        raise NotImplementedError

    @property
    def sources(self) -> list[ipywidgets.Widget]:
        return [self.widget]

    @property
    def value(self):
        return self.widget.value

    def assign(self, value) -> None:
        self.widget.value = self.checked(value)

    def checked(self, value):
        return value

    def places(self) -> list:
        return []

    def observe(self, changed: Callable[[], None]) -> None:
        self.widget.observe(lambda _: changed(), "value")

    def forgive(self) -> None:
        pass

    def refresh(self) -> None:
        """Say beside the knob what the explorer's function made of its value."""

    def reset(self) -> None:
        self.assign(self.initial)


class _Slider(Control):
    """A slider from lo to hi."""

    def checked(self, value):
        number = float("nan")
        if isinstance(value, numbers.Real | np.generic) and np.ndim(value) == 0:
            number = float(value) if abs(value) < 1e300 else math.inf
        if not self.lo <= number <= self.hi:
            shown = value if isinstance(value, numbers.Real) and abs(value) < 1e15 else f"a {type(value).__name__}"
            shown = repr(value) if isinstance(value, str) and len(value) < 30 else shown
            raise InputError(f"{self.name} goes from {self.lo:g} to {self.hi:g}; {shown} is not in that range.")
        return number


class Number(_Slider):
    """A slider for a real number from lo to hi; `log=True` spaces it by powers of ten, 20 places to each.

    Begin at one of its places: a browser moves the handle to the nearest, and so changes the value.

    >>> Number(0, 2, 1.0).bind("gain").value
    1.0
    """

    def __init__(self, lo, hi, value=None, step=None, label=None, log=False):
        self.lo, self.hi, self.start, self.step, self.label, self.log = lo, hi, value, step, label, log

    def build(self, label, default):
        value = self.start if self.start is not None else default
        look = {"description": label, "style": BARE}
        if self.log:
            value = math.sqrt(self.lo * self.hi) if value is None else value
            ends = {"min": np.log10(self.lo), "max": np.log10(self.hi), "step": self.step or 0.05}
            return ipywidgets.FloatLogSlider(value, **look, **ends, readout_format=".2g")
        step = self.step or (self.hi - self.lo) / 40
        value = self.lo + step * round((self.hi - self.lo) / 2 / step) if value is None else value
        digits = max(0, int(np.ceil(-np.log10(step) - 1e-9)))
        ends = {"min": self.lo, "max": self.hi, "step": step}
        return ipywidgets.FloatSlider(value, **look, **ends, readout_format=f".{digits}f")

    def places(self):
        return [*(np.geomspace if self.log else np.linspace)(self.lo, self.hi, 5)]


class Integer(_Slider):
    """A slider for a whole number from lo to hi.

    >>> Integer(1, 16, 8).bind("n_x").value
    8
    """

    def __init__(self, lo, hi, value=None, label=None):
        self.lo, self.hi, self.start, self.label = lo, hi, value, label

    def build(self, label, default):
        value = self.start if self.start is not None else default
        value = (self.lo + self.hi) // 2 if value is None else value
        return ipywidgets.IntSlider(value, self.lo, self.hi, description=label, style=BARE)

    def checked(self, value):
        number = super().checked(value)
        if number != int(number):
            raise InputError(f"{self.name} is a whole number from {self.lo} to {self.hi}; {number:g} is not whole.")
        return int(number)

    def places(self):
        count = min(self.hi - self.lo + 1, 9)
        return sorted(set(np.linspace(self.lo, self.hi, count).astype(int).tolist()))


class Time(_Slider):
    """The time slider with a play button; the views say how many instants there are.

    value      where it begins, if not at the first instant
    label      what it says at the slider, where t counts something else: "update k"
    first      the number of the first instant: 0 for updates
    interval   milliseconds between two steps of the play button

    >>> Time(2).bind("t").value
    2
    """

    def __init__(self, value=None, *, label="time t", first=1, interval=700):
        self.first, self.label, self.interval = first, label, interval
        self.start = first if value is None else value

    def build(self, label, default):
        self.lo, self.hi = self.first, self.start
        wide = ipywidgets.Layout(flex="1 1 auto", width="auto")
        ends = {"min": self.lo, "max": self.hi}
        slider = ipywidgets.IntSlider(self.start, **ends, description=label, style=BARE, layout=wide)
        self.play = ipywidgets.Play(self.start, **ends, interval=self.interval, show_repeat=False)
        self.box = ipywidgets.HBox([self.play, slider, Player(self.play, slider)])
        return slider

    def checked(self, value):
        return int(super().checked(value))

    def reach(self, instants: int) -> None:
        """Let it go from the first to the last of so many instants."""
        self.hi = self.first + instants - 1
        self.widget.max = self.play.max = self.hi

    def places(self):
        return list(range(self.lo, self.hi + 1))

    def reset(self):
        self.play.playing = False  # or it would walk on from the beginning
        if self.initial > self.hi:
            self.reach(self.initial - self.first + 1)  # the views that reach so far are about to come back
        super().reset()


class Choice(Control):
    """One of several named options: buttons for a few, a list for many.

    `options` is a list, or a dict {label: value}; the values may be of any kind.

    >>> Choice({"one push": [1, 0, 0], "hold": [1, 1, 1]}).bind("u").value
    [1, 0, 0]
    """

    def __init__(self, options: Sequence | Mapping, value=None, label=None):
        pairs = options.items() if isinstance(options, Mapping) else [(str(option), option) for option in options]
        self.labels, self.options = map(list, zip(*pairs, strict=True))
        self.start, self.label = value, label

    def build(self, label, default):
        start = self.start if self.start is not None else default
        place = 0 if start is None else self._place(start)
        if place is None:
            raise ValueError(f"{self.name} begins with {start!r}, which is not among {', '.join(self.labels)}")
        # The widget knows the labels alone: a value, say an array, need not be one that it could compare.
        look = {"options": self.labels, "value": self.labels[place], "description": label}
        if sum(len(text) + 4 for text in self.labels) <= 60:
            style = {**BARE, "button_width": "auto"}
            return ipywidgets.ToggleButtons(**look, style=style, layout={"width": "max-content"})
        return ipywidgets.Dropdown(**look, style=BARE, layout={"width": "max-content"})

    @property
    def value(self):
        return self.options[self.labels.index(self.widget.value)]

    def _place(self, value) -> int | None:
        """The place of an option, given itself or its label."""
        if isinstance(value, str) and value in self.labels:
            return self.labels.index(value)
        return next((k for k, option in enumerate(self.options) if same(value, option)), None)

    def checked(self, value):
        place = self._place(value)
        if place is None:
            shown = repr(value) if isinstance(value, str | int | float) else f"a {type(value).__name__}"
            raise InputError(f"{self.name} is one of {', '.join(self.labels)}; {shown} is not among them.")
        return self.labels[place]

    def places(self):
        return self.labels

    def reset(self):
        self.widget.value = self.checked(self.initial)


class Toggle(Control):
    """A tick box.

    >>> Toggle().bind("bias").value
    False
    """

    def __init__(self, value=None, label=None):
        self.start, self.label = value, label

    def build(self, label, default):
        value = self.start if self.start is not None else bool(default)
        return ipywidgets.Checkbox(value, description=label, indent=False, layout={"width": "max-content"})

    def checked(self, value):
        if not isinstance(value, bool | np.bool_):
            raise InputError(f"{self.name} is True or False; {value!r:.40} is neither.")
        return bool(value)

    def places(self):
        return [False, True]


class Text(Control):
    """A field to type in; `lines` > 1 gives several lines.

    `examples` are other texts that are worth trying; the tests visit them.

    >>> Text("hello").bind("word").value
    'hello'
    """

    def __init__(self, value=None, label=None, lines=1, examples=()):
        self.start, self.label, self.lines, self.examples = value, label, lines, examples

    def build(self, label, default):
        value = self.start if self.start is not None else default or ""
        look = {"description": label, "style": BARE, "continuous_update": True}
        if self.lines > 1:
            return ipywidgets.Textarea(value, rows=self.lines, **look)
        return ipywidgets.Text(value, **look)

    @property
    def value(self):
        # A Hangul syllable may come as one letter or as its parts: take it as one.
        return unicodedata.normalize("NFC", self.widget.value)

    def checked(self, value):
        if not isinstance(value, str):
            raise InputError(f"{self.name} is a text, in quotes; a {type(value).__name__} is not.")
        return value

    def places(self):
        return [self.initial, *self.examples]


class Start:
    """A choice of x0: "zero", "one" or "random" (the throw `roll` of the dice); call it with n_x for the state.

    >>> Start("random", 0)(2).round(2)
    array([ 0.27, -0.46])
    """

    def __init__(self, kind: str, roll: int = 0):
        self.kind, self.roll = kind, roll
        self.made: np.ndarray | None = None  # what stands beside the buttons

    @property
    def rng(self) -> np.random.Generator:
        """The dice of this throw, for a random x0 of another kind."""
        return np.random.default_rng(self.roll)

    def __call__(self, n_x: int) -> np.ndarray:
        return self.show(initial_state(self.kind, n_x, rng=self.rng))

    def show(self, x0: np.ndarray) -> np.ndarray:
        """Let the numbers of x0 stand beside the buttons; returns it."""
        self.made = np.ravel(x0)
        return x0

    def __eq__(self, other) -> bool:
        return isinstance(other, Start) and (self.kind, self.roll) == (other.kind, other.roll)

    def __repr__(self) -> str:
        return f"Start({self.kind!r}, {self.roll})"


class InitialState(Control):
    """The choice of x0, with dice for a new random one. Its value is a `Start`: `x0(n_x)` is the state.

    >>> InitialState().bind("x0").value
    Start('zero', 0)
    """

    def __init__(self, kinds=("zero", "one", "random"), value=None):
        self.kinds, self.start = kinds, value

    def build(self, label, default):
        start = self.start if self.start is not None else default
        self.choice = Choice(self.kinds, start, label=label).bind(self.name)
        self.die = ipywidgets.Button(description="roll again", icon="random", tooltip="draw a new random x0")
        self.die.layout.width = "max-content"
        self.die.on_click(self._roll)
        self.told = ipywidgets.Label()
        self.roll, self.changed, self.given = 0, lambda: None, None
        box = ipywidgets.HBox([self.choice.widget, self.die, self.told])
        box.layout.flex_flow = "row wrap"
        return box.add_class("rnn-x0")

    @property
    def value(self):
        self.given = Start(self.choice.value, self.roll)
        return self.given

    @property
    def sources(self):
        return [self.choice.widget]

    def checked(self, value):
        """A Start, a kind alone ("random"), or a kind and a throw ("random", 3)."""
        kind, roll = value if isinstance(value, tuple) and len(value) == 2 else (value, self.roll)
        if isinstance(value, Start):
            kind, roll = value.kind, value.roll
        self.choice.checked(kind)
        if not isinstance(roll, int | np.integer) or isinstance(roll, bool) or roll < 0:
            raise InputError(f"The throw of {self.name} is a whole number, 0 or more; {roll!r:.40} is not.")
        return Start(kind, int(roll))

    def assign(self, value):
        start = self.checked(value)
        self.roll = start.roll
        self.choice.assign(start.kind)

    def observe(self, changed):
        self.changed = changed
        self.choice.observe(changed)

    def _roll(self, _):
        self.roll += 1
        self.changed()

    def refresh(self):
        self.die.disabled = self.choice.value != "random"
        x0 = self.given.made
        if x0 is not None:
            self.told.value = f"x0 = ({', '.join(f'{x:.2f}' for x in x0[:6])}{', …' if len(x0) > 6 else ''})"

    def places(self):
        rolls = [("random", roll) for roll in (0, 1, 2)] if "random" in self.kinds else []
        return [kind for kind in self.kinds if kind != "random"] + rolls


class Matrix(Control):
    """A grid of numbers to drag, to type and to move with the keys; a vector is one column.

    rows, columns   their names; a weight goes from a column to a row
    limit           the slider and the keys reach from -limit to limit
    presets         {name: array} for one-click values

    A function that has a parameter `<name>_at` too gets the selected entry there, (i, j) counted from 0.

    >>> Matrix(np.eye(2)).bind("W_xx").value.tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """

    def __init__(self, value=None, rows=None, columns=None, label=None, limit=3.0, step=0.1, presets=None):
        self.start, self.label = value, label
        self.look = {"rows": rows, "columns": columns, "presets": presets, "limit": limit, "step": step}

    def build(self, label, default):
        return MatrixEditor(default if self.start is None else self.start, label=label, **self.look)

    @property
    def problem(self):
        return self.widget.problem

    @property
    def value(self):
        return self.widget.array

    def assign(self, value):
        self.widget.array = value

    def observe(self, changed):
        self.widget.observe(lambda _: changed(), ["value", "problem"])

    def places(self):
        start, limit = self.initial, self.widget.limit
        places = [np.zeros_like(start), *map(np.array, self.widget.presets.values())]
        for index in list(np.ndindex(start.shape))[:16]:
            for extreme in (-limit, limit):
                places.append(start.copy())
                places[-1][index] = extreme
        return places


class Selected(Control):
    """Which entry of a matrix is selected: (i, j), counted from 0. It shows nothing of its own."""

    def __init__(self, matrix: Matrix):
        self.matrix = matrix

    def build(self, label, default):
        return self.matrix.widget

    @property
    def value(self):
        return tuple(self.widget.selected)

    def assign(self, value):
        self.widget.selected = list(self.checked(value))

    def checked(self, value):
        entry = tuple(value) if isinstance(value, list | tuple) else value
        if entry not in self.places():
            rows, columns = len(self.widget.rows), len(self.widget.columns)
            raise InputError(
                f"{self.name} is an entry (i, j), counted from 0, of {rows} rows and {columns} columns; "
                f"{value!r:.40} is not."
            )
        return entry

    def observe(self, changed):
        self.widget.observe(lambda _: changed(), "selected")

    def places(self):
        return list(np.ndindex(len(self.widget.rows), len(self.widget.columns)))


def words(name: str) -> str:
    """The label of a knob that is given none: a name made of words is read as words.

    >>> words("learning_rate"), words("W_xx")
    ('learning rate', 'W_xx')
    """
    parts = name.split("_")
    return " ".join(parts) if all(len(part) > 2 for part in parts) else name


def same(value, other) -> bool:
    """Are these the same value? Of any kind: arrays, models, functions.

    >>> same(np.eye(2), np.eye(2)), same(np.tanh, np.tanh), same("a", 1)
    (True, True, False)
    """
    if value is other:
        return True
    if isinstance(value, np.ndarray) or isinstance(other, np.ndarray):
        return type(value) is type(other) and np.array_equal(value, other)
    if isinstance(value, tuple | list) and type(value) is type(other):
        return len(value) == len(other) and all(map(same, value, other))
    try:
        return type(value) is type(other) and bool(value == other)
    except Exception:  # a kind that cannot be compared: the same only if it is the same thing
        return False
