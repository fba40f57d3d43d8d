"""Every lesson is stored so that it can be read anywhere, and built like the others."""

import ast
import base64
import builtins
import re
import statistics
import sys
import tomllib
from pathlib import Path

import nbformat
import numpy as np
import pytest

from tools.notebooks import FOLDER, is_normal, lessons, note, opened

ROOT = FOLDER.parent
START = "00-start-here.ipynb"  # shows how to work with a lesson, and is none itself
START_PAGE = FOLDER / START
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DECLARED = {re.match(r"\w+", need).group() for need in PROJECT["dependencies"]} | {PROJECT["name"]}
NETWORK = {"urllib", "http", "socket", "ftplib", "smtplib", "ssl", "webbrowser"}

every_notebook = pytest.mark.parametrize("path", lessons(), ids=lambda path: path.stem)
every_lesson = pytest.mark.parametrize(
    "path", [path for path in lessons() if path.name != START], ids=lambda path: path.stem
)


def read(path: Path):
    return nbformat.read(path, as_version=4)


def code_cells(path: Path, tag: str | None = None) -> list:
    cells = [cell for cell in read(path).cells if cell.cell_type == "code"]
    return cells if tag is None else [cell for cell in cells if tag in cell.metadata.get("tags", [])]


def lines(cell) -> list[str]:
    """The lines of code: neither blank nor a comment."""
    return [line for line in cell.source.splitlines() if line.strip() and not line.strip().startswith("#")]


def builders(path: Path) -> list:
    return [cell for cell in code_cells(path) if re.search(r"explore\.(Explorer|Training)\(", cell.source)]


def pictures(cell) -> list:
    return [output for output in cell.get("outputs", []) if "image/png" in output.get("data", {})]


def folded(cell) -> bool:
    return bool(cell.metadata.get("jupyter", {}).get("source_hidden"))


def shown(cell) -> str:
    """The last text that the cell shows."""
    texts = [output.data.get("text/plain", "") for output in cell.outputs if "data" in output]
    return texts[-1] if texts else ""


def imported(cell) -> set[str]:
    """The top-level packages that the cell imports."""
    names = set()
    for node in ast.walk(ast.parse(cell.source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module.split(".")[0])
    return names


@every_notebook
def test_it_is_stored_normalised(path):
    assert is_normal(path), f"{path.name}: run `make notebooks N={path.name[:2]}`"


@every_notebook
def test_cell_ids_are_unique(path):
    ids = [cell.id for cell in read(path).cells]
    assert len(ids) == len(set(ids))


@every_notebook
def test_it_was_run_without_an_error(path):
    failed = [o.ename for cell in code_cells(path) for o in cell.outputs if o.output_type == "error"]
    warned = [o.text for cell in code_cells(path) for o in cell.outputs if o.get("name") == "stderr"]
    assert not failed and not warned


@every_notebook
def test_one_short_cell_imports_only_what_is_declared(path):
    importing = [cell for cell in code_cells(path) if imported(cell)]
    assert len(importing) == 1, "one cell imports"
    assert importing == code_cells(path)[:1], "it is the first"
    assert len(lines(importing[0])) <= 5
    assert imported(importing[0]) <= (DECLARED | set(sys.stdlib_module_names)) - NETWORK


@every_notebook
def test_code_is_short_and_plain(path):
    for cell in code_cells(path):
        assert cell.source.strip(), "no empty cell"
        most = 30 if cell in builders(path) else 15
        assert sum(map(bool, map(str.strip, cell.source.splitlines()))) <= most, cell.source
        assert not re.search(r"^\s*[%!]", cell.source, re.MULTILINE), f"no magics: {cell.source}"


@every_notebook
def test_it_draws_with_rnnlib_only(path):
    for cell in code_cells(path):
        assert not re.search(r"\bplt\b|\bax\.|\bmatplotlib\b", cell.source), cell.source


@every_notebook
def test_it_is_small(path):
    for cell in code_cells(path):
        for output in cell.outputs:
            png = base64.b64decode(output.get("data", {}).get("image/png", ""))
            assert len(png) < 60_000, cell.source
    assert path.stat().st_size < 700_000


@every_notebook
def test_a_picture_has_its_words_as_alternative_text(path):
    stored = [output for cell in code_cells(path) for output in pictures(cell)]
    assert stored, "a lesson has pictures"
    for output in stored:
        assert output.metadata["image/png"].get("alt") == output.data["text/plain"]


def dark(picture) -> np.ndarray:
    return np.asarray(picture.convert("L")) < 128


@every_notebook
def test_what_is_left_of_an_explorer_says_how_to_move_it(path):
    """For eyes and for ears, and only there."""
    for cell in code_cells(path):
        for output in pictures(cell):
            picture = opened(output.data["image/png"])
            line = note(picture.width)
            differs = dark(picture.crop((0, 0, *line.size))) != dark(line)
            seen = differs.mean() < 0.002  # fewer colours, the same letters
            heard = output.data["text/plain"].endswith(". Run this cell and those above it (Shift + Enter) to move it.")
            assert seen == heard == (cell in builders(path)), cell.source


@every_notebook
def test_it_begins_with_its_title(path):
    first = read(path).cells[0]
    assert first.cell_type == "markdown" and first.source.startswith("# ")


@every_notebook
def test_an_explorer_is_one_function_in_one_cell(path):
    assert builders(path), "a lesson has an explorer"
    for cell in builders(path):
        assert cell.source.startswith("# explorer: ") or not folded(cell), "a folded cell says what it is"
    for cell in code_cells(path):
        assert not re.search(r"\blambda d\b|SimpleNamespace", cell.source), cell.source


@pytest.mark.parametrize("path", lessons("00", "01"), ids=lambda path: path.stem)
def test_something_moves_within_two_minutes(path):
    """At 150 words a minute, and with few cells to run before it."""
    cells = read(path).cells
    first = next(k for k, cell in enumerate(cells) if cell in builders(path))
    words = sum(len(cell.source.split()) for cell in cells[:first] if cell.cell_type == "markdown")
    assert words <= 300 and first < 8, f"{words} words and {first} cells"


def pieces(code: str) -> set[str]:
    """The kinds of words that a line of Python is made of, and the functions that Python brings."""
    nodes = list(ast.walk(ast.parse(code)))
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    return {type(node).__name__ for node in nodes} | (names & set(dir(builtins)))


@every_lesson
def test_the_start_page_teaches_the_python_that_stands_open(path):
    (table,) = [cell.source for cell in read(START_PAGE).cells if "Python | Read it as" in cell.source]
    lines = [line.partition(" | ")[0] for line in table.splitlines()]
    known = set()
    for code in re.findall("`([^`]+)`", "\n".join(lines)):
        block = f"{code} pass" if code.endswith(":") else code
        known |= pieces(f"def recipe():\n    pass\n    {block}")
    shown = [cell for cell in code_cells(path) if not folded(cell)]
    used = set().union(*(pieces(cell.source) for cell in shown[1:]))  # after the imports
    assert used <= known, f"these are not in the table of the start page: {sorted(used - known)}"


@every_lesson
def test_the_map_names_the_lesson(path):
    title = re.match(r"# (\w+)\. (.+)", read(path).cells[0].source)
    text = "\n".join(cell.source for cell in read(START_PAGE).cells if cell.cell_type == "markdown")
    assert f"{title[1]}. [{title[2]}]({path.name})" in text


def test_an_explorer_is_short():
    """Half of them at most 14 lines, with everything that serves only them (19 in the first edition)."""
    assert statistics.median(len(lines(cell)) for path in lessons() for cell in builders(path)) <= 14


@every_lesson
def test_exercises_wait_for_an_answer(path):
    exercises = code_cells(path, "exercise")
    assert exercises, "a lesson has an exercise"
    for cell in exercises:
        assert shown(cell).startswith("Not yet"), cell.source


@every_lesson
def test_solutions_are_folded_and_right(path):
    solutions = code_cells(path, "solution")
    assert len(solutions) == len(code_cells(path, "exercise")), "each exercise has its solution"
    for cell in solutions:
        assert folded(cell), f"folded: {cell.source}"
        assert cell.source.startswith("# Solution"), "JupyterLab shows the first line of a folded cell"
        assert shown(cell).startswith("Right"), cell.source


@every_lesson
def test_it_ends_with_its_sources_and_the_next_question(path):
    text = "\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings[-2:] == ["Sources", "The next question"]
