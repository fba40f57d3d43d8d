"""A cell that runs again and again in a real kernel leaves no figures behind."""

import psutil
from jupyter_client.manager import start_new_kernel

IMPORTS = "import numpy as np; from rnnlib import draw, explore"
CELL = """
def function(a=0.5):
    return [draw.Lines(a ** np.arange(10.0)), draw.Heat(np.eye(6), cursor=False)], f"a = {a}"

explore.Explorer(function, a=(0, 1.0))
"""


def run(client, code: str, cell: str) -> None:
    """Run a cell as JupyterLab does, which tells the kernel the cell's id."""
    request = client.session.msg("execute_request", {"code": code, "silent": False}, metadata={"cellId": cell})
    client.shell_channel.send(request)
    while (reply := client.get_shell_msg(timeout=60))["parent_header"].get("msg_id") != request["header"]["msg_id"]:
        pass
    assert reply["content"]["status"] == "ok", reply["content"]


def test_sixty_runs_of_a_cell_take_less_than_thirty_megabytes():
    manager, client = start_new_kernel()
    try:
        kernel = psutil.Process(manager.provisioner.process.pid)
        run(client, IMPORTS, "imports")
        run(client, CELL, "explorer")
        before = kernel.memory_info().rss
        for _ in range(60):
            run(client, CELL, "explorer")
        assert kernel.memory_info().rss - before < 30e6
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
