"""Curves: which number stands over which update, which line is whose, and what each says."""

import numpy as np
import pytest

from rnnlib import draw
from rnnlib.draw import style
from rnnlib.tell import Told

SEEN, UNSEEN = ([0, 1, 2, 3, 40], [3.0, 2.5, 2.0, 1.5, 0.25]), ([0, 20, 40], [3.5, 2.75, 3.25])


def curves(**options):
    return draw.Curves({"seen": SEEN, "unseen": UNSEEN}, **{"title": "loss on text", **options})


def test_each_line_passes_through_its_numbers_over_their_updates(show):
    shown = show(curves())
    for line, (places, values) in zip(shown.art.steady, (SEEN, UNSEEN), strict=True):
        assert line.get_xdata().tolist() == places and line.get_ydata().tolist() == values
    assert shown.ax.get_xlabel() == "updates" and curves().T is None
    assert shown.place(20, 0)[0] > shown.place(3, 0)[0] and shown.place(0, 3)[1] > shown.place(0, 2)[1]


def test_each_line_has_its_name_and_a_look_that_needs_no_colour(show):
    shown = show(curves())
    legend = shown.ax.get_legend()
    assert [text.get_text() for text in legend.get_texts()] == ["seen", "unseen"]
    for key, line, role in zip(legend.get_lines(), shown.art.steady, ("target", "gradient"), strict=True):
        assert key.get_color() == line.get_color() == style.ROLES[role]
        assert key.get_linestyle() == line.get_linestyle() and key.get_marker() == line.get_marker()
    assert len({(line.get_linestyle(), line.get_marker()) for line in shown.art.steady}) == 2


@pytest.mark.parametrize(("last", "top", "limits"), [(40, 3.5, (50, 5)), (1, 0.5, (1, 1)), (1001, 1.5, (2000, 2))])
def test_the_axes_end_on_the_next_round_numbers(show, last, top, limits):
    shown = show(draw.Curves({"seen": ([0, last], [top, 0.1])}))
    assert (*shown.ax.get_xlim(), *shown.ax.get_ylim()) == (0, limits[0], 0, limits[1])


def test_one_number_is_a_curve_too(show):
    assert show(draw.Curves({"seen": ([0], [2.5])})).ax.get_xlim() == (0, 1)


def test_a_reference_is_in_sight_and_says_its_height(show):
    shown = show(curves(reference={"chance": 7.0}))
    assert shown.ax.get_ylim() == (0, 10)
    assert "chance = 7.00" in [told.words for _, told in shown.view.numbers(1)]


def test_numbers_stand_where_they_are_and_say_what_they_are(show):
    view = curves()
    shown = show(view)
    told = {told.words: box for box, told in view.numbers(1)}
    assert len(told) == 8
    left, bottom, right, top = told["loss on text: unseen at updates 20 = 2.75"]
    assert np.allclose([(left + right) / 2, (bottom + top) / 2], shown.place(20, 2.75))
    assert "loss on text: seen at updates 40 = 0.25" in told
    says = curves(says=lambda name, k: Told(f"{name} {k} = 1"))
    show(says)
    assert {told.words for _, told in says.numbers(1)} >= {"seen 4 = 1", "unseen 2 = 1"}


def test_of_many_numbers_some_can_be_asked_the_last_among_them(show):
    view = draw.Curves({"seen": (np.arange(1000), np.full(1000, 0.5))})
    show(view)
    words = [told.words for _, told in view.numbers(1)]
    assert len(words) == 60 and words[0].startswith("seen at updates 0 ") and words[-1] == "seen at updates 999 = 0.50"


def test_a_curve_that_grows_is_drawn_as_afresh():
    canvas = draw.Canvas((4, 2))
    for last in (1.0, 2.0, 7.5, 0.5):
        views = [draw.Curves({"seen": ([0, 7], [3.0, last])})]
        assert canvas.draw(views) == draw.Canvas((4, 2)).draw(views)
