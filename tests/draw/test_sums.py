"""Sums: each product under its letters, each sum at the end of its own row."""

import numpy as np
import pytest

from rnnlib import draw

W = np.array([[0.5, -1.0, 0.0], [1.5, 0.0, -3.0]])
U = np.array([2.0, 1.0, -1.0])
ROWS = (3 / 4, 1 / 4)


def in_rows(texts):
    """{(column, row): text}: which row a text stands in is read from its height."""
    places = [(text.get_position(), text.get_text()) for text in texts]
    return {(x, int(np.argmin(np.abs(np.subtract(ROWS, y))))): text for (x, y), text in places}


def test_every_product_stands_in_its_row_and_column(show):
    assert in_rows(show(draw.Sums(W, U)).art.products) == {
        (0, 0): "0.50 · 2.00", (1, 0): "(-1.00) · 1.00", (2, 0): "0.00 · (-1.00)",
        (0, 1): "1.50 · 2.00", (1, 1): "0.00 · 1.00", (2, 1): "(-3.00) · (-1.00)",
    }  # fmt: skip


def test_every_total_stands_at_the_end_of_its_own_row(show):
    # 0.5·2 - 1·1 + 0 = 0, and 1.5·2 + 0 + 3·1 = 6
    assert in_rows(show(draw.Sums(W, U)).art.totals) == {(3, 0): "0.00", (3, 1): "6.00"}


def test_the_letters_stand_above_their_numbers(show):
    texts = show(draw.Sums(W, U, names=("A", "v", "y"))).ax.texts
    above = {text.get_text(): text.get_position() for text in texts if text.get_text().startswith("$")}
    assert {name: x for name, (x, _) in above.items()} == {
        "$y_{1}$": -0.72, "$A_{11}\\,v_{1}$": 0, "$A_{12}\\,v_{2}$": 1, "$A_{13}\\,v_{3}$": 2,
        "$y_{2}$": -0.72, "$A_{21}\\,v_{1}$": 0, "$A_{22}\\,v_{2}$": 1, "$A_{23}\\,v_{3}$": 2,
    }  # fmt: skip
    assert above["$y_{1}$"][1] == above["$A_{13}\\,v_{3}$"][1] > 0.5 > above["$A_{21}\\,v_{1}$"][1]
    signs = sorted((text.get_position()[0], text.get_text()) for text in texts if text.get_text() in ("+", "="))
    assert signs == sorted(4 * [(-0.5, "=")] + 4 * [(0.5, "+")] + 4 * [(1.5, "+")] + 2 * [(2.5, "=")])


def test_named_numbers_give_the_index_its_letters(show):
    shown = show(draw.Sums(W, U, names=("W", list("ABC"), list("pq"))))
    assert [text.get_text() for text in shown.ax.texts if "$" in text.get_text()] == [
        "$p$", "$W_{pA}\\,A$", "$W_{pB}\\,B$", "$W_{pC}\\,C$", "$q$", "$W_{qA}\\,A$", "$W_{qB}\\,B$", "$W_{qC}\\,C$"
    ]  # fmt: skip
    assert shown.words[1] == "W_pB × B = -1.00 × 1.00 = -1.00"
    assert shown.words[7].startswith("q = 1.50 × 2.00 + ")


@pytest.mark.parametrize("lit", list(np.ndindex(2, 3)))
def test_the_lit_product_is_boxed(show, lit):
    box = show(draw.Sums(W, U, lit=lit)).art.box
    i, j = lit
    left, low, right, high = box.get_bbox().extents
    assert box.get_visible() and left < j < right and right - left < 1 and low < ROWS[i] < high and high - low < 0.5
    assert not show(draw.Sums(W, U)).art.box.get_visible()


def test_numbers_say_what_they_are_made_of_and_their_boxes_cover_them(show):
    shown = show(draw.Sums(W, U))
    assert shown.words == [
        "W_11 × u_1 = 0.50 × 2.00 = 1.00",
        "W_12 × u_2 = -1.00 × 1.00 = -1.00",
        "W_13 × u_3 = 0.00 × (-1.00) = 0.00",
        "W_21 × u_1 = 1.50 × 2.00 = 3.00",
        "W_22 × u_2 = 0.00 × 1.00 = 0.00",
        "W_23 × u_3 = -3.00 × (-1.00) = 3.00",
        "x_1 = 0.50 × 2.00 + (-1.00) × 1.00 + 0.00 × (-1.00) = 0.00",
        "x_2 = 1.50 × 2.00 + 0.00 × 1.00 + (-3.00) × (-1.00) = 6.00",
    ]
    for (left, low, right, high), text in zip(
        (box for box, _ in shown.numbers), [*shown.art.products, *shown.art.totals], strict=True
    ):
        x, y = shown.place(*text.get_position())  # its upper middle
        assert left < x < right and low < y < high + 1 and high - low > 15
    told = {each.name: each for _, each in shown.numbers}
    assert told["W_xu 1 2 × u 2"].made_of == ("W_xu 1 2", "u 2")


def test_the_sums_stand_at_the_heights_of_the_nodes_beside_them():
    canvas = draw.Canvas((10, 2.8))
    wires, sums = draw.Wires(W, U, W @ U), draw.Sums(W, U)
    canvas.draw([wires, sums])
    for i, y in enumerate(ROWS):
        node = wires.art.ax.transData.transform((1, y))[1]
        height = sums.art.ax.transData.transform
        up, down = (height(text.get_position())[1] for text in (sums.art.steady[3 * i], sums.art.totals[i]))
        assert down < node < up and up - down < 20
