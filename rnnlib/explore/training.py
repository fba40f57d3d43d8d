"""The training widget: a network learns in the background, and one sees the losses on what it sees and does not see."""

import functools
import math
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

import ipywidgets

from ..draw.curves import Curves
from ..guard import InputError, count, whole
from .controls import same
from .explorer import TOO_LARGE, Explorer
from .memory import replace_figures
from .worker import Worker

PAUSE = 0.5  # seconds between two pictures at least, and three times as long as it took to draw the last one
MOST = 400  # numbers of a curve that are kept: of longer ones every second, fourth, ...
STARTED = "A training must begin with a step: the iterator ended at once."
OVER = "This training is at its end. Press reset to begin anew."


class Update(NamedTuple):
    """A step of a training, as `make` yields it; other tuples will do that begin with the same three.

    >>> Update(0, 1.39).unseen is None
    True
    """

    k: int  # how many updates were made before
    seen: float  # the loss on what it learns from
    unseen: float | None = None  # the loss on what it never learns from; None where it was not measured
    model: Any = None  # whatever `show` needs


class Curve:
    """Numbers by the update at which they were measured: all of them, later every second, every fourth, ...

    >>> curve = Curve(most=4)
    >>> for k in range(7): curve.add(k, k / 2)
    >>> curve.points(), curve.last
    (([0, 2, 4, 6], [0.0, 1.0, 2.0, 3.0]), 3.0)
    """

    def __init__(self, most: int = MOST):
        self.most, self.every, self.count = most, 1, 0
        self.kept: list[tuple[int, float]] = []
        self.newest: tuple[int, float] | None = None

    def add(self, k: int, value: float) -> None:
        self.newest = k, value
        if self.count % self.every == 0:
            if len(self.kept) == self.most:
                self.kept, self.every = self.kept[::2], 2 * self.every
            if self.count % self.every == 0:
                self.kept.append(self.newest)
        self.count += 1

    @property
    def last(self) -> float:
        return self.newest[1]

    def points(self) -> tuple[list[int], list[float]]:
        """The updates and the numbers, the newest always among them."""
        newest, shown = self.newest, [*self.kept]  # the thread that trains may go on to add
        shown += [newest] * (shown[-1][0] < newest[0])
        return [k for k, _ in shown], [value for _, value in shown]


class Course:
    """One training from its first step on: the losses so far, the last step, the time it took."""

    def __init__(self, values: dict, steps: Iterator, reference=None):
        self.values, self.steps, self.reference = values, steps, reference
        self.seen, self.unseen, self.step, self.seconds = Curve(), Curve(), None, 0.0

    def __iter__(self) -> "Course":
        return self

    def __next__(self):
        """Take a step, and note it."""
        start = time.monotonic()
        self.step = next(self.steps)
        self.seconds += time.monotonic() - start
        k, seen, unseen = self.step[:3]
        self.seen.add(k, float(seen))
        if unseen is not None:
            self.unseen.add(k, float(unseen))
        return self.step

    @property
    def k(self) -> int:
        return self.step[0]


class Training(Explorer):
    """Trains in the background while the kernel goes on to answer: a Train/Stop button, the losses, what it can do.

    make(**values) -> an iterator of steps (k, loss on what is seen, loss on what is not or None, ...), see `Update`;
                   it is called with the values of the knobs, anew whenever one is moved and at each reset
    show(step) -> views, words: what else is shown of the last step; at most twice a second
    begin          so many updates are made at once, where the widget is made, and after each reset
    what           what it sees: "text"
    reference      {name: height} for dashed lines among the losses, or a function of the knobs' values that returns it
    knobs          as an `Explorer` has them, one keyword for each parameter of `make`

    The button stops within one update, and goes on where it stopped. A cell that is run again ends what its last run
    had begun; of a cell that was deleted, `stop` does, or a new kernel. While it trains, a screen reader is told
    nothing but what is wrong, and once it rests, the sentence.

    Without a browser: `train(updates)` waits until they are made; `start`, `stop`, `running`, `k`, `step`.

    >>> training = Training(lambda: (Update(k, 1 / (1 + k)) for k in range(9)))
    >>> training.train(3); training
    After 3 updates the loss is 0.25 on seen text.
    """

    def __init__(self, make, /, *, show=None, begin=0, what="text", reference=None, size=(10, 3), widths=None, **knobs):
        self.make, self.more, self.begin, self.what, self.reference = make, show, begin, what, reference
        self.course: Course | None = None
        self.worker: Worker | None = None
        self._failed, self._due, self._wanted, self._anew = "", 0.0, True, True
        self._fault: BaseException | None = None
        self.button = ipywidgets.Button(layout={"width": "max-content"}, button_style="primary")
        self.button.add_class("rnn-train")
        self.button.on_click(lambda _: self.stop() if self.running else self.start())
        self.progress = ipywidgets.Label()

        @functools.wraps(make)
        def learned(**values):
            return self._learned(values)

        replace_figures(self)
        super().__init__(learned, size=size, widths=widths, **knobs)

    # ---- What a learner, or a test, can ask and do -------------------------------------------------------------

    @property
    def running(self) -> bool:
        return self.worker.running

    @property
    def step(self):
        """The last step, as `make` yielded it."""
        return self.course.step

    @property
    def k(self) -> int:
        """How many updates were made."""
        return self.course.k

    def start(self, updates: float = math.inf) -> None:
        """Train in the background, from where it stands."""
        if updates != math.inf:
            updates = whole("updates", updates, 0, "how many are to be made")
        with self._lock, self.picture.hold_sync():
            self._wanted = True  # also where another run of its cell had ended it
            self._forgive()
            if self.worker.over:
                self._failed = self._failed or OVER
                self.picture.problem = self._wrong()
            elif not self._refused:
                self.worker.start(updates)
            self._mark()

    def stop(self) -> None:
        """Come to rest after the present update."""
        self.worker.stop()
        with self._lock:
            self._forgive()

    def train(self, updates: int) -> None:
        """Make so many updates, and wait for them."""
        self.start(updates)
        self.worker.wait()
        if self._fault:
            raise self._fault

    def reset(self) -> None:
        """Begin anew, with every knob where it began."""
        with self._lock:
            self.worker.stop()
            self._anew = True
            super().reset()

    def forget(self) -> None:
        """Come to rest for good: nobody looks any more."""
        self._wanted = False
        if self.worker:
            self.worker.stop()

    # ---- From the steps to the picture ------------------------------------------------------------------------

    def _learned(self, values: dict):
        """The views and the words of the training with these values of the knobs, which may have to begin."""
        with self._lock:
            course = self.course
            if not self._goes_on(values):
                reference = self.reference(**values) if callable(self.reference) else self.reference
                course = Course(values, iter(self.make(**values)), reference)
                if next(course, None) is None:
                    raise InputError(STARTED)
                while course.k < self.begin and next(course, None):
                    pass
            views, words = self.more(course.step) if self.more else ([], "")
            curves = {"seen": course.seen.points()}
            if course.unseen.count:
                curves["unseen"] = course.unseen.points()
            losses = Curves(curves, title=f"loss on {self.what}", reference=course.reference)
            if course is not self.course:
                self._begin(course)
            return [losses, *views], f"{self._losses(course)} {words}".strip()

    def _goes_on(self, values: dict) -> bool:
        """Does the training of these values of the knobs go on, or must another one begin?"""
        return not self._anew and all(same(values[name], self.course.values[name]) for name in values)

    def _losses(self, course: Course) -> str:
        when = f"After {count(course.k, 'update')}" if course.k else "Before the first update"
        unseen = f", {course.unseen.last:.2f} on unseen {self.what}" if course.unseen.count else ""
        return f"{when} the loss is {course.seen.last:.2f} on seen {self.what}{unseen}."

    def _begin(self, course: Course) -> None:
        """Let this one take the place of the last one, whose present update may still go on."""
        if self.worker:
            self.worker.stop()
        self.course, self._anew, self._failed, self._fault = course, False, "", None
        self.worker = Worker(course, lambda _: self._took(course), lambda problem: self._ended(course, problem))

    def _took(self, course: Course) -> None:
        """In the thread that trains, after each update."""
        if time.monotonic() >= self._due:
            start = time.monotonic()
            self._redraw(course)
            self._due = time.monotonic() + max(PAUSE, 3 * (time.monotonic() - start))

    def _ended(self, course: Course, problem: BaseException | None) -> None:
        with self._lock:
            if not self._wanted:
                self.canvas.forget()  # it may have been drawn on since it was told to
                self._mark()
                return
            try:
                self._redraw(course)
            except Exception as error:  # of `show`
                problem = problem or error
            if problem and course is self.course:
                self._failed, self._fault = _told(problem), None if _foreseen(problem) else problem
                self.picture.problem = self._wrong()

    def _redraw(self, course: Course) -> None:
        with self._lock:
            if course is not self.course or not self._wanted:
                return
            try:
                if self._goes_on(self._knob_values()):
                    self._tried = None
                    self._update()
            finally:
                self._mark()

    def _try(self, values: dict) -> None:
        """A value that is refused stops the training; with the old value it goes on where it stood."""
        try:
            super()._try(values)
        finally:
            if self._refused and self.worker:
                self.worker.stop()

    def _forgive(self) -> None:
        """Who presses the button has read what was refused."""
        for control in self.controls:
            control.forgive()
        self.picture.problem = self._wrong()

    def _tell(self) -> None:
        super()._tell()
        self._mark()

    def _wrong(self) -> str:
        return super()._wrong() or self._failed

    def _mark(self) -> None:
        """Let button, numbers and picture say whether it trains."""
        running = self.running
        self.button.description, self.button.icon = ("Stop", "pause") if running else ("Train", "play")
        self.button.tooltip = "come to rest after this update" if running else "learn on from here"
        self.progress.value = f"{count(self.k, 'update')}, {self.course.seconds:.1f} s"
        self.picture.quiet = running

    # ---- The place of everything ------------------------------------------------------------------------------

    def _box(self):
        box = super()._box()
        row = box.children[0]
        row.children = self.button, self.progress, *row.children
        return box


def _foreseen(problem: BaseException) -> bool:
    return isinstance(problem, InputError | FloatingPointError)


def _told(problem: BaseException) -> str:
    """What a learner is told of it."""
    if _foreseen(problem):
        return str(problem) if isinstance(problem, InputError) else TOO_LARGE
    return f"This training has a fault ({type(problem).__name__}: {problem}). Press reset to begin anew."
