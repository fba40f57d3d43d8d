"""What lesson 3 says of windows and of states, counted and trained here."""

import itertools
import re

import numpy as np
import pytest

import rnnlib as rl
from rnnlib import predictor
from tests.claims.training import train

SIGNS = rl.Vocab(["(", "[", "a"])


def bound(text, k):
    """The mean surprise of counted shares, after all that a window of k letters may hold."""
    seen = [(text[max(0, t - k) : t], text[t]) for t in range(1, len(text))]
    windows = [window for window, _ in seen]
    return np.mean([np.log(windows.count(window) / seen.count((window, letter))) for window, letter in seen])


def test_how_far_a_window_must_reach():
    assert [bound("hello", k) for k in (1, 2)] == pytest.approx([np.log(2) / 2, 0])
    assert [bound("(aaaa)[aaaa]", k) for k in (1, 4, 5)] == pytest.approx([0.535, 2 * np.log(2) / 11, 0], abs=5e-4)
    assert bound("(aaaaa)[aaaaa]", 5) > 0 and bound("(aaaaa)[aaaaa]", 6) == 0
    unsure = [t for t in range(1, 12) if re.search(r"aaaa$", "(aaaa)[aaaa]"[:t])]
    assert unsure == [5, 11], "at k = 4 only what follows four a's is unsure"


def numbers(model, without=()):
    return sum(each.size for name, each in model._asdict().items() if name not in without)


def test_how_many_numbers_each_network_has():
    rng = np.random.default_rng(0)
    for k, count in ((1, 450), (2, 658), (5, 1282), (10, 2322)):
        assert numbers(rl.RNN.random(8, k * 26, 26, rng=rng), without=["W_xx"]) == 8 * k * 26 + 8 + 8 * 26 + 26 == count
    assert numbers(rl.RNN.random(8, 26, 26, rng=rng)) == 514
    assert 26**5 == pytest.approx(12e6, rel=0.02) and 26**5 * 26 == pytest.approx(309e6, rel=1e-3)


def learned(reading):
    """With how many of 21 seeds a network of 8 units comes to know the text."""
    models = [train(reading, 8, 300, seed, lr=0.03) for seed in range(21)]
    return sum(rl.cross_entropy(rl.simulate(model, reading.u).y, reading.target)[0] < 0.01 for model in models)


@pytest.mark.parametrize(
    ("text", "k", "by_state"), [("hello", 2, 21), ("(aaaa)[aaaa]", 5, 21), ("(aaaaa)[aaaaa]", 6, 20)]
)
def test_a_window_network_learns_with_every_seed_and_a_state_with_almost_every(text, k, by_state):
    reading = predictor.read(text)
    assert (learned(predictor.windows(reading, k)), learned(reading)) == (21, by_state)


def test_every_window_that_misses_a_bit_is_a_coin():
    for seen in itertools.product((0, 1), repeat=5):
        assert [(first + sum(seen)) % 2 for first in (0, 1)] in ([0, 1], [1, 0])


def parity_after(f, x, length):
    """{bits: state} for all texts of up to so many bits."""
    texts = {(): x}
    for bits in itertools.chain.from_iterable(itertools.product((0, 1), repeat=n) for n in range(1, length + 1)):
        texts[bits] = f(texts[bits[:-1]], bits[-1])
    return texts


def test_no_tanh_unit_tells_odd_from_even_by_its_height():
    """A fine net of weights, all at once; w at 0 among them. With both signs of reading off."""
    w, v, b = np.meshgrid(*3 * [np.linspace(-12, 12, 49)])
    after = parity_after(lambda x, u: np.tanh(w * x + v * u + b), np.zeros_like(w), 4)
    odd, even = ([x for bits, x in after.items() if sum(bits) % 2 == rest] for rest in (1, 0))
    assert not (np.min(odd, axis=0) > np.max(even, axis=0)).any()
    assert not (np.max(odd, axis=0) < np.min(even, axis=0)).any()


def test_two_units_do():
    def f(x, u):
        p = (x[0] - x[1]) / 2
        return np.tanh([10 * (p + u - 0.5), 10 * (p + u - 1.5)])

    for bits, x in parity_after(f, np.zeros(2), 10).items():
        assert (x[0] - x[1]) / 2 == pytest.approx(sum(bits) % 2, abs=1e-3)


def signs(seed, length, most):
    rng, text = np.random.default_rng(seed), ""
    while len(text) < length:
        text += rng.choice(["(", "["]) + "a" * rng.integers(0, most + 1)
    return text[:length]


def last_bracket(text):
    """0 for (, 1 for [, after each sign."""
    return ["([".index(re.findall(r"[(\[]", text[:t])[-1]) for t in range(1, len(text) + 1)]


def test_one_unit_holds_a_bracket_at_distances_never_trained():
    taught = [signs(seed, 20, 7) for seed in range(100, 108)]
    assert max(len(row) for text in taught for row in re.findall("a+", text)) == 7

    def asked(texts):
        return np.array([SIGNS.one_hot(text) for text in texts]), np.array([last_bracket(text) for text in texts])

    reading = predictor.Reading(SIGNS, *asked(taught), np.ones((8, 20)))
    tried = [asked([signs(seed, 20, 16) for seed in range(21)]), asked([bracket + 1000 * "a" for bracket in "(["])]
    models = [train(reading, 1, 300, seed, lr=0.03) for seed in range(40)]
    right = [all((rl.simulate(model, u).y.argmax(axis=2) == best).all() for u, best in tried) for model in models]
    assert sum(right) == 37


def test_which_window_the_drawn_texts_need():
    needs = [1 + max(map(len, re.findall("a*", signs(seed, 20, 16)))) for seed in range(10)]
    assert needs[0] == 11 and max(needs) == 17
