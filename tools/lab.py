"""A real JupyterLab, and a real Chromium to look at it: for the browser tests and the measurements."""

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import nbformat

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

# The pixels of an explorer's picture, as a text to compare.
PIXELS = """(explorer) => {
    const image = explorer.querySelector("img.rnn-picture");
    if (!image.complete || !image.naturalWidth) return null;
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth;
    canvas.height = image.naturalHeight;
    canvas.getContext("2d").drawImage(image, 0, 0);
    return canvas.toDataURL();
}"""


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
    """A port that nobody listens on, below those that systems give to whoever asks for any, such as kernels."""
    while True:
        port = random.randrange(20000, 32000)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port


def wait_until_it_answers(server: subprocess.Popen, ask: Callable[[], object], log: Path) -> None:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            ask()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The server did not start:\n" + log.read_text("utf-8", errors="replace")[-4000:])


def stop(program: subprocess.Popen, politely: int = signal.SIGTERM) -> None:
    """End a program that was started in a session of its own, and what it has started there."""
    if program.poll() is not None:
        return
    if os.name == "nt":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(program.pid)], capture_output=True)
    else:
        os.killpg(program.pid, politely)
    try:
        program.wait(timeout=15)
    except subprocess.TimeoutExpired:
        program.kill() if os.name == "nt" else os.killpg(program.pid, signal.SIGKILL)
        program.wait()


def find_chromium() -> str | None:
    """The path of a Chromium on this machine."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


@contextmanager
def serve(home: Path, **variables: str) -> Iterator[Lab]:
    """JupyterLab on the folder `home`/notebooks, with settings of its own and nothing fetched from anywhere."""
    quiet = home / "settings" / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
    quiet.parent.mkdir(parents=True)
    quiet.write_text(json.dumps({"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True}), "utf-8")

    log, port = home / "lab.log", free_port()
    lab = Lab(f"http://127.0.0.1:{port}/", uuid.uuid4().hex, home / "notebooks")
    lab.folder.mkdir(exist_ok=True)
    environment = {
        **os.environ,
        **variables,
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
        f"--ServerApp.root_dir={lab.folder}",
        f"--IdentityProvider.token={lab.token}",
        "--ServerApp.terminals_enabled=False",
        "--LabApp.extension_manager=readonly",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
        "--LanguageServerManager.autodetect=False",
    ]
    with log.open("wb") as output:
        server = subprocess.Popen(
            command,
            cwd=lab.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            wait_until_it_answers(server, lambda: lab.call("GET", "api/kernels"), log)
            yield lab
            lab.stop_kernels()
        finally:
            stop(server)


@contextmanager
def browse(chromium: str) -> Iterator:
    """A browser without a history; its pages share what they have loaded of JupyterLab."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        process = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        context = process.new_context(viewport={"width": 1280, "height": 1000})
        context.set_default_timeout(SECONDS * 1000)
        yield context
        process.close()


def write_notebook(lab: Lab, cells: list[str]) -> str:
    """Store a notebook with these code cells; return its name."""
    name = f"{uuid.uuid4().hex}.ipynb"
    made = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    nbformat.write(made, lab.folder / name)
    return name


def open_notebook(page, lab: Lab, name: str) -> None:
    """Open a notebook in a workspace of its own and wait for its kernel."""
    page.goto(f"{lab.url}lab/workspaces/{uuid.uuid4().hex}/tree/{name}?token={lab.token}")
    wait_for_kernel(page)


def open_in_place(page, name: str) -> None:
    """Open a notebook in the JupyterLab that the page shows."""
    page.evaluate("(path) => { window.jupyterapp.commands.execute('docmanager:open', { path }); }", name)
    wait_for_kernel(page)


def put_away(page, lab: Lab) -> None:
    """Close the notebook that the page shows, and end its kernel."""
    page.evaluate(
        """() => {
            for (const dialog of document.querySelectorAll(".jp-Dialog")) dialog.remove(); // e.g. of a dead kernel
            window.jupyterapp?.shell.currentWidget?.dispose();
        }"""
    )
    lab.stop_kernels()
    page.wait_for_timeout(200)  # what is said of their end is said now


def wait_for_kernel(page) -> None:
    """Until the notebook that the page opens can be run."""
    page.wait_for_function(
        """() => {
            const panel = window.jupyterapp?.shell?.currentWidget;
            return panel?.context?.isReady && panel.sessionContext?.isReady
                && panel.sessionContext.session?.kernel?.status === "idle";
        }"""
    )


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
