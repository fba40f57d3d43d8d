"""The explorer: knobs, one picture, one sentence, and what each number means, linked."""

import re
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from typing import NamedTuple

import ipywidgets
import numpy as np

from ..draw.canvas import CSS, DRAWING, Canvas, Number, smallest
from ..guard import InputError
from .controls import Matrix, Selected, Time, same
from .knobs import knobs as knobs_of
from .memory import keep_figure, replace_figures
from .picture import PictureWidget

MINUS_ZERO = re.compile(r"-(?=0\.0+(?!\d))")  # what rounding leaves of -0.001
TOO_LARGE = "The numbers grew too large to draw. Make the weights smaller, or press reset."
STILL = "Run this cell and those above it (Shift + Enter) to move it."  # where only the picture is left of it
INTERRUPTED = "The work was interrupted before the picture was done. Move the knob again, or press reset."
PATIENCE = 0.03  # seconds that pictures are drawn ahead before the page is answered


class Shown(NamedTuple):
    """What an explorer shows: what its function made of the values of its knobs."""

    views: list
    say: Callable[[int], str]
    T: int


class Explorer:
    """Knobs, one picture, one sentence: all made of one function.

    function(**values) -> views, say    a pure function of the values of the knobs
        views    views of rnnlib.draw: a list is one row, a list of lists several
        say      the sentence under the picture, in plain text: a string, or a function of the instant t
    knobs        one keyword for each parameter: a control of this package, or what `ipywidgets.interact` knows:
                 (lo, hi) or (lo, hi, step) a slider, a list or a dict a choice, True a tick box, "text" a field;
                 a default of the signature is where it begins
    t            where time begins, or a `Time`; how many instants there are the views know
    size, widths the picture in inches of 100 pixels, the relative widths of a single row
    history      a `Scoreboard`, which is cleared at each reset

    Moving time calls nothing: the page shows pictures that were drawn ahead.  Input that the function or a knob
    refuses with InputError becomes the sentence, and the last good picture stays.

    Without a browser: `set`, `values`, `views`, `t`, `sentence`, `problem`, `png`, `numbers`, `reset` do all that a
    mouse can.

    >>> from rnnlib import draw, explore
    >>> def powers(a=0.5):
    ...     x = a ** np.arange(1.0, 6.0)
    ...     return [draw.Lines(x)], lambda t: f"x_{t} = {x[t - 1]:.3f}"
    >>> explorer = explore.Explorer(powers, a=(0, 1.0), t=2); explorer
    x_2 = 0.250
    """

    def __init__(self, function: Callable, /, *, t=None, size=(10, 3), widths=None, history=None, **knobs):
        self.function, self.history = function, history
        self.first = t.first if isinstance(t, Time) else 1
        self.controls = knobs_of(function, knobs)
        self.canvas = Canvas(size, widths)
        replace_figures(self.canvas)
        # JupyterLab runs widget callbacks in other threads than cells: one at a time may compute and draw.
        self._lock = threading.RLock()
        self._busy = False
        self._tried: dict | None = None  # the last values of which the outcome is known, and what was wrong with them
        self._refused = ""
        self._faults: dict[int, str] = {}  # instants that cannot be shown, and why
        self._words: dict[Number, int] = {}  # the words that pages were told, in the order in which they were
        self.shown: Shown | None = None
        self.time: Time | None = None
        self._try(self._knob_values())
        if self._refused:
            raise ValueError(f"An explorer must begin with a picture: {self._refused}")
        if self.shown.T > 1 or t is not None:
            self.time = (t if isinstance(t, Time) else Time(t)).bind("t")
        self.by_name = {control.name: control for control in (*self.controls, *([self.time] if self.time else []))}
        self.picture = PictureWidget(
            width=int(size[0] * CSS),
            slider=self.time.widget if self.time else None,
            play=self.time.play if self.time else None,
            knobs=[source for control in self.controls for source in control.sources],
        )
        self._told: Shown | None = None  # what the pages were told of last
        self._update()
        for control in self.by_name.values():
            control.observe(self._update)
        self.picture.on_msg(self._answer)
        self.widget = self._box()

    # ---- What a learner, or a test, can ask and do -------------------------------------------------------------

    @property
    def values(self) -> dict:
        """The values of all knobs, and of time, by name."""
        return {name: control.value for name, control in self.by_name.items()}

    @property
    def views(self) -> list:
        """The views that are shown."""
        return self.shown.views

    @property
    def t(self) -> int:
        """The current instant; the first without a time slider."""
        return self.time.value if self.time else self.first

    @property
    def sentence(self) -> str:
        """What the picture at the current instant shows, in words."""
        with self._lock:
            return self._sentence(self.t)

    @property
    def problem(self) -> str:
        """What is wrong with what was typed or chosen last, or ""."""
        return self.picture.problem

    def png(self) -> bytes:
        """Return the picture at the current instant as PNG bytes."""
        with self._lock:
            return self._draw(self.t)

    def numbers(self) -> list:
        """Return where each number of the picture stands, and its words: `rnnlib.draw.canvas.Number`s."""
        with self._lock, DRAWING:
            self._draw(self.t)
            return self.canvas.numbers()

    def set(self, **values) -> None:
        """Set knobs by name, as a learner would: all of them, or none if one of the values cannot be."""
        unknown = [name for name in values if name not in self.by_name]
        if unknown:
            raise TypeError(f"there is no control named {unknown[0]!r}; there are {', '.join(self.by_name)}")
        with self._lock:
            before = {name: self.by_name[name].value for name in values}
            refused = self._put(values)
            if refused:
                self._put(before)
            self._look()
            self.picture.problem = refused or self._wrong()

    def reset(self) -> None:
        """Set every knob to the value it began with."""
        with self._lock, self._time_last():
            self._busy = True
            try:
                for control in self.by_name.values():
                    control.reset()
            finally:
                self._busy = False
            if self.history:
                self.history.clear()
            self._tried = None
            self._update()

    def __repr__(self) -> str:
        return self.sentence

    def _repr_mimebundle_(self, include=None, exclude=None):
        text = f"{self!r} {STILL}"
        bundle = {**self.widget._repr_mimebundle_(), "text/plain": text, "image/png": smallest(self.png())}
        _, metadata = self.picture._repr_mimebundle_()  # in Colab: where the code of such widgets comes from
        return bundle, {**metadata, "image/png": {"width": self.picture.width, "alt": text}}

    # ---- From the knobs to the picture ------------------------------------------------------------------------

    def _knob_values(self) -> dict:
        return {control.name: control.value for control in self.controls}

    def _row(self, t: int) -> int:
        """The place of the instant t among those that the views show, 1 for the first."""
        return t - self.first + 1

    def _put(self, values: Mapping) -> str:
        """Set knobs; return why one refuses, or "". Views come before t, which may be valid only with the new ones."""
        refused = self._assign({name: value for name, value in values.items() if name != "t"})
        if not refused:
            self._update()
            refused = self._assign({"t": values["t"]} if "t" in values else {})
        return refused

    def _assign(self, values: Mapping) -> str:
        """Set knobs one after another, until one refuses; return its sentence."""
        busy, self._busy = self._busy, True
        try:
            for name, value in values.items():
                self.by_name[name].assign(value)
        except InputError as error:
            return str(error)
        finally:
            self._busy = busy
        return ""

    def _update(self) -> None:
        """Bring views, picture and sentence up to the knobs; a move of time calls nothing."""
        with self._lock:
            if self._busy:
                return
            self._busy = True  # what the knobs change in turn is part of this update
            try:
                values = self._knob_values()
                if self._tried is None or not all(same(values[name], self._tried[name]) for name in values):
                    self._try(values)
                if self._told is not self.shown:
                    self._tell()
            finally:
                self._busy = False
                self.picture.problem = self._wrong()

    def _wrong(self) -> str:
        """What is wrong now: with what was typed, with the values of the knobs, or with the instant."""
        mistyped = [control.problem for control in self.controls if control.problem]
        return (*mistyped, self._refused or self._faults.get(self.t, ""))[0]

    def _try(self, values: dict) -> None:
        """Call the function, draw and speak; afterwards the outcome is known, whatever it is."""
        self._tried, self._refused = None, INTERRUPTED
        try:
            with np.errstate(over="raise", invalid="raise", divide="raise"):
                views, say = self.function(**values)
            shown = Shown(views, say if callable(say) else lambda t: say, _instants(views))
            t = min(self.t, self.first + shown.T - 1)
            keep_figure(self.canvas)
            self.canvas.draw(views, self._row(t))
            shown.say(t)
        except InputError as error:
            self._tried, self._refused = values, str(error)
        except FloatingPointError:
            self._tried, self._refused = values, TOO_LARGE
        except Exception as error:
            self._tried, self._refused = values, _fault(error)
            raise
        else:
            self._tried, self._refused, self.shown = values, "", shown

    def _tell(self) -> None:
        """Let time reach as far as the views do, the knobs say what was made of them, and every page show it."""
        with self._time_last():
            if self.time:
                self.time.reach(self.shown.T)
            for control in self.controls:
                control.refresh()
            self._faults, self._words = {}, {}
            self._look(self.picture.version + 1)
            self._told = self.shown

    def _time_last(self):
        """The page hears of another instant after the new picture: it shows, and says, nothing between old and new."""
        return self.time.widget.hold_sync() if self.time else nullcontext()

    def _look(self, version: int | None = None) -> None:
        """Give every page the picture and the sentence of the current instant."""
        t, picture = self.t, self.picture
        version = picture.version if version is None else version
        if (version, t) == (picture.version, picture.t):
            return
        png, sentence = self._draw(t), self._sentence(t)
        with picture.hold_sync():
            picture.png, picture.sentence, picture.t, picture.version = png, sentence, t, version
            picture.first, picture.last = self.first, self.first + self.shown.T - 1

    def _draw(self, t: int) -> bytes:
        keep_figure(self.canvas)
        return self.canvas.draw(self.shown.views, self._row(t))

    def _sentence(self, t: int) -> str:
        return MINUS_ZERO.sub("", self.shown.say(t))

    # ---- What the page asks for -------------------------------------------------------------------------------

    def _answer(self, _widget, asked, _buffers) -> None:
        """Draw the instants that the page asks for, the nearest first, as many as can be had in a moment."""
        until, frames, pictures, version = time.monotonic() + PATIENCE, [], [], asked["version"]
        for t in asked["want"]:
            with self._lock:
                if version != self.picture.version or self._told is not self.shown:
                    return  # given up: something else is shown by now
                frames.append(self._frame(int(t), pictures))
            if time.monotonic() > until:
                break
        table = [[*number.box, *number.told] for number in [*self._words][asked["known"] :]]
        reply = {"version": version, "frames": frames, "table": table, "known": asked["known"]}
        self.picture.send(reply, pictures)

    def _frame(self, t: int, pictures: list[bytes]) -> dict:
        """The picture of an instant, its sentence, and the words of its numbers by their place in the table."""
        try:
            with DRAWING:
                png, numbers = self._draw(t), self.canvas.numbers()
            self._faults.pop(t, None)
            places = [self._words.setdefault(number, len(self._words)) for number in numbers]
            frame = {"t": t, "sentence": self._sentence(t), "problem": "", "numbers": places}
            new = t != self.picture.t or png != self.picture.png  # or it is in the page already
            pictures += [png] * new
            return {**frame, "picture": new}
        except Exception as error:  # told to the learner; a test that sweeps the instants meets it in `png`
            self._faults[t] = _fault(error)
            return {"t": t, "sentence": "", "problem": self._faults[t], "numbers": [], "picture": False}

    # ---- The place of everything ------------------------------------------------------------------------------

    def _box(self):
        matrices = [control.widget for control in self.controls if isinstance(control, Matrix)]
        others = [control.widget for control in self.controls if not isinstance(control, Matrix | Selected)]
        reset = ipywidgets.Button(description="reset", icon="undo", tooltip="everything as it was at first")
        reset.layout.width = "max-content"
        reset.on_click(lambda _: self.reset())
        self.picture.knobs = [*self.picture.knobs, reset]
        wrap = ipywidgets.Layout(flex_flow="row wrap", align_items="center", grid_gap="4px 14px")
        rows = [ipywidgets.HBox([*others, reset], layout=wrap)]
        if matrices:
            top = ipywidgets.Layout(flex_flow="row wrap", align_items="flex-start", grid_gap="6px 14px")
            rows.append(ipywidgets.HBox(matrices, layout=top))
        rows += [self.time.box] if self.time else []
        box = ipywidgets.VBox([*rows, self.picture], layout={"max_width": f"{self.picture.width + 24}px"})
        return box.add_class("rnn-explorer")


def _instants(views) -> int:
    """How many instants the views show: all that change with time agree, or it is an author's mistake."""
    panels = [view for row in views for view in (row if isinstance(row, list | tuple) else [row])]
    lengths = [(view.T, f"{type(view).__name__} {view.title!r} {view.T}") for view in panels if view.T is not None]
    if len({T for T, _ in lengths}) > 1:
        told = ", ".join(text for _, text in lengths)
        raise ValueError(f"the views of one picture should show the same number of instants, but they show: {told}")
    return lengths[0][0] if lengths else 1


def _fault(error: Exception) -> str:
    return f"This explorer has a fault ({type(error).__name__}: {error}). Press reset to go on."
