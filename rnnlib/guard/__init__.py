"""Floor 0: what a learner hands over is looked at here, and a mistake is answered with one sentence.

A sentence says what was expected, what came, what the name means, and what to do about it. `words` are its
pieces; `values`, `weights` and `symbols` look at one thing; `runs` and `training` at what goes into a run or a
step, and at what comes out. Models and losses are written without a look; the public functions look first.
"""

from .runs import (
    blame,
    bounded,
    bounded_gradients,
    closed_loop,
    fed_back,
    held,
    kind_that_learns,
    learns,
    open_loop,
    quiet,
    sizes,
    slope_of,
    way_back,
)
from .symbols import alphabet, distinct, lines, made_as, sequence, text
from .training import answers, as_many, bounded_loss, leaves, long_as, loss_and_grads, scores, slopes, still_numbers
from .values import complexes, dice, finite, indices, numbers, plain, real, whole
from .weights import blocks, matrix, readout, square, vector
from .words import Array, InputError, count, listed, short

__all__ = [
    "Array",
    "InputError",
    "alphabet",
    "answers",
    "as_many",
    "blame",
    "blocks",
    "bounded",
    "bounded_gradients",
    "bounded_loss",
    "closed_loop",
    "complexes",
    "count",
    "dice",
    "distinct",
    "fed_back",
    "finite",
    "held",
    "indices",
    "kind_that_learns",
    "learns",
    "leaves",
    "lines",
    "listed",
    "long_as",
    "loss_and_grads",
    "made_as",
    "matrix",
    "numbers",
    "open_loop",
    "plain",
    "quiet",
    "readout",
    "real",
    "scores",
    "sequence",
    "short",
    "sizes",
    "slope_of",
    "slopes",
    "square",
    "still_numbers",
    "text",
    "vector",
    "way_back",
    "whole",
]
