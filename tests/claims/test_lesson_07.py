"""What lesson 7 says of many networks: 21 of them learn side by side, with the formulas written here."""

import functools

import numpy as np
import pytest

import rnnlib as rl

SENTENCES = rl.corpus("eating")
WORDS = list(dict.fromkeys(" ".join(SENTENCES).split()))
UNSEEN = ("we love eating apples", "you love eating pears", "they love drinking milk", "I hate drinking coffee")
ALWAYS, ONCE, FIRST_TWO_A_TENTH = (1, 1, 1), (0, 0, 1), (0.1, 0.1, 1)


def places(lines):
    return np.array([[WORDS.index(word) for word in line.split()] for line in lines])  # (N, 4)


def run(weights, lines):
    """The states (21, N, 4, n), x0 first, and the probabilities (21, N, 3, 18)."""
    W_xx, W_xu, b_x, W_yx, b_y = weights
    x = [np.zeros((len(W_xx), len(lines), W_xx.shape[-1]))]
    for t in range(3):
        from_word = W_xu[:, :, lines[:, t]].swapaxes(1, 2)
        x.append(np.tanh(x[-1] @ W_xx.swapaxes(1, 2) + from_word + b_x[:, None]))
    x = np.stack(x, axis=2)
    y = np.einsum("syx,sntx->snty", W_yx, x[:, :, 1:]) + b_y[:, None, None]
    e = np.exp(y - y.max(axis=-1, keepdims=True))
    return x, e / e.sum(axis=-1, keepdims=True)


def slopes(weights, lines, counts):
    W_xx, _, _, W_yx, _ = weights
    x, p = run(weights, lines)
    u, right = np.eye(18)[lines[:, :3]], np.eye(18)[lines[:, 1:]]  # (N, 3, 18)
    dy = (p - right) * np.reshape(counts, (3, 1)) / (len(lines) * sum(counts))
    dx = dy @ W_yx[:, None]
    da = np.zeros_like(dx)
    later = 0
    for t in (2, 1, 0):
        da[:, :, t] = (1 - x[:, :, t + 1] ** 2) * (dx[:, :, t] + later)
        later = da[:, :, t] @ W_xx
    return (
        np.einsum("snti,sntj->sij", da, x[:, :, :3]),
        np.einsum("snti,ntj->sij", da, u),
        da.sum(axis=(1, 2)),
        np.einsum("snti,sntj->sij", dy, x[:, :, 1:]),
        dy.sum(axis=(1, 2)),
    )


@functools.cache
def learned(asked, unseen=(), n=5):
    """21 networks of n units after 300 Adam updates, first weights from the throws 0 to 20."""
    lines = places([line for line in SENTENCES if line not in unseen])
    drawn = [rl.RNN.random(n, 18, 18, rng=np.random.default_rng(throw)) for throw in range(21)]
    weights = [np.stack(each) for each in zip(*drawn, strict=True)]
    means, squares = [np.zeros_like(w) for w in weights], [np.zeros_like(w) for w in weights]
    for k in range(1, 301):
        for w, g, m, s in zip(weights, slopes(weights, lines, asked), means, squares, strict=True):
            m += 0.1 * (g - m)
            s += 0.001 * (g * g - s)
            w -= 0.05 * (m / (1 - 0.9**k)) / (np.sqrt(s / (1 - 0.999**k)) + 1e-8)
    return weights


def chances(asked, unseen, lines, n=5):
    """(21, N): the probability of the right last word of each line."""
    lines = places(lines)
    _, p = run(learned(asked, unseen, n), lines)
    return p[:, np.arange(len(lines)), 2, lines[:, 3]]


@pytest.mark.parametrize(
    ("asked", "n", "count"), [(ONCE, 5, 21), (ALWAYS, 5, 10), (ALWAYS, 10, 21), (FIRST_TWO_A_TENTH, 5, 21)]
)
def test_near_the_best_after_300_updates(asked, n, count):
    surprises = -np.log(chances(asked, (), SENTENCES, n)).mean(axis=1)
    assert (surprises < 0.38).sum() == count and (surprises > 0.34).all()


@pytest.mark.parametrize(("seen", "best"), [(1, 1.25), (2, 0.68), (3, 0.35)])
def test_the_best_of_who_sees_the_last_words_alone(seen, best):
    lines = [tuple(line.split()) for line in SENTENCES]
    same = [[other[3] for other in lines if other[3 - seen : 3] == line[3 - seen : 3]] for line in lines]
    surprises = [-np.log(last.count(line[3]) / len(last)) for line, last in zip(lines, same, strict=True)]
    assert np.mean(surprises) == pytest.approx(best, abs=0.005)


def test_what_was_asked_once_says_food_or_drink_after_the_first_word():
    _, p = run(learned(ONCE), places(["I like eating apples"]))
    last = {line.split()[3] for line in SENTENCES}
    assert all(WORDS[k] in last for k in p[:, 0, 0].argmax(axis=-1))


@pytest.mark.parametrize(
    ("asked", "n", "count"), [(ONCE, 5, 19), (ALWAYS, 5, 9), (ALWAYS, 10, 12), (FIRST_TWO_A_TENTH, 5, 18)]
)
def test_sentences_that_were_never_read(asked, n, count):
    assert (chances(asked, UNSEEN, UNSEEN, n).min(axis=1) > 0.5).sum() == count


def test_the_read_sentences_do_not_tell_who_fails_on_the_unseen_ones():
    fails = chances(ONCE, UNSEEN, UNSEEN).min(axis=1) < 0.5
    read = -np.log(chances(ONCE, UNSEEN, [line for line in SENTENCES if line not in UNSEEN])).mean(axis=1)
    assert fails.sum() == 2 and np.ptp(read) < 0.01
