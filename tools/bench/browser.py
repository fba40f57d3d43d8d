"""From a key press to new pixels, in a real JupyterLab in a real Chromium."""

import statistics
import tempfile
from pathlib import Path

from tools import lab

from .measure import Row

ROOT = Path(__file__).resolve().parents[2]
PRESSES = 24
PAUSE = 250  # milliseconds before a press, so that what came before it has settled
DRAG = 5.0  # seconds

EXPLORER = """\
from tools.bench.pictures import hello_explorer
explorer = hello_explorer()
explorer"""
INTERACT = """\
import ipywidgets
import matplotlib.pyplot as plt
%matplotlib inline
from tools.bench.pictures import SIZE, views

def show(t=1):
    figure, axes = plt.subplots(1, 3, figsize=SIZE, layout="constrained")
    for ax, view in zip(axes, views(), strict=True):
        view.start(ax, explorer.data)
        view.show(explorer.data, t)
        view.move(explorer.data, t)
    plt.show()

ipywidgets.interact(show, t=(1, 4)).widget.add_class("bench-interact")"""
EMPTY = """\
slider, label = ipywidgets.IntSlider(1, 1, 4, description="t"), ipywidgets.Label("1")
slider.observe(lambda change: setattr(label, "value", str(change["new"])), "value")
ipywidgets.VBox([slider, label]).add_class("bench-empty")"""

# Starts a clock at the next key press; resolves with the milliseconds until what `place` shows is on the screen.
WATCH = """(place) => {
    const shown = () => {
        const image = place.querySelector("img");
        return image ? image.src : [...place.querySelectorAll(".widget-label")].map((x) => x.textContent).join();
    };
    const before = shown();
    let start = null;
    document.addEventListener("keydown", () => { start = performance.now(); }, { once: true, capture: true });
    window.watched = new Promise((resolve) => {
        const observer = new MutationObserver(async () => {
            if (!shown() || shown() === before) return;
            observer.disconnect();
            await place.querySelector("img")?.decode();
            requestAnimationFrame(() => resolve(performance.now() - start));
        });
        observer.observe(place, { subtree: true, childList: true, attributes: true, characterData: true });
    });
}"""


def rows():
    chromium = lab.find_chromium()
    if chromium is None:
        raise ModuleNotFoundError(name="Chromium")
    with (
        tempfile.TemporaryDirectory() as home,
        lab.serve(Path(home), PYTHONPATH=str(ROOT)) as served,
        lab.browse(chromium) as browser,
    ):
        page = browser.new_page()
        page.set_viewport_size({"width": 1280, "height": 1800})
        lab.open_notebook(page, served, lab.write_notebook(served, [EXPLORER, INTERACT, EMPTY]))
        lab.run_all(page)
        places = [page.locator(f".{name}").first for name in ("rnn-explorer", "bench-interact", "bench-empty")]
        times = [[], [], []]
        for k in range(PRESSES):
            for place, found in zip(places, times, strict=True):
                found.append(press(page, place, "ArrowRight" if k % 6 < 3 else "ArrowLeft"))
        ours, interact, empty = (statistics.median(found[2:]) / 1000 for found in times)
        yield Row("key press to new pixels, Chromium", ours, "interact + inline", interact, "4")
        yield Row("the same", ours, "an empty label update", empty, "0.5")
        yield Row(f"picture of the end after a {DRAG:g} s drag", end_of_drag(page, places[0]), "goal", 0.3, "1")


def press(page, place, key: str) -> float:
    handle = place.locator(".widget-slider", has_text="t").locator(".noUi-handle").last
    handle.focus()
    page.wait_for_timeout(PAUSE)
    page.evaluate(WATCH, place.element_handle())
    page.keyboard.press(key)
    return page.evaluate("() => window.watched")


def end_of_drag(page, place) -> float:
    """Drag to and fro for some seconds; return the seconds from the last move to the picture of the last place."""
    handle = place.locator(".widget-slider", has_text="time t").locator(".noUi-handle")
    track = place.locator(".widget-slider", has_text="time t").locator(".noUi-target").bounding_box()
    y = track["y"] + track["height"] / 2
    handle.hover()
    page.mouse.down()
    start = page.evaluate("() => performance.now()")
    k = 0
    while page.evaluate("() => performance.now()") - start < 1000 * DRAG:
        k += 1
        page.mouse.move(track["x"] + track["width"] * (k % 20) / 20, y)
    page.mouse.move(track["x"], y)
    page.mouse.move(track["x"] + track["width"] + 5, y)
    let_go = page.evaluate("() => performance.now()")
    page.wait_for_function(
        "(place) => place.querySelector('.rnn-sentence').textContent.startsWith('t = 4')",
        arg=place.element_handle(),
        polling=5,
    )
    page.wait_for_function("(place) => place.querySelector('img').complete", arg=place.element_handle())
    done = page.evaluate("() => performance.now()")
    page.mouse.up()
    return (done - let_go) / 1000
