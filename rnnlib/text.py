"""Text as numbers and back: vocabulary, one-hot vectors, sequences to learn from, sampling."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from rnnlib import guard
from rnnlib.guard import Array, InputError
from rnnlib.train import exp_shares

__all__ = ["MARK", "Reading", "Vocab", "batch", "corpus", "next_symbols", "one_hot", "perplexity", "sampler"]

MARK = "·"  # stands before the first symbol of a line and after the last
DATA = Path(__file__).parent / "data"  # the course's own texts, one sentence to a line


class _Symbols(NamedTuple):
    symbols: tuple[str, ...]


class Vocab(_Symbols):
    """The symbols a model knows; the number of a symbol is its place.

    >>> vocab = Vocab.of("hello")
    >>> vocab.symbols, vocab.encode("hell").tolist(), vocab.decode([1, 2, 2, 3])
    (('h', 'e', 'l', 'o'), [0, 1, 2, 2], 'ello')
    >>> words = Vocab.of("I like eating apples".split())
    >>> words.encode("I like").tolist(), words.decode([2, 3])
    ([0, 1], 'eating apples')
    """

    __slots__ = ()

    def __new__(cls, symbols: Iterable[str]) -> Vocab:
        return super().__new__(cls, guard.alphabet(symbols))

    @classmethod
    def of(cls, symbols: str | Iterable[str]) -> Vocab:
        """The different symbols in the order in which they first appear: letters of a string, or words.

        >>> Vocab.of("hello").symbols
        ('h', 'e', 'l', 'o')
        """
        return cls(guard.distinct(symbols))

    def encode(self, sequence: str | Iterable[str]) -> Array:
        """The numbers (T,) of symbols. A string is read letter by letter, or word by word if there are words.

        >>> Vocab.of("hello").encode("z")
        Traceback (most recent call last):
        rnnlib.guard.InputError: 'z' is not among the symbols that the model knows: h, e, l, o. ...
        """
        if isinstance(sequence, str) and self._has_words:
            sequence = sequence.split()
        number = {symbol: i for i, symbol in enumerate(self.symbols)}
        sequence = guard.sequence("The numbers of symbols", sequence)
        for symbol in sequence:
            if not isinstance(symbol, str) or symbol not in number:
                known = ", ".join(self.symbols[:30]) + (", ..." if len(self.symbols) > 30 else "")
                raise InputError(
                    f"{symbol!r} is not among the symbols that the model knows: {known}. "
                    f"Use only these, or make the vocabulary from a text in which it occurs."
                )
        return np.array([number[symbol] for symbol in sequence], dtype=int)

    def decode(self, numbers: Iterable[int]) -> str:
        """The symbols of numbers (T,), joined; with spaces between them if there are words.

        >>> Vocab.of("hello").decode(np.array([3, 0]))
        'oh'
        """
        numbers = guard.indices("numbers", numbers, len(self.symbols), "the places of symbols")
        if numbers.ndim != 1:
            raise InputError(
                f"numbers, the places of symbols, should have the shape (T,). It came as {numbers.shape}."
                + (" Try one line of it, numbers[0]." if numbers.ndim > 1 else " Try [number].")
            )
        return (" " if self._has_words else "").join(self.symbols[i] for i in numbers)

    def one_hot(self, sequence: str | Iterable[str]) -> Array:
        """The symbols as inputs (T, K): a 1 at the place of the symbol, 0 elsewhere.

        >>> Vocab.of("ab").one_hot("aba").tolist()
        [[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]]
        """
        return one_hot(self.encode(sequence), len(self.symbols))

    @property
    def _has_words(self) -> bool:
        return any(len(symbol) > 1 for symbol in self.symbols)


def one_hot(numbers: Array, K: int, dtype=np.float64) -> Array:
    """(...) whole numbers from 0 to K - 1 -> (..., K), a 1 at the place that the number names.

    >>> one_hot([2, 0], 3).tolist()
    [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]
    """
    K = guard.whole("K", K, 1, "the number of symbols")
    numbers = guard.indices("numbers", numbers, K, "the place of the 1")
    return (numbers[..., None] == np.arange(K)).astype(dtype)


def next_symbols(word: str | Sequence[str], vocab: Vocab) -> tuple[Array, Array]:
    """u (T, K), every symbol but the last, and target (T,), the number of the symbol that follows each.

    >>> vocab = Vocab.of("hello")
    >>> u, target = next_symbols("hello", vocab)
    >>> vocab.decode(u.argmax(axis=-1)), vocab.decode(target)
    ('hell', 'ello')
    """
    numbers = _known(vocab).encode(word)
    if len(numbers) < 2:
        came = "came empty" if len(numbers) == 0 else f"has only {vocab.decode(numbers)!r}"
        raise InputError(f"To predict the next symbol takes at least two symbols. The word {came}: type a longer one.")
    return one_hot(numbers[:-1], len(vocab.symbols)), numbers[1:]


class Reading(NamedTuple):
    """A text as a network reads it, N lines of at most T symbols.

    >>> vocab = Vocab.of("hello")
    >>> Reading.of(vocab, [vocab.encode("hello")]).target.tolist()
    [[1, 2, 2, 3]]
    """

    vocab: Vocab
    u: Array  # (N, T, K), one-hot
    target: Array  # (N, T), the symbol that follows
    weight: Array  # (N, T), 1 where there is a symbol, 0 behind the end of a shorter line

    @classmethod
    def of(cls, vocab: Vocab, lines: Sequence[Array]) -> Reading:
        """Lines of numbers, unequally long, side by side: all but its last are a line's inputs, all but its first its
        targets. Behind the end of a shorter line u, target and weight are 0, so that nothing there counts.

        >>> Reading.of(Vocab.of("abc"), [[0, 1, 2], [2, 1]]).weight.tolist()
        [[1.0, 1.0], [1.0, 0.0]]
        """
        N, T, K = len(lines), max(map(len, lines)) - 1, len(vocab.symbols)
        u, target, weight = np.zeros((N, T, K)), np.zeros((N, T), int), np.zeros((N, T))
        for i, line in enumerate(lines):
            t = slice(0, len(line) - 1)
            u[i, t], target[i, t], weight[i, t] = one_hot(line[:-1], K), line[1:], 1
        return cls(vocab, u, target, weight)


def batch(lines: Sequence[str | Sequence[str]], vocab: Vocab, mark: str = MARK) -> tuple[Array, Array, Array]:
    """Lines of unequal length side by side: u (N, T, K), target (N, T), weight (N, T).

    Each line is read after one mark and ends in another, so that the model learns how lines begin and when
    they stop: inputs "·", "h", "i", targets "h", "i", "·". Behind the end of a shorter line u, target and
    weight are 0, so that nothing there counts. The vocabulary must hold the mark.

    >>> lines = ["hi", "a"]
    >>> vocab = Vocab.of(MARK + "".join(lines))
    >>> u, target, weight = batch(lines, vocab)
    >>> u.shape, target.tolist(), weight.tolist()
    ((2, 3, 4), [[1, 2, 0], [3, 0, 0]], [[1.0, 1.0, 1.0], [1.0, 1.0, 0.0]])
    """
    lines = guard.lines(lines, "line of text")
    if mark not in _known(vocab).symbols:
        raise InputError(f"The vocabulary should hold the mark {mark!r}. Try Vocab.of({mark!r} + text).")
    end = vocab.encode([mark])
    coded = [vocab.encode(line) for line in lines]
    for i, line in enumerate(coded, start=1):
        if len(line) == 0:
            raise InputError(f"Line {i} is empty: type at least one symbol, or take the line out.")
        if end in line:
            raise InputError(f"Line {i} holds {mark!r}, which marks where lines begin and end. Choose another mark.")
    _, u, target, weight = Reading.of(vocab, [np.concatenate([end, line, end]) for line in coded])
    return u, target, weight


def corpus(name: str = "eating") -> list[str]:
    """The sentences of one of the course's own texts: rnnlib/data/<name>.txt, which anybody can read and edit.

    >>> corpus("eating")[:2]
    ['I like eating apples', 'I like eating pears']
    """
    texts = {path.stem: path for path in sorted(DATA.glob("*.txt"))}
    if name not in list(texts):
        raise InputError(f"The course has the texts {', '.join(texts)}. {name!r} is not among them.")
    lines = texts[name].read_text(encoding="utf-8").splitlines()
    return [" ".join(line.split()) for line in lines if line.strip()]


def sampler(*, rng: np.random.Generator | None = None, temperature: float = 1.0) -> Callable[[Array], Array]:
    """A feedback for `rollout`: draws the next symbol, one-hot (..., K), from softmax(y / temperature).

    A low temperature keeps to what is most probable, a high one dares more; 0 always takes the most probable.

    >>> sampler(temperature=0)(np.array([0.1, 2.0, 0.3]))
    array([0., 1., 0.])
    """
    temperature = guard.real("temperature", temperature, "how much is left to chance", low=0)
    if temperature > 0 and rng is None:
        raise InputError("Drawing symbols by chance needs dice. Try rng=np.random.default_rng(0), or temperature=0.")
    if rng is not None:
        guard.dice("rng", rng, "random")

    def feedback(y: Array) -> Array:
        y = guard.scores(y)
        if temperature == 0:
            drawn = y.argmax(axis=-1)
        else:
            with guard.quiet():
                p = exp_shares((y - y.max(axis=-1, keepdims=True)) / temperature)  # (..., K)
            upto = p.cumsum(axis=-1)
            drawn = (rng.random((*y.shape[:-1], 1)) * upto[..., -1:] >= upto).sum(axis=-1)
        return one_hot(drawn, y.shape[-1], y.dtype)

    return feedback


def perplexity(loss: float) -> float:
    """exp(loss): among how many equally likely symbols the model is left to guess.

    >>> round(perplexity(math.log(4)), 6)
    4.0
    """
    loss = guard.real("loss", loss, "the mean of -log p", low=0)
    return math.exp(loss) if loss < 709 else math.inf  # e^709 is the largest power a computer holds


def _known(vocab: Vocab) -> Vocab:
    return guard.made_as("vocab", vocab, Vocab, 'Try Vocab.of("hello").')
