"""From `git clone` to the first slider that a learner moves, in seconds and key presses: python -m tools.first_minute

Really done, in a folder that is thrown away: the lessons are cloned and installed by `make lab` (or the words given,
e.g. python3 course.py lab), a Chromium opens the address that the terminal shows, and somebody who reads nothing
presses Shift + Enter until an explorer with a slider stands there, clicks its handle and presses →.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import TimeoutError

from tools import lab
from tools.notebooks import FOLDER

MOST = 20  # Shift + Enter
LOOK = 2000  # milliseconds at what has come
ENDED = """() => document.querySelector(".jp-CodeCell")
    && ![...document.querySelectorAll(".jp-InputPrompt")].some((prompt) => prompt.textContent.includes("*"))"""


def say(start: float, what: str) -> None:
    print(f"{time.monotonic() - start:6.1f} s  {what}", flush=True)


def address(server: subprocess.Popen) -> str:
    """What the terminal shows, once somebody answers there."""
    said = ""
    for line in server.stdout:
        said += line
        if found := re.search(r"http://localhost\S+", line):
            break
    else:
        raise RuntimeError(f"the lab ended and never said where it is:\n{said}")
    while server.poll() is None:
        with suppress(OSError), urllib.request.urlopen(found[0]):
            return found[0]
        time.sleep(0.1)
    raise RuntimeError("the lab ended before it answered")


def press_until_it_stands(page) -> int:
    """Shift + Enter, one cell after the other, each run before the next; return how often."""
    for count in range(1, MOST + 1):
        page.keyboard.press("Shift+Enter")
        page.wait_for_function(ENDED)
        with suppress(TimeoutError):
            page.locator(".rnn-explorer img.rnn-picture").first.wait_for(timeout=LOOK)
            return count
    raise RuntimeError(f"no explorer after {MOST} times Shift + Enter")


def move(page) -> None:
    """Click the handle of the time slider, press →, and see another picture."""
    box = page.locator(".rnn-explorer").first
    handle = box.locator(".widget-slider", has_text="time t").locator(".noUi-handle")
    handle.scroll_into_view_if_needed()
    page.wait_for_function(f"(box) => ({lab.PIXELS})(box)", arg=box.element_handle())
    before = page.evaluate(lab.PIXELS, box.element_handle())
    handle.click()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        f"([box, before]) => {{ const now = ({lab.PIXELS})(box); return now && now !== before; }}",
        arg=[box.element_handle(), before],
    )


def learner(url: str, start: float) -> None:
    with lab.browse(lab.find_chromium()) as browser:
        page = browser.new_page()
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(url)
        page.wait_for_function(ENDED)
        say(start, "the lesson is open, and its kernel waits")
        page.locator(".jp-Notebook .jp-Cell").first.click(position={"x": 200, "y": 20})
        presses = press_until_it_stands(page)
        say(start, f"an explorer stands, after one click and {presses} times Shift + Enter")
        move(page)
        say(start, "its slider was clicked and moved with →, and the picture has followed")


def main(*words: str) -> None:
    with tempfile.TemporaryDirectory() as home:
        start, folder = time.monotonic(), Path(home) / "course"
        subprocess.run(["git", "clone", "--quiet", FOLDER.parent, folder], check=True)
        say(start, "cloned")
        server = subprocess.Popen(
            words or ["make", "lab"],
            cwd=folder,
            env={**os.environ, "BROWSER": "true", "JUPYTER_CONFIG_DIR": f"{home}/config"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            start_new_session=True,
        )
        try:
            url = address(server)
            say(start, "installed, and the address that the terminal shows answers")
            learner(url, start)
        finally:
            lab.stop(server, signal.SIGINT)


if __name__ == "__main__":
    main(*sys.argv[1:])
