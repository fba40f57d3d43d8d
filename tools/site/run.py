"""Run a lesson in this process, and keep what its cells show."""

import ast
import contextlib
import io
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import matplotlib
import nbformat
from nbformat import NotebookNode

from rnnlib import check, explore

from ..notebooks import FOLDER

LIVE = explore.Explorer, check.Prediction


class Ran(NamedTuple):
    """A cell, and what stands in the place of each of its outputs: an explorer, a question, or None."""

    cell: NotebookNode
    live: list


@contextlib.contextmanager
def lesson(path: Path) -> Iterator[list[Ran]]:
    """The cells of a lesson, run in a copy of its folder, in which its explorers may go on to work."""
    matplotlib.use("Agg")
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / FOLDER.name
        shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns(".*"))
        os.chdir(folder)
        try:
            yield run(path)
        finally:
            os.chdir(before)


def run(path: Path) -> list[Ran]:
    shown: list = []
    namespace = {"__name__": "__main__", "display": lambda *objects: shown.extend(objects)}
    ran = []
    for cell in nbformat.read(path, as_version=4).cells:
        shown.clear()
        if cell.cell_type == "code":
            with contextlib.redirect_stdout(io.StringIO()):
                last = execute(cell.source, f"{path.name}[{cell.id}]", namespace)
            shown.extend([last] if last is not None else [])
        ran.append(Ran(cell, in_place(cell, shown, path.name)))
    return ran


def execute(source: str, name: str, namespace: dict):
    """Run a cell; return the value of an expression that ends it, which a notebook would show.

    >>> execute("a = 2; 3 * a", "cell", {})
    6
    """
    tree = ast.parse(source, name)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, name, "exec"), namespace)
    return eval(compile(ast.Expression(last.value), name, "eval"), namespace) if last else None


def in_place(cell: NotebookNode, shown: list, name: str) -> list:
    """For each stored output of a cell what is alive in its place."""
    outputs = cell.get("outputs", [])
    rich = [k for k, output in enumerate(outputs) if output.output_type != "stream"]
    if len(rich) != len(shown):
        raise ValueError(f"{name}[{cell.id}] shows {len(shown)} things, but {len(rich)} are stored: make notebooks")
    live = [None] * len(outputs)
    for place, thing in zip(rich, shown, strict=True):
        live[place] = thing if isinstance(thing, LIVE) else None
    return live
