"""The parts of which pages without a kernel are made; tests/browser/test_site.py opens the pages themselves."""

import base64
import doctest
import importlib
import io
import xml.dom.minidom

import nbformat
import numpy as np
import pytest
from PIL import Image

from rnnlib import draw, explore
from rnnlib.draw import style
from tools.notebooks import lessons
from tools.site import markup, pages
from tools.site.places import Plan, reach
from tools.site.reel import difference, reel


@pytest.mark.parametrize("name", ["markup", "pages", "places", "reel", "run"])
def test_examples(name):
    assert doctest.testmod(importlib.import_module(f"tools.site.{name}")).failed == 0


def test_every_text_becomes_html_without_a_formula_left():
    for path in lessons():
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "markdown":
                made = markup.markdown(cell.source)
                assert "$" not in made and ".ipynb" not in made, made
                xml.dom.minidom.parseString(f"<div>{made}</div>".replace("&nbsp;", " "))


def test_columns_of_equations_stay_columns():
    made = markup.mathml(r"\begin{aligned} a &= 1 \\ b &= 2 \end{aligned}", "block")
    assert made.count("<mtr>") == 2
    with pytest.raises(ValueError, match="could not be turned"):
        markup.mathml(r"\begin{unheard} a &= 1 \end{unheard}", "block")


def test_a_difference_laid_over_a_picture_is_the_other_picture():
    rng = np.random.default_rng(0)
    before = rng.integers(0, 50, (40, 60)).astype(np.uint8)
    after = before.copy()
    after[7:20, 30:50] = rng.integers(0, 50, (13, 20))
    left, top, data = difference(after, before)
    assert (left, top) >= (30, 7)
    colours = np.reshape(style.palette().getpalette(), (-1, 3)).astype(np.uint8)
    page = Image.fromarray(colours[before])
    patch = Image.open(io.BytesIO(base64.b64decode(data)))
    page.paste(patch, (left, top), patch)
    assert np.array_equal(np.asarray(page), colours[after])


def test_every_knob_has_its_start_among_its_places():
    def function(W, a=0.3, n=2, kind="tanh", word="hello", tick=False, x0=None):
        return [draw.Lines(np.full((3, 1), a))], "said"

    explorer = explore.Explorer(
        function,
        W=explore.Matrix(np.eye(2), presets={"zero": np.zeros((2, 2))}),
        a=explore.Number(0.1, 10, log=True),
        n=(0, 100),
        kind=["tanh", "relu"],
        word=explore.Text("hello", examples=("yellow",)),
        x0=explore.InitialState(),
    )
    plan = Plan(explorer.controls, 3)
    by_name = {knob["name"]: knob for knob in plan.knobs}
    for name in ("a", "n", "kind", "word", "tick", "x0"):
        assert [place for _, place in by_name[name]["places"]].count(0) == 1, name
    assert len(by_name["n"]["places"]) == 11
    assert [entry["places"][0][0] for entry in by_name["W"]["entries"]] == ["-3"] * 4
    assert all(
        ["1" if entry["row"] == entry["col"] else "0", 0] in entry["places"] for entry in by_name["W"]["entries"]
    )
    for values in plan.moves:
        explorer.reset()
        explorer.set(**values)
        assert not explorer.problem, values
        assert all(np.all(explorer.values[name] == value) for name, value in values.items() if name != "x0")


def test_a_page_knows_of_a_training_and_of_the_texts_that_are_there(tmp_path):
    def make(text):
        return (explore.Update(k, 1 / (k + len(text))) for k in range(9))

    texts = explore.TextFile({"sheep": "baa " * 60, "cows": "moo " * 70})
    begin = reel(explore.Training(make, text=texts, size=(4, 2)), tmp_path, "1")
    assert begin["trains"] and begin["knobs"][0]["places"] == [["sheep", 0], ["cows", 1]]
    assert not reel(explore.Explorer(lambda: ([draw.Lines([1.0])], "said")), tmp_path, "2")["trains"]


def test_a_start_beyond_the_ends_is_a_place_too():
    assert 7.5 in reach(-3, 3, 0.1, 7.5, 7)


def test_data_cannot_end_their_script():
    assert "<" not in pages.in_script({"text": "</script>"})
