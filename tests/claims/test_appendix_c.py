"""What appendix C says of the tale, with first weights of its own."""

import numpy as np
import pytest

import rnnlib as rl
from rnnlib import book

TALE = book.open_book("\n".join(rl.corpus("tale")))


@pytest.mark.parametrize("seed", [0, 100, 110])
def test_the_loss_on_unseen_text_falls_then_rises(seed):
    unseen = {}
    for step in book.learn(TALE, kind=rl.RNN, n_x=32, rng=np.random.default_rng(seed)):
        if step.unseen is not None:
            unseen[step.k] = step.unseen
        if step.k == 600:
            break
    lowest = min(unseen, key=unseen.get)
    assert 80 <= lowest <= 220 and 1.5 < unseen[lowest] < 1.8 and 1.85 < unseen[600] < 2.35
    assert step.seen < 0.8


def test_how_often_the_tale_is_read():
    assert len(TALE.seen) == 4144 and 4144 // 16 // 32 == 8
    assert round(book.bounds(TALE)["one letter and no memory"], 2) == 1.84
