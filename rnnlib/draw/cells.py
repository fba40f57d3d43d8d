"""The cells of a matrix, whose colours change often."""

import numpy as np
from matplotlib.image import AxesImage


class Cells(AxesImage):
    """What `ax.imshow(values, interpolation="nearest", aspect="auto")` draws, in a tenth of the time.

    Which pixel lies in which cell is found once, with an image whose colours are the numbers of the cells; it holds
    until the axes or the shape of the matrix change.

    >>> from matplotlib.figure import Figure
    >>> cells = Cells(Figure().add_subplot(), np.zeros((2, 3)), cmap="viridis")
    >>> cells.get_size()
    (2, 3)
    """

    def __init__(self, ax, values, **look):
        super().__init__(ax, interpolation="nearest", **look)
        self.stencil = AxesImage(ax, interpolation="nearest")  # its colours are the numbers of the cells, from 1
        self.cut_for = None
        ax.set_aspect("auto")
        for image in (self.stencil, self):
            image.set_data(np.zeros((*np.shape(values), 4), np.uint8))
            ax.add_image(image)
            image.set_clip_path(ax.patch)
            image.set_extent(image.get_extent())  # the limits of the axes are set by this
        self.stencil.remove()
        self.set_data(values)

    def make_image(self, renderer, magnification=1.0, unsampled=False):
        """Return what AxesImage returns: the pixels, where they stand, and how they are moved there."""
        if self.get_alpha() is not None:
            return super().make_image(renderer, magnification, unsampled)
        (rows, columns), axes = self.get_size(), self.axes
        here = rows, columns, magnification, unsampled, *axes.bbox.extents, *axes.viewLim.extents, *self.get_extent()
        if here != self.cut_for:
            numbers = np.arange(1, 1 + rows * columns, dtype="<u4").reshape(rows, columns, 1)
            self.stencil.axes = axes
            self.stencil.set_data(numbers.view(np.uint8) | np.array([0, 0, 0, 255], np.uint8))
            self.stencil.set_extent(self.get_extent())
            image, *self.place = self.stencil.make_image(renderer, magnification, unsampled)
            self.cell = np.ascontiguousarray(image).view("<u4")[..., 0] & 0xFFFFFF  # of each pixel; 0 is none
            self.cut_for = here
        colours = np.zeros((1 + rows * columns, 4), np.uint8)
        colours[1:] = self.to_rgba(self.get_array(), bytes=True).reshape(-1, 4)
        pixels = colours.view(np.uint32)[:, 0].take(self.cell, mode="clip")
        return pixels[..., None].view(np.uint8), *self.place
