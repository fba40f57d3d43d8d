"""The run time of all lessons, against notebooks of the same number that only start a kernel and import NumPy."""

import subprocess

import nbclient
import nbformat

from tools.notebooks import lessons

from .measure import Row, seconds


def rows():
    paths = list(lessons())
    empty = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("import numpy")])
    ours = theirs = 0.0
    for path in paths:
        notebook = nbformat.read(path, as_version=4)
        ours += seconds(lambda notebook=notebook, path=path: run(notebook, path.parent))
        theirs += seconds(lambda path=path: run(empty, path.parent))
    yield Row(f"the whole course, {len(paths)} lessons", ours, "as many empty notebooks", theirs, "")


def run(notebook, folder) -> None:
    client = nbclient.NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": str(folder)}})
    client.execute(stderr=subprocess.DEVNULL)  # a kernel says at each start that its messages are not encrypted
