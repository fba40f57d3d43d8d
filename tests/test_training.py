"""The training widget: the numbers are those of the same loop without it, and its thread ends."""

import _thread
import itertools
import signal
import threading
import time
from types import SimpleNamespace

import numpy as np
import pytest
from IPython.core.events import EventManager, available_events

import rnnlib as rl
from rnnlib import draw, explore
from rnnlib.explore import memory
from rnnlib.explore import training as module
from rnnlib.explore.textfile import MISSING, OWN
from rnnlib.explore.training import Curve
from rnnlib.explore.worker import Worker
from rnnlib.predictor import learn, read

HELLO = read("hello")


def hello(seed=0, lr=0.01):
    """Learns hello; what it never sees is the word backwards."""
    back = rl.Reading(HELLO.vocab, *(part[None] for part in rl.next_symbols("olleh", HELLO.vocab)), HELLO.weight)
    for step in learn(HELLO, n_x=4, lr=lr, rng=np.random.default_rng(seed)):
        unseen = rl.cross_entropy(rl.simulate(step.params.model, back.u).y, back.target)[0]
        yield explore.Update(step.k, step.loss, unseen if step.k % 5 == 0 else None, step.params.model)


def by_hand(updates: int, seed: int = 0) -> list[float]:
    """The losses of the same training, without the widget."""
    steps = learn(HELLO, n_x=4, rng=np.random.default_rng(seed))
    return [step.loss for step in itertools.islice(steps, updates + 1)]


def writes(step):
    y = rl.simulate(step.model, HELLO.u[0]).y
    return [draw.Heat(y.T)], f"It says {HELLO.vocab.decode(y.argmax(axis=1))}."


def make(make=hello, **changes):
    return explore.Training(make, **{"show": writes, "size": (6, 2)} | changes)


def rests(training) -> None:
    assert training.worker.wait(20) and not training.running


def threads() -> int:
    return sum(each.name == "rnnlib training" for each in threading.enumerate())


def is_as_by_hand(training) -> None:
    """The numbers that are kept are those of the loop without the widget."""
    ks, losses = training.course.seen.points()
    expected = by_hand(training.k)
    assert ks[-1] == training.k and losses == [expected[k] for k in ks]


def comes(true) -> None:
    until = time.monotonic() + 20
    while not true() and time.monotonic() < until:
        time.sleep(0.005)
    assert true()


def test_it_begins_with_the_loss_of_the_first_weights():
    training = make()
    loss = by_hand(0)[0]
    assert training.k == 0 and not training.running
    assert training.sentence.startswith(f"Before the first update the loss is {loss:.2f} on seen text, ")
    assert training.button.description == "Train" and training.progress.value.startswith("0 updates, ")
    assert training.picture.png.startswith(b"\x89PNG") and not training.picture.quiet


def test_the_losses_are_those_of_the_same_loop_without_the_widget():
    training = make()
    training.train(60)
    ks, losses = training.course.seen.points()
    assert ks == list(range(61)) and losses == by_hand(60)
    assert training.views[0].curves["seen"][1].tolist() == losses
    ks, unseen = training.course.unseen.points()
    assert ks == list(range(0, 61, 5)) and all(loss != seen for loss, seen in zip(unseen, losses[::5], strict=True))
    assert training.sentence.startswith(f"After 60 updates the loss is {losses[-1]:.2f} on seen text, {unseen[-1]:.2f}")
    assert losses[-1] < losses[0] / 2 and training.sentence.endswith("It says ello.")


def test_to_stop_and_to_go_on_gives_the_same_numbers_as_one_go():
    training = make()
    for updates in (1, 20, 9):
        training.train(updates)
    assert training.k == 30 and training.course.seen.points()[1] == by_hand(30)
    training.start()
    comes(lambda: training.k >= 60)
    training.stop()
    rests(training)
    is_as_by_hand(training)


def test_a_button_trains_and_stops():
    training = make()
    training.button.click()
    assert training.running and training.picture.quiet and training.button.description == "Stop"
    comes(lambda: training.k >= 3)
    training.button.click()
    rests(training)
    assert training.button.description == "Train" and not training.picture.quiet
    assert training.picture.sentence == training.sentence and f"After {training.k} updates" in training.sentence
    assert training.progress.value.startswith(f"{training.k} updates, ")


def gated(gate: threading.Semaphore, begun: list, taken: list):
    """A training of which each update waits until it may be made."""
    for k in itertools.count():
        begun.append(k)
        if k:
            gate.acquire()
        taken.append(k)
        yield explore.Update(k, 1.0 / (1 + k))


def test_it_stops_within_one_update_and_a_start_before_that_goes_on():
    gate, begun, taken = threading.Semaphore(0), [], []
    training = make(lambda: gated(gate, begun, taken), show=None)
    training.start()
    gate.release()
    comes(lambda: len(begun) == 3)
    training.stop()
    gate.release()
    rests(training)
    assert taken == [0, 1, 2], "the present update, and no other"
    training.start()
    training.stop()
    training.start()
    comes(lambda: threads() == 1)
    for _ in range(5):
        gate.release()
    comes(lambda: len(begun) == 9)
    training.stop()
    gate.release()
    rests(training)
    assert taken == list(range(9))


def test_reset_does_not_wait_for_the_present_update():
    gate, begun, taken = threading.Semaphore(0), [], []
    training = make(lambda: gated(gate, begun, taken), show=None)
    old = training.worker
    training.start()
    comes(lambda: old.running)
    training.reset()
    assert training.k == 0 and not training.running and training.sentence.startswith("Before the first update")
    gate.release()
    assert old.wait(20)
    assert training.k == 0 and training.sentence.startswith("Before the first update"), "what comes late counts nothing"


def test_reset_begins_anew_with_the_same_numbers():
    training = make()
    first = training.png()
    training.train(10)
    assert training.png() != first
    training.reset()
    assert training.png() == first
    training.train(10)
    assert training.course.seen.points()[1] == by_hand(10)


def test_a_knob_begins_another_training():
    training = make(seed=(0, 20))
    training.train(5)
    training.set(seed=3)
    assert training.k == 0 and not training.running
    training.train(5)
    assert training.course.seen.points()[1] == by_hand(5, seed=3) != by_hand(5)


def test_some_updates_may_be_made_in_the_cell():
    training = make(begin=7)
    assert training.k == 7 and training.course.seen.points()[1] == by_hand(7)
    training.train(2)
    training.reset()
    assert training.k == 7


def test_it_is_drawn_after_a_pause_and_at_its_end(monkeypatch):
    monkeypatch.setattr(module, "PAUSE", 0.2)
    training = make()
    before, start = training.picture.version, time.monotonic()
    training.start()
    comes(lambda: training.picture.version > before + 2)
    training.stop()
    rests(training)
    drawn, seconds = training.picture.version - before, time.monotonic() - start
    assert 3 <= drawn <= seconds / 0.2 + 2, "the first at once, the last when it rests"
    assert training.k > 3 * drawn


def failing(problem, at=3):
    for k in itertools.count():
        if k == at:
            raise problem
        yield explore.Update(k, 1.0)


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (rl.InputError("The loss is no number any more."), "The loss is no number any more."),
        (FloatingPointError("overflow"), "The numbers grew too large"),
    ],
)
def test_what_goes_wrong_is_one_sentence_and_reset_mends_it(problem, said):
    training = make(lambda: failing(problem), show=None)
    training.train(9)
    assert training.k == 2 and training.problem.startswith(said) and training.sentence.startswith("After 2 updates")
    training.train(1)
    assert training.k == 2 and training.problem.startswith(said), "it stays told"
    training.reset()
    assert training.problem == "" and training.k == 0


def test_a_fault_is_told_and_raised_where_somebody_waits():
    training = make(lambda: failing(KeyError("a mistake of the author")), show=None)
    with pytest.raises(KeyError):
        training.train(9)
    assert "has a fault (KeyError" in training.problem and not training.running and not training.picture.quiet


def test_a_fault_of_what_is_shown_ends_it(capfd):
    training = make(show=lambda step: (_ for _ in ()).throw(KeyError("oh")) if step.k > 2 else writes(step))
    with pytest.raises(KeyError):
        training.train(9)
    assert "fault" in training.problem and not training.running
    assert capfd.readouterr().err == ""


def test_the_end_of_the_steps_is_told():
    training = make(lambda: itertools.islice(hello(), 5))
    training.train(100)
    assert training.k == 4 and training.problem == "" and not training.running
    training.button.click()
    assert training.problem == "This training is at its end. Press reset to begin anew."
    training.reset()
    assert training.problem == ""
    with pytest.raises(ValueError, match="must begin with"):
        make(lambda: iter(()))


def test_a_refused_knob_stops_it_and_nothing_is_lost():
    def picky(word="hello"):
        if len(word) < 2:
            raise rl.InputError("The word is too short.")
        return hello()

    training = make(picky)
    training.train(4)
    picture = training.png()
    training.start()
    comes(lambda: training.k > 8)
    training.set(word="h")
    rests(training)
    assert training.problem == "The word is too short."
    k = training.k
    training.start()
    rests(training)
    assert training.k == k, "there is nothing to train"
    training.set(word="hello")
    assert training.problem == "" and training.k == k and training.png() != picture
    training.train(3)
    assert training.k == k + 3
    is_as_by_hand(training)


def test_a_knob_of_which_the_author_makes_a_fault_stops_it_and_nothing_is_lost():
    def fragile(n=1):
        return (explore.Update(k, 1 / (n * (1 + k))) for k in itertools.count(0 // n))

    training = make(fragile, show=None, n=(0, 3))
    training.train(3)
    training.start()
    with pytest.raises(ZeroDivisionError):
        training.set(n=0)
    rests(training)
    k = training.k
    assert "fault (ZeroDivisionError" in training.problem
    training.set(n=1)
    assert training.problem == "" and training.k == k and training.sentence.startswith(f"After {k} updates")
    training.train(2)
    assert training.k == k + 2 and training.sentence.startswith(f"After {k + 2} updates")


def test_a_file_that_is_refused_leaves_the_training_alone_and_the_button_takes_it_back():
    texts = {"long": "ab" * 150, "longer": "abc" * 150}
    training = make(lambda text: hello(len(text)), text=explore.TextFile(texts))
    control = training.by_name["text"]
    training.set(text="longer")
    training.start()
    control.choice.widget.value = OWN
    assert training.problem == MISSING
    control.field.value = "nowhere.txt"
    k = training.k
    comes(lambda: training.k > k + 3)
    assert "nowhere.txt" in training.problem and training.running and training.picture.quiet
    training.button.click()
    rests(training)
    assert training.problem == "" and control.choice.value == "longer"
    control.upload.given = {"content": b"", "size": 0, "count": 1}
    assert "empty" in training.problem
    k = training.k
    training.train(2)
    assert training.problem == "" and training.k == k + 2
    assert training.course.seen.points()[1][-1] == by_hand(k + 2, seed=450)[-1]


@pytest.mark.parametrize("updates", ["10", None, 2.5, -1, np.nan])
def test_what_is_no_number_of_updates_is_refused(updates):
    training = make()
    with pytest.raises(rl.InputError, match="updates, how many are to be made, should be a whole number"):
        training.train(updates)
    training.train(1)
    assert training.k == 1


def test_a_worker_that_cannot_count_comes_to_rest():
    problems = []
    worker = Worker(iter("hello"), lambda step: None, problems.append)
    worker.start("10")
    assert worker.wait(5) and not worker.running and isinstance(problems[0], TypeError)


@pytest.fixture
def interruptible():
    """As a kernel is while a cell runs, though who started the tests may have them ignore interrupts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_an_interrupt_stops_it_where_it_is_and_it_goes_on(interruptible):
    training = make()
    threading.Timer(0.3, _thread.interrupt_main).start()
    with pytest.raises(KeyboardInterrupt):
        training.train(10**5)
    assert not training.running and training.sentence.startswith(f"After {training.k} updates") and not training.problem
    k = training.k
    training.train(2)
    assert training.k == k + 2
    is_as_by_hand(training)


@pytest.fixture
def begin(monkeypatch):
    """begin("cell"): the kernel begins to run this cell."""
    shell = SimpleNamespace(events=EventManager(None, available_events))

    def begin(cell: str) -> None:
        monkeypatch.setattr(memory, "_here", lambda: (shell, cell))
        shell.events.trigger("pre_run_cell", None)

    return begin


def test_a_cell_that_is_run_again_ends_what_its_last_run_began(begin):
    begin("training")
    first = make()
    first.start()
    begin("another")
    make()
    assert first.running, "another cell"
    begin("training")  # and if it has a slip of the pen now, nothing else of it runs
    rests(first)
    assert first.button.description == "Train" and not first.picture.quiet, "where it is still shown"
    second = make()
    assert first.canvas.here is None, "it draws no more"
    assert all(view.art is None for view in first.canvas.first[1]), "nor do its first views hold a figure"
    assert not second.running
    comes(lambda: threads() == 0)
    first.button.click()
    comes(lambda: first.k > 3)
    first.button.click()
    rests(first)
    assert f"After {first.k} updates" in first.picture.sentence, "who trains it on sees it"


def test_an_interrupted_reset_leaves_the_old_training_and_the_next_one_begins_anew():
    interrupted = False

    def slow():
        if interrupted:
            raise KeyboardInterrupt
        return hello()

    training = make(slow)
    training.train(5)
    interrupted = True
    with pytest.raises(KeyboardInterrupt):
        training.reset()
    assert training.k == 5 and training.problem.startswith("The work was interrupted")
    training.button.click()
    rests(training)
    assert training.k == 5 and training.problem.startswith("The work was interrupted"), "it says what to do"
    interrupted = False
    training.reset()
    assert training.k == 0 and training.problem == ""
    training.train(5)
    is_as_by_hand(training)


def test_a_long_training_keeps_few_numbers():
    curve = Curve(most=100)
    for k in range(10_000):
        curve.add(k, float(k))
    ks, values = curve.points()
    assert ks[0] == 0 and ks[-1] == 9999 and ks == values and 50 <= len(ks) <= 101
    assert len(set(np.diff(ks[:-1]))) == 1, "equally far apart"
