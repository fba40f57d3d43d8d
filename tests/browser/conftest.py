"""A real JupyterLab in a real Chromium, for every test in this folder.

    def test_it_counts(notebook):
        page = notebook(["import ipywidgets as w", "w.IntSlider(value=3)"])
        page.get_by_role("slider").press("ArrowRight")

`notebook(cells)` and `open_notebook(name)` hand back a Playwright page on which all cells have run without
an error. An error in the browser's console, or a request that leaves this machine, fails the test at its end.
"""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60  # patience with anything in the browser; a slow machine is not a failure

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# What the console may say although the lesson is sound; each with its reason. Nothing else may appear.
HARMLESS: tuple[re.Pattern, ...] = ()


class Lab(NamedTuple):
    url: str
    token: str
    folder: Path

    def call(self, method: str, path: str) -> list:
        request = urllib.request.Request(
            self.url + path, method=method, headers={"Authorization": f"token {self.token}"}
        )
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            body = answer.read()
        return json.loads(body) if body else []

    def stop_kernels(self) -> None:
        for kernel in self.call("GET", "api/kernels"):
            self.call("DELETE", f"api/kernels/{kernel['id']}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_it_answers(server: subprocess.Popen, lab: Lab, log: Path) -> None:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            lab.call("GET", "api/kernels")
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text()[-4000:]}")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium on this machine."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if found is None:
        pytest.skip("no Chromium found: install one, or name it in the variable CHROMIUM")
    return found


@pytest.fixture(scope="session")
def lab(chromium, tmp_path_factory) -> Iterator[Lab]:
    """JupyterLab on a copy of the lessons, with settings of its own and nothing fetched from anywhere."""
    home = tmp_path_factory.mktemp("lab")
    folder = home / "notebooks"
    if (ROOT / "notebooks").is_dir():
        shutil.copytree(ROOT / "notebooks", folder, ignore=shutil.ignore_patterns(".*"))
    folder.mkdir(exist_ok=True)

    quiet = home / "settings" / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
    quiet.parent.mkdir(parents=True)
    quiet.write_text(json.dumps({"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True}))

    log, port = home / "lab.log", free_port()
    lab = Lab(f"http://127.0.0.1:{port}/", uuid.uuid4().hex, folder)
    environment = {
        **os.environ,
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "IPYTHONDIR": str(home / "ipython"),
    }
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--expose-app-in-browser"),
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        f"--ServerApp.root_dir={folder}",
        f"--IdentityProvider.token={lab.token}",
        "--ServerApp.terminals_enabled=False",
        "--LabApp.extension_manager=readonly",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
        "--LanguageServerManager.autodetect=False",
    ]
    with log.open("w") as output:
        server = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            wait_until_it_answers(server, lab, log)
            yield lab
            lab.stop_kernels()
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(timeout=15)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)
                server.wait()


# One browser for a file of tests and not for the whole session: while Playwright's synchronous interface is
# open, an event loop counts as running in this thread, which is in the way of tests that start their own.
@pytest.fixture(scope="module")
def browser(chromium) -> Iterator:
    """A browser without a history; its pages share what they have loaded of JupyterLab."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        process = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        context = process.new_context(viewport={"width": 1280, "height": 1000})
        context.set_default_timeout(SECONDS * 1000)
        yield context
        process.close()


@pytest.fixture
def page(browser, lab) -> Iterator:
    """An empty page; afterwards its console must be free of errors and nothing may have left this machine."""
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
    yield page
    page.close()
    lab.stop_kernels()
    assert not complaints, "the browser complained:\n" + "\n".join(complaints)


@pytest.fixture
def open_notebook(page, lab) -> Callable:
    """open_notebook("01-name.ipynb") -> the page, after *Run All* and without an error in any cell."""

    def open_notebook(name: str, run: bool = True):
        page.goto(f"{lab.url}lab/workspaces/{uuid.uuid4().hex}/tree/{name}?token={lab.token}")
        page.wait_for_function(
            """() => {
                const panel = window.jupyterapp?.shell?.currentWidget;
                return panel?.context?.isReady && panel.sessionContext?.isReady
                    && panel.sessionContext.session?.kernel?.status === "idle";
            }"""
        )
        if run:
            run_all(page)
        return page

    return open_notebook


@pytest.fixture
def notebook(open_notebook, lab) -> Callable:
    """notebook(["x = 3", "x"]) -> the page of a notebook with these code cells, all run without an error."""

    def notebook(cells: list[str], run: bool = True):
        name = f"{uuid.uuid4().hex}.ipynb"
        made = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(source) for source in cells],
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        )
        nbformat.write(made, lab.folder / name)
        return open_notebook(name, run)

    return notebook


def run_all(page) -> None:
    """Run every cell, wait until the last one is done, and fail with the message of a cell that failed."""
    page.evaluate(
        """() => {
            window.allRan = false;
            const done = () => { window.allRan = true; };
            window.jupyterapp.commands.execute("notebook:run-all-cells").then(done, done);
        }"""
    )
    page.wait_for_function(
        """() => window.allRan
            && window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'"""
    )
    errors = page.evaluate(
        """() => window.jupyterapp.shell.currentWidget.content.model.sharedModel.cells
            .flatMap((cell) => cell.cell_type === "code" ? cell.outputs : [])
            .filter((output) => output.output_type === "error")
            .map((output) => output.ename + ": " + output.evalue)"""
    )
    assert not errors, f"cells of the notebook failed: {errors}"


@pytest.fixture
def shot(request) -> Callable:
    """shot(page, "name") saves a screenshot in the folder RNNLIB_SHOTS, if that variable is set."""

    def shot(page, name: str) -> None:
        folder = os.environ.get("RNNLIB_SHOTS")
        if folder:
            page.screenshot(path=Path(folder) / f"{name}.png")

    return shot
