"""A lesson that was saved comes back the next day: explorers and questions as they were left, time alive."""

import json

import pytest

from tools import lab as tools_lab
from tools.notebooks import lessons

pytestmark = pytest.mark.browser

SAVE = """async () => {
    const panel = window.jupyterapp.shell.currentWidget;
    await panel.context.save();
}"""
SHUT_DOWN = "() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()"
RESTART = "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()"
COMPLETE = """(explorer) => {
    const { film } = explorer.querySelector(".rnn-stage");
    return film.frames.size && [...film.frames.values()].every((frame) => frame.numbers) && !film.waiting
        && film.model.get("kept").frames?.length;
}"""
KEPT = """(explorer) => {
    const { film } = explorer.querySelector(".rnn-stage");
    return film.model.get("kept").frames.some((frame) => frame.t === film.t);
}"""


def time_of(box):
    return box.locator(".widget-slider").locator(
        ".noUi-handle[aria-label='time t'], .noUi-handle[aria-label='update k']"
    )


def sentences(page) -> list[str]:
    return page.locator(".rnn-explorer .rnn-sentence").all_text_contents()


def saved_with_widgets(lab, name: str) -> dict:
    return json.loads((lab.folder / name).read_text(encoding="utf-8"))["metadata"].get("widgets", {})


@pytest.mark.parametrize("name", [path.name for path in lessons()])
def test_a_saved_lesson_comes_back(name, open_notebook, lab, page):
    open_notebook(name)
    boxes, questions = page.locator(".rnn-explorer"), page.locator(".rnn-predict")
    for k in range(boxes.count()):
        boxes.nth(k).scroll_into_view_if_needed()
        page.wait_for_function(COMPLETE, arg=boxes.nth(k).element_handle())
        if time_of(boxes.nth(k)).count():
            time_of(boxes.nth(k)).press("Home")
            time_of(boxes.nth(k)).press("ArrowRight")
            page.wait_for_function(KEPT, arg=boxes.nth(k).element_handle())
    for k in range(questions.count()):
        questions.nth(k).get_by_role("button").first.click()
    explorers, asked, said = boxes.count(), questions.count(), sentences(page)
    answers = questions.get_by_role("status").all_text_contents()
    page.evaluate(SAVE)
    assert (lab.folder / name).stat().st_size < 4e6
    page.evaluate(SHUT_DOWN)
    lab.stop_kernels()

    for _ in range(2):  # opened and saved again without being run, and opened once more
        tools_lab.open_notebook(page, lab, name)
        page.wait_for_function(
            f"() => document.querySelectorAll('.rnn-explorer .rnn-picture[src]').length == {explorers}"
        )
        assert boxes.count() == explorers and questions.count() == asked
        assert "model not found" not in page.locator(".jp-Notebook").text_content()
        assert sentences(page) == said, "time stands where it was left"
        assert questions.get_by_role("status").all_text_contents() == answers, "answers are kept"
        page.evaluate(SAVE)
        lab.stop_kernels()

    for k in range(explorers):
        box = boxes.nth(k)
        box.scroll_into_view_if_needed()
        stage = box.locator(".rnn-stage")
        stage.press("Enter")
        assert " = " in box.locator(".rnn-asked").inner_text(), "numbers can be asked"
        if time_of(box).count():
            time_of(box).press("ArrowRight")
            page.wait_for_function("([box, said]) => box.querySelector('.rnn-sentence').textContent !== said",
                                   arg=[box.element_handle(), said[k]])  # fmt: skip
            assert box.locator(".rnn-problem").count() == 0, "time is alive"
        for knob in box.locator(".noUi-handle:not([aria-label='time t']):not([aria-label='update k'])").all()[:1]:
            knob.press("ArrowLeft")
            knob.press("ArrowRight")
            box.locator(".rnn-problem", has_text="Run this cell to go on").wait_for()


MAKE = """\
from rnnlib import draw, explore
explore.Explorer(lambda a=1.0: ([draw.Lines([a, 2 * a])], lambda t: f"t = {t}: {a}"), a=(0, 2.0, 0.5))"""


def test_after_a_restart_of_the_kernel_a_knob_says_what_to_do(notebook, page):
    notebook([MAKE])
    box = page.locator(".rnn-explorer")
    page.wait_for_function(COMPLETE, arg=box.element_handle())
    page.evaluate(RESTART)
    box.locator(".noUi-handle[aria-label='a']").press("ArrowRight")
    box.locator(".rnn-problem", has_text="Run this cell to go on").wait_for()
    time_of(box).press("ArrowRight")
    page.wait_for_function("(box) => box.querySelector('.rnn-stage').dataset.t === '2'", arg=box.element_handle())
    tools_lab.run_all(page)
    box.locator(".rnn-sentence", has_text="t = 1: 1.0").wait_for()
    assert box.locator(".rnn-problem").count() == 0


def test_what_no_output_shows_is_not_saved(notebook, lab, page):
    notebook([MAKE])
    for _ in range(3):
        tools_lab.run_all(page)
    page.locator(".rnn-explorer .rnn-picture").wait_for()
    page.evaluate(SAVE)
    name = page.evaluate("() => window.jupyterapp.shell.currentWidget.context.path")
    state = saved_with_widgets(lab, name)["application/vnd.jupyter.widget-state+json"]["state"]
    pictures = [model for model in state.values() if model["state"].get("_anywidget_id", "").endswith("PictureWidget")]
    assert len(pictures) == 1
