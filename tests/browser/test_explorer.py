"""What a learner does with an explorer, by mouse and keyboard, in a real JupyterLab."""

import re

import pytest

from tests.browser import access, kernel
from tools.lab import PIXELS

pytestmark = pytest.mark.browser

MAKE = """\
import numpy as np
import rnnlib as rl
from rnnlib import draw, explore

def function(x0, word="hello", gain=1.0):
    vocab = rl.Vocab.of(word)
    if len(word) > 30:
        raise rl.InputError("The word is too long.")
    K = len(vocab.symbols)
    model = rl.RNN(gain * np.eye(2), np.ones((2, K)) / 2, np.zeros(2), np.eye(2), np.zeros(2))
    run = rl.simulate(model, vocab.one_hot(word), x0(2))
    views = [draw.Network(run, model, inputs=word), draw.Heat(run.x.T)]
    return views, lambda t: f"t = {t} of {len(run.x)}: x1 = {run.states[t][0]:.3f}"

def make():
    return explore.Explorer(function, word="hello", gain=(0, 2.0), x0=explore.InitialState())"""


def settled(box, text: str) -> None:
    """Wait until the sentence contains the text."""
    box.locator(".rnn-sentence", has_text=text).wait_for()


def slider(box, name: str):
    return box.locator(".widget-slider", has_text=name).locator(".noUi-handle")


def pixels(page, box) -> str:
    return page.evaluate(PIXELS, box.element_handle())


def asked(box) -> str:
    return box.locator(".rnn-asked").inner_text()


def all_drawn(page, box) -> None:
    """Wait until the pictures and words of all instants are in the page: numbers can be asked."""
    box.locator(".rnn-asked", has_text=re.compile("Point at a number| = ")).wait_for()
    last = int(float(slider(box, "time t").get_attribute("aria-valuemax")))
    page.wait_for_function("([box, last]) => box.querySelector('.rnn-stage').dataset.frames == last",
                           arg=[box.element_handle(), last])  # fmt: skip


@pytest.fixture
def box(notebook):
    page = notebook([MAKE, "explorer = make()\nexplorer"])
    access.listen(page)
    return page.locator(".rnn-explorer")


def once(page, box) -> str:
    """What was announced since the last time, when all is there: one thing."""
    page.wait_for_function("() => window.announced.length")
    all_drawn(page, box)
    (said,) = access.announced(page)
    return said


def test_a_long_drag_ends_on_the_picture_of_the_last_place(box, page):
    handle = slider(box, "time t")
    track = box.locator(".widget-slider", has_text="time t").locator(".noUi-target").bounding_box()
    y = track["y"] + track["height"] / 2
    handle.hover()
    page.mouse.down()
    for k in range(150):
        page.mouse.move(track["x"] + track["width"] * (k % 30) / 30, y)
    page.mouse.move(track["x"] + track["width"] * 0.5, y)
    page.mouse.up()
    settled(box, "t = 3 of 5")
    all_drawn(page, box)
    assert "t = 3 of 5" in box.locator(".rnn-sentence").inner_text(), "nothing late came after it"
    kernel.comes_to_know(page, "explorer.t, explorer.sentence[:10]", "(3, 't = 3 of 5')")
    moved = pixels(page, box)
    handle.press("ArrowRight")
    settled(box, "t = 4 of 5")
    handle.press("ArrowLeft")
    settled(box, "t = 3 of 5")
    assert pixels(page, box) == moved


def test_the_pictures_drawn_ahead_are_those_that_the_kernel_would_show(box, page):
    all_drawn(page, box)
    for t in range(1, 6):
        settled(box, f"t = {t} of 5")
        seen = page.evaluate(
            """async (box) => {
                const bytes = await (await fetch(box.querySelector("img.rnn-picture").src)).arrayBuffer();
                const digest = await crypto.subtle.digest("SHA-256", bytes);
                return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
            }""",
            box.element_handle(),
        )
        digest = "__import__('hashlib').sha256(explorer.png()).hexdigest()"
        kernel.comes_to_know(page, f"(explorer.t, {digest})", f"({t}, '{seen}')")
        slider(box, "time t").press("ArrowRight")


def test_time_moves_while_the_kernel_is_busy_and_after_it_is_gone(box, page):
    all_drawn(page, box)
    kernel.keep_busy(page)
    slider(box, "time t").press("ArrowRight")
    box.locator(".rnn-sentence", has_text="t = 2 of 5").wait_for(timeout=2000)
    page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    for key, t in (("ArrowRight", 3), ("ArrowRight", 4), ("End", 5), ("Home", 1)):
        slider(box, "time t").press(key)
        box.locator(".rnn-sentence", has_text=f"t = {t} of 5").wait_for(timeout=2000)
    stage = box.locator(".rnn-stage")
    stage.press("Enter")
    stage.press("ArrowRight")
    assert " = " in asked(box), "and its numbers can be asked"


def test_a_knob_makes_all_pictures_anew(box, page):
    all_drawn(page, box)
    slider(box, "gain").press("Home")  # without a past, every letter of its own has the state tanh(0.5)
    settled(box, "x1 = 0.462")
    for t in range(2, 6):
        slider(box, "time t").press("ArrowRight")
        settled(box, f"t = {t} of 5: x1 = 0.462")
    slider(box, "gain").press("End")
    settled(box, "t = 5 of 5: x1 = 0.9")
    kernel.comes_to_know(page, "explorer.sentence", repr(box.locator(".rnn-sentence").inner_text()))


def test_two_views_of_one_explorer_agree(box, page):
    page.evaluate(
        """() => window.jupyterapp.commands.execute("notebook:insert-cell-below")
            .then(() => { const cell = window.jupyterapp.shell.currentWidget.content.activeCell;
                          cell.model.sharedModel.setSource("explorer"); })
            .then(() => window.jupyterapp.commands.execute("notebook:run-cell"))"""
    )
    boxes = page.locator(".rnn-explorer")
    boxes.nth(1).locator("img.rnn-picture").wait_for()
    slider(boxes.nth(1), "time t").press("ArrowRight")
    for each in (boxes.nth(0), boxes.nth(1)):
        settled(each, "t = 2 of 5")
    assert pixels(page, boxes.nth(0)) == pixels(page, boxes.nth(1))


def test_bad_text_is_answered_and_kept(box, page):
    field = box.get_by_role("textbox").first
    before = pixels(page, box)
    all_drawn(page, box)
    access.announced(page)
    for text, answer in (("", "empty"), ("x" * 500, "too long")):
        field.fill(text)
        settled(box, answer)
        assert answer in once(page, box)
        assert field.input_value() == text
        assert pixels(page, box) == before
    slider(box, "time t").press("ArrowRight")  # the last good picture can still be looked at
    page.wait_for_function(f"([box, before]) => ({PIXELS})(box) !== before", arg=[box.element_handle(), before])
    settled(box, "too long")
    slider(box, "time t").press("ArrowLeft")
    field.fill("안녕하세요!")
    settled(box, "t = 1 of 6")
    assert box.locator(".rnn-problem").count() == 0
    access.announced(page)
    slider(box, "time t").press("End")
    assert once(page, box).startswith("t = 6 of 6")
    field.fill("bye")  # time is shorter, the picture another: both are one change
    assert once(page, box).startswith("t = 3 of 3")


def test_the_sentence_is_announced_and_is_the_alternative_text(box, page):
    region = box.locator(".rnn-sentence")
    first = region.element_handle()
    slider(box, "time t").press("ArrowRight")
    settled(box, "t = 2 of 5")
    assert first.evaluate("(element) => element.isConnected && element.getAttribute('role') === 'status'")
    assert box.get_by_role("img").get_attribute("alt") == region.inner_text()


def test_play_walks_to_the_end_and_reset_goes_back(box, page):
    all_drawn(page, box)
    access.announced(page)
    play = box.get_by_role("button", name="play through time")
    play.click()
    settled(box, "t = 4 of 5")
    assert access.announced(page) == [], "nothing is said while it plays"
    play.wait_for()
    assert once(page, box).startswith("t = 5 of 5")
    box.get_by_role("button", name="reset").click()
    assert once(page, box).startswith("t = 1 of 5")

    play.click()
    settled(box, "t = 2 of 5")
    box.get_by_role("button", name="pause").press("Space")
    assert once(page, box).startswith("t = 2 of 5")
    play.press("Space")
    settled(box, "t = 3 of 5")
    page.keyboard.press("ArrowRight")  # to the other button
    page.keyboard.press("Space")
    assert once(page, box).startswith("t = 1 of 5")
    for name in ("time t", "gain"):
        slider(box, name).press("ArrowRight")
        assert once(page, box).startswith("t = 2 of 5")


def test_a_number_is_asked_with_the_mouse(box, page):
    all_drawn(page, box)
    image = box.locator("img.rnn-picture")
    place = image.bounding_box()
    number = "explorer.numbers()[{}]"
    words, spot = {}, {}
    for k in (1, 4):
        left, top, right, bottom = eval(kernel.value(page, f"tuple({number.format(k)}.box)"))
        spot[k] = place["x"] + place["width"] * (left + right) / 2, place["y"] + place["height"] * (top + bottom) / 2
        words[k] = eval(kernel.value(page, f"{number.format(k)}.told.words"))
    page.mouse.move(*spot[4])
    assert asked(box) == words[4] and box.locator(".rnn-number").count() == 1
    page.mouse.move(*spot[1])
    assert asked(box) == words[1], "pointing is enough"
    page.mouse.click(*spot[4])
    page.mouse.move(*spot[1])
    assert asked(box) == words[4], "a click keeps it"
    slider(box, "time t").press("ArrowRight")
    assert asked(box).startswith("Point at a number"), "who goes elsewhere has stopped asking"


def test_numbers_are_walked_with_the_arrow_keys(box, page):
    all_drawn(page, box)
    stage = box.locator(".rnn-stage")
    stage.focus()
    page.keyboard.press("ArrowRight")
    assert asked(box).startswith("Point at a number"), "the arrows wait for Enter"
    access.announced(page)
    page.keyboard.press("Enter")
    assert asked(box) == "x_0, unit 1 = 0.00, before the first input" == once(page, box)
    walk = [("ArrowDown", "x_0, unit 2"), ("ArrowRight", "x_1, unit 2 ="), ("ArrowRight", "x_2, unit 2 ="),
            ("ArrowUp", "x_2, unit 1 ="), ("ArrowLeft", "x_1, unit 1 =")]  # fmt: skip
    for key, start in walk:
        page.keyboard.press(key)
        assert asked(box).startswith(start), key
        assert once(page, box) == asked(box)
    assert asked(box) == "x_1, unit 1 = tanh(1.00 × 0.00 + 0.00 × 0.00 + 0.50 × 1.00 + 0.00) = 0.46"
    parts = box.locator(".rnn-part")
    assert parts.count() >= 2, "what it is made of is framed too: the two numbers of x_0, and the letter"
    page.emulate_media(forced_colors="active")
    for frame in (box.locator(".rnn-number"), parts.first):
        look = frame.evaluate("(frame) => [getComputedStyle(frame).borderColor, getComputedStyle(frame).boxShadow]")
        assert look[0] == "rgb(0, 0, 0)" and "rgb(255, 255, 255)" in look[1], "black and white, on any picture"
    assert box.locator(".mod-active").first.evaluate("(button) => getComputedStyle(button).outlineStyle") == "solid"
    page.emulate_media(forced_colors="none")
    page.keyboard.press("Escape")
    assert asked(box).startswith("Point at a number") and box.locator(".rnn-number, .rnn-part").count() == 0


def test_no_key_that_is_pressed_on_the_picture_reaches_the_notebook(box, page):
    stage = box.locator(".rnn-stage")
    stage.focus()
    for key in ("d", "d", "x", "a", "m", "1", "Enter", "d", "d", "x"):
        page.keyboard.press(key)
    cells = "() => window.jupyterapp.shell.currentWidget.content.widgets.map((cell) => cell.model.type)"
    assert page.evaluate(cells) == ["code", "code"] and box.count() == 1


def test_the_numbers_can_be_read_as_a_table(box, page):
    all_drawn(page, box)
    box.get_by_text("numbers", exact=True).click()
    rows = box.locator(".rnn-table tbody tr")
    told = eval(kernel.value(page, "[number.told.words for number in explorer.numbers()]"))
    assert rows.count() == len(told)
    cells = rows.nth(told.index(next(words for words in told if words.startswith("x_1, unit 1")))).locator("td")
    assert cells.all_inner_texts() == ["x_1, unit 1", "tanh(1.00 × 0.00 + 0.00 × 0.00 + 0.50 × 1.00 + 0.00)", "0.46"]


LONG = """\
def long(gain=1.0):
    x = gain * np.sin(np.arange(300))
    return [draw.Lines(x), draw.Heat(np.random.default_rng(0).normal(size=(12, 300)).T[:, :12], cursor=False)], (
        lambda t: f"t = {t}: {x[t - 1]:.3f}")

explorer = explore.Explorer(long, gain=(0, 2.0), t=150)
explorer"""


def test_a_long_run_keeps_a_window_of_pictures_round_the_present_instant(notebook):
    page = notebook([MAKE, LONG])
    box = page.locator(".rnn-explorer")
    stage = box.locator(".rnn-stage")
    stage.wait_for()
    page.evaluate("(stage) => { stage.film.room = 600e3; }", stage.element_handle())
    slider(box, "gain").press("ArrowRight")
    film = "(stage) => ({bytes: stage.film.bytes, instants: [...stage.film.frames.keys()].sort((a, b) => a - b)})"
    page.wait_for_function(
        "(stage) => stage.film.bytes > 400e3 && !stage.film.missing().length", arg=stage.element_handle()
    )
    kept = page.evaluate(film, stage.element_handle())
    assert kept["bytes"] <= 600e3
    first, last = kept["instants"][0], kept["instants"][-1]
    assert kept["instants"] == list(range(first, last + 1)) and abs((first + last) / 2 - 150) <= 1
    slider(box, "time t").press("Home")
    settled(box, "t = 1:")
    page.wait_for_function(
        "(stage) => stage.film.frames.has(6) && !stage.film.missing().length", arg=stage.element_handle()
    )
    kept = page.evaluate(film, stage.element_handle())
    near = [t for t in kept["instants"] if t < 100]
    assert kept["bytes"] <= 600e3 and near == list(range(1, 1 + len(near))) and len(near) >= 6
    assert len(kept["instants"]) <= 1 + len(near), "of the instants before, at most one that there is still room for"


def test_moving_time_is_smooth_over_a_slow_network(chromium, browser, lab):
    """With 100 ms between page and server, pictures that were drawn ahead still show at once."""
    from tools import lab as tools_lab
    from tools import slow

    port = int(lab.url.rsplit(":", 1)[1].strip("/"))
    with slow.proxy(port, delay=0.1) as late:
        page = browser.new_page()
        far = lab._replace(url=f"http://127.0.0.1:{late}/")
        tools_lab.open_notebook(page, far, tools_lab.write_notebook(lab, [MAKE, "explorer = make()\nexplorer"]))
        tools_lab.run_all(page)
        box = page.locator(".rnn-explorer")
        box.locator("img.rnn-picture").wait_for()
        all_drawn(page, box)
        slider(box, "time t").focus()
        waits = [page.evaluate(PRESS, [box.element_handle(), t]) for t in (2, 3, 4)]
        page.close()
    assert max(waits) < 60, "milliseconds; the way to the kernel and back is 200"


# Press the right arrow on the focused slider; the milliseconds until the sentence says that it is at t.
PRESS = """([box, t]) => new Promise((resolve) => {
    const start = performance.now();
    const look = () => box.querySelector(".rnn-sentence").textContent.startsWith(`t = ${t} `)
        ? resolve(performance.now() - start) : requestAnimationFrame(look);
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowRight", keyCode: 39, bubbles: true}));
    look();
})"""
