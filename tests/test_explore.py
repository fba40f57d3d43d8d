"""An explorer does what a learner would expect of it, without a browser."""

import sys
import threading
import types

import numpy as np
import pytest

import rnnlib as rl
from rnnlib import draw, explore, tell

CALLS = []


def spell(word="hello", W=None, gain=1.0, n=1, kind="tanh", bias=False, x0=None):
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
    run = rl.simulate(model, u, x0(2))
    views = [draw.Lines(n * run.x, start=run.x0, says=tell.run(run, model).x), draw.Heat(run.y.T)]
    return views, lambda t: f"t = {t}: the state is {run.states[t].round(2)}"


def make(**changes):
    knobs = {
        "W": explore.Matrix(0.5 * np.eye(2), label="W_xx", presets={"zero": np.zeros((2, 2))}),
        "gain": (0.0, 2.0),
        "n": (1, 3),
        "kind": explore.Choice(("tanh", "none"), label="activation"),
        "x0": explore.InitialState(),
    }
    return explore.Explorer(spell, **{"size": (4, 1.5)} | knobs | changes)


@pytest.fixture
def explorer():
    return make()


def knob(explorer, name):
    return explorer.by_name[name].widget


def test_it_begins_with_a_picture_and_a_sentence(explorer):
    assert explorer.png().startswith(b"\x89PNG")
    assert repr(explorer) == explorer.sentence == explorer.picture.sentence == "t = 1: the state is [0.76 0.76]"
    assert explorer.problem == ""


def test_the_signature_and_the_keywords_make_the_knobs(explorer):
    kinds = {name: type(control).__name__ for name, control in explorer.by_name.items()}
    assert kinds == {
        "W": "Matrix", "gain": "Number", "n": "Integer", "kind": "Choice", "x0": "InitialState", "word": "Text",
        "bias": "Toggle", "t": "Time",
    }  # fmt: skip
    assert explorer.values["gain"] == 1.0 and explorer.values["word"] == "hello" and explorer.values["bias"] is False
    assert explorer.values["n"] == 1, "where the signature begins, not in the middle"
    assert explorer.time.places() == [1, 2, 3, 4, 5], "T comes from the views"


def test_moving_time_calls_nothing(explorer):
    before, picture = len(CALLS), explorer.png()
    explorer.set(t=3)
    assert len(CALLS) == before
    assert explorer.png() != picture and explorer.sentence.startswith("t = 3")
    assert explorer.picture.png == explorer.png() and explorer.picture.sentence == explorer.sentence


MOVES = [
    {"word": "help"}, {"W": np.zeros((2, 2))}, {"gain": 0.2}, {"n": 3}, {"kind": "none"}, {"bias": True}, {"x0": "one"},
    {"x0": "random"}, {"x0": ("random", 3)},
]  # fmt: skip


@pytest.mark.parametrize("move", MOVES, ids=str)
def test_every_control_changes_the_picture_and_reset_brings_all_back(explorer, move):
    picture, values, views = explorer.png(), explorer.values, explorer.views
    explorer.set(t=2, **move)
    assert explorer.problem == ""
    assert explorer.png() != picture and explorer.views is not views
    explorer.reset()
    assert explorer.png() == picture
    assert all(np.array_equal(values[name], explorer.values[name]) for name in values)


def test_set_is_one_computation(explorer):
    before = len(CALLS)
    explorer.set(word="world", gain=0.5, x0="one", t=2)
    assert len(CALLS) == before + 1


def test_a_widget_moved_by_hand_does_the_same_as_set(explorer):
    explorer.time.widget.value = 4
    assert explorer.t == 4 and explorer.sentence.startswith("t = 4")
    knob(explorer, "gain").value = 0.25
    # by hand: 0.25 * 0.5 * x + 1 for four steps, both units alike
    x = 0.0
    for _ in range(4):
        x = np.tanh(0.125 * x + 1)
    assert explorer.values["gain"] == 0.25 and explorer.sentence == f"t = 4: the state is [{x:.2g} {x:.2g}]"
    die, told = explorer.by_name["x0"].die, explorer.by_name["x0"].told
    assert die.disabled and told.value == "x0 = (0.00, 0.00)"
    explorer.set(x0="random")
    assert not die.disabled and told.value == "x0 = (0.27, -0.46)", "the first throw of the dice number 0"
    die.click()
    assert told.value == "x0 = (0.02, 0.90)", "the first throw of the dice number 1"


def test_the_time_slider_follows_the_length_of_the_word(explorer):
    explorer.set(t=5)
    explorer.set(word="hi")
    assert explorer.t == 2 and explorer.time.widget.max == explorer.time.play.max == 2
    assert explorer.sentence.startswith("t = 2") and explorer.picture.last == 2
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
    ({"gain": np.zeros(3)}, "from 0 to 2"),
    ({"n": 0}, "from 1 to 3"),
    ({"n": 2.9}, "not whole"),
    ({"n": 10**400}, "from 1 to 3"),
    ({"kind": "sine"}, "tanh, none"),
    ({"kind": np.zeros(2)}, "tanh, none"),
    ({"bias": "False"}, "True or False"),
    ({"bias": np.zeros(2)}, "True or False"),
    ({"x0": "two"}, "zero, one, random"),
    ({"x0": np.zeros(2)}, "zero, one, random"),
    ({"x0": ("random", -1)}, "whole number"),
    ({"t": 0}, "from 1 to 5"),
    ({"t": 6}, "from 1 to 5"),
]


@pytest.mark.parametrize(("bad", "word"), BAD, ids=[str(bad)[:30] for bad, _ in BAD])
def test_bad_input_becomes_one_sentence_and_the_picture_stays(explorer, bad, word):
    picture, views, sentence = explorer.png(), explorer.views, explorer.sentence
    explorer.set(**bad)
    assert word in explorer.problem and explorer.problem.endswith((".", "?"))
    assert explorer.png() == picture and explorer.views is views and explorer.sentence == sentence
    explorer.set(t=2)  # the last good run can still be looked at
    assert explorer.sentence.startswith("t = 2") and explorer.png() != picture
    explorer.reset()
    assert explorer.problem == "" and explorer.png() == picture


@pytest.mark.parametrize("bad", [{"gain": 5}, {"t": 9}, {"W": np.zeros((3, 2))}], ids=str)
def test_set_sets_all_or_nothing(explorer, bad):
    values, picture = explorer.values, explorer.png()
    explorer.set(**{"n": 3, "word": "help", **bad})
    assert explorer.problem and explorer.png() == picture
    assert all(np.array_equal(values[name], explorer.values[name]) for name in values)


def test_a_time_that_is_refused_brings_the_old_views_and_the_old_time_back(explorer):
    explorer.set(t=5)
    picture = explorer.png()
    explorer.set(word="hi", t=3)
    assert "from 1 to 2" in explorer.problem
    assert explorer.values["word"] == "hello" and explorer.t == 5
    assert explorer.png() == picture and explorer.sentence.startswith("t = 5")


def test_a_bad_number_in_a_matrix_is_told_while_time_moves(explorer):
    editor, picture = knob(explorer, "W"), explorer.png()
    editor.typed = {"row": 0, "col": 1, "text": "abc", "n": 1}
    assert "'abc'" in explorer.problem and explorer.png() == picture
    explorer.set(t=2)
    assert "'abc'" in explorer.problem and explorer.sentence.startswith("t = 2")
    editor.typed = {"row": 0, "col": 1, "text": "0.25", "n": 2}
    assert explorer.problem == "" and explorer.values["W"][0, 1] == 0.25


def test_a_bad_text_is_not_lost_and_its_problem_stays_while_time_moves(explorer):
    field = knob(explorer, "word")
    field.value = ""
    assert "empty" in explorer.problem
    explorer.set(t=3)
    assert "empty" in explorer.problem and field.value == ""
    field.value = "hel"
    assert explorer.problem == ""


def test_numbers_that_outgrow_the_picture():
    def powers(a=0.5):
        return [draw.Lines(np.float64(a) ** np.arange(1, 400))], "fine"

    explorer = explore.Explorer(powers, a=(0, 100.0), size=(4, 2))
    explorer.set(a=100)
    assert "too large" in explorer.problem
    explorer.set(a=0.9)
    assert explorer.problem == ""


def test_mistakes_of_an_author_are_raised():
    def one(a=0, t=1):
        return [draw.Lines([a])], "one"

    def apart(a=0):
        return [draw.Lines([a, a]), draw.Lines([a, a, a])], "two and three instants"

    def empty(symbols=""):
        rl.Vocab.of(symbols)

    def bare(W, a=0):
        return [draw.Lines([a])], "no W"

    for function, knobs, error, words in (
        (one, {}, TypeError, "'t'"),
        (apart, {}, ValueError, "2.*3"),
        (empty, {}, ValueError, "must begin with a picture"),
        (bare, {}, TypeError, "'W'.*knob"),
        (apart, {"speed": (0, 1)}, TypeError, "no parameter 'speed'"),
    ):
        with pytest.raises(error, match=words):
            explore.Explorer(function, **knobs)
    with pytest.raises(TypeError, match="no control named 'speed'"):
        make().set(speed=3)


# ---- Faults: whatever breaks, picture, sentence, values and fault stay in step --------------------------------------


class Breaks(draw.View):
    """A view that breaks in one of its layers, as often as it is told to."""

    T = 4

    def __init__(self, layer: str, error: type[BaseException]):
        super().__init__("breaks")
        self.layer, self.error = layer, error

    def frame(self):
        return (self.layer,)

    def start(self, ax):
        super().start(ax)
        self._break("start")

    def show(self, t):
        self._break("show")

    def move(self, t):
        self._break("move")

    def _break(self, layer):
        if layer == self.layer:
            raise self.error("planted")


def broken(layer, error):
    """An explorer of x = gain * (1, 2, 3, 4); at a gain above 1, something breaks in one layer of it."""

    def function(gain=1.0):
        x = gain * np.arange(1, 5)
        if layer == "function" and gain > 1:
            raise error("planted")
        views = [draw.Lines(x, ylim=(0, 8)), Breaks(layer if gain > 1 else "", error)]

        def say(t):
            if layer == "say" and gain > 1:
                raise error("planted")
            return f"t = {t}: {x[t - 1]:.1f}"

        return views, say

    return explore.Explorer(function, gain=(0.5, 2.0, 0.5), size=(4, 1.5))


@pytest.mark.parametrize("layer", ["function", "start", "show", "move", "say"])
@pytest.mark.parametrize("error", [ZeroDivisionError, KeyboardInterrupt])
def test_a_fault_leaves_everything_in_step_and_stays_told(layer, error):
    explorer = broken(layer, error)
    first = explorer.png()
    with pytest.raises(error):
        knob(explorer, "gain").value = 2.0
    assert explorer.problem and explorer.sentence == "t = 1: 1.0" and explorer.png() == first
    told = explorer.problem
    for t in (3, 1):
        if error is KeyboardInterrupt:  # of an interrupt the outcome is not known, so it is tried again
            with pytest.raises(error):
                explorer.time.widget.value = t
        else:
            explorer.time.widget.value = t
        assert explorer.problem == told, "told until it is gone"
        assert explorer.sentence == f"t = {t}: {t:.1f}"
        fresh = broken("", error)
        fresh.set(t=t)
        assert explorer.png() == fresh.png()
    knob(explorer, "gain").value = 0.5
    assert explorer.problem == "" and explorer.sentence == "t = 1: 0.5"
    assert explorer.picture.png == explorer.png() and explorer.picture.sentence == "t = 1: 0.5"


def test_an_instant_that_cannot_be_said_is_told_at_that_instant_alone():
    def function(gain=1.0):
        return [draw.Lines(np.arange(4.0))], lambda t: ["one", "two", "three"][t - 1]

    explorer = explore.Explorer(function, size=(4, 1.5))
    heard = letters(explorer)
    for t in (4, 3):  # one by one: on a busy machine an answer is cut short
        explorer._answer(None, {"version": explorer.picture.version, "want": [t], "known": 0}, [])
    four, three = heard[0]["frames"] + heard[1]["frames"]
    assert "IndexError" in four["problem"] and not four["picture"]
    assert three["sentence"] == "three" and three["problem"] == ""
    explorer.time.widget.value = 4
    assert "IndexError" in explorer.problem
    explorer.time.widget.value = 3
    assert explorer.problem == ""


# ---- What the page asks for ------------------------------------------------------------------------------------------


def letters(explorer) -> list[dict]:
    """What the explorer sends to its page from now on; the pictures stand in the frames."""
    heard = []

    def send(content, buffers=None):
        pictures = iter(buffers)
        heard.append(
            content | {"frames": [f | {"png": next(pictures) if f["picture"] else None} for f in content["frames"]]}
        )

    explorer.picture.send = send
    return heard


def test_the_page_is_given_the_pictures_that_set_would_show(explorer):
    heard = letters(explorer)
    for want in ([2, 3], [4, 5, 1]):
        while want:
            explorer._answer(None, {"version": explorer.picture.version, "want": want, "known": 0}, [])
            want = want[len(heard[-1]["frames"]) :]
    frames = {frame["t"]: frame for letter in heard for frame in letter["frames"]}
    assert sorted(frames) == [1, 2, 3, 4, 5] and explorer.t == 1, "drawing ahead moves nothing"
    begin = explorer.picture.png
    table = heard[-1]["table"]
    for t, frame in frames.items():
        explorer.set(t=t)
        png = frame["png"] if frame["picture"] else begin  # it is not sent again
        assert png == explorer.png() and frame["sentence"] == explorer.sentence
        assert frame["picture"] == (t != 1)
        assert [table[place][4] for place in frame["numbers"]] == [n.told.words for n in explorer.numbers()]


def test_what_was_asked_of_an_older_version_is_given_up(explorer):
    heard, version = letters(explorer), explorer.picture.version
    explorer.set(gain=0.5)
    explorer._answer(None, {"version": version, "want": [2], "known": 0}, [])
    assert not heard


def test_a_page_is_told_only_the_words_that_it_does_not_know(explorer):
    heard = letters(explorer)
    ask = {"version": explorer.picture.version, "want": [1], "known": 0}
    explorer._answer(None, ask, [])
    known = len(heard[0]["table"])
    explorer._answer(None, ask | {"known": known}, [])
    assert known == 22 and heard[1]["table"] == []  # 2 lines of 6 points, 2 rows of 5 cells
    assert heard[1]["frames"][0]["numbers"] == heard[0]["frames"][0]["numbers"]


def test_moving_time_by_hand_draws_nothing_in_the_kernel(explorer, monkeypatch):
    drawn = []
    monkeypatch.setattr(explorer.canvas, "draw", lambda *args: drawn.append(args))
    explorer.time.widget.value = 3
    assert not drawn and explorer.t == 3 and explorer.sentence.startswith("t = 3")


def test_numbers_say_what_they_are_made_of(explorer):
    explorer.set(t=2)
    words = [number.told.words for number in explorer.numbers()]
    one = np.tanh(1)
    two = np.tanh(0.5 * one + 1)
    made = f"0.50 × {one:.2f} + 0.00 × {one:.2f} + 1.00 × 1.00 + 0.00"  # the letter is one-hot: its column alone
    assert f"x_2, unit 1 = tanh({made}) = {two:.2f}" in words


# ---- As before -------------------------------------------------------------------------------------------------------


def test_the_output_has_a_picture_for_viewers_without_widgets(explorer):
    bundle, metadata = explorer._repr_mimebundle_()
    text = f"{explorer.sentence} Run this cell and those above it (Shift + Enter) to move it."
    assert bundle["text/plain"] == text
    assert bundle["image/png"].startswith(b"\x89PNG") and metadata["image/png"] == {"width": 400, "alt": text}
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_colab_is_told_where_the_code_of_the_widgets_comes_from(explorer, monkeypatch):
    """As anywidget tells it of a widget of its own: Colab shows none without (its issue 498)."""
    colab = types.ModuleType("google.colab.output")
    colab.enable_custom_widget_manager = lambda: None
    colab._widgets = types.SimpleNamespace(_installed_url="https://example.org/manager.js")
    monkeypatch.setitem(sys.modules, "google.colab.output", colab)
    _, metadata = explorer._repr_mimebundle_()
    manager = {"custom_widget_manager": {"url": "https://example.org/manager.js"}}
    assert metadata["application/vnd.jupyter.widget-view+json"] == {"colab": manager}


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
    explorer = explore.Explorer(lambda: ([draw.Lines([number])], f"it is {number:.2f}, and 1e-05"))
    assert explorer.sentence == f"it is {said}, and 1e-05"


def test_callbacks_from_several_threads_end_on_one_consistent_picture(explorer):
    gain, n = knob(explorer, "gain"), knob(explorer, "n")
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


def test_an_explorer_that_gave_up_its_figure_shows_the_same_picture():
    kept = [make() for _ in range(12)]
    idle, fresh = kept[0], make()
    assert idle.canvas.here is None, "the one that was drawn on longest ago"
    assert idle.png() == fresh.png()
    knob(idle, "gain").value = 0.5
    fresh.set(gain=0.5)
    assert idle.png() == fresh.png()


def test_every_place_is_one_that_set_takes(explorer):
    for name, control in explorer.by_name.items():
        for place in control.places():
            explorer.set(**{name: place})
            assert explorer.problem == "", (name, place)


def test_a_hangul_syllable_is_one_letter(explorer):
    explorer.set(word="\u1112\u1161\u11ab")  # 한, typed as its three parts
    assert explorer.values["word"] == "한" and explorer.time.widget.max == 1


class Model:
    """A kind of value that refuses to be compared, as arrays do."""

    def __init__(self, x):
        self.x = x

    def __eq__(self, other):
        raise TypeError("not like this")


def test_choices_of_any_kind_reach_the_function_and_time_calls_nothing():
    options = {"one": Model(np.array([1.0, 2.0])), "other": Model(np.array([3.0, 4.0]))}
    pushes = {"once": np.array([1.0, 0.0]), "hold": np.ones(2)}
    seen = []

    def function(model, push):
        seen.append((model, push))
        return [draw.Lines(model.x + push)], "sum"

    explorer = explore.Explorer(function, model=explore.Choice(options), push=pushes, size=(3, 2))
    assert seen[-1] == (options["one"], pushes["once"]) or seen[-1][0] is options["one"]
    explorer.set(model="other", push=np.ones(2))  # by its label, or by its value
    assert seen[-1][0] is options["other"] and seen[-1][1] is pushes["hold"]
    calls = len(seen)
    explorer.set(t=2)
    assert len(seen) == calls
    explorer.set(model=options["one"])
    assert explorer.views[0].values.ravel().tolist() == [2.0, 3.0]


def test_a_logarithmic_slider_keeps_its_range():
    number = explore.Number(0.001, 0.1, 0.01, log=True).bind("lr")
    for place in number.places():
        number.assign(place)
        assert number.value == pytest.approx(place, rel=1e-6)
    with pytest.raises(rl.InputError):
        number.assign(0.2)


def test_a_function_that_asks_for_it_gets_the_selected_entry_of_a_matrix():
    def function(W, W_at):
        return [draw.Heat(W * (1 + W_at[1]), cursor=False)], f"entry {W_at}"

    explorer = explore.Explorer(function, W=explore.Matrix(np.ones((2, 3))), size=(3, 2))
    picture = explorer.png()
    knob(explorer, "W").selected = [1, 2]  # as a click does
    assert explorer.sentence == "entry (1, 2)" and explorer.png() != picture
    explorer.set(W_at=(2, 0))
    assert "2 rows and 3 columns" in explorer.problem and explorer.values["W_at"] == (1, 2)
    explorer.reset()
    assert explorer.values["W_at"] == (0, 0) and explorer.png() == picture


def test_time_may_count_from_elsewhere_and_begin_at_the_end():
    def function(n=5):
        curve = draw.Curve(np.arange(n + 1.0), at=np.arange(n + 1), ylim=(0, 9))
        return [curve], lambda k: f"step {k} of {n}"

    time = explore.Time(5, label="step k", first=0)
    explorer = explore.Explorer(function, n=(2, 8), t=time, size=(3, 2))
    picture = explorer.png()
    assert explorer.sentence == "step 5 of 5" and explorer.time.widget.description == "step k"
    explorer.set(n=2, t=0)
    assert explorer.sentence == "step 0 of 2" and explorer.time.places() == [0, 1, 2]
    for k in (0, 2, 1):
        explorer.set(t=k)
        explorer.png()
        assert list(explorer.views[0].art.mark.get_xdata()) == [k]
    explorer.reset()
    assert explorer.sentence == "step 5 of 5" and explorer.png() == picture


def test_reset_stops_the_play_button(explorer):
    explorer.time.play.playing = True
    explorer.reset()
    assert not explorer.time.play.playing


def test_a_scoreboard_is_cleared_by_reset():
    game = explore.Scoreboard()

    def play(a=1.0, b=1.0):
        game.record(a * a + b * b, np.array([a, b]))
        return [draw.Lines([a, b])], repr(game)

    explorer = explore.Explorer(play, a=(0, 2.0), b=(0, 2.0), history=game, size=(3, 2))
    explorer.set(a=0.5)
    explorer.set(a=0.4)  # the same number turned on: still one move
    explorer.set(b=0.0)
    assert explorer.sentence == "2 moves, loss 0.160, best 0.160" and np.allclose(game.path, [2, 1.16, 0.16])
    explorer.set(t=2)
    assert game.count == 2, "time is free"
    explorer.reset()
    assert explorer.sentence == "0 moves, loss 2.000, best 2.000"


def test_one_description_of_a_knob_serves_two_explorers():
    table = explore.Matrix(np.eye(2))

    def function(W):
        return [draw.Heat(W, cursor=False)], f"{W[0, 0]:.0f}"

    one, other = (explore.Explorer(function, W=table, size=(3, 2)) for _ in range(2))
    one.set(W=3 * np.eye(2))
    assert (one.sentence, other.sentence) == ("3", "1")
