"""A file is the old one or the new one, whole, whatever happens in between."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

__all__ = ["replace"]

WRITE = os.O_WRONLY | getattr(os, "O_BINARY", 0)


def replace(path: Path, data: bytes) -> None:
    """Write `data` beside the file at `path` and put it in its place in one move. OSError: the old file is as it was.

    On Linux the new file has no name until it is complete, so that nothing is left behind even by a kill.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "model.json"
    >>> replace(path, b"old"), replace(path, b"new"), path.read_bytes(), len(list(path.parent.iterdir()))
    (None, None, b'new', 1)
    """
    path = path.resolve()  # a link stays a link
    mode = _mode(path)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        _write(beside, data)
        if mode is not None:
            os.chmod(beside, mode)
        os.replace(beside, path)
    except BaseException:  # an interrupt too
        with suppress(OSError):
            beside.unlink()
        raise


def _mode(path: Path) -> int | None:
    """Who may read and write the file that is there; OSError if it is none, or one that must not be written."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(mode):
        raise OSError(errno.EISDIR, "it is not a file")
    if not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return stat.S_IMODE(mode)


def _write(path: Path, data: bytes) -> None:
    """A new file at `path`; where it can be, it gets its name when it is complete."""
    with suppress(OSError, AttributeError):  # not every system knows files without a name
        with open(os.open(path.parent, WRITE | os.O_TMPFILE, 0o666), "wb") as file:
            _fill(file, data)
            source = f"/proc/self/fd/{file.fileno()}"
            os.link(source, path, src_dir_fd=file.fileno())  # with a folder given, the link is followed to the file
        return
    with open(os.open(path, WRITE | os.O_CREAT | os.O_EXCL, 0o666), "wb") as file:
        _fill(file, data)


def _fill(file: BinaryIO, data: bytes) -> None:
    file.write(data)
    file.flush()
    os.fsync(file.fileno())
