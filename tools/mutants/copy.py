"""A copy of the library and its tests, in which errors may be planted."""

import multiprocessing
import os
import re
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from .mutant import Mutant

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("rnnlib", "tests", "pyproject.toml")  # of the project that a copy needs
PATIENCE = 900  # seconds
OPTIONS = ("-q", "-x", "-n", "0", "-p", "no:cacheprovider", "--tb=no")
PASSED, FAILED = 0, 1  # what pytest returns; anything else is no verdict

# Each test run is a process of its own that has the packages already, where the system can do that: it saves two of
# three seconds.
FORKS = "forkserver" in multiprocessing.get_all_start_methods()
PROCESSES = multiprocessing.get_context("forkserver" if FORKS else "spawn")
if FORKS:
    PROCESSES.set_forkserver_preload(["matplotlib.figure", "ipywidgets", "anywidget", "hypothesis", "nbval.plugin"])


class Copy:
    """The library and its tests in a folder of their own."""

    def __init__(self, folder: Path):
        self.folder = folder
        for part in PARTS:
            if (ROOT / part).is_dir():
                shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy2(ROOT / part, folder / part)

    def test(self, tests: Sequence[str]) -> tuple[int, str]:
        """Run tests; return pytest's code, and what failed."""
        report = self.folder / "report.txt"
        run = PROCESSES.Process(target=_pytest, args=(str(self.folder), str(report), [*OPTIONS, *tests]))
        run.start()
        run.join(PATIENCE)
        if run.is_alive():
            run.kill()
            run.join()
            return -1, f"no verdict in {PATIENCE} s"
        said = report.read_text("utf-8", errors="replace")
        failed = re.search(r"^(?:FAILED|ERROR) (.*?)(?: - .*)?$", said, re.MULTILINE)
        last = said.strip().splitlines()[-1:] or ["nothing was said"]
        return run.exitcode, failed[1] if failed else last[0]

    def verdict(self, mutant: Mutant) -> tuple[str, str]:
        """Plant an error: do its tests notice?"""
        file = self.folder / mutant.file
        source = file.read_text("utf-8")
        if mutant.stale(source):
            return "STALE", mutant.stale(source)
        file.write_text(mutant.planted(source), "utf-8")
        try:
            code, said = self.test(mutant.tests)
        finally:
            file.write_text(source, "utf-8")
        return {PASSED: "SURVIVES", FAILED: "caught"}.get(code, "NO VERDICT"), said

    def sound(self, tests: Sequence[str]) -> tuple[str, str]:
        """Plant nothing: do the tests pass? If not, they notice nothing."""
        code, said = self.test(tests)
        return ("sound", " ".join(tests)) if code == PASSED else ("UNSOUND", said)


def _pytest(folder: str, report: str, words: list[str]) -> None:
    """Run pytest in a folder, on the library that is there, and write what it says into a file."""
    out = os.open(report, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(out, 1)
    os.dup2(out, 2)
    os.chdir(folder)
    os.environ["PYTHONPATH"] = folder
    os.environ.pop("RNNLIB_REQUIRE", None)
    sys.dont_write_bytecode = True  # a .pyc knows its source by size and second alone
    sys.path.insert(0, folder)
    import pytest

    import rnnlib

    assert Path(rnnlib.__file__).is_relative_to(folder), f"{rnnlib.__file__} would be tested, and not {folder}"
    code = pytest.main(words)
    sys.stdout.flush()
    os._exit(int(code))  # threads that a test left behind are not waited for
