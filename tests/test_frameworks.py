"""Weights come in under other names and orders, and go back number by number. What PyTorch computes: test_torch.py."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

import rnnlib as rl

spec = importlib.util.spec_from_file_location("make_keras", Path(__file__).parent / "oracle" / "make_keras.py")
oracle = importlib.util.module_from_spec(spec)
spec.loader.exec_module(oracle)

KERAS = oracle.recorded()
ARRAYS = ("kernel", "recurrent_kernel", "bias")


def close(ours, theirs, tolerance, what):
    assert ours.shape == theirs.shape, what
    assert np.abs(ours - theirs).max() <= tolerance, f"{what}: {np.abs(ours - theirs).max()}"


def from_keras(case):
    readout = (case["dense kernel"].T, case["dense bias"]) if "dense kernel" in case else ()
    return rl.from_keras(str(case["kind"]).split()[0], {name: case[name] for name in ARRAYS}, *readout)


@pytest.mark.parametrize("name", KERAS)
def test_outputs_and_gradients_are_those_of_keras(name):
    case, answer = KERAS[name]
    model = from_keras(case)
    x0 = np.concatenate([case["c0"], case["h0"]], axis=-1) if "c0" in case else case["h0"]
    run = rl.simulate(model, case["u"], x0)
    close(run.y, answer["y"], 1e-10, "y")
    gradients = model.backward(run, case["dy"])
    ours = rl.to_keras(gradients.params)
    close(gradients.u, answer["du"], 1e-10, "du")
    for array in ("kernel", "recurrent_kernel"):
        close(ours.arrays[array], answer[f"d{array}"], 1e-10, array)
    slope = ours.arrays["bias"]
    if slope.ndim == 2:  # the slope of a sum is that of both its parts; the last third is no such sum
        slope[1, : -len(slope[1]) // 3] = slope[0, : -len(slope[1]) // 3]
    close(slope, answer["dbias"], 1e-10, "bias")
    if "dense kernel" in case:
        close(ours.W_yx.T, answer["ddense kernel"], 1e-10, "kernel of the Dense")
        close(ours.b_y, answer["ddense bias"], 1e-10, "bias of the Dense")
    dx0 = np.concatenate([answer["dc0"], answer["dh0"]], axis=-1) if "c0" in case else answer["dh0"]
    close(gradients.x0, dx0, 1e-10, "dx0")


def test_the_record_is_of_all_cases():
    assert KERAS.keys() == oracle.cases().keys()
    for name, case in oracle.cases().items():
        assert all(np.array_equal(case[field], KERAS[name][0][field]) for field in case), name


def test_a_gru_of_keras_by_its_documentation():
    """One unit, z, r, h: z and r swapped give another number; h = z h + (1 - z) hh; two rows of bias: reset after."""
    kernel, recurrent = np.array([[0.5, -0.6, 0.7]]), np.array([[0.1, 0.2, 0.9]])
    bias = np.array([[0.01, 0.02, 0.03], [0.04, 0.05, 0.06]])
    h, u = 0.8, 1.5

    def s(a):
        return 1 / (1 + np.exp(-a))

    z, r = s(0.5 * u + 0.1 * h + 0.05), s(-0.6 * u + 0.2 * h + 0.07)
    after = z * h + (1 - z) * np.tanh(0.7 * u + 0.03 + r * (0.9 * h + 0.06))
    arrays = {"kernel": kernel, "recurrent_kernel": recurrent, "bias": bias}
    close(
        rl.simulate(rl.from_keras("gru", arrays), np.array([[u]]), np.array([h])).y, np.array([[after]]), 1e-15, "after"
    )
    before = z * h + (1 - z) * np.tanh(0.7 * u + 0.09 + 0.9 * (r * h))
    arrays["bias"] = bias.sum(axis=0)
    model = rl.from_keras("gru", arrays)
    close(rl.simulate(model, np.array([[u]]), np.array([h])).y, np.array([[before]]), 1e-15, "before")


def same(ours, theirs):
    """Of one type, and equal number by number."""
    assert type(ours) is type(theirs)
    if isinstance(theirs, dict):
        assert list(ours) == list(theirs)
        same(tuple(ours.values()), tuple(theirs.values()))
    elif isinstance(theirs, tuple):
        for a, b in zip(ours, theirs, strict=True):
            same(a, b)
    elif not isinstance(theirs, np.ndarray):
        assert ours == theirs
    else:
        assert ours.dtype == theirs.dtype and np.array_equal(ours, theirs)


def rng(seed=0):
    return np.random.default_rng(seed)


def full(model, dtype=float):
    """No weight is 0."""
    vector, unflatten = rl.flatten(model)
    return unflatten((vector + rng(1).normal(0, 0.3, vector.shape)).astype(dtype))


KINDS = {"tanh": rl.RNN, "relu": rl.RNN.with_activation("relu"), "lstm": rl.LSTM, "gru": rl.GRU}
BEFORE = rl.GRU.with_reset("before")
CELLS = {kind: full(each.random(6, 3, 2, rng=rng())) for kind, each in KINDS.items()}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_there_and_back_is_the_same_number_by_number(kind, dtype):
    each = KINDS[kind]
    n_h = 3 if kind == "lstm" else 6
    one = each.random(6, 3, 2, rng=rng())
    plain = each.random(6, 3, None, rng=rng())
    stack = rl.Stacked([plain, each.random(6, n_h, None, rng=rng(1)), each.random(6, n_h, 2, rng=rng(2))])
    pair = rl.Bidirectional(plain, each.random(6, 3, None, rng=rng(1)))
    upper = rl.Bidirectional(*(each.random(6, 2 * n_h, None, rng=rng(k)) for k in (2, 3)), pair)
    for model in (full(m, dtype) for m in (one, plain, stack, pair, upper)):
        weights = rl.to_torch(model)
        assert weights.kind == kind
        same(rl.from_torch(*weights), model)
        same(rl.to_torch(rl.from_torch(*weights)), weights)
    for model in (full(one, dtype), full(plain, dtype)):
        same(rl.from_keras(*rl.to_keras(model)), model)


@pytest.mark.parametrize("name", KERAS)
def test_what_came_from_keras_goes_back(name):
    """Its arrays are the same again, but for two biases of which only the sum matters."""
    case, _ = KERAS[name]
    kind, arrays, W_yx, _ = rl.to_keras(from_keras(case))
    assert kind == str(case["kind"]).split()[0] and list(arrays) == list(ARRAYS)
    for array in ("kernel", "recurrent_kernel"):
        assert np.array_equal(arrays[array], case[array])
    bias = case["bias"]
    if bias.ndim == 1:
        assert np.array_equal(arrays["bias"], bias)
    else:
        cut = 2 * bias.shape[1] // 3
        close(arrays["bias"].sum(axis=0)[:cut], bias.sum(axis=0)[:cut], 1e-15, "bias")
        assert np.array_equal(arrays["bias"][:, cut:], bias[:, cut:])
    assert (W_yx is None) == ("dense kernel" not in case)


def test_a_gru_before_goes_to_keras_and_not_to_pytorch():
    model = full(BEFORE.random(4, 3, 2, rng=rng()))
    same(rl.from_keras(*rl.to_keras(model)), model)
    with pytest.raises(rl.InputError, match=r"PyTorch's GRU acts after the product only\. Try to_keras\."):
        rl.to_torch(model)


class Tensor:
    """What PyTorch and Keras hand over: no array, but one can be made of it, and it is the same memory."""

    def __init__(self, array):
        self.array = array

    def __array__(self, dtype=None, copy=None):
        return self.array


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("framework", ["torch", "keras"])
def test_what_came_in_and_what_went_out_are_copies(framework, kind):
    """Training on there changes nothing here, and neither the other way round."""
    come, go = getattr(rl, f"from_{framework}"), getattr(rl, f"to_{framework}")
    theirs = go(CELLS[kind])
    arrays = [*theirs.arrays.values(), theirs.W_yx, theirs.b_y]
    tensors = theirs.kind, {k: Tensor(v) for k, v in theirs.arrays.items()}, Tensor(theirs.W_yx), Tensor(theirs.b_y)
    first = rl.flatten(CELLS[kind])[0].copy()
    for model in (come(*theirs), come(*tensors)):
        before = rl.flatten(model)[0].copy()
        for array in arrays:
            array += 7
        assert np.array_equal(rl.flatten(model)[0], before)
        sent = go(model)
        for array in (*sent.arrays.values(), sent.W_yx, sent.b_y):
            array += 7
        assert np.array_equal(rl.flatten(model)[0], before)
    assert np.array_equal(rl.flatten(CELLS[kind])[0], first)


TANH = dict(rl.to_torch(CELLS["tanh"]).arrays)
LSTM = dict(rl.to_torch(CELLS["lstm"]).arrays)
GRU = dict(rl.to_torch(CELLS["gru"]).arrays)
SIMPLE = dict(rl.to_keras(CELLS["tanh"]).arrays)
PLAIN, WIDER = (dict(rl.to_torch(rl.RNN.random(6, n_u, None, rng=rng())).arrays) for n_u in (3, 5))
KERAS_GRU = dict(rl.to_keras(CELLS["gru"]).arrays)


def without(arrays, name):
    return {key: array for key, array in arrays.items() if key != name}


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (
            lambda: rl.from_torch("rnn", TANH),
            'kind should be one of "tanh", "relu", "lstm", "gru". It came as \'rnn\'.',
        ),
        (lambda: rl.from_torch(TANH, "tanh"), 'kind should be one of "tanh", "relu", "lstm", "gru". It came as {'),
        (lambda: rl.from_torch("tanh", [1, 2]), "arrays should be a dict of arrays by their names. It came as [1, 2]."),
        (
            lambda: rl.from_torch("tanh", {}),
            "arrays should hold weight_ih_l0, weight_hh_l0, bias_ih_l0, bias_hh_l0, but weight_ih_l0 is missing. It "
            "came empty.",
        ),
        (
            lambda: rl.from_torch("tanh", without(TANH, "bias_hh_l0")),
            "but bias_hh_l0 is missing. It holds weight_ih_l0,",
        ),
        (lambda: rl.from_torch("tanh", {f"rnn.{k}": v for k, v in TANH.items()}), "It holds rnn.weight_ih_l0, rnn."),
        (lambda: rl.from_torch("tanh", TANH | {"fc.weight": 1}), "and nothing else. It also holds fc.weight."),
        (lambda: rl.from_torch("lstm", LSTM | {"weight_hr_l0": 1}), "and nothing else. It also holds weight_hr_l0."),
        (lambda: rl.from_torch("tanh", TANH | {"weight_ih_l1": TANH["weight_hh_l0"]}), "but weight_hh_l1 is missing."),
        (lambda: rl.from_torch("tanh", TANH | {"weight_ih_l9999": 1}), "but weight_ih_l1 is missing."),
        (lambda: rl.from_torch("tanh", TANH | {"bias_ih_l0_reverse": 1}), "but weight_ih_l0_reverse is missing."),
        (lambda: rl.from_torch("tanh", TANH | {5: 1}), "It also holds 5."),
        (
            lambda: rl.from_torch("gru", LSTM),
            "weight_hh_l0 should have the shape (9, 3): 3 rows (to) for each of the 3 hidden states (columns, from). "
            "It came as (12, 3).",
        ),
        (lambda: rl.from_torch("tanh", LSTM), "weight_hh_l0 should be square"),
        (
            lambda: rl.from_torch("lstm", LSTM | {"weight_ih_l0": LSTM["weight_ih_l0"].T}),
            "weight_ih_l0 should have the shape (12, 3): 12 sums (rows, to) by 3 inputs (columns, from). It came as "
            "(3, 12). Try weight_ih_l0.T.",
        ),
        (lambda: rl.from_torch("gru", GRU | {"bias_hh_l0": np.ones(6)}), "bias_hh_l0 should have the shape (18,)"),
        (lambda: rl.from_torch("gru", GRU | {"bias_hh_l0": np.ones((3, 6))}), "bias_hh_l0 should have the shape (18,)"),
        (
            lambda: rl.from_torch("gru", GRU | {"bias_ih_l0": None}),
            "bias_ih_l0 should be an array of numbers. It came as",
        ),
        (lambda: rl.from_torch("gru", GRU | {"bias_ih_l0": np.full(18, np.nan)}), "bias_ih_l0[0] is nan."),
        (
            lambda: rl.from_torch("lstm", LSTM, np.ones((2, 6)), np.ones(2)),
            "W_yx should have the shape (2, 3): 2 outputs",
        ),
        (lambda: rl.from_torch("lstm", LSTM, np.ones((2, 3))), "W_yx and b_y make the output together: W_yx came, and"),
        (
            lambda: rl.from_torch(
                "tanh",
                rl.to_torch(rl.Bidirectional(*[CELLS["tanh"]._replace(W_yx=None, b_y=None)] * 2)).arrays,
                np.ones((2, 12)),
                np.ones(2),
            ),
            "W_yx should be None with two directions",
        ),
        (
            lambda: rl.from_torch("tanh", TANH | {k.replace("l0", "l1"): v for k, v in TANH.items()}),
            "weight_ih_l1 should have the shape (6, 6)",
        ),
        (lambda: rl.from_keras("rnn", SIMPLE), 'kind should be one of "simple", "relu", "lstm", "gru". It came as'),
        (
            lambda: rl.from_keras("simple", without(SIMPLE, "bias")),
            "kernel, recurrent_kernel, bias, but bias is missing.",
        ),
        (lambda: rl.from_keras("simple", SIMPLE | {"gamma": 1}), "and nothing else. It also holds gamma."),
        (
            lambda: rl.from_keras("simple", SIMPLE | {"kernel": np.ones((7, 3))}),
            "kernel should have the shape (7, 6): 7 inputs (rows, from) by 6 sums (columns, to). It came as (7, 3).",
        ),
        (
            lambda: rl.from_keras("lstm", SIMPLE),
            "recurrent_kernel should have the shape (6, 24): 4 columns (to) for each of the 6 hidden states (rows, "
            "from). It came as (6, 6).",
        ),
        (
            lambda: rl.from_keras("simple", SIMPLE | {"kernel": SIMPLE["kernel"].T}),
            "kernel should have the shape (3, 6): 3 inputs (rows, from) by 6 sums (columns, to). It came as (6, 3). "
            "Try kernel.T.",
        ),
        (
            lambda: rl.from_keras("gru", KERAS_GRU | {"recurrent_kernel": KERAS_GRU["recurrent_kernel"].T}),
            "recurrent_kernel should have the shape (6, 18): 3 columns (to) for each of the 6 hidden states (rows, "
            "from). It came as (18, 6). Try recurrent_kernel.T.",
        ),
        (
            lambda: rl.from_keras("simple", SIMPLE | {"recurrent_kernel": np.ones((6, 5))}),
            "should be square, as many rows (hidden states, from) as columns (hidden states, to). It came as (6, 5).",
        ),
        (
            lambda: rl.from_keras("gru", KERAS_GRU | {"recurrent_kernel": np.ones(18)}),
            "a matrix with one row for each hidden state (from) and one column for each sum (to). It came with the",
        ),
        (
            lambda: rl.from_torch("lstm", LSTM | {"weight_hh_l0": np.ones(12)}),
            "a matrix with one row for each sum (to) and one column for each hidden state (from). It came with the",
        ),
        (
            lambda: rl.from_torch("tanh", PLAIN | {f"{k}_reverse": v for k, v in WIDER.items()}),
            "weight_ih_l0_reverse should have the shape (6, 3): 6 sums (rows, to) by 3 inputs (columns, from). It came",
        ),
        (lambda: rl.from_keras("gru", KERAS_GRU | {"bias": np.ones((3, 18))}), "bias should have the shape (18,)"),
        (lambda: rl.from_keras("gru", KERAS_GRU | {"bias": np.ones((2, 6))}), "bias should have the shape (18,)"),
        (lambda: rl.to_torch(rl.systems.tank()), "network should be an RNN with tanh or relu, an LSTM or a GRU"),
        (lambda: rl.to_torch(rl.RNN.with_activation("none")(*CELLS["tanh"])), "It came as RNN_none."),
        (lambda: rl.to_torch(CELLS["gru"]._replace(b_nx=None)), "b_nx should be a NumPy array. It came as None."),
        (lambda: rl.to_torch(rl.Stacked([])), "Stacked should have at least one layer."),
        (
            lambda: rl.to_torch(rl.Stacked([rl.GRU.random(2, 3, 4, rng=rng()), rl.GRU.random(2, 4, 1, rng=rng())])),
            "A layer whose hidden states go on to others should have no readout: PyTorch's have none.",
        ),
        (
            lambda: rl.to_torch(rl.Stacked([rl.GRU.random(2, 3, None, rng=rng()), rl.RNN.random(2, 2, 1, rng=rng())])),
            "The layers should be of one kind and one size. They came as gru of 2, tanh of 2.",
        ),
        (
            lambda: rl.to_torch(rl.Stacked([rl.GRU.random(2, 3, None, rng=rng()), rl.GRU.random(4, 2, 1, rng=rng())])),
            "They came as gru of 2, gru of 4.",
        ),
        (lambda: rl.to_torch(rl.Bidirectional(CELLS["gru"], CELLS["gru"])), "should have no readout"),
        (lambda: rl.to_keras(rl.Stacked([CELLS["gru"]])), "It came as Stacked."),
        (lambda: rl.to_keras(5), "network should be an RNN with tanh or relu, an LSTM or a GRU"),
    ],
)
def test_what_does_not_fit_is_answered_with_a_sentence(call, sentence):
    with pytest.raises(rl.InputError) as caught:
        call()
    assert sentence in str(caught.value)
    assert len(str(caught.value)) < 400
