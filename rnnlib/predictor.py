"""Learning to predict the next symbol: the weights of a network and, if wanted, its first state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from rnnlib import guard
from rnnlib.guard import Array, InputError
from rnnlib.rnn import RNN
from rnnlib.ssm import Trajectory, initial_state, simulate, unroll
from rnnlib.text import MARK, Reading, Vocab, batch, next_symbols
from rnnlib.train import Step, adam, softmax, surprise

__all__ = ["Predictor", "Reading", "Report", "learn", "memoryless_bound", "read", "read_words", "report", "windows"]


def read(text: str, longest: int = 60) -> Reading:
    """Turn what a learner typed into inputs and targets.

    One word is read as it is: "hello" gives the inputs h, e, l, l and the targets e, l, l, o.
    Several lines get a mark before and after each, so that the network also learns how a line begins and ends.
    InputError: fewer than two symbols, more than `longest`, or a mark inside a line.

    >>> reading = read("hi\\nho")
    >>> reading.vocab.symbols, reading.u.shape
    (('·', 'h', 'i', 'o'), (2, 3, 4))
    """
    longest = guard.whole("longest", longest, 2, "how many letters can be read")
    lines = [line.strip() for line in guard.text("text", text).splitlines() if line.strip()]
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


def read_words(lines: Sequence[str]) -> Reading:
    """Turn sentences into inputs, every word but the last, and targets, the word that follows each.

    InputError: no sentence, one of fewer than two words, or a single text in the place of a list.

    >>> reading = read_words(["I like apples", "we hate eating carrots"])
    >>> reading.u.shape, reading.vocab.decode(reading.target[1]), reading.weight.tolist()
    ((2, 3, 7), 'hate eating carrots', [[1.0, 1.0, 0.0], [1.0, 1.0, 1.0]])
    """
    sentences = [guard.text("A sentence", line).split() for line in guard.lines(lines, "sentence")]
    for i, words in enumerate(sentences, start=1):
        if len(words) < 2:
            raise InputError(f"Sentence {i} should have at least two words. It came as {' '.join(words)!r}.")
    vocab = Vocab.of(word for words in sentences for word in words)
    return Reading.of(vocab, [vocab.encode(words) for words in sentences])


class Predictor(NamedTuple):
    """What is learned: the weights, and the state before the first symbol (None: it stays as it is).

    >>> Predictor(model=None, x0=np.zeros(8)).x0.shape
    (8,)
    """

    model: Any  # an RNN, LSTM, GRU or another network that learns
    x0: Array | None  # (n_x,)


def learn(
    reading: Reading,
    *,
    n_x: int,
    x0: str = "zero",
    rng: np.random.Generator,
    lr: float = 0.01,
    roll: int = 0,
    kind: type = RNN,
) -> Iterator[Step]:
    """Take Adam steps on the mean cross-entropy of the next symbol; the caller stops.

    `x0` is "zero", "one", "random" (drawn from `roll`), "fresh" (drawn anew for each line at each step; what is kept
    is zero) or "learned" (begins at zero and takes steps as the weights do).  Each Step holds a Predictor.
    `kind` is the network that learns: RNN, LSTM, GRU, or one of their variants.

    >>> import itertools
    >>> steps = learn(read("hello"), n_x=8, rng=np.random.default_rng(0))
    >>> losses = [step.loss for step in itertools.islice(steps, 150)]
    >>> bool(losses[-1] < np.log(2) / 2)
    True
    """
    vocab, u, target, weight = _read(reading)
    N, K = len(u), len(vocab.symbols)
    learned, fresh = x0 == "learned", x0 == "fresh"
    dice = np.random.default_rng(guard.whole("roll", roll, 0, "which throw of the dice"))
    first = initial_state("zero" if learned or fresh else x0, n_x, rng=dice)
    model = guard.kind_that_learns(kind).random(
        guard.whole("n_x", n_x, 1, "the number of states"), u.shape[-1], K, rng=rng
    )
    stays = np.zeros(n_x)
    # One look at everything before the loop begins. Afterwards only what each step makes is looked at.
    _, u = guard.open_loop(model, u, first)
    right, share = guard.answers(simulate(model, u, first).y, target, weight)

    def loss_and_grads(predictor: Predictor) -> tuple[float, Predictor]:
        model, x0 = predictor
        with guard.quiet():
            starts = dice.uniform(-1.0, 1.0, (N, n_x)) if fresh else np.repeat(x0[None], N, axis=0)
            run = guard.bounded(unroll(model, starts, u))
            loss, dy = surprise(run.y, right, share)
            back = model.blame(run, dy)
            # One x0 begins every line, so its gradient is the sum over the lines; where it is not learned it stays.
            return guard.bounded_loss(loss), Predictor(back.params, back.x0.sum(axis=0) if learned else stays)

    return adam(Predictor(model, first), loss_and_grads, lr=lr)


class Report(NamedTuple):
    """What a trained predictor does with its text, the lines one after another: T counts the symbols of all lines.

    >>> import itertools
    >>> reading = read("hello")
    >>> steps = list(itertools.islice(learn(reading, n_x=8, rng=np.random.default_rng(0)), 151))
    >>> report(reading, steps).said
    ('e', 'l', 'l', 'o')
    """

    reading: Reading
    predictor: Predictor
    loss: Array  # (steps,), before each step and after the last
    run: Trajectory  # (T, n), x0 is the state before the first line
    p: Array  # (T, K), the probabilities of the next symbol
    target: Array  # (T,)
    letters: tuple[str, ...]  # T symbols that were read
    said: tuple[str, ...]  # T symbols that were the most probable


def report(reading: Reading, steps: Sequence[Step]) -> Report:
    """Run the predictor of the last step on its text.

    >>> square, row = np.zeros((2, 2)), np.zeros(2)
    >>> blank = Predictor(RNN(W_xx=square, W_xu=square, b_x=row, W_yx=square, b_y=row), x0=row)
    >>> report(read("aab"), [Step(0, np.log(2), blank, None)]).p.tolist()
    [[0.5, 0.5], [0.5, 0.5]]
    """
    vocab, u, target, weight = _read(reading)
    predictor, symbols = _last(steps).params, vocab.symbols
    lines = simulate(predictor.model, u, predictor.x0)
    there = weight > 0  # (N, T), the symbols of all lines, without what fills up shorter ones
    run = Trajectory(lines.x0[0], lines.u[there], lines.x[there], lines.y[there])
    p = softmax(run.y)
    return Report(
        reading,
        predictor,
        loss=np.array([step.loss for step in steps]),
        run=run,
        p=p,
        target=target[there],
        letters=tuple(symbols[k] for k in run.u[:, -len(symbols) :].argmax(axis=-1)),  # of a window the last
        said=tuple(symbols[k] for k in p.argmax(axis=-1)),
    )


def memoryless_bound(reading: Reading, window: int = 1) -> float:
    """Return the least mean cross-entropy of any predictor that sees the last `window` symbols and no more.

    sum over windows a and symbols b of (n_ab / n) ln(n_a / n_ab), where b follows a n_ab times among n: the best it
    can do is to give each follower its share.  In nats; the conditional entropy of the next symbol.
    Where a line begins, the window is shorter; a window of 0 sees nothing.
    Source: Shannon, "A mathematical theory of communication", Bell System Technical Journal 27 (1948), section 6.

    >>> hello = read("hello")
    >>> round(memoryless_bound(hello), 4), memoryless_bound(hello, window=2)   # l is followed by l and by o
    (0.3466, 0.0)
    """
    window = guard.whole("window", window, 0, "the number of symbols that are seen")
    vocab, u, target, weight = _read(reading)
    if u.shape[-1] != len(vocab.symbols):
        raise InputError(
            f"reading should have one symbol at each instant, {guard.count(len(vocab.symbols), 'number')}. It has "
            f"{u.shape[-1]}: these are windows. Ask the reading itself, with window=k."
        )
    n_a, n_ab = Counter(), Counter()
    for line, follows, counts in zip(u.argmax(axis=-1), target, weight, strict=True):
        for t in np.flatnonzero(counts > 0):
            a, b = tuple(line[max(0, t + 1 - window) : t + 1]), follows[t]
            n_a[a] += counts[t]
            n_ab[a, b] += counts[t]
    if not n_a:
        raise InputError("weight should be greater than 0 at one symbol at least: nothing is asked for.")
    return float(sum(n * np.log(n_a[a] / n) for (a, _), n in n_ab.items()) / n_a.total())


def windows(reading: Reading, k: int = 1) -> Reading:
    """Each symbol with the k - 1 before it, as a line of its own: what a network without a state may see.

    u (lines, 1, k K), the oldest symbol first; before a text begins there are zeros.
    A window of 1 is the present symbol alone. Its bound is that of the reading itself: memoryless_bound(reading, k).
    Source: Bengio et al., "A neural probabilistic language model", JMLR 3 (2003).

    >>> windows(read("aba"), k=2).u.tolist()
    [[[0.0, 0.0, 1.0, 0.0]], [[1.0, 0.0, 0.0, 1.0]]]
    """
    k = guard.whole("k", k, 1, "the number of symbols that are seen")
    vocab, u, target, weight = _read(reading)
    N, T, K = u.shape
    line = np.concatenate([np.zeros((N, k - 1, K)), u], axis=1)
    seen = np.concatenate([line[:, j : j + T] for j in range(k)], axis=2)  # (N, T, k K)
    there = weight > 0
    return Reading(vocab, seen[there][:, None], target[there][:, None], weight[there][:, None])


def _read(reading: Reading) -> Reading:
    return guard.made_as("reading", reading, Reading, 'Try read("hello").')


def _last(steps: Sequence[Step]) -> Step:
    if not isinstance(steps, list | tuple) or not steps:
        raise InputError(
            f"steps should be a list with at least one step. It came as {guard.short(steps)}. "
            f"Try list(itertools.islice(learn(reading, ...), 151))."
        )
    return guard.made_as("The last of the steps", steps[-1], Step, "Try list(itertools.islice(learn(...), 151)).")
