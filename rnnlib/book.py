"""A longer text: split into what is seen and what is not, and learned in pieces with the state carried over."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from rnnlib import guard, plain_text
from rnnlib.gated import GRU
from rnnlib.guard import Array, InputError
from rnnlib.ssm import rollout, simulate, unroll
from rnnlib.text import Vocab, sampler
from rnnlib.train import adam, cross_entropy, surprise

__all__ = ["Book", "Progress", "bounds", "decode", "learn", "open_book", "write"]

SHORTEST = 200  # letters
LETTERS, OTHER = 1000, "□"  # so many different letters are kept; the rarer ones become one
UNSEEN_LINES, UNSEEN_LENGTH = 16, 128  # of what is held back, so much is read to measure the loss


def decode(content: bytes, size: int | None = None) -> str:
    """The text that a file holds; `size` is that of the whole file, where only a part has come.

    InputError: a file that is empty, too large or no text, or whose text `open_book` would refuse.

    >>> decode(b"no")
    Traceback (most recent call last):
    rnnlib.guard.InputError: The text has 2 letters. Take one of 200 letters or more: a part of it is held back.
    """
    return _checked(plain_text.decode(content, size))


class Book(NamedTuple):
    """A text as numbers: its first part is learned, the rest is held back.

    >>> book = Book(Vocab.of("ab"), seen=np.array([0, 1, 0]), unseen=np.array([1, 0]))
    >>> book.vocab.decode(book.seen)
    'aba'
    """

    vocab: Vocab
    seen: Array  # (L,), the places of its letters in the vocabulary
    unseen: Array  # (M,)


def open_book(text: str, held_back: float = 0.1) -> Book:
    """Split a text: all but the last tenth is to be learned.

    InputError: no text, too short a one, or one that is the same letter again and again; a part that is too small or
    too large.

    >>> book = open_book("the cat sat on the mat. " * 10)
    >>> len(book.seen), len(book.unseen), len(book.vocab.symbols)
    (215, 24, 11)
    """
    text = _checked(text)
    held_back = guard.real("held_back", held_back, "the part that is not learned", above=0, below=1)
    common = Counter(text).most_common()
    if len(common) > LETTERS:
        rare = {letter for letter, _ in common[LETTERS - 1 :]}
        text = "".join(OTHER if letter in rare else letter for letter in text)
    vocab = Vocab.of(text)
    numbers, cut = vocab.encode(text), round(len(text) * (1 - held_back))
    if not 2 <= cut <= len(text) - 2:
        raise InputError(
            f"held_back should leave two letters or more on either side. Of {len(text)} letters {held_back:g} holds "
            f"back {len(text) - cut}."
        )
    return Book(vocab, numbers[:cut], numbers[cut:])


def _checked(text: str) -> str:
    text = unicodedata.normalize("NFC", guard.text("text", text)).replace("\r\n", "\n").strip()
    if not text:
        raise InputError("There is no letter in it. Take another text.")
    if len(set(text)) == 1:
        raise InputError(f"The text has only the letter {text[0]!r}: there is nothing to predict. Take another one.")
    if len(text) < SHORTEST:
        raise InputError(
            f"The text has {len(text)} letters. Take one of {SHORTEST} letters or more: a part of it is held back."
        )
    return text


class Progress(NamedTuple):
    """One instant of a training.

    >>> Progress(0, 1.39, None, None, None).k
    0
    """

    k: int  # how many updates were made before
    seen: float  # the mean surprise over the piece that is learned at this update
    unseen: float | None  # the mean surprise over text that is held back, at some updates
    model: GRU  # or another network that learns
    vocab: Vocab


def learn(
    book: Book,
    *,
    kind: type = GRU,
    n_x: int = 64,
    lr: float = 0.01,
    rng: np.random.Generator,
    lines: int = 16,
    piece: int = 32,
    every: int = 20,
) -> Iterator[Progress]:
    """Take Adam steps on the surprise at the next letter; the caller stops.

    The text is laid out in `lines` equally long lines, which are read side by side, `piece` letters at an update.
    Each piece begins with the state that the one before ended with, and blame stops at the cut; where the lines end,
    all begin again at zero.  At every so many updates text that is held back is measured.
    Source: Williams and Peng, "An efficient gradient-based algorithm for on-line training of recurrent network
    trajectories", Neural Computation 2 (1990): truncated backpropagation through time.

    >>> import itertools
    >>> book = open_book("the cat sat on the mat. " * 10)
    >>> *_, last = itertools.islice(learn(book, n_x=16, rng=np.random.default_rng(0)), 101)
    >>> last.k, last.seen < 0.2
    (100, True)
    """
    book = guard.made_as("book", book, Book, "Try open_book(text).")
    kind, n_x = guard.kind_that_learns(kind), guard.whole("n_x", n_x, 1, "the number of states")
    lines = guard.whole("lines", lines, 1, "how many are read side by side")
    piece = guard.whole("piece", piece, 1, "the letters of an update")
    every = guard.whole("every", every, 1, "after how many updates the loss is measured")
    K, N = len(book.vocab.symbols), max(1, min(lines, (len(book.seen) - 1) // piece))
    width = (len(book.seen) - 1) // N
    width -= width % piece if width > piece else 0  # whole pieces: a shorter one would count its letters for more
    letters, follow = (book.seen[a : a + N * width].reshape(N, width) for a in (0, 1))
    one_hot, x, place = np.eye(K), np.zeros((N, n_x)), 0

    def loss_and_grads(model):
        nonlocal x, place
        part = np.s_[:, place : place + piece]
        with guard.quiet():
            run = guard.bounded(unroll(model, x, one_hot[letters[part]]))
            loss, dy = surprise(run.y, one_hot[follow[part]], 1 / follow[part].size)
            grads = model.blame(run, dy).params
        place = place + piece if place + piece < width else 0
        x = run.x[:, -1] if place else np.zeros((N, n_x))
        return guard.bounded_loss(loss), grads

    for step in adam(kind.random(n_x, K, K, rng=rng), loss_and_grads, lr=lr):
        unseen = unseen_loss(book, step.params) if step.k % every == 0 else None
        yield Progress(step.k, step.loss, unseen, step.params, book.vocab)


def unseen_loss(book: Book, model) -> float:
    """The mean surprise over what is held back, in lines that each begin at zero; of a long text over its beginning.

    >>> book = open_book("ab" * 150)
    >>> round(unseen_loss(book, GRU.random(4, 2, 2, rng=np.random.default_rng(0))), 2)
    0.96
    """
    length = min(UNSEEN_LENGTH, len(book.unseen) - 1)
    N = min(UNSEEN_LINES, (len(book.unseen) - 1) // length)
    letters, follow = (book.unseen[a : a + N * length].reshape(N, length) for a in (0, 1))
    return cross_entropy(simulate(model, np.eye(len(book.vocab.symbols))[letters]).y, follow)[0]


def bounds(book: Book) -> dict[str, float]:
    """The least mean surprise, over what is learned, of who knows only how often each letter comes, and of who sees
    one letter and remembers none: `predictor.memoryless_bound` with the windows 0 and 1, for long texts.

    >>> bounds(open_book("ab" * 150))
    {'how often each letter comes': 0.693..., 'one letter and no memory': 0.0}
    """
    last, after, K = book.seen[:-1], book.seen[1:], len(book.vocab.symbols)
    pairs = _entropy(np.unique(last * K + after, return_counts=True)[1])
    return {
        "how often each letter comes": _entropy(np.bincount(after)),
        "one letter and no memory": pairs - _entropy(np.bincount(last)),
    }


def _entropy(counts: Array) -> float:
    p = counts[counts > 0] / counts.sum()
    return float(-(p * np.log(p)).sum())


def write(model, vocab: Vocab, first: str, length: int, *, temperature: float = 0.7, seed: int = 0) -> str:
    """What the network writes after a first symbol, each further one drawn from its probabilities.

    >>> book = open_book("ab" * 150)
    >>> len(write(GRU.random(4, 2, 2, rng=np.random.default_rng(0)), book.vocab, "a", 20))
    20
    """
    u = guard.made_as("vocab", vocab, Vocab, 'Try Vocab.of("hello").').one_hot(first)  # (1, K)
    if len(u) != 1:
        raise InputError(f"first, with which the text begins, should be one symbol. It came as {guard.short(first)}.")
    dice = np.random.default_rng(guard.whole("seed", seed, 0, "which throw of the dice"))
    return vocab.decode(rollout(model, u[0], sampler(rng=dice, temperature=temperature), T=length).u.argmax(axis=-1))
