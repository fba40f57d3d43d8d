"""Symbols, vocabularies and lines of text as they were handed over."""

from __future__ import annotations

from .words import InputError, short


def alphabet(symbols) -> tuple[str, ...]:
    """Different symbols, each a letter or a word.

    >>> alphabet("hello")
    Traceback (most recent call last):
    rnnlib.guard.InputError: The symbols should come one by one, each once. They came as 'hello'. \
Try Vocab.of('hello').
    """
    if isinstance(symbols, str):
        raise InputError(
            f"The symbols should come one by one, each once. They came as {short(symbols)}. "
            f"Try Vocab.of({short(symbols)})."
        )
    found = distinct(symbols)
    given = tuple(symbols)
    if len(found) < len(given):
        twice = next(symbol for symbol in found if given.count(symbol) > 1)
        raise InputError(f"The symbols should come one by one, each once. {twice!r} came twice. Try Vocab.of(symbols).")
    return given


def distinct(symbols) -> tuple[str, ...]:
    """The different symbols in the order in which they first appear.

    >>> distinct(["a", ""])
    Traceback (most recent call last):
    rnnlib.guard.InputError: A symbol should be a letter or a word. It came as ''.
    """
    found = sequence("A vocabulary", symbols)
    for symbol in found:
        if not isinstance(symbol, str) or not symbol:
            raise InputError(f"A symbol should be a letter or a word. It came as {short(symbol)}.")
    if not found:
        raise InputError("A vocabulary needs at least one symbol. The text came empty: type a word.")
    return tuple(dict.fromkeys(found))


def sequence(what: str, symbols) -> list:
    """What a text or a list of symbols holds, one after the other.

    >>> sequence("A vocabulary", 5)
    Traceback (most recent call last):
    rnnlib.guard.InputError: A vocabulary should be made of a text or a list of symbols. It came as 5.
    """
    try:
        return list(symbols)
    except TypeError:
        raise InputError(
            f"{what} should be made of a text or a list of symbols. It came as {short(symbols)}."
        ) from None


def text(name: str, value) -> str:
    """A text.

    >>> text("text", 5)
    Traceback (most recent call last):
    rnnlib.guard.InputError: text should be a text in quotes. It came as 5.
    """
    if not isinstance(value, str):
        raise InputError(f"{name} should be a text in quotes. It came as {short(value)}.")
    return value


def lines(value, noun: str) -> list:
    """A list of lines, at least one.

    >>> lines("hello", "line of text")
    Traceback (most recent call last):
    rnnlib.guard.InputError: lines should be a list with at least one line of text. Try text.splitlines().
    """
    try:
        found = [] if isinstance(value, str) else list(value)
    except TypeError:
        found = []
    if not found:
        raise InputError(f"lines should be a list with at least one {noun}. Try text.splitlines().")
    return found


def made_as(name: str, value, kind: type, hint: str):
    """A value of this kind.

    >>> made_as("steps", 5, tuple, "Try tuple(steps).")
    Traceback (most recent call last):
    rnnlib.guard.InputError: steps should be a tuple. It came as 5. Try tuple(steps).
    """
    if not isinstance(value, kind):
        raise InputError(f"{name} should be a {kind.__name__}. It came as {short(value)}. {hint}")
    return value
