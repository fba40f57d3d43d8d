"""The matrix editor as a learner meets it: in JupyterLab, with a mouse, with the keys alone, and with wrong texts."""

import json
import re
import time
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from rnnlib.draw.style import SIGNED
from rnnlib.explore.matrix import HERE
from rnnlib.explore.number import parse_number
from rnnlib.guard import InputError
from tools import lab as tools_lab

pytestmark = pytest.mark.browser
expect = pytest.importorskip("playwright.sync_api").expect
expect.set_options(timeout=30_000)  # patience with a slow machine

ZEROS = "np.zeros((3, 3))"
NUMBERS = Path(__file__).parent.with_name("numbers.json")  # what a text means, in Python and in the page
SCRIPT = HERE / "number.js"


@pytest.fixture
def edit(notebook):
    """edit("np.eye(2), label='W_xx'", "more code") -> a page with that editor, shown in two cells.

    After the code, the label `python` holds what Python has heard last.
    """

    def edit(arguments: str, code: str = "pass"):
        page = notebook(
            [
                "import json, time\nimport ipywidgets\nimport numpy as np\n"
                "from rnnlib.explore.matrix import MatrixEditor\n"
                f"editor = MatrixEditor({arguments})\n"
                "python = ipywidgets.Label().add_class('python')\n"
                "def tell(_=None):\n"
                "    parts = {'value': editor.value, 'problem': editor.problem, 'selected': editor.selected}\n"
                "    python.value = json.dumps(parts)\n"
                "tell()\n"
                "editor.observe(tell, ['value', 'problem', 'selected'])",
                "def press(name, action):\n"
                "    button = ipywidgets.Button(description=name)\n"
                "    button.on_click(lambda _: action())\n"
                "    display(button)\n" + code,
                "display(python)\neditor",
                "ipywidgets.HBox([editor])",
                "print('the last cell')",
            ]
        )
        expect(page.locator(".rnn-matrix").nth(1)).to_be_visible()
        return page

    return edit


def first(page):
    return page.locator(".rnn-matrix").first


def second(page):
    return page.locator(".rnn-matrix").nth(1)


def cell(page, name: str, view=first):
    return view(page).get_by_role("spinbutton", name=name, exact=True)


def numbers(view) -> list[str]:
    return [cell.input_value() for cell in view.get_by_role("spinbutton").all()]


def heard(page, value=None, **parts) -> None:
    """Wait until Python has heard exactly this."""
    if value is not None:
        parts["value"] = np.array(value, dtype=float).tolist()
    for name, part in parts.items():
        pattern = re.escape(json.dumps({name: part})[1:-1])
        expect(page.locator(".python")).to_contain_text(re.compile(pattern))


def drag(page, cell, right=0, up=0, release=True) -> None:
    box = cell.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right, y - up, steps=8)
    if release:
        page.mouse.up()


def focused(page) -> str:
    return page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.textContent")


def cells_in_notebook(page) -> list[str]:
    return page.evaluate(
        """() => window.jupyterapp.shell.currentWidget.content.model.sharedModel.cells
            .map((cell) => cell.cell_type + ": " + cell.source)"""
    )


def test_the_page_reads_numbers_as_python_does(page):
    rng = np.random.default_rng(0)
    parts = [*"0123456789.,-+/eE ", *"−–—∞½²５．／−٣१𝟗하😀", "\ud83d", "000", "inf", "nan", "1e-3", "x" * 23]
    texts = ["".join(rng.choice(parts, size=rng.integers(1, 8))) for _ in range(4000)]
    texts += [repr(x) for x in rng.uniform(-1000, 1000, size=500) * 10.0 ** rng.integers(-12, 2, size=500)]
    texts += [f"{a}/{b}" for a, b in rng.integers(-999, 1000, size=(500, 2))]
    cases = [*json.loads(NUMBERS.read_text("utf-8")), *map(meaning, texts)]
    read = page.evaluate(
        """([script, texts]) => {
            const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
            return import(url).then(({ parseNumber }) => JSON.stringify(JSON.parse(texts).map((text) => {
                const read = parseNumber(text);
                return Object.is(read.number, -0) ? "-0" : { text, ...read };
            })));
        }""",
        [SCRIPT.read_text("utf-8"), json.dumps([case["text"] for case in cases])],
    )
    assert json.loads(read) == cases
    assert 500 < sum("number" in case for case in cases[:4000]) < 3500


def meaning(text: str) -> dict:
    try:
        return {"text": text, "number": parse_number(text)}
    except InputError as error:
        return {"text": text, "problem": str(error)}


def test_the_mouse(edit, shot):
    page = edit(ZEROS + ", label='W_xx', presets={'one': np.eye(3)}, limit=2")
    target = cell(page, "W_xx to x2 from x3")

    drag(page, target, right=40)  # 4 pixels are one step of 0.1
    expect(target).to_have_value("1.00")
    expect(cell(page, "W_xx to x2 from x3", second)).to_have_value("1.00")
    heard(page, [[0, 0, 0], [0, 0, 1.0], [0, 0, 0]], selected=[1, 2])
    drag(page, target, up=-20)
    expect(target).to_have_value("0.50")
    drag(page, target, right=4000)
    expect(target).to_have_value("2.00")  # the limit

    page.keyboard.down("Shift")
    drag(page, target, right=-40)
    page.keyboard.up("Shift")
    expect(target).to_have_value("1.90")
    heard(page, [[0, 0, 0], [0, 0, 1.9], [0, 0, 0]])

    drag(page, target, right=-40, release=False)
    expect(target).to_have_value("0.90")
    page.keyboard.press("Escape")
    expect(target).to_have_value("1.90")
    page.mouse.up()
    heard(page, [[0, 0, 0], [0, 0, 1.9], [0, 0, 0]])

    cell(page, "W_xx to x3 from x1").click()  # a click only selects
    heard(page, [[0, 0, 0], [0, 0, 1.9], [0, 0, 0]], selected=[2, 0])
    slider = first(page).get_by_role("slider", name="slider of W_xx to x3 from x1")
    box = slider.bounding_box()
    page.mouse.click(box["x"] + box["width"] - 1, box["y"] + box["height"] / 2)
    expect(cell(page, "W_xx to x3 from x1")).to_have_value("2.00")
    heard(page, [[0, 0, 0], [0, 0, 1.9], [2.0, 0, 0]])
    slider.press("ArrowLeft")
    expect(cell(page, "W_xx to x3 from x1", second)).to_have_value("1.90")
    expect(first(page).locator(".number")).to_have_text("1.9")
    shot(page, "matrix-mouse")

    first(page).get_by_role("button", name="one").click()
    heard(page, np.eye(3).tolist())
    assert numbers(first(page)) == numbers(second(page)) == [f"{x:.2f}" for x in np.eye(3).ravel()]
    second(page).get_by_role("button", name="reset").click()
    heard(page, np.zeros((3, 3)).tolist())
    expect(cell(page, "W_xx to x1 from x1")).to_have_value("0.00")
    assert not first(page).get_by_role("button", name="undo").count()


def test_the_keys_alone(edit):
    page = edit("[[0, 1], [2, 3.5]], label='W_xx', presets={'zero': np.zeros((2, 2))}, limit=4")
    before = cells_in_notebook(page)
    page.evaluate("document.querySelector('.rnn-matrix').closest('.jp-Cell').focus()")
    while not focused(page).startswith("W_xx"):
        page.keyboard.press("Tab")

    stops = []  # one for the grid, one for the buttons: the one that had the focus last; the slider is for the pointer
    for key in ["Tab", "ArrowRight", "ArrowDown", "ArrowLeft", "Shift+Tab", "Tab", "ArrowUp", "Shift+Tab"]:
        page.keyboard.press(key)
        stops.append(focused(page))
    entry = "W_xx to x1 from x1"
    assert stops == ["zero", "reset", "zero", "reset", entry, "reset", "zero", entry]

    def press(key, value):
        page.keyboard.press(key)
        heard(page, value)

    press("ArrowUp", [[0.1, 1.0], [2.0, 3.5]])
    press("ArrowDown", [[0, 1.0], [2.0, 3.5]])
    press("Shift+ArrowUp", [[1, 1.0], [2.0, 3.5]])
    press("PageDown", [[0, 1.0], [2.0, 3.5]])
    press("PageUp", [[1, 1.0], [2.0, 3.5]])
    press("Home", [[-4.0, 1.0], [2.0, 3.5]])
    press("ArrowDown", [[-4.0, 1.0], [2.0, 3.5]])
    press("End", [[4.0, 1.0], [2.0, 3.5]])

    for key, name in [
        ("ArrowRight", "x1 from x2"), ("ArrowRight", "x2 from x1"), ("ArrowRight", "x2 from x2"),
        ("ArrowRight", "x1 from x1"), ("ArrowLeft", "x2 from x2"), ("Control+ArrowUp", "x1 from x2"),
        ("Control+ArrowUp", "x1 from x2"), ("Control+ArrowLeft", "x1 from x1"), ("Control+ArrowLeft", "x1 from x1"),
        ("Control+ArrowDown", "x2 from x1"), ("Control+ArrowRight", "x2 from x2"),
    ]:  # fmt: skip
        page.keyboard.press(key)
        assert focused(page) == f"W_xx to {name}", key
    heard(page, [[4.0, 1.0], [2.0, 3.5]], selected=[1, 1])

    # The letters are commands of the notebook: cut, new cell, delete, move, merge, run.
    for key in ["x", "a", "b", "d", "d", "m", "y", "j", "k", "v", "z", "o", "Shift+M", "Space", "Control+Z", "Escape"]:
        page.keyboard.press(key)
    assert numbers(first(page)) == ["4.00", "1.00", "2.00", "3.50"]
    for key in ["a", "d", "d"]:  # nor when the slider or a button has the focus
        first(page).get_by_role("slider").press(key)
        first(page).get_by_role("button", name="reset").press(key)
    assert cells_in_notebook(page) == before
    heard(page, [[4.0, 1.0], [2.0, 3.5]])

    page.keyboard.press("ArrowLeft")  # from the button to the other one
    page.keyboard.press("Enter")
    heard(page, [[0.0, 0.0], [0.0, 0.0]])
    assert focused(page) == "zero"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowUp")
    heard(page, [[0.0, 0.0], [0.0, 0.1]])
    page.keyboard.press("Control+s")  # saving stays what it is
    page.wait_for_function("() => !window.jupyterapp.shell.currentWidget.context.model.dirty")


def test_good_texts(edit):
    page = edit("[[0.123456789, 0], [0, 0]], label='W_xx'")
    one, two = cell(page, "W_xx to x1 from x1"), cell(page, "W_xx to x1 from x2")
    three, four = cell(page, "W_xx to x2 from x1"), cell(page, "W_xx to x2 from x2")

    one.dblclick()
    expect(one).to_have_value("0.123457")
    page.keyboard.press("Enter")  # looked at, and not changed
    expect(one).to_have_value("0.12")
    one.dblclick()
    page.keyboard.type("7")  # over the selected text
    page.keyboard.press("Escape")
    expect(one).to_have_value("0.12")
    heard(page, [[0.123456789, 0], [0, 0]])

    two.click()
    page.keyboard.type("-1/4")
    page.keyboard.press("Enter")
    heard(page, [[0.123456789, -0.25], [0, 0]])
    expect(two).to_have_value("-0.25")
    expect(two).to_be_focused()
    page.keyboard.press("ArrowDown")
    heard(page, [[0.123456789, -0.35], [0, 0]])

    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.type("12,5")
    page.keyboard.press("Tab")
    heard(page, [[0.123456789, -0.35], [12.5, 0]])
    expect(three).to_have_value("12.5")
    assert focused(page) == "reset"
    expect(first(page).locator(".number")).to_have_text("12.5")
    expect(three).to_have_attribute("aria-valuemax", "12.5")
    first(page).get_by_role("slider").press("PageDown")  # from beyond the limit there is a way back, and forth
    expect(three).not_to_have_value("12.5")
    expect(three).to_have_attribute("aria-valuemax", "12.5")
    page.keyboard.press("End")
    expect(three).to_have_value("12.5")
    first(page).get_by_role("button", name="reset").click()
    expect(three).to_have_attribute("aria-valuemax", "3")
    three.press("Enter")
    page.keyboard.type("12.5")
    page.keyboard.press("Enter")
    heard(page, [[0.123456789, 0], [12.5, 0]])

    four.click()
    page.keyboard.type(".5")
    one.click()  # leaving the cell is as good as Enter
    heard(page, [[0.123456789, 0], [12.5, 0.5]])
    expect(cell(page, "W_xx to x2 from x2", second)).to_have_value("0.50")

    four.click()
    page.keyboard.press("Backspace")
    expect(four).to_have_value("")
    page.keyboard.press("Escape")
    expect(four).to_have_value("0.50")


def test_wrong_texts_stay_until_they_are_mended(edit, shot):
    page = edit(ZEROS + ", label='W_xx', presets={'one': np.eye(3)}")
    one, two = cell(page, "W_xx to x1 from x1"), cell(page, "W_xx to x2 from x2")
    bubble = first(page).locator(".bubble")

    one.press("Enter")
    page.keyboard.type("1.2.3")
    page.keyboard.press("Enter")
    sentence = "Type a number such as 0.5, -1.2 or 1/2 instead of '1.2.3'."
    heard(page, np.zeros((3, 3)).tolist(), problem=sentence)
    expect(one).to_have_attribute("aria-invalid", "true")
    expect(one).to_have_value("1.2.3")
    expect(one).to_be_focused()
    expect(bubble).to_have_text(sentence)
    expect(one).to_have_accessible_description(sentence)
    shot(page, "matrix-wrong")
    expect(cell(page, "W_xx to x1 from x1", second)).to_have_value("1.2.3")

    page.keyboard.press("Tab")  # it stays when the learner goes elsewhere
    expect(bubble).to_be_hidden()
    expect(one).to_have_value("1.2.3")
    two.click()
    page.keyboard.type("1e308")
    page.keyboard.press("Enter")
    heard(page, problem="Type a number from -1000 to 1000 instead of '1e308'.")
    expect(one).to_have_value("1.2.3")
    expect(two).to_have_attribute("aria-invalid", "true")

    page.keyboard.press("Escape")
    heard(page, problem=sentence)
    expect(two).to_have_value("0.00")
    expect(two).to_have_attribute("aria-invalid", "false")

    one.click()
    expect(bubble).to_have_text(sentence)
    page.keyboard.press("End")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    heard(page, [[1.2, 0, 0], [0, 0, 0], [0, 0, 0]], problem="")
    expect(one).to_have_attribute("aria-invalid", "false")
    expect(one).to_have_value("1.20")
    expect(bubble).to_be_hidden()
    page.keyboard.press("ArrowUp")
    expect(one).to_have_value("1.30")

    for way in ["slider", "one", "reset", "reset"]:  # a number from elsewhere takes its place, even the same one
        one.click()
        page.keyboard.type("-")
        page.keyboard.press("Tab")
        expect(one).to_have_attribute("aria-invalid", "true")
        if way == "slider":
            first(page).get_by_role("slider").press("ArrowRight")
        else:
            first(page).get_by_role("button", name=way).click()
        expect(one).to_have_attribute("aria-invalid", "false")
        expect(one).to_have_value({"slider": "1.40", "one": "1.00", "reset": "0.00"}[way])
        heard(page, problem="")

    # Korean letters come by an input method, which sends no key that could be stopped: they are a text, too.
    two.focus()
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "하", "selectionStart": 1, "selectionEnd": 1})
    keyboard.send("Input.insertText", {"text": "하"})
    page.keyboard.press("Enter")
    expect(two).to_have_value("하")
    expect(two).to_have_attribute("aria-invalid", "true")
    heard(page, np.zeros((3, 3)), problem="Type a number such as 0.5, -1.2 or 1/2 instead of '하'.")


def test_python_and_the_learner_at_once(edit):
    code = """
def slow(change):
    time.sleep(0.5)
def bound(change):
    if editor.value[0][0] > 0.5:
        editor.value = [[0.5, *editor.value[0][1:]], *editor.value[1:]]
press("bound", lambda: editor.observe(bound, "value"))
press("slow", lambda: editor.observe(slow, "value"))
press("set", lambda: setattr(editor, "array", np.full((3, 3), 0.25)))
press("select", lambda: setattr(editor, "selected", [2, 1]))
press("names", lambda: setattr(editor, "rows", ["p", "q", "r"]))
press("replace", lambda: editor.replace([[0.5, 2, 1, 2.5]]))
"""
    page = edit(ZEROS + ", label='W_xx'", code)
    one, two = cell(page, "W_xx to x1 from x1"), cell(page, "W_xx to x1 from x2")

    def python(name):  # press it without moving the focus
        page.evaluate(
            "(name) => [...document.querySelectorAll('.widget-button')].find((b) => b.textContent === name).click()",
            name,
        )

    # A number set from outside arrives in place: same cell, focus and typed text untouched.
    handle = two.element_handle()
    two.press("Enter")
    page.keyboard.type("9")
    python("set")
    expect(one).to_have_value("0.25")
    expect(two).to_have_value("9")
    expect(two).to_be_focused()
    assert handle.evaluate("(node) => node.isConnected")
    page.keyboard.press("Escape")
    expect(two).to_have_value("0.25")
    python("select")
    expect(cell(page, "W_xx to x3 from x2")).to_be_focused()

    # What Python answers does not fight the pointer; it holds once the pointer is gone.
    python("bound")
    drag(page, one, right=60, release=False)
    expect(cell(page, "W_xx to x1 from x1", second)).to_have_value("0.50")
    expect(one).to_have_value("1.75")
    page.mouse.up()
    expect(one).to_have_value("0.50")
    heard(page, [[0.5, 0.25, 0.25], [0.25] * 3, [0.25] * 3])

    # A slow Python loses nothing of what is done meanwhile, and nothing flickers back.
    python("slow")
    two.click()
    for text in ["1", "2", "3"]:
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        page.keyboard.press("ArrowRight")
    assert [float(text) for text in numbers(first(page))[:5]] == [0.5, 1, 2, 3, 0.25]
    page.keyboard.press("ArrowUp")
    assert [float(text) for text in numbers(first(page))[:5]] == [0.5, 1, 2, 3, 0.35]
    heard(page, [[0.5, 1.0, 2.0], [3.0, 0.35, 0.25], [0.25] * 3])
    expect(two).to_have_value("1.00")

    # Other names and another shape: made anew, and the focus is kept.
    cell(page, "W_xx to x3 from x3").focus()
    python("names")
    expect(cell(page, "W_xx to r from x3")).to_be_focused()
    heard(page, selected=[2, 2])
    python("replace")
    expect(first(page).get_by_role("spinbutton")).to_have_count(4)
    expect(cell(page, "W_xx to x1 from x1")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowUp")
    heard(page, [[0.5, 2, 1, 2.6]])

    # A view that goes leaves the other one at work.
    page.evaluate("() => window.jupyterapp.shell.currentWidget.content.model.sharedModel.deleteCell(3)")
    expect(page.locator(".rnn-matrix")).to_have_count(1)
    cell(page, "W_xx to x1 from x1").press("ArrowDown")
    heard(page, [[0.4, 2, 1, 2.6]])


SLOW = "editor.observe(lambda change: time.sleep(0.3), 'value')"

# Which numbers a cell has shown, one after the other.
WATCH = """(cell) => {
    window.shown = [cell.value];
    const look = () => {
        if (!cell.isConnected) return;
        if (window.shown.at(-1) !== cell.value) window.shown.push(cell.value);
        requestAnimationFrame(look);
    };
    look();
}"""


# Press a key at a moment, given in milliseconds since 1970, in the cell that has the focus.
PRESS = """([key, moment]) => setTimeout(() => {
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
}, moment - Date.now())"""


def agreed(value, *pages) -> None:
    """Wait until every page shows these numbers and the kernel, too, holds them."""
    texts = [f"{x:.2f}" for x in np.ravel(value)]
    for page in pages:
        for view in page.locator(".rnn-matrix").all():
            cells = view.get_by_role("spinbutton")
            for i, text in enumerate(texts):
                expect(cells.nth(i)).to_have_value(text)
        heard(page, value)


@pytest.mark.parametrize("code", ["pass", SLOW])
def test_no_key_is_lost(edit, code):
    page = edit("np.zeros((2, 2)), label='W_xx'", code)
    one = cell(page, "W_xx to x1 from x1")
    one.evaluate(WATCH)
    for _ in range(5):
        one.press("Home")
        page.keyboard.press("Enter")
        page.keyboard.type("0.5")
        page.keyboard.press("Enter")
        for _ in range(8):
            page.keyboard.press("ArrowUp")
        assert one.input_value() == "1.30"  # at once, whatever Python does meanwhile
    page.keyboard.press("ArrowRight")
    for key in ["1", "/", "4", "Enter", "Shift+ArrowUp", "ArrowDown"]:
        page.keyboard.press(key)
    agreed([[1.3, 1.15], [0, 0]], page)
    once = ["-3.00", "-3", "0", "0.", "0.5", "0.50", *(f"{x:.2f}" for x in np.arange(6, 14) / 10)]
    assert [text for text in page.evaluate("window.shown") if text not in ("0.00", *once)] == []
    back = [text for text in page.evaluate("window.shown") if text == "-3.00"]
    assert len(back) <= 5  # nothing flickers back


def test_of_a_quick_drag_a_slow_python_hears_the_newest_numbers(edit):
    code = """
heard = []
def slow(change):
    heard.append(change.new[0][0])
    time.sleep(0.3)
editor.observe(slow, "value")
press("how often", lambda: setattr(editor, "array", [[0, len(heard)]]))
"""
    page = edit("np.zeros((1, 2)), label='W_xx', limit=100", code)
    one = cell(page, "W_xx to x1 from x1")
    box = one.bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + 5 + 400, box["y"] + 5, steps=100)
    page.mouse.up()
    assert one.input_value() == "10.0"
    heard(page, [[10, 0]])
    expect(one).to_have_value("10.0")
    page.get_by_role("button", name="how often").click()
    expect(one).to_have_value("0.00")
    assert 1 < float(cell(page, "W_xx to x1 from x2").input_value()) < 40


def test_half_a_letter_is_answered(edit):
    page = edit("np.zeros((2, 2)), label='W_xx'")
    one, two = cell(page, "W_xx to x1 from x1"), cell(page, "W_xx to x1 from x2")
    one.press("Enter")
    one.evaluate(r"(input) => { input.value = '1\ud83d'; }")
    page.keyboard.press("Enter")
    heard(page, np.zeros((2, 2)))
    expect(one).to_have_attribute("aria-invalid", "true")
    sentence = "Type a number such as 0.5, -1.2 or 1/2 instead of '1\ufffd'."
    expect(first(page).locator(".bubble")).to_have_text(sentence)
    expect(page.locator(".python")).to_contain_text(json.dumps(sentence))
    two.press("End")
    heard(page, [[0, 3], [0, 0]])
    one.click()
    for key in ["End", "Backspace", "Enter", "ArrowUp"]:
        page.keyboard.press(key)
    agreed([[1.1, 3], [0, 0]], page)


def test_it_works_on_while_nobody_answers(edit):
    page = edit("np.zeros((2, 2)), label='W_xx', presets={'one': np.eye(2)}")
    page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    page.wait_for_function(
        "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'"
    )
    one, two = cell(page, "W_xx to x1 from x1"), cell(page, "W_xx to x1 from x2")
    two.press("Enter")
    page.keyboard.type("abc")
    page.keyboard.press("Enter")
    expect(first(page).locator(".bubble")).to_contain_text("instead of 'abc'")
    one.press("Enter")
    page.keyboard.type("0,5")
    page.keyboard.press("Enter")
    for _ in range(8):
        page.keyboard.press("ArrowUp")
    assert numbers(first(page)) == numbers(second(page)) == ["1.30", "abc", "0.00", "0.00"]
    two.click()
    for key in ["Control+a", "2", "Enter", "ArrowDown"]:
        page.keyboard.press(key)
    assert numbers(first(page)) == numbers(second(page)) == ["1.30", "1.90", "0.00", "0.00"]
    drag(page, one, right=40)
    expect(one).to_have_value("2.30")
    first(page).get_by_role("button", name="one").click()
    assert numbers(first(page)) == numbers(second(page)) == ["1.00", "0.00", "0.00", "1.00"]
    one.click()
    for key in ["0", ".", "7", "Enter", "-", "Enter"]:
        page.keyboard.press(key)
    page.keyboard.press("Escape")
    expect(one).to_have_value("0.70")  # a text that is no number takes nothing from the number before it


@pytest.fixture
def again(browser, lab):
    """again(page) -> the same notebook, with the same kernel, on another page."""

    def again(page):
        page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
        page.wait_for_function("() => !window.jupyterapp.shell.currentWidget.context.model.dirty")
        name = page.evaluate("() => window.jupyterapp.shell.currentWidget.context.path")
        other = browser.new_page()
        tools_lab.open_notebook(other, lab, name)
        expect(second(other)).to_be_visible()
        others.append(other)
        return other

    others = []
    yield again
    for other in others:
        other.close()


@pytest.mark.parametrize("code", ["pass", SLOW])
def test_two_pages_change_single_entries(edit, again, code):
    here = edit("np.zeros((2, 2)), label='W_xx', presets={'one': np.eye(2)}", code)
    there = again(here)
    one, four = cell(here, "W_xx to x1 from x1"), cell(there, "W_xx to x2 from x2")
    one.focus()
    four.focus()
    for k in range(1, 6):
        moment = 1000 * time.time() + 300
        here.evaluate(PRESS, ["ArrowUp", moment])
        there.evaluate(PRESS, ["ArrowDown", moment])
        agreed([[k / 10, 0], [0, -k / 10]], here, there)
    for _ in range(5):
        here.keyboard.press("ArrowUp")
        there.keyboard.press("ArrowDown")
    agreed([[1, 0], [0, -1]], here, there)

    here.keyboard.press("1")
    there.keyboard.press("2")
    for page in [here, there]:
        page.keyboard.press("Enter")
        page.keyboard.press("ArrowUp")
    agreed([[1.1, 0], [0, 2.1]], here, there)

    # A mistyped number on one page is no obstacle for the other one, and can be mended there.
    here.keyboard.type("-x")
    here.keyboard.press("Enter")
    there.keyboard.press("ArrowUp")
    expect(cell(there, "W_xx to x1 from x1")).to_have_value("-x")
    heard(here, [[1.1, 0], [0, 2.2]], problem="Type a number such as 0.5, -1.2 or 1/2 instead of '-x'.")
    cell(there, "W_xx to x1 from x1").click()
    for key in ["End", "Backspace", "1", "Enter"]:
        there.keyboard.press(key)
    agreed([[-1, 0], [0, 2.2]], here, there)

    # All numbers at once, and then one of them on the other page.
    first(here).get_by_role("button", name="one").click()
    agreed(np.eye(2), here, there)
    cell(there, "W_xx to x2 from x1").press("End")
    agreed([[1, 0], [3, 1]], here, there)
    first(there).get_by_role("button", name="reset").click()
    agreed(np.zeros((2, 2)), here, there)


def contrast(one, other) -> float:
    """The contrast ratio of two colours, as WCAG 2 defines it."""

    def luminance(colour):
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
        return np.dot([0.2126, 0.7152, 0.0722], linear)

    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def colour(css: str):
    return np.array([int(number) for number in re.findall(r"\d+", css)[:3]]) / 255


def test_the_look(edit, shot):
    code = """
display(ipywidgets.HBox([
    MatrixEditor(np.random.default_rng(1).normal(size=(3, 3)), label="W_xx", presets={"zero": np.zeros((3, 3))}),
    MatrixEditor(np.zeros(3), label="b_x"), MatrixEditor([[1000]], ["eating"], ["a long name"], "W"),
]))
"""
    page = edit("np.linspace(-3.5, 3.5, 360).reshape(20, 18), label='W_xx', limit=3", code)
    large = page.locator(".rnn-matrix", has=page.get_by_role("spinbutton", name="W_xx to x20 from x18")).first
    small = page.locator(".rnn-matrix", has=page.get_by_role("button", name="zero"))

    box = small.bounding_box()
    assert box["width"] <= 150 and box["height"] <= 170
    box = large.bounding_box()
    assert box["width"] <= 460 and box["height"] <= 380
    scrolls = large.locator(".grid").evaluate(
        "(grid) => [grid.scrollWidth > grid.clientWidth, grid.scrollHeight > grid.clientHeight]"
    )
    assert scrolls == [True, True]
    far = large.get_by_role("spinbutton", name="W_xx to x20 from x18")
    far.focus()
    inside, outside = far.bounding_box(), large.locator(".grid").bounding_box()
    assert inside["x"] + inside["width"] <= outside["x"] + outside["width"]
    far.press("Control+ArrowLeft")
    for _ in range(17):
        page.keyboard.press("Control+ArrowLeft")
    named = large.locator(".row", has_text=re.compile("^x20$")).bounding_box()
    near = large.get_by_role("spinbutton", name="W_xx to x20 from x1", exact=True)
    assert near.bounding_box()["x"] >= named["x"] + named["width"] - 1  # not below its own name

    themes = {"JupyterLab Dark": "false", "JupyterLab Light": "true"}
    for theme, light in themes.items():
        page.evaluate("(theme) => window.jupyterapp.commands.execute('apputils:change-theme', { theme })", theme)
        expect(page.locator("body")).to_have_attribute("data-jp-theme-light", light)
        expect(small.locator(".row").first).to_have_css(
            "background-color", "rgb(255, 255, 255)" if light == "true" else "rgb(17, 17, 17)"
        )
        shot(page, f"matrix-{theme.split()[-1].lower()}")
        paper = np.array([1.0 if light == "true" else 17 / 255] * 3)
        for part in [".direction", ".column", ".row", "button", ".number", ".entry"]:
            ink = small.locator(part).first.evaluate("(node) => getComputedStyle(node).color")
            alpha = float([*re.findall(r"[\d.]+", ink), "1"][3])
            assert contrast(colour(ink) * alpha + paper * (1 - alpha), paper) >= 4.5
        edge = small.locator("button").first.evaluate("(node) => getComputedStyle(node).borderTopColor")
        assert contrast(colour(edge), paper) >= 3

        looks = large.evaluate(
            """(root) => [...root.querySelectorAll('[role=spinbutton]')].map((cell) => {
                const style = getComputedStyle(cell);
                return [Number(cell.getAttribute('aria-valuenow')), style.backgroundColor, style.color, cell.value];
            })"""
        )
        assert len(looks) == 360
        for number, paint, ink, text in looks:
            assert contrast(colour(paint), colour(ink)) >= 4.5
            # the colours of the pictures
            assert np.allclose(colour(paint), to_rgb(SIGNED((np.clip(number / 3, -1, 1) + 1) / 2)), atol=0.02)
            assert text == f"{number:.2f}".replace("-0.00", "0.00")


def test_it_can_be_seen_without_colours_and_touched_with_a_finger(edit, shot):
    page = edit("[[1, -1], [0, 2]], label='W_xx'")
    view = first(page)
    chosen, wrong, other = (cell(page, f"W_xx to {name}") for name in ["x1 from x1", "x2 from x1", "x2 from x2"])
    wrong.press("Enter")
    page.keyboard.type("-")
    page.keyboard.press("Enter")
    view.get_by_role("button", name="reset").focus()
    chosen.click()
    for part in [*view.get_by_role("spinbutton").all(), view.get_by_role("slider"), view.get_by_role("button")]:
        box = part.bounding_box()
        assert min(box["width"], box["height"]) >= 24

    page.emulate_media(forced_colors="active")

    def frame(part):  # its style and its width; shadows and backgrounds are not drawn
        return part.evaluate("(node) => getComputedStyle(node).outline.match(/\\d+px|solid|dotted|dashed|none/g)")

    for one in view.locator(".cell").all():
        assert frame(one) == ["solid", "1px"]
    assert frame(chosen) == ["solid", "3px"]
    assert frame(wrong) == ["dashed", "3px"]
    assert frame(other)[0] == "none"
    shot(page, "matrix-forced-colours")
    view.get_by_role("slider").focus()
    assert frame(chosen) == ["dotted", "2px"]
    assert frame(view.get_by_role("slider")) == ["solid", "2px"]


def test_it_says_what_it_is(edit):
    vector = "display(MatrixEditor(np.array([0.5, -0.5]), label='b_x'))"
    page = edit("[[0.137, -2], [0, 5]], ['h', 'e'], ['a', 'b'], 'W_xu', limit=3, step=0.5", vector)
    view = second(page)
    expect(view).to_have_role("group")
    expect(view).to_have_accessible_name("matrix W_xu")
    grid = view.get_by_role("group", name="entries of W_xu")
    expect(grid).to_have_accessible_description(re.compile("↑ ↓ change .* Escape takes it back"))
    one = cell(page, "W_xu to h from a", second)
    for name, value in {
        "aria-valuenow": "0.137", "aria-valuemin": "-3", "aria-valuemax": "3", "aria-valuetext": "0.137",
        "aria-invalid": "false", "tabindex": "0",
    }.items():  # fmt: skip
        expect(one).to_have_attribute(name, value)
    expect(cell(page, "W_xu to e from b", second)).to_have_attribute("aria-valuemax", "5")
    assert view.locator(".grid [tabindex='0']").count() == view.locator(".buttons [tabindex='0']").count() == 1
    expect(view.get_by_role("slider")).to_have_accessible_name("slider of W_xu to h from a")
    expect(view.locator(".heading")).to_have_attribute("title", re.compile("Drag an entry"))
    expect(view.locator(".heading")).to_contain_text("to ↓ from →")

    assert numbers(first(page)) == ["0.50", "-0.50"]  # a vector has no columns to name
    expect(first(page).locator(".column")).to_have_count(0)
    expect(first(page).locator(".direction")).to_have_count(0)
    cell(page, "b_x to x2").press("End")
    expect(cell(page, "b_x to x2")).to_have_value("3.00")


def test_a_table_of_other_numbers_leads_from_nowhere_to_nowhere(edit):
    page = edit("[[1, 2], [3, 4]], ['h', 'e'], ['t=1', 't=2'], 'scores'")
    expect(first(page).locator(".direction")).to_have_count(0)
    cell(page, "scores e, t=2").focus()
    expect(first(page).locator(".entry")).to_have_text("e, t=2")
