"""Regions: which answer has which place, where its name stands, where the states walk and a step takes the square."""

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from rnnlib import RNN, draw, simulate
from rnnlib.draw import style
from rnnlib.draw.areas import middles
from rnnlib.draw.regions import _fills
from rnnlib.tell import Told

POINTS = np.array([[0.5, 0.25], [-0.5, 0.75], [-0.75, -0.5]])
CORNERS = {(-0.9, -0.9): "c", (0.9, -0.9): "d", (-0.9, 0.9): "b", (0.9, 0.9): "a"}  # the answer of each quarter


def quarters(points):
    """One number for each quarter, the largest where its corner is nearest."""
    return np.column_stack([points @ np.array(corner) for corner in ((1, 1), (-1, 1), (-1, -1), (1, -1))])


def turned(points, t):
    """A quarter turn to the left, and pressed to half of its size at t = 2."""
    return np.column_stack([-points[:, 1], points[:, 0]]) / t


def regions(points=POINTS, labels="hel", **options):
    return draw.Regions(points, labels, **{"names": "abcd", "answer": quarters, **options})


def written(shown):
    return dict(zip(shown.art.answers.strings, shown.art.answers.places.tolist(), strict=True))


def test_each_place_has_the_colour_of_its_answer(show):
    def uneven(points):
        return np.column_stack([points @ [1, 0.5], points @ [-1, 1] + 0.2, points @ [0, -1] - 0.1])

    shown = show(regions(answer=uneven, names="abc", start=[0, 0]))
    points = np.random.default_rng(0).uniform(-1, 1, (400, 2))
    right = np.argsort(uneven(points), axis=1)
    sure = np.ptp(np.sort(uneven(points), axis=1)[:, 1:], axis=1) > 0.05  # not on a line between two areas
    seen = {place: set() for place in range(3)}
    for point, place in zip(points[sure], right[sure, -1], strict=True):
        seen[place].add(tuple(shown.colour(*shown.place(*point)).tolist()))
    fills = {place: tuple(int(255 * part) for part in _fills()[place][:3]) for place in seen}
    for place, fill in fills.items():
        assert any(np.abs(np.subtract(fill, colour)).max() <= 1 for colour in seen[place])
        for other in set(fills) - {place}:
            assert not any(np.abs(np.subtract(fills[other], colour)).max() <= 1 for colour in seen[place])
    assert tuple(shown.colour(*shown.place(1.1, 0.5))) == (255, 255, 255), "outside of the square nothing is coloured"


def test_between_two_areas_there_is_a_dark_line(show):
    shown = show(regions())
    row = [shown.colour(*shown.place(x, -0.8)).max() for x in np.linspace(-0.1, 0.1, 81)]
    assert min(row) < 150 and sum(value < 150 for value in row) < 12


def test_the_name_of_an_answer_stands_inside_its_area_and_off_the_states(show):
    names = written(show(regions()))
    assert sorted(names) == list("abcd")
    for (x, y), name in CORNERS.items():
        assert names[name][0] * x > 0.15 and names[name][1] * y > 0.15
    strip = written(
        show(regions(names=["wide", "narrow"], answer=lambda x: np.column_stack([0.4 - x[:, 0], x[:, 0] - 0.4])))
    )
    assert sorted(strip) == ["narrow", "wide"] and 0.5 < strip["narrow"][0] < 0.9 and strip["wide"][0] < 0.1
    middle = np.array([names["d"], [0, 0], [0.9, 0.9]])
    assert np.hypot(*(middle - written(show(regions(middle)))["d"]).T).min() > 0.17, "it makes way for a state"


def test_each_piece_of_an_area_bears_the_name():
    stripes = np.repeat([0, 1, 0], 7)[:, None] * np.ones((1, 9), int)
    assert list(middles(stripes, np.zeros((21, 9), bool))) == [(3, 4), (17, 4), (10, 4)]


def test_in_a_bent_area_the_name_stands_where_it_is_widest():
    bent = np.ones((12, 20), int)
    bent[:7, 5:] = 0  # what is 1 looks like an L
    row, column = list(middles(bent, np.zeros(bent.shape, bool)))[1]
    assert (bent[row - 2 : row + 3, column - 2 : column + 3] == 1).all()


def test_what_is_taken_is_left_free_where_there_is_room_and_slivers_bear_no_name():
    areas, taken = np.zeros((9, 20), int), np.zeros((9, 20), bool)
    areas[:, 18:] = 1
    taken[:, :10] = True
    [(row, column)] = middles(areas, taken)
    assert row == 4 and 13 <= column <= 14, "in the middle of what is free: columns 10 to 17"
    [(row, column)] = middles(areas, np.ones((9, 20), bool))
    assert row == 4 and 8 <= column <= 9, "nothing is free: in the middle of the area"


def test_the_states_are_joined_from_the_start_on_and_bear_their_names(show):
    art = show(regions(start=[0.1, -0.2])).art
    assert np.transpose(art.path.get_data()).tolist() == [[0.1, -0.2], *POINTS.tolist()]
    assert np.transpose(art.first.get_data()).tolist() == [[0.1, -0.2]] and art.first.get_color() == "white"
    assert np.transpose(art.dots.get_data()).tolist() == POINTS.tolist()
    for name, label, (x, y) in zip(art.names, "hel", POINTS, strict=True):
        assert name.get_text() == label and name.get_position()[0] == x and 0 < name.get_position()[1] - y < 0.2
    assert not show(regions()).art.first_name.get_visible()


@pytest.mark.parametrize(
    ("start", "t", "span"), [([0.1, -0.2], 1, (0, 1)), ([0.1, -0.2], 3, (2, 3)), (None, 2, (0, 1))]
)
def test_the_arrow_leads_from_the_state_before_to_the_ringed_one(show, start, t, span):
    shown = show(regions(start=start), t)
    walk = [*([] if start is None else [start]), *POINTS.tolist()]
    ends = shown.art.arrow._posA_posB
    assert np.allclose(ends, [walk[k] for k in span])
    assert np.transpose(shown.art.ring.get_data()).tolist() == [POINTS[t - 1].tolist()]
    assert shown.art.arrow.get_visible()


def test_where_nothing_moves_there_is_no_arrow(show):
    still = np.full((3, 2), 0.5)
    assert not show(regions(still), 2).art.arrow.get_visible() and not show(regions(), 1).art.arrow.get_visible()


@pytest.mark.parametrize(("t", "size"), [(1, 1.0), (2, 0.5)])
def test_the_net_lies_where_the_step_takes_the_square(show, t, size):
    x, y = show(regions(moves=turned), t).art.net.get_data()
    assert np.nanmin(x) == np.nanmin(y) == -size and np.nanmax(x) == np.nanmax(y) == size
    upright = np.flatnonzero(np.isnan(x))[0]  # the first line of the net: unit 1 is -1 along it
    assert np.allclose(y[:upright], -size) and np.allclose(x[:upright], size * np.linspace(1, -1, upright))
    assert np.isnan(x).sum() == 14, "as many lines upright as across"


@pytest.mark.parametrize("t", [1, 2])
def test_a_bold_line_goes_once_round_where_the_step_takes_the_edge(show, t):
    art = show(regions(moves=turned), t).art
    x, y = np.array(art.edge.get_data()) * t  # turned by a quarter, the edge is the edge again
    assert np.allclose(np.maximum(np.abs(x), np.abs(y)), 1)
    turns = np.unwrap(np.arctan2(y, x))
    assert turns[-1] - turns[0] == pytest.approx(2 * np.pi) and (np.diff(turns) >= 0).all(), "closed, nothing twice"
    assert turns[0] == pytest.approx(-np.pi / 4), "the corner (-1, -1) comes first, and goes to (1, -1)"
    assert art.edge.get_linewidth() > 2 * art.net.get_linewidth()


def test_without_answers_there_is_a_bare_square_and_without_moves_no_net(show):
    shown = show(draw.Regions(POINTS, "hel"))
    assert tuple(shown.colour(*shown.place(0.8, 0.8))) == (255, 255, 255)
    assert not shown.art.answers.strings and shown.art.net.get_xdata().size == shown.art.edge.get_xdata().size == 0
    assert shown.words == ["x_1, h = (0.50, 0.25)", "x_2, e = (-0.50, 0.75)", "x_3, l = (-0.75, -0.50)"]


def test_every_number_says_what_it_is_where_it_stands(show):
    shown = show(regions(start=[0.1, -0.2], moves=turned, of="score", says=lambda t: Told(f"state {t}")), 2)
    start, *states = shown.numbers[:4]
    assert start[1] == ("x_0 = (0.10, -0.20)", "x 0", ("x 0 1", "x 0 2"))
    assert [told.words for _, told in states] == ["state 1", "state 2", "state 3"]
    areas, corners = shown.numbers[4:8], shown.numbers[8:]
    for ((left, low, right, high), told), (name, place) in zip(areas, written(shown).items(), strict=True):
        x, y = shown.place(*place)
        assert left < x < right and low < y < high
        assert (
            told.words == f"{name}, at the state ({place[0]:.2f}, {place[1]:.2f}): score = {sum(map(abs, place)):.2f}"
        )
    assert corners[1][1].words == "where step 2 takes the corner (1.00, -1.00) of the square = (0.50, 0.50)"
    (left, low, right, high), _ = corners[1]
    assert np.allclose([(left + right) / 2, (low + high) / 2], shown.place(0.5, 0.5))


def test_it_says_of_every_place_what_a_network_would_say_there():
    rng = np.random.default_rng(3)
    model = RNN.random(2, 3, 4, rng=rng)
    run = simulate(model, np.eye(3))
    view = draw.Regions(run.x, "abc", names="wxyz", answer=lambda points: points @ model.W_yx.T + model.b_y)
    assert view.answered(run.x) == ["wxyz"[k] for k in run.y.argmax(axis=1)]


def test_more_than_two_units_have_no_such_plane():
    with pytest.raises(ValueError, match="two units"):
        draw.Regions(np.zeros((4, 3)), "abcd")


def test_names_are_read_on_all_colours_of_areas():
    from tests.contrast import LINE, contrast, lightness

    light = lightness(255 * np.array(_fills()))
    for ink, least in (
        (style.INK, 4.5),
        (style.QUIET, LINE),
        (style.ROLES["state"], 4.5),
        (style.ROLES["input"], LINE),
    ):
        assert contrast(lightness(255 * np.array(to_rgb(ink))), light).min() >= least, ink
