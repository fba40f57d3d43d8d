"""What differs between a learner's value and the expected one, in a few lines of text."""

import re
from numbers import Number

import numpy as np

LONGEST = 600  # characters of one value that are shown


def show(value: object) -> str:
    """A short text of any value: numbers to six digits, long arrays abridged, no addresses.

    >>> print(show((0.123456789, "hello", np.array([1.0, 0.5]))))
    (0.123457, 'hello', [1.  0.5])
    """
    if isinstance(value, np.ndarray):
        with np.printoptions(precision=6, threshold=40, edgeitems=3, linewidth=90, suppress=True):
            text = str(value) if value.size else f"(empty, shape {value.shape})"
    elif isinstance(value, float | complex | np.inexact):
        text = f"{value:.6g}"
    elif isinstance(value, np.generic):
        text = str(value)
    elif names := _fields(value):
        text = "\n".join([type(value).__name__, *map(row, names, map(show, value))])
    elif type(value) is tuple:
        text = f"({', '.join(map(show, value[:LONGEST]))}{',' * (len(value) == 1)})"
    elif type(value) is list:
        text = f"[{', '.join(map(show, value[:LONGEST]))}]"
    else:
        text = re.sub(r" at 0x[0-9a-fA-F]+", "", repr(value))
    return text if len(text) <= LONGEST else text[: LONGEST - 2] + " …"


def kind(value: object) -> str:
    """What a value is, in a few words.

    >>> kind(2), kind(np.zeros((3, 4)))
    ('the number 2', 'an array of shape (3, 4)')
    """
    if isinstance(value, np.ndarray) and not value.ndim:
        value = value[()]
    if isinstance(value, bool | np.bool_) or value is None:
        return str(value)
    if isinstance(value, str):
        return f"the text {show(value)}"
    if isinstance(value, Number):
        return f"the number {show(value)}"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if names := _fields(value):
        return f"a {type(value).__name__} of {', '.join(names)}"
    if isinstance(value, tuple | list):
        return f"a {'tuple' if isinstance(value, tuple) else 'list'} of length {len(value)}"
    return "a function" if callable(value) else f"a value of type {type(value).__name__}"


def row(label: str, text: str) -> str:
    """One labelled line; further lines of the text stay in its column."""
    return f"{label:<8}  " + text.replace("\n", "\n" + " " * 10)


def blank(value: object) -> bool:
    """Are there dots (`...`) in it, at any depth?

    >>> blank([1.0, (2.0, ...)]), blank([1.0, 2.0])
    (True, False)
    """
    if isinstance(value, np.ndarray):
        value = value.ravel().tolist() if value.dtype == object else ()
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, tuple | list):
        return any(map(blank, value))
    return value is ...


def changed(before: object, after: object) -> bool:
    """Was something written into an array, a list or a dict, or into one inside? NaN is NaN here.

    >>> changed([np.zeros(2)], [np.zeros(2)]), changed([np.zeros(2)], [np.ones(2)])
    (False, True)
    """
    if type(before) is not type(after):
        return True
    if isinstance(before, np.ndarray):
        return before.shape != after.shape or before.tobytes() != after.tobytes()
    if isinstance(before, dict):
        return before.keys() != after.keys() or any(changed(before[key], after[key]) for key in before)
    if isinstance(before, tuple | list):
        return len(before) != len(after) or any(map(changed, before, after))
    return isinstance(before, Number | str) and before == before and before != after


def difference(yours: object, expected: object, tol: float = 1e-6) -> str | None:
    """None where `yours` agrees with `expected`; otherwise what differs first.

    Numbers agree when |yours - expected| <= tol (1 + |expected|), entry by entry; NaN agrees with nothing.

    >>> print(difference([0.5, 0.2], np.array([0.5, 0.3])))
    expected  [0.5 0.3]
    yours     [0.5 0.2]
    The first difference is at [1]: expected 0.3, yours 0.2.
    """
    if isinstance(expected, str):
        return _texts(yours, expected)
    if isinstance(expected, bool | np.bool_):
        same = isinstance(yours, bool | np.bool_) and yours == expected
    elif (wanted := _numbers(expected)) is not None:
        return _arrays(yours, expected, wanted, tol)
    elif isinstance(expected, np.ndarray):  # of texts
        return difference(yours, expected.tolist(), tol)
    elif isinstance(expected, tuple | list):
        return _parts(yours, expected, tol)
    else:
        same = yours is expected or (type(yours) is type(expected) and bool(yours == expected))
    return None if same else _kinds(yours, expected)


def _fields(value: object) -> tuple[str, ...]:
    """The field names of a NamedTuple; none for anything else."""
    return tuple(getattr(type(value), "_fields", ())) if isinstance(value, tuple) else ()


def _numbers(value: object) -> np.ndarray | None:
    """The value as one array of numbers, or None. A tuple is one if it holds single numbers (a shape)."""
    if isinstance(value, bool | np.bool_) or _fields(value):
        return None
    if isinstance(value, tuple) and any(map(np.ndim, value)):
        return None
    if not (isinstance(value, Number | list | tuple | range) or hasattr(type(value), "__array__")):
        return None
    try:
        array = np.asarray(value)
        if array.dtype == object and all(isinstance(entry, Number) for entry in array.flat):
            array = array.astype(float)  # fractions, huge integers
    except Exception:  # parts of unequal length, or an array of another library that refuses
        return None
    return array if array.dtype.kind in "biufc" else None


def _kinds(yours: object, expected: object) -> str:
    return row("expected", kind(expected)) + "\n" + row("yours", kind(yours))


def _texts(yours: object, expected: str) -> str | None:
    if not isinstance(yours, str):
        return _kinds(yours, expected)
    if yours == expected:
        return None
    pairs = zip(yours, expected, strict=False)
    at = next((i for i, (mine, theirs) in enumerate(pairs) if mine != theirs), min(len(yours), len(expected)))
    shown = row("expected", show(expected)) + "\n" + row("yours", show(yours))
    return f"{shown}\nThe first difference is at [{at}]."


def _parts(yours: object, expected: tuple | list, tol: float) -> str | None:
    """Tuples and lists of unlike things, part by part, by field name where there is one."""
    if isinstance(yours, np.ndarray) and _numbers(yours) is None:
        yours = yours.tolist()
    if not isinstance(yours, tuple | list) or len(yours) != len(expected):
        return _kinds(yours, expected)
    names = _fields(expected) or [f"[{i}]" for i in range(len(expected))]
    for name, mine, theirs in zip(names, yours, expected, strict=True):
        if (found := difference(mine, theirs, tol)) is not None:
            return f"{row('in', name)}\n{found}"
    return None


def _arrays(yours: object, expected: object, wanted: np.ndarray, tol: float) -> str | None:
    mine = _numbers(list(yours) if isinstance(yours, tuple) else yours)
    if mine is None:
        return _kinds(yours, expected if isinstance(expected, tuple | list) else wanted)
    if mine.shape != wanted.shape:
        return _shapes(mine, wanted)
    agree = _agree(mine, wanted, tol)
    if agree.all():
        return None
    at = tuple(map(int, np.argwhere(~agree)[0]))
    first = [show(array[at]) for array in (wanted, mine)]
    if first[0] == first[1]:
        first = [str(array[at]) for array in (wanted, mine)]
    whole = first
    if wanted.ndim:
        whole = [show(tuple(a.tolist()) if isinstance(expected, tuple) else a) for a in (wanted, mine)]
    lines = [row("expected", whole[0]), row("yours", whole[1])]
    if wanted.ndim:
        lines.append(f"The first difference is at {list(at)}: expected {first[0]}, yours {first[1]}.")
    if np.isnan(mine).any():
        lines.append("nan is not a number: it comes from 0/0 or from inf - inf.")
    if isinstance(expected, tuple) and mine.size == 2 and _agree(mine[::-1], wanted, tol).all():
        lines.append("Yours is the other way round. In W_to,from the rows (to) come first.")
    if mine.ndim == 2 and mine.shape == mine.shape[::-1] and _agree(mine.T, wanted, tol).all():
        lines.append("Yours is transposed. In W_to,from each row is one 'to', each column one 'from'.")
    return "\n".join(lines)


def _agree(mine: np.ndarray, wanted: np.ndarray, tol: float) -> np.ndarray:
    mine, wanted = (a.astype(complex if a.dtype.kind == "c" else float) for a in (mine, wanted))
    with np.errstate(all="ignore"):
        near = np.abs(mine - wanted) <= tol * (1 + np.abs(wanted))
        return (mine == wanted) | (near & np.isfinite(wanted))


def _shapes(mine: np.ndarray, wanted: np.ndarray) -> str:
    lines = [_kinds(mine, wanted)]
    if mine.ndim == 2 and mine.shape == wanted.shape[::-1]:
        lines.append("Yours is transposed. W_to,from has one row for each 'to', one column for each 'from'.")
    elif mine.size == wanted.size and np.squeeze(mine).shape == np.squeeze(wanted).shape:
        lines.append("The entries are as many, but an axis of length 1 is missing or too many.")
    return "\n".join(lines)
