"""What lesson 2 says of networks that have no state, counted and trained here."""

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

import rnnlib as rl
from rnnlib import predictor
from tests.claims.training import train
from tools.notebooks import lessons

WORD = predictor.read("hello")
ALONE = WORD._replace(  # h, e, l, l, each as a text of its own, so that the state is 0 before it
    u=WORD.u.reshape(4, 1, 4), target=WORD.target.reshape(4, 1), weight=np.ones((4, 1))
)
BOUND = np.log(2) / 2


def loss(model, reading):
    return rl.cross_entropy(rl.simulate(model, reading.u).y, reading.target)[0]


@pytest.fixture(scope="module")
def text():
    return lessons("02")[0].read_text("utf-8")


def test_no_share_spells_hello_more_often_than_the_half():
    shares = np.linspace(0, 1, 1001)
    words = shares * (1 - shares)
    assert words.max() == 0.25 and shares[words.argmax()] == 0.5
    assert 0.9 * 0.1 == pytest.approx(0.09)
    assert -np.log(0.25) / 4 == pytest.approx(BOUND)
    assert [p**3 * (1 - p) for p in (0.7, 0.75, 0.8)] == pytest.approx([0.103, 0.105, 0.102], abs=5e-4)


def surprise(text, table):
    """The mean surprise of a rule that has for each letter what may follow it, with which probability."""
    return np.mean([-np.log(table[a][b]) for a, b in pairwise(text)])


@pytest.mark.parametrize(
    ("text", "bound"), [("hello", 0.3466), ("banana", 0), ("paper", 0.347), ("potato", 0.277), ("ananab", 0.382)]
)
def test_the_counted_shares_are_the_best(text, bound):
    pairs, firsts = Counter(pairwise(text)), Counter(text[:-1])
    counted = {a: {b: pairs[a, b] / firsts[a] for b in text} for a in text[:-1]}
    best = surprise(text, counted)
    assert best == pytest.approx(bound, abs=5e-4)
    rng = np.random.default_rng(0)
    for _ in range(200):
        other = {a: dict(zip(set(text), rng.dirichlet(np.ones(len(set(text)))), strict=True)) for a in text}
        assert surprise(text, other) > best


def test_trained_without_a_state_21_of_21_come_near_the_bound_and_never_through_it(text):
    losses = [loss(train(ALONE, 8, 300, seed, lr=0.03), ALONE) for seed in range(21)]
    assert "each of 21 seeds the loss ends between 0.3469 and 0.3473" in text
    assert (round(min(losses), 4), round(max(losses), 4)) == (0.3469, 0.3473) and min(losses) > BOUND


def test_a_network_that_loses_its_state_is_over_the_bound():
    networks = [train(WORD, 8, 300, seed, lr=0.03) for seed in range(21)]
    assert max(loss(network, WORD) for network in networks) < 0.002
    assert min(loss(network, ALONE) for network in networks) > BOUND + 0.01, "more than the bound, as the choice says"
    assert loss(networks[0], ALONE) == pytest.approx(0.834, abs=5e-4)
