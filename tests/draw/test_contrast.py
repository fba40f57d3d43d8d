"""All that is drawn can be told from its paper, steps to come included: measured in pixels, with WCAG's formula."""

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from PIL import Image

from rnnlib import draw
from rnnlib.draw import style
from tests.contrast import LINE, TEXT, Seen, contrast, lightness

from .test_canvas import LOSSES, OTHER, VIEWS, P, V, W, X, columns, equation, run

WHITE = 1.0
FULL = 3 * np.ones((3, 3)) * [[1], [-1], [0.9]]  # the darkest cells
VARIOUS = [
    *(views[0] for views in VIEWS.values()),
    *(draw.Lines(X, start=X[0], labels="abc", role=role, reference={"half": 0.5}) for role in style.ROLES),
    *(columns(below="abc", above="abc", said=said, layer={"role": "gradient"}) for said in (True, False)),
    columns(FULL, below="abc", layer={"mark": [0, None, 2], "largest": True}),
    columns(FULL, back=True, layer={"mark": [0, None, 2]}),
    columns(np.array([[np.nan] * 3, X[1], X[2]]), layer={"start": None}),
    draw.Network(run(FULL), inputs="abc", outputs="abc"),
    draw.Heat(FULL),
    draw.Bars(P, "abc", target=[0, None, 2]),
    draw.Shares(P, "abc", reference=P[::-1], role="gradient"),
    draw.Curve(LOSSES, at=[0, 1, 2], role="gradient", reference={"goal": 0.1}),
    draw.Wires(W / 10, V, W @ V, lit=(1, 0)),
    draw.Wires(W, V, W @ V, names=("y", "h"), roles=("output", "gradient")),
    draw.Sums(W, V, lit=(1, 0)),
    equation(10 * W, lit={"W": (0, 1)}),
    draw.Function({"tanh": np.tanh, "none": np.copy}, at=[1, -2], slope=0.4, role="input"),
    draw.Heat(np.stack([X, OTHER, 3 * X])),
]


def colour(name):
    return lightness(255 * np.array(to_rgb(name)))


def seen(colours):
    """The luminance of colours (n, 3) in a stored picture."""
    image = Image.fromarray((255 * np.asarray(colours)[None]).round().astype(np.uint8))
    return lightness(np.asarray(image.quantize(palette=style.palette(), dither=0).convert("RGB"))[0])


@pytest.mark.parametrize(
    ("one", "other", "right"), [("#000", "#FFF", 21), ("#777", "#FFF", 4.48), ("#F00", "#FFF", 4.0)]
)
def test_the_measure_is_that_of_the_guidelines(one, other, right):
    assert contrast(colour(one), colour(other)) == right


@pytest.mark.parametrize("view", VARIOUS, ids=lambda view: type(view).__name__)
def test_texts_are_read_and_lines_are_seen_at_every_instant(view):
    canvas = draw.Canvas((5, 3))
    for t in dict.fromkeys((1, view.T or 1)):
        canvas.draw([view], t)
        picture = Seen(canvas)
        assert len(list(picture.texts())) >= 5
        assert not picture.faults()


@pytest.mark.parametrize("role", style.ROLES)
def test_roles_are_read_and_their_tints_seen(role):
    assert contrast(colour(style.ROLES[role]), WHITE) >= TEXT
    for count in (1, 2, 5):
        tints = style.tints(role, count)
        assert len(tints) == count and np.allclose(tints[0], to_rgb(style.ROLES[role]))
        light = lightness(255 * np.array(tints))
        assert (np.diff(light) > 0).all() and contrast(light[-1], WHITE) >= LINE
        assert min(contrast(tint, WHITE) for tint in seen(tints)) >= LINE


def test_the_number_of_every_cell_is_read_now_and_when_it_is_still_to_come():
    cells = style.SIGNED(np.linspace(0, 1, 1001))
    inks = [colour(ink) for ink in style.inks_on(cells)]
    assert min(map(contrast, inks, seen(cells[:, :3]))) >= TEXT
    pale = (cells * style.PALE + 1 - style.PALE)[:, :3]
    assert min(contrast(colour(style.COMING), cell) for cell in seen(pale)) >= TEXT
    assert (seen(pale) >= seen(cells[:, :3])).all(), "it is paler"


def test_what_is_still_to_come_is_paler_but_for_its_ink(show):
    here, there = (show(columns(FULL), t) for t in (3, 1))
    cell, arrow = here.place(3 - 0.26, 0.12), here.place(3, 3.3)
    for place in (cell, arrow):
        assert lightness(there.colour(*place)) > lightness(here.colour(*place))
