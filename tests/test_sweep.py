"""Every explorer of every lesson, at every position of every knob.

A lesson that runs from top to bottom has shown each explorer at one position only. Here its code runs once more,
in this process, and every explorer that it makes is moved as a learner would move it.
"""

import io
import itertools
import re
import shutil
from pathlib import Path

import matplotlib
import nbformat
import numpy as np
import pytest
from PIL import Image

import rnnlib as rl
from rnnlib import draw, explore, tell
from tests.arithmetic import computed
from tests.contrast import Seen
from tools.notebooks import FOLDER, lessons

COMBINATIONS = 8


class Lesson:
    """The explorers that the code of a lesson makes."""

    def __init__(self, path: Path, folder: Path):
        self.path, self.folder, self.explorers = path, folder, []

    def run(self, patch: pytest.MonkeyPatch) -> None:
        begin = explore.Explorer.__init__

        def collect(explorer, *args, **kwargs):
            begin(explorer, *args, **kwargs)
            self.explorers.append(explorer)

        patch.setattr(explore.Explorer, "__init__", collect)
        patch.chdir(self.folder)
        namespace = {"__name__": "__main__", "display": lambda *shown: None}
        for cell in nbformat.read(self.path, as_version=4).cells:
            if cell.cell_type == "code":
                exec(compile(cell.source, f"{self.path.name}[{cell.id}]", "exec"), namespace)


@pytest.fixture(scope="module", params=[path.name for path in lessons()])
def explorers(request, tmp_path_factory):
    """The explorers of one lesson, run in a copy of its folder."""
    folder = tmp_path_factory.mktemp("lesson") / FOLDER.name
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns(".*"))
    lesson = Lesson(folder / request.param, folder)
    matplotlib.use("Agg")
    with pytest.MonkeyPatch.context() as patch:
        lesson.run(patch)
        yield lesson.explorers


@pytest.fixture(autouse=True)
def as_at_first(explorers):
    for explorer in explorers:
        explorer.reset()


def look(explorer) -> bytes:
    """The picture, after a look at it and at the sentence: nothing cut off, no number that is none."""
    where = explorer.values
    assert not explorer.problem, f"{explorer.problem} at {where}"
    assert explorer.sentence.strip(), where
    assert not re.search(r"\b(nan|inf)\b", explorer.sentence.lower()), (explorer.sentence, where)
    png = explorer.png()
    pixels = np.asarray(Image.open(io.BytesIO(png)).convert("L"))
    edges = [pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]]
    cut = [side for side, edge in zip(("top", "bottom", "left", "right"), edges, strict=True) if (edge < 250).any()]
    assert not cut, f"cut off at the {cut} of {explorer!r} at {where}"
    return png


# As it is at first: before it is moved, for each way back costs a new picture


def test_every_slider_begins_at_one_of_its_places(explorers):
    """A browser would move it to the nearest, and the lesson would begin with another picture than the stored one."""
    for explorer in explorers:
        for control in explorer.controls:
            if isinstance(control, explore.Number):
                slider = control.widget
                value = np.log10(slider.value) if control.log else slider.value
                place = (value - slider.min) / slider.step
                assert abs(place - round(place)) < 1e-6, f"{control.name} = {slider.value:g}"


def test_every_number_can_be_asked(explorers):
    """Each view that shows a run says its numbers, in words that end in a number and stand within the picture."""
    for explorer in explorers:
        for t in explorer.time.places()[:: max(1, len(explorer.time.places()) // 3)] if explorer.time else [1]:
            if explorer.time:
                explorer.set(t=t)
            numbers = explorer.numbers()
            assert numbers, f"{explorer!r} has no numbers"
            for (left, top, right, bottom), told in numbers:
                assert left < right and top < bottom and -0.05 < left and right < 1.05, told
                assert " = " in told.words and not re.search(r"\bnan\b|\$|-0\.0+\b(?!\d)", told.words), told.words


def test_texts_are_read_and_lines_are_seen(explorers):
    """At the first instant, one in the middle and the last: what is still to come too."""
    for explorer in explorers:
        places = explorer.time.places() if explorer.time else [None]
        for t in dict.fromkeys((places[0], places[len(places) // 2], places[-1])):
            if explorer.time:
                explorer.set(t=t)
            explorer.png()
            assert not Seen(explorer.canvas).faults(), f"{explorer!r} at {explorer.values}"


def panels(explorer) -> list[draw.View]:
    return [view for row in explorer.views for view in (row if isinstance(row, list) else [row])]


def test_states_and_outputs_are_what_the_weights_make_of_them(explorers):
    """From the weights, the inputs and x0 alone, with the formula written here."""
    for explorer in explorers:
        for view in panels(explorer):
            model = getattr(getattr(view, "tell", None), "model", None)
            if not isinstance(model, rl.RNN) or not isinstance(view, draw.Network):
                continue
            squash = {"tanh": np.tanh, "none": np.copy, "relu": lambda a: np.maximum(a, 0)}.get(model.activation.name)
            x, told = view.run.x0, view.tell
            for t, u in enumerate(view.run.u, start=1):
                x = squash(model.W_xx @ x + model.W_xu @ u + model.b_x)
                y = model.W_yx @ x + model.b_y
                assert [told.x(t, k).words.rsplit(" = ", 1)[1] for k in range(len(x))] == list(map(tell.brief, x))
                assert [told.y(t, k).words.rsplit(" = ", 1)[1] for k in range(len(y))] == list(map(tell.brief, y))


# Moved


def sweep(explorer, control) -> list[bytes]:
    """The pictures at all places of a knob, the others staying where they are; what is new is also said."""
    pictures, said = [], []
    for place in control.places():
        explorer.set(**{control.name: place})
        pictures.append(look(explorer))
        said.append(explorer.sentence)
    for k, j in itertools.pairwise(range(len(said))):
        silent = pictures[k] != pictures[j] and said[k] == said[j]
        assert not silent, f"{control.name} from place {k} to {j} changes the picture, but not: {said[k]}"
    return pictures


def test_every_position_of_every_knob(explorers):
    for explorer in explorers:
        for control in explorer.by_name.values():
            pictures = sweep(explorer, control)
            if control is explorer.time:
                assert len(set(pictures)) == len(pictures), f"two instants look alike: {explorer!r}"
            elif len(set(pictures)) == 1 and explorer.time:  # it may show only later
                explorer.reset()
                explorer.set(t=explorer.time.places()[-1])
                pictures = sweep(explorer, control)
            assert len(set(pictures)) != 1, f"{control.name} does not change the picture of {explorer!r}"
            explorer.reset()


def test_random_combinations(explorers):
    """Whatever the combination, there is a picture and a sentence, and what words of numbers compute is what they say,
    as far as their numbers are printed; a refused combination leaves the last good picture."""
    rng, found = np.random.default_rng(0), 0
    for explorer in explorers:
        for _ in range(COMBINATIONS):
            before = explorer.png()
            explorer.set(**{knob.name: anywhere(knob, rng) for knob in explorer.controls})
            if explorer.problem:
                assert explorer.png() == before, explorer.problem
                continue
            if explorer.time:
                explorer.set(t=anywhere(explorer.time, rng))
                look(explorer)
            found += right_words(explorer, rng)
    assert found >= 20, "most numbers say what they are made of"


def right_words(explorer, rng: np.random.Generator) -> int:
    """Of how many numbers the words compute something; they compute what they say."""
    numbers, found = explorer.numbers(), 0
    for place in rng.permutation(len(numbers))[:20]:
        words = numbers[place].told.words
        if (both := computed(words)) is not None:
            found += 1
            assert both[0].meets(both[1]), f"{words}\n{both} at {explorer.values}"
    return found


def anywhere(control: explore.Control, rng: np.random.Generator):
    """A random value: anywhere between the ends for what is continuous, else one of the places."""
    if isinstance(control, explore.Number):
        return rng.uniform(control.lo, control.hi)
    if isinstance(control, explore.Matrix):
        limit = control.widget.limit
        return rng.uniform(-limit, limit, control.widget.array.shape)
    places = control.places()
    return places[rng.integers(len(places))]


def test_what_is_moved_to_is_what_is_drawn_afresh(explorers):
    """Still, steady and moving layer: an explorer that has been elsewhere shows what a new figure shows."""
    rng = np.random.default_rng(1)
    for explorer in explorers:
        explorer.set(**{knob.name: anywhere(knob, rng) for knob in explorer.controls})
        if explorer.time:
            explorer.set(t=anywhere(explorer.time, rng))
        moved = explorer.png()
        explorer.canvas.forget()
        assert explorer.png() == moved, f"{explorer!r} at {explorer.values}"


def test_reset_brings_back_the_first_picture(explorers):
    for explorer in explorers:
        first = look(explorer)
        for control in explorer.by_name.values():
            explorer.set(**{control.name: control.places()[-1]})
        explorer.reset()
        assert look(explorer) == first
