"""The error, and the words that its sentences share."""

from __future__ import annotations

import numpy as np

__all__ = ["InputError"]

Array = np.ndarray


class InputError(ValueError):
    """A mistake in what was handed over, told in a sentence that a learner can act on.

    >>> import rnnlib as rl
    >>> try: rl.initial_state("two", 3)
    ... except rl.InputError as error: print(error)
    The initial state should be one of "zero", "one", "random". It came as 'two'.
    """

    __module__ = "rnnlib.guard"  # where it is imported from


def count(n: int, noun: str) -> str:
    """The number with its noun.

    >>> count(1, "state"), count(3, "state")
    ('1 state', '3 states')
    """
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def short(value) -> str:
    """How Python writes the value, in at most sixty letters.

    >>> short("hello"), len(short("hello" * 20))
    ("'hello'", 60)
    """
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def listed(names: list) -> str:
    """The names with commas, those beyond the first eight counted.

    >>> listed(["a", "b"]), listed([*"abcdefghij"])
    ('a, b', 'a, b, c, d, e, f, g, h and 2 more')
    """
    more = f" and {len(names) - 8} more" if len(names) > 8 else ""
    return ", ".join(short(name).strip("'") for name in names[:8]) + more
