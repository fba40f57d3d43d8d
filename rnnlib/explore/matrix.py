"""The matrix editor: a grid of numbers to drag, to move with the arrow keys, and to type into.

number.js, outbox.js, roving.js and matrix.js are one script in the page.
"""

import re
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

import anywidget
import numpy as np
import traitlets

from ..guard import InputError, count
from .number import LARGEST, parse_number, whole

HERE = Path(__file__).parent


class _Entries(traitlets.TraitType):
    """A matrix as a list of rows, which the browser understands; always of its editor's shape."""

    default_value = ()

    def validate(self, editor, value):
        return _matrix(editor.label, value, editor._shape).tolist()


class MatrixEditor(anywidget.AnyWidget):
    """A matrix W_to,from, or a vector as one column, whose entries can be dragged, moved with keys, and typed.

    array        the numbers as a new float64 array; may be set, with the same shape
    value        the same as a list of rows; observe it to hear of every change
    problem      what is wrong with what was typed, a sentence, or ""; observe it, too
    selected     [row, column] of the entry that the slider moves
    reset()      go back to the numbers it began with
    replace()    show another matrix, perhaps of another shape

    rows, columns   the names of where a weight leads to and comes from; from a label like W_xu they follow
    limit, step     dragging, keys and the slider reach from -limit to limit in steps of `step`
    presets         {name: matrix} for one-click values

    Raises InputError, and keeps the old numbers, for a wrong shape or an entry that is not a usable number.

    >>> editor = MatrixEditor([[1, 0, 0], [0, 1, 0]], label="W_xu")
    >>> editor, editor.rows, editor.columns
    (MatrixEditor('W_xu', 2 x 3), ['x1', 'x2'], ['u1', 'u2', 'u3'])
    """

    _esm = "\n".join((HERE / f"{part}.js").read_text("utf-8") for part in ("number", "outbox", "roving", "matrix"))
    _css = HERE / "matrix.css"

    value = _Entries().tag(sync=True)
    initial = _Entries().tag(sync=True)
    rows = traitlets.List(traitlets.Unicode()).tag(sync=True)
    columns = traitlets.List(traitlets.Unicode()).tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)
    limit = traitlets.Float(3.0).tag(sync=True)
    step = traitlets.Float(0.1).tag(sync=True)
    presets = traitlets.Dict().tag(sync=True)
    # Each page has a selection of its own, so that nobody's focus is moved by what is done on another page.
    selected = traitlets.List([0, 0]).tag(sync=True, echo_update=False)
    problem = traitlets.Unicode().tag(sync=True)
    # A page's letter {page, shape, edits: [{n, row, col, text}, ...]}: which text was put where; None takes it back.
    # The page counts its edits, n, and repeats them until they are answered. One edit alone is a letter, too.
    typed = traitlets.Dict().tag(sync=True, echo_update=False)
    # The reply: {page: the n of the last edit that was read}, and every text that is still to be mended.
    answered = traitlets.Dict().tag(sync=True)
    drafts = traitlets.List().tag(sync=True)  # of {row, col, text, problem}

    def __init__(
        self,
        value,
        rows: Sequence[str] | None = None,
        columns: Sequence[str] | None = None,
        label: str = "",
        limit: float = 3.0,
        step: float = 0.1,
        presets: Mapping | None = None,
    ):
        if not (0 < step <= limit <= LARGEST):
            raise InputError(f"0 < step <= limit <= {LARGEST:g} should hold; step is {step}, limit is {limit}.")
        self._hearing = threading.RLock()
        self._shape, state = _state(label, value, rows, columns, presets)
        super().__init__(label=label, limit=limit, step=step, **state)

    @property
    def array(self) -> np.ndarray:
        return np.array(self.value, dtype=np.float64).reshape(self._shape)

    @array.setter
    def array(self, value):
        entries = _matrix(self.label, value, self._shape).tolist()
        self.drafts = []
        self.value = entries

    def reset(self) -> None:
        """Go back to the numbers it began with, and forget what was typed and refused."""
        self.array = self.initial

    def replace(self, value, rows=None, columns=None, presets=None) -> None:
        """Show another matrix, which may have another shape, and which `reset` goes back to from now on."""
        shape, state = _state(self.label, value, rows, columns, presets)
        with self.hold_sync():
            self._shape, self.drafts, self.selected = shape, [], [0, 0]
            for name, part in state.items():
                setattr(self, name, part)

    def set_state(self, sync_data):
        """Hear from one page after the other, though JupyterLab gives each a thread of its own."""
        with self._hearing:
            super().set_state(sync_data)

    @traitlets.validate("selected")
    def _within(self, proposal):
        row, col = proposal["value"]
        return [min(max(int(row), 0), len(self.rows) - 1), min(max(int(col), 0), len(self.columns) - 1)]

    @traitlets.observe("typed")
    def _read(self, change):
        """Change the entries that the letter names, and no other."""
        letter = change["new"]
        page, edits = letter.get("page"), letter.get("edits", [letter])
        size = [len(self.rows), len(self.columns)]
        with self.hold_sync(), self.hold_trait_notifications():
            if page:
                edits = [edit for edit in edits if edit["n"] > self.answered.get(page, 0)]
                self.answered = {**self.answered, page: edits[-1]["n"]} if edits else self.answered
            if letter.get("shape", size) == size:  # otherwise the page had not yet heard of a new shape
                self._put(edits)

    def _put(self, edits) -> None:
        value = [list(line) for line in self.value]
        drafts = {(draft["row"], draft["col"]): draft for draft in self.drafts}
        for edit in edits:
            row, col, text = edit["row"], edit["col"], edit["text"]
            drafts.pop((row, col), None)
            try:
                if text is not None:
                    value[row][col] = parse_number(text)
            except InputError as error:
                drafts[row, col] = {"row": row, "col": col, "text": whole(text), "problem": str(error)}
        self.drafts = list(drafts.values())
        self.value = value

    @traitlets.observe("value")
    def _overtake(self, change):
        """An entry that gets a new number in any other way leaves nothing to mend."""
        old, new = change["old"], change["new"]
        if np.shape(old) == np.shape(new):
            self.drafts = [d for d in self.drafts if old[d["row"]][d["col"]] == new[d["row"]][d["col"]]]

    @traitlets.observe("drafts")
    def _complain(self, change):
        self.problem = change["new"][-1]["problem"] if change["new"] else ""

    def __repr__(self) -> str:
        return f"MatrixEditor({self.label!r}, {' x '.join(map(str, self._shape))})"


def _matrix(label: str, value, shape: tuple | None = None) -> np.ndarray:
    """Return the value as a new (rows, columns) array of usable numbers, or raise InputError."""
    name = label or "The matrix"
    try:
        array = np.array(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise InputError(f"{name} should hold numbers only, in rows of equal length.") from None
    if shape is None:
        if array.ndim not in (1, 2) or not array.size:
            raise InputError(f"{name} should be a matrix or a vector with entries. It came as {array.shape}.")
    elif array.shape not in (shape, (*shape, 1)):
        sizes = [count(n, noun) for n, noun in zip(shape, ("row", "column"), strict=False)]
        meaning = " (to) by ".join(sizes) + " (from)" if len(sizes) == 2 else count(shape[0], "number")
        advice = f" Try {name}.T." if label and array.shape == shape[::-1] else ""
        raise InputError(f"{name} should have the shape {shape}: {meaning}. It came as {array.shape}.{advice}")
    wrong = np.argwhere(~(np.abs(array) <= LARGEST))
    if len(wrong):
        place = tuple(wrong[0].tolist())
        raise InputError(
            f"{name}[{', '.join(map(str, place))}] is {array[place]:g}. "
            f"Every entry should be a number from {-LARGEST:g} to {LARGEST:g}."
        )
    return array.reshape(len(array), -1) + 0.0


def _state(label: str, value, rows, columns, presets) -> tuple[tuple[int, ...], dict]:
    """The shape of a new matrix, and all that a view of it needs."""
    matrix = _matrix(label, value)
    shape = matrix.shape if np.ndim(value) == 2 else matrix.shape[:1]
    to, source = _letters(label)
    presets = {str(key): _matrix(label, preset, shape).tolist() for key, preset in (presets or {}).items()}
    return shape, {
        "rows": _names("rows", rows, to, len(matrix)),
        "columns": _names("columns", columns, source, matrix.shape[1], blank=len(shape) == 1),
        "presets": presets,
        "initial": matrix.tolist(),
        "value": matrix.tolist(),
    }


def _letters(label: str) -> tuple[str, str]:
    """The letters of where a weight leads to and comes from.

    >>> _letters("W_xu"), _letters("b_x"), _letters("speed")
    (('x', 'u'), ('x', ''), ('', ''))
    """
    match = re.fullmatch(r"W_([a-z])([a-z])|b_([a-z])", label)
    return (match[1] or match[3], match[2] or "") if match else ("", "")


def _names(what: str, names, letter: str, n: int, blank: bool = False) -> list[str]:
    if names is None:
        return [""] * n if blank else [f"{letter}{i}" for i in range(1, n + 1)]
    names = [str(name) for name in names]
    if len(names) != n:
        raise InputError(f"{what} should be a list of {count(n, 'name')}; got {len(names)}.")
    return names
