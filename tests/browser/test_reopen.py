"""What was saved comes back, whatever happened in between. Of all lessons: test_lessons.py."""

import pytest

from tests.browser import learner, saved
from tools import lab as tools_lab

pytestmark = pytest.mark.browser

RESTART = "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()"
MAKE = """\
from rnnlib import draw, explore
explore.Explorer(lambda a=1.0: ([draw.Lines([a, 2 * a])], lambda t: f"t = {t}: {a}"), a=(0, 2.0, 0.5))"""
ASK = 'from rnnlib import check\ncheck.predict("Which?", ["this", "that"], answer=1, why="That it is.")'


def test_what_was_saved_again_without_being_run_comes_back_too(notebook, lab, page):
    notebook([MAKE, ASK])
    box, question = page.locator(".rnn-explorer"), page.locator(".rnn-predict")
    learner.Explorer(page, box)
    learner.time_of(box).press("ArrowRight")
    question.get_by_role("button").first.click()
    said, answers = saved.sentences(page), question.get_by_role("status").all_text_contents()
    assert said == ["t = 2: 1.0"] and answers[0]
    name = page.evaluate("() => window.jupyterapp.shell.currentWidget.context.path")
    for _ in range(2):
        saved.save(page)
        saved.shut_down(page)
        lab.stop_kernels()
        tools_lab.open_notebook(page, lab, name)
        saved.returns(page, 1, 1, said, answers)


def test_after_a_restart_of_the_kernel_a_knob_says_what_to_do(notebook, page):
    notebook([MAKE])
    box = page.locator(".rnn-explorer")
    learner.Explorer(page, box)
    page.evaluate(RESTART)
    box.locator(".noUi-handle[aria-label='a']").press("ArrowRight")
    box.locator(".rnn-problem", has_text="Run this cell to go on").wait_for()
    learner.time_of(box).press("ArrowRight")
    box.locator(".rnn-sentence:not(.rnn-problem)").wait_for()
    box.locator(".widget-button").click()
    box.locator(".rnn-problem", has_text="Run this cell to go on").wait_for()
    page.wait_for_function("(box) => box.querySelector('.rnn-stage').dataset.t === '2'", arg=box.element_handle())
    tools_lab.run_all(page)
    box.locator(".rnn-sentence", has_text="t = 1: 1.0").wait_for()
    assert box.locator(".rnn-problem").count() == 0


def test_what_no_output_shows_is_not_saved(notebook, lab, page):
    notebook([MAKE])
    for _ in range(3):
        tools_lab.run_all(page)
    page.locator(".rnn-explorer .rnn-picture").wait_for()
    saved.save(page)
    name = page.evaluate("() => window.jupyterapp.shell.currentWidget.context.path")
    state = saved.widgets_in(lab, name)["application/vnd.jupyter.widget-state+json"]["state"]
    pictures = [model for model in state.values() if model["state"].get("_anywidget_id", "").endswith("PictureWidget")]
    assert len(pictures) == 1
