"""From a key press to new pixels, in a real JupyterLab in a real Chromium.

Three things are moved in turn: an explorer, the same picture by `interact` and inline matplotlib, and a label that
shows a slider's number, which is a round trip to the kernel and nothing else.
"""

import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlparse

from tools import lab, slow

from .measure import Row

ROOT = Path(__file__).resolve().parents[2]
LENGTHS = (4, 12, 60)  # T
MIDDLE = 12  # of these, the one for all that is measured once
PRESSES = 30
QUIET = 250  # milliseconds without a message to or from the kernel before a press
REST = 2000  # the same before the first one: the explorer has drawn the other instants ahead
BUSY = 10  # seconds
DELAY = 0.1  # seconds each way, of a slow network

EXPLORER = """\
from tools.bench import pictures
explorer = pictures.explorer({T})
explorer"""
INTERACT = """\
import ipywidgets
import matplotlib.pyplot as plt
%matplotlib inline
read = pictures.reader({T})

def show(t=1, memory=1.0):
    pictures.draw_anew(read(memory)[0], t)
    plt.show()

ipywidgets.interact(show, t=(1, {T}), memory=(0.0, 1.0, 0.05)).widget.add_class("bench-interact")"""
EMPTY = """\
slider, label = ipywidgets.IntSlider(1, 1, {T}, description="t"), ipywidgets.Label("1")
slider.observe(lambda change: setattr(label, "value", str(change["new"])), "value")
ipywidgets.VBox([slider, label]).add_class("bench-empty")"""
PLACES = ("rnn-explorer", "bench-interact", "bench-empty")

KEEP_BUSY = f"import time; end = time.monotonic() + {BUSY}\nwhile time.monotonic() < end: pass"

# What the page needs: what a place shows (a picture's node may be swapped, or its address), and when it last did what.
TOOLS = """() => {
    window.bench = { message: 0, changed: 0, moved: 0 };
    bench.kernel = jupyterapp.shell.currentWidget.sessionContext.session.kernel;
    bench.waiting = new Set(); // messages that the kernel has not yet done with
    bench.kernel.anyMessage.connect((_, { msg, direction }) => {
        bench.message = performance.now();
        if (direction === "send" && msg.channel === "shell") bench.waiting.add(msg.header.msg_id);
        if (msg.content.execution_state === "idle") bench.waiting.delete(msg.parent_header.msg_id);
    });
    bench.quiet = (ms) => !bench.waiting.size && performance.now() - bench.message > ms;
    bench.picture = (place) => place.querySelector("img.rnn-picture") ?? place.querySelector(".jp-OutputArea img");
    bench.look = (place) => {
        const picture = bench.picture(place);
        if (picture) return [picture, picture.src];
        const texts = [...place.querySelectorAll(".widget-label, .jupyter-widgets > label, .widget-html-content")];
        return place.classList.contains("bench-empty") ? [null, texts.map((x) => x.textContent).join()] : null;
    };
    // Calls back once what a place shows is another thing, and is in the frame that is about to be drawn.
    bench.onChange = (place, then) => {
        let before = bench.look(place);
        const observer = new MutationObserver(async () => {
            const now = bench.look(place);
            if (!now || (now[0] === before?.[0] && now[1] === before?.[1])) return;
            before = now;
            if (now[0] && !now[0].complete) await now[0].decode().catch(() => {});
            requestAnimationFrame(() => then(observer));
        });
        observer.observe(place, { subtree: true, childList: true, attributes: true, characterData: true });
        return observer;
    };
    document.addEventListener("pointermove", ({ clientX }) => {
        if (clientX === bench.x) return; // the browser says it again when something moves under the mouse
        Object.assign(bench, { x: clientX, moved: performance.now() });
    }, true);
}"""

# Starts a clock at the next key press; resolves with the milliseconds until another picture (or label) is shown.
WATCH = """(place) => {
    let start = null;
    window.addEventListener("keydown", () => { start = performance.now(); }, { once: true, capture: true });
    bench.watched = new Promise((resolve, reject) => {
        bench.onChange(place, (observer) => {
            observer.disconnect();
            resolve(performance.now() - start);
        });
        setTimeout(() => reject(new Error("a key press changed nothing for 30 seconds")), 30000);
    });
}"""

# Notes the time of each change, until `end` says how long after the last move of the mouse the last change came.
FOLLOW = """(place) => {
    bench.changed = 0;
    bench.following = bench.onChange(place, () => { bench.changed = performance.now(); });
}"""
END = """() => {
    if (!bench.quiet(700) || performance.now() - Math.max(bench.changed, bench.moved) < 700) return null;
    bench.following.disconnect();
    return Math.max(1, bench.changed - bench.moved);
}"""


def rows() -> Iterator[Row]:
    chromium = lab.find_chromium()
    if chromium is None:
        raise ModuleNotFoundError(name="Chromium")
    with (
        tempfile.TemporaryDirectory() as home,
        lab.serve(Path(home), PYTHONPATH=str(ROOT)) as served,
        lab.browse(chromium) as browser,
    ):
        for T in LENGTHS:
            with_page = Page(browser, served, T)
            yield from with_page.moves(f"T = {T}")
            if T == MIDDLE:
                yield from with_page.drags()
                yield from with_page.while_busy()
            with_page.close()
        with slow.proxy(urlparse(served.url).port, DELAY) as far:
            late = Page(browser, served._replace(url=f"http://127.0.0.1:{far}/"), MIDDLE)
            yield from late.moves(f"{1000 * DELAY:g} ms each way")
            late.close()


def high(times: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(times, n=20, method="inclusive")[-1]


class Page:
    """A notebook with the three of them, all run."""

    def __init__(self, browser, served: lab.Lab, T: int):
        self.T, self.served = T, served
        self.page = browser.new_page()
        self.page.set_viewport_size({"width": 1280, "height": 1800})
        cells = [cell.replace("{T}", str(T)) for cell in (EXPLORER, INTERACT, EMPTY)]
        lab.open_notebook(self.page, served, lab.write_notebook(served, cells))
        lab.run_all(self.page)
        self.page.evaluate(TOOLS)
        self.ours, self.interact, self.empty = (self.page.locator(f".{name}").first for name in PLACES)
        self.ours.locator("img.rnn-picture").wait_for()
        self.interact.locator("img").wait_for()

    def close(self) -> None:
        self.page.close()
        self.served.stop_kernels()

    def moves(self, where: str) -> Iterator[Row]:
        """Single key presses on the time slider, and on a knob."""
        names = (self.ours, "time t"), (self.interact, "t"), (self.empty, "t")
        ours, interact, empty = self.in_turn(*names)
        half = statistics.median(ours)
        yield Row(f"time, {where}: median", half, "an empty label", statistics.median(empty), "1.33, 16 ms")
        yield Row(f"time, {where}: 95th percentile", high(ours), "an empty label", high(empty), "24 ms")
        yield Row(f"time, {where}: median", half, "interact + inline", statistics.median(interact), "20")
        ours, interact = self.in_turn((self.ours, "memory"), (self.interact, "memory"))
        yield Row(f"knob, {where}: median", *self.beside(statistics.median, ours, interact), "")
        yield Row(f"knob, {where}: 95th percentile", *self.beside(high, ours, interact), "")

    def drags(self) -> Iterator[Row]:
        """From the last move of the mouse to the last picture."""
        for name, theirs, seconds in (("time t", "t", 5), ("memory", "memory", 3)):
            ours, interact = self.drag(self.ours, name, seconds), self.drag(self.interact, theirs, seconds)
            said = f"t = {self.T}:" if theirs == "t" else "memory 1.00"
            assert said in self.ours.locator(".rnn-sentence").inner_text(), "the drag ended at the right"
            goal = "16 ms" if theirs == "t" else "300 ms"
            yield Row(f"end of a {seconds} s drag of {name}", ours, "interact + inline", interact, goal)

    def while_busy(self) -> Iterator[Row]:
        """Time moves while a cell runs."""
        sliders = (self.ours, "time t"), (self.empty, "t")
        for place, name in sliders:
            self.handle(place, name).press("Home")
        self.quiet(REST)
        self.page.evaluate("(code) => { bench.cell = bench.kernel.requestExecute({ code }).done; }", KEEP_BUSY)
        self.page.wait_for_timeout(QUIET)
        start, found = self.now(), ([], [])
        while self.now() - start < BUSY - 1.5:
            for (place, name), times in zip(sliders, found, strict=True):
                self.page.wait_for_timeout(QUIET)
                times.append(self.press(place, name, self.key(len(times))))
        self.page.evaluate("() => bench.cell.then(() => null)")
        ours, empty = found
        what = f"time, a cell runs for {BUSY} s"
        half = statistics.median(ours)
        yield Row(f"{what}: median", half, "an empty label", statistics.median(empty), "1.33, 16 ms")
        yield Row(f"{what}: 95th percentile", high(ours), "an empty label", high(empty), "24 ms")

    @staticmethod
    def beside(measure, ours: list[float], interact: list[float]) -> tuple[float, str, float]:
        return measure(ours), "interact + inline", measure(interact)

    @staticmethod
    def key(k: int) -> str:
        """Up and down, so that no press meets an end: three to the right, three to the left."""
        return "ArrowRight" if k % 6 < 3 else "ArrowLeft"

    def in_turn(self, *sliders) -> list[list[float]]:
        """The seconds of many presses on each of the sliders (place, name), one after the other."""
        found = [[] for _ in sliders]
        for place, name in sliders:
            self.handle(place, name).press("Home")
        self.quiet(REST)
        for k in range(PRESSES + 2):
            for (place, name), times in zip(sliders, found, strict=True):
                self.quiet(QUIET)
                times.append(self.press(place, name, self.key(k)))
        return [times[2:] for times in found]

    def press(self, place, name: str, key: str) -> float:
        self.handle(place, name).focus()
        self.page.evaluate(WATCH, place.element_handle())
        self.page.keyboard.press(key)
        return self.page.evaluate("() => bench.watched") / 1000

    def drag(self, place, name: str, seconds: float) -> float:
        """Pull to and fro, last from the left end to the right one; seconds from that to the last picture."""
        handle = self.handle(place, name)
        track = handle.locator("xpath=ancestor::*[contains(@class, 'noUi-target')]").bounding_box()
        left, width, y = track["x"], track["width"], track["y"] + track["height"] / 2
        self.quiet(REST)
        self.page.evaluate(FOLLOW, place.element_handle())
        handle.hover()
        self.page.mouse.down()
        start, k = self.now(), 0
        while self.now() - start < seconds:
            k += 1
            self.page.mouse.move(left + width * (k % 20) / 20, y)
        self.page.mouse.move(left, y)
        self.page.mouse.move(left + width + 5, y)
        took = self.page.wait_for_function(END, polling=20).json_value()
        self.page.mouse.up()
        return took / 1000

    def handle(self, place, name: str):
        label = place.page.get_by_text(name, exact=True)
        return place.locator(".widget-slider").filter(has=label).locator(".noUi-handle").last

    def quiet(self, milliseconds: float) -> None:
        """Wait until the kernel has not been spoken to, and has not spoken, for so long."""
        self.page.wait_for_function("(ms) => bench.quiet(ms)", arg=milliseconds, polling=20)

    def now(self) -> float:
        return self.page.evaluate("() => performance.now()") / 1000
