"""The pages of the lessons, opened from a file in a real Chromium: they ask for nothing outside of their folder, and
show what the explorers of the notebooks show.

RNNLIB_SITE=all builds the pages of all lessons for this; else it names a folder with pages that were built before.
"""

import base64
import io
import os
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from rnnlib import check, explore
from tests.browser import access
from tools.lab import PIXELS
from tools.notebooks import lessons
from tools.site import run
from tools.site.build import build_all
from tools.site.places import Plan

pytestmark = pytest.mark.browser

SMALL = "00", "04"
POSITIONS = 4  # of an explorer
SITE = os.environ.get("RNNLIB_SITE", "")
BUILT = Path(SITE).resolve() if SITE not in ("", "all") else None
PHONE = {"width": 360, "height": 740}


def chosen() -> list[Path]:
    if BUILT:
        return [path for path in lessons() if (BUILT / f"{path.stem}.html").exists()]
    return lessons() if SITE == "all" else lessons(*SMALL)


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    if BUILT:
        return BUILT
    folder = tmp_path_factory.mktemp("site")
    build_all(chosen(), folder)
    return folder


@pytest.fixture
def visit(browser, site):
    """visit("01-name.html") -> the page; nothing else may be asked for, and the console must stay free of errors."""
    complaints: list[str] = []
    page = browser.new_page()

    def judge(route):
        if route.request.url.startswith((site.as_uri(), "data:", "blob:")):
            route.continue_()
        else:
            complaints.append(f"asked for {route.request.url}")
            route.abort()

    def open_page(name: str):
        page.goto((site / name).as_uri())
        return page

    page.route("**/*", judge)
    page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(f"uncaught: {error}"))
    yield open_page
    page.close()
    assert not complaints, "\n".join(complaints)


@pytest.fixture(scope="module", params=chosen(), ids=lambda path: path.stem)
def lesson(request) -> Path:
    return request.param


@pytest.fixture(scope="module")
def alive(lesson, site) -> Iterator[list]:
    """The questions and explorers of a lesson, in this process."""
    with run.lesson(lesson) as ran:
        yield [thing for cell in ran for thing in cell.live if thing is not None]


def test_a_page_fits_a_phone_and_says_all_in_words(lesson, visit):
    page = visit(f"{lesson.stem}.html")
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert page.evaluate("[...document.images].every((image) => image.naturalWidth && image.alt.length > 10)")
    assert "$" not in page.locator("main > p, main > ul, main > ol, main table").all_inner_texts()
    small = page.evaluate(
        """() => [...document.querySelectorAll("main button, main input, main select, summary")].filter((each) => {
            const label = each.closest("td label, .choice label, .tick") ?? each;
            const { width, height } = label.getBoundingClientRect();
            return width && Math.min(width, height) < 24;
        }).map((each) => each.outerHTML)"""
    )
    assert not small, small
    assert not access.errors(page, "html")


def test_every_link_leads_somewhere(lesson, visit, site):
    page = visit(f"{lesson.stem}.html")
    links = page.evaluate("[...document.querySelectorAll('a')].map((link) => link.getAttribute('href'))")
    built = {"index.html", *(f"{path.stem}.html" for path in lessons())}
    for link in links:
        name, _, anchor = link.partition("#")
        assert name in built or not name or name.startswith("https://") or name.startswith("http://"), link
        if anchor and not name:
            assert page.locator(f"[id='{anchor}']").count() == 1, link
    page = visit("index.html")
    assert page.locator("#jupyterlab").count() == 1
    assert page.locator(".lessons a").count() == len(lessons())
    assert not access.errors(page, "html")


def test_questions_answer_and_remember(lesson, visit, alive):
    page = visit(f"{lesson.stem}.html")
    questions = page.locator(".rnn-predict")
    asked = [thing for thing in alive if isinstance(thing, check.Prediction)]
    assert questions.count() == len(asked)
    for k, prediction in enumerate(asked):
        prediction.chosen = (prediction.answer + k) % len(prediction.choices)
        questions.nth(k).get_by_role("button").nth(prediction.chosen).click()
    page.reload()
    for k, prediction in enumerate(asked):
        said = prediction.sentence.replace("`", "")  # as in the notebook
        expect(questions.nth(k).get_by_role("status")).to_have_text(said, use_inner_text=False)
        assert questions.nth(k).get_by_role("button", pressed=True).count() == 1


def test_explorers_show_what_those_of_the_notebook_show(lesson, visit, alive):
    page = visit(f"{lesson.stem}.html")
    dice = random.Random(lesson.stem)
    explorers = [thing for thing in alive if isinstance(thing, explore.Explorer)]
    boxes = page.locator(".explorer")
    assert boxes.count() == len(explorers)
    for box, explorer in zip(boxes.all(), explorers, strict=True):
        explorer.reset()
        plan = Plan(explorer.controls, explorer.shown.T)
        assert_same(page, box, explorer, 0)
        for _ in range(POSITIONS):
            box.get_by_role("button", name="reset", exact=True).click()
            explorer.reset()
            move = turn(box, plan, dice) if plan.knobs else 0  # a training has none
            explorer.set(**plan.moves[move])
            if explorer.time:
                explorer.set(t=dice.choice(explorer.time.places()))
                box.locator(".time input").fill(str(explorer.t))
            assert_same(page, box, explorer, move)


def turn(box, plan: Plan, dice: random.Random) -> int:
    """Move one knob somewhere, as a visitor would; return the number of the place."""
    knob = dice.randrange(len(plan.knobs))
    given = plan.knobs[knob]
    element = box.locator(".knobs > *").nth(knob)
    if given["kind"] == "matrix":
        if given["presets"] and dice.random() < 0.3:
            preset = dice.randrange(len(given["presets"]))
            element.locator(".presets button").nth(preset).click()
            return given["presets"][preset][1]
        entry = dice.randrange(len(given["entries"]))
        element.locator("td input").nth(entry).check()
        places = given["entries"][entry]["places"]
    else:
        places = given["places"]
    place = dice.randrange(len(places))
    match given["kind"]:
        case "choice":
            element.locator("input").nth(place).check()
        case "list":
            element.locator("select").select_option(index=place)
        case "tick":
            element.locator("input").set_checked(bool(place))
        case _:
            element.locator("input[type=range]").fill(str(place))
            assert element.locator("input[type=range]").get_attribute("aria-valuetext") == places[place][0]
    return places[place][1]


def assert_same(page, box, explorer, move: int) -> None:
    """Picture, sentence and the words of all numbers are those of the explorer; the first number can be asked."""
    stage = box.locator(".rnn-stage")
    stage.focus()
    page.wait_for_function(
        """([stage, move, t]) => stage.film.film && stage.film.move === move && stage.dataset.t === String(t)
            && stage.dataset.version === String(stage.film.version)""",
        arg=[stage.element_handle(), move, explorer.t],
    )
    where = f"{explorer!r} at {explorer.values}"
    seen = base64.b64decode(page.evaluate(PIXELS, box.element_handle()).partition(",")[2])
    assert np.array_equal(colours(seen), colours(explorer.png())), where
    assert box.locator(".rnn-sentence").text_content() == (explorer.problem or explorer.sentence), where
    numbers = [told.words for _, told in explorer.numbers()]
    frame = "(stage) => stage.film.numbers(stage.film.frames.get(stage.film.t)).map(({ words }) => words)"
    assert page.evaluate(frame, stage.element_handle()) == numbers, where
    stage.press("Enter")
    assert box.locator(".rnn-asked").text_content() == numbers[0], where
    stage.press("Escape")


def colours(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def test_the_other_knob_goes_back(visit):
    page = visit(f"{lessons('00')[0].stem}.html")
    box = page.locator(".explorer")
    box.get_by_label("one", exact=True).check()
    box.locator("td input").nth(3).check()
    slider = box.get_by_role("slider", name="to q from q")
    slider.focus()
    slider.press("End")
    assert slider.get_attribute("aria-valuetext") == "3"
    assert box.get_by_label("zero", exact=True).is_checked()
    assert "x0 is back at its start" in box.get_by_role("status").filter(has_text="one knob").inner_text()
    assert box.get_by_role("link", name="open this lesson in JupyterLab").count() == 1


def test_time_plays_and_stops_at_the_end(visit):
    page = visit(f"{lessons('00')[0].stem}.html")
    access.listen(page)
    box = page.locator(".explorer")
    box.get_by_role("slider", name="time t").fill("4")
    box.locator(".rnn-sentence", has_text="At t = 4").wait_for()
    assert [said[:8] for said in access.announced(page)] == ["At t = 4"]
    box.get_by_role("button", name="play").click()
    assert box.locator(".rnn-sentence").get_attribute("aria-live") == "off"
    box.locator(".rnn-sentence", has_text="At t = 5").wait_for()
    assert access.announced(page) == []
    box.get_by_role("button", name="play").wait_for()
    box.locator(".rnn-sentence", has_text="At t = 6").wait_for()
    assert box.locator(".rnn-sentence").get_attribute("aria-live") == "polite"
    assert [said[:8] for said in access.announced(page)] == ["At t = 6"]


def test_before_the_script_there_is_a_picture_and_its_sentence(site, chromium):
    text = (site / f"{lessons('00')[0].stem}.html").read_text("utf-8")
    assert "<figcaption>At t = 1 the state goes from" in text
