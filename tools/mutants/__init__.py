"""Errors that are planted, one at a time, to see that the tests notice: `python -m tools.mutants`."""

from . import columns, explorers, frames, lru, networks, numbers, pictures, training, words

MUTANTS = [
    *pictures.MUTANTS,
    *columns.MUTANTS,
    *frames.MUTANTS,
    *words.MUTANTS,
    *explorers.MUTANTS,
    *numbers.MUTANTS,
    *networks.MUTANTS,
    *lru.MUTANTS,
    *training.MUTANTS,
]
