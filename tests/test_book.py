"""A longer text: split, laid out in pieces, learned with the state carried over, judged by what is held back."""

import itertools

import numpy as np
import pytest

import rnnlib as rl
from rnnlib import book
from rnnlib.predictor import memoryless_bound

TEXT = "".join("abcd"[k] for k in np.random.default_rng(0).integers(0, 4, 400))
PAGES = book.open_book(TEXT)


def test_the_last_tenth_is_held_back_and_no_letter_is_lost():
    vocab = PAGES.vocab
    assert vocab.decode(PAGES.seen) == TEXT[:360] and vocab.decode(PAGES.unseen) == TEXT[360:]
    assert len(book.open_book(TEXT, held_back=0.25).seen) == 300


@pytest.mark.parametrize("share", [0.005, 0.995])
def test_a_part_of_two_letters_is_enough_to_learn_from_or_to_measure(share):
    """Of two letters one is read and one asked for: a surprise that can be written down."""
    pages = book.open_book(TEXT, held_back=share)
    first = next(book.learn(pages, n_x=3, rng=np.random.default_rng(0)))
    two, told = (pages.unseen, first.unseen) if share < 0.5 else (pages.seen, first.seen)
    y = first.model.h(first.model.f(np.zeros(3), np.eye(4)[two[0]]))
    assert len(two) == 2 and np.isclose(told, np.log(np.exp(y).sum()) - y[two[1]])


WRITER = rl.GRU.random(3, 4, 4, rng=np.random.default_rng(0))


def begin(**asked):
    return next(book.learn(PAGES, rng=np.random.default_rng(0), **asked))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            lambda: book.open_book(TEXT, held_back=0.003),
            "two letters or more on either side. Of 400 letters 0.003 holds",
        ),
        (lambda: book.open_book(TEXT, held_back=0.999), "Of 400 letters 0.999 holds back 400."),
        (lambda: begin(lines=2.5), "lines, how many are read side by side, should be a whole number of at least 1."),
        (lambda: begin(lines="a"), "It came as 'a'."),
        (lambda: begin(lines=0), "should be a whole number of at least 1. It came as 0."),
        (lambda: begin(piece=0), "piece, the letters of an update, should be a whole number of at least 1."),
        (lambda: begin(every=0), "every, after how many updates the loss is measured, should be a whole number of at"),
        (lambda: begin(kind=5), "kind should be a network that learns: RNN, LSTM or GRU. It came as 5."),
        (lambda: begin(kind=rl.Linear), "kind should be a network that learns"),
        (lambda: begin(kind=rl.Stacked), "kind should be a network that learns"),
        (
            lambda: book.write(WRITER, PAGES.vocab, "", 5),
            "with which the text begins, should be one symbol. It came as ''",
        ),
        (lambda: book.write(WRITER, PAGES.vocab, "ab", 5), "should be one symbol. It came as 'ab'."),
        (lambda: book.write(WRITER, "abcd", "a", 5), "vocab should be a Vocab. It came as 'abcd'."),
        (lambda: book.write(WRITER, PAGES.vocab, "a", 5, seed=-1), "seed, which throw of the dice, should be a whole"),
    ],
)
def test_what_does_not_fit_is_answered_with_a_sentence(call, said):
    with pytest.raises(rl.InputError) as caught:
        call()
    assert said in str(caught.value)


def carried(model, seen, lines: int, piece: int, updates: int) -> list[float]:
    """The losses of a network that stands still, of a text that is read in lines, written down letter by letter."""
    width = (len(seen) - 1) // lines // piece * piece
    losses = []
    for k in range(updates):
        first, surprises = k % (width // piece) * piece, []
        for line in range(lines):
            x = np.zeros(model.sizes[0])
            for t in range(first + piece):
                at = line * ((len(seen) - 1) // lines // piece * piece) + t
                x = model.f(x, np.eye(4)[seen[at]])
                if t >= first:
                    y = model.h(x)
                    surprises.append(np.log(np.exp(y).sum()) - y[seen[at + 1]])
        losses.append(np.mean(surprises))
    return losses


@pytest.mark.parametrize("kind", [rl.RNN, rl.GRU])
def test_each_piece_begins_with_the_state_at_which_the_last_one_ended(kind):
    """With a step of next to nothing the network stands still, and each update only reads on."""
    steps = book.learn(PAGES, kind=kind, n_x=5, lr=1e-12, rng=np.random.default_rng(1), lines=3, piece=20)
    taken = list(itertools.islice(steps, 14))
    expected = carried(taken[0].model, PAGES.seen, lines=3, piece=20, updates=14)
    assert np.allclose([step.seen for step in taken], expected, atol=1e-8)
    assert len({round(step.seen, 9) for step in taken[:5]}) == 5


def test_blame_stops_at_the_cut():
    """The first two Adam steps go against the signs of the gradients of the pieces alone."""
    steps = list(itertools.islice(book.learn(PAGES, kind=rl.RNN, n_x=5, rng=np.random.default_rng(1), lines=1), 2))
    u, target = np.eye(4)[PAGES.seen[:32]], PAGES.seen[1:33]

    def loss(model):
        return rl.cross_entropy(rl.simulate(model, u).y, target)[0]

    slopes = rl.numerical_gradient(loss, steps[0].model)
    for before, after, slope in zip(steps[0].model, steps[1].model, slopes, strict=True):
        turned = np.abs(slope) > 1e-6
        assert np.allclose((after - before)[turned], -0.01 * np.sign(slope)[turned], rtol=1e-2)


def test_the_same_seed_gives_the_same_numbers():
    runs = [
        [s.seen for s in itertools.islice(book.learn(PAGES, n_x=4, rng=np.random.default_rng(s)), 5)] for s in (1, 1, 2)
    ]
    assert runs[0] == runs[1] != runs[2]


def test_what_is_held_back_is_measured_now_and_then_and_from_zero():
    steps = list(itertools.islice(book.learn(PAGES, n_x=4, rng=np.random.default_rng(0), every=3), 7))
    assert [step.unseen is not None for step in steps] == [True, False, False, True, False, False, True]
    model, x, surprises = steps[6].model, np.zeros(4), []
    for now, after in itertools.pairwise(PAGES.unseen):
        x = model.f(x, np.eye(4)[now])
        y = model.h(x)
        surprises.append(np.log(np.exp(y).sum()) - y[after])
    assert np.isclose(steps[6].unseen, np.mean(surprises))


def test_the_bounds_are_those_of_the_predictor():
    reading = rl.Reading.of(PAGES.vocab, [PAGES.seen])
    expected = [memoryless_bound(reading, 0), memoryless_bound(reading, 1)]
    assert np.allclose([*book.bounds(PAGES).values()], expected)


def test_a_text_that_repeats_is_written_by_heart():
    pages = book.open_book("the cat sat on the mat. " * 20)
    *_, last = itertools.islice(book.learn(pages, n_x=32, rng=np.random.default_rng(0)), 161)
    written = book.write(last.model, last.vocab, "t", 48, temperature=0)
    assert written == ("the cat sat on the mat. " * 3)[:48] and last.unseen < 0.3


def test_rare_letters_of_a_text_with_very_many_become_one():
    letters = [chr(0x4E00 + k) for k in range(1500)]
    pages = book.open_book("".join(letters) + "".join(letters[:999]))
    assert len(pages.vocab.symbols) == 1000 and "□" in pages.vocab.symbols
    text = pages.vocab.decode(np.concatenate([pages.seen, pages.unseen]))
    assert text[:999] == "".join(letters[:999]) and set(text[999:1500]) == {"□"}


GOOD = "Grüße, 안녕.\r\n" * 40


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty"),
        (b" \n\n ", "There is no letter in it"),
        (b"x" * 1_000_001, "The file has 1.0 MB. Up to 1 MB"),
        (b"\xff\xfe\x00a" * 100, "is no text in UTF-8"),
        (b"\x89PNG\r\n\x1a\n\x00" * 100, "is no text in UTF-8"),
        (b"\x00" * 500, "is no text in UTF-8"),
        (b"a" * 500, "only the letter 'a'"),
        (b"hello", "has 5 letters. Take one of 200"),
    ],
)
def test_a_file_that_cannot_be_learned_is_told_in_a_sentence(content, said):
    with pytest.raises(rl.InputError, match=said):
        book.decode(content)


def test_a_text_file_is_read_whatever_its_line_ends_and_marks():
    plain = GOOD.replace("\r\n", "\n").strip()
    assert book.decode(GOOD.encode()) == book.decode(b"\xef\xbb\xbf" + GOOD.encode()) == plain
    assert len(book.decode("é".encode() * 400 + b"a")) == 401
    with pytest.raises(rl.InputError, match=r"30\.0 MB"):
        book.decode(b"", size=30_000_000)


def test_the_tale_of_the_course_is_one():
    tale = "\n".join(rl.corpus("tale"))
    assert book.decode(tale.encode()) == tale and len(tale) > 4000
