"""What lesson 6 says of many networks."""

import numpy as np
import pytest

import rnnlib as rl
from tests.claims.training import train
from tools.notebooks import lessons

LESSON = lessons("06")[0].read_text("utf-8")
RING = "I like eating apples and I like eating pears and".split()
VOCAB = rl.Vocab.of(RING)
TEXT = VOCAB.encode(4 * RING)
U, TARGET = rl.one_hot(TEXT[:12], 6), TEXT[1:13]
TURNS = [TEXT[k : k + 17] for k in range(10)]  # from each word of the ring on, 16 words and what follows each


def model(lines, seed, n_x=8, x0="zero"):
    return train(rl.Reading.of(VOCAB, lines), n_x, 200, seed, x0=x0, lr=0.03)


@pytest.fixture(scope="module")
def begun_at_zero():
    return [model([TEXT[:13]], seed) for seed in range(40)]


def wrong(trained, starts):
    """(..., 12): where the most probable word is not the right one."""
    return rl.simulate(trained, U, starts).y.argmax(axis=-1) != TARGET


def test_trained_with_zero_used_with_one(begun_at_zero):
    """Of 40, 14 err nowhere, 25 by t = 3 only, one later."""
    last = [max(np.flatnonzero(wrong(trained, np.ones(8))) + 1, default=0) for trained in begun_at_zero]
    assert [last.count(0), sum(0 < t <= 3 for t in last), sum(t > 3 for t in last)] == [14, 25, 1]
    assert not any(wrong(trained, np.zeros(8)).any() for trained in begun_at_zero), "with zero all are right"


def test_trained_and_used_with_one():
    """All 20 say all 12 words right."""
    assert not any(wrong(model([TEXT[:13]], seed, x0="one"), np.ones(8)).any() for seed in range(20))


def test_thrown_starts_after_the_first_eating(begun_at_zero):
    """In 500 throws for each of 40 networks: 5,146 errors if trained with zero, 32 with new throws at every update."""
    throws = np.random.default_rng(0).uniform(-1, 1, (500, 8))
    zero = sum(wrong(trained, throws)[:, 2].sum() for trained in begun_at_zero)
    fresh = sum(wrong(model([TEXT[:13]] * 8, seed, x0="fresh"), throws)[:, 2].sum() for seed in range(40))
    assert "of 20,000 runs 5,146 are wrong at t = 3 if trained with zero, 32 if with random." in LESSON
    assert zero == pytest.approx(5146, abs=25) and fresh == pytest.approx(32, abs=5)


def test_a_text_cut_into_pieces(begun_at_zero):
    """Begun at zero again: with 5 words all 40 err at the second fruit alone, with 4 words 26 err nowhere."""

    def errors(trained, length):
        pieces = [rl.simulate(trained, U[first : first + length]).y for first in range(0, 12, length)]
        return [*np.flatnonzero(np.concatenate(pieces).argmax(axis=-1) != TARGET) + 1]

    assert all(errors(trained, 5) == [8] for trained in begun_at_zero)
    assert "of 40 networks, 26 make no error" in LESSON
    assert sum(not errors(trained, 4) for trained in begun_at_zero) == 26
    assert [length for length in range(1, 13) if not errors(begun_at_zero[0], length)] == [4, 8, 9, 10, 11, 12]


def first_surprise(trained):
    """From zero, after one word: the mean over all ten places to begin at."""
    reading = rl.Reading.of(VOCAB, TURNS)
    p = rl.softmax(rl.simulate(trained, reading.u).y)[:, 0]
    return -np.log(p[np.arange(10), reading.target[:, 0]]).mean()


def test_switched_on_at_any_word():
    """The best is 2 ln 2 / 10; of those trained from word 1 the lesson shows the first, the worst."""
    anywhere = np.array([first_surprise(model(TURNS, seed, n_x=16)) for seed in range(20)])
    one_place = np.array([first_surprise(model(TURNS[:1], seed, n_x=16)) for seed in range(20)])
    assert 2 * np.log(2) / 10 < 0.144 <= anywhere.min().round(3) and anywhere.max() < 0.149
    assert one_place.min() == pytest.approx(0.24, abs=0.005) and one_place.max() == pytest.approx(0.88, abs=0.005)
    assert one_place.argmax() == 0
