"""Learning to predict the next symbol: the weights of an RNN and, if wanted, its first state."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from rnnlib import inputs
from rnnlib.inputs import Array, InputError
from rnnlib.rnn import RNN
from rnnlib.ssm import initial_state, simulate
from rnnlib.text import MARK, Vocab, batch, next_symbols
from rnnlib.train import Step, adam, cross_entropy

__all__ = ["Predictor", "Reading", "learn", "read"]


class Reading(NamedTuple):
    """A text as a network reads it, N lines of at most T symbols.

    >>> read("hello").target.tolist()
    [[1, 2, 2, 3]]
    """

    vocab: Vocab
    u: Array  # (N, T, K), one-hot
    target: Array  # (N, T), the symbol that follows
    weight: Array  # (N, T), 1 where there is a symbol, 0 behind the end of a shorter line


def read(text: str, longest: int = 60) -> Reading:
    """Turn what a learner typed into inputs and targets.

    One word is read as it is: "hello" gives the inputs h, e, l, l and the targets e, l, l, o.
    Several lines get a mark before and after each, so that the network also learns how a line begins and ends.
    InputError: fewer than two symbols, more than `longest`, or a mark inside a line.

    >>> reading = read("hi\\nho")
    >>> reading.vocab.symbols, reading.u.shape
    (('·', 'h', 'i', 'o'), (2, 3, 4))
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    length = sum(map(len, lines))
    if not lines:
        raise InputError("There is no text yet. Type a word, for example hello.")
    if length > longest:
        raise InputError(
            f"The text has {length} letters. Up to {longest} can be learned while you watch: make it shorter."
        )
    if len(lines) == 1:
        vocab = Vocab.of(lines[0])
        u, target = next_symbols(lines[0], vocab)
        return Reading(vocab, u[None], target[None], np.ones((1, len(target))))
    vocab = Vocab.of(MARK + "".join(lines))
    return Reading(vocab, *batch(lines, vocab))


class Predictor(NamedTuple):
    """What is learned: the weights, and the state before the first symbol (None: it stays as it is).

    >>> Predictor(model=None, x0=np.zeros(8)).x0.shape
    (8,)
    """

    model: RNN
    x0: Array  # (n_x,)


def learn(
    reading: Reading, *, n_x: int, x0: str = "zero", rng: np.random.Generator, lr: float = 0.01, roll: int = 0
) -> Iterator[Step]:
    """Take Adam steps on the mean cross-entropy of the next symbol; the caller stops.

    `x0` is "zero", "one", "random" (drawn from `roll`) or "learned" (begins at zero and takes steps as the weights
    do).  Each Step holds a Predictor.

    >>> import itertools
    >>> steps = learn(read("hello"), n_x=8, rng=np.random.default_rng(0))
    >>> losses = [step.loss for step in itertools.islice(steps, 150)]
    >>> bool(losses[-1] < np.log(2) / 2)
    True
    """
    K = len(reading.vocab.symbols)
    learned = x0 == "learned"
    first = initial_state("zero" if learned else x0, n_x, rng=np.random.default_rng(roll))
    model = RNN.random(inputs.whole("n_x", n_x, 1, "the number of states"), K, K, rng=rng)

    def loss_and_grads(predictor: Predictor) -> tuple[float, Predictor]:
        run = simulate(predictor.model, reading.u, predictor.x0)
        loss, dy = cross_entropy(run.y, reading.target, reading.weight)
        back = predictor.model.backward(run, dy)
        # One x0 begins every line, so its gradient is the sum over the lines; where it is not learned it stays.
        return loss, Predictor(back.params, back.x0.sum(axis=0) * learned)

    return adam(Predictor(model, first), loss_and_grads, lr=lr)
