"""A notebook that is saved with its widgets, and opened again."""

import json

from playwright.sync_api import expect

from tools.lab import SECONDS

SENTENCE = ".rnn-explorer .rnn-sentence"
SAVE = "() => window.jupyterapp.shell.currentWidget.context.save()"
SHUT_DOWN = "() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()"
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
    return page.locator(SENTENCE).all_text_contents()


def save(page) -> None:
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
