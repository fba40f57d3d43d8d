"""An explorer in the kernel, without a browser: a move of time against the same picture drawn anew."""

import contextlib
import io
import itertools
from collections.abc import Callable
from unittest import mock

import matplotlib.pyplot as plt
import nbformat
import numpy as np
from IPython.core.pylabtools import print_figure

import rnnlib as rl
from rnnlib import draw, explore, predictor
from tools.notebooks import lessons

from .measure import Row, in_turn

SIZE = (10, 3)


def train(seed=0, lr=0.01):
    """The three panels and the training of lesson 11."""
    reading, rng = predictor.read("hello"), np.random.default_rng(seed)
    d = predictor.report(reading, list(itertools.islice(predictor.learn(reading, n_x=8, lr=lr, rng=rng), 151)))
    views = [
        draw.Heat(d.run.x.T, title="state", columns=d.letters),
        draw.Bars(d.p, reading.vocab.symbols, title="next letter", target=d.target),
        draw.Curve(d.loss, title="loss"),
    ]
    return views, lambda t: f"t = {t}: says {d.said[t - 1]}"


def reader(T: int) -> Callable:
    """What an explorer of a network that reads T letters shows, if it remembers less."""
    text = ("hello you " * T)[:T]
    vocab = rl.Vocab.of(text)
    u, K = vocab.one_hot(text), len(vocab.symbols)
    model = rl.RNN.random(3, K, K, rng=np.random.default_rng(0))

    def read(memory=1.0):
        run = rl.simulate(model._replace(W_xx=memory * model.W_xx), u)
        p = rl.softmax(run.y)
        views = [
            draw.Heat(run.x.T, title="state", columns=text),
            draw.Bars(p, vocab.symbols, title="next letter"),
            draw.Lines(run.x, title="the same state", labels=["x1", "x2", "x3"], start=run.x0, ylim=(-1, 1)),
        ]
        return views, lambda t: f"t = {t}: memory {memory:.2f}, p = {p[t - 1].max():.2f}"

    return read


def explorer(T: int) -> explore.Explorer:
    return explore.Explorer(reader(T), memory=(0.0, 1.0, 0.05), size=SIZE)


def of_lesson(number: str) -> list[explore.Explorer]:
    """The explorers that the code of a lesson makes."""
    made, begin, (path,) = [], explore.Explorer.__init__, lessons(number)

    def collect(explorer, *args, **kwargs):
        begin(explorer, *args, **kwargs)
        made.append(explorer)

    namespace = {"display": lambda *shown: None}
    with mock.patch.object(explore.Explorer, "__init__", collect), contextlib.redirect_stdout(io.StringIO()):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                exec(cell.source, namespace)
    return made


def draw_anew(views: list, t: int, size=SIZE):
    """A new pyplot figure of the views at t, in one row or several, as one draws it for `interact`."""
    rows = views if isinstance(views[0], list) else [views]
    figure, axes = plt.subplots(len(rows), len(rows[0]), figsize=size, layout="constrained")
    for ax, view in zip(axes.flat, itertools.chain(*rows), strict=True):
        view.start(ax)
        view.show(t)
        view.move(t)
    return figure


def interact_picture(views: list, t: int, size=SIZE) -> bytes:
    """What `interact` with inline matplotlib does at each move: a new pyplot figure, shown as PNG, closed."""
    figure = draw_anew(views, t, size)
    png = print_figure(figure, fmt="png")
    plt.close(figure)
    return png


def rows():
    hello = explore.Explorer(train, seed=(0, 99), lr=explore.Number(0.001, 0.1, log=True), size=SIZE)
    views, _ = train()
    moves, theirs_moves = itertools.cycle((2, 3, 4, 1)), itertools.cycle((2, 3, 4, 1))
    times = in_turn(lambda: hello.set(t=next(moves)), lambda: interact_picture(views, next(theirs_moves)))
    yield Row("move time, three panels, kernel", times[0], "interact + inline", times[1], "8, and 15 ms")
    slowest, *_ = of_lesson("10")  # the training on a slider: four panels, 25 numbers, sixty updates
    views, size, instants, theirs_instants = slowest.views, slowest.canvas.size, itertools.count(), itertools.count()
    times = in_turn(
        lambda: slowest.canvas.draw(views, 1 + next(instants) % 61),
        lambda: interact_picture(views, 1 + next(theirs_instants) % 61, size),
        rounds=61,  # each instant once: the first ones meet numbers that were never drawn
    )
    yield Row("move time, slowest of the lessons, kernel", times[0], "interact + inline", times[1], "15 ms")
    seeds = itertools.count(1)
    times = in_turn(lambda: hello.set(seed=next(seeds)), lambda: hello.set(t=next(moves)))
    yield Row("retrain hello and redraw, kernel", times[0], "a move of time", times[1], "100 ms")
