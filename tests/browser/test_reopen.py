"""What was saved comes back, whatever happened in between. Of all lessons: test_lessons.py."""

import pytest
from playwright.sync_api import expect

from tests.browser import access, kernel, learner, saved
from tools import lab as tools_lab

pytestmark = pytest.mark.browser

READS = """\
import itertools, time
from rnnlib import explore
def reads(text):
    for k in itertools.count():
        time.sleep(0.02)
        yield k, 1 / (1 + k), None, text
text = explore.TextFile({"sheep": "baa " * 60, "cows": "moo " * 70})
training = explore.Training(reads, show=lambda step: ([], f"It reads {step[3][:5]}."), text=text, size=(5, 2))
training"""
# While the page still means to ask for the words of a picture that has just come.
CLOSE = """async (box) => {
    const panel = window.jupyterapp.shell.currentWidget;
    await panel.context.save();
    const { film } = box.querySelector(".rnn-stage");
    Object.assign(film, { waiting: 0 }).latest.numbers = null;
    film.askSoon();
    panel.dispose();
}"""
# What the page would save of the file that was given last.
KEEPS_NO_FILE = """(box) => {
    const manager = box.querySelector(".rnn-stage").film.model.widget_manager;
    const given = [...manager._modelsSync.values()].map((model) => model.get("given")).filter(Boolean);
    return given.length === 1 && given[0].count && !("content" in given[0]);
}"""
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


def chosen(name: str, text: str) -> dict:
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}


def test_files_are_taken_or_refused_while_it_trains_in_a_page_that_was_opened_meanwhile(notebook, lab, page):
    notebook([READS])
    box = page.locator(".rnn-explorer")
    said, problem = box.locator(".rnn-sentence:not(.rnn-problem)"), box.locator(".rnn-problem")
    file, field = box.locator("input[type=file]"), box.get_by_role("textbox", name="or the name of a file")
    box.get_by_role("button", name="Train", exact=True).click()
    said.filter(has_text="After ").wait_for()
    name = page.evaluate("() => window.jupyterapp.shell.currentWidget.context.path")
    page.evaluate(CLOSE, box.element_handle())
    tools_lab.open_in_place(page, name)
    said.filter(has_text="After ").wait_for()
    access.listen(page)
    first = said.text_content()
    page.wait_for_function("([box, said]) => box.querySelector('.rnn-sentence').textContent !== said",
                           arg=[box.element_handle(), first])  # fmt: skip
    assert access.announced(page) == [], "while it trains, though the page never heard that it began"

    for refused, words in (
        (chosen("no.txt", "quack"), "has 5 letters"),
        (chosen("big.txt", "quack " * 200_000), "1.2 MB"),
    ):
        file.set_input_files(refused)
        problem.filter(has_text=words).wait_for()
        assert access.announced(page) == [problem.text_content()], "at once"
    k = int(kernel.value(page, "training.k"))
    kernel.comes_to_know(page, f"training.running and training.k > {k}", "True")
    box.get_by_role("button", name="Stop", exact=True).click()
    said.filter(has_text="It reads baa b.").wait_for()

    for _ in range(2):  # the same file twice
        kernel.value(page, "training.set(text='cows')")
        said.filter(has_text="It reads moo m.").wait_for()
        file.set_input_files(chosen("mine.txt", "quack " * 80))
        said.filter(has_text="It reads quack.").wait_for()
        page.wait_for_function(KEEPS_NO_FILE, arg=box.element_handle())
    field.fill("later.txt")
    field.press("Enter")
    problem.filter(has_text="No file 'later.txt'").wait_for()
    kernel.value(page, "__import__('pathlib').Path('later.txt').write_text('oink ' * 80)")
    field.press("Enter")
    said.filter(has_text="It reads oink .").wait_for()
    expect(field).to_have_value("")

    page.evaluate(RESTART)
    file.set_input_files(chosen("mine.txt", "quack " * 80))
    problem.filter(has_text="Run this cell to go on").wait_for()


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
