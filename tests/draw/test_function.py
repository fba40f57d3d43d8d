"""Function: the curve is where the function is, the points on it, and the tangent leans as the slope says."""

import numpy as np
import pytest

from rnnlib import draw

CURVES = {"square": lambda a: a * a, "line": lambda a: a + 1}


def function(at=(2.0, -1.0), **options):
    return draw.Function(CURVES, at=at, **{"span": (-3, 3), "ylim": (-1, 6), **options})


def test_the_curves_pass_through_the_values_of_their_functions(show):
    first, second = show(function()).art.lines
    for line, values in ((first, {-2: 4, -1: 1, 0: 0, 1: 1, 3: 9}), (second, {-3: -2, 0: 1, 2: 3})):
        x, y = line.get_data()
        for a, value in values.items():
            assert np.interp(a, x, y) == pytest.approx(value, abs=1e-3)
        assert (x[0], x[-1]) == (-3, 3)
    assert first.get_linestyle() == "-" and second.get_linestyle() != "-"


def test_the_curve_is_seen_where_it_passes(show):
    shown = show(function(at=-2.0))
    dark = shown.colour(*shown.place(1.5, 2.25))
    assert dark.max() < 160 and shown.colour(*shown.place(1.2, 2.25)).min() == 255


def test_the_first_point_is_full_the_others_hollow_all_on_the_first_curve(show):
    art = show(function(at=(2.0, -1.0, 0.5))).art
    assert [list(data) for data in art.dot.get_data()] == [[2], [4]]
    assert [list(data) for data in art.hollow.get_data()] == [[-1, 0.5], [1, 0.25]]
    assert [text.get_text() for text in art.texts] == ["4.000", "1.000", "0.250"]
    assert [text.xy for text in art.texts] == [(2, 4), (-1, 1), (0.5, 0.25)]


def test_dotted_lines_drop_to_both_axes(show):
    first, second = show(function()).art.drops
    assert [list(data) for data in first.get_data()] == [[2, 2, -3], [-1, 4, 4]]
    assert [list(data) for data in second.get_data()] == [[-1, -1, -3], [-1, 1, 1]]


@pytest.mark.parametrize(("at", "slope"), [(1.0, 2.0), (-1.0, -2.0), (0.0, 0.0)])
def test_the_tangent_touches_the_first_point_and_leans_as_the_slope_says(show, at, slope):
    x, y = show(function(at=[at, 2.5], slope=slope)).art.tangent.get_data()
    assert (x[1] - x[0], (x[0] + x[1]) / 2) == pytest.approx((0.24 * 6, at))
    assert (y[1] - y[0]) / (x[1] - x[0]) == pytest.approx(slope) and np.mean(y) == pytest.approx(at**2)


def test_without_a_slope_there_is_no_tangent(show):
    assert show(function()).art.tangent.get_data()[0].size == 0


@pytest.mark.parametrize("places", [(0.0, -0.3), (0.0, 0.3), (1.0, 2.0), (-1.0, -0.7)])
@pytest.mark.parametrize("slope", [1.0, -1.0])
def test_the_numbers_of_two_near_points_stand_apart(show, places, slope):
    art = show(draw.Function({"line": lambda a: slope * a}, at=places)).art
    assert len({(text.get_ha(), text.get_va()) for text in art.texts}) == 2


def test_the_axes_are_named_and_as_wide_as_asked(show):
    ax = show(function(labels=("s", "p"))).ax
    assert (ax.get_xlim(), ax.get_ylim()) == ((-3, 3), (-1, 6))
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("s", "p")
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["square", "line"]
    assert show(draw.Function({"tanh": np.tanh}, at=0)).ax.get_legend() is None


def test_points_say_what_they_are_and_their_boxes_cover_point_and_number(show):
    shown = show(draw.Function({"tanh": np.tanh}, at=[2.0, -1.0], slope=0.0707))
    assert shown.words == ["tanh(2.00) = 0.964", "tanh(-1.00) = -0.762", "slope, a 2.00 = 0.07"]
    places = [(2, 0.964), (-1, -0.762)]
    for (left, low, right, high), place, text in zip([box for box, _ in shown.numbers], places, shown.art.texts):  # noqa: B905
        x, y = shown.place(*place)
        written = text.get_window_extent()
        assert left < x < right and low < y < high
        assert left <= written.x0 and right >= written.x1 and low <= written.y0 and high >= written.y1


def test_points_out_of_sight_are_not_asked(show):
    assert show(draw.Function({"tanh": np.tanh}, at=[5.0, 1.0], slope=0.0)).words == ["tanh(1.00) = 0.762"]
