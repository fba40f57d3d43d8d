"""Predict-first questions and exercise checks: what they say, and that nothing a learner writes breaks them."""

import linecache
import re
from fractions import Fraction
from typing import NamedTuple

import hypothesis.extra.numpy as hnp
import numpy as np
import pytest
import traitlets
from hypothesis import given, settings
from hypothesis import strategies as st
from IPython.core.formatters import DisplayFormatter

from rnnlib import check
from rnnlib.check.compare import changed, difference


class Pair(NamedTuple):
    x: np.ndarray
    y: np.ndarray


def shown(thing) -> dict:
    """What a notebook stores when `thing` ends a cell."""
    return DisplayFormatter().format(thing)[0]


# ---------------------------------------------------------------- predict first


def ask(**changes):
    question = {
        "question": "What goes on to the next step?",
        "choices": ["`y_t`", "`x_t`", "`u_t`."],
        "answer": 1,
        "why": "W_xx acts on the state.",
        "whys": {0: "Nothing reads y_t again."},
    }
    return check.predict(**(question | changes))


def test_a_question_shows_its_choices_and_not_its_answer():
    question = ask()
    text = "Predict first: What goes on to the next step?\n  1. `y_t`\n  2. `x_t`\n  3. `u_t`."
    stored = shown(question)
    assert stored["text/plain"] == text  # whole: ipywidgets would cut it at 110 characters
    assert set(stored) == {"text/plain", "application/vnd.jupyter.widget-view+json"}
    question.chosen = 1
    assert shown(question)["text/plain"] == text


def test_a_long_question_is_not_cut():
    question = ask(question="Why? " * 60)
    assert shown(question)["text/plain"] == repr(question)


def test_every_choice_has_a_verdict_and_a_reason():
    question = ask()
    assert question.sentence == ""
    question.chosen = 1
    assert question.sentence == "Right. W_xx acts on the state."
    question.chosen = 0  # one may choose again
    assert question.sentence == ("Not quite: the answer is “`x_t`”. Nothing reads y_t again. W_xx acts on the state.")
    question.chosen = 2
    assert question.sentence == "Not quite: the answer is “`x_t`”. W_xx acts on the state."
    with pytest.raises(traitlets.TraitError, match="0 to 2, got 3"):
        question.chosen = 3


def test_choices_may_be_numbers_or_shapes():
    assert ask(choices=[0.5, (3, 4)], whys=None, answer=0).choices == ["0.5", "(3, 4)"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"answer": 3}, "answer must be an index from 0 to 2, got 3"),
        ({"answer": -1}, "got -1"),
        ({"answer": True}, "got True"),
        ({"answer": "x_t"}, "got 'x_t'"),
        ({"choices": ["only one"], "answer": 0}, "two or more choices"),
        ({"choices": "yes"}, "two or more choices"),
        ({"choices": ["same", "same"], "answer": 0}, "a text of its own"),
        ({"choices": ["", "b"], "answer": 1}, "a text of its own"),
        ({"whys": {1: "the answer has why"}}, "wrong choices"),
        ({"whys": {7: "nowhere"}}, "wrong choices"),
        ({"why": ""}, "its why"),
        ({"question": ""}, "its text"),
    ],
)
def test_a_question_that_cannot_work_is_refused(changes, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        ask(**changes)


# ---------------------------------------------------------------- one value


@pytest.mark.parametrize(
    ("yours", "expected"),
    [
        (3, 3),
        (3.0, 3),
        (np.int64(3), 3.0),
        (np.array(3.0), 3),
        (Fraction(1, 4), 0.25),
        (0.3000000001, 0.3),
        (1e9 + 1, 1e9),
        (np.inf, np.inf),
        (1j, 1j),
        (10**30, 1e30),
        (np.uint8([250]), np.array([250])),
        (True, True),
        (np.True_, True),
        ([True, False], np.array([True, False])),
        ("hello", "hello"),
        (np.str_("hello"), "hello"),
        (None, None),
        ((3, 4), (3, 4)),
        ([3, 4], (3, 4)),
        (np.array([3, 4]), (3, 4)),
        (range(3), [0, 1, 2]),
        ([[1, 2], [3, 4]], np.array([[1, 2], [3, 4]])),
        (((1, 2), (3, 4)), np.array([[1, 2], [3, 4]])),
        ([], []),
        (np.zeros((0, 3)), np.zeros((0, 3))),
        (["h", "e"], ("h", "e")),
        (["h", "e"], np.array(["h", "e"])),
        (Pair(np.ones(2), np.ones(3)), Pair(np.ones(2), np.ones(3))),
        ((np.ones(2), np.ones(3)), Pair(np.ones(2), np.ones(3))),
        ([np.ones(2), "a", (1, 2.0)], (np.ones(2), "a", (1, 2))),
        ({"a": 1}, {"a": 1}),
    ],
)
def test_right(yours, expected):
    verdict = check.value(yours, expected)
    assert (verdict.ok, verdict.text) == (True, "Right.")
    assert verdict


@pytest.mark.parametrize(
    ("yours", "expected", "says"),
    [
        (4, 3, ["expected  3", "yours     4"]),
        (0.30001, 0.3, ["expected  0.3", "yours     0.30001"]),
        (1.000003, 1.0, ["expected  1.0", "yours     1.000003"]),  # equal to six digits: all digits are shown
        (np.nan, np.nan, ["nan is not a number"]),
        (-np.inf, np.inf, ["yours     -inf"]),
        (True, 1, ["expected  the number 1", "yours     True"]),
        (1, True, ["expected  True", "yours     the number 1"]),
        ("3", 3, ["expected  the number 3", "yours     the text '3'"]),
        (3, "3", ["expected  the text '3'", "yours     the number 3"]),
        (None, 3, ["Not yet: this is None. Is a `return` missing?"]),
        (max, 3, ["yours     a function"]),
        ([1], 1, ["expected  the number 1", "yours     an array of shape (1,)"]),
        ("helo", "hello", ["The first difference is at [3]"]),
        ("hell", "hello", ["The first difference is at [4]"]),
        ((4, 3), (3, 4), ["yours     (4, 3)", "other way round", "the rows (to) come first"]),
        ((4, 4), (3, 4), ["The first difference is at [0]: expected 3, yours 4."]),
        (5, (3, 4), ["expected  an array of shape (2,)"]),
        ("ab", (3, 4), ["expected  a tuple of length 2", "yours     the text 'ab'"]),
        (np.ones((4, 3)), np.ones((3, 4)), ["shape (3, 4)", "shape (4, 3)", "one row for each 'to'"]),
        (np.array([[1, 3], [2, 4]]), np.array([[1, 2], [3, 4]]), ["[0, 1]: expected 2, yours 3", "transposed"]),
        (np.ones((3, 1)), np.ones(3), ["an axis of length 1 is missing or too many"]),
        ([1, [2]], np.ones(2), ["yours     a list of length 2"]),
        ([0.5, np.nan], np.array([0.5, 0.2]), ["yours     [0.5 nan]", "0/0"]),
        ("e", ["e"], ["expected  a list of length 1"]),
        (["h", "a"], ("h", "e"), ["in        [1]", "yours     'a'"]),
        (Pair(np.ones(2), np.zeros(2)), Pair(np.ones(2), np.ones(2)), ["in        y", "at [0]: expected 1"]),
        (np.ones((2, 2)), Pair(np.ones(2), np.ones(2)), ["a Pair of x, y", "an array of shape (2, 2)"]),
        ({"a": 2}, {"a": 1}, ["a value of type dict"]),
    ],
)
def test_what_differs(yours, expected, says):
    verdict = check.value(yours, expected)
    assert not verdict
    for part in says:
        assert part in verdict.text
    assert verdict.text.startswith("Not yet: " if verdict.ok is None else "Not quite:")


@pytest.mark.parametrize(
    "dots", [..., [1, ...], (..., "a"), np.array([1, ...], dtype=object), Pair(..., 1), {"a": [...]}]
)
def test_dots_are_not_yet(dots):
    verdict = check.value(dots, 3, hint="never shown yet")
    assert (verdict.ok, verdict.text) == (None, "Not yet: replace the dots ... with your answer.")


def test_a_verdict_is_text_alone():
    verdict = check.value([1.0, 2.0], [1.0, 2.5], hint="Count from zero.")
    assert verdict.text == (
        "Not quite:\n  expected  [1.  2.5]\n  yours     [1. 2.]\n"
        "  The first difference is at [1]: expected 2.5, yours 2.\nHint: Count from zero."
    )
    assert shown(verdict) == {"text/plain": verdict.text}


def test_what_is_said_does_not_depend_on_the_learners_print_options():
    before = check.value(np.array([1 / 3, 2]), np.array([1 / 3, 1])).text
    with np.printoptions(precision=1), np.errstate(all="raise"):
        assert check.value(np.array([1 / 3, 2]), np.array([1 / 3, 1])).text == before
        assert not check.value([np.inf], [-np.inf])


def test_a_long_array_is_abridged():
    text = check.value(np.zeros(10_000), np.ones(10_000)).text
    assert "[1. 1. 1. ... 1. 1. 1.]" in text
    assert len(text) < 300


def test_tolerance_is_relative_and_absolute():
    assert check.value(1e6 + 0.5, 1e6)
    assert not check.value(1e6 + 2, 1e6)
    assert check.value(5e-7, 0)
    assert not check.value(5e-6, 0)
    assert check.value(0.35, 0.349, tol=0.01)


def test_known_mistakes_of_a_value():
    known = [(12, "W_xu has 3 rows: one for each state."), (lambda yours: yours < 0, "A count is not negative.")]
    assert "Not quite: W_xu has 3 rows" in check.value(12, 9, mistakes=known).text
    assert "Not quite: A count is not" in check.value(-1, 9, mistakes=known).text
    assert check.value("text", 9, mistakes=known).text.startswith("Not quite:\n")  # the predicate raised
    assert check.value(9, 9, mistakes=known)
    with pytest.raises(ValueError, match="is the right answer"):
        check.value(1, 9, mistakes=[(9.0, "no")])


# ---------------------------------------------------------------- a function


def f(x, u):
    return np.tanh(0.5 * x + u)


missing = ...  # a blank of a cell above
CASES = [(np.array([0.1, 0.2]), np.array([1.0, 0.0])), (np.array([0.3, -0.2]), np.array([0.0, 1.0]))]


def test_a_right_function():
    assert check.function(lambda a, b: np.tanh(a / 2 + b), like=f, cases=CASES).text == "Right: all 2 cases agree."
    assert check.function(f, like=f, cases=CASES[:1]).text == "Right."
    assert check.function(np.tanh, like=np.tanh, cases=[0.5, 1.0])  # a case of one argument needs no tuple
    assert check.function(lambda pair: pair.x, like=lambda pair: pair.x, cases=[Pair(1, 2)])
    assert check.function(lambda: None, like=lambda: None, cases=[()])


def test_the_first_case_that_differs_is_shown_with_its_inputs():
    verdict = check.function(
        lambda x, u: np.array([f(x, u)[0], u[1]]), like=f, cases=[(np.zeros(2), np.zeros(2)), *CASES], hint="Squash."
    )
    assert verdict.ok is False
    assert verdict.text == (
        "Not quite: case 2 of 3 differs.\n"
        "  x         [0.1 0.2]\n"
        "  u         [1. 0.]\n"
        "  expected  [0.781806 0.099668]\n"
        "  yours     [0.781806 0.      ]\n"
        "  The first difference is at [1]: expected 0.099668, yours 0.\n"
        "Hint: Squash."
    )


def test_matrices_stay_in_their_column():
    text = check.function(lambda W: 2 * W, like=lambda W: W, cases=[np.eye(2)]).text
    assert "  W         [[1. 0.]\n             [0. 1.]]\n  expected  [[1. 0.]\n             [0. 1.]]\n" in text


def test_a_named_tuple_is_shown_field_by_field():
    text = check.function(lambda pair: 0, like=lambda pair: 1, cases=[Pair(np.eye(2), "a")]).text
    rows = [
        "  pair      Pair",
        "            x         [[1. 0.]",
        "                       [0. 1.]]",
        "            y         'a'",
    ]
    assert text.splitlines()[1:5] == rows


def raises(error):
    def function(*_):
        raise error

    return function


@pytest.mark.parametrize(
    "unfinished",
    [
        ...,
        None,
        lambda x, u: ...,
        lambda x, u: (x, ...),
        lambda x, u: ... + x,
        lambda x, u: np.tanh(...),
        lambda x, u: x @ ...,
        lambda x, u: [...][0](x),
        lambda x, u: x @ missing,
        lambda x, u, W=...: W @ x,
        lambda x, u: float(...),
        lambda x, u: x[0] if len(...) else u,
        raises(NotImplementedError()),
        raises(NotImplementedError("write me")),
    ],
)
def test_unfinished_functions_are_not_yet(unfinished):
    verdict = check.function(unfinished, like=f, cases=CASES)
    assert verdict.ok is None
    assert verdict.text.startswith("Not yet: replace the dots ... ")


def test_a_missing_return_is_not_yet():
    def forgetful(x, u):
        f(x, u)

    verdict = check.function(forgetful, like=f, cases=CASES)
    assert (verdict.ok, verdict.text) == (None, "Not yet: your function returns None. Is a `return` missing?")


def test_dots_from_a_cell_above_are_not_yet():
    verdict = check.function(f, like=f, cases=[(np.zeros(2), ...)])
    assert verdict.ok is None
    assert "an earlier answer" in verdict.text


def test_an_error_names_the_line_of_the_learner():
    def inner(x):
        return np.zeros((3, 4)) @ x  # the learner's

    def broken(x, u):
        return inner(x) + u

    verdict = check.function(broken, like=f, cases=CASES)
    assert verdict.ok is False
    assert "Not quite: case 1 of 2 stops with an error." in verdict.text
    assert "x         [0.1 0.2]" in verdict.text
    assert "error     ValueError: matmul: Input operand 1 has a mismatch" in verdict.text
    line = inner.__code__.co_firstlineno + 1
    assert f"line {line}".ljust(8) + "  return np.zeros((3, 4)) @ x  # the learner's" in verdict.text
    assert "On the left of @ are 4 columns, on its right 2 rows" in verdict.text
    assert max(map(len, verdict.text.splitlines())) < 95


def test_an_error_in_another_cell_names_the_line_there():
    notebook, lines = {}, {}
    for name, cell in {"one": "def g(x):\n    return x / 0", "two": "def h(x):\n    return g(x)"}.items():
        exec(compile(cell, name, "exec"), notebook)
        lines[name] = (len(cell), None, cell.splitlines(True), name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(linecache, "cache", linecache.cache | lines)
        text = check.function(notebook["h"], like=lambda x: x, cases=[1]).text
    assert text.endswith("error     ZeroDivisionError: division by zero\n  line 2    return x / 0")
    assert "@" not in text


def test_a_wrong_number_of_arguments_names_the_right_ones():
    text = check.function(lambda x: x, like=f, cases=CASES).text
    assert "TypeError" in text
    assert "Your function is called with 2: x, u." in text


def test_something_else_than_a_function():
    text = check.function(np.zeros((3, 1)), like=f, cases=CASES).text
    assert "expected  a function" in text
    assert "yours     an array of shape (3, 1)" in text


def test_writing_into_an_input_is_told_and_harms_nothing():
    kept = [tuple(map(np.copy, case)) for case in CASES]

    def greedy(x, u):
        x *= 0.5
        x += u
        return np.tanh(x)

    verdict = check.function(greedy, like=f, cases=CASES)
    assert verdict.text == (
        "Not quite: the values are right, but an input is changed.\n"
        "  Your function writes into its input x: make a new array instead."
    )
    assert not changed(kept, CASES)

    def greedy_and_wrong(x, u):
        u[:] = 0
        return x

    text = check.function(greedy_and_wrong, like=f, cases=CASES).text
    assert "case 1 of 2 differs" in text
    assert "u         [1. 0.]" in text  # as it was given
    assert text.endswith("Your function writes into its input u: make a new array instead.")


def test_a_reference_that_writes_into_its_inputs_harms_nothing():
    def reference(x, u):
        x += u
        return x

    assert check.function(lambda x, u: x + u, like=reference, cases=CASES)
    assert CASES[0][0][0] == 0.1


def test_one_buffer_returned_again_and_again_is_compared_each_time():
    buffer = np.zeros(2)

    def reuse(x, u):
        buffer[:] = f(x, u)
        return buffer

    assert check.function(reuse, like=f, cases=CASES)


def test_both_get_the_same_random_numbers():
    def draw(rng):
        return rng.normal(size=3)

    assert check.function(lambda rng: rng.normal(size=3), like=draw, cases=[np.random.default_rng(0)])


def test_known_mistakes_of_a_function():
    known = [
        (lambda x, u: np.tanh(u), "Your state forgets its past: where is x?"),
        (lambda x, u: np.zeros((3, 4)) @ x, "This one raises, and matches nothing."),
    ]
    verdict = check.function(lambda x, u: np.tanh(u), like=f, cases=CASES, mistakes=known)
    assert verdict.text.startswith("Not quite: case 1 of 2 differs. Your state forgets its past: where is x?\n  x ")
    other = check.function(lambda x, u: u, like=f, cases=CASES, mistakes=known)
    assert other.text.startswith("Not quite: case 1 of 2 differs.\n")
    # a mistake is told only if it explains every case
    first_only = check.function(lambda x, u: np.tanh(u) * (u[0] == 1), like=f, cases=CASES, mistakes=known)
    assert "forgets" not in first_only.text
    assert check.function(f, like=f, cases=CASES, mistakes=known)


def test_cases_that_cannot_tell_are_refused():
    with pytest.raises(ValueError, match="tells this mistake from the right answer: no x"):
        check.function(f, like=f, cases=[(0.0, 1.0)], mistakes=[(lambda x, u: np.tanh(u), "no x")])
    with pytest.raises(ValueError, match="at least one case"):
        check.function(f, like=f, cases=[])


def test_a_learner_who_interrupts_is_obeyed():
    with pytest.raises(KeyboardInterrupt):
        check.function(raises(KeyboardInterrupt()), like=f, cases=CASES)


# ---------------------------------------------------------------- nothing breaks them


class Hostile:
    """Answers everything with an error."""

    def __getattribute__(self, name):
        raise RuntimeError(name)

    def fail(self, *_):
        raise RuntimeError("no")

    __repr__ = __str__ = __eq__ = __bool__ = __len__ = __iter__ = __array__ = __call__ = __hash__ = fail
    __getitem__ = __float__ = __index__ = __deepcopy__ = fail


class HostileList(list):
    __iter__ = __len__ = __repr__ = __eq__ = Hostile.fail


class HostileError(BaseException):
    __str__ = __repr__ = Hostile.fail
    __class__ = property(Hostile.fail)
    __traceback__ = property(Hostile.fail)


class Unnamed(type):
    __name__ = property(Hostile.fail)


LOOP: list = []
LOOP.append(LOOP)

plain = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.complex_numbers(),
    st.text(max_size=5),
    st.binary(max_size=5),
    st.fractions(),
    st.decimals(),
    st.dates(),
    hnp.arrays(hnp.scalar_dtypes() | st.just(np.dtype(object)), hnp.array_shapes(min_dims=0, max_side=3)),
    st.builds(Hostile),
    st.builds(lambda: 10**5000),  # has no text
    st.builds(HostileList),
    st.sampled_from(
        [..., LOOP, int, np, f, range(3), iter([1]), NotImplemented, ValueError("a"), Unnamed("U", (), {})()]
    ),
)
anything = st.recursive(
    plain,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.builds(Pair, inner, inner),
        st.dictionaries(st.text(max_size=2), inner, max_size=2),
        st.sets(st.integers(), max_size=2),
    ),
    max_leaves=5,
)
EXPECTED = [
    3,
    0.5,
    True,
    1j,
    "hello",
    None,
    (3, 4),
    [0, 1, 1],
    ["h", "e"],
    np.ones(2),
    np.eye(2),
    np.array(["h"]),
    Pair(np.ones(2), np.eye(2)),
    (np.ones(1), "a"),
    {"a": 1},
    f,
]


def is_a_verdict(verdict) -> bool:
    start = {True: "Right", False: "Not quite", None: "Not yet"}[verdict.ok]
    return verdict.text.startswith(start) and " at 0x" not in verdict.text and len(verdict.text) < 2000


@settings(max_examples=300, deadline=None)
@given(anything, st.sampled_from(EXPECTED))
def test_no_value_breaks_a_check(yours, expected):
    assert is_a_verdict(check.value(yours, expected))
    assert is_a_verdict(check.function(yours, like=lambda x: expected, cases=[1]))
    assert is_a_verdict(check.function(lambda x: yours, like=lambda x: expected, cases=[1]))

    def put_it_in(x):
        x[0] = yours
        return expected

    assert is_a_verdict(check.function(put_it_in, like=lambda x: expected, cases=[([0],)]))


ERRORS = {
    "arithmetic": lambda: ZeroDivisionError("division by zero"),
    "exit": lambda: SystemExit(1),
    "generator": lambda: GeneratorExit(),
    "empty": lambda: RecursionError(),
    "warning": lambda: Warning("w"),
    "hostile": lambda: HostileError(),
    "unnamed": lambda: Unnamed("U", (Exception,), {})(),
    "group": lambda: ExceptionGroup("many", [ValueError("one")]),
    "address": lambda: ValueError(object()),
    "lines": lambda: ValueError("line one\nline two"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_no_error_breaks_a_check(name):
    verdict = check.function(raises(ERRORS[name]()), like=f, cases=CASES)
    assert is_a_verdict(verdict)
    assert verdict.ok is False


def test_endless_recursion_is_an_error_like_others():
    def forever(x, u):
        return forever(x, u)

    assert "RecursionError" in check.function(forever, like=f, cases=CASES).text


numbers = hnp.arrays(
    st.sampled_from([np.float64, np.float32, np.int64]),
    hnp.array_shapes(max_dims=3, max_side=4),
    elements=st.integers(-100, 100),
)


@settings(max_examples=100, deadline=None)
@given(numbers, st.data())
def test_one_wrong_entry_is_found_where_it_is(expected, data):
    assert difference(expected.tolist(), expected) is None
    at = tuple(data.draw(st.integers(0, size - 1)) for size in expected.shape)
    yours = expected.copy()
    yours[at] += 1
    assert f"The first difference is at {list(at)}: " in difference(yours, expected)
    assert changed([expected], [yours])
    assert not changed([expected], [expected.copy()])
