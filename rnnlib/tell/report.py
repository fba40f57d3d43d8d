"""What the numbers of a trained predictor are made of."""

import numpy as np

from ..predictor import Report
from .chances import softmax
from .losses import losses
from .runs import run


class report(run):
    """The words of a Report of `rnnlib.predictor`, where each line of text begins with x0 again.

    x(t, k), u(t, k), y(t, k)   as of a run; t counts the symbols of all lines
    p(t, k)                     the probability of the symbol k
    loss(k)                     the loss after k updates

    >>> from itertools import islice
    >>> from rnnlib import predictor
    >>> reading = predictor.read("hi\\nho")
    >>> steps = list(islice(predictor.learn(reading, n_x=2, rng=np.random.default_rng(0)), 3))
    >>> says = report(predictor.report(reading, steps))
    >>> [says.before(t) for t in (1, 2, 3, 4, 5, 6)]  # ·, h, i and ·, h, o
    [0, 1, 2, 0, 4, 5]
    """

    def __init__(self, of: Report):
        symbols = of.reading.vocab.symbols
        super().__init__(of.run, of.predictor.model, symbols=symbols)
        lengths = of.reading.weight.sum(axis=1).astype(int)
        self.begins = {1, *(1 + np.cumsum(lengths)).tolist()}
        self.p = softmax(of.run.y, symbols)
        self.loss = losses(of.loss, of.run.y, of.target)

    def before(self, t: int) -> int:
        return 0 if t in self.begins else t - 1
