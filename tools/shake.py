"""Move an explorer while the cells of its lesson run: python -m tools.shake [--tries 3] [NN ...]

JupyterLab sends what is done to widgets over a subshell, that is, to another thread of the kernel than the one that
runs cells. So this starts a real kernel for each lesson, runs its cells until the first explorer is there, and then
moves the explorer's knobs 33 times a second over a subshell, while all later cells run again and again on the main
shell. A kernel that dies, hangs or complains (an error, anything on stderr, an explorer with a fault) is reported, and
the exit code is 1.

`--all` runs the cells before the explorer again, too; what it looks up in the notebook may then be half made.
"""

import argparse
import itertools
import os
import queue
import random
import re
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import nbformat
from jupyter_client import KernelManager

from tools.notebooks import WIDGET, lessons

ROOT = Path(__file__).resolve().parents[1]
RATE = 33  # moves a second: as many as a hand on a slider makes
ROUNDS = 6  # of all later cells
PATIENCE = 60  # seconds without a word from the kernel while a cell runs: it hangs
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


class Broken(Exception):
    """The kernel died or hangs, or there is nothing to move."""


class Found(NamedTuple):
    """What one try showed."""

    end: str  # "alive", "dead (...)" or "hangs ..."
    complaints: list[str]
    moves: int
    seconds: float

    @property
    def sound(self) -> bool:
        return self.end == "alive" and not self.complaints


# ---- What a hand can do to a widget ------------------------------------------------------------------------------


class Act(NamedTuple):
    """One message to a widget: a new state, or a custom message (a click, a letter of an anywidget)."""

    state: dict | None = None
    custom: dict | None = None

    @property
    def data(self) -> dict:
        if self.custom is not None:
            return {"method": "custom", "content": self.custom}
        return {"method": "update", "state": self.state, "buffer_paths": []}


def slide(state: dict, rng: random.Random) -> Act:
    """To another place of a slider, often a near one, as a drag does."""
    low, high, step, now = (state[name] for name in ("min", "max", "step", "value"))
    places = max(1, round((high - low) / (step or 1)))
    here = round((now - low) / (step or 1))
    there = (here + rng.choice((-1, 1, 1, 2, rng.randint(0, places)))) % (places + 1)
    value = low + there * (step or 1)
    return Act({"value": value if isinstance(now, int) and isinstance(low, int) else min(float(value), high)})


def choose(state: dict, rng: random.Random) -> Act:
    return Act({"index": rng.randrange(len(state["_options_labels"]))})


def turn(state: dict, rng: random.Random) -> Act:
    """Another number in one entry of a matrix."""
    value = [list(row) for row in state["value"]]
    row, limit = rng.randrange(len(value)), state.get("limit", 1.0)
    col, number = rng.randrange(len(value[row])), round(rng.uniform(-limit, limit), 1)
    if isinstance(state.get("answered"), dict):  # this editor gets letters that say which entry was written
        n = state["n"] = state.get("n", 0) + 1
        edit = {"n": n, "row": row, "col": col, "text": str(number)}
        return Act({"typed": {"page": "shake", "shape": [len(value), len(value[0])], "edits": [edit]}})
    value[row][col] = number
    return Act({"value": value})


def tick(state: dict, rng: random.Random) -> Act:
    return Act({"value": not state["value"]})


def write(state: dict, rng: random.Random) -> Act:
    """One letter less, or what stood there at first."""
    first = state.setdefault("first", state["value"])
    return Act({"value": first[:-1] if state["value"] == first and len(first) > 2 else first})


def press(state: dict, rng: random.Random) -> Act:
    return Act(custom={"event": "click"})


def ask(state: dict, rng: random.Random) -> Act:
    """For the pictures of other instants, as the page of an explorer does when nothing else is going on."""
    instants = sorted(range(state["first"], state["last"] + 1), key=lambda t: abs(t - state["t"]))
    return Act(custom={"version": state["version"], "want": instants[:8], "known": 0})


def say(state: dict, rng: random.Random) -> Act:
    """A hook: a widget of ours that wants other custom messages lists some of them in its state as `shake`."""
    return Act(custom=rng.choice(state["shake"]))


def deed(state: dict) -> Callable[[dict, random.Random], Act] | None:
    """What can be done to a widget in this state; None if nothing."""
    model, value = state.get("_model_name", ""), state.get("value")
    if state.get("shake"):
        return say
    if {"version", "first", "last", "t"} <= state.keys():
        return ask
    if model in ("PlayModel", "ProgressModel", "LabelModel", "HTMLModel") or state.get("disabled"):
        return None
    if {"min", "max", "step"} <= state.keys() and isinstance(value, int | float):
        return slide
    if state.get("_options_labels"):
        return choose
    if isinstance(value, bool):
        return tick
    if isinstance(value, list) and value and isinstance(value[0], list):
        return turn
    if model in ("TextModel", "TextareaModel"):
        return write
    return press if model == "ButtonModel" else None


# ---- A kernel, as JupyterLab talks to it -------------------------------------------------------------------------


class Widgets:
    """All that a page knows of a kernel: the state of its widgets, what it has shown, what it is busy with."""

    def __init__(self):
        self.models: dict[str, dict] = {}
        self.shown: list[str] = []  # the widgets that cells have displayed
        self.busy: set[str] = set()  # messages that the kernel has not yet done with
        self.forgiven: set[str] = set()  # cells that are meant to fail
        self.complaints: list[str] = []

    def take(self, message: dict) -> None:
        """Take in what the kernel says to all."""
        kind, content = message["msg_type"], message["content"]
        parent = message["parent_header"].get("msg_id")
        if kind == "status" and content["execution_state"] == "idle":
            self.busy.discard(parent)
        elif kind == "status" and content["execution_state"] in ("restarting", "dead"):
            self.complain("the kernel", f"is {content['execution_state']}")
        elif kind == "error" and parent not in self.forgiven:
            self.complain("error output", "\n".join(content["traceback"]))
        elif kind == "stream" and content["name"] == "stderr":
            self.complain("stderr", content["text"])
        elif kind == "comm_open":
            self.models[content["comm_id"]] = dict(content["data"].get("state", {}))
        elif kind == "comm_msg":
            self.learn(content["comm_id"], content["data"])
        elif kind in ("display_data", "execute_result"):
            view = content["data"].get(WIDGET)
            self.shown += [view["model_id"]] if view else []

    def learn(self, model: str, data: dict) -> None:
        """Take in what a widget says: its state, or a letter to the page."""
        told = data.get("state", {})
        self.models.setdefault(model, {}).update(told)
        for words in [told, *(data.get("content") or {}).get("frames", ())]:
            if "fault" in str(words.get("problem", "")):
                self.complain("an explorer says", words["problem"])

    def complain(self, where: str, text: str) -> None:
        self.complaints.append(f"{where}: {COLOURS.sub('', text).strip()}")

    def within(self, model: str) -> Iterator[str]:
        """A widget and all that is in it."""
        seen, todo = set(), [model]
        while todo:
            model = todo.pop(0)
            if model not in self.models or model in seen:
                continue
            seen.add(model)
            yield model
            todo += re.findall(r"IPY_MODEL_(\w+)", repr(self.models[model]))

    def explorers(self) -> list[str]:
        """Those that are displayed."""
        return [shown for shown in self.shown if "rnn-explorer" in self.models[shown].get("_dom_classes", ())]


class Kernel(Widgets):
    """A real kernel; hears everything it says."""

    def __init__(self, folder: Path, home: str):
        super().__init__()
        self.errors = open(Path(home) / "stderr", "w+b")
        self.manager = KernelManager(kernel_name="python3")
        path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
        environment = {**os.environ, "PYTHONPATH": path, "IPYTHONDIR": home}
        self.manager.start_kernel(cwd=str(folder), env=environment, stdout=self.errors, stderr=self.errors)
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=PATIENCE)
        self.said_at_start = os.fstat(self.errors.fileno()).st_size  # that messages are not encrypted, and the like
        self.grave = Path(home) / "grave"  # where Python writes down where it was when it died
        self.client.execute(f"import faulthandler; faulthandler.enable(open({str(self.grave)!r}, 'w'))", silent=True)

    def subshell(self) -> str:
        self.client.control_channel.send(self.client.session.msg("create_subshell_request"))
        while True:
            reply = self.client.get_control_msg(timeout=PATIENCE)
            if reply["msg_type"] == "create_subshell_reply":
                return reply["content"]["subshell_id"]

    def run(self, cell) -> str:
        """Ask for a cell to be run; return the message's id."""
        sent = self.client.execute(cell.source, stop_on_error=False)
        self.busy.add(sent)
        if "raises-exception" in cell.metadata.get("tags", ()):
            self.forgiven.add(sent)
        return sent

    def tell(self, model: str, act: Act, subshell: str | None) -> str:
        """Send what was done to a widget, as JupyterLab does."""
        session = self.client.session
        message = session.msg("comm_msg", {"comm_id": model, "data": act.data})
        message["header"] |= {"subshell_id": subshell} if subshell else {}
        self.client.shell_channel.send(message)
        self.busy.add(message["header"]["msg_id"])
        return message["header"]["msg_id"]

    def hear(self, seconds: float) -> bool:
        """Take in the next message, if one comes in time."""
        while self.client.shell_channel.msg_ready():
            self.client.get_shell_msg(timeout=0)
        try:
            message = self.client.get_iopub_msg(timeout=seconds)
        except queue.Empty:
            if not self.manager.is_alive():
                raise Broken(f"dead ({self.cause()})") from None
            return False
        self.take(message)
        return True

    def wait(self, sent: str, meanwhile: Callable[[], float] = lambda: 1.0) -> None:
        """Until the kernel has done with a message; `meanwhile` may do something, and says how long it has time."""
        last = time.monotonic()
        while sent in self.busy:
            if self.hear(meanwhile()):
                last = time.monotonic()
            elif time.monotonic() - last > PATIENCE:
                raise Broken(f"hangs: nothing for {PATIENCE} s")

    def cause(self) -> str:
        code = self.manager.provisioner.process.poll()
        return signal.Signals(-code).name if code and code < 0 else f"exit code {code}"

    def close(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)
        self.errors.seek(self.said_at_start)
        if own := self.errors.read().decode(errors="replace").strip():
            self.complain("the kernel's own stderr", own)
        if self.grave.exists() and (stack := self.grave.read_text().strip()):
            self.complain("where it died", stack)
        self.errors.close()


@contextmanager
def started(folder: Path) -> Iterator[Kernel]:
    with tempfile.TemporaryDirectory() as home:
        kernel = Kernel(folder, home)
        try:
            yield kernel
        finally:
            kernel.close()


class Hand:
    """Moves the knobs of one explorer: time, a knob, time, the next knob, and so on.

    Like JupyterLab, it waits with the next message to a widget until the kernel has done with the one before, and sends
    the newest state then; messages to several widgets overlap. `each` gives each widget a subshell of its own
    (JupyterLab's setting "perComm").
    """

    def __init__(self, kernel: Kernel, explorer: str, seed: int, each: bool):
        self.kernel, self.rng, self.moves = kernel, random.Random(seed), 0
        found = [(model, deed(kernel.models[model])) for model in kernel.within(explorer)]
        self.deeds = {model: deed for model, deed in found if deed}
        if not self.deeds:
            raise Broken("has no knobs")
        one = None if each else kernel.subshell()
        self.subshells = {model: one or kernel.subshell() for model in self.deeds}
        times = [model for model in self.deeds if kernel.models[model].get("description", "").startswith("time")]
        others = [model for model in self.deeds if model not in times]
        pairs = [[*times, knob] for knob in others] or [times]
        self.turns = itertools.cycle([model for pair in pairs for model in pair])
        self.next = time.monotonic()
        self.last: dict[str, str] = {}  # the message that was sent to a widget last
        self.wishes: dict[str, Act] = {}  # what waits for the kernel to have done with that

    def __call__(self) -> float:
        """Move if it is time to; return the seconds until the next move."""
        now = time.monotonic()
        if now >= self.next:
            self.next = max(self.next + 1 / RATE, now)
            self.wish(next(self.turns))
        self.send()
        return max(0.001, self.next - time.monotonic())

    def send(self) -> None:
        """Tell the kernel all that it may be told now."""
        for model in [model for model in self.wishes if self.last.get(model) not in self.kernel.busy]:
            self.last[model] = self.kernel.tell(model, self.wishes.pop(model), self.subshells[model])
            self.moves += 1

    def wish(self, model: str) -> None:
        state = self.kernel.models[model]
        act = self.wishes[model] = self.deeds[model](state, self.rng)
        state.update(act.state or {})

    def settle(self) -> None:
        """Move each knob once more, and wait until the kernel has done with everything: it still answers."""
        for model in self.deeds:
            self.wish(model)
        while self.wishes:
            self.send()
            for sent in list(self.kernel.busy):
                self.kernel.wait(sent)


# ---- A lesson ----------------------------------------------------------------------------------------------------


def shake(path: Path, seed: int = 0, rounds: int = ROUNDS, each: bool = False, every: bool = False) -> Found:
    """One try with a lesson."""
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    hand, end, start = None, "alive", time.monotonic()
    with started(path.parent) as kernel:
        try:
            for first, cell in enumerate(cells):  # noqa: B007
                kernel.wait(kernel.run(cell))
                if kernel.explorers():
                    break
            else:
                return Found("alive", kernel.complaints, 0, 0.0)  # a lesson without explorers
            hand = Hand(kernel, kernel.explorers()[0], seed, each)
            start = time.monotonic()
            for cell in rounds * (cells[first + 1 :] + (cells[:first] if every else [])):
                kernel.wait(kernel.run(cell), hand)
            hand.settle()
        except Broken as broken:
            end = str(broken)
        seconds = time.monotonic() - start
    return Found(end, kernel.complaints, hand.moves if hand else 0, seconds)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.shake")
    parser.add_argument("numbers", nargs="*", metavar="NN", help="only lessons whose names begin so")
    parser.add_argument("--tries", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often the later cells run")
    parser.add_argument("--all", action="store_true", help="the cells before the explorer run, too")
    parser.add_argument("--each", action="store_true", help="a subshell for each widget (JupyterLab's perComm)")
    options = parser.parse_args()
    sound = True
    for path in lessons(*options.numbers):
        for number in range(options.tries):
            found = shake(path, number, options.rounds, options.each, options.all)
            sound &= found.sound
            what = f"{found.moves:5} moves in {found.seconds:5.1f} s, {len(found.complaints)} complaints"
            print(f"{path.stem[:28]:28} try {number + 1}: {found.end:14} {what}", flush=True)
            for text, group in itertools.groupby(sorted(found.complaints, key=last_line), last_line):
                print(f"    {len(list(group)):4} x {text}")
    return 0 if sound else 1


def last_line(complaint: str) -> str:
    """A complaint in one line: the error, or where the kernel died."""
    where, _, text = complaint.partition(": ")
    if died := re.search(r"Fatal Python error: (.*)(?s:.*?)(?:Current thread.*\n\s*(File.*)|$)", text):
        return f"{where}: {died[1]} {died[2] or ''}"
    told = [line for line in text.splitlines() if re.search(r"(Error|Warning)\b", line)] or text.splitlines()
    return f"{where}: {told[-1][:160]}"


if __name__ == "__main__":
    sys.exit(main())
