"""Network: the numbers of each instant in its own column, unit 1 on top, and the current instant lit."""

import numpy as np
import pytest

from rnnlib import RNN, Trajectory, draw, simulate
from rnnlib.draw import style

X0 = np.array([0.0, 0.125])
X = np.array([[0.5, -1.0], [0.25, 0.75], [-0.5, 1.0]])
RUN = Trajectory(X0, np.array([[1.0], [2.0], [3.0]]), X, np.array([[7.0], [8.0], [9.0]]))
HALF, EDGE = 0.3, 0.37  # half the width of a column, and from its middle to the box


def long(T=14, columns=6):
    numbers = np.arange(1.0, T + 1)[:, None]
    return draw.Network(Trajectory(np.zeros(1), numbers, numbers / 100, -numbers), columns=columns, digits=2)


def texts_at(*artists):
    """{place: text}"""
    return {
        tuple(place): text
        for texts in artists
        for place, text in zip(texts.places.tolist(), texts.strings, strict=True)
    }


def side(rgb):
    red, _, blue = rgb
    return "orange" if red > blue + 12 else "blue" if blue > red + 12 else "white"


def test_every_number_of_a_state_stands_in_its_column_and_row(show):
    assert texts_at(show(draw.Network(RUN)).art.numbers) == {
        (0, 0.75): "0.00", (1, 0.75): "0.50", (2, 0.75): "0.25", (3, 0.75): "-0.50",
        (0, 0.25): "0.12", (1, 0.25): "-1.00", (2, 0.25): "0.75", (3, 0.25): "1.00",
    }  # fmt: skip


def test_positive_cells_are_orange_negative_ones_blue(show):
    shown = show(draw.Network(RUN, limit=0.5), 3)
    seen = {(c, k): side(shown.colour(*shown.place(c - 0.25, 0.55 - 0.5 * k))) for c in range(4) for k in (0, 1)}
    assert seen == {
        (0, 0): "white", (1, 0): "orange", (2, 0): "orange", (3, 0): "blue",
        (0, 1): "orange", (1, 1): "blue", (2, 1): "orange", (3, 1): "orange",
    }  # fmt: skip


def test_inputs_stand_below_and_outputs_above_their_column(show):
    art = show(draw.Network(RUN, digits=0)).art
    assert {x: text for (x, _), text in texts_at(art.below).items()} == {0: "", 1: "1", 2: "2", 3: "3"}
    assert {x: text for (x, _), text in texts_at(art.above).items()} == {0: "", 1: "7", 2: "8", 3: "9"}
    assert art.captions.strings == ["$x_{0}$", "$x_{1}$", "$x_{2}$", "$x_{3}$"]
    assert all(y < 0 for _, y in texts_at(art.below))
    assert all(y > 1 for _, y in texts_at(art.above))
    assert set(art.below.colours) == {style.ROLES["input"]}
    assert set(art.above.colours) == {style.ROLES["output"]}


def test_it_says_what_it_is_told_to(show):
    art = show(draw.Network(RUN, inputs="abc", outputs="xyz", names=("f", "g", "h"))).art
    assert art.below.strings == ["", "a", "b", "c"]
    assert art.above.strings == ["", "x", "y", "z"]
    assert list(texts_at(*art.weights).values()) == ["$f$", "$g$", "$h$"]
    several = Trajectory(X0, np.ones((3, 2)), X, np.ones((3, 2)))
    art = show(draw.Network(several)).art
    assert [*art.below.strings, *art.above.strings] == ["", "u1", "u2", "u3", "", "y1", "y2", "y3"]


def test_letters_of_the_state_stand_left_of_their_rows_and_name_what_is_said(show):
    shown = show(draw.Network(RUN, states="pq"), 2)
    places = {text.get_text(): shown.place(*text.get_position()) for text in shown.ax.texts}
    for letter, row in (("$p$", 0.75), ("$q$", 0.25)):
        assert places[letter][0] < shown.place(-HALF, 0)[0]
        assert places[letter][1] == pytest.approx(shown.place(0, row)[1])
    assert {"p_2 = 0.25", "q_2 = 0.75"} <= set(shown.words)


@pytest.mark.parametrize("t", [1, 2, 3])
def test_the_current_instant_is_boxed_later_ones_are_pale_and_its_arrows_strong(show, t):
    art = show(draw.Network(RUN), t).art
    assert (art.box.get_x(), art.box.get_x() + art.box.get_width()) == pytest.approx((t - EDGE, t + EDGE))
    assert (art.later.get_x(), art.later.get_x() + art.later.get_width()) == pytest.approx((t + EDGE, 3.5))
    ends = [[tuple(np.round(point, 2).tolist()) for point in arrow._posA_posB] for arrow in art.strong]
    assert ends == [[(t - 1 + HALF, 0.5), (t - HALF, 0.5)], [(t, -0.6), (t, 0)], [(t, 1), (t, 1.58)]]
    names = {text: place for place, text in texts_at(*art.weights).items()}
    assert names == {"$W_{xx}$": (t - 0.5, 0.66), "$W_{xu}$": (t + 0.04, -0.35), "$W_{yx}$": (t + 0.04, 1.36)}


def test_a_later_instant_is_seen_to_be_pale(show):
    early, there = (show(draw.Network(RUN), t) for t in (1, 3))
    place = there.place(3 - 0.25, 0.05)  # unit 2 at t = 3 is 1, orange
    assert side(there.colour(*place)) == "orange"
    assert (early.colour(*place) > there.colour(*place)).all()


@pytest.mark.parametrize(("t", "first"), [(1, 0), (6, 0), (7, 6), (12, 6), (13, 8), (14, 8)])
def test_pages_turn_with_all_that_stands_on_them(show, t, first):
    art = show(long(), t).art
    assert art.captions.strings == [f"$x_{{{first + c}}}$" for c in range(7)]
    assert art.numbers.strings == [f"{(first + c) / 100:.2f}" for c in range(7)]
    counted = [f"{first + c:.2f}" if first + c else "" for c in range(7)]
    assert art.below.strings == counted
    assert art.above.strings == [f"-{text}" if text else "" for text in counted]
    assert art.box.get_x() == pytest.approx(t - first - EDGE)


def test_it_shows_as_many_columns_as_it_is_told_to_and_keeps_large_numbers_in_their_cells(show):
    assert {long(T=8, columns=8).page(t) for t in range(1, 9)} == {0}, "no second page"
    grown = Trajectory(np.zeros(1), np.ones((8, 1)), -(40.0 ** np.arange(8))[:, None], np.zeros((8, 1)))
    art = show(draw.Network(grown, columns=8)).art
    assert art.numbers.strings[:5] == ["0.00", "-1.00", "-40.00", "-1600", "-64000"]
    assert art.numbers.strings[8] == "-2e11"
    assert set(art.above.strings) == {"", "0.00"}, "never -0.00"


def test_a_state_of_many_numbers_bears_none_but_can_be_asked(show):
    wide = Trajectory(np.zeros(6), np.ones((2, 1)), np.full((2, 6), 0.5), np.zeros((2, 1)))
    shown = show(draw.Network(wide))
    assert shown.art.numbers.strings == [] and "x_2, unit 6 = 0.50" in shown.words


def test_every_number_says_what_it_is_and_lies_in_its_box(show):
    shown = show(draw.Network(RUN))
    boxes = {told.words: box for box, told in shown.numbers}
    for t, k, words in (
        (0, 1, "x_0, unit 2 = 0.12, before the first input"),
        (1, 0, "x_1, unit 1 = 0.50"),
        (1, 1, "x_1, unit 2 = -1.00"),
        (3, 0, "x_3, unit 1 = -0.50"),
    ):
        shown.assert_box(words, (t - HALF, 0.5 - 0.5 * k), (t + HALF, 1 - 0.5 * k))
    for words, texts in (("u_2 = 2.00", shown.art.below), ("y_2 = 8.00", shown.art.above)):
        left, low, right, high = boxes[words]
        x, y = shown.place(*texts.places[2])
        assert left < x < right and low < y < high
    assert len(boxes) == 8 + 6


def test_a_word_is_told_with_the_input_of_its_own_instant(show):
    several = Trajectory(X0, np.eye(3), X, 2 * np.eye(3))
    shown = show(draw.Network(several, inputs="abc", outputs="xyz"))
    boxes = {told.words: box for box, told in shown.numbers}
    for t, hot, scores in ((1, "a: input 1", "2.00, 0.00, 0.00"), (3, "c: input 3", "0.00, 0.00, 2.00")):
        for words, texts in (
            (f"u_{t} = {hot} is 1, the others are 0", shown.art.below),
            (f"y_{t} = ({scores}), shown as {'xyz'[t - 1]}", shown.art.above),
        ):
            left, low, right, high = boxes[words]
            x, y = shown.place(*texts.places[t])
            assert left < x < right and low < y < high


def test_with_its_model_it_says_what_a_number_is_made_of(show):
    model = RNN(np.array([[0.5]]), np.array([[1.0]]), np.array([0.25]), np.array([[2.0]]), np.array([-1.0]))
    run = simulate(model, np.array([[1.0], [0.0]]))
    told = {each.name: each for _, each in show(draw.Network(run, model), 2).numbers}
    # tanh(1.25) = 0.848, and tanh(0.5 · 0.848 + 0.25) = tanh(0.674) = 0.588
    assert told["x 2 1"].words == "x_2 = tanh(0.50 × 0.85 + 1.00 × 0.00 + 0.25) = 0.59"
    assert told["y 2 1"].words == "y_2 = 2.00 × 0.59 + (-1.00) = 0.18"
    assert {"x 1 1", "u 2 1"} <= set(told["x 2 1"].made_of)
