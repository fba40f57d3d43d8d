"""Every lesson in a real JupyterLab: it runs, its explorers follow the mouse and the keyboard, its numbers answer."""

import pytest

from tools.lab import PIXELS
from tools.notebooks import lessons

# What is on the screen belongs together: the slider's place, the picture, the sentence; nothing is still to come.
SETTLED = """(explorer) => {
    const stage = explorer.querySelector(".rnn-stage");
    const { film, dataset } = stage;
    const complete = film.frames.size && [...film.frames.values()].every((frame) => frame.numbers);
    return complete && !film.waiting && Number(dataset.t) === film.t && Number(dataset.version) === film.version
        && explorer.querySelector("img.rnn-picture").complete && [Number(dataset.version), film.t];
}"""


class Explorer:
    """One explorer on the page, as a learner has it: a picture that changes when a control is moved."""

    def __init__(self, page, box):
        self.page, self.box = page, box
        self.sentence = box.locator(".rnn-sentence")
        box.scroll_into_view_if_needed()
        box.locator("img.rnn-picture").wait_for()
        self.settle()

    def settle(self) -> list:
        """Wait until all is drawn; return [version, t] of what is shown."""
        return self.page.wait_for_function(SETTLED, arg=self.box.element_handle()).json_value()

    def pixels(self) -> str:
        return self.page.evaluate(PIXELS, self.box.element_handle())

    def slider(self):
        """The handle of the time slider, or of the first slider there is; None without one."""
        for sliders in (self.box.locator(".widget-slider", has_text="time t"), self.box.locator(".widget-slider")):
            if sliders.count():
                return sliders.first.locator(".noUi-handle")
        return None

    def changes(self, what: str, move) -> None:
        """Do it, and see another picture when all has settled."""
        place, before = self.settle(), self.pixels()
        move()
        self.page.wait_for_function(
            f"([explorer, place]) => {{ const now = ({SETTLED})(explorer); return now && String(now) !== place; }}",
            arg=[self.box.element_handle(), ",".join(map(str, place))],
        )
        said = self.sentence.inner_text()
        assert self.pixels() != before, f"{what} does not change the picture of the explorer that says {said!r}"
        assert self.box.locator(".rnn-problem").count() == 0, said


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


# By keys: Enter asks the first number, Page Down the next. By mouse: clicks in its middle, until it is its turn.
ASK_ALL = """(explorer) => {
    const stage = explorer.querySelector(".rnn-stage");
    const asked = () => explorer.querySelector(".rnn-asked").textContent;
    const press = (key) => stage.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    const image = explorer.querySelector("img.rnn-picture");
    const numbers = stage.film.numbers(stage.film.frames.get(stage.film.t));
    const missed = [];
    stage.focus();
    press("Enter");
    for (const { words } of numbers) {
        if (asked() !== words) missed.push(`keys: ${words} (but ${asked()})`);
        press("PageDown");
    }
    press("Escape");
    const { left, top, width, height } = image.getBoundingClientRect();
    for (const { words, box } of numbers) {
        const [clientX, clientY] = [left + (width * (box[0] + box[2])) / 2, top + (height * (box[1] + box[3])) / 2];
        const heard = new Set();
        while (!heard.has(words)) {
            stage.dispatchEvent(new MouseEvent("click", { clientX, clientY, bubbles: true }));
            if (heard.has(asked())) break;
            heard.add(asked());
        }
        if (!heard.has(words)) missed.push(`mouse: ${words}`);
        press("Escape");
    }
    return [numbers.length, missed];
}"""


def ask_every_number(explorer: Explorer) -> None:
    explorer.settle()
    count, missed = explorer.page.evaluate(ASK_ALL, explorer.box.element_handle())
    assert count, f"no number can be asked: {explorer.sentence.inner_text()}"
    assert not missed, missed


@pytest.mark.browser
@pytest.mark.parametrize("name", [path.name for path in lessons()])
def test_a_lesson_runs_and_its_explorers_follow(name, open_notebook, shot):
    page = open_notebook(name)
    boxes = page.locator(".rnn-explorer")
    assert boxes.count(), "a lesson has an explorer"
    for number in range(boxes.count()):
        explorer = Explorer(page, boxes.nth(number))
        ask_every_number(explorer)
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
        ask_every_number(explorer)
        shot(page, f"{name.removesuffix('.ipynb')}-{number + 1}")


def at_the_end(handle) -> bool:
    return float(handle.get_attribute("aria-valuenow")) >= float(handle.get_attribute("aria-valuemax"))
