"""An explorer in the kernel, without a browser: a move of time against the same picture drawn anew."""

import itertools

import matplotlib.pyplot as plt
import numpy as np
from IPython.core.pylabtools import print_figure

from rnnlib import draw, explore, predictor

from .measure import Row, in_turn

SIZE = (10, 3)


def train(seed: int, lr: float) -> predictor.Report:
    reading = predictor.read("hello")
    path = predictor.learn(reading, n_x=8, lr=lr, rng=np.random.default_rng(seed))
    return predictor.report(reading, list(itertools.islice(path, 151)))


def views():
    return [
        draw.Heat(lambda d: d.run.x.T, title="state", columns=lambda d: d.letters),
        draw.Bars(lambda d, t: d.p[t - 1], lambda d: d.reading.vocab.symbols, target=lambda d, t: d.target[t - 1]),
        draw.Curve(lambda d: d.loss, title="loss"),
    ]


def hello_explorer() -> explore.Explorer:
    """The three panels and the training of lesson 9."""
    knobs = [explore.Integer("seed", 0, 99, 0), explore.Number("lr", 0.001, 0.1, 0.01, log=True), explore.Time()]
    return explore.Explorer(train, views(), knobs, lambda d, t: f"t = {t}: says {d.said[t - 1]}", size=SIZE)


def interact_picture(data, t: int) -> bytes:
    """What `interact` with inline matplotlib does at each move: a new pyplot figure, shown as PNG, closed."""
    figure, axes = plt.subplots(1, 3, figsize=SIZE, layout="constrained")
    for ax, view in zip(axes, views(), strict=True):
        view.start(ax, data)
        view.show(data, t)
        view.move(data, t)
    png = print_figure(figure, fmt="png")
    plt.close(figure)
    return png


def rows():
    explorer = hello_explorer()
    data, moves = explorer.data, itertools.cycle((2, 3, 4, 1))
    theirs_moves = itertools.cycle((2, 3, 4, 1))
    times = in_turn(lambda: explorer.set(t=next(moves)), lambda: interact_picture(data, next(theirs_moves)))
    yield Row("move time, three panels, kernel", times[0], "interact + inline", times[1], "8, and 15 ms")
    seeds = itertools.count(1)
    times = in_turn(lambda: explorer.set(seed=next(seeds)), lambda: explorer.set(t=next(moves)))
    yield Row("retrain hello and redraw, kernel", times[0], "a move of time", times[1], "100 ms")
