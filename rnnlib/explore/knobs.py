"""From a function and some keywords to knobs, with the abbreviations of `ipywidgets.interact`."""

import inspect
from collections.abc import Callable, Mapping
from numbers import Integral, Real

from .controls import Choice, Control, Integer, Matrix, Number, Selected, Text, Toggle

SELECTED = "_at"
RESERVED = ("t", "size", "widths", "history")


def knobs(function: Callable, given: Mapping) -> list[Control]:
    """The knobs of a function's parameters, in the order in which they are given and then of its signature.

    >>> def grow(a=0.5, word="hello", n=3, kind="tanh"): ...
    >>> [(knob.name, knob.value) for knob in knobs(grow, {"a": (0, 2.0), "kind": ["tanh", "relu"]})]
    [('a', 0.5), ('kind', 'tanh'), ('word', 'hello'), ('n', 3)]
    """
    parameters = inspect.signature(function).parameters
    taken = [name for name in parameters if name in RESERVED]
    if taken:
        raise TypeError(f"{function.__name__} has a parameter {taken[0]!r}, which the explorer itself has: rename it")
    unknown = [name for name in given if name not in parameters]
    if unknown:
        raise TypeError(f"{function.__name__} has no parameter {unknown[0]!r}; it has {', '.join(parameters)}")
    found = []
    for name in (*given, *(name for name in parameters if name not in given)):
        start = parameters[name].default
        start = None if start is inspect.Parameter.empty else start
        if name.endswith(SELECTED) and isinstance(given.get(name.removesuffix(SELECTED)), Matrix):
            continue
        knob = knob_for(given.get(name, start))
        if knob is None and start is None:
            raise TypeError(
                f"the parameter {name!r} of {function.__name__} has neither a knob nor a value to begin with"
            )
        if knob is None:
            continue  # it keeps the value of the signature
        found.append(knob.bind(name, start))
        if isinstance(knob, Matrix) and name + SELECTED in parameters:
            found.append(Selected(found[-1]).bind(name + SELECTED))
    return found


def knob_for(short) -> Control | None:
    """The knob that an abbreviation stands for, or None.

    (lo, hi) or (lo, hi, step) is a slider, a number v a slider from -v to 3 v, a list or a dict a choice, True or
    False a tick box, a string a text field.

    >>> type(knob_for((0, 5))).__name__, type(knob_for((0.0, 5.0))).__name__, knob_for(max)
    ('Integer', 'Number', None)
    """
    match short:
        case Control():
            return short
        case bool():
            return Toggle(short)
        case str():
            return Text(short)
        case Real():
            kind = Integer if isinstance(short, Integral) else Number
            return kind(0, 1, short) if short == 0 else kind(*sorted((-short, 3 * short)), short)
        case (Real(), Real()) | (Real(), Real(), Real()) if isinstance(short, tuple):
            whole = all(isinstance(number, Integral) for number in short) and short[2:] in ((), (1,))
            return Integer(*short[:2]) if whole else Number(*short[:2], step=short[2] if len(short) == 3 else None)
        case list() | Mapping():
            return Choice(short)
        case tuple() if all(isinstance(option, str) for option in short):
            return Choice(short)
    return None
