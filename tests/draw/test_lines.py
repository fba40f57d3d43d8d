"""Lines: what stands where at which instant, held against numbers that one can count by hand."""

import numpy as np
import pytest

from rnnlib import draw
from rnnlib.draw import style
from rnnlib.tell import Told

VALUES = np.array([[1.0, -1.0], [2.0, 0.5], [0.0, 3.0]])  # x_1, x_2, x_3 of two units
START = np.array([0.5, -2.0])


def lines(**options):
    return draw.Lines(VALUES, **{"title": "two units", "start": START, **options})


def test_a_line_passes_through_its_numbers_at_their_instants(show):
    first, second = show(lines()).art.steady[:2]
    assert [data.tolist() for data in first.get_data()] == [[0, 1, 2, 3], [0.5, 1, 2, 0]]
    assert [data.tolist() for data in second.get_data()] == [[0, 1, 2, 3], [-2, -1, 0.5, 3]]


def test_without_a_start_the_first_number_stands_at_1(show):
    (line, *_) = show(lines(start=None)).art.steady
    assert [data.tolist() for data in line.get_data()] == [[1, 2, 3], [1, 2, 0]]


def test_the_start_is_hollow_and_stands_at_0(show):
    hollow = show(lines(), 3).art.hollow
    assert [list(data) for data in hollow.get_data()] == [[0, 0], [0.5, -2]]
    assert hollow.get_markerfacecolor() == "white" and hollow.get_linestyle() == "None"


@pytest.mark.parametrize(("t", "heights"), [(1, [1, -1]), (2, [2, 0.5]), (3, [0, 3])])
@pytest.mark.parametrize("start", [START, None])
def test_the_large_marks_stand_on_the_lines_at_the_current_instant(show, t, heights, start):
    art = show(lines(start=start), t).art
    assert [[*map(float, (*x, *y))] for x, y in (mark.get_data() for mark in art.here)] == [[t, h] for h in heights]
    assert list(art.cursor.get_xdata()) == [t, t]
    assert [mark.get_color() for mark in art.here] == [line.get_color() for line in art.steady[:2]]
    assert art.here[0].get_markersize() > art.steady[0].get_markersize()


def test_time_goes_to_the_right_and_more_is_higher(show):
    shown = show(lines())
    places = shown.names("x")
    assert list(places) == ["0", "1", "2", "3"] and list(places.values()) == sorted(places.values())
    assert np.isclose(places["2"], shown.place(2, 0)[0])
    heights = {name.replace("−", "-"): height for name, height in shown.names("y").items()}
    assert all(np.isclose(height, shown.place(1, float(name))[1]) for name, height in heights.items())
    assert shown.place(1, 3)[1] > shown.place(1, -2)[1]


@pytest.mark.parametrize("most", [9e4, 3e5, -2e14])
def test_each_height_says_itself_how_high_it_is(show, most):
    """Without a power of ten for all of them, which would stand on the names of the lines."""
    shown = show(draw.Lines([1, most], labels=["p"]))
    heights = {float(name.replace("−", "-")): height for name, height in shown.names("y").items()}
    assert max(map(abs, heights)) > abs(most) / 2
    assert all(np.isclose(height, shown.place(1, each)[1]) for each, height in heights.items())


@pytest.mark.parametrize(
    ("values", "limits"), [([0.2, 0.7], (0, 1)), ([3, -1.5], (-2, 5)), ([-12, -30], (-50, 1)), ([0, 120], (0, 200))]
)
def test_the_axis_ends_on_the_next_round_number(show, values, limits):
    shown, (low, high) = show(draw.Lines(values)), limits
    assert np.allclose(shown.ax.get_ylim(), (low - 0.04 * (high - low), high + 0.04 * (high - low)))


def test_marks_at_the_ends_of_lines_are_whole(show):
    low, high = show(draw.Lines([0.0, 1.0], ylim=(0, 1))).ax.get_ylim()
    assert low < 0 and high > 1


def test_the_legend_names_each_line_with_its_own_look(show):
    shown = show(lines(labels=["mass 1", "mass 2"]))
    legend = shown.ax.get_legend()
    assert [text.get_text() for text in legend.get_texts()] == ["mass 1", "mass 2"]
    looks = [(line.get_color(), line.get_linestyle(), line.get_marker()) for line in legend.get_lines()]
    assert looks == [(line.get_color(), line.get_linestyle(), line.get_marker()) for line in shown.art.steady[:2]]
    assert looks[0] != looks[1]


@pytest.mark.parametrize("role", ["input", "state", "gradient"])
def test_a_line_has_the_colour_of_its_role(show, role):
    shown = show(draw.Lines([0.0, 1.0], role=role))
    assert np.allclose(shown.art.steady[0].get_color(), style.tints(role, 1)[0])


def test_a_reference_is_a_line_at_its_height_with_its_name(show):
    shown = show(lines(reference={"full": 2.5}))
    dashed = [line for line in shown.ax.lines if list(line.get_ydata()) == [2.5, 2.5]]
    assert len(dashed) == 1
    name = next(text for text in shown.ax.texts if text.get_text() == "full")
    box, told = shown.numbers[-1]
    assert told == Told("full = 2.50")
    edges = name.get_window_extent().extents
    assert np.all(box[:2] <= edges[:2]) and np.all(box[2:] >= edges[2:]) and box[1] < shown.place(1, 2.5)[1] < box[3]
    assert name.xy[1] == 2.5


def test_equal_factors_are_equal_distances_on_a_logarithmic_axis(show):
    shown = show(draw.Lines([0.01, 0.1, 1.0], log=True, ylim=(0.001, 1)))
    heights = [shown.place(1, value)[1] for value in (0.001, 0.01, 0.1, 1)]
    assert np.allclose(np.diff(heights), heights[1] - heights[0]) and heights[1] > heights[0]
    assert shown.art.steady[0].get_ydata().tolist() == [0.01, 0.1, 1]


def test_long_runs_number_every_other_instant_or_fewer(show):
    assert list(show(draw.Lines(np.zeros(20))).names("x")) == [str(t) for t in range(2, 21, 2)]


def test_every_number_can_be_asked_where_it_stands(show):
    shown = show(lines(labels="ab"), 2)
    by_hand = [
        (0, 0.5, "a"),
        (0, -2, "b"),
        (1, 1, "a"),
        (1, -1, "b"),
        (2, 2, "a"),
        (2, 0.5, "b"),
        (3, 0, "a"),
        (3, 3, "b"),
    ]
    assert shown.words == [f"two units: {name} at t = {t} = {value:.2f}" for t, value, name in by_hand]
    for (t, value, _), (box, _) in zip(by_hand, shown.numbers, strict=True):
        x, y = shown.place(t, value)
        assert box[0] < x < box[2] and box[1] < y < box[3]
        assert abs((box[0] + box[2]) / 2 - x) < 1 and abs((box[1] + box[3]) / 2 - y) < 1


def test_it_says_what_its_author_says_of_each_number(show):
    asked = show(lines(says=lambda t, k: Told(f"x {t} {k}"))).words
    assert asked == ["x 0 0", "x 0 1", "x 1 0", "x 1 1", "x 2 0", "x 2 1", "x 3 0", "x 3 1"]


def test_one_row_of_numbers_is_one_line(show):
    assert draw.Lines([3.0, 4.0]).T == 2
    assert show(draw.Lines([3.0, 4.0], title="$u_t$", xlabel="k")).words == [
        "u_t at k = 1 = 3.00",
        "u_t at k = 2 = 4.00",
    ]


def test_lines_do_not_adopt_an_axis_that_counts_or_grows_in_another_way(show):
    shown = show(lines(ylim=(0.1, 5)))
    assert show(lines(ylim=(0.1, 5), log=True), 1, shown.canvas).ax.get_yscale() == "log"
    assert show(lines(ylim=(0.1, 5)), 1, shown.canvas).ax.get_yscale() == "linear"
    for labels in ("ab", "ba"):
        legend = show(lines(ylim=(0.1, 5), labels=labels), 1, shown.canvas).ax.get_legend()
        assert [text.get_text() for text in legend.get_texts()] == list(labels)
    as_many = draw.Lines(np.vstack([START, VALUES]), title="two units", ylim=(0.1, 5))
    show(lines(ylim=(0.1, 5)), 1, shown.canvas)
    now = show(as_many, 1, shown.canvas)
    assert list(now.names("x")) == ["1", "2", "3", "4"] and not hasattr(now.art, "hollow")
