"""A notebook that is saved with its widgets, and opened again."""

import json

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
    return page.locator(".rnn-explorer .rnn-sentence").all_text_contents()


def save(page) -> None:
    page.evaluate(SAVE)


def shut_down(page) -> None:
    """End the page's kernel."""
    page.evaluate(SHUT_DOWN)


def widgets_in(lab, name: str) -> dict:
    return json.loads((lab.folder / name).read_text(encoding="utf-8"))["metadata"].get("widgets", {})


def returns(page, explorers: int, questions: int, said: list[str], answers: list[str]) -> None:
    """Explorers and questions of an opened notebook stand as they were left."""
    page.wait_for_function(
        "(n) => document.querySelectorAll('.rnn-explorer .rnn-picture[src]').length == n", arg=explorers
    )
    asked = page.locator(".rnn-predict")
    assert page.locator(".rnn-explorer").count() == explorers and asked.count() == questions
    assert "model not found" not in page.locator(".jp-Notebook").text_content()
    assert sentences(page) == said, "time stands where it was left"
    assert asked.get_by_role("status").all_text_contents() == answers, "answers are kept"
