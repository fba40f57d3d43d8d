"""Texts, Cells and Blocks leave the pixels that matplotlib's own artists leave; packed pictures are Pillow's."""

import io

import matplotlib
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from rnnlib.draw import png, style, texts
from rnnlib.draw.blocks import Blocks
from rnnlib.draw.cells import Cells
from rnnlib.draw.texts import Texts

STRINGS = ["0.43", "-12.3", "2e12", "", None, "AVA fi", "hé", "→−0.3", "two\nlines", "100%", r"\$5", "한 7", "y_1"]
FORMULAS = ["$x_{3}$", "$W_{xu}$", r"$\frac{1}{2}$ of $W^2$"]


@pytest.fixture
def rng():
    return np.random.default_rng(0)


class Paper:
    """An empty pair of axes, and what artists leave on it."""

    def __init__(self):
        self.figure = Figure(figsize=(5, 3), dpi=144)
        self.canvas = FigureCanvasAgg(self.figure)
        self.ax = self.figure.add_subplot()
        self.canvas.draw()
        self.empty = self.canvas.copy_from_bbox(self.figure.bbox)

    def after(self, artists) -> np.ndarray:
        self.canvas.restore_region(self.empty)
        for artist in artists:
            self.ax.draw_artist(artist)
        return np.array(self.canvas.buffer_rgba())


def both(strings, places, colours, **look):
    """The pixels that Text leaves, and those that Texts leaves."""
    paper = Paper()
    plain = [
        paper.ax.text(*place, string or "", color=colour, **look)
        for string, place, colour in zip(strings, places, colours, strict=True)
    ]
    ours = Texts(paper.ax, places, **look)
    ours.write(strings, colours=colours)
    return paper.after(plain), paper.after([ours])


@pytest.mark.filterwarnings("ignore:Glyph .* missing")
@pytest.mark.parametrize("va", ["top", "center", "center_baseline", "baseline", "bottom"])
@pytest.mark.parametrize("ha", ["left", "center", "right"])
def test_every_pixel_is_as_text_draws_it(ha, va, rng):
    strings = [*STRINGS, *FORMULAS] * 2
    words = {"family": style.families(), "parse_math": False}
    for size, look in ((9, {}), (7, {"alpha": 0.5}), (10.5, {"clip_on": True}), (12, words)):
        places = rng.uniform(-0.05, 1.05, (len(strings), 2))
        colours = [tuple(colour) for colour in rng.uniform(size=(len(strings), 3))]
        text, ours = both(strings, places, colours, ha=ha, va=va, fontsize=size, **look)
        assert np.array_equal(text, ours), look


@pytest.mark.parametrize("step", [1 / 64, 1 / 128, 0.1, 1e-9])
def test_places_between_pixels(step):
    """Letters stand on 64ths of a pixel; a half of one is where rounding could go another way."""
    pixels = 40.0 + 20 * np.arange(12)[:, None] + step * np.arange(12)[:, None] * (1, 7)
    paper = Paper()
    look = {"ha": "center", "va": "center", "fontsize": 9, "transform": None}
    strings = [f"{k / 7:.2f}" for k in range(12)]
    plain = [paper.ax.text(*place, string, **look) for place, string in zip(pixels, strings, strict=True)]
    look["transform"] = plain[0].get_transform()
    ours = Texts(paper.ax, pixels, **look)
    ours.write(strings)
    assert np.array_equal(paper.after(plain), paper.after([ours]))


def test_signs_on_paper(rng):
    paper = {"fc": "white", "ec": "none", "pad": 0.6, "alpha": 0.85}
    for look in ({}, {"ha": "center", "clip_on": True}, {"rotation": 30}, {"antialiased": False}):
        places = rng.uniform(-0.05, 1.05, (20, 2))  # some lie on others
        strings = (["softmax", "$W_{xx}$"] * 10)[:20]
        text, ours = both(strings, places, ["red"] * 20, fontsize=10, va="center", bbox=paper, **look)
        assert np.array_equal(text, ours), look


def test_texts_change(rng):
    paper = Paper()
    ours = Texts(paper.ax, [(0.2, 0.5), (0.7, 0.5)], fontsize=9, color="blue")
    ours.write(["a", "b"])
    first = paper.after([ours])
    ours.write(["c", "d"], places=[(0.1, 0.1), (0.5, np.nan)], colours="red")
    assert ours.strings == ["c", "d"] and ours.colours == ["red", "red"] and ours.places[0].tolist() == [0.1, 0.1]
    fresh = Texts(paper.ax, [(0.1, 0.1)], fontsize=9, color="red")
    fresh.write(["c"])
    assert np.array_equal(paper.after([ours]), paper.after([fresh]))
    ours.write(["a", "b"], places=[(0.2, 0.5), (0.7, 0.5)], colours=["blue", "blue"])
    assert np.array_equal(paper.after([ours]), first)
    ours.set_visible(False)
    assert np.array_equal(paper.after([ours]), paper.after([]))


def test_as_many_places_and_colours_as_strings():
    paper = Paper()
    ours = Texts(paper.ax, [(0, 0), (1, 1)])
    ours.write(["a"])
    with pytest.raises(ValueError):
        paper.after([ours])


def test_texts_know_their_boxes():
    paper = Paper()
    places, strings = [(0.2, 0.5), (0.7, 0.5), (0.5, 0.9)], ["0.43", "", "one\ntwo"]
    ours = Texts(paper.ax, places, fontsize=9, ha="right")
    ours.write(strings)
    for box, place, string in zip(ours.boxes(), places, strings, strict=True):
        text = paper.ax.text(*place, string, fontsize=9, ha="right")
        assert np.array_equal(box, text.get_window_extent().extents) if string else np.isnan(box).all()
    both_in = ours.get_window_extent().extents
    assert np.array_equal(both_in[:2], np.nanmin(ours.boxes()[:, :2], axis=0))


def test_without_stamps_the_ordinary_way_is_taken(rng, monkeypatch):
    monkeypatch.setattr(texts, "can_stamp", lambda: False)
    monkeypatch.setattr(texts, "stamp", lambda *_: pytest.fail("stamped"))
    text, ours = both(STRINGS[:3], rng.uniform(size=(3, 2)), ["red"] * 3, fontsize=8.25)
    assert np.array_equal(text, ours)


def test_what_is_not_public_may_be_missing(monkeypatch):
    monkeypatch.setattr(texts, "get_hinting_flag", lambda: None)
    texts.letter.cache_clear()
    assert not texts.can_stamp.__wrapped__()


def test_this_matplotlib_can_stamp():
    version = tuple(map(int, matplotlib.__version__.split(".")[:2]))
    if version == (3, 11):  # another version may do it in another way: then texts are slow, and right
        assert texts.can_stamp()


def test_other_files_than_pictures_of_pixels():
    paper = Paper()
    ours = Texts(paper.ax, [(0.2, 0.5), (0.7, 0.5)], fontsize=9)
    ours.write(["twelve", "$x_1$"])
    file = io.BytesIO()
    with matplotlib.rc_context({"svg.fonttype": "none"}):
        paper.figure.savefig(file, format="svg")
    assert b"twelve" in file.getvalue()


@pytest.mark.parametrize("shape", [(1, 1), (3, 8), (2, 300), (40, 7)])
def test_cells_are_as_imshow_draws_them(shape, rng):
    look = {"cmap": style.SIGNED, "norm": style.signed(1)}
    place = rng.uniform((0, 0, 0.3, 0.3), (0.3, 0.3, 0.69, 0.69))
    ours, plain = Paper(), Paper()
    cells = Cells(ours.ax, np.zeros(shape), **look)
    image = plain.ax.imshow(np.zeros(shape), aspect="auto", interpolation="nearest", **look)
    assert (ours.ax.get_xlim(), ours.ax.get_ylim()) == (plain.ax.get_xlim(), plain.ax.get_ylim())
    assert ours.ax.get_images() == [cells]
    for k in range(4):
        values = 2 * rng.normal(size=shape)
        if k == 1:
            values[0, 0] = np.nan
        for paper, artist in ((ours, cells), (plain, image)):
            if k == 2:  # the axes move, and show a part
                paper.ax.set_position(place)
                paper.ax.set_xlim(-0.5, shape[1] / 2)
            artist.set_alpha(0.5 if k == 3 else None)
            artist.set_data(values)
        assert np.array_equal(ours.after([cells]), plain.after([image])), k


@pytest.mark.parametrize("lying", [False, True])
def test_blocks_are_as_bars(lying, rng):
    paper = Paper()
    paper.ax.set_xlim(-0.6, 8.6)
    paper.ax.set_ylim(-0.6, 8.6)
    ours = Blocks(paper.ax)
    for k in range(10):
        lengths = rng.uniform(-1, 8, 8) * (rng.random(8) < 0.7)
        colours = rng.uniform(size=(8, 3)) if k % 2 else "#C2548F"
        edges = ["black" if rng.random() < 0.4 else "none" for _ in lengths]
        widths = [0 if edge == "none" else 2 for edge in edges]
        draw = paper.ax.barh if lying else paper.ax.bar
        bars = draw(np.arange(8), lengths, 0.72, color=colours, edgecolor=edges, linewidth=widths)
        at = np.arange(8)
        boxes = np.column_stack([at - 0.36, 0 * lengths, at + 0.36, lengths])
        ours.put(boxes[:, [1, 0, 3, 2]] if lying else boxes, colours, edges=edges, widths=widths)
        assert np.array_equal(paper.after(bars), paper.after([ours]))
        bars.remove()


def by_pillow(rgba) -> Image.Image:
    image = Image.fromarray(rgba).convert("RGB")
    return image.quantize(palette=style.palette(), dither=Image.Dither.NONE)


def test_packed_pictures_are_those_of_pillow(rng):
    sheet = png.Sheet()
    rgba = rng.integers(0, 256, (60, 90, 4), dtype=np.uint8)
    rgba[..., 3] = 255
    for k in range(6):
        if k in (1, 3):
            rgba = rgba.copy()
            rgba[5 * k : 5 * k + 20, 3 * k : 40, :3] = rng.integers(0, 256, 3, dtype=np.uint8)
        if k == 4:  # another size, with a width that is no power of anything
            rgba = np.ascontiguousarray(rgba[:37, :41])
        ours = Image.open(io.BytesIO(sheet.png(memoryview(rgba))))
        wanted = by_pillow(rgba)
        assert ours.mode == "P" and ours.getpalette() == wanted.getpalette()
        assert np.array_equal(np.asarray(ours), np.asarray(wanted)), k


def test_every_colour_goes_where_pillow_puts_it():
    """Pillow looks at six bits of each colour; these are all that there are, and their ends."""
    six = np.arange(64, dtype=np.uint8) * 4
    rgb = np.stack(np.meshgrid(six, six, six), -1).reshape(512, 512, 3)
    for low in (0, 3):
        rgba = np.dstack([rgb + np.uint8(low), np.full((512, 512), 255, np.uint8)])
        ours = Image.open(io.BytesIO(png.Sheet().png(rgba)))
        assert np.array_equal(np.asarray(ours), np.asarray(by_pillow(rgba)))
