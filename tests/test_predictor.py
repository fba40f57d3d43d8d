"""Reading, learning and reporting, against what can be known without them."""

import itertools

import numpy as np
import pytest

import rnnlib as rl
from rnnlib.predictor import Predictor, learn, memoryless_bound, read, read_words, report, windows


def trained(text, steps=150, **options):
    reading = read(text)
    options = {"n_x": 8, "rng": np.random.default_rng(0), **options}
    return reading, list(itertools.islice(learn(reading, **options), steps + 1))


KINDS = [rl.RNN.with_activation("relu"), rl.LSTM, rl.GRU, rl.GRU.with_reset("before"), rl.LRU]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("x0", ["zero", "learned"])
def test_networks_of_every_kind_learn_to_spell(kind, x0):
    """Losses and gradients are those of the weights, and in the end it knows more than one letter can tell."""
    reading, steps = trained("hello", kind=kind, x0=x0, lr=0.03)
    assert type(steps[-1].params.model) is kind and steps[-1].loss < memoryless_bound(reading) / 2

    def loss(predictor):
        run = rl.simulate(predictor.model, reading.u, predictor.x0)
        return rl.cross_entropy(run.y, reading.target, reading.weight)[0]

    first = steps[3]
    slopes = rl.flatten(rl.numerical_gradient(loss, first.params))[0]
    if x0 == "zero":
        slopes[-8:] = 0
    assert first.loss == pytest.approx(loss(first.params), abs=1e-12)
    np.testing.assert_allclose(rl.flatten(first.grads)[0], slopes, atol=1e-7)
    assert report(reading, steps).said == ("e", "l", "l", "o")


@pytest.mark.parametrize("kind", ["GRU", None, rl.Linear, 5])
def test_what_cannot_learn_gets_a_sentence(kind):
    with pytest.raises(rl.InputError, match=r"kind should be a network that learns: RNN, LSTM or GRU\. It came as"):
        trained("hello", kind=kind)


@pytest.mark.parametrize("text", ["", "   \n ", "h", "x" * 61, "·a·", "hi\nx·y"])
def test_what_cannot_be_read_gets_a_sentence(text):
    if text == "·a·":
        assert read(text).u.shape == (1, 2, 2), "in a single word the mark is a letter like others"
        return
    with pytest.raises(rl.InputError, match=r"[.?]$"):
        read(text)


def test_lines_are_read_between_marks_and_blank_lines_are_not_lines():
    reading = read("hi\n\n ho \n")
    assert reading.vocab.symbols == ("·", "h", "i", "o")
    assert reading.target.tolist() == [[1, 2, 0], [1, 3, 0]]


@pytest.mark.parametrize(("text", "bound"), [("hello", np.log(2) / 2), ("abab", 0.0), ("aab", np.log(2))])
def test_the_bound_of_a_memoryless_predictor(text, bound):
    assert memoryless_bound(read(text)) == pytest.approx(bound, abs=1e-12)


@pytest.mark.parametrize("text", ["hello", "(aaaa)[aaaa]", "hi\nhello\nhill"])
def test_a_longer_window_knows_no_less_and_the_whole_past_is_the_longest(text):
    reading = read(text)
    bounds = [memoryless_bound(reading, window=k) for k in range(13)]
    assert all(longer <= shorter + 1e-12 for shorter, longer in itertools.pairwise(bounds))
    assert memoryless_bound(reading) == bounds[1] and bounds[11] == bounds[12]
    _, counts = np.unique(reading.target[reading.weight > 0], return_counts=True)
    share = counts / counts.sum()
    assert bounds[0] == pytest.approx(-(share * np.log(share)).sum())


def test_a_window_that_is_too_short_for_its_bracket():
    reading = read("(aaaa)[aaaa]")  # after aaaa comes ) once and ] once, and all else is certain
    assert [memoryless_bound(reading, window=k) for k in (4, 5)] == pytest.approx([2 * np.log(2) / 11, 0])
    with pytest.raises(rl.InputError, match="window"):
        memoryless_bound(reading, window=-1)


def test_the_bound_is_reached_by_a_network_whose_past_is_cut_off_and_never_passed():
    reading = read("hello\nyellow")
    model = rl.RNN.random(12, 7, 7, rng=np.random.default_rng(0))

    def loss_and_grads(model):
        run = rl.simulate(model, reading.u)
        loss, dy = rl.cross_entropy(run.y, reading.target, reading.weight)
        grads = model.backward(run, dy).params
        return loss, grads._replace(W_xx=np.zeros_like(grads.W_xx))

    model = model._replace(W_xx=np.zeros((12, 12)))
    losses = [step.loss for step in itertools.islice(rl.adam(model, loss_and_grads, lr=0.05), 800)]
    assert memoryless_bound(reading) < losses[-1] < memoryless_bound(reading) + 0.005
    assert min(losses) > memoryless_bound(reading)


def test_windows_hold_the_last_symbols_and_nothing_before_a_text_begins():
    lines = ["·hi", "·hello"]  # a mark before each line; what is right is what follows
    reading, K = read("hi\nhello"), 6
    seen = windows(reading, k=3)
    letters = [line[max(0, t - 2) : t + 1].rjust(3) for line in lines for t in range(len(line))]
    symbols = [" ", *reading.vocab.symbols]
    places = seen.u.reshape(-1, 3, K) @ np.arange(1, K + 1)
    assert ["".join(symbols[int(k)] for k in line) for line in places] == letters
    assert reading.vocab.decode(seen.target[:, 0]) == "hi·hello·" and seen.weight.tolist() == [[1.0]] * 9
    with pytest.raises(rl.InputError, match="k, the number of symbols that are seen"):
        windows(reading, k=0)


@pytest.mark.parametrize(("text", "k"), [("hello", 1), ("hello", 2), ("(aaaa)[aaaa]", 4)])
def test_a_network_comes_down_to_the_bound_of_its_window(text, k):
    steps = learn(windows(read(text), k), n_x=8, rng=np.random.default_rng(0), lr=0.03)
    loss = next(itertools.islice(steps, 300, None)).loss
    assert 0 < loss - memoryless_bound(read(text), k) < 1e-3


def test_a_state_gets_under_the_bound():
    reading, steps = trained("hello")
    assert steps[-1].loss < memoryless_bound(reading)
    assert report(reading, steps).said == tuple("ello")


@pytest.mark.parametrize("x0", ["zero", "one", "random"])
def test_an_x0_that_is_not_learned_stays(x0):
    _, steps = trained("hello", x0=x0, roll=5)
    first = rl.initial_state(x0, 8, rng=np.random.default_rng(5))
    assert all(np.array_equal(step.params.x0, first) for step in steps)


def test_a_fresh_x0_is_drawn_for_each_line_at_each_step_and_not_kept():
    reading, steps = trained("hi\nho", x0="fresh", roll=5, steps=3)
    dice = np.random.default_rng(5)
    for step in steps:
        run = rl.simulate(step.params.model, reading.u, dice.uniform(-1, 1, (2, 8)))
        assert step.loss == pytest.approx(rl.cross_entropy(run.y, reading.target, reading.weight)[0])
        assert not step.params.x0.any()


def test_a_learned_x0_moves_down_the_slope_of_all_lines():
    reading, steps = trained("hi\nho", x0="learned", steps=1)

    def loss(x0):
        run = rl.simulate(steps[0].params.model, reading.u, x0)
        return rl.cross_entropy(run.y, reading.target, reading.weight)[0]

    assert np.allclose(steps[0].grads.x0, rl.numerical_gradient(loss, steps[0].params.x0), atol=1e-8)
    assert np.array_equal(steps[0].params.x0, np.zeros(8)) and steps[1].params.x0.any()


def test_a_report_shows_the_lines_one_after_another():
    reading, steps = trained("hi\nhello")
    shown = report(reading, steps)
    assert "".join(shown.letters) == "·hi·hello"
    assert shown.target.tolist() == reading.vocab.encode("hi·hello·").tolist()
    separately = [rl.simulate(steps[-1].params.model, reading.vocab.one_hot("·" + line)) for line in ("hi", "hello")]
    assert np.allclose(shown.run.x, np.concatenate([run.x for run in separately]))
    assert isinstance(shown.predictor, Predictor) and len(shown.loss) == 151
    loss = -np.log(shown.p[np.arange(9), shown.target]).mean()
    assert loss == pytest.approx(shown.loss[-1])


@pytest.mark.parametrize("k", [1, 2, 3])
def test_a_report_on_windows_shows_the_letter_that_each_ends_with(k):
    reading = windows(read("hi\nhello"), k)
    shown = report(reading, list(itertools.islice(learn(reading, n_x=8, rng=np.random.default_rng(0)), 1)))
    assert "".join(shown.letters) == "·hi·hello"
    assert reading.vocab.decode(shown.target) == "hi·hello·"


def test_an_x0_that_is_none_stays_none_and_counts_as_zero():
    reading, steps = trained("hi\nho", steps=5)
    start = Predictor(steps[0].params.model, None)

    def loss_and_grads(predictor):
        run = rl.simulate(predictor.model, reading.u, predictor.x0)
        loss, dy = rl.cross_entropy(run.y, reading.target, reading.weight)
        return loss, Predictor(predictor.model.backward(run, dy).params, None)

    ours = list(itertools.islice(rl.adam(start, loss_and_grads, lr=0.01), 6))
    assert [step.params.x0 for step in ours] == [None] * 6
    assert [step.loss for step in ours] == [step.loss for step in steps]
    shown, same = report(reading, ours), report(reading, steps)
    assert np.array_equal(shown.p, same.p) and shown.run.x0.tolist() == [0] * 8


@pytest.mark.parametrize("text", ["hello", "hi\nhello\nhill"])
@pytest.mark.parametrize("x0", ["zero", "one", "random", "learned"])
def test_learning_without_a_look_at_each_step_is_learning_with_one(text, x0):
    reading, steps = trained(text, steps=20, x0=x0)

    def loss_and_grads(predictor):
        run = rl.simulate(predictor.model, reading.u, predictor.x0)
        loss, dy = rl.cross_entropy(run.y, reading.target, reading.weight)
        back = predictor.model.backward(run, dy)
        return loss, Predictor(back.params, back.x0.sum(axis=0) * (x0 == "learned"))

    looking = itertools.islice(rl.adam(steps[0].params, loss_and_grads, lr=0.01), 21)
    for ours, theirs in zip(steps, looking, strict=True):
        assert ours.loss == theirs.loss
        for part in ("params", "grads"):
            assert np.array_equal(rl.flatten(getattr(ours, part))[0], rl.flatten(getattr(theirs, part))[0])


@pytest.mark.parametrize(
    ("lr", "x0", "sentence"),
    [
        (3e307, "zero", "After 1 step a parameter is no longer a number that a computer can hold."),
        (1e307, "zero", "The loss is no longer a number that a computer can hold"),
        (1e300, "learned", "At t = 1 the state is no longer a number that a computer can hold"),
    ],
)
def test_what_runs_away_while_it_learns_ends_in_a_sentence(lr, x0, sentence):
    with pytest.raises(rl.InputError) as caught:
        trained("hello", lr=lr, x0=x0)
    assert sentence in str(caught.value) and "smaller" in str(caught.value)


def test_the_bound_counts_an_instant_by_its_weight():
    """After a: a with weight 3, b with weight 1. The best shares are 3/4 and 1/4."""
    reading = read("aab")
    weighted = reading._replace(weight=np.array([[3.0, 1.0]]))
    best = -(0.75 * np.log(0.75) + 0.25 * np.log(0.25))
    assert memoryless_bound(weighted) == pytest.approx(best)
    y = np.log(np.array([[[0.75, 0.25], [0.75, 0.25]]]))
    assert rl.cross_entropy(y, weighted.target, weighted.weight)[0] == pytest.approx(best)


def test_the_bound_of_windows_is_asked_of_the_reading():
    with pytest.raises(rl.InputError, match=r"4 numbers\. It has 12: these are windows\. Ask the reading itself"):
        memoryless_bound(windows(read("hello"), 3))


HELLO = read("hello")
DICE = np.random.default_rng(0)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: report(HELLO, []), "steps should be a list with at least one step. It came as []."),
        (lambda: report(HELLO, learn(HELLO, n_x=2, rng=DICE)), "Try list(itertools.islice(learn(reading, ...), 151))."),
        (lambda: report(HELLO, [1, 2]), "The last of the steps should be a Step. It came as 2."),
        (lambda: report("hello", []), "reading should be a Reading. It came as 'hello'. Try read(\"hello\")."),
        (lambda: learn("hello", n_x=2, rng=DICE), "reading should be a Reading. It came as 'hello'."),
        (lambda: learn(HELLO, n_x=2, rng=0), "rng, the dice, should be a random generator. It came as 0."),
        (lambda: learn(HELLO, n_x=2, rng=DICE, roll=-1), "roll, which throw of the dice, should be a whole number of"),
        (lambda: learn(HELLO, n_x=0, rng=DICE), "n_x, the number of states, should be a whole number of at least 1."),
        (lambda: learn(HELLO, n_x=2, rng=DICE, x0="two"), 'one of "zero", "one", "random". It came as \'two\'.'),
        (lambda: learn(HELLO, n_x=2, rng=DICE, lr=0), "lr, the learning rate, should be a number greater than 0."),
        (
            lambda: learn(HELLO._replace(target=HELLO.target[0]), n_x=2, rng=DICE),
            "target should have the shape (1, 4): one number for each instant of y",
        ),
        (
            lambda: learn(HELLO._replace(u=HELLO.u * np.nan), n_x=2, rng=DICE),
            "u should hold finite numbers only, but u[0, 0, 0] is nan.",
        ),
        (lambda: learn(HELLO._replace(weight=HELLO.weight * 0), n_x=2, rng=DICE), "at least one greater than 0."),
        (lambda: memoryless_bound("hello"), "reading should be a Reading. It came as 'hello'."),
        (lambda: memoryless_bound(HELLO._replace(weight=HELLO.weight * 0)), "nothing is asked for."),
        (lambda: read(5), "text should be a text in quotes. It came as 5."),
        (lambda: read("hello", longest=0), "longest, how many letters can be read, should be a whole number of at"),
        (lambda: read_words([5]), "A sentence should be a text in quotes. It came as 5."),
        (lambda: read_words(5), "lines should be a list with at least one sentence."),
    ],
)
def test_what_does_not_fit_is_answered_with_a_sentence(call, sentence):
    with pytest.raises(rl.InputError) as caught:
        call()
    assert sentence in str(caught.value)


def test_sentences_are_read_word_by_word():
    reading = read_words(["I like  eating apples", "you hate it"])
    u, target, weight = reading.u, reading.target, reading.weight
    vocab = reading.vocab
    assert vocab.symbols == ("I", "like", "eating", "apples", "you", "hate", "it")
    assert vocab.decode(u[0].argmax(axis=-1)) == "I like eating" and vocab.decode(target[0]) == "like eating apples"
    assert vocab.decode(u[1, :2].argmax(axis=-1)) == "you hate" and vocab.decode(target[1, :2]) == "hate it"
    assert weight.tolist() == [[1, 1, 1], [1, 1, 0]] and not u[1, 2].any()


@pytest.mark.parametrize("lines", [[], ["I like", "you"], ["I like", ""], "I like eating"])
def test_what_are_no_sentences_gets_a_sentence(lines):
    with pytest.raises(rl.InputError, match=r"[.?]$"):
        read_words(lines)


def test_the_course_text_can_be_bounded_by_hand():
    """like is followed by two words, love and hate by one; who speaks counts after love and hate only."""
    reading = read_words(rl.corpus("eating"))
    last = reading._replace(weight=reading.weight * [0, 0, 1])
    halvings = [memoryless_bound(last, window) / np.log(2) for window in (2, 3)]
    assert halvings[1] == pytest.approx(0.5), "two words are right after like, in half of the sentences"
    share = 2 / 5  # I and we, against you, they and children
    assert halvings[0] == pytest.approx(0.5 - 0.5 * (share * np.log2(share) + (1 - share) * np.log2(1 - share)))
    assert memoryless_bound(reading, window=3) == pytest.approx(np.log(2))
    foods = np.array([7, 8, 2, 3]) / 20  # apples, pears, onions, carrots after eating
    assert memoryless_bound(last) == pytest.approx(-(foods * np.log(foods)).sum())


def test_only_the_last_word_counts_where_only_it_has_weight():
    reading = read_words(rl.corpus("eating"))
    last = reading._replace(weight=reading.weight * [0, 0, 1])
    for step in learn(last, n_x=8, lr=0.05, rng=np.random.default_rng(0)):
        if step.k == 100:
            break
    run = rl.simulate(step.params.model, reading.u, step.params.x0)
    losses = [rl.cross_entropy(run.y[:, t], reading.target[:, t])[0] for t in range(3)]
    assert losses[2] == pytest.approx(step.loss) and losses[2] < 0.37
    assert min(losses[:2]) > 1, "what is not asked for is not learned"
