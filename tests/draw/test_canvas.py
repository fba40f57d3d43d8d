"""The canvas and all views together: no trace of what was drawn before, nothing cut off, every number answers."""

import io

import numpy as np
import pytest
from matplotlib.text import Text
from PIL import Image

from rnnlib import Trajectory, draw
from rnnlib.draw import style
from rnnlib.draw.arrangement import DPI
from rnnlib.draw.canvas import CSS
from rnnlib.draw.texts import Texts

T = 3
rng = np.random.default_rng(0)
X, OTHER = rng.uniform(-1, 1, (T, 3)), rng.uniform(-1, 1, (T, 3))
P = np.array([[0.7, 0.2, 0.1], [0.1, 0.3, 0.6], [0.2, 0.5, 0.3]])
W, V = np.array([[0.5, -1.0, 0.0], [1.5, 0.0, -3.0]]), np.array([2.0, 1.0, -1.0])
LOSSES = np.array([1.0, 0.5, 0.2])


def run(x=X, n=2, T=T):
    return Trajectory(np.zeros(x.shape[1]), np.ones((T, 1)), x[:T], np.full((T, n), 0.5))


def columns(x=X, by="W_yx", layer=None, **options):
    states = draw.Layer(
        "state", x, **{"role": "state", "rows": "abc", "along": "W_xx", "start": [0, 0, 1], **(layer or {})}
    )
    return draw.Columns([states, draw.Layer("score", x[:, :1] + 1, "output", by=by)], **options)


def equation(W=W, lit=None, **options):
    return draw.Equation([("x", W @ V), "=", ("W", W), "@", ("u", V)], lit=lit, **options)


def regions(x=X, labels="abc", **options):
    """Up says "up", down says "down"; step t presses the square together, to t / 4 of its width."""
    upper = {"names": ["up", "down"], "answer": lambda points: np.column_stack([points[:, 1], -points[:, 1]])}
    steps = {"start": X[0, 1:], "moves": lambda points, t: points * [t / 4, 1]}
    return draw.Regions(x[:, :2], labels, **{**upper, **steps, **options})


# Of each view one to begin with, and others that differ in one thing: its data, their number, an option.
VIEWS = {
    draw.Lines: [
        draw.Lines(X, start=X[0], labels="abc", ylim=(-1, 1)),
        draw.Lines(OTHER, start=X[1], labels="abc", ylim=(-1, 1)),
        draw.Lines(X[:, :2], start=X[0, :2], labels="ab", ylim=(-1, 1)),
        draw.Lines(X, labels="abc", ylim=(-1, 1)),
        draw.Lines(X, start=X[0], ylim=(-1, 1)),
        draw.Lines(X, start=X[0], labels="abd", ylim=(-1, 1)),
        draw.Lines(X, start=X[0], labels="abc", ylim=(-1, 1), title="another"),
        draw.Lines(X, start=X[0], labels="abc", ylim=(-2, 1)),
        draw.Lines(X, start=X[0], labels="abc", ylim=(-1, 1), role="input"),
        draw.Lines(X, start=X[0], labels="abc", ylim=(-1, 1), reference={"half": 0.5}),
        draw.Lines(X, start=X[0], labels="abc", ylim=(-1, 1), xlabel="steps"),
        draw.Lines(X, start=X[0], labels="abc", ylim=(0.01, 1), log=True),
    ],
    draw.Heat: [
        draw.Heat(X),
        draw.Heat(OTHER),
        draw.Heat(X[:2]),
        draw.Heat(X[:, :2]),
        draw.Heat(X, rows="abc"),
        draw.Heat(X, columns="abc"),
        draw.Heat(X, limit=2),
        draw.Heat(X, cursor=False),
        draw.Heat(X, cursor=2),
        draw.Heat(X, reach=2),
        draw.Heat(X, numbers=False),
        draw.Heat(X, digits=1),
        draw.Heat(np.stack([X, OTHER, X])),
    ],
    draw.Bars: [
        draw.Bars(P, "abc"),
        draw.Bars(P[::-1], "abc"),
        draw.Bars(P[:, :2], "ab"),
        draw.Bars(P, "abd"),
        draw.Bars(P, "abc", target=[0, None, 2]),
        draw.Bars(P, "abc", target=1),
        draw.Bars(P, "abc", target=1, mark="here"),
        draw.Bars(P, "abc", role="gradient"),
        draw.Bars(P, "abc", ylim=(0, 2)),
        draw.Bars(P[0], "abc"),
    ],
    draw.Shares: [
        draw.Shares(P, "abc"),
        draw.Shares(P[::-1], "abc"),
        draw.Shares(P[:, :2], "ab"),
        draw.Shares(P, "abd"),
        draw.Shares(P, "abc", reference=P[::-1]),
        draw.Shares(P, "abc", reference=P[0], mark="here"),
        draw.Shares(P, "abc", role="gradient"),
    ],
    draw.Curves: [
        draw.Curves({"seen": ([0, 4, 8], LOSSES), "unseen": ([0, 8], LOSSES[:2])}),
        draw.Curves({"seen": ([0, 4, 8], LOSSES / 2), "unseen": ([0, 8], LOSSES[:2])}),
        draw.Curves({"seen": ([0, 4, 30], LOSSES), "unseen": ([0, 8], LOSSES[:2])}),
        draw.Curves({"seen": ([0, 4, 8], LOSSES)}),
        draw.Curves({"seen": ([0, 4, 8], 7 * LOSSES), "other": ([0, 8], LOSSES[:2])}),
        draw.Curves({"seen": ([0, 4, 8], LOSSES), "unseen": ([0, 8], LOSSES[:2])}, xlabel="k"),
        draw.Curves({"seen": ([0, 4, 8], LOSSES), "unseen": ([0, 8], LOSSES[:2])}, reference={"goal": 0.1}),
    ],
    draw.Curve: [
        draw.Curve(LOSSES, at=[0, 1, 2]),
        draw.Curve(LOSSES / 2, at=[0, 1, 2]),
        draw.Curve(LOSSES[:2], at=[0, 1, 1]),
        draw.Curve(LOSSES),
        draw.Curve(LOSSES, at=[0, 1, 2], xlabel="k"),
        draw.Curve(LOSSES, at=[0, 1, 2], role="gradient"),
        draw.Curve(LOSSES, at=[0, 1, 2], log=True),
        draw.Curve(LOSSES, at=[0, 1, 2], reference={"goal": 0.1}),
        draw.Curve(LOSSES, at=[0, 1, 2], ylim=(0, 3)),
        draw.Curve(LOSSES, at=[0, 1, 2], low=-0.2),
    ],
    draw.Plane: [
        draw.Plane(X, "abc", limit=2),
        draw.Plane(OTHER, "abc", limit=2),
        draw.Plane(X[:2], "ab", limit=2),
        draw.Plane(X, "abd", limit=2),
        draw.Plane(X, "abc", limit=3),
        draw.Plane(X[:, :1], "abc", limit=2),
        draw.Plane(X, "abc", limit=2, axes="pv"),
        draw.Plane(X, "abc", limit=2, trail=1),
    ],
    draw.Regions: [
        regions(),
        regions(-X),
        regions(X[:2], "ab"),
        regions(labels="abd"),
        regions(limit=2),
        regions(start=None),
        regions(names=["up", "dawn"]),
        regions(answer=lambda points: np.column_stack([-points[:, 1], points[:, 1]])),
        regions(answer=None),
        regions(moves=None),
        regions(moves=lambda points, t: points / (t + 1)),
    ],
    draw.Joins: [
        draw.Joins(0.5, X[0]),
        draw.Joins(0.5, OTHER[0]),
        draw.Joins(-0.5, X[0]),
        draw.Joins(0.5, X[0, :2]),
    ],
    draw.Eigenvalues: [
        draw.Eigenvalues([[0.5, 0.5], [-0.5, 0.5]]),
        draw.Eigenvalues([[0.5, 0], [0, -0.5]]),
        draw.Eigenvalues([[0.5]]),
        draw.Eigenvalues([[0.5]], fates=False),
        draw.Eigenvalues([[0.5]], goal=[[0.25]]),
        draw.Eigenvalues([[0.5, 0.5], [-0.5, 0.5]], limit=2),
    ],
    draw.Network: [
        draw.Network(run()),
        draw.Network(run(OTHER)),
        draw.Network(run(X[:, :2])),
        draw.Network(run(T=2)),
        draw.Network(run(), inputs="abc"),
        draw.Network(run(), outputs="abc"),
        draw.Network(run(), limit=2),
        draw.Network(run(), names=("f", "f", "h")),
        draw.Network(run(), states="pqr"),
        draw.Network(run(), digits=1),
        draw.Network(run(), columns=2),
    ],
    draw.Columns: [
        columns(),
        columns(OTHER),
        columns(X[:2]),
        columns(by="softmax"),
        columns(below="abc"),
        columns(above="abc"),
        columns(above="abd", said=True),
        columns(back=True),
        columns(layer={"role": "gradient"}),
        columns(layer={"rows": "abd"}),
        columns(layer={"rows": None}),
        columns(layer={"along": ""}),
        columns(layer={"start": None}),
        columns(layer={"mark": [0, None, 2]}),
        columns(layer={"largest": True}),
        columns(layer={"limit": 3}),
        columns(layer={"digits": 1}),
        columns(np.array([[np.nan] * 3, X[1], X[2]])),
    ],
    draw.Wires: [
        draw.Wires(W, V, W @ V),
        draw.Wires(-W, V, W @ -V),
        draw.Wires(W[:1], V, W[:1] @ V),
        draw.Wires(W, V, W @ V, names=("abc", "y")),
        draw.Wires(W, V, W @ V, names=(["a", "b", "c"], "x")),
        draw.Wires(W, V, W @ V, roles=("state", "state")),
        draw.Wires(W, V, W @ V, lit=(1, 0)),
        draw.Wires(W, V, W @ V, limit=1),
        draw.Wires(W, V, W @ V, full=1),
    ],
    draw.Sums: [
        draw.Sums(W, V),
        draw.Sums(-W, V),
        draw.Sums(W[:1], V),
        draw.Sums(W, V, names=("V", "u", "x")),
        draw.Sums(W, V, lit=(1, 0)),
    ],
    draw.Equation: [
        equation(),
        equation(-W),
        equation(W[:1]),
        equation(lit={"W": (1, 0)}),
        equation(limit=1),
        equation(digits=0),
        draw.Equation([("x", W @ V), "=", ("W", W), "+", ("u", V)]),
        draw.Equation([("x", W @ V), "=", ("W", W), "@", ("h", V)]),
        draw.Equation([("x", W @ V), "=", ("W", W), "@", ("u", V[:, None], "(3)")]),
    ],
    draw.Function: [
        draw.Function({"tanh": np.tanh, "none": np.copy}, at=[1, 2]),
        draw.Function({"tanh": np.sin, "none": np.copy}, at=[1, -2]),
        draw.Function({"tanh": np.tanh}, at=[1, 2]),
        draw.Function({"tanh": np.tanh, "twice": np.copy}, at=[1, 2]),
        draw.Function({"tanh": np.tanh, "none": np.copy}, at=1),
        draw.Function({"tanh": np.tanh, "none": np.copy}, at=[1, 2], slope=0.4),
        draw.Function({"tanh": np.tanh, "none": np.copy}, at=[1, 2], span=(-3, 3)),
        draw.Function({"tanh": np.tanh, "none": np.copy}, at=[1, 2], ylim=(-2, 2)),
        draw.Function({"tanh": np.tanh, "none": np.copy}, at=[1, 2], labels=("b", "c")),
        draw.Function({"tanh": np.tanh, "none": np.copy}, at=[1, 2], role="output"),
    ],
}  # fmt: skip
SMALL = (4, 2.4)


def name(kind):
    return kind.__name__


def instants(view):
    return dict.fromkeys((1, view.T or 1))


def seen(canvas, view):
    return [canvas.draw([view], t) for t in instants(view)]


def test_all_views_are_here():
    kinds = {kind for kind in vars(draw).values() if isinstance(kind, type) and issubclass(kind, draw.View)}
    assert set(VIEWS) == kinds - {draw.View}


@pytest.mark.parametrize("kind", VIEWS, ids=name)
def test_what_was_drawn_before_leaves_no_trace(kind):
    first, *others = VIEWS[kind]
    canvas = draw.Canvas(SMALL)
    begin = seen(canvas, first)
    for k, other in enumerate(others):
        new = draw.Canvas(SMALL)
        new.first = canvas.first  # its panels stand where those of the other stand
        after = seen(canvas, other)
        assert after != begin, f"{kind.__name__} {k + 1} looks different"
        assert after == seen(new, other), f"{kind.__name__} {k + 1}"
        assert seen(canvas, first) == begin, f"the way back from {kind.__name__} {k + 1}"


PAIRS = {  # what differs in an option that only shows beside another
    "said": [columns(above="abc", said=said) for said in (False, True)],
    "name of the outline": [draw.Bars(P, "abc", target=1, mark=mark) for mark in ("target", "here")],
    "name of the lines": [draw.Shares(P, "abc", reference=P[0], mark=mark) for mark in ("target", "here")],
    "marked in a row": [columns(layer={"mark": [row] * 3}) for row in (0, 2)],
    "lit": [draw.Wires(W, V, W @ V, lit=lit) for lit in ((0, 0), (1, 2))],
    "slope": [draw.Function({"tanh": np.tanh}, at=1, slope=slope) for slope in (0.4, None)],
    "reach": [draw.Heat(X, columns="abc", reach=reach) for reach in (2, 3)],
}


@pytest.mark.parametrize("option", PAIRS)
def test_options_leave_no_trace_beside_others(option):
    one, other = PAIRS[option]
    canvas, new = draw.Canvas(SMALL), draw.Canvas(SMALL)
    before = canvas.draw([one], 3)
    new.first = canvas.first
    after = canvas.draw([other], 3)
    assert after != before
    assert after == new.draw([other], 3) and canvas.draw([one], 3) == before


@pytest.mark.parametrize("kind", VIEWS, ids=name)
def test_moving_is_the_same_as_drawing_anew(kind):
    view, other = VIEWS[kind][:2]
    canvas = draw.Canvas(SMALL)
    times = range(1, (view.T or 1) + 1)
    moved = [canvas.draw([view], t) for t in times]
    assert len(set(moved)) == len(times), "every instant looks different"
    for t, png in zip(times, moved, strict=True):
        canvas.draw([other], t)
        canvas.frames = canvas.views = None
        assert canvas.draw([view], t) == png


@pytest.mark.parametrize("kind", VIEWS, ids=name)
def test_after_another_view_stood_in_its_place_a_view_looks_as_before(kind):
    view, canvas = VIEWS[kind][0], draw.Canvas(SMALL)
    before = canvas.draw([view], 1)
    for stranger in (VIEWS[draw.Equation][0], VIEWS[draw.Network][0], VIEWS[draw.Lines][-1]):
        if type(stranger) is not kind:
            canvas.draw([stranger], 1)
            assert canvas.draw([view], 1) == before, type(stranger).__name__


def test_pages_turn_with_time():
    canvas, fresh = draw.Canvas(SMALL), draw.Canvas(SMALL)
    view = draw.Columns([draw.Layer("x", np.arange(1.0, 9.0) / 8)])  # six columns to a page
    first = canvas.draw([view], 2)
    assert canvas.draw([view], 8) == fresh.draw([view], 8) != first
    assert canvas.draw([view], 2) == first


def test_a_view_may_stand_on_two_canvases():
    view, other = VIEWS[draw.Lines][:2]
    one, two = draw.Canvas(SMALL), draw.Canvas((4, 2))
    right = {(view, t): draw.Canvas(SMALL).draw([view], t) for view in (view, other) for t in (1, 2)}
    for view, t in right:
        one.draw([view], 3)
        two.draw([view], 3)
        assert one.draw([view], t) == right[view, t]
    asked = one.numbers()
    two.forget()
    assert one.numbers() == asked
    assert one.draw([other], 1) == right[other, 1]


def test_a_view_may_stand_twice_in_a_picture():
    view, other = VIEWS[draw.Lines][:2]
    canvas = draw.Canvas((8, 2.4))
    canvas.draw([other, other], 1)
    left, right = np.split(pixels(canvas.draw([view, view], 2)), 2, axis=1)
    assert (left != 255).sum() == pytest.approx((right != 255).sum(), rel=0.05)
    assert len(canvas.numbers()) == 2 * len(view.values.flat)


# What goes wrong inside a view


def broken(view, method, fault, late):
    """A view like `view` in which a method fails, before its work or after half of the picture was changed by it."""

    def fails(*args):
        if late:
            getattr(kind, method)(broken, *args)
        raise fault

    kind = type(view)
    broken = object.__new__(kind)
    broken.__dict__.update(vars(view))
    setattr(broken, method, fails)
    return broken


@pytest.mark.parametrize(
    ("fault", "late"), [(ValueError(), True), (KeyboardInterrupt(), False)], ids=["error-late", "interrupt-at once"]
)
@pytest.mark.parametrize("method", ["frame", "page", "start", "show", "move"])
def test_after_a_fault_the_next_picture_is_right(method, fault, late):
    (columns, other), (lines, same, *_, log) = VIEWS[draw.Columns][:2], VIEWS[draw.Lines]
    canvas = draw.Canvas((6, 2.4))
    right = canvas.draw([columns, lines], 2)
    wrong = log if method == "start" else same  # `start` is called where the frame is another
    for next_views, t in (([columns, lines], 2), ([columns, lines], 3), ([other, lines], 1)):
        canvas.draw([columns, lines], 2)
        with pytest.raises(type(fault)):
            canvas.draw([other, broken(wrong, method, fault, late)], 3)
        fresh = draw.Canvas((6, 2.4))
        fresh.first = canvas.first
        assert canvas.draw(next_views, t) == fresh.draw(next_views, t)
        assert [n.told for n in canvas.numbers()] == [n.told for n in fresh.numbers()]
    assert canvas.draw([columns, lines], 2) == right


def test_a_fault_in_the_very_first_picture_leaves_the_next_one_right():
    view = VIEWS[draw.Lines][0]
    for method in ("start", "show", "move"):
        canvas = draw.Canvas(SMALL)
        with pytest.raises(ValueError, match="broken"):
            canvas.draw([broken(view, method, ValueError("broken"), True)], 1)
        assert canvas.draw([view], 1) == draw.Canvas(SMALL).draw([view], 1)


def test_a_fault_while_the_panels_are_laid_out_leaves_the_next_picture_right(monkeypatch):
    from rnnlib.draw import arrangement

    view, canvas = VIEWS[draw.Lines][0], draw.Canvas(SMALL)

    def interrupted(figure):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(arrangement, "FigureCanvasAgg", interrupted)
        canvas.draw([view], 1)
    assert canvas.draw([view], 1) == draw.Canvas(SMALL).draw([view], 1)


# What is seen


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def rim(png):
    """The outermost pixels of a picture."""
    shown = pixels(png)
    return np.concatenate([shown[0], shown[-1], shown[:, 0], shown[:, -1]])


def of_length(T):
    """The views that show time, with T instants."""
    x, p = rng.uniform(-1, 1, (T, 2)), np.full((T, 2), 0.5)
    return [
        draw.Lines(x, start=x[0]),
        draw.Heat(x.T),
        draw.Heat(x.T, reach=3),
        draw.Bars(p, "ab", target=[1] * T),
        draw.Shares(p, "ab"),
        draw.Plane(x, "a" * T),
        regions(x, "a" * T),
        draw.Curve(p[:, 0], at=range(T)),
        draw.Network(run(x, T=T)),
        draw.Columns([draw.Layer("x", x, start=x[0], along="W_xx")], below="a" * T),
        draw.Columns([draw.Layer("x", x, start=x[0], along="W_xx")], back=True),
    ]


@pytest.mark.parametrize("T", [1, 2, 17])
def test_views_of_any_length_are_whole_and_can_be_asked_at_both_ends(T):
    for view in of_length(T):
        canvas = draw.Canvas(SMALL)
        assert view.T == T
        for t in (1, T):
            assert (rim(canvas.draw([view], t)) == 255).all(), f"{type(view).__name__} at {t}"
            assert canvas.numbers()


LONG = ["one", "two of them", "three of all these", "the very last of them"]
GROWN = {
    "rows of a heat": [draw.Heat(np.ones((n, 4)), rows=[f"row {k}" for k in range(n)]) for n in (8, 16, 3)],
    "names of rows": [draw.Heat(np.ones((4, 4)), rows=rows) for rows in ("abcd", LONG, "abcd")],
    "counted rows": [draw.Heat(np.ones((n, 30)), numbers=False) for n in (8, 16)],
    "labels of bars": [draw.Shares(np.full(4, 0.2), labels) for labels in ("abcd", LONG, "abcd")],
    "large numbers": [draw.Lines(np.array([[0.0], [top]])) for top in (1, 2e5)],
    "axis": [draw.Curve(LOSSES, xlabel=label) for label in ("k", "updates\nof all\nweights")],
    "names of wires": [draw.Wires(np.eye(4), V[:1].repeat(4), np.ones(4), names=(n, n)) for n in ("u", LONG[:2] * 2)],
    "words": [draw.Columns([draw.Layer("state", X[:, :n])], below="abc") for n in (1, 3)],
}


@pytest.mark.parametrize("kind", GROWN)
@pytest.mark.parametrize("place", ["alone", "on the right", "below"])
def test_nothing_is_cut_off_when_the_data_grow_and_all_is_back_when_they_shrink(kind, place):
    canvas, pictures = draw.Canvas((5, 6) if place == "below" else (5, 3)), []
    before = draw.Lines(X, title="before")
    for k, view in enumerate([*GROWN[kind], GROWN[kind][0]]):
        views = {"alone": [view], "on the right": [before, view], "below": [[before], [view]]}
        pictures.append(canvas.draw(views[place]))
        assert (rim(pictures[-1]) == 255).all(), f"{kind}: {k}"
        if place == "on the right":
            left, right = (ax.get_tightbbox() for ax in canvas.here.axes)
            assert left.x1 <= right.x0 + 1, "one panel does not reach into the other"
    assert pictures[0] == pictures[-1] != pictures[1]


def test_panels_stay_where_they_are_while_the_data_change():
    canvas, places = draw.Canvas((6, 2.4)), []
    for top in (1, 5, 0.1, 90):
        canvas.draw([draw.Lines(X * top), draw.Bars(P, "abc")])
        places.append([ax.get_position().bounds for ax in canvas.here.axes])
    assert np.allclose(places, places[0])


def test_the_picture_is_sharp_and_white():
    shown = pixels(draw.Canvas((6, 2)).draw([draw.Lines(X)]))
    assert shown.shape[:2] == (2 * DPI, 6 * DPI)
    assert CSS < DPI
    assert (shown[0, 0] == 255).all(), "the palette has a pure white"


def test_rows_stand_one_above_another_and_widths_are_kept():
    canvas, views = draw.Canvas((6, 4)), [VIEWS[kind][0] for kind in (draw.Lines, draw.Bars, draw.Heat)]
    canvas.draw([views[:2], views[2:]])
    left, right, below = (view.art.ax.get_window_extent() for view in views)
    assert left.x1 < right.x0 and below.y1 < min(left.y0, right.y0)
    canvas = draw.Canvas((6, 2), widths=[1, 3])
    canvas.draw([draw.Bars(P, "abc"), draw.Bars(P, "abc")])
    narrow, wide = (ax.get_window_extent().width for ax in canvas.here.axes)
    assert 2.5 < wide / narrow < 3.5


# What numbers say of themselves


def placed(artist):
    """The box and the text of each text of an artist."""
    if isinstance(artist, Texts):
        yield from zip(artist.boxes(), artist.strings, strict=True)
    elif isinstance(artist, Text):
        yield artist.get_window_extent().extents, artist.get_text()


def written(view):
    """All numbers that stand in a picture and change with its data: the box of each, and the text."""
    for artist in (*view.art.steady, *view.art.moving):
        for (left, low, right, high), text in placed(artist) if artist.get_visible() else ():
            try:
                float(text)
            except ValueError:
                continue
            if view.art.ax.bbox.padded(12).contains((left + right) / 2, (low + high) / 2):
                yield (left, low, right, high), text


def says_its_numbers(view, t):
    """Stands over every written number a box whose words hold it?"""
    asked = list(view.numbers(t))
    for (x0, y0, x1, y1), text in written(view):
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        here = [told for (left, low, right, top), told in asked if left <= x <= right and low <= y <= top]
        assert any(text in told.words for told in here), f"{text} at {t}"


def is_well_said(number):
    """Does its box lie in the picture, and do its words go "name = value"?"""
    left, top, right, bottom = number.box
    assert -0.1 <= left < right <= 1.1 and -0.1 <= top < bottom <= 1.1
    what, _, value = number.told.words.partition(" = ")
    assert what.strip() and value.strip() and "nan" not in value, number.told.words


@pytest.mark.parametrize("kind", VIEWS, ids=name)
def test_nothing_is_cut_off_and_every_written_number_can_be_asked(kind):
    for k, view in enumerate(VIEWS[kind]):
        canvas = draw.Canvas(SMALL)
        for t in instants(view):
            assert (rim(canvas.draw([view], t)) == 255).all(), f"{kind.__name__} {k} at {t}"
            says_its_numbers(view, t)
        assert canvas.numbers(), "there is something to ask"
        for number in canvas.numbers():
            is_well_said(number)


def test_numbers_are_places_in_the_picture_from_its_upper_left():
    canvas = draw.Canvas((4, 2))
    canvas.draw([draw.Heat([[0.1, 0.2], [0.3, 0.4]])])
    boxes = {number.told.words[-4:]: number.box for number in canvas.numbers()}
    middles = {text: ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) for text, box in boxes.items()}
    assert middles["0.10"][0] < middles["0.20"][0] and middles["0.10"][1] < middles["0.30"][1]
    assert boxes["0.10"][3] == pytest.approx(boxes["0.30"][1], abs=1e-3), "the rows touch"
    for t, right in ((3, "0.20 0.50 0.30"), (1, "0.70 0.20 0.10")):
        canvas.draw([draw.Bars(P, "abc")], t)
        assert [number.told.words[-4:] for number in canvas.numbers()] == right.split()


# What learners type, and colours


def test_what_a_learner_types_is_shown_as_letters():
    for letters in ("$x_", "안녕하", "\\al", "_^$"):
        draw.Canvas(SMALL).draw([draw.Bars(P, letters)])
        draw.Canvas(SMALL).draw([columns(below=letters, above=letters, layer={"rows": letters})])
        draw.Canvas(SMALL).draw([draw.Network(run(), inputs=letters, outputs=letters)])
        draw.Canvas(SMALL).draw([draw.Wires(W, V, W @ V, names=(list(letters), "x"))])


def test_missing_glyphs_do_not_warn():
    faces = "\U0001fae8" * T
    draw.Canvas(SMALL).draw([draw.Bars([0.5], ["\U0001fae8"])])
    for view in (columns(below=faces), draw.Network(run(), inputs=faces)):
        draw.Canvas(SMALL).draw([view], 2)


def test_the_palette_keeps_every_role_apart():
    palette = np.reshape(style.palette().getpalette(), (-1, 3))
    nearest = {}
    for role, colour in style.ROLES.items():
        rgb = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)])
        distance = np.abs(palette - rgb).max(1)
        assert distance.min() <= 9, role
        nearest[role] = tuple(palette[distance.argmin()])
    assert len(set(nearest.values())) == len(style.ROLES)


@pytest.mark.parametrize("veil", [0.0, 0.72])  # later instants are pale
def test_a_signed_colour_never_turns_grey_or_changes_its_side(veil):
    values = np.linspace(-1, 1, 401)
    asked = style.SIGNED(style.signed(1.0)(values))[:, :3] * (1 - veil) + veil
    image = Image.fromarray((asked[None] * 255).round().astype(np.uint8)).quantize(palette=style.palette(), dither=0)
    red, _, blue = np.asarray(image.convert("RGB"), int)[0].T
    assert (red[values < -0.1] < blue[values < -0.1]).all()
    assert (red[values > 0.1] > blue[values > 0.1]).all()
    middle = np.abs(values) <= 0.1
    assert ((red - blue)[middle] * values[middle] >= 0).all()


def test_picture_is_a_png_with_words():
    picture = draw.picture([VIEWS[draw.Heat][0]], text="states as colours", size=(4, 2))
    png, metadata = picture._repr_png_()
    assert png.startswith(b"\x89PNG") and metadata == {"width": 400, "alt": "states as colours"}
    assert repr(picture) == "states as colours"
