"""What probabilities and surprises are made of: words for the numbers behind the scores of a network."""

from collections.abc import Sequence

import numpy as np

from .. import train
from .runs import MOST
from .told import Told, brief


class softmax:
    """The words of the probabilities p (T, K) that softmax makes of scores (T, K), or (K,) where there is no time.

    names        K symbols
    temperature  what the scores are divided by before

    >>> says = softmax(np.log([[1.0, 1.0, 2.0]]), "abc")
    >>> says(1, 2).words
    'probability of c at t = 1 = exp(0.69) / (exp(0.00) + exp(0.00) + exp(0.69)) = 0.50'
    >>> says.p
    array([[0.25, 0.25, 0.5 ]])
    """

    def __init__(self, scores, names: Sequence[str], temperature: float = 1.0):
        self.scores, self.names, self.temperature = np.asarray(scores, float), names, temperature
        self.p = train.softmax(self.scores / temperature)

    def __call__(self, t: int, k: int) -> Told:
        scores, p = row(self.scores, t), row(self.p, t)
        exps = [self._exp(score) for score in scores]
        with np.errstate(over="ignore"):
            total = brief(np.exp(scores / self.temperature).sum())
        whole = f"({' + '.join(exps)})" if len(exps) <= MOST else f"{total}, the sum of all {len(exps)} exps,"
        words = f"probability of {quoted(self.names[k])}{self._when(t)} = {exps[k]} / {whole} = {chance(p[k])}"
        made_of = *(f"y {t} {j}" for j in range(1, len(exps) + 1)), f"y {t}"  # or one word in the place of the scores
        return Told(words, f"p {t} {k + 1}", made_of)

    def _exp(self, score: float) -> str:
        divided = "" if self.temperature == 1 else f" / {brief(self.temperature)}"
        return f"exp({brief(score)}{divided})"

    def _when(self, t: int) -> str:
        return f" at t = {t}" if self.scores.ndim == 2 else ""


class logistic:
    """The words of the probability that the logistic function makes of each of the scores (T,), or of one score.

    name  of what is probable

    >>> logistic(0.0)().words
    'probability of yes = 1 / (1 + exp(0.00)) = 0.50'
    """

    def __init__(self, scores, name: str = "yes"):
        self.scores, self.name = np.asarray(scores, float), name
        self.p = 0.5 + 0.5 * np.tanh(0.5 * self.scores)  # the same function; its exp cannot overflow

    def __call__(self, t: int = 1, k: int = 0) -> Told:
        one = self.scores.ndim == 0
        score, p = (self.scores, self.p) if one else (self.scores[t - 1], self.p[t - 1])
        words = (
            f"probability of {self.name}{'' if one else f' at t = {t}'} = 1 / (1 + exp({brief(-score)})) = {chance(p)}"
        )
        return Told(words, f"p {t} 1", (f"y {t} 1",))


class surprise:
    """The words of the surprises s (T,) = −ln p of the right symbols: p (T, K), target (T,) their places, K names.

    >>> says = surprise([[0.25, 0.75]], [1], "ab")
    >>> says(1).words, says.s.round(2).tolist()
    ('surprise of b at t = 1 = −ln 0.75 = 0.29', [0.29])
    """

    def __init__(self, p, target, names: Sequence[str]):
        self.p, self.target, self.names = np.asarray(p, float), target, names
        with np.errstate(divide="ignore"):
            self.s = 0 - np.log(self.p[np.arange(len(self.p)), target])

    def __call__(self, t: int, k: int = 0) -> Told:
        place = int(self.target[t - 1])
        p, s = self.p[t - 1, place], self.s[t - 1]
        value = brief(s) if np.isfinite(s) else "∞"
        shown = f"{p:.2g}" if 1e-4 <= p < 0.1 else chance(p)  # −ln of a rounded 0.01 would be far away
        words = f"surprise of {quoted(self.names[place])} at t = {t} = −ln {shown} = {value}"
        return Told(words, f"s {t}", (f"p {t} {place + 1}",))


class counted:
    """The words of probabilities that are counted in a text of T + 1 symbols: how often what follows the last k.

    k       how many symbols are seen; at the beginning of the text there are fewer
    names   K symbols

    >>> says = counted("hello", "helo")
    >>> says(3, 3).words
    'probability of o at t = 3 = l is followed by o in 1 of 2 places = 0.50'
    >>> says.p[3]
    array([0. , 0. , 0.5, 0.5])
    """

    def __init__(self, text: Sequence[str], names: Sequence[str], k: int = 1):
        self.seen = [text[max(0, t - k) : t] for t in range(1, len(text))]  # T windows
        self.after = [[text[t] for t, seen in enumerate(self.seen, 1) if seen == now] for now in self.seen]
        self.names = names
        self.p = np.array([[after.count(name) / len(after) for name in names] for after in self.after])  # (T, K)

    def __call__(self, t: int, k: int) -> Told:
        seen, after, name = self.seen[t - 1], self.after[t - 1], quoted(self.names[k])
        places = f"{after.count(self.names[k])} of {len(after)} place{'' if len(after) == 1 else 's'}"
        made = f"{quoted(seen)} is followed by {name} in {places}" if seen else f"{name} stands in {places}"
        return Told(f"probability of {name} at t = {t} = {made} = {chance(self.p[t - 1, k])}")


def mean(values, what: str = "loss", of: str = "s", digits: int = 2) -> Told:
    """The words of a mean of numbers; `of` is the letter of their names.

    >>> mean([0.1, 0.2, 0.3, 0.44])
    Told(words='loss = (0.10 + 0.20 + 0.30 + 0.44) / 4 = 0.26', name='loss', made_of=('s 1', 's 2', 's 3', 's 4'))
    """
    values = np.asarray(values, float)
    n = len(values)
    texts, total, value = [brief(v, digits) for v in values], brief(values.sum(), digits), brief(values.mean(), digits)
    whole = f"({' + '.join(texts)})" if n <= MOST else f"{total}, the sum of {n} numbers,"
    return Told(f"{what} = {whole} / {n} = {value}", what, tuple(f"{of} {t}" for t in range(1, n + 1)))


def chance(p: float) -> str:
    """Write a probability; a small one with two digits that say something.

    >>> chance(0.5), chance(0.0012), chance(0.0), chance(2.4e-7)
    ('0.50', '0.0012', '0.00', '2e-7')
    """
    if p >= 0.005 or p == 0:
        return brief(p)
    return f"{p:.2g}" if p >= 1e-4 else f"{p:.0e}".replace("e-0", "e-")


def quoted(symbol: str) -> str:
    """Put quotes round what a space belongs to.

    >>> quoted("l"), quoted("I like")
    ('l', "'I like'")
    """
    return f"'{symbol}'" if " " in symbol else symbol


def row(numbers: np.ndarray, t: int) -> np.ndarray:
    """The numbers of the instant t, if there is one row for each instant."""
    return numbers[t - 1] if numbers.ndim == 2 else numbers
