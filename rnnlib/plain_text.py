"""The text that a file holds, of up to 1 MB."""

from __future__ import annotations

from pathlib import Path

from rnnlib.guard import InputError

__all__ = []

LARGEST = 1_000_000  # bytes


def beginning(path: Path) -> tuple[bytes, int]:
    """What a file holds, as far as it can be read here, and its size, which may have grown.

    >>> content, size = beginning(Path(__file__))
    >>> len(content) == size
    True
    """
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    return content, max(len(content), path.stat().st_size)


def decode(content: bytes, size: int | None = None, what: str = "The file") -> str:
    """The text; `size` is that of the whole file, where only a part has come.

    InputError: a file that is empty, too large or no text.

    >>> decode(b"\\xff", what="The file a.txt")
    Traceback (most recent call last):
    rnnlib.guard.InputError: The file a.txt is no text in UTF-8. Save it as plain text (.txt, UTF-8), and take it again.
    """
    size = size or len(content)
    if size > LARGEST:
        raise InputError(f"{what} has {size / 1e6:.1f} MB. Up to 1 MB can be read here: take a part of it.")
    if not content:
        raise InputError(f"{what} is empty. Take another one.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise InputError(f"{what} is no text in UTF-8. Save it as plain text (.txt, UTF-8), and take it again.")
    return text
