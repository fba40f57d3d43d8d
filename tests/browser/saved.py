"""A notebook that is saved with its widgets, and opened again."""

import json

from playwright.sync_api import expect

from tools.lab import SECONDS

SENTENCE = ".rnn-explorer .rnn-sentence"
SAVE = "() => window.jupyterapp.shell.currentWidget.context.save()"
SHUT_DOWN = "() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()"
KEPT = """(explorer) => {
    const { film } = explorer.querySelector(".rnn-stage");
    return film.model.get("kept").frames?.some((frame) => frame.t === film.t);
}"""


def sentences(page) -> list[str]:
    return page.locator(SENTENCE).all_text_contents()


def save(page) -> None:
    """Save the notebook, once each explorer has put away the picture that it shows."""
    for box in page.locator(".rnn-explorer").all():
        page.wait_for_function(KEPT, arg=box.element_handle())
    page.evaluate(SAVE)


def shut_down(page) -> None:
    """End the page's kernel."""
    page.evaluate(SHUT_DOWN)


def widgets_in(lab, name: str) -> dict:
    return json.loads((lab.folder / name).read_text(encoding="utf-8"))["metadata"].get("widgets", {})


def returns(page, explorers: int, questions: int, said: list[str], answers: list[str]) -> None:
    """Explorers and questions of an opened notebook come to stand as they were left."""
    asked, patience = page.locator(".rnn-predict"), 1000 * SECONDS
    expect(page.locator(".rnn-explorer .rnn-picture[src]")).to_have_count(explorers, timeout=patience)
    expect(asked).to_have_count(questions, timeout=patience)
    expect(page.locator(SENTENCE)).to_have_text(said, timeout=patience)
    expect(asked.get_by_role("status")).to_have_text(answers, timeout=patience)
    assert page.locator(".rnn-explorer").count() == explorers
    assert "model not found" not in page.locator(".jp-Notebook").text_content()
