"""Learners with a browser: JupyterLab in Chromium, and the time from a key press to new pixels."""

import itertools
import time
from collections.abc import Iterator

from playwright.sync_api import Error

from tools import lab
from tools.bench.browser import TOOLS, WATCH

from .hub import Hub

SECONDS = 300  # patience with a page while twenty learners come in


class BrowserLearner:
    """One page, on which time and a knob of the first explorer that has both are moved in turn."""

    def __init__(self, context, hub: Hub, name: str, lesson: str):
        self.hub, self.name, self.lesson = hub, name, lesson
        self.times: list[float] = []
        self.knobs: list[float] = []
        self.complaints: list[str] = []
        self.page = context.browser.new_context(viewport={"width": 1280, "height": 1000}).new_page()
        self.page.set_default_timeout(1000 * SECONDS)
        self.page.on("pageerror", lambda error: self.complain("uncaught", str(error)))
        self.page.on("console", self.hear)

    def hear(self, message) -> None:
        if message.type == "error":
            self.complain("console", f"{message.text} {message.location.get('url', '')[:80]}")

    def complain(self, where: str, text: str) -> None:
        self.complaints.append(f"{where}: {text}")

    def enter(self) -> float:
        """Log in, open the lesson and run all its cells; return how many seconds that took."""
        start, page = time.monotonic(), self.page
        self.hub.place(self.name)
        page.goto(f"{self.hub.url}hub/login?next=/hub/user-redirect/lab/tree/{self.lesson}")
        page.locator("#username_input").fill(self.name)
        page.locator("#password_input").fill("any")
        page.locator("#password_input").press("Enter")
        lab.wait_for_kernel(page)
        lab.run_all(page)
        page.evaluate(TOOLS)
        took = time.monotonic() - start
        self.box, self.time, self.knob = next(self.hands())
        for handle in (self.time, self.knob):
            handle.press("PageDown")  # so that the first moves meet no end
        return took

    def hands(self) -> Iterator[tuple]:
        """An explorer, the handle of its time slider, and the first weight or other knob that has a number."""
        for box in self.page.locator(".rnn-explorer").all():
            box.scroll_into_view_if_needed()
            box.locator("img.rnn-picture").wait_for()
            slider = box.get_by_role("slider", name="time t")
            others = box.locator(".rnn-matrix [role=spinbutton], .noUi-handle:not([aria-label^=time])")
            if slider.count() and others.count():
                yield box, slider.first, others.first

    def move(self, k: int) -> None:
        """Time at even k, the knob at odd ones."""
        handle, times = (self.time, self.times) if k % 2 == 0 else (self.knob, self.knobs)
        key = "ArrowUp" if k % 4 < 2 else "ArrowDown"
        try:
            handle.focus()
            self.page.evaluate(WATCH, self.box.element_handle())
            self.page.keyboard.press(key)
            times.append(self.page.evaluate("() => bench.watched") / 1000)
        except Error as error:
            self.complain("no new picture", str(error))


def move(learners: list[BrowserLearner], every: float, end: float) -> None:
    """Each moves once in `every` seconds, one after the other."""
    for k in itertools.count() if learners else ():
        for learner in learners:
            next_one = time.monotonic() + every / len(learners)
            if time.monotonic() > end:
                return
            learner.move(k)
            learner.page.wait_for_timeout(max(1, 1000 * (next_one - time.monotonic())))
