"""A real JupyterLab in a real Chromium, for every test in this folder.

    def test_it_counts(notebook):
        page = notebook(["import ipywidgets as w", "w.IntSlider(value=3)"])
        page.get_by_role("slider").press("ArrowRight")

`notebook(cells)` and `open_notebook(name)` hand back a Playwright page on which all cells have run without
an error. An error in the browser's console, or a request that leaves this machine, fails the test at its end.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tools import lab as tools_lab
from tools.notebooks import FOLDER

# What the console may say although the lesson is sound; each with its reason. Nothing else may appear.
HARMLESS: tuple[re.Pattern, ...] = (
    re.compile("Could not send widget sync message"),  # the slider of ipywidgets, where a test has shut the kernel down
    re.compile("Could not restore the debugger state"),  # JupyterLab's debugger, for the same reason
)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium on this machine."""
    found = tools_lab.find_chromium()
    if found is None:
        pytest.skip("no Chromium found: install one, or name it in the variable CHROMIUM")
    return found


@pytest.fixture(scope="session")
def lab(chromium, tmp_path_factory) -> Iterator[tools_lab.Lab]:
    """JupyterLab on a copy of the lessons."""
    home = tmp_path_factory.mktemp("lab")
    shutil.copytree(FOLDER, home / "notebooks", ignore=shutil.ignore_patterns(".*"))
    with tools_lab.serve(home) as served:
        yield served
        served.stop_kernels()


# One browser for a file of tests and not for the whole session: while Playwright's synchronous interface is
# open, an event loop counts as running in this thread, which is in the way of tests that start their own.
@pytest.fixture(scope="module")
def browser(chromium) -> Iterator:
    with tools_lab.browse(chromium) as context:
        yield context


@pytest.fixture(scope="module")
def desk(browser) -> Iterator[tuple]:
    """A page for the tests of a file, and what it complained of: errors in its console, requests to other machines."""
    complaints: list[str] = []

    def refuse(route):
        complaints.append(f"asked for {route.request.url}")
        route.abort()

    def listen(message):
        text = f"{message.text}  ({message.location.get('url', '')})"
        if message.type == "error" and not any(harmless.search(text) for harmless in HARMLESS):
            complaints.append(text)

    page = browser.new_page()
    page.route(re.compile(r"^https?://(?!127\.0\.0\.1[:/])"), refuse)
    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(f"uncaught: {error}"))
    yield page, complaints
    page.close()


@contextmanager
def watch(desk, lab) -> Iterator:
    """The page; afterwards it must not have complained, and its notebook is put away."""
    page, complaints = desk
    complaints.clear()
    page.set_viewport_size({"width": 1280, "height": 1000})
    yield page
    found = complaints.copy()
    tools_lab.put_away(page, lab)
    assert not found, "the browser complained:\n" + "\n".join(found)


@pytest.fixture(scope="module")
def watched(desk, lab) -> Callable:
    """`with watched() as page`: the page, for several tests."""
    return lambda: watch(desk, lab)


@pytest.fixture
def page(watched) -> Iterator:
    """The page, for one test."""
    with watched() as page:
        yield page


@pytest.fixture(scope="module")
def opened(lab) -> Callable:
    """opened(page, name): show a notebook; a JupyterLab that stands already does it in a third of the time."""

    def opened(page, name: str, run: bool = True):
        if page.evaluate("() => Boolean(window.jupyterapp)"):
            tools_lab.open_in_place(page, name)
        else:
            tools_lab.open_notebook(page, lab, name)
        if run:
            tools_lab.run_all(page)
        return page

    return opened


@pytest.fixture
def open_notebook(page, opened) -> Callable:
    """open_notebook("01-name.ipynb") -> the page, after *Run All* and without an error in any cell."""
    return lambda name, run=True: opened(page, name, run)


@pytest.fixture
def notebook(open_notebook, lab) -> Callable:
    """notebook(["x = 3", "x"]) -> the page of a notebook with these code cells, all run without an error."""
    return lambda cells, run=True: open_notebook(tools_lab.write_notebook(lab, cells), run)


@pytest.fixture
def shot(request) -> Callable:
    """shot(page, "name") saves a screenshot in the folder RNNLIB_SHOTS, if that variable is set."""

    def shot(page, name: str) -> None:
        folder = os.environ.get("RNNLIB_SHOTS")
        if folder:
            page.screenshot(path=Path(folder) / f"{name}.png")

    return shot
