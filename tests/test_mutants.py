"""The errors that `python -m tools.mutants` plants stay in step with the code and the tests."""

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


@pytest.mark.parametrize("test", sorted({test for mutant in MUTANTS for test in mutant.tests}))
def test_the_tests_that_should_notice_are_there(test):
    file, _, name = test.partition("::")
    assert f"def {name.partition('[')[0]}" in (ROOT / file).read_text("utf-8")


def test_there_are_enough_of_them_and_each_has_a_name_of_its_own():
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS) >= 60


@pytest.mark.parametrize(("old", "new", "words"), [("x", "y", "2 times"), ("z", "y", "0 times"), ("a", "a", "nothing")])
def test_an_error_that_cannot_be_planted_is_stale(old, new, words):
    assert words in Mutant("m", "f.py", old, new, ()).stale("x = a * x")
