"""A model goes into a file and comes back the same, and no other file is taken for one."""

import contextlib
import json
import os
import signal
import stat
import subprocess
import sys
import time

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import rnnlib as rl

finite = st.floats(allow_nan=False, allow_infinity=False)
MODEL = rl.RNN.random(3, 4, 2, rng=np.random.default_rng(0))
VOCAB = rl.Vocab.of('h·한"')


def same(a, b):
    return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()


@pytest.mark.parametrize("activation", rl.ACTIVATIONS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_network_comes_back_the_same(tmp_path, activation, dtype):
    kind = rl.RNN.with_activation(activation)
    model = kind(*(w.astype(dtype) for w in MODEL))
    x0 = rl.initial_state("random", 3, rng=np.random.default_rng(1)).astype(dtype)
    rl.save(tmp_path / "model.json", model, VOCAB, x0)
    saved = rl.load(tmp_path / "model.json")
    assert type(saved) is rl.Saved and type(saved.model) is kind
    assert all(same(a, b) for a, b in zip(saved.model, model, strict=True))
    assert saved.vocab == VOCAB and same(saved.x0, x0)


def rng(seed=0):
    return np.random.default_rng(seed)


PAIR = rl.Bidirectional(rl.GRU.random(2, 3, None, rng=rng()), rl.LSTM.random(4, 3, 1, rng=rng(1)))
BEFORE = rl.GRU.with_reset("before")


@pytest.mark.parametrize(
    "model",
    [
        rl.LSTM.random(6, 4, 2, rng=rng()),
        rl.GRU.random(3, 4, 2, rng=rng()),
        BEFORE.random(3, 4, None, rng=rng()),
        rl.LRU.random(4, 3, 2, rng=rng()),
        rl.Stacked([rl.LSTM.random(6, 4, None, rng=rng()), rl.Stacked([MODEL._replace(W_xu=np.ones((3, 3)))])]),
        PAIR,
        rl.Bidirectional(BEFORE.random(2, 3, None, rng=rng()), MODEL._replace(W_xu=np.ones((3, 3))), PAIR),
    ],
    ids=lambda model: type(model).__name__,
)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_every_network_comes_back_the_same(tmp_path, model, dtype):
    vector, unflatten = rl.flatten(model)
    model = unflatten((vector + rng(2).normal(size=vector.shape)).astype(dtype))
    rl.save(tmp_path / "model.json", model)

    def alike(a, b):
        assert type(a) is type(b)
        if isinstance(a, tuple):
            return len(a) == len(b) and all(map(alike, a, b))
        return a is b is None or same(a, b)

    assert alike(rl.load(tmp_path / "model.json").model, model)


def test_a_stack_of_networks_can_be_read_by_a_person(tmp_path):
    model = rl.Stacked([rl.GRU.random(2, 4, None, rng=rng()), rl.LSTM.random(4, 2, 3, rng=rng(1))])
    rl.save(tmp_path / "model.json", model, VOCAB, np.zeros(6))
    told = json.loads((tmp_path / "model.json").read_text(encoding="utf-8"))
    assert [layer["kind"] for layer in told["layers"]] == ["GRU after", "LSTM"] and told["layers"][0]["W_yx"] is None
    row = json.dumps(model.layers[1].W_ah[0].tolist())
    assert any(line.strip(" ,") == row for line in (tmp_path / "model.json").read_text("utf-8").splitlines())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    A=arrays(np.float64, (2, 2), elements=finite),
    small=arrays(np.float32, (3, 2), elements=st.floats(width=32, allow_nan=False, allow_infinity=False)),
)
def test_every_number_comes_back_exactly(tmp_path, A, small):
    model = rl.Linear(A=A, B=np.array([[-0.0], [5e-324]]), C=small)
    rl.save(str(tmp_path / "model.json"), model)
    saved = rl.load(str(tmp_path / "model.json"))
    assert all(same(a, b) for a, b in zip(saved.model, model, strict=True))
    assert (saved.vocab, saved.x0) == (None, None)


def test_the_file_is_small_and_can_be_read_by_a_person(tmp_path):
    path = tmp_path / "model.json"
    rl.save(path, MODEL, VOCAB)
    text = path.read_text(encoding="utf-8")
    assert '"format": "rnnlib model 1"' in text and '"vocab": ["h", "·", "한", "\\""]' in text
    assert len(text) < 2000 and len(text.splitlines()) < 50
    row = json.dumps(MODEL.W_xx[0].tolist())
    assert any(line.strip(" ,") == row for line in text.splitlines()), "one row of a matrix on a line"
    assert json.loads(text)["W_xu"] == {"dtype": "float64", "values": MODEL.W_xu.tolist()}


def test_a_trained_model_says_the_same_after_saving(tmp_path):
    vocab = rl.Vocab.of("hello")
    model = rl.RNN.random(8, 4, 4, rng=np.random.default_rng(0))
    rl.save(tmp_path / "hello.json", model, vocab)
    again = rl.load(tmp_path / "hello.json")
    u = again.vocab.one_hot("hell")
    assert np.array_equal(rl.simulate(again.model, u).y, rl.simulate(model, vocab.one_hot("hell")).y)


def test_saving_twice_keeps_the_last(tmp_path):
    rl.save(tmp_path / "m.json", MODEL)
    rl.save(tmp_path / "m.json", rl.systems.tank())
    assert type(rl.load(tmp_path / "m.json").model) is rl.Linear


@pytest.mark.skipif(os.name == "nt", reason="Windows has other links and other rights")
def test_a_link_stays_a_link_and_the_rights_stay_too(tmp_path):
    rl.save(tmp_path / "model.json", MODEL)
    (tmp_path / "model.json").chmod(0o640)
    (tmp_path / "link.json").symlink_to("model.json")
    rl.save(tmp_path / "link.json", rl.systems.tank())
    assert (tmp_path / "link.json").is_symlink() and type(rl.load(tmp_path / "model.json").model) is rl.Linear
    assert stat.S_IMODE((tmp_path / "model.json").stat().st_mode) == 0o640
    assert len(list(tmp_path.iterdir())) == 2


def test_a_new_file_may_be_read_by_whom_the_system_says(tmp_path):
    (tmp_path / "other").touch()
    rl.save(tmp_path / "model.json", MODEL)
    assert (tmp_path / "model.json").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_file_with_a_mark_of_its_encoding_in_front_is_read(tmp_path):
    rl.save(tmp_path / "model.json", MODEL, VOCAB)
    plain = (tmp_path / "model.json").read_bytes()
    (tmp_path / "model.json").write_bytes(b"\xef\xbb\xbf" + plain)
    assert rl.load(tmp_path / "model.json").vocab == VOCAB


KILLED = """
import sys
import numpy as np
import rnnlib as rl
from rnnlib import store
text = store._json
blanks = " " * 20_000_000  # so that most of the time goes into writing
store._json = lambda parts, indent="": text(parts, indent) + ("" if indent else blanks)
model = rl.Linear(*np.full((3, 1, 1), float(sys.argv[2])))
rl.save(sys.argv[1], model)
print("once", flush=True)
while True:
    rl.save(sys.argv[1], model)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill")
def test_a_file_is_whole_whenever_the_program_that_saves_it_is_killed(tmp_path):
    """It saves 20 million letters again and again, and is killed at moments spread over several savings."""
    path, left = tmp_path / "model.json", 0
    for k in range(12):
        running = subprocess.Popen([sys.executable, "-c", KILLED, path, str(k)], stdout=subprocess.PIPE)
        assert running.stdout.readline() == b"once\n"
        time.sleep(0.007 * k)
        running.kill()
        running.communicate()
        assert path.stat().st_size > 20_000_000
        assert rl.load(path).model.A.item() == k
        left += len(list(tmp_path.iterdir())) - 1
    if hasattr(os, "O_TMPFILE"):
        assert left <= 1, "a file has a name beside the old one for microseconds only"


FULL = """
import resource, signal, sys
import numpy as np
import rnnlib as rl
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    rl.save(sys.argv[1], rl.Linear(A=np.ones((300, 300)), B=np.ones((300, 1)), C=np.ones((1, 300))))
except rl.InputError as error:
    print(error)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="this system cannot limit the size of files")
def test_a_disk_that_is_full_leaves_the_old_file_as_it_was(tmp_path):
    rl.save(tmp_path / "model.json", MODEL)
    said = subprocess.run(
        [sys.executable, "-c", FULL, tmp_path / "model.json"], capture_output=True, text=True, check=True
    ).stdout
    assert "cannot be written: File too large. Choose another name." in said
    assert same(rl.load(tmp_path / "model.json").model.W_xx, MODEL.W_xx)
    assert [path.name for path in tmp_path.iterdir()] == ["model.json"]


@pytest.mark.parametrize("unnamed", [True, False])
@pytest.mark.parametrize("at", ["fsync", "replace", "link", "chmod"])
@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_an_interrupt_or_a_fault_at_any_point_leaves_the_old_file_as_it_was(tmp_path, monkeypatch, unnamed, at, error):
    rl.save(tmp_path / "model.json", MODEL)
    if not unnamed:
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)

    def fails(*arguments, **options):
        raise error

    monkeypatch.setattr(os, at, fails)
    never_called = at == "link" and (not hasattr(os, "O_TMPFILE") or error is not KeyboardInterrupt)
    with contextlib.nullcontext() if never_called else pytest.raises((KeyboardInterrupt, rl.InputError)):
        rl.save(tmp_path / "model.json", MODEL)
    monkeypatch.undo()
    assert same(rl.load(tmp_path / "model.json").model.W_xx, MODEL.W_xx)
    assert [path.name for path in tmp_path.iterdir()] == ["model.json"]


@pytest.mark.parametrize(
    ("vocab", "x0", "sentence"),
    [
        (rl.Vocab.of("abc\ud83d"), None, "A file cannot hold the symbol '\\ud83d', which is half a letter."),
        (VOCAB._replace(symbols=("a", "b", "c", "a")), None, "each once. 'a' came twice."),
        (VOCAB._replace(symbols=("a", "b", "c", "")), None, "A symbol should be a letter or a word. It came as ''."),
        (VOCAB._replace(symbols=(1, 2, 3, 4)), None, "A symbol should be a letter or a word. It came as 1."),
        (VOCAB._replace(symbols="helo"), None, "each once. They came as 'helo'. Try Vocab.of('helo')."),
        ("helo", None, "vocab should be a Vocab. It came as 'helo'. Try Vocab.of("),
        (VOCAB, np.ma.masked_less(np.zeros(3), 1), "x0 should be an array without a mask"),
        (VOCAB, 1j * np.ones(3), "x0 should be an array of numbers."),
    ],
)
def test_what_load_would_refuse_is_not_saved_and_the_old_file_stays(tmp_path, vocab, x0, sentence):
    rl.save(tmp_path / "model.json", MODEL, VOCAB)
    before = (tmp_path / "model.json").read_bytes()
    with pytest.raises(rl.InputError) as caught:
        rl.save(tmp_path / "model.json", MODEL, vocab, x0)
    assert sentence in str(caught.value)
    assert (tmp_path / "model.json").read_bytes() == before and len(list(tmp_path.iterdir())) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes that stand in a folder")
def test_what_is_not_a_file_is_not_replaced(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(rl.InputError, match=r"cannot be written: it is not a file\. Choose another name"):
        rl.save(tmp_path / "pipe", MODEL)
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda p: rl.save(5, MODEL), "path should be the name of a file, in quotes. It came as 5."),
        (lambda p: rl.load(None), "path should be the name of a file, in quotes. It came as None."),
        (
            lambda p: rl.save(p / "no" / "m.json", MODEL),
            "cannot be written: No such file or directory. Choose another",
        ),
        (lambda p: rl.save(p, MODEL), "cannot be written"),
        (
            lambda p: rl.save(p / "m.json", rl.systems.counter(2)),
            "RNN, LSTM, GRU, LRU, Stacked or Bidirectional. It came as Counter.",
        ),
        (lambda p: rl.save(p / "m.json", rl.Stacked([rl.systems.counter(2)])), "It came as Counter."),
        (lambda p: rl.save(p / "m.json", PAIR, x0=np.zeros(6)), "x0 should be left out for a Bidirectional"),
        (lambda p: rl.save(p / "m.json", MODEL._replace(b_x=np.full(3, np.nan))), "b_x[0] is nan."),
        (
            lambda p: rl.save(p / "m.json", MODEL, rl.Vocab.of("hi")),
            "The vocabulary should have one symbol for each of the 4 inputs of the model. It has 2.",
        ),
        (lambda p: rl.save(p / "m.json", MODEL, x0=np.zeros(2)), "x0 should have the shape (3,)"),
        (
            lambda p: rl.load(p / "m.json"),
            "cannot be read: No such file or directory. Save a model there first.",
        ),
        (lambda p: rl.load(p), "cannot be read"),
    ],
)
def test_what_cannot_be_saved_or_loaded_is_answered_with_a_sentence(tmp_path, call, sentence):
    with pytest.raises(rl.InputError) as caught:
        call(tmp_path)
    assert sentence in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def broken(change):
    def make(text):
        parts = json.loads(text)
        change(parts)
        return json.dumps(parts).encode()

    return make


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda text: b"", "is not a saved model, or was cut off."),
        (lambda text: text[: len(text) // 2].encode(), "is not a saved model, or was cut off."),
        (lambda text: b"\xff\xfe\x00", "is not a saved model, or was cut off."),
        (lambda text: b"[" * 100_000, "is not a saved model, or was cut off."),
        (lambda text: b"[1, 2]", 'lacks "format": "rnnlib model 1". Choose another file.'),
        (lambda text: b'{"cells": []}', 'lacks "format": "rnnlib model 1". Choose another file.'),
        (broken(lambda p: p.update(format="rnnlib model 99")), 'lacks "format": "rnnlib model 1".'),
        (broken(lambda p: p.update(kind="Transformer")), "is not complete, or was changed by hand."),
        (broken(lambda p: p.update(kind=["RNN tanh"])), "is not complete, or was changed by hand."),
        (broken(lambda p: p.pop("W_xx")), "is not complete, or was changed by hand."),
        (broken(lambda p: p.update(b_x=7)), "is not complete, or was changed by hand."),
        (
            broken(lambda p: p["b_x"].update(values=["a", "b", "c"])),
            "is not complete, or was changed by hand.",
        ),
        (broken(lambda p: p["b_x"].update(dtype="object")), "is not complete, or was changed by hand."),
        (broken(lambda p: p["W_xx"]["values"].pop()), "does not fit together. W_xx should be square"),
        (broken(lambda p: p["W_xx"]["values"][0].pop()), "is not complete, or was changed by hand."),
        (
            broken(lambda p: p["b_x"].update(values=[1, 2, 1e999])),
            "does not fit together. b_x should hold finite",
        ),
        (broken(lambda p: p["b_x"].update(values=[None, 1, 2])), "b_x[0] is nan"),
        (
            broken(lambda p: p["vocab"].pop()),
            "does not fit together. The vocabulary should have one symbol for each",
        ),
        (broken(lambda p: p.update(vocab="helo")), "is not complete, or was changed by hand."),
        (broken(lambda p: p.update(vocab=["a", "b", "c", "a"])), "does not fit together. The symbols should come one"),
        (
            broken(lambda p: p["b_x"].update(dtype="float32", values=[1e300, 1, 2])),
            "does not fit together. b_x should hold finite",
        ),
        (broken(lambda p: p.update(vocab=5)), "is not complete, or was changed by hand."),
        (
            broken(lambda p: p.update(vocab=[])),
            "does not fit together. A vocabulary needs at least one symbol.",
        ),
        (
            broken(lambda p: p["x0"]["values"].append(1.0)),
            "does not fit together. x0 should have the shape (3,)",
        ),
    ],
)
def test_a_broken_or_foreign_file_is_answered_with_a_sentence(tmp_path, make, sentence):
    path = tmp_path / "model.json"
    rl.save(path, MODEL, VOCAB, np.zeros(3))
    path.write_bytes(make(path.read_text(encoding="utf-8")))
    with pytest.raises(rl.InputError) as caught:
        rl.load(path)
    assert sentence in str(caught.value) and str(path) in str(caught.value)
