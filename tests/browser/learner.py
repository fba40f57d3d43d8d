"""A learner at an explorer: moves it by mouse and keys, asks all its numbers, hears what is announced."""

import re

from tests.browser import access, kernel
from tools.lab import PIXELS

# What is on the screen belongs together: the slider's place, the picture, the sentence; nothing is still to come.
SETTLED = """(explorer) => {
    const stage = explorer.querySelector(".rnn-stage");
    const { film, dataset } = stage;
    const complete = film.frames.size && [...film.frames.values()].every((frame) => frame.numbers);
    return complete && !film.waiting && Number(dataset.t) === film.t && Number(dataset.version) === film.version
        && explorer.querySelector("img.rnn-picture").complete && [Number(dataset.version), film.t];
}"""


HANDLE = ".widget-slider .noUi-handle"
TIME = ".widget-hbox:has(> .widget-play)"  # the player and the time slider


def time_of(box):
    """The handle of the time slider of an explorer, which may have none."""
    return box.locator(f"{TIME} {HANDLE}")


def knobs_of(box):
    """The handles of all other sliders."""
    return box.locator(f"{HANDLE}:not({TIME} *)")


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
        for handles in (time_of(self.box), self.box.locator(HANDLE)):
            if handles.count():
                return handles.first
        return None

    def announces(self, what: str, move) -> None:
        """Do it, and see another picture; if the sentence is another one, it was announced, once and nothing else."""
        before = self.sentence.inner_text()
        access.announced(self.page)
        self.changes(what, move)
        after = self.sentence.inner_text()
        assert access.announced(self.page) == ([after] if after != before else []), what

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


def trains(explorer: Explorer) -> None:
    """Train, stop, go on, reset: in silence until it rests, then one sentence; the kernel answers meanwhile."""
    page, button, first = explorer.page, explorer.box.locator(".rnn-train"), explorer.sentence.inner_text()

    def updates() -> int:
        return int((re.match(r"After (\d+) update", explorer.sentence.inner_text()) or [0, 0])[1])

    for _ in range(2):
        explorer.settle()
        before = updates()
        access.announced(page)
        button.click()
        explorer.box.get_by_role("button", name="Stop", exact=True).wait_for()
        page.wait_for_function(
            "([sentence, before]) => Number(sentence.textContent.match(/^After (\\d+)/)?.[1]) > before",
            arg=[explorer.sentence.element_handle(), before],
        )
        assert kernel.value(page, "6 * 7") == "42"
        assert access.announced(page) == [], "while it trains"
        button.click()
        explorer.box.get_by_role("button", name="Train", exact=True).wait_for()
        page.wait_for_function("() => window.announced.length")
        explorer.settle()
        heard, said = access.announced(page), explorer.sentence.text_content()  # blanks beside each other too
        assert heard == [said] and updates() > before, (heard, said)
    explorer.changes("reset", explorer.box.locator(".widget-button", has_text="reset").click)
    assert explorer.sentence.inner_text() == first


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


def tab_to(page, box, handle) -> int:
    """From the first control of the explorer to the handle, with the Tab key alone; how often it was pressed."""
    box.evaluate("(box) => box.querySelector('button, input, select, textarea, [tabindex=\"0\"]').focus()")
    for presses in range(80):
        if handle.evaluate("(handle) => handle === document.activeElement"):
            return presses
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


def mistype(explorer: Explorer) -> None:
    """A wrong number in the entry that has the focus is announced once, and when it is taken back, the old sentence."""
    page, before = explorer.page, explorer.sentence.inner_text()
    page.keyboard.type("1.2.3")
    page.keyboard.press("Enter")
    explorer.box.locator(".rnn-problem").wait_for()
    assert access.announced(page) == ["Type a number such as 0.5, -1.2 or 1/2 instead of '1.2.3'."]
    page.keyboard.press("Escape")
    explorer.box.locator(".rnn-sentence:not(.rnn-problem)").wait_for()
    explorer.settle()
    assert access.announced(page) == [before]


def is_told(page, box, number: int) -> None:
    """A screen reader is told of every control what the eye sees: its label, its value, which of some is chosen."""
    told = access.controls(page, f"document.querySelectorAll('.rnn-explorer')[{number}]")
    nameless = [each for each in told if not each["name"].strip()]
    assert not nameless, nameless
    stammered = [each["name"] for each in told if re.search(r"\b(\w+) \1\b", each["name"])]
    assert not stammered, stammered
    roles = [each["role"] for each in told]
    assert roles.count("radiogroup") == sum(each["role"] == "radio" and each["checked"] == "true" for each in told)
    sliders = {each["name"] for each in told if each["role"] == "slider"}
    for slider in box.locator(".widget-slider").all():
        parts = [slider.locator(part) for part in (".widget-label", ".widget-readout")]
        label, reading = (part.inner_text().strip() for part in parts)
        assert label in sliders
        top, other = (part.bounding_box()["y"] for part in parts)
        assert abs(top - other) < 8, f"the number of {label} stands beside it"
        assert slider.locator(".noUi-handle").get_attribute("aria-valuetext") == reading, label


def at_the_end(handle) -> bool:
    return float(handle.get_attribute("aria-valuenow")) >= float(handle.get_attribute("aria-valuemax"))
