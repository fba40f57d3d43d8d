"""The matrix editor without a browser: what a typed text means, and what may become of the numbers."""

import json
import math
import sys
import threading
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnlib.explore.matrix import MatrixEditor
from rnnlib.explore.number import parse_number
from rnnlib.guard import InputError

# What a text means; the page has the same rules, and is held to the same table in tests/browser.
NUMBERS = json.loads(Path(__file__).with_name("numbers.json").read_text("utf-8"))


class Page:
    """What outbox.js does on one page of the editor: a letter repeats every edit that is not yet answered."""

    def __init__(self, editor, name="a page"):
        self.editor, self.name, self.edits, self.shape = editor, name, {}, list(np.shape(editor.value))

    def put(self, *changes) -> dict:
        for n, (row, col, text) in enumerate(changes, 1 + max((n for n, *_ in self.edits.values()), default=0)):
            self.edits[row, col] = (n, row, col, text)
        edits = [dict(zip(["n", "row", "col", "text"], edit, strict=True)) for edit in sorted(self.edits.values())]
        return {"typed": {"page": self.name, "shape": self.shape, "edits": edits}}

    def send(self, *changes) -> None:
        self.editor.set_state(self.put(*changes))


# ---- What a text means --------------------------------------------------------------------------------------
@pytest.mark.parametrize("case", NUMBERS, ids=lambda case: ascii(case["text"][:20]))
def test_what_a_text_means(case):
    if "number" in case:
        number = parse_number(case["text"])
        assert number == case["number"]
        assert type(number) is float
        assert math.copysign(1, number) == math.copysign(1, case["number"])  # no -0
    else:
        with pytest.raises(InputError) as error:
            parse_number(case["text"])
        assert str(error.value) == case["problem"]


def test_the_limit_is_given():
    assert parse_number("5", limit=5) == 5
    with pytest.raises(InputError, match=r"from -5 to 5 instead of '5\.1'"):
        parse_number("5.1", limit=5)


@given(st.floats(-1000, 1000))
def test_every_written_float_is_read_back(number):
    assert parse_number(repr(number)) == number
    assert parse_number(f" {number!r} ".replace(".", ",").replace("-", "−")) == number


@given(st.integers(-999, 999), st.integers(1, 999))
def test_every_fraction_is_read(top, bottom):
    assert parse_number(f"{top}/{bottom}") == float(Fraction(top, bottom))


@given(st.one_of(st.text(max_size=30), st.text("0123456789.,-−+/eE ∞naif", max_size=12)))
def test_any_text_is_a_usable_number_or_a_sentence(text):
    try:
        number = parse_number(text)
    except InputError as error:
        assert str(error).startswith("Type ") and str(error).endswith(".") and "\n" not in str(error)
    else:
        assert abs(number) <= 1000


def test_a_very_long_text_takes_no_time():
    for text in ("9" * 200_000 + "x", "," * 200_000, "1/" * 100_000, " " * 200_000 + "x"):
        with pytest.raises(InputError):
            parse_number(text)


# ---- The numbers --------------------------------------------------------------------------------------------
def test_the_array_goes_in_and_comes_out():
    matrix = np.random.default_rng(1).normal(size=(3, 4))
    editor = MatrixEditor(matrix, label="W_xu")
    assert np.array_equal(editor.array, matrix)
    assert editor.array.dtype == np.float64
    editor.array[0, 0] = 99  # a copy
    assert np.array_equal(editor.array, matrix)
    editor.array = matrix.astype(np.float32) + 1
    assert np.array_equal(editor.array, (matrix.astype(np.float32) + 1).astype(np.float64))
    editor.array = np.arange(12).reshape(3, 4)
    assert editor.value[1] == [4.0, 5.0, 6.0, 7.0]
    json.dumps(editor.get_state()["value"])


def test_a_vector_is_one_column():
    editor = MatrixEditor(np.array([1.0, -2.0]), label="b_x", presets={"zero": [0, 0]})
    assert editor.value == [[1.0], [-2.0]]
    assert editor.presets == {"zero": [[0.0], [0.0]]}
    assert (editor.rows, editor.columns) == (["x1", "x2"], [""])
    assert editor.array.shape == (2,)
    editor.array = [[3], [4]]
    assert editor.array.tolist() == [3.0, 4.0]
    with pytest.raises(InputError, match=r"b_x should have the shape \(2,\): 2 numbers. It came as \(3,\)."):
        editor.array = np.zeros(3)


def test_the_value_given_stays_untouched():
    given = np.zeros((2, 2))
    editor = MatrixEditor(given)
    editor.array = np.ones((2, 2))
    assert not given.any()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (np.zeros((3, 2)), "should have the shape (2, 3): 2 rows (to) by 3 columns (from). It came as (3, 2). "
                           "Try W_xu.T."),
        (np.zeros((2, 2)), "should have the shape (2, 3): 2 rows (to) by 3 columns (from). It came as (2, 2)."),
        (np.zeros(6), "should have the shape (2, 3): 2 rows (to) by 3 columns (from). It came as (6,)."),
        (0.0, "should have the shape (2, 3): 2 rows (to) by 3 columns (from). It came as ()."),
        ([[1, 2], [3]], "should hold numbers only, in rows of equal length."),
        ("hello", "should hold numbers only, in rows of equal length."),
        (None, "should have the shape (2, 3): 2 rows (to) by 3 columns (from). It came as ()."),
        ([[0, 0, 0], [0, np.nan, 0]], "[1, 1] is nan. Every entry should be a number from -1000 to 1000."),
        ([[0, -np.inf, 0], [0, 0, 0]], "[0, 1] is -inf. Every entry should be a number from -1000 to 1000."),
        ([[0, 0, 0], [0, 0, 1e308]], "[1, 2] is 1e+308. Every entry should be a number from -1000 to 1000."),
    ],
)  # fmt: skip
def test_a_wrong_matrix_is_refused_and_the_old_one_stays(wrong, sentence):
    editor = MatrixEditor([[1, 2, 3], [4, 5, 6]], label="W_xu")
    heard = []
    editor.observe(heard.append, "value")
    for name in ("array", "value"):
        with pytest.raises(InputError) as error:
            setattr(editor, name, wrong)
        assert str(error.value).replace("W_xu ", "").replace("W_xu[", "[") == sentence
        assert editor.array.tolist() == [[1, 2, 3], [4, 5, 6]]
    with pytest.raises(InputError):
        MatrixEditor(np.zeros((2, 3)), presets={"bad": wrong})
    assert not heard


@pytest.mark.parametrize("wrong", [[], [[]], 3.0, np.zeros((2, 2, 2)), [[1], [2, 3]], "W"])
def test_what_is_no_matrix_at_all_is_refused(wrong):
    with pytest.raises(InputError):
        MatrixEditor(wrong)


@pytest.mark.parametrize("wrong", [{"step": 0}, {"step": -1}, {"limit": 0.05}, {"limit": 1e6}, {"rows": ["a"]}])
def test_settings_that_cannot_work_are_refused(wrong):
    with pytest.raises(InputError):
        MatrixEditor(np.eye(2), **wrong)


@pytest.mark.parametrize(
    ("label", "rows", "columns"),
    [("W_xu", ["x1", "x2"], ["u1"]), ("W_yx", ["y1", "y2"], ["x1"]), ("", ["1", "2"], ["1"])],
)
def test_names_follow_the_label(label, rows, columns):
    editor = MatrixEditor([[1], [2]], label=label)
    assert (editor.rows, editor.columns) == (rows, columns)


def test_every_sentence_of_the_browser_has_what_it_needs():
    editor = MatrixEditor([[1, 2]], ["next"], ["h", "e"], "W", limit=2, step=0.5, presets={"one": np.ones((1, 2))})
    state = editor.get_state()
    assert (state["rows"], state["columns"], state["label"]) == (["next"], ["h", "e"], "W")
    assert (state["limit"], state["step"], state["initial"]) == (2.0, 0.5, [[1.0, 2.0]])
    assert state["presets"] == {"one": [[1.0, 1.0]]}


def test_the_repr_is_fixed():
    assert repr(MatrixEditor(np.zeros((3, 4)), label="W_xu")) == "MatrixEditor('W_xu', 3 x 4)"
    assert repr(MatrixEditor(np.zeros(3), label="b_x")) == "MatrixEditor('b_x', 3)"
    bundle, _ = MatrixEditor(np.zeros((3, 4)), label="W_xu")._repr_mimebundle_()
    assert bundle["text/plain"] == "MatrixEditor('W_xu', 3 x 4)"


# ---- What was typed -----------------------------------------------------------------------------------------
def test_a_good_text_becomes_the_entry_and_nothing_else_moves():
    matrix = np.random.default_rng(2).normal(size=(3, 2))
    editor = MatrixEditor(matrix)
    Page(editor).send((2, 1, " −1,5 "))
    matrix[2, 1] = -1.5
    assert np.array_equal(editor.array, matrix)
    assert (editor.problem, editor.drafts, editor.answered) == ("", [], {"a page": 1})


def test_a_bad_text_stays_until_it_is_mended():
    editor = MatrixEditor(np.zeros((2, 2)))
    page, heard = Page(editor), []
    editor.observe(lambda change: heard.append((change["name"], change["new"])), ["value", "problem"])
    page.send((0, 1, "abc"))
    sentence = "Type a number such as 0.5, -1.2 or 1/2 instead of 'abc'."
    assert heard == [("problem", sentence)]
    assert editor.drafts == [{"row": 0, "col": 1, "text": "abc", "problem": sentence}]
    assert not editor.array.any()
    page.send((0, 1, "2"))
    assert sorted(heard[1:]) == [("problem", ""), ("value", [[0.0, 2.0], [0.0, 0.0]])]
    assert (editor.drafts, editor.answered) == ([], {"a page": 2})


def test_a_bad_text_can_be_taken_back():
    editor = MatrixEditor(np.ones((2, 2)))
    page = Page(editor)
    page.send((1, 1, "nan"))
    page.send((1, 1, None))
    assert (editor.problem, editor.drafts) == ("", [])
    assert editor.array.tolist() == [[1, 1], [1, 1]]


def test_each_bad_text_has_its_own_sentence():
    editor = MatrixEditor(np.zeros((2, 2)))
    page = Page(editor)
    page.send((0, 0, "abc"), (0, 1, "1e308"))
    assert [(d["row"], d["col"], d["text"]) for d in editor.drafts] == [(0, 0, "abc"), (0, 1, "1e308")]
    assert editor.problem == "Type a number from -1000 to 1000 instead of '1e308'."
    page.send((1, 1, "7"))  # a good one elsewhere mends neither
    assert len(editor.drafts) == 2 and editor.array[1, 1] == 7
    page.send((0, 1, "1"))
    assert "abc" in editor.problem
    page.send(*((row, col, "0") for row, col in np.ndindex(2, 2)))  # a preset or reset: all of them
    assert (editor.problem, editor.drafts, editor.array.any()) == ("", [], False)


def test_another_number_in_its_place_leaves_nothing_to_mend():
    editor = MatrixEditor(np.zeros((2, 2)))
    Page(editor).send((0, 0, "abc"), (1, 1, "def"))
    editor.value = [[0.1, 0], [0, 0]]
    assert [draft["text"] for draft in editor.drafts] == ["def"]
    editor.array = editor.array  # set from Python: all is as Python says
    assert (editor.problem, editor.drafts) == ("", [])


def test_reset_goes_back_and_forgets():
    editor = MatrixEditor([[1, 2]])
    editor.array = [[3, 4]]
    Page(editor).send((0, 0, "abc"))
    editor.reset()
    assert editor.array.tolist() == [[1, 2]]
    assert (editor.problem, editor.drafts) == ("", [])


def test_half_a_letter_can_be_told_to_every_page():
    editor = MatrixEditor(np.zeros((2, 2)))
    Page(editor).send((0, 0, "1\ud83d"))
    assert editor.drafts[0]["text"] == "1\ufffd"
    assert "'1\ufffd'" in editor.problem
    told = {name: editor.get_state()[name] for name in ["value", "problem", "drafts", "answered"]}
    json.dumps(told, ensure_ascii=False).encode("utf-8")


def test_an_edit_that_is_repeated_does_not_undo_what_came_since():
    editor = MatrixEditor(np.zeros((2, 2)))
    here, there = Page(editor, "here"), Page(editor, "there")
    here.send((0, 0, "1"))
    there.send((0, 0, "2"))
    here.send((1, 1, "3"))  # and the 1 once more
    assert editor.array.tolist() == [[2, 0], [0, 3]]
    editor.array = np.ones((2, 2))
    there.send((0, 1, "4"))
    assert editor.array.tolist() == [[1, 4], [1, 1]]


def test_an_edit_without_a_page_counts_each_time():
    editor = MatrixEditor(np.zeros((2, 2)))
    for number in ["1", "2"]:
        editor.typed = {"row": 0, "col": 0, "text": number, "n": 1}
    assert editor.array[0, 0] == 2


def test_a_letter_is_answered_with_its_numbers_in_one_message():
    editor = MatrixEditor(np.zeros((2, 2)))
    sent = []
    editor._send = lambda message, buffers=None: sent.append(message)
    Page(editor).send((0, 0, "1"), (0, 1, "abc"))
    (message,) = sent
    assert message["state"]["value"] == [[1, 0], [0, 0]]
    assert message["state"]["answered"] == {"a page": 2}
    assert message["state"]["drafts"][0]["text"] == "abc"
    assert "typed" not in message["state"]  # no page hears the letters of another one


@pytest.mark.parametrize("name", ["value", "problem"])
def test_a_letter_is_read_and_answered_even_if_a_listener_fails(name):
    editor = MatrixEditor(np.zeros((2, 2)))

    def fail(_):
        raise RuntimeError("a fault in a lesson")

    editor.observe(fail, name)
    with pytest.raises(RuntimeError):
        Page(editor).send((0, 0, "1"), (0, 1, "abc"))
    assert (editor.answered, editor.array[0, 0], editor.drafts[0]["text"]) == ({"a page": 2}, 1, "abc")


def test_pages_that_are_heard_in_threads_of_their_own_lose_nothing():
    editor = MatrixEditor(np.zeros((4, 50)))
    pages = [Page(editor, str(row)) for row in range(4)]
    start = threading.Barrier(4)

    def work(page, row):
        start.wait()
        for col in range(50):
            page.send((row, col, str(row + col)))

    threads = [threading.Thread(target=work, args=(page, row)) for row, page in enumerate(pages)]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert np.array_equal(editor.array, np.add.outer(np.arange(4.0), np.arange(50.0)))
    assert editor.answered == {str(row): 50 for row in range(4)}


# ---- Another matrix -----------------------------------------------------------------------------------------
def test_another_shape_comes_with_all_its_parts():
    editor = MatrixEditor(np.eye(3), label="W_xx", presets={"zero": np.zeros((3, 3))})
    editor.selected = [2, 2]
    Page(editor).send((2, 2, "abc"))
    editor.replace([[1, 2]], rows=["y"])
    assert repr(editor) == "MatrixEditor('W_xx', 1 x 2)"
    assert (editor.rows, editor.columns, editor.presets) == (["y"], ["x1", "x2"], {})
    assert (editor.selected, editor.drafts, editor.problem) == ([0, 0], [], "")
    editor.array = [[3, 4]]
    editor.reset()
    assert editor.array.tolist() == [[1, 2]]


def test_another_matrix_that_is_wrong_changes_nothing():
    editor = MatrixEditor(np.eye(2), label="W_xx")
    before = editor.get_state()
    for wrong in [{"value": [[np.nan]]}, {"value": np.eye(3), "rows": ["a"]},
                  {"value": np.eye(3), "presets": {"bad": np.eye(2)}}]:  # fmt: skip
        with pytest.raises(InputError):
            editor.replace(**wrong)
    assert editor.get_state() == before
    editor.array = np.ones((2, 2))


def test_a_page_that_is_late_is_overruled():
    editor = MatrixEditor(np.eye(3))
    page = Page(editor)
    editor.replace([[1, 2]])
    editor.set_state({**page.put((0, 0, "9"), (2, 1, "abc")), "selected": [2, 1]})
    assert editor.array.tolist() == [[1, 2]]
    assert (editor.problem, editor.drafts, editor.answered) == ("", [], {"a page": 2})
    assert editor.selected == [0, 1]
