"""Plane: where each state lies, which name it bears, and which one is ringed."""

import numpy as np
import pytest

from rnnlib import draw
from rnnlib.draw.plane import on_plane
from rnnlib.tell import Told

POINTS = np.array([[0.5, 0.25], [-0.5, 0.75], [-0.75, -0.5], [0.9, -0.9]])  # one in each quarter


def plane(**options):
    return draw.Plane(POINTS, ["h", "e", "l at 3", "l at 4"], **{"title": "states", **options})


def names(shown):
    """{name: its box in pixels}"""
    return {text.get_text(): text.get_window_extent().extents for text in shown.art.names}


def test_each_point_lies_at_its_two_numbers(show):
    art = show(plane()).art
    for artist in (art.dots, art.path):
        assert np.array_equal(np.transpose(artist.get_data()), POINTS)
    assert art.dots.get_linestyle() == "None" and art.path.get_marker() == "None"


def test_more_is_to_the_right_and_higher(show):
    shown = show(plane())
    assert shown.place(1, 0)[0] > shown.place(-1, 0)[0] and shown.place(0, 1)[1] > shown.place(0, -1)[1]
    assert (shown.ax.get_xlabel(), shown.ax.get_ylabel()) == ("$x_1$", "$x_2$")
    axes = show(plane(axes=("p", "v"))).ax
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("p", "v")
    assert np.allclose([shown.ax.get_xlim(), shown.ax.get_ylim()], [(-1.15, 1.15)] * 2)
    assert np.allclose(show(plane(limit=3)).ax.get_xlim(), (-3.45, 3.45))


def test_each_point_bears_its_own_name(show):
    shown = show(plane())
    for k, name in enumerate(["h", "e", "l at 3", "l at 4"]):
        left, bottom, right, _ = names(shown)[name]
        distances = [np.linalg.norm(shown.place(*point) - [(left + right) / 2, bottom]) for point in POINTS]
        assert int(np.argmin(distances)) == k and bottom > shown.place(*POINTS[k])[1]


@pytest.mark.parametrize(("t", "shown"), [(1, [0]), (2, [0, 1]), (4, [2, 3]), (3, [1, 2])])
def test_a_trail_shows_the_last_points_alone(show, t, shown):
    view = show(plane(trail=2), 2).at(t)
    art = view.art
    assert np.array_equal(np.transpose(art.dots.get_data()), POINTS[shown])
    assert np.array_equal(np.transpose(art.path.get_data()), POINTS[shown])
    assert [k for k, name in enumerate(art.names) if name.get_visible()] == shown
    assert [words.split(",")[0] for words in view.words] == [f"x_{k + 1}" for k in shown]


@pytest.mark.parametrize("t", [1, 2, 3, 4])
def test_the_ring_is_round_the_state_of_the_instant(show, t):
    ring = show(plane(), t).art.ring
    assert np.array_equal(np.transpose(ring.get_data()), POINTS[t - 1 : t])
    assert ring.get_markerfacecolor() == "none"


def test_the_ring_moves_with_time(show):
    shown = show(plane(), 4)
    assert [float(shown.at(t).art.ring.get_xdata()[0]) for t in (2, 1, 3)] == [-0.5, 0.5, -0.75]


def test_one_number_lies_on_the_middle_line(show):
    shown = show(draw.Plane([[0.5], [-0.25]], "ab"))
    assert np.transpose(shown.art.dots.get_data()).tolist() == [[0.5, 0], [-0.25, 0]]
    assert shown.words == ["x_1, a = 0.50", "x_2, b = -0.25"]


def test_a_shadow_keeps_distances_and_does_not_flip():
    rng = np.random.default_rng(0)
    flat = rng.normal(size=(6, 2)) @ rng.normal(size=(2, 5))  # five numbers that vary in two directions only
    shown = on_plane(flat)
    distances = [np.linalg.norm(p[:, None] - p[None], axis=-1) for p in (flat, shown)]
    assert np.allclose(*distances)
    assert np.allclose(on_plane(-flat), -shown), "turning every sign turns the points, not the axes"


def test_the_first_direction_is_the_one_in_which_the_points_differ_most(show):
    points = np.array([[0, 0.0, 0, 0], [0, 3, 0, 1], [0, 6, 0, 0], [0, 3, 0, -1]])  # wide along the second number
    shown = show(draw.Plane(points, "abcd"))
    assert np.allclose(np.transpose(shown.art.dots.get_data()), [[-3, 0], [0, 1], [3, 0], [0, -1]])
    assert (shown.ax.get_xlabel(), shown.ax.get_ylabel()) == ("direction 1", "direction 2")
    assert shown.words[1] == "x_2, b = shadow of 4 numbers = (0.00, 1.00)"
    assert shown.numbers[1][1].made_of == ("x 2 1", "x 2 2", "x 2 3", "x 2 4")


def test_every_point_can_be_asked_where_it_lies(show):
    shown = show(plane(), 2)
    assert shown.words == [
        "x_1, h = (0.50, 0.25)",
        "x_2, e = (-0.50, 0.75)",
        "x_3, l at 3 = (-0.75, -0.50)",
        "x_4, l at 4 = (0.90, -0.90)",
    ]
    for ((left, bottom, right, top), _), point in zip(shown.numbers, POINTS, strict=True):
        x, y = shown.place(*point)
        assert np.isclose((left + right) / 2, x) and np.isclose((bottom + top) / 2, y)


def test_it_says_what_its_author_says_of_each_point(show):
    assert show(plane(says=lambda t: Told(f"point {t}")), 3).words == ["point 1", "point 2", "point 3", "point 4"]
