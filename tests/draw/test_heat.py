"""Heat: which cell stands where, in which colour, with which number, and which column is framed."""

import numpy as np
import pytest

from rnnlib import draw
from rnnlib.draw import style
from rnnlib.tell import Told

VALUES = np.array([[0.5, -1.0, 0.25, 0.0], [-0.75, 1.0, 0.6, -0.1]])  # two units at four instants
STEPS = np.array([[[0.5, -0.5]], [[-1.0, 1.0]], [[0.1, 0.9]]])  # a matrix (1, 2) at three instants


def heat(**options):
    return draw.Heat(VALUES, **{"title": "states", "rows": "ab", "columns": "hell", **options})


def corner(box):
    """A pixel of a cell that no number and no frame covers."""
    left, bottom, right, top = box
    return left + 0.12 * (right - left), bottom + 0.12 * (top - bottom)


def side(shown, box):
    """1 for orange, -1 for blue, 0 for white."""
    red, _, blue = shown.colour(*corner(box))
    return 0 if abs(red - blue) <= 2 and red >= 250 else np.sign(red - blue)


def written(shown):
    """(text, place, colour) of each number in a cell."""
    texts = shown.art.texts
    return list(zip(texts.strings, texts.places, texts.colours, strict=True))


def edges(shown):
    """Boxes in pixels round the numbers in the cells."""
    return shown.art.texts.boxes()


def framed(shown, columns):
    """Which of the columns, counted from 0, are inside of the frame."""
    edges = shown.art.box.get_window_extent()
    middles = [shown.place(j, 0)[0] for j in range(columns)]
    return [j for j, x in enumerate(middles) if edges.x0 < x < edges.x1]


def test_the_first_row_is_on_top_and_the_first_column_on_the_left(show):
    shown = show(heat())
    a, b = shown.names("y")["a"], shown.names("y")["b"]
    assert a > b and np.isclose(a, shown.place(0, 0)[1]) and np.isclose(b, shown.place(0, 1)[1])
    assert list(shown.names("x")) == ["h", "e", "l"], "equal names share a place in this dictionary"
    assert [label.get_text() for label in shown.ax.get_xticklabels()] == list("hell")
    places = [shown.place(j, 0)[0] for j in range(4)]
    assert places == sorted(places)
    assert np.isclose(shown.names("x")["e"], places[1])


def test_every_cell_is_blue_below_0_and_orange_above(show):
    shown = show(heat(cursor=False))
    assert [side(shown, box) for box, _ in shown.numbers] == [1, -1, 1, 0, -1, 1, 1, -1]


def test_the_limit_is_the_full_colour_and_what_lies_beyond_too(show):
    blue, orange = (np.array(style.SIGNED(end)[:3]) * 255 for end in (0.0, 1.0))
    for limit in (0.5, 2.0):
        shown = show(draw.Heat([[-limit, limit, -3 * limit, 3 * limit, limit / 2]], limit=limit, cursor=False))
        seen = [shown.colour(*corner(box)) for box, _ in shown.numbers]
        assert np.allclose(seen[0], blue, atol=3) and np.allclose(seen[2], blue, atol=3)
        assert np.allclose(seen[1], orange, atol=3) and np.allclose(seen[3], orange, atol=3)
        assert np.abs(seen[4] - orange).max() > 30


def test_a_cell_bears_its_number_and_the_number_can_be_read(show):
    shown = show(heat())
    assert [text for text, _, _ in written(shown)] == "0.50 -1.00 0.25 0.00 -0.75 1.00 0.60 -0.10".split()
    assert [tuple(place) for _, place, _ in written(shown)] == [(j, i) for i in (0, 1) for j in range(4)]
    inks = {text: colour for text, _, colour in written(shown)}
    assert inks["-1.00"] == inks["1.00"] == "#FFFFFF" and inks["0.00"] == inks["0.25"] == "#000000"
    assert [text for text, _, _ in written(show(draw.Heat([[1.26, -0.04]], digits=1)))] == ["1.3", "0.0"]


@pytest.mark.parametrize("t", [1, 2, 3, 4])
def test_the_frame_is_round_the_column_of_the_instant(show, t):
    assert framed(show(heat(), t), 4) == [t - 1]


def test_the_frame_moves_with_time(show):
    shown = show(heat(), 4)
    assert [framed(shown.at(t), 4) for t in (2, 1, 3)] == [[1], [0], [2]]


def test_a_frame_reaches_back_as_far_as_there_are_columns(show):
    shown = show(heat(reach=3))
    assert [framed(shown.at(t), 4) for t in (1, 2, 3, 4)] == [[0], [0, 1], [0, 1, 2], [1, 2, 3]]
    assert framed(show(heat(reach=0), 2), 4) == [], "a window of no letters"


def test_a_frame_may_leave_the_last_column_alone(show):
    view = draw.Heat(VALUES, rows="ab", columns=["t=1", "t=2", "t=3", "sum"], cursor=3)
    assert view.T == 3
    shown = show(view)
    assert [framed(shown.at(t), 4) for t in (1, 2, 3)] == [[0], [1], [2]]
    assert shown.words[2:4] == ["a at t = 3 (t=3) = 0.25", "a, sum = 0.00"]


def test_nothing_is_framed_without_a_cursor(show):
    view = heat(cursor=False)
    shown = show(view)
    assert view.T is None and not hasattr(shown.art, "box") and not shown.art.moving
    assert shown.words[1] == "states: a, e = -1.00"


def test_a_matrix_that_changes_shows_the_one_of_the_instant(show):
    view = draw.Heat(STEPS, title="weights", rows="w", columns=["u1", "u2"])
    assert view.T == 3
    shown = show(view)
    for t, numbers in ((1, ["0.50", "-0.50"]), (3, ["0.10", "0.90"]), (2, ["-1.00", "1.00"])):
        now = shown.at(t)
        assert [text for text, _, _ in written(now)] == numbers
        assert now.words == [f"weights: w, u1 = {numbers[0]}", f"weights: w, u2 = {numbers[1]}"]
        assert [side(now, box) for box, _ in now.numbers] == [np.sign(float(number)) for number in numbers]
    assert not hasattr(shown.art, "box"), "its columns are no instants"


def test_the_columns_of_a_changing_matrix_may_be_instants(show):
    shown = show(draw.Heat(np.stack([VALUES] * 4), cursor=True))
    assert [framed(shown.at(t), 4) for t in (1, 2, 4)] == [[0], [1], [3]]


def test_many_rows_bear_every_other_name_or_fewer(show):
    shown = show(draw.Heat(np.zeros((33, 41)), rows=[f"r{k}" for k in range(33)], columns=[f"c{k}" for k in range(41)]))
    rows, columns = shown.names("y"), shown.names("x")
    assert list(rows) == [f"r{k}" for k in range(0, 33, 3)] and list(columns) == [f"c{k}" for k in range(0, 41, 3)]
    assert np.isclose(rows["r30"], shown.place(0, 30)[1]) and np.isclose(columns["c3"], shown.place(3, 0)[0])


def test_rows_and_columns_without_names_are_counted_from_1(show):
    shown = show(draw.Heat(VALUES))
    assert list(shown.names("y")) == ["1", "2"] and list(shown.names("x")) == ["1", "2", "3", "4"]


def test_every_number_can_be_asked_where_it_stands(show):
    shown = show(heat(), 2)
    assert shown.words == [
        f"states: {row} at t = {j + 1} ({'hell'[j]}) = {VALUES['ab'.index(row), j]:.2f}"
        for row in "ab"
        for j in range(4)
    ]
    for (box, _), text in zip(shown.numbers, edges(shown), strict=True):
        assert np.all(box[:2] < text[:2]) and np.all(text[2:] < box[2:])
    lefts, bottoms = ([box[side] for box, _ in shown.numbers] for side in (0, 1))
    assert lefts[0] < lefts[1] < lefts[2] < lefts[3] and bottoms[0] > bottoms[4]


def test_numbers_that_do_not_fit_into_the_cells_can_be_asked_too(show):
    large = np.arange(100.0).reshape(10, 10) / 100
    shown = show(draw.Heat(large))
    assert written(shown) == [] and np.allclose(shown.values, large.ravel())
    assert written(show(draw.Heat(VALUES, numbers=False))) == []


@pytest.mark.parametrize(
    ("values", "cursor", "first", "last"),
    [(VALUES, True, "1, 0", "4, 1"), (VALUES, False, "0, 0", "1, 3"), (STEPS, None, "2, 0, 0", "2, 0, 1")],
)
def test_it_says_what_its_author_says_of_each_number(show, values, cursor, first, last):
    asked = show(draw.Heat(values, cursor=cursor, says=lambda *at: Told(", ".join(map(str, at)))), 2).words
    assert asked[0] == first and asked[-1] == last


def test_a_changing_matrix_does_not_adopt_the_cells_of_one_that_stays(show):
    stays, changes = draw.Heat(STEPS[0], cursor=False), draw.Heat(STEPS)
    shown = show(stays)
    for view, t in ((changes, 2), (changes, 3), (stays, 1), (changes, 1)):
        assert show(view, t, shown.canvas).png == show(view, t).png


@pytest.mark.parametrize(("side_of_it", "numbered"), [(8, 64), (9, 0)])
def test_a_table_of_eight_by_eight_still_bears_its_numbers(show, side_of_it, numbered):
    assert len(written(show(draw.Heat(np.eye(side_of_it), cursor=False)))) == numbered
