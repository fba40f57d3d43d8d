"""Every lesson in a real JupyterLab: it runs, its explorers follow mouse and keyboard, its numbers answer, all is there
for who sees nothing, has no mouse, or has a narrow screen; and what was saved comes back the next day."""

from collections.abc import Iterator

import pytest

from tests.browser import access, learner, saved
from tools import lab as tools_lab
from tools.notebooks import lessons

pytestmark = pytest.mark.browser

# Who has zoomed in to 200 % has half of a screen of 1280 pixels, and the file browser stays open.
WIDE, NARROW = {"width": 1280, "height": 1000}, {"width": 640, "height": 500}
FOLD = """() => new Promise((done) => {
    window.jupyterapp.shell.expandLeft();
    window.dispatchEvent(new Event("resize"));
    setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), 100);
})"""
CUT_OFF = """() => [...document.querySelectorAll(".rnn-explorer")].flatMap((explorer) => {
    const parts = "button, input, select, textarea, .noUi-target, .widget-label, .widget-readout, .heading b, .number,"
        + " .rnn-stage, .rnn-sentence, .rnn-asked, .rnn-numbers";
    const seen = [...explorer.querySelectorAll(parts)].filter((part) => part.getClientRects().length);
    const cut = seen.filter((part) => {
        if (part.parentElement.closest(".rnn-table, .rnn-matrix .grid")) return false; // they scroll
        const { left, right } = part.getBoundingClientRect();
        const outer = part.parentElement.closest(".jp-OutputArea-output").getBoundingClientRect();
        if (left < outer.left - 1 || right > outer.right + 1) return true;
        for (let around = part.parentElement; !around.matches(".jp-OutputArea-output"); around = around.parentElement) {
            const room = around.getBoundingClientRect();
            const cuts = getComputedStyle(around).overflowX !== "visible";
            if (cuts && (left < room.left - 1 || right > room.right + 1)) return true;
        }
        return part.matches("button, .widget-label, .widget-readout") && part.scrollWidth > part.clientWidth + 1
            && getComputedStyle(part).overflowX !== "visible";
    });
    const image = explorer.querySelector("img.rnn-picture");
    const small = image.clientWidth < Math.min(560, image.naturalWidth / 2) ? [image] : [];
    const words = seen.filter((part) => part.matches("button, .widget-label, .widget-readout")).map((part) => {
        const range = document.createRange();
        range.selectNodeContents(part);
        return [part, range.getBoundingClientRect()];
    });
    const over = words.filter(([part, a]) => words.some(([other, b]) => part !== other && a.left < b.right - 1
        && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)).map(([part]) => part);
    return [...cut, ...small, ...over].map((part) => part.outerHTML.slice(0, 300));
})"""


@pytest.fixture(scope="module", params=[path.name for path in lessons()])
def lesson(request, watched, opened) -> Iterator[tuple]:
    """The name of a lesson and its page, on which all cells have run. The tests share it, in the order of this file."""
    with watched() as page:
        yield request.param, opened(page, request.param)


def test_a_lesson_runs_and_its_explorers_follow(lesson, shot):
    name, page = lesson
    access.listen(page)
    boxes = page.locator(".rnn-explorer")
    assert boxes.count(), "a lesson has an explorer"
    for number in range(boxes.count()):
        explorer = learner.Explorer(page, boxes.nth(number))
        learner.ask_every_number(explorer)
        handle = explorer.slider()
        if handle:
            explorer.changes("dragging the slider", lambda handle=handle: learner.drag_to_the_end(page, handle))
            presses = learner.tab_to(page, explorer.box, handle)
            assert presses <= 12, "stops of the Tab key from the first control to the time slider"
            key = "ArrowLeft" if learner.at_the_end(handle) else "ArrowRight"
            explorer.announces(f"{key} on the slider", lambda key=key: page.keyboard.press(key))
        for button in explorer.box.locator(".rnn-x0 .widget-toggle-button:not(.mod-active)").all()[-1:]:
            explorer.announces("another x0", button.click)
        for entry in explorer.box.locator(".rnn-matrix [role=spinbutton]").all()[:1]:
            entry.focus()
            explorer.announces("ArrowUp on a matrix entry", lambda: page.keyboard.press("ArrowUp"))
            learner.mistype(explorer)
        if explorer.box.locator(".rnn-train").count():
            learner.trains(explorer)
        learner.ask_every_number(explorer)
        shot(page, f"{name.removesuffix('.ipynb')}-{number + 1}")
        learner.is_told(page, explorer.box, number)
    assert not access.errors(page, ".rnn-explorer", *[".rnn-predict"] * bool(page.locator(".rnn-predict").count()))
    page.set_viewport_size(NARROW)
    page.evaluate(FOLD)
    assert not page.evaluate(CUT_OFF), "cut off, too small, or over each other on a narrow screen"


def test_a_saved_lesson_comes_back(lesson, lab):
    name, page = lesson
    page.set_viewport_size(WIDE)
    boxes, questions = page.locator(".rnn-explorer"), page.locator(".rnn-predict")
    for box in boxes.all():
        learner.Explorer(page, box)
        for time in learner.time_of(box).all():
            time.press("Home")
            time.press("ArrowRight")
    for k in range(questions.count()):
        questions.nth(k).get_by_role("button").first.click()
    explorers, asked, said = boxes.count(), questions.count(), saved.sentences(page)
    answers = questions.get_by_role("status").all_text_contents()
    saved.save(page)
    assert (lab.folder / name).stat().st_size < 4e6
    saved.shut_down(page)
    lab.stop_kernels()

    tools_lab.open_notebook(page, lab, name)
    saved.returns(page, explorers, asked, said, answers)
    lab.stop_kernels()
    for k in range(explorers):
        box = boxes.nth(k)
        box.scroll_into_view_if_needed()
        stage = box.locator(".rnn-stage")
        stage.press("Enter")
        assert " = " in box.locator(".rnn-asked").inner_text(), "numbers can be asked"
        for time in learner.time_of(box).all():
            time.press("ArrowRight")
            page.wait_for_function("([box, said]) => box.querySelector('.rnn-sentence').textContent !== said",
                                   arg=[box.element_handle(), said[k]])  # fmt: skip
            assert box.locator(".rnn-problem").count() == 0, "time is alive"
        for knob in learner.knobs_of(box).all()[:1]:
            knob.press("ArrowLeft")
            knob.press("ArrowRight")
            box.locator(".rnn-problem", has_text="Run this cell to go on").wait_for()
