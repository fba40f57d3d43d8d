"""`import rnnlib` brings the numbers alone, at once, and every public name explains itself."""

import inspect
import subprocess
import sys

import pytest

import rnnlib as rl
from rnnlib import (
    bidirectional,
    book,
    figure,
    frameworks,
    gated,
    lru,
    names,
    predictor,
    prefix,
    rnn,
    ssm,
    stacked,
    store,
    systems,
    text,
    train,
)
from rnnlib.guard import words

PUBLIC = [
    (module, name)
    for module in (words, ssm, systems, rnn, gated, stacked, bidirectional, frameworks, lru, prefix, train, text, store)
    for name in module.__all__
]

PROBE = """
import sys, time
import numpy
before, start = set(sys.modules), time.process_time()
import rnnlib
print(time.process_time() - start)
print(*sorted({name.split(".")[0] for name in set(sys.modules) - before}))
"""


def probe():
    lines = subprocess.run(
        [sys.executable, "-c", PROBE], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    return float(lines[0]), lines[1].split()


def test_import_is_quick_and_brings_neither_pictures_nor_widgets():
    seconds, modules = probe()
    outside = {"matplotlib", "ipywidgets", "anywidget", "scipy", "IPython", "torch", "PIL", "traitlets"}
    assert not outside & set(modules)
    assert seconds < 0.2, "seconds of the processor, so that a busy machine is no failure"


def test_every_public_name_is_at_hand():
    ours = {name for module, name in PUBLIC if module is not systems} | {"systems"}
    assert ours == set(rl.__all__)
    for module, name in PUBLIC:
        assert getattr(systems if module is systems else rl, name) is getattr(module, name)


@pytest.mark.parametrize(
    ("module", "name"),
    [*PUBLIC, *((module, name) for module in (book, figure, names, predictor) for name in module.__all__)],
    ids=lambda each: str(each),
)
def test_every_public_function_and_class_has_a_doctest(module, name):
    thing = getattr(module, name)
    if callable(thing):
        assert ">>>" in inspect.getdoc(thing), f"{module.__name__}.{name}"
