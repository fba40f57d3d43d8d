"""Plant one error after another and see whether the tests notice: python -m tools.mutants [--list] [NAME ...]

A NAME is that of a mutant, or how several begin: `heat` is all of Heat. Each one is planted in a copy of the library
and the tests that should notice it run there. What they do not notice survives: then mend the tests. The exit code is
1 if one survives, is stale (what it replaces is not in the code any more), or if its tests do not run as they should.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from queue import Queue
from typing import NamedTuple

from . import MUTANTS
from .copy import Copy
from .mutant import Mutant

WORKERS = 2


class Outcome(NamedTuple):
    """What became of a mutant; `said`: the test that noticed it, or what is the matter."""

    name: str
    verdict: str
    said: str
    seconds: float


def outcomes(mutants: list[Mutant]) -> Iterator[Outcome]:
    """All verdicts, in the order in which they are known; first whether the tests are sound."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder, ThreadPoolExecutor(WORKERS) as workers:
        copies = Queue()
        for k in range(WORKERS):
            copies.put(Copy(Path(folder).resolve() / str(k)))

        def judge(name: str, method, about) -> Outcome:
            copy, begin = copies.get(), time.monotonic()
            try:
                return Outcome(name, *method(copy, about), time.monotonic() - begin)
            finally:
                copies.put(copy)

        tests = sorted({test for mutant in mutants for test in mutant.tests})
        jobs = [workers.submit(judge, "(nothing planted)", Copy.sound, [test]) for test in tests]
        jobs += [workers.submit(judge, mutant.name, Copy.verdict, mutant) for mutant in mutants]
        try:
            for job in as_completed(jobs):
                yield job.result()
        finally:
            workers.shutdown(wait=False, cancel_futures=True)


def chosen(names: list[str]) -> list[Mutant]:
    """The mutants whose names begin so; all without names."""
    unknown = [name for name in names if not any(mutant.name.startswith(name) for mutant in MUTANTS)]
    if unknown:
        raise SystemExit(f"There is no mutant {unknown[0]!r}; `--list` names all.")
    return [mutant for mutant in MUTANTS if not names or mutant.name.startswith(tuple(names))]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--list", action="store_true", help="name the mutants, and run nothing")
    asked = parser.parse_args()
    mutants = chosen(asked.names)
    if asked.list:
        for mutant in mutants:
            print(f"{mutant.name:<46} {mutant.file}")
        return 0
    begin, bad = time.monotonic(), []
    for outcome in outcomes(mutants):
        print(f"{outcome.verdict:<10} {outcome.seconds:>6.1f} s  {outcome.name:<46} {outcome.said}", flush=True)
        if outcome.verdict not in ("caught", "sound"):
            bad.append(outcome.name)
    seconds = time.monotonic() - begin
    print(f"{len(mutants)} mutants in {seconds:.0f} s:", f"look at {', '.join(bad)}" if bad else "all are caught")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
