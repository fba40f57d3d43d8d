"""Predict-first questions in a real JupyterLab: mouse, keyboard, screen reader, light and dark."""

import pytest

from tests.browser import access, kernel

pytestmark = pytest.mark.browser

TANK = """
from rnnlib import check
tank = check.predict(
    "A tank loses a tenth of its water in each step, and nothing flows in. What is left after 10 steps?",
    ["Nothing: ten times a tenth is all of it.", "About a third.", "It depends on <b>when</b> & how one looks."],
    answer=1,
    why="Each step leaves 0.9 of what was there, and 0.9 to the power of 10 is 0.35.",
    whys={0: "A tenth of less is less."},
)
tank
"""
STATE = """
check.predict(
    "The network has read h, e, l. What goes on to the next step?",
    ["the output `y_t`", "the state `x_t`", "the input `u_t`"],
    answer=1,
    why="`W_xx` acts on the state `x_t`; nothing reads `y_t` again.",
)
"""
EXERCISE = """
import numpy as np
def f(x, u):
    return np.tanh(u)
check.function(
    f, like=lambda x, u: np.tanh(0.5 * x + u), cases=[(np.zeros(2), np.ones(2)), (np.ones(2), np.zeros(2))],
    mistakes=[(lambda x, u: np.tanh(u), "Your state forgets its past: where is x?")],
    hint="Two things enter: the state before and the input.",
)
"""
WRONG = "Not quite: the answer is “About a third”. A tenth of less is less. Each step leaves"


def question(page, number=0):
    return page.locator(".rnn-predict").nth(number)


def pressed(page):
    return question(page).get_by_role("button", pressed=True).all_inner_texts()


def cells(page):
    return page.evaluate("() => window.jupyterapp.shell.currentWidget.content.widgets.map((cell) => cell.model.type)")


def accessible(page, role):
    """What assistive technology is told of every element of this role, from Chromium's accessibility tree."""
    session = page.context.new_cdp_session(page)
    session.send("Accessibility.enable")
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}

    def text(node):
        if node["role"]["value"] == "StaticText":
            return node["name"]["value"]
        return "".join(text(by_id[child]) for child in node.get("childIds", []) if child in by_id)

    return [
        {
            "element": node["backendDOMNodeId"],
            "name": node.get("name", {}).get("value", ""),
            "text": text(node),
            **{each["name"]: each["value"].get("value") for each in node.get("properties", [])},
        }
        for node in nodes
        if not node["ignored"] and node["role"]["value"] == role
    ]


def test_choose_by_mouse_and_choose_again(notebook, shot):
    page = notebook([TANK, STATE])
    tank, status = question(page), question(page).get_by_role("status")
    assert status.inner_text() == ""
    assert tank.get_by_text("✓").count() == tank.get_by_text("✗").count() == 0  # nothing is given away
    shot(page, "question")

    tank.get_by_role("button", name="Nothing").click()
    assert status.inner_text().startswith(WRONG)
    assert pressed(page) == ["✗\nNothing: ten times a tenth is all of it."]
    assert tank.get_by_text("✓").count() == 1  # the answer is marked beside it
    shot(page, "question-wrong")

    tank.get_by_role("button", name="About a third").click()
    assert status.inner_text().startswith("Right. Each step leaves 0.9")
    assert pressed(page) == ["✓\nAbout a third."]
    kernel.comes_to_know(page, "tank.chosen, tank.sentence[:6]", "(1, 'Right.')")
    assert question(page, 1).get_by_role("status").inner_text() == ""  # each question for itself
    shot(page, "question-right")

    # texts are text, never HTML, and `backticks` are code
    tank.get_by_role("button", name="It depends on <b>when</b> & how one looks.").click()
    assert tank.locator("b").count() == 0
    assert question(page, 1).locator("code").all_inner_texts() == ["y_t", "x_t", "u_t"]


def test_choose_by_keyboard(notebook):
    page = notebook([TANK, STATE])
    first = question(page).get_by_role("button", name="Nothing")
    first.focus()
    page.keyboard.press("Enter")
    assert question(page).get_by_role("status").inner_text().startswith(WRONG)
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outline").endswith("solid 3px")
    page.keyboard.press("Space")
    assert pressed(page) == ["✓\nAbout a third."]
    for key in ("1", "m", "a", "b", "d", "d", "x"):  # each a command of JupyterLab that changes the cell
        page.keyboard.press(key)
    assert cells(page) == ["code", "code"]
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert question(page, 1).get_by_role("status").inner_text().startswith("Not quite: the answer is “the state x_t”")


def test_a_screen_reader_is_told(notebook):
    page = notebook([TANK])
    (box,) = [each for each in accessible(page, "group") if each["name"].startswith("A tank loses")]
    assert box["name"].endswith("What is left after 10 steps?")
    before = {each["name"]: each for each in accessible(page, "button")}
    assert before["About a third."]["pressed"] == "false"  # the mark is not part of the name

    (status,) = [each for each in accessible(page, "status") if each.get("live") == "polite" and each["atomic"]]
    assert status["text"] == ""
    access.listen(page)
    question(page).get_by_role("button", name="Nothing").click()
    question(page).get_by_text("A tenth of less").wait_for()
    (changed,) = [each for each in accessible(page, "status") if each["element"] == status["element"]]
    assert changed["text"].startswith(WRONG)  # in the same element: only then it is announced
    assert access.announced(page) == [changed["text"]]
    after = {each["name"]: each for each in accessible(page, "button")}
    assert after["Nothing: ten times a tenth is all of it."]["pressed"] == "true"
    assert after["About a third."]["pressed"] == "false"


def test_a_question_answers_while_the_kernel_is_busy(notebook):
    page = notebook([TANK])
    kernel.keep_busy(page)
    question(page).get_by_role("button", name="About a third").click(timeout=2000)
    assert question(page).get_by_role("status").inner_text().startswith("Right.")


def test_it_can_be_read_in_light_and_dark(notebook, shot):
    page = notebook([TANK, STATE, EXERCISE])
    question(page).get_by_role("button", name="Nothing").click()
    question(page, 1).get_by_role("button", name="x_t").click()
    for theme in ("Light", "Dark"):
        page.evaluate(
            "(theme) => window.jupyterapp.commands.execute('apputils:change-theme', {theme})",
            f"JupyterLab {theme}",
        )
        page.wait_for_function(
            "(light) => document.body.dataset.jpThemeLight === light", arg=str(theme == "Light").lower()
        )
        page.wait_for_timeout(500)  # the style sheet arrives a moment later
        shot(page, f"check-{theme.lower()}")
        for part in ("legend", "button", "[role=status]", "code"):
            assert contrast(page.locator(f".rnn-predict {part}").last) > 7


def contrast(locator) -> float:
    """The contrast of a text with what is behind it, as WCAG defines it (1 to 21)."""
    return locator.evaluate(
        """(element) => {
            const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
            const layers = [];
            for (let e = element; e; e = e.parentElement) layers.unshift(getComputedStyle(e).backgroundColor);
            const luminance = (colours) => {
                for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
                const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((v) => v / 255)
                    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const behind = luminance(["white", ...layers]);
            const text = luminance([getComputedStyle(element).color]);
            const [dark, light] = [behind, text].sort((a, b) => a - b);
            return (light + 0.05) / (dark + 0.05);
        }"""
    )
