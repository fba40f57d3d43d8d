"""Explorers are moved in one thread while others are made in another, as JupyterLab does it while cells run.

A failure kills the process, so the scenario runs in one of its own: `python tests/test_threads.py`.
"""

import os
import subprocess
import sys
import threading
import time
import traceback
from pathlib import Path

import numpy as np

import rnnlib as rl
from rnnlib import draw, explore

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 2.5  # without a lock round all drawing, the first fault comes within a tenth of that
MODEL = rl.RNN(np.array([[0.5, 0.0], [1.0, 0.5]]), np.ones((2, 1)), np.zeros(2), np.array([[1.0, -1.0]]), np.zeros(1))


def test_explorers_are_moved_while_others_are_made():
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    ended = subprocess.run(
        [sys.executable, "-X", "faulthandler", __file__],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ended.returncode == 0 and not ended.stderr, ended.stdout + ended.stderr[-4000:]


def look(gain=1.0):
    """Formulas in the names and in what moves; the axis, and so the still part, changes with the gain."""
    run = rl.simulate(MODEL._replace(W_xx=gain * MODEL.W_xx), rl.systems.impulse(8))
    names = ["$x_1$", r"$\alpha x_2$"]
    lines = draw.Lines(gain * run.x, title=rf"$\tanh(W_{{xx}} x_{{t-1}})$, {gain:.1f}", labels=names)
    return [draw.Network(run, MODEL), lines], lambda t: f"t = {t}: x_1 = {run.x[t - 1, 0]:.3f}, gain {gain:.1f}"


def make() -> explore.Explorer:
    return explore.Explorer(look, gain=(0.0, 2.0, 0.1), size=(6, 2))


def until(stop: float, faults: list[str], act) -> None:
    """Act again and again until it is time to stop, or somebody failed."""
    k = 0
    while time.monotonic() < stop and not faults:
        try:
            act(k)
        except Exception:
            faults.append(traceback.format_exc())
        k += 1
    print(f"{act.__name__}: {k} times")


def scenario() -> list[str]:
    sys.setswitchinterval(1e-5)
    moved, faults, stop = make(), [], time.monotonic() + SECONDS

    def move(k: int) -> None:
        moved.set(gain=0.1 * (7 * k % 20), t=1 + k % 8)
        assert not moved.problem, moved.problem
        assert moved.png().startswith(b"\x89PNG") and moved.sentence.startswith(f"t = {moved.t}")

    def ask(k: int) -> None:
        """As a page asks for the pictures of the other instants."""
        asked = {"version": moved.picture.version, "want": [1 + k % 8, 1 + (k + 1) % 8], "known": 0}
        moved.picture._handle_custom_msg(asked, [])

    def cells(k: int) -> None:
        draw.picture(look(0.1 * (k % 9))[0], 1 + k % 8, text="a picture of a cell", size=(4, 2))
        make()

    others = [threading.Thread(target=until, args=(stop, faults, act)) for act in (move, ask)]
    for other in others:
        other.start()
    until(stop, faults, cells)  # cells run in the main thread, which also made what is moved
    for other in others:
        other.join()
    if not faults:
        moved.set(gain=0.5, t=3)
        alone = make()
        alone.set(gain=0.5, t=3)
        if (moved.png(), moved.sentence) != (alone.png(), alone.sentence):
            faults.append("what was moved does not end on the picture of its values")
    return faults


if __name__ == "__main__":
    print(*(found := scenario()), sep="\n", file=sys.stderr if found else sys.stdout)
    sys.exit(bool(found))
