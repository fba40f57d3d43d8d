"""A picture as a PNG file, quickly."""

import struct
import zlib

import numpy as np
from PIL import Image

from . import style


class Sheet:
    """The picture that was packed last: of the next one, only the pixels that differ are brought into the palette.

    >>> Sheet().png(np.full((2, 3, 4), 255, np.uint8))[:4]
    b'\\x89PNG'
    """

    def __init__(self):
        self.pixels = np.zeros((0, 0), np.uint32)  # red, green, blue and alpha of a pixel in one number

    def png(self, rgba) -> bytes:
        """Return a picture (H, W, 4) without transparent pixels as a PNG file in the palette of the course."""
        pixels = np.ascontiguousarray(rgba).view(np.uint32)[..., 0]
        if pixels.shape != self.pixels.shape:
            self.pixels = ~pixels
            self.colours = np.zeros(pixels.shape, np.uint8)
        changed = np.flatnonzero(pixels != self.pixels)
        if len(changed):
            new = pixels.ravel()[changed]
            self.colours.ravel()[changed] = in_palette(new)
            self.pixels.ravel()[changed] = new
        return pack(self.colours)


def in_palette(pixels) -> np.ndarray:
    """Return which colours of the palette are the nearest, as Pillow sees it.

    >>> in_palette(np.array([0xFFFFFFFF, 0xFFFFFFFE], np.uint32))
    array([0, 0], dtype=uint8)
    """
    image = Image.frombuffer("RGBA", (len(pixels), 1), pixels, "raw", "RGBA", 0, 1).convert("RGB")
    return np.asarray(image.quantize(palette=style.palette(), dither=Image.Dither.NONE))[0]


def pack(colours, level: int = 1) -> bytes:
    """Return a PNG file from the places (H, W) of its pixels' colours in the palette."""
    height, width = colours.shape
    rows = np.pad(colours, ((0, 0), (1, 0)))  # a 0 before each row: its bytes are no differences
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)  # 8 bits a pixel; 3: they count in a palette
    palette = bytes(style.palette().getpalette())
    chunks = {b"IHDR": header, b"PLTE": palette, b"IDAT": zlib.compress(rows, level), b"IEND": b""}
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks.items()
    )
