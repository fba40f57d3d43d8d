"""Wires: an arrow for each entry, in the colour of its sign, from where it comes to where it goes."""

import numpy as np
import pytest
from matplotlib.colors import to_rgba

from rnnlib import draw
from rnnlib.draw import style

W = np.array([[0.5, -1.0, 0.0], [1.5, 0.0, -3.0]])  # to 2 from 3
U = np.array([2.0, 1.0, -1.0])
X = np.array([0.0, 6.0])  # 0.5·2 - 1·1, 1.5·2 + 3·1
FROM, TO = (0.8333, 0.5, 0.1667), (0.75, 0.25)  # heights of the nodes, the first on top
ENTRIES = list(np.ndindex(2, 3))


def wires(**options):
    return draw.Wires(W, U, X, **options)


def spot(point):
    """A point, rounded."""
    return tuple(round(float(number), 4) for number in point)


def side(colour):
    red, _, blue = colour[:3]
    return "orange" if red > blue else "blue" if blue > red else "grey"


def arrows(shown):
    """{(i, j): the arrow that ends at i and begins at j}, by its ends alone."""
    found = {}
    for arrow in shown.art.arrows:
        (x, tail), (to_x, head) = arrow._posA_posB
        assert (x, to_x) == (0, 1)
        found[int(np.argmin(np.abs(np.subtract(TO, head)))), int(np.argmin(np.abs(np.subtract(FROM, tail))))] = arrow
        assert min(np.abs(np.subtract(TO, head))) < 1e-3 and min(np.abs(np.subtract(FROM, tail))) < 1e-3
    return found


def test_orange_arrows_add_blue_ones_take_away_dotted_ones_are_nothing(show):
    found = arrows(show(wires()))
    assert {at: side(arrow.get_edgecolor()) for at, arrow in found.items()} == {
        (0, 0): "orange", (0, 1): "blue", (0, 2): "grey", (1, 0): "orange", (1, 1): "grey", (1, 2): "blue",
    }  # fmt: skip
    assert {at for at, arrow in found.items() if arrow.get_linestyle() in (":", "dotted")} == {(0, 2), (1, 1)}


def test_the_larger_the_weight_the_wider_its_arrow(show):
    found = arrows(show(wires()))
    widths = [found[at].get_linewidth() for at in ((0, 2), (0, 0), (0, 1), (1, 0), (1, 2))]
    assert widths == sorted(widths) and len(set(widths)) == 5
    assert arrows(show(wires(limit=1)))[1, 2].get_linewidth() == arrows(show(wires(limit=1)))[0, 1].get_linewidth()


@pytest.mark.parametrize(("at", "sign"), [((0, 0), "orange"), ((1, 2), "blue")])
def test_the_colour_is_seen_between_the_nodes(show, at, sign):
    shown = show(wires(), 1)
    i, j = at
    assert side(shown.colour(*shown.place(0.3, 0.7 * FROM[j] + 0.3 * TO[i]))) == sign


@pytest.mark.parametrize("lit", ENTRIES)
def test_only_the_lit_arrow_is_strong_and_bears_its_weight(show, lit):
    shown = show(wires(lit=lit))
    assert {at for at, arrow in arrows(shown).items() if arrow.get_path_effects()} == {lit}
    plain = arrows(show(wires()))
    for at, arrow in arrows(shown).items():  # the others are pale
        lighter = np.subtract(arrow.get_edgecolor(), plain[at].get_edgecolor())[:3].sum()
        assert lighter == 0 if at == lit or not W[at] else lighter > 0
    i, j = lit
    assert shown.art.label.get_text() == f"{W[lit]:.2f}"
    assert shown.art.label.get_position() == pytest.approx((0.38, FROM[j] + 0.38 * (TO[i] - FROM[j])), abs=1e-3)


def test_nothing_is_lit_unless_asked_for(show):
    shown = show(wires())
    assert not shown.art.label.get_visible()
    assert not any(arrow.get_path_effects() for arrow in shown.art.arrows)


def test_nodes_bear_their_numbers_and_colours(show):
    shown = show(wires())
    texts = shown.art.numbers
    assert dict(zip(map(spot, texts.places), texts.strings, strict=True)) == {
        (0, FROM[0]): "2.00", (0, FROM[1]): "1.00", (0, FROM[2]): "-1.00", (1, TO[0]): "0.00", (1, TO[1]): "6.00",
    }  # fmt: skip
    sources, to = (node.get_facecolors() for node in shown.art.nodes)
    assert [side(colour) for colour in (*sources, to[1])] == ["orange", "orange", "blue", "orange"]
    assert np.allclose(to[0][:3], 1, atol=0.01), "0 is white"
    rings = [node.get_edgecolors()[0] for node in shown.art.nodes]
    assert np.allclose(rings[0], to_rgba(style.ROLES["input"]))
    assert np.allclose(rings[1], to_rgba(style.ROLES["state"]))


def test_names_stand_beside_their_nodes(show):
    names = {text.get_text(): spot(text.xy) for text in show(wires()).ax.texts if hasattr(text, "xy")}
    assert names == {
        "$u_{1}$": (0, FROM[0]), "$u_{2}$": (0, FROM[1]), "$u_{3}$": (0, FROM[2]),
        "$x_{1}$": (1, TO[0]), "$x_{2}$": (1, TO[1]),
    }  # fmt: skip
    shown = show(wires(names=(["$", "b", "_"], "y")))
    names = {text.get_text(): spot(text.xy) for text in shown.ax.texts if hasattr(text, "xy")}
    assert names["$"] == (0, FROM[0]) and names["_"] == (0, FROM[2]) and names["$y_{2}$"] == (1, TO[1])


def test_numbers_say_what_they_are_made_of(show):
    assert show(wires()).words == [
        "u_1 = 2.00",
        "u_2 = 1.00",
        "u_3 = -1.00",
        "x_1 = 0.50 × 2.00 + (-1.00) × 1.00 + 0.00 × (-1.00) = 0.00",
        "x_2 = 1.50 × 2.00 + 0.00 × 1.00 + (-3.00) × (-1.00) = 6.00",
        "W_11 = 0.50, from u_1 to x_1, adds 0.50 × 2.00 = 1.00",
        "W_12 = -1.00, from u_2 to x_1, adds -1.00 × 1.00 = -1.00",
        "W_13 = 0.00, from u_3 to x_1, adds 0.00 × (-1.00) = 0.00",
        "W_21 = 1.50, from u_1 to x_2, adds 1.50 × 2.00 = 3.00",
        "W_22 = 0.00, from u_2 to x_2, adds 0.00 × 1.00 = 0.00",
        "W_23 = -3.00, from u_3 to x_2, adds -3.00 × (-1.00) = 3.00",
    ]


def test_a_number_that_is_more_than_the_sum_does_not_claim_to_be_it(show):
    squashed = draw.Wires(W, U, np.tanh(X))
    assert [words for words in show(squashed).words if words.startswith("x")] == [
        "x_1 = 0.50 × 2.00 + (-1.00) × 1.00 + 0.00 × (-1.00) = 0.00",
        "x_2 = 1.00",
    ]


@pytest.mark.parametrize(
    ("shape", "lit"),
    [((2, 3), None), ((2, 3), (1, 1)), ((4, 4), None), ((4, 4), (0, 2)), ((1, 1), (0, 0)), ((3, 1), None)],
)
def test_the_box_of_a_weight_lies_on_its_own_arrow_and_on_no_other(show, shape, lit):
    weights = np.ones(shape)
    shown = show(draw.Wires(weights, np.ones(shape[1]), weights.sum(1), lit=lit))
    boxes = [box for box, told in shown.numbers if told.words.startswith("W")]
    spans = [np.array([shown.place(*end) for end in arrow._posA_posB]) for arrow in shown.art.arrows]
    tails, ways = np.array(spans)[:, 0], np.diff(spans, axis=1)[:, 0]
    assert len(boxes) == len(spans)
    for k, (left, low, right, high) in enumerate(boxes):
        middle = np.array([(left + right) / 2, (low + high) / 2])
        x, y = (middle - tails).T
        apart = np.abs(ways[:, 0] * y - ways[:, 1] * x) / np.linalg.norm(ways, axis=1)  # from every arrow
        share = ((middle - tails[k]) @ ways[k]) / (ways[k] @ ways[k])
        assert apart[k] < 2 and 0.25 < share < 0.75
        if divmod(k, shape[1]) != lit:
            assert np.delete(apart, k).min(initial=99) > 9


def test_the_box_of_the_lit_weight_covers_its_label(show):
    shown = show(wires(lit=(1, 0)))
    (box,) = (box for box, told in shown.numbers if told.words.startswith("W_21"))
    label = shown.art.label.get_window_extent()
    assert box[0] <= label.x0 and box[1] <= label.y0 and box[2] >= label.x1 and box[3] >= label.y1


def test_the_boxes_of_nodes_cover_them(show):
    shown = show(wires())
    places = [(0, y) for y in FROM] + [(1, y) for y in TO]
    for (left, low, right, high), place in zip([box for box, _ in shown.numbers][:5], places, strict=True):
        x, y = shown.place(*place)
        assert ((left + right) / 2, (low + high) / 2) == pytest.approx((x, y), abs=0.1)
        assert right - left == pytest.approx(36 * 2), "36 points across, at 144 pixels to 72 points"


def test_keys_are_those_of_other_views(show):
    told = {each.name: each for _, each in show(wires()).numbers}
    assert {"u 1", "x 2", "W_xu 2 1"} <= set(told)
    assert set(told["x 2"].made_of) == {"u 1", "u 2", "u 3", "W_xu 2 1", "W_xu 2 2", "W_xu 2 3"}
