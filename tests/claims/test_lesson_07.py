"""What lesson 7 says of many networks: 21 of them learn side by side."""

import functools
import itertools

import numpy as np
import pytest

import rnnlib as rl
from rnnlib import predictor
from tests.claims.side_by_side import drawn, learning, run

SENTENCES = rl.corpus("eating")
WORDS = list(dict.fromkeys(" ".join(SENTENCES).split()))
UNSEEN = ("we love eating apples", "you love eating pears", "they love drinking milk", "I hate drinking coffee")
ALWAYS, ONCE = (1, 1, 1), (0, 0, 1)


def places(lines):
    return np.array([[WORDS.index(word) for word in line.split()] for line in lines])  # (N, 4)


@functools.cache
def learned(asked, unseen=(), n=5):
    """21 networks of n units after 300 Adam updates, first weights from the throws 0 to 20."""
    lines = places([line for line in SENTENCES if line not in unseen])
    steps = learning(drawn(n, len(WORDS)), lines, 0.05, counts=asked, adam=True)
    return next(itertools.islice(steps, 300, None))[0]


def chances(asked, unseen, lines, n=5):
    """(21, N): the probability of the right last word of each line."""
    lines = places(lines)
    _, p = run(learned(asked, unseen, n), lines)
    return p[:, np.arange(len(lines)), 2, lines[:, 3]]


@pytest.mark.parametrize(("asked", "n", "count"), [(ONCE, 5, 21), (ALWAYS, 5, 10), (ALWAYS, 10, 21)])
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
    named = [WORDS[k] for k in p[:, 0, 0].argmax(axis=-1)]
    assert last.issuperset(named) and len(set(named)) > 3, "which one depends on the throw"


def test_sentences_that_were_never_read():
    assert (chances(ONCE, UNSEEN, UNSEEN).min(axis=1) > 0.5).sum() == 19


def test_the_read_sentences_do_not_tell_who_fails_on_the_unseen_ones():
    fails = chances(ONCE, UNSEEN, UNSEEN).min(axis=1) < 0.5
    read = -np.log(chances(ONCE, UNSEEN, [line for line in SENTENCES if line not in UNSEEN])).mean(axis=1)
    assert fails.sum() == 2 and np.ptp(read) < 0.01


def test_which_word_leads_after_i_love_eating():
    """From 3 updates on "pears", from 44 on "apples", with the first weights that the lesson shows."""
    reading = predictor.read_words(SENTENCES)
    steps = predictor.learn(reading, n_x=5, lr=0.05, rng=np.random.default_rng(0))
    u, leads = reading.vocab.one_hot("I love eating"), []
    for step in itertools.islice(steps, 101):
        leads.append(WORDS[rl.simulate(step.params.model, u).y[2].argmax()])
    assert leads[3:] == 41 * ["pears"] + 57 * ["apples"] and leads[2] != "pears"
