"""Symbols as numbers and back; lines as something to learn from; drawing the next symbol."""

import math
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rnnlib as rl

texts = st.text(min_size=1, max_size=30)
words = st.lists(st.text("abcdefg한글", min_size=1, max_size=4), min_size=1, max_size=8)


def test_the_vocabulary_is_in_order_of_appearance():
    assert rl.Vocab.of("hello").symbols == ("h", "e", "l", "o")
    assert rl.Vocab.of("I like eating what I like".split()).symbols == ("I", "like", "eating", "what")
    assert rl.Vocab.of(iter("oleh")).symbols == ("o", "l", "e", "h")


@given(texts)
def test_letters_there_and_back(text):
    vocab = rl.Vocab.of(text)
    numbers = vocab.encode(text)
    assert list(dict.fromkeys(numbers.tolist())) == list(range(len(vocab.symbols)))
    assert vocab.decode(numbers) == text
    assert vocab.decode(vocab.one_hot(text).argmax(axis=-1)) == text


@given(words)
def test_words_there_and_back(sentence):
    vocab = rl.Vocab.of(sentence)
    numbers = vocab.encode(sentence)
    if any(len(word) > 1 for word in sentence):
        assert vocab.decode(numbers) == " ".join(sentence)
        assert np.array_equal(vocab.encode(" ".join(sentence)), numbers)
    else:
        assert vocab.decode(numbers) == "".join(sentence)


@given(st.lists(st.integers(0, 6), max_size=5))
def test_one_hot_has_a_single_one_at_the_place(numbers):
    u = rl.one_hot(numbers, 7)
    assert u.shape == (len(numbers), 7) and u.dtype == np.float64
    assert u.sum(axis=-1).tolist() == [1] * len(numbers)
    assert u.argmax(axis=-1).tolist() == numbers if numbers else u.size == 0


def test_one_hot_of_many_shapes():
    assert rl.one_hot(2, 3).tolist() == [0, 0, 1]
    assert rl.one_hot(np.zeros((2, 5), int), 3, np.float32).shape == (2, 5, 3)
    assert rl.one_hot([1], 3, np.float32).dtype == np.float32


def test_hello_is_hell_then_ello():
    vocab = rl.Vocab.of("hello")
    u, target = rl.next_symbols("hello", vocab)
    assert u.tolist() == np.eye(4)[[0, 1, 2, 2]].tolist()
    assert target.tolist() == [1, 2, 2, 3]
    u, target = rl.next_symbols("I like eating".split(), rl.Vocab.of("I like eating".split()))
    assert (u.shape, target.tolist()) == ((2, 3), [1, 2])


@given(st.lists(st.text("abc", min_size=1, max_size=6), min_size=1, max_size=5))
def test_lines_stand_side_by_side_between_marks(lines):
    vocab = rl.Vocab.of(rl.MARK + "".join(lines))
    u, target, weight = rl.batch(lines, vocab)
    N, T, K = len(lines), 1 + max(map(len, lines)), len(vocab.symbols)
    assert (u.shape, target.shape, weight.shape) == ((N, T, K), (N, T), (N, T))
    for i, line in enumerate(lines):
        t = len(line) + 1
        assert vocab.decode(u[i, :t].argmax(axis=-1)) == rl.MARK + line
        assert vocab.decode(target[i, :t]) == line + rl.MARK
        assert weight[i].tolist() == [1] * t + [0] * (T - t)
        assert not u[i, t:].any() and not target[i, t:].any()


def test_the_loss_of_a_batch_of_lines_is_the_mean_over_all_their_symbols():
    lines = ["hello", "oh", "hole"]
    vocab = rl.Vocab.of(rl.MARK + "".join(lines))
    K = len(vocab.symbols)
    model = rl.RNN.random(6, K, K, rng=np.random.default_rng(0))
    u, target, weight = rl.batch(lines, vocab)
    run = rl.simulate(model, u)
    loss, dy = rl.cross_entropy(run.y, target, weight)
    together = model.backward(run, dy).params
    total, symbols, alone = 0.0, 0, 0.0
    for line in lines:
        u, target, weight = rl.batch([line], vocab)
        run = rl.simulate(model, u)
        own, dy = rl.cross_entropy(run.y, target, weight)
        total, symbols = total + own * weight.sum(), symbols + weight.sum()
        alone = alone + model.backward(run, dy).params.W_xx * weight.sum()
    assert loss == pytest.approx(total / symbols, rel=1e-12)
    assert np.abs(together.W_xx - alone / symbols).max() < 1e-13


def test_words_stand_between_marks_too():
    lines = ["I like eating", "we like it"]
    vocab = rl.Vocab.of([rl.MARK, *" ".join(lines).split()])
    u, target, weight = rl.batch(lines, vocab)
    assert u.shape == (2, 4, 6) and weight.all()
    assert vocab.decode(target[1]) == "we like it ·"


@pytest.mark.parametrize("temperature", [0.5, 1.0, 3.0])
def test_symbols_are_drawn_as_often_as_their_probability_says(temperature):
    y = np.array([1.0, -0.5, 0.3, 2.0])
    draw = rl.sampler(rng=np.random.default_rng(0), temperature=temperature)
    drawn = draw(np.broadcast_to(y, (20000, 4)))
    assert drawn.shape == (20000, 4) and (drawn.sum(axis=-1) == 1).all()
    np.testing.assert_allclose(drawn.mean(axis=0), rl.softmax(y / temperature), atol=0.012)


def test_temperature_zero_is_the_most_probable_and_a_low_one_comes_near():
    y = np.array([[0.1, 2.0, 0.3], [5.0, 4.9, -1.0]])
    best = np.eye(3)[[1, 0]]
    assert np.array_equal(rl.sampler(temperature=0)(y), best)
    assert np.array_equal(rl.sampler(rng=np.random.default_rng(0), temperature=1e-300)(y), best)


def test_what_has_no_probability_is_never_drawn():
    draw = rl.sampler(rng=np.random.default_rng(0))
    drawn = draw(np.broadcast_to([-1e4, 0.0, -1e4, 0.0, -1e4], (1000, 5)))
    assert drawn.sum(axis=0)[[0, 2, 4]].tolist() == [0, 0, 0]


@pytest.mark.parametrize("dtype", [np.uint8, np.int8, int])
def test_scores_that_are_whole_numbers_do_not_wrap_round(dtype):
    y = np.broadcast_to(np.array([0, 1, 2], dtype), (20000, 3))
    drawn = rl.sampler(rng=np.random.default_rng(0))(y)
    np.testing.assert_allclose(drawn.mean(axis=0), np.exp([0, 1, 2]) / np.exp([0, 1, 2]).sum(), atol=0.012)
    assert rl.sampler(temperature=0)(y)[0].tolist() == [0, 0, 1]


@pytest.mark.parametrize(("thrown", "drawn"), [(0.0, 1), (1 - 2**-53, 3)])
def test_the_ends_of_the_die_are_symbols_with_a_probability(thrown, drawn):
    class Die:
        def random(self, shape):
            return np.full(shape, thrown)

    assert rl.sampler(rng=Die())(np.array([-1e4, 0.0, -1e4, 0.3, -1e4])).argmax() == drawn


def test_the_same_die_writes_the_same_text():
    vocab = rl.Vocab.of("hello")
    model = rl.RNN.random(8, 4, 4, rng=np.random.default_rng(0))

    def write(seed):
        run = rl.rollout(model, vocab.one_hot("h")[0], rl.sampler(rng=np.random.default_rng(seed)), T=12)
        return vocab.decode(run.u.argmax(axis=-1))

    assert write(1) == write(1) != write(2)
    assert len(write(1)) == 12 and set(write(1)) <= set("helo")


def test_sampling_keeps_the_dtype():
    assert rl.sampler(temperature=0)(np.zeros(3, np.float32)).dtype == np.float32


def test_perplexity():
    assert rl.perplexity(0.0) == 1
    assert rl.perplexity(math.log(7)) == pytest.approx(7)
    assert rl.perplexity(1e9) == math.inf


def test_the_course_text_is_short_and_a_person_can_read_it():
    sentences = rl.corpus("eating")
    words = " ".join(sentences).split()
    assert 40 <= len(sentences) == len(set(sentences)) <= 80
    assert 15 <= len(set(words)) <= 25 and all(word.isalpha() for word in words)
    assert {len(sentence.split()) for sentence in sentences} == {4}
    assert "I like eating apples" in sentences


def test_the_last_word_of_the_course_text_needs_words_from_before_the_previous_one():
    endings = {}
    for sentence in rl.corpus("eating"):
        *before, last = sentence.split()
        for k in (1, 2, 3):
            endings.setdefault(tuple(before[-k:]), set()).add(last)
    assert len(endings["eating",]) == 4
    assert endings["love", "eating"] == {"apples", "pears"} and endings["I", "love", "eating"] == {"apples"}
    assert endings["you", "love", "eating"] == {"pears"}


def test_a_vocabulary_of_different_symbols_is_made_directly_too():
    assert rl.Vocab(("h", "i")) == rl.Vocab(["h", "i"]) == rl.Vocab.of("hi")
    assert repr(rl.Vocab.of("hi")) == "Vocab(symbols=('h', 'i'))"
    assert pickle.loads(pickle.dumps(rl.Vocab.of("hi"))) == rl.Vocab.of("hi")


def test_lines_of_numbers_stand_side_by_side():
    _, u, target, weight = rl.Reading.of(rl.Vocab.of("abc"), [[0, 1, 2], [2, 1]])
    assert u.tolist() == [[[1, 0, 0], [0, 1, 0]], [[0, 0, 1], [0, 0, 0]]]
    assert (target.tolist(), weight.tolist()) == ([[1, 2], [1, 0]], [[1, 1], [1, 0]])


HELO = rl.Vocab.of("helo")
NAN = np.array([0.0, math.nan, 1.0])
DICE = np.random.default_rng(0)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (
            lambda: rl.Vocab.of(""),
            "A vocabulary needs at least one symbol. The text came empty: type a word.",
        ),
        (lambda: rl.Vocab.of([]), "A vocabulary needs at least one symbol."),
        (lambda: rl.Vocab.of(["a", ""]), "A symbol should be a letter or a word. It came as ''."),
        (lambda: rl.Vocab.of([1, 2]), "A symbol should be a letter or a word. It came as 1."),
        (
            lambda: HELO.encode("help"),
            "'p' is not among the symbols that the model knows: h, e, l, o. Use only these, or",
        ),
        (lambda: rl.Vocab.of("I like".split()).encode("I eat"), "'eat' is not among the symbols"),
        (
            lambda: HELO.decode([4]),
            "numbers, the places of symbols, should be a whole number from 0 to 3. It holds 4.",
        ),
        (lambda: HELO.decode([0.5]), "should be a whole number from 0 to 3."),
        (
            lambda: rl.next_symbols("h", HELO),
            "takes at least two symbols. The word has only 'h': type a longer one.",
        ),
        (
            lambda: rl.next_symbols("", HELO),
            "takes at least two symbols. The word came empty: type a longer one.",
        ),
        (lambda: rl.batch([], HELO), "lines should be a list with at least one line of text."),
        (
            lambda: rl.batch("hello", HELO),
            "lines should be a list with at least one line of text. Try text.splitlines",
        ),
        (
            lambda: rl.batch(["hello"], HELO),
            "The vocabulary should hold the mark '·'. Try Vocab.of('·' + text).",
        ),
        (lambda: rl.batch(["ho", ""], HELO, mark="l"), "Line 2 is empty: type at least one symbol"),
        (
            lambda: rl.batch(["ho", "hello"], HELO, mark="l"),
            "Line 2 holds 'l', which marks where lines begin and end.",
        ),
        (
            lambda: rl.one_hot([3], 3),
            "numbers, the place of the 1, should be a whole number from 0 to 2. It holds 3.",
        ),
        (lambda: rl.one_hot([0], 0), "K, the number of symbols, should be a whole number of at least 1."),
        (
            lambda: rl.sampler(temperature=-1),
            "temperature, how much is left to chance, should be a number of at least 0",
        ),
        (
            lambda: rl.sampler(temperature=math.nan, rng=np.random.default_rng(0)),
            "temperature, how much is left",
        ),
        (lambda: rl.corpus("drinking"), "The course has the texts eating, names, tale. 'drinking' is not among them."),
        (lambda: rl.corpus(["eating"]), "The course has the texts eating, names, tale. ['eating'] is not among them."),
        (lambda: rl.Vocab("hello"), "They came as 'hello'. Try Vocab.of('hello')."),
        (lambda: rl.Vocab(("a", "b", "a")), "each once. 'a' came twice. Try Vocab.of(symbols)."),
        (lambda: rl.Vocab(()), "A vocabulary needs at least one symbol."),
        (lambda: rl.Vocab(("a", 1)), "A symbol should be a letter or a word. It came as 1."),
        (lambda: rl.Vocab(5), "A vocabulary should be made of a text or a list of symbols. It came as 5."),
        (lambda: rl.Vocab.of(5), "A vocabulary should be made of a text or a list of symbols. It came as 5."),
        (lambda: rl.Vocab.of(None), "It came as None."),
        (lambda: HELO.encode(5), "The numbers of symbols should be made of a text or a list of symbols. It came as 5."),
        (lambda: HELO.encode([["h"]]), "['h'] is not among the symbols that the model knows: h, e, l, o."),
        (
            lambda: HELO.decode([[0, 1]]),
            "should have the shape (T,). It came as (1, 2). Try one line of it, numbers[0].",
        ),
        (lambda: HELO.decode(2), "should have the shape (T,). It came as (). Try [number]."),
        (lambda: HELO.decode([[0, 1], [2]]), "Its rows have unequal lengths."),
        (lambda: rl.next_symbols("hello", "hello"), "vocab should be a Vocab. It came as 'hello'. Try Vocab.of("),
        (lambda: rl.batch(["hello"], "helo"), "vocab should be a Vocab. It came as 'helo'. Try Vocab.of("),
        (lambda: rl.batch(5, HELO), "lines should be a list with at least one line of text."),
        (
            lambda: rl.perplexity(math.nan),
            "loss, the mean of -log p, should be a number of at least 0. It came as nan.",
        ),
        (lambda: rl.perplexity(-1.0), "should be a number of at least 0. It came as -1.0."),
        (lambda: rl.perplexity("much"), "should be a number of at least 0. It came as 'much'."),
        (lambda: rl.sampler(rng=0), "rng, the dice, should be a random generator. It came as 0."),
        (lambda: rl.sampler(rng=DICE)(NAN), "y should hold finite numbers only, but y[1] is nan."),
        (lambda: rl.sampler(temperature=0)(NAN), "y should hold finite numbers only, but y[1] is nan."),
        (lambda: rl.sampler(rng=DICE)(NAN + math.inf), "y[0] is inf."),
        (lambda: rl.sampler(temperature=0)([]), "at least one score in each row. It came as (0,)."),
        (lambda: rl.sampler(), "Drawing symbols by chance needs dice. Try rng=np.random.default_rng(0), or"),
    ],
)
def test_what_does_not_fit_is_answered_with_a_sentence(call, sentence):
    with pytest.raises(rl.InputError) as caught:
        call()
    assert sentence in str(caught.value)
