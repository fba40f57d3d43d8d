"""Every explorer of every lesson, at every position of every control.

A lesson that runs from top to bottom has shown each explorer at one position only. Here its code runs once more,
in this process, and every explorer that it makes is moved as a learner would move it.
"""

import re
import shutil
from pathlib import Path

import matplotlib
import nbformat
import numpy as np
import pytest

from rnnlib import explore
from tools.notebooks import FOLDER, lessons

COMBINATIONS = 20


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
    """The picture, after a look at the sentence: it must be there and speak of numbers that are finite."""
    where = {name: value for name, value in explorer.values.items()}
    assert not explorer.problem, f"{explorer.problem} at {where}"
    assert explorer.sentence.strip(), where
    assert not re.search(r"\b(nan|inf)\b", explorer.sentence.lower()), (explorer.sentence, where)
    return explorer.png()


def sweep(explorer, control) -> list[bytes]:
    """The pictures at all positions of a control, the others staying where they are."""
    pictures = []
    for position in control.positions():
        explorer.set(**position)
        pictures.append(look(explorer))
    return pictures


def test_every_position_of_every_control(explorers):
    for explorer in explorers:
        for control in explorer.controls:
            pictures = sweep(explorer, control)
            if control is explorer.time:
                assert len(set(pictures)) == len(pictures), f"two instants look alike: {explorer!r}"
            elif len(set(pictures)) == 1 and explorer.time:  # it may show only later
                explorer.reset()
                explorer.set(t=explorer.time.positions()[-1]["t"])
                pictures = sweep(explorer, control)
            assert len(set(pictures)) != 1, f"{control.names} does not change the picture of {explorer!r}"
            explorer.reset()


def test_every_slider_begins_at_one_of_its_places(explorers):
    """A browser would move it to the nearest, and the lesson would begin with another picture than the stored one."""
    for explorer in explorers:
        for control in explorer.controls:
            if isinstance(control, explore.Number):
                slider = control.widget
                value = np.log10(slider.value) if control.log else slider.value
                place = (value - slider.min) / slider.step
                assert abs(place - round(place)) < 1e-6, f"{control.names[0]} = {slider.value:g}"


def test_random_combinations(explorers):
    """Whatever the combination, there is a picture and a sentence; a refused one leaves the last good picture."""
    rng = np.random.default_rng(0)
    for explorer in explorers:
        knobs = [control for control in explorer.controls if control is not explorer.time]
        for _ in range(COMBINATIONS):
            before = explorer.png()
            explorer.set(**{name: value for knob in knobs for name, value in anywhere(knob, rng).items()})
            if explorer.problem:
                assert explorer.png() == before, explorer.problem
            elif explorer.time:
                explorer.set(**anywhere(explorer.time, rng))
                look(explorer)


def anywhere(control: explore.Control, rng: np.random.Generator) -> dict:
    """A random position: anywhere between the ends for what is continuous, else one of the positions."""
    if isinstance(control, explore.Number):
        return {control.names[0]: rng.uniform(control.lo, control.hi)}
    if isinstance(control, explore.Matrix):
        shape = control.widget.array.shape
        return {control.names[0]: rng.uniform(-control.widget.limit, control.widget.limit, shape)}
    positions = control.positions()
    return positions[rng.integers(len(positions))] if positions else {}


def test_reset_brings_back_the_first_picture(explorers):
    for explorer in explorers:
        first = look(explorer)
        for control in explorer.controls:
            for position in control.positions()[-1:]:
                explorer.set(**position)
        explorer.reset()
        assert look(explorer) == first
