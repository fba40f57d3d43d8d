"""The errors that `python -m tools.mutants` plants stay in step with the code and the tests."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools.mutants import MUTANTS
from tools.mutants.mutant import Mutant

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_what_it_replaces_stands_once_in_the_code(mutant):
    source = (ROOT / mutant.file).read_text("utf-8")
    assert mutant.stale(source) == ""
    compile(mutant.planted(source), mutant.file, "exec")


def test_each_is_an_error_of_sense_and_not_a_name_that_is_not_there(tmp_path):
    """A name that is not there would fail any test, whatever it looks at."""
    for mutant in MUTANTS:
        source = (ROOT / mutant.file).read_text("utf-8")
        (tmp_path / f"{mutant.name}.py").write_text(mutant.planted(source), "utf-8")
    ruff = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--output-format=concise"]
    found = subprocess.run([*ruff, "--select=F821,F823", tmp_path], capture_output=True, text=True)
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize("test", sorted({test for mutant in MUTANTS for test in mutant.tests}))
def test_the_tests_that_should_notice_are_there(test):
    file, _, name = test.partition("::")
    assert f"def {name.partition('[')[0]}" in (ROOT / file).read_text("utf-8")


def test_there_are_enough_of_them_and_each_has_a_name_of_its_own():
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS) >= 60


@pytest.mark.parametrize(("old", "new", "words"), [("x", "y", "2 times"), ("z", "y", "0 times"), ("a", "a", "nothing")])
def test_an_error_that_cannot_be_planted_is_stale(old, new, words):
    assert words in Mutant("m", "f.py", old, new, ()).stale("x = a * x")
