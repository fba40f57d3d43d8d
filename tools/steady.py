"""Run the browser tests again and again beside two busy processes: python -m tools.steady 10 [what pytest is given]

    python -m tools.steady 2 tests/browser/test_matrix_editor.py

A test that fails once in ten runs is a test that fails. Each run says how it ended and how long it took; the tests
that failed are named, and the exit code is 1.
"""

import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

BUSY = 2  # processes that never rest


@contextmanager
def busy() -> Iterator:
    others = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(BUSY)]
    try:
        yield
    finally:
        for other in others:
            other.kill()
            other.wait()


def run(words: list[str]) -> tuple[int, str]:
    """The exit code of pytest, and all that it said."""
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-rfE", *words]
    ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")
    return ended.returncode, ended.stdout


def main(times: str = "10", *words: str) -> int:
    failed: Counter[str] = Counter()
    with busy():
        for number in range(1, int(times) + 1):
            start = time.monotonic()
            code, said = run(list(words) or ["tests/browser"])
            print(f"run {number}: {said.strip().splitlines()[-1]}, {time.monotonic() - start:.0f} s", flush=True)
            names = re.findall(r"^(?:FAILED|ERROR) (\S+)", said, re.MULTILINE)
            failed.update(names or (["pytest itself"] if code else []))
            if code:
                print(said, file=sys.stderr)
    print("\n".join(f"{count} of {times}: {name}" for name, count in failed.items()) or f"no failure in {times} runs")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
