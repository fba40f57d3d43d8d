"""A model goes into a file and comes back the same, and no other file is taken for one."""

import json

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


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (
            lambda p: rl.save(p / "no" / "m.json", MODEL),
            "cannot be written: No such file or directory. Choose another",
        ),
        (lambda p: rl.save(p, MODEL), "cannot be written"),
        (lambda p: rl.save(p / "m.json", rl.systems.counter(2)), "Linear or RNN. It came as Counter."),
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
