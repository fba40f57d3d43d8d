"""Steps that are taken in the background, so that the kernel goes on to answer."""

import math
import sys
import threading
import time
from collections.abc import Callable, Iterator

import numpy as np

SHARE = 5e-4  # seconds until a thread that computes lets another one go on; with Python's own 5e-3 a kernel is slow


class Worker:
    """Takes the steps of an iterator in a thread of its own; it may be stopped, and goes on where it stood.

    take(step)     is called with each step, in that thread
    end(problem)   is called when it has come to rest: problem is None, or what the iterator or `take` raised
    over           there is nothing more to take: the iterator has ended, or failed

    >>> taken = []
    >>> worker = Worker(iter("hello"), taken.append, lambda problem: None)
    >>> worker.start(2); rests = worker.wait(); worker.start(1); rests = worker.wait(); taken
    ['h', 'e', 'l']
    """

    def __init__(self, steps: Iterator, take: Callable, end: Callable[[BaseException | None], None]):
        self.steps, self.take, self.end, self.over = steps, take, end, False
        self._lock = threading.Lock()
        self._wanted: float = 0  # how many steps are still to be taken
        self._thread: threading.Thread | None = None
        self._rest = threading.Event()
        self._rest.set()

    @property
    def running(self) -> bool:
        return self._thread is not None

    def start(self, most: float = math.inf) -> None:
        """Go on, for so many steps at most."""
        with self._lock:
            self._wanted = most
            if self._thread is None and not self.over:
                sys.setswitchinterval(min(sys.getswitchinterval(), SHARE))
                self._rest.clear()
                self._thread = threading.Thread(target=self._run, name="rnnlib training", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """Come to rest after the present step."""
        with self._lock:
            self._wanted = 0

    def wait(self, seconds: float = math.inf) -> bool:
        """Wait until it has come to rest; has it? An interrupt stops it, and is raised when it rests."""
        until = time.monotonic() + seconds
        try:
            while not self._rest.wait(0.1) and time.monotonic() < until:
                pass  # one long wait could not be interrupted on Windows
        except KeyboardInterrupt:
            self.stop()
            self._rest.wait()
            raise
        return self._rest.is_set()

    def _run(self) -> None:
        problem = None
        while True:
            try:
                if self._at_rest():
                    break
                with np.errstate(over="raise", invalid="raise", divide="raise"):
                    self.take(next(self.steps))
                with self._lock:
                    self._wanted -= 1
            except StopIteration:
                self.over = True
            except BaseException as error:
                self.over, problem = True, error
        try:
            self.end(problem)
        finally:
            with self._lock:
                if self._thread is None:  # or it was started again meanwhile
                    self._rest.set()

    def _at_rest(self) -> bool:
        with self._lock:
            if not self.over and self._wanted > 0:
                return False
            self._thread = None
            return True
