"""Joins: which stretches of time join in each round of a scan, with numbers worked out by hand."""

import numpy as np
import pytest

from rnnlib import draw

PUSHES = [4, 0, 2, 8]  # with half kept at each step the states are 4, 2, 3, 9.5


def cells(shown):
    return np.reshape([float(text) for text in shown.art.texts.strings], (-1, 4))


def pairs(shown):
    """{(left column, its row, right column)} of all slanted lines, t from 1"""
    ends = np.transpose(shown.art.lines.get_data()).reshape(-1, 3, 2)[:, :2]
    return {(x0, y0, x1) for (x0, y0), (x1, _) in ends.tolist() if x0 != x1}


def test_each_row_is_a_round_of_the_scan(show):
    shown = show(draw.Joins(0.5, PUSHES), 4)
    assert cells(shown).tolist() == [[4, 0, 2, 8], [4, 2, 2, 9], [4, 2, 2, 9.5], [4, 2, 3, 9.5]]
    assert pairs(shown) == {(1, 0, 2), (3, 0, 4), (2, 1, 4), (2, 2, 3)}


@pytest.mark.parametrize("n", [1, 2, 5, 8, 13])
def test_the_last_row_is_the_loop(n):
    rng = np.random.default_rng(n)
    a, b, x, loop = rng.normal(size=n), rng.normal(size=n), 0, []
    for share, push in zip(a, b, strict=True):
        x = share * x + push
        loop.append(x)
    assert np.allclose(draw.Joins(a, b).b[-1], loop)
    assert (draw.Joins(a, b).begin[-1] == 1).all()


@pytest.mark.parametrize("t", [1, 2, 3])
def test_only_the_rounds_so_far_are_in_sight(show, t):
    shown = show(draw.Joins(0.5, PUSHES), 4).at(t)
    assert len(cells(shown)) == t and len(shown.words) == 4 * t
    assert {row for _, row, _ in pairs(shown)} == set(range(t - 1))


def test_time_goes_to_the_right_and_rounds_go_down(show):
    shown = show(draw.Joins(0.5, PUSHES), 4)
    assert list(shown.names("x")) == ["1", "2", "3", "4"]
    heights = [shown.names("y")[name] for name in ("inputs", "round 1", "round 2", "round 3")]
    assert heights == sorted(heights, reverse=True)
    shown.assert_box("x_3 = 0.50 × 2.00 + 2.00 = 3.00", (2.62, 3.25), (3.38, 2.75))


def test_what_is_done_is_dark_and_what_joined_has_an_edge(show):
    shown = show(draw.Joins(0.5, PUSHES), 4)
    done = shown.art.cells.get_facecolors()[:, :3].mean(axis=1).reshape(4, 4) < 0.5
    assert done.astype(int).tolist() == [[1, 0, 0, 0], [1, 1, 0, 0], [1, 1, 0, 1], [1, 1, 1, 1]]
    joined = np.reshape(shown.art.cells.get_linewidths(), (4, 4)) > 1
    assert joined.astype(int).tolist() == [[0, 0, 0, 0], [0, 1, 0, 1], [0, 0, 0, 1], [0, 0, 1, 0]]


def test_it_says_what_a_stretch_is_made_of_and_what_it_keeps(show):
    words = show(draw.Joins([0.5, 0.5, -1, 0.25], PUSHES), 4).words
    assert words[:4] == [
        "x_1 = 4.00",
        "t = 2 alone = 0.00, and 0.50 of what was before",
        "t = 3 alone = 2.00, and -1.00 of what was before",
        "t = 4 alone = 8.00, and 0.25 of what was before",
    ]
    assert words[7] == "steps 3 to 4 = 0.25 × 2.00 + 8.00 = 8.50, and -0.25 of what was before"
    assert words[11] == "x_4 = (-0.25) × 2.00 + 8.50 = 8.00"
    assert words[15] == "x_4 = 8.00"


def test_a_number_names_the_two_that_it_is_made_of(show):
    told = [told for _, told in show(draw.Joins(0.5, PUSHES), 3).numbers]
    assert (told[7].name, told[7].made_of) == ("scan 1 4", ("scan 0 3", "scan 0 4"))
    assert told[11].made_of == ("scan 1 2", "scan 1 4") and told[10].made_of == ()
