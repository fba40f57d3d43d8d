"""What lesson 11 says of networks that count and of networks that listen: trained here, each count with its seeds."""

import itertools
from collections import Counter

import numpy as np
import pytest

import rnnlib as rl
from rnnlib import predictor
from tests.claims.side_by_side import drawn, learning, run
from tests.claims.training import train
from tools.notebooks import lessons

LESSON = lessons("11")[0].read_text("utf-8")
VOCAB = rl.Vocab.of("hello")
WORD = predictor.read("hello")
CIRCLE = predictor.Reading.of(VOCAB, [VOCAB.encode(("hello" * 2)[k : k + 6]) for k in range(5)])
BEST = 2 * np.log(2) / 25


def loss(model, reading, blank=False):
    return rl.cross_entropy(rl.simulate(model, reading.u * (not blank)).y, reading.target)[0]


@pytest.fixture(scope="module")
def words():
    return [train(WORD, 8, 150, seed) for seed in range(21)]


def test_the_word_is_learned_with_every_seed(words):
    assert max(loss(model, WORD) for model in words) < 0.02
    assert round(loss(words[0], WORD), 3) == 0.011


def test_12_of_21_spell_it_with_blank_inputs(words):
    said = [VOCAB.decode(rl.simulate(model, np.zeros((4, 4))).y.argmax(axis=1)) for model in words]
    assert said.count("ello") == 12
    assert said[0] == "ello" and round(loss(words[0], WORD, blank=True), 3) == 0.068


def test_the_loss_crosses_the_bound_at_38_updates():
    steps = itertools.islice(predictor.learn(WORD, n_x=8, rng=np.random.default_rng(0)), 60)
    assert next(step.k for step in steps if step.loss < np.log(2) / 2) == 38
    first = [VOCAB.symbols[rl.simulate(train(WORD, 8, k, 0), WORD.u).y[0, 0].argmax()] for k in (20, 28, 29)]
    assert first == ["o", "o", "e"]


def test_what_a_clock_can_do_in_the_circle():
    """The answers of each step, and of each step and letter, counted here: to give each its share is the best."""

    def best(seen):
        answers = {}
        for n, t in np.ndindex(5, 5):
            answers.setdefault(seen(n, t), Counter())[CIRCLE.target[n, t]] += 1
        return sum(k * np.log(c.total() / k) for c in answers.values() for k in c.values()) / 25

    letters = CIRCLE.u.argmax(axis=2)
    assert (
        best(lambda n, t: t)
        == pytest.approx(predictor.memoryless_bound(CIRCLE, window=0))
        == pytest.approx(1.332, abs=1e-3)
    )
    by_letter = best(lambda n, t: (t, letters[n, t]))
    assert by_letter == pytest.approx(predictor.memoryless_bound(CIRCLE)) == pytest.approx(2 / 5 * np.log(2))
    assert best(lambda n, t: tuple(letters[n, : t + 1])) == pytest.approx(BEST) == pytest.approx(0.0555, abs=1e-4)


LINES = np.array([VOCAB.encode(("hello" * 2)[k : k + 6]) for k in range(5)])


def surprise(p):
    """For each of many networks the mean over the circle."""
    return -np.log(p[:, np.arange(5)[:, None], np.arange(5), LINES[:, 1:]]).mean(axis=(1, 2))


def test_in_the_circle_all_of_60_listen():
    updates = learning(drawn(8, 4, range(60)), LINES, 0.01, adam=True)
    (W_xx, W_xu, *rest), _, p = next(itertools.islice(updates, 300, None))
    blank = surprise(run([W_xx, 0 * W_xu, *rest], LINES)[1])
    assert "In each of 60 seeds the loss is under 0.07, with blank inputs over 1.4" in LESSON
    assert surprise(p).max() < 0.07 and 1.4 < blank.min() < 1.5
    assert blank.min() > predictor.memoryless_bound(CIRCLE, window=0), "no clock does better than the best of all"


def test_training_drives_the_states_to_the_edges_and_stretches_the_net():
    """Whatever is read."""
    square = np.stack(np.meshgrid(*2 * [np.linspace(-1, 1, 21)]), axis=-1).reshape(-1, 2)

    def look(updates):
        model = train(CIRCLE, 2, updates, 0, lr=0.03)
        nets = [model.f(square, np.tile(u, (len(square), 1))) for u in VOCAB.one_hot("helo")]
        return [np.ptp(net[:, 1]) for net in nets], np.abs(rl.simulate(model, CIRCLE.u).x).max(axis=-1)

    (before, away), (after, near) = look(0), look(300)
    assert max(before) < 1 and min(after) > 1.9, "of 2 from bottom to top"
    assert away.max() < 0.7 and near.min() > 0.9, "the larger of a state's two numbers"


def test_how_the_plane_tells_the_two_ls_apart():
    model = train(CIRCLE, 2, 300, 0, lr=0.03)
    run = rl.simulate(model, VOCAB.one_hot("hello"))
    assert VOCAB.decode(run.y.argmax(axis=1)) == "elloh"
    assert np.round(run.x[[2, 3], 1], 2).tolist() == [-0.48, 0.84]
    assert model.W_xx[1].round(2).tolist() == [2.14, 2.25], "the numbers of the calculation by hand"
    assert (round(model.W_xu[1, 2], 2), round(model.b_x[1], 2)) == (0.16, 0.03)
    square = np.stack(np.meshgrid(*2 * [np.linspace(-1, 1, 41)]), axis=-1).reshape(-1, 2)
    moved = model.f(square, np.tile(VOCAB.one_hot("l"), (len(square), 1)))
    assert {VOCAB.symbols[k] for k in model.h(moved).argmax(axis=1)} == {"l", "o"}, "partly l, partly o, nowhere else"
    assert moved[:, 0].min() > 0.2 and np.ptp(moved[:, 1]) > 1.9, "a part at the right, from bottom to top"
    said = [VOCAB.symbols[k] for k in model.h(moved[np.argsort(moved[:, 1])]).argmax(axis=1)]
    assert said[0] == "l" and said[-1] == "o", "l below and o above"
    first = rl.softmax(rl.simulate(model, VOCAB.one_hot("l")).y[0])
    assert first[2:] == pytest.approx([0.5, 0.5], abs=0.02), "onto the line between l and o"


def test_temperature_makes_the_shares_that_the_lesson_tells():
    for temperature in (0.5, 4):
        exps = [np.exp(score / temperature) for score in (2, 1, 0)]
        shares = ", ".join(f"{each / sum(exps):.2f}" for each in exps)
        assert f"temperature {temperature:g} makes {shares}" in LESSON.lower()
