"""A JupyterHub on this machine, and what its processes weigh."""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

import psutil

from tools import lab
from tools.notebooks import lessons

CONFIG = Path(__file__).with_name("jupyterhub_config.py")
MB = 1e6


class Weight(NamedTuple):
    """Bytes of memory: what ends with the process, and that with its part of what it shares with others."""

    own: float
    part: float

    @classmethod
    def of(cls, processes: list[psutil.Process]) -> "Weight":
        found = []
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                found.append(process.memory_full_info())
        return cls(sum(each.uss for each in found) / MB, sum(getattr(each, "pss", each.rss) for each in found) / MB)


class Hub(NamedTuple):
    url: str
    token: str
    home: Path
    process: psutil.Process

    def place(self, name: str) -> Path:
        """The folder of a learner, with a copy of the lessons."""
        place = self.home / "learners" / name
        place.mkdir()
        for lesson in lessons():
            shutil.copy(lesson, place)
        return place

    def servers(self) -> dict[str, psutil.Process]:
        """The server of each learner."""
        found = {}
        for process in self.process.children():
            with suppress(psutil.Error):
                if name := process.environ().get("JUPYTERHUB_USER"):
                    found[name] = process
        return dict(sorted(found.items()))

    def weights(self) -> list[tuple[Weight, Weight]]:
        """What the server and what the kernel of each learner weighs."""
        servers = self.servers().values()
        return [(Weight.of([server]), Weight.of(server.children(recursive=True))) for server in servers]

    def work(self) -> list[float]:
        """The seconds of a processor that each learner has used."""
        families = [[server, *server.children(recursive=True)] for server in self.servers().values()]
        return [sum(sum(process.cpu_times()[:2]) for process in family) for family in families]

    def weight(self) -> Weight:
        """What the hub and its proxy weigh."""
        servers = self.servers().values()
        return Weight.of([self.process, *(child for child in self.process.children() if child not in servers)])


@contextmanager
def serve(home: Path) -> Iterator[Hub]:
    token, ports, log = secrets.token_hex(16), [lab.free_port() for _ in range(3)], home / "hub.log"
    variables = {"CLASS_HOME": str(home), "CLASS_PORTS": " ".join(map(str, ports)), "CLASS_TOKEN": token}
    (home / "learners").mkdir()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyterhub", "-f", str(CONFIG)],
            cwd=home,
            env={**os.environ, **variables},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    hub = Hub(f"http://127.0.0.1:{ports[0]}/", token, home, psutil.Process(process.pid))
    try:
        health = partial(urllib.request.urlopen, f"{hub.url}hub/health", timeout=5)
        lab.wait_until_it_answers(process, lambda: health().close(), log)
        yield hub
    finally:
        family = hub.process.children(recursive=True)
        process.send_signal(signal.SIGTERM)
        _, alive = psutil.wait_procs([hub.process, *family], timeout=60)
        for each in alive:
            with suppress(psutil.NoSuchProcess):
                each.kill()
