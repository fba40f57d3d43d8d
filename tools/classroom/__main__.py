"""A class on this machine: python -m tools.classroom [--learners 20] [--seconds 300] [--lesson NN]

Starts a JupyterHub here, at which learners arrive one after the other. Each has a server, a kernel and a copy of the
lessons, opens a lesson, runs all its cells, and then moves time and a weight or another knob in turn. A few of them
have a page in Chromium, where the time from a key press to new pixels is measured; the others say to their servers what
the page would say, because twenty Chromiums on one machine would measure Chromium. At the end a table says what each
learner weighs, how quickly the pictures came, and everything that went wrong; the exit code is then 1.
"""

import argparse
import asyncio
import importlib.util
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import Future
from pathlib import Path

from tools.lab import browse, find_chromium
from tools.notebooks import lessons

NEEDS = ("jupyterhub", "playwright", "psutil")


def missing() -> list[str]:
    """What a class needs and this machine lacks."""
    packages = [f"pip install {name}" for name in NEEDS if importlib.util.find_spec(name) is None]
    proxy = [] if shutil.which("configurable-http-proxy") else ["npm install -g configurable-http-proxy"]
    return [*packages, *proxy, *([] if find_chromium() else ["a Chromium, or its path in the variable CHROMIUM"])]


class Beside:
    """A thread for the learners without a browser."""

    def __init__(self):
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    def start(self, work: Coroutine) -> Future:
        return asyncio.run_coroutine_threadsafe(work, self.loop)


def tried(learner, act: Callable):
    """What it returns; None, and a complaint of the learner, where it fails."""
    try:
        return act()
    except Exception as error:
        learner.complain("gave up", repr(error))


def told(what: str, times: Iterable[float], unit: str, scale: float = 1) -> None:
    """One line of the table."""
    times = sorted(scale * each for each in times)
    if not times:
        print(f"{what:52}      0")
        return
    high = statistics.quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]
    digits = 1 if unit == "s" else 0
    shown = " ".join(f"{each:8.{digits}f}" for each in (statistics.median(times), high, times[-1]))
    print(f"{what:52} {len(times):6} {shown} {unit}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.classroom")
    parser.add_argument("--learners", type=int, default=20)
    parser.add_argument("--pages", type=int, default=3, help="how many of them have a page in Chromium")
    parser.add_argument("--seconds", type=float, default=300, help="how long they move")
    parser.add_argument("--every", type=float, default=2, help="seconds between two moves of one learner")
    parser.add_argument("--arrive", type=float, default=3, help="seconds between two learners who arrive")
    parser.add_argument("--lesson", default="", metavar="NN", help="one lesson for all; else lessons 1 to 11 in turn")
    options = parser.parse_args()
    if lacks := missing():
        print(f"A class needs more than the course does: {'; '.join(lacks)}.")
        return 1
    with tempfile.TemporaryDirectory() as home:
        return hold(Path(home), options)


def hold(home: Path, options: argparse.Namespace) -> int:
    import psutil

    from . import hub, pages
    from .learner import Learner

    names = [path.name for path in lessons(options.lesson) if options.lesson or not path.name.startswith("00")]
    opened = [(f"learner{k + 1:02}", names[k % len(names)]) for k in range(options.learners)]
    beside = Beside()
    print(f"Load before: {psutil.getloadavg()[0]:.1f} on {psutil.cpu_count()} cores.", flush=True)
    with hub.serve(home) as served, browse(find_chromium()) as browser:
        spread = opened[:: max(1, options.learners // max(1, options.pages))][: options.pages]  # over the lessons
        seen = [pages.BrowserLearner(browser, served, *each) for each in spread]
        others = [Learner(served, *each) for each in opened if each not in spread]
        coming = [beside.start(each.enter(options.arrive * k)) for k, each in enumerate(others)]
        came = {each: tried(each, each.enter) for each in seen}
        came |= {each: tried(each, future.result) for each, future in zip(others, coming, strict=True)}
        entered = [seconds for seconds in came.values() if seconds]
        watched, inside = ([each for each in group if came[each]] for group in (seen, others))
        began, worked = served.weights(), served.work()
        print(f"All are in, and have run their lessons; they move for {options.seconds:.0f} s.", flush=True)

        end = time.monotonic() + options.seconds
        psutil.cpu_percent()
        moving = [beside.start(each.move(options.every, end)) for each in inside]
        pages.move(watched, options.every, end)
        for each, future in zip(inside, moving, strict=True):
            tried(each, future.result)
        busy, ended, weight = psutil.cpu_percent(), served.weights(), served.weight()
        moved = [60 * (after - before) / options.seconds for before, after in zip(worked, served.work(), strict=True)]
        for each in inside:
            beside.start(each.leave()).result()

    print(f"\n{'':52} {'number':>6} {'median':>8} {'95 %':>8} {'largest':>8}")
    told("server: memory of its own", [server.own for server, _ in ended], "MB")
    told("kernel: memory of its own", [kernel.own for _, kernel in ended], "MB")
    told("server and kernel, with a part of what is shared", [s.part + k.part for s, k in ended], "MB")
    told("the same when the lesson had run", [s.part + k.part for s, k in began], "MB")
    told("from the login to the last cell", entered, "s")
    told("processor, from the login to the last cell", worked, "s")
    told("processor, for each minute of moving", moved, "s")
    told("page: a key that moves time, to pixels", [t for each in seen for t in each.times], "ms", 1000)
    told("page: a key that moves a knob, to pixels", [t for each in seen for t in each.knobs], "ms", 1000)
    told("other learners: a knob, to the new picture", [t for each in others for t in each.moved.knobs], "ms", 1000)
    ready = [each for learner in others for each in learner.moved.ready]
    print(f"{'other learners: moves of time':52} {len(ready):6}; for {sum(ready)} the picture was in the page")
    print(f"The hub and its proxy: {weight.own:.0f} MB. The cores were busy for {busy:.0f} % of the time.")
    failed = [each for each in [*seen, *others] if each.complaints]
    print(f"Learners who met a failure: {len(failed)}")
    for each in failed:
        print(f"    {each.name}, {each.lesson}: {len(each.complaints)}, first {each.complaints[0]}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
