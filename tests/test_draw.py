"""Every view draws its data, moves with t, and takes what learners type."""

import io

import numpy as np
import pytest
from PIL import Image

from rnnlib import Trajectory, draw
from rnnlib.draw import style

T, N = 5, 3


def run(T=T, seed=0):
    rng = np.random.default_rng(seed)
    return Trajectory(np.zeros(N), rng.normal(size=(T, 1)), np.tanh(rng.normal(size=(T, N))), rng.normal(size=(T, 2)))


VIEWS = {
    "Lines": draw.Lines(lambda run: run.x, start=lambda run: run.x0, labels=["a", "b", "c"]),
    "Lines, plain": draw.Lines(lambda run: run.u, role="input", reference={"zero point five": 0.5}),
    "Lines, log": draw.Lines(lambda run: np.abs(run.x), log=True, ylim=(1e-3, 2), xlabel="steps T"),
    "Heat": draw.Heat(lambda run: run.x.T),
    "Heat, live": draw.Heat(lambda run, t: run.x[t - 1 :][:1], live=True, cursor=False),
    "Heat, window": draw.Heat(lambda run: run.x.T, reach=lambda run: 3, digits=0),
    "Bars": draw.Bars(lambda run, t: np.abs(run.x[t - 1]), ["a", "b", "c"], target=lambda run, t: t % 3),
    "Shares": draw.Shares(lambda run, t: np.abs(run.x[t - 1]), "abc", reference=lambda run, t: [0, 0.5, 0.5]),
    "Network": draw.Network(lambda run: run),
    "Plane": draw.Plane(lambda run: run.x, lambda run: "abcdefghijklmnopqrst"[: len(run.x)]),
    "Curve": draw.Curve(lambda run: np.abs(run.u[:, 0]), at=lambda run, t: t - 1),
    "Eigenvalues": draw.Eigenvalues(lambda run: np.diag(run.x[0])),
    "Wires": draw.Wires(lambda run: (run.x.T, run.u[:, 0], run.x.T @ run.u[:, 0]), lit=lambda run: (2, 0)),
    "Sums": draw.Sums(lambda run: (run.x.T, run.u[:, 0]), lit=lambda run: (2, 0)),
    "Equation": draw.Equation(lambda run: [("x", run.x[0]), "=", ("W", run.x.T)], lit=lambda run: {"W": (2, 0)}),
    "Function": draw.Function(
        lambda run: {"tanh": np.tanh, "none": np.copy}, at=lambda run: run.u[0], slope=lambda run: 0.5
    ),
    "Columns": draw.Columns(
        [
            draw.Layer("input", lambda run: run.u, "input", digits=1),
            draw.Layer("state", lambda run: run.x, "state", "abc", by="W_xu", along="W_xx", start=lambda run: run.x0),
            draw.Layer(
                "output", lambda run: run.y, "output", by="W_yx", mark=lambda run: [None] * len(run.y), largest=True
            ),
        ],
        below=lambda run: "abcdefghijklmnopqrst"[: len(run.x)],
    ),
}
VIEWS["Columns, back"] = draw.Columns(
    [
        draw.Layer("state", lambda run: run.x, "gradient", "abc", along="W_xx", start=lambda run: run.x0),
        draw.Layer("output", lambda run: run.y, "gradient", ["y1", "y2"], by="W_yx"),
    ],
    back=True,
)
STILL = {"Eigenvalues", "Equation", "Function", "Sums", "Wires"}  # shows nothing that depends on t


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("instants", [1, 2, 17])
def test_any_length(name, instants):
    canvas = draw.Canvas([VIEWS[name]], (5, 3))
    for t in (1, instants):
        assert canvas.show(run(T=instants), t).startswith(b"\x89PNG")


def test_network_turns_its_pages():
    network = draw.Network(lambda run: run)
    long = run(T=14)
    assert [network.page(long, t) for t in (1, 6, 7, 12, 13, 14)] == [0, 0, 6, 6, 8, 8]
    for t in range(1, 15):
        assert 1 <= t - network.page(long, t) <= 6, "the current column is in sight"


def column_layers(y, marks):
    """The scores of some columns, drawn; the artists of their one layer."""
    columns = draw.Columns([draw.Layer("score", lambda y: y, mark=lambda y: marks, largest=True, limit=5, digits=1)])
    canvas = draw.Canvas([columns], (5, 3))
    canvas.show(np.array(y), 1)
    return canvas.panels[0][1].floors[0]


def test_columns_write_every_number():
    scores = column_layers([[1.0, 2.26, -3.04], [0.5, 0.3, -0.04]], marks=[1, None])
    assert [text.get_text() for text in scores.numbers] == ["", "", "", "1.0", "2.3", "-3.0", "0.5", "0.3", "0.0"]


def test_columns_frame_the_target_and_point_at_the_largest():
    scores = column_layers([[1.0, 2.2, -3.0], [0.5, 0.3, -1.0]], marks=[2, None])
    assert [frame.get_visible() for frame in scores.frames] == [False, True, False]
    assert scores.frames[1].get_y() == 0, "the last row is the lowest"
    _, heights = scores.pointers[0].get_data()
    assert list(heights) == [1.5, 2.5]


@pytest.mark.parametrize(("said", "role"), [(False, "target"), (True, "output")])
def test_columns_write_targets_and_answers_in_their_own_colours(said, role):
    layers = [draw.Layer("state", lambda run: run.x)]
    canvas = draw.Canvas([draw.Columns(layers, above=lambda run: "abcde", said=said)], (5, 3))
    canvas.show(run(), 1)
    above = [text for text in canvas.panels[0][0].texts if text.get_text() in {"a", "b", "c", "d", "e"}]
    assert len(above) == T and {text.get_color() for text in above} == {style.ROLES[role]}


def test_columns_draw_no_arrow_to_where_there_are_no_numbers():
    late = np.array([[np.nan], [0.5]])
    layers = [draw.Layer("state", lambda _: np.zeros((2, 1))), draw.Layer("score", lambda _: late, rows="y", by="W_yx")]
    canvas = draw.Canvas([draw.Columns(layers)], (5, 3))
    canvas.show(None, 1)
    (ax, shown), seen = canvas.panels[0], []
    for t in (1, 2):
        canvas.move(t)
        seen.append([shown.strong[0].get_visible(), shown.signs[0].get_visible()])
    assert seen == [[False, False], [True, True]]
    assert [arrow.get_visible() for arrow in shown.arrows] == [False, True]
    row = next(text for text in ax.texts if text.get_text() == "y")
    assert 1 < row.get_position()[0] < 2, "the name of the row stands beside its first cell"


def test_columns_turn_their_pages_with_all_that_stands_on_them():
    columns = draw.Columns([draw.Layer("state", lambda run: run.x)], below=lambda run: "abcdefghijklmn")
    canvas = draw.Canvas([columns], (6, 3))
    canvas.show(run(T=14), 8)
    shown = canvas.panels[0][1]
    assert [word.get_text() for word in shown.under] == list("fghijkl")
    assert shown.floors[0].numbers[0].get_text() == f"{run(T=14).x[5, 0]:.2f}"


def test_wires_light_one_arrow_and_name_its_nodes():
    W = np.array([[0.5, -1.0, 0.0], [1.5, 0.0, -3.0]])
    dark = draw.Wires(lambda at: (W, np.ones(3), W.sum(1)), lit=lambda at: at)
    canvas = draw.Canvas([dark], (4, 3))
    shown = {at: canvas.show(at, 1) for at in [None, *np.ndindex(2, 3)]}
    assert len(set(shown.values())) == 7, "every entry looks different"
    draw.Canvas([draw.Wires(lambda at: (W, np.ones(3), W.sum(1)), names=(["$", "가", "_"], "y"))], (4, 3)).show(None, 1)


def test_an_equation_shows_the_shapes_that_came():
    view = draw.Equation(lambda parts: parts)
    view.start(
        draw.Canvas([view], (6, 3)).panels[0][0], [("W", np.ones((2, 3))), "@", ("u", np.ones(3)), ("b", [[1]], "(1,)")]
    )
    assert [text.get_text() for text in view.ax.texts if "(" in text.get_text()] == ["(2, 3)", "(3,)", "(1,)"]


def test_network_says_what_it_is_told_to():
    one = Trajectory(np.zeros(1), np.ones((2, 1)), np.full((2, 1), 3.0), np.full((2, 1), 7.0))
    view = draw.Network(lambda run: run, names=("f", "f", "h"), digits=0)
    canvas = draw.Canvas([view], (5, 3))
    canvas.show(one, 1)
    texts = [text.get_text() for text in canvas.panels[0][0].texts]
    assert {"$f$", "$h$", "0", "1", "3", "7"} <= set(texts) and not any("W" in text for text in texts)


def test_network_shows_as_many_columns_as_it_is_told_to_and_keeps_large_numbers_in_their_cells():
    grown = Trajectory(np.zeros(1), np.ones((8, 1)), -(40.0 ** np.arange(8))[:, None], np.zeros((8, 1)))
    view = draw.Network(lambda run: run, columns=8)
    assert {view.page(grown, t) for t in range(1, 9)} == {0}, "no second page"
    canvas = draw.Canvas([view], (10, 3))
    canvas.show(grown, 1)
    texts = [text.get_text() for text in canvas.panels[0][0].texts]
    assert {"$x_{8}$", "-40.00", "-1600", "-2e11", "0.00"} <= set(texts) and "-0.00" not in texts


def test_turned_round_columns_are_lit_from_the_last_to_the_first():
    canvas = draw.Canvas([VIEWS["Columns, back"]], (5, 3))
    canvas.show(run(), T)
    _, columns = canvas.panels[0]
    for t in (T, 2, 1):
        canvas.move(t)
        veil, box = columns.veil, columns.box
        assert np.isclose(veil.get_x() + veil.get_width(), box.get_x()), "what lies on the left is pale"
    down, left = (arrow.get_path().vertices for arrow in columns.strong)
    assert down[0, 1] > down[1, 1] and left[0, 0] > left[1, 0]


@pytest.mark.parametrize("places", [(0.0, -0.3), (0.0, 0.3), (1.0, 2.0), (-1.0, -0.7)])
@pytest.mark.parametrize("slope", [1.0, -1.0])
def test_the_numbers_of_two_near_points_stand_apart(places, slope):
    canvas = draw.Canvas([draw.Function(lambda s: {"line": lambda a: s * a}, at=lambda s: places)], (5, 3))
    canvas.show(slope, 1)
    corners = {(text.get_ha(), text.get_va()) for text in canvas.panels[0][1].texts}
    assert len(corners) == 2
