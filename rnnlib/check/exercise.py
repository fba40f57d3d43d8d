"""Checks of exercises: what a learner wrote beside what was meant. Whatever that is, they do not raise."""

import copy
import inspect
import linecache
import re
import textwrap
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rnnlib.check.compare import LONGEST, blank, changed, difference, row, show

DOTS = "Not yet: replace the dots ... with your"
NOTHING = "Not yet: {} None. Is a `return` missing?"


@dataclass(frozen=True)
class Verdict:
    """`ok` is True (right), False (not quite) or None (not yet); `text` is what the learner reads."""

    ok: bool | None
    text: str

    def __bool__(self) -> bool:
        return self.ok is True

    def __repr__(self) -> str:
        return self.text


def value(
    yours: object,
    expected: object,
    *,
    hint: str = "",
    tol: float = 1e-6,
    mistakes: Sequence[tuple[object, str]] = (),
) -> Verdict:
    """Is `yours` the `expected` number, text, array, or (named) tuple of these?

    `mistakes` gives known wrong answers their own sentence: pairs (a wrong value or a predicate, sentence).
    Raises ValueError if one of them is the right answer.

    >>> value((4, 3), (3, 4), hint="How many rows has W_xu?")
    Not quite:
      expected  (3, 4)
      yours     (4, 3)
      The first difference is at [0]: expected 3, yours 4.
      Yours is the other way round. In W_to,from the rows (to) come first.
    Hint: How many rows has W_xu?
    >>> value(..., (3, 4))
    Not yet: replace the dots ... with your answer.
    """

    def is_it(mistake, answer):
        return bool(mistake(answer)) if callable(mistake) else difference(answer, mistake, tol) is None

    if any(is_it(mistake, expected) for mistake, _ in mistakes):
        raise ValueError("one of the mistakes is the right answer")
    if _attempt(blank, yours)[0]:
        return Verdict(None, f"{DOTS} answer.")
    if yours is None and expected is not None:
        return Verdict(None, NOTHING.format("this is"))
    found = _difference(yours, expected, tol)
    if found is None:
        return Verdict(True, "Right.")
    known = (sentence for mistake, sentence in mistakes if _attempt(is_it, mistake, yours)[0])
    return _not_quite(next(known, ""), found, hint)


def function(
    yours: object,
    like: Callable,
    cases: Sequence[object],
    *,
    hint: str = "",
    tol: float = 1e-6,
    mistakes: Sequence[tuple[Callable, str]] = (),
) -> Verdict:
    """Does the function `yours` return what `like` returns, in every case?

    A case is a tuple of arguments (or one argument that is no plain tuple); every call gets its own copies.
    `mistakes` gives known wrong answers their own sentence: pairs (a function that errs so, sentence).
    Raises ValueError without a case, or if no case tells a mistake from the right answer.

    >>> function(lambda x, u: 2 * u, like=lambda x, u: x + u, cases=[(1, 1), (1, 3)], hint="What is x for?")
    Not quite: case 2 of 2 differs.
      x         1
      u         3
      expected  4
      yours     6
    Hint: What is x for?
    """
    cases = [case if type(case) is tuple else (case,) for case in cases]
    if not cases:
        raise ValueError("a check needs at least one case")
    if blank(cases):
        return Verdict(None, "Not yet: an earlier answer, which this check needs, is still dots ... .")
    rights = [like(*copy.deepcopy(case)) for case in cases]
    known = [(sentence, _outputs(mistake, cases)) for mistake, sentence in mistakes]
    for sentence, wrongs in known:
        if not any(_difference(wrong, right, tol) for wrong, right in zip(wrongs, rights, strict=True)):
            raise ValueError(f"no case tells this mistake from the right answer: {sentence}")
    if yours is None or _attempt(blank, yours)[0]:
        return Verdict(None, f"{DOTS} function.")
    if not callable(yours):
        return _not_quite("", _difference(yours, like, tol), hint)

    first, notes = "", []
    for number, (case, right) in enumerate(zip(cases, rights, strict=True)):
        where = f"case {number + 1} of {len(cases)}"
        names = _names(like, case)
        inputs = "".join(row(name, show(given)) + "\n" for name, given in zip(names, case, strict=True))
        given = copy.deepcopy(case)
        result, error = _attempt(yours, *given)
        if _attempt(blank, result)[0] or _is_blank(error):
            return Verdict(None, f"{DOTS} code.")
        if error is not None:
            return _not_quite(f"{where} stops with an error.", inputs + _story(error, names), hint)
        if result is None and right is not None:
            return Verdict(None, NOTHING.format("your function returns"))
        found = _difference(result, right, tol)
        if found and not first:
            first, shown = f"{where} differs.", inputs + found
        known = [(said, wrongs) for said, wrongs in known if not _difference(result, wrongs[number], tol)]
        for name, before, after in zip(names, case, given, strict=True):
            if _attempt(changed, before, after)[0]:
                notes.append(f"Your function writes into its input {name}: make a new array instead.")

    notes = list(dict.fromkeys(notes))
    if first:
        said = f"{first} {known[0][0]}" if known else first
        return _not_quite(said, "\n".join([shown, *notes]), hint)
    if notes:
        return _not_quite("the values are right, but an input is changed.", "\n".join(notes), hint)
    return Verdict(True, "Right." if len(cases) == 1 else f"Right: all {len(cases)} cases agree.")


def _attempt(do: Callable, *args: object) -> tuple[object, BaseException | None]:
    """(result, None) or (None, the exception): a learner's code may raise anything, even call exit()."""
    try:
        return do(*args), None
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        return None, error


def _difference(yours: object, expected: object, tol: float) -> str | None:
    found, error = _attempt(difference, yours, expected, tol)
    return found if error is None else f"These cannot be compared: {_message(error)}"


def _outputs(mistake: Callable, cases: Sequence[tuple]) -> list[object]:
    """What the mistake returns in each case; where it raises, something that equals no answer."""
    made = [_attempt(mistake, *copy.deepcopy(case)) for case in cases]
    return [result if error is None else error for result, error in made]


def _names(like: Callable, case: tuple) -> list[str]:
    """The names of a case's arguments, as the reference has them."""
    bound, _ = _attempt(lambda: list(inspect.signature(like).bind(*case).arguments))
    numbered = [f"input {i}" for i in range(1, len(case) + 1)]
    return bound if bound and len(bound) == len(case) else numbered


def _is_blank(error: BaseException | None) -> bool:
    """Did the code stop at its dots? Mostly the message says so: unsupported operand for + ... 'ellipsis'.

    Else the line has dots (other than in an index such as x[..., 0]), or a name of the code stands for them."""
    if error is None or issubclass(type(error), NotImplementedError) or "ellipsis" in _message(error):
        return error is not None
    for frame, _, line in _steps(error):
        names = (*frame.f_locals.values(), *map(frame.f_globals.get, frame.f_code.co_names))
        if any(name is ... for name in names) or re.search(r"(?<!\[)(?<!, )\.\.\.", line):
            return True
    return False


def _message(error: BaseException) -> str:
    """The error's type and the first line of its message, without addresses."""
    text, unreadable = _attempt(lambda: f"{type(error).__name__}: {error}")
    text = "an error that cannot be shown" if unreadable else text.split("\n")[0][:LONGEST].rstrip(": ")
    return re.sub(r" at 0x[0-9a-fA-F]+", "", text)


def _story(error: BaseException, names: list[str]) -> str:
    """The error in one line, and the last line of the learner's own code that it passed through."""
    message = _message(error)
    lines = [row("error", textwrap.fill(message, 80))]
    if steps := _steps(error):
        lines.append(row(f"line {steps[-1][1]}", steps[-1][2]).rstrip())
    else:
        lines.append(f"Your function is called with {len(names)}: {', '.join(names)}.")
    if sizes := re.search(r"matmul: .*size (\d+) is different from (\d+)", message):
        rows, columns = sizes.groups()
        lines.append(f"On the left of @ are {columns} columns, on its right {rows} rows: they must be as many.")
    return "\n".join(lines)


def _steps(error: BaseException) -> list[tuple]:
    """The (frame, line number, line) that the error passed through in the learner's notebook, from the call inwards.

    All cells of a notebook share one namespace; a library's functions have another."""
    walk, _ = _attempt(lambda: list(traceback.walk_tb(error.__traceback__)))
    walk = (walk or [])[1:]  # the first is _attempt
    own = [(frame, number) for frame, number in walk if frame.f_globals is walk[0][0].f_globals]
    return [(frame, number, linecache.getline(frame.f_code.co_filename, number).strip()) for frame, number in own]


def _not_quite(said: str, found: str, hint: str) -> Verdict:
    text = f"Not quite: {said}" if said else "Not quite:"
    return Verdict(False, f"{text}\n{textwrap.indent(found, '  ')}" + (f"\nHint: {hint}" if hint else ""))
