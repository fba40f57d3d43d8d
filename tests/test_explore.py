"""An explorer does what a learner would expect of it, without a browser."""

import gc
import threading
from types import SimpleNamespace

import numpy as np
import psutil
import pytest
from matplotlib import _pylab_helpers

import rnnlib as rl
from rnnlib import draw, explore

CALLS = []


def compute(word, W, gain, n, kind, bias, x0, roll):
    CALLS.append(word)
    vocab = rl.Vocab.of(word)
    if len(word) > 20:
        raise rl.InputError("The word is too long.")
    u = vocab.one_hot(word)
    model = rl.RNN.with_activation(kind)(
        W_xx=gain * W,
        W_xu=np.ones((2, len(vocab.symbols))),
        b_x=np.full(2, float(bias)),
        W_yx=np.eye(2),
        b_y=np.zeros(2),
    )
    return SimpleNamespace(run=rl.simulate(model, u, rl.initial_state(x0, 2, rng=np.random.default_rng(roll))), n=n)


def make():
    return explore.Explorer(
        compute,
        [draw.Lines(lambda d: d.n * d.run.x, start=lambda d: d.run.x0), draw.Heat(lambda d: d.run.y.T)],
        [
            explore.Text("word", "hello"),
            explore.Matrix("W", 0.5 * np.eye(2), label="W_xx", presets={"zero": np.zeros((2, 2))}),
            explore.Number("gain", 0.0, 2.0, 1.0),
            explore.Integer("n", 1, 3, 1),
            explore.Choice("kind", ("tanh", "none"), label="activation"),
            explore.Toggle("bias"),
            explore.InitialState(),
            explore.Time(),
        ],
        lambda d, t: f"t = {t}: the state is {d.run.x[t - 1].round(2)}",
        size=(4, 1.5),
    )


@pytest.fixture
def explorer():
    return make()


def test_it_begins_with_a_picture_and_a_sentence(explorer):
    assert explorer.png().startswith(b"\x89PNG")
    assert repr(explorer) == explorer.sentence == explorer.picture.sentence == "t = 1: the state is [0.76 0.76]"
    assert explorer.problem == ""


def test_moving_time_does_not_compute_anew(explorer):
    before, picture = len(CALLS), explorer.png()
    explorer.set(t=3)
    assert len(CALLS) == before
    assert explorer.png() != picture and explorer.sentence.startswith("t = 3")


MOVES = [
    {"word": "help"}, {"W": np.zeros((2, 2))}, {"gain": 0.2}, {"n": 3}, {"kind": "none"}, {"bias": True}, {"x0": "one"},
    {"x0": "random"}, {"x0": "random", "roll": 3},
]  # fmt: skip


@pytest.mark.parametrize("move", MOVES, ids=str)
def test_every_control_changes_data_and_picture_and_reset_brings_all_back(explorer, move):
    picture, values, data = explorer.png(), explorer.values, explorer.data
    explorer.set(t=2, **move)
    assert explorer.problem == ""
    assert explorer.png() != picture and explorer.data is not data
    explorer.reset()
    assert explorer.png() == picture
    assert all(np.array_equal(values[name], explorer.values[name]) for name in values)


def test_set_is_one_computation(explorer):
    before = len(CALLS)
    explorer.set(word="world", gain=0.5, x0="one", t=2)
    assert len(CALLS) == before + 1


def test_a_widget_moved_by_hand_does_the_same_as_set(explorer):
    explorer.time.slider.value = 4
    assert explorer.t == 4 and explorer.sentence.startswith("t = 4")
    explorer.by_name["gain"].widget.value = 0.25
    assert explorer.values["gain"] == 0.25 and "0.64" not in explorer.sentence
    die = explorer.by_name["x0"].die
    assert die.disabled
    explorer.set(x0="random")
    first = explorer.data.run.x0
    assert not die.disabled
    die.click()
    assert not np.array_equal(explorer.data.run.x0, first)
    assert explorer.by_name["x0"].numbers.value.startswith("x0 = (")


def test_the_time_slider_follows_the_length_of_the_word(explorer):
    explorer.set(t=5)
    explorer.set(word="hi")
    assert explorer.t == 2 and explorer.time.slider.max == explorer.time.play.max == 2
    explorer.set(word="greetings", t=9)
    assert explorer.t == 9


BAD = [
    ({"word": ""}, "empty"),
    ({"word": "x" * 500}, "too long"),
    ({"word": 5}, "text"),
    ({"W": [[np.nan, 0], [0, 0]]}, "nan"),
    ({"W": [[1e308, 0], [0, 0]]}, "1e+308"),
    ({"W": np.zeros((3, 2))}, "(2, 2)"),
    ({"gain": 5}, "from 0 to 2"),
    ({"gain": "much"}, "from 0 to 2"),
    ({"gain": float("nan")}, "from 0 to 2"),
    ({"n": 0}, "from 1 to 3"),
    ({"kind": "sine"}, "tanh, none"),
    ({"x0": "two"}, "zero, one, random"),
    ({"roll": -1}, "whole number"),
    ({"t": 0}, "from 1 to 5"),
    ({"t": 6}, "from 1 to 5"),
]


@pytest.mark.parametrize(("bad", "word"), BAD, ids=[str(bad)[:30] for bad, _ in BAD])
def test_bad_input_becomes_one_sentence_and_the_picture_stays(explorer, bad, word):
    picture, data, sentence = explorer.png(), explorer.data, explorer.sentence
    explorer.set(**bad)
    assert word in explorer.problem and explorer.problem.endswith((".", "?"))
    assert explorer.picture.problem == explorer.problem
    assert explorer.png() == picture and explorer.data is data and explorer.sentence == sentence
    explorer.set(t=2)  # the last good run can still be looked at
    assert explorer.sentence.startswith("t = 2") and explorer.png() != picture
    explorer.reset()
    assert explorer.problem == "" and explorer.png() == picture


def test_a_bad_text_is_not_lost_and_its_problem_stays_while_time_moves(explorer):
    field = explorer.by_name["word"].widget
    field.value = ""
    assert "empty" in explorer.problem
    explorer.set(t=3)
    assert "empty" in explorer.problem and field.value == ""
    field.value = "hel"
    assert explorer.problem == ""


def test_a_number_mistyped_in_a_matrix_is_not_lost(explorer):
    editor = explorer.by_name["W"].widget
    picture = explorer.png()
    editor.typed = {"row": 0, "col": 0, "text": "abc", "n": 1}
    assert "abc" in explorer.problem and editor.drafts[0]["text"] == "abc"
    assert explorer.png() == picture
    editor.typed = {"row": 0, "col": 0, "text": None, "n": 2}  # Escape takes it back
    assert explorer.problem == ""
    editor.typed = {"row": 0, "col": 0, "text": "0,75", "n": 3}
    assert explorer.problem == "" and explorer.values["W"][0, 0] == 0.75 and explorer.png() != picture


def test_numbers_that_outgrow_the_picture():
    def powers(a):
        return np.float64(a) ** np.arange(1, 400)

    explorer = explore.Explorer(
        powers, [draw.Lines(lambda x: x)], [explore.Number("a", 0, 100, 0.5)], lambda x, t: "fine", size=(4, 2)
    )
    explorer.set(a=100)
    assert "too large" in explorer.problem
    explorer.set(a=0.9)
    assert explorer.problem == ""


def test_mistakes_of_an_author_are_raised(explorer):
    with pytest.raises(TypeError, match="no control named 'speed'"):
        explorer.set(speed=3)
    with pytest.raises(ValueError, match="must begin with a picture"):
        explore.Explorer(rl.Vocab.of, [draw.Curve(len)], [explore.Text("symbols", "")], str)
    faulty = explore.Explorer(
        lambda a: 1 / (a - 1), [draw.Curve(lambda d: [d, d])], [explore.Integer("a", 0, 1, 0)], lambda d, t: "fine"
    )
    with pytest.raises(ZeroDivisionError):
        faulty.set(a=1)
    with pytest.raises(ZeroDivisionError):
        faulty.reset()
        faulty.by_name["a"].widget.value = 1
    assert "fault" in faulty.problem, "a learner, who sees no traceback, is told too"


def test_the_output_has_a_picture_for_viewers_without_widgets(explorer):
    bundle, metadata = explorer._repr_mimebundle_()
    assert bundle["text/plain"] == explorer.sentence
    assert bundle["image/png"].startswith(b"\x89PNG") and metadata["image/png"] == {"width": 400}
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_two_explorers_never_mix():
    one, other = make(), make()
    picture = one.png()
    other.set(word="world", gain=0.3, t=4, W=[[1, 2], [2, 1]])
    assert one.png() == picture and one.values["word"] == "hello" and one.t == 1
    one.set(t=2)
    one.set(t=1)
    assert one.png() == picture


@pytest.mark.parametrize(
    ("number", "said"), [(-0.001, "0.00"), (-0.01, "-0.01"), (-0.5, "-0.50"), (-10.0, "-10.00"), (0.0, "0.00")]
)
def test_a_sentence_has_no_minus_before_zero(number, said):
    explorer = explore.Explorer(
        lambda: np.array([number]), [draw.Lines(lambda d: d)], [], lambda d, t: f"it is {d[0]:.2f}, and 1e-05"
    )
    assert explorer.sentence == f"it is {said}, and 1e-05"


@pytest.mark.parametrize(("drawing", "first"), [("show", {"gain": 0.5}), ("move", {"t": 2})])
def test_a_move_that_comes_while_another_is_drawn_is_not_lost(explorer, drawing, first):
    draws, late = getattr(explorer.canvas, drawing), []

    def draws_slowly(*args):  # after the picture, and before its sentence, the learner slides on
        png = draws(*args)
        if not late:
            late.append(threading.Thread(target=lambda: setattr(explorer.time.slider, "value", 4)))
            late[0].start()
            while explorer.time.slider.value != 4:
                pass
        return png

    setattr(explorer.canvas, drawing, draws_slowly)
    explorer.set(**first)
    late[0].join()
    assert explorer.t == 4 and explorer.sentence.startswith("t = 4")
    assert explorer.png() == explorer.canvas.move(4)


def test_callbacks_from_several_threads_end_on_one_consistent_picture(explorer):
    gain, n = explorer.by_name["gain"].widget, explorer.by_name["n"].widget
    faults = []

    def drag(move):
        try:
            for k in range(20):
                move(k)
        except Exception as error:  # a thread's exception would be lost
            faults.append(error)

    moves = (
        lambda k: setattr(gain, "value", (k % 20) / 10),
        lambda k: setattr(n, "value", 1 + k % 3),
        lambda k: explorer.set(t=1 + k % 5),
    )
    threads = [threading.Thread(target=drag, args=(move,)) for move in moves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    fresh = make()
    fresh.set(**explorer.values)
    assert fresh.png() == explorer.png() and fresh.sentence == explorer.sentence


def test_two_thousand_moves_leave_no_memory_behind(explorer):
    rng = np.random.default_rng(0)

    def move():
        control = explorer.controls[rng.integers(len(explorer.controls))]
        positions = control.positions()
        if positions:
            explorer.set(**positions[rng.integers(len(positions))])

    for _ in range(200):
        move()
    gc.collect()
    before = psutil.Process().memory_info().rss
    for _ in range(2000):
        move()
    gc.collect()
    assert psutil.Process().memory_info().rss - before < 20e6
    assert not _pylab_helpers.Gcf.figs, "no figure is open"


def test_every_position_is_one_that_set_takes(explorer):
    for control in explorer.controls:
        for position in control.positions():
            explorer.set(**position)
            assert explorer.problem == "", position


def test_a_hangul_syllable_is_one_letter(explorer):
    explorer.set(word="\u1112\u1161\u11ab")  # 한, typed as its three parts
    assert explorer.values["word"] == "한" and explorer.time.slider.max == 1


def test_a_dict_of_options_gives_its_values():
    choice = explore.Choice("f", {"squash": np.tanh, "none": None})
    assert choice.values() == {"f": np.tanh}
    with pytest.raises(rl.InputError, match="f is one of"):
        choice.assign("f", "squash")


def test_a_logarithmic_slider_keeps_its_range():
    number = explore.Number("lr", 0.001, 0.1, 0.01, log=True)
    for place in number.places():
        number.assign("lr", place)
        assert number.values()["lr"] == pytest.approx(place, rel=1e-6)
    with pytest.raises(rl.InputError):
        number.assign("lr", 0.2)


def test_the_selected_entry_of_a_matrix_is_a_value_if_one_asks_for_it():
    explorer = explore.Explorer(
        lambda W, W_at: (W, W_at),
        [draw.Heat(lambda d: d[0] * (1 + d[1][1]))],
        [explore.Matrix("W", np.ones((2, 3)), select=True)],
        lambda d, t: f"entry {d[1]}",
        size=(3, 2),
    )
    picture = explorer.png()
    explorer.by_name["W"].widget.selected = [1, 2]  # as a click does
    assert explorer.sentence == "entry (1, 2)" and explorer.png() != picture
    explorer.set(W_at=(2, 0))
    assert "2 rows and 3 columns" in explorer.problem and explorer.values["W_at"] == (1, 2)
    explorer.reset()
    assert explorer.values["W_at"] == (0, 0) and explorer.png() == picture
    assert {"W_at": (1, 1)} in explorer.by_name["W_at"].positions()


def test_time_may_count_from_elsewhere_and_begin_at_the_end():
    explorer = explore.Explorer(
        lambda n: np.arange(n + 1.0),
        [draw.Curve(lambda d: d, at=lambda d, k: k, ylim=(0, 9))],
        [explore.Integer("n", 2, 8, 5), explore.Time(lambda d: len(d) - 1, label="step k", first=0, value=5)],
        lambda d, k: f"step {k} of {len(d) - 1}",
        size=(3, 2),
    )
    picture = explorer.png()
    assert explorer.sentence == "step 5 of 5" and explorer.time.slider.description == "step k"
    explorer.set(n=2, t=0)
    assert explorer.sentence == "step 0 of 2" and explorer.time.places() == [0, 1, 2]
    explorer.reset()
    assert explorer.sentence == "step 5 of 5" and explorer.png() == picture


def test_reset_stops_the_play_button(explorer):
    explorer.time.play.playing = True
    explorer.reset()
    assert not explorer.time.play.playing
