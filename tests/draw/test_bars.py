"""Bars: which bar is how high, over which name, with which number, and which one is the target."""

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from rnnlib import draw
from rnnlib.draw import style
from rnnlib.tell import Told

HEIGHTS = np.array([[0.1, 0.2, 0.7], [0.6, 0.3, 0.1], [0.25, 0.5, 0.25]])  # three letters at three instants


def bars(**options):
    return draw.Bars(HEIGHTS, "abc", **{"title": "next letter", **options})


def boxes(shown):
    """(left, bottom, right, top) of each bar in the data's own units."""
    return [tuple(np.concatenate([path.vertices.min(0), path.vertices.max(0)])) for path in shown.art.bars.get_paths()]


def heights(shown):
    return [top - bottom for _, bottom, _, top in boxes(shown)]


def colours(shown):
    return [tuple(colour[:3]) for colour in shown.art.bars.get_facecolors()]


def outlined(shown):
    """{place: colour} of the bars that have a wide outline."""
    bars = shown.art.bars
    widths = np.broadcast_to(bars.get_linewidths(), len(bars.get_paths()))
    return {k: tuple(bars.get_edgecolors()[k, :3]) for k in np.flatnonzero(widths > 1)}


def written(shown):
    """(text, place) of each number over a bar."""
    return [
        (text, tuple(place)) for text, place in zip(shown.art.numbers.strings, shown.art.numbers.places, strict=True)
    ]


def edges(shown):
    """Boxes in pixels round the numbers over the bars."""
    return shown.art.numbers.boxes()


def test_the_bars_stand_over_their_names_from_left_to_right(show):
    shown = show(bars(), 1)
    names = shown.names("x")
    assert list(names) == ["a", "b", "c"] and list(names.values()) == sorted(names.values())
    for (left, _, right, _), place in zip(boxes(shown), names.values(), strict=True):
        assert np.isclose(shown.place((left + right) / 2, 0)[0], place)


@pytest.mark.parametrize(("t", "right"), [(1, [0.1, 0.2, 0.7]), (2, [0.6, 0.3, 0.1]), (3, [0.25, 0.5, 0.25])])
def test_a_bar_is_as_high_as_its_number_at_the_instant(show, t, right):
    shown = show(bars(), t)
    for k, ((left, bottom, right_edge, top), (text, (x, y))) in enumerate(
        zip(boxes(shown), written(shown), strict=True)
    ):
        assert (bottom, top) == (0, right[k]) and left < k < right_edge
        assert text == f"{right[k]:.2f}" and x == k and right[k] < y < right[k] + 0.05
        seen = shown.colour(*(shown.place(k, right[k] / 2)))
        assert np.allclose(seen, np.array(colours(shown)[k]) * 255, atol=2)
    assert shown.place(0, 1)[1] > shown.place(0, 0)[1]


def test_time_moves_the_bars(show):
    shown = show(bars())
    assert [heights(shown.at(t))[2] for t in (3, 1, 2)] == [0.25, 0.7, 0.1]


def test_the_largest_bar_is_deep(show):
    deep, pale = to_rgb(style.ROLES["output"]), style.pale("output")
    assert colours(show(bars(), 2)) == [deep, pale, pale]
    assert colours(show(bars(role="gradient"), 1))[2] == to_rgb(style.ROLES["gradient"])


def test_bars_whose_numbers_read_alike_look_alike(show):
    low, first, second = colours(show(draw.Bars([0.2, 0.4, 0.4001], "abc")))
    assert first == second != low


def test_the_mark_stands_over_the_right_bar_and_the_bar_is_outlined(show):
    shown = show(bars(target=np.array([2, 0, 1])))
    for t, right in ((1, 2), (2, 0), (3, 1)):
        now = shown.at(t)
        (x,), (y,) = now.art.mark.get_data()
        left, _, end, _ = boxes(now)[right]
        assert left < x < end and 1 < y < now.ax.get_ylim()[1]
        assert outlined(now) == {right: (0, 0, 0)}
    assert shown.ax.get_title("right") == "▼ target"


def test_there_may_be_no_target_at_an_instant_or_ever(show):
    shown = show(bars(target=[None, 0, None], mark="drawn"))
    for t, marked in ((1, []), (2, [0]), (3, [])):
        now = shown.at(t)
        assert list(now.art.mark.get_xdata()) == list(outlined(now)) == marked
    assert shown.ax.get_title("right") == "▼ drawn"
    bare = show(bars())
    assert not hasattr(bare.art, "mark") and bare.ax.get_title("right") == "" and not outlined(bare)


def test_bars_that_stay_may_have_a_target_that_moves(show):
    still = draw.Bars([0.5, 0.25], "ab")
    assert still.T is None and draw.Bars([0.5, 0.25], "ab", target=1).T is None
    view = draw.Bars([0.5, 0.25], "ab", target=[0, 1, None])
    assert view.T == 3
    shown = show(view)
    assert [list(outlined(shown.at(t))) for t in (1, 2, 3)] == [[0], [1], []]
    assert [heights(shown.at(t)) for t in (1, 3)] == [[0.5, 0.25]] * 2
    assert list(outlined(show(draw.Bars([0.5, 0.25], "ab", target=0)))) == [0], "the first place counts as a place"


def test_a_bar_that_is_cut_off_says_its_true_value(show):
    shown = show(draw.Bars([3.5, 1.0], ["loss", "bound"], title="surprise", ylim=(0, 2), role="plain"))
    assert heights(shown) == [2, 1]
    assert [text for text, _ in written(shown)] == ["3.50", "1.00"]
    assert shown.words == ["surprise: loss = 3.50", "surprise: bound = 1.00"]


def test_a_negative_bar_hangs(show):
    shown = show(draw.Bars([0.5, -0.5, -0.001], "abc", ylim=(-1, 1)))
    assert sorted(boxes(shown)[1][1::2]) == [-0.5, 0]
    assert [text for text, _ in written(shown)] == ["0.50", "-0.50", "0.00"]
    (_, bottom, _, top), _ = shown.numbers[1]
    assert np.isclose(bottom, shown.place(1, -0.5)[1]) and top > shown.place(1, 0)[1]


@pytest.mark.parametrize("t", [1, 2, 3])
def test_every_number_can_be_asked_where_it_stands(show, t):
    shown = show(bars(), t)
    assert shown.words == [f"next letter: {name} = {p:.2f}" for name, p in zip("abc", HEIGHTS[t - 1], strict=True)]
    for (box, _), bar, text in zip(shown.numbers, boxes(shown), edges(shown), strict=True):
        corners = np.array([*shown.place(*bar[:2]), *shown.place(*bar[2:])])
        for inner in (corners, text):
            assert np.all(box[:2] <= inner[:2] + 1) and np.all(box[2:] >= inner[2:] - 1)
        assert np.allclose(box[[0, 2]], corners[[0, 2]], atol=1), "no wider than its bar"


def test_many_bars_have_no_numbers_and_can_be_asked_all_the_same(show):
    shown = show(draw.Bars(np.arange(14) / 14, "abcdefghijklmn"))
    assert written(shown) == [] and np.allclose(shown.values, np.arange(14) / 14, atol=0.006)


def test_it_says_what_its_author_says_of_each_number(show):
    assert show(bars(says=lambda t, k: Told(f"p {t} {k}")), 2).words == ["p 2 0", "p 2 1", "p 2 2"]


def test_what_a_learner_types_is_shown_as_letters(show):
    assert list(show(draw.Bars([0.2, 0.3, 0.5], ["$x_", "\\al", "\U0001fae8"])).names("x")) == ["$x_", "\\al", "□"]
