"""The explorer: controls, one picture and one sentence, linked."""

import re
import threading
from collections.abc import Callable

import ipywidgets
import numpy as np

from ..draw.canvas import CSS, Canvas
from ..guard import InputError
from .controls import Control, Matrix, Time
from .picture import PictureWidget

MINUS_ZERO = re.compile(r"-(?=0\.0+(?!\d))")  # what rounding leaves of -0.001
TOO_LARGE = "The numbers grew too large to draw. Make the weights smaller, or press reset."


class Explorer:
    """Controls, one picture, one sentence.

    compute(**values) -> data   a pure function of the values of all controls but the time slider
    views                       views of rnnlib.draw: a list is one row, a list of lists several
    controls                    controls of this package; at most one is `Time`
    say(data, t) -> str         the sentence under the picture, in plain text

    Moving time redraws only what moves; moving anything else computes anew.  Input that `compute` or a control
    refuses with InputError becomes the sentence, and the last good picture stays.

    Without a browser: `set`, `values`, `data`, `t`, `sentence`, `problem`, `png`, `reset` do all that a mouse can.

    >>> from rnnlib import draw, explore
    >>> def powers(a): return a ** np.arange(1.0, 6.0)
    >>> explorer = Explorer(powers, [draw.Lines(lambda x: x)], [explore.Number("a", 0, 1, 0.5), Time(len)],
    ...                     lambda x, t: f"x_{t} = {x[t - 1]:.3f}")
    >>> explorer.set(t=2); explorer
    x_2 = 0.250
    """

    def __init__(
        self,
        compute: Callable,
        views,
        controls: list[Control],
        say: Callable[..., str],
        *,
        size=(10, 3),
        widths=None,
    ):
        self.compute, self.say, self.controls = compute, say, list(controls)
        self.time = next((control for control in self.controls if isinstance(control, Time)), None)
        self.by_name = {name: control for control in self.controls for name in control.names}
        self.canvas = Canvas(views, size, widths)
        self.picture = PictureWidget(width=int(size[0] * CSS))
        self.data, self.sentence, self.problem, self._refused = None, "", "", ""
        # JupyterLab runs widget callbacks in other threads than cells: one at a time may compute and draw.
        self._lock = threading.RLock()
        self._busy = False
        self._tried = self._shown_t = None
        self._update()
        if self.problem:
            raise ValueError(f"An explorer must begin with a picture: {self.problem}")
        for control in self.controls:
            control.observe(self._on_change)
        self.widget = self._box()

    @property
    def values(self) -> dict:
        """The values of all controls, by name."""
        return {name: value for control in self.controls for name, value in control.values().items()}

    @property
    def t(self) -> int:
        """The current instant, 1..T; 1 without a time slider."""
        return self.time.slider.value if self.time else 1

    def set(self, **values) -> None:
        """Set controls by name, as a learner would; a value that cannot be becomes the sentence."""
        unknown = [name for name in values if name not in self.by_name]
        if unknown:
            raise TypeError(f"there is no control named {unknown[0]!r}; there are {', '.join(self.by_name)}")
        with self._lock:
            refused = self._assign({name: value for name, value in values.items() if name != "t"})
            self._update()  # first the data, since t may be valid only with the new ones
            if "t" in values:
                refused = refused or self._assign({"t": values["t"]})
                self._update()
            if refused:
                self._tell(refused)

    def reset(self) -> None:
        """Set every control to the value it began with."""
        with self._lock:
            self._busy = True
            try:
                for control in self.controls:
                    control.reset()
            finally:
                self._busy = False
            self._tried = None
            self._update()

    def png(self) -> bytes:
        """Return the picture as PNG bytes."""
        return self.picture.png

    def __repr__(self) -> str:
        return self.sentence

    def _repr_mimebundle_(self, include=None, exclude=None):
        bundle = {**self.widget._repr_mimebundle_(), "text/plain": repr(self)}
        with self._lock:
            bundle["image/png"] = self.canvas.png(compress_level=9)
        return bundle, {"image/png": {"width": self.picture.width}}

    def _assign(self, values: dict) -> str:
        self._busy = True
        try:
            for name, value in values.items():
                self.by_name[name].assign(name, value)
        except InputError as error:
            return str(error)
        finally:
            self._busy = False
        return ""

    def _on_change(self) -> None:
        try:
            self._update()
        except Exception as error:
            self._tell(f"This explorer has a fault ({type(error).__name__}: {error}). Press reset to go on.")
            raise

    def _update(self) -> None:
        """Bring data, picture and sentence up to the controls."""
        with self._lock:
            if self._busy:
                return
            self._busy = True  # what the controls change in turn is part of this update
            try:
                values = {name: value for name, value in self.values.items() if name != "t"}
                if self._tried is None or not _same(values, self._tried):
                    self._tried = values
                    self._refused = self._recompute(values)
                elif (t := self.t) != self._shown_t:
                    self._show(self.canvas.move(t), t)
                mistyped = [control.problem for control in self.controls if control.problem]
                self._tell((*mistyped, self._refused)[0])
            finally:
                self._busy = False

    def _recompute(self, values: dict) -> str:
        """Compute and draw; return what is wrong, or ""."""
        try:
            with np.errstate(over="raise", invalid="raise", divide="raise"):
                data = self.compute(**values)
        except InputError as error:
            return str(error)
        except FloatingPointError:
            return TOO_LARGE
        for control in self.controls:
            control.refresh(data)
        self.data, t = data, self.t  # read once: another thread may move it while this one draws
        self._show(self.canvas.show(data, t), t)
        return ""

    def _show(self, png: bytes, t: int) -> None:
        self._shown_t, self.sentence = t, MINUS_ZERO.sub("", self.say(self.data, t))
        with self.picture.hold_sync():
            self.picture.png, self.picture.sentence = png, self.sentence

    def _tell(self, problem: str) -> None:
        self.problem = self.picture.problem = problem

    def _box(self):
        matrices = [control.widget for control in self.controls if isinstance(control, Matrix)]
        others = [c.widget for c in self.controls if not isinstance(c, Matrix | Time)]
        reset = ipywidgets.Button(description="reset", icon="undo", tooltip="everything as it was at first")
        reset.layout.width = "max-content"
        reset.on_click(lambda _: self.reset())
        wrap = ipywidgets.Layout(flex_flow="row wrap", align_items="center", grid_gap="4px 14px")
        rows = [ipywidgets.HBox([*others, reset], layout=wrap)]
        if matrices:
            top = ipywidgets.Layout(flex_flow="row wrap", align_items="flex-start", grid_gap="6px 14px")
            rows.append(ipywidgets.HBox(matrices, layout=top))
        rows += [self.time.box] if self.time else []
        box = ipywidgets.VBox([*rows, self.picture], layout={"max_width": f"{self.picture.width + 24}px"})
        return box.add_class("rnn-explorer")


def _same(values: dict, others: dict) -> bool:
    return all(np.array_equal(values[name], others[name]) for name in values)
