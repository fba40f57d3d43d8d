"""Cells that run again and again, and explorers that are moved for long, leave nothing behind in a real kernel."""

import psutil
import pytest
from jupyter_client.manager import start_new_kernel

IMPORTS = "import gc, numpy as np; from matplotlib import _pylab_helpers; from rnnlib import draw, explore"
CELL = """
def function(a=0.5, W=None):
    x = np.array([np.linalg.matrix_power(a * W, t)[0] for t in range(10)])
    return [draw.Lines(x), draw.Heat(np.eye(6), cursor=False)], lambda t: f"a = {a}, x_{t} = {x[t - 1]}"

explorer = explore.Explorer(function, a=(0, 1.0), W=explore.Matrix(0.5 * np.eye(2)))
explorer
"""
MOVES = """
rng = np.random.default_rng(0)
for _ in range({moves}):
    control = list(explorer.by_name.values())[rng.integers(3)]
    places = control.places()
    explorer.set(**{{control.name: places[rng.integers(len(places))]}})
    explorer._answer(None, {{"version": explorer.picture.version, "want": [5], "known": 0}}, [])
assert not _pylab_helpers.Gcf.figs, "no figure is open"
gc.collect()
"""


TRAINING = """
import itertools, time
training = explore.Training(lambda: (time.sleep(0.01) or (k, 1.0, None) for k in itertools.count()), size=(4, 1.5))
training.start()
time.sleep(0.1)
assert training.running and training.k
"""
RESTS = "assert training.worker.wait(5) and not training.running"


def run(client, code: str, cell: str, status: str = "ok") -> None:
    """Run a cell as JupyterLab does, which tells the kernel the cell's id."""
    request = client.session.msg("execute_request", {"code": code, "silent": False}, metadata={"cellId": cell})
    client.shell_channel.send(request)
    while (reply := client.get_shell_msg(timeout=120))["parent_header"].get("msg_id") != request["header"]["msg_id"]:
        pass
    assert reply["content"]["status"] == status, reply["content"]


@pytest.fixture
def kernel():
    """A client of a kernel that shows an explorer, and the kernel's memory in bytes as a function."""
    manager, client = start_new_kernel()
    client.iopub_channel.stop()  # or all that the kernel shows would wait in it for this client
    try:
        run(client, IMPORTS, "imports")
        run(client, CELL, "explorer")
        process = psutil.Process(manager.provisioner.process.pid)
        yield client, lambda: process.memory_info().rss
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_a_cell_that_is_run_again_leaves_neither_memory_nor_a_training_behind(kernel):
    client, memory = kernel
    before = memory()
    for _ in range(20):
        run(client, CELL, "explorer")
    assert memory() - before < 15e6, "a figure that is not given up takes 4 MB a run"
    run(client, TRAINING, "training")
    run(client, "explore.Training(lambda: hello", "training", status="error")
    run(client, RESTS, "rests")


def test_four_hundred_moves_leave_no_memory_behind(kernel):
    client, memory = kernel
    run(client, CELL.replace("eye(2))", "eye(2)), size=(4, 1.5)"), "explorer")
    run(client, MOVES.format(moves=100), "moves")
    before = memory()
    run(client, MOVES.format(moves=400), "moves")
    assert memory() - before < 4e6, "10 kB a move"
