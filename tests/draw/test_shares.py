"""Shares: which lying bar is how long, beside which word, and with what it is compared."""

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from rnnlib import draw
from rnnlib.draw import style
from rnnlib.tell import Told

LENGTHS = np.array([[0.7, 0.3, 0.0], [0.1, 0.25, 0.65]])
TEXT = np.array([[0.5, 0.5, 0.0], [0.0, 0.0, 1.0]])
WORDS = ["apples", "pears", "tea"]


def shares(**options):
    return draw.Shares(LENGTHS, WORDS, **{"title": "next", "reference": TEXT, "mark": "in the text", **options})


def boxes(shown):
    """(left, bottom, right, top) of each bar in the data's own units."""
    return [tuple(np.concatenate([path.vertices.min(0), path.vertices.max(0)])) for path in shown.art.bars.get_paths()]


def lengths(shown):
    return [right - left for left, _, right, _ in boxes(shown)]


def colours(shown):
    return [tuple(colour[:3]) for colour in shown.art.bars.get_facecolors()]


def written(shown):
    """(text, place) of each number behind a bar."""
    return [
        (text, tuple(place)) for text, place in zip(shown.art.numbers.strings, shown.art.numbers.places, strict=True)
    ]


def edges(shown):
    """Boxes in pixels round the numbers behind the bars."""
    return shown.art.numbers.boxes()


def lines(shown):
    """{row: place} of the lines of comparison."""
    x, y = shown.art.ticks.get_data()
    rows = np.reshape(y, (-1, 3)).mean(axis=1, where=[True, True, False])
    assert np.isnan(np.reshape(x, (-1, 3))[:, 2]).all(), "the pen is lifted between two lines"
    return {int(row): place for row, place in zip(rows, x[::3], strict=True)}


def test_the_first_word_is_on_top_and_each_bar_beside_its_word(show):
    shown = show(shares())
    names = shown.names("y")
    assert list(names) == WORDS and list(names.values()) == sorted(names.values(), reverse=True)
    for (_, bottom, _, top), place in zip(boxes(shown), names.values(), strict=True):
        assert np.isclose(shown.place(0, (bottom + top) / 2)[1], place)


@pytest.mark.parametrize(("t", "right"), [(1, [0.7, 0.3, 0.0]), (2, [0.1, 0.25, 0.65])])
def test_a_bar_is_as_long_as_its_number_at_the_instant(show, t, right):
    shown = show(shares(), t)
    assert lengths(shown) == right and {left for left, *_ in boxes(shown)} == {0}
    assert [(text, y) for text, (_, y) in written(shown)] == [(f"{length:.2f}", k) for k, length in enumerate(right)]
    assert shown.place(1, 0)[0] > shown.place(0, 0)[0]


def test_the_longest_bar_is_deep_and_those_that_read_alike_look_alike(show):
    deep, pale = to_rgb(style.ROLES["output"]), style.pale("output")
    assert colours(show(shares(), 2)) == [pale, pale, deep]
    first, second, third = colours(show(draw.Shares([0.4, 0.399, 0.2], "abc")))
    assert first == second != third


def test_a_line_stands_across_each_bar_that_has_something_to_compare_with(show):
    shown = show(shares())
    assert lines(shown) == {0: 0.5, 1: 0.5}
    assert lines(shown.at(2)) == {2: 1.0}
    assert shown.ax.get_title("right") == "┃ in the text"
    _, y = shown.art.ticks.get_data()
    assert np.allclose(y[:2], [1.58, 2.42])


def test_a_number_stands_behind_its_bar_clear_of_the_line(show):
    shown = show(draw.Shares([0.45, 0.1, 0.0], WORDS, reference=[0.5, 0.5, 0.0]))
    places = [x for _, (x, _) in written(shown)]
    assert np.allclose(places, [0.52, 0.12, 0.02]), "clear of the line, near the bar"
    assert shown.view.T is None


def test_lengths_or_comparison_alone_may_change(show):
    one, other = draw.Shares(LENGTHS, WORDS, reference=TEXT[0]), draw.Shares(LENGTHS[0], WORDS, reference=TEXT)
    assert one.T == other.T == draw.Shares(LENGTHS, WORDS).T == 2
    assert lines(show(one, 2)) == {0: 0.5, 1: 0.5} and lines(show(other, 2)) == {2: 1.0}
    assert lengths(show(other, 2)) == [0.7, 0.3, 0.0]
    assert show(draw.Shares(LENGTHS, WORDS)).ax.get_title("right") == ""


@pytest.mark.parametrize("t", [1, 2])
def test_every_number_can_be_asked_where_it_stands(show, t):
    shown = show(shares(), t)
    said = [f"next: {word} = {p:.2f}" for word, p in zip(WORDS, LENGTHS[t - 1], strict=True)]
    told = [f"in the text: {word} = {p:.2f}" for word, p in zip(WORDS, TEXT[t - 1], strict=True) if p]
    assert shown.words == said + told
    for (box, _), bar, text in zip(shown.numbers[:3], boxes(shown), edges(shown), strict=True):
        left, high = shown.place(*bar[:2])  # the first row is on top: what is less is higher
        right, low = shown.place(*bar[2:])
        for inner in (np.array([left, low, right, high]), text):
            assert np.all(box[:2] <= inner[:2] + 1) and np.all(box[2:] >= inner[2:] - 1)
    for (row, place), (box, _) in zip(lines(shown).items(), shown.numbers[3:], strict=True):
        x, y = shown.place(place, row)
        assert box[0] < x < box[2] and box[1] < y < box[3] and box[2] - box[0] < 12


def test_it_says_what_its_author_says_of_each_number(show):
    view = shares(says=lambda t, k: Told(f"p {t} {k}"), compared=lambda t, k: Told(f"text {t} {k}"))
    assert show(view, 2).words == ["p 2 0", "p 2 1", "p 2 2", "text 2 2"]
