"""Every lesson in a real JupyterLab: it runs, and its explorers follow the mouse and the keyboard."""

import pytest

from tools.lab import PIXELS
from tools.notebooks import lessons

START = "00-start-here.ipynb"  # shows how to work with a lesson; need not have an explorer


class Explorer:
    """One explorer on the page, as a learner has it: a picture that changes when a control is moved."""

    def __init__(self, page, box):
        self.page, self.box = page, box
        self.sentence = box.locator(".rnn-sentence")
        box.scroll_into_view_if_needed()
        box.locator("img.rnn-picture").wait_for()
        page.wait_for_function(PIXELS, arg=box.element_handle())

    def slider(self):
        """The handle of the time slider, or of the first slider there is; None without one."""
        for sliders in (self.box.locator(".widget-slider", has_text="time t"), self.box.locator(".widget-slider")):
            if sliders.count():
                return sliders.first.locator(".noUi-handle")
        return None

    def changes(self, what: str, move) -> None:
        """Do it, and wait for another picture."""
        before = self.page.evaluate(PIXELS, self.box.element_handle())
        move()
        try:
            self.page.wait_for_function(
                f"([explorer, before]) => ![null, before].includes(({PIXELS})(explorer))",
                arg=[self.box.element_handle(), before],
            )
        except Exception as error:
            said = self.sentence.inner_text()
            raise AssertionError(f"{what} does not change the picture of the explorer that says {said!r}") from error
        assert self.box.locator(".rnn-problem").count() == 0, self.sentence.inner_text()


def drag_to_the_end(page, handle) -> None:
    """Pull the handle beyond the right end of its slider, or beyond the left one if it is at the right."""
    handle.scroll_into_view_if_needed()
    track = handle.locator("xpath=ancestor::*[contains(@class, 'noUi-target')]").bounding_box()
    grip = handle.bounding_box()
    start = grip["x"] + grip["width"] / 2
    left, right = track["x"] - 4, track["x"] + track["width"] + 4
    page.mouse.move(start, grip["y"] + grip["height"] / 2)
    page.mouse.down()
    page.mouse.move(right if right - start > start - left else left, grip["y"] + grip["height"] / 2, steps=8)
    page.mouse.up()


def tab_to(page, box, handle) -> None:
    """From the first control of the explorer to the handle, with the Tab key alone."""
    box.evaluate("(box) => box.querySelector('button, input, select, textarea, [tabindex=\"0\"]').focus()")
    for _ in range(80):
        if handle.evaluate("(handle) => handle === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the Tab key does not reach the slider")


@pytest.mark.browser
@pytest.mark.parametrize("name", [path.name for path in lessons()])
def test_a_lesson_runs_and_its_explorers_follow(name, open_notebook, shot):
    page = open_notebook(name)
    boxes = page.locator(".rnn-explorer")
    assert boxes.count() or name == START, "a lesson has an explorer"
    for number in range(boxes.count()):
        explorer = Explorer(page, boxes.nth(number))
        handle = explorer.slider()
        if handle:
            explorer.changes("dragging the slider", lambda handle=handle: drag_to_the_end(page, handle))
            tab_to(page, explorer.box, handle)
            key = "ArrowLeft" if at_the_end(handle) else "ArrowRight"
            explorer.changes(f"{key} on the slider", lambda key=key: page.keyboard.press(key))
        for button in explorer.box.locator(".rnn-x0 .widget-toggle-button:not(.mod-active)").all()[-1:]:
            explorer.changes("another x0", button.click)
        for entry in explorer.box.locator(".rnn-matrix [role=spinbutton]").all()[:1]:
            entry.focus()
            explorer.changes("ArrowUp on a matrix entry", lambda: page.keyboard.press("ArrowUp"))
        shot(page, f"{name.removesuffix('.ipynb')}-{number + 1}")


def at_the_end(handle) -> bool:
    return float(handle.get_attribute("aria-valuenow")) >= float(handle.get_attribute("aria-valuemax"))
