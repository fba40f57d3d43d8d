"""The errors that `python -m tools.mutants` plants stay in step with the code and the tests."""

from pathlib import Path

import pytest

from tools.mutants import MUTANTS
from tools.mutants.copy import LONG
from tools.mutants.mutant import Mutant

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_what_it_replaces_stands_once_in_the_code(mutant):
    assert mutant.stale((ROOT / mutant.file).read_text("utf-8")) == ""
    compile(mutant.planted((ROOT / mutant.file).read_text("utf-8")), mutant.file, "exec")
    assert mutant.tests and all((ROOT / test).is_file() for test in mutant.tests)


def test_there_are_enough_of_them_and_each_has_a_name_of_its_own():
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS) >= 60


def test_the_test_that_is_left_out_is_there():
    file, name = LONG.split("::")
    assert f"def {name}(" in (ROOT / file).read_text("utf-8")


@pytest.mark.parametrize(("old", "new", "words"), [("x", "y", "2 times"), ("z", "y", "0 times"), ("a", "a", "nothing")])
def test_an_error_that_cannot_be_planted_is_stale(old, new, words):
    assert words in Mutant("m", "f.py", old, new, ()).stale("x = a * x")
