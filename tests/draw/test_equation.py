"""Equation: every cell with its number, not its negative and not that of the transposed place."""

import numpy as np
import pytest

from rnnlib import draw
from rnnlib.tell import Told

W = np.array([[0.5, -1.0, 0.25], [1.5, 0.0, -3.0]])
U = np.array([2.0, 1.0, -1.0])
X = np.array([-0.25, 6.0])  # 0.5·2 - 1·1 - 0.25·1, 1.5·2 + 3·1
PARTS = [("x", X), "=", ("W", W), "@", ("u", U)]
# From left to right: x is 1 wide, a gap of 0.3, a sign 0.27 and a gap, then W, 3 wide, and so on; middles at height 0.
LEFT = {"x": 0.0, "W": 1.87, "u": 5.74}


def cell(name, i, j):
    """The middle of a cell."""
    rows = {"x": 2, "W": 2, "u": 3}[name]
    return LEFT[name] + j + 0.5, rows / 2 - i - 0.5


def texts_at(shown):
    texts = shown.art.numbers
    return {tuple(place): text for place, text in zip(texts.places.round(2).tolist(), texts.strings, strict=True)}


def side(colour):
    red, _, blue = colour[:3]
    return "orange" if red > blue + 12 else "blue" if blue > red + 12 else "white"


def test_every_number_stands_in_its_row_and_column(show):
    assert texts_at(show(draw.Equation(PARTS))) == {
        (0.5, 0.5): "-0.25", (0.5, -0.5): "6.00",
        (2.37, 0.5): "0.50", (3.37, 0.5): "-1.00", (4.37, 0.5): "0.25",
        (2.37, -0.5): "1.50", (3.37, -0.5): "0.00", (4.37, -0.5): "-3.00",
        (6.24, 1): "2.00", (6.24, 0): "1.00", (6.24, -1): "-1.00",
    }  # fmt: skip


def test_positive_cells_are_orange_negative_ones_blue(show):
    shown = show(draw.Equation(PARTS, limit=1))
    for name, array in (("x", X[:, None]), ("W", W), ("u", U[:, None])):
        for (i, j), number in np.ndenumerate(array):
            x, y = cell(name, i, j)
            seen = side(shown.colour(*shown.place(x - 0.4, y - 0.4)))
            assert seen == {1: "orange", -1: "blue", 0: "white"}[np.sign(number)], (name, i, j)


def test_names_stand_above_and_shapes_below_their_grids(show):
    shown = show(draw.Equation([("x", X), "=", ("W", W), "@", ("u", U[None, :], "(3,)")]))
    texts = {text.get_text(): np.round(text.get_position(), 2).tolist() for text in shown.ax.texts}
    assert texts["x"] == [0.5, 1.2] and texts["W"] == [3.37, 1.2] and texts["u"] == [7.24, 0.7]
    assert texts["(2,)"] == [0.5, -1.2] and texts["(2, 3)"] == [3.37, -1.2] and texts["(3,)"] == [7.24, -0.7]
    assert texts["="][1] == texts["@"][1] == 0 and 1 < texts["="][0] < 1.87 and 4.87 < texts["@"][0] < 5.74


@pytest.mark.parametrize("at", list(np.ndindex(2, 3)))
def test_the_lit_cell_is_framed_and_no_other(show, at):
    shown = show(draw.Equation(PARTS, lit={"W": at}))
    seen = [frame.get_bbox().bounds for frame in shown.art.frames if frame.get_visible()]
    x, y = cell("W", *at)
    assert np.allclose(seen, [(x - 0.5, y - 0.5, 1, 1)])


def test_cells_of_several_parts_can_be_lit(show):
    shown = show(draw.Equation(PARTS, lit={"x": (1, 0), "u": (2, 0), "not here": (0, 0)}))
    seen = sorted(frame.get_bbox().bounds[:2] for frame in shown.art.frames if frame.get_visible())
    assert np.allclose(seen, [(0, -1), (5.74, -1.5)])


def test_cells_are_square_and_a_short_equation_is_not_blown_up(show):
    for parts in ([("x", X)], PARTS):
        shown = show(draw.Equation(parts))
        right, up = shown.place(1, 1) - shown.place(0, 0)
        assert right == pytest.approx(up) and right < 90


def test_every_cell_says_where_python_finds_it(show):
    shown = show(draw.Equation([("$W_{xu}$", W), ("b", [[0.5, -1.5]], "(2,)")], digits=1))
    boxes = {told.words: box for box, told in shown.numbers}
    assert list(boxes) == [
        "W_xu[0, 0] = 0.5",
        "W_xu[0, 1] = -1.0",
        "W_xu[0, 2] = 0.2",
        "W_xu[1, 0] = 1.5",
        "W_xu[1, 1] = 0.0",
        "W_xu[1, 2] = -3.0",
        "b[0] = 0.5",
        "b[1] = -1.5",
    ]
    shown.assert_box("W_xu[1, 0] = 1.5", (0, -1), (1, 0))
    assert [told.name for _, told in shown.numbers][3] == "W_xu 2 1"


def test_the_result_says_what_it_is_made_of(show):
    words = show(draw.Equation(PARTS)).words
    assert words[:2] == [
        "x[0] = 0.50 × 2.00 + (-1.00) × 1.00 + 0.25 × (-1.00) = -0.25",
        "x[1] = 1.50 × 2.00 + 0.00 × 1.00 + (-3.00) × (-1.00) = 6.00",
    ]


def test_says_is_asked_first(show):
    told = {("W", 1, 2): Told("the knob = -3.00")}
    words = show(draw.Equation(PARTS, says=lambda *at: told.get(at))).words
    assert words[7] == "the knob = -3.00" and words[6] == "W[1, 1] = 0.00"
