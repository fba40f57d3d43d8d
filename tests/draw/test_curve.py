"""Curve: which value stands over which iteration, and which one is marked."""

import numpy as np
import pytest

from rnnlib import draw
from rnnlib.draw import style
from rnnlib.tell import Told

LOSSES = [1.5, 0.75, 0.5, 0.25]


def curve(**options):
    return draw.Curve(LOSSES, **{"title": "loss", **options})


def test_the_line_begins_at_0_and_passes_through_every_value(show):
    shown = show(curve())
    x, y = shown.art.line.get_data()
    assert x.tolist() == [0, 1, 2, 3] and y.tolist() == LOSSES
    assert shown.ax.get_xlim() == (0, 3)
    assert shown.place(3, 0)[0] > shown.place(0, 0)[0] and shown.place(0, 1)[1] > shown.place(0, 0)[1]
    assert shown.art.line.get_color() == style.ROLES["target"]
    assert shown.ax.get_xlabel() == "updates"


@pytest.mark.parametrize(("values", "ylim"), [(LOSSES, (0, 2)), ([3, 2], (0, 5)), ([0.1, 0.2], (0, 1))])
def test_the_axis_ends_on_the_next_round_number(show, values, ylim):
    assert show(draw.Curve(values)).ax.get_ylim() == ylim
    assert show(draw.Curve(values, low=-0.25)).ax.get_ylim() == (-0.25, ylim[1])
    assert show(draw.Curve(values, ylim=(-1, 9))).ax.get_ylim() == (-1, 9)


def test_a_reference_above_the_curve_is_in_sight(show):
    assert show(curve(reference={"start": 4.0})).ax.get_ylim() == (0, 5)


@pytest.mark.parametrize(("t", "k"), [(1, 0), (2, 1), (3, 3)])
def test_the_mark_stands_on_the_curve_at_the_iteration_of_the_instant(show, t, k):
    view = curve(at=[0, 1, 3])
    assert view.T == 3
    assert [list(data) for data in show(view, t).art.mark.get_data()] == [[k], [LOSSES[k]]]


def test_the_mark_moves_and_may_be_absent(show):
    shown = show(curve(at=[2, None, 0]))
    assert [list(shown.at(t).art.mark.get_xdata()) for t in (1, 2, 3, 1)] == [[2], [], [0], [2]]


def test_one_mark_may_stay_or_none_be_drawn(show):
    stays = curve(at=2)
    assert stays.T is None
    assert [list(data) for data in show(stays).art.mark.get_data()] == [[2], [0.5]]
    assert [list(data) for data in show(curve(at=0)).art.mark.get_data()] == [[0], [1.5]]
    assert curve().T is None and show(curve()).art.moving == []


def test_equal_factors_are_equal_distances_on_a_logarithmic_axis(show):
    shown = show(draw.Curve([20.0, 0.5, 0.05], log=True))
    assert np.allclose(shown.ax.get_ylim(), (0.01, 100))
    heights = [shown.place(0, value)[1] for value in (0.01, 0.1, 1, 10, 100)]
    assert np.allclose(np.diff(heights), heights[1] - heights[0]) and heights[1] > heights[0]


def test_a_reference_is_a_line_at_its_height_with_its_name(show):
    shown = show(curve(reference={"ln 2": 0.69, "bound": 0.25}))
    heights = [line.get_ydata()[0] for line in shown.ax.lines if line.get_linestyle() == "--"]
    assert heights == [0.69, 0.25]
    assert {text.get_text(): text.xy[1] for text in shown.ax.texts} == {"ln 2": 0.69, "bound": 0.25}
    assert shown.words[-2:] == ["ln 2 = 0.69", "bound = 0.25"]
    box, _ = shown.numbers[-1]
    edges = next(text for text in shown.ax.texts if text.get_text() == "bound").get_window_extent().extents
    assert np.all(box[:2] <= edges[:2]) and np.all(box[2:] >= edges[2:])
    assert box[1] < shown.place(0, 0.25)[1] < box[3] < shown.place(0, 0.5)[1]
    assert show(curve(reference={"": 0.25})).words[-1] == "dashed line = 0.25"


def test_a_curve_counts_in_whole_steps(show):
    ticks = show(draw.Curve([1.0, 0.5, 0.2])).ax.get_xticks()
    assert np.array_equal(ticks, ticks.round())


def test_every_number_can_be_asked_where_it_stands(show):
    shown = show(curve(at=[0, 1, 3]), 2)
    assert shown.words == [f"loss: updates {k} = {value:.2f}" for k, value in enumerate(LOSSES)]
    for k, ((left, bottom, right, top), _) in enumerate(shown.numbers):
        x, y = shown.place(k, LOSSES[k])
        assert np.isclose((left + right) / 2, x) and np.isclose((bottom + top) / 2, y)


def test_of_a_long_curve_the_ends_and_the_mark_can_be_asked(show):
    falling = np.linspace(1, 0, 1001)
    shown = show(draw.Curve(falling, xlabel="k", at=[333]))
    places = [int(words.split()[1]) for words in shown.words]
    assert {0, 333, 1000} <= set(places) and places == sorted(places) and len(places) < 100
    assert np.allclose(shown.values, falling[places], atol=0.006)


def test_it_says_what_its_author_says_of_each_number(show):
    assert show(curve(says=lambda k: Told(f"loss {k}"))).words == ["loss 0", "loss 1", "loss 2", "loss 3"]


def test_a_curve_does_not_adopt_an_axis_that_grows_in_another_way(show):
    shown = show(curve(ylim=(0.1, 2)))
    assert show(curve(ylim=(0.1, 2), log=True), 1, shown.canvas).ax.get_yscale() == "log"
    assert show(curve(ylim=(0.1, 2)), 1, shown.canvas).ax.get_yscale() == "linear"
