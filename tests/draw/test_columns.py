"""Columns: every number in its cell, at its instant, in its row; arrows, frames and veil where they belong.

Three layers of cells one unit high, 1.5 apart: inputs from 0 to 2, states from 3.5 to 4.5, scores from 6 to 8.
"""

import numpy as np
import pytest

import rnnlib as rl
from rnnlib import draw, tell
from rnnlib.draw import style
from rnnlib.tell import Told

U = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]])
X, X0 = np.array([0.5, -1.0, 0.25]), [-0.125]
NAN = np.nan
Y = np.array([[NAN, NAN], [2.0, -1.0], [-3.0, 0.5]])  # the first letter is not answered
HALF = 0.31  # half the width of a cell
EDGE = 0.42  # from the middle of a column to its box


def columns(T=3, **options):
    layers = [
        draw.Layer("letter", U[:T], "input", "ab", digits=0),
        draw.Layer("state", X[:T], "state", by="W_xu", along="W_xx", start=X0, digits=3),
        draw.Layer("score", Y[:T], "output", "ab", by="softmax", limit=2, mark=[None, 1, 0][:T], largest=True),
    ]
    return draw.Columns(layers, **options)


def long(T=14, **options):
    return draw.Columns([draw.Layer("n", np.arange(1, T + 1) / T, along="W_xx", start=[0.0], digits=2)], **options)


def placed(texts):
    """[(x, y, text), ...]"""
    return [(*place, text) for place, text in zip(texts.places.tolist(), texts.strings, strict=True)]


def texts_at(shown):
    """{(column, height of the cell's floor): text}"""
    written = [text for floor in shown.art.floors for text in placed(floor.numbers) if text[2]]
    return {(x, y - 0.47): text for x, y, text in written}


def side(rgb):
    red, _, blue = rgb
    return "orange" if red > blue + 12 else "blue" if blue > red + 12 else "white"


def ends(arrow):
    """Tail and head of an arrow, rounded."""
    return [tuple(np.round(point, 2).tolist()) for point in arrow._posA_posB]


def test_every_number_stands_in_the_cell_of_its_instant_and_row(show):
    assert texts_at(show(columns())) == {
        (1, 1): "1", (2, 1): "0", (3, 1): "1",
        (1, 0): "0", (2, 0): "1", (3, 0): "0",
        (0, 3.5): "-0.125", (1, 3.5): "0.500", (2, 3.5): "-1.000", (3, 3.5): "0.250",
        (2, 7): "2.00", (3, 7): "-3.00",
        (2, 6): "-1.00", (3, 6): "0.50",
    }  # fmt: skip


def test_positive_cells_are_orange_negative_ones_blue(show):
    shown = show(columns(), 3)
    corner = {(c, floor): side(shown.colour(*shown.place(c - 0.26, floor + 0.12))) for c, floor in texts_at(shown)}
    assert corner == {
        (1, 1): "orange", (2, 1): "white", (3, 1): "orange",
        (1, 0): "white", (2, 0): "orange", (3, 0): "white",
        (0, 3.5): "blue", (1, 3.5): "orange", (2, 3.5): "blue", (3, 3.5): "orange",
        (2, 7): "orange", (3, 7): "blue",
        (2, 6): "blue", (3, 6): "orange",
    }  # fmt: skip


def test_a_cell_is_the_deeper_the_nearer_its_number_is_to_the_limit(show):
    shown = show(draw.Columns([draw.Layer("x", [0.5, 1.0, 2.0, 4.0], limit=2.0)]), 4)
    half, whole, full, beyond = (shown.colour(*shown.place(c - 0.26, 0.12))[2] for c in (1, 2, 3, 4))  # its blue
    assert half > whole > full == beyond


def test_targets_are_framed_in_their_rows(show):
    frames = show(columns()).art.floors[2].frames
    seen = {c: frame.get_bbox().bounds for c, frame in enumerate(frames) if frame.get_visible()}
    assert {c: np.round(bounds, 2).tolist() for c, bounds in seen.items()} == {
        2: [2 - HALF, 6, 2 * HALF, 1],  # the second row, the lower one
        3: [3 - HALF, 7, 2 * HALF, 1],
    }


def test_pointers_point_at_the_largest_number(show):
    x, y = show(columns()).art.floors[2].pointers.get_data()
    assert list(y) == [7.5, 6.5], "2 is larger than -1, and 0.5 than -3"
    assert np.allclose(x, [2 + HALF + 0.06, 3 + HALF + 0.06])
    assert show(draw.Columns([draw.Layer("x", X)])).art.floors[0].pointers.get_data()[0].size == 0


@pytest.mark.parametrize("t", [1, 2, 3])
def test_the_box_stands_round_the_current_column_and_the_veil_over_what_comes_later(show, t):
    art = show(columns(), t).art
    assert (art.box.get_x(), art.box.get_x() + art.box.get_width()) == pytest.approx((t - EDGE, t + EDGE))
    assert (art.veil.get_x(), art.veil.get_x() + art.veil.get_width()) == pytest.approx((t + EDGE, 3.55))


@pytest.mark.parametrize("t", [1, 2, 3])
def test_turned_round_what_lies_on_the_left_is_pale(show, t):
    art = show(columns(back=True), t).art
    assert art.box.get_x() == pytest.approx(t - EDGE)
    assert (art.veil.get_x(), art.veil.get_x() + art.veil.get_width()) == pytest.approx((-EDGE, t - EDGE))


@pytest.mark.parametrize(("back", "paler"), [(False, 3), (True, 1)])
def test_the_pale_column_is_seen_to_be_pale(show, back, paler):
    here, there = (show(columns(back=back), t) for t in (paler, 2))
    place = here.place(paler - 0.26, 1.12)  # an input of 1, orange
    assert side(here.colour(*place)) == "orange"
    assert (there.colour(*place) > here.colour(*place)).all()


def test_the_strong_arrows_lead_up_to_the_current_column_and_in_from_the_one_before(show):
    to_state, to_score, along = map(ends, show(columns(), 3).art.strong)
    assert to_state == [(3, 2), (3, 3.5)]
    assert to_score == [(3, 4.5), (3, 6)]
    assert along == [(2 + HALF, 4), (3 - HALF, 4)]


def test_turned_round_they_lead_down_and_to_the_column_before(show):
    to_state, to_score, along = map(ends, show(columns(back=True), 3).art.strong)
    assert to_state == [(3, 3.5), (3, 2)]
    assert to_score == [(3, 6), (3, 4.5)]
    assert along == [(3 - HALF, 4), (2 + HALF, 4)]


def test_all_columns_have_the_same_faint_arrows(show):
    seen = [ends(arrow) for arrow in show(columns()).art.arrows if arrow.get_visible()]
    for c in (1, 2, 3):
        assert [(c, 2), (c, 3.5)] in seen and [(c - 1 + HALF, 4), (c - HALF, 4)] in seen
    assert [(2, 4.5), (2, 6)] in seen and [(1, 4.5), (1, 6)] not in seen
    assert len(seen) == 8


def test_the_names_of_the_arrows_stand_at_them(show):
    signs = {text: [round(x, 2), round(y, 2)] for sign in show(columns(), 2).art.signs for x, y, text in placed(sign)}
    assert signs == {"$W_{xu}$": [2.05, 2.75], "softmax": [2, 5.25], "$W_{xx}$": [1.45, 4.55]}


def test_turned_round_the_arrows_carry_their_matrices_transposed(show):
    signs = [text for sign in show(columns(back=True), 2).art.signs for _, _, text in placed(sign)]
    assert signs == [r"$W_{xu}^\top$", "softmax", r"$W_{xx}^\top$"]


def test_no_arrow_leads_to_where_there_are_no_numbers(show):
    for t, there in ((1, False), (2, True), (3, True)):
        art = show(columns(), t).art
        assert [arrow.get_visible() for arrow in art.strong] == [True, there, True]
        assert [sign.strings != [""] for sign in art.signs] == [True, there, True]


def test_on_every_page_arrows_lead_only_to_where_there_are_numbers(show):
    late = np.where(np.isin(np.arange(1, 15), [2, 9, 13]), 0.5, NAN)  # answers at t = 2, 9 and 13
    view = draw.Columns([draw.Layer("x", np.zeros(14)), draw.Layer("y", late, by="W_yx")])
    for t, columns in ((1, [2]), (8, [3]), (14, [1, 5])):  # the pages begin with 0, 6 and 8
        seen = [ends(arrow)[0][0] for arrow in show(view, t).art.arrows if arrow.get_visible()]
        assert seen == columns


def test_words_stand_below_and_above_their_columns(show):
    shown = show(columns(below="abc", above="xyz"))
    for words, letters, role in ((shown.art.under, "abc", "input"), (shown.art.over, "xyz", "target")):
        assert {x: text for x, _, text in placed(words)} == dict(enumerate(["", *letters]))
        assert set(words.colours) == {style.ROLES[role]}
    assert all(y < 0 for _, y, _ in placed(shown.art.under)) and all(y > 8 for _, y, _ in placed(shown.art.over))
    assert set(show(columns(above="xyz", said=True)).art.over.colours) == {style.ROLES["output"]}


def test_names_of_rows_stand_beside_their_first_cells(show):
    shown = show(columns())
    rows = {(name, round(x, 2), round(y, 2)) for floor in shown.art.floors for x, y, name in placed(floor.row_names)}
    assert rows == {
        ("a", 0.55, 1.47), ("b", 0.55, 0.47), ("a", 1.55, 7.47), ("b", 1.55, 6.47),
    }  # fmt: skip
    names = {(text.get_text(), text.get_position()[1]) for text in shown.ax.texts}
    assert names == {("letter", 1), ("state", 4), ("score", 7)}


def test_pages_turn_with_all_that_stands_on_them(show):
    view = long(below="abcdefghijklmn", above="ABCDEFGHIJKLMN")
    shown = show(view, 8)
    assert [view.page(t) for t in (1, 6, 7, 12, 13, 14)] == [0, 0, 6, 6, 8, 8]
    assert shown.art.under.strings == list("fghijkl")
    assert shown.art.over.strings == list("FGHIJKL")
    assert texts_at(shown) == {(c, 0): f"{(6 + c) / 14:.2f}" for c in range(7)}
    assert shown.art.box.get_x() == pytest.approx(2 - EDGE), "t = 8 stands two columns after 6"
    assert shown.at(14).art.under.strings == list("hijklmn")
    assert shown.at(1).art.under.strings == ["", *"abcdef"]


def test_every_number_and_word_says_what_it_is_and_when(show):
    shown = show(columns(T=2, below="ab", above="bc"))
    assert sorted(shown.words) == [
        "input at t = 1 = a",
        "input at t = 2 = b",
        "letter of a at t = 1 = 1",
        "letter of a at t = 2 = 0",
        "letter of b at t = 1 = 0",
        "letter of b at t = 2 = 1",
        "score of a at t = 2 = 2.00",
        "score of b at t = 2 = -1.00",
        "state at t = 0 = -0.125",
        "state at t = 1 = 0.500",
        "state at t = 2 = -1.000",
        "target at t = 1 = b",
        "target at t = 2 = c",
    ]
    assert "answer at t = 2 = c" in show(columns(T=2, above="bc", said=True)).words


@pytest.mark.parametrize("t", [2, 8, 14])
def test_the_boxes_lie_where_the_numbers_stand_on_every_page(show, t):
    shown = show(long(below="abcdefghijklmn"), t)
    first = {2: 0, 8: 6, 14: 8}[t]
    boxes = {told.words: box for box, told in shown.numbers}
    for c in range(7):
        shown.assert_box(f"n at t = {first + c} = {(first + c) / 14:.2f}", (c - HALF, 0), (c + HALF, 1))
        if first + c:
            left, low, right, high = boxes[f"input at t = {first + c} = {'abcdefghijklmn'[first + c - 1]}"]
            x, y = shown.place(c, 0.1 - 1.3 / 2)
            assert left < x < right and low < y < high


def test_the_boxes_of_all_rows_lie_where_their_numbers_stand(show):
    shown = show(columns())
    for c, floor, words in (
        (1, 1, "letter of a at t = 1 = 1"),
        (1, 0, "letter of b at t = 1 = 0"),
        (2, 3.5, "state at t = 2 = -1.000"),
        (2, 7, "score of a at t = 2 = 2.00"),
        (2, 6, "score of b at t = 2 = -1.00"),
    ):
        shown.assert_box(words, (c - HALF, floor), (c + HALF, floor + 1))


P = np.array([[NAN, NAN], [0.75, 0.25], [0.125, 0.875]])


def beside(**options):
    layers = [
        draw.Layer("state", X, "state", along="W_xx", start=X0, digits=3),
        draw.Layer("score", Y, "output", "ab", by="W_yx", limit=2),
        draw.Layer("chance", P, "output", by="softmax", beside=True, mark=[None, 1, 0], largest=True),
        draw.Layer("surprise", [NAN, 0.5, 0.25], by="-ln"),
    ]
    return draw.Columns(layers, **options)


def test_cells_that_share_a_column_stand_side_by_side(show):
    shown = show(beside(), 3)
    written = {
        (round(x, 3), y - 0.47): text for floor in shown.art.floors for x, y, text in placed(floor.numbers) if text
    }
    assert {place: written[place] for place in written if 2 < place[1] < 5} == {
        (1.775, 3.5): "2.00", (2.225, 3.5): "0.75", (2.775, 3.5): "-3.00", (3.225, 3.5): "0.12",
        (1.775, 2.5): "-1.00", (2.225, 2.5): "0.25", (2.775, 2.5): "0.50", (3.225, 2.5): "0.88",
    }  # fmt: skip
    heads = {(round(x, 3), y, text) for floor in shown.art.floors for x, y, text in placed(floor.heads)}
    assert {(x, text) for x, y, text in heads if y == 5 and x > 2.5} == {(2.775, "score"), (3.225, "chance")}
    chances = shown.art.floors[2]
    assert [round(frame.get_x(), 2) for frame in chances.frames if frame.get_visible()] == [2.07, 3.07]
    assert np.allclose(chances.pointers.get_data()[0], [2.44, 3.44])
    shown.assert_box("score of b at t = 3 = 0.50", (3 - 0.38, 2.5), (3 - 0.07, 3.5))


def test_a_bracket_takes_in_all_scores_before_softmax(show):
    art = show(beside(), 3).art
    x, y = art.round[0].get_data()
    assert list(y) == [2.5, 2.5, 4.5, 4.5], "from the foot of the lowest score to the head of the highest"
    assert 3 - 0.07 < min(x) < max(x) < 3 + 0.07, "between the two"
    to_score, to_chance, to_surprise, along = map(ends, art.strong)
    assert to_score == [(2.77, 1), (2.77, 2.5)] or to_score == [(2.78, 1), (2.78, 2.5)]
    assert to_chance == [(2.99, 3.5), (3.07, 3.5)] and along == [(2 + HALF, 0.5), (3 - HALF, 0.5)]
    assert to_surprise == [(3, 5.5), (3, 7)]
    assert [line.get_visible() for line in art.brackets] == [False, True, True]
    assert not show(beside(), 1).art.round[0].get_visible()


def test_words_lead_to_the_layer_that_is_made_of_them(show):
    layers = [draw.Layer("state", X, "state", by="W_xu", along="W_xx", start=X0)]
    shown = show(draw.Columns(layers, below="abc"), 2)
    up, along = map(ends, shown.art.strong)
    assert up == [(2, -1.5), (2, 0)] and along == [(1 + HALF, 0.5), (2 - HALF, 0.5)]
    assert all(y < -1.5 for _, y, _ in placed(shown.art.under))
    left, low, right, high = next(box for box, told in shown.numbers if told.words == "input at t = 2 = b")
    x, y = shown.place(*placed(shown.art.under)[2][:2])
    assert left < x < right and low < y < high


def test_says_tells_what_a_number_is_made_of(show):
    run = rl.simulate(rl.systems.tank(leak=0.5), np.array([[4.0], [0.0]]))
    says = tell.run(run, rl.systems.tank(leak=0.5))
    layers = [draw.Layer("u", run.u, says=says.u), draw.Layer("x", run.x, start=run.x0, by="f", says=says.x)]
    told = {each.name: each for _, each in show(draw.Columns(layers)).numbers}
    assert told["x 2 1"].words == "x_2 = 0.50 × 4.00 + 1.00 × 0.00 = 2.00"
    assert set(told["x 2 1"].made_of) >= {"x 1 1", "u 2 1"} and {"x 1 1", "u 2 1"} <= set(told)
    asked = []
    layer = draw.Layer("x", X, start=X0, says=lambda t, k: asked.append((t, k)) or Told(f"x_{t} = 0.00"))
    assert len(show(draw.Columns([layer])).words) == 4 and asked == [(0, 0), (1, 0), (2, 0), (3, 0)]


def test_many_cells_bear_no_numbers_but_can_be_asked(show):
    shown = show(draw.Columns([draw.Layer("x", np.full((2, 25), 0.5))]))
    assert texts_at(shown) == {}
    assert len(shown.words) == 50 and "x 25 at t = 2 = 0.50" in shown.words
