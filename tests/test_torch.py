"""PyTorch as an independent answer: first as recorded numbers, then, where it is installed, live.

The recorded numbers need no PyTorch. Without it the live tests are skipped, or fail if RNNLIB_REQUIRE names it.
"""

import importlib.util
import itertools
import os
import sys
from pathlib import Path

import numpy as np
import pytest

import rnnlib as rl

spec = importlib.util.spec_from_file_location("make_torch", Path(__file__).parent / "oracle" / "make_torch.py")
oracle = importlib.util.module_from_spec(spec)
spec.loader.exec_module(oracle)

RECORDED = oracle.recorded()
WEIGHTS = rl.RNN._fields


def network(case, dtype=float):
    kind = rl.RNN.with_activation(str(case["activation"])) if "activation" in case else rl.RNN
    return kind(*(case[name].astype(dtype) for name in WEIGHTS))


def close(ours, theirs, tolerance, what):
    assert ours.shape == theirs.shape, what
    assert np.abs(ours - theirs).max() <= tolerance, f"{what}: {np.abs(ours - theirs).max()}"


def agrees_on_network(case, answer):
    model = network(case)
    run = rl.simulate(model, case["u"], case["x0"])
    close(run.x, answer["x"], 1e-11, "x")
    close(run.y, answer["y"], 1e-11, "y")
    gradients = model.backward(run, case["dy"])
    for name in WEIGHTS:
        close(getattr(gradients.params, name), answer[f"d{name}"], 1e-9, f"d{name}")
    close(gradients.x0, answer["dx0"], 1e-9, "dx0")
    close(gradients.u, answer["du"], 1e-9, "du")
    for t in range(case["u"].shape[-2]):
        close(gradients.x[..., t, :], answer["dx"][..., t, :], 1e-9, f"dx at t = {t + 1}")


def layers(case, dtype=float):
    """The model that the weights of a case make, and its x0."""
    weights = {k: v.astype(dtype) for k, v in case.items() if k.startswith(("weight", "bias"))}
    readout = [case[k].astype(dtype) if k in case else None for k in ("W_yx", "b_y")]
    model = rl.from_torch(str(case["kind"]), weights, *readout)
    starts = np.concatenate([case["c0"], case["h0"]], axis=-1) if "c0" in case else case["h0"]
    if not isinstance(model, rl.Bidirectional):
        return model, np.concatenate([*starts.astype(dtype)], axis=-1)
    x0 = ()
    for pair in starts.astype(dtype).reshape(-1, 2, *starts.shape[1:]):
        x0 = (*pair, x0) if x0 else tuple(pair)
    return model, x0


def read(model, u, x0):
    return model.read(u, x0) if isinstance(model, rl.Bidirectional) else rl.simulate(model, u, x0)


def agrees_on_layers(case, answer):
    model, x0 = layers(case)
    run = read(model, case["u"], x0)
    close(run.y, answer["y"], 1e-11, "y")
    gradients = model.backward(run, case["dy"])
    close(gradients.u, answer["du"], 1e-9, "du")

    ours, H = rl.to_torch(gradients.params), case["weight_hh_l0"].shape[1]
    for name, slope in ours.arrays.items():
        if name.startswith(
            "bias_hh"
        ):  # the slope of a sum is that of both its parts; a GRU's last third is no such part
            same = ours.arrays[name.replace("hh", "ih")]
            slope = np.concatenate([same[: 2 * H], slope[2 * H :]]) if ours.kind == "gru" else same
        close(slope, answer[f"d{name}"], 1e-9, f"d{name}")
    if "W_yx" in case:
        close(ours.W_yx, answer["dW_yx"], 1e-9, "dW_yx")
        close(ours.b_y, answer["db_y"], 1e-9, "db_y")

    dx0 = answer["dh0"] if "c0" not in case else np.concatenate([answer["dc0"], answer["dh0"]], axis=-1)
    if isinstance(model, rl.Bidirectional):
        at_hand, found = gradients.x0, []
        while at_hand:
            found, at_hand = [*at_hand[:2], *found], at_hand[2] if len(at_hand) == 3 else ()
        close(np.stack(found), dx0, 1e-9, "dx0")
    else:
        close(gradients.x0, np.concatenate([*dx0], axis=-1), 1e-9, "dx0")


def agrees_on_loss(case, answer):
    for name, (loss, dy) in {
        "plain": rl.cross_entropy(case["y"], case["target"]),
        "weighted": rl.cross_entropy(case["y"], case["target"], case["weight"]),
        "mse": rl.mse(case["y"], case["wanted"]),
    }.items():
        assert abs(loss - answer[f"{name} loss"]) <= 1e-12, name
        close(dy, answer[f"{name} dy"], 1e-12, name)


def agrees_on_training(case, answer):
    def loss_and_grads(model):
        run = rl.simulate(model, case["u"], case["x0"])
        loss, dy = rl.cross_entropy(run.y, case["target"])
        return loss, model.backward(run, dy).params

    model = network(case)
    for name, steps in (
        ("adam", rl.adam(model, loss_and_grads, lr=0.03)),
        ("sgd", rl.sgd(model, loss_and_grads, lr=0.2)),
    ):
        steps = list(itertools.islice(steps, 26))
        close(np.array([step.loss for step in steps[:25]]), answer[f"{name} losses"], 1e-9, name)
        close(steps[25].params.W_xx, answer[f"{name} W_xx"], 1e-9, name)
    clipped = rl.clip(loss_and_grads(model)[1], 0.1)
    for name in WEIGHTS:  # PyTorch divides by the norm + 1e-6
        close(getattr(clipped, name), answer[f"clipped {name}"], 1e-6, f"clipped {name}")


AGREES = {
    "network": agrees_on_network,
    "layers": agrees_on_layers,
    "loss": agrees_on_loss,
    "training": agrees_on_training,
}


def agrees(name, case, answer):
    AGREES[name.split("/")[0]](case, answer)


def torch_or_say_why():
    try:
        import torch
    except ImportError as error:
        if "torch" in os.environ.get("RNNLIB_REQUIRE", ""):
            pytest.fail(f"RNNLIB_REQUIRE names torch, but it cannot be imported: {error}")
        pytest.skip("torch is not installed: the live comparison with PyTorch is left out (recorded numbers ran)")
    return torch


@pytest.mark.parametrize("name", RECORDED)
def test_recorded(name):
    agrees(name, *RECORDED[name])


def test_the_record_is_of_all_cases():
    assert RECORDED.keys() == oracle.cases().keys()
    for name, case in oracle.cases().items():
        assert all(np.array_equal(case[field], RECORDED[name][0][field]) for field in case), name


@pytest.mark.torch
@pytest.mark.parametrize("name", RECORDED)
def test_live(name):
    torch_or_say_why()
    case, then = RECORDED[name]
    now = oracle.answer(name, case)
    assert now.keys() == then.keys()
    for field in now:
        close(now[field], then[field], 1e-10, f"PyTorch then and now, {field}")
    agrees(name, case, now)


@pytest.mark.torch
@pytest.mark.parametrize("seed", range(1000, 1010))
def test_live_on_other_sizes(seed):
    torch_or_say_why()
    rng = np.random.default_rng(seed)
    T, n_x, n_u, n_y = (int(n) for n in rng.permutation(np.arange(1, 10))[:4])
    batch = ((), (1,), (11,))[seed % 3]
    case = oracle.network_case(seed, ("tanh", "relu")[seed % 2], batch, T, n_x, n_u, n_y)
    agrees_on_network(case, oracle.network_answer(case))


@pytest.mark.torch
@pytest.mark.parametrize("kind", ["tanh", "relu", "lstm", "gru"])
@pytest.mark.parametrize("seed", range(2000, 2006))
def test_live_on_other_layers(seed, kind):
    torch_or_say_why()
    rng = np.random.default_rng(seed)
    T, H, n_u, n_y = (int(n) for n in rng.permutation(np.arange(1, 10))[:4])
    directions, batch = 1 + seed % 2, ((), (1,), (7,))[seed % 3]
    case = oracle.layers_case(
        seed, kind, 1 + seed // 2 % 3, directions, batch, T, H, n_u, 0 if directions == 2 else n_y
    )
    agrees_on_layers(case, oracle.layers_answer(case))


@pytest.mark.torch
@pytest.mark.parametrize("kind", ["tanh", "lstm", "gru"])
def test_what_goes_to_torch_computes_the_same_there(kind):
    """The other way: a model of ours, its weights loaded with load_state_dict, and two layers of both ways."""
    torch = torch_or_say_why()
    rng = np.random.default_rng(0)
    net = {"tanh": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[kind]
    ours = {"tanh": rl.RNN, "lstm": rl.LSTM, "gru": rl.GRU}[kind]
    each = 2 if kind == "lstm" else 1
    for model, options in (
        (ours.random(5 * each, 3, None, rng=rng), {}),
        (rl.Stacked([ours.random(5 * each, n, None, rng=rng) for n in (3, 5)]), {"num_layers": 2}),
        (rl.Bidirectional(*(ours.random(5 * each, 3, None, rng=rng) for _ in "tb")), {"bidirectional": True}),
    ):
        vector, unflatten = rl.flatten(model)
        model, u = unflatten(vector + rng.normal(0, 0.2, vector.shape)), rng.normal(size=(4, 6, 3))
        theirs = net(3, 5, batch_first=True, dtype=torch.float64, **options)
        theirs.load_state_dict({name: torch.tensor(array) for name, array in rl.to_torch(model).arrays.items()})
        close(read(model, u, None).y, theirs(torch.tensor(u))[0].detach().numpy(), 1e-11, str(options))
        close(read(rl.from_torch(kind, theirs.state_dict()), u, None).y, read(model, u, None).y, 0, "and back")


@pytest.mark.torch
def test_a_tensor_that_is_learned_is_answered_with_a_sentence():
    torch = torch_or_say_why()
    with pytest.raises(
        rl.InputError, match=r"weight_ih_l0 should be an array of numbers. Try weight_ih_l0\.detach\(\)"
    ):
        rl.from_torch("tanh", dict(torch.nn.RNN(3, 2).named_parameters()))


@pytest.mark.parametrize("name", [name for name in RECORDED if name.startswith("layers/")])
def test_layers_in_float32_stay_float32_and_near(name):
    case, answer = RECORDED[name]
    model, x0 = layers(case, np.float32)
    run = read(model, case["u"].astype(np.float32), x0)
    gradients = model.backward(run, case["dy"].astype(np.float32))
    for array in (run.y, gradients.u, *rl.to_torch(gradients.params).arrays.values()):
        assert array.dtype == np.float32
    np.testing.assert_allclose(run.y, answer["y"], rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("name", [name for name in RECORDED if name.startswith("network/")])
def test_float32_stays_float32_and_near(name):
    case, answer = RECORDED[name]
    model = network(case, np.float32)
    run = rl.simulate(model, case["u"].astype(np.float32), case["x0"].astype(np.float32))
    gradients = model.backward(run, case["dy"].astype(np.float32))
    for array in (*run, *gradients.params, *gradients[1:]):
        assert array.dtype == np.float32
    for ours, theirs in ((run.y, answer["y"]), (gradients.params.W_xx, answer["dW_xx"])):
        np.testing.assert_allclose(ours, theirs, rtol=1e-3, atol=1e-3 * np.abs(theirs).max())


def test_without_torch_the_live_comparison_says_why(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.delenv("RNNLIB_REQUIRE", raising=False)
    with pytest.raises(pytest.skip.Exception, match="torch is not installed"):
        torch_or_say_why()
    monkeypatch.setenv("RNNLIB_REQUIRE", "browser,torch")
    with pytest.raises(pytest.fail.Exception, match="RNNLIB_REQUIRE names torch"):
        torch_or_say_why()


def test_the_recorded_numbers_need_no_torch(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    for name in RECORDED:
        agrees(name, *RECORDED[name])
