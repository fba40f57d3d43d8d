"""What appendix C says of the tale, with first weights of its own."""

import itertools

import numpy as np
import pytest

import rnnlib as rl
from rnnlib import book, tell

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
    begins, later = first_and_later(step)
    assert begins < 0.3 < 0.4 < later, "it is less sure where a word begins"
    if seed == 0:  # the network of the page
        assert (round(begins, 2), round(later, 2)) == (0.18, 0.51)
        assert second_letter_of_the_second_piece(step) == pytest.approx((0.85, 0.0), abs=0.005)


def first_and_later(step):
    """The mean probability that letters of the unseen text had: of those that begin a word, and of the others."""
    text = TALE.vocab.decode(TALE.unseen)
    u, target = rl.next_symbols(text, TALE.vocab)
    p = tell.softmax(rl.simulate(step.model, u).y, TALE.vocab.symbols).p[np.arange(len(target)), target]
    pairs = list(itertools.pairwise(text))
    begins = [new.isalpha() and not old.isalpha() for old, new in pairs]
    later = [new.isalpha() and old.isalpha() for old, new in pairs]
    return p[begins].mean(), p[later].mean()


def second_letter_of_the_second_piece(step):
    """Its probability in the first row, with the state of the first piece carried over, and from zero."""
    text = TALE.vocab.decode(TALE.seen)[:34]
    assert text[-2:] == "oo"
    after_all = rl.simulate(step.model, TALE.vocab.one_hot(text[:33])).y[-1]
    after_one = rl.simulate(step.model, TALE.vocab.one_hot(text[32])).y[-1]
    return tuple(rl.softmax(y)[TALE.vocab.encode("o")[0]] for y in (after_all, after_one))


SPREAD = "".join(map(str, range(10))) * 5556  # the part of it that is not held back has 50,004 letters


@pytest.mark.parametrize(("learned", "updates"), [(TALE, 8), (book.open_book(SPREAD), 97)])
def test_after_so_many_updates_each_row_begins_again_at_zero(monkeypatch, learned, updates):
    begins, unroll = [], book.unroll

    def spy(model, x, u):
        begins.append((not x.any(), u.shape[:2]))
        return unroll(model, x, u)

    monkeypatch.setattr(book, "unroll", spy)
    steps = book.learn(learned, kind=rl.RNN, n_x=2, rng=np.random.default_rng(0), every=1000)
    list(itertools.islice(steps, updates + 2))
    zero = [k for k, (at_zero, _) in enumerate(begins) if at_zero]
    assert zero == [0, updates] and {shape for _, shape in begins} == {(16, 32)}
    assert len(learned.seen) // (16 * 32) == updates, "as the exercise counts"


def test_what_is_left_over_of_the_tale():
    assert len(TALE.seen) == 4144 and 4144 - 16 * 256 == 48


def test_the_sentence_that_is_walked_through_is_seen_text():
    assert "Where are you going? said the snail" in TALE.vocab.decode(TALE.seen)


def test_when_the_network_of_the_page_crosses_the_lower_line():
    below = book.bounds(TALE)["one letter and no memory"]
    steps = book.learn(TALE, kind=rl.RNN, n_x=32, rng=np.random.default_rng(0))
    steps = list(itertools.islice(steps, 101))
    losses = np.array([step.seen for step in steps])
    assert np.flatnonzero(losses < below)[0] == 39 and np.flatnonzero(losses > below)[-1] == 52


def test_the_lower_line():
    assert round(book.bounds(TALE)["one letter and no memory"], 2) == 1.84
