"""Eigenvalues: where the dots lie against the circle, and what is said of them."""

import numpy as np
import pytest

from rnnlib import draw

TURN = np.array([[0.3, -0.9], [0.9, 0.3]])  # its eigenvalues are 0.3 + 0.9i and 0.3 - 0.9i


def dots(shown):
    return sorted(np.transpose(shown.art.dots.get_data()).round(9).tolist())


def test_the_real_part_goes_to_the_right_and_the_imaginary_part_up(show):
    shown = show(draw.Eigenvalues(TURN))
    assert dots(shown) == [[0.3, -0.9], [0.3, 0.9]]
    assert shown.place(1, 0)[0] > shown.place(-1, 0)[0] and shown.place(0, 1)[1] > shown.place(0, -1)[1]


@pytest.mark.parametrize(
    ("A", "where"), [([[0.5]], [[0.5, 0]]), ([[0.5, 9], [0, -0.25]], [[-0.25, 0], [0.5, 0]]), (np.eye(2), [[1, 0]] * 2)]
)
def test_what_does_not_turn_lies_on_the_middle_line(show, A, where):
    assert dots(show(draw.Eigenvalues(A))) == where


def test_what_lies_further_out_is_drawn_on_the_border_and_says_where_it_is(show):
    shown = show(draw.Eigenvalues([[5.0, 0], [0, -4.0]]))
    assert dots(shown) == [[-1.6, 0], [1.6, 0]]
    assert [words.split(":")[0] for words in shown.words] == ["eigenvalue 1 = 5.00", "eigenvalue 2 = -4.00"]
    assert dots(show(draw.Eigenvalues([[5.0]], limit=3))) == [[3, 0]]


def test_the_circle_is_round_and_has_the_radius_1(show):
    shown = show(draw.Eigenvalues(TURN))
    circle = max(shown.ax.lines, key=lambda line: len(line.get_xdata()))
    assert np.allclose(np.hypot(*circle.get_data()), 1)
    middle = shown.place(0, 0)
    assert np.isclose(np.linalg.norm(shown.place(1, 0) - middle), np.linalg.norm(shown.place(0, 1) - middle))


def test_inside_forgets_on_the_circle_keeps_outside_explodes(show):
    texts = {text.get_text(): text.get_position()[1] for text in show(draw.Eigenvalues(TURN)).ax.texts}
    assert abs(texts["forgets"]) < 1 <= texts["keeps"] and texts["explodes"] < -1


@pytest.mark.parametrize(
    ("A", "words"),
    [
        ([[0.5]], "eigenvalue 1 = 0.50: inside the circle, it forgets"),
        ([[-0.5]], "eigenvalue 1 = -0.50: inside the circle, it forgets, and changes its sign at each step"),
        ([[1.0]], "eigenvalue 1 = 1.00: on the circle, it keeps"),
        ([[-1.0]], "eigenvalue 1 = -1.00: on the circle, it keeps, and changes its sign at each step"),
        ([[1.004]], "eigenvalue 1 = 1.004: outside the circle, it explodes"),
        ([[-2.0]], "eigenvalue 1 = -2.00: outside the circle, it explodes, and changes its sign at each step"),
    ],
)
def test_it_says_what_becomes_of_the_start(show, A, words):
    assert show(draw.Eigenvalues(A)).words == [words]


def test_it_says_how_far_from_the_middle_and_how_far_round(show):
    sixth = [[0.5, -np.sqrt(3) / 2], [np.sqrt(3) / 2, 0.5]]  # a sixth of a round
    assert show(draw.Eigenvalues(sixth)).words == [
        "eigenvalue 1 = 1.00 from the middle, turning by 60 degrees at each step: on the circle, it keeps",
        "eigenvalue 2 = 1.00 from the middle, turning by -60 degrees at each step: on the circle, it keeps",
    ]
    assert show(draw.Eigenvalues(0.5 * TURN)).words[0] == (
        "eigenvalue 1 = 0.47 from the middle, turning by 72 degrees at each step: inside the circle, it forgets"
    )


def test_each_dot_can_be_asked_where_it_lies(show):
    shown = show(draw.Eigenvalues(TURN))
    for ((left, bottom, right, top), told), place in zip(shown.numbers, [(0.3, 0.9), (0.3, -0.9)], strict=True):
        x, y = shown.place(*place)
        assert np.isclose((left + right) / 2, x) and np.isclose((bottom + top) / 2, y)
        assert ("by 72" in told.words) == (place[1] > 0)
    assert draw.Eigenvalues(TURN).T is None


def test_rings_lie_at_the_goals_and_say_so(show):
    """The eigenvalues of a quarter turn are i and -i."""
    shown = show(draw.Eigenvalues([[0.5]], goal=[[0, -1], [1, 0]]))
    assert dots(shown) == [[0.5, 0]]
    assert sorted(np.transpose(shown.art.rings.get_data()).round(9).tolist()) == [[0, -1], [0, 1]]
    assert shown.art.rings.get_markerfacecolor() == "none"
    turns = [words for words in shown.words if words.startswith("goal")]
    assert sorted(turns) == [
        "goal 1 = 1.00 from the middle, turning by 90 degrees at each step",
        "goal 2 = 1.00 from the middle, turning by -90 degrees at each step",
    ]


def test_of_a_network_it_tells_no_fate(show):
    """tanh bends: an eigenvalue outside the circle need not explode."""
    shown = show(draw.Eigenvalues([[2.0]], fates=False))
    assert shown.words == ["eigenvalue 1 = 2.00"] and not shown.ax.texts
