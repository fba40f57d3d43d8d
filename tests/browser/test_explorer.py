"""What a learner does with an explorer, by mouse and keyboard, in a real JupyterLab."""

import re

import pytest

from tools.lab import PIXELS

pytestmark = pytest.mark.browser

MAKE = """\
import numpy as np
import rnnlib as rl
from types import SimpleNamespace
from rnnlib import draw, explore

def compute(word, gain, x0, roll):
    vocab = rl.Vocab.of(word)
    if len(word) > 30:
        raise rl.InputError("The word is too long.")
    K = len(vocab.symbols)
    model = rl.RNN(gain * np.eye(2), np.ones((2, K)) / 2, np.zeros(2), np.eye(2), np.zeros(2))
    start = rl.initial_state(x0, 2, rng=np.random.default_rng(roll))
    return SimpleNamespace(run=rl.simulate(model, vocab.one_hot(word), start))

def make():
    return explore.Explorer(
        compute,
        [draw.Lines(lambda d: d.run.x, start=lambda d: d.run.x0), draw.Heat(lambda d: d.run.x.T)],
        [explore.Text("word", "hello"), explore.Number("gain", 0, 2, 1), explore.InitialState(), explore.Time()],
        lambda d, t: f"t = {t} of {len(d.run.x)}: x1 = {d.run.x[t - 1, 0]:.3f}",
    )"""


def settled(page, box, text: str) -> None:
    """Wait until the sentence contains the text."""
    box.locator(".rnn-sentence", has_text=text).wait_for()


def slider(box, name: str):
    return box.locator(".widget-slider", has_text=name).locator(".noUi-handle")


@pytest.fixture
def box(notebook):
    page = notebook([MAKE, "explorer = make()\nexplorer"])
    return page.locator(".rnn-explorer")


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
    settled(page, box, "t = 3 of 5")
    page.wait_for_timeout(500)  # nothing late may come after it
    assert "t = 3 of 5" in box.locator(".rnn-sentence").inner_text()
    moved = page.evaluate(PIXELS, box.element_handle())
    handle.press("ArrowRight")
    settled(page, box, "t = 4 of 5")
    handle.press("ArrowLeft")
    settled(page, box, "t = 3 of 5")
    page.wait_for_function(f"([box, moved]) => ({PIXELS})(box) === moved", arg=[box.element_handle(), moved])


def test_bad_text_is_answered_and_kept(box, page):
    field = box.get_by_role("textbox").first
    before = page.evaluate(PIXELS, box.element_handle())
    for text, answer in (("", "empty"), ("x" * 500, "too long")):
        field.fill(text)
        settled(page, box, answer)
        assert field.input_value() == text
        assert page.evaluate(PIXELS, box.element_handle()) == before
    field.fill("안녕하세요!")
    settled(page, box, "t = 1 of 6")
    assert box.locator(".rnn-problem").count() == 0


def test_the_sentence_is_announced_and_is_the_alternative_text(box, page):
    region = box.get_by_role("status")
    first = region.element_handle()
    slider(box, "time t").press("ArrowRight")
    settled(page, box, "t = 2 of 5")
    assert first.evaluate("(element) => element.isConnected"), "the region stays; only its text changes"
    assert box.get_by_role("img").get_attribute("alt") == region.inner_text()


def test_play_walks_to_the_end_and_reset_goes_back(box, page):
    box.locator(".jupyter-widgets.widget-play button").first.click()
    settled(page, box, "t = 5 of 5")
    box.get_by_role("button", name="reset").click()
    settled(page, box, "t = 1 of 5")


def test_home_and_end_reach_the_ends_of_a_slider_that_has_grown(box, page):
    box.get_by_role("textbox").first.fill("hello you")
    settled(page, box, "t = 1 of 9")
    slider(box, "time t").press("End")
    settled(page, box, "t = 9 of 9")
    slider(box, "time t").press("ArrowLeft")
    settled(page, box, "t = 8 of 9")
    slider(box, "time t").press("Home")
    settled(page, box, "t = 1 of 9")


def test_play_begins_where_the_slider_stands(box, page):
    for t in (2, 3):
        slider(box, "time t").press("ArrowRight")
        settled(page, box, f"t = {t} of 5")
    box.locator(".jupyter-widgets.widget-play button").first.click()
    page.wait_for_function(
        "(box) => !box.querySelector('.rnn-sentence').textContent.startsWith('t = 3')", arg=box.element_handle()
    )
    assert box.locator(".rnn-sentence").inner_text().startswith("t = 4 of 5")
    box.get_by_role("button", name="reset").click()
    settled(page, box, "t = 1 of 5")


def test_the_die_gives_another_random_start(box, page):
    die = box.get_by_role("button", name="roll again")
    assert die.is_disabled()
    box.get_by_role("button", name="random", exact=True).click()
    page.wait_for_function("(die) => !die.disabled", arg=die.element_handle())
    sentence = box.locator(".rnn-sentence").inner_text()
    die.click()
    page.wait_for_function(
        "([box, old]) => box.querySelector('.rnn-sentence').textContent !== old", arg=[box.element_handle(), sentence]
    )
    assert re.search(r"x0 = \(-?\d\.\d\d, -?\d\.\d\d\)", box.inner_text())


def test_the_slider_reaches_the_end_of_a_longer_word(box, page):
    box.get_by_role("textbox").first.fill("longer words")
    settled(page, box, "t = 1 of 12")
    for t in range(2, 13):
        slider(box, "time t").press("ArrowRight")
        settled(page, box, f"t = {t} of 12")


def test_two_explorers_and_two_views_of_one(notebook):
    page = notebook([MAKE, "one = make()\none", "one", "other = make()\nother"])
    boxes = page.locator(".rnn-explorer")
    slider(boxes.nth(0), "time t").press("ArrowRight")
    settled(page, boxes.nth(0), "t = 2 of 5")
    settled(page, boxes.nth(1), "t = 2 of 5")
    assert "t = 1 of 5" in boxes.nth(2).locator(".rnn-sentence").inner_text()
