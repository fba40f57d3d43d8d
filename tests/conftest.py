"""Counts by kind at the end of a run, and the kinds that must not be missing.

RNNLIB_REQUIRE=browser,torch makes a run fail in which a test of these kinds was skipped, or none passed.
"""

import os
from collections import Counter

import pytest
from hypothesis import settings

# Two workers on two cores: more threads in each would only be in each other's way. Kernels inherit this.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# A busy machine is no failure (no deadline), and the same commit gives the same verdict.
settings.register_profile("course", deadline=None, derandomize=True)
settings.load_profile("course")

KINDS = ("unit", "doctest", "notebook", "sweep", "browser")


# Two workers take a file each; what takes long comes first, or one would wait at the end while the other still runs it.
LONGEST = (
    "tests/browser/test_site.py",
    "tests/browser/test_lessons.py",
    "tests/test_sweep.py",
    "tests/browser/",
    "tests/draw/test_canvas.py",
    "tests/test_rerun.py",
)


def length(nodeid: str) -> int:
    """The place of a test among the longest; the same for all that are not."""
    return next((k for k, start in enumerate(LONGEST) if nodeid.startswith(start)), len(LONGEST))


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: length(item.nodeid))


def kind_of(nodeid: str) -> str:
    path = nodeid.split("::")[0]
    if path.endswith(".ipynb"):
        return "notebook"
    if path.startswith("tests/browser/"):
        return "browser"
    if path.startswith("tests/test_sweep"):
        return "sweep"
    return "unit" if path.startswith("tests/") else "doctest"


def wants_torch(report) -> bool:
    """Is it marked `torch`, or skipped for want of it, with the rest of its file?"""
    return "torch" in getattr(report, "keywords", ()) or (
        report.outcome == "skipped" and "torch" in str(report.longrepr)
    )


def count(stats: dict) -> dict[str, Counter]:
    """{kind: {outcome: how many}}, with the kind `torch` across the others."""
    counts = {kind: Counter() for kind in (*KINDS, "torch")}
    for outcome in ("passed", "failed", "error", "skipped"):
        for report in stats.get(outcome, ()):
            counts[kind_of(report.nodeid)][outcome] += 1
            counts["torch"][outcome] += wants_torch(report)
    return counts


def missing(stats: dict) -> list[str]:
    """What was required and did not run, in sentences."""
    required = [kind for kind in os.environ.get("RNNLIB_REQUIRE", "").split(",") if kind]
    counts = count(stats)
    return [
        f"required: {kind} - {counts[kind]['passed']} passed, {counts[kind]['skipped']} skipped"
        for kind in required
        if counts[kind]["skipped"] or not counts[kind]["passed"]
    ]


def stats_of(config) -> dict:
    return config.pluginmanager.get_plugin("terminalreporter").stats


def is_worker(config) -> bool:
    return hasattr(config, "workerinput")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session):
    if not is_worker(session.config) and missing(stats_of(session.config)):
        session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter):
    counts = count(terminalreporter.stats)
    for sentence in missing(terminalreporter.stats):
        terminalreporter.write_line(f"FAILED {sentence}", red=True, bold=True)
    parts = []
    for kind in KINDS:
        others = "".join(f", {n} {outcome}" for outcome, n in counts[kind].items() if outcome != "passed" and n)
        parts.append(f"{kind}: {counts[kind]['passed']} passed{others}")
    terminalreporter.write_line(" · ".join(parts))
