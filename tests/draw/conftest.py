"""How a view is looked at: its artists, its pixels, and what its numbers say where."""

import numpy as np
import pytest

from rnnlib.draw import Canvas

SIZE = (5, 3)


class Shown:
    """A view that is drawn alone, at the instant t, on a canvas of its own or on one that drew others before."""

    def __init__(self, view, t=1, canvas=None):
        self.view, self.t, self.canvas = view, t, canvas or Canvas(SIZE)
        self.png = self.canvas.draw([view], t)
        self.art, self.ax = view.art, view.art.ax

    def at(self, t):
        return Shown(self.view, t, self.canvas)

    @property
    def numbers(self):
        """[((left, bottom, right, top), Told), ...] in pixels, counted from below."""
        return list(self.view.numbers(self.t))

    @property
    def words(self):
        return [told.words for _, told in self.numbers]

    @property
    def values(self):
        """The numbers with which the words end."""
        return [float(words.rsplit("= ", 1)[1]) for words in self.words]

    def place(self, x, y):
        """The pixel of a point of the data, counted from the left and from below."""
        return self.ax.transData.transform((x, y))

    def assert_box(self, words, lower, upper):
        """The number with these words, one alone, has a box from one point of the data to another."""
        (box,) = [box for box, told in self.numbers if told.words == words]
        assert list(box) == pytest.approx([*self.place(*lower), *self.place(*upper)])

    def colour(self, x, y):
        """What is seen at a pixel: red, green, blue from 0 to 255."""
        pixels = np.asarray(self.canvas.here.agg.buffer_rgba())
        return pixels[len(pixels) - 1 - int(y), int(x), :3].astype(int)

    def names(self, axis):
        """{name at a tick: its pixel along the axis}, of the ticks in sight."""
        line = {"x": self.ax.xaxis, "y": self.ax.yaxis}[axis]
        place = {"x": lambda value: self.place(value, 1)[0], "y": lambda value: self.place(1, value)[1]}[axis]
        low, high = sorted(line.get_view_interval())
        return {
            tick.label1.get_text(): place(tick.get_loc())
            for tick in line.get_major_ticks()
            if low <= tick.get_loc() <= high
        }


@pytest.fixture
def show():
    return Shown
